"""Build the models again without dbt, from what dbt compiled: a night in which only filings are new.

dbt costs a second of imports, one of parsing and 25 ms per model and test, whatever there is to do. After a build by dbt its work is
noted in a plan: the built file without its rows (types, comments, order of columns; seeds with their rows) and the compiled query of
each model and data test. The plan holds as long as the project does (digest of models, seeds, expectations and libraries). Whatever
does not go smoothly, a failing data test included, is left to dbt: it builds anew and says what is wrong in its own words.

A test holds both ways to the same file, row for row and comment for comment.
"""

import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from ingest.sql_text import sql_text
from mingzhang.warehouse.publish import STORAGE_VERSION, remove_database

#: Models that are built at once, as in the dbt profile.
THREADS = 2
#: The one hook that models have, and what it does (dbt_project/macros/superseded.sql).
HOOK = "{{ leave_out_superseded() }}"
HOOK_SQL = """
    DELETE FROM {table} WHERE document_key IN (
      SELECT document_key FROM intermediate.int_superseded_documents WHERE kept_because IS NULL
    )
"""
_PLAIN_TEST = {"fail_calc": "count(*)", "warn_if": "!= 0", "error_if": "!= 0", "limit": None, "where": None}


def plan_file(work_folder: Path) -> Path:
    """Where the plan lies."""
    return work_folder / "plan.duckdb"


def save_plan(results: Iterable[Any], next_file: Path, work_folder: Path, project_version: str) -> bool:
    """Note what dbt did; False, and no plan, when it did something that is not understood here."""
    plan = plan_file(work_folder)
    remove_database(plan)
    nodes = [result.node for result in results if result.node.resource_type in ("model", "seed", "test")]
    if not all(map(_is_plain, nodes)):
        return False
    models = {node.unique_id for node in nodes if node.resource_type == "model"}
    steps = [
        (
            number,
            node.resource_type,
            node.unique_id,
            f'"{node.schema}"."{node.alias}"',
            node.compiled_code if node.resource_type != "seed" else None,
            [needed for needed in node.depends_on.nodes if needed in models] if node.resource_type == "model" else [],
            node.resource_type == "test" and str(node.config.severity).lower() == "warn",
        )
        for number, node in enumerate(nodes)
    ]
    beside = plan.with_name(plan.name + ".new")
    remove_database(beside)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {sql_text(next_file)} AS built (READ_ONLY)")
        connection.execute(f"ATTACH {sql_text(beside)} AS plan (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("COPY FROM DATABASE built TO plan (SCHEMA)")
        for _, kind, _, table, *_ in steps:
            if kind == "seed":
                connection.execute(f"INSERT INTO plan.{table} FROM built.{table}")
        connection.execute(
            "CREATE TABLE plan.main.steps (number INTEGER, kind VARCHAR, name VARCHAR, target VARCHAR, query VARCHAR,"
            " needs VARCHAR[], is_warning BOOLEAN, project_version VARCHAR)"
        )
        connection.executemany(
            "INSERT INTO plan.main.steps VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [(*s, project_version) for s in steps]
        )
    beside.replace(plan)
    return True


def _is_plain(node: Any) -> bool:
    if node.resource_type == "seed":
        return True
    if node.resource_type == "test":
        return all(str(getattr(node.config, name)) == str(usual) for name, usual in _PLAIN_TEST.items())
    hooks = [hook.sql for hook in (*node.config.pre_hook, *node.config.post_hook)]
    return node.config.materialized == "table" and hooks in ([], [HOOK])


class CannotReplay(Exception):
    """There is no plan for this project, or it did not go smoothly; the file is to be built by dbt."""


def replay(
    landing_file: Path, next_file: Path, work_folder: Path, project_version: str, meanwhile: Callable[[], None] = lambda: None
) -> tuple[int, int, tuple[str, ...]]:
    """Fill `next_file` from the plan; models, tests and warnings. Imports that the next step needs can be done meanwhile."""
    try:
        shutil.copyfile(plan_file(work_folder), next_file)
        with ThreadPoolExecutor(THREADS + 1) as threads, duckdb.connect(str(next_file)) as connection:
            threads.submit(meanwhile)
            return _replay(threads, connection, landing_file, project_version)
    except (OSError, duckdb.Error) as problem:
        raise CannotReplay(str(problem)) from problem


def _replay(
    threads: ThreadPoolExecutor, connection: duckdb.DuckDBPyConnection, landing_file: Path, project_version: str
) -> tuple[int, int, tuple[str, ...]]:
    steps = connection.execute("SELECT kind, name, target, query, needs, is_warning, project_version FROM main.steps").fetchall()
    if {step[6] for step in steps} != {project_version}:
        raise CannotReplay("the plan is of another project")
    connection.execute("DROP TABLE main.steps")
    connection.execute(f"ATTACH {sql_text(landing_file)} AS landing (READ_ONLY)")
    models = {name: (target, query) for kind, name, target, query, *_ in steps if kind == "model"}
    needs = {name: needed for kind, name, _, _, needed, *_ in steps if kind == "model"}

    def fill(name: str) -> str:
        target, query = models[name]
        with connection.cursor() as cursor:
            names = [row[0] for row in cursor.execute(f"DESCRIBE {target}").fetchall()]
            cursor.execute(f"INSERT INTO {target} SELECT {', '.join(names)} FROM ({query})")
            if target.startswith('"marts"."fact_'):
                cursor.execute(HOOK_SQL.format(table=target))
        return name

    _in_order(threads, needs, fill)
    failed = [(name, is_warning, _count(connection, query)) for kind, name, _, query, _, is_warning, _ in steps if kind == "test"]
    if stopping := [name for name, is_warning, count in failed if count and not is_warning]:
        raise CannotReplay(f"data tests failed: {', '.join(stopping)}")
    connection.execute("DETACH landing")
    warnings = tuple(
        f"{name.split('.')[2]}: Got {count} results, configured to warn if != 0" for name, _, count in failed if count
    )
    return len(models), len(failed), warnings


def _in_order(threads: ThreadPoolExecutor, needs: dict[str, list[str]], do: Callable[[str], str]) -> None:
    """Do each thing as soon as what it needs is done."""
    order, running = TopologicalSorter(needs), set[Future[str]]()
    order.prepare()
    try:
        while order.is_active():
            running |= {threads.submit(do, name) for name in order.get_ready()}
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                order.done(future.result())
    finally:
        # a connection that is closed under a running query raises an error of its own, and hid the first one
        wait(running)


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM ({query})").fetchone()
    return int(row[0]) if row else 0
