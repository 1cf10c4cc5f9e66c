/*
 * The forms of entries: which fields a kind has, in which order, under which key.  Encoding,
 * decoding and the test of docs/journal.md read these tables and nothing else.
 *
 *   rule    never change, move or take away a row; new rows go to the end of their form, so that
 *           what was stored keeps its text
 */
#ifndef RINGUP_LEDGER_FORMS_H
#define RINGUP_LEDGER_FORMS_H

#include <stddef.h>

#include "ledger/facts.h"

enum field_type {
	FIELD_INT,       /* int */
	FIELD_NUMBER,    /* int64_t; also struct money and struct unit_price, which hold one */
	FIELD_DAY,       /* day_number */
	FIELD_BOOL,      /* 1, or left out */
	FIELD_KIND,      /* the entry's kind, by its name */
	FIELD_NAME,      /* an enum, written as one of names[]; the first is left out */
	FIELD_TEXT,      /* char[size] */
	FIELD_LONG_TEXT, /* char *, owned */
	FIELD_BYTES,     /* size bytes as hex; all zero is left out */
	FIELD_RECEIPT,   /* struct receipt_ref as "1-000123" */
	FIELD_OBJECT,    /* one struct of `form` */
	FIELD_ARRAY,     /* struct[size] inside, an int counts them */
	FIELD_LIST,      /* struct *, owned; a size_t counts them */
};

struct form;
struct field {
	const char *key;
	enum field_type type;
	size_t offset;
	size_t size;
	size_t count_offset;
	const struct form *form;
	const char *const *names; /* NULL-ended */
};
struct form {
	const struct field *fields;
	size_t count;
	size_t size; /* of the struct */
};

extern const struct form header_form;
extern const struct form kind_forms[ENTRY_KINDS]; /* offsets count from the entry */
extern const struct form after_form;              /* at the end of money entries */
extern const struct form line_form, tender_form;

#endif
