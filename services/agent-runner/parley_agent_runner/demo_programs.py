"""Programs that the demo model for tools runs: those it is given, and a plot. Pure."""

import re

FENCED = re.compile(r"```(python|py|bash|sh|shell)\s*\n(.*?)```", re.DOTALL)
PLOT_WANTED = re.compile(r"\b(plot|chart|diagram)\b", re.IGNORECASE)
PLOT = """\
import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(0, 4 * np.pi, 400)
plt.figure(figsize=(7, 4))
plt.plot(x, np.sin(x), label="sin x")
plt.plot(x, np.sin(x) * np.exp(-x / 6), label="damped")
plt.legend()
plt.title("A plot from the sandbox")
plt.savefig("plot.png", dpi=120)
print("drawn")
"""


def find_programs(text: str) -> list[tuple[str, str]]:
    """Names of tools, and the code each is to run."""
    found = [
        ("run_python" if language.startswith("py") else "run_shell", code)
        for language, code in FENCED.findall(text)
    ]
    if not found and PLOT_WANTED.search(text):
        return [("run_python", PLOT)]
    return found
