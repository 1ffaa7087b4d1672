"""What a table promises of its columns is watched in one query, which names table, column, promise, document and page of every breach."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
import yaml

from expectations.violation import Violation
from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import Transformed, TransformError, transform

LINES = """
    select * from (values
        ('a', 'one', 1, 10, 'income', 'known'),
        ('b', 'one', 4, null, 'income', 'known'),
        ('c', 'two', 5, 10, 'sideways', 'known'),
        ('d', 'two', 6, 10, null, null),
        ('e', 'three', 8, 10, 'income', 'unknown'),
        ('f', 'four', 7, 10, 'income', 'known'),
        ('f', 'five', 9, 10, 'income', 'known'),
        ('g', 'six', null, 10, 'income', 'known'),
        ('h', 'six', null, 10, 'income', 'known')
    ) as line (line_key, document_key, page_number, amount, side, class_key)
"""
PROMISES = {
    "not_null": ["line_key", "amount"],
    "unique": ["line_key", ["document_key", "page_number"]],
    "accepted_values": {"side": ["income", "it's"]},
    "relationships": [{"column": "class_key", "to": "ref('dim_class')", "field": "class_key"}],
}


def _project(folder: Path, root: Path, lines: str = LINES, severity: str = "error") -> Path:
    """A dbt project of two tables with the macros and the generic tests of the real one."""
    shutil.copytree(root / "dbt_project" / "macros", folder / "macros")
    shutil.copytree(root / "dbt_project" / "tests" / "generic", folder / "tests" / "generic")
    shutil.copy(root / "dbt_project" / "profiles.yml", folder)
    columns = [{"name": name} for name in ("line_key", "document_key", "page_number", "amount", "side", "class_key")]
    promises = {"name": "promises_of_fact_line", "arguments": PROMISES, "config": {"severity": severity}}
    files = {
        "dbt_project.yml": {
            "name": "little",
            "version": "1.0.0",
            "config-version": 2,
            "profile": "mingzhang",
            "models": {"+materialized": "table"},
        },
        "models/marts.yml": {
            "models": [{"name": "dim_class"}, {"name": "fact_line", "columns": columns, "data_tests": [{"promises": promises}]}]
        },
    }
    (folder / "models").mkdir()
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content))
    (folder / "models/dim_class.sql").write_text("select 'known' as class_key")
    (folder / "models/fact_line.sql").write_text(lines)
    return folder


def _transform(folder: Path, project: Path) -> Transformed:
    create_next(folder / "next.duckdb")
    with duckdb.connect(str(folder / "landing.duckdb")):
        pass
    return transform(folder / "landing.duckdb", folder / "next.duckdb", folder, project=project)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def test_one_breach_of_each_kind_of_promise_is_named_with_its_filing(project: Path, root: Path, tmp_path: Path) -> None:
    with pytest.raises(TransformError) as failed:
        _transform(tmp_path, _project(project, root))
    unknown, repeated = "a value that the table it refers to does not have", "a key that two rows have"
    assert set(failed.value.violations) == {
        Violation("one", "not_null_fact_line_amount", "fact_line", 4, None, "amount: nothing where a value must be"),
        Violation("two", "accepted_values_fact_line_side", "fact_line", 5, "sideways", "side: a value that is not foreseen"),
        Violation("three", "relationships_fact_line_class_key", "fact_line", 8, "unknown", f"class_key: {unknown}"),
        Violation("four", "unique_fact_line_line_key", "fact_line", 7, "f", f"line_key: {repeated}"),
        Violation("five", "unique_fact_line_line_key", "fact_line", 9, "f", f"line_key: {repeated}"),
        Violation(
            "six",
            "unique_fact_line_document_key_page_number",
            "fact_line",
            None,
            "(six, NULL)",
            f"document_key, page_number: {repeated}",
        ),
    }
    assert failed.value.broken is None, "the test has named filings, no search by halves is needed"
    assert "table_name=fact_line, column_name=side, promise=accepted_values, document_key=two, page_number=5" in str(failed.value)
    assert all(f"promise={promise}" in str(failed.value) for promise in PROMISES), "the first rows show every kind of breach"


def test_a_breach_by_a_row_of_no_filing_accuses_nobody_and_hides_no_other(project: Path, root: Path, tmp_path: Path) -> None:
    nobody = f"{LINES} union all select 'i', null, 2, null, 'income', 'known'"
    with pytest.raises(TransformError) as failed:
        _transform(tmp_path, _project(project, root, nobody))
    codes = {violation.check_code for violation in failed.value.violations}
    assert "not_null_fact_line_amount" not in codes
    assert "accepted_values_fact_line_side" in codes


def test_when_all_is_kept_but_by_rows_of_no_filing_the_test_itself_is_to_be_looked_into(
    project: Path, root: Path, tmp_path: Path
) -> None:
    nobody = (
        "select 'i' as line_key, null as document_key, 2 as page_number, null as amount, 'income' as side, 'known' as class_key"
    )
    with pytest.raises(TransformError) as failed:
        _transform(tmp_path, _project(project, root, nobody))
    assert failed.value.violations == ()
    assert failed.value.broken.name == "promises_of_fact_line"


def test_promises_of_severity_warn_are_said_and_stop_nothing(project: Path, root: Path, tmp_path: Path) -> None:
    done = _transform(tmp_path, _project(project, root, severity="warn"))
    assert done.warnings == ("promises_of_fact_line: Got 7 results, configured to warn if != 0",)


class Promise(NamedTuple):
    """One promise of a table of the real project, and a row that breaks it."""

    schema: str
    table: str
    columns: tuple[str, ...]
    kind: str
    query: str

    def plant(self, connection: duckdb.DuckDBPyConnection, types: dict[str, str]) -> dict[str, Any]:
        """Add what breaks the promise, said to be of a filing and a page where the table has both; what the breach must name."""
        page = next((name for name in ("page_number", "first_page") if name in types), None)
        values = {"document_key": "planted", page: 3} if page else {"document_key": "planted"}
        values = {column: value for column, value in values.items() if column in types}
        values |= {column: None if self.kind == "not_null" else values.get(column, "77") for column in self.columns}
        for _ in range(2 if self.kind == "unique" else 1):
            connection.execute(
                f"INSERT INTO {self.schema}.{self.table} BY NAME SELECT"
                + ", ".join(f" CAST(${column} AS {types[column]}) AS {column}" for column in values),
                values,
            )
        named = {"table_name": self.table, "column_name": ", ".join(self.columns), "promise": self.kind}
        return named | {"document_key": values.get("document_key"), "page_number": values.get(page) if page else None}


def _promises(manifest: dict[str, Any]) -> Iterator[Promise]:
    """Every promise that the tables of the project make."""
    for test in manifest["nodes"].values():
        if test["resource_type"] == "test" and (test.get("test_metadata") or {}).get("name") == "promises":
            table, made = manifest["nodes"][test["attached_node"]], test["test_metadata"]["kwargs"]
            keys = [(key,) if isinstance(key, str) else tuple(key) for key in made.get("unique", [])]
            kinds = {
                "not_null": [(column,) for column in made.get("not_null", [])],
                "unique": keys,
                "accepted_values": [(column,) for column in made.get("accepted_values", {})],
                "relationships": [(link["column"],) for link in made.get("relationships", [])],
            }
            for kind, promised in kinds.items():
                for columns in promised:
                    yield Promise(table["schema"], table["name"], columns, kind, test["compiled_code"])


def _breaches(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _types(connection: duckdb.DuckDBPyConnection, promise: Promise) -> dict[str, str]:
    return {name: dtype for name, dtype, *_ in connection.execute(f"DESCRIBE {promise.schema}.{promise.table}").fetchall()}


def test_every_promise_of_every_table_names_a_row_that_breaks_it(built: Path, tmp_path: Path) -> None:
    shutil.copy(built / "next.duckdb", tmp_path / "next.duckdb")
    promises = list(_promises(json.loads((built / "dbt" / "manifest.json").read_text())))
    assert len(promises) > 350
    unnamed = []
    with duckdb.connect(str(tmp_path / "next.duckdb")) as connection:
        for promise in promises:
            connection.execute("BEGIN")
            expected = promise.plant(connection, _types(connection, promise))
            if not any(expected.items() <= breach.items() for breach in _breaches(connection, promise.query)):
                unnamed.append(expected)
            connection.execute("ROLLBACK")
    assert unnamed == []


def _tables(root: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((root / "dbt_project").rglob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for kind in ("models", "seeds"):
            named = content.get(kind)
            yield from named if isinstance(named, list) else []


def test_tables_promise_in_one_place_only(root: Path) -> None:
    """A data test of a single column is a query of its own that neither meta.keys nor the search for offenders knows."""
    tables = list(_tables(root))
    assert len(tables) > 150
    own = [
        f"{table['name']}.{column['name']}" for table in tables for column in table.get("columns", []) if "data_tests" in column
    ]
    assert own == []


def test_no_table_promises_twice_at_one_severity(root: Path) -> None:
    names = [
        (table["name"], test["promises"]["name"], test["promises"].get("config", {}).get("severity", "error"))
        for table in _tables(root)
        for test in table.get("data_tests", [])
        if "promises" in test
    ]
    assert len(names) > 90
    kinds = {"error": "promises", "warn": "warnings"}
    assert [name for table, name, severity in names if name != f"{kinds[severity]}_of_{table}"] == []
