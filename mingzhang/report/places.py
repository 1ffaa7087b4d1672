"""Where the figures of a finding, and those of its identities, stand on the pages of their filing."""

from collections.abc import Iterable

from mingzhang.report.arithmetic import Arithmetic
from mingzhang.report.evidence import Part, Place, parts_of
from mingzhang.report.filing import FindingView
from mingzhang.report.marts import Figure, Table


def parts_of_finding(view: FindingView, tables: Iterable[Table]) -> list[Part]:
    """What of the pages shows a finding. A total of ninety rows is listed; to show it on every page says no more."""
    short = [identity for identity in view.identities if not identity.is_long]
    return parts_of(_cell_of(view), _terms_of(view, short), _terms_of(view, view.identities), tables)


def _cell_of(view: FindingView) -> Place | None:
    """Where the finding points to: the figure that it is about, or the whole of its largest difference."""
    finding, figure = view.finding, view.figure
    if finding.page_number is None or finding.box is None:
        return None
    return Place(finding.page_number, finding.box, figure.table_number if figure else None)


def _terms_of(view: FindingView, identities: Iterable[Arithmetic]) -> list[Place]:
    """Figures of identities in the filing of the finding."""
    return terms_in(view.finding.document_key, identities)


def terms_in(document_key: str, identities: Iterable[Arithmetic]) -> list[Place]:
    """Figures of identities in one filing; those of another filing are on another file's pages."""
    sides = [side for identity in identities for side in (identity.left, identity.right)]
    own = [term for side in sides for term in side.terms if term.document_key == document_key]
    return [place for place in map(place_of, own) if place]


def place_of(figure: Figure) -> Place | None:
    return Place(figure.page_number, figure.box, figure.table_number) if figure.box else None
