"""Makes pictures small enough for a model, and leaves nothing in them but what is to be seen."""

import io
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded when the first picture comes
    from PIL.Image import Image

LONGEST_SIDE = 1568  # pixels: beyond it the usual models scale down themselves
MOST_PIXELS = 64_000_000  # of the original: what unpacks to more is not opened
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
PHOTOS = ("JPEG", "WEBP")
QUALITY = 85


def fit_picture(content: bytes) -> bytes | None:
    """A PNG or JPEG, upright, without where and when it was taken; None if it is no picture.

    Of several frames only the first. It takes tens of milliseconds: for a thread of its own.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            warnings.simplefilter("ignore")  # of tags that are damaged: they are left out
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG need not be unpacked whole
            is_photo = opened.format in PHOTOS and not opened.has_transparency_data
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _write(upright.convert("RGB" if is_photo else "RGBA"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _write(image: "Image") -> bytes:
    image.info.clear()
    written = io.BytesIO()
    if image.mode == "RGB":
        image.save(written, "JPEG", quality=QUALITY)
    else:
        image.save(written, "PNG")
    return written.getvalue()
