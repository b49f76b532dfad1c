"""What Alembic runs: the steps on the connection that the caller opened, inside the caller's transaction."""

from alembic import context

from dashboard.ledger.sending_models import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, compare_type=True)
context.run_migrations()
