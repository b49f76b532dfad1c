"""The server: Streamlit's pages, with our own door, gate, headers, sign-in and health around them.

`python -m streamlit run dashboard/server.py` and `uvicorn dashboard.server:app` both start it; `app.py` is the script it runs for every reader.
"""

import sys
from pathlib import Path

import streamlit as st

from dashboard.web import defects, frame, starting

defects.begin()
try:
    around = frame.built()
except starting.WRONG as error:
    sys.exit(starting.sentence(error))

app = st.App(Path(__file__).with_name("app.py"), routes=around.routes, middleware=around.middleware, lifespan=around.lifespan)
