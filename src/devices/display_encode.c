/*
 * Two families of commands, as their makers publish them: CD5220, which most displays understand,
 * and Epson's for its DM-D series.  Both keep what stands on a line until it is written anew, so a
 * line is always written whole; nothing scrolls.
 */
#include <config.h>

#include <string.h>

#include "base/text.h"
#include "devices/charset.h"
#include "devices/display_show.h"

#define ESC "\x1b"
#define US "\x1f"

struct command {
	const char *bytes; /* may hold NUL */
	size_t count;
};
#define COMMAND(bytes)                                                                             \
	{                                                                                          \
		bytes, sizeof(bytes) - 1                                                           \
	}

struct family {
	const char *scheme;
	const char *charset;
	struct command begin;     /* as switched on, character set, no cursor */
	struct command before[2]; /* in front of a line */
	struct command behind;
};

/* clang-format off */
static const struct family families[] = {
	{ "cd5220", "CP437", COMMAND(ESC "@" ESC "t\x00" ESC "_\x00"),
	  { COMMAND(ESC "QA"), COMMAND(ESC "QB") }, COMMAND("\r") },
	{ "epson", "CP858", COMMAND(ESC "@" ESC "t\x13" US "C\x00"),
	  { COMMAND(US "$\x01\x01"), COMMAND(US "$\x01\x02") }, COMMAND("") },
};
/* clang-format on */

static const struct family *
family_of(const struct display_kind *kind)
{
	size_t i = 0;

	while (strcmp(families[i].scheme, kind->scheme) != 0)
		i++;
	return &families[i];
}

static void
add_command(struct buf *out, const struct command *command)
{
	buf_add_bytes(out, command->bytes, command->count);
}

/* Nothing below 0x20 comes out of a text. */
static void
add_text(struct buf *out, const char *charset, const char *text)
{
	unsigned upper[CHARSET_UPPER];
	size_t bytes;

	charset_upper(charset, upper);
	for (; *text; text += bytes) {
		unsigned code = charset_decode(text, &bytes);
		int i = 0;

		while (i < CHARSET_UPPER && upper[i] != code)
			i++;
		if (code >= 0x20 && code < 0x7f)
			buf_add_char(out, (char)code);
		else if (code >= 0xa0 && i < CHARSET_UPPER)
			buf_add_char(out, (char)(128 + i));
		else
			buf_add_char(out, charset_nearest(text, bytes));
	}
}

/* A character of two columns is one here, so the line is filled up by characters. */
static void
add_line(struct buf *out, const struct family *family, int row, const char *text)
{
	struct buf line = { 0 };

	add_text(&line, family->charset, text);
	while (line.length < DISPLAY_COLS)
		buf_add_char(&line, ' ');
	add_command(out, &family->before[row]);
	buf_add_bytes(out, line.text, DISPLAY_COLS);
	add_command(out, &family->behind);
	buf_done(&line);
}

void
display_encode(const struct display_kind *kind, bool begin, const char *upper, const char *lower,
               struct buf *out)
{
	const struct family *family = family_of(kind);

	if (begin)
		add_command(out, &family->begin);
	add_line(out, family, 0, upper);
	add_line(out, family, 1, lower);
}
