"""The side of the server that is not Streamlit: who is let in, which headers every answer carries, sign-in, health. Pure ASGI; knows no Streamlit."""
