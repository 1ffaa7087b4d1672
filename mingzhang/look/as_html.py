"""What was read of one file as one page that needs nothing beside it."""

from mingzhang.explore.messages import code_words, default_language, translator
from mingzhang.explore.render import templates
from mingzhang.look.reading import Reading


def as_html(reading: Reading, language: str | None = None) -> str:
    language = language or default_language()
    template = templates().get_template("reading.html")
    return template.render(reading=reading, t=translator(language), code=code_words(language), language=language)
