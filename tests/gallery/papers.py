"""What the office hands out, as pictures: the forms 01 to 07 on A4 and A5, the notice board, the page for the web."""

import shutil
import subprocess

from PIL import Image

from desk.counter import case_here
from desk.forms.board import board_pdf
from desk.forms.render import Pages
from desk.forms.sample import sample_pdf
from desk.procedures import publishing
from sync import own, paperwork
from tests.gallery.office import FIRST_DAY

DPI = 80
OF_CASES = {"01": "taken", "02": "asked", "03": "refused", "04": "apologised", "05": "stopped", "06": "handed"}
"""The case that has an occasion for the form, by the way it went."""


def forms(office, folder):
    """Every form of a case and as a sample, on both sizes of paper."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = office.one
    for form, way in OF_CASES.items():
        case = case_here(desk.db, office.cases[way][0])
        for size in ("A4", "A5"):
            save(paperwork.form_pdf(desk, case, form, size), folder / f"form-{form}-{size}.png")
    first = FIRST_DAY.date()
    save(paperwork.register_pdf(desk, first, desk.now().date())[0], folder / "form-07.png")
    words = own.wording(desk)
    for form in (*OF_CASES, "07"):
        pdf = sample_pdf(form, words, office=desk.office.code, office_name=desk.office.name)
        save(pdf, folder / f"sample-{form}.png")
    current = desk.catalogue.current(desk.now().date())
    save(board_pdf(current[:12], desk.office.name, desk.now().date()), folder / "board.png")


def save(pdf, path):
    """The first four pages of a PDF beside one another."""
    pages = Pages(pdf)
    drawn = [pages.picture(number, DPI) for number in range(min(4, len(pages)))]
    whole = Image.new("RGB", (sum(page.width + 16 for page in drawn) - 16, max(page.height for page in drawn)), "gray")
    left = 0
    for page in drawn:
        whole.paste(page, (left, 0))
        left += page.width + 16
    whole.save(path)


def web_page(desk, folder):
    """The page of procedures, and its picture where a browser is there to make it."""
    path, day = folder / "web.html", desk.now().date()
    path.write_text(publishing.page(desk.catalogue.current(day), publishing.Office(desk.office.name), day), "utf-8")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser:
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            f"--screenshot={folder / 'web.png'}",
            "--window-size=1366,1600",
        ]
        subprocess.run([*command, path.resolve().as_uri()], capture_output=True, timeout=60, check=False)
