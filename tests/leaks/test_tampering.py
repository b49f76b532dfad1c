"""Generated values for every parameter of the address, on every page, as every role: no defect, nobody else's rows, and one answer for what is not yours and
what does not exist."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dashboard import filters
from dashboard.documents.order import KINDS
from dashboard.exporting.definition import GRAINS, PARAMETERS
from dashboard.issuing import check_panel
from dashboard.ledger.entry_models import entry
from tests.dashboard.web.conftest import Guarded
from tests.leaks import readers
from tests.leaks.marked import PEOPLE, UNITS, word
from tests.leaks.readers import Reader
from tests.leaks.wire import Query, Sent, run

DASHBOARD = Path(filters.__file__).parent

READ = re.compile(r"""(?:query_params\.get(?:_all)?|controls\.(?:choice|view|several|asked))\(\s*"(\w+)\"""")

FIXED = (*filters.NAMES, *PARAMETERS, "page", "people_page", "step", check_panel.PARAMETER)
"""Parameters that the program names by a constant."""

VALUES = {
    "year": ["2020", "2021", "1999", "20211"],
    "unit": [unit.unit_id for unit in UNITS],
    "as_of": ["2021-04-14", "2021-04-13", "2020-02-30"],
    **{name: list(codes) for name, codes in filters.CODES.items()},
    "order": ["asn_name", "unit", "tree", "urgency", "total_score"],
    "desc": ["0", "1"],
    "lang": ["en", "id", "xx"],
    "view": ["unverified", "waiting", "returned", "verified", "draft", "table", "decided"],
    "entry": [str(number) for number in range(1, 80, 7)],
    "after": ["0", "5", "1618365600000000u.1", "9999999999999999u.99999999999999999", "10000000000000000u.1"],
    "group": ["unit", "rank", "position_group", "category"],
    "reach": ["below", "owners", "own"],
    "step": ["1", "5", "6"],
    "kind": ["moved", "new", "gone", "csv", "xlsx", "parquet"],
    "years": ["2020", "2021"],
    "grain": list(GRAINS),
    "shape": ["wide", "long"],
    "document": list(KINDS),
    check_panel.PARAMETER: ["0" * 64, "f" * 16],
    "column": ["unit_id", "nip", "asn_name", "mean_total_score", "total_score", "person_code"],
}
"""What may be meant, for some readers."""

ANYTHING = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "9" * 15, "9" * 17, "9" * 40, "nan", "1e9", "'; DROP TABLE asn; --", "<b>", "../../etc/passwd", "\0", "%00", "٣", "²"]
    ),
    st.sampled_from([PEOPLE[3].nip, PEOPLE[200].name, UNITS[40].unit_id, UNITS[9].name]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)


@cache
def parameters() -> frozenset[str]:
    """Every parameter of the address that the program reads."""
    read = {name for path in DASHBOARD.rglob("*.py") if "web" not in path.parts for name in READ.findall(path.read_text())}
    return frozenset(read | set(FIXED))


def queries() -> st.SearchStrategy[Query]:
    """An address with a value, or two, for many of the parameters."""
    each = {name: st.lists(st.one_of(st.sampled_from(VALUES.get(name, ["1"])), ANYTHING), min_size=1, max_size=2) for name in sorted(parameters())}
    return st.fixed_dictionaries({}, optional=each)


@pytest.fixture(scope="module")
def everybody(guarded_by_each: Guarded) -> dict[str, Reader]:
    """Somebody of every role."""
    return {code: readers.signed_in(guarded_by_each, f"{code}@example.go.id", readers.held(code)) for code in readers.codes()}


def ask(reader: Reader, page: str, query: Query) -> Sent:
    """A page of theirs at an address."""
    with reader.visitor.stream() as connection:
        return run(connection, "" if page == next(iter(readers.pages(reader.role)), "") else page, query)


def without(sent: bytes, typed: list[str]) -> bytes:
    """What was sent but for what the reader typed, in the ways in which it may stand there."""
    for text in sorted({way for value in typed if value for way in (value, quote(value), quote_plus(value))}, key=len, reverse=True):
        sent = sent.replace(text.encode(), b"?")
    return sent


def test_every_parameter_that_is_read_is_known() -> None:
    assert {"unit", "year", "view", "entry", "after", "beside", "mine", "remind", "release", "lang", "order", "desc", "check", "by"} <= parameters()
    assert set(VALUES) <= parameters()


@pytest.mark.parametrize("code", readers.codes())
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_stands_in_the_address_nobody_else_is_spoken_of(everybody: dict[str, Reader], code: str, data: st.DataObject) -> None:
    reader = everybody[code]
    for page in readers.pages(reader.role) or ["overview"]:
        query = data.draw(queries(), label=page)
        sent = ask(reader, page, query)
        typed = [str(value) for values in query.values() for value in (values if isinstance(values, list) else [values])]
        assert sent.is_whole, page
        assert not list(sent.elements("exception")), page
        assert not reader.foreign(without(sent.content, typed), page), page


@pytest.mark.parametrize("value", ["\0", "9" * 17, "9999999999999999u.99999999999999999"], ids=["nul", "large", "late"])
def test_what_a_database_cannot_take_is_answered_too(everybody: dict[str, Reader], value: str) -> None:
    reader = everybody["verifier"]
    for page in readers.pages(reader.role):
        sent = ask(reader, page, dict.fromkeys(sorted(parameters()), value))
        assert sent.is_whole, page
        assert not list(sent.elements("exception")), page


@pytest.mark.parametrize("typed", ["\0", "198001012005011004\0", "x" * 5_000], ids=["nul", "nip", "long"])
def test_a_name_that_a_database_cannot_take_signs_nobody_in(guarded_by_each: Guarded, typed: str) -> None:
    visitor = guarded_by_each.visitor()
    answer = visitor.sign_in(typed, typed)
    assert answer.status < 500
    assert not visitor.is_in()


def answered(reader: Reader, page: str, unit_id: str) -> list[str]:
    """All that a page says at an address with this unit wherever one may stand, but for the unit itself and what is new in every run."""
    sent = ask(reader, page, {"year": 2021, **dict.fromkeys(("unit", "beside", "mine", "remind"), unit_id)})
    told = [str(message) for message in sent.messages if message.WhichOneof("type") != "new_session"]
    return [re.sub(r"[0-9a-f]{8}[0-9a-f-]{24,}", "", re.sub(unit_id, "?", text)) for text in told]


@pytest.mark.parametrize("code", [code for code in readers.codes() if readers.held(code).unit is not None and code != "unit_head"])
def test_a_unit_of_others_is_one_that_does_not_exist(everybody: dict[str, Reader], code: str) -> None:
    reader = everybody[code]
    others, nobodys = UNITS[40].unit_id, word("ny", 4_000)
    for page in readers.pages(reader.role):
        assert answered(reader, page, others) == answered(reader, page, nobodys), page


def test_an_entry_of_others_is_one_that_does_not_exist(guarded_by_each: Guarded, everybody: dict[str, Reader]) -> None:
    reader = everybody["verifier"]
    with guarded_by_each.ledger.connect() as connection:
        rows = connection.execute(select(entry.c.entry_no, entry.c.unit_id)).all()
    below = {UNITS[number].unit_id for number in reader.role.own}
    others, own = ([row.entry_no for row in rows if (row.unit_id in below) is is_own] for is_own in (False, True))
    nobodys = opened(reader, 10 * len(rows))
    assert opened(reader, own[0]) != nobodys
    assert [opened(reader, number) for number in (others[0], others[-1])] == [nobodys, nobodys]


def opened(reader: Reader, entry_no: int) -> list[str]:
    """What stands on the page of an entry."""
    sent = ask(reader, "verification", {"entry": entry_no})
    return [re.sub(rf"entry(=|%3D){entry_no}\b", "entry=?", f"{path} {words}") for path, words in sent.body()]
