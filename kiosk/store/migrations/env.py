"""How Alembic runs: on the connection that kiosk.store.migrate gives it, in its transaction."""

from alembic import context

from kiosk.store.migrate import is_in_tables

context.configure(
    connection=context.config.attributes["db"],
    target_metadata=context.config.attributes.get("tables"),
    compare_type=True,
    include_name=is_in_tables,
    # SQLite changes a table by making it anew.
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
