"""The matrix of roles: page by page and action by action, whose rows each role sees. Read from data/roles.toml and the list of pages, for the README."""

from collections.abc import Iterable

from dashboard.access.roles import ADMINISTERING, MEASURING, Role, Roles
from dashboard.access.viewer import SIGNED_IN
from dashboard.navigation import PAGES

NOTHING = "–"

WHOSE = {
    "everything": "everybody",
    "own_units": "own units",
    "oneself": "oneself",
    "public": "everybody, small groups withheld",
    "on_request": "everybody, on request",
    "nothing": NOTHING,
}

ACTIONS = {
    "people by name": ("people", "people_on_request"),
    "people under a pseudonym": ("people",),
    "names of people missing": ("missing",),
    "discipline, total and category of a person": ("discipline",),
    "groups under the minimum in full": ("discipline",),
    "values of findings": ("quality",),
    "files of what is shown": ("export",),
    "accounts and roles": ("accounts",),
    "audit": ("audit",),
    "releases": ("releases",),
    "the own measurement": ("measure",),
    "verification of entries": ("verify",),
    "reports of stages": ("report",),
    "return of reports": ("receive",),
    "late openings": ("open_late",),
    "publishing now": ("publish",),
    "mail by schedule for oneself": ("subscribe",),
    "mail by schedule for everybody with a role": ("subscribe_roles",),
}
"""What can be done beyond opening a page, and a permission for it."""


def rows(roles: Roles) -> list[list[str]]:
    """One row per page and per action: its name, then whose rows each enabled or disabled role sees there, in the file's order."""
    held = list(roles.values())
    pages = [[f"`{page.name}`", *(of_page(role, page.permission) for role in held)] for page in PAGES]
    return pages + [[action, *(of_action(role, action) for role in held)] for action in ACTIONS]


def of_page(role: Role, permission: str) -> str:
    """Whose rows a role sees on a page that asks for a permission."""
    if permission == "people" and "people_on_request" in role.permissions:
        return WHOSE["on_request"]
    if permission not in {SIGNED_IN, *role.permissions}:
        return NOTHING
    if permission == SIGNED_IN or permission in ADMINISTERING:
        return "yes"
    if permission in MEASURING:
        return of_duty(role, permission)
    if permission == "export":
        return WHOSE[role.figures if "aggregates" in role.permissions else role.people if "people" in role.permissions else "nothing"]
    covered = role.figures if permission == "aggregates" else role.people
    return WHOSE[covered] + (", under a pseudonym" if permission == "people" and role.is_pseudonymous else "")


def of_action(role: Role, action: str) -> str:
    """Of whom a role may do it."""
    given = set(role.permissions)
    if not given & set(ACTIONS[action]):
        return NOTHING
    if given & set(ACTIONS[action]) <= MEASURING:
        return of_duty(role, ACTIONS[action][0])
    if action in {"accounts and roles", "audit", "releases", "files of what is shown"}:
        return "yes"
    if action == "values of findings":
        return WHOSE[role.people] if "people" in given and not role.is_pseudonymous else NOTHING
    if action == "groups under the minimum in full" and role.people == "oneself":
        return NOTHING
    is_other = action.startswith("people") and role.is_pseudonymous != action.endswith("pseudonym")
    return NOTHING if is_other else WHOSE[role.people]


def of_duty(role: Role, permission: str) -> str:
    """Of whom, or of which stages, a role may do something in the measurement."""
    if permission in {"report", "receive"}:
        stages = role.stages if permission == "report" else role.receives
        return f"own units, stage {', '.join(map(str, stages))}"
    return WHOSE[role.people] if permission in {"measure", "verify"} else "yes"


def markdown(roles: Roles) -> str:
    """The matrix as a table of the README. Roles that are not enabled stand in brackets."""
    names = [role.name_en if role.is_enabled else f"({role.name_en})" for role in roles.values()]
    return "\n".join(_line(cells) for cells in [["Page or action", *names], ["--"] * (len(names) + 1), *rows(roles)]) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
