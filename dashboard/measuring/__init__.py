"""Measuring oneself: what the pages of the person who measures need beyond queries and words."""
