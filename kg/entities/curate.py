"""Decisions of people over what the resolver found: identities moved, named, typed, dropped; nothing else is touched.

Decisions speak of entities as the build without them, or an earlier decision, calls them; so their order in the file does not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from kg.curation import Decision
from kg.entities.identify import Identity, known_division, known_unit, surroundings
from kg.gazetteer import by_code
from kg.lexicon import Lexicon
from kg.model import Problem, Severity

DOUBT, DECIDED = "doubtful: ", "decided: "
HINT = "kg explain shows the ids of entities, kg review what is in doubt; the decision is kept"


@dataclass(frozen=True, slots=True)
class Curated:
    """The identities after the decisions, the id that each merged entity has now, and the decisions that no longer apply."""

    identities: tuple[Identity, ...]
    moved: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def curate(identities: Sequence[Identity], decisions: Iterable[Decision], lexicon: Lexicon) -> Curated:
    """The identities with every decision about them applied. Near-linear in both."""
    given = [decision for decision in decisions if decision.kind not in ("fact", "reject")]
    return _Curator(identities, given, lexicon).run() if given else Curated(tuple(identities))


class _Curator:
    """Applies one kind of decision after the other, and counts what each of them changed or confirmed."""

    def __init__(self, identities: Sequence[Identity], decisions: Sequence[Decision], lexicon: Lexicon) -> None:
        self.decisions, self.lexicon = decisions, lexicon
        self.identities: dict[int, Identity] = dict(enumerate(identities))
        self.at: dict[str, dict[int, None]] = defaultdict(dict)  # key → where its identities stand, in order
        self.named: dict[str, list[int]] = defaultdict(list)
        for i, identity in self.identities.items():
            self.at[identity.key][i] = None
            self.named[identity.name].append(i)
        self.used: Counter[str] = Counter()  # by place in the file
        self.moved: dict[str, str] = {}
        self.problems: list[Problem] = []

    def run(self) -> Curated:
        steps = {"drop": self.drop, "different": self.part, "same": self.join, "alias": self.alias, "rename": self.rename}
        for kind, step in (*steps.items(), ("different", self.confirm), ("retype", self.retype)):
            for decision in self.decisions:
                if decision.kind == kind:
                    step(decision)
        for decision in self.decisions:
            if not self.used[decision.where]:
                self.unused(decision)
        return Curated(tuple(identity for _, identity in sorted(self.identities.items())), self.moved, tuple(self.problems))

    # ---- one decision each

    def drop(self, decision: Decision) -> None:
        for id in decision.ids:
            for i in self.places(id, decision.articles):
                del self.at[id][i], self.identities[i]
                self.used[decision.where] += 1

    def part(self, decision: Decision) -> None:
        """`different` in some articles: what these call by the first id is the second."""
        if decision.articles and self.kin(decision):
            self.change(decision, decision.ids[:1], partial(replace, key=decision.ids[1]))

    def join(self, decision: Decision) -> None:
        """`same`: the first id is the one that stays; a single one in some articles is confirmed there."""
        head = self.head(decision)
        if head is None or not self.kin(decision):
            return
        known = bool(self.at.get(head.key))
        rest = {self.now(id) for id in decision.ids[1:]} - {head.key} if len(decision.ids) > 1 else {head.key}
        self.change(decision, sorted(rest), partial(_as, head=head))
        if self.used[decision.where] and not known:  # a place that only its code brought in
            for identity in (head, *surroundings([head], "", self.lexicon)):
                self.add(identity)
        if self.used[decision.where] and not decision.articles:
            self.moved.update(dict.fromkeys(rest, head.key))

    def alias(self, decision: Decision) -> None:
        """More names of an entity; what an article calls by one of them, and no gazetteer knows, is that entity."""
        head = self.member(decision.ids[0])
        if head is None:
            return
        bearers = (self.identities.get(i) for name in decision.names for i in self.named.get(name, ()))
        meant = {i.key for i in bearers if i and i.name in decision.names and i.type == head.type and not i.gazetteer}
        self.change(decision, sorted(meant - {head.key}), partial(_as, head=head))
        self.change(decision, [head.key], partial(_also, names=decision.names))

    def rename(self, decision: Decision) -> None:
        self.change(decision, [self.now(decision.ids[0])], partial(_called, name=decision.to))

    def retype(self, decision: Decision) -> None:
        """Another class: a finer one of the same type, or another type, which changes the first part of the id."""
        info = self.lexicon.types.get(decision.to)
        if info is None:
            self.fault(decision, "faulty-decision", f"{decision.to} is no type; there are {', '.join(sorted(self.lexicon.types))}")
            return
        key = self.now(decision.ids[0])
        to = f"{self.lexicon.types[info.type].kind}/{key.partition('/')[2]}"
        subtype = "" if decision.to == info.type else decision.to
        self.change(decision, [key], partial(replace, key=to, type=info.type, subtype=subtype))
        if key != to and self.used[decision.where]:
            self.moved[key] = to

    def confirm(self, decision: Decision) -> None:
        """`different` everywhere: they stay apart, and are in doubt no more. Codes stand for places that none of them is."""
        ids = [self.now(id) for id in decision.ids if not id.isdigit()]
        if decision.articles or not all(self.at.get(id) for id in ids):
            return
        if len(set(ids)) < len(ids):
            self.fault(decision, "contradiction", "another decision says that these are the same; take one of the two out")
            return
        self.change(decision, ids, partial(replace))

    # ---- what they need

    def places(self, key: str, articles: Collection[str] = ()) -> list[int]:
        """Where the identities of an entity stand, those of some articles or all."""
        return [i for i in self.at.get(key, ()) if not articles or self.identities[i].article in articles]

    def change(self, decision: Decision, keys: Iterable[str], changed: Callable[[Identity], Identity]) -> None:
        """Change the identities of some entities, with the decision as a reason beside their own."""
        for key in keys:
            for i in self.places(key, decision.articles):
                new = changed(self.identities[i])
                self.identities[i] = replace(new, reason=f"{_decided(new.reason)}; {decision.reason}")
                self.used[decision.where] += 1
                if new.key != key:
                    del self.at[key][i]
                    self.at[new.key][i] = None

    def add(self, identity: Identity) -> None:
        place = next(reversed(self.identities), 0) + 1
        self.identities[place] = identity
        self.named[identity.name].append(place)
        self.at[identity.key][place] = None

    def member(self, id: str) -> Identity | None:
        """One identity of an entity, as it stands now."""
        places = self.places(self.now(id))
        return self.identities[places[0]] if places else None

    def head(self, decision: Decision) -> Identity | None:
        """The identity that the first id of a `same` stands for; a place may be given by its code, whether or not an article names it."""
        first = decision.ids[0]
        if not first.isdigit():
            return self.member(first)
        unit = None if first in self.lexicon.divisions else by_code(first, self.lexicon)
        if unit:
            known = known_unit(unit, decision.reason, "", self.lexicon)
        elif first in self.lexicon.divisions:
            known = known_division(self.lexicon.divisions[first], decision.reason, "")
        else:
            return None
        return self.member(known.key) or known

    def now(self, id: str) -> str:
        """The id that an entity has after the decisions so far."""
        while id in self.moved:
            id = self.moved[id]
        return id

    def kin(self, decision: Decision) -> bool:
        """Whether all entities of a decision are of one kind (person/ …); else that is a fault of it."""
        kinds = sorted({"place" if id.isdigit() else id.partition("/")[0] for id in decision.ids})
        if len(kinds) > 1:
            self.fault(decision, "faulty-decision", f"{' and '.join(kinds)} cannot be one thing; retype one of them first")
        return len(kinds) == 1

    def unused(self, decision: Decision) -> None:
        lost = [id for id in decision.ids if not id.isdigit() and not self.at.get(self.now(id))]
        what = f"there is no {'、'.join(lost)} in this build" if lost else "it would change nothing in this build"
        self.fault(decision, "unused-decision", f"{decision.kind}: {what}", "warning")

    def fault(self, decision: Decision, code: str, message: str, severity: Severity = "error") -> None:
        self.used[decision.where] += 1  # once is enough
        self.problems.append(Problem("curation", code, severity, message, decision.where, HINT))


def _as(identity: Identity, head: Identity) -> Identity:
    """An identity as one of the entity of another, its own name an alias."""
    aliases = (*identity.aliases, *((identity.name,) if identity.name != head.name else ()))
    facts = head.facts if head.code else identity.facts
    return replace(
        identity, key=head.key, type=head.type, name=head.name, subtype=head.subtype or identity.subtype, aliases=aliases,
        code=head.code, gazetteer=head.gazetteer, facts=facts,
    )  # fmt: skip


def _also(identity: Identity, names: Iterable[str]) -> Identity:
    return replace(identity, aliases=(*identity.aliases, *names))


def _called(identity: Identity, name: str) -> Identity:
    return replace(identity, name=name, aliases=(*identity.aliases, identity.name))


def _decided(reason: str) -> str:
    """A reason that is no longer in doubt."""
    return DECIDED + reason.removeprefix(DOUBT) if reason.startswith(DOUBT) else reason
