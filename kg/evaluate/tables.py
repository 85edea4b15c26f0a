"""Scores as text for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.evaluate.clusters import NOTHING, Clustering
from kg.evaluate.counts import Count, Share
from kg.evaluate.floors import Shortfall
from kg.evaluate.scores import OBSERVATION, REPORTED, SHARES, TYPES, Fault, Row, Scores
from kg.lexicon import Lexicon
from kg.text import terminal

_WORDS = {
    "zh": {
        "articles": "篇",
        "article": "文章",
        "bodies": "正文还原",
        "titles": "标题",
        "subtitles": "副标题",
        "authors": "作者",
        "linking": "实体链接",
        "deictic": "指代",
        "mentions": "提及",
        "relations": "关系",
        "all": "合计",
        "all but observation": "合计（不含指标）",
        "observation (five fields)": "指标（五项全对）",
        "clusters": "聚合",
        "pairs P": "成对精确率",
        "pairs R": "成对召回率",
        "pairs F": "成对 F 值",
        "B³ P": "B³ 精确率",
        "B³ R": "B³ 召回率",
        "B³ F": "B³ F 值",
        "kind": "体裁",
        "province": "省份",
        "P": "精确率",
        "R": "召回率",
        "F": "F 值",
        "tp": "正确",
        "fp": "多余",
        "fn": "遗漏",
        "expected": "应为",
        "found": "得到",
        "floor": "低于底线",
        "time": "时间表达",
        "precision": "精度",
        REPORTED: "报道",
        OBSERVATION: "指标",
        "body": "正文",
        "title": "标题",
        "subtitle": "副标题",
        "missed": "遗漏",
        "spurious": "多余",
        "type": "类型错",
        "link": "链接错",
        "relation-missed": "关系遗漏",
        "relation-spurious": "关系多余",
    },
    "en": {"floor": "below floor"},
}


def table(scores: Scores, lexicon: Lexicon, *, language: str = "zh", by: Iterable[str] = ()) -> str:
    """The scores as aligned text in Chinese ("zh") or English ("en"), with a line for each article, kind or province as `by` says."""
    total = scores.total
    lines = align([(word(key, language), *shared(getattr(total, key))) for key in SHARES])
    for group, counts, all_counts, all_key in (
        ("mentions", total.mentions, total.all_mentions, "all"),
        ("relations", total.relations, total.all_relations, "all but observation"),
    ):
        cells = [(_label(key, lexicon, language), *counted(count)) for key, count in counts.items()]
        if counts is total.relations and total.figures != Count():
            cells.append((word("observation (five fields)", language), *counted(total.figures)))
        title = tuple(word(key, language) for key in (group, "P", "R", "F", "tp", "fp", "fn"))
        lines += ["", *align([title, *cells, (word(all_key, language), *counted(all_counts))])]
    if scores.clusters:
        cells = [(_label(key, lexicon, language), *_clustering(each)) for key, each in scores.clusters.items()]
        title = tuple(word(key, language) for key in ("clusters", "B³ P", "B³ R", "B³ F", "pairs P", "pairs R", "pairs F", "mentions"))
        lines += ["", *align([title, *cells])]
    for key in by:
        rows = [(row.article, row) for row in scores.rows] if key == "article" else list(scores.by(key).items())
        title = tuple(word(name, language) for name in (key, *SHARES, "mentions", "relations"))
        lines += ["", *align([title, *(_row(name or "–", row) for name, row in rows)])]
    return "\n".join(lines) + "\n"


def comparison(scores: Mapping[str, Scores], lexicon: Lexicon, *, language: str = "zh") -> str:
    """Several systems side by side, by name: a line for each figure of mentions, links and clusters."""
    totals = [each.total for each in scores.values()]
    rows = [(word("mentions", language), *scores)]
    for key in (*sorted(TYPES), "all"):
        counts = [total.all_mentions if key == "all" else total.mentions.get(key, Count()) for total in totals]
        for rate, name in (("precision", "P"), ("recall", "R"), ("f", "F")):
            label = f"{_label(key, lexicon, language)} {word(name, language)}"
            rows.append((label, *(f"{getattr(count, rate):.3f}" for count in counts)))
    for key in ("linking", "deictic"):
        rows.append((word(key, language), *(f"{getattr(total, key).accuracy:.3f}" for total in totals)))
    everything = [each.clusters.get("all", NOTHING) for each in scores.values()]
    rows.append((word("B³ F", language), *(f"{each.f:.3f}" for each in everything)))
    rows.append((word("pairs P", language), *(f"{each.pairs.precision:.3f}" for each in everything)))
    return "\n".join(align(rows)) + "\n"


def fault_lines(faults: Iterable[Fault], lexicon: Lexicon, *, language: str = "zh") -> str:
    """A block of text for each fault: article, what is wrong, what gold has and the graph has, and the sentence."""
    lines = []
    for fault in faults:
        what = "" if fault.what == fault.kind else _label(fault.what, lexicon, language)
        lines.append("  ".join(filter(None, (fault.article, word(fault.kind, language), what))))
        for key, value in (("expected", fault.expected), ("found", fault.found), ("", fault.sentence)):
            if value:
                lines.append(f"    {word(key, language)} {value}" if key else f"    | {value}")
    return "\n".join(lines) + ("\n" if lines else "")


def shortfall_lines(shortfalls: Iterable[Shortfall], *, language: str = "zh") -> str:
    """A line for each figure that fell below its floor."""
    below = word("floor", language)
    cells = [(each.figure, f"{each.found:.4f}", below, f"{each.floor:.4f}") for each in shortfalls]
    return "\n".join(align(cells)) + ("\n" if cells else "")


def word(key: str, language: str) -> str:
    """A word of the tables in a language; the key itself where there is none."""
    return _WORDS.get(language, {}).get(key, key)


def _label(key: str, lexicon: Lexicon, language: str) -> str:
    info = lexicon.types.get(key) or lexicon.predicates.get(key)
    if info is None:
        return word(key, language)
    if language == "zh":
        return f"{key} {info.label_zh}"
    return f"{key} {info.label_en}" if key in TYPES else key


def shared(share: Share) -> tuple[str, str]:
    """The cells of a share."""
    return f"{share.right}/{share.of}", f"{share.accuracy:.3f}"


def counted(count: Count) -> tuple[str, ...]:
    """The cells of a count: precision, recall, F, right, spurious, missed."""
    rates = (count.precision, count.recall, count.f)
    return *(f"{rate:.3f}" for rate in rates), *(str(n) for n in (count.tp, count.fp, count.fn))


def _clustering(each: Clustering) -> tuple[str, ...]:
    rates = (each.precision, each.recall, each.f, each.pairs.precision, each.pairs.recall, each.pairs.f)
    return *(f"{rate:.3f}" for rate in rates), str(each.mentions)


def _row(name: str, row: Row) -> tuple[str, ...]:
    shares = (getattr(row, key) for key in SHARES)
    return (
        name,
        *(f"{share.right}/{share.of}" for share in shares),
        f"{row.all_mentions.f:.3f}",
        f"{row.all_relations.f:.3f}",
    )


def align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines whose columns line up on a terminal, where a Chinese character is two columns wide."""
    widths = [max(map(terminal.width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(_pad(cell, width, left=i == 0) for i, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip() for row in rows
    ]


def _pad(text: str, width: int, *, left: bool) -> str:
    space = " " * (width - terminal.width(text))
    return text + space if left else space + text
