/*
 * A form: some fields to fill in, one below the other, in a box.
 *
 *   keys    Enter takes a field and goes to the next, the last one submits; Up and Down move; Esc
 *           leaves without doing anything
 *   own     face_push() copies the struct form_with; the texts in it that are pointers are borrowed
 */
#ifndef RINGUP_SCREENS_FORM_H
#define RINGUP_SCREENS_FORM_H

#include "screens/face.h"

#define FORM_FIELDS_MAX 17

enum form_kind {
	FORM_TEXT,
	FORM_NUMBER, /* digits only */
	FORM_AMOUNT, /* in the manner of the buffer; the value given on is in units: "20.00" */
	FORM_QTY,
	FORM_DISCOUNT, /* an amount, or with a percent sign a part */
	FORM_PIN,      /* digits, shown as dots */
	FORM_CHOICE,   /* one of `choices`; digits, Left and Right choose */
};

struct form_field {
	const char *label; /* translated */
	enum form_kind kind;
	bool optional;
	const char *const *choices; /* of FORM_CHOICE, untranslated, ends with NULL */
	size_t room;                /* most bytes; 0 is what a field holds */
	char currency[4];           /* of FORM_AMOUNT: another than the shop's; "" the shop's */
	char value[FIELD_TEXT_MAX]; /* to begin with; for submit(), what was typed */
};

struct form_with {
	char title[NAME_MAX_BYTES];
	const char *about; /* a sentence above the fields, or NULL */
	struct form_field fields[FORM_FIELDS_MAX];
	int count;
	/* RC_OK closes the form, RC_BUSY does when the command ends well; err has the sentence
	 * otherwise.  An err left empty was shown already. */
	enum outcome (*submit)(struct face *face, struct form_with *form, struct err *err);
	int64_t id;                 /* submit()'s own */
	char key[CODE_MAX];         /* submit()'s own */
	enum command_id command;    /* submit()'s own */
	int wrong;                  /* submit() refuses this field, from 1; 0: the last one */
	int slots[FORM_FIELDS_MAX]; /* submit()'s own */
};

extern const struct screen_ops form_screen; /* struct form_with */

/* Adds a field and gives it. */
struct form_field *form_add(struct form_with *form, const char *label, enum form_kind kind,
                            const char *value);
/* The choice that was made, from 0. */
int form_choice(const struct form_field *field);

/* Opens a form that asks for the arguments a command still lacks. */
void form_ask_command(struct face *face, enum command_id id, const char *first);

#endif
