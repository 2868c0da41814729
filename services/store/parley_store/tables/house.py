"""Settings, sign-ins and files."""

from parley_shared.models import FileRef
from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, String, Table, Text

from parley_store.columns import Moment, Number, Written
from parley_store.tables.keys import metadata, thread_key

settings = Table(
    "settings",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

signins = Table(
    "signins",
    metadata,
    Column("session_hash", String, primary_key=True),
    Column("token_hash", String, nullable=False),  # of the token it came from
    Column("label", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("secret_hash", String, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("last_used_at", Moment),
)

files = Table(
    "files",
    metadata,
    Column("id", String, primary_key=True),
    Column("sha256", String, nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("body", Written(FileRef), nullable=False),
)

file_uses = Table(
    "file_uses",
    metadata,
    thread_key(),
    Column("file_id", String, ForeignKey("files.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("thread_id", "file_id"),
    Index("file_uses_by_file", "file_id"),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", String, primary_key=True),
    Column("touched_at", Moment, nullable=False),
)

workspace = Table(
    "workspace",
    metadata,
    thread_key(),
    Column("path", String, nullable=False),
    Column("seq", Number, nullable=False),  # of the thread when it was written
    Column("sha256", String),  # None: deleted
    Column("size", Number, nullable=False),
    Column("file_id", String),
    Column("change_id", String),  # of the change that wrote it
    Column("changed_at", Moment),
    PrimaryKeyConstraint("thread_id", "path", "seq"),
    Index("workspace_changes", "thread_id", "change_id"),
)
