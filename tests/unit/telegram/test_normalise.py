"""What a person meant by one or several Telegram messages."""

from typing import Any

import pytest
from parley_telegram.commands import Typed, read_command
from parley_telegram.data import PressedApproval, PressedChoice, PressedCommand, read_data
from parley_telegram.normalise import belongs_with, count_taken, read_said

ME = "parley_bot"
MOST = 20 * 2**20


def message(text: str = "", **more: Any) -> dict[str, Any]:
    return {"message_id": 3, "from": {"id": 7}, **({"text": text} if text else {}), **more}


def test_the_name_of_the_bot_is_no_part_of_what_is_said() -> None:
    said = read_said([message("@Parley_Bot, what is up?")], ME, MOST)

    assert said is not None and said.text == "what is up?"


def test_what_is_answered_is_quoted() -> None:
    answered = {"message_id": 9, "text": "first line\nsecond"}

    said = read_said([message("And this?", reply_to_message=answered)], ME, MOST)

    assert said is not None
    assert (said.text, said.answers) == ("> first line\n> second\n\nAnd this?", 9)


def test_an_address_that_words_lead_to_is_said() -> None:
    links = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 3, "length": 4, "url": "https://one.example/"},
        {"type": "text_link", "offset": 12, "length": 5, "url": "https://two.example/"},
    ]

    said = read_said([message("🎈 here and there.", entities=links)], ME, MOST)
    captioned = read_said([message(caption="🎈 here", caption_entities=links[:2])], ME, MOST)

    assert said is not None and captioned is not None
    assert said.text == "🎈 here (https://one.example/) and there (https://two.example/)."
    assert captioned.text == "🎈 here (https://one.example/)"


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"sticker": {"emoji": "🎉"}}, "🎉"),
        ({"dice": {"emoji": "🎲", "value": 4}}, "🎲 4"),
        ({"location": {"latitude": 1.5, "longitude": 2}}, "📍 1.5, 2"),
        (
            {"venue": {"title": "Zoo", "address": "1 Ark Lane"}, "location": {"latitude": 1.5}},
            "📍 Zoo, 1 Ark Lane",
        ),
        (
            {
                "checklist": {
                    "title": "Trip",
                    "tasks": [
                        {"text": "Pack", "completion_date": 5},
                        {"text": "Go", "completion_date": 0},
                    ],
                }
            },
            "Trip\n☑ Pack\n☐ Go",
        ),
    ],
)
def test_what_is_neither_text_nor_a_file_is_put_into_words(sent: dict[str, Any], text: str) -> None:
    said = read_said([message(**sent)], ME, MOST)

    assert said is not None and said.text == text


def test_the_largest_size_of_a_photo_is_taken() -> None:
    sizes = [{"file_id": "s", "file_unique_id": "s"}, {"file_id": "l", "file_unique_id": "l"}]

    said = read_said([message(photo=sizes, caption="Look")], ME, MOST)

    assert said is not None
    assert [(file.file_id, file.name) for file in said.files] == [("l", "photo-3.jpg")]


def test_a_name_of_a_file_can_leave_no_folder() -> None:
    file = {"file_id": "f", "file_unique_id": "f", "file_name": "../../etc/pass\x00wd"}

    said = read_said([message(document=file)], ME, MOST)

    assert said is not None and said.files[0].name == ".._.._etc_passwd"


def test_what_happens_in_a_chat_by_itself_is_said_to_nobody() -> None:
    assert read_said([message(new_chat_members=[{"id": 1}])], ME, MOST) is None
    assert read_said([message(pinned_message={"text": "x"})], ME, MOST) is None


def test_an_album_and_a_long_paste_belong_together_and_nothing_else_does() -> None:
    long = message("x" * 3_900)

    assert belongs_with(message(media_group_id="1"), message(media_group_id="1"))
    assert not belongs_with(message(media_group_id="1"), message(media_group_id="2"))
    assert belongs_with(long, message("the rest"))
    assert not belongs_with(long, message("/stop"))
    assert not belongs_with(message("short"), message("other"))
    assert not belongs_with(long, {**message("of another"), "from": {"id": 8}})
    assert belongs_with({**long, "date": 1_000}, {**message("the rest"), "date": 1_002})
    assert not belongs_with({**long, "date": 1_000}, {**message("Thanks"), "date": 1_060})


def test_a_command_to_another_bot_is_none() -> None:
    assert read_command("/new@parley_bot Garden", ME) == Typed("new", "Garden")
    assert read_command("/new@other_bot Garden", ME) is None
    assert read_command("/etc/hosts", ME) is None


def test_buttons_say_what_they_mean_and_strange_ones_nothing() -> None:
    assert read_data("a1:pAbC123:y") == PressedApproval("pAbC123", "y")
    assert read_data("q1:qX:done:1") == PressedChoice("qX", None, True)
    assert read_data("c1:/thread abc") == PressedCommand("/thread abc")
    assert [read_data(said) for said in ("", "a1:p:z", "x1:1", "c1:", "q1:q:x:1")] == [None] * 5


def test_what_was_heard_after_a_message_was_kept_is_none_of_it() -> None:
    photo = [{"file_id": "p", "file_unique_id": "p"}]
    album = [message(photo=photo, caption="Look"), message(photo=photo), message(photo=photo)]
    paste = [message("a" * 3_900), message("b"), message("c")]

    assert count_taken(album, ME, MOST, "Look", 2) == 2
    assert count_taken(paste, ME, MOST, "a" * 3_900, 0) == 1
    assert count_taken(paste, ME, MOST, "changed since", 0) == 3
