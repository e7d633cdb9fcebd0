"""Colour, type and spacing tokens: the only place that knows a hex value. No Qt in here.

Colours are named by what they mean, in pairs where they need a ground: `late` on `late_soft`. The contrast each pair
must keep (WCAG 2.2, 1.4.3 and 1.4.11; 7:1 for what officers read all day) is written in CONTRAST and proved by tests.
"""

LIGHT = {
    # grounds
    "window": "#F2EFE9",
    "rail": "#E9E5DC",
    "surface": "#FFFFFF",
    "sunken": "#FAF8F4",
    "raised": "#FFFFFF",
    "hover": "#F3F0EA",
    "press": "#E9E5DC",
    "shadow": "#3C3423",
    # lines
    "line": "#E3DED4",
    "line_strong": "#CFC8BB",
    "field": "#8F877A",
    # words
    "text": "#22201C",
    "text2": "#544F47",
    "text3": "#6B655B",
    "disabled": "#A39C90",
    # action, selection, focus
    "accent": "#1B5488",
    "accent_hover": "#15456F",
    "accent_press": "#103759",
    "on_accent": "#FFFFFF",
    "accent_soft": "#E3EDF6",
    "accent_line": "#A9C6E0",
    "focus": "#1B6FBF",
    "selected": "#DCE8F3",
    "selected_line": "#1B5488",
    # meanings
    "late": "#A3271B",
    "late_soft": "#FBE8E5",
    "soon": "#854A00",
    "soon_soft": "#FBEFD6",
    "ok": "#1D6840",
    "ok_soft": "#E2F1E8",
    "conflict": "#7A2C86",
    "conflict_soft": "#F6E8F7",
    "wait": "#544F47",
    "wait_soft": "#EEEAE2",
    "mark": "#FDE9A9",
    "note": "#FFF9E6",
    "note_line": "#E9DCAF",
    "added": "#D8EFE0",
    "removed": "#FADDD9",
}

DARK = {
    "window": "#1A1917",
    "rail": "#151412",
    "surface": "#23211E",
    "sunken": "#1E1C1A",
    "raised": "#2B2925",
    "hover": "#2C2A26",
    "press": "#35322D",
    "shadow": "#000000",
    "line": "#36332E",
    "line_strong": "#4A463F",
    "field": "#7D766A",
    "text": "#EDE9E1",
    "text2": "#C0B9AD",
    "text3": "#ACA599",
    "disabled": "#6B655B",
    "accent": "#8FBDEB",
    "accent_hover": "#A9CCF0",
    "accent_press": "#C3DCF5",
    "on_accent": "#10263B",
    "accent_soft": "#22384C",
    "accent_line": "#3F6488",
    "focus": "#8FBDEB",
    "selected": "#253A4E",
    "selected_line": "#8FBDEB",
    "late": "#F4A79D",
    "late_soft": "#46231F",
    "soon": "#EFC07A",
    "soon_soft": "#40310F",
    "ok": "#8FD3AC",
    "ok_soft": "#1D3A2A",
    "conflict": "#DEA6E6",
    "conflict_soft": "#3E2443",
    "wait": "#C0B9AD",
    "wait_soft": "#35322D",
    "mark": "#5C4A12",
    "note": "#2E2917",
    "note_line": "#4F4725",
    "added": "#1F4030",
    "removed": "#4D2622",
}

THEMES = {"light": LIGHT, "dark": DARK}

# (words or line, ground, least ratio)
CONTRAST = (
    *(("text", ground, 7.0) for ground in ("surface", "window", "sunken", "mark", "added", "removed", "selected")),
    *(("text2", ground, 4.5) for ground in ("surface", "window", "sunken", "rail", "selected", "note", "hover")),
    *(("text3", ground, 4.5) for ground in ("surface", "window", "sunken", "rail", "selected")),
    *(("accent", ground, 4.5) for ground in ("surface", "window", "sunken", "accent_soft", "selected")),
    *(("on_accent", ground, 4.5) for ground in ("accent", "accent_hover", "accent_press")),
    *((tone, ground, 4.5) for tone in ("late", "soon", "ok", "conflict") for ground in ("surface", f"{tone}_soft")),
    *((tone, "rail", 4.5) for tone in ("late", "soon", "ok", "conflict")),
    ("late", "selected", 4.5),
    ("soon", "selected", 4.5),
    ("soon", "note", 4.5),
    ("wait", "wait_soft", 4.5),
    *(("field", ground, 3.0) for ground in ("surface", "window")),
    *(("focus", ground, 3.0) for ground in ("surface", "window", "rail", "sunken")),
)

TYPE = {  # pixels at 100 %
    "caption": 11,
    "small": 12,
    "secondary": 13,
    "body": 14,
    "section": 16,
    "title": 20,
    "due": 24,
    "figure": 26,
}
SMALLEST_TYPE = 11
LINE_HEIGHT = 1.35  # of the type size; stacked marks (Ễ) are cut off below

NORMAL, STRONG = 400, 600

GAP = 4  # the grid: 4, 8, 12, 16, 20
RADIUS_CHIP, RADIUS, RADIUS_CARD = 4, 6, 8
RING = 2

RAIL, RAIL_COMPACT = 80, 56
HEADER, STATUS = 54, 32
COMPACT_BELOW = 1280  # window width at which the rail gives up its names
ROW, HEADING_ROW = 54, 30
CELL = 50
FIELD, BUTTON, PRIMARY = 36, 34, 52
SEGMENT, CHIP, KEY_CAP, CHECK = 32, 22, 18, 20
MOTION = 150  # ms
