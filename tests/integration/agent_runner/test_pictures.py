"""Pictures as they are shown to a model: small, upright, and with nothing else in them."""

import io
import struct
import zlib

import pytest
from parley_agent_runner.pictures import LONGEST_SIDE, fit_picture
from PIL import Image, ImageOps

ORIENTATION, CAMERA = 0x0112, 0x010F
LEFT, RIGHT = (250, 0, 0), (0, 0, 250)


def take_photo(width: int = 40, height: int = 20) -> Image.Image:
    photo = Image.new("RGB", (width, height), RIGHT)
    photo.paste(LEFT, (0, 0, width // 2, height))
    return photo


def write(image: Image.Image, kind: str, exif: Image.Exif | None = None) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **({} if exif is None else {"exif": exif}))
    return written.getvalue()


def see(content: bytes | None) -> Image.Image:
    assert content is not None
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "seen_as"),
    [("JPEG", "JPEG"), ("WEBP", "JPEG"), ("PNG", "PNG"), ("GIF", "PNG")],
)
def test_every_kind_of_picture_comes_out_as_one_that_all_models_know(
    kind: str, seen_as: str
) -> None:
    seen = see(fit_picture(write(take_photo(), kind)))

    assert (seen.format, seen.size) == (seen_as, (40, 20))


def test_a_large_photo_is_made_smaller_in_proportion() -> None:
    seen = see(fit_picture(write(take_photo(4000, 2000), "JPEG")))

    assert seen.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_a_photo_is_turned_upright_and_says_nothing_of_the_camera() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[CAMERA] = 6, "canary"

    content = fit_picture(write(take_photo(), "JPEG", exif))

    seen = see(content)
    assert seen.size == (20, 40)
    assert dict(seen.getexif()) == {}
    assert b"canary" not in (content or b"")


def describe_wrongly(*entries: tuple[int, int, bytes]) -> bytes:
    """EXIF with these tags, each of a type and a value."""
    written = b"".join(struct.pack("<HHI", tag, kind, 1) + value for tag, kind, value in entries)
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + written + b"\0\0\0\0"


@pytest.mark.parametrize(
    "nonsense",
    [
        (0x0110, 5, b"\x01\0\0\0"),
        (0x011A, 2, b"\x01\0\0\0"),
        (0x011A, 6, b"\xff\xff\xff\xff"),
        (0x0128, 1, b"\x01\0\0\0"),
        (0x9000, 11, b"\x01\0\0\0"),
    ],
)
def test_a_photo_of_which_the_camera_says_nonsense_is_seen_all_the_same(
    nonsense: tuple[int, int, bytes],
) -> None:
    exif = describe_wrongly((ORIENTATION, 3, b"\x06\0\0\0"), nonsense)
    written = io.BytesIO()
    take_photo().save(written, "JPEG", exif=exif)

    assert see(fit_picture(written.getvalue())).size == (20, 40)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_the_camera_was_held_the_photo_is_upright(orientation: int) -> None:
    photo = take_photo()
    photo.paste((0, 250, 0), (0, 0, 5, 5))  # a corner that tells all eight ways apart
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    content = write(photo, "PNG", exif)

    seen = see(fit_picture(content))

    upright = ImageOps.exif_transpose(see(content))
    assert (seen.size, seen.tobytes()) == (upright.size, upright.convert("RGBA").tobytes())


def test_what_can_be_seen_through_stays_so_and_loses_what_is_written_beside_it() -> None:
    glass = Image.new("RGBA", (10, 10), (0, 0, 0, 0))

    content = fit_picture(write(glass, "PNG") + b"canary")

    assert see(content).getchannel("A").getextrema() == (0, 0)
    assert b"canary" not in (content or b"")


@pytest.mark.parametrize("content", [b"", b"<html>", b"\x89PNG\r\n\x1a\n and so on", b"GIF8"])
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert fit_picture(content) is None


def chunk(kind: bytes, body: bytes) -> bytes:
    """Of a PNG."""
    size, check = len(body).to_bytes(4, "big"), zlib.crc32(kind + body).to_bytes(4, "big")
    return size + kind + body + check


def test_a_picture_that_unpacks_to_too_much_is_not_opened() -> None:
    side = (60_000).to_bytes(4, "big")
    head = chunk(b"IHDR", side + side + bytes([1, 0, 0, 0, 0]))
    body = chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")

    assert fit_picture(b"\x89PNG\r\n\x1a\n" + head + body) is None
