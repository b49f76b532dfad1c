"""Data taken away as a file: what is asked for as a value, its rows by one statement, the file made in a process of its own."""
