#include <config.h>

#include "base/json_place.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"

#define RATE_DECIMALS 4 /* of a percentage: 0.0001 % is one part per million */
#define NUMBER_TEXT_MAX 64
#define RATE_MAX_PPM INT64_C(1000000000)

struct json_place
place_root(const struct json_doc *doc, struct err *err)
{
	return (struct json_place){ .node = json_root(doc), .err = err };
}

/* null says that there is nothing, as leaving the key out does. */
struct json_place
place_key(const struct json_place *up, const char *key)
{
	struct json_place place = { .up = up, .key = key, .err = up->err };

	if (json_type_of(json_get(up->node, key)) != JSON_IS_NULL)
		place.node = json_get(up->node, key);
	return place;
}

struct json_place
place_at(const struct json_place *up, size_t index)
{
	return (struct json_place){
		.up = up, .index = index, .node = json_at(up->node, index), .err = up->err
	};
}

struct json_place
place_member(const struct json_place *up, size_t index)
{
	struct json_place place = { .up = up, .err = up->err };

	place.node = json_member(up->node, index, &place.key);
	return place;
}

/* ---- where ---- */

char *
place_path(char out[static PLACE_PATH_MAX], const struct json_place *place)
{
	size_t length;

	if (!place->up) {
		out[0] = '\0';
		return out;
	}
	place_path(out, place->up);
	length = strlen(out);
	if (place->key)
		snprintf(out + length, PLACE_PATH_MAX - length, "%s%s", length ? "." : "",
		         place->key);
	else
		snprintf(out + length, PLACE_PATH_MAX - length, "[%zu]", place->index);
	return out;
}

enum outcome
place_refuse(const struct json_place *place, const char *format, ...)
{
	char path[PLACE_PATH_MAX], message[sizeof((struct err *)0)->msg];
	va_list rest;

	va_start(rest, format);
	vsnprintf(message, sizeof message, format, rest);
	va_end(rest);
	err_set(place->err, RC_REFUSED, "%s", message);
	err_detail(place->err, "%s", place_path(path, place));
	return RC_REFUSED;
}

/* ---- what ---- */

static bool
is_type(const struct json_place *place, enum json_type type)
{
	return place->node && json_type_of(place->node) == type;
}

static enum outcome
missing(const struct json_place *place, const char *wanted)
{
	return place_refuse(place, "%s", place->node ? wanted : _("missing"));
}

enum outcome
place_object(const struct json_place *place, const char *const keys[], const char *stranger)
{
	if (!is_type(place, JSON_IS_OBJECT))
		return missing(place, _("this must be an object, with { and }"));
	for (size_t i = 0; i < json_count(place->node); i++) {
		struct json_place member = place_member(place, i);
		size_t k = 0;

		while (keys[k] && strcmp(keys[k], member.key) != 0)
			k++;
		if (!keys[k])
			return place_refuse(&member, "%s", stranger);
	}
	return RC_OK;
}

enum outcome
place_array(const struct json_place *place, size_t most, size_t *count)
{
	if (!is_type(place, JSON_IS_ARRAY))
		return missing(place, _("this must be a list, with [ and ]"));
	*count = json_count(place->node);
	if (*count > most)
		return place_refuse(place, _("at most %zu are taken"), most);
	return RC_OK;
}

enum outcome
place_list(const struct json_place *place, size_t most, size_t *count)
{
	if (!is_type(place, JSON_IS_TEXT))
		return place_array(place, most, count);
	*count = 1;
	return RC_OK;
}

struct json_place
place_of_list(const struct json_place *place, size_t index)
{
	return is_type(place, JSON_IS_TEXT) ? *place : place_at(place, index);
}

enum outcome
place_text(const struct json_place *place, char *out, size_t size)
{
	const char *text = place->node ? json_text(place->node) : NULL;

	if (!text || text[0] == '\0')
		return missing(place, _("this must be a text"));
	if (strlen(text) >= size)
		return place_refuse(place, _("this is longer than %zu bytes"), size - 1);
	text_copy(out, size, text);
	text_scrub(out);
	return RC_OK;
}

enum outcome
place_bool(const struct json_place *place, bool *out)
{
	if (!is_type(place, JSON_IS_BOOL))
		return missing(place, _("this must be true or false"));
	*out = json_bool(place->node);
	return RC_OK;
}

enum outcome
place_count(const struct json_place *place, int least, int most, int *out)
{
	int64_t number = json_int(place->node);
	bool whole = is_type(place, JSON_IS_INT);

	if (is_type(place, JSON_IS_TEXT))
		whole = number_parse(json_text(place->node), 0, INT32_MAX, &number) == NUMBER_OK;
	if (!whole || number < least || number > most) {
		if (!place->node)
			return place_refuse(place, _("missing"));
		return place_refuse(place, _("a whole number from %d to %d"), least, most);
	}
	*out = (int)number;
	return RC_OK;
}

static void
list_words(char *out, size_t size, const char *const words[])
{
	size_t length = 0;

	out[0] = '\0';
	for (size_t i = 0; words[i] && length < size; i++)
		length += (size_t)snprintf(out + length, size - length, "%s%s", i > 0 ? ", " : "",
		                           words[i]);
}

enum outcome
place_word(const struct json_place *place, const char *const words[], int *out)
{
	const char *text = place->node ? json_text(place->node) : NULL;
	char all[160];
	int i = 0;

	while (text && words[i] && strcmp(words[i], text) != 0)
		i++;
	if (!text || !words[i]) {
		list_words(all, sizeof all, words);
		return place_refuse(place, _("this must be one of: %s"), all);
	}
	*out = i;
	return RC_OK;
}

/* ---- decimals ---- */

struct decimal_form {
	int decimals;
	int64_t limit;
	bool whole;   /* a JSON number without decimals will do */
	bool percent; /* "10 %" is 10 */
};

/* Without blanks around it, and without zeros at its end that say nothing; false if it is too long
 * to be a number. */
static bool
trim(const char *text, const struct decimal_form *form, char out[static NUMBER_TEXT_MAX])
{
	size_t length;
	char *point;

	text += strspn(text, " ");
	length = strlen(text);
	if (form->percent && length > 1 && text[length - 1] == '%')
		length--;
	while (length > 0 && text[length - 1] == ' ')
		length--;
	if (length >= NUMBER_TEXT_MAX)
		return false;
	memcpy(out, text, length);
	out[length] = '\0';
	point = strchr(out, '.');
	while (point && out + length - point > form->decimals + 1 && out[length - 1] == '0')
		out[--length] = '\0';
	if (point && point[1] == '\0' && form->decimals == 0)
		*point = '\0';
	return true;
}

static enum outcome
decimal(const struct json_place *place, struct decimal_form form, int64_t *out)
{
	const char *text = place->node ? json_text(place->node) : NULL;
	char number[NUMBER_TEXT_MAX];

	if (!text && form.whole && is_type(place, JSON_IS_INT)) {
		snprintf(number, sizeof number, "%" PRId64, json_int(place->node));
		text = number;
	}
	if (!text) {
		missing(place, _("this must be a text that holds the number"));
		if (place->node)
			err_hint(place->err, _("write it in quotation marks: \"12.50\""));
		return RC_REFUSED;
	}
	if (text != number && !trim(text, &form, number))
		return place_refuse(place, _("\"%s\" is not a number"), text);
	switch (number_parse(number, form.decimals, form.limit, out)) {
	case NUMBER_OK:
		return RC_OK;
	case NUMBER_DECIMALS:
		return place_refuse(place,
		                    ngettext("\"%s\" has more than %d decimal place",
		                             "\"%s\" has more than %d decimal places",
		                             (unsigned long)form.decimals),
		                    text, form.decimals);
	case NUMBER_LARGE:
		return place_refuse(place, _("\"%s\" is too large"), text);
	case NUMBER_NOT:
		break;
	}
	return place_refuse(place, _("\"%s\" is not a number"), text);
}

enum outcome
place_money(const struct json_place *place, int exponent, bool whole, struct money *out)
{
	struct decimal_form form = { exponent, PLACE_MONEY_MAX, whole, false };

	return decimal(place, form, &out->minor);
}

enum outcome
place_unit_price(const struct json_place *place, int exponent, bool whole, struct unit_price *out)
{
	struct decimal_form form = { exponent + 4, PLACE_MONEY_MAX * UNIT_PRICE_PER_MINOR, whole,
		                     false };

	return decimal(place, form, &out->e4);
}

enum outcome
place_rate(const struct json_place *place, bool whole, int64_t *ppm)
{
	struct decimal_form form = { RATE_DECIMALS, RATE_MAX_PPM, whole, true };

	return decimal(place, form, ppm);
}
