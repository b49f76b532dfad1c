"""What became of a release that was asked for, in one sentence."""

from dashboard.ledger.publish_requests import PublishRequest
from dashboard.text import _


def sentence(request: PublishRequest) -> str:
    """Waiting, running, or how it ended. Whatever happened, it says what readers see now."""
    if request.outcome is None:
        return _("Waiting for the builder.") if request.started_at is None else _("Being built; the last good release is served meanwhile.")
    outcome, _colon, why = request.outcome.partition(":")
    if outcome == "published":
        return _("Release {release} is published.", release=request.release_id or "")
    if outcome == "unchanged":
        return _("Nothing has changed since release {release}; it stays.", release=request.release_id or "")
    if outcome == "stopped":
        return _("Stopped by findings of the check {check}; the last good release is still served. Correct the source and publish again.", check=why)
    return _failure(why)


def _failure(why: str) -> str:
    if why == "time":
        return _("Ended because it took too long; the last good release is still served.")
    if why == "died":
        return _("The builder did not end by itself (a restart, or not enough memory); the last good release is still served. Publish again.")
    if why == "refused":
        return _("A source or the folder of releases could not be used; the last good release is still served. The log of the builder says which.")
    return _("The build failed by a defect of the program; the last good release is still served. Report the log of the builder.")
