"""Every page that can be reached keeps to its policy, stands without the network, and can be read without eyes or mouse."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import lxml.html
import pytest

from mingzhang.explore.messages import messages
from mingzhang.explore.render import STYLES
from tests.explore.conftest import Site

#: Pages that a crawl looks at; figures are many and alike.
LIMIT, FIGURES = 220, 40
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}'


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Any]:
    """Every page that links lead to from the first one, both languages, some of the figures."""
    found: dict[str, Any] = {}
    waiting, seen, figures = deque(["/"]), {"/"}, 0
    while waiting and len(found) < LIMIT:
        address = waiting.popleft()
        answer = site.client.get(address)
        assert answer.status_code == 200, (address, answer.text[:300])
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        found[address] = lxml.html.fromstring(answer.text)
        for link in found[address].xpath("//a/@href"):
            figures += "/figure/" in link and link not in seen
            if link.startswith("/") and link not in seen and ("/figure/" not in link or figures < FIGURES):
                seen.add(link)
                waiting.append(link)
    return found


def test_no_link_is_broken_and_the_crawl_has_seen_every_kind_of_page(pages: dict[str, Any]) -> None:
    kinds = {re.sub(r"[0-9a-f:]{12,}[0-9a-z:]*|\d+", "*", address.partition("?")[0]) for address in pages}
    assert {"/", "/department/*", "/disclosure/*", "/disclosure/*/statement/*", "/disclosure/*/prose", "/figure/*"} <= kinds
    assert {"/findings", "/finding/seeded", "/compare", "/about"} <= kinds


def test_every_answer_carries_a_policy_under_which_nothing_runs_and_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    for address in (
        "/",
        "/nowhere",
        f"/figure/{site.broken_key}",
        f"/figure/{site.broken_key}/picture.png",
        "/static/explore.css",
    ):
        policy = site.client.get(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_no_page_has_scripts_inline_styles_or_foreign_addresses(pages: dict[str, Any]) -> None:
    for address, page in pages.items():
        assert not page.xpath("//script | //style | //iframe | //object | //*[@style]"), address
        assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")], address
        used = page.xpath("//@src | //link/@href | //a/@href | //form/@action")
        assert [each for each in used if not re.match(r"[/#](?!/)", each)] == [], address


def test_every_page_has_landmarks_one_heading_a_language_and_a_title(pages: dict[str, Any]) -> None:
    for address, page in pages.items():
        assert page.get("lang") in ("en", "zh-CN"), address
        assert page.xpath("string(//title)").strip(), address
        for tag in ("main", "h1", "body/header", "body/footer"):
            assert len(page.xpath(f"//{tag}")) == 1, (address, tag)
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), address
        assert page.xpath("//a[@class='skip']/@href") == ["#main"]


def test_every_control_picture_and_table_is_named(pages: dict[str, Any]) -> None:
    for address, page in pages.items():
        for control in page.xpath("//input[not(@type='hidden')] | //select"):
            assert control.xpath("ancestor::label[normalize-space()]") or control.get("aria-label"), address
        assert not page.xpath("//img[not(normalize-space(@alt))]"), address
        assert not page.xpath("//svg[not(@role='img') or not(@aria-label)]"), address
        assert not page.xpath("//table[not(caption)]"), address
        assert not page.xpath("//th[not(@scope)]"), address
        assert not page.xpath("//a[not(normalize-space()) and not(@aria-label)]"), address
        assert not page.xpath("//div[@class='scroll'][not(@tabindex='0') or not(@aria-label or @aria-labelledby)]"), address
        identifiers = page.xpath("//@id")
        assert len(identifiers) == len(set(identifiers)), address


def test_a_colour_never_stands_alone(pages: dict[str, Any]) -> None:
    for address, page in pages.items():
        for cell in page.xpath("//td[contains(@class, 'figure')]"):
            assert cell.xpath("./span[@role='img' and @aria-label and normalize-space()]"), address
        for mark in page.xpath("//span[contains(@class, 'mark') or contains(@class, 'badge')]"):
            assert re.search(r"\w", mark.text_content()), address


def test_texts_of_a_filing_are_shown_as_texts(altered: Callable[..., Site]) -> None:
    quoted = HOSTILE.replace("'", "''")
    site = altered(
        f"UPDATE marts.dim_document SET department_name = '{quoted}', file_name = '{quoted}', status_reason = '{quoted}'",
        f"UPDATE marts.fact_finding SET message = '{quoted}', printed_text = '{quoted}'",
        f"UPDATE marts.fact_statement_line SET line_label = '{quoted}', measure_path = '{quoted}', amount_text = '{quoted}'",
        f"UPDATE marts.fact_claim SET quote = '{quoted}', section = '{quoted}', value_text = '{quoted}'",
        f"UPDATE marts.fact_reconciliation SET left_label = '{quoted}'",
    )
    own = f"/disclosure/{site.document_key}"
    for address in ("/", own, f"{own}/statement/2", f"{own}/prose", "/findings", "/finding/seeded", f"/figure/{site.broken_key}"):
        page = site.page(address)
        assert HOSTILE in page.text_content(), address
        assert not page.xpath("//script | //*[@onerror]"), address


@pytest.mark.parametrize(
    "path",
    [
        "/figure/..%2f..%2fetc%2fpasswd",
        "/figure/../../etc/passwd/picture.png",
        "/disclosure/..%2f..%2f/workbook.xlsx",
        "/static/..%2fapp.py",
        "/static/../app.py",
        "/finding/%00/picture/0.png",
        "/department/' OR 1=1 --",
        "/figure/0000000000000000:s1",
        "/disclosure/" + "0" * 64,
    ],
)
def test_nothing_is_found_by_anything_but_a_key(site: Site, path: str) -> None:
    assert site.client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["/?year=abc", "/?year=99999", "/?kind=x", "/?lang=fr", "/findings?severity=x", "/findings?document=x", "/compare?measure=file_name",
     "/compare?department=x", "/findings?page=-1", "/?format=exe"],
)  # fmt: skip
def test_a_value_that_is_not_offered_is_refused(site: Site, query: str) -> None:
    assert site.client.get(query).status_code == 400


def test_a_search_is_data_whatever_it_says(site: Site) -> None:
    for text in ("' OR '1'='1", "%", "_", "\\", "\x00", "（", "*", "a" * 5000):
        assert site.client.get("/", params={"q": text}).status_code == 200


def test_nothing_can_be_written(site: Site) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert site.client.request(method, "/").status_code == 405


def test_no_rule_of_the_style_sheet_loads_anything(site: Site) -> None:
    styles = site.client.get("/static/explore.css").text
    assert "url(" not in styles
    assert "@import" not in styles


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *[("ink", ground) for ground in ("paper", "shade", "proved", "consistent", "unproved", "contradicted")],
        *[(ink, ground) for ink in ("quiet", "link") for ground in ("paper", "shade")],
        *[("paper", ground) for ground in ("link", "bad", "warn", "good")],
    ],
)
def test_texts_stand_out_from_their_ground_by_four_and_a_half_to_one(ink: str, paper: str) -> None:
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", STYLES.read_text(encoding="utf-8")))
    light, dark = sorted((_luminance(colours[ink]), _luminance(colours[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_sentence_is_there_in_both_languages_and_used() -> None:
    used = set(_used())
    assert all(set(sentence) == {"en", "zh"} and all(sentence.values()) for sentence in messages().values())
    assert {key for key in messages() if not key.startswith(("measure_", "meaning_"))} == used
    for key, sentence in messages().items():
        assert sorted(re.findall(r"{(\w+)}", sentence["en"])) == sorted(re.findall(r"{(\w+)}", sentence["zh"])), key


def _used() -> Iterator[str]:
    folder = STYLES.parents[1]
    for path in [*folder.rglob("*.html"), *folder.rglob("*.py")]:
        yield from re.findall(r"\bt\(['\"]([a-z_]+)['\"][,)]", path.read_text(encoding="utf-8"))


def test_no_sentence_is_written_in_a_template() -> None:
    """Words of people stand in the catalogue; what is left in templates are signs and names of units."""
    for path in (STYLES.parents[1] / "templates").glob("*.html"):
        markup = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", " ", markup)
        assert not re.search(r"[一-鿿]|[A-Za-z]{4,}", text.replace("sha256", "")), path.name
