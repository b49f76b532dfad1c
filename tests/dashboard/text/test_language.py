"""Every sentence of the dashboard is translated, with the same places to fill in."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dashboard import text
from dashboard.text.language import LOCALE

DASHBOARD = Path(text.__file__).parents[1]
MARKS = {"_": 1, "N_": 1, "ngettext_": 2}


@cache
def said() -> dict[str, str]:
    """msgid -> file, of every marked sentence; read from the syntax tree, because Babel's own extraction misses those inside f-strings."""
    found: dict[str, str] = {}
    for path in sorted(DASHBOARD.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found[first.value] = path.name
    return found


def translations() -> list[tuple[str, str]]:
    """msgid and Indonesian of every message in the .po files."""
    pairs = []
    for path in sorted((LOCALE / "id").glob("LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="id", abort_invalid=True):
                if message.id:
                    first = message.id if isinstance(message.id, str) else message.id[0]
                    translated = message.string if isinstance(message.string, str) else (message.string or [""])[0]
                    pairs.append((first, translated))
    return pairs


def test_every_sentence_has_an_indonesian_one() -> None:
    done = {message for message, translated in translations() if translated}
    assert {message: file for message, file in said().items() if message not in done} == {}


def test_no_translation_is_left_over() -> None:
    assert [message for message, _translated in translations() if message not in said()] == []


def test_no_sentence_is_translated_twice() -> None:
    messages = [message for message, _translated in translations()]
    assert sorted({message for message in messages if messages.count(message) > 1}) == []


def test_the_same_places_are_filled_in() -> None:
    def places(sentence: str) -> list[str]:
        return sorted(re.findall(r"\{(\w+)\}", sentence))

    assert [message for message, translated in translations() if places(message) != places(translated)] == []


@pytest.mark.parametrize(("asked", "used"), [("en", "en"), ("id", "id"), (None, "id"), ("../../etc", "id"), ("EN", "id")])
def test_only_known_languages_are_used(asked: str | None, used: str) -> None:
    assert text.use(asked) == used
    text.use("id")


def test_counts_choose_the_form() -> None:
    text.use("en")
    assert text.ngettext_("{count} day left", "{count} days left", 1) == "1 day left"
    assert text.ngettext_("{count} day left", "{count} days left", 2) == "2 days left"
    text.use("id")
    assert text.ngettext_("{count} day left", "{count} days left", 1) == "tersisa 1 hari"
