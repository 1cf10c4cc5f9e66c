#include <config.h>

#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"

#define LEVELS_MAX 32
#define PATH_TEXT_MAX 160

/* ---- writer ---- */

static bool
stands_for_itself(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/* One byte that does not.  What is not UTF-8 would make a text nobody can read back; it becomes
 * U+FFFD byte by byte. */
static void
add_byte(struct buf *buf, unsigned char byte, bool valid)
{
	if (byte == '"' || byte == '\\') {
		buf_add_char(buf, '\\');
		buf_add_char(buf, (char)byte);
	} else if (byte < 0x20) {
		buf_format(buf, "\\u%04x", byte);
	} else if (valid) {
		buf_add_char(buf, (char)byte);
	} else {
		buf_add(buf, "\xEF\xBF\xBD");
	}
}

static void
add_quoted(struct buf *buf, const char *text)
{
	bool valid = text_is_utf8(text, strlen(text));

	buf_add_char(buf, '"');
	while (*text) {
		size_t plain = 0;

		while (stands_for_itself((unsigned char)text[plain]))
			plain++;
		buf_add_bytes(buf, text, plain);
		text += plain;
		if (*text)
			add_byte(buf, (unsigned char)*text++, valid);
	}
	buf_add_char(buf, '"');
}

/* The comma before a member and the member's key. */
static void
begin_member(struct json_writer *writer, const char *key)
{
	if (writer->comma)
		buf_add_char(writer->buf, ',');
	writer->comma = true;
	if (key) {
		add_quoted(writer->buf, key);
		buf_add_char(writer->buf, ':');
	}
}

static void
open_level(struct json_writer *writer, const char *key, char bracket)
{
	begin_member(writer, key);
	buf_add_char(writer->buf, bracket);
	writer->comma = false;
}

static void
close_level(struct json_writer *writer, char bracket)
{
	buf_add_char(writer->buf, bracket);
	writer->comma = true;
}

void
json_open_object(struct json_writer *writer, const char *key)
{
	open_level(writer, key, '{');
}

void
json_close_object(struct json_writer *writer)
{
	close_level(writer, '}');
}

void
json_open_array(struct json_writer *writer, const char *key)
{
	open_level(writer, key, '[');
}

void
json_close_array(struct json_writer *writer)
{
	close_level(writer, ']');
}

void
json_put_text(struct json_writer *writer, const char *key, const char *text)
{
	begin_member(writer, key);
	add_quoted(writer->buf, text);
}

void
json_put_int(struct json_writer *writer, const char *key, int64_t number)
{
	char digits[24];
	int count = snprintf(digits, sizeof(digits), "%" PRId64, number);

	begin_member(writer, key);
	buf_add_bytes(writer->buf, digits, (size_t)count);
}

void
json_put_bool(struct json_writer *writer, const char *key, bool value)
{
	json_put_raw(writer, key, value ? "true" : "false");
}

void
json_put_raw(struct json_writer *writer, const char *key, const char *json)
{
	begin_member(writer, key);
	buf_add(writer->buf, json);
}

/* ---- reader: a json_node is a json_t of the document's tree ---- */

struct json_doc {
	json_t *root;
};

static const json_t *
inside(const struct json_node *node)
{
	return (const json_t *)node;
}

static const struct json_node *
outside(const json_t *value)
{
	return (const struct json_node *)value;
}

static enum outcome check_value(const json_t *value, const char *path, int level, struct err *err);

static enum outcome
check_members(json_t *object, const char *path, int level, struct err *err)
{
	char below[PATH_TEXT_MAX];
	const char *key;
	json_t *member;
	enum outcome outcome;

	json_object_foreach(object, key, member)
	{
		snprintf(below, sizeof(below), "%s%s%s", path, *path ? "." : "", key);
		outcome = check_value(member, below, level + 1, err);
		if (outcome)
			return outcome;
	}
	return RC_OK;
}

/* Nothing but whole numbers, and not too deep: what the rest of the program may rely on. */
static enum outcome
check_value(const json_t *value, const char *path, int level, struct err *err)
{
	char below[PATH_TEXT_MAX];
	enum outcome outcome;

	if (level > LEVELS_MAX)
		return err_set(err, RC_REFUSED, _("%s is nested too deep"), path);
	if (json_is_real(value))
		return err_set(err, RC_REFUSED,
		               _("%s: a number with decimals must be a text, in quotation marks"),
		               *path ? path : "JSON");
	for (size_t i = 0; i < json_array_size(value); i++) {
		snprintf(below, sizeof(below), "%s[%zu]", path, i);
		outcome = check_value(json_array_get(value, i), below, level + 1, err);
		if (outcome)
			return outcome;
	}
	if (json_is_object(value))
		return check_members((json_t *)value, path, level, err);
	return RC_OK;
}

enum outcome
json_parse(struct json_doc **doc, const char *text, size_t length, struct err *err)
{
	json_error_t error;
	json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	enum outcome outcome;

	if (!root) {
		outcome = err_set(err, RC_REFUSED, _("line %d of the JSON text, column %d: %s"),
		                  error.line, error.column, error.text);
		return outcome;
	}
	outcome = check_value(root, "", 1, err);
	if (outcome) {
		json_decref(root);
		return outcome;
	}
	*doc = alloc_zero(1, sizeof(**doc));
	(*doc)->root = root;
	return RC_OK;
}

void
json_free(struct json_doc **doc)
{
	if (!*doc)
		return;
	json_decref((*doc)->root);
	free(*doc);
	*doc = NULL;
}

const struct json_node *
json_root(const struct json_doc *doc)
{
	return outside(doc->root);
}

enum json_type
json_type_of(const struct json_node *node)
{
	if (!node)
		return JSON_IS_NULL;
	switch (json_typeof(inside(node))) {
	case JSON_OBJECT:
		return JSON_IS_OBJECT;
	case JSON_ARRAY:
		return JSON_IS_ARRAY;
	case JSON_STRING:
		return JSON_IS_TEXT;
	case JSON_INTEGER:
		return JSON_IS_INT;
	case JSON_TRUE:
	case JSON_FALSE:
		return JSON_IS_BOOL;
	case JSON_REAL: /* json_parse() let none in */
	case JSON_NULL:
		break;
	}
	return JSON_IS_NULL;
}

int64_t
json_int(const struct json_node *node)
{
	return json_integer_value(inside(node));
}

bool
json_bool(const struct json_node *node)
{
	return json_is_true(inside(node));
}

const char *
json_text(const struct json_node *node)
{
	return json_string_value(inside(node));
}

size_t
json_count(const struct json_node *node)
{
	return json_is_object(inside(node)) ? json_object_size(inside(node))
	                                    : json_array_size(inside(node));
}

const struct json_node *
json_at(const struct json_node *array, size_t index)
{
	return outside(json_array_get(inside(array), index));
}

const struct json_node *
json_get(const struct json_node *object, const char *key)
{
	return outside(json_object_get(inside(object), key));
}

const struct json_node *
json_member(const struct json_node *object, size_t index, const char **key)
{
	json_t *mine = (json_t *)inside(object);
	void *at = json_object_iter(mine);

	while (at && index-- > 0)
		at = json_object_iter_next(mine, at);
	if (!at)
		return NULL;
	if (key)
		*key = json_object_iter_key(at);
	return outside(json_object_iter_value(at));
}

const struct json_node *
json_next(const struct json_node *object, const char **key)
{
	json_t *mine = (json_t *)inside(object);
	void *at = *key ? json_object_iter_next(mine, json_object_iter_at(mine, *key))
	                : json_object_iter(mine);

	if (!at)
		return NULL;
	*key = json_object_iter_key(at);
	return outside(json_object_iter_value(at));
}
