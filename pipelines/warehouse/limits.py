"""What one question, and one open release, may use of the machine."""

import os
import re
from dataclasses import dataclass

from pipelines.warehouse.refusals import ReleaseError

SECONDS = 20.0
"""A page's slowest question takes under a second over 5 million people; who waits longer than this asks what no page asks."""

SHARE = 4
"""One open release gets a quarter of what DuckDB would take for itself, 20 % of the machine or of its container: three may be open at a time."""

_MEMORY = re.compile(r"[0-9]+(\.[0-9]+)? ?([KMGT]i?B)")


class LimitError(ReleaseError):
    """A limit in the environment cannot be read."""


@dataclass(frozen=True)
class Limits:
    """Seconds of one question; memory as DuckDB writes it and threads of one open release, None where the machine decides."""

    seconds: float
    memory: str | None
    threads: int | None


def read() -> Limits:
    """The limits of IPASN_QUERY_SECONDS, IPASN_QUERY_MEMORY and IPASN_QUERY_THREADS. Raises LimitError."""
    return Limits(
        seconds=_number("IPASN_QUERY_SECONDS", SECONDS),
        memory=_memory(os.environ.get("IPASN_QUERY_MEMORY", "")),
        threads=int(_number("IPASN_QUERY_THREADS", 0)) or None,
    )


def share(whole: str) -> str:
    """The memory of one open release, given what DuckDB would take: share("18.8 GiB") is "4.70 GiB"."""
    number, unit = whole.split()
    return f"{float(number) / SHARE:.2f} {unit}"


def _number(name: str, default: float) -> float:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 1 <= number <= 86_400:
        raise LimitError(f"{name}={text}: tulis angka 1 atau lebih, misalnya {default or 2:.0f}.")
    return number


def _memory(text: str) -> str | None:
    if not text.strip():
        return None
    if not _MEMORY.fullmatch(text.strip()):
        raise LimitError(f"IPASN_QUERY_MEMORY={text}: tulis angka dan satuan, misalnya 2GB.")
    return text.strip()
