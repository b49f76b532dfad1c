"""Signing in over plain forms: what is asked, what is told, and which token the browser holds after each step."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from dashboard.ledger import sessions
from dashboard.ledger.accounts import Grant
from tests.dashboard.web.asking import Answer
from tests.dashboard.web.conftest import PASSWORD, Guarded
from tests.dashboard.web.visitor import Visitor

OTHER = "pohon rindang di tepi sawah"


def said(visitor: Visitor) -> str:
    """The problem that the page tells."""
    return str(re.findall(r'class="problem" role="alert">([^<]*)<', visitor.shown.body)[0])


def heading(visitor: Visitor) -> str:
    return str(re.findall(r"<h1>([^<]*)</h1>", visitor.shown.body)[0])


def test_the_page_needs_nothing_from_elsewhere_and_no_script(guarded: Guarded) -> None:
    visitor = guarded.visitor()
    shown = visitor.get("/sign-in")
    assert "<script" not in shown.body
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', shown.body)
    assert shown.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert 'lang="id"' in shown.body
    assert heading(visitor) == "Masuk"
    visitor.get("/sign-in?lang=en")
    assert heading(visitor) == "Sign in"


def test_passwords_are_hidden_and_may_be_pasted_or_filled_in(guarded: Guarded) -> None:
    shown = guarded.visitor().get("/sign-in").body
    (field,) = re.findall(r'<input[^>]*name="password"[^>]*>', shown)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in shown


def test_the_language_of_the_page_wanted_is_kept(guarded: Guarded) -> None:
    visitor = guarded.visitor()
    visitor.get("/units?lang=en")
    visitor.follow()
    assert heading(visitor) == "Sign in"


def test_signing_in_leads_to_the_page_wanted_with_a_cookie_for_this_server_alone(guarded: Guarded) -> None:
    guarded.account("wants@example.go.id")
    visitor = guarded.visitor()
    answer = visitor.sign_in("wants@example.go.id", PASSWORD, "/units?year=2020")
    assert (answer.status, answer.headers["Location"]) == (303, "/units?year=2020")
    cookie = next(cookie for cookie in visitor.set_cookies if cookie.startswith("ipasn="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert len(visitor.cookies["ipasn"]) >= 43


def test_nobody_learns_which_names_exist(guarded: Guarded) -> None:
    guarded.account("exists@example.go.id")
    answers = []
    for name, password in (("exists@example.go.id", "salah sama sekali"), ("nobody@example.go.id", "salah sama sekali"), ("", "")):
        visitor = guarded.visitor()
        answers.append((visitor.sign_in(name, password).status, said(visitor), "ipasn" in visitor.cookies))
    assert set(answers) == {(403, "Nama atau kata sandi salah.", False)}


def test_what_was_typed_is_not_shown_again(guarded: Guarded) -> None:
    visitor = guarded.visitor()
    visitor.sign_in("<script>alert(1)</script>", "rahasia<b>")
    assert "alert(1)" not in visitor.shown.body
    assert "rahasia" not in visitor.shown.body


def test_a_planted_token_is_not_taken_over(guarded: Guarded) -> None:
    guarded.account("fixed@example.go.id")
    visitor = guarded.visitor()
    visitor.cookies["ipasn"] = "A" * 43
    visitor.sign_in("fixed@example.go.id", PASSWORD)
    first = visitor.cookies["ipasn"]
    assert first != "A" * 43
    again = guarded.visitor()
    again.sign_in("fixed@example.go.id", PASSWORD)
    assert again.cookies["ipasn"] != first


@pytest.mark.parametrize("token", [None, "", "0" * 64])
def test_a_form_of_another_page_signs_nobody_in(guarded: Guarded, token: str | None) -> None:
    visitor = guarded.visitor()
    visitor.get("/sign-in")
    fields = {"name": "wants@example.go.id", "password": PASSWORD} | ({} if token is None else {"form_token": token})
    assert visitor.post("/sign-in", fields).status == 403
    assert "ipasn" not in visitor.cookies


def test_a_token_of_another_browser_does_not_fit(guarded: Guarded) -> None:
    mine, theirs = guarded.visitor(), guarded.visitor()
    mine.get("/sign-in")
    theirs.get("/sign-in")
    theirs.cookies, kept = mine.cookies, theirs.cookies
    assert theirs.send({"name": "x", "password": "y"}).status == 403
    assert said(theirs) == "Formulir ini sudah kedaluwarsa. Silakan isi sekali lagi."
    assert kept


def test_a_form_without_end_is_not_read(guarded: Guarded) -> None:
    visitor = guarded.visitor()
    visitor.get("/sign-in")
    assert visitor.send({"name": "x" * 20_000, "password": "y"}).status == 403


def test_many_failures_make_wait(guarded: Guarded) -> None:
    guarded.account("tried@example.go.id")
    visitor = guarded.visitor()
    for _try in range(5):
        visitor.sign_in("tried@example.go.id", "salah sama sekali")
    assert visitor.sign_in("tried@example.go.id", PASSWORD).status == 403
    assert said(visitor).startswith("Terlalu banyak percobaan.")


def test_a_password_of_somebody_else_is_changed_first(guarded: Guarded) -> None:
    guarded.account("new@example.go.id", must_change_password=True)
    visitor = guarded.visitor()
    visitor.sign_in("new@example.go.id", PASSWORD, "/units")
    before = visitor.cookies["ipasn"]
    visitor.follow()
    assert heading(visitor) == "Kata sandi baru"
    assert (visitor.is_in(), visitor.handshake()) == (False, 403)
    visitor.get("/sign-in?next=%2Funits")
    visitor.send({"password": PASSWORD, "new_password": "password1234", "new_password_again": "password1234"})
    assert "paling dahulu dicoba" in said(visitor)
    visitor.send({"password": PASSWORD, "new_password": OTHER, "new_password_again": OTHER + "x"})
    assert said(visitor) == "Kedua kata sandi baru tidak sama."
    answer = visitor.send({"password": PASSWORD, "new_password": OTHER, "new_password_again": OTHER})
    assert (answer.status, answer.headers["Location"]) == (303, "/units")
    assert visitor.cookies["ipasn"] != before
    assert visitor.is_in()
    assert guarded.visitor().sign_in("new@example.go.id", PASSWORD).status == 403


def test_a_role_that_sees_people_needs_a_telephone(guarded: Guarded) -> None:
    guarded.account("head@example.go.id", Grant("unit_head", unit_id="1010"))
    visitor = guarded.visitor()
    visitor.sign_in("head@example.go.id", PASSWORD, "/units")
    visitor.follow()
    assert heading(visitor) == "Pasang faktor kedua"
    assert not visitor.is_in()
    visitor.send({"code": "000000"})
    assert visitor.shown.status == 403
    telephone = pyotp.TOTP(re.findall(r"<code>([A-Z2-7 ]+)</code>", visitor.shown.body)[0].replace(" ", ""))
    code = telephone.now()
    visitor.send({"code": code})
    assert heading(visitor) == "Kode pemulihan"
    recovery = re.findall(r"<code>([a-z2-7-]+)</code>", visitor.shown.body)
    assert len(recovery) == 10
    assert visitor.is_in()

    again = guarded.visitor()
    again.sign_in("head@example.go.id", PASSWORD)
    again.follow()
    assert heading(again) == "Faktor kedua"
    assert not again.is_in()
    again.send({"code": code})
    assert said(again) == "Kode salah atau sudah pernah dipakai."
    again.send({"code": recovery[0]})
    assert again.is_in()

    third = guarded.visitor()
    third.sign_in("head@example.go.id", PASSWORD)
    third.follow()
    third.send({"code": recovery[0]})
    assert not third.is_in()
    third.send({"code": telephone.at(datetime.now(UTC) + timedelta(seconds=30))})
    assert third.is_in()


def test_a_second_factor_of_ones_own_accord_asks_for_the_password_once_more(guarded: Guarded) -> None:
    visitor = guarded.signed_in("accord@example.go.id")

    def sent(password: str) -> Answer:
        telephone = pyotp.TOTP(re.findall(r"<code>([A-Z2-7 ]+)</code>", visitor.shown.body)[0].replace(" ", ""))
        return visitor.send({"password": password, "code": telephone.now()}, "/account/second-factor")

    visitor.get("/account/second-factor")
    assert sent("bukan kata sandi itu").status == 403
    assert said(visitor).startswith("Kata sandi salah.")
    assert sent(PASSWORD).status == 200
    assert heading(visitor) == "Kode pemulihan"
    assert visitor.get("/account/second-factor").status == 303
    again = guarded.visitor()
    again.sign_in("accord@example.go.id", PASSWORD)
    assert not again.is_in()


def test_the_password_can_be_changed_and_every_other_browser_is_out(guarded: Guarded) -> None:
    first = guarded.signed_in("changes@example.go.id")
    second = guarded.visitor()
    second.sign_in("changes@example.go.id", PASSWORD)
    first.get("/account/password")
    first.send({"password": "salah sama sekali", "new_password": OTHER, "new_password_again": OTHER})
    assert said(first) == "Kata sandi lama salah."
    assert first.send({"password": PASSWORD, "new_password": OTHER, "new_password_again": OTHER}).status == 303
    assert first.is_in()
    assert not second.is_in()


def test_a_session_ends_by_itself(guarded: Guarded) -> None:
    account = guarded.account("idle@example.go.id")
    now = datetime.now(UTC)
    for begun, is_in in (
        (now - timedelta(minutes=29), True),
        (now - timedelta(minutes=31), False),
        (now - timedelta(hours=9), False),
        (now + timedelta(hours=1), False),
    ):
        visitor = guarded.visitor()
        visitor.cookies["ipasn"] = sessions.begin(guarded.ledger, account.account_no, address="127.0.0.1", agent="", now=begun)
        assert visitor.is_in() is is_in, begun - now


def test_no_secret_stands_in_the_log(guarded: Guarded) -> None:
    visitor = guarded.signed_in("logged@example.go.id")
    log = guarded.server.log.read_text(errors="replace")
    assert visitor.cookies["ipasn"] not in log
    assert PASSWORD not in log
    assert "logged@example.go.id" not in log
