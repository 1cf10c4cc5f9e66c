/*
 * A character is looked for in the page that is in force, then in the printer's other pages, then
 * among its wide characters; the page is changed only when it must be.  A printer for Chinese or
 * Japanese takes bytes from 0x80 on for halves of wide characters unless it is told not to (FS .),
 * so both ways are switched explicitly.
 */
#include <config.h>

#include "devices/escpos_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

#define ESC "\x1b"
#define FS "\x1c"

/* ---- pages ---- */

static const unsigned *
upper_of(struct escpos_text *text, size_t page)
{
	if (!text->known[page])
		charset_upper(text->profile->pages[page].charset, text->upper[page]);
	text->known[page] = true;
	return text->upper[page];
}

/* The byte of a page for a character, 0 none. */
static unsigned char
byte_in(struct escpos_text *text, size_t page, unsigned code)
{
	const unsigned *upper = upper_of(text, page);

	for (size_t i = 0; i < CHARSET_UPPER; i++) {
		if (upper[i] == code)
			return (unsigned char)(128 + i);
	}
	return 0;
}

/* Where a character is: the page, or wide. */
struct place {
	enum { NOWHERE, PLAIN, PAGE, WIDE } kind;
	size_t page;
	unsigned char bytes[CHARSET_BYTES_MAX];
	size_t count;
};

static bool
find_in_page(struct escpos_text *text, size_t page, unsigned code, struct place *place)
{
	place->bytes[0] = byte_in(text, page, code);
	place->kind = PAGE;
	place->page = page;
	place->count = 1;
	return place->bytes[0] != 0;
}

static struct place
find(struct escpos_text *text, unsigned code)
{
	struct place place = { .kind = PLAIN, .bytes = { (unsigned char)code }, .count = 1 };

	if (code >= 0x20 && code < 0x7f)
		return place;
	if (code < 0xa0)
		return (struct place){ .kind = NOWHERE };
	if (find_in_page(text, text->page, code, &place))
		return place;
	for (size_t page = 0; page < text->profile->page_count; page++) {
		if (find_in_page(text, page, code, &place))
			return place;
	}
	place.kind = WIDE;
	place.count =
	        text->profile->wide[0] ? charset_wide(text->profile->wide, code, place.bytes) : 0;
	return place.count ? place : (struct place){ .kind = NOWHERE };
}

/* ---- what the printer lacks ---- */

/* Marks without a column are left out; a character of two becomes "??". */
static void
add_nearest(struct buf *out, const char *text, size_t bytes)
{
	char character[16];
	int cols;

	snprintf(character, sizeof character, "%.*s", (int)bytes, text);
	cols = text_cols(character);
	for (int i = 0; i < cols; i++)
		buf_add_char(out, charset_nearest(text, bytes));
}

char *
escpos_text_replace(struct escpos_text *text, const char *line)
{
	struct buf out = { 0 };
	size_t bytes;

	buf_add(&out, "");
	for (; *line; line += bytes) {
		if (find(text, charset_decode(line, &bytes)).kind == NOWHERE)
			add_nearest(&out, line, bytes);
		else
			buf_add_bytes(&out, line, bytes);
	}
	return buf_take(&out);
}

bool
escpos_text_has(struct escpos_text *text, const char *line)
{
	size_t bytes;

	for (; *line; line += bytes) {
		if (find(text, charset_decode(line, &bytes)).kind == NOWHERE)
			return false;
	}
	return true;
}

/* ---- bytes ---- */

static void
select_page(struct escpos_text *text, size_t page)
{
	const char bytes[3] = { ESC[0], 't', (char)text->profile->pages[page].number };

	buf_add_bytes(text->out, bytes, sizeof bytes);
	text->page = page;
}

static void
select_wide(struct escpos_text *text, bool wide)
{
	if (text->wide == wide)
		return;
	buf_add(text->out, wide ? FS "&" : FS ".");
	text->wide = wide;
}

/* Shift JIS is one of several that Japanese printers know. */
static void
begin_wide(struct escpos_text *text)
{
	if (strcmp(text->profile->wide, "SHIFT_JIS") == 0)
		buf_add(text->out, FS "C\x01");
}

void
escpos_text_begin(struct escpos_text *text, const struct escpos_profile *profile, struct buf *out)
{
	memset(text, 0, sizeof *text);
	text->profile = profile;
	text->out = out;
	begin_wide(text);
	buf_add(out, FS ".");
	select_page(text, 0);
}

static void
add_character(struct escpos_text *text, const struct place *place)
{
	if (place->kind == PAGE || place->kind == WIDE)
		select_wide(text, place->kind == WIDE);
	if (place->kind == PAGE && place->page != text->page)
		select_page(text, place->page);
	buf_add_bytes(text->out, place->bytes, place->count);
}

void
escpos_text_add(struct escpos_text *text, const char *line)
{
	size_t bytes;

	for (; *line; line += bytes) {
		struct place place = find(text, charset_decode(line, &bytes));

		if (place.kind == NOWHERE)
			add_nearest(text->out, line, bytes);
		else
			add_character(text, &place);
	}
}
