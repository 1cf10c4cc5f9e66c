/*
 * Entries read back from their text.
 *
 * This is no JSON parser: it walks the form and takes a field if its key stands at the cursor. What
 * is out of order, unknown or written differently is thus not there, and the closing brace is
 * missed. Whatever still gets through (an escape that need not be one) is found by encoding again.
 */
#include <config.h>

#include "ledger/entry.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "ledger/entry_parts.h"

#define ROWS_MAX 20000 /* of a list: more is damage */
#define LONG_TEXT_MAX (1 << 20)
#define BYTES_MAX 64

static void
set_number(const struct field *field, char *at, int64_t number)
{
	int narrow = (int)number;
	if (field->type == FIELD_NUMBER)
		memcpy(at, &number, sizeof(number));
	else if (field->type == FIELD_BOOL)
		*(bool *)at = number != 0;
	else
		memcpy(at, &narrow, sizeof(narrow));
}

static void
set_count(const struct field *field, char *base, size_t count)
{
	int few = (int)count;
	if (field->type == FIELD_LIST)
		memcpy(base + field->count_offset, &count, sizeof(count));
	else
		memcpy(base + field->count_offset, &few, sizeof(few));
}

struct cursor {
	const char *at, *end;
	bool comma; /* a member was read: the next one has a comma before it */
	bool unknown_kind;
};

static bool decode_form(struct cursor *cursor, const struct form *form, char *base);

static bool
take(struct cursor *cursor, const char *text)
{
	size_t length = strlen(text);
	if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, text, length) != 0)
		return false;
	cursor->at += length;
	return true;
}

/* Moves past `,"key":` if that is what stands here.  Most fields of a form are not there, so this
 * looks at no more than it must. */
static bool
take_key(struct cursor *cursor, const char *key)
{
	const char *at = cursor->at, *end = cursor->end;
	if (cursor->comma && (at == end || *at++ != ','))
		return false;
	if (at == end || *at++ != '"')
		return false;
	while (*key)
		if (at == end || *at++ != *key++)
			return false;
	if (end - at < 2 || at[0] != '"' || at[1] != ':')
		return false;
	cursor->at = at + 2;
	cursor->comma = true;
	return true;
}

static bool
take_number(struct cursor *cursor, int64_t *number)
{
	bool negative = take(cursor, "-");
	uint64_t value = 0, most = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
	const char *start = cursor->at;
	for (; cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++) {
		uint64_t digit = (uint64_t)(*cursor->at - '0');
		if (value > (most - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	if (cursor->at == start)
		return false;
	*number = negative ? (int64_t)(0 - value) : (int64_t)value;
	return true;
}

/* One character of a text, after its backslash.  Only what the writer escapes. */
static bool
take_escape(struct cursor *cursor, char *character)
{
	char hex[5] = { 0 };
	unsigned char bytes[2];
	if (take(cursor, "\"") || take(cursor, "\\")) {
		*character = cursor->at[-1];
		return true;
	}
	if (!take(cursor, "u") || cursor->end - cursor->at < 4)
		return false;
	memcpy(hex, cursor->at, 4);
	cursor->at += 4;
	if (!hex_parse(hex, bytes, 2) || bytes[0] != 0 || bytes[1] >= 0x20 || bytes[1] == 0)
		return false;
	*character = (char)bytes[1];
	return true;
}

/* A quoted text of less than size bytes. */
static bool
take_text(struct cursor *cursor, char *out, size_t size)
{
	size_t length = 0;
	if (!take(cursor, "\""))
		return false;
	while (cursor->at < cursor->end && *cursor->at != '"') {
		char character = *cursor->at++;
		if (length + 1 >= size || (unsigned char)character < 0x20)
			return false;
		if (character == '\\' && !take_escape(cursor, &character))
			return false;
		out[length++] = character;
	}
	out[length] = '\0';
	return take(cursor, "\"");
}

static bool
take_long_text(struct cursor *cursor, char **text)
{
	size_t room = (size_t)(cursor->end - cursor->at);
	if (room > LONG_TEXT_MAX)
		room = LONG_TEXT_MAX;
	free(*text);
	*text = alloc_zero(room + 1, 1);
	return take_text(cursor, *text, room + 1);
}

static bool
take_name(struct cursor *cursor, const struct field *field, char *at)
{
	char word[32];
	if (!take_text(cursor, word, sizeof(word)))
		return false;
	for (int i = 0; field->names[i]; i++) {
		if (strcmp(field->names[i], word) == 0) {
			set_number(field, at, i);
			return true;
		}
	}
	return false;
}

static bool
take_kind(struct cursor *cursor, char *at)
{
	char word[32];
	enum entry_kind kind;
	if (!take_text(cursor, word, sizeof(word)))
		return false;
	if (!entry_kind_parse(word, &kind)) {
		cursor->unknown_kind = true;
		return false;
	}
	memcpy(at, &kind, sizeof(kind));
	return true;
}

static bool
take_bytes(struct cursor *cursor, const struct field *field, char *at)
{
	char hex[2 * BYTES_MAX + 1];
	return take_text(cursor, hex, sizeof(hex)) && strlen(hex) == 2 * field->size &&
	       hex_parse(hex, at, field->size);
}

static bool
take_receipt(struct cursor *cursor, char *at)
{
	char text[RECEIPT_REF_TEXT_MAX];
	struct receipt_ref ref;
	if (!take_text(cursor, text, sizeof(text)) || !receipt_ref_parse(text, &ref))
		return false;
	memcpy(at, &ref, sizeof(ref));
	return true;
}

static bool
take_object(struct cursor *cursor, const struct form *form, char *base)
{
	if (!take(cursor, "{"))
		return false;
	cursor->comma = false;
	if (!decode_form(cursor, form, base) || !take(cursor, "}"))
		return false;
	cursor->comma = true;
	return true;
}

/* Rows of a list grow as they come; the count is kept up so that entry_done() finds what is there.
 */
static char *
next_row(const struct field *field, char *base, size_t index)
{
	char *rows = base + field->offset;
	if (index >= (field->type == FIELD_ARRAY ? field->size : ROWS_MAX))
		return NULL;
	if (field->type == FIELD_LIST) {
		memcpy(&rows, base + field->offset, sizeof(rows));
		if ((index & (index - 1)) == 0) /* full at every power of two */
			rows = alloc_again(rows, index ? 2 * index : 1, field->form->size);
		memcpy(base + field->offset, &rows, sizeof(rows));
	}
	set_count(field, base, index + 1);
	return memset(rows + index * field->form->size, 0, field->form->size);
}

static bool
take_rows(struct cursor *cursor, const struct field *field, char *base)
{
	if (!take(cursor, "["))
		return false;
	for (size_t index = 0;; index++) {
		char *row = next_row(field, base, index);
		if (!row || !take_object(cursor, field->form, row))
			return false;
		if (take(cursor, "]"))
			return true;
		if (!take(cursor, ","))
			return false;
	}
}

static bool
take_value(struct cursor *cursor, const struct field *field, char *base)
{
	char *at = base + field->offset;
	int64_t number = 0;
	switch (field->type) {
	case FIELD_INT:
	case FIELD_DAY:
	case FIELD_NUMBER:
	case FIELD_BOOL:
		if (!take_number(cursor, &number) ||
		    (field->type != FIELD_NUMBER && (number < INT_MIN || number > INT_MAX)))
			return false;
		set_number(field, at, number);
		return true;
	case FIELD_KIND:
		return take_kind(cursor, at);
	case FIELD_NAME:
		return take_name(cursor, field, at);
	case FIELD_TEXT:
		return take_text(cursor, at, field->size);
	case FIELD_LONG_TEXT:
		return take_long_text(cursor, (char **)at);
	case FIELD_BYTES:
		return take_bytes(cursor, field, at);
	case FIELD_RECEIPT:
		return take_receipt(cursor, at);
	case FIELD_OBJECT:
		return take_object(cursor, field->form, at);
	case FIELD_ARRAY:
	case FIELD_LIST:
		return take_rows(cursor, field, base);
	}
	return false;
}

static bool
decode_form(struct cursor *cursor, const struct form *form, char *base)
{
	for (size_t i = 0; i < form->count; i++) {
		const struct field *field = &form->fields[i];
		if (take_key(cursor, field->key) && !take_value(cursor, field, base))
			return false;
	}
	return true;
}

static enum outcome
broken(const struct cursor *cursor, const char *text, struct err *err)
{
	size_t rest = (size_t)(cursor->end - cursor->at);
	err_set(err, RC_BROKEN, _("an entry of the journal cannot be read"));
	err_detail(err, "at byte %zu: %.*s", (size_t)(cursor->at - text),
	           rest > 60 ? 60 : (int)rest, cursor->at);
	return RC_BROKEN;
}

static bool
same_text(const struct buf *again, const char *text, size_t length)
{
	return again->length == length && memcmp(again->text, text, length) == 0;
}

static bool
decode_entry(struct cursor *cursor, struct entry *entry)
{
	char *base = (char *)entry;
	return take(cursor, "{") && decode_form(cursor, &header_form, base) &&
	       decode_form(cursor, &kind_forms[entry->kind], base) &&
	       (!entry_kind_is_money(entry->kind) || decode_form(cursor, &after_form, base)) &&
	       take(cursor, "}") && cursor->at == cursor->end;
}

static enum outcome
refuse(struct cursor *cursor, struct entry *found, const char *text, struct err *err)
{
	entry_done(found);
	if (cursor->unknown_kind)
		return err_set(err, RC_REFUSED,
		               _("this entry was made by a newer version of Ringup"));
	return broken(cursor, text, err);
}

enum outcome
entry_decode_own(struct entry *entry, const char *text, size_t length, struct err *err)
{
	struct cursor cursor = { .at = text, .end = text + length };
	struct entry found;
	entry_init(&found, ENTRY_INIT);
	if (!decode_entry(&cursor, &found))
		return refuse(&cursor, &found, text, err);
	*entry = found;
	return RC_OK;
}

enum outcome
entry_decode(struct entry *entry, const char *text, size_t length, struct err *err)
{
	struct cursor at_end = { .at = text + length, .end = text + length };
	struct entry found;
	struct buf again = { 0 };
	enum outcome outcome = entry_decode_own(&found, text, length, err);
	if (outcome)
		return outcome;
	entry_encode(&found, &again);
	bool same = same_text(&again, text, length);
	buf_done(&again);
	if (!same)
		return refuse(&at_end, &found, text, err);
	*entry = found;
	return RC_OK;
}

static enum outcome
decode_part(const struct form *form, void *part, const char *text, size_t length, struct err *err)
{
	struct cursor cursor = { .at = text, .end = text + length };
	struct buf again = { 0 };
	memset(part, 0, form->size);
	if (!take_object(&cursor, form, part) || cursor.at != cursor.end)
		return broken(&cursor, text, err);
	entry_encode_part(form, part, &again);
	bool fine = same_text(&again, text, length);
	buf_done(&again);
	return fine ? RC_OK : broken(&cursor, text, err);
}

enum outcome
entry_decode_line(struct sale_line *line, const char *text, size_t length, struct err *err)
{
	struct sale_line found;
	enum outcome outcome = decode_part(&line_form, &found, text, length, err);
	if (!outcome)
		*line = found;
	return outcome;
}
