"""Where points come from: one row per indicator asked of a group, as the rule file has it."""

import pytest

from dashboard import warehouse
from dashboard.queries import measure
from dashboard.queries.filters import Filters
from tests import oracle
from tests.dashboard.ledger.measured import year


@pytest.mark.usefixtures("warehouse_of_sample")
@pytest.mark.parametrize("group", oracle.POSITION_GROUPS)
def test_origins_name_every_indicator_of_the_group_once(group: str) -> None:
    found = warehouse.fetch(measure.origins(Filters(2021), group))
    assert sorted(found["indicator_code"]) == sorted(each.indicator_code for each in year().asked_of(group))
    assert found["source"].notna().all()


@pytest.mark.usefixtures("warehouse_of_sample")
def test_an_article_is_that_of_the_group() -> None:
    articles = warehouse.fetch(measure.origins(Filters(2021), "fungsional")).set_index("indicator_code")["article"]
    assert articles["functional_training"] == "Pasal 8 ayat (5)"
    assert articles["technical_training"] == "Pasal 8 ayat (6)"
    assert warehouse.fetch(measure.origins(Filters(2021), "pelaksana")).set_index("indicator_code")["article"].isna()["technical_training"]


@pytest.mark.usefixtures("warehouse_of_sample")
def test_a_year_without_rules_has_no_origins() -> None:
    assert warehouse.fetch(measure.origins(Filters(1999), "fungsional")).empty
