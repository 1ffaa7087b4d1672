"""Who published a filing, for which year and what it is, in the words of covers from elsewhere."""

from pathlib import Path

import pytest

from ingest.document.genre import Genre, judge
from ingest.document.places import Places
from ingest.document.publisher import Identity, read_identity
from ingest.document.read import read_document
from ingest.document.region import region_of
from ingest.errors import NotADisclosure
from tests.reader.paper import Paper

COVERS = [
    (["成都市龙泉驿区水务局", "2024年部门预算"], ("成都市龙泉驿区水务局", 2024, "budget", "department", "510112")),
    (["2023年度", "武汉市江岸区人民法院部门决算公开"], ("武汉市江岸区人民法院", 2023, "final", "department", "420102")),
    (["重庆市水利局2022年部门预算情况说明"], ("重庆市水利局", 2022, "budget", "department", "500000")),
    (["天津市河西区教育局", "2021年度部门决算"], ("天津市河西区教育局", 2021, "final", "department", "120103")),
    (["内蒙古自治区水利厅2025年部门预算公开报告"], ("内蒙古自治区水利厅", 2025, "budget", "department", "150000")),
    (
        ["西藏自治区拉萨市城关区财政局", "2020年部门预算"],
        ("西藏自治区拉萨市城关区财政局", 2020, "budget", "department", "540102"),
    ),
    (["三亚市水务局2019年部门预算"], ("三亚市水务局", 2019, "budget", "department", "460200")),
    (["宁波市鄞州区水利局", "2024年度部门决算"], ("宁波市鄞州区水利局", 2024, "final", "department", "330212")),
    (["2016年度", "河南省水利厅", "部门决算"], ("河南省水利厅", 2016, "final", "department", "410000")),
    (["兰考县水利局", "2024年度部门预算"], ("兰考县水利局", 2024, "budget", "department", "410225")),
    (["中共杭州市委宣传部2024年部门预算"], ("中共杭州市委宣传部", 2024, "budget", "department", "330100")),
    (["沅江市茶盘洲镇人民政府", "2025年部门预算"], ("沅江市茶盘洲镇人民政府", 2025, "budget", "department", "430981")),
    (["杭州市第一中学", "2024年单位预算"], ("杭州市第一中学", 2024, "budget", "unit", "330100")),
    (["昆明市五华区审计局2023年度单位决算公开"], ("昆明市五华区审计局", 2023, "final", "unit", "530102")),
    (["二〇二四年度", "贵阳市水务局部门预算"], ("贵阳市水务局", 2024, "budget", "department", "520100")),
    (["2024年", "南宁市水利局", "部门预算公开说明"], ("南宁市水利局", 2024, "budget", "department", "450100")),
    (["长沙市水利局（本级）2024年度单位预算公开"], ("长沙市水利局(本级)", 2024, "budget", "unit", "430100")),
    (["2026年泉州市市场监管综合监测中心单位预算"], ("泉州市市场监管综合监测中心", 2026, "budget", "unit", "350500")),
    (["2023年度", "泸州市中医医院单位决算"], ("泸州市中医医院", 2023, "final", "unit", "510500")),
    (["2023年度泸州市中医医院单位决算"], ("泸州市中医医院", 2023, "final", "unit", "510500")),
    (
        ["中共杭州市西湖区委政法委员会", "2020年度部门决算"],
        ("中共杭州市西湖区委政法委员会", 2020, "final", "department", "330106"),
    ),
    (
        ["杭州市钱塘区综合行政执法局", "（杭州市钱塘区城市管理局）", "2021年度部门决算"],
        ("杭州市钱塘区综合行政执法局(杭州市钱塘区城市管理局)", 2021, "final", "department", "330114"),
    ),
    (["2021年湛江市人民政府行政服务中心部门决算"], ("湛江市人民政府行政服务中心", 2021, "final", "department", "440800")),
    (
        ["重庆市大渡口区城市管理局（本级）", "2020年度部门决算情况说明"],
        ("重庆市大渡口区城市管理局(本级)", 2020, "final", "unit", "500104"),
    ),
    (["万宁市发展和改革委员会本级2024年度部门决算公开报告"], ("万宁市发展和改革委员会本级", 2024, "final", "unit", "469006")),
    (["天津市滨海新区教育体育局2022年度部门决算"], ("天津市滨海新区教育体育局", 2022, "final", "department", "120116")),
    (["天津市交通（集团）有限公司", "2022年度部门决算"], ("天津市交通(集团)有限公司", 2022, "final", "department", "120000")),
    (["三江侗族自治县程村乡卫生院", "2022年度单位决算"], ("三江侗族自治县程村乡卫生院", 2022, "final", "unit", "450226")),
    (["2022年度", "岳阳市国资委部门决算"], ("岳阳市国资委", 2022, "final", "department", "430600")),
    (["临沧市云县财政局2022年度部门决算"], ("临沧市云县财政局", 2022, "final", "department", "530922")),
    (["楚雄州生态环境局双柏分局2022年度部门决算"], ("楚雄州生态环境局双柏分局", 2022, "final", "department", "532300")),
    (
        ["中国共产党楚雄彝族自治州委员会宣传部", "2023年度部门决算"],
        ("中国共产党楚雄彝族自治州委员会宣传部", 2023, "final", "department", "532300"),
    ),
    (["黔西南州政协机关2024年部门预算", "及“三公”经费预算信息"], ("黔西南州政协机关", 2024, "budget", "department", "522300")),
    (["云南日报报业集团（本级）2024年度部门决算"], ("云南日报报业集团(本级)", 2024, "final", "unit", "530000")),
    (["南县武圣宫镇人民政府", "2023年部门预算"], ("南县武圣宫镇人民政府", 2023, "budget", "department", "430921")),
    (["柞水县审计局2020年部门决算"], ("柞水县审计局", 2020, "final", "department", "611026")),
    (["乌鲁木齐市政务服务中心2023年度部门决算公开说明"], ("乌鲁木齐市政务服务中心", 2023, "final", "department", "650100")),
    (["2024年部门预算公开", "某某省水利厅", "2024年2月"], ("某某省水利厅", 2024, "budget", "department", None)),
    (["四川省水利厅", "2024年部门预算编制说明"], ("四川省水利厅", 2024, "budget", "department", "510000")),
    (["成都市第七中学", "2024年单位预算"], ("成都市第七中学", 2024, "budget", "unit", "510100")),
    (
        ["湖南省人民医院（湖南师范大学附属第一医院）", "2024年单位预算"],
        ("湖南省人民医院(湖南师范大学附属第一医院)", 2024, "budget", "unit", "430000"),
    ),
    (["河南省水利厅", "2023年度部门决算", "二〇二四年九月"], ("河南省水利厅", 2023, "final", "department", "410000")),
    (["武汉市江岸区大智街道办事处2024年部门预算公开"], ("武汉市江岸区大智街道办事处", 2024, "budget", "department", "420102")),
    (["长沙市雨花区人民法院2023年度部门决算"], ("长沙市雨花区人民法院", 2023, "final", "department", "430111")),
    (["石家庄市水利局", "2024年部门预算信息公开"], ("石家庄市水利局", 2024, "budget", "department", "130100")),
    (["附件1", "2023年度济南市水务局部门决算"], ("济南市水务局", 2023, "final", "department", "370100")),
    (["福建省2024年度省水利厅部门预算"], ("福建省水利厅", 2024, "budget", "department", "350000")),
    (["2024年度", "福建省水利厅部门预算"], ("福建省水利厅", 2024, "budget", "department", "350000")),
    (["广西壮族自治区水利厅2024年部门预算及“三公”经费预算"], ("广西壮族自治区水利厅", 2024, "budget", "department", "450000")),
    (["新疆维吾尔自治区水利厅", "2024年部门预算公开"], ("新疆维吾尔自治区水利厅", 2024, "budget", "department", "650000")),
    (["巴音郭楞蒙古自治州水利局2024年部门预算公开"], ("巴音郭楞蒙古自治州水利局", 2024, "budget", "department", "652800")),
    (["呼和浩特市新城区水务局", "2024年部门预算公开报告"], ("呼和浩特市新城区水务局", 2024, "budget", "department", "150102")),
    (["辽宁省水利厅2024年度部门预算"], ("辽宁省水利厅", 2024, "budget", "department", "210000")),
    (["沈阳市和平区教育局（汇总）", "2024年部门预算"], ("沈阳市和平区教育局", 2024, "budget", "department", "210102")),
    (["哈尔滨市某某幼儿园", "2024年单位预算公开"], ("哈尔滨市某某幼儿园", 2024, "budget", "unit", "230100")),
    (["中华人民共和国水利部", "2024年部门预算"], ("中华人民共和国水利部", 2024, "budget", "department", "000000")),
    (["水利部2023年度部门决算"], ("水利部", 2023, "final", "department", "000000")),
    (["国家林业和草原局2024年部门预算"], ("国家林业和草原局", 2024, "budget", "department", "000000")),
    (["中国科学院某某研究所", "2024年单位预算"], ("中国科学院某某研究所", 2024, "budget", "unit", "000000")),
    (
        ["某某县人民代表大会常务委员会办公室", "2024年部门预算"],
        ("某某县人民代表大会常务委员会办公室", 2024, "budget", "department", None),
    ),
    (
        ["中国共产党某某市纪律检查委员会", "2023年度部门决算"],
        ("中国共产党某某市纪律检查委员会", 2023, "final", "department", None),
    ),
    (["中国民主同盟湖南省委员会2024年部门预算"], ("中国民主同盟湖南省委员会", 2024, "budget", "department", "430000")),
    (["共青团贵阳市委员会2023年度部门决算"], ("共青团贵阳市委员会", 2023, "final", "department", "520100")),
    (["苍南县灵溪镇人民政府2024年部门预算"], ("苍南县灵溪镇人民政府", 2024, "budget", "department", "330327")),
    (["宁波市镇海区2023年度区水利局部门决算"], ("宁波市镇海区水利局", 2023, "final", "department", "330211")),
    (
        ["新疆生产建设兵团第八师石河子市水利局", "2023年度部门决算"],
        ("新疆生产建设兵团第八师石河子市水利局", 2023, "final", "department", "659001"),
    ),
    (["部门预算代码：330", "某某市水务局", "2024年部门预算"], ("某某市水务局", 2024, "budget", "department", None)),
    (["预算代码：901001", "单位名称：泸县第一中学", "2024年单位预算"], ("泸县第一中学", 2024, "budget", "unit", "510521")),
    (["泸县水务局关于2024年部门预算编制的说明"], ("泸县水务局", 2024, "budget", "department", "510521")),
    (["关于泸县水务局2023年度部门决算公开的说明"], ("泸县水务局", 2023, "final", "department", "510521")),
    (["2024年泸县水务局（机关）单位预算"], ("泸县水务局(机关)", 2024, "budget", "unit", "510521")),
    (["泸县水务局机关2023年度单位决算"], ("泸县水务局机关", 2023, "final", "unit", "510521")),
    (["泸县水务局 2023 年部门整体决算公开"], ("泸县水务局", 2023, "final", "department", "510521")),
    (
        ["江西省南昌市西湖区朝阳洲街道", "2024年部门预算"],
        ("江西省南昌市西湖区朝阳洲街道", 2024, "budget", "department", "360103"),
    ),
]


PROSE = [
    "一、主要职能",
    "贯彻执行有关方针政策。",
    "二、机构设置",
    "三、人员情况",
    "四、其他",
    "五、其他",
    "六、其他",
    "七、其他",
    "八、其他",
]


def told(paper: Paper) -> Identity:
    return read_identity(paper.printed(), [], [], [])


@pytest.mark.parametrize(("lines", "identity"), COVERS)
def test_a_cover_says_who_and_when_and_what(lines: list[str], identity: tuple[object, ...]) -> None:
    paper = Paper().put(*lines)
    for _ in range(3):
        paper.turn().put("第一部分  概况", *PROSE[:-1])
    found = told(paper)
    assert (found.department_name, found.fiscal_year, found.disclosure_kind, found.scope, found.region_code) == identity


def test_a_running_header_on_the_cover_is_no_part_of_the_name() -> None:
    paper = Paper().put("昆明市水务局信息公开", "昆明市水务局", "2024年度部门决算")
    for number in range(2, 6):
        paper.turn().put("昆明市水务局信息公开", "第一部分  概况", *PROSE[:-1], f"- {number} -")
    assert told(paper).department_name == "昆明市水务局"


TITLED = [
    (["2024年成都市水务局部门预算公开说明"], ("成都市水务局", 2024, "budget", "department", "510100")),
    (["武汉市水务局2023年度部门决算", "（2024年9月）"], ("武汉市水务局", 2023, "final", "department", "420100")),
    (["关于兰考县水利局", "2022年度部门预算的公开说明"], ("兰考县水利局", 2022, "budget", "department", "410225")),
]


@pytest.mark.parametrize(("lines", "identity"), TITLED)
def test_without_a_cover_the_title_above_the_text_says_it(lines: list[str], identity: tuple[object, ...]) -> None:
    found = told(Paper().put(*lines, *PROSE).turn().put(*PROSE))
    assert (found.department_name, found.fiscal_year, found.disclosure_kind, found.scope, found.region_code) == identity


def test_a_reporter_on_the_statements_names_the_department_when_nothing_else_does() -> None:
    found = read_identity(Paper().put(*PROSE).printed(), ["某某市水务局", "某某市水务局"], ["2024年部门支出总表"], [])
    assert found.department_name == "某某市水务局"


def test_a_unit_of_money_broken_over_two_lines_is_no_department() -> None:
    paper = Paper().put(
        "部门支出总表", "单位：万", "元", rows=[["科目编码", "科目名称", "合计"], ["2010301", "行政运行", "3.00"]]
    )
    statement = paper.found()[0][0]
    assert (statement.unit_name, statement.printed_unit) == (None, "万元")


def test_bare_statements_with_a_caption_of_a_department_are_the_departments() -> None:
    paper = Paper().put(*[f"第{n}行" for n in range(9)], "部门：江苏省水利厅")
    assert told(paper).scope == "department"


DATED = [
    (["公开日期：2024年9月26日", "泸县水务局", "2023年度部门决算"], (2023, "final", "department")),
    (["二〇二四年九月", "泸县水务局", "2023年度部门决算"], (2023, "final", "department")),
    (["2024-09-26", "泸县水务局", "2023年度部门决算"], (2023, "final", "department")),
    (["2024年9月", "泸县水务局", "2023年度部门决算"], (2023, "final", "department")),
    (["泸县水务局", "2023年部门决算", "（2024年9月公开）"], (2023, "final", "department")),
    (["索引号：11510521/2024-00123", "泸县水务局2023年度部门决算"], (2023, "final", "department")),
    (["泸水发〔2024〕12号", "泸县水务局关于公开2023年度部门决算的说明"], (2023, "final", "department")),
    (["泸县水务局", "部门决算", "2023年度"], (2023, "final", "department")),
    (["2023 年 度", "部 门 决 算", "泸县水务局"], (2023, "final", "department")),
    (["部门决算公开", "（2023年度）", "泸县水务局（盖章）"], (2023, "final", "department")),
    (["泸县水务局", "2024年部门预算和“三公”经费预算公开"], (2024, "budget", "department")),
    (["泸县水务局2024年部门预算", "泸县水务局编"], (2024, "budget", "department")),
    (["附件2：", "泸县水务局2023年部门决算公开"], (2023, "final", "department")),
    (["泸县水务局2023年度", "部门决算及“三公”经费决算公开"], (2023, "final", "department")),
    (["2023年度部门决算", "泸县水务局"], (2023, "final", "department")),
    (["2023年度部门决算公开报告", "单位名称：泸县水务局", "二〇二四年九月十日"], (2023, "final", "department")),
    (["部门名称：泸县水务局", "2024年部门预算", "编制日期：2024年1月20日"], (2024, "budget", "department")),
    (["部门预算", "2024", "泸县水务局"], (2024, "budget", "department")),
    (["泸县水务局", "2024年度部门（单位）预算公开"], (2024, "budget", "department")),
    (["泸县水务局（部门）2024年预算公开"], (2024, "budget", "department")),
    (["泸县水务局2024年部门预算公开说明", "目录", "第一部分 部门概况"], (2024, "budget", "department")),
    (["泸县水务局2023年部门决算（汇总）"], (2023, "final", "department")),
]


@pytest.mark.parametrize(("lines", "identity"), DATED)
def test_the_year_is_that_of_the_accounts_and_not_that_of_their_publication(
    lines: list[str], identity: tuple[object, ...]
) -> None:
    found = told(Paper().put(*lines).turn().put(*PROSE).turn().put(*PROSE))
    assert (found.fiscal_year, found.disclosure_kind, found.scope) == identity
    assert found.department_name == "泸县水务局"


@pytest.mark.parametrize(
    "ending",
    [
        "公安局交通警察大队",
        "第二人民医院",
        "机关事务服务中心",
        "图书馆",
        "高新技术产业开发区管理委员会",
        "住房公积金管理中心",
        "供销合作社联合社",
        "融媒体中心",
        "百和镇中心幼儿园",
        "职业技术学院",
        "档案馆",
        "红十字会",
        "国营林场",
        "气象局",
        "广播电视台",
        "福利院",
        "城市管理综合行政执法大队",
        "自来水厂",
        "河道管理所",
        "农机监理站",
        "良种繁育场",
        "文工团",
        "苗圃",
        "消防救援大队",
        "森林公安局",
        "疾控中心",
        "妇幼保健院",
        "卫生院",
        "敬老院",
        "殡仪馆",
        "人武部",
        "老干部局",
        "信访局",
        "巡察办",
        "督查室",
        "工商联",
        "文史馆",
        "方志办",
        "社科联",
        "侨联",
        "残联",
        "机关党委",
        "县委办",
        "政府办",
        "人大办",
        "政协办",
        "县委宣传部",
        "监察委员会",
        "中级人民法院",
        "人民检察院",
        "供水公司",
        "粮食储备库",
        "种子站",
        "水文局",
        "地震台",
        "实验学校",
        "特殊教育学校",
        "教师进修学校",
        "开放大学",
        "党校",
        "干休所",
        "烈士陵园",
        "动物园",
        "植物园",
        "风景名胜区管理局",
        "自然保护区管理局",
        "经济开发区",
        "工业园区管委会",
        "综合保税区管委会",
        "公路段",
        "海事局",
        "铁路护路办",
        "人民防空办公室",
        "国防动员办公室",
        "数据局",
        "乡村振兴局",
        "政务服务管理局",
        "大数据中心",
        "体育运动学校",
        "少年宫",
        "青少年活动中心",
        "老年大学",
        "日报社",
        "电影公司",
        "剧院",
        "京剧团",
        "博物院",
        "考古所",
        "测绘院",
        "设计院",
        "规划馆",
        "科技馆",
        "疗养院",
        "血站",
        "急救中心",
        "应急管理局",
        "林业工作站",
        "国有林场",
        "畜牧站",
        "水库管理处",
        "灌区",
        "渔政执法支队",
        "民兵训练基地",
        "看守所",
        "拘留所",
        "戒毒所",
        "监狱",
        "救助管理站",
        "社区服务中心",
        "居委会",
        "村委会",
        "街道",
        "乡",
        "镇",
        "民族乡",
        "苏木",
        "开发区",
        "新区管委会",
        "兵团连队",
        "农场",
        "牧场",
    ],
)
def test_a_cover_names_an_organisation_of_any_kind(ending: str) -> None:
    paper = Paper().put(f"泸县{ending}", "2024年部门预算").turn().put(*PROSE)
    assert told(paper).department_name == f"泸县{ending}"


NAMED = [
    (["长沙市教育局部门", "2026年部门预算"], "长沙市教育局"),
    (["长沙市教育局部门2026年部门预算"], "长沙市教育局"),
    (["2024年", "长沙市教育局单位", "部门预算"], "长沙市教育局"),
    (["长沙市教育局2026年度", "部门预算公开"], "长沙市教育局"),
    (["[127]宁德市教育局", "2024年部门决算"], "宁德市教育局"),
    (["单位名称：127001-长沙市教育局本级", "2024年部门预算"], "长沙市教育局本级"),
]


@pytest.mark.parametrize(("lines", "name"), NAMED)
def test_what_stands_around_a_name_is_no_part_of_it(lines: list[str], name: str) -> None:
    assert told(Paper().put(*lines).turn().put(*PROSE)).department_name == name


PLACED = [
    ("长沙职业教育基地综合协调办公室", "长沙市", "430100"),
    ("长沙职业教育基地综合协调办公室", "岳阳市", None),
    ("福州经济技术开发区生态环境局", "福州市", "350100"),
    ("岳麓高新区管委会", "岳麓区", "430104"),
    ("广州开发区管理委员会", "广州市", "440100"),
    ("苏州工业园区管理委员会", "苏州市", "320576"),
    ("四川省成都高新区教育局", "成都市", "510100"),
    ("湖南湘江新区管理委员会", "", "430100"),
    ("陕西省西咸新区秦汉新城管理委员会", "", "610000"),
    ("重庆两江新区管理委员会", "", "500000"),
    ("朝阳区教育委员会", "北京市", "110105"),
    ("朝阳区教育局", "长春市", "220104"),
    ("朝阳区教育局", "", None),
    ("江苏省南通监狱", "南通市", "320000"),
    ("中山路小学", "中山市", None),
]


@pytest.mark.parametrize(("name", "mentioned", "code"), PLACED)
def test_a_region_is_told_by_a_short_name_where_the_filing_names_it_in_full(name: str, mentioned: str, code: str | None) -> None:
    assert region_of(name, "", f"本部门位于{mentioned}。")[0] == code


def test_a_year_inside_a_figure_is_no_year() -> None:
    figures = ["13,922.720000 一般公共预算", "2000.50 预算", "52,026 预算", "20260101 预算"]
    assert told(Paper().put(*PROSE).turn().put(*figures)).fiscal_year is None


def test_the_year_above_a_form_outweighs_a_project_about_last_year() -> None:
    paper = Paper().put(*PROSE, "2025年部门预算项目绩效自评完成").turn().put("部门整体支出绩效目标表", "(2026年度)")
    assert told(paper).fiscal_year == 2026


def test_comparisons_with_last_year_do_not_outvote_the_year_of_the_headings() -> None:
    compared = ["本年收入比2025年年初预算数减少87.37万元，下降4.04%。", "主要是2025年追加预算，用于校舍维修。"] * 5
    paper = Paper().put(*PROSE).turn().put("第一部分 2026年度部门预算情况说明", *compared)
    assert told(paper).fiscal_year == 2026


def test_a_cover_left_over_from_last_year_is_reported_and_outvoted_by_titles_and_headings() -> None:
    paper = Paper().put("泸县水务局", "2023年部门预算").turn().put("第二部分 2024年部门预算情况说明", *PROSE)
    found = read_identity(paper.printed(), [], ["2024年部门收支总表", "2024年部门支出总表"], [])
    assert found.fiscal_year == 2024
    assert "2023" in str(found.conflict)


@pytest.mark.parametrize("year", ["2003", "2062"])
def test_a_year_in_which_nothing_was_published_is_null_and_reported(year: str) -> None:
    found = told(Paper().put("泸县水务局", f"{year}年部门预算").turn().put(*PROSE))
    assert found.fiscal_year is None
    assert year in str(found.conflict)


def test_what_told_the_identity_is_kept() -> None:
    found = told(Paper().put("泸县水务局", "2024年部门预算").turn().put("2024年部门预算情况说明", *PROSE))
    assert found.evidence == (
        "department: cover; year: 2024: cover 1 of 1, headings 1 of 1, any mention 1 of 1; "
        "kind: cover, 1 times 预算 and 0 times 决算; scope: cover"
    )


def test_a_form_of_the_department_outweighs_units_in_the_text() -> None:
    paper = Paper().put(*PROSE, "根据本单位水旱灾害防御应急预案", "服务本单位使用人员")
    labelled = read_identity(paper.printed(), [], ["支出预算总表"], ["北京市水务局"])
    bare = read_identity(paper.printed(), [], ["支出预算总表"], [])
    assert (labelled.scope, bare.scope) == ("department", "unit")


def test_a_filing_of_a_unit_that_names_its_department_in_a_form_stays_the_units() -> None:
    paper = Paper().put("北京市水务局幼儿园", "2024年单位预算").turn().put(*PROSE)
    assert read_identity(paper.printed(), [], [], ["北京市水务局"]).scope == "unit"


def genre(paper: Paper, *codes: str) -> Genre:
    return judge(Places(paper.printed()), codes).genre


CONTENTS = ["目录", "一、部门收支总表", "二、部门收入总表", "三、部门支出总表", "四、财政拨款收支总表"]
OTHERS = [
    ["长沙市财政项目支出绩效评价报告", "报告日期：2021年8月22日"],
    ["2023年度部门整体支出绩效自评报告"],
    ["泸县水务局2023年部门决算审计报告"],
    ["某某市供水股份有限公司", "2023年年度报告"],
    ["某某市供水股份有限公司", "2023年度财务决算报告"],
    ["泸县部门决算管理办法"],
    ["关于批复2024年部门预算的通知"],
    ["中华人民共和国预算法"],
    ["四川省行政事业单位会计制度"],
]


@pytest.mark.parametrize("lines", OTHERS, ids=lambda lines: lines[-1])
@pytest.mark.parametrize("codes", [(), ("project_expenditure",)], ids=["without a form", "with one form"])
def test_what_calls_itself_something_else_is_no_disclosure(lines: list[str], codes: tuple[str, ...]) -> None:
    assert genre(Paper().put(*lines).turn().put("2023年收入1.00万元。"), *codes) is Genre.OTHER


def test_what_says_nothing_of_itself_is_a_disclosure_by_an_official_statement_only() -> None:
    paper = Paper().put("泸县第一中学简介").turn().put("2023年收入1.00万元。")
    assert (genre(paper), genre(paper, "other_asset"), genre(paper, "revenue")) == (Genre.OTHER, Genre.OTHER, Genre.DISCLOSURE)


DISCLOSURES = [
    (["泸县水务局", "2024年部门预算"], ()),
    (["泸县水务局2023年度决算公开"], ()),
    (["2024年泸县水务局预算"], ()),
    (["部门收支总表", "单位：万元"], ("income_expenditure_summary",)),
    (["第一部分 2024年度部门预算情况说明", "二、收入预算情况说明", "本年收入1.00万元。"], ()),
    (["泸县水务局2023年度部门决算公开及绩效评价报告", *CONTENTS], ()),
    (["泸县水务局信息", *CONTENTS], ()),
    (["绩效评价报告"], ("revenue", "expenditure", "income_expenditure_summary")),
]


@pytest.mark.parametrize(("lines", "codes"), DISCLOSURES, ids=lambda value: "-".join(value[:2]))
def test_a_title_or_its_forms_or_its_prose_make_a_disclosure(lines: list[str], codes: tuple[str, ...]) -> None:
    assert genre(Paper().put(*lines), *codes) is Genre.DISCLOSURE


PERFORMANCE = [
    ["项目支出绩效目标表(含转移支付项目)", "部门名称：广州市政务服务和数据管理局 单位：万元"],
    ["部门整体绩效自评表", "(2024年度)", "部门(单位)名称 宁德市人民政府办公室 部门预算编码 127"],
]


@pytest.mark.parametrize("lines", PERFORMANCE, ids=lambda lines: lines[0])
def test_performance_forms_by_themselves_are_an_attachment_and_neither_budget_nor_final_account(lines: list[str]) -> None:
    paper = Paper().put(*lines)
    assert genre(paper) is Genre.PERFORMANCE
    found = read_identity(paper.printed(), [], [], [], is_disclosure=False)
    assert (found.disclosure_kind, found.scope) == (None, None)


def test_a_filing_of_pictures_is_not_called_something_else() -> None:
    assert judge(Places(Paper().put("扫描件").printed()), [], is_illegible=True).genre is Genre.DISCLOSURE


@pytest.mark.shared
def test_an_evaluation_report_lands_nothing_and_says_what_it_is(shared: Path) -> None:
    path = shared / "corpus" / "not_filings" / "evaluation-report-01.pdf"
    with pytest.raises(NotADisclosure, match="绩效评价报告"):
        read_document(path, path.name, "key")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["performance-tables-01", "self-evaluation-01"])
def test_no_statement_lands_from_performance_forms_by_themselves(shared: Path, name: str) -> None:
    path = shared / "corpus" / "not_filings" / f"{name}.pdf"
    frames = read_document(path, path.name, "key").frames
    assert [frames[table].height for table in ("statements", "statement_lines", "claims")] == [0, 0, 0]
    assert frames["documents"]["disclosure_kind"].to_list() == [None]


PARTS = {
    "beijing-21a": "中共北京市委军民融合发展委员会办公室",
    "beijing-21b": "中共北京市委军民融合发展委员会办公室",
    "beijing-23": "北京市交通委员会",
    "jiangsu-21": "江苏省人大常委会办公厅",
}


@pytest.mark.shared
@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_filing_is_a_disclosure(shared: Path, name: str) -> None:
    path = shared / "corpus" / "parts" / f"{name}.pdf"
    document = read_document(path, path.name, "key").frames["documents"].to_dicts()[0]
    assert (document["department_name"], document["disclosure_kind"], document["scope"]) == (PARTS[name], "budget", "department")
