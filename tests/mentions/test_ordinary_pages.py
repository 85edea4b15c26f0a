"""Forms that ordinary pages of many provinces use: what is named, and what only looks like a name."""

from __future__ import annotations

import pytest
from scenes import named, read, relations, world

FOUND = {
    ("市教师进修学院、县实验二小、市八中开学。", "仙桃市"): {"ORG 市教师进修学院", "ORG 县实验二小", "ORG 市八中"},
    ("王鑫先后来到临县、方山县。", "吕梁市"): {"PER 王鑫", "LOC 临县", "LOC 方山县"},
    ("市长许青山对大会召开表示祝贺。", "汕头市"): {"PER 许青山"},
    ("市委原书记厉大为、刘玉山到场。", "汕头市"): {"ORG 市委", "PER 厉大为", "PER 刘玉山"},
    ("我市组织收听收看全省高质量发展大会。", "汕头市"): {"LOC 我市", "LOC 全省", "EVT 全省高质量发展大会"},
    ("肃州区把招商引资列为“一把手”工程。", "酒泉市"): {"LOC 肃州区"},
    ("县长来到东方粮油有限公司、平安机械有限公司。", "白玉县"): {"ORG 东方粮油有限公司", "ORG 平安机械有限公司"},
    ("武亮靓、陈越强当选；楼建明、张仁贵当选。", "嘉兴市"): {"PER 武亮靓", "PER 陈越强", "PER 楼建明", "PER 张仁贵"},
    ("苏副市长指出，要抓好生产。", "清远市"): set(),
    ("桐梓供电局局长张玉贤汇报。", "遵义市"): {"ORG 桐梓供电局", "PER 张玉贤"},
    ("绥化农委主任张作平、河南教育厅厅长李三平到场。", "绥化市"): {"ORG 绥化农委", "PER 张作平", "ORG 河南教育厅", "PER 李三平"},
    ("市农业局农朝日局长在场。", "崇左市"): {"ORG 市农业局", "PER 农朝日"},
    ("支队许永副支队长亲临现场。", "长治市"): {"PER 许永"},
    ("县委副书记、县长危岩讲话。", "上饶市铅山县"): {"ORG 县委", "PER 危岩"},
    ("市政府应急办主任申进军到场。", "长治市"): {"ORG 市政府应急办", "PER 申进军"},
    ("副市长、湖南省第九批援藏工作队领队唐少华参加。", "山南市"): {"ORG 湖南省第九批援藏工作队", "PER 唐少华"},
    ("主动加强与广州市对口帮扶梅州市指挥部的沟通对接。", "梅州市"): {"ORG 广州市对口帮扶梅州市指挥部"},
    ("记者14日从国家统计局山西调查总队获悉。", "大同市"): {"ORG 国家统计局山西调查总队"},
    ("9日23时许，平城分局向阳里派出所接到报警。", "大同市"): {"ORG 平城分局向阳里派出所"},
    ("67岁的次仁多吉坐在门前。4岁女孩益西卓嘎患有先天性心脏病。", "山南市"): {"PER 次仁多吉", "PER 益西卓嘎"},
    ("该法庭辖马头、重坊、港上三镇。", "郯城县"): {"LOC 马头", "LOC 重坊", "LOC 港上"},
    ("活动走进盐池、同心两县环卫站点。", "吴忠市"): {"LOC 盐池", "LOC 同心"},
    ("检查组来到大同南站，货柜运到天津港。", "大同市"): {"LOC 大同南站", "LOC 天津港"},
    ("全市法院共审结案件63件。", "绥化市"): {"LOC 全市"},
    ("市扫黑除恶专项斗争领导小组办公室副主任温国良参加。", "绥化市"): {"ORG 市扫黑除恶专项斗争领导小组办公室", "PER 温国良"},
    ("来自广州市海珠区住房和建设局的何劲松到场。", "梅州市"): {"ORG 广州市海珠区住房和建设局", "PER 何劲松"},
    ("市中级人民法院召开扫黑除恶专项斗争新闻发布会。", "绥化市"): {
        "ORG 市中级人民法院",
        "POL 扫黑除恶专项斗争",
        "EVT 扫黑除恶专项斗争新闻发布会",
    },
    ("台风登陆前，兴宁合水水库已提前预泄腾库。", "梅州市"): {"LOC 兴宁", "LOC 合水水库"},
    ("王庆坨镇是自行车之乡。丁宝山是地道的王庆坨人。", "天津市"): {"LOC 王庆坨镇", "LOC 王庆坨", "PER 丁宝山"},
    ("法官和干警就地普法，走访养殖户和村干部。", "绥化市"): set(),
    ("手把手教村民种萝卜，敞开收购农民余粮。", "绥化市"): set(),
    ("32岁的王艳红大学毕业后返乡创业。", "临沂市"): {"PER 王艳红"},
    ("传承人郎志国正手把手教学生拉坯。", "绥化市"): {"PER 郎志国"},
    ("新华社江西分社副总编程宏建到场。", "会昌县"): {"ORG 新华社江西分社", "PER 程宏建"},
    ("参观了东升围屋。", "安远县"): {"LOC 东升围屋"},
    ("双方签订赵王河下游湿地项目协议，沿张家河两岸植树。", "菏泽市"): {"LOC 张家河"},
    ("研究总院是世界500强中信集团旗下公司。", "十堰市"): {"ORG 中信集团"},
    ("市发改委、住建委、规划局、国土局和房管局负责人参加。", "荆州市"): {
        "ORG 市发改委", "ORG 住建委", "ORG 规划局", "ORG 国土局", "ORG 房管局",
    },
    ("市住建局、残联、有关部门和各县区负责人参加。", "荆州市"): {"ORG 市住建局", "ORG 残联"},
    ("大巴从四通镇高速路口驶出。", "周口市"): {"LOC 四通镇"},
    ("山东“山里翠”农业发展有限公司董事长张裕民到场。", "枣庄市"): {"ORG 山东“山里翠”农业发展有限公司", "PER 张裕民"},
    ("“隐形冠军”浙江三衢机械有限公司投产。", "衢州市"): {"ORG 浙江三衢机械有限公司"},
    ("县教育局仪器站站长王海村讲话，村民李树村鼓掌。", "利辛县"): {"ORG 县教育局", "PER 王海村", "PER 李树村"},
    ("区教育局总督学侯宗让同志到场。", "武威市凉州区"): {"ORG 区教育局", "PER 侯宗让"},
    ("城发集团总经理蔡浩前，少先队员代表到场。", "乐清市"): {"ORG 城发集团", "PER 蔡浩前"},
    ("中共云南省楚雄州委、楚雄州人民政府发来贺信。", "楚雄彝族自治州"): {"ORG 中共云南省楚雄州委", "ORG 楚雄州人民政府"},
    ("临港经开区社会事务工作局局长肖向荣主持。", "宜宾市"): {"ORG 临港经开区社会事务工作局", "PER 肖向荣"},
    ("县教育体育局纪委书记张君、市财政局机关纪委书记李平出席。", "扶风县"): {
        "ORG 县教育体育局纪委", "PER 张君", "ORG 市财政局机关纪委", "PER 李平",
    },
    ("走进牧户苏伊拉其其格家和牧户新巴特尔家。", "西乌珠穆沁旗"): {"PER 苏伊拉其其格", "PER 新巴特尔"},
    ("市人大常委会农村工作委员会副主任张巍到场。", "洛阳市"): {"PER 张巍", "ORG 市人大常委会农村工作委员会"},
    ("村民代表到场，职工代表发言。", "洛阳市"): set(),
    ("市委办主任周功表，副县长李安平，局长王学说明情况。", "津市市"): {"ORG 市委办", "PER 周功表", "PER 李安平", "PER 王学"},
    ("成立由县长任组长、副县长任副组长的机构，建成护村坝。", "大同市"): set(),
    ("省委宣传部副部长、文化和旅游厅厅长戴允平到场。", "泸州市"): {"ORG 省委宣传部", "ORG 文化和旅游厅", "PER 戴允平"},
    ("境内有国家A级旅游景区4家，新建U型渠8000米，清理长岭河河道。", "宜昌市"): {"LOC 长岭河"},
    ("全市首批项目开工活动10日在海口湖大道举办。", "黄石市"): {"LOC 全市", "EVT 全市首批项目开工活动", "LOC 海口湖大道"},
    ("2021年全市重点项目集中开工和投产投用现场会在恒口示范区（试验区）归雁经济产业园主会场召开。", "安康市"): {
        "EVT 2021年全市重点项目集中开工和投产投用现场会", "LOC 全市", "LOC 恒口示范区",
    },
    ("城郊供电所所长杨增和、城关自然资源所所长李望强到场。", "临城县"): {
        "ORG 城郊供电所", "PER 杨增和", "ORG 城关自然资源所", "PER 李望强",
    },
    ("江苏省镇江市开发区人民法院的法官祁胜林到场，经开区法院协助。", "镇江市"): {
        "LOC 江苏省", "ORG 镇江市开发区人民法院", "PER 祁胜林", "ORG 经开区法院",
    },
    ("副市长孙望伟先后来到驻马店市乐润科技发展有限公司、金鼎远达、上海全域、恒久机械进行实地调研。", "驻马店市"): {
        "PER 孙望伟", "ORG 驻马店市乐润科技发展有限公司", "ORG 金鼎远达", "ORG 上海全域", "ORG 恒久机械",
    },
    ("市长穆嵘安先后深入中炜、凯衡、汇成、嘉铭、山河智能等新型功能材料产业重点企业调研。", "铜仁市"): {
        "PER 穆嵘安", "ORG 中炜", "ORG 凯衡", "ORG 汇成", "ORG 嘉铭", "ORG 山河智能",
    },
    ("县里有食品加工、智能制造、新能源汽车、现代农业等企业56家。", "铜仁市"): set(),
    ("副县长唐新和县经信局负责人参加。", "小金县"): {"PER 唐新", "ORG 县经信局"},
    ("姜慧副校长和徐振华副县长共同签字，市民代表应邀列席。", "睢宁县"): {"PER 姜慧", "PER 徐振华"},
    ("我乡各村党支部书记走进镇中心，参加助残、助学等志愿服务活动。", "桐城市"): {"LOC 我乡"},
    ("县长施家勋主持召开县政府党组会议和县政府第16次常务会议。", "闽侯县"): {
        "PER 施家勋", "ORG 县政府", "EVT 县政府党组会议", "EVT 县政府第16次常务会议",
    },
    ("双方举行了“永和学院与正阳县战略合作签约仪式”。", "驻马店市"): {
        "ORG 永和学院", "LOC 正阳县", "EVT 永和学院与正阳县战略合作签约仪式",
    },
    ("县政府办、教育局、宣传部、团委、财政局主要负责人参加。", "安平县"): {
        "ORG 县政府办", "ORG 教育局", "ORG 宣传部", "ORG 团委", "ORG 财政局",
    },
    ("县饮水办、县创文办负责人参加，活动由县里承办，市里督办。", "崇阳县"): {"ORG 县饮水办", "ORG 县创文办"},
    ("先后察看了武显庙村堤防和县污水处理厂，了解汛期水库调度。", "英山县"): {"LOC 武显庙村", "LOC 县污水处理厂"},
    ("新建扶贫互助资金协会13个，发展新能源汽车产业。", "靖远县"): set(),
    ("群兴农产品专业合作社的马应全理事长告诉记者。", "漾濞彝族自治县"): {"ORG 群兴农产品专业合作社", "PER 马应全"},
    ("考察了江苏长兴县和深圳华瑞公司，与中广核环保产业有限公司座谈。", "津市市"): {
        "LOC 江苏", "LOC 长兴县", "ORG 深圳华瑞公司", "ORG 中广核环保产业有限公司",
    },
    ("李明川一行实地考察了华讯方洲、大族激光等企业。", "渭南市"): {"PER 李明川", "ORG 华讯方洲", "ORG 大族激光"},
    ("队伍一直延伸到陵城区小庄村东侧。", "德州市"): {"LOC 陵城区", "LOC 小庄村"},
    ("市区域办王斌安主任参加。传达学习省人代会、政协会精神。", "渭南市"): {"ORG 市区域办", "PER 王斌安"},
    ("市国资委驻祁东县城连墟乡龙家亭村扶贫工作队队长田兴治到村。", "衡阳市"): {
        "ORG 市国资委驻祁东县城连墟乡龙家亭村扶贫工作队", "PER 田兴治",
    },
    ("“娄烦县第五届乡村文化旅游节”在娄烦县举办，县首届民俗文化旅游节精彩启幕。", "娄烦县"): {
        "LOC 娄烦县", "EVT 娄烦县第五届乡村文化旅游节", "EVT 县首届民俗文化旅游节",
    },
    ("居民楼前的绿化带被压倒，很多村民连村都没出过，维吾尔族干部到村。", "上海市"): set(),
    ("干部赵德提·阿不都哈德尔到村，他的爱人图尔荪古丽·库杜斯在家。", "疏勒县"): {"PER 赵德提·阿不都哈德尔", "PER 图尔荪古丽·库杜斯"},
    ("县教科局驻二工镇六户地村“访惠聚”工作队队员马昌武到场。", "吉木萨尔县"): {
        "ORG 县教科局驻二工镇六户地村“访惠聚”工作队", "PER 马昌武",
    },
    ("由市体育总会、市乒协主办的大连市第四届“国声杯”乒乓球赛17日落幕，2024大学生乒乓球邀请赛于29日在廊坊市举行。", "大连市"): {
        "ORG 市体育总会", "ORG 市乒协", "LOC 大连市", "EVT 大连市第四届“国声杯”乒乓球赛", "EVT 2024大学生乒乓球邀请赛", "LOC 廊坊市",
    },
    ("中央广播电视总台、光明日报社、科技日报社派出代表队。", "廊坊市"): {"ORG 中央广播电视总台", "ORG 光明日报社", "ORG 科技日报社"},
    ("一行到我镇涌金村送喜报，故居位于铜仁市区共同路12号。", "铜仁市"): {"LOC 我镇", "LOC 涌金村", "LOC 铜仁市", "LOC 共同路"},
    ("县人武部副部长牟建安与县民政局局长刘成元到场，组织部部长张甲太汇报。", "宁武县"): {
        "ORG 县人武部", "PER 牟建安", "ORG 县民政局", "PER 刘成元", "ORG 组织部", "PER 张甲太",
    },
    ("县苏维埃政府主席阮在荣、中共闽粤赣边区特委组织部长李明远牺牲。", "罗源县"): {
        "ORG 县苏维埃政府", "PER 阮在荣", "ORG 中共闽粤赣边区特委", "PER 李明远",
    },
    ("市委召开老同志通报会和党外人士民主协商会。孙晓安主持民主协商会，全线特大桥1座，居民楼三楼起火。", "镇江市"): {
        "ORG 市委", "EVT 老同志通报会", "EVT 党外人士民主协商会", "PER 孙晓安", "EVT 民主协商会",
    },
    ("她是宝山吴淞街道永清二村居民。东莞图书馆茶山分馆馆长李培安到场，中新社发稿。", "上海市"): {
        "LOC 宝山", "LOC 吴淞街道", "LOC 永清二村", "ORG 东莞图书馆茶山分馆", "PER 李培安", "ORG 中新社",
    },
}


@pytest.mark.parametrize(("text", "home"), FOUND, ids=[text[:12] for text, _ in FOUND])
def test_names_of_ordinary_pages(text: str, home: str) -> None:
    assert {f"{m.type} {m.surface}" for m in read(text, home).mentions} == FOUND[text, home]


MEANT = {
    ("该法庭辖马头、重坊、港上三镇。", "郯城县", "港上"): "港上镇",
    ("平城分局向阳里派出所接到报警。", "大同市", "平城分局向阳里派出所"): "大同市公安局平城分局向阳里派出所",
    ("市市场监督管理局驻春河村工作队队长梁德江到场。", "绥化市", "市市场监督管理局驻春河村工作队"): "绥化市市场监督管理局驻春河村工作队",
    ("请来省农业科学院绥化分院研究员车仁贵。", "绥化市", "省农业科学院绥化分院"): "黑龙江省农业科学院绥化分院",
    ("郯城法院马头法庭巡回审判。", "郯城县", "郯城法院马头法庭"): "郯城县人民法院马头人民法庭",
    ("要深入学习贯彻安全生产法。", "衡水市", "安全生产法"): "中华人民共和国安全生产法",
    ("《民法典》宣传月启动。", "衡水市", "《民法典》"): "中华人民共和国民法典",
    ("村医刘德成说，路修好了。“要不是德成，俺这条命就没了。”", "临沂市", "德成"): "刘德成",
    ("黑龙江省农业农村厅种植业管理处处长樊庆丰介绍情况。", "绥化市", "黑龙江省农业农村厅种植业管理处"): "黑龙江省农业农村厅种植业管理处",
}


@pytest.mark.parametrize(("text", "home", "surface"), MEANT, ids=[surface for _, _, surface in MEANT])
def test_what_they_mean(text: str, home: str, surface: str) -> None:
    assert named(world(read(text, home)), surface) == MEANT[text, home, surface]


WHOLES = {
    "民警联系中国农业银行德令哈市支行止付。": "中国农业银行德令哈市支行 part_of 中国农业银行",
    "农发行驻马店市分行行长王强到会。": "农发行驻马店市分行 part_of 中国农业发展银行",
    "北大荒集团九三分公司负责人介绍情况。": "北大荒集团九三分公司 part_of 北大荒集团",
    "贵州省荔波县党政代表团来宜州区考察。": "荔波县 within 贵州省",
}


@pytest.mark.parametrize("text", WHOLES)
def test_what_names_say_of_wholes(text: str) -> None:
    assert WHOLES[text] in relations(world(text, home="黑河市"))


SAID = {
    "县财政局总会计师万崇山参加。": {"万崇山 holds_post 白玉县财政局"},
    "市长雷海良、市农业局农朝日局长、黎萍明副局长在场。": {
        "雷海良 holds_post 衢州市人民政府", "农朝日 holds_post 衢州市农业局", "黎萍明 holds_post 衢州市农业局",
    },
    "吴成山同志作为县教育局局长，负有领导责任。": {"吴成山 holds_post 白玉县教育局"},
    "县卫生局王世荣局长、县人民医院孔雷明院长、县教育局副局长孙培原在场。": {
        "王世荣 holds_post 白玉县卫生局", "孔雷明 holds_post 白玉县人民医院", "孙培原 holds_post 白玉县教育局",
    },
    "县委副书记夏振山，县委常委，县法院负责同志参加会议。": {"夏振山 holds_post 中共白玉县委员会"},
    "会议决定任命邓正元为市人民政府副市长，并决定为代理市长。": {"邓正元 holds_post 衢州市人民政府"},
    "李桂山原是县科协办公室副主任。今年5月，李桂山到石桥镇杨家村任党支部书记。": {
        "李桂山 holds_post 白玉县科学技术协会办公室", "李桂山 holds_post 杨家村党支部",
    },
    "县政协主席张和波主持会议。副主席丁宏山、孙德民，秘书长林伦山参加会议。": {
        f"{name} holds_post 中国人民政治协商会议白玉县委员会" for name in ("张和波", "丁宏山", "孙德民", "林伦山")
    },
    "县人大常委会召开会议。副主任丁宏山、孙德民参加会议。": {f"{name} holds_post 白玉县人民代表大会常务委员会" for name in ("丁宏山", "孙德民")},
    "白玉县公安局长郭霖云、县教育局长张伟民参加。": {"郭霖云 holds_post 白玉县公安局", "张伟民 holds_post 白玉县教育局"},
    "白玉县公安局石桥派出所长张磊山介绍。": {"张磊山 holds_post 白玉县公安局石桥派出所"},
    "人民路小学党支部书记、校长王平野说。": {"王平野 holds_post 人民路小学", "王平野 holds_post 中共人民路小学支部委员会"},
    "《人民日报》副总编辑米云华到场。": {"米云华 holds_post 人民日报社"},
    "县委副书记、政府县长梁世荣主持，县委常委、政府副县长张乃文参加。": {
        "梁世荣 holds_post 中共白玉县委员会", "梁世荣 holds_post 白玉县人民政府",
        "张乃文 holds_post 中共白玉县委员会", "张乃文 holds_post 白玉县人民政府",
    },
    "李文涛县长强调，要抓好落实。": {"李文涛 holds_post 白玉县人民政府"},
    "衡彤县长王建民到场。": {"王建民 holds_post 白玉县人民政府"},
    "任命李胜远任市民政局局长、张好富任市林业局局长、蒋勤任市水利局局长。": {
        "李胜远 holds_post 衢州市民政局", "张好富 holds_post 衢州市林业局", "蒋勤 holds_post 衢州市水利局",
    },
    "白玉县人民检察院召开发布会，由院党组成员、副检察长王东望主持，检委会专职委员马福贵讲话。": {
        "王东望 holds_post 白玉县人民检察院", "马福贵 holds_post 白玉县人民检察院",
    },
    "白玉县兴农专业合作社的马应全理事长告诉记者。": {"马应全 holds_post 白玉县兴农专业合作社"},
    "白玉县第二小学师生来到县文化馆。陈怀安校长说，收获很大。": {"陈怀安 holds_post 白玉县第二小学"},
    "确定张慧安同志为白玉县教育局局长拟任人选。": set(),
}  # fmt: skip


@pytest.mark.parametrize("text", SAID, ids=[text[:12] for text in SAID])
def test_who_holds_which_post(text: str) -> None:
    assert {r for r in relations(world(read(text, "衢州市" if "市" in text else "白玉县"))) if "holds_post" in r} == SAID[text]


def test_a_tour_goes_on_behind_the_places_that_it_came_to() -> None:
    text = "7日，县长梁世荣一行来到石桥镇，走进白玉酒业有限公司生产车间，随后来到黄粱镇，走进平安粮油有限公司、江边物流园，开展实地调研。"
    found = {r for r in relations(world(read(text, "白玉县"))) if "visited" in r}
    assert found == {f"梁世荣 visited {stop}" for stop in ("石桥镇", "白玉酒业有限公司", "黄粱镇", "平安粮油有限公司", "江边物流园")}


def test_companies_that_are_visited_visit_nobody() -> None:
    graph = world(read("7日，县长梁世荣先后深入花博园、白玉酒业有限公司实地调研白玉县经济运行情况。", "白玉县"))
    assert {r.split(" ")[0] for r in relations(graph) if "visited" in r} == {"梁世荣"}


def test_the_meeting_behind_one_that_is_over_is_told_of() -> None:
    graph = world(read("县人大二次会议预备会议结束后，大会主席团举行第一次会议。县人大常委会副主任余其山主持会议。", "白玉县"))
    assert [r for r in relations(graph) if "chaired" in r] == ["余其山 chaired 第一次会议"]


def test_a_town_known_elsewhere_is_not_in_the_county_of_the_page() -> None:
    assert not [r for r in relations(world(read("来自常平镇的企业签订了协议。", "玉屏侗族自治县"))) if "within" in r]
    graph = world(read("乡城县党政代表团一行来到大同镇，了解情况。", "建德市"))
    assert not [r for r in relations(graph) if "大同镇 within 乡城县" in r]


def test_those_before_a_paper_or_a_ministry_of_the_country_were_there_too() -> None:
    text = "7日，通车典礼举行。县长梁世荣，《书法报》副总编辑毛雨山，国家教育部副部长翁孟勇出席典礼。"
    assert {r.split(" ")[0] for r in relations(world(read(text, "白玉县"))) if " attended " in r} == {"梁世荣", "毛雨山", "翁孟勇"}


def test_what_sorts_projects_is_no_figure() -> None:
    graph = world(read("白玉县签约项目18个，其中20亿元项目2个。全线共有特大桥4座。", "白玉县"))
    assert sorted(r.split(" ", 2)[2] for r in relations(graph) if "observation" in r) == ["特大桥", "签约项目", "项目"]


def test_a_second_meeting_without_a_name_has_those_who_came_to_it() -> None:
    graph = world(read("7日，全市经济运行调度会召开。会后，我县接续召开会议，县委书记吴锦山主持并讲话。县长梁世荣出席。", "白玉县"))
    held = {r.split(" ", 2)[2] for r in relations(graph) if " chaired " in r or " attended " in r}
    assert len(held) == 1
    assert "调度会" not in held.pop()


def test_a_quotation_with_a_speaker_before_it_is_not_also_of_the_next() -> None:
    graph = world(read("法官刘永勇宣判：“被告人有罪，判处有期徒刑六个月。”县检察院孙德倩检察长表示，办案效率提高了。", "白玉县"))
    assert sorted(r.split(" ")[0] for r in relations(graph) if " said " in r) == ["刘永勇", "孙德倩"]


def test_a_tour_goes_on_behind_a_site_that_no_list_knows() -> None:
    text = "7日，县长梁世荣先后到金大地绿色转型产业园项目、石桥镇等地，实地察看建设进度。县政府办主任覃春利一同督导。"
    found = {r for r in relations(world(read(text, "白玉县"))) if "visited" in r or "accompanied" in r}
    assert found == {"梁世荣 visited 石桥镇", "覃春利 accompanied 梁世荣"}


def test_police_behind_a_county_are_no_county() -> None:
    graph = world(read("白玉县公安特警抓获逃犯一名。", "白玉县"))
    assert not any(graph.nodes[n]["record"].code == "421022" for n in graph)


def test_who_is_on_a_tour_without_a_named_place_is_accompanied() -> None:
    graph = world(read("7日，县委书记吴锦山率队深入多个重点项目开展实地调研。县长梁世荣等县领导参加活动。", "白玉县"))
    assert [r for r in relations(graph) if "accompanied" in r] == ["梁世荣 accompanied 吴锦山"]


def test_who_is_on_a_tour_may_be_said_in_the_same_sentence() -> None:
    graph = world(read("7日，县长梁世荣深入石桥镇检查指导防汛工作，副县长徐明轩及相关单位负责同志陪同。", "白玉县"))
    assert [r for r in relations(graph) if "accompanied" in r] == ["徐明轩 accompanied 梁世荣"]


def test_a_sentence_without_names_goes_on_about_whom_the_one_before_was() -> None:
    graph = world(read("去年，白玉县公安局立刑事案件831起。破刑事案件464起，查扣车辆6辆。", "白玉县"))
    about = {r.split(" ")[0] for r in relations(graph) if "observation" in r}
    assert about == {"白玉县公安局"}


def test_the_chairman_of_a_region_heads_its_government() -> None:
    graph = world(read("西藏自治区主席齐扎安讲话。", "拉萨市"))
    assert [r for r in relations(graph) if "holds_post" in r] == ["齐扎安 holds_post 西藏自治区人民政府"]


def test_who_speaks_of_himself_is_not_the_one_named_before() -> None:
    graph = world(read("7日，把家庭的重担交给余翠连后，我来到石桥镇开展驻村工作。", "白玉县"))
    assert not [r for r in relations(graph) if "visited" in r]


def test_what_is_planted_belongs_to_the_name_of_the_figure() -> None:
    graph = world(read("石桥镇种植1500亩玉米。石桥镇种了2000多亩水稻。", "白玉县"))
    assert {r.split(" ")[2] for r in relations(graph) if "observation" in r} == {"玉米种植面积", "水稻种植面积"}


def test_teaching_a_law_is_not_carrying_it_out() -> None:
    graph = world(read("县司法局开展《物业管理条例》宣讲活动。县司法局贯彻《中华人民共和国律师法》。", "白玉县"))
    assert [r for r in relations(graph) if "implements" in r] == ["白玉县司法局 implements 中华人民共和国律师法"]


def test_an_instruction_that_is_studied_says_nothing_here() -> None:
    graph = world(read("会议传达学习吴贤安市长批示要求，研究县政府初步贯彻意见。", "白玉县"))
    assert not [r for r in relations(graph) if " said " in r]


def test_a_rank_that_has_risen_is_no_figure_of_a_year() -> None:
    graph = world(read("白玉县在全省的位次上升至第54位，比2017年提高了24位。", "白玉县"))
    assert not [r for r in relations(graph) if "observation" in r]


def test_nobody_visits_all_of_an_area() -> None:
    graph = world(read("7日，县委书记吴锦山深入全县各乡镇调研，来到石桥镇。", "白玉县"))
    assert [r for r in relations(graph) if "visited" in r] == ["吴锦山 visited 石桥镇"]


def test_a_village_behind_another_town_is_not_the_one_of_the_home() -> None:
    graph = world(read("在嫩江市双山镇福民村，种植户忙着备耕。", "黑河市"))
    assert graph.nodes[next(n for n in graph if "福民村" in n)]["record"].code == ""


def test_organs_of_several_places_are_not_the_one_of_here() -> None:
    graph = world(read("潮汕三市政协开展联谊。", "潮州市"))
    assert "市政协" not in {mention.surface for mention in graph.graph["mentions"].values()}


def test_who_led_an_organ_on_its_way_was_there_too() -> None:
    graph = world(read("8月14日，省农工党到佛坪县开展专题调研。省农工党主委王根国带队。", "汉中市"))
    assert "王根国 visited 佛坪县" in relations(graph)


def test_an_officer_visits_with_the_rank_behind_the_name() -> None:
    graph = world(read("8月3日，省军区司令员温玉柱少将到我市视察。", "揭阳市"))
    assert "温玉柱 visited 揭阳市" in relations(graph)


def test_what_is_inspected_is_not_carried_out_by_who_inspects() -> None:
    graph = world(read("县政协组织部分委员，对全县实施乡村振兴战略工作情况进行视察。", "合阳县"))
    assert not relations(graph, "implements")


def test_an_assistant_to_the_mayor_is_no_mayor() -> None:
    posts = [one.qualifiers["title"] for one in relations(world(read("市长助理李明到场。", "仙桃市")), "holds_post").values()]
    assert posts == ["市长助理"]


def test_what_a_project_will_make_is_part_of_its_name() -> None:
    text = "李艳萍前往山西金瑞祥新材料有限公司年产70万吨锌铝镁新材料及20万吨智能交安产品制造项目现场。公司年产生丝320吨，新上项目3个。"
    values = [one.qualifiers["value"] for one in relations(world(read(text, "临汾市")), "observation").values()]
    assert sorted(values) == ["3", "320"]


def test_what_is_said_keeps_the_marks_of_what_it_quotes() -> None:
    text = "副市长武亮要求，各级各部门要坚持“人民至上、生命至上”。市长陈立说：“我们要干好。”"
    assert {one.object for one in relations(world(read(text, "朔州市")), "said").values()} == {"各级各部门要坚持“人民至上、生命至上”", "我们要干好"}
