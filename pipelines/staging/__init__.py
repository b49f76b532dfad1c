"""Sources become typed rows: one plain SELECT a kind, rows in = rows out."""
