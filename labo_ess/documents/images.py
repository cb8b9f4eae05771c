"""Images from outside are drawn anew: nothing of the file that came is kept but its pixels."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from labo_ess.documents.enums import MAX_PIXELS, MAX_SIDE
from labo_ess.documents.exceptions import UnreadableFile

_ACCEPTED = ("PNG", "JPEG", "WEBP", "GIF")
_NOT_AN_IMAGE = "Ce fichier n’est pas une image lisible. Rien n’a été changé : choisissez un fichier PNG, JPEG, WebP ou GIF."
_TOO_LARGE = f"Cette image compte trop de pixels (limite : {MAX_PIXELS // 1_000_000} millions). Rien n’a été changé : réduisez-la, puis recommencez."
_LAST_MARK = {"PNG": b"IEND", "JPEG": b"\xff\xd9"}
_MIN_SIDE = 8
_TOO_SMALL = f"Cette image est trop petite pour être un logo (moins de {_MIN_SIDE} pixels de côté). Rien n’a été changé."


def redraw(data: bytes) -> tuple[bytes, str]:
    """(bytes, ending) of the same picture, upright, at most 1200 pixels a side, without EXIF, profile or comment."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_ACCEPTED)
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableFile(_TOO_LARGE)
            if min(image.size) < _MIN_SIDE:
                raise UnreadableFile(_TOO_SMALL)
            # Once WeasyPrint is imported, Pillow fills what is missing of a cut file with grey: ask the bytes.
            if _LAST_MARK.get(image.format or "", b"") not in data:
                raise UnreadableFile(_NOT_AN_IMAGE)
            image.load()
            upright = ImageOps.exif_transpose(image)
    except UnreadableFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnreadableFile(_TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise UnreadableFile(_NOT_AN_IMAGE) from None
    is_photo = image.format == "JPEG"
    return _written(upright.convert("RGB" if is_photo else "RGBA"), is_photo)


def _written(picture: Image.Image, is_photo: bool) -> tuple[bytes, str]:
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)  # a new image has no `info`: nothing of the old one can follow
    out = io.BytesIO()
    if is_photo:
        clean.save(out, "JPEG", quality=88, optimize=True)
        return out.getvalue(), ".jpg"
    clean.save(out, "PNG", optimize=True)
    return out.getvalue(), ".png"
