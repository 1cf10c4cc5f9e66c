#include <config.h>

#include "screens/digits.h"

#include <string.h>

/* A glyph is as wide as its first row; two rows of dots make one row of cells. */
struct glyph {
	char character;
	const char *dots[10];
};

#define SMALL_DOTS 6
#define LARGE_DOTS 10

/* clang-format off */
static const struct glyph small[] = {
	{ '0', { "####", "#..#", "#..#", "#..#", "#..#", "####" } },
	{ '1', { "##.", ".#.", ".#.", ".#.", ".#.", "###" } },
	{ '2', { "####", "...#", "####", "#...", "#...", "####" } },
	{ '3', { "####", "...#", "####", "...#", "...#", "####" } },
	{ '4', { "#..#", "#..#", "####", "...#", "...#", "...#" } },
	{ '5', { "####", "#...", "####", "...#", "...#", "####" } },
	{ '6', { "####", "#...", "####", "#..#", "#..#", "####" } },
	{ '7', { "####", "...#", "...#", "...#", "...#", "...#" } },
	{ '8', { "####", "#..#", "####", "#..#", "#..#", "####" } },
	{ '9', { "####", "#..#", "####", "...#", "...#", "####" } },
	{ '-', { "...", "...", "###", "...", "...", "..." } },
	{ '.', { ".", ".", ".", ".", ".", "#" } },
	{ ',', { ".", ".", ".", ".", "#", "#" } },
	{ '\'', { "#", "#", ".", ".", ".", "." } },
	{ ' ', { ".", ".", ".", ".", ".", "." } },
};

static const struct glyph large[] = {
	{ '0', { "######", "######", "##..##", "##..##", "##..##", "##..##", "##..##", "##..##", "######", "######" } },
	{ '1', { "####..", "####..", "..##..", "..##..", "..##..", "..##..", "..##..", "..##..", "######", "######" } },
	{ '2', { "######", "######", "....##", "....##", "######", "######", "##....", "##....", "######", "######" } },
	{ '3', { "######", "######", "....##", "....##", "######", "######", "....##", "....##", "######", "######" } },
	{ '4', { "##..##", "##..##", "##..##", "##..##", "######", "######", "....##", "....##", "....##", "....##" } },
	{ '5', { "######", "######", "##....", "##....", "######", "######", "....##", "....##", "######", "######" } },
	{ '6', { "######", "######", "##....", "##....", "######", "######", "##..##", "##..##", "######", "######" } },
	{ '7', { "######", "######", "....##", "....##", "....##", "....##", "....##", "....##", "....##", "....##" } },
	{ '8', { "######", "######", "##..##", "##..##", "######", "######", "##..##", "##..##", "######", "######" } },
	{ '9', { "######", "######", "##..##", "##..##", "######", "######", "....##", "....##", "######", "######" } },
	{ '-', { "....", "....", "....", "....", "####", "####", "....", "....", "....", "...." } },
	{ '.', { "..", "..", "..", "..", "..", "..", "..", "..", "##", "##" } },
	{ ',', { "..", "..", "..", "..", "..", "..", "..", "##", "##", "#." } },
	{ '\'', { "##", "##", "#.", "..", "..", "..", "..", "..", "..", ".." } },
	{ ' ', { "..", "..", "..", "..", "..", "..", "..", "..", "..", ".." } },
};
/* clang-format on */

static const struct glyph *
glyph_of(enum digits_size size, char character)
{
	const struct glyph *font = size == DIGITS_LARGE ? large : small;
	size_t count = size == DIGITS_LARGE ? sizeof(large) / sizeof(large[0])
	                                    : sizeof(small) / sizeof(small[0]);

	for (size_t i = 0; i < count; i++) {
		if (font[i].character == character)
			return &font[i];
	}
	return NULL;
}

/* Signs of other countries that look like one in the font: U+2212, U+2019, U+00A0, U+202F. */
/* clang-format off */
static const struct {
	const char *text;
	char character;
} alike[] = {
	{ "\u2212", '-' }, { "\u2019", '\'' }, { "\u00a0", ' ' }, { "\u202f", ' ' },
};
/* clang-format on */

static char
next_character(const char **text)
{
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++) {
		size_t length = strlen(alike[i].text);

		if (strncmp(*text, alike[i].text, length) == 0) {
			*text += length;
			return alike[i].character;
		}
	}
	return *(*text)++;
}

int
digits_rows(enum digits_size size)
{
	return size == DIGITS_LARGE ? LARGE_DOTS / 2 : SMALL_DOTS / 2;
}

int
digits_cols(enum digits_size size, const char *text)
{
	int cols = 0;

	while (*text) {
		const struct glyph *glyph = glyph_of(size, next_character(&text));

		if (glyph)
			cols += (cols > 0 ? 1 : 0) + (int)strlen(glyph->dots[0]);
	}
	return cols;
}

static const char *
half_blocks(char upper, char lower)
{
	return upper == '#' ? lower == '#' ? "█" : "▀" : lower == '#' ? "▄" : " ";
}

void
digits_draw(struct canvas *canvas, int row, int col, enum ink ink, enum digits_size size,
            const char *text)
{
	while (*text) {
		const struct glyph *glyph = glyph_of(size, next_character(&text));
		int cols;

		if (!glyph)
			continue;
		cols = (int)strlen(glyph->dots[0]);
		/* the gap is in the same ink: one run of cells, one change of colour */
		canvas_fill(canvas, (struct area){ row, col, digits_rows(size), cols + 1 }, ink);
		for (int down = 0; down < digits_rows(size); down++) {
			for (int across = 0; across < cols; across++) {
				canvas_put(canvas, row + down, col + across, 1, ink,
				           half_blocks(glyph->dots[2 * down][across],
				                       glyph->dots[2 * down + 1][across]));
			}
		}
		col += cols + 1;
	}
}
