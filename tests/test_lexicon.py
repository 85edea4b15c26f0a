"""The ontology folder: the ladder of divisions, what a place's name means near home, and every fault with its file and line."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import lexicon as lexicons
from kg.lexicon import RANKS, Lexicon, LexiconError, level_word, same_level

SHIPPED = lexicons.default_root()
DIVISIONS = {code: d for code, d in lexicons.load().divisions.items() if not d.until}


# --- the ladder -------------------------------------------------------------------------------------------------------


def test_there_are_31_provinces_and_taiwan_hong_kong_and_macao(lexicon: Lexicon) -> None:
    provinces = {d.name for d in lexicon.divisions.values() if d.level == "province"}
    apart = {"台湾省", "香港特别行政区", "澳门特别行政区"}
    assert apart <= provinces
    assert len(provinces - apart) == 31
    assert Counter(name[-1] for name in provinces - apart) == {"省": 22, "区": 5, "市": 4}


def test_the_counties_and_prefectures_of_all_china_are_there(lexicon: Lexicon) -> None:
    levels = Counter(d.level for d in lexicon.divisions.values() if not d.until)
    assert levels["prefecture"] == 333
    assert levels["county"] > 2800
    assert levels["country"] == 1


def test_every_county_has_a_prefecture_or_a_province_above(lexicon: Lexicon) -> None:
    for division in lexicon.divisions.values():
        if division.level == "county":
            assert lexicon.divisions[division.parent].level in ("prefecture", "province"), division


@given(st.sampled_from(sorted(DIVISIONS)))
def test_a_ladder_climbs_one_rank_at_least_with_each_step_and_ends_at_the_province(code: str) -> None:
    lexicon = lexicons.load()
    ladder = lexicon.ladder(code)
    if code == lexicons.COUNTRY:
        assert ladder == ()
        return
    ranks = [RANKS[d.level] for d in ladder]
    assert ladder[0].code == code
    assert ranks == sorted(set(ranks), reverse=True)
    assert ladder[-1].level == "province"
    assert ladder[-1].parent == lexicons.COUNTRY
    assert {d.code[:2] for d in ladder} == {code[:2]}
    assert all(lexicon.within(code, d.code) for d in ladder)


def test_codes_of_a_ladder_share_their_digits(lexicon: Lexicon) -> None:
    assert [d.name for d in lexicon.ladder("141102")] == ["离石区", "吕梁市", "山西省"]
    assert [d.name for d in lexicon.ladder("110105")] == ["朝阳区", "北京市"]
    assert [d.name for d in lexicon.ladder("429004")] == ["仙桃市", "湖北省"]
    assert lexicon.ladder("999999") == ()
    assert lexicon.ladder("") == ()


@pytest.mark.parametrize(
    ("code", "prefecture"),
    [
        ("141102", "141100"),
        ("141100", "141100"),
        ("140000", "140000"),
        ("110105", "110000"),
        ("429004", "429004"),
        ("", ""),
        ("999999", ""),
    ],
)
def test_the_prefecture_of_a_place_tells_namesakes_apart_or_the_place_itself_where_it_has_none(
    code: str, prefecture: str, lexicon: Lexicon
) -> None:
    assert lexicon.prefecture(code) == prefecture


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "home", "code"),
    [
        ("离石区", "", "141102"),
        ("离石", "", "141102"),
        ("朝阳区", "110000", "110105"),  # in Beijing
        ("朝阳区", "220100", "220104"),  # in Changchun
        ("朝阳区", "", ""),  # two of one rank, and nobody says where
        ("朝阳", "141100", "211300"),  # the city is above the districts
        ("鼓楼区", "320100", "320106"),
        ("鼓楼区", "350100", "350102"),
        ("鼓楼区", "350103", "350102"),  # seen from a sister district
        ("鼓楼区", "320300", "320302"),
        ("鼓楼区", "141100", ""),
        ("城关区", "620100", "620102"),
        ("城关区", "540100", "540102"),
        ("吉林", "", "220000"),  # the province before its city
        ("吉林", "220200", "220200"),  # at home in the city
        ("吉林省", "220200", "220000"),
        ("通州区", "320600", "320612"),
        ("吕梁", "330800", "141100"),  # only one bears the name: no home is needed
        ("我国", "141100", "100000"),
        ("花果山县", "320700", ""),
        ("", "141100", ""),
        ("离石区", "不是代码", "141102"),
    ],
)
def test_a_name_means_the_nearest_place_that_bears_it(name: str, home: str, code: str, lexicon: Lexicon) -> None:
    assert lexicon.locate(name, home) == code


@given(st.sampled_from(sorted(DIVISIONS)), st.sampled_from(sorted(DIVISIONS)))
def test_at_home_a_place_s_own_full_name_means_itself(code: str, other: str) -> None:
    lexicon = lexicons.load()
    name = DIVISIONS[code].name
    if code != lexicons.COUNTRY:
        assert lexicon.locate(name, code) == code
    assert lexicon.locate(name, other) in ("", *lexicon.place_names[name])


@pytest.mark.parametrize(("name", "shared"), [("朝阳区", True), ("鼓楼区", True), ("离石区", False), ("朝阳", False), ("无此县", False)])
def test_full_names_that_several_divisions_bear_are_ambiguous(name: str, shared: bool, lexicon: Lexicon) -> None:
    assert lexicon.ambiguous(name) is shared


def test_short_names_have_two_characters_and_are_no_level_words(lexicon: Lexicon) -> None:
    for division in lexicon.divisions.values():
        for short in division.shorts:
            assert len(short) >= 2, division
            assert short not in lexicons.LEVEL_WORDS, division


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("信义镇", "镇"),
        ("广西壮族自治区", "自治区"),
        ("五里坡街道", "街道"),
        ("景东彝族自治县", "自治县"),
        ("离石", ""),
        ("区", ""),
        ("", ""),
    ],
)
def test_the_level_word_of_a_name_is_its_longest(name: str, word: str) -> None:
    assert level_word(name) == word


@pytest.mark.parametrize(
    ("word", "level", "same"),
    [
        ("区", "自治区", True),
        ("州", "自治州", True),
        ("县", "自治县", True),
        ("区", "地区", False),
        ("区", "社区", False),
        ("市", "县", False),
    ],
)
def test_a_short_level_word_may_mean_the_autonomous_one(word: str, level: str, same: bool) -> None:
    assert same_level(word, level) is same


def test_organs_are_named_after_place_and_level(lexicon: Lexicon) -> None:
    assert lexicon.organs["party"].name("吕梁市", "吕梁") == "中共吕梁市委员会"
    assert lexicon.organs["court"].name("吕梁市", "吕梁", "prefecture") == "吕梁市中级人民法院"
    assert lexicon.organs["court"].name("离石区", "离石", "county") == "离石区人民法院"
    assert lexicon.organs["army"].name("吕梁市", "吕梁", "prefecture") == "吕梁军分区"


def test_every_rule_has_an_id_of_its_own_and_examples(lexicon: Lexicon) -> None:
    assert len({rule.id for rule in lexicon.rules}) == len(lexicon.rules) >= 20
    assert all(rule.examples for rule in lexicon.rules)


def test_every_type_has_labels_in_both_languages_and_a_colour(lexicon: Lexicon) -> None:
    for info in lexicon.types.values():
        assert re.search("[\u4e00-\u9fff]", info.label_zh)
        assert info.label_en.isascii()
        assert re.fullmatch("#[0-9a-f]{6}", info.color)


# --- faults -----------------------------------------------------------------------------------------------------------

Edit = Callable[[str], str]
RULE = "- id: {id}\n  pattern: '{{per:PER}}走了'\n  claims: {claims}\n  examples: [{{text: 陈立走了。}}]\n"
CLAIM = "[{predicate: visited, subject: per, object: per}]"


def more(line: str) -> Edit:
    return lambda text: text + line


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text, f"{old!r} stands no more in this file: change the test"
        return text.replace(old, new, 1)

    return edit


def rule(id: str = "odd.rule", claims: str = CLAIM, extra: str = "") -> Edit:
    return more(RULE.format(id=id, claims=claims) + extra)


# file, what is done to it, the place that the fault names ("+1" is the first line after the file's own), what it says.
FAULTS: dict[str, tuple[str, Edit | bytes | None, str, str]] = {
    "a file is missing": ("surnames.txt", None, "surnames.txt", "cannot be read .* restore it"),
    "a table is missing": ("gazetteers/divisions.tsv", None, "gazetteers/divisions.tsv", "cannot be read"),
    "page words are missing": ("page_words.yaml", None, "page_words.yaml", "cannot be read"),
    "shapes are missing": ("shapes.ttl", None, "shapes.ttl", "cannot be read"),
    "a file is not UTF-8": ("posts.yaml", "# 职务\nheads: {}\n".encode("gbk"), "posts.yaml:1", "not UTF-8"),
    "no YAML": ("deixis.yaml", more("odd: [我, 全\n"), "deixis.yaml:+2", "not valid YAML"),
    "a control character": ("deixis.yaml", more("odd: 我\x07市\n"), "deixis.yaml:+1", r"U\+0007"),
    "a list for a mapping": ("deixis.yaml", lambda _: "- 我市\n", "deixis.yaml:1", "should be a mapping"),
    "a section is missing": ("deixis.yaml", swap("pointers:", "pionters:"), "deixis.yaml:1", "section 'pointers' is missing"),
    "types as a list": ("types.yaml", lambda _: "types: [PER]\n", "types.yaml:1", "types should be a mapping"),
    "a type without colour": ("types.yaml", swap('    color: "#ca3843"\n', ""), "types.yaml:PER", "types PER lacks color"),
    "a subtype without labels": ("types.yaml", more("  Troupe: {type: ORG}\n"), "types.yaml:+1", "subtypes Troupe lacks label_zh, label_en"),
    "a subtype of nothing": ("types.yaml", more("  Troupe: {type: ORC, label_zh: 剧团, label_en: Troupe}\n"), "types.yaml:+1", "must be one of PER, ORG"),
    "a subtype that is a word": ("types.yaml", more("  Troupe: 剧团\n"), "types.yaml:+1", "should be a mapping"),
    "a foreign prefix in a type": (
        "types.yaml", more("  Troupe: {type: ORG, also: [mo:MusicGroup], label_zh: 剧团, label_en: Troupe}\n"), "types.yaml:+1", "prefix of 'mo:MusicGroup'",
    ),
    "a predicate of unknown type": ("predicates.tsv", more("sang\tkg:sang\tfalse\tPRE\tEVT\t演唱\tsang\n"), "predicates.tsv:+1", "unknown type 'PRE'"),
    "too many cells": ("predicates.tsv", more("sang\tkg:sang\tfalse\tPER\tEVT\t演唱\tsang\tx\n"), "predicates.tsv:+1", "8 cells, but the header has 7"),
    "an unknown prefix": ("predicates.tsv", more("sang\tmo:sang\tfalse\tPER\tEVT\t演唱\tsang\n"), "predicates.tsv:+1", "prefix of 'mo:sang'"),
    "a predicate twice": ("predicates.tsv", more("within\tkg:in\tfalse\tLOC\tLOC\t在\tin\n"), "predicates.tsv:+1", "within stands twice"),
    "a header without a column": ("predicates.tsv", swap("label_en", "english"), "predicates.tsv:key", "the header lacks the columns label_en"),
    "an empty table": ("prefixes.tsv", lambda _: "# prefixes\n", "prefixes.tsv:1", "has no header"),
    "a code twice": ("gazetteers/divisions.tsv", more("110000\t北京市\t北京\tprovince\t100000\n"), "gazetteers/divisions.tsv:+1", "110000 stands twice"),
    "a code of four digits": ("gazetteers/divisions.tsv", more("1100\t甲市\t甲\tprovince\t100000\n"), "gazetteers/divisions.tsv:+1", "six-digit code"),
    "a level of its own": ("gazetteers/divisions.tsv", more("999900\t甲镇\t甲\ttown\t110000\n"), "gazetteers/divisions.tsv:+1", "level of country, province"),
    "a parent that is not there": ("gazetteers/divisions.tsv", more("999901\t甲县\t甲\tcounty\t999900\n"), "gazetteers/divisions.tsv:+1", "999900 is not in"),
    "a place inside itself": ("gazetteers/divisions.tsv", more("999901\t甲县\t甲\tcounty\t999901\n"), "gazetteers/divisions.tsv:+1", "is a county too"),
    "a county inside a county": ("gazetteers/divisions.tsv", more("999901\t甲县\t甲\tcounty\t141102\n"), "gazetteers/divisions.tsv:+1", "is a county too"),
    "a place without a name": ("gazetteers/divisions.tsv", more("999901\t\t甲\tcounty\t141100\n"), "gazetteers/divisions.tsv:+1", "999901 has no name"),
    "a place at the end of the world": ("gazetteers/coordinates.tsv", more("999900\t97.5\t111.1\t\n"), "gazetteers/coordinates.tsv:+1", "from -90 to 90"),
    "a place without a longitude": ("gazetteers/coordinates.tsv", more("999900\t37.5\t\t\n"), "gazetteers/coordinates.tsv:+1", "degrees north, degrees east"),
    "a place in two places": ("gazetteers/coordinates.tsv", more("110000\t39.9\t116.4\t\n"), "gazetteers/coordinates.tsv:+1", "110000 has a line already"),
    "an organ of no class": ("organs.yaml", swap("class: PartyOrgan", "class: PartyOrgn"), "organs.yaml:party", "'PartyOrgn' is not in types.yaml"),
    "an organ under nothing": ("organs.yaml", swap("parent: government\n", "parent: goverment\n"), "organs.yaml:government_office", "not an organ"),
    "an organ without its name": ("organs.yaml", swap('    official: "{P}人民政府"\n', ""), "organs.yaml:government", "government lacks official"),
    "organ forms as a word": ("organs.yaml", swap('forms: ["{X}总工会"]', 'forms: "{X}总工会"'), "organs.yaml:union", "union should be a list"),
    "a national organ without class": (
        "organs.yaml", swap("{forms: [科技部], class: GovernmentOrgan}", "{forms: [科技部]}"), "organs.yaml:中华人民共和国科学技术部", "lacks class",
    ),
    "a post of an unknown organ": ("posts.yaml", swap("government@市", "goverment@市"), "posts.yaml:goverment@市", "no organ 'goverment'"),
    "a post as a word": ("posts.yaml", swap("government@市: [市长, 市长助理]", "government@市: 市长"), "posts.yaml:government@市", r"should be a list: \[市长\]"),
    "a rule of no predicate": ("patterns/posts.yaml", rule(claims=CLAIM.replace("visited", "visted")), "patterns/posts.yaml:+1", "'visted' is not in"),
    "half a rule": ("patterns/posts.yaml", more("- id: odd.rule\n  pattern: x\n"), "patterns/posts.yaml:+1", "odd.rule lacks claims, examples"),
    "a rule twice": ("patterns/posts.yaml", rule("post.apposition"), "patterns/posts.yaml:+1", "post.apposition stands already at patterns/posts.yaml:3"),
    "an unsure rule": ("patterns/posts.yaml", rule(extra="  confidence: 很高\n"), "patterns/posts.yaml:+1", "confidence should be a number"),
    "a rule surer than sure": ("patterns/posts.yaml", rule(extra="  confidence: 2\n"), "patterns/posts.yaml:+1", "confidence should be a number"),
    "a rule that claims words": ("patterns/posts.yaml", rule(claims="[visited]"), "patterns/posts.yaml:+1", "claims should be a list of"),
    "a rule that claims half": ("patterns/posts.yaml", rule(claims="[{predicate: visited}]"), "patterns/posts.yaml:+1", "claims should be a list of"),
    "a never that is a word": ("patterns/posts.yaml", rule(extra="  never: 陈立来了。\n"), "patterns/posts.yaml:+1", "never should be a list"),
    "a rule that is a word": ("patterns/posts.yaml", more("- 规则\n"), "patterns/posts.yaml:rules", "rules should be a list of mappings"),
}  # fmt: skip


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, folder / "ontology"))


def spoil(root: Path, name: str, edit: Edit | bytes | None) -> None:
    path = root / name
    if edit is None:
        path.unlink()
    elif isinstance(edit, bytes):
        path.write_bytes(edit)
    else:
        path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")


def place(root: Path, where: str) -> str:
    """FILE:+1 as FILE:LINE in the shipped file, FILE:KEY as the line of that key in the spoilt one."""
    name, _, at = where.partition(":")
    if at.startswith("+"):
        return f"{name}:{(SHIPPED / name).read_text(encoding='utf-8').count(chr(10)) + int(at)}"
    if at and not at.isdecimal():
        lines = (root / name).read_text(encoding="utf-8").splitlines()
        key = re.compile(rf"\s*{re.escape(at)}[:\t]")
        return f"{name}:{next(n for n, line in enumerate(lines, 1) if key.match(line))}"
    return where


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_file_and_line_and_no_other_follows_from_it(
    case: tuple[str, Edit | bytes | None, str, str], tmp_path: Path
) -> None:
    name, edit, where, message = case
    root = copied(tmp_path)
    spoil(root, name, edit)
    with pytest.raises(LexiconError) as error:
        lexicons._Loader(root).load()
    first = next((f for f in error.value.faults if re.search(message, f)), "")
    assert first.startswith(f"{place(root, where)}: "), error.value.faults
    followers = {"a table is missing", "a file is not UTF-8", "no YAML", "a control character", "a list for a mapping", "types as a list"}
    assert [f for f in error.value.faults if f != first] == [] or case in [FAULTS[key] for key in followers]


def test_all_faults_of_all_files_are_listed_at_once(tmp_path: Path) -> None:
    root = copied(tmp_path)
    chosen = (
        "a subtype without labels",
        "an unknown prefix",
        "a county inside a county",
        "an unsure rule",
        "a post as a word",
        "a section is missing",
    )
    for key in chosen:
        spoil(root, *FAULTS[key][:2])
    with pytest.raises(LexiconError) as error:
        lexicons.load(root)
    for key in chosen:
        assert re.search(FAULTS[key][3], str(error.value)), key
    assert len(error.value.faults) == len(chosen) == len(str(error.value).splitlines())


def test_a_folder_that_is_not_there_or_has_no_rules_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none: there is no such ontology folder"):
        lexicons.load(tmp_path / "none")
    root = copied(tmp_path)
    shutil.rmtree(root / "patterns")
    with pytest.raises(LexiconError, match=r"^patterns: there are no rules here"):
        lexicons.load(root)


def test_a_copy_of_the_folder_says_the_same_as_the_shipped_one(tmp_path: Path, lexicon: Lexicon) -> None:
    copy = lexicons.load(copied(tmp_path))
    assert copy.divisions == lexicon.divisions
    assert copy.rules == lexicon.rules
    assert copy.organs == lexicon.organs
