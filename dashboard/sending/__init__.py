"""Mail by schedule: what is due, for whom, what each may have at that moment, and the mail server that takes it. The page that asks for it, too."""
