"""The committed schema is what the models say."""

import hashlib
from pathlib import Path

from parley_shared.contract import contract_hash, contract_text

SCHEMA = Path(__file__).parents[3] / "shared" / "contract" / "contract.schema.json"


def test_the_committed_schema_is_the_generated_one() -> None:
    assert SCHEMA.read_text() == contract_text(), (
        "write it anew: python -m parley_shared.contract > shared/contract/contract.schema.json"
    )


def test_the_hash_that_browsers_are_told_is_that_of_the_file() -> None:
    assert contract_hash() == hashlib.sha256(SCHEMA.read_bytes()).hexdigest()[:16]
