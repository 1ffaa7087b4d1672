"""Small filings set up by hand, one for each habit that the marts have to cope with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from ingest.document.schema import RAW_TABLES, duckdb_type, frame

UNIT_IN_YUAN = {"元": 1, "万元": 10_000}
KINDS = {"2": "function", "3": "department_economic", "5": "government_economic"}
CODE_COLUMNS = {"2": "function_class_code", "3": "department_economic_code", "5": "government_economic_code"}


@dataclass
class Filing:
    """Raw rows of one document; statements are added in reading order, amounts as they are printed."""

    name: str
    kind: str = "budget"
    year: int = 2024
    unit: str = "万元"
    department: str = "某市财政局"
    scope: str = "department"
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.name.encode().hex().ljust(64, "0")[:64]

    def add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append({"document_key": self.key} | row)

    def statement(self, code: str, unit: str | None = None, **more: Any) -> "Statement":
        number = len(self.rows.get("statements", [])) + 1
        self.add(
            "statements",
            statement_number=number,
            statement_code=code,
            printed_unit=unit or self.unit,
            first_page=number,
            last_page=number,
            is_empty_form=False,
            is_nil_form=False,
            **more,
        )
        return Statement(self, number, code, unit or self.unit)

    def claim(self, **more: Any) -> None:
        number = len(self.rows.get("claims", [])) + 1
        quote = f"{more.get('subject', '支出')}{more.get('value_text', '')}{more.get('unit', '')}"
        own = {"value_year": self.year, "phase": self.kind, "is_in_reason": False}
        box = {"x0": 0.0, "y0": 10.0 * number, "x1": 1.0, "y1": 10.0 * number + 9}
        self.add("claims", **{"claim_number": number, "page_number": 9, "quote": quote} | own | box | more)

    def look(self, **other: str | None) -> None:
        """The picture of every page shows what the text says; `other` says what it shows instead of a text (t84_75="34.75"), None
        that nothing is recognised there."""
        shown = {text.removeprefix("t").replace("_", "."): instead for text, instead in other.items()}
        rows = [*self.rows.get("statement_lines", []), *self.rows.get("claims", [])]
        for page_number in sorted({row["page_number"] for row in rows}):
            self.add("witness_pages", page_number=page_number, rotation=0, outcome="recognised")
        for row in rows:
            words = (row.get("line_label"), row.get("class_name"), row.get("section_name"), row.get("item_name"))
            figure = row.get("amount_text", row.get("value_text"))
            if figure and shown.get(figure, figure):
                self.add("witness_readings", recognised_text=shown.get(figure, figure), **self._place(row))
            for word in filter(None, words):  # in the height of the row, before its figures
                self.add("witness_readings", recognised_text=word, **self._place(row) | {"x0": -9.0, "x1": -2.0})

    def read_again(self, page_number: int, others: Mapping[str, str]) -> None:
        """The second reading of a page reads `others` in the place of the figures that they are given for."""
        self.add("second_pages", page_number=page_number, rotation=0, outcome="read")
        for number, row in enumerate(self.rows["statement_lines"], start=1):
            if row["page_number"] == page_number and row["amount_text"] in others:
                place = {name: row[name] for name in ("page_number", "x0", "y0", "x1", "y1")}
                self.add("second_cells", reading_number=number, cell_text=others[row["amount_text"]], **place)

    def _place(self, row: dict[str, Any]) -> dict[str, Any]:
        """Where a row stands, and a number within its document."""
        number = len(self.rows.get("witness_readings", [])) + 1
        return {name: row[name] for name in ("page_number", "x0", "y0", "x1", "y1")} | {
            "reading_number": number,
            "is_in_text_layer": True,
        }

    def document(self) -> dict[str, Any]:
        return {
            "document_key": self.key,
            "file_name": f"{self.name}.pdf",
            "byte_size": 1,
            "page_count": 20,
            "department_name": self.department,
            "region_name": "某市",
            "fiscal_year": self.year,
            "disclosure_kind": self.kind,
            "scope": self.scope,
            "main_printed_unit": self.unit,
            "status": "read",
        }


@dataclass
class Statement:
    filing: Filing
    number: int
    code: str
    unit: str
    row_number: int = 0

    def row(self, label: str | None, amounts: dict[str, str | None], codes: str = "", block: int = 1, **more: Any) -> None:
        """One printed row: amounts by measure code (None is a blank cell), class codes joined by /."""
        self.row_number = more.pop("row_number", self.row_number + 1)
        found = {CODE_COLUMNS[code[0]]: code for code in codes.split("/") if code}
        first = codes.split("/")[0]
        kind = more.pop("row_kind", None) or (
            "class" if first else "total" if label in ("合计", "总计", "收入总计", "支出总计") else "item"
        )
        for column, (measure, text) in enumerate(amounts.items(), start=2):
            if text is None:
                continue
            number = text.replace(",", "")
            self.filing.add(
                "statement_lines",
                **{
                    "statement_number": self.number,
                    "statement_code": self.code,
                    "table_number": self.number,
                    "page_number": self.number,
                    "row_number": self.row_number,
                    "block_number": block,
                    "column_number": block * 10 + column,
                    "row_kind": kind,
                    "class_code": first or None,
                    "class_kind": KINDS[first[0]] if first else None,
                    "line_label": label,
                    "measure_code": measure,
                    "measure_path": measure,
                    "value_year": self.filing.year,
                    "value_phase": self.filing.kind,
                    "amount_text": text,
                    "printed_unit": self.unit,
                    "amount_yuan": Decimal(number) * UNIT_IN_YUAN[self.unit],
                    "printed_decimals": len(number.partition(".")[2]),
                    "x0": 0.0,
                    "y0": 10.0 * self.row_number,
                    "x1": 1.0,
                    "y1": 10.0 * self.row_number + 9,
                }
                | found
                | more,
            )

    def table(self, measures: Sequence[str], rows: Iterable[tuple[str | None, str, Sequence[str | None]]], **more: Any) -> None:
        """Rows of (label, codes, amounts in the order of the measures)."""
        for label, codes, amounts in rows:
            self.row(label, dict(zip(measures, amounts, strict=True)), codes, **more)


def write_landing(path: Path, filings: Iterable[Filing]) -> Path:
    """Land the filings in a new file with every raw table."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in RAW_TABLES}
    for filing in filings:
        tables["documents"].append(filing.document())
        tables["files"].append({"file_path": f"{filing.name}.pdf", "document_key": filing.key, "outcome": "read"})
        for table, rows in filing.rows.items():
            tables[table] += rows
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA raw")
        for table, columns in RAW_TABLES.items():
            declared = ", ".join(f"{name} {duckdb_type(dtype)}" for name, dtype in columns.items())
            connection.execute(f"CREATE TABLE raw.{table} ({declared})")
            landed = frame(table, tables[table])
            if landed.height:
                connection.register("landed", landed)
                connection.execute(f"INSERT INTO raw.{table} SELECT * FROM landed")
                connection.unregister("landed")
    return path


def split_code_budget() -> Filing:
    """Shanghai: 元, all levels printed, 合计 last; other funds beside the general public budget; 三公 in 万元."""
    filing = Filing("shanghai", unit="元")
    summary = filing.statement("income_expenditure_summary")
    for label, amount in (
        ("一、财政拨款收入", "900"),
        ("1、一般公共预算", "900"),
        ("二、事业收入", "100"),
        ("收入总计", "1,000"),
    ):
        summary.row(label, {"total": amount}, side="income")
    summary.row_number = 0
    for label, amount in (("一、一般公共服务支出", "700"), ("二、社会保障和就业支出", "300"), ("支出总计", "1,000")):
        summary.row(label, {"total": amount}, side="expenditure", block=2)
    filing.statement("revenue").table(
        ["total", "fiscal", "business_revenue"],
        [
            ("一般公共服务支出", "201", ["700", "600", "100"]),
            ("审计事务", "20108", ["700", "600", "100"]),
            ("行政运行", "2010801", ["400", "400", None]),
            ("审计业务", "2010804", ["300", "200", "100"]),
            ("社会保障和就业支出", "208", ["300", "300", None]),
            ("行政事业单位养老支出", "20805", ["300", "300", None]),
            ("行政单位离退休", "2080501", ["300", "300", None]),
            ("合计", "", ["1,000", "900", "100"]),
        ],
        side="income",
    )
    filing.statement("expenditure").table(
        ["total", "basic", "project"],
        [
            ("一般公共服务支出", "201", ["700", "400", "300"]),
            ("审计事务", "20108", ["700", "400", "300"]),
            ("行政运行", "2010801", ["400", "400", None]),
            ("审计业务", "2010804", ["300", None, "300"]),
            ("社会保障和就业支出", "208", ["300", "300", None]),
            ("行政事业单位养老支出", "20805", ["300", "300", None]),
            ("行政单位离退休", "2080501", ["300", "300", None]),
            ("合计", "", ["1,000", "700", "300"]),
        ],
        side="expenditure",
    )
    filing.statement("general_public_expenditure").table(
        ["total", "basic", "project"],
        [
            ("一般公共服务支出", "201", ["600", "400", "200"]),
            ("审计事务", "20108", ["600", "400", "200"]),
            ("行政运行", "2010801", ["400", "400", None]),
            ("审计业务", "2010804", ["200", None, "200"]),
            ("社会保障和就业支出", "208", ["300", "300", None]),
            ("行政事业单位养老支出", "20805", ["300", "300", None]),
            ("行政单位离退休", "2080501", ["300", "300", None]),
            ("合计", "", ["900", "700", "200"]),
        ],
        side="expenditure",
    )
    filing.statement("basic_expenditure").table(
        ["basic", "basic_personnel", "basic_public"],
        [
            ("工资福利支出", "301", ["600", "600", None]),
            ("基本工资", "30101", ["450", "450", None]),
            ("住房公积金", "30113", ["150", "150", None]),
            ("商品和服务支出", "302", ["100", None, "100"]),
            ("办公费", "30201", ["100", None, "100"]),
            ("合计", "", ["700", "600", "100"]),
        ],
        side="expenditure",
    )
    filing.statement("three_public", unit="万元").row(
        None,
        {
            "three_public": "1.50",
            "abroad": None,
            "reception": "0.50",
            "vehicles": "1.00",
            "vehicle_purchase": "0.00",
            "vehicle_running": "1.00",
        },
        side="expenditure",
    )
    return filing


def several_lines_per_class_budget() -> Filing:
    """Beijing: function × 政府经济 × 部门经济 on each row, no subtotals, six decimals in 万元."""
    filing = Filing("beijing", year=2026, department="某市司法局")
    filing.statement("expenditure").table(
        ["total", "basic", "project"],
        [
            ("行政运行/工资奖金津补贴/基本工资", "2040601/50101/30101", ["10.123456", "10.123456", None]),
            ("行政运行/办公经费/办公费", "2040601/50201/30201", ["5.000000", "4.000000", "1.000000"]),
            ("法律援助/委托业务费/委托业务费", "2040607/50205/30227", ["2.500000", None, "2.500000"]),
            ("合计", "", ["17.623456", "14.123456", "3.500000"]),
        ],
        side="expenditure",
    )
    return filing


def rounded_final_account() -> Filing:
    """A final account in 万元 whose sums are off by roundings; 合计 first and last; a year before 2020; one misread cell."""
    filing = Filing("final", kind="final", year=2019)
    filing.statement("expenditure").table(
        ["total", "basic", "project"],
        [
            ("合计", "", ["100.01", "60.00", "40.01"]),
            ("一般公共服务支出", "201", ["66.67", "60.00", "6.67"]),
            ("审计事务", "20108", ["66.67", "60.00", "6.67"]),
            ("行政运行", "2010801", ["60.00", "60.00", "0.00"]),
            ("审计业务", "2010804", ["6.67", None, "6.67"]),
            ("社会保障和就业支出", "208", ["33.33", None, "33.33"]),
            ("行政事业单位离退休", "20805", ["33.33", None, "33.33"]),
            ("行政单位离退休", "2080501", ["33.33", None, "33.33"]),
            ("合计", "", ["100.01", "60.00", "40.01"]),
        ],
        side="expenditure",
    )
    general = filing.statement("general_public_expenditure")
    general.table(
        ["total", "basic", "project"],
        [
            ("合计", "", ["60.00", "60.00", "0.00"]),
            ("一般公共服务支出", "201", ["60.00", "60.00", None]),
            ("审计事务", "20108", ["60.00", "60.00", None]),
        ],
        side="expenditure",
    )
    general.row("行政运行", {"total": "66.00", "basic": "60.00"}, "2010801", side="expenditure")
    filing.read_again(general.number, {"66.00": "60.00"})
    return filing


def prose_only_final_account() -> Filing:
    """The statements are attached elsewhere: only the sentences name items."""
    filing = Filing("prose", kind="final", year=2024)
    amount = {"measure_kind": "amount", "unit": "万元", "printed_decimals": 2, "phase": "final"}
    filing.claim(
        **amount, section="一、收入支出决算总体情况说明", subject="本年支出合计", value_text="20.00", amount_yuan=Decimal(200000)
    )
    filing.claim(
        **amount,
        section="五、一般公共预算财政拨款支出决算情况说明",
        subject="一般公共预算财政拨款支出",
        value_text="13.34",
        amount_yuan=Decimal(133400),
    )
    item = amount | {"basis": "决算数", "section": "五、一般公共预算财政拨款支出决算情况说明"}
    filing.claim(
        **item,
        item_name="行政运行",
        section_name="审计事务",
        class_name="一般公共服务支出",
        value_text="12.34",
        amount_yuan=Decimal(123400),
    )
    filing.claim(**item, item_name="某种没有的支出", value_text="1.00", amount_yuan=Decimal(10000))
    filing.claim(
        measure_kind="amount", basis="决算数", subject="公务接待费", unit="万元", value_text="0.50", amount_yuan=Decimal(5000)
    )
    filing.claim(measure_kind="share_pct", basis="决算数", item_name="行政运行", unit="%", value_text="92")
    return filing


def budget_with_units() -> Filing:
    """The department's list, then each unit's own list with a subtotal row: only one of the two is the expenditure."""
    filing = Filing("units")
    spending = filing.statement("expenditure")
    measures = ["total", "basic", "project"]
    spending.row("合计", dict(zip(measures, ["30.00", "20.00", "10.00"], strict=True)), side="expenditure")
    spending.table(
        measures,
        [("行政运行", "2010601", ["20.00", "20.00", None]), ("财政国库业务", "2010605", ["10.00", None, "10.00"])],
        side="expenditure",
    )
    for unit, amounts in (("局本级", ["25.00", "15.00", "10.00"]), ("会计中心", ["5.00", "5.00", None])):
        spending.row(unit, dict(zip(measures, amounts, strict=True)), unit_name=unit, row_kind="unit", side="expenditure")
        spending.row(
            "行政运行",
            {"total": amounts[1], "basic": amounts[1]},
            "2010601",
            unit_name=unit,
            row_kind="class",
            side="expenditure",
        )
    return filing


def budget_without_function_rows() -> Filing:
    """Jiangsu: 支出总表 is one row of totals, the functions are in the summary only, the general public list lacks a part."""
    filing = Filing("jiangsu", year=2017)
    summary = filing.statement("income_expenditure_summary")
    for label, amount in (
        ("一、财政拨款", "95.00"),
        ("二、其他资金", "5.00"),
        ("当年收入小计", "100.00"),
        ("收入合计", "100.00"),
    ):
        summary.row(label, {"total": amount}, side="income", row_kind="total" if "计" in label else "item")
    summary.row_number = 0
    for label, amount in (("一、公共安全支出", "80.00"), ("二、住房保障支出", "20.00")):
        summary.row(label, {"total": amount}, side="expenditure", block=2)
    summary.row_number = 0
    for label, amount in (
        ("一、基本支出", "70.00"),
        ("二、项目支出", "30.00"),
        ("当年支出小计", "100.00"),
        ("支出合计", "100.00"),
    ):
        summary.row(label, {"total": amount}, side="expenditure", block=3, row_kind="total" if "计" in label else "item")
    filing.statement("expenditure").row(None, {"total": "100.00", "basic": "70.00", "project": "30.00"}, side="expenditure")
    filing.statement("general_public_expenditure").table(
        ["total"],
        [("公共安全支出", "204", ["80.00"]), ("检察", "20404", ["80.00"]), ("行政运行", "2040401", ["80.00"])],
        side="expenditure",
    )
    return filing


def budget_of_names_without_codes() -> Filing:
    """Shenzhen and Guangzhou: economic classes by name only, 三公 items below each other, one of them after 其中."""
    filing = Filing("names", year=2026)
    basic = filing.statement("basic_expenditure")
    basic.row("某市财政局", {"basic": "30.00"}, side="expenditure")
    for label, amount in (
        ("工资福利支出", "20.00"),
        ("基本工资", "15.00"),
        ("其他工资福利支出", "5.00"),
        ("资本性支出", "10.00"),
        ("房屋建筑物购建", "8.00"),
        ("其他资本性支出", "2.00"),
    ):
        basic.row(label, {"basic": amount}, side="expenditure")
    three_public = filing.statement("three_public")
    for label, amount, kind in (
        ("“三公”经费", "10.00", "item"),
        ("其中：（一）因公出国（境）支出", "5.00", "part"),
        ("（二）公务用车购置及运行维护支出", "4.00", "item"),
        ("1.公务用车购置费", "0.00", "item"),
        ("2.公务用车运行维护费", "4.00", "item"),
        ("（三）公务接待费支出", "1.00", "item"),
    ):
        three_public.row(label, {"three_public": amount}, row_kind=kind, side="expenditure")
    return filing


def summary_of_four_columns() -> Filing:
    """Xi'an: functions, 部门经济 and 政府经济 side by side, each with its totals; 结转 between them; a second fund column 其中."""
    filing = Filing("xian", unit="元", year=2022)
    summary = filing.statement("income_expenditure_summary")
    columns = {
        1: [("一、部门预算", "90"), ("1、财政拨款", "80"), ("其中：专项资金", "30"), ("2、其他收入", "10"), ("本年收入合计", "90"), ("上年结转", "10"), ("收入总计", "100")],
        2: [("一、部门预算", "100"), ("1、教育支出", "70"), ("2、卫生健康", "20"), ("3、其他支出", "10"), ("本年支出合计", "100"), ("结转下年", "0"), ("支出总计", "100")],
        3: [("一、部门预算", "100"), ("1、人员经费和公用经费支出", "60"), ("2、专项业务经费支出", "40"), ("(10)其他支出", "0"), ("本年支出合计", "100"), ("结转下年", "0"), ("支出总计", "100")],
    }  # fmt: skip
    for block, rows in columns.items():
        for number, (label, amount) in enumerate(rows, start=1):
            kind = "part" if label.startswith("其中") else "total" if label.endswith("计") else "item"
            side = "income" if block == 1 else "expenditure"
            summary.row(label, {"total": amount}, block=block, row_number=number, row_kind=kind, side=side)
    return filing


def three_public_of_units_by_year() -> Filing:
    """Shenzhen: each unit has a row per year and one of changes, the unit is printed in the first only; no total row, funds as columns."""
    filing = Filing("years", department="某市水务局")
    three_public = filing.statement("three_public", unit_name="某市水务局")
    for unit, whole, abroad in (
        ("某市水务局", ("9.00", "7.00", "-2.00"), ("3.00", "3.00", "0.00")),
        ("某市水务局（本级）", ("6.00", "5.00", "-1.00"), ("3.00", "3.00", "0.00")),
        ("某市水文站", ("3.00", "2.00", "-1.00"), ("0.00", "0.00", "0.00")),
    ):
        reception = [f"{Decimal(total) - Decimal(part):.2f}" for total, part in zip(whole, abroad, strict=True)]
        for number, label in enumerate(("2023年", "2024年", "增减变化金额")):
            amounts = {"three_public": whole[number], "abroad": abroad[number], "reception": reception[number]}
            by_fund = {f"{item}+general_public": amount for item, amount in amounts.items()}
            three_public.row(
                label,
                by_fund | {f"{item}+government_fund": "0.00" for item in amounts},
                unit_name=None if number else unit,
                value_year=2024 if number else 2023,
                side="expenditure",
            )
    return filing


def three_public_beside_meetings() -> Filing:
    """Xi'an: total, department and units below each other, 会议费 and 培训费 beside; the parts of the year before are not its total."""
    filing = Filing("meetings", department="某市公安局")
    three_public = filing.statement("three_public")
    for row_number, label in enumerate(("合计", "某市公安局", "某市公安局"), start=1):
        for year, whole in ((2023, "2.00"), (2024, "8.00")):
            three_public.row(
                label,
                {"three_public": whole, "reception": "3.00", "vehicle_running": "5.00", "meeting": "1.00", "training": "4.00"},
                row_number=row_number,
                row_kind="total" if row_number == 1 else "unit",
                block=year - 2022,
                unit_name=None if row_number == 1 else label,
                value_year=year,
                side="expenditure",
            )
    filing.claim(
        subject="“三公”经费预算",
        measure_kind="amount",
        value_text="8",
        value=Decimal(8),
        unit="万元",
        amount_yuan=Decimal(80000),
        printed_decimals=0,
        phase="budget",
    )
    return filing


def three_public_in_rows_of_two_phases() -> Filing:
    """Shaanxi: final accounts with a row 预算数 and a row 决算数."""
    filing = Filing("phases", kind="final", department="某县审计局")
    three_public = filing.statement("three_public")
    for label, whole in (("预算数", "10.50"), ("决算数", "9.00")):
        three_public.row(label, {"three_public": whole, "reception": whole}, side="expenditure")
    return filing


def final_account_with_balances() -> Filing:
    """The revenue statement is about the year; what is carried over and drawn from balances is in the summary only."""
    filing = Filing("balances", kind="final", department="某市信访局")
    summary = filing.statement("income_expenditure_summary")
    for label, amount, kind in (
        ("一、一般公共预算财政拨款收入", "90.00", "item"),
        ("本年收入合计", "90.00", "total"),
        ("使用非财政拨款结余", "3.00", "item"),
        ("年初结转和结余", "7.00", "item"),
        ("总计", "100.00", "total"),
    ):
        summary.row(label, {"total": amount}, row_kind=kind, side="income")
    filing.statement("revenue").table(
        ["current_year", "general_public"],
        [("合计", "", ["90.00", "90.00"]), ("信访事务", "2010308", ["90.00", "90.00"])],
    )
    return filing


def all_filings() -> list[Filing]:
    return [
        split_code_budget(),
        several_lines_per_class_budget(),
        rounded_final_account(),
        prose_only_final_account(),
        budget_with_units(),
        budget_without_function_rows(),
        budget_of_names_without_codes(),
        summary_of_four_columns(),
        three_public_of_units_by_year(),
        three_public_beside_meetings(),
        three_public_in_rows_of_two_phases(),
        final_account_with_balances(),
    ]
