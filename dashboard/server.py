"""The server: Streamlit's pages, with our own door, gate, headers, sign-in and health around them.

`python -m streamlit run dashboard/server.py` and `uvicorn dashboard.server:app` both start it; `app.py` is the script it runs for every reader.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.web import health, settings
from dashboard.web.door import Door
from dashboard.web.headers import Headers
from dashboard.web.wire import Wire

chosen = settings.read()

app = st.App(
    Path(__file__).with_name("app.py"),
    routes=health.routes(chosen, ledger=None),
    middleware=[Middleware(Wire, chosen), Middleware(Headers), Middleware(Door, chosen)],
)
