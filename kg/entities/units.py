"""Which town or village of the gazetteers a name means in an article: by the nearest place that settles it, or else doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.gazetteer import Unit, towns, unit, villages
from kg.lexicon import Lexicon
from kg.model import Article, Mention
from kg.text.sentences import of_article

BESIDE = "by the place beside it"
TOWNLIKE = ("镇", "乡", "街道", "苏木")  # no village bears such a name: none need be read


@dataclass(frozen=True, slots=True)
class Settled:
    """The units that a name may mean: one where the context settles it, several where it does not. `why` says which context."""

    units: tuple[Unit, ...]
    why: str


Area = tuple[tuple[str, ...], str]  # the codes of divisions (six digits) or of a town (nine), and how they are near


class Units:
    """The towns and villages of one article. Contexts from the nearest: beside the name, in its sentence, in the article, at home.

    The nearest context with exactly one bearer of a name settles it; one with several does not, and the wider ones may only
    tell them apart by leaving one.
    """

    def __init__(self, article: Article, home: str, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.article, self.lexicon = article, lexicon
        self.homes = tuple(code for code in dict.fromkeys((article.locality, home)) if code in lexicon.divisions)
        named = (m for m in mentions if m.type in ("LOC", "ORG") and "deictic" not in m.hint)
        self.places = sorted(named, key=lambda m: m.span)
        self.spans = [(start, end) for _, start, end in of_article(article)]
        self.beside = self._beside()
        self.counties = tuple(dict.fromkeys(m.hint.get("code", "") for m in self.places if self._small(m.hint.get("code", ""))))

    def find(self, name: str, at: int) -> Settled | None:
        """What a name means at an offset; None when no gazetteer has it near enough to say."""
        areas = list(self._areas(name, at))
        codes = self._bearers(name, areas)
        near = False
        for area, why in areas:
            inside = tuple(code for code in codes if any(self._inside(code, outer) for outer in area))
            if len(inside) == 1:
                return self._settled(inside, name, why)
            if not inside and why == BESIDE and len(area[0]) > 6:  # 双山镇福民村 is none of another town
                return None
            codes, near = inside or codes, near or bool(inside)
        if near:
            return self._settled(codes, name, "")
        return self._settled(codes, name, "the only one in the country") if len(codes) == 1 and not self.homes else None

    def _settled(self, codes: Sequence[str], name: str, why: str) -> Settled:
        return Settled(tuple(unit(code, name, self.lexicon) for code in codes), why)

    def _bearers(self, name: str, areas: Sequence[Area]) -> tuple[str, ...]:
        """The codes of the towns of the country and of the villages around some areas that bear a name."""
        near = {code[:6] for area, _ in areas for code in area if code in self.homes or len(code) > 6 or self._small(code)}
        around = set() if name.endswith(TOWNLIKE) else {self.lexicon.prefecture(code) for code in near}
        found = {code for area in around for code in villages(self.lexicon, area).get(name, ())}
        return (*towns(self.lexicon).get(name, ()), *sorted(found))

    def _areas(self, name: str, at: int) -> Iterator[Area]:
        """The areas that may hold what a name means at an offset, the nearest first."""
        beside = self.beside.get((name, at)) or self._elsewhere(name)
        if beside:
            yield (beside,), BESIDE
        yield self._behind(name, at), "by the village behind it"
        start, end = next((span for span in self.spans if span[0] <= at < span[1]), (at, at))
        here = [m for m in self.places if start <= m.span.start < end and m.span.start != at]
        for mention in sorted(here, key=lambda m: (m.span.start > at, abs(m.span.start - at))):
            yield self._codes(mention), "by a place in its sentence"
        if self._small(self.article.locality):
            yield (self.article.locality,), "by the county that the article is about"
        yield self.counties, "by the counties in its article"
        for home in self.homes[-1:]:
            yield (home,), "by the paper's home"
            yield tuple(division.code for division in self.lexicon.ladder(home)[-1:]), "by the paper's province"

    def _small(self, code: str) -> bool:
        """Whether a code is that of a county."""
        division = self.lexicon.divisions.get(code)
        return division is not None and division.level == "county"

    def _behind(self, name: str, at: int) -> tuple[str, ...]:
        """The towns around the home that have a village of the name that stands right behind a town's."""
        follower = next((m.normal for m in self.places if m.span.start == at + len(name)), "") if name.endswith(TOWNLIKE) else ""
        homes = self.homes[-1:] if follower else ()
        return tuple(sorted({code[:9] for home in homes for code in villages(self.lexicon, home).get(follower, ())}))

    def _elsewhere(self, name: str) -> str:
        """The area beside which an article names a place elsewhere, if it always is the same."""
        areas = {area for (other, _), area in self.beside.items() if other == name}
        return areas.pop() if len(areas) == 1 else ""

    def _codes(self, mention: Mention) -> tuple[str, ...]:
        code = mention.hint.get("code") or mention.hint.get("town") or self.beside.get((mention.normal, mention.span.start), "")
        return (code,) if code else ()

    def _beside(self) -> dict[tuple[str, int], str]:
        """(name, offset) of each place right behind another → the code of the nearest division or town before it in the chain."""
        found: dict[tuple[str, int], str] = {}
        area, end = "", -1
        for mention in self.places:
            name = mention.hint.get("place") or mention.normal
            before = area if mention.span.start == end else ""
            if before:
                found[name, mention.span.start] = before
            area, end = mention.hint.get("code") or self._town(name, before) or before, mention.span.end
        return found

    def _town(self, name: str, area: str) -> str:
        """The only town of a name in an area, "" when it has none or several, or there is no area."""
        inside = [code for code in towns(self.lexicon).get(name, ()) if area and self._inside(code, area)]
        return inside[0] if len(inside) == 1 else ""

    def _inside(self, code: str, area: str) -> bool:
        """Whether a unit lies in a division or town."""
        if len(area) > 6:
            return code.startswith(area)
        county = code[:6] if code[:6] in self.lexicon.divisions else f"{code[:4]}00"
        return self.lexicon.within(county, area)
