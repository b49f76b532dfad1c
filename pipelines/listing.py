"""The releases of a warehouse folder, as the command `releases` shows them."""

from pathlib import Path

from sqlalchemy import func, select

from pipelines.progress import number
from pipelines.warehouse import engine, release, tables
from pipelines.warehouse.refusals import ReleaseError
from pipelines.warehouse.release import Release


def lines(warehouse: Path) -> list[str]:
    """One line per release, newest first, the current one marked with *; one sentence when there is none."""
    found = release.list_releases(warehouse)
    if not found:
        return [f"Belum ada rilis di {warehouse}; jalankan `python -m pipelines build`."]
    return [f"{'*' if item.is_current else ' '} {item.release_id}  {_facts(item)}  {item.byte_count / 2**20:.0f} MiB" for item in found]


def _facts(item: Release) -> str:
    """When it was built, its as-of, its years and the people of the last one; or why it cannot be opened."""
    try:
        opened = engine.open_release(item.path, pool_size=1)
    except ReleaseError as error:
        return str(error).split(";")[0]
    with opened.connect() as connection:
        run = connection.execute(select(tables.run)).one()
        year = tables.score.c.period_year
        people = connection.execute(select(year, func.count()).group_by(year).order_by(year)).all()
    opened.dispose()
    years = ", ".join(f"{year}: {number(count)} pegawai" for year, count in people)
    return f"dibangun {run.built_at:%Y-%m-%d %H:%M}  per {run.as_of:%Y-%m-%d %H:%M}  {years}"
