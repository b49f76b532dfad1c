"""Questions to the release: the only meeting of query, connection, cache and pandas.

A run of a page asks one release from its first question to its last, also when a new one is published meanwhile; the next run sees the new one. A reader may
choose an earlier release that is still there; who does not is shown the current one.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock, Timer
from typing import Any
from weakref import WeakKeyDictionary

import duckdb
import pandas as pd
import pyarrow as pa
from sqlalchemy import Dialect, Engine, Select

from pipelines.warehouse import engine as engines
from pipelines.warehouse import limits, refusals
from pipelines.warehouse import release as releases

MOST_ENGINES = 3
"""Open releases at a time: the current one, the one before, which runs that began earlier still ask, and an earlier one that somebody chose. Each holds memory
of its own; who reads a fourth waits 40 ms for it to be opened."""

MOST_FRAMES = 2_000
"""Answers kept. A page asks about ten questions; a frame has a few kilobytes."""

CHUNK_ROWS = 2_048
"""Rows that DuckDB sets memory aside for at a time. It would for a million: 8 MB for each column of each answer that is kept, until the machine has no more
addresses to give and nothing can be started any more."""

PART_ROWS = 20_000
"""Rows read at a time of what is not kept."""

_engines: OrderedDict[Path, Engine] = OrderedDict()
_engines_lock = Lock()
_opening = tuple(Lock() for _place in range(8))
_statements: WeakKeyDictionary[Select, tuple[str, tuple[Any, ...]]] = WeakKeyDictionary()
_asking = tuple(Lock() for _place in range(64))
_release_of_run: ContextVar[Path | None] = ContextVar("release_of_run", default=None)


class NoReleaseError(LookupError):
    """There is no release to show: nothing was published yet, or what should be shown is not there or cannot be read."""


class BuildRunningError(RuntimeError):
    """A build runs, or another one goes back, so the current release cannot be changed now."""


class TooMuchAskedError(RuntimeError):
    """A question took longer, or more memory, than one question may. It says nothing of the question: what was asked may name people."""


@dataclass(frozen=True)
class Published:
    """One release that can be shown: its name, what counts as now in it, when it was built, whether it is the current one, and how large its file is."""

    release_id: str
    as_of: datetime
    built_at: datetime
    is_current: bool
    byte_count: int


def folder() -> Path:
    """The folder that holds the releases."""
    return releases.directory()


def _current() -> Path:
    """File of the current release. Raises NoReleaseError."""
    folder = releases.directory()
    try:
        path = releases.current(folder)
    except refusals.ReleaseError as error:
        raise NoReleaseError(str(error)) from error
    if path is None:
        raise NoReleaseError(f"Belum ada rilis di {folder}; jalankan `python -m pipelines build`.")
    return path


def begin_run(asked: str | None = None) -> str:
    """Choose the release for this run of a page, open it and return its name: the one asked for, if it is there and can be read, else the current one.

    Raises NoReleaseError when there is none to show.
    """
    path = _asked(asked) or _current()
    _engine(path)
    _release_of_run.set(path)
    return path.stem


def _asked(name: str | None) -> Path | None:
    """File of the release of that name, opened; None when there is none any more, it cannot be read, or the name is no name of a release."""
    try:
        path = releases.path_of(releases.directory(), name or "")
        if not path.is_file():
            return None
        _engine(path)
    except (refusals.ReleaseError, NoReleaseError):
        return None
    return path


def current_id() -> str:
    """Name of the current release, whichever this run asks. Raises NoReleaseError."""
    return _current().stem


def published() -> list[Published]:
    """The releases that can be shown, the current one first, then the newest first; those that cannot be read are left out. Raises NoReleaseError."""
    try:
        items = releases.list_releases(releases.directory())
    except refusals.ReleaseError as error:
        raise NoReleaseError(str(error)) from error
    facts = [(item, _facts(item.path, item.byte_count)) for item in items]
    found = [Published(item.release_id, *known, is_current=item.is_current, byte_count=item.byte_count) for item, known in facts if known is not None]
    return sorted(found, key=lambda item: not item.is_current)


@lru_cache(maxsize=MOST_FRAMES)
def _facts(path: Path, _byte_count: int) -> tuple[datetime, datetime] | None:
    """as_of and built_at of a release, kept because a release never changes; None when it cannot be read."""
    try:
        run = engines.run_of(path)
    except refusals.ReleaseError:
        return None
    return run["as_of"], run["built_at"]


def roll_back(release_id: str) -> None:
    """Make an earlier release the current one. Raises NoReleaseError when it is not there, does not open or the folder cannot be written, and BuildRunningError."""
    try:
        releases.rollback(releases.directory(), release_id)
    except refusals.BuilderBusyError as error:
        raise BuildRunningError(str(error)) from error
    except (refusals.WarehouseError, OSError) as error:
        raise NoReleaseError(str(error)) from error


def _release() -> Path:
    """File of the release that this run asks; outside a run begun with `begin_run`, of the current one."""
    return _release_of_run.get() or _current()


def release_id() -> str:
    """Name of the release that this run asks."""
    return _release().stem


def _engine(path: Path) -> Engine:
    """The engine of a release, opened once; the one asked longest ago is closed when there are too many. Raises NoReleaseError when it cannot be opened.

    While one file is opened, which may take seconds on a busy disk, questions to the others go on.
    """
    found = _opened(path)
    if found is None:
        with _opening[hash(path) % len(_opening)]:
            found = _opened(path) or _open(path)
    return found


def _opened(path: Path) -> Engine | None:
    with _engines_lock:
        if path in _engines:
            _engines.move_to_end(path)
        return _engines.get(path)


def _open(path: Path) -> Engine:
    try:
        made = engines.open_release(path)
    except refusals.ReleaseError as error:
        raise NoReleaseError(str(error)) from error
    with _engines_lock:
        _engines[path] = made
        oldest = _engines.popitem(last=False)[1] if len(_engines) > MOST_ENGINES else None
    if oldest is not None:
        oldest.dispose()
    return made


def close() -> None:
    """Close all releases and forget what they answered; the next question opens its own again."""
    forget()
    with _engines_lock:
        while _engines:
            _engines.popitem()[1].dispose()


def _statement(select: Select, dialect: Dialect) -> tuple[str, tuple[Any, ...]]:
    """SQL and its parameters in order, lists of values spread out; written once for a statement that is asked again."""
    if select not in _statements:
        compiled = select.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        parameters = compiled.construct_params()
        _statements[select] = compiled.string, tuple(parameters[name] for name in compiled.positiontup or ())
    return _statements[select]


@lru_cache(maxsize=MOST_FRAMES)
def _answer(path: Path, sql: str, parameters: tuple[Any, ...]) -> pd.DataFrame:
    connection = _engine(path).raw_connection()
    try:
        with _limited(connection.driver_connection, limits.read().seconds):
            table = connection.driver_connection.execute(sql, parameters).to_arrow_table(CHUNK_ROWS)  # type: ignore[union-attr]
    finally:
        connection.close()
    return _frame(table)


@contextmanager
def _limited(connection: Any, seconds: float) -> Iterator[None]:
    """Ends the question that is asked inside after so many seconds. Raises TooMuchAskedError then, and when it takes more memory than a release may.

    Once the block is left nothing is interrupted any more: the next question on this connection is somebody else's. It costs 0.2 ms.
    """
    ending = Lock()
    is_answered = is_ended = False

    def end() -> None:
        nonlocal is_ended
        with ending:
            if not is_answered:
                is_ended = True
                connection.interrupt()

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (duckdb.Error, OSError) as error:
        if is_ended or isinstance(error, duckdb.OutOfMemoryException) or "Out of Memory" in str(error):
            raise TooMuchAskedError from None
        raise
    finally:
        with ending:
            is_answered = True
        timer.cancel()


def _frame(table: pa.Table) -> pd.DataFrame:
    """Counts as Int64, decimals as float64, yes and no as boolean, codes as text; what is missing stays missing and is never 0."""
    for place, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            plain = pa.int64() if field.type.scale == 0 else pa.float64()
            table = table.set_column(place, field.name, table.column(place).cast(plain))
        elif pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, table.column(place).cast(pa.string()))
    return table.to_pandas(types_mapper=_pandas_type)


def _pandas_type(kind: pa.DataType) -> Any:
    if pa.types.is_integer(kind):
        return pd.Int64Dtype()
    if pa.types.is_boolean(kind):
        return pd.BooleanDtype()
    return None


def fetch(select: Select) -> pd.DataFrame:
    """The rows of a query on the release of this run, from memory when the same release was asked the same before.

    The viewer's scope is inside the statement, so it is inside the key: two viewers share an answer only when they may see the same rows. What they get is
    a copy on write: a change to it changes nobody else's. Of many who ask the same at once, one asks the database.
    """
    return _fetched(_release(), select)


def fetch_of(release_id: str, select: Select) -> pd.DataFrame:
    """As `fetch`, on a release by name, whichever this run asks. Raises NoReleaseError when it is not there or cannot be read."""
    path = _asked(release_id)
    if path is None:
        raise NoReleaseError(f"Rilis {release_id} tidak ada atau tidak dapat dibaca.")
    return _fetched(path, select)


@contextmanager
def holding(release_id: str) -> Iterator[None]:
    """Inside, questions go to this release, whichever the run asks. Raises NoReleaseError when it is not there or cannot be read."""
    path = _asked(release_id)
    if path is None:
        raise NoReleaseError(f"Rilis {release_id} tidak ada atau tidak dapat dibaca.")
    token = _release_of_run.set(path)
    try:
        yield
    finally:
        _release_of_run.reset(token)


def hold(release_id: str) -> ExitStack:
    """No build removes the release until what this returns is closed: for what goes on after the run. One that is gone is held by nobody, which its first question says."""
    held = ExitStack()
    with suppress(refusals.ReleaseError, OSError):
        held.enter_context(releases.hold(releases.path_of(releases.directory(), release_id)))
    return held


@dataclass(frozen=True, repr=False)
class Question:
    """A statement as the database takes it, and the file of the release it is for; for a process of its own. Its parameters may name people: it is never shown."""

    path: Path
    sql: str
    parameters: tuple[Any, ...]


def question(select: Select) -> Question:
    """A query on the release of this run, written down."""
    path = _release()
    return Question(path, *_statement(select, _engine(path).dialect))


def _fetched(path: Path, select: Select) -> pd.DataFrame:
    sql, parameters = _statement(select, _engine(path).dialect)
    with _asking[hash((sql, parameters)) % len(_asking)]:
        return _answer(path, sql, parameters).copy(deep=False)


def read(select: Select) -> pd.DataFrame:
    """The rows of a query on the release of this run, asked anew and not kept: for rows that name people."""
    return pd.concat(later(select)(), ignore_index=True)


def later(select: Select) -> Callable[[], Iterator[pd.DataFrame]]:
    """A function that reads the rows of a query on the release of this run, PART_ROWS at a time, whenever and in whatever thread it is called.

    Nothing is kept. There is one frame at least, without rows when there are none. The function raises NoReleaseError when the release is gone by then.
    Each part may take as long as one question: how fast the parts are taken away is not the database's.
    """
    return partial(_parts, _release(), select)


def _parts(path: Path, select: Select) -> Iterator[pd.DataFrame]:
    engine = _engine(path)
    sql, parameters = _statement(select, engine.dialect)
    connection = engine.raw_connection()
    asked: Any = connection.driver_connection
    seconds = limits.read().seconds
    try:
        with _limited(asked, seconds):
            reader = asked.execute(sql, parameters).to_arrow_reader(PART_ROWS)
        yield _frame(reader.schema.empty_table())
        while (batch := _next(asked, reader, seconds)) is not None:
            yield _frame(pa.Table.from_batches([batch]))
    finally:
        connection.close()


def _next(connection: Any, reader: pa.RecordBatchReader, seconds: float) -> pa.RecordBatch | None:
    """The next part; None when there is none."""
    with _limited(connection, seconds):
        return next(iter(reader), None)


def forget() -> None:
    """Drop every answer that is kept in memory."""
    _answer.cache_clear()
