"""The ledger of policies: facts of documents, states in order of time, drafts, chains from the centre down, who implements what where."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from scenes import LEXICON, read, world

from kg.rdf import iris, query
from kg.rdf.convert import statements
from kg.rdf.validate import validate
from kg.settings import Settings

PAGES = (
    ("3月1日，市政府召开常务会议。会议原则同意《太原市节约用水条例（草案）》，提请市人大常委会审议。", "太原市", "2021-03-02"),
    ("5月8日，市十四届人大常委会第三十次会议表决通过《太原市节约用水条例》，自2021年10月1日起施行。", "太原市", "2021-05-09"),
    ("近日，市政府印发《太原市贯彻落实〈山西省节约用水条例〉实施方案》（并政发〔2021〕9号）。", "太原市", "2021-06-02"),
    ("为贯彻落实《太原市贯彻落实〈山西省节约用水条例〉实施方案》，区政府出台《小店区节水奖补办法》。", "小店区", "2021-07-02"),
    ("小店区深入实施“滴水行动”专项行动。", "小店区", "2021-07-03"),
    ("市水利局就《太原市地下水管理办法（征求意见稿）》公开征求社会各界意见。", "太原市", "2021-08-02"),
    ("市水利局发布《太原市再生水管理办法（征求意见稿）》。", "太原市", "2021-08-02"),
    ("近日，国务院印发《关于加强污水处理的意见》。", "太原市", "2021-08-02"),
    ("国务院印发《关于加强污水处理的意见》，我市迅速落实。", "丽水市", "2021-09-02"),
    ("会议传达学习《关于加强污水处理的意见》。", "丽水市", "2021-09-03"),
)  # fmt: skip


def store_of(*pages: tuple[str, str, str]) -> ox.Store:
    quads = list(statements(world(*(read(text, home, date=date) for text, home, date in pages)), LEXICON, Settings()))
    assert validate(quads, LEXICON) == ()
    found = ox.Store()
    found.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return found


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(*PAGES)


def ask(store: ox.Store, saved: str, **values: str) -> list[tuple[str, ...]]:
    text = query.given(query.saved(LEXICON.root)[saved].text, values)
    rows = query.query(store, text, iris.prefixes(LEXICON, Settings())).rows
    return [tuple("" if term is None else term.value for term in row) for row in rows]  # type: ignore[union-attr]


def test_the_life_of_a_policy_begins_with_its_draft(store: ox.Store) -> None:
    congress = "太原市人民代表大会常务委员会"
    assert [(when, state, to) for _, _, when, state, _, to, _ in ask(store, "policy_life", title="太原市节约用水条例")] == [
        ("2021-03-01", "原则通过", ""),
        ("2021-03-01", "提交", congress),
        ("2021-05-08", "通过", ""),
        ("2021-10-01", "施行", ""),
    ]


def test_a_state_without_a_day_stands_at_the_day_of_its_paper(store: ox.Store) -> None:
    assert ask(store, "policy_life", title="实施方案") == [
        ("太原市贯彻落实〈山西省节约用水条例〉实施方案", "并政发〔2021〕9号", "", "印发", "太原市人民政府", "", "2021-06-02")
    ]


@pytest.mark.parametrize("title", ["地下水", "再生水"])
def test_a_draft_is_put_out_for_comment(store: ox.Store, title: str) -> None:
    assert [(row[3], row[4]) for row in ask(store, "policy_life", title=title)] == [("征求意见", "太原市水利局")]


def test_studying_a_document_changes_nothing_in_its_life(store: ox.Store) -> None:
    assert {row[3] for row in ask(store, "policy_life", title="污水处理")} == {"印发"}


def test_a_document_of_the_state_council_is_one_in_the_papers_of_two_cities(store: ox.Store) -> None:
    assert [row[-1] for row in ask(store, "policy_life", title="污水处理")] == ["2021-08-02"]


def test_a_chain_leads_from_the_province_to_the_district(store: ox.Store) -> None:
    assert [(level, policy, issuers) for _, level, policy, _, issuers, _ in ask(store, "policy_chain", title="山西省节约用水条例")] == [
        ("provincial", "山西省节约用水条例", ""),
        ("prefectural", "太原市贯彻落实〈山西省节约用水条例〉实施方案", "太原市人民政府"),
        ("county", "小店区节水奖补办法", "小店区人民政府"),
    ]


def test_who_implements_what_where(store: ox.Store) -> None:
    assert ask(store, "implementers", place="太原市") == [
        ("“滴水行动”专项行动", "", "", "小店区", "小店区", "太原市"),
        ("太原市贯彻落实〈山西省节约用水条例〉实施方案", "方案", "prefectural", "小店区人民政府", "小店区", "太原市"),
    ]
    assert ask(store, "implementers", place="丽水市") == []


def test_a_page_removed_takes_the_states_that_only_it_tells() -> None:
    def quads(*pages: tuple[str, str, str]) -> set[str]:
        graph = world(*(read(text, home, date=date) for text, home, date in pages))
        return {str(q) for q in statements(graph, LEXICON, Settings(), profile="core")}

    one, other = quads(*PAGES[:1]), quads(*PAGES[1:2])
    assert quads(*PAGES[:2]) == one | other
