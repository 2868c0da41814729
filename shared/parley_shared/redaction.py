"""Takes secrets out of text that others will read."""

import re

HIDDEN = "[secret]"

_SECRETS = re.compile(
    "|".join(
        (
            r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}",  # a Telegram bot's token
            r"\bsk-[A-Za-z0-9_-]{8,}",  # OpenAI's, Anthropic's, OpenRouter's keys
            r"\b(?:gsk_|xai-|hf_|ghp_|github_pat_|r8_|pplx-)[A-Za-z0-9_-]{10,}",
            r"\bAIza[A-Za-z0-9_-]{30,}",  # Google's
            r"\bS[UANOCX][A-Z2-7]{56}\b",  # an nkey's seed
            r"(?<![\w-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*",  # a JSON Web Token
        )
    )
)
_TOLD = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=:-]{6,}")
_NAMED = re.compile(
    r"(?i)((?:api[_-]?key|token|secret|password|passwd|authorization|cookie)[\"']?\s*[:=]\s*)"
    r"(\"[^\"]*\"?|'[^']*'?|[^\s,;&\"'})]+)"  # a quote that is never closed hides the rest
)
_IN_URL = re.compile(r"://[^\s/@:]*:[^\s/@]+@")


def redact(text: str) -> str:
    """`text` with whatever looks like a key, a token or a password replaced.

    In time that grows with the length alone: what strangers wrote comes here too.
    """
    text = _TOLD.sub(rf"\1 {HIDDEN}", text)
    text = _SECRETS.sub(HIDDEN, text)
    text = _IN_URL.sub(f"://{HIDDEN}@", text)
    return _NAMED.sub(rf"\1{HIDDEN}", text)
