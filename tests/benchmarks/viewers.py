"""Viewers whose pages are measured: what they may open is the same, what is hidden from them is not."""

from dataclasses import replace

from dashboard.access.viewer import EVERYTHING, Scope, Viewer

HEADED = "3002003"
"""A unit of the invented nation with units below it: that of the head."""

LEADER = Viewer(permissions=frozenset({"aggregates", "export"}), scope=EVERYTHING, exports=frozenset({"aggregates"}))

VIEWERS = {
    "whole": replace(LEADER, has_suppression=False),
    "leader": LEADER,
    "unit_head": replace(LEADER, duty=Scope(unit_ids=(HEADED,))),
}
"""Name of a viewer -> viewer. "whole": nothing is hidden from them, what the others are measured against."""
