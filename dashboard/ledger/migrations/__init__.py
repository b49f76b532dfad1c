"""How the ledger's tables came to be what they are, one step a file; Alembic walks them in order."""
