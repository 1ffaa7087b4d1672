"""Marts and columns with their descriptions in English and Chinese, read from the models.

A column is described by a doc block; the block named zh_… beside it is the same in Chinese. A mart carries description_zh, misread
and misread_zh in its meta.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "dbt_project" / "models"
_BLOCK = re.compile(r"{% docs (\w+) %}\s*(.*?)\s*{% enddocs %}", re.DOTALL)
_REFERENCE = re.compile(r"{{ doc\('(\w+)'\) }}")


@dataclass(frozen=True)
class Described:
    """A mart or column; texts are empty where the models have none."""

    name: str
    data_type: str
    en: str
    zh: str


@dataclass(frozen=True)
class Mart(Described):
    """A mart with how it is misread, and its columns."""

    misread_en: str
    misread_zh: str
    columns: tuple[Described, ...]


def marts(models: Path = MODELS) -> list[Mart]:
    """All marts by name."""
    blocks = _doc_blocks(models)
    declared = [model for path in sorted((models / "marts").glob("*.yml")) for model in _models(path)]
    return [_mart(model, blocks) for model in declared]


def _models(path: Path) -> Iterator[dict[str, Any]]:
    yield from yaml.safe_load(path.read_text(encoding="utf-8"))["models"]


def _doc_blocks(models: Path) -> dict[str, str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(models.rglob("*.md")))
    return {name: " ".join(block.split()) for text in texts for name, block in _BLOCK.findall(text)}


def _mart(model: dict[str, Any], blocks: dict[str, str]) -> Mart:
    meta = model.get("config", {}).get("meta", {})
    return Mart(
        name=model["name"],
        data_type="",
        en=str(model.get("description", "")).strip(),
        zh=str(meta.get("description_zh", "")).strip(),
        misread_en=str(meta.get("misread", "")).strip(),
        misread_zh=str(meta.get("misread_zh", "")).strip(),
        columns=tuple(_column(column, blocks) for column in model.get("columns", [])),
    )


def _column(column: dict[str, Any], blocks: dict[str, str]) -> Described:
    reference = _REFERENCE.fullmatch(str(column.get("description", "")).strip())
    name = reference[1] if reference else ""
    return Described(column["name"], str(column.get("data_type", "")), blocks.get(name, ""), blocks.get(f"zh_{name}", ""))
