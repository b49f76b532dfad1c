"""One SELECT per published table; the file's name is the table's name."""
