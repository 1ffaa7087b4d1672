"""datapackage.json: what each CSV holds, by which keys it joins, and what its columns mean in public finance."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingzhang.export.resources import Column, Resource
from mingzhang.messages import say_both

#: Name of the package, by which an earlier export is known again.
PACKAGE_NAME = "mingzhang"
_FIELD_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "DATE": "date",
    "JSON": "object",
}


def data_package(resources: Iterable[Resource], version: str, created: str | None) -> dict[str, Any]:
    """The descriptor; `created` is when the warehouse was built, so that a second export of it is the same."""
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": PACKAGE_NAME,
        "title": say_both("data_package_title", " · "),
        "version": version,
        "created": created,
        "resources": [_resource(each) for each in resources],
    }
    return {name: value for name, value in package.items() if value is not None}


def _resource(resource: Resource) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(resource, column) for column in resource.columns],
        "missingValues": [""],
    }
    if resource.primary_key:
        schema["primaryKey"] = [resource.primary_key]
    schema["foreignKeys"] = [
        {
            "fields": [key.column],
            "reference": {"resource": "" if key.table == resource.name else key.table, "fields": [key.references]},
        }
        for key in resource.foreign_keys
    ]
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "description": resource.comment or "",
        "path": f"csv/{resource.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(resource: Resource, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _field_type(column), "description": column.comment or ""}
    if column.name == resource.primary_key:
        field["constraints"] = {"required": True, "unique": True}
    meaning = _fiscal_mapping().get(resource.name, {}).get(column.name)
    return field | ({"columnType": meaning} if meaning else {})


def _field_type(column: Column) -> str:
    if column.is_list:
        return "array"
    return "number" if column.data_type.startswith("DECIMAL") else _FIELD_TYPES[column.data_type]


@cache
def _fiscal_mapping() -> dict[str, dict[str, str]]:
    mapping: dict[str, dict[str, str]] = yaml.safe_load(
        Path(__file__).with_name("fiscal_mapping.yml").read_text(encoding="utf-8")
    )
    return mapping
