"""A fresh clone, `docker compose up -d --wait`, a sign-in: all of Parley is there."""

import io
import zipfile

import pytest
from playwright.sync_api import Browser, expect

from tests.compose.stack import ANSWERED_WITHIN, Stack
from tests.compose.telegram_chat import TelegramChat
from tests.e2e.people import Person
from tests.shots import keep_shot

WITHIN = ANSWERED_WITHIN * 1000  # milliseconds
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SHEET = """```python
import matplotlib
import numpy as np
import openpyxl
import pandas as pd
from PIL import Image

matplotlib.use("Agg")
import matplotlib.pyplot as plt

table = pd.DataFrame({"n": np.arange(1, 9), "square": np.arange(1, 9) ** 2})
table.to_excel("squares.xlsx", index=False)
plt.plot(table["n"], table["square"])
plt.savefig("squares.png")
rows = openpyxl.load_workbook("squares.xlsx").active.max_row
total = pd.read_excel("squares.xlsx")["square"].sum()
print(rows, "rows of", total, Image.open("squares.png").format)
```"""


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_a_plot_that_an_agent_drew_appears_in_the_chat(
    stack: Stack, browser: Browser, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    person = Person.sign_in(context.new_page(), stack)
    person.choose_agent("Toolbox")

    person.say("Please draw a plot")

    picture = person.answers.last.get_by_role("img", name="plot.png")
    expect(picture).to_be_visible(timeout=WITHIN)
    expect(person.answers.last).to_have_attribute("aria-busy", "false", timeout=WITHIN)
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 840
    box = picture.bounding_box()
    assert box is not None and box["x"] + box["width"] <= size["width"]
    keep_shot(person.page, f"plot {size['width']} {scheme}")
    context.close()


def test_a_program_has_what_one_calculates_and_draws_with(stack: Stack) -> None:
    answer = stack.answer_to("sheet", stack.say("sheet", SHEET, "toolbox"))

    assert "9 rows of 204 PNG" in answer["text"]
    kept = stack.client.get("/api/threads/sheet/workspace/file", params={"path": "squares.xlsx"})
    with zipfile.ZipFile(io.BytesIO(kept.content)) as sheet:
        assert "xl/workbook.xml" in sheet.namelist()


def test_a_model_of_the_local_profile_answers(stack: Stack) -> None:
    agent = {"id": "local", "change": {"name": "Local", "model": "openai/small"}}
    stack.until_taken("/api/agents", agent)

    answer = stack.answer_to("local", stack.say("local", "Are you there?", "local"))

    assert answer["text"] == "Echo: Are you there?"
    models = stack.client.get("/api/models").json()
    assert "http://llama-swap:8080/v1" in str(models)


def test_telegram_answers(stack: Stack, telegram: TelegramChat) -> None:
    told = len(telegram.read())

    telegram.say("Say 3 words")

    telegram.until(lambda texts: texts[told:] == ["word1 word2 word3"])


def test_a_new_token_ends_the_sign_ins_of_the_old_one(stack: Stack) -> None:
    stack.compose("run", "--rm", "--no-deps", "-T", "signin", "rotate")
    assert stack.client.get("/api/threads").status_code == 401

    stack.sign_in()

    assert stack.client.get("/api/threads").status_code == 200


def test_what_is_kept_outlives_down_and_up(stack: Stack) -> None:
    message_id = stack.say("kept", "Say 3 words", "slow")
    before = stack.answer_to("kept", message_id)

    stack.compose("down")
    stack.compose("up", "--detach", "--wait")

    assert stack.read("kept")[-1] == before
    assert stack.client.get("/api/threads").status_code == 200
