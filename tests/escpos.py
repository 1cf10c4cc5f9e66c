#!/usr/bin/env python3
"""A receipt printer for tests: reads ESC/POS, draws the paper, and says what was on it.

usage: escpos.py DOTS PAGES WIDE PICTURE.png <bytes     PAGES as in data/printers.conf, by their names here

Written from the printers' command set, not from the encoder: text is decoded by Python's own codecs,
codes are drawn by zint and qrencode.  Prints one line an event: "text", "barcode", "qr", "raster",
"cut", "drawer", "unknown".
"""
import io
import subprocess
import sys

from PIL import Image, ImageDraw, ImageFont

CELL_W, CELL_H = 12, 24


class Paper:
    def __init__(self, dots, pages, wide):
        self.dots, self.pages, self.wide = dots, pages, wide
        self.image = Image.new("1", (dots, 6000), 1)
        self.draw = ImageDraw.Draw(self.image)
        self.font = self.load(20)
        self.y = 0
        self.events = []
        self.reset()

    @staticmethod
    def load(size):
        try:
            return ImageFont.truetype("DejaVuSansMono.ttf", size)
        except OSError:
            return ImageFont.load_default()

    def reset(self):
        self.page, self.kanji, self.bold, self.size, self.align = 0, bool(self.wide), False, 1, 0
        self.height, self.module, self.hri = 162, 3, 0
        self.line, self.qr = "", {}

    # -- what comes out --

    def event(self, kind, what=""):
        self.events.append((kind, what))

    def put(self, text):
        self.line += text

    def feed(self):
        cols = sum(2 if ord(c) > 0x2e80 and not 0xff61 <= ord(c) <= 0xffdc else 1 for c in self.line)
        if cols * CELL_W * self.size > self.dots:
            self.event("unknown", "a line wider than the paper: " + self.line)
        if self.line:
            style = ("b" if self.bold else "") + ("L" if self.size > 1 else "")
            self.event("text" + ("/" + style if style else ""), self.line)
            col = 0
            for c in self.line:
                self.draw.text((col * CELL_W * self.size, self.y), c, font=self.load(20 * self.size), fill=0)
                col += 2 if ord(c) > 0x2e80 and not 0xff61 <= ord(c) <= 0xffdc else 1
        self.y += CELL_H * self.size
        self.line = ""

    def paste(self, image):
        x = (self.dots - image.width) // 2 if self.align == 1 else 0
        if image.width > self.dots:
            self.event("unknown", "wider than the paper")
        self.image.paste(image, (max(x, 0), self.y))
        self.y += image.height + 12

    def tool(self, *words):
        return Image.open(io.BytesIO(subprocess.run(words, capture_output=True, check=True).stdout)).convert("1")

    def barcode(self, kind, data):
        if kind != 73:
            self.event("unknown", "barcode %d" % kind)
            return
        text, mode, i = "", None, 0
        while i < len(data):
            if data[i] == 0x7b:
                i += 1
                if data[i] in b"ABC":
                    mode = chr(data[i])
                    i += 1
                    continue
            text += "%02d" % data[i] if mode == "C" else chr(data[i])
            i += 1
        self.event("barcode", text)
        bars = self.tool("zint", "--direct", "--filetype=png", "-b", "20", "--notext", "--height=40",
                         "--scale=%g" % (self.module / 2), "-d", text)
        self.paste(bars)

    def print_qr(self):
        text = self.qr.get("P", b"")[1:].decode("utf-8", "replace")
        self.event("qr", text)
        self.paste(self.tool("qrencode", "-o", "-", "-s", str(self.qr["C"][0]), "-m", "4", "-l", "M", text))

    def raster(self, stride, height, bits):
        self.event("raster", "%d x %d, %d dots" % (stride * 8, height, sum(bin(b).count("1") for b in bits)))
        image = Image.frombytes("1", (stride * 8, height), bytes(b ^ 0xff for b in bits))
        self.image.paste(image, (0, self.y))
        self.y += height

    # -- what comes in --

    def run(self, data):
        i = 0
        while i < len(data):
            i += self.one(data, i)
        if self.line:
            self.event("unknown", "text behind the last line feed")

    def one(self, d, i):
        b = d[i]
        if b == 0x0a:
            self.feed()
            return 1
        if b in (0x1b, 0x1d, 0x1c):
            return getattr(self, {0x1b: "esc", 0x1d: "gs", 0x1c: "fs"}[b])(d, i)
        if b < 0x20:
            self.event("unknown", "%02x" % b)
            return 1
        if b < 0x7f:
            self.put(chr(b))
            return 1
        if self.kanji:
            self.put(d[i:i + 2].decode(self.wide, "replace"))
            return 2
        self.put(d[i:i + 1].decode(self.pages[self.page], "replace"))
        return 1

    def esc(self, d, i):
        c = chr(d[i + 1])
        if c == "@":
            self.reset()
            return 2
        if c == "t":
            self.page = d[i + 2]
            if self.page not in self.pages:
                self.event("unknown", "page %d" % self.page)
        elif c == "E":
            self.bold = bool(d[i + 2] & 1)
        elif c == "a":
            self.align = d[i + 2]
        elif c == "d":
            for _ in range(d[i + 2]):
                self.feed()
        elif c == "p":
            self.event("drawer")
            return 5
        else:
            self.event("unknown", "ESC " + c)
            return 2
        return 3

    def fs(self, d, i):
        c = chr(d[i + 1])
        if c in "&.":
            self.kanji = c == "&"
            if self.kanji and not self.wide:
                self.event("unknown", "wide characters")
            return 2
        if c == "C":
            return 3
        self.event("unknown", "FS " + c)
        return 2

    def gs(self, d, i):
        c = chr(d[i + 1])
        if c == "!":
            self.size = (d[i + 2] & 7) + 1
            return 3
        if c in "hwH":
            setattr(self, {"h": "height", "w": "module", "H": "hri"}[c], d[i + 2])
            return 3
        if c == "k":
            count = d[i + 3]
            self.barcode(d[i + 2], d[i + 4:i + 4 + count])
            return 4 + count
        if c == "V":
            self.event("cut", "full" if d[i + 2] in (0, 48, 65) else "partial")
            return 4 if d[i + 2] in (65, 66) else 3
        if c == "(" and d[i + 2] == ord("k"):
            count = d[i + 3] + 256 * d[i + 4]
            body = d[i + 5:i + 5 + count]
            self.qr[chr(body[1])] = body[2:]
            if body[1] == ord("Q"):
                self.print_qr()
            return 5 + count
        if c == "v" and d[i + 2] == ord("0"):
            stride, height = d[i + 4] + 256 * d[i + 5], d[i + 6] + 256 * d[i + 7]
            self.raster(stride, height, d[i + 8:i + 8 + stride * height])
            return 8 + stride * height
        self.event("unknown", "GS " + c)
        return 2


def main():
    dots, pages, wide, picture = sys.argv[1:5]
    numbered = dict((int(n), name) for n, name in (page.split(":") for page in pages.split()))
    paper = Paper(int(dots), numbered, wide if wide != "none" else "")
    paper.run(sys.stdin.buffer.read())
    paper.image.crop((0, 0, paper.dots, paper.y + 20)).convert("L").save(picture)
    for kind, what in paper.events:
        print(kind, what)
    return 1 if any(kind == "unknown" for kind, _ in paper.events) else 0


sys.exit(main())
