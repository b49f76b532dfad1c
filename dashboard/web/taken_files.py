"""Finished exports as they are taken away: streamed from the server's own folder, to the session that made them alone."""

from collections.abc import Awaitable, Callable

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.exporting import jobs
from dashboard.ledger.sessions import Holder

EXPORTS = "/exports/"

NoteRefused = Callable[[Holder, str, str], Awaitable[None]]
"""Writes down that somebody asked for what belongs to another session."""


def address(token: str, name: str) -> str:
    """Where a file of an export is taken away: no name of a person and nothing of what was chosen stands in it."""
    return f"{EXPORTS}{token}/{name}"


def routes(note_refused: NoteRefused | None) -> list[Route]:
    """The address of files. `note_refused`: None where nobody signs in, and the files are those of the person at the machine."""

    async def taken(request: Request) -> Response:
        token, holder = request.path_params["token"], request.scope.get("holder")
        if note_refused is not None and not isinstance(holder, Holder):
            return _nothing()
        owner = holder.session_no if isinstance(holder, Holder) else None
        file = await to_thread.run_sync(jobs.ALL.file, owner, token, request.path_params["name"])
        if file is not None and file.is_file():
            return FileResponse(file, filename=file.name, media_type="application/octet-stream")
        if note_refused is not None and isinstance(holder, Holder) and jobs.ALL.is_anothers(owner, token):
            await note_refused(holder, str(request.scope["client"][0]), "file")
        return _nothing()

    return [Route(EXPORTS + "{token}/{name}", taken, methods=["GET"])]


def _nothing() -> Response:
    """One answer to what is another's, too old or was never there."""
    return PlainTextResponse("Not Found", 404)
