"""People under a pseudonym: keyed, the same in every year, computed where the NIP is; no name, no NIP, no order that tells."""

import hmac
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from dashboard import warehouse
from dashboard.access import pseudonyms
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.queries import people
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask

ANALYST = Viewer(permissions=frozenset({"people"}), scope=EVERYTHING, masked=EVERYTHING)


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key of this test alone; a statement that is kept has the key in it."""
    path = tmp_path / "ledger" / "pseudonym.key"
    monkeypatch.setenv("IPASN_PSEUDONYM_KEY", str(path))
    return path


def of(nip: str, key: Path) -> str:
    return hmac.new(key.read_bytes(), nip.encode(), sha256).hexdigest()


def test_the_key_is_made_once_for_its_owner_alone(key: Path) -> None:
    first = pseudonyms.pads()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_bytes()) == pseudonyms.KEY_BYTES
    pseudonyms._pads.cache_clear()
    assert pseudonyms.pads() == first
    assert [path.name for path in key.parent.iterdir()] == [key.name]
    assert key.read_bytes().hex() not in repr(first)


@pytest.mark.parametrize(("content", "mode", "said"), [(b"x" * 32, 0o644, "chmod 600"), (b"short", 0o600, "panjangnya 5")])
def test_a_key_that_others_read_or_that_is_cut_is_refused(key: Path, content: bytes, mode: int, said: str) -> None:
    key.parent.mkdir()
    key.write_bytes(content)
    key.chmod(mode)
    with pytest.raises(pseudonyms.PseudonymKeyError, match=said) as refused:
        pseudonyms.pads()
    assert "short" not in str(refused.value)


def test_a_pseudonym_is_the_keyed_digest_of_the_nip(ask: Ask, key: Path) -> None:
    nips = [str(nip) for (nip,) in ask("SELECT nip FROM score WHERE period_year = 2021")]
    shown = [
        code
        for page in range(1, -(-len(nips) // 100) + 1)
        for code in warehouse.read(people.listing(ANALYST, Filters(2021), page=page))["person_code"]
    ]
    assert sorted(shown) == sorted(of(nip, key) for nip in nips)


def test_rows_under_a_pseudonym_have_no_name_no_nip_and_no_time(ask: Ask) -> None:
    frame = warehouse.read(people.listing(ANALYST, Filters(2021)))
    assert frame["nip"].isna().all()
    assert frame["asn_name"].isna().all()
    assert frame["position_name"].isna().all()
    assert not {"measured_at", "verified_at", "total_score", "discipline_score", "category_code"} & set(frame.columns)
    assert people.columns(ANALYST)[0] == "person_code"
    assert not {"nip", "asn_name", "position_name"} & set(people.columns(ANALYST))


@pytest.mark.parametrize("order", people.ORDERS)
def test_the_order_says_nothing_of_the_nip(ask: Ask, key: Path, order: str) -> None:
    pseudonyms.pads()
    unit_id = ask(
        "SELECT unit_id FROM score JOIN unit USING (period_year, unit_no) WHERE period_year = 2021 GROUP BY unit_id ORDER BY count(*) DESC LIMIT 1"
    )[0][0]
    by_nip = [
        of(str(nip), key) for (nip,) in ask("SELECT nip FROM asn_score WHERE period_year = 2021 AND unit_id = :unit ORDER BY nip", unit=unit_id)
    ]
    shown = warehouse.read(people.listing(ANALYST, Filters(2021, unit_id), order=order))
    codes = shown.loc[shown["unit_id"] == unit_id, "person_code"].tolist()
    assert len(codes) > 3
    assert codes != [code for code in by_nip if code in codes]
    if order != "rank":
        assert codes == sorted(codes)


def test_nobody_is_found_by_name_or_nip(ask: Ask) -> None:
    nip, name = ask("SELECT nip, asn_name FROM person WHERE period_year = 2021 AND asn_name IS NOT NULL ORDER BY nip LIMIT 1")[0]
    for search in (str(nip), str(nip)[:4], name, name.split()[0]):
        assert warehouse.read(people.listing(ANALYST, Filters(2021), search=search)).empty
        assert warehouse.read(people.totals(ANALYST, Filters(2021), search))["asn_count"].tolist() == [0]


def test_who_also_has_people_by_name_sees_those_by_name_and_no_others(ask: Ask) -> None:
    own = {str(nip) for (nip,) in ask("SELECT nip FROM asn_score WHERE period_year = 2021 AND unit_id = '101001'")}
    both = Viewer(permissions=frozenset({"people"}), scope=EVERYTHING, masked=EVERYTHING, people=Scope(unit_ids=("101001",)))
    frame = warehouse.read(people.listing(both, Filters(2021, "1010")))
    named = frame["nip"].notna()
    assert set(frame.loc[named, "nip"]) == own
    assert frame.loc[named, "person_code"].isna().all()
    assert frame.loc[~named, "person_code"].notna().all()
    assert frame.loc[~named, "asn_name"].isna().all()
    assert not frame.loc[~named, ["measured_at", "verified_at"]].notna().any(axis=None)
