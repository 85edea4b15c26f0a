"""A small graph made by hand: two pages, three articles, every predicate, a homonym pair, an implied organ, a denial."""


# fmt: off

from __future__ import annotations

from typing import Any

import networkx as nx

from kg.model import Article, Claim, Entity, Mention, Origin, Page, Part, Problem, Relation, Span, Term

MEETING = (
    "市委常委会议研究乡村人才工作\n"
    "本报讯（记者 罗丽）8月18日，市委书记孙大军主持召开市委常委会议，市长张广勇出席。\n"
    "会议由中共吕梁市委员会召集，在吕梁会堂举行，原则通过《关于加快推进乡村工匠培育的实施意见》，此件依据《乡村振兴促进法》。\n"
    "去年，离石区新增学位1080个，投资约6.350亿元。北城一幼（原盛地幼儿园）由离石区开办，归离石区教育局管理。"
)
VISIT = (
    "柳林与高校合作\n"
    "中国石油大学（北京）到柳林县调研，双方签约。县长张伟说：“我县落实‘双减’，意见由县政府印发，将提请县人大常委会审议。”\n"
    "张伟并未担任离石区区长。"
)
DOCTOR = "好医生张伟\n离石区人民医院医生张伟坚守一线，该院在离石区。"

# id, type, name, subtype, aliases, code, gazetteer
ENTITIES = [
    ("person/孙大军", "PER", "孙大军", "", (), "", ""),
    ("person/张广勇", "PER", "张广勇", "", (), "", ""),
    ("person/罗丽", "PER", "罗丽", "", (), "", ""),
    ("person/张伟-柳林县", "PER", "张伟", "", (), "", ""),
    ("person/张伟-离石区人民医院", "PER", "张伟", "", (), "", ""),
    ("place/140000", "LOC", "山西省", "AdministrativeArea", ("山西",), "140000", "gazetteers/divisions.tsv:5"),
    ("place/141100", "LOC", "吕梁市", "AdministrativeArea", ("吕梁",), "141100", "gazetteers/divisions.tsv:6"),
    ("place/141102", "LOC", "离石区", "AdministrativeArea", ("离石",), "141102", "gazetteers/divisions.tsv:7"),
    ("place/141125", "LOC", "柳林县", "AdministrativeArea", ("柳林",), "141125", "gazetteers/divisions.tsv:8"),
    ("place/吕梁会堂", "LOC", "吕梁会堂", "Site", (), "", ""),
    ("org/中共吕梁市委员会", "ORG", "中共吕梁市委员会", "PartyOrgan", ("市委",), "", ""),
    ("org/吕梁市人民政府", "ORG", "吕梁市人民政府", "GovernmentOrgan", (), "", ""),
    ("org/柳林县人民政府", "ORG", "柳林县人民政府", "GovernmentOrgan", ("县政府",), "", ""),
    ("org/离石区人民政府", "ORG", "离石区人民政府", "GovernmentOrgan", (), "", ""),
    ("org/柳林县人大常委会", "ORG", "柳林县人民代表大会常务委员会", "CongressOrgan", ("县人大常委会",), "", ""),
    ("org/离石区教育局", "ORG", "离石区教育局", "GovernmentOrgan", (), "", ""),
    ("org/北城一幼", "ORG", "北城一幼", "School", (), "", ""),
    ("org/离石区人民医院", "ORG", "离石区人民医院", "Hospital", (), "", ""),
    ("org/中国石油大学（北京）", "ORG", "中国石油大学（北京）", "School", (), "", ""),
    ("policy/关于加快推进乡村工匠培育的实施意见", "POL", "关于加快推进乡村工匠培育的实施意见", "PolicyDocument", ("意见",), "", ""),
    ("policy/乡村振兴促进法", "POL", "乡村振兴促进法", "Law", (), "", ""),
    ("policy/双减", "POL", "双减", "Programme", (), "", "gazetteers/programmes.tsv:3"),
    ("event/市委常委会议-2021-08-18", "EVT", "市委常委会议", "Meeting", (), "", ""),
]
FACTS = {
    "event/市委常委会议-2021-08-18": {"startDate": "2021-08-18"},
    "policy/关于加快推进乡村工匠培育的实施意见": {"issued": "2021-07"},
    "place/141102": {"lat": "37.5240", "long": "111.1340"},
}
EVENT, POLICY = "event/市委常委会议-2021-08-18", "policy/关于加快推进乡村工匠培育的实施意见"

# article, surface, type, entity, how often it stood before
MENTIONS: list[tuple[Any, ...]] = [
    ("a1", "罗丽", "PER", "person/罗丽"), ("a1", "市委", "ORG", "org/中共吕梁市委员会", 1), ("a1", "孙大军", "PER", "person/孙大军"),
    ("a1", "市委常委会议", "EVT", EVENT, 1), ("a1", "张广勇", "PER", "person/张广勇"), ("a1", "中共吕梁市委员会", "ORG", "org/中共吕梁市委员会"),
    ("a1", "吕梁会堂", "LOC", "place/吕梁会堂"), ("a1", "《关于加快推进乡村工匠培育的实施意见》", "POL", POLICY),
    ("a1", "《乡村振兴促进法》", "POL", "policy/乡村振兴促进法"), ("a1", "离石区", "LOC", "place/141102"),
    ("a1", "北城一幼", "ORG", "org/北城一幼"), ("a1", "离石区教育局", "ORG", "org/离石区教育局"),
    ("a2", "柳林", "LOC", "place/141125"), ("a2", "中国石油大学（北京）", "ORG", "org/中国石油大学（北京）"), ("a2", "柳林县", "LOC", "place/141125"),
    ("a2", "张伟", "PER", "person/张伟-柳林县"), ("a2", "我县", "LOC", "place/141125"), ("a2", "双减", "POL", "policy/双减"),
    ("a2", "意见", "POL", POLICY), ("a2", "县政府", "ORG", "org/柳林县人民政府"), ("a2", "县人大常委会", "ORG", "org/柳林县人大常委会"),
    ("a2", "张伟", "PER", "person/张伟-柳林县", 1), ("a3", "张伟", "PER", "person/张伟-离石区人民医院"),
    ("a3", "离石区人民医院", "ORG", "org/离石区人民医院"), ("a3", "张伟", "PER", "person/张伟-离石区人民医院", 1),
]

# subject, predicate, object, qualifiers, claims as (article, words of the sentence, more)
RELATIONS: list[tuple[Any, ...]] = [
    ("person/孙大军", "holds_post", "org/中共吕梁市委员会", {"title": "书记"}, [("a1", "市委书记孙大军")]),
    ("person/张广勇", "holds_post", "org/吕梁市人民政府", {"title": "市长"}, [("a1", "市长张广勇")]),
    ("person/张伟-柳林县", "holds_post", "org/柳林县人民政府", {"title": "县长"}, [("a2", "县长张伟")]),
    ("person/张伟-柳林县", "holds_post", "org/离石区人民政府", {"title": "区长"}, [("a2", "张伟并未", {"negated": True})]),
    ("person/张伟-离石区人民医院", "holds_post", "org/离石区人民医院", {"title": "医生"}, [("a3", "坚守一线")]),
    ("person/孙大军", "chaired", EVENT, {}, [("a1", "主持召开")]),
    ("person/张广勇", "attended", EVENT, {}, [("a1", "张广勇出席")]),
    ("org/中共吕梁市委员会", "convened", EVENT, {}, [("a1", "召集")]),
    (EVENT, "located_at", "place/吕梁会堂", {}, [("a1", "会堂")]),
    (EVENT, "considered", POLICY, {"outcome": "原则通过"}, [("a1", "原则通过")]),
    (POLICY, "based_on", "policy/乡村振兴促进法", {}, [("a1", "依据")]),
    ("org/柳林县人民政府", "issued", POLICY, {}, [("a2", "印发", {"said_by": "张伟"})]),
    (POLICY, "submitted_to", "org/柳林县人大常委会", {}, [("a2", "提请", {"when": "2021-09"})]),
    ("place/141125", "implements", "policy/双减", {}, [("a2", "落实")]),
    ("org/中国石油大学（北京）", "visited", "place/141125", {}, [("a2", "调研")]),
    ("org/中国石油大学（北京）", "cooperates_with", "place/141125", {}, [("a2", "签约")]),
    ("place/141102", "established", "org/北城一幼", {}, [("a1", "开办")]),
    ("org/北城一幼", "part_of", "org/离石区教育局", {}, [("a1", "管理")]),
    ("org/北城一幼", "formerly", "盛地幼儿园", {}, [("a1", "原盛地")]),
    ("place/141102", "observation", "新增学位", {"value": "1080", "unit": "个", "period": "2020"}, [("a1", "学位", {"as_of": "2021-07-31"})]),
    ("place/141102", "observation", "新增学位", {"value": "90", "unit": "个", "period": "2020"}, [("a3", "坚守一线")]),
    ("place/141102", "observation", "投资", {"value": "6.350", "unit": "亿元", "approximator": "约"}, [("a1", "亿元")]),
    ("place/141102", "observation", "投资同比增长", {"value": "8", "unit": "%", "change": "year-on-year", "of": "投资|6.350|亿元|约||"}, [("a1", "亿元")]),
    ("place/141102", "observation", "学位", {"value": "2", "unit": "万个", "status": "planned", "scope": "累计"}, [("a1", "学位")]),
    ("place/141102", "project_at", "年产30万吨电解铝项目", {"home": "141102", "state": "开工", "value": "45", "unit": "亿元"}, [("a1", "亿元")]),
    ("org/北城一幼", "owns_project", "年产30万吨电解铝项目", {"home": "141102"}, [("a1", "亿元")]),
    ("place/141102", "within", "place/141100", {}, []),
    ("place/141125", "within", "place/141100", {}, []),
    ("place/141100", "within", "place/140000", {}, []),
    ("org/吕梁市人民政府", "jurisdiction", "place/141100", {}, []),
    ("person/张伟-柳林县", "said", "我县落实‘双减’，意见由县政府印发，将提请县人大常委会审议", {}, [("a2", "印发")]),
    (EVENT, "discussed", "乡村人才工作", {"outcome": "研究"}, [("a1", "会议由")]),
    (EVENT, "branch_venue", "place/141125", {}, [("a1", "会议由")]),
]
LITERAL = ("formerly", "observation", "said", "discussed", "project_at", "owns_project")


def graph() -> nx.MultiDiGraph[str]:
    """The sample as the graph stage would leave it."""
    pages = [
        Page("p1", "吕梁日报/2021-08-19.txt", "text", MEETING + "\n\n" + DOCTOR, "2021-08-19", "吕梁日报", "01", "141100", {"url": "https://example.org/1"}),
        Page("p2", "柳林.txt", "text", VISIT, "2021"),
    ]
    articles = [
        _article("a1", pages[0], 1, MEETING, authors=("罗丽",), locality="141100"),
        _article("a2", pages[1], 1, VISIT, locality="141125"),
        _article("a3", pages[0], 2, DOCTOR, locality="141102", kind="photo"),
    ]
    texts = {article.id: article for article in articles}
    mentions, links = _mentions(texts)
    claims, relations = _relations(texts, {m.id: m for m in mentions}, links)
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for id, type, name, subtype, aliases, code, gazetteer in ENTITIES:
        own = tuple(sorted(m for m, entity in links.items() if entity == id))
        twins = tuple(e[0] for e in ENTITIES if e[2] == name and e[0] != id)
        found.add_node(id, record=Entity(id, type, name, subtype, aliases, own, code, gazetteer, homonyms=twins, reasons=_reasons(own), facts=FACTS.get(id, {})))
    for relation in relations:
        if not relation.literal:
            found.add_edge(relation.subject, relation.object, key=relation.id, record=relation)
    found.graph.update(
        pages={page.id: page for page in pages},
        articles=texts,
        mentions={mention.id: mention for mention in mentions},
        claims={claim.id: claim for claim in claims},
        links=links,
        authors={"a1": ("person/罗丽",)},
        problems=(Problem("articles", "no-byline", "info", "no byline", "柳林.txt"),),
        literals=tuple(relation for relation in relations if relation.literal),
    )
    return found


def _reasons(mentions: tuple[str, ...]) -> tuple[str, ...]:
    return ("同一篇文章中的同名",) if len(mentions) > 1 else ()


def _article(id: str, page: Page, order: int, text: str, **more: Any) -> Article:
    start, title = page.body.index(text), text.partition("\n")[0]
    parts = (Part("title", 0, len(title)), Part("paragraph", len(title) + 1, len(text)))
    origin = Origin(((0, start, len(text)),))
    return Article(id, page.id, order, text, parts, origin, title, published=page.published, **more)


def _mentions(articles: dict[str, Article]) -> tuple[list[Mention], dict[str, str]]:
    mentions: list[Mention] = []
    links: dict[str, str] = {}
    for article, surface, type, entity, *nth in MENTIONS:
        start = -1
        for _ in range(1 + (nth[0] if nth else 0)):
            start = articles[article].text.index(surface, start + 1)
        id = f"{article}-{start}-{start + len(surface)}"
        hint = {"deictic": "true"} if surface == "我县" else {}
        mentions.append(Mention(id, Span(article, start, start + len(surface)), surface, type, "sample", surface.strip("《》"), hint, 0.9))
        links[id] = entity
    return sorted(mentions, key=lambda m: m.id), dict(sorted(links.items()))


def _relations(articles: dict[str, Article], mentions: dict[str, Mention], links: dict[str, str]) -> tuple[list[Claim], list[Relation]]:
    claims: list[Claim] = []
    relations: list[Relation] = []
    for n, (subject, predicate, object, qualifiers, sources) in enumerate(RELATIONS):
        made: list[Claim] = []
        for article, words, *rest in sources:
            more = dict(rest[0]) if rest else {}
            if "said_by" in more:
                more["said_by"] = next(m.id for m in mentions.values() if m.surface == more["said_by"] and m.span.article == article)
            span = _sentence(articles[article], words)
            made.append(Claim(f"c{n}", predicate, Term("literal", subject), Term("literal", object), span, f"rule-{predicate}", 0.85, qualifiers, **more))
        claims += made
        source = "" if made else "gazetteers/divisions.tsv:7"
        literal = predicate in LITERAL
        relations.append(Relation(f"r{n}", subject, predicate, object, literal, tuple(c.id for c in made), source, qualifiers, confidence=1.0))
    return claims, relations


def _sentence(article: Article, words: str) -> Span:
    at = article.text.index(words)
    start = max(article.text.rfind(mark, 0, at) for mark in "。\n") + 1
    return Span(article.id, start, article.text.index("。", at) + 1)
