"""The sign-in token: made once, kept in a file only its owner reads; the store knows its hash."""

import hashlib
import os
import secrets

from parley_cli.folder import DataFolder


def read_token(folder: DataFolder) -> str:
    """Made when there is none yet."""
    if not folder.token_file.exists():
        keep_token(folder, make_token())
    return folder.token_file.read_text().strip()


def make_token() -> str:
    return secrets.token_urlsafe(32)


def keep_token(folder: DataFolder, token: str) -> None:
    draft = folder.token_file.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(token + "\n")
    draft.replace(folder.token_file)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
