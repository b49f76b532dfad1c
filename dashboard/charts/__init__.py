"""Frames to figures: each module one kind of chart. No queries, no Streamlit."""
