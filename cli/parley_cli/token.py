"""The sign-in token: made once, kept in a file only its owner reads; the store knows its hash."""

import hashlib
import os
import secrets

from parley_cli.folder import DataFolder


def read_token(folder: DataFolder) -> str:
    """Made when there is none yet."""
    if not folder.token_file.exists():
        return rotate_token(folder)
    return folder.token_file.read_text().strip()


def rotate_token(folder: DataFolder) -> str:
    token = secrets.token_urlsafe(32)
    draft = folder.token_file.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(token + "\n")
    draft.replace(folder.token_file)
    return token


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
