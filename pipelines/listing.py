"""The releases of a warehouse folder, as the command `releases` shows them."""

from pathlib import Path

from rich.table import Table
from sqlalchemy import func, select

from pipelines.progress import number
from pipelines.warehouse import engine, release, tables
from pipelines.warehouse.refusals import ReleaseError
from pipelines.warehouse.release import Release


def table(warehouse: Path) -> Table:
    """One row per release, newest first, the current one marked."""
    shown = Table(title=f"Rilis di {warehouse}", title_justify="left", caption="* berlaku")
    for heading in ("", "rilis", "dibangun", "per", "tahun"):
        shown.add_column(heading, no_wrap=True)
    for heading in ("pegawai", "MiB"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for item in release.list_releases(warehouse):
        shown.add_row("*" if item.is_current else "", item.release_id, *_facts(item), f"{item.byte_count / 2**20:.1f}".replace(".", ","))
    return shown


def _facts(item: Release) -> tuple[str, str, str, str]:
    """When it was built, its as-of, its years and its people of the last year."""
    try:
        opened = engine.open_release(item.path, pool_size=1)
    except ReleaseError as error:
        return str(error).split(";")[0], "", "", ""
    with opened.connect() as connection:
        run = connection.execute(select(tables.run)).one()
        people = connection.execute(
            select(tables.score.c.period_year, func.count()).group_by(tables.score.c.period_year).order_by("period_year")
        ).all()
    opened.dispose()
    years = " ".join(str(year) for year, _ in people)
    return f"{run.built_at:%Y-%m-%d %H:%M}", f"{run.as_of:%Y-%m-%d %H:%M}", years, number(people[-1][1] if people else 0)
