"""Who published a filing, for which year and what it is, in the words of covers from elsewhere."""

import pytest

from ingest.statement.identity import Identity, read_identity
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
]


def told(paper: Paper) -> Identity:
    return read_identity(paper.printed(), [], [], [])


@pytest.mark.parametrize(("lines", "identity"), COVERS)
def test_a_cover_says_who_and_when_and_what(lines: list[str], identity: tuple[object, ...]) -> None:
    paper = Paper().put(*lines)
    for _ in range(3):
        paper.turn().put(
            "第一部分  概况",
            "一、主要职能",
            "贯彻执行有关方针政策。",
            "二、机构设置",
            "三、人员情况",
            "四、其他",
            "五、其他",
            "六、其他",
            "七、其他",
        )
    found = told(paper)
    assert (found.department_name, found.fiscal_year, found.disclosure_kind, found.scope, found.region_code) == identity


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
