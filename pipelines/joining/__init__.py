"""Rows find each other: units become a tree, people find their unit, results find their person. One SELECT a table, in the order build.py names."""
