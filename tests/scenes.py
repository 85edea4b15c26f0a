"""Short texts read: marked ones, whose mentions are given, and plain ones, which go through the whole reading half."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import networkx as nx

from kg import claims, lexicon, pipeline
from kg.model import Article, Claim, Entity, Mention, Origin, Part, Reading, Relation, Span, Term
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
LEXICON = lexicon.load()
MARK = re.compile(r"\[([^\[\]/]+)/([A-Z]+)(?::([^\]]*))?\]")


def marked(
    text: str, *, published: str = "2021-08-19", role: str = "paragraph", home: str = "141100"
) -> tuple[Article, tuple[Mention, ...]]:
    """An article of one part and its mentions from "[市委/ORG]书记[陈立/PER]主持[会议/EVT]"; hints stand behind a colon, as key=value;…"""
    plain, mentions, at = "", [], 0
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        hint = dict(pair.split("=") for pair in (match[3] or "").split(";") if pair)
        span = Span("a", len(plain), len(plain) + len(match[1]))
        mentions.append(Mention(f"a-{span.start}-{span.end}", span, match[1], match[2], "hand", match[1].strip("《》"), hint))
        plain, at = plain + match[1], match.end()
    plain += text[at:]
    parts = (Part(role, 0, len(plain)),)  # type: ignore[arg-type]
    article = Article("a", "p", 1, plain, parts, Origin(((0, 0, len(plain)),)), published=published, locality=home, home=home)
    return article, tuple(mentions)


def extract(text: str, **about: str) -> tuple[Claim, ...]:
    """The claims of a marked text."""
    article, mentions = marked(text, **about)
    return claims.extract(article, mentions, LEXICON, Settings())[0]


def said(text: str, *predicates: str, **about: str) -> set[str]:
    """The claims of a marked text in words: "陈立 holds_post 市委 title=书记"; only some predicates, if any are named."""
    article, mentions = marked(text, **about)
    found = claims.extract(article, mentions, LEXICON, Settings())[0]
    return {words(c, mentions) for c in found if not predicates or c.predicate in predicates}


def words(claim: Claim, mentions: Sequence[Mention]) -> str:
    """A claim in words; an implied organ without its offset, a denied claim with "not" before it."""
    surfaces = {m.id: m.surface for m in mentions}

    def name(term: Term) -> str:
        if term.kind == "implied" and term.value.startswith("organ:"):
            return ":".join(term.value.split(":")[:3])
        before, at, mention = term.value.rpartition("@")
        return f"{before}{at}{surfaces.get(mention, mention)}"

    more = "".join(f" {key}={value}" for key, value in claim.qualifiers.items())
    return f"{'not ' if claim.negated else ''}{name(claim.subject)} {claim.predicate} {name(claim.object)}{more}"


def read(text: str, home: str = "吕梁市", date: str = "2021-08-19", authors: Sequence[str] = ()) -> Reading:
    """A plain text as the only article of a page; `authors` are the reporters of its byline."""
    settings = Settings(home=home, date=date, jobs=1)
    reading = pipeline.read_text(text, LEXICON, settings)
    if not authors:
        return reading
    article = replace(reading.articles[0], authors=tuple(authors))
    return pipeline._read_articles(Reading(reading.page, (article,)), LEXICON, settings)


def world(*readings: Reading | str, home: str = "吕梁市", settings: Settings = Settings()) -> nx.MultiDiGraph:  # noqa: B008 (it is frozen)
    """The graph of some readings; a string is read first."""
    found = [read(r, home) if isinstance(r, str) else r for r in readings]
    return pipeline.join(found, (), LEXICON, settings)


def means(graph: nx.MultiDiGraph, surface: str, nth: int = 0) -> str:
    """The id of the entity that the nth mention with this surface means."""
    found = [m for m in graph.graph["mentions"].values() if m.surface == surface]
    ordered = sorted(found, key=lambda m: m.span)
    assert ordered, f"no mention {surface} among {sorted({m.surface for m in graph.graph['mentions'].values()})}"
    return str(graph.graph["links"][ordered[nth].id])


def named(graph: nx.MultiDiGraph, surface: str) -> str:
    """The name of what the first mention with this surface means."""
    return str(record(graph, surface).name)


def record(graph: nx.MultiDiGraph, surface: str) -> Entity:
    found: Entity = graph.nodes[means(graph, surface)]["record"]
    return found


def relations(graph: nx.MultiDiGraph, *predicates: str) -> dict[str, Relation]:
    """The relations of a graph in words: "陈立 holds_post 中共吕梁市委员会"."""
    found = [r for _, _, r in graph.edges(data="record")] + list(graph.graph["literals"])
    names = {node: entity.name for node, entity in graph.nodes(data="record")}
    return {
        f"{names[r.subject]} {r.predicate} {names.get(r.object, r.object)}": r for r in found if not predicates or r.predicate in predicates
    }


# Two small pages as dumps have them: a head, hard wraps, two articles on the first.
LVLIANG = """吕梁日报　2021年8月19日　星期四　第1版　要闻

市委常委会召开会议 研究教育工作
本报讯（记者 罗丽）8月18日，市委书记陈立主持召开市
委常委会会议，审议通过《关于加强校车管理的意见》。市
长周文海，市委副书记吴秀兰出席。
会议指出，我市要抓好秋季开学工作，全市各学校要落
实《意见》，让群众放心。

离石区新增学位1080个
本报讯（记者 康桂芳）昨日，离石区召开全区教育工作会议。
离石区教育局局长张明远介绍，今年离石区新增学位1080
个。区政府印发《离石区校车管理办法》。
"""
QUZHOU = """衢州日报　2022年6月1日　星期三　第2版

龙游县第三幼儿园开园
本报讯（记者 林小军）5月31日，龙游县第三幼儿园（原东
华幼儿园）开园。龙游县县长陈立到场祝贺。
市教育局副局长李晓红介绍，我市今年新建幼儿园12所。
"""
HEIHE = """黑河日报　2023年4月20日　星期四　第1版

爱辉区备春耕
本报讯（记者 孟凡舒）4月19日，黑河市副市长单国栋到爱
辉区幸福乡调研春耕生产。爱辉区委书记蔺超陪同。
"""
PAGES = {"吕梁.txt": LVLIANG, "衢州.txt": QUZHOU}


def write(folder: Path, pages: Mapping[str, str | bytes]) -> list[Path]:
    """The pages as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in pages.items():
        (folder / name).write_bytes(body if isinstance(body, bytes) else body.encode())
    return [folder / name for name in pages]
