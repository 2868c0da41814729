"""What the tables hang together by."""

from sqlalchemy import Column, ForeignKey, MetaData, String

metadata = MetaData()


def thread_key() -> Column[str]:
    return Column("thread_id", String, ForeignKey("threads.id", ondelete="CASCADE"), nullable=False)
