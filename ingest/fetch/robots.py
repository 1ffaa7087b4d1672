"""What a site's robots.txt asks for, read as RFC 9309 says: the longest matching rule wins, * and $ have their meaning.

The standard library's reader takes the first matching rule and knows no wildcards, which most real files use.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

#: RFC 9309: at least so much of the file must be read.
MAX_ROBOTS_BYTES = 512 * 1024


@dataclass(frozen=True)
class Rules:
    """What one robots.txt asks of us."""

    paths: tuple[tuple[bool, str], ...] = ()  # is allowed, pattern
    crawl_delay_seconds: float = 0.0

    def allows(self, address: str) -> bool:
        """True unless the longest rule that matches the address forbids it; a tie goes to allowing."""
        parts = urlsplit(address)
        path = _plain(parts.path or "/") + (f"?{_plain(parts.query)}" if parts.query else "")
        matching = [(len(pattern), is_allowed) for is_allowed, pattern in self.paths if _matches(pattern, path)]
        return max(matching, default=(0, True))[1]


def parse_robots(text: str, product: str) -> Rules:
    """The rules for one product: its own groups where there are some, else those for everybody."""
    groups: dict[str, list[tuple[str, str]]] = {}
    ours = {product.lower(), "*"}
    agents: set[str] = set()  # only those that matter: a list of thousands, each with thousands of rules, is a flood
    is_listing_agents = False
    for line in text.splitlines():
        key, colon, value = line.split("#", 1)[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            named = {value.lower()} & ours
            agents = agents | named if is_listing_agents else named
            is_listing_agents = True
            for agent in named:
                groups.setdefault(agent, [])
        elif key in ("allow", "disallow", "crawl-delay"):
            is_listing_agents = False
            for agent in agents:
                groups[agent].append((key, value))
    rules = groups.get(product.lower(), groups.get("*", []))
    paths = tuple((key == "allow", _plain(value)) for key, value in rules if key != "crawl-delay" and value)
    return Rules(paths, max((_seconds(value) for key, value in rules if key == "crawl-delay"), default=0.0))


def _matches(pattern: str, path: str) -> bool:
    is_anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    for number, piece in enumerate(rest, 1):
        is_last = number == len(rest)
        found = len(path) - len(piece) if is_anchored and is_last and path.endswith(piece) else path.find(piece, position)
        if found < position:
            return False
        position = found + len(piece)
    return not is_anchored or position == len(path)


def _plain(text: str) -> str:
    """One spelling for percent-encoded and plain characters, wildcards untouched."""
    return quote(unquote(text), safe="/%:@!$&'()*+,;=~-._?")


def _seconds(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isdecimal() and text.isascii() else 0.0
