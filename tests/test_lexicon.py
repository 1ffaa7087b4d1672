"""Every Chinese word of the code lives once (ingest/lexicon, mingzhang/messages, dbt_project.yml and seeds), and none of them is dead."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest import lexicon
from ingest.lexicon import LexiconError, filled, load, pattern, word, word_list
from ingest.lexicon.amounts import UNITS
from mingzhang import messages
from mingzhang.messages import Language, MessageError, say, say_both, term

ROOT = Path(__file__).resolve().parents[1]
CODE = ("ingest", "mingzhang", "expectations")
LEXICON = ROOT / "ingest/lexicon"
FILES = sorted(path.stem for path in LEXICON.glob("*.yml"))
SECTIONS = ("patterns", "words")
#: Entries outside a section `patterns` whose texts are regular expressions all the same.
EXPRESSIONS = (
    ("genres", "disclosure_titles"),
    ("genres", "disclosure_sections"),
    ("genres", "other_titles"),
    ("genres", "performance_titles"),
    ("identity", "name_noise"),
    ("identity", "scopes"),
    ("identity", "scope_hints"),
    ("measures", "roles"),
    ("performance", "shapes"),
    ("performance", "title"),
    ("performance", "title_of_form"),
    ("rows", "counted"),
    ("rows", "notes"),
    ("units", "listed"),
    ("units", "lists"),
    ("units", "prefixes"),
    ("units", "kinds"),
    ("units", "not_in_name"),
    ("units", "several"),
)
_CHINESE = re.compile("[\u4e00-\u9fff]")
#: Models with sentences of their own: why a file was set apart, or is no part of a disclosure; what a reader calls a cell.
SAYING = {"stg_violations", "stg_files", "int_part_pairs", "int_superseded_documents", "int_classes", "int_line_proofs"}
#: Keys that models compose of a beginning and a code.
COMPOSED = {
    "identity_": ("exact", "rounding", "broken", "convention"),
    "mart_": ("reconciled", "not_reconciled", "nothing_printed", "missing", "no_items", "counts_what_is_contradicted"),
    "shifted_": ("column_told", "row_told"),
}
_PROSE = re.compile("[a-z]{2,} [a-z]{2,}")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


# ---- where words may stand ---------------------------------------------------------------------------------------------


def test_no_chinese_literal_stands_outside_the_lexicon() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value[:60]!r}"
        for path in modules()
        if not path.is_relative_to(LEXICON)
        for node in texts(path)
        if _CHINESE.search(node.value)
    ]
    assert found == [], "words belong into ingest/lexicon, sentences for people into mingzhang/messages"


def test_no_chinese_literal_stands_in_a_model() -> None:
    found = [
        f"{name}: {line.strip()[:80]}" for name, model in models().items() for line in model.splitlines() if _CHINESE.search(line)
    ]
    assert found == [], "words that models compare belong into vars of dbt_project.yml, or into a seed"


def test_every_word_that_models_ask_for_exists_and_is_asked_for() -> None:
    named = r"""word(?:_list)?\('(\w+)'\)|var\('words'\)\['(\w+)'\]"""
    asked = {first or second for model in models().values() for first, second in re.findall(named, model)}
    assert asked == set(words_of_models())


def test_the_units_of_the_models_are_those_of_the_reader() -> None:
    words = words_of_models()
    assert words["money_units"] == list(UNITS)
    assert {unit: words[f"unit_{yuan}"] for unit, yuan in UNITS.items()} == {unit: unit for unit in UNITS}


def test_a_literal_is_found_and_a_docstring_is_not(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        '"""部门预算"""\nWORD = f"第{1}页"\n\ndef f():\n    """单位"""\n    return "元"  # 万元\n', encoding="utf-8"
    )
    assert [node.value for node in texts(module) if _CHINESE.search(node.value)] == ["第", "页", "元"]


# ---- every entry can be used, and is -----------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES)
def test_every_pattern_compiles_and_every_placeholder_is_filled(file: str) -> None:
    for name in load(file).get("patterns", {}):
        assert not _PLACEHOLDER.search(pattern(file, name).pattern)
    for name, entry in load(file).get("words", {}).items():
        assert word(file, name) == entry if isinstance(entry, str) else list(word_list(file, name)) == entry


@pytest.mark.parametrize(("file", "key"), EXPRESSIONS)
def test_the_expressions_among_the_words_compile(file: str, key: str) -> None:
    expressions = list(leaves(load(file)[key]))
    assert expressions and all(re.compile(expression) for expression in expressions)


def test_every_piece_compiles_alone_or_within_brackets() -> None:
    for name, piece in content("pieces").items():
        assert re.compile(f"[{filled(piece)}]" if name in ("han", "numerals", "circled") else filled(f"{{{name}}}"))


@pytest.mark.parametrize("file", [file for file in FILES if file != "pieces"])
def test_no_entry_hides_a_piece_of_the_same_name(file: str) -> None:
    own = {*content(file), *content(file).get("patterns", {}), *content(file).get("words", {})}
    assert not own & set(content("pieces"))


@pytest.mark.parametrize("file", FILES)
def test_every_entry_is_read_by_some_module(file: str) -> None:
    named = {name for text in leaves(content(file)) for name in _PLACEHOLDER.findall(text)}
    for section in SECTIONS:
        unread = set(content(file).get(section, {})) - asked_for(section).get(file, set()) - named
        assert unread == set(), f"{file}.yml, {section}: nothing reads these"
    keys = set(content(file)) - set(SECTIONS)
    used = set().union(*(strings(path) for path in modules() if f'load("{file}")' in path.read_text(encoding="utf-8")))
    assert keys - (filled_in() if file == "pieces" else used | named) == set(), f"{file}.yml: nothing reads these"


def test_every_entry_that_a_module_asks_for_exists() -> None:
    for section in SECTIONS:
        for file, names in asked_for(section).items():
            assert names <= set(load(file).get(section, {})), f"{file}.yml, {section}"


@pytest.mark.parametrize("file", FILES)
def test_every_pattern_word_and_piece_says_why_it_exists(file: str) -> None:
    """A remark stands above it or behind it."""
    lines = ["", *(LEXICON / f"{file}.yml").read_text(encoding="utf-8").splitlines()]
    assert lines[1].startswith("#"), "what the file is about"
    section, silent = "", []
    for above, line in pairwise(lines):
        section = match[1] if (match := re.match(r"(\w+):", line)) else section
        is_entry = re.match(r"\w+:", line) if file == "pieces" else section in SECTIONS and re.match(r"  \w+:", line)
        is_told = "#" in re.sub(r"'[^']*'", "", line) or re.match(r" *# (?!--)", above)
        silent += [line] if is_entry and not is_told else []
    assert silent == []


# ---- what asks for an entry that is not there is told so -----------------------------------------------------------------


def test_a_missing_entry_is_named() -> None:
    with pytest.raises(LexiconError, match=r"captions\.yml has no nothing_like_it under patterns"):
        pattern("captions", "nothing_like_it")
    with pytest.raises(LexiconError, match=r"captions\.yml has no nothing_like_it under words"):
        word("captions", "nothing_like_it")


def test_an_unknown_placeholder_is_named() -> None:
    with pytest.raises(LexiconError, match=r"no_such_piece\} is neither in this file nor a piece"):
        filled("[{no_such_piece}]+")


def test_a_pattern_that_does_not_compile_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(load("captions")["patterns"], "torn", "(表")
    with pytest.raises(LexiconError, match=r"captions\.yml: the pattern torn does not compile"):
        pattern("captions", "torn")


def test_words_are_not_taken_for_a_word() -> None:
    with pytest.raises(LexiconError, match="department_labels is not one word"):
        word("identity", "department_labels")
    with pytest.raises(LexiconError, match="contents is no list of words"):
        word_list("identity", "contents")


def test_pieces_stand_for_themselves_and_lists_for_their_alternatives() -> None:
    assert filled("[{numerals}]{1,3}、") == "[一二三四五六七八九十]{1,3}、"
    assert filled("{class_level}级") == "(?:类|款|项)级"


def test_the_units_of_money_are_those_that_have_a_value() -> None:
    assert set(content("pieces")["money_unit"]) == set(UNITS)
    assert set(word_list("rows", "tried_units")) <= set(UNITS)


# ---- the recipe --------------------------------------------------------------------------------------------------------


def test_the_recipe_for_a_city_names_every_file_that_a_new_wording_can_need() -> None:
    recipe = (ROOT / "docs/adding_a_city.md").read_text(encoding="utf-8")
    holders = [path.name for path in sorted(LEXICON.iterdir()) if path.suffix in (".yml", ".csv")]
    holders += [path.name for path in sorted(LEXICON.glob("*.py")) if any(_CHINESE.search(node.value) for node in texts(path))]
    assert [name for name in holders if f"`{name}`" not in recipe] == []


# ---- messages ----------------------------------------------------------------------------------------------------------


def test_every_message_is_said_in_both_languages_with_values_that_english_has_too() -> None:
    for key, sentence in messages.catalogue()["sentences"].items():
        assert set(sentence) == set(Language), key
        english, chinese = (set(re.findall(r"\{(\w+)", sentence[language])) for language in Language)
        assert chinese <= english, key
        assert _CHINESE.search(sentence["zh"]), key
        assert not _CHINESE.search(re.sub(r"\(.*?\)", "", sentence["en"])), f"{key}: English quotes Chinese in brackets only"
    for section in ("terms", "joints"):
        for code, words in messages.catalogue()[section].items():
            assert set(words) == set(Language) and all(words.values()), code


def test_every_sentence_is_said_by_some_module_page_or_model() -> None:
    said = set().union(*(strings(path) for path in modules()), *(re.findall(r'"(\w+)"', page) for page in templates()))
    said |= set().union(*(re.findall(r"'(\w+)'", model) for model in models().values()))
    said |= {f"{beginning}{code}" for beginning, codes in COMPOSED.items() for code in codes}
    assert set(messages.catalogue()["sentences"]) - said == set()


def test_every_phrase_of_the_models_has_a_sentence_and_the_values_that_it_names() -> None:
    for name, model in models().items():
        for key, given in phrases(model):
            sentence = messages.catalogue()["sentences"].get(key)
            assert sentence, f"{name}: catalogue.yml has no sentence {key}"
            assert set(re.findall(r"\{(\w+)", sentence["en"])) <= given, f"{name}: {key}"


def test_phrases_are_found_with_their_values() -> None:
    model = "select {{ phrase('parts', count='len(keys)') }}, json_object('say', 'in_file', 'file', f('a', b), 'page', 1) as x"
    assert list(phrases(model)) == [("parts", {"count"}), ("in_file", {"file", "page"})]


def test_models_say_nothing_themselves() -> None:
    """A sentence in SQL has one language and no unit; those that are left stand in SAYING."""
    saying = {name for name, model in models().items() if any(_PROSE.search(text) for text in literals(model))}
    assert saying == SAYING


def test_a_sentence_in_a_model_is_found_and_a_remark_is_not() -> None:
    model = "{# it's a remark #} -- and 'one more here'\nselect {{ f('not this one') }}, 'difference of ' || x, 'a_code' from t"
    assert [text for text in literals(model) if _PROSE.search(text)] == ["difference of "]


def test_pages_take_their_chinese_from_the_catalogue() -> None:
    assert [line for page in templates() for line in page.splitlines() if _CHINESE.search(line)] == []


def test_a_message_names_its_values() -> None:
    assert say("counted_once", Language.ZH, times=3) == "重复列示3次，只计一次"
    assert say_both("published", " · ") == "published · 已发布"
    assert term("proved", Language.ZH) == "已证"
    assert term("no_such_code", Language.EN) is None


def test_a_message_or_value_that_is_missing_is_named() -> None:
    with pytest.raises(MessageError, match="no sentence no_such_message"):
        say("no_such_message", Language.EN)
    with pytest.raises(MessageError, match="counted_once, zh: 'times' is missing"):
        say("counted_once", Language.ZH)


# ---- reading the code and the files --------------------------------------------------------------------------------------


@cache
def modules() -> list[Path]:
    return [path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def templates() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "mingzhang").rglob("*.html"))]


@cache
def models() -> dict[str, str]:
    """The models and macros of the dbt project by name."""
    paths = [path for folder in ("models", "macros") for path in sorted((ROOT / "dbt_project" / folder).rglob("*.sql"))]
    return {path.stem: re.sub(r"\{#.*?#\}|--[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL) for path in paths}


def words_of_models() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "dbt_project/dbt_project.yml").read_text(encoding="utf-8"))
    words: dict[str, Any] = content["vars"]["words"]
    return words


def literals(model: str) -> list[str]:
    """The texts of a model, without what Jinja is given."""
    plain = re.sub(r"\{#.*?#\}|--[^\n]*|\{\{.*?\}\}|\{%.*?%\}", "", model, flags=re.DOTALL)
    return re.findall(r"'((?:[^']|'')*)'", plain)


def phrases(model: str) -> Iterator[tuple[str, set[str]]]:
    """Key and names of the values of every phrase whose key is written out."""
    for found in re.finditer(r"phrase\('(\w+)'|json_object\(\s*'say', '(\w+)'(?=[,)])", model):
        rest = arguments(model[found.end() :])
        named = (re.match(r"\s*(\w+)=", value) if found[1] else re.match(r"\s*'(\w+)'$", value) for value in rest)
        yield found[1] or found[2], {name[1] for name in named if name}


def arguments(text: str) -> list[str]:
    """What follows in a call, up to the bracket that closes it, parted by its commas."""
    depth, parts = 0, [""]
    for character in text:
        depth += (character in "([") - (character in ")]")
        if depth < 0:
            return parts
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def texts(path: Path) -> Iterator[Any]:
    """The string constants of a module that are no docstrings."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree(path)) if isinstance(node, owners) and _is_told(node.body)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def _is_told(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)


@cache
def strings(path: Path) -> set[str]:
    return {node.value for node in texts(path)}


@cache
def calls() -> list[tuple[str, list[str]]]:
    """Name and texts of every call that has nothing but texts."""
    found = (node for path in modules() for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    named = ((node.func.id, node.args) for node in found if isinstance(node.func, ast.Name))
    return [(name, [arg.value for arg in args if isinstance(arg, ast.Constant)]) for name, args in named]


@cache
def asked_for(section: str) -> dict[str, set[str]]:
    """File → the entries that calls of `pattern`, `word` and `word_list` name."""
    asked: dict[str, set[str]] = {}
    for name, arguments in calls():
        if name in {"patterns": ("pattern",), "words": ("word", "word_list")}[section]:
            file, entry = arguments
            asked.setdefault(file, set()).add(entry)
    return asked


def filled_in() -> set[str]:
    """The pieces that any text of the lexicon or any call of `filled` names."""
    in_code = [text for name, arguments in calls() if name == "filled" for text in arguments]
    in_files = [text for file in FILES for text in leaves(content(file))]
    return {name for text in (*in_code, *in_files) for name in _PLACEHOLDER.findall(text)}


@cache
def content(file: str) -> Any:
    """A file as it is written, placeholders and all."""
    return yaml.safe_load(files(lexicon).joinpath(f"{file}.yml").read_text(encoding="utf-8"))


def leaves(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        yield from (text for part in entry.values() for text in leaves(part))
    elif isinstance(entry, list):
        yield from (text for part in entry for text in leaves(part))
