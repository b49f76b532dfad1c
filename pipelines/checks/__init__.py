"""One file a rule: a SELECT of the rows that break it, under a heading that a personnel officer can read."""
