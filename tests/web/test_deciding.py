"""The review queue: what is in doubt, what a decision would change, and who may take it or take it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from serving import TOKEN, Ask, Reply, asker, look, reading, serving, words

from kg import archive, curation
from kg.lexicon import Lexicon
from kg.settings import Settings

FORM = "application/x-www-form-urlencoded"
DOUBT = "place/建设镇-6959e61ca150"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "curation.yaml"


@pytest.fixture
def desk(demo: Path, lexicon: Lexicon, file: Path) -> Iterator[Ask]:
    with serving(demo / "output", **reading(demo / "output", lexicon), curation=file) as address:
        yield asker(address)


def send(ask: Ask, headers: dict[str, str] | None = None, **fields: str) -> Reply:
    return ask("POST", "/review", urlencode({"token": TOKEN, **fields}).encode(), Content_Type=FORM, **(headers or {}))


def test_what_is_in_doubt_is_shown_with_its_candidates_and_sentences(desk: Ask) -> None:
    page = look(desk, "/review")
    assert "建设镇" in words(page, ".doubt h2")
    assert "马边彝族自治县建设镇" in words(page, ".candidates")
    assert "抽查汛期值班和包保责任落实" in words(page, ".doubt .quote")
    assert page.css_first("input[name=token]"), "who has no token is asked for it"


def test_the_least_sure_claims_come_first(desk: Ask) -> None:
    page = look(desk, "/review?what=claims")
    shown = [float(node.text()) for node in page.css(".quote .low")]
    assert len(shown) == 20
    assert shown == sorted(shown)


def test_a_decision_is_shown_before_it_is_taken(desk: Ask, file: Path) -> None:
    asked = {"kind": "same", "ids": f"511133107000\n{DOUBT}", "why": "值班电话", "token": TOKEN}
    page = look(desk, "/review/change?" + urlencode(asked))
    assert "1 处提及 · 1 篇文章" in words(page)
    assert words(page, "main pre") == f"- same: ['511133107000', {DOUBT}] why: 值班电话"
    assert page.css_first("form[method=post] button")
    assert not file.exists()
    without = look(desk, "/review/change?" + urlencode({**asked, "token": "falsch"}))
    assert not without.css("form[method=post]")
    for wrong in ({"kind": "rename", "ids": DOUBT}, {"kind": "fact", "ids": DOUBT}, {"kind": "same", "ids": DOUBT}, {"kind": "drop"}):
        assert look(desk, "/review/change?" + urlencode(wrong), 400).css_first(".fault"), wrong


def test_a_decision_is_written_and_taken_back(desk: Ask, file: Path) -> None:
    file.write_text("# 手写\n- drop: person/甲\n  # 留着\n\n# 下一条\n- drop: person/乙\n", encoding="utf-8")
    assert send(desk, kind="rename", ids=DOUBT, to="建设乡\n- drop: person/丙", why='"x": [').status == 303
    decisions, problems = curation.read(file)
    assert [(d.kind, d.ids, d.to) for d in decisions] == [("drop", ("person/甲",), ""), ("drop", ("person/乙",), ""), ("rename", (DOUBT,), "建设乡\n- drop: person/丙")]
    assert problems == ()
    form = look(desk, f"/review?what=decisions&token={TOKEN}").css("form[method=post]")[-1]
    fields = {node.attributes["name"] or "": node.attributes["value"] or "" for node in form.css("input")}
    assert send(desk, **fields).status == 303
    assert [d.ids for d in curation.read(file)[0]] == [("person/乙",), (DOUBT,)]
    assert "# 手写\n" in (text := file.read_text(encoding="utf-8"))
    assert "# 下一条\n- drop: person/乙\n" in text
    assert send(desk, **fields).status == 409, "another decision stands there now"


def test_an_entity_is_split_by_the_articles_that_mean_another(desk: Ask, file: Path) -> None:
    organ, article = "org/中共邵阳市委员会", "10f40085d58c-2"
    page = look(desk, "/review/change?" + urlencode({"kind": "split", "ids": organ, "to": "旧", "in": article, "token": TOKEN}))
    assert page.css_first(f'.choice input[value="{article}"][checked]')
    assert "其中所列文章：" in words(page)
    assert words(page, "main pre") == f"- different: [{organ}, org/中共邵阳市委员会-旧] in: [{article}]"
    for missing in ({"to": "旧"}, {"in": article}):
        assert look(desk, "/review/change?" + urlencode({"kind": "split", "ids": organ, **missing}), 400).css_first(".fault")
    fields = urlencode([("token", TOKEN), ("kind", "split"), ("ids", organ), ("to", "旧"), ("in", article), ("in", "10f40085d58c-3")])
    assert desk("POST", "/review", fields.encode(), Content_Type=FORM).status == 303
    ((decision,), problems) = curation.read(file)
    assert (decision.kind, decision.ids, decision.articles) == ("different", (organ, f"{organ}-旧"), (article, "10f40085d58c-3"))
    assert problems == ()


def test_a_claim_is_confirmed_or_rejected_from_the_queue(desk: Ask, file: Path) -> None:
    page = look(desk, f"/review?what=claims&token={TOKEN}")
    first = page.css(".statements > li")[0]
    links = {node.text(): node.attributes["href"] or "" for node in first.css("a.act")}
    for name, kind in (("属实", "fact"), ("不实", "reject")):
        shown = look(desk, links[name])
        assert words(first, ".quote p") in words(shown), "the sentence that says so"
        (item,) = (node.text() for node in shown.css("main pre"))
        assert item.startswith(f"- {kind}: [")
        assert ("in: [" in item) == (kind == "reject"), "what one sentence says wrongly others may say rightly"
        fields = [(node.attributes["name"] or "", node.attributes["value"] or "") for node in shown.css("form[method=post] input")]
        assert desk("POST", "/review", urlencode(fields).encode(), Content_Type=FORM).status == 303
    decided, problems = curation.read(file)
    assert [each.kind for each in decided] == ["fact", "reject"]
    assert decided[0].ids == decided[1].ids
    assert problems == ()
    assert look(desk, "/review/change?" + urlencode({"kind": "reject", "ids": "a\nb"}), 400).css_first(".fault")


def test_a_contradiction_shows_both_sentences_and_is_settled_by_a_rejection(lexicon: Lexicon, tmp_path: Path, file: Path) -> None:
    pages = [tmp_path / "early.txt", tmp_path / "late.txt"]
    for page, name in zip(pages, ("陈立", "周文海"), strict=True):
        page.write_text(f"吕梁日报　2021年8月18日　星期三　第1版\n\n教育大会召开\n本报讯（记者 罗丽）8月17日，市长{name}出席全市教育大会并讲话。\n", encoding="utf-8")
    output, settings = tmp_path / "output", Settings(jobs=1, curation=str(file))
    file.write_text("# 还没有\n", encoding="utf-8")
    archive.build(pages, output, settings)
    with serving(output, **reading(output, lexicon), curation=file) as address:
        ask = asker(address)
        page = look(ask, f"/review?what=problems&token={TOKEN}")
        assert "同时有两人" in words(page, ".problem") or "two" in words(page, ".problem")
        assert {"陈立", "周文海"} <= set(words(page, ".problem .quote").replace("市长", " ").replace("出席", " ").split())
        wrong = next(node for node in page.css(".problem li") if "周文海" in node.text() and "市长" in node.css_first(".statement").text())  # type: ignore[union-attr]
        link = next(node.attributes["href"] or "" for node in wrong.css("a.act") if node.text() == "不实")
        fields = [(node.attributes["name"] or "", node.attributes["value"] or "") for node in look(ask, link).css("form[method=post] input")]
        assert ask("POST", "/review", urlencode(fields).encode(), Content_Type=FORM).status == 303
    archive.build(pages, output, settings)
    with serving(output, **reading(output, lexicon), curation=file) as address:
        assert not look(asker(address), "/review?what=problems").css(".problem")


def test_nobody_decides_without_the_token_or_from_elsewhere(desk: Ask, file: Path) -> None:
    good = {"kind": "drop", "ids": DOUBT}
    assert send(desk, **{**good, "token": "falsch"}).status == 401
    assert send(desk, **{**good, "token": ""}).status == 401
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}):
        assert send(desk, headers, **good).status == 403, headers
    assert send(desk, **{**good, "kind": "fact"}).status == 400
    assert not file.exists()


def test_a_server_that_was_not_started_for_it_takes_no_decisions(demo: Path, lexicon: Lexicon) -> None:
    with serving(demo / "output", **reading(demo / "output", lexicon)) as address:
        assert send(asker(address), kind="drop", ids=DOUBT).status == 403
        assert not look(asker(address), f"/review?token={TOKEN}").css("form[method=post], input[name=token]")
        assert not look(asker(address), "/id/" + DOUBT).css('a[href^="/review/change"]')


def test_a_file_of_comments_holds_no_decisions(file: Path) -> None:
    file.write_text("# 还没有\n", encoding="utf-8")
    assert (curation.read(file), curation.items(file)) == (((), ()), ())
    with pytest.raises(LookupError):
        curation.remove(file, 1, "# 还没有")
