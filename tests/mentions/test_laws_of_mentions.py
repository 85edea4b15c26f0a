"""What holds for any text: mentions are what the text says where they say it, disjoint, and the same each time; places move with the home only."""

from __future__ import annotations

from itertools import pairwise

from conftest import Find
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.mentions.candidates import Candidate
from kg.mentions.choose import choose
from kg.mentions.tagger import Token

PIECES = [
    "市委",
    "书记",
    "张伟",
    "柳林县",
    "三交镇",
    "双塔村",
    "公司",
    "有限公司",
    "“",
    "”",
    "《",
    "》",
    "意见",
    "、",
    "，",
    "。",
    "的",
    "和",
    "驻",
    "某",
    "·",
    "古丽",
    "任命",
    "为",
    "路",
    "党委",
    "第二师",
    "团",
    "我市",
    "平原",
    "专项行动",
    "209国道",
    "（",
    "）",
    "北京",
    "大学",
    "\n",
    " ",
    "A",
    "9",
    "😀",
]
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(texts)
def test_a_mention_is_what_the_text_says_there(find: Find, text: str) -> None:
    assert all(m.surface == text[m.span.start : m.span.end] and m.surface.strip() for m in find(text))


@quick
@given(texts)
def test_only_meetings_hold_other_mentions(find: Find, text: str) -> None:
    spans = sorted((m.span.start, m.span.end) for m in find(text) if m.type != "EVT")
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@quick
@given(texts)
def test_the_same_text_has_the_same_mentions(find: Find, text: str) -> None:
    assert find(text) == find(text)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8), st.sampled_from([50, 58, 70, 88, 95, 100])), max_size=12), st.randoms())
def test_the_choice_does_not_hang_on_the_order_of_finders(spans: list[tuple[int, int, int]], random: object) -> None:
    candidates = [Candidate(s, s + n, "ORG", f"rule{i}", p) for i, (s, n, p) in enumerate(spans)]
    shuffled = list(candidates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(candidates, "") == choose(shuffled, "")


def test_another_home_changes_codes_but_no_spans(find: Find) -> None:
    text = "会上，市政府与临县、鼓楼区签约。"
    here, there = find(text, "吕梁市"), find(text, "徐州市")
    assert [m.span for m in here] == [m.span for m in there]


def test_line_breaks_between_paragraphs_hide_nothing(find: Find) -> None:
    one = [m.surface for m in find("市委书记张伟讲话。柳林县委书记李强发言。")]
    two = [m.surface for m in find("市委书记张伟讲话。\n柳林县委书记李强发言。")]
    assert one == two


def test_a_long_line_is_no_problem(find: Find) -> None:
    text = "柳林县三交镇党委书记张伟说，" * 400
    assert sum(m.type == "PER" for m in find(text)) == 400


def test_tokens_say_how_sure_the_tagger_is() -> None:
    assert Token(0, 2, "n").margin == 9.0
