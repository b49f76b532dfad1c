"""What is kept of a password, and which ones are refused."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from dashboard.ledger import passwords


def test_a_password_is_kept_as_argon2id_with_the_parameters_of_owasp() -> None:
    kept = passwords.hashed("perahu hijau di danau")
    parameters = extract_parameters(kept)
    assert (parameters.type, parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (Type.ID, 19 * 1024, 2, 1)
    assert kept != passwords.hashed("perahu hijau di danau")
    assert passwords.is_right("perahu hijau di danau", kept)
    assert not passwords.is_right("perahu hijau di danaU", kept)
    assert not passwords.is_right("", kept)


def test_nobodys_password_is_right_for_nobody() -> None:
    assert not passwords.is_right("the password of nobody", None)
    assert not passwords.is_right("", "not a hash")


def test_one_password_typed_on_different_keyboards_is_one() -> None:
    assert passwords.is_right("cafe\u0301 di tepi danau", passwords.hashed("caf\u00e9 di tepi danau"))


def test_a_hash_of_other_parameters_is_outdated() -> None:
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))
    assert not passwords.is_outdated(passwords.hashed("x"))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("pendek-9x!", "too_short"),
        ("elevenchars", "too_short"),
        ("panjang " * 17, "too_long"),
        ("aaaaaaaaaaaaaaaa", "same_characters"),
        ("abababababab", "same_characters"),
        ("danau7danau7danau7", "same_characters"),
        ("abcdefghijklm", "sequence"),
        ("abcd-1234-efgh", "sequence"),
        ("9876543210987", "sequence"),
        ("qwertyuiop123", "sequence"),
        ("1qaz2wsx3edc4rfv", "sequence"),
        ("123456781234567", "sequence"),
        ("password2026!", "common"),
        ("P@ssw0rd-2026", "common"),
        ("Kemenag-2021-!!", "common"),
        ("KEMENTERIANAGAMA", "common"),
        ("bismillah2026", "common"),
        ("sayangindonesia", "common"),
        ("Litbang#Diklat#2021", "common"),
        ("198001012005011001", "common"),
        ("1980 0101 2005 01 1 001", "common"),
        ("082112345678", "common"),
        ("dragonmonkey", "common"),
        ("$uperm4n-Batman!", "common"),
        ("Christopher#1988", "common"),
        ("justinbieber", "common"),
        ("siti.rahmawati1", "own_name"),
        ("Rahmawati-Siti-99", "own_name"),
        ("xrahmawatix1980", "own_name"),
    ],
)
def test_what_an_attacker_tries_first_is_refused(password: str, code: str) -> None:
    assert code in passwords.problems(password, "siti.rahmawati@contoh.go.id", "Siti Rahmawati")


@pytest.mark.parametrize(
    "password",
    ["perahu hijau di danau", "jendela kayu menghadap timur", "vT9#kLm2$xQe", "empat ekor bangau terbang", "x" * 3 + "kolam-Batu-7" + "y" * 100],
)
def test_other_passwords_are_accepted(password: str) -> None:
    assert passwords.problems(password, "siti.rahmawati@contoh.go.id", "Siti Rahmawati") == []


def test_twelve_to_a_hundred_and_twenty_eight_characters() -> None:
    line = "kolam batu di tepi hutan jati " * 5
    lengths = {length: {"too_short", "too_long"} & set(passwords.problems(line[:length])) for length in (11, 12, 128, 129)}
    assert lengths == {11: {"too_short"}, 12: set(), 128: set(), 129: {"too_long"}}


def test_the_list_holds_what_leaked_most_and_what_is_chosen_here() -> None:
    words = passwords._common()
    assert len(words) > 30_000
    assert all(word == passwords._plain(word) for word in words)
    assert {"12345678", "kemenag", "password", "bismillah", "qwerty", "ipasn", "dragon", "christopher"} <= words


def test_each_of_the_commonest_is_refused_with_what_people_add_to_have_twelve_characters() -> None:
    commonest = FREQUENCY_LISTS["passwords"][: passwords.FIRST]
    added = [word + "-2026-!!".ljust(12 - len(word), "9") for word in commonest]
    refused = {"common", "sequence", "same_characters"}
    assert [word for word in added if len(word) < 12 or not refused & set(passwords.problems(word))] == []


def test_those_that_are_long_enough_are_refused_as_they_are() -> None:
    long_enough = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= passwords.SHORTEST]
    assert len(long_enough) > 200
    assert [word for word in long_enough if not passwords.problems(word)] == []
