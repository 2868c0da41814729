"""Before litellm is imported: it must fetch nothing but a model's answer, and not chatter."""

import os
import warnings

os.environ |= {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_OFFLINE_MODE": "true",
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_LOG": "ERROR",
}

warnings.filterwarnings("ignore", "Items? .* on TypedDict class", UserWarning)  # its own types
