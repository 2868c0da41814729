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
ORIENTATION = 0x0112  # of a photo's EXIF
# How a photo that lies so is turned upright. Pillow can do it too, but writes all that the camera
# said anew, and fails over whatever of it is damaged.
TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


def fit_picture(content: bytes) -> bytes | None:
    """A PNG or JPEG, upright, without where and when it was taken; None if it is no picture.

    Of several frames only the first. It takes tens of milliseconds: for a thread of its own.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            warnings.simplefilter("ignore")  # of tags that are damaged: they are left out
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG need not be unpacked whole
            is_photo = opened.format in PHOTOS and not opened.has_transparency_data
            upright = _turn_upright(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _write(upright.convert("RGB" if is_photo else "RGBA"))
    except Exception:  # noqa: BLE001 - of strangers' bytes Pillow makes whatever it likes
        return None


def _turn_upright(image: "Image") -> "Image":
    from PIL.Image import Transpose

    turn = TURNS.get(image.getexif().get(ORIENTATION, 1))
    return image if turn is None else image.transpose(Transpose[turn])


def _write(image: "Image") -> bytes:
    image.info.clear()
    written = io.BytesIO()
    if image.mode == "RGB":
        image.save(written, "JPEG", quality=QUALITY)
    else:
        image.save(written, "PNG")
    return written.getvalue()
