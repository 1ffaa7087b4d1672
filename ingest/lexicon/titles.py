"""Which official statement a printed title names: the words of statements.yml."""

from dataclasses import dataclass
from functools import cache

from ingest.lexicon import load, normalize, pattern

#: "（不含上年结转）" says what a statement leaves out, not what it is about.
_EXCLUSION = pattern("statements", "exclusion")


@dataclass(frozen=True)
class Rule:
    """One entry of the statements vocabulary."""

    code: str
    words: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    implied: str | None = None
    rival: str | None = None
    refine: tuple[tuple[str, str], ...] = ()

    def names(self, title: str) -> bool:
        return any(all(word in title for word in words) for words in self.words) and not any(
            word in title for word in self.without
        )

    def preference(self, title: str) -> int:
        """Rank of a title among those that claim the same statement: earlier words weigh more."""
        return sum(2 ** (len(self.prefer) - i) for i, word in enumerate(self.prefer) if word in title)

    def refined(self, class_kind: str | None) -> "Rule":
        """The rule for a form whose codes are of another classification than its title suggests."""
        code = dict(self.refine).get(class_kind or "")
        return next((rule for rule in rules() if rule.code == code), Rule(code, (), implied=self.implied)) if code else self


#: A titled form with amounts that no rule knows: landed as it is, under its printed title.
UNLISTED = Rule("other_unlisted", ())


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            code=entry["code"],
            words=tuple(tuple(words) for words in entry["words"]),
            without=tuple(entry.get("without", ())),
            prefer=tuple(entry.get("prefer", ())),
            implied=entry.get("implied"),
            rival=entry.get("rival"),
            refine=tuple(entry.get("refine", {}).items()),
        )
        for entry in load("statements")["statements"]
    )


def recognise_title(title: str | None) -> Rule | None:
    """The statement that a title names; performance tables and contents are none."""
    if not title:
        return None
    words = _EXCLUSION.sub("", normalize(title))
    if is_performance_title(title) or any(word in words for word in load("statements")["not_statement_words"]):
        return None
    return next((rule for rule in rules() if rule.names(words)), None)


def is_performance_title(title: str | None) -> bool:
    return bool(title) and any(word in normalize(title or "") for word in load("statements")["performance_words"])
