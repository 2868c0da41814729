"""Secrets do not leave a service by its log."""

import pytest
from parley_shared.redaction import redact

BOT = "7312345678:AAE-abcdefghijklmnopqrstuvwxyz01234"
SEED = "SU" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" + "ABCDEFGHIJKLMNOPQRSTUVWX"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"GET /bot{BOT}/getUpdates", "GET /bot[secret]/getUpdates"),
        (f"/file/bot{BOT}/a.png", "/file/bot[secret]/a.png"),
        ("Incorrect key sk-proj-abc_DEF-123456.", "Incorrect key [secret]."),
        ("sk-ant-api03-abcdefgh was refused", "[secret] was refused"),
        ("gsk_abcdefghij1234 and xai-abcdefghij1234", "[secret] and [secret]"),
        ("AIzaSyA1234567890abcdefghijklmnopqrstu", "[secret]"),
        (f"seed {SEED} was read", "seed [secret] was read"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: [secret] [secret]"),
        ("got Bearer abcdef0123456789 from", "got Bearer [secret] from"),
        ('{"api_key": "abc123", "model": "m"}', '{"api_key": [secret], "model": "m"}'),
        ("password=hunter2&user=joe", "password=[secret]&user=joe"),
        ("/#token=YWJjZGVm in the address", "/#token=[secret] in the address"),
        ("nats://joe:hunter2@127.0.0.1:4222", "nats://[secret]@127.0.0.1:4222"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_", "[secret]"),
        ('token="never closed', "token=[secret]"),
    ],
)
def test_a_secret_is_taken_out(said: str, told: str) -> None:
    assert redact(said) == told


@pytest.mark.parametrize(
    "text",
    [
        "turn tAb3 of thread 0190b2c4-7d1e-7abc-8def-0123456789ab finished in 12:30:45",
        "2026-11-20T11:22:33.456Z took 1234 tokens and 3 cents",
        "the task-force asked; SUCH A THING IS NOT A SEED",
        "nats://127.0.0.1:4222 is lost",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def test_a_very_long_word_is_read_once_and_not_again_from_each_of_its_letters() -> None:
    assert redact("x" * 1_000_000 + " sk-0123456789") == "x" * 1_000_000 + " [secret]"
