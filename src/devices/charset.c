#include <config.h>

#include "devices/charset.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

#define UNICODE "UCS-4LE"
#define NONE ((iconv_t)-1)

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

/* One character of `from`; 0 if these bytes are none. */
static unsigned
convert(iconv_t set, const char *bytes, size_t count)
{
	char *in = (char *)bytes;
	uint32_t code = 0;
	char *out = (char *)&code;
	size_t room = sizeof code;

	iconv(set, NULL, NULL, NULL, NULL);
	if (iconv(set, &in, &count, &out, &room) == (size_t)-1 || count > 0 || room > 0)
		return 0;
	return code;
}

bool
charset_upper(const char *name, unsigned upper[static CHARSET_UPPER])
{
	iconv_t set = iconv_open(UNICODE, name);

	memset(upper, 0, CHARSET_UPPER * sizeof upper[0]);
	if (set == NONE)
		return false;
	for (int i = 0; i < CHARSET_UPPER; i++) {
		char byte = (char)(i + 128);
		unsigned code = convert(set, &byte, 1);

		if (code >= 0xa0) /* none of the controls behind 0x7f */
			upper[i] = code;
	}
	iconv_close(set);
	return true;
}

/* Which sets printers want is a matter of a shop: the last one stays open. */
static iconv_t
open_wide(const char *name)
{
	static char last[CHARSET_NAME_MAX];
	static iconv_t set = NONE;

	if (set != NONE && strcmp(name, last) == 0)
		return set;
	if (set != NONE)
		iconv_close(set);
	set = iconv_open(name, UNICODE);
	strncpy(last, name, sizeof last - 1);
	return set;
}

/* Printers take U+FFE5 for the yen sign; the sets have U+00A5 elsewhere, or not at all. */
static uint32_t
as_printed(unsigned code)
{
	return code == 0xa5 ? 0xffe5 : code;
}

size_t
charset_wide(const char *name, unsigned code, unsigned char bytes[static CHARSET_BYTES_MAX])
{
	uint32_t character = as_printed(code);
	iconv_t set = open_wide(name);
	char *in = (char *)&character, *out = (char *)bytes;
	size_t count = sizeof character, room = CHARSET_BYTES_MAX, used;

	if (set == NONE)
		return 0;
	iconv(set, NULL, NULL, NULL, NULL);
	if (iconv(set, &in, &count, &out, &room) != 0)
		return 0;
	used = CHARSET_BYTES_MAX - room;
	for (size_t i = 0; i < used; i++) {
		if (bytes[i] < 0x20)
			return 0;
	}
	/* four bytes of GB18030 are characters that no printer has drawn */
	return used == 2 ? used : 0;
}

unsigned
charset_decode(const char *text, size_t *bytes)
{
	const unsigned char *at = (const unsigned char *)text;
	unsigned code = at[0];
	size_t count = 1;

	while ((at[count] & 0xc0) == 0x80)
		count++;
	*bytes = count;
	if (count > 1)
		code = at[0] & (0xffu >> (count + 1));
	for (size_t i = 1; i < count; i++)
		code = code << 6 | (at[i] & 0x3fu);
	return code;
}

char
charset_nearest(const char *text, size_t bytes)
{
	for (size_t i = 0; i < sizeof nearest / sizeof nearest[0]; i++) {
		size_t length;

		for (const char *from = nearest[i].from; *from; from += length) {
			charset_decode(from, &length);
			if (length == bytes && memcmp(from, text, bytes) == 0)
				return nearest[i].to;
		}
	}
	return '?';
}
