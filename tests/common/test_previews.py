import io

import pytest
from PIL import Image, ImageFile

from common import previews
from common.previews import make_preview
from tests.factories.files import make_image, make_pdf


def shown(content, content_type="image/jpeg", side=1200):
    preview = make_preview(io.BytesIO(content), content_type, side=side)
    return Image.open(io.BytesIO(preview))


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_big_picture_is_made_small(mode):
    picture = shown(make_image("JPEG", (4000, 3000), mode), side=320)

    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (320, 240))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1", "I;16"])
def test_png_of_every_kind_is_shown(mode):
    picture = shown(make_image("PNG", (40, 30), mode), "image/png")

    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (40, 30))


def test_transparent_parts_are_white():
    stream = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(stream, "PNG")

    assert shown(stream.getvalue(), "image/png").getpixel((4, 4)) == (255, 255, 255)


def test_picture_stands_upright_and_tells_nothing_more():
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Máy của đồng chí"
    Image.new("RGB", (80, 40)).save(stream, "JPEG", exif=exif, comment=b"toa do 12,34")
    picture = shown(stream.getvalue())

    assert picture.size == (40, 80)
    assert dict(picture.getexif()) == {}
    assert "comment" not in picture.info


@pytest.mark.parametrize("content_type", ["application/pdf", "image/svg+xml", "image/gif", "text/html", ""])
def test_other_kinds_are_never_shown(content_type):
    assert make_preview(io.BytesIO(make_image()), content_type, side=320) is None


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", make_pdf(), make_image("PNG"), make_image("JPEG")[:60]])
def test_what_is_no_such_picture_is_not_shown(content):
    assert make_preview(io.BytesIO(content), "image/jpeg", side=320) is None


def test_bomb_is_not_opened(monkeypatch):
    opened = []
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda image: opened.append(image.size))
    bomb = make_image("PNG", (5000, 5000), "1")

    assert previews.MAX_POINTS["PNG"] < 5000 * 5000
    assert make_preview(io.BytesIO(bomb), "image/png", side=320) is None
    assert opened == []
