/*
 * Locked: who is there?  Number, Enter, PIN, Enter.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "counter/demo.h"
#include "screens/head.h"
#include "screens/panel.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"

#define HOUR_MS (INT64_C(3600) * 1000)

struct sign {
	struct screen screen;
	struct field number, pin;
	bool at_pin;
	struct demo_person people[DEMO_STAFF_MAX]; /* of the demo shop, which has no secrets */
	size_t people_count;
};

static struct sign *
sign_of(const struct screen *screen)
{
	return (struct sign *)screen;
}

static void
sign_enter(struct screen *screen, const void *with)
{
	struct sign *sign = sign_of(screen);

	(void)with;
	sign->number.room = 4;
	sign->pin.room = 12;
	sign->pin.secret = true;
	if (screen->face->view.demo && demo_staff(sign->people, &sign->people_count, NULL))
		sign->people_count = 0;
}

/* ---- drawing ---- */

static void
backup_text(const struct face *face, char *out, size_t size)
{
	int64_t age_ms = counter_backup_age_ms(face->counter);
	int hours = (int)(age_ms / HOUR_MS), days = hours / 24;

	if (counter_backup_runs(face->counter))
		snprintf(out, size, "%s", _("a backup is being made"));
	else if (counter_backup_status(face->counter)[0])
		snprintf(out, size, _("Backup: %s"), counter_backup_status(face->counter));
	else if (age_ms < 0)
		snprintf(out, size, "%s", _("no backup yet"));
	else if (days > 0)
		snprintf(out, size,
		         ngettext("last backup %d day ago", "last backup %d days ago",
		                  (unsigned long)days),
		         days);
	else
		snprintf(out, size,
		         ngettext("last backup %d hour ago", "last backup %d hours ago",
		                  (unsigned long)hours),
		         hours);
}

static bool
backup_is_old(const struct face *face)
{
	int64_t age_ms = counter_backup_age_ms(face->counter);

	return age_ms < 0 || age_ms > 2 * 24 * HOUR_MS;
}

static void
draw_field(const struct field *field, struct canvas *canvas, int row, int col, const char *label,
           bool current)
{
	int at;

	canvas_put(canvas, row, col, 16, current ? INK_STRONG : INK_DIM, label);
	at = field_draw(field, canvas, row, col + 18, 14, INK_BOX_FIELD);
	if (current)
		canvas_cursor(canvas, row, at);
}

static int
draw_people(const struct sign *sign, struct canvas *canvas, int row, int last, int col, int cols)
{
	if (sign->people_count == 0 || row + 2 > last)
		return row;
	canvas_put(canvas, row++, col, cols, INK_DIM,
	           _("This is a demo; its numbers and PINs are:"));
	for (size_t i = 0; i < sign->people_count && row <= last; i++, row++) {
		const struct demo_person *person = &sign->people[i];

		canvas_format(canvas, row, col, cols, INK_BODY, "%4d  %-8s", person->number,
		              person->pin);
		canvas_format(canvas, row, col + 16, cols - 16, INK_DIM, "%s, %s", person->name,
		              _(person->group));
	}
	return row;
}

/* A shop that is being set up has one person, who may not know the number. */
static void
draw_only_one(const struct face *face, struct canvas *canvas, int row, int col, int cols)
{
	struct staff_row people[2];
	size_t count = 0;

	if (ledger_is_live(face->ledger) || face->view.demo ||
	    staff_list(face->ledger, people, 2, &count, NULL) || count != 1)
		return;
	canvas_format(canvas, row, col, cols, INK_DIM, _("%s has number %d."), people[0].name,
	              people[0].number);
}

static void
sign_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	const struct sign *sign = sign_of(screen);
	const struct face *face = screen->face;
	int cols = room.cols < 56 ? room.cols - 4 : 50, col = room.col + (room.cols - cols) / 2;
	int row = room.row + (room.rows > 16 ? 3 : 0), last = room.row + room.rows - 3;
	char text[200];

	canvas_put(canvas, row++, col, cols, INK_STRONG, face->settings->name);
	canvas_put(canvas, row++, col, cols, INK_DIM, _("Number, Enter, PIN, Enter"));
	row += room.rows > 12;
	draw_field(&sign->number, canvas, row++, col, _("Your number"), !sign->at_pin);
	draw_field(&sign->pin, canvas, row++, col, _("PIN"), sign->at_pin);
	row++;
	if (face->view.basket_stands && row < last)
		canvas_wrap(
		        canvas, (struct area){ row, col, 2, cols }, INK_SAVED,
		        _("A basket is open here. Who else signs on puts it aside for its owner.")),
		        row += 3;
	draw_only_one(face, canvas, row, col, cols);
	draw_people(sign, canvas, row, last, col, cols);
	if (panel_clock(face, text, sizeof(text)))
		canvas_put(canvas, last, col, cols, INK_BAD, text);
	backup_text(face, text, sizeof(text));
	canvas_put(canvas, last + 1, col, cols, backup_is_old(face) ? INK_BAD : INK_DIM, text);
	if (counter_printer_status(face->counter)[0])
		canvas_format(canvas, last + 2, col, cols, INK_BAD, _("Printer: %s"),
		              counter_printer_status(face->counter));
	if (face->message == MESSAGE_NOTE)
		note_draw(face, canvas, last + 2);
}

/* ---- keys ---- */

static void
start_again(struct sign *sign)
{
	field_clear(&sign->number);
	field_clear(&sign->pin);
	sign->at_pin = false;
}

static enum reaction
give(struct sign *sign, enum command_id id)
{
	struct face *face = sign->screen.face;
	struct command command;

	command_make(&command, id, sign->number.text, sign->pin.text[0] ? sign->pin.text : NULL,
	             NULL);
	field_clear(&sign->pin);
	face_do(face, &command);
	return REACT_DONE;
}

/* Somebody without a PIN yet chooses one next. */
static bool
has_no_pin(const struct sign *sign)
{
	struct staff_row row;

	return staff_get(sign->screen.face->ledger, atoi(sign->number.text), &row, NULL) == RC_OK &&
	       !row.left && !row.pin_hash[0];
}

static enum reaction
sign_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct sign *sign = sign_of(screen);

	(void)words;
	if (verb_is(verb, ACT_ENTER)) {
		if (field_is_empty(sign->at_pin ? &sign->pin : &sign->number))
			return REACT_BEEP;
		if (!sign->at_pin && !has_no_pin(sign)) {
			sign->at_pin = true;
			return REACT_DONE;
		}
		return give(sign, CMD_SIGN_ON);
	}
	if (verb_is_command(verb, CMD_TAKE_OVER) && sign->at_pin && !field_is_empty(&sign->pin))
		return give(sign, CMD_TAKE_OVER);
	if (verb_is_command(verb, CMD_CLEAR)) {
		if (field_is_empty(&sign->number) && field_is_empty(&sign->pin))
			return REACT_BEEP;
		if (!field_is_empty(&sign->pin))
			field_clear(&sign->pin);
		else if (sign->at_pin)
			sign->at_pin = false;
		else
			start_again(sign);
		return REACT_DONE;
	}
	if (verb_is(verb, ACT_UP) || verb_is(verb, ACT_DOWN)) {
		sign->at_pin = verb_is(verb, ACT_DOWN) && !field_is_empty(&sign->number);
		return REACT_DONE;
	}
	return REACT_PASS;
}

static enum reaction
sign_key(struct screen *screen, const struct key *key)
{
	struct sign *sign = sign_of(screen);

	if (!key_is_digit(key) && key->cap != CAP_BACKSPACE)
		return REACT_BEEP;
	if (key->cap == CAP_BACKSPACE && sign->at_pin && field_is_empty(&sign->pin)) {
		sign->at_pin = false;
		return REACT_DONE;
	}
	return field_key(sign->at_pin ? &sign->pin : &sign->number, key, false) ? REACT_DONE
	                                                                        : REACT_BEEP;
}

static struct field *
sign_typing(struct screen *screen)
{
	struct sign *sign = sign_of(screen);

	return sign->at_pin ? &sign->pin : &sign->number;
}

static enum reaction
sign_scan(struct screen *screen, const struct scan *scan)
{
	(void)scan;
	face_note(screen->face, _("the till is locked: sign on first"));
	return REACT_BEEP;
}

/* A wrong number or PIN begins again.  Who is in goes on with what comes first: the checklist of a
 * new shop, or the float. */
static void
sign_answered(struct screen *screen, enum outcome outcome, const struct answer *answer)
{
	struct face *face = screen->face;

	(void)answer;
	if (outcome)
		start_again(sign_of(screen));
	else if (face->view.state != TILL_READY)
		return;
	else if (!ledger_is_live(face->ledger) && !face->view.demo &&
	         face->view.person.rights[RIGHT_SETUP].allowed)
		checklist_open(face);
	else if (!face->view.shift_open && face_may(face, CMD_OPEN_SHIFT))
		open_shift_open(face);
}

static bool
sign_offers(const struct screen *screen, struct verb verb)
{
	if (verb_is_command(verb, CMD_TAKE_OVER))
		return screen->face->view.basket_stands;
	return verb_is(verb, ACT_ENTER) || verb_is_command(verb, CMD_CLEAR);
}

const struct screen_ops sign_screen = {
	.name = "sign-on",
	.title = N_("Sign on"),
	.size = sizeof(struct sign),
	.alone = true,
	.enter = sign_enter,
	.draw = sign_draw,
	.offers = sign_offers,
	.verb = sign_verb,
	.key = sign_key,
	.typing = sign_typing,
	.scan = sign_scan,
	.answered = sign_answered,
};
