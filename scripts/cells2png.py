#!/usr/bin/env python3
"""Draws a terminal's cells, as tests/screens/harness writes them, as a PNG.

usage: cells2png.py SCREEN.cells OUT.png      (needs Pillow, DejaVu Sans Mono, and Noto CJK for wide ones)
"""
import sys

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, SIZE, EDGE = 10, 20, 16, 12
SHADES = 64
FOREGROUND, BACKGROUND = "#d8d8d8", "#16181d"
FONTS = "/usr/share/fonts/"
PLAIN = [FONTS + "truetype/dejavu/DejaVuSansMono.ttf", FONTS + "TTF/DejaVuSansMono.ttf"]
BOLD = [name.replace("Mono.ttf", "Mono-Bold.ttf") for name in PLAIN]
WIDE = [FONTS + "opentype/noto/NotoSansCJK-Regular.ttc", FONTS + "noto-cjk/NotoSansCJK-Regular.ttc"]


def font(names, size=SIZE, index=0):
    for name in names:
        try:
            return ImageFont.truetype(name, size, index=index)
        except OSError:
            pass
    sys.exit("cells2png: none of these fonts is there: " + ", ".join(names))


def read(path):
    with open(path, encoding="ascii") as lines:
        rows, cols = map(int, next(lines).split())
        cells = [line.split() for line in lines if line.strip()]
    return rows, cols, cells


def colours(cell):
    front = FOREGROUND if cell[3][0] == "d" else cell[3]
    back = BACKGROUND if cell[4][0] == "d" else cell[4]
    return (back, front) if "r" in cell[5] else (front, back)


# Blocks and lines are drawn, not written: a font leaves gaps where cells meet.
BLOCKS = {"█": (0, 0, 2, 2), "▀": (0, 0, 2, 1), "▄": (0, 1, 2, 2), "▌": (0, 0, 1, 2), "▐": (1, 0, 2, 2)}
LINES = {"─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu"}


def draw_shape(pen, text, left, top, front):
    middle = (left + WIDTH // 2, top + HEIGHT // 2)
    ends = {"l": (left, middle[1]), "r": (left + WIDTH - 1, middle[1]),
            "u": (middle[0], top), "d": (middle[0], top + HEIGHT - 1)}
    if text in BLOCKS:
        x0, y0, x1, y1 = BLOCKS[text]
        pen.rectangle((left + x0 * WIDTH // 2, top + y0 * HEIGHT // 2,
                       left + x1 * WIDTH // 2 - 1, top + y1 * HEIGHT // 2 - 1), fill=front)
    for end in LINES.get(text, ""):
        pen.line((middle, ends[end]), fill=front)
    return text in BLOCKS or text in LINES


def draw(rows, cols, cells):
    plain, bold, wide = font(PLAIN), font(BOLD), font(WIDE, SIZE, 2)
    image = Image.new("RGB", (cols * WIDTH + 2 * EDGE, rows * HEIGHT + 2 * EDGE), BACKGROUND)
    pen = ImageDraw.Draw(image)
    for cell in cells:
        row, col, width = map(int, cell[:3])
        front, back = colours(cell)
        left, top = EDGE + col * WIDTH, EDGE + row * HEIGHT
        right = left + width * WIDTH
        pen.rectangle((left, top, right - 1, top + HEIGHT - 1), fill=back)
        text = "".join(chr(int(code, 16)) for code in cell[6:] if int(code, 16) > 32)
        if text and not draw_shape(pen, text, left, top, front):
            face = wide if width == 2 else bold if "b" in cell[5] else plain
            pen.text((left, top if width == 1 else top - 3), text, font=face, fill=front)
        if "u" in cell[5]:
            pen.line((left, top + HEIGHT - 2, right - 1, top + HEIGHT - 2), fill=front)
    return image


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    picture = draw(*read(sys.argv[1]))
    # few colours and their shades: a third of the size, and nobody sees it
    picture.quantize(SHADES, dither=Image.Dither.NONE).save(sys.argv[2], optimize=True)


if __name__ == "__main__":
    main()
