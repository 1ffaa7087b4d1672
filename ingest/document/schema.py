"""The landing contract: every frame that a document reading yields, column by column, and its DuckDB type.

`RAW_TABLES` is the single description of the `raw` schema. Readers build polars frames from it (`frame`), the landing
step creates the DuckDB tables from it, dbt declares the same names as sources. Coordinates are points (1/72 inch) on the
page as displayed (rotation applied), origin top left, y downwards. Amounts are exact decimals; a blank cell lands no row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

MONEY = pl.Decimal(18, 2)
FIGURE = pl.Decimal(24, 6)
TEXT = pl.String
COUNT = pl.Int32
POINTS = pl.Float64
FLAG = pl.Boolean

BOX = {"x0": POINTS, "y0": POINTS, "x1": POINTS, "y1": POINTS}
#: A box, and where it stands in a workbook: sheet and cell or area, NULL for what is no workbook.
PLACE = {**BOX, "cell_address": TEXT}

RAW_TABLES: dict[str, dict[str, Any]] = {
    # one path found under the raw folder, whatever became of it
    "files": {
        "file_path": TEXT,  # relative to the raw folder, as found
        "file_name": TEXT,
        "document_key": TEXT,  # sha256 of the bytes; NULL when the file could not be opened
        "byte_size": pl.Int64,
        "outcome": TEXT,  # read | duplicate | skipped
        "reason_code": TEXT,  # why it was skipped: not_a_pdf, encrypted, truncated, empty_file, image_only, not_a_disclosure, ...
        "reason": TEXT,  # the same as a sentence for people
    },
    # one document of the folder after which an address brought another one of the folder (manifest of the fetch)
    "supersessions": {
        "document_key": TEXT,
        "superseded_by_document_key": TEXT,
        "address": TEXT,
        "superseded_at": TEXT,  # when the other one was fetched, ISO 8601
    },
    # one document of the folder that a page brought, by its link or as the page itself (manifest of the fetch)
    "found_on_pages": {
        "document_key": TEXT,
        "page_address": TEXT,
    },
    # one reason for which the build sets a filing apart, found after landing (mingzhang/warehouse/setting_apart.py)
    "set_apart": {
        "document_key": TEXT,
        "check_code": TEXT,  # data test, expectation or model that cannot do with the filing
        "table_name": TEXT,  # model in which the offending row stands
        "page_number": COUNT,
        "value_text": TEXT,
        "detail": TEXT,
        "decided_by": TEXT,  # reader and project version: another one decides anew
    },
    # one distinct document (by sha256)
    "documents": {
        "document_key": TEXT,
        "file_name": TEXT,
        "byte_size": pl.Int64,
        "page_count": COUNT,
        "department_name": TEXT,
        "region_name": TEXT,
        "region_code": TEXT,  # GB/T 2260
        "fiscal_year": COUNT,
        "disclosure_kind": TEXT,  # budget | final; NULL for an attachment of performance forms too
        "scope": TEXT,  # department | unit
        "main_printed_unit": TEXT,
        "status": TEXT,  # read | no_statements | image_only | skipped
        "status_reason": TEXT,
        "identity_conflict": TEXT,  # what cover, running header and tables disagree about; NULL when they agree
        "identity_evidence": TEXT,  # per property the place that told it: cover, captions, votes for the year
        "reader_version": TEXT,
    },
    "pages": {
        "document_key": TEXT,
        "page_number": COUNT,  # 1-based
        "width": POINTS,
        "height": POINTS,
        "rotation": COUNT,
        "glyph_count": COUNT,
        "rule_count": COUNT,
        "page_role": TEXT,  # statement | performance | table | prose | contents | cover | image | blank
        "reading_basis": TEXT,  # text_layer | recognised: in the picture of the page; NULL where nothing is read
        "recogniser_confidence": POINTS,  # of the least sure figure of the page, 0 to 1; NULL where nothing was recognised
    },
    # one booking of a page: printed characters that were read as one thing or not read for one reason, or one inked area
    "page_ledger": {
        "document_key": TEXT,
        "page_number": COUNT,
        "entry_number": COUNT,  # 1-based within the page
        "booked_as": TEXT,  # cell | claim | prose | performance | furniture | left_over | declared_unread | unbooked | not_printed
        "reason": TEXT,  # as what exactly, or why not: line, header, table_unrecognised, picture, amount_in_no_claim ...
        "character_count": COUNT,
        "amount_count": COUNT,  # figures shaped like amounts of money
        "ink_square_points": COUNT,  # of an inked area outside text and rules
        **PLACE,  # around what was not read; NULL for what was
    },
    # one ruled grid on one page
    "tables": {
        "document_key": TEXT,
        "table_number": COUNT,  # 1-based within the document, reading order
        "page_number": COUNT,
        **PLACE,
        "row_count": COUNT,
        "column_count": COUNT,
        "title_text": TEXT,
        "form_label": TEXT,  # 公开01表, 表3, 预算05表 ...
        "statement_number": COUNT,  # the statement that it is part of; NULL when not recognised
        "is_continuation": FLAG,
        "outcome": TEXT,  # statement | performance | contents | unrecognised
        "reason": TEXT,
        "found_by": TEXT,  # ruled | aligned | split (ruled, its cells parted by alignment) | unread
        "cell_count": COUNT,
    },
    # one official statement (stitched over pages)
    "statements": {
        "document_key": TEXT,
        "statement_number": COUNT,  # 1-based within the document
        "statement_code": TEXT,
        "title_text": TEXT,
        "form_label": TEXT,
        "unit_name": TEXT,  # the department or unit printed on the statement (编制部门/部门/单位名称)
        "printed_unit": TEXT,  # 元 | 万元 | 亿元
        "unit_basis": TEXT,  # printed | inferred
        "first_page": COUNT,
        "last_page": COUNT,
        "is_empty_form": FLAG,  # printed with no amount at all
        "is_nil_form": FLAG,  # every printed amount is zero
        "note_text": TEXT,
        "recognised_by": TEXT,  # title | header | place
    },
    # one amount printed in an official statement
    "statement_lines": {
        "document_key": TEXT,
        "statement_number": COUNT,
        "statement_code": TEXT,
        "table_number": COUNT,
        "page_number": COUNT,
        "row_number": COUNT,  # 1-based over the whole statement, continuation pages included
        "block_number": COUNT,  # 1-based: side-by-side blocks of one statement (收入 ‖ 支出 ...)
        "column_number": COUNT,  # 1-based grid column
        "side": TEXT,  # income | expenditure | NULL
        "row_kind": TEXT,  # total | class | item | unit | subtotal | part
        "class_kind": TEXT,  # function | department_economic | government_economic | NULL
        "class_code": TEXT,  # full code with parents carried down
        "code_basis": TEXT,  # printed | carried | indented: how the parents of class_code were found
        "function_class_code": TEXT,
        "department_economic_code": TEXT,
        "government_economic_code": TEXT,
        "line_label": TEXT,
        "unit_name": TEXT,  # reporting unit printed in or above the row, when the statement lists several
        "project_name": TEXT,
        "row_level": COUNT,  # depth of the row by code or printed numbering, 0 = total; NULL when unknown
        "measure_path": TEXT,  # header words joined by /
        "measure_code": TEXT,  # concepts joined by +, see dbt seed measure_concepts
        "value_year": COUNT,  # year the figure is about
        "value_phase": TEXT,  # budget | final | change
        "amount_text": TEXT,
        "printed_unit": TEXT,
        "amount_yuan": MONEY,
        "printed_decimals": COUNT,  # digits after the point as printed: the precision in printed_unit
        **PLACE,
        "reading_basis": TEXT,  # text_layer | recognised: in the picture of the page
        "recogniser_confidence": POINTS,  # of the figure, 0 to 1; NULL where nothing was recognised
    },
    # cells of recognised statements that became neither a line nor declared noise
    "leftover_cells": {
        "document_key": TEXT,
        "statement_number": COUNT,
        "table_number": COUNT,
        "page_number": COUNT,
        "row_number": COUNT,
        "column_number": COUNT,
        "cell_text": TEXT,
        "reason": TEXT,
        **PLACE,
    },
    # one figure stated in prose
    "claims": {
        "document_key": TEXT,
        "claim_number": COUNT,
        "page_number": COUNT,
        "part": TEXT,
        "section": TEXT,
        "subject": TEXT,
        "measure_kind": TEXT,  # amount | change_amount | change_pct | share_pct | execution_pct | count | ...: docs/prose_and_performance.md
        "basis": TEXT,  # 预算数 | 决算数 | 年初预算数 | ... as stated
        "comparison_base": TEXT,
        "direction": TEXT,  # increase | decrease | unchanged | NULL
        "is_direction_stated": FLAG,
        "value_text": TEXT,
        "value": FIGURE,
        "unit": TEXT,
        "amount_yuan": MONEY,  # money claims only
        "printed_decimals": COUNT,
        "class_name": TEXT,  # 类 as named
        "section_name": TEXT,  # 款
        "item_name": TEXT,  # 项
        "class_code": TEXT,  # only when the text prints a code
        "class_kind": TEXT,
        "part_of": TEXT,  # subject of the whole of which it is named a part (其中)
        "is_in_reason": FLAG,  # said in passing, in the reason for the change of another figure
        "order_to_budget": TEXT,  # above | below | equal: 决算数小于预算数, said after it
        "value_year": COUNT,  # year that the sentence, its heading or else the filing names; NULL for several (2021—2023年)
        "phase": TEXT,  # budget | final, named likewise; NULL for another year of which the text says neither
        "quote": TEXT,
        "reason_text": TEXT,
        "reading_basis": TEXT,  # text_layer | recognised: in the picture of the page
        "recogniser_confidence": POINTS,  # of the figures where it stands, 0 to 1; NULL where nothing was recognised
        **PLACE,
    },
    # one unit that the document lists as part of the department (预算单位构成)
    "listed_units": {
        "document_key": TEXT,
        "unit_number": COUNT,  # 1-based within the document
        "page_number": COUNT,
        "unit_name": TEXT,  # as printed: 某局(本级), 局本级, 某中心
        "unit_nature": TEXT,  # 行政单位, 全额事业 ... where the list says so
        "staff_authorised": COUNT,  # 编制数, where a table of units has the column
        "staff_in_service": COUNT,  # 在职人数
        "remark": TEXT,  # 备注, 拟变动情况, 不单列预算 ...
        "source": TEXT,  # table | list | sentence
        "quote": TEXT,
        **BOX,
    },
    # one project in a performance table; the department's own table has is_whole_department
    "projects": {
        "document_key": TEXT,
        "project_number": COUNT,
        "page_number": COUNT,
        "table_kind": TEXT,  # target | self_evaluation
        "is_whole_department": FLAG,
        "project_name": TEXT,
        "department_name": TEXT,
        "implementing_unit": TEXT,
        "goal_text": TEXT,
        "actual_text": TEXT,
        "total_score": FIGURE,
        "total_score_text": TEXT,
        **PLACE,
    },
    "project_funds": {
        "document_key": TEXT,
        "project_number": COUNT,
        "page_number": COUNT,
        "fund_row_number": COUNT,
        "fund_source": TEXT,  # as printed
        "initial_budget_yuan": MONEY,
        "annual_budget_yuan": MONEY,
        "executed_yuan": MONEY,
        "initial_budget_text": TEXT,
        "annual_budget_text": TEXT,
        "executed_text": TEXT,
        "printed_unit": TEXT,
        "weight": FIGURE,
        "weight_text": TEXT,
        "execution_rate_text": TEXT,
        "score": FIGURE,
        "score_text": TEXT,
        **PLACE,
    },
    "indicators": {
        "document_key": TEXT,
        "project_number": COUNT,
        "indicator_number": COUNT,
        "page_number": COUNT,
        "level1": TEXT,
        "level2": TEXT,
        "level3": TEXT,
        "target_text": TEXT,
        "target_comparator": TEXT,
        "target_value": FIGURE,
        "target_unit": TEXT,
        "actual_text": TEXT,
        "weight": FIGURE,
        "weight_text": TEXT,
        "score": FIGURE,
        "score_text": TEXT,
        "deviation_note": TEXT,
        "basis_text": TEXT,
        "activity_text": TEXT,  # 活动, 任务: what the indicator measures, where the form says so
        "last_year_text": TEXT,  # 上年完成值
        "scoring_rule": TEXT,  # 指标赋分规则
        "evidence_text": TEXT,  # 佐证资料
        "remark_text": TEXT,  # 备注
        **PLACE,
    },
    # one page of which a finding asked what its picture shows (ingest/witness); kept from build to build
    "witness_pages": {
        "document_key": TEXT,
        "page_number": COUNT,
        "rotation": COUNT,  # the page was turned by so much, as raw.pages says: the boxes hold for no other rotation
        "outcome": TEXT,  # recognised | failed | unavailable: looked at again every night
        "reason": TEXT,  # why it is not recognised
        "witness_version": TEXT,  # resolution, models, libraries, and how pages are rendered
    },
    # one run of characters that was recognised in the picture of a page: a number, or what stands between two
    "witness_readings": {
        "document_key": TEXT,
        "page_number": COUNT,
        "reading_number": COUNT,  # 1-based within the page
        "recognised_text": TEXT,  # NFKC
        "confidence": POINTS,  # of the recogniser, 0 to 1
        "is_in_text_layer": FLAG,  # the text layer has a glyph there
        **BOX,
    },
    # one page with amounts that no sum proves, read again by camelot; kept from build to build
    "second_pages": {
        "document_key": TEXT,
        "page_number": COUNT,
        "rotation": COUNT,
        "outcome": TEXT,  # read | failed | unavailable
        "reason": TEXT,
        "witness_version": TEXT,
    },
    # one cell with text of the second reading
    "second_cells": {
        "document_key": TEXT,
        "page_number": COUNT,
        "reading_number": COUNT,  # 1-based within the page
        "cell_text": TEXT,
        **BOX,
    },
    # what the reader has to say about a document: never raised as a guess, never silent
    "reader_messages": {
        "document_key": TEXT,
        "page_number": COUNT,
        "severity": TEXT,  # info | warning | error
        "message_code": TEXT,
        "message": TEXT,
    },
}

#: Tables of a run: what the folder holds, what its manifests say, what the build sets apart.
RUN_TABLES = ("files", "supersessions", "found_on_pages", "set_apart")
#: What witnesses say of pages, and what they saw there: asked after the models have judged, and not part of a reading.
WITNESS_TABLES = {"witness_pages": "witness_readings", "second_pages": "second_cells"}
#: Frames that hold what was read out of one document.
DOCUMENT_TABLES = tuple(name for name in RAW_TABLES if name not in (*RUN_TABLES, *WITNESS_TABLES, *WITNESS_TABLES.values()))


@dataclass(frozen=True)
class DocumentReading:
    """The frames of one document, one for each of DOCUMENT_TABLES."""

    document_key: str
    frames: Mapping[str, pl.DataFrame]


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Build the frame of one raw table; absent columns are NULL, an unknown column is a KeyError."""
    schema = RAW_TABLES[table]
    rows = list(rows)
    for row in rows:
        unknown = row.keys() - schema.keys()
        if unknown:
            raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
    columns = {
        name: pl.Series(name, _exact([row.get(name) for row in rows], dtype), dtype=dtype, strict=True)
        for name, dtype in schema.items()
    }
    return pl.DataFrame(columns)


def _exact(values: list[Any], dtype: Any) -> list[Any]:
    return [None if value is None else _scaled(value, dtype) for value in values] if isinstance(dtype, pl.Decimal) else values


def _scaled(value: Decimal, dtype: pl.Decimal) -> Decimal:
    """Scale a Decimal to its column's digits; a figure with more digits than the column holds is a ValueError, never rounded."""
    scaled = Decimal(value).quantize(Decimal(1).scaleb(-dtype.scale))
    if scaled != value:
        raise ValueError(f"{value} does not fit {dtype}")
    return scaled


_DUCKDB_TYPES = {TEXT: "VARCHAR", COUNT: "INTEGER", pl.Int64: "BIGINT", POINTS: "DOUBLE", FLAG: "BOOLEAN"}


def duckdb_type(dtype: Any) -> str:
    """DuckDB's name for a column type of this contract."""
    if isinstance(dtype, pl.Decimal):
        return f"DECIMAL({dtype.precision},{dtype.scale})"
    return _DUCKDB_TYPES[dtype]
