"""Who holds which post: chains of organs, posts and names."""

from __future__ import annotations

import pytest
from scenes import said

CHAINS = {
    "organ, post, name": ("[市委/ORG]书记[陈立/PER]出席。", ["陈立 市委 书记"]),
    "a post that implies its organ": ("市长[陈立/PER]出席。", ["陈立 organ:government:市 市长"]),
    "a deputy of such a post": ("副区长[陈立/PER]出席。", ["陈立 organ:government:区 副区长"]),
    "a post behind its place": ("[吕梁市/LOC]副市长[陈立/PER]出席。", ["陈立 organ:government:市 副市长"]),
    "a court's twin without a level": ("检察长[陈立/PER]出庭。", ["陈立 organ:procuratorate: 检察长"]),
    "two posts in two organs": ("[省委/ORG]副书记、[市委/ORG]书记[陈立/PER]出席。", ["陈立 省委 副书记", "陈立 市委 书记"]),
    "two posts in one organ": ("[新龙重工/ORG]董事长兼总经理[陈立/PER]介绍。", ["陈立 新龙重工 董事长", "陈立 新龙重工 总经理"]),
    "a party post and the office": ("[市委/ORG]副书记、市长[陈立/PER]出席。", ["陈立 市委 副书记", "陈立 organ:government:市 市长"]),
    "a party post inside an organ": (
        "[县公安局党委/ORG]书记、局长[陈立/PER]出席。",
        ["陈立 县公安局党委 书记", "陈立 whole:@县公安局党委 局长"],
    ),
    "a member of a party group": (
        "[市水务局党组/ORG]成员、副局长[陈立/PER]参加。",
        ["陈立 市水务局党组 成员", "陈立 whole:@市水务局党组 副局长"],
    ),
    "a body that is only a place's": (
        "[市铁投公司/ORG]董事长[陈立/PER]；投资公司[商丘/LOC]公司总经理[周文海/PER]、副总经理[吴秀兰/PER]到会。", ["陈立 市铁投公司 董事长"],
    ),
    "a post that runs together with the body": (
        "[县公安局/ORG]长[陈立/PER]、[县交警大队/ORG]长[周文海/PER]到会。", ["陈立 县公安局 局长", "周文海 县交警大队 大队长"],
    ),
    "a newspaper in its marks": ("《[人民日报/ORG]》副总编辑[陈立/PER]到会。", ["陈立 人民日报 副总编辑"]),
    "the head of a school behind its Party branch": (
        "[人民路小学党支部/ORG]书记、校长[陈立/PER]说。", ["陈立 人民路小学党支部 书记", "陈立 whole:@人民路小学党支部 校长"],
    ),
    "an aside between the posts": ("[县法院/ORG]副院长、该案审判长[陈立/PER]说。", ["陈立 县法院 副院长", "陈立 县法院 审判长"]),
    "the posts of a village": (
        "[天宝村/LOC]第一书记[陈立/PER]、[双塔村/LOC]主任[周文海/PER]来了。",
        ["陈立 organ:branch: 第一书记", "周文海 organ:village_committee: 主任"],
    ),
    "a village is not in the organ named before": (
        "[市水务局/ORG]局长[陈立/PER]、[双塔村/LOC]会计[周文海/PER]来了。",
        ["陈立 市水务局 局长"],
    ),
    "an occupation before the name": ("[金陵大学/ORG]教授、省派科技特派员[陈立/PER]来了。", ["陈立 金陵大学 教授"]),
    "an occupation of somebody else": ("[金陵大学/ORG]教授，村民[陈立/PER]来了。", []),
    "a post whose organ ended with another name": (
        "村民来到[河东派出所/ORG]，民警[陈立/PER]接待；[河东协会/ORG]办展，秘书长[周文海/PER]致辞。",
        ["陈立 河东派出所 民警", "周文海 河东协会 秘书长"],
    ),
    "one post, several people": (
        "[市政协/ORG]副主席[陈立/PER]、[周文海/PER]、[吴秀兰/PER]列席。",
        ["陈立 市政协 副主席", "周文海 市政协 副主席", "吴秀兰 市政协 副主席"],
    ),
    "the organ stays in force for deputies": (
        "[组织部/ORG]部长[陈立/PER]，副部长[周文海/PER]到会。",
        ["陈立 组织部 部长", "周文海 组织部 副部长"],
    ),
    "deputies in the next clause": (
        "[市政协/ORG]主席[陈立/PER]主持会议，副主席[周文海/PER]、秘书长[吴秀兰/PER]出席。",
        ["陈立 市政协 主席", "周文海 市政协 副主席", "吴秀兰 市政协 秘书长"],
    ),
    "a place before the next one's organ": (
        "[县一中/ORG]教师[陈立/PER]、[临县/LOC][县医院/ORG]护士长[周文海/PER]获奖。",
        ["陈立 县一中 教师", "周文海 县医院 护士长"],
    ),
    "no deputy of another office": ("[县医院/ORG]院长[陈立/PER]说，副校长[周文海/PER]来过。", ["陈立 县医院 院长"]),
    "a new organ ends the old one": (
        "[教育局/ORG]局长[陈立/PER]、[财政局/ORG]局长[周文海/PER]到会。",
        ["陈立 教育局 局长", "周文海 财政局 局长"],
    ),
    "two organs with one post": ("[县委/ORG]、[县政府/ORG]督导员[陈立/PER]到会。", ["陈立 县委 督导员", "陈立 县政府 督导员"]),
    "a remark between": ("[市委/ORG]书记（兼）[陈立/PER]出席。", ["陈立 市委 书记"]),
    "a blank between": ("[市委/ORG]书记　[陈立/PER]出席。", ["陈立 市委 书记"]),
    "a prefix of time": ("时任市长[陈立/PER]签字。", ["陈立 organ:government:市 时任市长"]),
    "three people of three organs": (
        "[市委/ORG]书记[陈立/PER]，市长[周文海/PER]，[市人大常委会/ORG]主任[吴秀兰/PER]出席。",
        ["陈立 市委 书记", "周文海 organ:government:市 市长", "吴秀兰 市人大常委会 主任"],
    ),
    "a post in a unit that no list knows": ("[县委/ORG]委员、组织宣传处处长[陈立/PER]到会。", ["陈立 县委 委员"]),
    "one of two who sign": ("[陈立/PER]代表[市政府/ORG]与[新龙重工/ORG]副总经理[周文海/PER]签约。", ["周文海 新龙重工 副总经理"]),
    "a director of money": ("[新龙重工/ORG]执行副总裁、财务总监[陈立/PER]到会。", ["陈立 新龙重工 执行副总裁", "陈立 新龙重工 财务总监"]),
    "a word for the body named before": (
        "[河东区法院/ORG]开会。院党组书记、院长[陈立/PER]讲话，政治部主任[周文海/PER]主持。",
        ["陈立 河东区法院 党组书记", "陈立 河东区法院 院长"],
    ),
    "who leads the company named before": ("[新龙重工集团/ORG:subtype=Company]签约。公司负责人[陈立/PER]说。", ["陈立 新龙重工集团 负责人"]),
    "a body that no list knows ends in brackets": ("[新龙重工集团/ORG]签约，东联农业（[中国/LOC]）副总裁[陈立/PER]到会。", []),
    "and has a second post": ("[新龙重工集团/ORG]签约。中水东华设计院党委副书记、总经理[陈立/PER]致辞。", []),
    "no post, but for whom he signs": ("[县委/ORG]常委、副县长[陈立/PER]代表[县政府/ORG]与[新龙重工/ORG]签约。", ["陈立 县委 常委", "陈立 organ:government:县 副县长"]),
    "who also looks after a river": ("[区委/ORG]副书记、[青石水库/LOC]区级河长[陈立/PER]巡河。", ["陈立 区委 副书记"]),
    "a name in apposition": ("[陈立/PER]，[县教育局/ORG]局长。", ["陈立 县教育局 局长"]),
}


@pytest.mark.parametrize(("text", "wanted"), CHAINS.values(), ids=CHAINS)
def test_posts_are_read_with_their_organs_and_people(text: str, wanted: list[str]) -> None:
    expected = {"{} holds_post {} title={}".format(*line.split()) for line in wanted}
    assert said(text, "holds_post") == expected


NEVER = {
    "a verb between post and name": "[市委/ORG]书记强调，[陈立/PER]要抓好落实。",
    "the post's secretary": "[市委/ORG]书记的秘书[陈立/PER]来了。",
    "an occupation": "村民[陈立/PER]说。",
    "an organ and a name alone": "[市委/ORG][陈立/PER]出席。",
    "a name and no post": "[陈立/PER]、[周文海/PER]出席[会议/EVT]。",
    "a post in another sentence": "会议由[市委/ORG]书记主持。[陈立/PER]发言。",
    "a document between": "[市委/ORG]书记签发[《关于加强校车管理的意见》/POL]，[陈立/PER]宣读。",
    "a long remark": "[市委/ORG]书记（" + "此前长期在基层工作" * 3 + "）[陈立/PER]出席。",
}


@pytest.mark.parametrize("text", NEVER.values(), ids=NEVER)
def test_no_post_is_read_where_none_is_said(text: str) -> None:
    assert said(text, "holds_post") == set()


def test_a_post_and_its_holder_make_one_claim_a_sentence() -> None:
    text = "[市委/ORG]书记[陈立/PER]指出，[市委/ORG]书记[陈立/PER]要带头。"
    assert said(text, "holds_post") == {"陈立 holds_post 市委 title=书记"}


def test_what_stands_in_a_headline_or_a_caption_counts_too() -> None:
    for role in ("title", "subtitle", "caption"):
        assert said("[市委/ORG]书记[陈立/PER]下乡", role=role)
    assert said("[市委/ORG]书记[陈立/PER]", role="byline") == set()
