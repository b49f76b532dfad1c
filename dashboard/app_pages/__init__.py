"""One script a page, named in dashboard/navigation.py. A package only so that the import contracts see the scripts."""
