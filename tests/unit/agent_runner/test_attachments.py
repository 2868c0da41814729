"""What a model is given of attached files."""

from parley_agent_runner.attachments import LARGEST_IMAGE, choose_files, write_content
from parley_shared.models import FileRef, Message

from tests.unit.agent_runner.memory import said

PNG = b"\x89PNG\r\n\x1a\n and so on"


def file(name: str, media_type: str, size: int = 100) -> FileRef:
    return FileRef(id=f"f-{name}", name=name, media_type=media_type, size=size, sha256="0" * 64)


PICTURE = file("cat.png", "image/png")
NOTES = file("notes.txt", "text/plain")
BOOK = file("book.pdf", "application/pdf")


def test_a_model_that_sees_is_shown_the_picture() -> None:
    content = write_content("Look", [PICTURE], {PICTURE.id: PNG})

    assert content == [
        {"type": "text", "text": "Look"},
        {"type": "text", "text": "[attached: cat.png]"},
        {
            "type": "image_url",
            "image_url": {"url": "data:image/png;base64,iVBORw0KGgogYW5kIHNvIG9u"},
        },
    ]


def test_a_model_that_does_not_see_is_told_of_it() -> None:
    assert choose_files([_with(PICTURE)], sees_images=False) == []
    assert (
        write_content("Look", [PICTURE], {})
        == "Look\n[attached: cat.png, image/png, which you can't see]"
    )


def test_the_words_of_a_text_file_are_read() -> None:
    content = write_content("Read", [NOTES], {NOTES.id: b"Buy milk."})

    assert content == "Read\n[attached: notes.txt]\nBuy milk.\n[end of notes.txt]"


def test_what_is_neither_is_only_named() -> None:
    assert choose_files([_with(BOOK)], sees_images=True) == []
    assert write_content("", [BOOK], {}) == "[attached: book.pdf, application/pdf]"


def test_a_file_that_is_no_picture_is_not_sent_as_one() -> None:
    content = write_content("Look", [PICTURE], {PICTURE.id: b"<html>"})

    assert content == "Look\n[attached: cat.png, image/png, which you can't see]"


def test_a_picture_too_large_is_left_out() -> None:
    huge = file("huge.png", "image/png", LARGEST_IMAGE + 1)

    assert choose_files([_with(huge, PICTURE)], sees_images=True) == [PICTURE]


def _with(*files: FileRef) -> Message:
    return said("Look").model_copy(update={"attachments": files})
