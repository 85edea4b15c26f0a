"""A skeleton is its sentence with a character for each name: every place in it leads back to the article."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from scenes import LEXICON, marked

from kg.claims.skeleton import CODES, Skeleton, Slot, posts, skeleton
from kg.model import Article, Mention
from kg.text.sentences import sentences

NAMES = ["[市委/ORG]", "[陈立/PER]", "[离石区/LOC]", "[《意见》/POL]", "[常务会议/EVT]"]
PIECES = st.sampled_from([*NAMES, "书记", "副市长", "、", "，", "主持", "召开", "3月2日", "1080个", " ", "𠮷", "（原名）"])
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def made(text: str, extras: tuple[Slot, ...] = ()) -> tuple[Article, tuple[Mention, ...], Skeleton]:
    article, mentions = marked(text)
    return article, mentions, skeleton(article.text, 0, len(article.text), mentions, extras, LEXICON)


@given(TEXTS)
def test_every_character_of_a_skeleton_leads_back_to_the_article(text: str) -> None:
    article, _, sentence = made(text)
    assert sentence.original((0, len(sentence.text))) == article.text
    assert len(sentence.offsets) == len(sentence.text) + 1
    assert list(sentence.offsets) == sorted(set(sentence.offsets)) or not article.text
    for i, ch in enumerate(sentence.text):
        slot = sentence.slots.get(i)
        if slot is None:
            assert ch == article.text[sentence.offsets[i]]
        else:
            assert ch == CODES[slot.type]
            assert (slot.start, slot.end) == (sentence.offsets[i], sentence.offsets[i + 1])
            assert slot.text == article.text[slot.start : slot.end]


@given(TEXTS)
def test_no_mention_is_lost_and_no_two_slots_overlap(text: str) -> None:
    _, mentions, sentence = made(text)
    assert [s.mention for s in sentence.slots.values() if s.mention] == list(mentions)
    ends = [(s.start, s.end) for _, s in sorted(sentence.slots.items())]
    assert all(left[1] <= right[0] for left, right in pairwise(ends))


def test_a_meeting_stands_before_the_organ_inside_its_name() -> None:
    article, mentions = marked("[市委/ORG][市委常委会会议/EVT]召开")
    inside = mentions[0].span
    event = mentions[1]
    wide = event.__class__(
        event.id, inside.__class__("a", 0, event.span.end), article.text[: event.span.end], "EVT", "hand", "市委市委常委会会议"
    )
    sentence = skeleton(article.text, 0, len(article.text), (mentions[0], wide), (), LEXICON)
    assert sentence.text == CODES["EVT"] + "召开"


def test_posts_are_one_slot_with_their_prefixes_and_yield_to_names() -> None:
    _, _, sentence = made("[市委/ORG]党组副书记[陈立/PER]")
    assert sentence.text == CODES["ORG"] + CODES["POST"] + CODES["PER"]
    assert sentence.slots[1].text == "党组副书记"
    _, _, sentence = made("[市人大常委会主任会议/EVT]召开")
    assert sentence.text == CODES["EVT"] + "召开"


def test_dates_and_numbers_are_slots_where_no_name_stands() -> None:
    text = "3月2日[209国道/LOC]通车"
    sentence = made(text, (Slot(0, 4, "DATE", "3月2日"), Slot(4, 7, "NUM", "209")))[2]
    assert sentence.text == CODES["DATE"] + CODES["LOC"] + "通车"


def test_the_head_of_a_title_is_what_the_lexicon_knows() -> None:
    assert LEXICON.head("常务副市长") == "市长"
    assert LEXICON.head("党组副书记") == "书记"
    assert LEXICON.head("村姑") == ""
    assert [p.text for p in posts("市委常委、宣传部部长和副部长", 0, 14, LEXICON)] == ["常委", "部长", "副部长"]


@given(st.lists(st.sampled_from(["离石区召开会议", "。", "！", "？", "”", "\n", "　", "…", "陈立说：“好！”"]), max_size=12).map("".join))
def test_sentences_cover_everything_but_blanks_in_order(text: str) -> None:
    found = sentences(text)
    kept = "".join(text[start:end] for start, end in found)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(left[1] <= right[0] for left, right in pairwise(found))
    assert all(text[s:e] == text[s:e].strip() and "\n" not in text[s:e] for s, e in found)
