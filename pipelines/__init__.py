"""The building half: sources become one immutable release."""
