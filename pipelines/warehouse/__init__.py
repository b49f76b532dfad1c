"""The contract between the two halves: what a release holds, and how it is opened and published."""
