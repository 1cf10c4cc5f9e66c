#!/usr/bin/env python3
"""Draws a terminal's cells, as tests/screens/harness writes them, as a PNG.

usage: cells2png.py SCREEN.cells OUT.png      (needs Pillow, DejaVu Sans Mono, and Noto CJK for wide ones)
"""
import sys

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, SIZE, EDGE = 10, 20, 16, 12
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
        if text:
            face = wide if width == 2 else bold if "b" in cell[5] else plain
            pen.text((left, top if width == 1 else top - 3), text, font=face, fill=front)
        if "u" in cell[5]:
            pen.line((left, top + HEIGHT - 2, right - 1, top + HEIGHT - 2), fill=front)
    return image


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    draw(*read(sys.argv[1])).save(sys.argv[2])


if __name__ == "__main__":
    main()
