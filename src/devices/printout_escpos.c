/*
 * ESC/POS as nearly every receipt printer speaks it, and nothing beyond that.
 *
 * Text goes out in code page 858.  What it lacks is first replaced by its nearest character, or by
 * '?' in as many columns, and only then measured, so that columns stay aligned.  Every byte of text
 * is looked up in the table below, which has nothing under 0x20: no name can command the printer.
 * The bytes under 0x20 that do go out are this file's own: commands, line feeds, counts, and the
 * digit pairs of Code 128, which stand behind their count.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "devices/printout_layout.h"

#define ESC "\x1b"
#define GS "\x1d"
#define FS "\x1c"

#define QR_TEXT_MAX 500
#define BARCODE_MAX 40

/* Code page 858, upper half. */
static const unsigned short upper[128] = {
	/* clang-format off */
	0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7, 0x00ea, 0x00eb, 0x00e8, 0x00ef, 0x00ee, 0x00ec, 0x00c4, 0x00c5,
	0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9, 0x00ff, 0x00d6, 0x00dc, 0x00f8, 0x00a3, 0x00d8, 0x00d7, 0x0192,
	0x00e1, 0x00ed, 0x00f3, 0x00fa, 0x00f1, 0x00d1, 0x00aa, 0x00ba, 0x00bf, 0x00ae, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb,
	0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00c1, 0x00c2, 0x00c0, 0x00a9, 0x2563, 0x2551, 0x2557, 0x255d, 0x00a2, 0x00a5, 0x2510,
	0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x00e3, 0x00c3, 0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x00a4,
	0x00f0, 0x00d0, 0x00ca, 0x00cb, 0x00c8, 0x20ac, 0x00cd, 0x00ce, 0x00cf, 0x2518, 0x250c, 0x2588, 0x2584, 0x00a6, 0x00cc, 0x2580,
	0x00d3, 0x00df, 0x00d4, 0x00d2, 0x00f5, 0x00d5, 0x00b5, 0x00fe, 0x00de, 0x00da, 0x00db, 0x00d9, 0x00fd, 0x00dd, 0x00af, 0x00b4,
	0x00ad, 0x00b1, 0x2017, 0x00be, 0x00b6, 0x00a7, 0x00f7, 0x00b8, 0x00b0, 0x00a8, 0x00b7, 0x00b9, 0x00b3, 0x00b2, 0x25a0, 0x00a0,
	/* clang-format on */
};

/* One column for one column. */
static const struct {
	const char *from;
	char to;
} nearest[] = {
	{ "–—−‐‑", '-' },  { "‘’‚‛′", '\'' }, { "“”„‟″", '"' }, { "…·•", '.' },   { "āăąǎ", 'a' },
	{ "ĀĂĄǍ", 'A' },   { "ćĉċč", 'c' },   { "ĆĈĊČ", 'C' },  { "ďđ", 'd' },    { "ĎĐ", 'D' },
	{ "ēĕėęě", 'e' },  { "ĒĔĖĘĚ", 'E' },  { "ĝğġģ", 'g' },  { "ĜĞĠĢ", 'G' },  { "ĥħ", 'h' },
	{ "ĤĦ", 'H' },     { "ĩīĭįı", 'i' },  { "ĨĪĬĮİ", 'I' }, { "ĵ", 'j' },     { "Ĵ", 'J' },
	{ "ķ", 'k' },      { "Ķ", 'K' },      { "ĺļľŀł", 'l' }, { "ĹĻĽĿŁ", 'L' }, { "ńņňŋ", 'n' },
	{ "ŃŅŇŊ", 'N' },   { "ōŏőœ", 'o' },   { "ŌŎŐŒ", 'O' },  { "ŕŗř", 'r' },   { "ŔŖŘ", 'R' },
	{ "śŝşšș", 's' },  { "ŚŜŞŠȘẞ", 'S' }, { "ţťŧț", 't' },  { "ŢŤŦȚ", 'T' },  { "ũūŭůűų", 'u' },
	{ "ŨŪŬŮŰŲ", 'U' }, { "ŵ", 'w' },      { "Ŵ", 'W' },     { "ŷ", 'y' },     { "ŶŸ", 'Y' },
	{ "źżž", 'z' },    { "ŹŻŽ", 'Z' },
};

/* ---- characters ---- */

/* The code page's byte for the character of `bytes` bytes at text, or 0. */
static unsigned char
byte_of(const char *text, size_t bytes)
{
	const unsigned char *at = (const unsigned char *)text;
	unsigned code;

	if (bytes == 1)
		return at[0] >= 0x20 && at[0] < 0x7f ? at[0] : 0;
	if (bytes == 2)
		code = (at[0] & 0x1fu) << 6 | (at[1] & 0x3fu);
	else if (bytes == 3)
		code = (at[0] & 0x0fu) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
	else
		return 0;
	for (size_t i = 0; i < 128; i++)
		if (upper[i] == code)
			return (unsigned char)(128 + i);
	return 0;
}

static size_t
character_bytes(const char *text)
{
	size_t bytes = 1;

	while (((unsigned char)text[bytes] & 0xc0) == 0x80)
		bytes++;
	return bytes;
}

static char
nearest_to(const char *text, size_t bytes)
{
	for (size_t i = 0; i < sizeof nearest / sizeof nearest[0]; i++)
		for (const char *from = nearest[i].from; *from; from += character_bytes(from))
			if (strncmp(from, text, bytes) == 0 && character_bytes(from) == bytes)
				return nearest[i].to;
	return '?';
}

/* Marks without a column are left out; a character of two becomes "??". */
static void
add_replaced(struct buf *out, const char *text, size_t bytes)
{
	char character[16];
	int cols;

	if (byte_of(text, bytes)) {
		buf_add_bytes(out, text, bytes);
		return;
	}
	snprintf(character, sizeof character, "%.*s", (int)bytes, text);
	cols = text_cols(character);
	for (int i = 0; i < cols; i++)
		buf_add_char(out, nearest_to(text, bytes));
}

static char *
replace(const char *text)
{
	char *clean = alloc_text(text);
	struct buf out = { .length = 0 };

	text_scrub(clean);
	buf_add(&out, "");
	for (const char *at = clean; *at; at += character_bytes(at))
		add_replaced(&out, at, character_bytes(at));
	free(clean);
	return buf_take(&out);
}

static void
add_text(struct buf *out, const char *text)
{
	for (; *text; text += character_bytes(text)) {
		unsigned char byte = byte_of(text, character_bytes(text));

		buf_add_char(out, (char)(byte ? byte : '?'));
	}
}

/* ---- lines ---- */

struct escpos {
	struct buf *out;
	unsigned style; /* as the printer is set now */
};

static void
command(struct escpos *paper, const char *bytes, size_t count)
{
	buf_add_bytes(paper->out, bytes, count);
}

#define COMMAND(paper, bytes) command(paper, bytes, sizeof(bytes) - 1)

static void
set_style(struct escpos *paper, unsigned style)
{
	unsigned changed = style ^ paper->style;

	if (changed & STYLE_BOLD) {
		if (style & STYLE_BOLD)
			COMMAND(paper, ESC "E\x01");
		else
			COMMAND(paper, ESC "E\x00");
	}
	if (changed & STYLE_LARGE) {
		if (style & STYLE_LARGE)
			COMMAND(paper, GS "!\x11");
		else
			COMMAND(paper, GS "!\x00");
	}
	paper->style = style;
}

static void
line(void *context, const char *text, unsigned style)
{
	struct escpos *paper = context;

	set_style(paper, style & (STYLE_BOLD | STYLE_LARGE));
	add_text(paper->out, text);
	COMMAND(paper, "\n");
}

/* ---- codes ---- */

static bool
is_digits(const char *text, size_t count)
{
	return count > 0 && strspn(text, "0123456789") == count;
}

/* Pairs of digits in set C, which halves the bars; anything else in set B. */
static void
code128_data(struct buf *data, const char *text)
{
	size_t count = strlen(text), pairs = is_digits(text, count) ? count / 2 : 0;

	if (pairs > 0)
		buf_add(data, "{C");
	for (size_t i = 0; i < pairs; i++)
		buf_add_char(data, (char)((text[2 * i] - '0') * 10 + text[2 * i + 1] - '0'));
	if (2 * pairs == count)
		return;
	buf_add(data, "{B");
	for (text += 2 * pairs; *text; text++) {
		bool plain = *text >= 0x20 && *text < 0x7f;

		if (*text == '{')
			buf_add_char(data, '{');
		buf_add_char(data, (char)(plain ? *text : '?'));
	}
}

static void
barcode(struct escpos *paper, const char *text)
{
	struct buf data = { .length = 0 };
	char shortened[BARCODE_MAX + 1];

	text_copy(shortened, sizeof shortened, text);
	buf_add(&data, "");
	code128_data(&data, shortened);
	COMMAND(paper, ESC "a\x01");           /* centred */
	COMMAND(paper, GS "h\x50" GS "w\x02"); /* 80 dots high, 2 wide */
	COMMAND(paper, GS "H\x02");            /* with the digits below */
	COMMAND(paper, GS "k\x49");
	buf_add_char(paper->out, (char)data.length);
	buf_add_bytes(paper->out, data.text, data.length);
	COMMAND(paper, "\n" ESC "a\x00");
	buf_done(&data);
}

static void
qr_command(struct escpos *paper, char function, const char *parameters, size_t count)
{
	size_t length = count + 2;

	COMMAND(paper, GS "(k");
	buf_add_char(paper->out, (char)(length & 0xff));
	buf_add_char(paper->out, (char)(length >> 8));
	buf_add_char(paper->out, '1');
	buf_add_char(paper->out, function);
	buf_add_bytes(paper->out, parameters, count);
}

static void
qr(struct escpos *paper, const char *text)
{
	char data[QR_TEXT_MAX + 2] = "0";

	text_copy(data + 1, QR_TEXT_MAX + 1, text);
	text_scrub(data);
	COMMAND(paper, ESC "a\x01");
	qr_command(paper, 'A', "2\0", 2);  /* model 2 */
	qr_command(paper, 'C', "\x05", 1); /* dots a module */
	qr_command(paper, 'E', "1", 1);    /* error correction M */
	qr_command(paper, 'P', data, strlen(data));
	qr_command(paper, 'Q', "0", 1);
	COMMAND(paper, "\n" ESC "a\x00");
}

static void
mark(void *context, enum part_kind kind, const char *text)
{
	struct escpos *paper = context;

	set_style(paper, 0);
	if (kind == PART_BARCODE)
		barcode(paper, text);
	else if (kind == PART_QR)
		qr(paper, text);
	else if (kind == PART_CUT)
		COMMAND(paper, GS "V\x42\x10"); /* to the knife, and cut but for a point */
	else if (kind == PART_DRAWER)
		COMMAND(paper, ESC "p\x00\x19\xfa"); /* pin 2, 50 ms, 500 ms rest */
}

void
printout_render_escpos(const struct printout *printout, int cols, struct buf *out)
{
	static const struct layout_ops ops = {
		.line = line, .mark = mark, .replace = replace, .halve_large = true
	};
	struct escpos paper = { .out = out };

	COMMAND(&paper, ESC "@");     /* as switched on */
	COMMAND(&paper, FS ".");      /* no two-byte characters */
	COMMAND(&paper, ESC "t\x13"); /* code page 858 */
	printout_layout(printout, cols, &ops, &paper);
	set_style(&paper, 0);
}
