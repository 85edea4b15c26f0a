"""People: namesakes of one town kept apart when their roles cannot be one person's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.entities.identify import Identity
from kg.lexicon import Lexicon
from kg.model import Reading

REPORTER = "记者"


def split_people(identities: Sequence[Identity], readings: Sequence[Reading], lexicon: Lexicon) -> list[Identity]:
    """The identities with reporters apart from office holders of the same name and town; the rest as they came."""
    roles: dict[str, set[str]] = defaultdict(set)
    for identity in identities:
        if identity.type == "PER":
            roles[identity.key].add(identity.role)
    mixed = {key for key, found in roles.items() if {"reporter", "post"} <= found}
    return [
        replace(i, key=f"{i.key}-{REPORTER}", reason=f"{i.reason}; a reporter, kept apart from the office holder of that name")
        if i.key in mixed and i.role == "reporter"
        else i
        for i in identities
    ]
