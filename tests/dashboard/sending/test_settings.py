"""Which mail server, and where mail may go: said whole or refused in one sentence, and no password is said anywhere."""

from pathlib import Path

import pytest

from dashboard.sending import settings
from dashboard.sending.settings import Places
from dashboard.web import frame
from dashboard.web.settings import SettingError

WHOLE = {"IPASN_SMTP_HOST": "surel.contoh.go.id", "IPASN_MAIL_FROM": "IPASN@contoh.go.id"}
SIGNED = {**WHOLE, "IPASN_SMTP_USER": "ipasn", "IPASN_SMTP_PASSWORD": "rahasia sekali"}


def test_encrypted_unless_said_otherwise() -> None:
    known = settings.server(SIGNED)
    assert (known.security, known.port, known.sender, known.user, known.password) == (
        "starttls",
        587,
        "ipasn@contoh.go.id",
        "ipasn",
        "rahasia sekali",
    )
    assert settings.server({**WHOLE, "IPASN_SMTP_SECURITY": "tls"}).port == 465
    assert settings.server({**WHOLE, "IPASN_SMTP_HOST": "127.0.0.1", "IPASN_SMTP_SECURITY": "none"}).port == 25
    assert "rahasia" not in repr(known)


def test_a_password_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("dari berkas\n", encoding="utf-8")
    known = settings.server({**WHOLE, "IPASN_SMTP_USER": "ipasn", "IPASN_SMTP_PASSWORD_FILE": str(tmp_path / "password")})
    assert known.password == "dari berkas"
    with pytest.raises(SettingError, match="IPASN_SMTP_PASSWORD_FILE"):
        settings.server({**WHOLE, "IPASN_SMTP_USER": "ipasn", "IPASN_SMTP_PASSWORD_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"IPASN_SMTP_HOST": ""}, "IPASN_SMTP_HOST"),
        ({"IPASN_MAIL_FROM": "ipasn"}, "IPASN_MAIL_FROM"),
        ({"IPASN_SMTP_SECURITY": "none"}, "IPASN_SMTP_SECURITY"),
        ({"IPASN_SMTP_SECURITY": "ssl"}, "IPASN_SMTP_SECURITY"),
        ({"IPASN_SMTP_PORT": "70000"}, "IPASN_SMTP_PORT"),
        ({"IPASN_SMTP_PASSWORD": ""}, "IPASN_SMTP_PASSWORD"),
        ({"IPASN_SMTP_USER": ""}, "IPASN_SMTP_USER"),
        ({"IPASN_SMTP_PASSWORD": "rahasia ä"}, "IPASN_SMTP_PASSWORD"),
        ({"IPASN_SMTP_SECONDS": "600"}, "IPASN_SMTP_SECONDS"),
        ({"IPASN_SMTP_SECONDS": "x"}, "IPASN_SMTP_SECONDS"),
    ],
)
def test_what_cannot_be_is_refused_without_saying_the_password(changed: dict[str, str], named: str) -> None:
    with pytest.raises(SettingError, match=named) as refused:
        settings.server({**SIGNED, **changed})
    assert "rahasia" not in str(refused.value)


def test_names_of_people_go_to_the_offices_own_domains_alone() -> None:
    known = settings.places({"IPASN_MAIL_DOMAINS": "contoh.go.id, Badan.go.id", "IPASN_MAIL_LINK": "https://ipasn.contoh.go.id/"})
    assert known == Places(("contoh.go.id", "badan.go.id"), "https://ipasn.contoh.go.id")
    reached = {address: (known.may_reach(address), known.may_name_people(address)) for address in ("a@contoh.go.id", "a@x.contoh.go.id", "a@y.com")}
    assert reached == {"a@contoh.go.id": (True, True), "a@x.contoh.go.id": (False, False), "a@y.com": (False, False)}
    assert (Places().may_reach("a@y.com"), Places().may_name_people("a@y.com")) == (True, False), "nobody has said which domains are the office's"


@pytest.mark.parametrize("given", [{"IPASN_MAIL_DOMAINS": "contoh"}, {"IPASN_MAIL_DOMAINS": "@contoh.go.id"}, {"IPASN_MAIL_LINK": "http://ipasn.id"}])
def test_places_that_cannot_be_are_refused(given: dict[str, str]) -> None:
    with pytest.raises(SettingError, match=next(iter(given))):
        settings.places(given)


def test_a_server_does_not_start_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the page of mail by schedule would break."""
    monkeypatch.setenv("IPASN_MAIL_DOMAINS", "contoh")
    with pytest.raises(SettingError, match="IPASN_MAIL_DOMAINS"):
        frame.built()
