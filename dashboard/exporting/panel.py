"""Making the file, outside the run of the page: the button, how far it is, cancelling, and where the finished file is taken away."""

import errno
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import access, outcomes, recording, text
from dashboard.exporting import jobs, preview
from dashboard.exporting.about import Maker
from dashboard.exporting.definition import KINDS
from dashboard.exporting.jobs import Owner, Standing
from dashboard.exporting.making import Making
from dashboard.exporting.preparing import Prepared
from dashboard.exports import xlsx_file
from dashboard.ledger import audit
from dashboard.text import _, plain
from dashboard.text import export_page as sentences
from dashboard.text import exporting as words
from dashboard.web.taken_files import address

SECONDS = 1.0
"""How often the page looks how far an export is."""

STYLE = """<style>
.ipasn-take{display:flex;gap:.6rem;flex-wrap:wrap;margin:0}
.ipasn-take a{color:inherit;text-decoration:none;border:1px solid color-mix(in srgb,currentColor 30%,transparent);border-radius:.375rem;padding:.4rem .8rem}
.ipasn-take a:hover,.ipasn-take a:focus-visible{border-color:currentColor}
</style>"""

_FULL = {errno.ENOSPC, errno.EDQUOT}


def offer(prepared: Prepared) -> None:
    """The button that has the file made, or why there can be none of this kind."""
    if prepared.definition.kind not in prepared.kinds():
        st.warning(words.too_large(prepared.row_count, xlsx_file.MOST_ROWS))
        return
    is_busy = any(each.state in jobs.OPEN for each in jobs.ALL.standings(_owner()))
    if is_busy and not any(each.state in jobs.OPEN for each in _exports()):
        st.caption(_("Documents of yours are being made on the page Documents; a file can be made after them."))
    st.button(_("Make the file"), key="export_make", type="primary", icon=":material/file_export:", on_click=_begin, disabled=is_busy)


def standing() -> None:
    """The exports of this session, looked at again while one is under way."""
    is_open = any(each.state in jobs.OPEN for each in jobs.ALL.standings(_owner()))
    st.fragment(_listed, run_every=SECONDS if is_open else None)(was_open=is_open)


def _listed(*, was_open: bool) -> None:
    text.use(st.query_params.get("lang"))
    access.require("export")
    if was_open and not any(each.state in jobs.OPEN for each in jobs.ALL.standings(_owner())):
        st.rerun()
    for each in _exports():
        with st.container(border=True, key=f"export_{each.token}"):
            _one(each)


def _exports() -> list[Standing]:
    """The session's files of this page; ZIPs of documents, which wait in the same line, are shown where they are ordered."""
    return [each for each in jobs.ALL.standings(_owner()) if each.file_name.rpartition(".")[2] in KINDS]


def _one(each: Standing) -> None:
    st.markdown(f"**{plain(each.file_name)}**")
    if each.state == jobs.QUEUED:
        st.info(sentences.waiting(each.ahead))
    elif each.state == jobs.RUNNING:
        st.progress(min(max(each.share, 0.0), 1.0), text=sentences.making(each.rows_done, each.row_count))
    elif each.state == jobs.DONE:
        _taken(each)
    else:
        st.error(words.failure(each.code or "killed"))
    if each.state in jobs.OPEN:
        st.button(_("Cancel"), key=f"export_cancel_{each.token}", on_click=_cancel, args=(each.token,), icon=":material/cancel:")
    else:
        st.button(_("Remove"), key=f"export_remove_{each.token}", on_click=_remove, args=(each.token,), icon=":material/delete:", type="tertiary")


def _taken(each: Standing) -> None:
    """The links: a browser takes the file from the server's disk, nothing of it passes through the page."""
    st.caption(sentences.made(each.row_count, each.byte_count, int(each.seconds_left // 60)))
    names = {each.file_name: _("Download the file"), each.sidecar_name: _("Download what is known about it (JSON)")}
    links = [f'<a href="{escape(address(each.token, name))}" download="{escape(name)}">{escape(said)}</a>' for name, said in names.items()]
    st.html(f'{STYLE}<p class="ipasn-take">{" ".join(links)}</p>')
    st.caption(f"SHA-256 `{each.sha256}`")


def _begin() -> None:
    """What the button does. It runs before its page: who asks, and what they may see, is looked at anew; the rows are those of the preview, of its release."""
    text.use(st.query_params.get("lang"))
    prepared, identity = preview.of_page(access.require("export")), access.current_identity()
    if prepared is None or identity is None:
        outcomes.tell("refused", _("What you may take away has changed. Look at the preview and make the file again."))
        return
    maker, record = Maker(identity.account_no, _shown(identity.name)), recording.recorder()

    def begun(folder: Path) -> Making:
        return Making(prepared, folder, maker, record)

    try:
        jobs.ALL.start(identity.session_no, prepared.file_name, prepared.row_count, begun)
    except jobs.BusyError:
        outcomes.tell("refused", _("A file of yours is being made already. Wait for it, or cancel it."))
    except OSError as error:
        outcomes.tell("refused", words.failure("disk_full" if error.errno in _FULL else "broken"))


def _shown(name: str) -> str:
    """The name for whoever reads the file; a NIP, by which some sign in, is none."""
    return "" if audit.says_nip(name) else name


def _cancel(token: str) -> None:
    jobs.ALL.cancel(_owner(), token)


def _remove(token: str) -> None:
    jobs.ALL.remove(_owner(), token)


def _owner() -> Owner:
    """Whose exports these are; the run ends where the right has gone."""
    access.require("export")
    identity = access.current_identity()
    return None if identity is None else identity.session_no
