#include <config.h>

#include "base/gs1_table.h"

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"

/*
 * From what was scanned, or written by people, to elements.
 *
 * Raw data is a row of elements without any mark between AI and data.  The AI tells how much
 * follows: a fixed length, or everything up to the next FNC1.  So an AI that is not in the table
 * ends the reading: nobody can say where its data ends.
 *
 *     FNC1 01 09506000134352 17 261130 10 AB-1 FNC1 21 77
 *          (01)               (17)      (10)        (21)
 */

static enum gs1_fault
unknown_ai(const char *text, size_t length, struct err *err)
{
	char ai[16];
	size_t count = length < 4 ? length : 4;

	memcpy(ai, text, count);
	ai[count] = '\0';
	text_scrub(ai);
	err_set(err, RC_REFUSED, _("%s is no GS1 application identifier"), count ? ai : "\"\"");
	return GS1_PARSE;
}

static enum gs1_fault
too_many(struct err *err)
{
	err_set(err, RC_REFUSED, _("there are more than %d elements"), GS1_ELEMENTS_MAX);
	return GS1_PARSE;
}

/* The identifier of goods made to order was given out so late that a number with a wrong check
 * digit is more likely a slip in the identifier. */
static bool
is_slip(const char *ai, enum gs1_fault fault)
{
	return fault == GS1_VALUE && strcmp(ai, "03") == 0;
}

/* One element whose AI is in the table. */
static enum gs1_fault
add(struct gs1 *gs1, const struct gs1_ai *row, const char *ai, size_t ai_length, const char *data,
    size_t length, struct err *err)
{
	struct gs1_element *element = &gs1->elements[gs1->count];
	enum gs1_fault fault;

	if (gs1->count == GS1_ELEMENTS_MAX)
		return too_many(err);
	memset(element, 0, sizeof *element);
	memcpy(element->ai, ai, ai_length);
	if (memchr(data, '\0', length)) {
		err_set(err, RC_REFUSED, _("(%s) holds a character that GS1 does not know"),
		        element->ai);
		return GS1_VALUE;
	}
	if (length == 0) {
		err_set(err, RC_REFUSED, _("(%s) is empty"), element->ai);
		return GS1_PARSE;
	}
	if (!gs1_length_fits(row, length)) {
		err_set(err, RC_REFUSED, _("(%s) has %zu characters, which is not its length"),
		        element->ai, length);
		return GS1_PARSE;
	}
	memcpy(element->data, data, length);
	fault = gs1_check(row, element->ai, element->data, err);
	if (is_slip(element->ai, fault))
		return unknown_ai(element->ai, strlen(element->ai), err);
	if (fault == GS1_SOUND)
		gs1->count++;
	return fault;
}

enum gs1_fault
gs1_add(struct gs1 *gs1, const char *ai, const char *data, struct err *err)
{
	size_t digits, length = strlen(ai);
	const struct gs1_ai *row = gs1_ai(ai, length, &digits);

	if (!row || digits != length)
		return unknown_ai(ai, length, err);
	return add(gs1, row, ai, digits, data, strlen(data), err);
}

/* ---- raw ---- */

/* Characters of data that belong to this element. */
static size_t
reach(const struct gs1_ai *row, const char *data, size_t length)
{
	const char *end = memchr(data, GS1_FNC1, length);
	size_t until = end ? (size_t)(end - data) : length, fixed = 0;

	if (!row->fixed)
		return until;
	for (int i = 0; i < GS1_PARTS_MAX; i++)
		fixed += row->parts[i].most;
	return fixed < until ? fixed : until;
}

/* In raw data the frame was sound if an AI was found: data that is too long or too short for it is
 * a value that is wrong. */
static enum gs1_fault
next_element(struct gs1 *out, const char *data, size_t length, size_t *used, struct err *err)
{
	size_t digits, count;
	const struct gs1_ai *row = gs1_ai(data, length, &digits);
	enum gs1_fault fault;

	if (!row)
		return unknown_ai(data, strnlen(data, length), err);
	count = reach(row, data + digits, length - digits);
	fault = add(out, row, data, digits, data + digits, count, err);
	*used = digits + count;
	if (*used < length && data[*used] == GS1_FNC1)
		++*used;
	if (fault == GS1_PARSE && count && !gs1_length_fits(row, count))
		fault = GS1_VALUE;
	return fault;
}

enum gs1_fault
gs1_parse(struct gs1 *out, const char *data, size_t length, struct err *err)
{
	size_t at = length && *data == GS1_FNC1, used = 0;
	enum gs1_fault fault = GS1_SOUND;

	out->count = 0;
	if (at == length) {
		err_set(err, RC_REFUSED, _("the scan is empty"));
		return GS1_PARSE;
	}
	for (; at < length && fault == GS1_SOUND; at += used)
		fault = next_element(out, data + at, length - at, &used, err);
	return fault;
}

/* ---- in brackets ---- */

static enum gs1_fault
malformed(struct err *err)
{
	err_set(err, RC_REFUSED, _("the brackets do not fit: (01)...(10)..."));
	return GS1_PARSE;
}

/* Copies data up to the bracket that begins the next AI; NULL it does not fit or the brackets do
 * not match. */
static const char *
copy_data(const char *at, char open, char out[static GS1_DATA_MAX + 1])
{
	size_t length = 0;

	for (; *at && *at != open; at++) {
		if (at[0] == '\\' && at[1] && strchr("()", at[1]) && open == '(')
			at++;
		if (length == GS1_DATA_MAX)
			return NULL;
		out[length++] = *at;
	}
	out[length] = '\0';
	return at;
}

enum gs1_fault
gs1_parse_brackets(struct gs1 *out, const char *text, struct err *err)
{
	char open = *text, close = open == '(' ? ')' : ']';
	char ai[5], data[GS1_DATA_MAX + 1];
	enum gs1_fault fault = GS1_SOUND;

	out->count = 0;
	if (open != '(' && open != '[')
		return malformed(err);
	while (*text && fault == GS1_SOUND) {
		size_t digits = strspn(text + 1, "0123456789");

		if (digits < 2 || digits > 4 || text[1 + digits] != close)
			return malformed(err);
		memcpy(ai, text + 1, digits);
		ai[digits] = '\0';
		text = copy_data(text + digits + 2, open, data);
		if (!text) {
			err_set(err, RC_REFUSED, _("(%s) is too long"), ai);
			return GS1_PARSE;
		}
		fault = gs1_add(out, ai, data, err);
	}
	return fault;
}

/* ---- looking things up ---- */

const char *
gs1_find(const struct gs1 *gs1, const char *ai, int *decimals)
{
	for (int i = 0; i < gs1->count; i++) {
		const char *have = gs1->elements[i].ai;
		size_t j = 0;

		while (ai[j] && (have[j] == ai[j] || (ai[j] == 'n' && have[j])))
			j++;
		if (ai[j] || have[j])
			continue;
		if (decimals)
			*decimals = have[j - 1] - '0';
		return gs1->elements[i].data;
	}
	return NULL;
}
