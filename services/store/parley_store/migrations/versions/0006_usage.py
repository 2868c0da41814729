"""What model calls used gets a table of its own, filled from what was told of them."""

import sqlalchemy as sa
from alembic import op
from parley_store.columns import Number

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FILL = """
INSERT OR IGNORE INTO usage (turn_id, step, at, agent_id, model, channel, input_tokens,
  output_tokens, cached_tokens, reasoning_tokens, cost_micros)
SELECT e.turn_id, e.body ->> 'step',
  CAST(ROUND((julianday(e.body ->> 'at') - 2440587.5) * 86400000) AS INTEGER),
  COALESCE(e.body ->> 'agent_id', ''), e.body ->> '$.usage.model',
  COALESCE(m.body ->> 'source', 'web'),
  e.body ->> '$.usage.input_tokens', e.body ->> '$.usage.output_tokens',
  e.body ->> '$.usage.cached_tokens', e.body ->> '$.usage.reasoning_tokens',
  e.body ->> '$.usage.cost_micros'
FROM events e LEFT JOIN turns t ON t.id = e.turn_id LEFT JOIN messages m ON m.id = t.message_id
WHERE e.kind = 'usage.reported' AND e.turn_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "usage",
        sa.Column("turn_id", sa.String(), nullable=False),
        sa.Column("step", Number, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("input_tokens", Number, nullable=False),
        sa.Column("output_tokens", Number, nullable=False),
        sa.Column("cached_tokens", Number, nullable=False),
        sa.Column("reasoning_tokens", Number, nullable=False),
        sa.Column("cost_micros", Number, nullable=True),
        sa.PrimaryKeyConstraint("turn_id", "step"),
    )
    op.create_index("usage_by_time", "usage", ["at"])
    if op.get_context().dialect.name == "sqlite":  # no other database is that old
        op.execute(FILL)
