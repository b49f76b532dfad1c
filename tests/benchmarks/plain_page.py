"""A page of the usual size with nothing behind it: eight filters, four figures, four small charts, a table, all constant."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

NAMES = ["Sangat Tinggi", "Tinggi", "Sedang", "Rendah", "Sangat Rendah"]

st.title("Judul")
with st.popover("Saring"):
    for number in range(8):
        st.selectbox(f"Saringan {number}", NAMES, key=f"filter_{number}", bind="query-params")
for column, name in zip(st.columns(4), NAMES, strict=False):
    column.metric(name, "71,43", "n = 1.071")
for number in range(4):
    with st.container(border=True):
        st.subheader(f"Bagian {number}", anchor=False)
        st.plotly_chart(go.Figure(go.Bar(x=[5, 20, 20, 24, 31], y=NAMES, orientation="h")), key=f"chart_{number}")
        st.caption("Satu kalimat di bawah grafik.")
st.dataframe(pd.DataFrame({name: range(25) for name in NAMES}))
