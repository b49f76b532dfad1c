"""argparse as officials read it: help and refusals in Indonesian, a refusal in one line."""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

REFUSALS = (
    (r"argument (.+?): expected one argument", r"\1 memerlukan satu nilai"),
    (r"argument (.+?): expected at least one argument", r"\1 memerlukan sedikitnya satu nilai"),
    (r"argument (.+?): invalid int value: (.+)", r"\1: \2 bukan bilangan bulat"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1: \2 tidak dikenal; pilih salah satu dari \3"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 tidak menerima nilai \2"),
    (r"argument (.+?): (.+)", r"\1: \2"),
    (r"the following arguments are required: (.+)", r"belum disebut: \1"),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 tidak jelas; maksudnya salah satu dari \2"),
)
"""What argparse says, and what it means; the first that fits."""


class UsageError(Exception):
    """A command that cannot be carried out as given: one sentence in Indonesian that says how to give it."""


class Help(argparse.HelpFormatter):
    """Help that begins with an Indonesian word."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[argparse._MutuallyExclusiveGroup], prefix: str | None = None
    ) -> None:
        """How the command is given."""
        super().add_usage(usage, actions, groups, "pemakaian: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Raises UsageError for wrong usage: one line, not argparse's page. `repeatable`: options that may be given several times, each with one value."""

    repeatable: frozenset[str] = frozenset()

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"formatter_class": Help, **given, "add_help": False})
        self._positionals.title, self._optionals.title = "argumen", "pilihan"
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def parse_known_args(self, args: Iterable[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """As argparse, but a word that no option takes is refused here, where it is known which option stands before it."""
        given = sys.argv[1:] if args is None else list(args)
        found, rest = super().parse_known_args(given, namespace)
        if rest:
            raise UsageError(self._sentence(self._unknown(given, rest)))
        return found, rest

    def _unknown(self, given: Sequence[str], rest: Sequence[str]) -> str:
        """Which words fit nothing; a bare word after a repeatable option is a second value of it."""
        bare = next((word for word in rest if not word.startswith("-")), None)
        before = [word.split("=")[0] for word in given[: given.index(bare)] if word.startswith("--")] if bare in given else []
        if before and before[-1] in self.repeatable:
            return f"{before[-1]} menerima satu nilai; ulangi pilihan itu untuk tiap sumber: {before[-1]} ... {before[-1]} {bare}"
        return f"{' '.join(rest)} tidak dikenal"

    def error(self, message: str) -> NoReturn:
        """Say what argparse found wrong."""
        said = next((re.sub(pattern, words, message) for pattern, words in REFUSALS if re.fullmatch(pattern, message)), message)
        raise UsageError(self._sentence(said))

    def _sentence(self, said: str) -> str:
        return f"Perintah keliru: {said}. Lihat `{self.prog} --help`."
