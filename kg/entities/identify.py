"""What each mention of an article means there: short forms by the article's home, pointers, later short names, one meeting of many words.

The result of one article depends on that article and its page alone, so that adding pages never changes it; joining is by key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from kg.entities import places, policies
from kg.entities.units import Settled, Units
from kg.gazetteer import VILLAGES, Unit, town_name, unit, villages
from kg.lexicon import LEVEL_WORDS, Division, Lexicon, Organ, level_word, same_level
from kg.memo import NOTHING, Memo
from kg.model import Article, Claim, Mention, Reading, Term, digest
from kg.text import dates
from kg.text.segment import frequency
from kg.text.sentences import around
from kg.text.sessions import congress
from kg.text.width import fold
from kg.wholes import whole_of

DIVISIONS, FORMER, ORGANS = "gazetteers/divisions.tsv", "gazetteers/divisions_former.tsv", "organs.yaml"
NATIONAL = "100000"
TRIBUNAL = re.compile("[\u4e00-\u9fff]{2,4}(?<!人民)(?<!巡回)(?<!审判)法庭")  # 马头法庭 of a court's name
SPOKEN = re.compile("(?:介绍|说|表示|告诉|坦言)")
BOARD = re.compile("(?<!高新区)(?<!经开区)(?<!开发区)(?<!自贸片区)(?<!自贸区)管委会$")  # a short name of a zone stays short
ZONE = re.compile("(?!党工委)(.+?)(?:党工委|工委|管委会|管理委员会)")
CHAINED = re.compile("[\u4e00-\u9fff]{2,6}、")
MARKS = {"reporter": "记者", "other": "群众"}
WHY = {"reporter": "a reporter", "other": "an occupation and no office"}
CAMPUS = re.compile("（[^（）]{2,8}）")


@dataclass(frozen=True, slots=True)
class Identity:
    """One mention (or implied term) with the key of the entity it means, the entity's name, and the reason.

    `anchor` is the place that tells namesakes apart. Of a person, `role` is what it does in this article ("reporter", "post" with an
    office in a known place, "other" with an occupation only, or ""), `county` the code of the county of its office or, without one, of
    the county that the article is about, and `day` the article's date, as far as known.
    """

    key: str
    type: str
    name: str
    reason: str
    article: str
    surface: str = ""
    mention: str = ""
    term: str = ""
    subtype: str = ""
    aliases: tuple[str, ...] = ()
    code: str = ""
    gazetteer: str = ""
    anchor: str = ""
    role: str = ""
    county: str = ""
    day: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def identify(reading: Reading, lexicon: Lexicon, memo: Memo = NOTHING) -> list[Identity]:
    """The identities of all mentions and implied terms of a page's articles, and of the gazetteer's entities behind them."""
    found: list[Identity] = []
    for article in reading.articles:
        mentions = [m for m in reading.mentions if m.span.article == article.id]
        claims = [c for c in reading.claims if c.evidence.article == article.id]
        given = (article, reading.page.locality, mentions, claims, reading.page.newspaper)
        found += memo.recall("identify", given, list[Identity], partial(_identified, *given, lexicon))
    return found


def _identified(
    article: Article, home: str, mentions: Sequence[Mention], claims: Sequence[Claim], newspaper: str, lexicon: Lexicon
) -> list[Identity]:
    return list(_Reader(article, home, mentions, claims, lexicon, newspaper).run())


class _Reader:
    """Resolves one article, places first, since organs and people depend on them."""

    def __init__(
        self, article: Article, home: str, mentions: Sequence[Mention], claims: Sequence[Claim], lexicon: Lexicon, newspaper: str = ""
    ) -> None:
        self.newspaper = newspaper
        article = replace(article, text=fold(article.text))
        self.article, self.home, self.mentions, self.claims, self.lexicon = article, home, mentions, claims, lexicon
        self.about = article.locality or home
        self.map = places.Map(article, home, mentions, lexicon)
        self.units = Units(article, home, mentions, lexicon)
        self.found: dict[str, Identity] = {}
        self.organs_of = self.posts()
        self.reporters = {m.normal for m in mentions if m.hint.get("role") == "reporter"}
        self.anchors: dict[str, str] = {}
        self.ends = {m.span.end: m for m in mentions if m.type == "ORG"}
        posts = lexicon.words["posts"]
        self.trades = tuple(word for word in posts["named"] if word not in posts["groups"])

    def run(self) -> list[Identity]:
        by_type: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            by_type.setdefault(mention.type, []).append(mention)
        for mention in by_type.get("LOC", []):
            self.found[mention.id] = self.place(mention)
        named = [mention for mention in by_type.get("ORG", []) if "body" not in mention.hint]
        for mention in named:
            self.found[mention.id] = self.organisation(mention)
        self.same_organisations(named)
        for mention in by_type.get("ORG", []):
            if "body" in mention.hint:
                self.found[mention.id] = self.pointed(mention)
        for mention in by_type.get("PER", []):
            self.found[mention.id] = self.person(mention)
        self.short_names(by_type.get("PER", []))
        for identity in policies.identify(by_type.get("POL", []), self.anchor(), self.issuers, self.lexicon):
            self.found[identity[0].id] = self.policy(*identity)
        self.former_names()
        self.meetings(by_type.get("EVT", []))
        implied = list(self.implied())
        return [*self.found.values(), *implied, *self.background([*self.found.values(), *implied])]

    def anchor(self, code: str = "") -> str:
        """The name of the prefecture (or province) that tells namesakes apart."""
        return prefecture_name(code or self.home or self.about, self.lexicon)

    def identity(self, mention: Mention, key: str, name: str, reason: str, **more: object) -> Identity:
        return Identity(key, mention.type, name, reason, self.article.id, mention.normal, mention.id, **more)  # type: ignore[arg-type]

    # ---- places

    def place(self, mention: Mention) -> Identity:
        if "deictic" in mention.hint:
            division = self.speaker(mention) or self.map.level(mention.hint["level"], mention.span.start)
            if isinstance(division, Division):
                return replace(
                    self.division(mention, division),
                    surface="",
                    reason=f"deictic: {mention.surface} in an article about {self.name(self.about)}",
                )
            if division:
                return replace(
                    self.local(mention, division), surface="", reason=f"deictic: {mention.surface} is the {division} named before it"
                )
            return self.identity(
                mention, self.own_key("place", mention.surface), mention.surface, "deictic: no place of that level is known"
            )
        if "rest" in mention.hint and (home := self.map.level(mention.hint["level"], mention.span.start)):
            name = home.name if isinstance(home, Division) else home
            return self.local(mention, f"{name}{mention.hint['rest']}")
        code = mention.hint.get("code", "")
        longer = self.map.longer(mention.normal, code)
        if longer:
            return replace(
                self.place(longer), mention=mention.id, surface=mention.normal, reason=f"short form: {mention.normal} of {longer.normal}"
            )
        if code and not self.stranger(mention, code):
            return self.division(mention, self.lexicon.divisions[code])
        return self.local(mention, mention.hint.get("full") or mention.normal)

    def speaker(self, mention: Mention) -> Division | None:
        """The place of the organ whose officer speaks of 全市 in the sentence: 开原市委书记陈立介绍，全市…."""
        text, at = self.article.text, mention.span.start
        start = max(text.rfind(stop, 0, at) for stop in "。！？\n") + 1
        said = [m for m in self.mentions if m.type == "ORG" and start <= m.span.start < at and m.hint.get("code") in self.lexicon.divisions]
        if not mention.surface.startswith("全") or not said or not SPOKEN.search(text, said[-1].span.end, at):
            return None
        division = self.lexicon.divisions[said[-1].hint["code"]]
        return division if same_level(mention.hint["level"], division.word) else None

    def stranger(self, mention: Mention, code: str) -> bool:
        """Whether a short name is that of a county in a province which neither the home nor the article has (罗山 of Henan in a paper of
        Ningxia): then it is more likely a place nearby that no gazetteer knows."""
        ladder = self.lexicon.ladder(code)
        if not ladder or ladder[0].level != "county" or mention.normal == ladder[0].name or not self.home:
            return False
        known = {d.code for d in (*self.lexicon.ladder(self.home), *self.lexicon.ladder(self.about)) if d.level != "country"}
        said = {m.hint.get("code", "") for m in self.mentions if m.id != mention.id and m.normal != mention.normal}
        return not {d.code for d in ladder if d.level != "country"} & (known | said)

    def division(self, mention: Mention, division: Division) -> Identity:
        known = known_division(division, f"gazetteer: {division.name} {division.code}", self.article.id)
        return replace(known, surface=mention.normal, mention=mention.id)

    def local(self, mention: Mention, name: str) -> Identity:
        """A town or village; one that no gazetteer knows is told apart by its county where the article says it, else by its prefecture."""
        subtype = mention.hint.get("subtype", "") or ("AdministrativeArea" if level_word(name) else "")
        settled = self.units.find(name, mention.span.start) if subtype in ("AdministrativeArea", "Village") else None
        if settled and len(settled.units) == 1:
            known = known_unit(settled.units[0], f"gazetteer: {name} {settled.units[0].code}, {settled.why}", self.article.id, self.lexicon)
            return replace(known, surface=mention.normal, mention=mention.id)
        if settled:
            return self.doubtful(mention, name, subtype, settled)
        if subtype in ("Water", "Region", "") or re.search("\\d", name):
            return self.identity(mention, f"place/{name}", name, "name", subtype=subtype)
        anchor = self.local_anchor(name)
        return self.identity(
            mention, f"place/{name}{'-' + anchor if anchor else ''}", name, f"name in {anchor}", subtype=subtype, anchor=anchor
        )

    def doubtful(self, mention: Mention, name: str, subtype: str, settled: Settled) -> Identity:
        """A name that several units bear with nothing in the article to tell which: kept apart, with the codes it may have."""
        codes = [u.code for u in settled.units]
        reason = f"doubtful: {name} may be {' or '.join(f'{u.code} ({self.name(u.county)})' for u in settled.units)}"
        key = self.own_key("place", name)
        return self.identity(mention, key, name, reason, subtype=subtype, anchor=self.anchor(), facts={"candidates": " ".join(codes)})

    def name(self, code: str) -> str:
        division = self.lexicon.divisions.get(code)
        return division.name if division else "an unknown place"

    # ---- organisations

    def organisation(self, mention: Mention) -> Identity:
        hint = mention.hint
        if "official" in hint:
            return self.identity(
                mention,
                f"org/{hint['official']}",
                hint["official"],
                "organ of the whole country",
                subtype=hint.get("subtype", ""),
                gazetteer=ORGANS,
            )
        if "organ" in hint:
            bare = mention.rule == "organ.bare" and hint["organ"] == "party_work_committee"
            return (self.beside(mention, "党工委") if bare else None) or self.organ(mention, self.lexicon.organs[hint["organ"]])
        if "rest" in hint:
            place = self.map.level(hint["level"], mention.span.start)
            if place:
                return self.at_place(mention, place, f"{place.name if isinstance(place, Division) else place}{hint['rest']}", "")
        return self.station(mention) or self.zone(mention) or self.led(mention) or self.named(mention)

    def zone(self, mention: Mention) -> Identity | None:
        """The committee of a zone: of the one whose Party body or committee was named last, when it says 管委会 alone."""
        if "zone" not in mention.hint:
            return None
        return self.beside(mention, "管委会")

    def beside(self, mention: Mention, body: str) -> Identity | None:
        """A body of the zone whose Party body or committee was named last, unless a street or its body was named since."""
        named = [m for m in self.ends.values() if m.span.end <= mention.span.start and (ZONE.fullmatch(m.normal) or "街道" in m.normal)]
        zone = ZONE.fullmatch(named[-1].normal) if named and "街道" not in named[-1].normal else None
        if zone is None:
            return None
        hint = named[-1].hint
        place = self.map.level(hint["level"], mention.span.start) if "rest" in hint else None
        if place:
            return self.at_place(mention, place, f"{place.name if isinstance(place, Division) else place}{zone[1]}{body}", "")
        return self.named(replace(mention, normal=f"{zone[1]}{body}"))

    def led(self, mention: Mention) -> Identity | None:
        """An organ that no template knows behind a place's short name (东乌旗|口岸管理办公室) or a level word (县|鹿业协会)."""
        name = mention.normal
        if mention.rule == "organ.unlisted" and name.endswith(tuple(self.lexicon.words["organs"]["office_ends"])):
            place = next((name[:i] for i in range(min(8, len(name) - 2), 1, -1) if name[:i] in self.lexicon.place_names), "")
            code = self.lexicon.locate(place, self.home, self.article.published) if place and place not in self.lexicon.full_names else ""
            if code and self.lexicon.prefecture(code) == self.lexicon.prefecture(self.home):
                division = self.lexicon.divisions[code]
                return self.at_place(mention, division, division.name + name[len(place) :], "")
        level = next((w for w in LEVEL_WORDS if w != "国" and name.startswith(w)), "")
        ends = name.endswith(tuple(self.lexicon.words["suffixes"]["level_suffixes"]))
        led = ends or mention.rule.startswith("name.") or frequency(name[len(level) : len(level) + 2]) > 0
        if led and mention.rule.startswith(("name.", "org.")) and level and frequency(name[: len(level) + 1]) == 0:
            found = self.map.level(level, mention.span.start)
            if found:
                return self.at_place(mention, found, f"{found.name if isinstance(found, Division) else found}{name[len(level) :]}", "")
        return None

    def pointed(self, mention: Mention) -> Identity:
        """The body that 该院 or 该公司 points to."""
        body = self.found[f"{self.article.id}-{mention.hint['body']}"]
        return replace(body, mention=mention.id, surface="", reason=f"deictic: {mention.surface} is the {body.name} named before it")

    def station(self, mention: Mention) -> Identity | None:
        """A police station named with its branch: of the public security bureau of the home (平城分局向阳里派出所)."""
        home = self.lexicon.divisions.get(self.lexicon.prefecture(self.home)) if mention.rule == "org.station" and self.home else None
        return self.at_place(mention, home, f"{home.name}公安局{mention.normal}", "") if home else None

    def named(self, mention: Mention) -> Identity:
        name, anchor = party_name(mention.normal, self.lexicon), "" if self.rooted(mention.normal) else self.anchor()
        name = BOARD.sub("管理委员会", name)
        return self.identity(
            mention,
            f"org/{name}{'-' + anchor if anchor else ''}",
            name,
            f"name in {anchor}" if anchor else "name",
            subtype=mention.hint.get("subtype", ""),
            anchor=anchor,
        )

    def rooted(self, name: str) -> bool:
        """Whether a name begins with a place that tells it apart: a full name, or the short one of a wider place or of the home's province."""
        if name.startswith(("中国", "全国", "国家")):
            return True
        place = next((n for n in (name[:i] for i in range(min(12, len(name)), 1, -1)) if n in self.lexicon.place_names), "")
        code = self.lexicon.locate(place, self.home, self.article.published) if place else ""
        if not code or place in self.lexicon.full_names:
            return bool(code)
        province = {d.code for d in self.lexicon.ladder(self.home)[-1:]}
        return self.lexicon.divisions[code].level != "county" or self.lexicon.ladder(code)[-1].code in province

    def organ(self, mention: Mention, organ: Organ) -> Identity:
        hint = mention.hint
        place: Division | str | None
        if hint.get("code"):
            place = self.lexicon.divisions[hint["code"]]
        elif hint.get("place"):
            place = hint["place"]
        elif hint.get("level"):
            place = self.coordinated(mention) or self.map.level(hint["level"], mention.span.start)
        else:
            place = self.before(mention) or self.lexicon.divisions.get(self.about)
        if place is None:
            return self.named(mention)
        official = (
            party_name(official_name(organ, place, hint.get("unit", "")), self.lexicon) if hint.get("unit") else official_name(organ, place)
        )
        unit = hint.get("unit", "")
        if mention.surface.removesuffix(unit).endswith("厅"):  # the provincial form of a department's name: 省住建厅
            official = re.sub("局$", "厅", official.removesuffix(unit)) + unit
        identity = self.at_place(mention, place, official, organ.key)
        why = f"{mention.surface} in an article about {self.name(self.about)}" if "place" not in hint else mention.surface
        return replace(identity, reason=f"organ {organ.key}: {why}")

    def before(self, mention: Mention) -> Division | None:
        """The place of the organ that a person's posts begin with, for one without a place among them: 离石区委常委、政法委书记陈立."""
        organ = max((m for m in self.ends.values() if m.span.end <= mention.span.start), key=lambda m: m.span.end, default=None)
        if organ is None or organ.id not in self.found or not CHAINED.fullmatch(self.article.text, organ.span.end, mention.span.start):
            return None
        return self.lexicon.divisions.get(self.found[organ.id].facts.get("place", ""))

    def coordinated(self, mention: Mention) -> Division | None:
        """The place of the organ right before in a row of organs: 嫩江市委、市政府."""
        before = self.ends.get(mention.span.start - 1) or self.ends.get(mention.span.start)
        if before is None or before.hint.get("level") != mention.hint["level"] or before.id not in self.found:
            return None
        gap = self.article.text[before.span.end : mention.span.start]
        return self.lexicon.divisions.get(self.found[before.id].facts.get("place", "")) if gap in ("", "、", "和") else None

    def at_place(self, mention: Mention, place: Division | str, official: str, organ: str) -> Identity:
        name = place.name if isinstance(place, Division) else place
        anchor = self.organ_anchor(place, mention.span.start)
        level = mention.hint.get("level", "")
        whole = "place" in mention.hint or not mention.surface.startswith(level) or self.rooted(mention.normal)
        said = set() if whole else {name + mention.surface.removeprefix(level)}
        known = self.lexicon.organs.get(organ)
        formal = {a.replace("{P}", name) + mention.hint.get("unit", "") for a in (known.aliases if known else ())} | (
            {f"中共{a}" for a in said if organ.startswith("party")} if organ.startswith("party") else set()
        )
        facts = (
            {"organ": organ, "place": place.code if isinstance(place, Division) else self.place_key(place, mention.span.start)}
            if organ
            else {}
        )
        if "unit" in mention.hint:  # a special committee is the congress's, not its standing committee's
            facts = {"unit_of": "" if official.endswith("委员会") and organ == "congress_committee" else organ, "place": facts["place"]}
        return self.identity(
            mention,
            f"org/{official}{'-' + anchor if anchor else ''}",
            official,
            f"institution of {name}",
            subtype=mention.hint.get("subtype", ""),
            aliases=tuple(sorted(said | formal)),
            gazetteer=ORGANS if organ else "",
            anchor=anchor,
            facts=facts,
        )

    def organ_anchor(self, place: Division | str, at: int) -> str:
        if isinstance(place, Division):
            return self.anchor(place.code) if self.lexicon.ambiguous(place.name) else ""
        settled = self.units.find(place, at)
        if settled and len(settled.units) == 1:  # as its place is told apart, so that each organ has one key
            return unit_key(settled.units[0], self.lexicon).removeprefix(f"place/{place}-")
        return self.local_anchor(place)

    def local_anchor(self, name: str) -> str:
        """What tells a local place apart that no gazetteer knows: its county where the article says it, else the prefecture."""
        county = self.map.county(name)
        return county.name if county else self.anchor()

    def place_key(self, name: str, at: int) -> str:
        """The key of the town or village of a name at an offset, as `local` gives it."""
        settled = self.units.find(name, at)
        if settled:
            return unit_key(settled.units[0], self.lexicon) if len(settled.units) == 1 else self.own_key("place", name)
        anchor = self.local_anchor(name)
        return f"place/{name}{'-' + anchor if anchor else ''}"

    def own_key(self, kind: str, name: str) -> str:
        """The key of what only this article can tell apart: the same in every reprint of it in a paper of one place."""
        return f"{kind}/{name}-{digest(''.join(self.article.text.split()), self.home)}"

    def same_organisations(self, mentions: Sequence[Mention]) -> None:
        """A short form that begins a longer name of the article, but for its legal form, or ends one behind places, means the longer one."""
        own = [m for m in mentions if "organ" not in m.hint and "official" not in m.hint]
        for mention in own:
            longer = {o.normal for o in own if o.normal.startswith(mention.normal) and self.legal(o.normal[len(mention.normal) :])}
            if not longer:
                longer = {o.normal for o in own if self.placed(o.normal, mention.normal)}
            if not longer and len(mention.normal) >= 4:
                longer = {
                    o.normal
                    for o in own
                    if o.normal != mention.normal
                    and mention.hint.get("subtype") == o.hint.get("subtype") == "Company"
                    and mention.normal in o.normal
                }
            if len(longer) == 1:
                whole = next(self.found[o.id] for o in own if o.normal in longer)
                self.found[mention.id] = replace(
                    whole, mention=mention.id, surface=mention.normal, reason=f"short form: {mention.normal} of {whole.name}"
                )

    def placed(self, name: str, end: str) -> bool:
        """Whether a name is a row of places and another name: 吴忠市利通区 and 第十八小学."""
        head = name.removesuffix(end)
        while head and head != name:
            place = next((head[:n] for n in range(len(head), 1, -1) if head[:n] in self.lexicon.place_names), head)
            if place not in self.lexicon.place_names:
                return False
            head = head[len(place) :]
        return head == "" and name != end

    def legal(self, rest: str) -> bool:
        """Whether what a longer name adds is only a legal form or a campus in brackets."""
        return rest in self.lexicon.words["cues"]["legal_forms"] or bool(CAMPUS.fullmatch(rest))

    # ---- people

    def person(self, mention: Mention) -> Identity:
        """Name and anchor, the county of the office or of the article, and a mark for who is no office holder: all of one article."""
        if mention.normal in self.lexicon.words["posts"]["leaders"]:
            return self.identity(mention, f"person/{mention.normal}", mention.normal, "a leader of the country", day=self.article.published)
        organs = self.organs_of.get(mention.normal, ())
        if mention.normal not in self.anchors:
            self.anchors[mention.normal] = self.person_anchor(organs)
        anchor = self.anchors[mention.normal]
        offices = sorted((set(self.post_places(organs)) & self.lexicon.divisions.keys()) - {NATIONAL})
        role = self.role(mention, organs, offices)
        county = self.office_county(offices) if anchor and role != "reporter" else None
        parts = (mention.normal, anchor, county.name if county else "", MARKS.get(role, ""))
        where = f"{anchor}{county.name if county else ''}"
        return self.identity(
            mention,
            f"person/{'-'.join(filter(None, parts))}",
            mention.normal,
            "; ".join(filter(None, (f"name in {where}" if where else "name", WHY.get(role, "")))),
            anchor=anchor,
            role=role,
            county=county.code if county else "",
            day=self.article.published,
        )

    def role(self, mention: Mention, organs: Sequence[Term], offices: Sequence[str]) -> str:
        """What a person does in this article, as `Identity.role` has it; a reporter without a post is one wherever the article names it."""
        if mention.hint.get("role") == "reporter" or (mention.normal in self.reporters and not organs):
            return "reporter"
        if organs:
            return "post" if offices else ""
        return self.trade(mention.normal)

    def office_county(self, offices: Sequence[str]) -> Division | None:
        """The county of a person's offices, none of offices in the whole prefecture; without an office the county the article is about."""
        codes = offices or (self.about,)
        return next((d for d in map(self.lexicon.divisions.get, codes) if d and d.level == "county"), None)

    def trade(self, name: str) -> str:
        """ "other" when an occupation stands before a name that has no post in this article (村民陈立), else ""."""
        starts = (m.span.start for m in self.mentions if m.type == "PER" and m.normal == name)
        return "other" if any(self.article.text.endswith(self.trades, 0, start) for start in starts) else ""

    def posts(self) -> dict[str, tuple[Term, ...]]:
        """The organs in which the claims of the article give a person of a name a post, or take one."""
        names = {m.id: m.normal for m in self.mentions if m.type == "PER"}
        found: dict[str, dict[Term, None]] = {}
        for claim in self.claims:
            if claim.predicate in ("holds_post", "left_post") and claim.subject.value in names:
                found.setdefault(names[claim.subject.value], {})[claim.object] = None
        return {name: tuple(organs) for name, organs in found.items()}

    def person_anchor(self, organs: Sequence[Term]) -> str:
        """The prefecture or province of a person's posts, the widest first; nobody's for national posts alone; else the page's own."""
        seen = [code for code in self.post_places(organs) if code != NATIONAL]
        provinces = [c for c in seen if c in self.lexicon.divisions and self.lexicon.divisions[c].level == "province"]
        code = provinces[0] if provinces else next((c for c in seen if c in self.lexicon.divisions), "")
        return self.anchor(code) if seen or not organs else ""

    def post_places(self, organs: Sequence[Term]) -> list[str]:
        """The codes of the places of some organs, "" for those without, and NATIONAL for those of the whole country."""
        seen: list[str] = []
        for organ in organs:
            if organ.kind == "mention" and organ.value in self.found:
                place = self.found[organ.value].facts.get("place", "")
                seen.append(place or (NATIONAL if self.found[organ.value].gazetteer == ORGANS else ""))
            elif organ.value.startswith("whole:@"):
                seen += self.post_places([Term("mention", organ.value.removeprefix("whole:@"))])
            elif organ.kind == "implied":
                implied = self.implied_place(organ.value)
                seen.append(implied.code if isinstance(implied, Division) else "")
        return seen

    def short_names(self, mentions: Sequence[Mention]) -> None:
        """阿依古丽 after 阿依古丽·木合塔尔 is the same person, and 德成 in an article about 刘德成."""
        full = {m.normal: m for m in mentions if len(m.normal) > 2}
        for mention in mentions:
            longer = [m for name, m in full.items() if mention.normal in (re.split("[·•・]", name)[0], name[1:]) and name != mention.normal]
            if len(longer) == 1:
                whole = self.found[longer[0].id]
                self.found[mention.id] = replace(
                    whole, mention=mention.id, surface=mention.normal, reason=f"short form: {mention.normal} of {whole.name}"
                )

    # ---- policies, former names, meetings

    def policy(self, mention: Mention, name: str, anchor: str, reason: str) -> Identity:
        facts = {**policies.facts(name, self.lexicon), **({"scope": mention.hint["scope"]} if mention.hint.get("scope") else {})}
        subtype = mention.hint.get("subtype", "")
        called = (mention.hint["called"],) if "called" in mention.hint else ()
        return self.identity(
            mention,
            f"policy/{name}{'-' + anchor if anchor else ''}",
            name,
            reason,
            subtype=subtype,
            anchor=anchor,
            aliases=called,
            facts=facts,
        )

    @cached_property
    def issuers(self) -> dict[str, str]:
        """The titles whose issuer the article tells, with the place that the issuer is of: its prefecture or province, "" for the country.

        What organs of several places issue together belongs to the paper's own place, and is not here.
        """
        titles = {m.id: m.normal for m in self.mentions if m.type == "POL"}
        found: dict[str, set[str]] = {}
        for claim in self.claims:
            issuer = self.found.get(claim.subject.value)
            if claim.predicate == "issued" and issuer and claim.object.value in titles:
                code = issuer.code or issuer.facts.get("place", "")
                national = issuer.gazetteer == ORGANS and not code
                if national or code[:6] in self.lexicon.divisions:
                    found.setdefault(titles[claim.object.value], set()).add("" if national else self.anchor(code[:6]))
        return {title: "" if "" in places else min(places) for title, places in found.items() if "" in places or len(places) == 1}

    def former_names(self) -> None:
        for claim in self.claims:
            if claim.predicate == "formerly" and claim.fact and claim.subject.value in self.found:
                new = self.found[claim.subject.value]
                for mention in self.mentions:
                    if mention.normal == claim.object.value and mention.id in self.found:
                        self.found[mention.id] = replace(
                            new, mention=mention.id, surface=mention.normal, reason=f"former name: {mention.normal} of {new.name}"
                        )

    def meetings(self, mentions: Sequence[Mention]) -> None:
        """The meetings of an article: names that contain each other, or share the last word with a headline's, are one."""
        groups: list[list[Mention]] = []
        titles = [p for p in self.article.parts if p.role in ("title", "subtitle", "strap")]
        for mention in sorted(mentions, key=lambda m: (-len(m.normal), m.span)):
            in_title = any(p.start <= mention.span.start < p.end for p in titles)
            group = next(
                (g for g in groups if any(mention.normal in o.normal or (in_title and o.normal[-3:] == mention.normal[-3:]) for o in g)),
                None,
            )
            if group is None:
                groups.append([mention])
            else:
                group.append(mention)
        for group in groups:
            self.meeting(group)

    def meeting(self, group: Sequence[Mention]) -> None:
        ids = {m.id for m in group}
        claims = [c for c in self.claims if c.subject.value in ids or c.object.value in ids]
        hosts = {c.subject.value for c in claims if c.predicate == "convened"}
        organs = [self.found[m.id] for m in sorted(self.mentions, key=lambda m: m.span) if m.id in hosts & self.found.keys()]
        days = [c.when for c in claims if re.fullmatch("\\d{4}-\\d\\d-\\d\\d", c.when)]  # the first day that is said of it, in text order
        days = days or [day for m in sorted(group, key=lambda m: m.span) for day in self.days_beside(m)]
        body = next((c.qualifiers["body"] for c in claims if c.qualifiers.get("body")), "")
        label = self.meeting_name(group[0], organs, body)
        bare = group[0].rule == "event.bare" and label == group[0].normal  # 座谈会 of any host: only its article tells it apart
        key = f"event/{label}-{days[0]}" if days and not bare else self.own_key("event", label)
        for mention in group:
            facts = {"startDate": days[0]} if days else {}
            self.found[mention.id] = self.identity(mention, key, label, "one meeting of this article", subtype="Meeting", facts=facts)

    def days_beside(self, mention: Mention) -> list[str]:
        """The days that the sentence of a mention says."""
        start, end = around(self.article, mention.span.start) or (0, 0)
        found = dates.find(self.article.text[start:end], published=self.article.published)
        return [d.value for d in found if d.kind == "day" and d.value]

    def meeting_name(self, mention: Mention, organs: Sequence[Identity], body: str = "") -> str:
        """A meeting's name with its host's: 常委会会议 convened by 市委, 市委常委会会议, and 会议 of the body 常委会, are all 吕梁市委常委会会议."""
        inner = next(
            (m for m in self.mentions if m.type == "ORG" and m.span.start == mention.span.start and m.span.end < mention.span.end), None
        )
        rest = mention.normal[len(inner.surface) :] if inner else mention.normal
        hosts = [self.found[inner.id]] if inner and inner.id in self.found else list(organs)
        if not hosts or congress(mention.normal):
            return mention.normal
        named = (a for a in hosts[0].aliases if hosts[0].type == "ORG" and not a.startswith("中共"))
        host = min(named, key=lambda a: (len(a), a), default=hosts[0].name)
        return rest if rest.startswith(host) else host + (body if mention.rule == "event.bare" else "") + rest

    # ---- what no words name

    def implied(self) -> Iterator[Identity]:
        seen: set[str] = set()
        for claim in self.claims:
            for term in (claim.subject, claim.object):
                if term.kind == "implied" and term.value not in seen:
                    seen.add(term.value)
                    identity = self.implied_identity(term.value)
                    if identity:
                        yield identity

    def implied_place(self, value: str) -> Division | str | None:
        _, _, level, mention, at = value.split(":")
        if mention in self.lexicon.divisions:
            return self.lexicon.divisions[mention]
        if mention in self.found:
            place = self.found[mention]
            return self.lexicon.divisions.get(place.code) or place.name
        return self.map.level(level, int(at)) if level else self.seat_before(int(at)) or self.lexicon.divisions.get(self.about)

    def seat_before(self, at: int) -> Division | None:
        """The place of the organ that the posts at an offset begin with (新密市委常委、宣传部长陈立), or None."""
        organ = max((m for m in self.ends.values() if m.span.end <= at), key=lambda m: m.span.end, default=None)
        if organ is None or organ.id not in self.found or not self.map.posts_between(organ.span.end, at):
            return None
        return self.lexicon.divisions.get(self.found[organ.id].facts.get("place", ""))

    def implied_identity(self, value: str) -> Identity | None:
        if value == "place:home":
            division = self.lexicon.divisions.get(self.about)
            if division is None:
                return None
            return replace(known_division(division, "the article's home", self.article.id), term=value)
        if value.startswith("place:@"):
            return self.seat(value)
        if (division := self.lexicon.divisions.get(value.removeprefix("place:"))) is not None:
            return replace(known_division(division, "abbreviated where somebody comes to it", self.article.id), term=value)
        if value.startswith("whole:"):
            return self.whole(value)
        if value.startswith("policy:"):
            return self.titled(value)
        if value.startswith("outlet:"):
            name = value.partition(":")[2] or self.newspaper
            return self.body(value, name, "the outlet of a byline", "MediaOrganization") if name else None
        place = self.implied_place(value)
        return self.implied_organ(value.split(":")[1], place, value) if place else None

    def seat(self, value: str) -> Identity | None:
        """The place that the organ of a mention governs (place:@ID), or the organ itself, if the place is known by no other words."""
        organ = self.found.get(value.removeprefix("place:@"))
        place = organ.facts.get("place", "") if organ else ""
        if place in self.lexicon.divisions:
            return replace(known_division(self.lexicon.divisions[place], "governed by an organ", self.article.id), term=value)
        known = next((i for i in self.found.values() if i.key == place), organ)
        return replace(known, mention="", surface="", term=value) if known else None

    def implied_organ(self, key: str, place: Division | str, value: str) -> Identity:
        """The organ of a template at a place, as the term `value` implies it."""
        organ, at = self.lexicon.organs[key], int(value.rsplit(":", 1)[1]) if value.startswith("organ:") else 0
        official, anchor = official_name(organ, place), self.organ_anchor(place, at)
        where = place.code if isinstance(place, Division) else self.place_key(place, at)
        return Identity(
            f"org/{official}{'-' + anchor if anchor else ''}",
            "ORG",
            official,
            f"organ {organ.key}: implied by a {'post' if value.startswith('organ:') else 'name'}",
            self.article.id,
            term=value,
            subtype=organ.cls,
            gazetteer=ORGANS,
            anchor=anchor,
            facts={"organ": organ.key, "place": where},
        )

    def around(self, part: Identity) -> str:
        """The organisation of a Party body in it: 沭阳县水利局 of 中共沭阳县水利局党组; "" of any other."""
        forms = (re.escape(form).replace(r"\{O\}", "(.+)") for form in self.lexicon.words["posts"]["party_bodies"].values())
        return next((m[1] for form in forms if (m := re.fullmatch(form, part.name))), "")

    def whole(self, value: str) -> Identity | None:
        """The body that the name of one of its parts names: NAME, or @ID for that of the mention's full name."""
        said = value.partition(":")[2]
        part = self.found.get(said.removeprefix("@"))
        name = self.around(part) or whole_of(part.name, self.lexicon) if part else "" if said.startswith("@") else said
        return self.body(value, name, "named in the name of a part of it", "School" if name.endswith("大学") else "") if name else None

    def body(self, value: str, name: str, why: str, subtype: str) -> Identity:
        """The organisation of a name that is no mention: one of the article, an organ, or one of its own."""
        known = next((i for i in self.found.values() if i.type == "ORG" and i.name == name), None)
        if known:
            return replace(known, reason=why, surface="", mention="", term=value)
        if name in self.lexicon.national:
            official, cls = self.lexicon.national[name]
            return Identity(f"org/{official}", "ORG", official, why, self.article.id, term=value, subtype=cls, gazetteer=ORGANS)
        organs = self.lexicon.organs_at(name)
        if len(organs) == 1 and official_name(self.lexicon.organs[organs[0][0]], self.lexicon.divisions[organs[0][1]]) == name:
            return self.implied_organ(organs[0][0], self.lexicon.divisions[organs[0][1]], value)
        anchor = "" if self.rooted(name) else self.anchor()
        key = f"org/{name}{'-' + anchor if anchor else ''}"
        return Identity(key, "ORG", name, why, self.article.id, term=value, subtype=subtype, anchor=anchor)

    def titled(self, value: str) -> Identity:
        """The document that the title of another names: what a draft becomes, what an opinion carries out."""
        name, why = value.partition(":")[2], "named in the title of another document"
        anchor, facts = policies.scope(name, self.issuers.get(name, self.anchor()), self.lexicon), policies.facts(name, self.lexicon)
        law = facts.get("documentKind") in self.lexicon.words["documents"]["kinds"]["law"]
        key, subtype = f"policy/{name}{'-' + anchor if anchor else ''}", "Law" if law else "PolicyDocument"
        return Identity(key, "POL", name, why, self.article.id, term=value, subtype=subtype, anchor=anchor, facts=facts)

    def background(self, found: Sequence[Identity]) -> Iterator[Identity]:
        """The gazetteer's entities behind those of the article: the ladder above its places, the places and parents of its organs."""
        yield from surroundings(found, self.article.id, self.lexicon)
        for identity in found:
            place = identity.facts.get("place", "")
            above = parent_key(identity.facts, self.lexicon)
            if above and place in self.lexicon.divisions:
                parent, division = self.lexicon.organs[above], self.lexicon.divisions[place]
                official, anchor = official_name(parent, division), self.organ_anchor(division, 0)
                yield Identity(
                    f"org/{official}{'-' + anchor if anchor else ''}",
                    "ORG",
                    official,
                    f"organ {parent.key}: what {identity.name} belongs to",
                    self.article.id,
                    subtype=parent.cls,
                    gazetteer=ORGANS,
                    anchor=anchor,
                    facts={"organ": parent.key, "place": place},
                )


def surroundings(found: Sequence[Identity], article: str, lexicon: Lexicon) -> Iterator[Identity]:
    """The gazetteer's places behind some identities: the towns of villages, the ladder above, successors, the places of organs."""
    towns = [
        known_unit(unit(code, name, lexicon), "gazetteer: contains a place of an article", article, lexicon)
        for code in sorted({i.code[:9] for i in found if i.gazetteer == VILLAGES})
        if (name := town_name(code, lexicon))
    ]
    yield from towns
    codes = {i.code for i in found if i.code} | {i.facts.get("within", "").removeprefix("place/") for i in (*found, *towns)}
    codes |= {i.facts["place"] for i in found if i.facts.get("place") in lexicon.divisions}
    why = "gazetteer: contains, succeeds or is served by a place of an article"
    yield from (known_division(lexicon.divisions[code], why, article) for code in sorted(lexicon.around(codes)))


def known_division(division: Division, reason: str, article: str) -> Identity:
    """The entity of a division of the gazetteers, without a mention."""
    return Identity(
        f"place/{division.code}",
        "LOC",
        division.name,
        reason,
        article,
        subtype="AdministrativeArea",
        aliases=division.shorts,
        code=division.code,
        gazetteer=FORMER if division.until else DIVISIONS,
        facts={"until": division.until} if division.until else {},
    )


def prefecture_name(code: str, lexicon: Lexicon) -> str:
    """The name of the prefecture (or province) that a place lies in or is; "" when it is unknown."""
    division = lexicon.divisions.get(lexicon.prefecture(code))
    return division.name if division else ""


def known_unit(known: Unit, reason: str, article: str, lexicon: Lexicon) -> Identity:
    """The entity of a town or village of the gazetteers, without a mention."""
    town = unit_key(unit(known.town, town_name(known.town, lexicon), lexicon), lexicon) if known.town else ""
    county = lexicon.divisions.get(known.county)
    return Identity(
        unit_key(known, lexicon),
        "LOC",
        known.name,
        reason,
        article,
        subtype="Village" if known.source == VILLAGES else "AdministrativeArea",
        code=known.code,
        gazetteer=known.source,
        anchor=county.name if county else "",
        facts={"within": town or f"place/{known.county}"},
    )


def unit_key(known: Unit, lexicon: Lexicon) -> str:
    """The key of a town or village: its name and its county's, with its town's and prefecture's where others bear those too."""
    county = lexicon.divisions[known.county]
    namesakes = [c for c in villages(lexicon, known.county).get(known.name, ()) if c[:6] == known.code[:6]]
    town = town_name(known.town, lexicon) if len(namesakes) > 1 else ""
    wider = prefecture_name(known.county, lexicon) if lexicon.ambiguous(county.name) else ""
    return "place/" + "-".join(filter(None, (known.name, town, county.name, wider)))


def parent_key(facts: Mapping[str, str], lexicon: Lexicon) -> str:
    """The key of the organ that an organ or a unit of one belongs to, or ""."""
    organ = lexicon.organs.get(facts.get("organ", ""))
    return facts.get("unit_of", "") or (organ.parent if organ else "")


def party_name(name: str, lexicon: Lexicon) -> str:
    """The full name of the Party's body inside an organisation (县水利局党组 → 中共县水利局党组); any other name as it is."""
    forms = lexicon.words["posts"]["party_bodies"]
    body = next((b for b in forms if name.endswith(b) and len(name) > len(b) + 2 and not name.startswith("中共")), "")
    return forms[body].replace("{O}", name.removesuffix(body)) if body else name


def official_name(organ: Organ, place: Division | str, unit: str = "") -> str:
    """The official name of an organ at a place, with a unit of it: (party, 邵东市, 第二巡察组) → 中共邵东市委第二巡察组."""
    at = (place.name, place.shorts[0] if place.shorts else place.name, place.level) if isinstance(place, Division) else (place, place)
    name = organ.name(*at)
    if organ.key == "court" and TRIBUNAL.fullmatch(unit):
        unit = f"{unit.removesuffix('法庭')}人民法庭"
    if organ.key == "congress_committee" and unit.endswith("委员会") and not unit.endswith("工作委员会"):
        name = name.removesuffix("常务委员会")  # its special committees are the congress's
    return (name.removesuffix("员会") if organ.key == "party" and unit else name) + unit
