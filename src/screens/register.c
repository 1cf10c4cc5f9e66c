/*
 * What is typed at a register, and how a command takes it: number first, then the key.
 */
#include <config.h>

#include "screens/register.h"

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/form.h"
#include "screens/register_parts.h"
#include "screens/rooms.h"
#include "screens/scanned.h"
#include "screens/typed.h"

#define BUFFER_ROOM 24 /* digits: longer than any GTIN and the barcode of a receipt */

/* ---- the buffer ---- */

enum reaction
register_key(struct face *face, const struct key *key)
{
	bool number = key_is_digit(key) || key_is(key, ".") || key_is(key, ",") ||
	              (key_is(key, "%") && !field_is_empty(&face->buffer));

	face->buffer.room = BUFFER_ROOM;
	if (number || key->cap == CAP_BACKSPACE)
		return field_key(&face->buffer, key, false) ? REACT_DONE : REACT_BEEP;
	if (key_is_letter(key) && face->view.state != TILL_TENDERING &&
	    register_offers(face, verb_of_command(CMD_FIND))) {
		char text[FIELD_TEXT_MAX + 8];

		snprintf(text, sizeof(text), "%s%s", face->buffer.text, key->text);
		field_clear(&face->buffer);
		find_open(face, FIND_RING, text);
		return REACT_DONE;
	}
	return REACT_BEEP;
}

struct field *
register_typing(struct screen *screen)
{
	screen->face->buffer.room = BUFFER_ROOM;
	return &screen->face->buffer;
}

enum reaction
register_scan(struct face *face, const struct scan *scan)
{
	struct receipt_ref receipt;
	struct command command;
	char text[RECEIPT_REF_TEXT_MAX], code[NOTE_MAX];

	if (face->view.state == TILL_TENDERING) {
		face_note(face, _("that scan was not taken: go back with Esc to ring up more"));
		return REACT_BEEP;
	}
	/* a receipt is scanned to take goods of it back */
	if (receipt_ref_parse(scan->data, &receipt) && face_may(face, CMD_RETURN)) {
		field_clear(&face->buffer);
		return_open(face, receipt_ref_text(text, receipt));
		return REACT_DONE;
	}
	if (!face_may(face, CMD_RING))
		return REACT_BEEP;
	field_clear(&face->buffer);
	if (!scanned_code(scan, code)) {
		face_note(face, _("this code is too long"));
		return REACT_BEEP;
	}
	command_make(&command, CMD_RING, code, NULL);
	face_do(face, &command);
	return REACT_DONE;
}

/* ---- guards ---- */

enum reaction
register_refuse(struct face *face, enum command_id id)
{
	struct err err = { 0 };

	if (till_may(face->till, id, &err))
		face_note(face, err.msg);
	return REACT_BEEP;
}

enum reaction
register_refuse_buffer(struct face *face)
{
	char text[FIELD_TEXT_MAX + 64];

	snprintf(text, sizeof(text), _("%s is still typed: Enter takes it, Esc clears it"),
	         face->buffer.text);
	face_note(face, text);
	return REACT_BEEP;
}

static bool
needs_fresh(enum command_id id)
{
	return id == CMD_CANCEL || id == CMD_PAID_OUT || id == CMD_REFUND || id == CMD_CLOSE_DAY ||
	       id == CMD_POST_VOID;
}

/* ---- a command with what is in the buffer ---- */

/* The first word of "AMOUNT [LINE]", without brackets. */
static void
first_argument(enum command_id id, char name[static 16], bool *optional)
{
	const char *arguments = command_spec(id)->arguments;

	*optional = arguments[0] == '[' || arguments[0] == '\0';
	snprintf(name, 16, "%.*s", (int)strcspn(arguments + (arguments[0] == '['), " ]"),
	         arguments + (arguments[0] == '['));
}

/* How many arguments cannot be left out. */
static int
needed_arguments(enum command_id id)
{
	const char *at = command_spec(id)->arguments;
	int count = 0;

	while (*at && *at != '[') {
		size_t length = strcspn(at, " ");

		count++;
		at += length + strspn(at + length, " ");
	}
	return count;
}

static enum outcome
buffer_word(struct face *face, const char *argument, char out[static FIELD_TEXT_MAX],
            struct err *err)
{
	if (strncmp(argument, "AMOUNT", strlen("AMOUNT")) == 0)
		return typed_amount(face->settings, face->buffer.text, out, err);
	if (strcmp(argument, "N%|AMOUNT") == 0)
		return typed_discount(face->settings, face->buffer.text, out, err);
	if (strcmp(argument, "QTY") == 0 || strcmp(argument, "WEIGHT") == 0)
		return typed_qty(face->buffer.text, out, err);
	strcpy(out, face->buffer.text);
	return RC_OK;
}

/* Is there something worth asking for that may be left out? */
static bool
wants_reason(const struct face *face, enum command_id id, const char *first)
{
	if (id == CMD_DISCOUNT)
		return first[0] && strspn(first, "0.%") < strlen(first);
	return !first[0] && (id == CMD_NO_SALE ||
	                     (id == CMD_CANCEL && face->settings->reasons_asked == REASONS_NEVER));
}

enum reaction
register_give(struct face *face, enum command_id id, const char *first)
{
	struct command command;
	int have = first[0] ? 1 : 0;

	if (needs_fresh(id) && !face_is_fresh(face))
		return REACT_DONE;
	field_clear(&face->buffer);
	if (needed_arguments(id) > have || wants_reason(face, id, first)) {
		form_ask_command(face, id, first);
		return REACT_DONE;
	}
	command_make(&command, id, have ? first : NULL, NULL);
	face_do(face, &command);
	return REACT_DONE;
}

enum reaction
register_give_with_buffer(struct face *face, enum command_id id)
{
	char argument[16], word[FIELD_TEXT_MAX] = "";
	bool optional;
	struct err err;

	first_argument(id, argument, &optional);
	if (!field_is_empty(&face->buffer)) {
		if (!argument[0] || strcmp(argument, "REASON") == 0 ||
		    strcmp(argument, "TEXT") == 0)
			return register_refuse_buffer(face);
		if (buffer_word(face, argument, word, &err)) {
			face_error(face, &err);
			return REACT_DONE;
		}
	}
	return register_give(face, id, word);
}

enum reaction
register_give_line(struct face *face, enum command_id id, const char *words)
{
	char line[COMMAND_LINE_MAX];

	if (!field_is_empty(&face->buffer))
		return register_refuse_buffer(face);
	snprintf(line, sizeof(line), "%s %s", command_spec(id)->name, words);
	face_do_line(face, line);
	return REACT_DONE;
}
