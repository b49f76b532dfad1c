"""The least that Streamlit shows: what every page is measured against."""

import streamlit as st

st.title("Judul")
st.write("Satu kalimat.")
