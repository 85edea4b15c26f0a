"""What sentences say: the meeting in progress, who acts, what is denied, when; and what names say by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import LEXICON, extract, marked, read, said, words

from kg import claims
from kg.model import Claim
from kg.settings import Settings

MEETINGS = {
    "what a later sentence says is of the meeting named last": (
        "[市委/ORG]召开[常委会会议/EVT]。[市委/ORG]书记[陈立/PER]主持。", {"市委 convened 常委会会议", "陈立 chaired 常委会会议 role=主持"},
    ),
    "another meeting begins where it is named": (
        "[市委/ORG]召开[常委会会议/EVT]，[陈立/PER]主持会议。[市政府/ORG]召开[常务会议/EVT]，[周文海/PER]主持会议。",
        {
            "市委 convened 常委会会议", "陈立 chaired 常委会会议 role=主持",
            "市政府 convened 常务会议", "周文海 chaired 常务会议 role=主持",
        },
    ),
    "without a meeting nobody chairs": ("[市委/ORG]书记[陈立/PER]主持。", set()),
    "who came": (
        "[全县教育工作会议/EVT]召开。[县委/ORG]副书记[陈立/PER]，副县长[周文海/PER]、[吴秀兰/PER]出席会议。",
        {f"{name} attended 全县教育工作会议 role=出席" for name in ("陈立", "周文海", "吴秀兰")},
    ),
    "what became of it": (
        "[市委/ORG]召开[常委会会议/EVT]。会议原则通过[《意见》/POL]，传达学习[《通知》/POL]。",
        {"市委 convened 常委会会议", "常委会会议 considered 《意见》 outcome=原则通过", "常委会会议 considered 《通知》 outcome=传达学习"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), MEETINGS.values(), ids=MEETINGS)
def test_meetings_have_chairs_guests_hosts_and_agendas(text: str, wanted: set[str]) -> None:
    assert said(text, "chaired", "attended", "convened", "considered") == wanted


OTHERS = {
    "he who went there goes on": (
        "[陈立/PER]到[廉桥镇/LOC]调研。随后，他来到[白地村/LOC]，察看农田受灾情况。", {"陈立 visited 廉桥镇", "陈立 visited 白地村"},
    ),
    "one office, two papers": ("[市政府/ORG]印发[《意见》/POL]和[《办法》/POL]。", {"市政府 issued 《意见》 state=印发", "市政府 issued 《办法》 state=印发"}),
    "who carries it out": ("[龙游县/LOC]深入实施[衔泥行动/POL]专项行动。", {"龙游县 implements 衔泥行动"}),
    "nobody named: the place the article is about": ("今年以来，大力实施[衔泥行动/POL]专项行动。", {"place:home implements 衔泥行动"}),
    "an exhortation is no deed": ("会议强调，要深入实施[衔泥行动/POL]专项行动。", set()),
    "a chain of places": ("[临县/LOC:code=141124][三交镇/LOC][双塔村/LOC]的群众。", {"三交镇 within 临县", "双塔村 within 三交镇"}),
    "a list of places is no chain": ("[离石区/LOC:code=141102]、[临县/LOC:code=141124]、[柳林县/LOC:code=141125]。", set()),
    "what the ladder knows needs no claim": ("[吕梁市/LOC:code=141100][离石区/LOC:code=141102]的群众。", set()),
    "a unit bears its parent's name": (
        "[浙江农林大学/ORG]来访，[浙江农林大学动物学院/ORG]教师座谈。", {"浙江农林大学动物学院 part_of 浙江农林大学"},
    ),
    "a former name": ("[龙游县第三幼儿园/ORG]（原[东华幼儿园/ORG]）秋季开园。", {"龙游县第三幼儿园 formerly 东华幼儿园"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), OTHERS.values(), ids=OTHERS)
def test_visits_papers_and_names(text: str, wanted: set[str]) -> None:
    assert said(text, "visited", "issued", "implements", "within", "part_of", "formerly") == wanted


FIGURES = {
    "[离石区/LOC:code=141102]新增学位1080个。": "离石区 observation 新增学位 unit=个 value=1080",
    "去年，[离石区/LOC:code=141102]投资300余万元。": "离石区 observation 投资 approximator=余 period=2020 unit=万元 value=300",
    "[离石区/LOC:code=141102]投资约6.35亿元。": "离石区 observation 投资 approximator=约 unit=亿元 value=6.35",
    "建筑面积1300平方米。": "place:home observation 建筑面积 unit=平方米 value=1300",
}


@pytest.mark.parametrize(("text", "wanted"), FIGURES.items(), ids=FIGURES)
def test_figures_say_what_of_whom_how_much_and_when(text: str, wanted: str) -> None:
    assert wanted in said(text, "observation")


DENIED = {
    "nobody did, before": "没有[县政府/ORG]印发[《意见》/POL]。",
    "nobody did, inside": "[县政府/ORG]没有印发[《意见》/POL]。",
    "not yet": "[县政府/ORG]尚未印发[《意见》/POL]。",
    "did not": "[全县教育工作会议/EVT]召开。[陈立/PER]未出席。",
    "was not renamed": "[东华幼儿园/ORG]没有更名为[龙游县第三幼儿园/ORG]。",
    "never": "[陈立/PER]从未来到[白地村/LOC]，察看受灾情况。",
    "refused to": "[龙游县/LOC]拒绝与[浙江农林大学/ORG]签订校地合作协议。",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in DENIED.items()])
def test_what_is_denied_is_not_affirmed(text: str) -> None:
    assert [c for c in extract(text) if not c.negated] == []


def test_a_denial_is_kept_as_a_denied_claim() -> None:
    assert said("没有[县政府/ORG]印发[《意见》/POL]。") == {"not 县政府 issued 《意见》 state=印发"}


MODAL = {
    "a plan": ("[县政府/ORG]将于下月印发[《意见》/POL]。", "planned"),
    "a day before": ("预计年底，[龙游县/LOC]与[浙江农林大学/ORG]签订校地合作协议。", "planned"),
    "before the subject": ("拟由[陈立/PER]主持[会议/EVT]。", "planned"),
    "a condition in a clause before": ("一旦发现险情，[陈立/PER]主持[会议/EVT]。", "conditional"),
    "in another clause": ("下月将开学，[县政府/ORG]印发[《意见》/POL]。", ""),
    "what is visited will open": ("[陈立/PER]来到即将开业的[白地商场/ORG]调研。", ""),
    "the subject is yet to begin": ("尚未开工的项目由[县政府/ORG]印发[《意见》/POL]。", ""),
    "将 for 把": ("会议同意将[《意见》/POL]提请[市人大常委会/ORG]审议。", ""),
    "将 for 把, further on": ("[县政府/ORG]将校车列入重点成立[工作专班/ORG]。", ""),
    "a word that begins alike": ("[县政府/ORG]未来三年成立[工作专班/ORG]。", ""),
}


@pytest.mark.parametrize(("text", "mark"), MODAL.values(), ids=MODAL)
def test_a_plan_or_a_condition_is_no_fact(text: str, mark: str) -> None:
    text = text if "[会议/EVT]" not in text else text.replace("主持[会议/EVT]", "主持召开[防汛工作会议/EVT]")
    found = extract(text)
    assert {c.modality for c in found} == {mark}
    assert not any(c.negated for c in found)


def test_the_sentences_of_the_word_list_claim_something(settings: Settings) -> None:
    for example in LEXICON.words["cues"]["modal"]:
        assert read(example["text"]).claims, example["text"]


def test_the_day_of_a_sentence_is_the_day_of_its_claims() -> None:
    text = "8月18日，[陈立/PER]到[白地村/LOC]调研。次年，[周文海/PER]到[廉桥镇/LOC]调研。"
    days = {words(c, marked(text)[1]): c.when for c in extract(text)}
    assert days["陈立 visited 白地村"] == "2021-08-18"
    assert days["周文海 visited 廉桥镇"] != "2021-08-18"


def test_the_title_of_a_document_does_not_say_when() -> None:
    (claim,) = (c for c in extract("[常委会会议/EVT]审议了[《教育发展规划（2021—2025年）》/POL]。") if c.predicate == "considered")
    assert claim.when == ""


CLOCKS = "截至8月底，[离石区/LOC]新增学位1080个。昨日，[陈立/PER]到[白地村/LOC]调研。"


def test_a_sentence_says_up_to_when_it_speaks() -> None:
    found = {c.predicate: (c.when, c.as_of) for c in extract(CLOCKS, published="2021-09-14")}
    assert found["observation"] == ("", "2021-08-31")
    assert found["visited"] == ("2021-09-13", "")


@given(st.integers(1990, 2090))
def test_a_paper_of_another_year_says_the_same_of_that_year(year: int) -> None:
    def shifted(claim: Claim) -> tuple[str, ...]:
        times = (claim.when, claim.as_of, claim.qualifiers.get("period", ""))
        return claim.predicate, claim.subject.value, *(time.replace("2021", str(year)) for time in times)

    first = [shifted(c) for c in extract(CLOCKS, published="2021-09-14")]
    again = [
        (c.predicate, c.subject.value, c.when, c.as_of, c.qualifiers.get("period", "")) for c in extract(CLOCKS, published=f"{year}-09-14")
    ]
    assert sorted(first) == sorted(again)


# --- laws -------------------------------------------------------------------------------------------------------------

SENTENCES = st.sampled_from(
    [
        "[市委/ORG]书记[陈立/PER]主持召开[常委会会议/EVT]。", "市长[周文海/PER]、[市政协/ORG]主席[吴秀兰/PER]出席。", "会议审议通过[《意见》/POL]。",
        "[县教育局/ORG]印发[《通知》/POL]。", "8月18日，[陈立/PER]到[廉桥镇/LOC]调研。", "[离石区/LOC]新增学位1080个。", "没有人说话。", "\n",
        "[陈立/PER]、[陈立/PER]，[陈立/PER]主持。", "[龙游县/LOC]与[浙江农林大学/ORG]签订合作协议。",
    ]
)  # fmt: skip
TEXTS = st.lists(SENTENCES, max_size=6).map("".join)


def test_a_list_at_the_head_of_a_sentence_is_what_it_is_about() -> None:
    found = said("[县委/ORG]、[县政府/ORG]全面实施[衔泥行动/POL]。", "implements")
    assert found == {"县委 implements 衔泥行动", "县政府 implements 衔泥行动"}


@given(TEXTS)
def test_a_claim_s_terms_stand_where_its_evidence_says_or_in_an_earlier_sentence(text: str) -> None:
    article, mentions = marked(text)
    spans = {m.id: m.span for m in mentions}
    for claim in extract(text):
        assert 0 <= claim.evidence.start < claim.evidence.end <= len(article.text)
        assert "\n" not in article.text[claim.evidence.start : claim.evidence.end]
        ends = [spans[t.value] for t in (claim.subject, claim.object) if t.kind == "mention"]
        assert all(span.end <= claim.evidence.end for span in ends)
        assert any(claim.evidence.start <= span.start for span in ends)


@given(TEXTS)
def test_claims_are_sorted_have_ids_of_their_own_and_come_again_the_same(text: str) -> None:
    article, mentions = marked(text)
    found, problems = claims.extract(article, mentions, LEXICON, Settings())
    assert problems == ()
    assert len({c.id for c in found}) == len(found)
    assert [c.evidence for c in found] == sorted(c.evidence for c in found)
    assert claims.extract(article, mentions, LEXICON, Settings()) == (found, problems)
    assert all(c.predicate in LEXICON.predicates for c in found)
    assert all(c.subject != c.object for c in found)


@given(st.text(max_size=40))
def test_any_text_without_names_claims_nothing_of_anybody(text: str) -> None:
    article, mentions = marked(text)
    for claim in claims.extract(article, mentions, LEXICON, Settings())[0]:
        assert claim.predicate == "observation"
