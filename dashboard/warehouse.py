"""Questions to the release: the only meeting of query, connection, cache and pandas.

A run of a page asks one release from its first question to its last, also when a new one is published meanwhile; the next run sees the new one.
"""

from collections import OrderedDict
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd
import pyarrow as pa
from sqlalchemy import Dialect, Engine, Select

from pipelines.warehouse import engine as engines
from pipelines.warehouse import refusals
from pipelines.warehouse import release as releases

MOST_ENGINES = 2
"""Open releases at a time: the current one and the one before, which runs that began earlier still ask."""

MOST_FRAMES = 2_000
"""Answers kept. A page asks about ten questions; a frame has a few kilobytes."""

_engines: OrderedDict[Path, Engine] = OrderedDict()
_engines_lock = Lock()
_statements: WeakKeyDictionary[Select, tuple[str, tuple[Any, ...]]] = WeakKeyDictionary()
_asking = tuple(Lock() for _place in range(64))
_release_of_run: ContextVar[Path | None] = ContextVar("release_of_run", default=None)


class NoReleaseError(LookupError):
    """There is no release to show: nothing was published yet, or what is named as current is not there."""


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


def begin_run() -> str:
    """Choose the current release for this run of a page and return its name. Raises NoReleaseError when there is none."""
    path = _current()
    _release_of_run.set(path)
    return path.stem


def _release() -> Path:
    """File of the release that this run asks; outside a run begun with `begin_run`, of the current one."""
    return _release_of_run.get() or _current()


def release_id() -> str:
    """Name of the release that this run asks."""
    return _release().stem


def _engine(path: Path) -> Engine:
    """The engine of a release, opened once; the one asked longest ago is closed when there are too many."""
    with _engines_lock:
        if path not in _engines:
            _engines[path] = engines.open_release(path)
        _engines.move_to_end(path)
        if len(_engines) > MOST_ENGINES:
            _, oldest = _engines.popitem(last=False)
            oldest.dispose()
        return _engines[path]


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
        table = connection.driver_connection.execute(sql, parameters).to_arrow_table()  # type: ignore[union-attr]
    finally:
        connection.close()
    return _frame(table)


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
    path = _release()
    sql, parameters = _statement(select, _engine(path).dialect)
    with _asking[hash((sql, parameters)) % len(_asking)]:
        return _answer(path, sql, parameters).copy(deep=False)


def forget() -> None:
    """Drop every answer that is kept in memory."""
    _answer.cache_clear()
