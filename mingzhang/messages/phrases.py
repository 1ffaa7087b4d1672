"""Phrases said: what the models hand over instead of sentences (dbt_project/macros/phrases.sql).

    "text", 3                             as it is printed
    [phrase, ...]                         one after the other, what is null left out
    {"say": key, name: phrase, ...}       a sentence of catalogue.yml; its `unit` is that of all amounts within it
    {"amount": "12.50"}                   yuan, told in that unit; in points and the like where those are counted
    {"term": code}                        a word of catalogue.yml
    {"measure" | "statement" | "rule": c} the name that the warehouse has for a code; of a measure, those of its concepts (a+b)
    {"each" | "any_of" | ...: [...]}      joined by what catalogue.yml has among its joints: ";", "or"

MessageError    a phrase that nothing can say
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ingest.lexicon.amounts import UNITS
from mingzhang.messages import Language, MessageError, joint, say, term

#: kind → code → language → name, of the codes that are named in the warehouse.
Names = Mapping[str, Mapping[str, Mapping[Language, str]]]

_NOTHING = "–"


class Speaker:
    """Says phrases in one language."""

    def __init__(self, language: Language, names: Names) -> None:
        self._language = language
        self._names = names

    def said(self, phrase: Any, unit: str | None = None) -> str:
        """The phrase in words; nothing for null."""
        if phrase is None:
            return ""
        if isinstance(phrase, list):
            return " ".join(filter(None, (self.said(part, unit) for part in phrase)))
        if not isinstance(phrase, dict):
            return str(phrase)
        if "say" in phrase:
            return self._sentence(phrase, phrase.get("unit") or unit)
        [(kind, content)] = phrase.items()
        return self._of_kind(kind, content, unit)

    def _sentence(self, phrase: Mapping[str, Any], unit: str | None) -> str:
        values = {name: self.said(value, unit) for name, value in phrase.items() if name not in ("say", "unit")}
        return say(phrase["say"], self._language, **values)

    def _of_kind(self, kind: str, content: Any, unit: str | None) -> str:
        if (between := joint(kind, self._language)) is not None:
            return between.join(self.said(part, unit) for part in content or [])
        if content is None:
            return _NOTHING
        if kind == "amount":
            return self._amount(Decimal(content), unit or "yuan")
        if kind == "term":
            return self._word(content)
        if kind not in self._names:
            raise MessageError(f"{kind}: no such kind of phrase")
        return " + ".join(self._name(kind, code) for code in content.split("+"))

    def _amount(self, yuan: Decimal, unit: str) -> str:
        """To the last digit that says something, and to two at least."""
        if unit not in UNITS:
            return f"{yuan:,.2f} {self._word(unit)}"
        amount = yuan / UNITS[unit]
        return f"{amount.normalize() if amount % Decimal('0.01') else amount.quantize(Decimal('0.01')):,f} {unit}"

    def _word(self, code: str) -> str:
        return term(code, self._language) or code.replace("_", " ")

    def _name(self, kind: str, code: str) -> str:
        """Concepts that a form prints several times are numbered (further_2); a code without a name is shown as it is."""
        known = self._names[kind]
        plain = code if code in known else code.rstrip("0123456789").rstrip("_")
        names = known.get(plain)
        return term(plain, self._language) or (names[self._language] if names else code)
