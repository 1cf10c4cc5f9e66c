#include <config.h>

#include "base/gs1_link.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/gettext.h"
#include "base/gtin.h"

/* The keys, and what may stand behind each in the path, in this order. */
static const struct {
	const char *key, *qualifiers;
} keys[] = {
	{ "00", "" },       { "01", "22 10 21" },   { "01", "235" },    { "253", "" },
	{ "255", "" },      { "401", "" },          { "402", "" },      { "414", "254" },
	{ "414", "7040" },  { "415", "8020" },      { "417", "7040" },  { "8003", "" },
	{ "8004", "7040" }, { "8006", "22 10 21" }, { "8010", "8011" }, { "8013", "" },
	{ "8017", "8019" }, { "8018", "8019" },
};
#define KEYS (sizeof keys / sizeof *keys)

/* What the first edition of the standard allowed instead of AIs. */
static const struct {
	const char *word, *ai;
} words[] = {
	{ "gtin", "01" },   { "cpv", "22" },    { "lot", "10" },     { "ser", "21" },
	{ "sscc", "00" },   { "itip", "8006" }, { "gdti", "253" },   { "gln", "414" },
	{ "grai", "8003" }, { "giai", "8004" }, { "gsrn", "8018" },  { "gsrnp", "8017" },
	{ "gcn", "255" },   { "gsin", "402" },  { "ginc", "401" },   { "cpid", "8010" },
	{ "cpsn", "8011" }, { "party", "417" }, { "refno", "8020" }, { "srin", "8019" },
	{ "glnx", "254" },  { "exp", "17" },
};

#define SEGMENTS_MAX 32
#define LINK_MAX 2048

/* The link cut into pieces, which end where the next begins. */
struct link {
	char text[LINK_MAX];
	char *segments[SEGMENTS_MAX];
	int count;
	char *query; /* "" none */
};

bool
gs1_link_is(const char *text)
{
	return strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0;
}

static enum gs1_fault
refuse(struct err *err, const char *sentence)
{
	err_set(err, RC_REFUSED, "%s", sentence);
	return GS1_PARSE;
}

/* ---- cutting ---- */

/* Ends the text at the first of `mark` and gives what is behind it, or NULL. */
static char *
cut(char *text, char mark)
{
	char *at = strchr(text, mark);

	if (at)
		*at++ = '\0';
	return at;
}

static enum gs1_fault
cut_path(struct link *link, char *path, struct err *err)
{
	for (link->count = 0; path; link->count++) {
		if (link->count == SEGMENTS_MAX)
			return refuse(err, _("the link has too many parts"));
		link->segments[link->count] = path;
		path = cut(path, '/');
	}
	if (link->count && !*link->segments[link->count - 1])
		link->count--;
	return GS1_SOUND;
}

static enum gs1_fault
cut_link(struct link *link, const char *text, struct err *err)
{
	char *host, *path;

	if (!gs1_link_is(text) || strlen(text) >= sizeof link->text)
		return refuse(err, _("this is no link"));
	memcpy(link->text, text, strlen(text) + 1);
	for (char *at = link->text; *at; at++)
		if (!isgraph((unsigned char)*at))
			return refuse(err, _("the link holds a character that no link holds"));
	cut(link->text, '#');
	link->query = cut(link->text, '?');
	if (!link->query)
		link->query = link->text + strlen(link->text);
	host = strstr(link->text, "://") + 3;
	path = cut(host, '/');
	if (!*host || strcspn(host, "_~!$&'()*+,;=\\^`{|}\"<>") != strlen(host))
		return refuse(err, _("the link names no domain"));
	if (!path || !*path)
		return refuse(err, _("the link holds no GS1 key"));
	return cut_path(link, path, err);
}

/* %41 is A, in place.  False: two digits are missing, or it would be no text any more. */
static bool
decode(char *text)
{
	char *out = text;

	for (; *text; text++) {
		char digits[3];
		unsigned value;

		if (*text != '%') {
			*out++ = *text;
			continue;
		}
		memcpy(digits, text + 1, text[1] ? 2 : 1);
		digits[2] = '\0';
		if (!isxdigit((unsigned char)text[1]) || !isxdigit((unsigned char)text[2]) ||
		    sscanf(digits, "%2x", &value) != 1 || value == 0)
			return false;
		*out++ = (char)value;
		text += 2;
	}
	*out = '\0';
	return true;
}

/* ---- the path ---- */

/* Do the pairs from `at` on stand in the order of the list? */
static bool
in_order(const struct link *link, int at, const char *list)
{
	for (; at + 1 < link->count; at += 2) {
		const char *ai = link->segments[at], *found = NULL;
		size_t length = strlen(ai);

		for (const char *word = list; *word; word += strspn(word, " ")) {
			size_t word_length = strcspn(word, " ");

			if (word_length == length && memcmp(word, ai, length) == 0)
				found = word;
			word += word_length;
		}
		if (!found)
			return false;
		list = found + length;
	}
	return at == link->count;
}

/* Where the key is; the last place that fits.  -1 there is none; *misplaced if only the order is
 * wrong. */
static int
find_key(const struct link *link, bool *misplaced)
{
	*misplaced = false;
	for (int at = link->count - 2; at >= 0; at -= 2) {
		for (size_t i = 0; i < KEYS; i++) {
			if (strcmp(link->segments[at], keys[i].key) != 0)
				continue;
			*misplaced = true;
			if (in_order(link, at + 2, keys[i].qualifiers))
				return at;
		}
	}
	return -1;
}

static const char *
word_for(const char *segment)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(segment, words[i].word) == 0)
			return words[i].ai;
	return NULL;
}

/* The last part of a compressed link is base 64, and its first byte the first two digits of a key.
 */
static bool
is_compressed(const struct link *link)
{
	static const char digits[] =
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const char *last = link->count ? link->segments[link->count - 1] : "";
	long first, second;

	if (strlen(last) < 8 || last[strspn(last, digits)])
		return false;
	first = strchr(digits, last[0]) - digits;
	second = strchr(digits, last[1]) - digits;
	switch (first << 2 | second >> 4) {
	case 0x00:
	case 0x01:
	case 0x25:
	case 0x40:
	case 0x41:
	case 0x80:
		return true;
	default:
		return false;
	}
}

static enum gs1_fault
no_key(const struct link *link, bool misplaced, struct err *err)
{
	for (int at = 0; at + 1 < link->count; at++) {
		const char *ai = word_for(link->segments[at]);

		if (!ai)
			continue;
		err_set(err, RC_REFUSED, _("the link says \"%s\" where GS1 wants %s"),
		        link->segments[at], ai);
		return GS1_PARSE;
	}
	if (misplaced)
		return refuse(err, _("the parts of the link are not in the order of GS1"));
	if (is_compressed(link)) {
		refuse(err, _("this link is compressed: the till cannot read it"));
		err_hint(err, _("scan the other barcode, or type the number under it"));
		return GS1_PARSE;
	}
	return refuse(err, _("the link holds no GS1 key"));
}

/* A trade number may be written shorter. */
static enum gs1_fault
add_pair(struct gs1 *out, const char *ai, char *data, struct err *err)
{
	char padded[15];
	size_t length = strlen(data);

	if (!decode(data))
		return refuse(err, _("two digits are missing behind a percent sign of the link"));
	if (strcmp(ai, "01") != 0 || length < 8 || length > 13 || length == 9 || length == 10 ||
	    length == 11)
		return gs1_add(out, ai, data, err);
	snprintf(padded, sizeof padded, "%.*s%s", (int)(14 - length), "000000", data);
	return gs1_add(out, ai, padded, err);
}

static enum gs1_fault
read_path(struct gs1 *out, struct link *link, struct err *err)
{
	enum gs1_fault fault = GS1_SOUND;
	bool misplaced;
	int at = find_key(link, &misplaced);

	if (at < 0)
		return no_key(link, misplaced, err);
	for (; at < link->count && fault == GS1_SOUND; at += 2)
		fault = add_pair(out, link->segments[at], link->segments[at + 1], err);
	return fault;
}

/* ---- the attributes ---- */

/* What has no number for a name is not ours. */
static enum gs1_fault
read_query(struct gs1 *out, struct link *link, struct err *err)
{
	enum gs1_fault fault = GS1_SOUND;
	char *next;

	for (char *at = link->query; at && *at && fault == GS1_SOUND; at = next) {
		size_t length = strcspn(at, "&;");
		char *data;

		next = at[length] ? at + length + 1 : NULL;
		at[length] = '\0';
		data = cut(at, '=');
		if (!*at || at[strspn(at, "0123456789")])
			continue;
		if (!data)
			return refuse(err, _("the link has a name without a value"));
		fault = add_pair(out, at, data, err);
	}
	return fault;
}

enum gs1_fault
gs1_parse_link(struct gs1 *out, const char *text, struct err *err)
{
	struct link link;
	enum gs1_fault fault = cut_link(&link, text, err);

	out->count = 0;
	if (fault == GS1_SOUND)
		fault = read_path(out, &link, err);
	if (fault == GS1_SOUND)
		fault = read_query(out, &link, err);
	return fault;
}
