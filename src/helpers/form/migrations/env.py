"""Run migrations inside the transaction that `store.migrate` opened."""

from alembic import context

from helpers.form.store import metadata

# Without a running migration (the documentation's tests import every file) there is no config.
if getattr(context, "config", None) is not None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
