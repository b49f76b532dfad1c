"""Reports of the stages: the figures they freeze, who owes which, and what the page does with them."""
