"""Small copies of pictures, to be looked at in place: made anew from the pixels, so that nothing else travels along."""

import io
import warnings

from PIL import Image, ImageOps

from common.files import BROKEN_IMAGE

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
# What is read at full size is held in memory whole: 24 million points are some 100 MB.
MAX_POINTS = {"JPEG": 60_000_000, "PNG": 24_000_000}
QUALITY = 78


def make_preview(stream, content_type, *, side):
    """Return the picture as a small JPEG, no side longer than `side` points, turned the right way up; None when the
    file is no picture that can be shown safely."""
    kind = FORMATS.get(content_type)
    if kind is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(stream, formats=[kind]) as image:
                return _small(image, side) if image.width * image.height <= MAX_POINTS[kind] else None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *BROKEN_IMAGE):
        return None


def _small(image, side):
    # A JPEG is read at an eighth to a half of its size where that is enough: little memory, little time.
    image.draft("RGB", (side, side))
    # Shrunk before it is turned: turning copies every point.
    image.thumbnail((side, side))
    turned = ImageOps.exif_transpose(image)
    shown = io.BytesIO()
    _on_white(turned).save(shown, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return shown.getvalue()


def _on_white(image):
    """The points alone, without what else the file carried; without transparent parts, as JPEG knows none."""
    ground = Image.new("RGB", image.size, "white")
    if image.mode == "RGB":
        ground.paste(image)
    else:
        seen = image.convert("RGBA")
        ground.paste(seen, mask=seen.getchannel("A"))
    return ground
