"""The index that search looks into: triggers keep it, in the transaction that changes a text.

Its even rows are messages and its odd ones threads.
"""

from alembic import op
from sqlalchemy import text

SQLITE = (
    # Trigrams find any part of a word, and scripts that have no spaces.
    "CREATE VIRTUAL TABLE search USING fts5(text, tokenize='trigram')",
    """CREATE TRIGGER message_added AFTER INSERT ON messages WHEN NOT new.deleted BEGIN
      INSERT INTO search(rowid, text) VALUES (new.number * 2, new.text); END""",
    """CREATE TRIGGER message_changed AFTER UPDATE OF text, deleted ON messages BEGIN
      DELETE FROM search WHERE rowid = new.number * 2;
      INSERT INTO search(rowid, text) SELECT new.number * 2, new.text WHERE NOT new.deleted; END""",
    """CREATE TRIGGER message_gone AFTER DELETE ON messages BEGIN
      DELETE FROM search WHERE rowid = old.number * 2; END""",
    """CREATE TRIGGER thread_added AFTER INSERT ON threads BEGIN
      INSERT INTO search(rowid, text) VALUES (new.number * 2 + 1, new.title); END""",
    """CREATE TRIGGER thread_renamed AFTER UPDATE OF title ON threads BEGIN
      DELETE FROM search WHERE rowid = new.number * 2 + 1;
      INSERT INTO search(rowid, text) VALUES (new.number * 2 + 1, new.title); END""",
    """CREATE TRIGGER thread_gone AFTER DELETE ON threads BEGIN
      DELETE FROM search WHERE rowid = old.number * 2 + 1; END""",
)

POSTGRESQL = (
    # Whatever the locale of the database is, as SQLite's index folds.
    """CREATE FUNCTION parley_fold(words text) RETURNS text
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      AS $$ SELECT lower(words COLLATE "und-x-icu") $$""",
    "CREATE TABLE search (rowid bigint PRIMARY KEY, text text NOT NULL)",
    """CREATE FUNCTION parley_index_message() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP <> 'INSERT' THEN DELETE FROM search WHERE rowid = old.number * 2; END IF;
      IF TG_OP <> 'DELETE' AND NOT new.deleted THEN
        INSERT INTO search VALUES (new.number * 2, parley_fold(new.text)); END IF;
      RETURN NULL; END $$""",
    """CREATE FUNCTION parley_index_thread() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP <> 'INSERT' THEN DELETE FROM search WHERE rowid = old.number * 2 + 1; END IF;
      IF TG_OP <> 'DELETE' THEN
        INSERT INTO search VALUES (new.number * 2 + 1, parley_fold(new.title)); END IF;
      RETURN NULL; END $$""",
    """CREATE TRIGGER message_indexed AFTER INSERT OR DELETE OR UPDATE OF text, deleted ON messages
      FOR EACH ROW EXECUTE FUNCTION parley_index_message()""",
    """CREATE TRIGGER thread_indexed AFTER INSERT OR DELETE OR UPDATE OF title ON threads
      FOR EACH ROW EXECUTE FUNCTION parley_index_thread()""",
)

# Without trigrams every text is looked through, which finds the same and takes longer.
HAS_TRIGRAMS = """SELECT has_database_privilege(current_database(), 'CREATE') AND EXISTS (
  SELECT FROM pg_available_extension_versions WHERE name = 'pg_trgm' AND trusted)"""
TRIGRAMS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX search_trigrams ON search USING gin (text gin_trgm_ops)",
)


def make_search_index() -> None:
    connection = op.get_bind()
    is_file = connection.dialect.name == "sqlite"
    for statement in SQLITE if is_file else POSTGRESQL:
        op.execute(statement)
    if not is_file and connection.scalar(text(HAS_TRIGRAMS)):
        for statement in TRIGRAMS:
            op.execute(statement)
