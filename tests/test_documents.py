"""The documents say what the code does: tables, commands, paths and links of README.md, docs/ and CHANGELOG.md against what they speak of."""

import argparse
import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from dashboard.access import READER, role_matrix, roles
from dashboard.access.viewer import SIGNED_IN
from dashboard.navigation import PAGES
from pipelines import __version__
from pipelines.__main__ import STOPPED, _parser, main
from pipelines.checks import catalog
from pipelines.reference import folder
from pipelines.warehouse import release, tables
from tests.browser.reading import SCHEMES, WIDTHS
from tests.rows import HEADINGS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "data").rglob("README.md"))]
HEAVIEST_PICTURE = 300 * 1024
"""Bytes: a page of the README is looked at over a slow line."""

LONGEST_DECISION = 10
"""Lines."""

FOREIGN_WORDS = re.compile(r"/tmp\b|/work\b|\bhelpers?\b|\bagents?\b|\bassistants?\b|\bTODO\b|\bTBD\b|\bsimply\b|\bjust\b", re.IGNORECASE)
"""Words of the workshop, and words that say nothing."""


def _section(heading: str, document: Path = README) -> str:
    """The text below a heading of the second level, up to the next one."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found, f"{document.name} has no section {heading}"
    return found[1]


def _rows(text: str) -> list[tuple[str, ...]]:
    """The rows of all tables in a text, without headings and without code marks."""
    lines = [line.strip() for line in text.splitlines()]
    below = [line for place, line in enumerate(lines) if line.startswith("|") and not (place + 1 < len(lines) and lines[place + 1].startswith("|--"))]
    return [tuple(cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line)[1:-1]) for line in below if not line.startswith("|--")]


def _commands() -> dict[str, argparse.ArgumentParser]:
    """The commands of `python -m pipelines`, each with its own parser."""
    (choices,) = (action.choices for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(choices)


def _written_commands(document: Path) -> list[list[str]]:
    """The arguments of each `python -m pipelines ...` on a line of its own."""
    return [shlex.split(line) for line in re.findall(r"^ *python -m pipelines (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)]


def _links() -> Iterator[tuple[Path, str]]:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
            yield document, target


def _anchors(document: Path) -> set[str]:
    """The anchors that a Markdown viewer gives the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_pages() -> None:
    assert [row[:3] for row in _rows(_section("Pages")) if len(row) == 4] == [(page.name, page.title, page.permission) for page in PAGES]
    assert {page.permission for page in PAGES} == (
        (READER.permissions | roles.MEASURING) & {page.permission for page in PAGES}
    ) | roles.ADMINISTERING | {SIGNED_IN}
    assert not READER.permissions & roles.ADMINISTERING, "where nobody signs in nothing can be recorded, so nobody administers"


def test_roles() -> None:
    assert role_matrix.markdown(roles.load()).strip() in _section("Roles")


def test_checks() -> None:
    checks = [catalog.read(code) for code in catalog.ORDER]
    assert _rows(_section("Checks")) == [(check.severity, check.check_code, check.title_en) for check in checks]
    assert f"- {len(checks)} checks;" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_check_has_its_file() -> None:
    assert {path.stem for path in (ROOT / "pipelines" / "checks").glob("*.sql")} == set(catalog.ORDER)


@pytest.mark.parametrize(("document", "heading"), [(README, "Sources"), (ROOT / "docs" / "layouts.md", "The layouts we have")])
def test_layouts(document: Path, heading: str) -> None:
    layouts = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "data" / "reference" / "layouts").glob("*.toml")]
    assert {row[:2] for row in _rows(_section(heading, document))} == {(layout["code"], layout["kind"]) for layout in layouts}


def test_headings_of_the_templates() -> None:
    said = {row[0].split("`")[0]: row[1].split(", ") for row in _rows(_section("Own files"))}
    assert said == {kind: list(headings) for kind, headings in HEADINGS.items()}


def test_commands_and_their_options() -> None:
    said = {row[0]: row[2].split() for row in _rows(_section("Commands")) if len(row) == 3}
    options = {
        name: {text for action in parser._actions for text in action.option_strings if text.startswith("--")} for name, parser in _commands().items()
    }
    assert {name: set(listed) | {"--help"} for name, listed in said.items()} == options


def test_exit_statuses() -> None:
    said = {int(row[0]) for row in _rows(_section("Commands")) if len(row) == 2}
    assert said == {0, 3} | {status for _, status, _ in STOPPED}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_are_written_down_can_be_given(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for arguments in _written_commands(document):
        _parser().parse_args(arguments)
    assert set(re.findall(r"python -m pipelines (\w+)", text)) <= set(_commands())
    for module in re.findall(r"python -m ((?:pipelines|tests|dashboard)[\w.]*)", text):
        assert find_spec(module.rstrip(".")), module
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^ *|`)(?:PORT=\d+ )?make ([a-z]+)\b", text, re.MULTILINE)) <= targets


def test_a_newcomer_gets_a_release_from_the_readme_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of "Own files" one after the other, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path / "warehouse"))
    own = [shlex.split(line) for line in re.findall(r"^ *python -m pipelines (.+)$", _section("Own files"), re.MULTILINE)]
    assert [arguments[0] for arguments in own] == ["sample", "check", "build"]
    assert [main(arguments) for arguments in own] == [0, 0, 0]
    assert release.current(tmp_path / "warehouse")
    assert (tmp_path / "warehouse" / "findings" / "2021.csv").exists()


def test_the_map() -> None:
    """Every line of the map is a path that exists, and every folder of the two halves has a line."""
    (drawn,) = re.findall(r"```\n(.*?)```", _section("Map"), re.DOTALL)
    above, paths = "", []
    for line in drawn.splitlines():
        indent, name = re.match(r"( *)(\S+)", line).groups()  # type: ignore[union-attr]
        above = above if indent else name
        paths.append(above + name if indent else name)
    assert [path for path in paths if not (ROOT / path).exists()] == []
    halves = [path for half in ("dashboard", "pipelines") for path in (ROOT / half).iterdir() if path.is_dir() and list(path.glob("*.py"))]
    assert {f"{path.relative_to(ROOT)}/" for path in halves} <= set(paths)


def test_paths_in_the_table_of_changes_exist() -> None:
    paths = re.findall(r"`((?:dashboard|pipelines|tests|data|docs)/[\w./]*|pyproject\.toml)`", _section("Where to begin a change"))
    assert len(paths) > 25
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_tables_and_columns_beyond_the_contract_exist() -> None:
    lines = {line.split("**")[1]: line for line in _section("Beyond the contract").splitlines() if line.startswith("- **")}
    for name in re.findall(r"`(\w+)`", lines["Tables"]):
        assert name in tables.metadata.tables, name
    for table, column in re.findall(r"`(\w+)\.(\w+)`", lines["Columns"]):
        assert column in tables.metadata.tables[table].c, column
    assert set(re.findall(r"`(\w+)`", lines["Checks"])) <= set(catalog.ORDER)


def test_one_concept_one_word() -> None:
    words = [row[0].lower() for row in _rows(_section("Words"))]
    assert len(words) > 20
    assert sorted(words) == sorted(set(words))


def test_decisions_are_numbered_and_short() -> None:
    decisions = re.split(r"^(?=\d+\. )", _section("Decisions"), flags=re.MULTILINE)[1:]
    assert [int(text.split(".")[0]) for text in decisions] == list(range(1, len(decisions) + 1))
    assert [text for text in decisions if len(text.strip().splitlines()) > LONGEST_DECISION] == []


@pytest.mark.parametrize(("document", "target"), list(_links()), ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_links_lead_somewhere(document: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    assert not path.startswith(("http:", "https:")), "documents are read where there is no network"
    found = document if not path else document.parent / path
    assert found.exists(), f"{document.name} links to {target}"
    assert not anchor or anchor in _anchors(found), f"{target}: no such heading"


def test_pictures_are_those_that_screenshots_writes_and_light() -> None:
    shown = re.findall(r"!\[[^\]]+\]\((docs/screenshots/([\w-]+)\.png)\)", README.read_text(encoding="utf-8"))
    possible = {f"{page.name}-{width}-{scheme}" for page in PAGES for width in WIDTHS for scheme in SCHEMES}
    assert {name for _, name in shown} <= possible
    assert [path for path, _ in shown if (ROOT / path).stat().st_size > HEAVIEST_PICTURE] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_words_of_the_workshop(document: Path) -> None:
    assert FOREIGN_WORDS.findall(document.read_text(encoding="utf-8")) == []


def test_the_changelog_has_this_version_in_two_parts() -> None:
    version = _section(
        next(line[3:] for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines() if line.startswith("## ")), ROOT / "CHANGELOG.md"
    )
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (.+)$", version, re.MULTILINE) == ["Software", "Figures"]


def test_years_of_the_changelog_are_those_of_the_rules() -> None:
    figures = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("### Figures")[1]
    assert {str(year) for year in folder.years(ROOT / "data" / "reference")} <= set(re.findall(r"\b20\d\d\b", figures))
