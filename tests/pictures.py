"""Scans for tests, as scanners, phones and bad luck make them: bytes of pictures and PDFs."""

import io
import random

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas


def picture(kind="JPEG", size=(300, 420), pages=1, seed=0, **how):
    """A noisy picture, so that it has a size worth speaking of; `pages` for TIFF."""
    drawn = [noise(size, seed + page) for page in range(pages)]
    more = {"save_all": True, "append_images": drawn[1:]} if pages > 1 else {}
    data = io.BytesIO()
    drawn[0].save(data, kind, **more, **how)
    return data.getvalue()


def noise(size, seed):
    grains = random.Random(seed).randbytes(64 * 64 * 3)
    return Image.frombytes("RGB", (64, 64), grains).resize(size, Image.Resampling.NEAREST)


def pdf(pages=1, password=None, words="Giấy chứng sinh"):
    """A PDF; with `password` (may be "") it is encrypted and asks for it."""
    data = io.BytesIO()
    encrypt = None if password is None else StandardEncryption(password, ownerPassword="owner", strength=128)
    drawn = canvas.Canvas(data, pagesize=(420, 595), encrypt=encrypt)
    for number in range(pages):
        drawn.drawString(50, 500, f"{words} {number + 1}")
        drawn.showPage()
    drawn.save()
    return data.getvalue()


def scanned_pdf(pages=2, size=(2600, 3600)):
    """A PDF as a scanner makes it: large pictures, little compressed."""
    drawn = [noise(size, page) for page in range(pages)]
    data = io.BytesIO()
    drawn[0].save(data, "PDF", save_all=True, append_images=drawn[1:], quality=98)
    return data.getvalue()
