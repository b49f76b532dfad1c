"""Frames to files: each module one format. No queries, no Streamlit."""
