"""PAGES: one row a page. What is not here is not served; who lacks the permission is not told that the page exists."""

from dataclasses import dataclass
from pathlib import Path

from dashboard.access.viewer import SIGNED_IN, Viewer
from dashboard.text import N_

FOLDER = Path(__file__).parent / "app_pages"


@dataclass(frozen=True)
class PageEntry:
    """One page: name (file, URL and query module), title, icon, permission it asks for, heading it stands under, whether it shows nothing without a release."""

    name: str
    title: str
    icon: str
    permission: str
    section: str
    needs_release: bool = True

    @property
    def path(self) -> Path:
        """The page's script."""
        return FOLDER / f"{self.name}.py"


PAGES = (
    PageEntry("overview", N_("Overview"), ":material/dashboard:", "aggregates", N_("Result")),
    PageEntry("distribution", N_("Distribution"), ":material/bar_chart:", "aggregates", N_("Result")),
    PageEntry("units", N_("Units"), ":material/account_tree:", "aggregates", N_("Result")),
    PageEntry("ranks", N_("Ranks"), ":material/military_tech:", "aggregates", N_("Result")),
    PageEntry("dimensions", N_("Dimensions"), ":material/category:", "aggregates", N_("Result")),
    PageEntry("changes", N_("Changes"), ":material/difference:", "aggregates", N_("Result")),
    PageEntry("home", N_("Home"), ":material/home:", "measure", N_("My measurement")),
    PageEntry("identity_check", N_("My data"), ":material/badge:", "measure", N_("My measurement")),
    PageEntry("measure", N_("Measure my index"), ":material/checklist:", "measure", N_("My measurement")),
    PageEntry("completion", N_("Completion"), ":material/task_alt:", "aggregates", N_("Measurement")),
    PageEntry("participation", N_("Participation"), ":material/groups:", "aggregates", N_("Measurement")),
    PageEntry("missing", N_("Who is missing"), ":material/person_search:", "missing", N_("Measurement")),
    PageEntry("people", N_("People"), ":material/group:", "people", N_("Measurement")),
    PageEntry("verification", N_("Verification"), ":material/verified_user:", "verify", N_("Duties")),
    PageEntry("corrections", N_("Identity corrections"), ":material/contact_page:", "verify", N_("Duties")),
    PageEntry("paper_results", N_("Results from paper"), ":material/upload_file:", "verify", N_("Duties")),
    PageEntry("reporting", N_("Reporting"), ":material/send:", "report", N_("Duties")),
    PageEntry("openings", N_("Late entry"), ":material/lock_open:", "open_late", N_("Duties")),
    PageEntry("publishing", N_("Publish"), ":material/publish:", "publish", N_("Duties")),
    PageEntry("subscriptions", N_("Mail by schedule"), ":material/schedule_send:", "subscribe", N_("Duties")),
    PageEntry("accounts", N_("Accounts and roles"), ":material/manage_accounts:", "accounts", N_("Administration"), needs_release=False),
    PageEntry("audit", N_("Audit"), ":material/policy:", "audit", N_("Administration"), needs_release=False),
    PageEntry("releases", N_("Releases"), ":material/history:", "releases", N_("Administration"), needs_release=False),
    PageEntry("documents", N_("Documents"), ":material/description:", "export", N_("Documents and files")),
    PageEntry("document_check", N_("Document check"), ":material/verified:", SIGNED_IN, N_("Documents and files")),
    PageEntry("export", N_("Export"), ":material/file_export:", "export", N_("Documents and files")),
    PageEntry("data_quality", N_("Data quality"), ":material/fact_check:", "quality", N_("Reference")),
    PageEntry("method", N_("Method"), ":material/menu_book:", "aggregates", N_("Reference")),
)


def pages_of(viewer: Viewer) -> list[PageEntry]:
    """The pages a viewer may open and whose script exists, in order."""
    return [entry for entry in PAGES if viewer.may_open(entry.permission) and entry.path.exists()]
