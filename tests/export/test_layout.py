"""Where nodes stand: still, apart, and together with their neighbours."""

from __future__ import annotations

from itertools import combinations

from kg.export.drawing.layout import arrange

BOX = (80.0, 40.0)
STAR = [(0, leaf) for leaf in range(1, 9)]


def test_the_same_graph_is_drawn_in_the_same_places() -> None:
    assert arrange([BOX] * 12, STAR, ["PER"] * 12) == arrange([BOX] * 12, STAR[::-1], ["PER"] * 12)


def test_no_box_covers_another() -> None:
    spots = arrange([BOX] * 30, [(i, i // 3) for i in range(1, 25)], ["LOC"] * 30)
    for (ax, ay), (bx, by) in combinations(spots, 2):
        assert abs(ax - bx) >= BOX[0] - 2 or abs(ay - by) >= BOX[1] - 2


def test_nodes_without_an_edge_stand_in_rows_below_by_kind() -> None:
    kinds = ["PER"] * 9 + ["POL", "LOC", "POL", "LOC"]
    spots = arrange([BOX] * 13, STAR, kinds)
    assert min(y for _, y in spots[9:]) > max(y for _, y in spots[:9])
    assert sorted(range(9, 13), key=lambda i: (spots[i][1], spots[i][0])) == [10, 12, 9, 11]


def test_an_empty_graph_and_a_lone_node_have_places() -> None:
    assert arrange([], [], []) == []
    assert arrange([BOX], [(0, 0)], ["PER"]) == [(0, 0)]
