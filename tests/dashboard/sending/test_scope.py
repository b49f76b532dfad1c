"""Files that are mailed hold everybody who is missing in the recipient's scope and nobody else, whoever asked for what: against plain SQL on the release."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.access import roles
from dashboard.ledger import accounts, subscriptions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Actor
from tests.dashboard.conftest import Ask
from tests.dashboard.sending.conftest import MADE, Office, sheets

UNITS = ("1010", "1004", "0111", "011101", "011102", "1005")
CODES = ("verifier", "unit_head", "secretary", "agency_head", "leader", "secretariat", "analyst")

BELOW = """SELECT below.{column} FROM unit AS above JOIN unit AS below ON below.period_year = above.period_year
AND below.unit_no BETWEEN above.unit_no AND above.last_unit_no WHERE above.period_year = 2021 AND above.unit_id = :unit"""


@dataclass(frozen=True)
class Release:
    """What the sample's release says of 2021."""

    ask: Ask

    def below(self, unit_id: str | None, column: str = "unit_id") -> set[object]:
        """The unit with all below it; none: every unit."""
        if unit_id is None:
            return {value for (value,) in self.ask(f"SELECT {column} FROM unit WHERE period_year = 2021")}
        return {value for (value,) in self.ask(BELOW.format(column=column), unit=unit_id)}

    def missing(self, unit_nos: set[object]) -> set[str]:
        """NIP of everybody there who has no result or none that is verified."""
        rows = self.ask("SELECT nip, unit_no FROM score WHERE period_year = 2021 AND is_eligible AND NOT (is_measured AND is_verified)")
        return {str(nip) for nip, unit_no in rows if unit_no in unit_nos}


def grants(held: list[tuple[str, str]]) -> list[Grant]:
    known = roles.load()
    return list(dict.fromkeys(Grant(code, unit_id if known[code].needs_unit else None) for code, unit_id in held))


def reaching(held: list[Grant], permission: str) -> list[Grant]:
    """Those of the roles that show something."""
    return [each for each in held if permission in roles.load()[each.role_code].permissions]


HELD = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(UNITS)), min_size=1, max_size=3).map(grants)
ABOUT = st.sampled_from([*UNITS, None])
GENERATED = settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def somebody(office: Office, held: list[Grant]) -> tuple[int, str]:
    office.inbox.taken.clear()
    name = f"orang{len(accounts.listed(office.ledger))}@contoh.go.id"
    return office.account(name, *held), name


def columns(office: Office, name: str, column: int) -> list[set[str]]:
    """What stands in a column of the files of each mail to somebody."""
    return [{str(row[column]) for rows in sheets(mail).values() for row in rows} for mail in office.inbox.of(name)]


@GENERATED
@given(HELD, ABOUT)
def test_who_is_missing_of_what_one_asked_for(office: Office, ask: Ask, held: list[Grant], about: str | None) -> None:
    release = Release(ask)
    no, name = somebody(office, held)
    made = office.subscribe(no, unit_id=about, content="missing")
    office.run()
    subscriptions.end(office.ledger, made.subscription_no, actor=Actor(no), may_end_roles=False, now=MADE)
    reached = reaching(held, "missing")
    seen = {unit_id for each in reached for unit_id in release.below(each.unit_id)}
    numbers = {number for each in reached for number in release.below(each.unit_id, "unit_no")} & release.below(about, "unit_no")
    is_sent = bool(reached) and (about is None or about in seen)
    assert columns(office, name, 1) == ([release.missing(numbers)] if is_sent else [])


@GENERATED
@given(HELD, st.sampled_from(CODES))
def test_who_is_missing_for_holders_of_a_role(office: Office, ask: Ask, held: list[Grant], role_code: str) -> None:
    """One mail for each unit the role is held for, with what that role alone shows, whatever else is held."""
    release = Release(ask)
    no, name = somebody(office, held)
    made = office.subscribe(no, role_code=role_code, content="missing")
    office.run()
    subscriptions.end(office.ledger, made.subscription_no, actor=Actor(no), may_end_roles=True, now=MADE)
    accounts.disable(office.ledger, no, actor=COMMAND_LINE, now=MADE)
    expected = [release.missing(release.below(each.unit_id, "unit_no")) for each in reaching(held, "missing") if each.role_code == role_code]
    assert sorted(columns(office, name, 1), key=sorted) == sorted(expected, key=sorted)


@GENERATED
@given(HELD, ABOUT)
def test_figures_of_units_that_a_role_shows(office: Office, ask: Ask, held: list[Grant], about: str | None) -> None:
    release = Release(ask)
    everything = {code for code, role in roles.load().items() if role.figures == "everything"}
    no, name = somebody(office, held)
    made = office.subscribe(no, unit_id=about)
    office.run()
    subscriptions.end(office.ledger, made.subscription_no, actor=Actor(no), may_end_roles=False, now=MADE)
    scopes = [None if each.role_code in everything else each.unit_id for each in held]
    seen = {unit_id for scope in scopes for unit_id in release.below(scope)}
    assert bool(office.inbox.of(name)) == (about is None or about in seen)
    allowed = {str(unit_name) for scope in scopes for unit_name in release.below(scope, "unit_name")}
    assert all(found <= allowed | {"Semua satuan kerja"} for found in columns(office, name, 0))
    assert all(found for found in columns(office, name, 0))
