"""What the environment decides about access, and what is no decision."""

import pytest

from dashboard.access import roles
from dashboard.web import frame, settings
from dashboard.web.settings import SettingError


def test_nothing_said_serves_this_machine_alone() -> None:
    read = settings.read({})
    assert (read.sign_in, read.trusted_proxies, read.release_age_hours) == ("none", (), None)
    assert read.is_allowed("localhost:8501")
    assert read.is_allowed("127.0.0.1")
    assert read.is_allowed("[::1]:8501")
    assert not read.is_allowed("ipasn.example.go.id")


@pytest.mark.parametrize(
    ("host", "is_allowed"),
    [
        ("ipasn.example.go.id", True),
        ("IPASN.example.go.id.:443", True),
        ("a.b.example.org", True),
        ("example.org", False),
        ("evilexample.org", False),
        ("ipasn.example.go.id.evil.org", False),
        ("ipasn.example.go.id:x", False),
        ("ipasn.example.go.id@evil.org", False),
        ("", False),
        ("localhost", False),
    ],
)
def test_only_named_hosts_are_this_server(host: str, is_allowed: bool) -> None:
    assert settings.read({"IPASN_ALLOWED_HOSTS": "ipasn.example.go.id, *.example.org"}).is_allowed(host) is is_allowed


def test_only_named_proxies_are_believed() -> None:
    read = settings.read({"IPASN_TRUSTED_PROXIES": "10.0.0.0/24, 192.0.2.7"})
    assert [read.is_trusted(address) for address in ("10.0.0.9", "192.0.2.7", "10.0.1.1", "127.0.0.1", "unknown", "")] == [True, True] + [False] * 4


@pytest.mark.parametrize(
    "given",
    [{"IPASN_SIGN_IN": "off"}, {"IPASN_TRUSTED_PROXIES": "proxy.example.org"}, {"IPASN_RELEASE_AGE_HOURS": "two days"}],
    ids=lambda given: next(iter(given)),
)
def test_what_cannot_be_understood_stops_the_start(given: dict[str, str]) -> None:
    with pytest.raises(SettingError, match=next(iter(given))):
        settings.read(given)


@pytest.mark.parametrize(
    ("address", "is_loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", True), ("10.0.0.1", False), ("", False)],
)
def test_which_addresses_are_this_machine(address: str, is_loopback: bool) -> None:
    assert settings.is_loopback(address) is is_loopback


def test_who_has_to_set_up_a_second_factor_is_a_setting() -> None:
    asked = {policy: frame._factor_roles(settings.read({"IPASN_SECOND_FACTOR": policy})) for policy in ("", "everybody", "nobody")}
    assert "unit_head" in asked[""]
    assert "asn" not in asked[""]
    assert asked["everybody"] == set(roles.load())
    assert not asked["nobody"]
