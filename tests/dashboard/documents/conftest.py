"""Orders on the sample release."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import warehouse
from dashboard.documents.order import UNIT_REPORT, Order

AGENCY, CENTRE = "0111", "1010"
"""The whole Badan, and the Balai Diklat Keagamaan Makassar with five parts below it."""

OrderOf = Callable[..., Order]


@pytest.fixture
def order(warehouse_of_sample: Path) -> OrderOf:
    """An order on the current release of the sample: order("infographic", "0111", language="en")."""

    def ordered(kind: str = UNIT_REPORT, unit_id: str = CENTRE, *, year: int = 2021, release_id: str | None = None, **values: object) -> Order:
        return Order(kind, unit_id, year, release_id or warehouse.current_id(), **values)  # type: ignore[arg-type]

    return ordered
