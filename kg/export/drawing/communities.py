"""Who belongs together: communities of a graph by Louvain's method, and the most central of each for a first view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import networkx as nx

SEED = 1
GROUPS = 24  # communities in the first view: more names than that nobody reads


def communities(count: int, pairs: Iterable[tuple[int, int, int]]) -> list[list[int]]:
    """Members of each community, the largest first, of `count` nodes joined by `pairs` (one end, other end, weight).

    Nodes are numbers and come in order, so that neither hash seed nor order of input changes the answer.
    """
    weights: dict[tuple[int, int], int] = {}
    for a, b, weight in pairs:
        if a != b:
            pair = (min(a, b), max(a, b))
            weights[pair] = weights.get(pair, 0) + weight
    joined: nx.Graph[int] = nx.Graph()
    joined.add_nodes_from(sorted({end for pair in weights for end in pair}))
    joined.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(weights.items()))
    found = [sorted(each) for each in nx.community.louvain_communities(joined, seed=SEED)] if weights else []
    found += [[node] for node in range(count) if node not in joined]
    return sorted(found, key=lambda members: (-len(members), members))


def landmarks(groups: Sequence[Sequence[int]], limit: int) -> list[int]:
    """At most `limit` nodes: all of them when there is room, else the first of the GROUPS largest groups, by their sizes.

    Groups come largest first and their members most central first.
    """
    if sum(map(len, groups)) <= limit:
        return [node for group in groups for node in group]
    large = groups[:GROUPS]
    total = sum(map(len, large))
    chosen = [node for group in large for node in group[: max(1, limit * len(group) // total)]]
    return chosen[:limit]
