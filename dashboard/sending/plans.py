"""What a mail is made of before it is made: words and tables, and files that can be made. A plan holds no row of people."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from sqlalchemy import Engine

from dashboard import downloads, text, warehouse
from dashboard.access import roles
from dashboard.access.viewer import Scope, Viewer
from dashboard.ledger.audit import EVERY_UNIT
from dashboard.ledger.subscriptions import Subscription, Wanted
from dashboard.queries import choices, tree
from dashboard.queries.filters import Filters
from dashboard.sending.mail import Attachment, Mail, Table
from dashboard.sending.recipients import NotSentError
from dashboard.sending.settings import Places
from dashboard.text import accounts as account_words
from dashboard.text import language
from dashboard.text import sending as words


@dataclass(frozen=True)
class File:
    """A file that can be made. unit_ids: of whom its rows are, as the audit names them."""

    name: str
    kind: str
    row_count: int | None
    unit_ids: tuple[str, ...]
    made: Callable[[], bytes]


@dataclass(frozen=True)
class Plan:
    """A mail with the files that belong to it, not made yet."""

    mail: Mail
    files: tuple[File, ...]

    def whole(self) -> Mail:
        """The mail with its files."""
        made = (Attachment(each.name, each.kind, each.made(), each.row_count, each.unit_ids) for each in self.files)
        return replace(self.mail, attachments=tuple(made))

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """Of whom rows stand in the files."""
        return tuple(sorted({unit_id for each in self.files for unit_id in each.unit_ids}))


Made = TypeVar("Made")


class Kept:
    """What several mails of one run have in common and is dear to make: the MOST last ones. Whether somebody may have it is asked before, each time."""

    MOST = 100

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def once(self, key: Hashable, made: Callable[[], Made]) -> Made:
        """What is kept under a key, made now if nothing is."""
        if key not in self._kept:
            self._kept[key] = made()
            if len(self._kept) > self.MOST:
                self._kept.popitem(last=False)
        return cast("Made", self._kept[key])


@dataclass(frozen=True)
class Asked:
    """Whose mail, about which unit with all below it (none: all that is visible), and whether people may be named in it. ledger: where reports of stages stand;
    kept: of the run."""

    viewer: Viewer
    unit_id: str | None
    may_have_names: bool
    ledger: Engine | None = None
    kept: Kept = field(default_factory=Kept)


def year() -> int:
    """The newest year of the release of this run: the one that is measured."""
    return int(warehouse.fetch(choices.years())["period_year"].iloc[0])


def chosen_by(viewer: Viewer, unit_id: str | None) -> Filters:
    """What is asked, of a unit that this viewer sees, or of all when there is any. Raises NotSentError."""
    chosen = Filters(year=year(), unit_id=unit_id)
    if warehouse.fetch(tree.start_ids(viewer, chosen) if unit_id is None else choices.unit(viewer, chosen.year, unit_id)).empty:
        raise NotSentError("unit")
    return chosen


def units_of(scope: Scope, chosen: Filters) -> tuple[str, ...]:
    """Of whom the rows of a choice are, as the audit names them."""
    if chosen.unit_id is not None:
        return (chosen.unit_id,)
    return (EVERY_UNIT,) if scope.is_everything else scope.unit_ids


def written(content: str, chosen: Filters, unit_name: str, said: tuple[str, ...], tables: tuple[Table, ...], viewer: Viewer) -> Mail:
    """A mail on the rows of a choice, with where they come from."""
    facts = tuple(downloads.provenance(viewer, chosen))
    return Mail(language(), words.subject(content, chosen.year, unit_name), said, tables, facts)


def closing(written: Mail, asked: Subscription | Wanted, places: Places) -> Mail:
    """The mail with its link, why it came and how it ends, in the language of this run."""
    role = roles.load().get(asked.role_code or "")
    named = asked.role_code if role is None else account_words.role_name(role)
    when = words.rhythm(asked.weekdays, asked.hour, asked.starts_on, asked.ends_on)
    link = (words.open_dashboard(), f"{places.dashboard}/") if places.dashboard else None
    return replace(written, link=link, footer=words.why(named, when))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """The words of a language, and afterwards those from before."""
    before = language()
    text.use(code)
    try:
        yield
    finally:
        text.use(before)
