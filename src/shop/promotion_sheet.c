#include <config.h>

#include "shop/promotion_sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/gettext.h"

/* Where a column stands in the JSON. */
enum place { ROOT, EFFECT, TARGET, GET_TARGET, CONDITIONS, COUNTED, PLACES };
/* How it is written: a text; a whole number; yes; words, or names with | between; "100:5 200:10". */
enum form { OWN, TEXT, COUNT, YES, WORDS, NAMES, TIERS };

/* clang-format off */
static const struct {
	const char *column;
	enum place place;
	const char *key;
	enum form form;
} columns[PROMOTION_COLUMNS] = {
	[PROMOTION_NAME] = { "name", ROOT, "name", TEXT },
	[PROMOTION_ACTIVE] = { "active", ROOT, "", OWN },
	[PROMOTION_ORDER] = { "order", ROOT, "", OWN },
	[PROMOTION_EFFECT] = { "effect", EFFECT, "type", TEXT },
	{ "code", ROOT, "code", TEXT },
	{ "percent", EFFECT, "percent", TEXT },
	{ "amount", EFFECT, "amount", TEXT },
	{ "max_amount", EFFECT, "max_amount", TEXT },
	{ "max_units", EFFECT, "max_units", COUNT },
	{ "units", EFFECT, "units", COUNT },
	{ "pick", EFFECT, "pick", TEXT },
	{ "buy", EFFECT, "buy", COUNT },
	{ "get", EFFECT, "get", COUNT },
	{ "item", EFFECT, "item", TEXT },
	{ "repeat", EFFECT, "repeat", YES },
	{ "group", EFFECT, "group", COUNT },
	{ "base", EFFECT, "base", TEXT },
	{ "tiers", EFFECT, "tiers", TIERS },
	{ "first", EFFECT, "first", TEXT },
	{ "additional", EFFECT, "additional", TEXT },
	{ "n", EFFECT, "n", COUNT },
	{ "price", EFFECT, "price", TEXT },
	{ "items", TARGET, "skus", WORDS },
	{ "category", TARGET, "category", NAMES },
	{ "get_items", GET_TARGET, "skus", WORDS },
	{ "get_category", GET_TARGET, "category", NAMES },
	{ "min_subtotal", CONDITIONS, "min_subtotal", TEXT },
	{ "min_subtotal_without_tax", CONDITIONS, "min_subtotal_without_tax", TEXT },
	{ "min_qty", CONDITIONS, "min_qty", COUNT },
	{ "min_items", COUNTED, "skus", WORDS },
	{ "min_category", COUNTED, "category", NAMES },
	{ "customer_group", CONDITIONS, "customer_group", NAMES },
	{ "usage_limit", CONDITIONS, "usage_limit", COUNT },
	{ "usage_limit_per_customer", CONDITIONS, "usage_limit_per_customer", COUNT },
	{ "not_with", CONDITIONS, "not_with", NAMES },
	{ "days", CONDITIONS, "days", WORDS },
	{ "hours", CONDITIONS, "hours", WORDS },
	{ "from", CONDITIONS, "from", TEXT },
	{ "until", CONDITIONS, "until", TEXT },
};

const char *const promotion_columns[PROMOTION_COLUMNS + 1] = {
	"name", "active", "order", "effect", "code", "percent", "amount", "max_amount", "max_units", "units",
	"pick", "buy", "get", "item", "repeat", "group", "base", "tiers", "first", "additional", "n", "price",
	"items", "category", "get_items", "get_category", "min_subtotal", "min_subtotal_without_tax",
	"min_qty", "min_items", "min_category", "customer_group", "usage_limit",
	"usage_limit_per_customer", "not_with", "days", "hours", "from", "until", NULL,
};

/* Each place within its parent. */
static const struct { const char *key; enum place parent; } places[PLACES] = {
	[ROOT] = { NULL, ROOT },
	[EFFECT] = { "effect", ROOT },
	[TARGET] = { "target", EFFECT },
	[GET_TARGET] = { "get_target", EFFECT },
	[CONDITIONS] = { "conditions", ROOT },
	[COUNTED] = { "target", CONDITIONS },
};
/* clang-format on */

/* ---- to JSON ---- */

static char
separator_of(enum form form)
{
	return form == NAMES ? '|' : ' ';
}

/* The next part of a list, without spaces around it; false at the end. */
static bool
next_part(const char **at, char separator, char **part)
{
	const char *begin = *at + strspn(*at, " ");
	size_t length = 0;
	if (!*begin)
		return false;
	while (begin[length] && begin[length] != separator)
		length++;
	*at = begin + length + (begin[length] == separator);
	while (length && begin[length - 1] == ' ')
		length--;
	*part = alloc_zero(length + 1, 1);
	memcpy(*part, begin, length);
	return true;
}

static void
put_list(struct json_writer *writer, const char *key, const char *value, enum form form)
{
	char *part;
	json_open_array(writer, key);
	while (next_part(&value, separator_of(form), &part)) {
		json_put_text(writer, NULL, part);
		free(part);
	}
	json_close_array(writer);
}

/* "100:5 200:10" */
static bool
put_tiers(struct json_writer *writer, const char *value)
{
	bool good = true;
	char *part;
	json_open_array(writer, "tiers");
	while (next_part(&value, ' ', &part)) {
		char *colon = strchr(part, ':');
		good = good && colon;
		if (colon) {
			*colon = '\0';
			json_open_array(writer, NULL);
			json_put_text(writer, NULL, part);
			json_put_text(writer, NULL, colon + 1);
			json_close_array(writer);
		}
		free(part);
	}
	json_close_array(writer);
	return good;
}

static bool
put_value(struct json_writer *writer, int column, const char *value)
{
	const char *key = columns[column].key;
	size_t digits = strspn(value, "0123456789");
	switch (columns[column].form) {
	case OWN:
		return true;
	case TEXT:
		json_put_text(writer, key, value);
		return true;
	case COUNT:
		json_put_int(writer, key, atoll(value));
		return digits && digits < 10 && !value[digits];
	case YES:
		json_put_bool(writer, key, strcasecmp(value, "yes") == 0);
		return strcasecmp(value, "yes") == 0 || strcasecmp(value, "no") == 0;
	case TIERS:
		return put_tiers(writer, value);
	case NAMES:
		/* one group is a name, several are a list */
		if (!strchr(value, '|') && strcmp(key, "customer_group") == 0) {
			json_put_text(writer, key, value);
			return true;
		}
		/* fallthrough */
	case WORDS:
		put_list(writer, key, value, columns[column].form);
		return true;
	}
	return false;
}

static bool
has_place(const char *const values[], enum place place)
{
	for (int i = 0; i < PROMOTION_COLUMNS; i++)
		if (columns[i].place == place && columns[i].form != OWN && *values[i])
			return true;
	for (int i = ROOT + 1; i < PLACES; i++)
		if (places[i].parent == place && has_place(values, (enum place)i))
			return true;
	return false;
}

static enum outcome
put_place(struct json_writer *writer, const char *const values[], enum place place, struct err *err)
{
	enum outcome outcome = RC_OK;
	json_open_object(writer, places[place].key);
	for (int i = 0; i < PROMOTION_COLUMNS && !outcome; i++) {
		if (columns[i].place != place || !*values[i])
			continue;
		if (!put_value(writer, i, values[i]))
			outcome = err_set(err, RC_REFUSED, _("%s \"%.60s\" cannot be read"),
			                  columns[i].column, values[i]);
		if (strcmp(columns[i].key, "code") == 0)
			json_put_text(writer, "trigger", "code");
	}
	for (int i = ROOT + 1; i < PLACES && !outcome; i++)
		if (places[i].parent == place && (enum place)i != place &&
		    has_place(values, (enum place)i))
			outcome = put_place(writer, values, (enum place)i, err);
	json_close_object(writer);
	return outcome;
}

enum outcome
promotion_json(const char *const values[], struct buf *out, struct err *err)
{
	struct json_writer writer = { .buf = out };
	return put_place(&writer, values, ROOT, err);
}

/* ---- and back ---- */

static const struct json_node *
node_at(const struct json_node *promotion, enum place place)
{
	if (place == ROOT)
		return promotion;
	return json_get(node_at(promotion, places[place].parent), places[place].key);
}

static void
add_scalar(struct buf *out, const struct json_node *node)
{
	char number[24];
	if (json_type_of(node) == JSON_IS_TEXT) {
		buf_add(out, json_text(node));
	} else if (json_type_of(node) == JSON_IS_INT) {
		snprintf(number, sizeof(number), "%" PRId64, json_int(node));
		buf_add(out, number);
	} else if (json_type_of(node) == JSON_IS_BOOL) {
		buf_add(out, json_bool(node) ? "yes" : "no");
	}
}

static void
add_list(struct buf *out, const struct json_node *node, char separator)
{
	for (size_t i = 0; i < json_count(node); i++) {
		if (i)
			buf_add_char(out, separator);
		add_scalar(out, json_at(node, i));
	}
}

enum outcome
promotion_value(const struct json_node *promotion, int column, struct buf *out)
{
	const struct json_node *node = NULL;
	buf_clear(out);
	buf_add(out, "");
	if (json_type_of(promotion) != JSON_IS_OBJECT)
		return RC_REFUSED;
	if (columns[column].form != OWN)
		node = json_get(node_at(promotion, columns[column].place), columns[column].key);
	if (json_type_of(node) != JSON_IS_ARRAY) {
		add_scalar(out, node);
	} else if (columns[column].form != TIERS) {
		add_list(out, node, separator_of(columns[column].form));
	} else {
		for (size_t i = 0; i < json_count(node); i++) {
			if (i)
				buf_add_char(out, ' ');
			add_list(out, json_at(node, i), ':');
		}
	}
	return RC_OK;
}

enum outcome
promotion_canonical(const struct json_node *promotion, struct buf *out, struct err *err)
{
	struct buf texts[PROMOTION_COLUMNS] = { { 0 } };
	const char *values[PROMOTION_COLUMNS];
	enum outcome outcome = RC_OK;
	for (int i = 0; i < PROMOTION_COLUMNS && !outcome; i++)
		outcome = promotion_value(promotion, i, &texts[i]);
	for (int i = 0; i < PROMOTION_COLUMNS; i++)
		values[i] = texts[i].text ? texts[i].text : "";
	if (!outcome)
		outcome = promotion_json(values, out, err);
	for (int i = 0; i < PROMOTION_COLUMNS; i++)
		buf_done(&texts[i]);
	return outcome;
}

void
json_write_node(struct json_writer *writer, const char *key, const struct json_node *node)
{
	const char *name;
	switch (json_type_of(node)) {
	case JSON_IS_NULL:
		json_put_raw(writer, key, "null");
		break;
	case JSON_IS_BOOL:
		json_put_bool(writer, key, json_bool(node));
		break;
	case JSON_IS_INT:
		json_put_int(writer, key, json_int(node));
		break;
	case JSON_IS_TEXT:
		json_put_text(writer, key, json_text(node));
		break;
	case JSON_IS_ARRAY:
		json_open_array(writer, key);
		for (size_t i = 0; i < json_count(node); i++)
			json_write_node(writer, NULL, json_at(node, i));
		json_close_array(writer);
		break;
	case JSON_IS_OBJECT:
		json_open_object(writer, key);
		for (size_t i = 0; i < json_count(node); i++) {
			const struct json_node *member = json_member(node, i, &name);
			json_write_node(writer, name, member);
		}
		json_close_object(writer);
		break;
	}
}
