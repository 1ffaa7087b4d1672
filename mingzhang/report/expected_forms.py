"""Which forms a filing has to print, as declared in expected_forms.yml."""

from functools import cache
from pathlib import Path

import yaml


def expected_forms(disclosure_kind: str | None, fiscal_year: int | None) -> list[str]:
    """Statement codes that a filing of this kind and year has to print; none when the kind is not known."""
    forms = _declared_forms().get(disclosure_kind or "", [])
    return [
        str(form["statement_code"]) for form in forms if fiscal_year is None or fiscal_year >= int(form.get("valid_from_year", 0))
    ]


@cache
def _declared_forms() -> dict[str, list[dict[str, str | int]]]:
    declared: dict[str, list[dict[str, str | int]]] = yaml.safe_load(
        Path(__file__).with_name("expected_forms.yml").read_text(encoding="utf-8")
    )
    return declared
