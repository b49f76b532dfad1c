"""Issuing documents: who may, under which number, the result sheet of a person, all units at once, and checking what somebody holds."""
