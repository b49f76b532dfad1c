"""Chapters of documents: each says one thing of the gathered figures, in the words of the pages where they have them."""
