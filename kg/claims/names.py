"""What names say by themselves: chains of places (临县|三交镇), units inside organisations, organs in the titles of documents."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from kg.claims import policies
from kg.claims.posts import party_body
from kg.lexicon import Lexicon, level_word, load
from kg.model import HOME, Article, Claim, Mention, Span, Term, digest
from kg.text.choice import choice
from kg.text.sentences import of_article
from kg.text.sessions import congress
from kg.wholes import whole_of

HELD = re.compile("[^，。；！？]{0,14}?(?:举行|举办|召开)了?[^，。；！？]{0,6}")
LONGEST = 16  # characters of an organ of the whole country in a title


def extract(article: Article, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Claim]:
    """Claims of containment, part-of and issuing that stand in the form of names."""
    flat = [m for m in mentions if m.type != "EVT"]
    spans = [(start, end) for _, start, end in of_article(article)]
    for left, right in pairwise(flat):
        if left.span.end == right.span.start and left.type == "LOC" and "deictic" not in left.hint and _contains(left, right, lexicon):
            yield _claim(article, spans, "within", Term("mention", right.id), Term("mention", left.id), "name.chain", 0.95, right)
    yield from _home_towns(article, flat, spans, lexicon)
    for policy in (m for m in flat if m.type == "POL" and "关于" in m.normal):
        for issuer in _issuers(policy, lexicon):
            yield _claim(article, spans, "issued", Term("implied", issuer), Term("mention", policy.id), "name.issuer", 0.95, policy)
    for document in policies.said(article, flat, lexicon):
        yield _claim(article, spans, *document)
    hosts = {m.span.start: m for m in flat if m.type == "ORG"}
    for event in (m for m in mentions if m.type == "EVT"):
        host = hosts.get(event.span.start)
        if (
            host
            and host.span.end < event.span.end
            and event.hint.get("subtype") == "Meeting"
            and article.text[host.span.end] not in "与和同"
            and not congress(event.normal)
        ):
            yield _claim(article, spans, "convened", Term("mention", host.id), Term("mention", event.id), "name.host", 0.8, event)
    yield from _joint_events(article, mentions, spans, lexicon.words["cues"]["joint"])
    for part, whole_name, rule in _wholes(flat, lexicon):
        yield _claim(article, spans, "part_of", Term("mention", part.id), Term("implied", whole_name), rule, 0.9, part)
    for unit, whole in _units(flat):
        yield _claim(article, spans, "part_of", Term("mention", unit.id), Term("mention", whole.id), "name.unit", 0.9, unit)


def _issuers(policy: Mention, lexicon: Lexicon) -> Iterator[str]:
    """What the row of organs implies that a title begins with: 中共中央 国务院关于…, 云南省人民政府关于…."""
    heads, at = policy.normal.split("关于")[0], 0
    while at < len(heads):
        form = next((form for n in range(LONGEST, 1, -1) if (form := heads[at : at + n]) in lexicon.national), "")
        end, organ, code = lexicon.organ_from(heads, at)
        if not form and not end:
            return
        yield f"whole:{form}" if at + len(form) > end else f"organ:{organ}::{code}:{policy.span.start}"
        at = max(at + len(form), end)
        at += len(heads[at:]) - len(heads[at:].lstrip(" 、\u3000和"))


def _joint_events(article: Article, mentions: Sequence[Mention], spans: Sequence[tuple[int, int]], words: Sequence[str]) -> Iterator[Claim]:
    """Who signs with whom in the name of an event: 市政府与天津大学战略合作协议签约仪式."""
    events = [m for m in mentions if m.type == "EVT" and any(w in m.normal for w in words)]
    bodies = [m for m in mentions if m.type in ("ORG", "LOC")]
    inner = {a.id: b for a, b in pairwise(bodies) if a.span.end == b.span.start}
    for left, first in pairwise(bodies):
        right = first
        while right.id in inner:
            right = inner[right.id]  # 与成都市|新都区举行签约座谈会
        if article.text[left.span.end : first.span.start] in ("与", "和", "同", "·", "—"):
            event = next((e for e in events if _holds(article.text, left, right, e)), None)
            for other in _row(article, right, bodies):
                ends = Term("mention", left.id), Term("mention", other.id)
                yield from (_claim(article, spans, "cooperates_with", *ends, "name.joint-event", 0.8, e) for e in [event] if e)


def _row(article: Article, first: Mention, bodies: Sequence[Mention]) -> Iterator[Mention]:
    """A body and those that stand behind it in a row: 与|望江县政府、望江中医院|合作共建签约仪式."""
    at = first
    yield at
    for body in bodies:
        if body.span.start > at.span.end and article.text[at.span.end : body.span.start] == "、":
            at = body
            yield at


def _holds(text: str, left: Mention, right: Mention, event: Mention) -> bool:
    """Whether two bodies stand in the name of an event, or right before it as those who hold it: 县政府与天津大学举行|战略合作签约仪式."""
    if event.span.start <= left.span.start and right.span.end <= event.span.end:
        return True
    return bool(HELD.fullmatch(text, right.span.end, event.span.start)) if right.span.end <= event.span.start else False


def _contains(left: Mention, right: Mention, lexicon: Lexicon) -> bool:
    """Whether two adjoining names are a place and what lies in it; what the ladder of divisions knows needs no article."""
    word = level_word(left.normal)
    if right.hint.get("code"):
        return _skipped(left, right, lexicon)
    if not word and not left.hint.get("code") and not (left.rule == "place.region" and level_word(right.normal) == "市"):
        return False
    if right.type == "ORG":
        return "organ" not in right.hint and word in ("镇", "乡", "村", "县", "街道", "社区", "市", "区")
    return right.type == "LOC" and "deictic" not in right.hint


def _skipped(left: Mention, right: Mention, lexicon: Lexicon) -> bool:
    """Whether a division stands behind one that is not right above it: 浙江省|慈溪市. The ladder says only that it is in 宁波市."""
    outer, inner = left.hint.get("code", ""), right.hint["code"]
    known = outer in lexicon.divisions and inner in lexicon.divisions and outer != inner
    return known and lexicon.divisions[inner].parent != outer and lexicon.within(inner, outer)


def _home_towns(article: Article, mentions: Sequence[Mention], spans: Sequence[tuple[int, int]], lexicon: Lexicon) -> Iterator[Claim]:
    """A town named without its county lies in the only county of its paragraph before it, else in the county the article is about."""
    chained = {b.normal for a, b in pairwise(mentions) if a.span.end == b.span.start and a.type == "LOC"}
    home = lexicon.divisions.get(article.locality)
    counties = [m for m in mentions if m.type == "LOC" and (d := lexicon.divisions.get(m.hint.get("code", ""))) and d.level == "county"]
    for mention in mentions:
        if (
            mention.type != "LOC"
            or level_word(mention.normal) not in ("镇", "乡", "街道", "苏木")
            or mention.hint.get("code")
            or "deictic" in mention.hint
            or mention.normal in chained
        ):
            continue
        before, known = _counties_before(article, mention, counties), mention.hint.get("town", "")[:6]
        if known and before and home is not None and known == home.code and all(m.hint["code"] != known for m in before):
            before = []  # the town is one of the home, whoever comes from the county named before it
        if known and not before and home is not None and lexicon.prefecture(known) != lexicon.prefecture(home.code):
            continue  # 常平镇 in a paper of 玉屏
        if len(before) == 1:
            yield _claim(
                article, spans, "within", Term("mention", mention.id), Term("mention", before[0].id), "name.county-before", 0.6, mention
            )
        elif not before and home is not None and home.level == "county":
            yield _claim(article, spans, "within", Term("mention", mention.id), HOME, "name.home-town", 0.6, mention)


def _counties_before(article: Article, mention: Mention, counties: Sequence[Mention]) -> list[Mention]:
    """One mention of each county that the paragraph of a mention names before it; two are enough to tell that it stays open."""
    start = next((p.start for p in article.parts if p.start <= mention.span.start < p.end), 0)
    found: dict[str, Mention] = {}
    for other in counties:
        if start <= other.span.start < mention.span.start and len(found) < 2:
            found.setdefault(other.hint["code"], other)
    return list(found.values())


def _wholes(mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[tuple[Mention, str, str]]:
    """Colleges, hospitals, institutes, stations, teams and branches whose whole stands in their name and nowhere else in the article: the
    mention, what it implies and the rule."""
    branch = _branch(str(lexicon.root))
    named = {m.normal for m in mentions if m.type == "ORG" and "organ" not in m.hint}  # `_units` knows them
    for mention in (m for m in mentions if m.type == "ORG"):
        company = None if "organ" in mention.hint else branch.fullmatch(mention.normal)
        if company and company[1] in lexicon.national and company[1] not in named:
            yield mention, f"whole:{company[1]}", "name.branch"
        elif party_body(mention, lexicon) or (whole := whole_of(mention.normal, lexicon)) and whole not in named:
            yield mention, f"whole:@{mention.id}", "name.part"


@lru_cache(maxsize=4)
def _branch(root: str) -> re.Pattern[str]:
    """A branch's name: the head that the whole country knows, a place, and what branches are called."""
    words = load(root).words["suffixes"]
    return re.compile(f"({choice(words['branch_heads'])})[\u4e00-\u9fff]{{0,8}}?(?:{choice(words['branch_tails'])})")


def _units(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    wholes: Mapping[str, Mention] = {m.surface: m for m in reversed(mentions) if m.type == "ORG" and "organ" not in m.hint}
    for mention in mentions:
        if mention.type == "ORG" and "organ" not in mention.hint:
            whole = next((w for w in (mention.surface[:n] for n in range(len(mention.surface) - 1, 3, -1)) if w in wholes), "")
            if whole and not mention.surface[len(whole) :].startswith(("有限", "股份", "集团", "（")):
                yield mention, wholes[whole]


def _claim(
    article: Article,
    spans: Sequence[tuple[int, int]],
    predicate: str,
    subject: Term,
    object_: Term,
    rule: str,
    confidence: float,
    at: Mention,
) -> Claim:
    nth = bisect_right(spans, (at.span.start, len(article.text) + 1)) - 1
    start, end = spans[nth] if nth >= 0 and at.span.start < spans[nth][1] else (at.span.start, at.span.end)
    parts = (article.id, str(start), predicate, subject.value, object_.value)
    return Claim(f"{article.id}-c{digest(*parts, length=10)}", predicate, subject, object_, Span(article.id, start, end), rule, confidence)
