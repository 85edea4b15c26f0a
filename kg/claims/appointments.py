"""Decisions about posts: who is appointed, removed or said to hold one behind the name (任命陈立为局长，免去其副局长职务)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg.claims import posts
from kg.claims.skeleton import CODES, Skeleton
from kg.lexicon import Lexicon
from kg.model import Mention, Term
from kg.text.choice import choice

Act = Literal["holds", "appointed", "removed", "nominated", ""]
REMARK = "(?:（[^（）]{0,16}）)?"
LINK = "[、和及与]"
FORMS = "abcdefg"
JUST = re.compile(r"^(?:[、，；：:\s]|以及|同时)*$")  # between two decisions of one list
CLAUSE = re.compile("[，。；、：]")


@dataclass(frozen=True)
class Decided:
    """One post of one person as a decision names it; `act` says what became of it (never "nominated")."""

    person: Mention
    organ: Term
    title: str
    act: Act
    held: tuple[int, int]  # where the sentence's skeleton has the posts


@dataclass(frozen=True)
class _Words:
    """Compiled `acts`, `holding` and `candidates` of ontology/posts.yaml."""

    named: re.Pattern[str]
    acts: re.Pattern[str]
    heading: re.Pattern[str]
    act_of: Mapping[str, Act]


@lru_cache(maxsize=64)
def _words(lexicon: Lexicon) -> _Words:
    words = lexicon.words["posts"]
    act_of: dict[str, Act] = {verb: act for act, verbs in words["acts"].items() for verb in verbs}
    person, place, post = CODES["PER"] + REMARK, f"[{CODES['ORG']}{CODES['LOC']}]", CODES["POST"]
    people, one = f"{person}(?:{LINK}?{person})*", f"(?:中共)?{place}*{post}"
    held = f"{one}(?:(?:{LINK}|兼)?{one})*"
    verbs, leaving = choice([*words["holding"], *words["acts"]["appointed"]]), choice(words["acts"]["removed"])
    replaced = f"(?:(?:{choice(words['replacing'])}){person}(?:同志)?，?)?"  # 周文海接替陈立任局长 says nothing of 陈立 here
    forms = (
        f"(?P<held_a>{held})(?P<who_a>{people})(?:同志)?的?职务",  # 免去县教育局局长陈立的职务
        f"(?P<who_b>其|{people})(?:同志)?的?(?P<held_b>{held})(?:等)?(?:职务|一职)",
        f"(?P<who_c>{people})(?:同志)?(?:[因由][^，。；]{{0,12}}，?)?(?:请求|提出|申请)?(?P<leaving>{leaving})的?(?P<held_c>{held})",
        f"(?:{choice(words['serving'])})(?P<held_e>{held})的[^，。；{CODES['PER']}]{{0,8}}?(?P<who_e>{person})",  # 挂职县委常委的陈立
        f"(?P<who_d>其|(?<=，)并(?:决定|推选|选举)?(?=为)|{people})(?:同志)?{replaced}(?P<verb>{verbs})?(?P<held_d>{held})(?P<candidate>{choice(words['candidates'])})?",
        f"(?P<held_f>{held})(?:一职|职务)?由(?:{one})?(?P<who_f>{people})(?:同志)?(?P<verb_f>{verbs})",  # 组长由副县长陈立兼任
        # 陈立到白地村任第一书记
        f"(?P<who_g>{person})(?:同志)?[^。；：“{CODES['PER']}]{{0,24}}?(?:{choice(words['sent'])})(?P<at>{place}+)(?P<verb_g>{verbs})(?P<held_g>{post}(?:、{post})*)",
    )
    acts = choice(act_of)
    return _Words(re.compile("|".join(forms)), re.compile(acts), re.compile(f"^.{{0,6}}({acts})[：:]?$|({acts})名单$"), act_of)


def heading(text: str, lexicon: Lexicon) -> Act | None:
    """What a line that heads a list decides (决定任命：, 三、免去, 县人大常委会任免名单), or None for any other line."""
    found = _words(lexicon).heading.search(text)
    return _words(lexicon).act_of[found[1] or found[2]] if found else None


def decided(
    sentence: Skeleton, lexicon: Lexicon, seen: Mapping[str, Term], *, last: Mention | None = None, headed: Act = ""
) -> Iterator[Decided]:
    """Every decision of a sentence, and every post behind a name (陈立任县教育局局长); who is only nominated is left out.

    `last` is the person named last before the sentence, `headed` what the heading of the list decides.
    """
    words, act, end = _words(lexicon), headed, 0
    former: list[tuple[Term, str]] = []
    for match in words.named.finditer(sentence.text):
        act = _act(sentence.text[end : match.start()], act, words)
        own = _own(match, act, words)
        held = _span(match, "held")
        before = [slot.mention for slot in sentence.within((0, match.start()), ["ORG"])]
        at = match.span("at") if match["at"] else (0, 0)
        read = posts.held(sentence, held, lexicon, posts.later(seen, posts.kinds(before, lexicon)), former, at)
        former = [(organ, title) for organ, title, _ in read] or former
        for organ, title, rule in read if own != "nominated" else ():
            said = own or ("appointed" if lexicon.capacity(title) == "acting" else "")  # 决定陈立代理县长
            if said == "" or (match["verb"] == "为" and own == "holds" and rule != "post.chain"):  # 以陈立为组长 names no organ
                continue
            yield from (Decided(person, organ, title, said, held) for person in _people(sentence, match, last))
        act, end = act or own, match.end()


def _act(between: str, before: Act, words: _Words) -> Act:
    """What is decided behind some text: by its last verb, by the verb before a list that it goes on, else nothing.

    A nomination counts for its own clause only: 根据提名，决定任命陈立为….
    """
    verbs = list(words.acts.finditer(between))
    if not verbs:
        return before if JUST.match(between) else ""
    clause = between[max((m.end() for m in CLAUSE.finditer(between)), default=0) :]
    if any(words.act_of[m.group()] == "nominated" for m in words.acts.finditer(clause)):
        return "nominated"
    return words.act_of[verbs[-1].group()]


def _own(match: re.Match[str], act: Act, words: _Words) -> Act:
    """What one match decides where `act` is in force; "" when it has no verb of its own and takes no post away."""
    if match["candidate"]:
        return "nominated"
    if match["who_e"]:
        return act or "holds"
    if match["leaving"]:
        return "removed"
    if verb := match["verb"] or match["verb_f"] or match["verb_g"]:
        said = words.act_of.get(verb, "holds")
        return act if said == "holds" and act in ("appointed", "nominated") else said
    return act if act == "nominated" or (act == "removed" and not match["who_d"]) else ""


def _people(sentence: Skeleton, match: re.Match[str], last: Mention | None) -> Sequence[Mention]:
    """The people of a match; 其 is the person named last before it, as is whom a second decision does not name (并决定为代市长)."""
    span = _span(match, "who")
    own = sentence.text[span[0]] in "其并"
    named = [slot.mention for slot in sentence.within((0, match.start()) if own else span, ["PER"]) if slot.mention]
    return (named or ([last] if last else []))[-1:] if own else named


def _span(match: re.Match[str], name: str) -> tuple[int, int]:
    """Where a match has its people ("who") or its posts ("held"), whatever its form."""
    return next(match.span(f"{name}_{form}") for form in FORMS if match[f"{name}_{form}"])
