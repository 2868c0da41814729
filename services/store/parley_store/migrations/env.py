"""Runs migrations on the connection, and in the transaction, that it is handed."""

from alembic import context

from parley_store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
