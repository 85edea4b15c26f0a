"""The scorer: what it counts, what it forgives, and that it agrees with the scorer that reads RDF."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg import baselines, evaluate, scoring
from kg.baselines import BASELINES
from kg.evaluate import Count, Fault, Scores, Share
from kg.evaluate.clusters import Bearers, Link, clustering
from kg.evaluate.homes import homes, province
from kg.lexicon import Lexicon, load
from kg.model import Article, Claim, Entity, Mention, Origin, Part, Relation, Span, Term
from kg.settings import Settings

ROOT = Path(__file__).parents[1]
SCORER = ROOT.parent / "shared" / "eval" / "score.py"
SAMPLE = ROOT / "data" / "gold" / "sample.json"
SEEDS = ROOT.parent / "shared" / "gold" / "seeds.json"

TEXT = "市委召开会议\n5月6日，市委书记韦春生主持会议。韦春生到桃花村看望群众。我市粮食产量达到30万吨。"
GOLD: dict[str, Any] = {
    "aliases": {"中共河池市委员会": ["河池市委"]},
    "articles": [
        {
            "id": "x-A",
            "title": "市委召开会议",
            "subtitle": "",
            "body": TEXT.split("\n")[1],
            "captions": [],
            "mentions": [
                {
                    "field": "title",
                    "start": 0,
                    "end": 2,
                    "surface": "市委",
                    "type": ["ORG"],
                    "entity": "中共河池市委员会",
                },
                {
                    "field": "body",
                    "start": 5,
                    "end": 7,
                    "surface": "市委",
                    "type": ["ORG"],
                    "entity": "中共河池市委员会",
                },
                {"field": "body", "start": 9, "end": 12, "surface": "韦春生", "type": ["PER"], "entity": "韦春生"},
                {"field": "body", "start": 17, "end": 20, "surface": "韦春生", "type": ["PER"], "entity": "韦春生"},
                {"field": "body", "start": 21, "end": 24, "surface": "桃花村", "type": ["LOC"], "entity": "桃花村"},
                {"field": "body", "start": 29, "end": 31, "surface": "我市", "type": ["LOC"], "entity": "河池市"},
            ],
            "relations": [
                {"pred": "holds_post", "subj": "韦春生", "obj": "中共河池市委员会", "post": "书记"},
                {"pred": "chaired", "subj": "韦春生", "obj": "会议"},
                {"pred": "visited", "subj": "韦春生", "obj": "桃花村"},
                {
                    "pred": "observation",
                    "subj": "河池市",
                    "obj": "粮食产量",
                    "value": "30",
                    "unit": "万吨",
                    "period": None,
                },
            ],
        }
    ],
}
GOLD["articles"][0]["mentions"] = [{"optional": False, "deictic": m["surface"] == "我市", **m} for m in GOLD["articles"][0]["mentions"]]


# ---- graphs made from gold ----------------------------------------------------------------------------------------


class Maker:
    """Makes the graph that says what gold says; `damage` may change or drop (None) each record on the way."""

    def __init__(self, gold: dict[str, Any], damage: Callable[[Any], Any] = lambda record: record) -> None:
        self.gold, self.damage = gold, damage
        self.entities: dict[tuple[str, str], Entity] = {}
        self.mentions: list[tuple[Mention, str]] = []
        self.relations: list[tuple[Relation, Claim]] = []
        self.articles: list[tuple[Article, tuple[str, ...]]] = []
        for article in gold["articles"]:
            self.article(article)

    def entity(self, name: str, type: str) -> str:
        if type == "?":
            type = next((kind for kind in ("PER", "ORG", "LOC", "POL", "EVT") if (name, kind) in self.entities), "EVT")
        aliases = tuple(self.gold.get("aliases", {}).get(name, ()))
        made = Entity(f"{type.lower()}/e{len(self.entities)}", type, name, aliases=aliases)
        return self.entities.setdefault((name, type), made).id

    def article(self, gold: dict[str, Any]) -> None:
        fields = [("title", gold["title"]), ("subtitle", gold["subtitle"]), ("body", gold["body"])]
        fields += [("caption", each) for each in gold["captions"]]
        text = ""
        seen: set[tuple[int, int]] = set()
        for name, field in fields:
            if not field:
                continue
            for mention in gold["mentions"]:
                start, end = len(text) + mention["start"], len(text) + mention["end"]
                here = mention["field"] == name and field[mention["start"] : mention["end"]] == mention["surface"]
                if here and (start, end) not in seen:
                    seen.add((start, end))
                    self.mention(gold["id"], start, mention)
            text += field + "\n"
        authors = tuple(self.entity(r["subj"], "PER") for r in gold["relations"] if r["pred"] == "reported")
        title, subtitle = gold["title"], gold["subtitle"]
        made = Article(gold["id"], "p", 1, text, (), Origin(), title=title, subtitle=subtitle)
        self.articles.append((made, authors))
        for number, relation in enumerate(gold["relations"]):
            if relation["pred"] != "reported":
                self.relation(f"{gold['id']}-{number}", gold["id"], relation)

    def mention(self, article: str, start: int, gold: dict[str, Any]) -> None:
        surface, type = gold["surface"], gold["type"][0]
        hint = {"deictic": "true"} if gold["deictic"] else {}
        span = Span(article, start, start + len(surface))
        mention = Mention(f"m{len(self.mentions)}", span, surface, type, "gold", surface, hint)
        self.mentions.append((mention, self.entity(gold["entity"], type)))

    def relation(self, id: str, article: str, gold: dict[str, Any]) -> None:
        predicate = gold["pred"]
        literal = predicate in ("formerly", "observation")
        object = gold["obj"] if literal else self.entity(gold["obj"], "?")
        keys = {"title": gold.get("post"), "value": gold.get("value"), "unit": gold.get("unit")}
        qualifiers = {key: value for key, value in keys.items() if value}
        claim = Claim(f"c-{id}", predicate, Term("implied", ""), Term("implied", ""), Span(article, 0, 9), "gold")
        made = Relation(f"r-{id}", self.entity(gold["subj"], "?"), predicate, object, literal, (claim.id,), "", qualifiers)
        self.relations.append((made, claim))

    def graph(self) -> nx.MultiDiGraph:
        graph = nx.MultiDiGraph()
        entities = {e.id: e for e in filter(None, (self.damage(each) for each in self.entities.values()))}
        for entity in entities.values():
            graph.add_node(entity.id, record=entity)
        kept = graph.graph
        articles = [(self.damage(article), authors) for article, authors in self.articles]
        kept["articles"] = {article.id: article for article, _ in articles if article}
        kept["authors"] = {a.id: tuple(x for x in authors if x in entities) for a, authors in articles if a}
        mentions = [(self.damage(mention), entity) for mention, entity in self.mentions]
        mentions = [(m, e) for m, e in mentions if m and e in entities and m.span.article in kept["articles"]]
        kept["mentions"] = {m.id: m for m, _ in mentions}
        kept["links"] = {m.id: e for m, e in mentions}
        relations = [(self.damage(relation), claim) for relation, claim in self.relations]
        relations = [
            (r, c)
            for r, c in relations
            if r and c.evidence.article in kept["articles"] and r.subject in entities and (r.literal or r.object in entities)
        ]
        kept["claims"] = {c.id: c for _, c in relations}
        kept["literals"] = tuple(r for r, _ in relations if r.literal)
        for relation, _ in relations:
            if not relation.literal:
                graph.add_edge(relation.subject, relation.object, key=relation.id, record=relation)
        return graph


def score(gold: dict[str, Any], damage: Callable[[Any], Any] = lambda record: record) -> Scores:
    return evaluate.evaluate(Maker(gold, damage).graph(), gold, lexicon())


def lexicon() -> Lexicon:
    return load()


# ---- what it counts -----------------------------------------------------------------------------------------------


def test_a_graph_that_says_what_gold_says_is_perfect() -> None:
    scores = score(GOLD)
    assert scores.faults == ()
    assert set(evaluate.figures(scores).values()) == {1.0}


def test_a_name_without_a_mention_is_missed_with_its_sentence() -> None:
    scores = score(GOLD, lambda record: None if getattr(record, "surface", "") == "桃花村" else record)
    assert scores.total.mentions["LOC"] == Count(0, 0, 1)
    assert scores.faults == (Fault("x-A", "missed", "LOC", "桃花村", "", "韦春生到桃花村看望群众。"),)


def test_a_span_that_gold_does_not_have_is_missed_and_spurious() -> None:
    def damage(record: Any) -> Any:
        if getattr(record, "surface", "") != "桃花村":
            return record
        return replace(record, span=Span("x-A", record.span.start - 1, record.span.end), surface="到桃花村")

    scores = score(GOLD, damage)
    assert scores.total.mentions["LOC"] == Count(0, 1, 1)
    assert {fault.kind: fault.found for fault in scores.faults} == {"missed": "", "spurious": "到桃花村"}


def test_a_wrong_type_is_missed_as_one_and_spurious_as_the_other() -> None:
    scores = score(GOLD, lambda record: replace(record, type="ORG") if getattr(record, "name", "") == "桃花村" else record)
    assert (scores.total.mentions["LOC"], scores.total.mentions["ORG"]) == (Count(0, 0, 1), Count(2, 1, 0))


def test_optional_gold_neither_rewards_nor_punishes() -> None:
    gold = deepcopy(GOLD)
    for each in gold["articles"][0]["mentions"] + gold["articles"][0]["relations"]:
        each["optional"] = True
    for damage in (lambda record: record, lambda record: None if isinstance(record, Mention | Relation) else record):
        total = score(gold, damage).total
        assert (total.all_mentions, total.all_relations, total.linking) == (Count(), Count(), Share())


def test_an_alias_links_as_well_as_the_canonical_name_and_another_name_does_not() -> None:
    def rename(name: str) -> Callable[[Any], Any]:
        return lambda record: replace(record, name=name) if getattr(record, "type", "") == "ORG" and isinstance(record, Entity) else record

    assert score(GOLD, rename("河池市委")).total.linking == Share(5, 5)
    wrong = score(GOLD, rename("中共百色市委员会"))
    assert wrong.total.linking == Share(3, 5)
    assert wrong.faults[0].expected == "市委 = 中共河池市委员会"


def test_a_deictic_reference_is_judged_by_what_it_stands_for_alone() -> None:
    scores = score(GOLD, lambda record: replace(record, name="百色市") if getattr(record, "name", "") == "河池市" else record)
    assert scores.total.deictic == Share(0, 1)
    assert scores.total.all_mentions == Count(5, 0, 0)


@pytest.mark.parametrize(("title", "right"), [("书记", 1), ("市委书记", 1), ("副书记", 1), ("市长", 0), ("", 0)])
def test_a_post_is_right_when_one_title_ends_the_other(title: str, right: int) -> None:
    def damage(record: Any) -> Any:
        post = isinstance(record, Relation) and record.predicate == "holds_post"
        return replace(record, qualifiers={"title": title}) if post else record

    assert score(GOLD, damage).total.relations["holds_post"] == Count(right, 1 - right, 1 - right)


def test_background_knowledge_is_a_hit_for_containment_and_never_spurious() -> None:
    gold = deepcopy(GOLD)
    gold["articles"][0]["relations"].append({"pred": "within", "subj": "桃花村", "obj": "河池市"})
    told = Maker(GOLD)
    graph = told.graph()
    village, city = told.entity("桃花村", "LOC"), told.entity("河池市", "LOC")
    known = Relation("g", village, "within", city, source="gazetteers/divisions.tsv")
    graph.add_edge(village, city, key="g", record=known)
    assert evaluate.evaluate(graph, gold, lexicon()).total.relations["within"] == Count(1, 0, 0)
    assert "within" not in evaluate.evaluate(graph, GOLD, lexicon()).total.relations


def test_the_chair_may_also_be_told_as_attending() -> None:
    told = Maker(GOLD)
    told.relation("extra", "x-A", {"pred": "attended", "subj": "韦春生", "obj": "会议"})
    assert "attended" not in evaluate.evaluate(told.graph(), GOLD, lexicon()).total.relations


def test_a_body_with_half_its_text_gone_is_not_recovered_but_its_mentions_count() -> None:
    body = TEXT.split("\n")[1]
    gold = deepcopy(GOLD)
    gold["articles"][0]["body"] = body + "会议还研究了其他事项，听取了各县区工作情况的汇报，并对下一步工作作出安排部署。"
    graph = Maker(GOLD).graph()
    scores = evaluate.evaluate(graph, gold, lexicon())
    assert scores.total.bodies == Share(0, 1)
    assert scores.total.all_mentions == Count(5, 0, 0)


def test_white_space_and_width_do_not_matter() -> None:
    def damage(record: Any) -> Any:
        return replace(record, text=record.text.replace("，", ",").replace("30", "３０")) if isinstance(record, Article) else record

    assert score(GOLD, damage).faults == ()


def test_a_wrong_headline_and_a_missing_author_are_told() -> None:
    gold = deepcopy(GOLD)
    gold["articles"][0]["relations"].append({"pred": "reported", "subj": "覃丽", "obj": "x-A"})
    scores = evaluate.evaluate(Maker(GOLD, lambda r: replace(r, title="会议") if isinstance(r, Article) else r).graph(), gold, lexicon())
    assert (scores.total.titles, scores.total.authors, scores.total.subtitles) == (
        Share(0, 1),
        Share(0, 1),
        Share(1, 1),
    )
    assert [fault.expected for fault in scores.faults if fault.kind in ("title", "authors")] == ["市委召开会议", "覃丽"]


def test_a_headline_that_gold_keeps_as_one_may_be_title_and_subtitle() -> None:
    def damage(record: Any) -> Any:
        return replace(record, title="市委", subtitle="召开会议") if isinstance(record, Article) else record

    assert score(GOLD, damage).faults == ()


# ---- clusters -----------------------------------------------------------------------------------------------------


def links(*pairs: str) -> list[Link]:
    """A mention for each pair of letters: what it means, and its entity."""
    return [Link("PER", (bearer, True, ""), entity) for bearer, entity in pairs]


@pytest.mark.parametrize(
    ("pairs", "b3", "together"),
    [
        (("Aa", "Aa", "Bb"), (1.0, 1.0), Count(1, 0, 0)),
        (("Aa", "Aa", "Ba"), (5 / 9, 1.0), Count(1, 2, 0)),  # two people taken for one
        (("Aa", "Ab", "Ab"), (1.0, 5 / 9), Count(1, 0, 2)),  # one person taken for two
        (("Aa", "Bb"), (1.0, 1.0), Count(0, 0, 0)),
        ((), (0.0, 0.0), Count()),
    ],
)
def test_merging_costs_precision_and_splitting_costs_recall(pairs: tuple[str, ...], b3: tuple[float, float], together: Count) -> None:
    found = clustering(links(*pairs))
    assert (found.precision, found.recall) == pytest.approx(b3)
    assert (found.pairs, found.mentions) == (together, len(pairs))


def test_an_entity_that_holds_two_people_is_told_by_clusters_alone() -> None:
    gold = deepcopy(GOLD)
    gold["articles"][0]["mentions"][3]["entity"] = "韦春生（村民）"
    gold["aliases"] = {**GOLD["aliases"], "韦春生（村民）": ["韦春生"]}
    scores = evaluate.evaluate(Maker(GOLD).graph(), gold, lexicon())
    assert scores.total.linking == Share(5, 5)
    assert scores.clusters["PER"].pairs == Count(0, 1, 0)
    assert evaluate.figures(scores)["pairs.PER"] == 0.0


PAPERS = {"articles": [{"id": "1", "page": "a", "locality": "河池市"}, {"id": "2", "page": "b", "locality": "佛山市"}], "codes": {}}


@pytest.mark.parametrize(
    ("name", "type", "one"),
    [
        ("王芳", "PER", False),
        ("桃花村", "LOC", False),
        ("习近平", "PER", True),
        ("黄河", "PER", False),
        ("黄河", "LOC", True),
        ("深圳市", "LOC", True),
        ("新华通讯社", "ORG", True),
        ("“双减”", "POL", True),
    ],
)
def test_namesakes_of_two_prefectures_are_two_where_names_do_not_tell_more(name: str, type: str, one: bool) -> None:
    articles = [{**article, "mentions": [{"entity": name, "type": [type]}]} for article in PAPERS["articles"]]
    gold = {**PAPERS, "articles": articles}
    bearers = Bearers.of(gold, homes(gold, lexicon()), lexicon())
    assert (bearers.bearer(name, [type], "a") == bearers.bearer(name, [type], "b")) is one
    assert bearers.bearer(name, [type], "a") == bearers.bearer(name, [type], "a")


def test_a_name_that_gold_gives_a_code_is_one_place_everywhere() -> None:
    mentions = [{"entity": "鼓楼区", "type": ["LOC"]}]
    gold = {**PAPERS, "articles": [{**article, "mentions": mentions} for article in PAPERS["articles"]]}
    for codes, one in (({"鼓楼区": "350102"}, True), ({}, False)):  # four cities have a 鼓楼区
        bearers = Bearers.of({**gold, "codes": codes}, homes(gold, lexicon()), lexicon())
        assert (bearers.bearer("鼓楼区", ["LOC"], "a") == bearers.bearer("鼓楼区", ["LOC"], "b")) is one


# ---- kinds and provinces ------------------------------------------------------------------------------------------


def test_scores_are_broken_down_by_kind_and_by_the_province_of_the_page() -> None:
    first = {**deepcopy(GOLD["articles"][0]), "kind": "news", "page": "a", "locality": "罗城仫佬族自治县"}
    gold = {**GOLD, "articles": [first, {**first, "kind": "brief", "locality": "河池市"}, {**first, "page": "b", "locality": "某地"}]}
    scores = score(gold)
    assert {name: row.bodies.of for name, row in scores.by("kind").items()} == {"brief": 1, "news": 2}
    assert {name: row.bodies.of for name, row in scores.by("province").items()} == {"": 1, "广西壮族自治区": 2}
    assert scores.by("province")["广西壮族自治区"].all_mentions == Count(10, 0, 0)


def test_the_home_of_a_page_is_the_prefecture_of_most_of_its_articles() -> None:
    places = ["沭阳县", "江苏省", "宿迁市", "慈溪市"]
    gold = {"articles": [{"page": "a", "locality": place} for place in places], "codes": {"沭阳县": "321322", "江苏省": "320000"}}
    assert homes(gold, lexicon()) == {"a": "321300"}
    assert province("321300", lexicon()) == "江苏省"


# ---- baselines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_names_what_its_tags_name_and_nothing_else(name: str) -> None:
    text = "张广勇在北京参加座谈会。\n我市印发《实施意见》。"
    article = Article("x-A", "p", 1, text, (Part("paragraph", 0, 12), Part("paragraph", 13, len(text))), Origin())
    graph = baselines.graph([article], BASELINES[name]())
    mentions = graph.graph["mentions"].values()
    assert {"北京": "LOC"}.items() <= {mention.surface: mention.type for mention in mentions}.items()
    assert all(mention.surface == text[mention.span.start : mention.span.end] for mention in mentions)
    assert {mention.type for mention in mentions} <= {"PER", "LOC", "ORG"}
    assert graph.number_of_edges() == 0


def test_a_baseline_is_scored_like_a_graph_and_finds_less() -> None:
    perfect = Maker(GOLD).graph()
    texts = [replace(a, parts=(Part("paragraph", 0, len(a.text)),)) for a in perfect.graph["articles"].values()]
    scores = evaluate.evaluate(baselines.graph(texts, BASELINES["LAC"]()), GOLD, lexicon())
    assert scores.total.bodies == Share(1, 1)
    assert 0 < scores.total.all_mentions.f < 1
    assert (scores.total.deictic, scores.total.relations["holds_post"]) == (Share(0, 1), Count(0, 0, 1))
    text = evaluate.comparison({"zhitu": score(GOLD), "LAC": scores}, lexicon(), language="en")
    assert text.splitlines()[0].split() == ["mentions", "zhitu", "LAC"]
    assert "all F" in text


# ---- floors -------------------------------------------------------------------------------------------------------


def test_floors_rise_freely_and_fall_only_on_purpose() -> None:
    worse = score(GOLD, lambda record: None if getattr(record, "surface", "") == "桃花村" else record)
    floors = evaluate.new_floors(score(GOLD), {})
    assert [each.figure for each in evaluate.shortfalls(worse, floors)] == ["b3.LOC", "mentions.LOC", "mentions.all"]
    assert evaluate.new_floors(worse, floors) == floors
    lowered = evaluate.new_floors(worse, floors, lower=True)
    assert lowered["mentions.LOC"] == 0.0
    assert evaluate.shortfalls(worse, lowered) == ()


def test_a_floor_of_something_no_longer_measured_is_a_shortfall() -> None:
    assert [each.found for each in evaluate.shortfalls(score(GOLD), {"relations.formerly": 0.5})] == [0.0]


def test_floors_survive_their_file_and_a_broken_file_is_named(tmp_path: Path) -> None:
    floors = {"sample": evaluate.new_floors(score(GOLD), {})}
    path = tmp_path / "floors.json"
    assert evaluate.read_floors(path) == {}
    path.write_text(evaluate.floors_text(floors), encoding="utf-8")
    assert evaluate.read_floors(path) == floors
    path.write_text('{"sample": 3}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"floors\.json"):
        evaluate.read_floors(path)


def test_a_run_scores_pages_and_keeps_their_floors_beside_the_gold(tmp_path: Path, settings: Settings) -> None:
    gold = json.loads(SAMPLE.read_text(encoding="utf-8"))
    gold["articles"] = [article for article in gold["articles"] if article["id"].startswith("301-")]
    path = tmp_path / "one.json"
    path.write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "floors.json").write_text('{"one": {"linking": 1.1}, "other": {"linking": 2}}', encoding="utf-8")
    pages = [ROOT / "data" / "pages" / "301_zhumadian.txt"]
    report = scoring.run(path, pages, lexicon(), settings)
    assert [each.figure for each in report.shortfalls] == ["linking"]
    scoring.write_floors(report)
    floors = evaluate.read_floors(tmp_path / "floors.json")
    assert floors["one"]["linking"] == 1.1
    assert floors["one"]["bodies"] == report.scores.total.bodies.accuracy
    assert floors["other"] == {"linking": 2}
    scoring.write_floors(report, lower=True)
    assert scoring.run(path, pages, lexicon(), settings).shortfalls == ()


@pytest.mark.parametrize("gold", [[], 3, {}, {"articles": [{}]}, {"articles": [{"id": "a"}]}])
def test_what_is_no_gold_is_refused(gold: Any) -> None:
    with pytest.raises(evaluate.EvaluationError, match="articles"):
        evaluate.evaluate(nx.MultiDiGraph(), gold, lexicon())


def test_gold_that_cannot_be_read_or_has_no_pages_is_refused(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "bad.json").write_text("", encoding="utf-8")
    with pytest.raises(scoring.GoldError, match=r"bad\.json"):
        scoring.run(tmp_path / "bad.json", [tmp_path], lexicon(), settings)
    with pytest.raises(scoring.GoldError, match="PAGES"):
        scoring.run(SAMPLE, (), lexicon(), settings)


# ---- text for people ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("zh", ("正文还原", "提及", "合计")), ("en", ("bodies", "mentions", "all"))])
def test_the_table_lines_up_in_both_languages(language: str, words: tuple[str, ...]) -> None:
    text = evaluate.table(score(GOLD), lexicon(), language=language, by=("article", "kind"))
    assert all(word in text for word in (*words, "x-A", "1/1", "1.000"))
    assert not any(line.endswith(" ") for line in text.splitlines())


def test_scores_as_json_have_the_figures_and_what_is_behind_them() -> None:
    found = evaluate.as_json(score(GOLD), by=("article", "kind"), errors=1)
    assert json.loads(json.dumps(found)) == found
    assert found["figures"]["mentions.all"] == found["by_article"]["x-A"]["mentions"]["all"]["f"] == 1.0
    assert found["clusters"]["PER"]["pairs"]["tp"] == found["clusters"]["PER"]["b3"]["f"] == 1
    assert set(found["by_kind"]) == {""}


def test_faults_are_told_with_what_was_expected_and_found() -> None:
    scores = score(GOLD, lambda record: None if getattr(record, "surface", "") == "桃花村" else record)
    text = evaluate.fault_lines(scores.faults, lexicon())
    assert all(word in text for word in ("x-A  遗漏", "应为 桃花村", "| 韦春生到桃花村看望群众。"))


# ---- agreement with the scorer that reads RDF ---------------------------------------------------------------------


def scorer() -> Path:
    if not SCORER.is_file():
        warnings.warn(f"{SCORER} is absent: our figures were compared with nothing", stacklevel=2)
        pytest.skip(f"the RDF scorer is absent ({SCORER.relative_to(ROOT.parent)})")
    return SCORER


def comparable(gold: dict[str, Any]) -> dict[str, Any]:
    """Gold without what the RDF scorer judges by chance: it counts optional observations against its own word, and seeks
    a headline that two articles share in whichever of them comes first."""
    gold = deepcopy(gold)
    texts = ["\n".join([a["title"], a["subtitle"], a["body"], *a["captions"]]) for a in gold["articles"]]

    def unique(article: dict[str, Any]) -> bool:
        fields = [article["title"], article["subtitle"], *article["captions"]]
        return all(sum(field in text for text in texts) == 1 for field in fields if field)

    gold["articles"] = [article for article in gold["articles"] if unique(article)]
    for article in gold["articles"]:
        relations = article["relations"]
        article["relations"] = [r for r in relations if r["pred"] != "observation" or not r.get("optional")]
    return gold


def compare(graph: nx.MultiDiGraph, triples: Path, gold: dict[str, Any], folder: Path) -> None:
    gold = comparable(gold)
    path = folder / "gold.json"
    path.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, str(scorer()), str(triples), str(path), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
    total = evaluate.evaluate(graph, gold, lexicon()).total
    assert [total.bodies.right, total.bodies.of] == theirs["bodies_recovered"]
    assert {key: vars_of(count) for key, count in total.mentions.items()} == strip(theirs["mentions"])
    assert {key: vars_of(count) for key, count in total.relations.items()} == strip(theirs["relations"])
    assert vars_of(total.all_relations) == strip({"": theirs["relations_all"]})[""]
    for ours, key in ((total.linking, "linking"), (total.deictic, "deictic")):
        assert (ours.right, ours.of) == (theirs[key]["right"], theirs[key]["of"])
    assert total.all_mentions.f == pytest.approx(theirs["mentions_all"]["f"], abs=1e-4)


def vars_of(count: Count) -> dict[str, int]:
    return {"tp": count.tp, "fp": count.fp, "fn": count.fn}


def strip(counts: dict[str, Any]) -> dict[str, Any]:
    return {key: {name: value[name] for name in ("tp", "fp", "fn")} for key, value in counts.items()}


NAMESPACES = {
    "kg": "https://w3id.org/zhitu/ontology#",
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "": "http://example.org/",
}
CLASSES = {"PER": "Person", "ORG": "Organization", "LOC": "Place", "POL": "Policy", "EVT": "Event"}
PREDICATES = {  # key → term, and whether the triple runs the other way
    "within": ("schema:containedInPlace", False),
    "part_of": ("org:subOrganizationOf", False),
    "attended": ("schema:attendee", True),
    "chaired": ("kg:chair", True),
    "convened": ("schema:organizer", True),
    "considered": ("kg:considered", False),
    "issued": ("kg:issuedBy", True),
    "submitted_to": ("kg:submittedTo", False),
    "implements": ("kg:implements", False),
    "visited": ("kg:visited", False),
    "cooperates_with": ("kg:cooperatesWith", False),
    "established": ("kg:established", False),
    "formerly": ("kg:formerLabel", False),
    "jurisdiction": ("kg:jurisdiction", False),
}


def iri(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"<{NAMESPACES[prefix]}{local.replace(' ', '_')}>"


def quoted(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)


def say(subject: str, predicate: str, object: str) -> str:
    return f"{iri(subject)} {iri(predicate)} {object} ."


def triples(graph: nx.MultiDiGraph) -> Iterator[str]:
    """As much of a graph in N-Triples as a scorer reads."""
    kept = graph.graph
    for id, data in graph.nodes(data=True):
        entity = data["record"]
        yield say(id, "rdf:type", iri("kg:" + CLASSES[entity.type]))
        yield say(id, "skos:prefLabel", quoted(entity.name))
        yield from (say(id, "skos:altLabel", quoted(alias)) for alias in entity.aliases)
    for id, article in kept["articles"].items():
        yield say(id, "rdf:type", iri("schema:NewsArticle"))
        yield say(id, "nif:isString", quoted(article.text))
        yield from (say(id, "schema:author", iri(author)) for author in kept["authors"].get(id, ()))
    for id, mention in kept["mentions"].items():
        yield say(id, "rdf:type", iri("nif:Phrase"))
        yield say(id, "nif:referenceContext", iri(mention.span.article))
        yield say(id, "nif:beginIndex", quoted(mention.span.start))
        yield say(id, "nif:endIndex", quoted(mention.span.end))
        yield say(id, "itsrdf:taIdentRef", iri(kept["links"][id]))
        if mention.hint.get("deictic") == "true":
            yield say(id, "kg:deictic", quoted("true"))
    for relation in [data["record"] for *_, data in graph.edges(data=True)] + list(kept["literals"]):
        yield from relation_triples(relation, kept["claims"])


def relation_triples(relation: Relation, claims: dict[str, Claim]) -> Iterator[str]:
    spans = [f"{claim}-span" for claim in relation.claims]
    for span, claim in zip(spans, relation.claims, strict=True):
        yield say(span, "nif:referenceContext", iri(claims[claim].evidence.article))
    quality = relation.qualifiers
    if relation.predicate == "observation":
        yield say(relation.id, "rdf:type", iri("schema:Observation"))
        yield say(relation.id, "schema:observationAbout", iri(relation.subject))
        yield say(relation.id, "schema:variableMeasured", quoted(relation.object))
        yield say(relation.id, "schema:value", quoted(quality["value"]))
        yield say(relation.id, "schema:unitText", quoted(quality.get("unit", "")))
        yield from (say(relation.id, "prov:wasDerivedFrom", iri(span)) for span in spans)
        return
    subject, term = relation.subject, "org:holds"
    object = quoted(relation.object) if relation.literal else iri(relation.object)
    if relation.predicate == "holds_post":
        post = f"post-{relation.object}-{quality.get('title', '')}"
        yield say(post, "rdf:type", iri("org:Post"))
        yield say(post, "org:postIn", object)
        if quality.get("title"):
            yield say(post, "kg:title", quoted(quality["title"]))
        object = iri(post)
    else:
        term, turned = PREDICATES[relation.predicate]
        if turned:
            subject, object = relation.object, iri(relation.subject)
    yield say(subject, term, object)
    for span, claim in zip(spans, relation.claims, strict=True):
        yield say(claim, "rdf:type", iri("kg:Claim"))
        yield say(claim, "rdf:subject", iri(subject))
        yield say(claim, "rdf:predicate", iri(term))
        yield say(claim, "rdf:object", object)
        yield say(claim, "prov:wasDerivedFrom", iri(span))


def damaging(seed: int, share: float) -> Callable[[Any], Any]:
    """A damage that drops and distorts about a `share` of all records."""
    dice = random.Random(seed)

    def damage(record: Any) -> Any:
        if dice.random() > share:
            return record
        way = dice.randrange(4)
        if isinstance(record, Article):
            cut = len(record.text) // 3
            return (None, replace(record, text=record.text[:cut] + record.text[cut + 9 :]), record, record)[way]
        if isinstance(record, Entity):
            other = dice.choice(["PER", "ORG", "LOC", "POL", "EVT"])
            return (replace(record, name=record.name + "甲"), replace(record, type=other), record, None)[way]
        if isinstance(record, Mention):
            span, plain = record.span, {k: v for k, v in record.hint.items() if k != "deictic"}
            shifted = replace(span, start=span.start + dice.choice([-2, -1, 1]))
            return (
                None,
                replace(record, span=shifted),
                replace(record, hint=plain),
                replace(record, hint={"deictic": "true"}),
            )[way]
        if record.predicate == "observation":
            return (
                None,
                replace(record, object="其他"),
                replace(record, qualifiers={"value": "7", "unit": "个"}),
                record,
            )[way]
        turned = record if record.literal else replace(record, subject=record.object, object=record.subject)
        return (None, turned, replace(record, predicate="visited" if not record.literal else "formerly"), turned)[way]

    return damage


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("path", [SEEDS, SAMPLE], ids=["seeds", "sample"])
def test_it_agrees_with_the_scorer_that_reads_rdf(path: Path, seed: int, tmp_path: Path) -> None:
    if not path.is_file():
        pytest.skip(f"{path.name} is absent")
    gold = json.loads(path.read_text(encoding="utf-8"))
    graph = Maker(gold, damaging(seed, 0.06 * seed)).graph()
    (tmp_path / "graph.nt").write_text("\n".join(triples(graph)) + "\n", encoding="utf-8")
    compare(graph, tmp_path / "graph.nt", gold, tmp_path)


def test_it_agrees_with_the_scorer_that_reads_rdf_on_a_build_of_the_sample_pages(
    demo: Path, demo_graph: nx.MultiDiGraph, tmp_path: Path
) -> None:
    gold = json.loads(SAMPLE.read_text(encoding="utf-8"))
    compare(demo_graph, demo / "output" / "graph.ttl", gold, tmp_path)


def test_the_parts_of_a_sum_add_up() -> None:
    gold = {**GOLD, "articles": GOLD["articles"] * 3}
    scores = score(gold)
    assert Counter(row.article for row in scores.rows) == {"x-A": 3}
    assert scores.total.all_mentions.tp == sum(row.all_mentions.tp for row in scores.rows)
