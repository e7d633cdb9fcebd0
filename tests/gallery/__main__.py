"""`python -m tests.gallery`: every window as a picture, in the languages, themes and sizes asked for."""

import argparse
import os
import sys
import tempfile
from html import escape
from pathlib import Path

from tests.source import ROOT

LOOKS = {"lang": ("vi", "en"), "theme": ("light", "dark")}


def main():
    """Draw what was asked for; 1 where something is wrong with a picture."""
    args = grammar().parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = args.scale
    os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"
    from PySide6.QtWidgets import QApplication

    from sync.keys import vault
    from tests.gallery.drawing import draw
    from tests.gallery.office import Office
    from tests.gallery.papers import forms, web_page

    app = QApplication(sys.argv[:1])
    vault.MEMORY_KIB, vault.PASSES = 64, 1
    size, wrong = tuple(int(each) for each in args.size.split("x")), 0
    with tempfile.TemporaryDirectory() as scratch:
        office = Office(Path(scratch) / "office")
        for language in args.lang or LOOKS["lang"][:1]:
            for theme in args.theme or LOOKS["theme"][:1]:
                look = f"{language}-{theme}-{args.size}-{args.scale}"
                folder, apart = args.out / look, Path(scratch) / look
                apart.mkdir()
                for drawn in draw(office, folder, apart, language=language, theme=theme, size=size, only=args.only):
                    wrong += bool(drawn.wrong)
                    print(drawn.name, *drawn.wrong, sep="\n    ", flush=True)
        if not args.only or args.only.startswith(("form", "web")):
            forms(office, args.out / "forms")
            web_page(office.one, args.out)
        office.close()
    write_index(args.out)
    app.quit()
    return int(wrong > 0)


def grammar():
    """What may be asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    for name, choices in LOOKS.items():
        parser.add_argument(f"--{name}", action="append", choices=choices)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--scale", default="1")
    parser.add_argument("--only", default="", help="the beginning of the names of the pictures wanted")
    parser.add_argument("--out", type=Path, default=ROOT / ".pictures")
    return parser


def write_index(folder):
    """A page with all pictures of a folder, look by look."""
    found = sorted(folder.rglob("*.png"))
    parts = [
        f'<figure><a href="{escape(str(path.relative_to(folder)))}"><img loading="lazy" '
        f'src="{escape(str(path.relative_to(folder)))}"></a><figcaption>{escape(str(path.relative_to(folder)))}'
        "</figcaption></figure>"
        for path in found
    ]
    style = "body{font:14px sans-serif;display:flex;flex-wrap:wrap;gap:16px}figure{margin:0}img{width:440px}"
    page = f"<!doctype html><meta charset=utf-8><title>Casedesk</title><style>{style}</style>{''.join(parts)}"
    (folder / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
