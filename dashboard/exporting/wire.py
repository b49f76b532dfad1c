"""Parameters of a statement on their way to another process, as JSON: what JSON does not know is written with its type."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

_READ: dict[str, Callable[[str], Any]] = {"bytes": bytes.fromhex, "decimal": Decimal, "moment": datetime.fromisoformat, "day": date.fromisoformat}


def write(value: Any) -> Any:
    """A parameter as JSON takes it. Raises TypeError for a type that no statement has."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    match value:
        case bytes():
            return {"bytes": value.hex()}
        case Decimal():
            return {"decimal": str(value)}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
    raise TypeError(type(value).__name__)


def read(value: Any) -> Any:
    """The parameter that `write` wrote."""
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    return _READ[kind](text)
