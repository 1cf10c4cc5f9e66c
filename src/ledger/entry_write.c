/*
 * Entries as text.  The text is canonical: fields in the order of their form, no white space, a
 * field that is zero or empty left out, so that one entry has one text and the text can be hashed.
 */
#include <config.h>

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "ledger/entry.h"
#include "ledger/entry_parts.h"

#define BYTES_MAX 64
#define MEMBER_MAX 256 /* a member that is written in one piece */

static int64_t
number_at(const struct field *field, const char *at)
{
	int64_t number = 0;
	int narrow = 0;
	switch (field->type) {
	case FIELD_NUMBER:
		memcpy(&number, at, sizeof(number));
		return number;
	case FIELD_BOOL:
		return *(const bool *)at;
	default: /* int, day_number and enums are as wide as an int */
		memcpy(&narrow, at, sizeof(narrow));
		return narrow;
	}
}

static size_t
count_at(const struct field *field, const char *base)
{
	size_t many = 0;
	int few = 0;
	if (field->type == FIELD_LIST)
		memcpy(&many, base + field->count_offset, sizeof(many));
	else
		memcpy(&few, base + field->count_offset, sizeof(few));
	return field->type == FIELD_LIST ? many : (size_t)few;
}

static void encode_form(const struct form *form, const char *base, struct json_writer *writer);

/* A member in one piece: every sale writes some sixty of them, so this is worth the care. */
static void
put_piece(struct json_writer *writer, const char *key, const char *value, size_t length)
{
	char piece[MEMBER_MAX], *at = piece;
	size_t key_length = strlen(key);
	assert(key_length + length + 4 <= sizeof(piece));
	if (writer->comma)
		*at++ = ',';
	*at++ = '"';
	memcpy(at, key, key_length);
	at += key_length;
	*at++ = '"';
	*at++ = ':';
	memcpy(at, value, length);
	buf_add_bytes(writer->buf, piece, (size_t)(at - piece) + length);
	writer->comma = true;
}

static void
put_number(struct json_writer *writer, const char *key, int64_t number)
{
	char digits[24], *end = digits + sizeof(digits), *at = end;
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		*--at = '-';
	put_piece(writer, key, at, (size_t)(end - at));
}

/* Most texts are plain and short; the others go the long way. */
static void
put_words(struct json_writer *writer, const char *key, const char *text)
{
	char quoted[MEMBER_MAX - 40];
	size_t length = 0;
	quoted[length++] = '"';
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;
		if (byte < 0x20 || byte >= 0x7f || byte == '"' || byte == '\\' ||
		    length + 2 >= sizeof(quoted))
			break;
		quoted[length++] = *text;
	}
	if (*text) {
		json_put_text(writer, key, text - (length - 1));
		return;
	}
	quoted[length++] = '"';
	put_piece(writer, key, quoted, length);
}

static void
put_bytes(struct json_writer *writer, const struct field *field, const char *at)
{
	static const char zeros[BYTES_MAX];
	char hex[2 * BYTES_MAX + 1];
	assert(field->size <= BYTES_MAX);
	if (memcmp(at, zeros, field->size) != 0)
		put_words(writer, field->key, hex_text(hex, at, field->size));
}

static void
put_receipt(struct json_writer *writer, const struct field *field, const char *at)
{
	char text[RECEIPT_REF_TEXT_MAX];
	struct receipt_ref ref;
	memcpy(&ref, at, sizeof(ref));
	if (ref.number)
		put_words(writer, field->key, receipt_ref_text(text, ref));
}

static void
put_object(struct json_writer *writer, const char *key, const struct form *form, const char *base)
{
	json_open_object(writer, key);
	encode_form(form, base, writer);
	json_close_object(writer);
}

static void
put_rows(struct json_writer *writer, const struct field *field, const char *base)
{
	const char *rows = base + field->offset;
	size_t count = count_at(field, base);
	if (count == 0)
		return;
	if (field->type == FIELD_LIST)
		memcpy(&rows, base + field->offset, sizeof(rows));
	assert(field->type == FIELD_LIST || count <= field->size);
	json_open_array(writer, field->key);
	for (size_t i = 0; i < count; i++)
		put_object(writer, NULL, field->form, rows + i * field->form->size);
	json_close_array(writer);
}

static void
put_text(struct json_writer *writer, const struct field *field, const char *text)
{
	if (text && *text)
		put_words(writer, field->key, text);
}

static void
put_field(struct json_writer *writer, const struct field *field, const char *base)
{
	const char *at = base + field->offset;
	switch (field->type) {
	case FIELD_INT:
	case FIELD_NUMBER:
	case FIELD_DAY:
	case FIELD_BOOL:
		if (number_at(field, at))
			put_number(writer, field->key, number_at(field, at));
		break;
	case FIELD_KIND:
		put_words(writer, field->key,
		          entry_kind_name((enum entry_kind)number_at(field, at)));
		break;
	case FIELD_NAME:
		if (number_at(field, at))
			put_words(writer, field->key, field->names[number_at(field, at)]);
		break;
	case FIELD_TEXT:
		put_text(writer, field, at);
		break;
	case FIELD_LONG_TEXT:
		put_text(writer, field, *(char *const *)at);
		break;
	case FIELD_BYTES:
		put_bytes(writer, field, at);
		break;
	case FIELD_RECEIPT:
		put_receipt(writer, field, at);
		break;
	case FIELD_OBJECT:
		put_object(writer, field->key, field->form, at);
		break;
	case FIELD_ARRAY:
	case FIELD_LIST:
		put_rows(writer, field, base);
		break;
	}
}

static void
encode_form(const struct form *form, const char *base, struct json_writer *writer)
{
	for (size_t i = 0; i < form->count; i++)
		put_field(writer, &form->fields[i], base);
}

void
entry_encode(const struct entry *entry, struct buf *buf)
{
	struct json_writer writer = { .buf = buf };
	json_open_object(&writer, NULL);
	encode_form(&header_form, (const char *)entry, &writer);
	encode_form(&kind_forms[entry->kind], (const char *)entry, &writer);
	if (entry_kind_is_money(entry->kind))
		encode_form(&after_form, (const char *)entry, &writer);
	json_close_object(&writer);
}

void
entry_encode_line(const struct sale_line *line, struct buf *buf)
{
	entry_encode_part(&line_form, line, buf);
}

void
entry_encode_part(const struct form *form, const void *part, struct buf *buf)
{
	struct json_writer writer = { .buf = buf };
	put_object(&writer, NULL, form, part);
}
