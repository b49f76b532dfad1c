"""What the page says of findings and sources equals the release."""

from dashboard import text
from dashboard.queries.data_quality import PAGE_SIZE
from tests.dashboard.conftest import Ask, OpenPage


def test_checks_are_counted_as_they_were_found(ask: Ask, open_page: OpenPage) -> None:
    checks = open_page("data_quality", year="2021").dataframe[0].value.set_index("Pemeriksaan")["Temuan"].to_dict()
    found = ask("SELECT title, (SELECT count(*) FROM finding WHERE period_year = 2021 AND check_code = rule_check.check_code) FROM rule_check")
    assert checks == dict(map(tuple, found))


def test_sources_have_their_rows(ask: Ask, open_page: OpenPage) -> None:
    shown = open_page("data_quality", year="2021").table[0].value
    found = ask("SELECT sum(rows_read), sum(rows_loaded), left(min(sha256), 12) FROM source_file WHERE period_year = 2021 GROUP BY source_name")
    assert sorted(zip(shown["Baris dibaca"], shown["Dimuat"], shown["SHA-256"], strict=True)) == sorted(
        (text.whole(read), text.whole(loaded), f"`{digest}`") for read, loaded, digest in found
    )


def test_rows_are_paged_and_none_is_lost(ask: Ask, open_page: OpenPage) -> None:
    ((count,),) = ask("SELECT count(*) FROM finding WHERE period_year = 2021")
    seen = sum(len(open_page("data_quality", year="2021", page=str(page)).dataframe[2].value) for page in range(1, -(-count // PAGE_SIZE) + 1))
    assert seen == count


def test_left_out_rows_alone(ask: Ask, open_page: OpenPage) -> None:
    ((count,),) = ask("SELECT count(*) FROM finding WHERE period_year = 2021 AND severity = 'reject'")
    app = open_page("data_quality", year="2021", severity="reject")
    assert len(app.dataframe[2].value) == min(count, PAGE_SIZE)
    assert set(app.dataframe[2].value["Tingkat"]) == {"✕ Baris tidak dimuat"}


def test_a_page_that_is_not_there_is_the_first(ask: Ask, open_page: OpenPage) -> None:
    first = open_page("data_quality", year="2021").dataframe[2].value
    for page in ("0", "-1", "99999", "2; DROP TABLE finding", "９"):
        assert open_page("data_quality", year="2021", page=page).dataframe[2].value.equals(first)
