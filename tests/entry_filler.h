/*
 * Entries with every field set, made by walking the same tables that encode them.
 */
#ifndef RINGUP_TESTS_ENTRY_FILLER_H
#define RINGUP_TESTS_ENTRY_FILLER_H

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "ledger/forms.h"

static int filled;

static inline void fill_form(const struct form *form, char *base);

static inline void
fill_text(char *out, size_t size)
{
	char text[64];
	snprintf(text, sizeof(text), "T%d \"\\\x01\xc3\xa9", filled);
	if (strlen(text) < size)
		memcpy(out, text, strlen(text) + 1);
	else
		snprintf(out, size, "%d", filled % 9 + 1);
}

static inline void
fill_rows(const struct field *field, char *base)
{
	char *rows = base + field->offset;
	size_t count = field->type == FIELD_ARRAY ? field->size : 2;
	int few = (int)count;
	if (field->type == FIELD_LIST) {
		rows = alloc_zero(count, field->form->size);
		memcpy(base + field->offset, &rows, sizeof(rows));
		memcpy(base + field->count_offset, &count, sizeof(count));
	} else {
		memcpy(base + field->count_offset, &few, sizeof(few));
	}
	for (size_t i = 0; i < count; i++)
		fill_form(field->form, rows + i * field->form->size);
}

static inline void
fill_field(const struct field *field, char *base)
{
	char *at = base + field->offset;
	struct receipt_ref ref = { 2, SERIES_TRAINING, ++filled };
	int64_t number = filled % 2 ? filled : -filled;
	int narrow = field->type == FIELD_DAY ? 20261122 : field->type == FIELD_NAME ? 1 : filled;
	char *words;
	switch (field->type) {
	case FIELD_INT:
	case FIELD_DAY:
	case FIELD_NAME:
		memcpy(at, &narrow, sizeof(narrow));
		break;
	case FIELD_NUMBER:
		memcpy(at, &number, sizeof(number));
		break;
	case FIELD_BOOL:
		*(bool *)at = true;
		break;
	case FIELD_TEXT:
		fill_text(at, field->size);
		break;
	case FIELD_LONG_TEXT:
		words = alloc_format("{\"long\":\"%d\"}", filled);
		memcpy(at, &words, sizeof(words));
		break;
	case FIELD_BYTES:
		memset(at, filled, field->size);
		break;
	case FIELD_RECEIPT:
		memcpy(at, &ref, sizeof(ref));
		break;
	case FIELD_OBJECT:
		fill_form(field->form, at);
		break;
	case FIELD_ARRAY:
	case FIELD_LIST:
		fill_rows(field, base);
		break;
	case FIELD_KIND:
		break;
	}
}

static inline void
fill_form(const struct form *form, char *base)
{
	for (size_t i = 0; i < form->count; i++)
		fill_field(&form->fields[i], base);
}

static inline void
fill_entry(struct entry *entry, enum entry_kind kind)
{
	entry_init(entry, kind);
	filled = 0;
	fill_form(&header_form, (char *)entry);
	fill_form(&kind_forms[kind], (char *)entry);
	if (entry_kind_is_money(kind))
		fill_form(&after_form, (char *)entry);
}

#endif
