"""changes.csv is opened in spreadsheets: what a filing prints must not be calculated there."""

import duckdb
import pytest

from mingzhang.spreadsheet_text import harmless


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", "  =1", "\t=1", "\r1", "＝1", "＋1", "－1", "＠a"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    with duckdb.connect() as connection:
        query = harmless(connection, f"SELECT '{text}' AS line_label, CAST(-1.5 AS DECIMAL(18, 2)) AS difference_yuan")
        assert [str(cell) for cell in connection.execute(query).fetchall()[0]] == [f"'{text}", "-1.50"]


@pytest.mark.parametrize("text", ["其中：一般公共预算", "2010301", "a=b", "", "附件-1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    with duckdb.connect() as connection:
        assert connection.execute(harmless(connection, f"SELECT '{text}' AS a, NULL::VARCHAR AS b")).fetchall() == [(text, None)]
