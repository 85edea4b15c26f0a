"""Who holds which post: reads chains of organs, posts and names from left to right (市委常委、组织部部长陈立，副部长周文海、吴秀兰)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.claims.skeleton import CODES, Skeleton, Slot
from kg.lexicon import Lexicon, Post, same_level
from kg.model import Mention, Term
from kg.text.choice import choice

WARDEN = re.compile(f"[{CODES['LOC']}][\u4e00-\u9fff]{{0,8}}{CODES['POST']}(?={CODES['PER']})")
BRACKETED = re.compile("[\u4e00-\u9fff]（[^（）]{1,8}）$")  # 东联农业（中国）|副总裁
BODY = re.compile(f"[\u4e00-\u9fff{CODES['LOC']}]+(?:会|社|院|校|所|局|部|办|委|中心|公司|集团|厂)$")
VILLAGES = ("村", "嘎查", "社区")
OFFICE = "政府"
REGION = "自治区"
LONGEST = 4  # characters of a word that only says which kind of body it is: 集团公司
ENDS = frozenset("。！？；")
DEPUTIES = frozenset(("秘书长", "副秘书长", "委员", "常委"))  # of the organ of whoever is named before them
LINKS = frozenset("、，和及与 \u3000兼")


@dataclass
class _Chain:
    """The state of reading: organs in force, posts waiting for a name, what came last, the last organisation of each kind, and the posts
    (organ, title) of the person named last. `body` is what a word before the posts stands for (院党组书记、院长: 院); `unknown`: they are of a body
    that no list knows."""

    seen: dict[str, Term]
    organs: list[Slot] = field(default_factory=list)
    posts: list[tuple[Term, str, str]] = field(default_factory=list)
    former: list[tuple[Term, str]] = field(default_factory=list)
    place: Slot | None = None
    last: str = ""
    body: Term | None = None
    unknown: bool = False


def holders(
    sentence: Skeleton, lexicon: Lexicon, seen: Mapping[str, Term], taken: Container[int] = ()
) -> Iterator[tuple[Slot, Term, str, str]]:
    """(person, organ as a term, title, rule) for every name that stands behind a post in a sentence.

    `seen` is the organisation of each subtype that the article named last: 总经理陈立 is of the company before him. Posts at the positions
    `taken` are somebody else's: 陈立当选主任 周文海当选县长.
    """
    if not any(slot.type == "PER" for slot in sentence.slots.values()):
        return
    chain, i, text, words = _Chain(dict(seen)), 0, sentence.text, _asides(lexicon)
    while i < len(text):
        slot = sentence.slots.get(i)
        if i in taken:
            chain = _Chain(chain.seen, former=chain.former)
        elif slot is None and text[i] == "（":
            i = _closing(text, i)
        elif chain.last == "POST，" and slot and slot.type == "LOC" and (warden := _warden(sentence, i, lexicon)):
            chain.last, i = "POST", warden - 1
        elif slot is None and text.startswith(OFFICE, i) and _heads_government(sentence.slots.get(i + len(OFFICE)), lexicon):
            i += len(OFFICE) - 1  # 县委副书记、政府|县长
        elif slot is None and chain.last == "POST，" and text[i - 1] == "、" and (aside := words.match(text, i)):
            chain.last, i = "POST", aside.end() - 1
        elif slot is None:
            chain = _plain(chain, text[i])
        elif slot.type == "PER":
            if chain.last == "POST，":
                chain.posts = []  # 任命陈立为市长，周文海为局长
            yield from ((slot, organ, title, rule) for organ, title, rule in chain.posts)
            title = sentence.slots.get(i + 1)
            if title and title.type == "POST" and not chain.posts and i + 2 not in sentence.slots and (organs := _called(sentence, chain, i, lexicon)):
                yield from ((slot, organ, title.text, "post.behind") for organ in organs)
                chain.former, chain.last, i = [(organ, title.text) for organ in organs], "PER", i + 2
                continue
            chain.former = [(organ, title) for organ, title, _ in chain.posts] or chain.former
            chain.last = "PER"
        else:
            if slot.type == "POST" and not chain.last.startswith("POST"):
                listed = chain.unknown and chain.last == "PER" and text[i - 1] == "、"
                chain.body, chain.unknown = _generic(text, i, chain, lexicon), listed or _unknown(text, i)
            chain = _read(chain, slot, lexicon)
        i += 1


def _called(sentence: Skeleton, chain: _Chain, i: int, lexicon: Lexicon) -> list[Term]:
    """The organs of a post that stands behind a name, as one speaks of somebody: 陈立|市长, 县教育局|陈立|局长、周文海|副局长, 合作社的|陈立|理事长, 陈立|校长."""
    title, before = sentence.slots[i + 1], sentence.text[i - 1 : i]
    if _heads_government(title, lexicon) and lexicon.capacity(title.text) != "acting":
        return [Term("implied", f"organ:government:{_post(title, lexicon).level}::{title.start}")]
    whose = sentence.slots.get(i - 2 if before == "的" else i - 1)
    if whose and whose.type == "ORG" and whose.mention:
        return [_of(whose.mention, title.text, lexicon)]
    if chain.last == "PER" and before == "、" and (organs := _deputy(chain, title.text)):
        return organs
    if title.text not in lexicon.words["posts"]["behind"]:
        return []
    head, kinds = lexicon.head(title.text), lexicon.words["posts"]["kinds"]
    return [organ for kind, organ in reversed(chain.seen.items()) if head in kinds.get(kind, ())][:1]


def _post(slot: Slot, lexicon: Lexicon) -> Post:
    return lexicon.posts.get(lexicon.head(slot.text), Post("", "", ""))


def _heads_government(slot: Slot | None, lexicon: Lexicon) -> bool:
    """Whether a post is one of a people's government that needs no organ before it: 市长, 副县长."""
    return slot is not None and slot.type == "POST" and _post(slot, lexicon).organ == "government"


def _warden(sentence: Skeleton, i: int, lexicon: Lexicon) -> int:
    """Where a post at a place ends that nobody has as an office (副区长、双花水库区级河长陈立), or 0."""
    found = WARDEN.match(sentence.text, i)
    return found.end() if found and sentence.slots[found.end() - 1].text.endswith(tuple(lexicon.words["posts"]["wardens"])) else 0


def _unknown(text: str, i: int) -> bool:
    """Whether the name of a body that no list knows stands right before a post (香港|工商总会|会长), not only what kind it is (集团公司董事长)."""
    name = BODY.search(text, max(0, i - 12), i)
    return BRACKETED.search(text, 0, i) is not None or (name is not None and (len(name.group()) > LONGEST or CODES["LOC"] in name.group()))


def _generic(text: str, i: int, chain: _Chain, lexicon: Lexicon) -> Term | None:
    """The organisation named last that a word right before a post stands for (院|党组书记, 公司|负责人), by the ends of its name; None without one."""
    words, found = lexicon.words["posts"]["generic"], _words_before(lexicon).search(text, max(0, i - LONGEST - 1), i)
    ends = words[found[1]] if found else ()
    return next((organ for kind, organ in reversed(chain.seen.items()) if kind in ends), None)


@lru_cache(maxsize=64)
def _words_before(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands for an organisation named before, behind a stop or at the beginning of a sentence."""
    return re.compile(f"(?:^|(?<=[，。；：、”“ 由]))({choice(lexicon.words['posts']['generic'])})$")


@lru_cache(maxsize=64)
def _asides(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands between a post of a person and the name and is no post that a claim is made of: a word that points (该案), or right before
    the name an occupation or the post in a unit that no list knows (政工室主任)."""
    words = lexicon.words["posts"]
    unit = f"[\u4e00-\u9fff]{{1,12}}{CODES['POST']}(?={CODES['PER']})"
    return re.compile(f"(?:{choice(words['asides'])})|[\u4e00-\u9fff]{{0,6}}(?:{choice(words['occupations'])})(?={CODES['PER']})|{unit}")


def held(
    sentence: Skeleton,
    span: tuple[int, int],
    lexicon: Lexicon,
    seen: Mapping[str, Term],
    former: Sequence[tuple[Term, str]] = (),
    at: tuple[int, int] = (0, 0),
) -> list[tuple[Term, str, str]]:
    """(organ, title, rule) of the posts in an interval without names; a deputy's organ may be that of the `former` posts (organ, title).

    `at` is where the organ or place of the posts stands that a verb parts from them (到白地村任第一书记).
    """
    chain = _Chain(dict(seen), former=list(former))
    for i in (*range(*at), *range(*span)):
        slot = sentence.slots.get(i)
        chain = _read(chain, slot, lexicon) if slot else _plain(chain, sentence.text[i]) if chain.posts else chain
    return chain.posts


def kinds(mentions: Iterable[Mention | None], lexicon: Lexicon) -> dict[str, Term]:
    """The last organisation of each kind among mentions in text order: of each class, and of each last word of `kinds` in ontology/posts.yaml."""
    found: dict[str, Term] = {}
    for mention in mentions:
        if mention and mention.type == "ORG":
            ends = [kind for kind in _endings(lexicon) if mention.normal.endswith(kind)]
            found = later(found, {kind: Term("mention", mention.id) for kind in (mention.hint.get("subtype", ""), *ends) if kind})
    return found


@lru_cache(maxsize=64)
def _endings(lexicon: Lexicon) -> tuple[str, ...]:
    """The ends of names by which posts or words before them tell an organisation."""
    posts, bodies = lexicon.words["posts"], lexicon.words["cues"]["bodies"]
    return tuple(dict.fromkeys([*posts["kinds"], *bodies.values(), *(end for ends in posts["generic"].values() for end in ends)]))


def later(seen: Mapping[str, Term], more: Mapping[str, Term]) -> dict[str, Term]:
    """What was seen, with what was seen after it at its end."""
    return {kind: organ for kind, organ in seen.items() if kind not in more} | dict(more)


def _plain(chain: _Chain, ch: str) -> _Chain:
    if ch == "》" and chain.last == "ORG":
        return chain  # 《人民日报》|副总编辑
    if ch not in LINKS:
        return _Chain(chain.seen, former=[] if ch in ENDS else chain.former)
    if ch == "，" and chain.last == "PER":
        chain.posts = []
    if ch in "，、" and chain.last == "POST":
        chain.last = "POST，"
    chain.last = chain.last if chain.last == "PER" else chain.last + ch if chain.last in ("ORG", "LOC") else chain.last
    return chain


def _read(chain: _Chain, slot: Slot, lexicon: Lexicon) -> _Chain:
    if slot.type in ("ORG", "POST", "LOC") and chain.last == "PER":
        chain.posts = []
    if slot.type == "ORG":
        chain.organs = [*chain.organs, slot] if chain.last.startswith("ORG") and chain.last[-1] != "与" else [slot]
        chain.last, chain.place, chain.body, chain.unknown = "ORG", None, None, False
        chain.seen = later(chain.seen, kinds([slot.mention], lexicon))
    elif slot.type == "LOC":
        chain.place, chain.last = slot, "LOC"
    elif slot.type == "POST":
        chain.posts += [
            (organ, _title(slot.text, organ), rule)
            for organ, rule in _organs(chain, slot, lexicon)
            if not (chain.unknown and rule == "post.kind")
        ]
        chain.last, chain.place = "POST", None
    else:
        return _Chain(chain.seen, former=chain.former)
    return chain


def _title(title: str, organ: Term) -> str:
    """A post as its organ calls it: the 党总支书记 of a village is the 书记 of its branch."""
    return (
        re.sub("^(?:党总支|党支部|总支|支部)(?=副?书记)", "", title)
        if organ.value.startswith(("organ:branch:", "organ:general_branch:"))
        else title
    )


def party_body(mention: Mention, lexicon: Lexicon) -> str:
    """The word for the Party's body inside an organisation that a mention ends with (党组 of 县水利局党组), or ""."""
    body = next((b for b in lexicon.words["posts"]["party_bodies"] if mention.normal.endswith(b)), "")
    village = mention.hint.get("subtype") == "VillageOrgan" and mention.normal.removesuffix(body).endswith(VILLAGES)
    own = village or mention.hint.get("organ", "").startswith("party") or mention.rule == "organ.corps"
    return "" if own else body


def _of(mention: Mention, title: str, lexicon: Lexicon) -> Term:
    """The organisation of a post behind a mention: of 局长 behind 县水利局党组书记 it is 县水利局."""
    inside = party_body(mention, lexicon) and not title.endswith(tuple(lexicon.words["posts"]["party_posts"]))
    return Term("implied", f"whole:@{mention.id}") if inside else Term("mention", mention.id)


def _organs(chain: _Chain, slot: Slot, lexicon: Lexicon) -> Iterator[tuple[Term, str]]:
    """The organs of a post: those right before it, the one it implies, those of the chain, or the last one of its kind."""
    post = _post(slot, lexicon)
    fitting = [kind for kind, heads in lexicon.words["posts"]["kinds"].items() if {post.head, slot.text} & set(heads)]
    known = next((organ for kind, organ in reversed(chain.seen.items()) if kind in fitting), None)
    region = chain.place.mention if chain.last == "LOC" and chain.place else None
    if region and region.normal.endswith(REGION) and post.head == "主席":  # 西藏自治区|主席
        yield Term("implied", f"organ:government:{REGION}:{region.id}:{slot.start}"), "post.implied"
    elif post.organ and chain.last != "ORG":
        yield Term("implied", f"organ:{post.organ}:{post.level}:{_place(chain, post, lexicon)}:{slot.start}"), "post.implied"
    elif organ := _village_organ(chain, slot, lexicon):
        yield organ, "post.implied"
    elif chain.organs and chain.last != "LOC":
        yield from ((_of(o.mention, slot.text, lexicon), "post.chain") for o in chain.organs if o.mention)
    elif chain.body and chain.last != "LOC":
        yield chain.body, "post.kind"
    elif chain.last in ("", "PER") and (organs := _deputy(chain, slot.text)):
        yield from ((organ, "post.deputy") for organ in organs)
    elif known and chain.last != "LOC":
        yield known, "post.kind"


def _village_organ(chain: _Chain, slot: Slot, lexicon: Lexicon) -> Term | None:
    """The organ of a village or community that a post right behind its name implies (天宝村第一书记, 双塔村主任), or None."""
    place = chain.place.mention if chain.last == "LOC" and chain.place else None
    if place is None or not place.normal.endswith(VILLAGES):
        return None
    organs = lexicon.words["posts"]["village_posts"]
    key = next((key for key, titles in organs.items() if slot.text in titles), "")
    return Term("implied", f"organ:{key}::{place.id}:{slot.start}") if key else None


def _place(chain: _Chain, post: Post, lexicon: Lexicon) -> str:
    """The place that is named for an implied organ: the mention right before the post, or the code of that in the name of the organ of the post
    before it (静宁县委常委、副县长); "" for none."""
    if chain.last == "LOC" and chain.place and chain.place.mention:
        return chain.place.mention.id
    codes = (o.mention.hint.get("code", "") for o in chain.organs if o.mention and chain.posts)
    return next((c for c in codes if c in lexicon.divisions and same_level(post.level, lexicon.divisions[c].word)), "")


def _deputy(chain: _Chain, title: str) -> list[Term]:
    """The organs of a post without one that goes with the post of the person before it: 市政协主席陈立主持，副主席周文海、秘书长吴秀兰出席."""
    return list(dict.fromkeys(organ for organ, former in chain.former if title in DEPUTIES or title == f"副{former.removeprefix('副')}"))


def _closing(text: str, i: int) -> int:
    end = text.find("）", i)
    return end if 0 < end - i <= 20 else i
