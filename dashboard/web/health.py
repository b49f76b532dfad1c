"""For whoever watches the server: /livez (the process answers) and /readyz (it can show a release, and knows who may see it)."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from dashboard import warehouse
from dashboard.ledger.measured_year import local_time
from dashboard.web.settings import Settings

PATHS = ("/livez", "/readyz")

Check = Callable[[], bool]

_log = logging.getLogger(__name__)


def _has_release() -> bool:
    warehouse.begin_run()
    return True


def _is_young(hours: float) -> bool:
    built = next(release.built_at for release in warehouse.published() if release.is_current)
    return local_time(datetime.now(UTC)) - built <= timedelta(hours=hours)


def failed(checks: dict[str, Check]) -> list[str]:
    """Names of the checks that do not hold, in order; why stands in the log alone."""
    return [name for name, check in checks.items() if not _holds(name, check)]


def _holds(name: str, check: Check) -> bool:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 whatever is wrong, the answer is: not ready
        _log.warning("not ready: %s: %s", name, error)
        return False


def routes(settings: Settings, ledger: Check | None) -> list[Route]:
    """Both addresses. `ledger` says whether the ledger is reachable and has its tables; None when nobody signs in and it is not asked."""
    checks: dict[str, Check] = {"release": _has_release}
    hours = settings.release_age_hours
    if hours is not None:
        checks["release_age"] = lambda: _is_young(hours)
    if ledger is not None:
        checks["ledger"] = ledger

    async def livez(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> JSONResponse:
        names = await to_thread.run_sync(failed, checks)
        return JSONResponse({"status": "failed" if names else "ok", "failed": names}, 503 if names else 200)

    return [Route("/livez", livez), Route("/readyz", readyz)]
