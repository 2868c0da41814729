"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


# On SQLite and on PostgreSQL: whole numbers are `Number` of parley_store.columns, and a partial index
# says sqlite_where and postgresql_where.
def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
