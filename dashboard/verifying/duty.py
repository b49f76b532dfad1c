"""Somebody who verifies, in one run of a page: on whose rows, in which year, at which moment."""

from dataclasses import dataclass, replace
from datetime import datetime

import streamlit as st
from sqlalchemy import Engine

from dashboard import acting, clock, measured_years
from dashboard.access import signed_in
from dashboard.access.viewer import Scope
from dashboard.ledger import roster
from dashboard.ledger.acting import Acting
from dashboard.ledger.audit import EVERY_UNIT
from dashboard.ledger.entry_steps import Step
from dashboard.ledger.measured_year import MeasuredYear
from dashboard.text import _


@dataclass(frozen=True)
class Duty:
    """Who verifies, with the scope of that role alone."""

    ledger: Engine
    year: MeasuredYear
    by: Acting
    now: datetime

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """For the audit: the units whose rows are looked at, with all below them."""
        return (EVERY_UNIT,) if self.by.scope.is_everything else self.by.scope.unit_ids

    def step(self, change_no: int, request_id: str, reason: str | None = None) -> Step:
        """What is asked of an entry that was seen at this change."""
        return Step(self.by, self.now, change_no, request_id, reason)

    def within(self, unit_id: str | None) -> "Duty":
        """The same on one unit with all below it, nothing where the scope does not have it; on all of them without one."""
        if unit_id is None:
            return self
        known = roster.unit_of(self.ledger, self.year.period_year, unit_id, by=self.by)
        return replace(self, by=replace(self.by, scope=Scope() if known is None else Scope(unit_ids=(unit_id,))))


def begin() -> Duty:
    """Who verifies, behind the page's own question for the permission; the run ends with a sentence where there is nobody to verify."""
    duty = asked()
    if not roster.unit_count(duty.ledger, duty.year.period_year, by=duty.by):
        st.info(_("The ledger holds no people of your units for {year}. The operator loads them from SIMPEG.", year=duty.year.period_year))
        st.stop()
    return duty


def asked() -> Duty:
    """Who verifies; within a button's work, which runs before its page, too. The run ends here for anybody else."""
    return Duty(signed_in.ledger(), measured_years.current(), acting.as_verifier(), clock.now())


def on_paper(duty: Duty) -> Duty:
    """The same as who writes down what was measured on paper."""
    return replace(duty, by=acting.as_paper())
