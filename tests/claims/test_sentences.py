"""The grammar of a clause, on sentences of our own in the official patterns."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from ingest.page.model import Page
from ingest.prose.paragraphs import read_paragraphs
from tests.performance.conftest import grid_of

Stated = Callable[..., list[dict[str, Any]]]


def _short(claim: dict[str, Any]) -> tuple[str, str, str | None]:
    return claim["measure_kind"], str(claim["value"]), claim["unit"]


def test_subject_base_direction_and_reason_carry_over(stated: Stated) -> None:
    claims = stated("基本支出 159.24 万元，占 29.81%，比上年预算增加 9.24 万元，增长 6.16%，主要原因是人员增加。")
    assert [_short(c) for c in claims] == [
        ("amount", "159.24", "万元"),
        ("share_pct", "29.81", "%"),
        ("change_amount", "9.24", "万元"),
        ("change_pct", "6.16", "%"),
    ]
    assert {c["subject"] for c in claims} == {"基本支出"}
    assert [c["comparison_base"] for c in claims] == [None, None, "上年预算", "上年预算"]
    assert [c["direction"] for c in claims] == [None, None, "increase", "increase"]
    assert {c["reason_text"] for c in claims} == {"人员增加"}
    assert claims[0]["amount_yuan"] == Decimal("1592400.00")


def test_a_share_is_of_the_total_before_its_parts(stated: Stated) -> None:
    claims = stated("本年支出合计300万元，其中：基本支出100万元，占33.33%；项目支出200万元，占66.67%。")
    assert [c["comparison_base"] for c in claims if c["measure_kind"] == "share_pct"] == ["本年支出合计", "本年支出合计"]


@pytest.mark.parametrize(
    ("text", "names", "code"),
    [
        ("1.教育支出（类）进修及培训（款）培训支出（项）：2024年预算数为5万元。", ("教育支出", "进修及培训", "培训支出"), None),
        ("1. 教育支出(类)进修及培训(款)培训支出(项)。年初预算为5万元。", ("教育支出", "进修及培训", "培训支出"), None),
        ("1.“教育支出-进修及培训-培训支出”科目5万元，主要用于培训。", ("教育支出", "进修及培训", "培训支出"), None),
        ("（一）2050803-培训支出5万元。", (None, None, "培训支出"), "2050803"),
        ("1.培训支出（2050803）5万元，", (None, None, "培训支出"), "2050803"),
        ("1.教育支出（类）5万元，占2%。", ("教育支出", None, None), None),
        ("教育支出（类）进修及培训（款）2050803培训支出（项）5万元。", ("教育支出", "进修及培训", "培训支出"), "2050803"),
        ("教育支出（205类）进修及培训（08款）培训支出（03项）5万元。", ("教育支出", "进修及培训", "培训支出"), "2050803"),
        ("教育支出（205类）2026年年度预算5万元。", ("教育支出", None, None), "205"),
        ("“教育支出”（类）2026年年度预算5万元。", ("教育支出", None, None), None),
        ("培训支出（03项）5万元。", (None, None, "培训支出"), None),
    ],
)
def test_the_class_that_a_text_names(stated: Stated, text: str, names: tuple[str | None, ...], code: str | None) -> None:
    claim = stated(text)[0]
    assert (claim["class_name"], claim["section_name"], claim["item_name"]) == names
    assert claim["class_code"] == code
    assert claim["class_kind"] == "function"
    assert claim["value"] == 5


def test_the_class_of_a_heading_holds_for_the_items_below_it(stated: Stated) -> None:
    claims = stated("（一）教育支出（类）", "1.进修及培训（款）培训支出（项）支出5万元，与上年相比减少1万元。")
    assert {(c["class_name"], c["section_name"], c["item_name"]) for c in claims} == {("教育支出", "进修及培训", "培训支出")}


def test_an_economic_class_is_told_from_a_function(stated: Stated) -> None:
    assert stated("（1）工资福利支出（301）5万元。")[0]["class_kind"] == "department_economic"
    assert stated("（1）机关工资福利支出（501）5万元。")[0]["class_kind"] == "government_economic"
    assert stated("1.工资福利支出（类）5万元。")[0]["class_kind"] == "department_economic"


@pytest.mark.parametrize(
    "text",
    [
        "单位价值100万元（含）以上设备。",
        "根据财预〔2020〕10号文件，2024年3月5日印发。",
        "12345热线全年7*24小时运行。",
        "综合得分在80-90分为良。",
        "增加12345热线服务化外包项目，2022年采集项目。",
        "第3个五年规划期间。",
        "培训不超过5天。",
    ],
)
def test_figures_that_are_no_claims(stated: Stated, text: str) -> None:
    assert stated(text) == []


def test_a_threshold_belongs_to_the_subject_of_what_is_counted(stated: Stated) -> None:
    (claim,) = stated("单价100万元（含）以上设备（不含车辆）1台（套）。")
    assert _short(claim) == ("count", "1", "台(套)")
    assert claim["subject"] == "单价100万元(含)以上设备(不含车辆)"


def test_figures_with_blanks_inside_are_whole(stated: Stated) -> None:
    claims = stated("项目支出 1, 050. 00 万元，占 28. 49%。")
    assert [_short(c) for c in claims] == [("amount", "1050.00", "万元"), ("share_pct", "28.49", "%")]
    assert claims[0]["printed_decimals"] == 2


def test_wan_alone_is_ten_thousand_yuan(stated: Stated) -> None:
    assert stated("公务接待费3.5万，比上年减少0.5万。")[0]["amount_yuan"] == 35000
    assert _short(stated("受理群众来电85万条。")[0]) == ("count", "85", "万条")


def test_standstill_is_a_change_of_zero_and_about_so_has_no_figure(stated: Stated) -> None:
    claims = stated("公务接待费3万元，与上年预算数相同。", "因公出国（境）费10万元，与上年基本持平。")
    still, about = [c for c in claims if c["direction"] == "unchanged"]
    assert (still["value"], still["amount_yuan"], still["comparison_base"], still["subject"]) == (
        0,
        0,
        "上年预算数",
        "公务接待费",
    )
    assert about["value"] is None


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("本部门2024年没有使用政府性基金预算拨款安排的支出。", "政府性基金预算拨款安排的支出"),
        ("政府性基金预算支出情况表为空表。", "政府性基金预算支出情况表"),
        ("国有资本经营预算未安排。", "国有资本经营预算"),
        ("本单位无机关运行经费。", "机关运行经费"),
    ],
)
def test_absence_is_stated_without_a_value(stated: Stated, text: str, subject: str) -> None:
    (claim,) = stated(text)
    assert (claim["measure_kind"], claim["value"], claim["subject"]) == ("absence", None, subject)


def test_wuxi_is_a_city_and_no_absence(stated: Stated) -> None:
    assert stated("无锡市统计局收入预算编制情况说明如下") == []


def test_final_accounts_state_budgets_too(stated: Stated) -> None:
    claims = stated("与年初预算相比，年初预算数10万元，决算数12万元，预决算差异率20%。", kind="final")
    assert [c["phase"] for c in claims[:2]] == ["budget", "final"]
    assert claims[2]["measure_kind"] == "deviation_pct"
    assert claims[2]["comparison_base"] == "年初预算"
    executed = stated("支出决算为9万元，完成年初预算的90%。", kind="final")[-1]
    assert (executed["measure_kind"], executed["comparison_base"]) == ("execution_pct", "年初预算")


def test_an_aside_in_brackets_does_not_change_the_subject(stated: Stated) -> None:
    claims = stated("用车费24万元（公务用车购置费4万元，比上年减少1万元），比上年减少3万元。")
    assert [c["subject"] for c in claims] == ["用车费", "公务用车购置费", "公务用车购置费", "用车费"]


def test_a_percentage_after_a_change_in_brackets_is_the_same_change(stated: Stated) -> None:
    claims = stated("公务接待费13.31万元，较上年减少4.76万元（26.30%）。")
    assert _short(claims[2]) == ("change_pct", "26.30", "%")
    assert claims[2]["direction"] == "decrease"


def test_what_is_counted_may_stand_after_its_number(stated: Stated) -> None:
    assert stated("本单位下设9个处室，分别是办公室等。")[0]["subject"] == "下设处室"


def test_the_value_of_something_belongs_to_it(stated: Stated) -> None:
    claims = stated("车辆5辆，价值82.09万元。")
    assert [(c["subject"], c["unit"]) for c in claims] == [("车辆", "辆"), ("车辆价值", "万元")]


def test_a_reason_ends_where_the_next_subject_gets_its_figures(stated: Stated) -> None:
    claims = stated("接待费增加1万元，主要原因是活动增加；会议增加；会议费减少2万元，主要原因是节约。")
    assert [c["reason_text"] for c in claims] == ["活动增加;会议增加", "节约"]


def test_sections_and_parts_are_followed(stated: Stated) -> None:
    (claim,) = stated("第三部分 预算情况说明", "三、支出预算情况说明", "（二）公务接待费", "　　2024年预算安排3万元。")
    assert claim["part"] == "第三部分预算情况说明"
    assert claim["section"] == "三、支出预算情况说明 / (二)公务接待费"
    assert claim["subject"] == "公务接待费"


def test_the_glossary_states_nothing(stated: Stated) -> None:
    assert stated("第四部分 名词解释", "一、提租补贴：人均标准90元，比上年增加10万元。") == []


def test_the_glossary_ends_at_a_title_without_a_number(stated: Stated) -> None:
    claims = stated(
        "　　　名词解释", "（一）机关运行经费：人均标准90元。", "　　　2026年单位预算编制说明", "　　支出预算100万元。"
    )
    assert [(claim["part"], claim["section"], claim["value"]) for claim in claims] == [("2026年单位预算编制说明", None, 100)]


def test_a_part_is_named_behind_a_colon(stated: Stated) -> None:
    assert [claim["part"] for claim in stated("第一部分：部门概况", "　　人员编制30人。")] == ["第一部分:部门概况"]
    assert stated("第四部分：专业名词解释", "一、机关运行经费：人均标准90元。") == []


def test_a_heading_torn_in_two_lines_is_one_title(stated: Stated) -> None:
    claims = stated("十、关于某某自治区某某发展局2024年财政拨", "款“三公”经费预算情况说明", "　　预算数5万元。")
    assert [claim["section"] for claim in claims] == ["十、关于某某自治区某某发展局2024年财政拨款“三公”经费预算情况说明"]


def test_a_paragraph_goes_on_over_lines_and_pages(page: Callable[..., Page]) -> None:
    full = "　　按照综合预算的原则，所有收入和支出均纳入预算管理。2024年收入预算为"
    above, below = page(full, number=1), page("一千元以内不列，支出预算500万元。", number=2)
    texts = [paragraph.text for paragraph in read_paragraphs([above, below], {})]
    assert len(texts) == 1


def test_page_numbers_and_contents_are_no_prose(page: Callable[..., Page]) -> None:
    contents = page("目　　录", "一、收入预算情况说明..........12", "二、支出预算情况说明..........13")
    assert read_paragraphs([contents], {}) == []


def test_a_change_without_its_unit_is_known_by_the_percentage_beside_it(stated: Stated) -> None:
    claims = stated("“三公”经费预算支出203.29万元，较上年增加185.24（1026.00%），增加的主要原因是换车。")
    assert [_short(c) for c in claims] == [
        ("amount", "203.29", "万元"),
        ("change_amount", "185.24", None),
        ("change_pct", "1026.00", "%"),
    ]


def test_a_subject_that_ends_in_budget_is_about_the_budget(stated: Stated) -> None:
    claims = stated("2024年度“三公”经费财政拨款支出预算为76.43万元，支出决算为46.21万元。", kind="final")
    assert [c["phase"] for c in claims] == ["budget", "final"]
    assert stated("一般公共预算76.43万元。", kind="final")[0]["phase"] == "final"


def test_a_misprinted_amount_is_kept_as_text_without_a_value(stated: Stated) -> None:
    claims = stated("具体为：人员经费1,541.50.00万元，较上年增加493.27万元。")
    assert [(c["subject"], c["value_text"], c["value"], c["amount_yuan"]) for c in claims] == [
        ("人员经费", "1,541.50.00", None, None),
        ("人员经费", "493.27", Decimal("493.27"), Decimal("4932700.00")),
    ]


def test_nothing_needs_no_unit(stated: Stated) -> None:
    claims = stated("政府性基金拨款支出预算为0；国有资本经营预算拨款支出预算为0。")
    assert [(c["subject"], c["measure_kind"], c["value"], c["amount_yuan"]) for c in claims] == [
        ("政府性基金拨款支出预算", "amount", 0, 0),
        ("国有资本经营预算拨款支出预算", "amount", 0, 0),
    ]


def test_a_circled_list_number_is_no_part_of_a_class(stated: Stated) -> None:
    claim = stated("①行政运行（2080201）1,286.60万元。")[0]
    assert (claim["item_name"], claim["subject"], claim["class_code"]) == ("行政运行", "行政运行", "2080201")


def test_words_before_the_year_that_belong_to_the_subject_stay(stated: Stated) -> None:
    claims = stated("编报绩效目标的2024年度项目1个，涉及预算金额175.52万元；绩效自评的2024年度项目2个。")
    assert [c["subject"] for c in claims] == ["编报绩效目标的项目", "编报绩效目标的项目涉及预算金额", "绩效自评的项目"]


def test_what_is_only_said_to_exist_is_named_by_itself(stated: Stated) -> None:
    claims = stated("机构设置包括23个内设机构、2个下属事业单位，下设9个处室。")
    assert [c["subject"] for c in claims] == ["内设机构", "下属事业单位", "下设处室"]


def test_a_list_has_the_base_of_the_sentence_that_announces_it(stated: Stated) -> None:
    claims = stated(
        "收支预算100万元，比上年减少5万元，其中：", "1.收入预算减少5万元。", "2.支出预算减少5万元。", "　　项目支出减少5万元。"
    )
    assert [c["comparison_base"] for c in claims] == [None, "上年", "上年", "上年", None]


def test_a_reason_does_not_explain_what_the_sentence_before_counted(stated: Stated) -> None:
    claims = stated("开发配套功能75项。存在的主要原因是采购程序较长。")
    assert claims[0]["reason_text"] is None


def test_a_numbered_sentence_goes_on_with_its_own_indent(stated: Stated) -> None:
    claims = stated(
        "按照综合预算的原则，本单位所有收入和支出均纳入部门预算管理，没有例外。",
        "　　（三）增减变化情况：2026年收支预算3,558.35万元，比其他年份多，比上年增加",
        "　　118.76万元，其中：",
    )
    assert [_short(c) for c in claims][-2:] == [("amount", "3558.35", "万元"), ("change_amount", "118.76", "万元")]


def test_a_name_that_ends_in_growth_is_no_change(stated: Stated) -> None:
    assert [_short(c) for c in stated("其中支持商销稳增长30.00万元。")] == [("amount", "30.00", "万元")]


def test_a_survey_of_one_percent_is_a_name(stated: Stated) -> None:
    assert stated("做好四农普和1%人口抽样调查相关工作。") == []


def test_a_percent_sign_lost_by_its_font_is_restored_beside_the_change(stated: Stated) -> None:
    claims = stated("会议费预算37.55万元，较上年预算减少33.10万元（46.85），原因是压缩会议。")
    assert [_short(c) for c in claims][1:] == [("change_amount", "33.10", "万元"), ("change_pct", "46.85", "%")]


def test_text_that_spills_out_of_a_table_is_no_prose(page: Callable[..., Page]) -> None:
    table = grid_of([("项目", "目标", "指标"), ("甲项目", "培训", "人次")])
    # the grid ends at y 100; the first line stands below its second column
    below = page("　　　　　　　约1000人次。", "　　2026年支出预算500万元。", left=40.0)
    texts = [paragraph.text for paragraph in read_paragraphs([below], {1: [table]})]
    assert texts == ["2026年支出预算500万元。"]


def test_a_figure_after_in_these_projects_is_about_these_projects_only(stated: Stated) -> None:
    claims = stated(
        "政府采购金额为30万元。在面向中小企业预留的政府采购项目中，由中小企业供应商中标的，采购金额20万元；"
        "在其他政府采购项目中，由中小企业供应商中标的，采购金额5万元。采购预算7万元。"
    )
    assert [claim["subject"] for claim in claims] == [
        "政府采购金额",
        "面向中小企业预留的政府采购项目采购金额",
        "其他政府采购项目采购金额",
        "采购预算",
    ]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "行政运行（项）：支出决算为1234.56万元，完成预算100%，决算数等于预算数。",
            [("行政运行", "amount", "1234.56"), ("行政运行", "execution_pct", "100")],
        ),
        (
            "国内公务接待12批次，96人次（不包括陪同人员），共计支出1.50万元。",
            [("国内公务接待", "count", "12"), ("国内公务接待", "count", "96"), ("国内公务接待", "amount", "1.50")],
        ),
        (
            "本年总收入1845.06万元，比上年增加（减少）50.06万元，增长（下降）2.79%。",
            [("本年总收入", "amount", "1845.06"), ("本年总收入", "change_amount", "50.06"), ("本年总收入", "change_pct", "2.79")],
        ),
        (
            "收、支总计各增加25.06万元、26.06万元，各增长1.39%、1.45%。",
            [
                ("收、支总计", "change_amount", "25.06"),
                ("收、支总计", "change_amount", "26.06"),
                ("收、支总计", "change_pct", "1.39"),
                ("收、支总计", "change_pct", "1.45"),
            ],
        ),
        (
            "财政拨款收入1,720.06万元，占总收入的93.22%；事业收入100.00万元（含教育收费0.00万元），占总收入的5.42%。",
            [
                ("财政拨款收入", "amount", "1720.06"),
                ("财政拨款收入", "share_pct", "93.22"),
                ("事业收入", "amount", "100.00"),
                ("教育收费", "amount", "0.00"),
                ("事业收入", "share_pct", "5.42"),
            ],
        ),
    ],
)
def test_a_sentence_in_the_pattern_of_other_provinces(stated: Stated, text: str, figures: list[tuple[str, str, str]]) -> None:
    claims = stated(text, kind="final")
    assert [(c["subject"], c["measure_kind"], str(c["value"])) for c in claims] == figures
