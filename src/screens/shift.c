/*
 * A shift's two ends: the float that is in the drawer, and the count of what is there.
 *
 * Closing goes Count (blind), Difference and reason, Left as float and to bank, Report.  What was
 * counted is on disk at once: leaving half-way loses nothing.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "ledger/shifts.h"
#include "screens/form.h"
#include "screens/rooms.h"

#define KINDS_MAX 10

static enum series
series_of(const struct face *face)
{
	return face->view.training ? SERIES_TRAINING : SERIES_LIVE;
}

/* As it is typed into a form: plain units with a point. */
static const char *
plain(const struct face *face, struct money money, char out[static MONEY_TEXT_MAX])
{
	struct number_style style = number_plain(face->settings->currency.exponent);

	return money_text(out, money, &style);
}

/* ---- opening ---- */

static enum outcome
submit_open(struct face *face, struct form_with *form, struct err *err)
{
	struct command command;

	(void)err;
	command_make(&command, CMD_OPEN_SHIFT, form->fields[0].value, NULL);
	return face_do(face, &command);
}

void
open_shift_open(struct face *face)
{
	struct form_with form = { .submit = submit_open };
	struct shift_row last;
	char text[MONEY_TEXT_MAX];

	text_copy(form.title, sizeof(form.title), _("Open shift"));
	form.about = _("Count the float in the drawer. The figure is what the last shift left.");
	if (shift_last(face->ledger, series_of(face), &last, NULL) == RC_OK &&
	    last.float_left.minor > 0) {
		form_add(&form, _("Float"), FORM_AMOUNT, plain(face, last.float_left, text));
	} else {
		form.about = _("Count the float in the drawer.");
		form_add(&form, _("Float"), FORM_AMOUNT, "");
	}
	face_push(face, &form_screen, &form);
}

/* ---- closing: left and bank ---- */

static enum outcome
submit_close(struct face *face, struct form_with *form, struct err *err)
{
	const char *reason = form->count > 2 ? form->fields[2].value : "";
	struct command command;

	(void)err;
	command_make(&command, CMD_CLOSE_SHIFT, form->fields[0].value, form->fields[1].value,
	             reason[0] ? reason : NULL, NULL);
	return face_do(face, &command);
}

static struct money
counted_cash(const struct face *face)
{
	struct total rows[KINDS_MAX * 4];
	size_t count = 0;

	if (shift_counted(face->ledger, series_of(face), face->view.shift.shift, rows,
	                  KINDS_MAX * 4, &count, NULL))
		return money_of(0);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].key, "cash") == 0)
			return rows[i].amount;
	}
	return money_of(0);
}

static void
ask_close(struct face *face)
{
	static char about[200];
	struct form_with form = { .submit = submit_close };
	struct money counted = counted_cash(face),
	             left = money_min(face->view.shift.opening_float, counted);
	char left_text[MONEY_TEXT_MAX], bank_text[MONEY_TEXT_MAX];
	struct err differs;
	bool agree = till_counts_agree(face->till, &differs) == RC_OK;

	snprintf(about, sizeof(about), "%s",
	         agree ? _("The drawer holds what it should.") : differs.msg);
	text_copy(form.title, sizeof(form.title), _("Close shift"));
	form.about = about;
	form_add(&form, _("Left as float"), FORM_AMOUNT, plain(face, left, left_text));
	form_add(&form, _("To bank"), FORM_AMOUNT,
	         plain(face, money_sub(counted, left), bank_text));
	if (!agree)
		form_add(&form, _("Reason"), FORM_TEXT, "");
	face_push(face, &form_screen, &form);
}

/* ---- closing: the count ---- */

struct kinds {
	char kinds[KINDS_MAX][TENDER_KIND_MAX];
	int count;
};

static void
counted_kinds(const struct face *face, struct kinds *kinds, char labels[KINDS_MAX][NAME_MAX_BYTES])
{
	struct tender_row rows[32];
	size_t count = 0;

	kinds->count = 0;
	if (catalogue_tenders(face->ledger, rows, 32, &count, NULL))
		return;
	for (size_t i = 0; i < count && kinds->count < KINDS_MAX; i++) {
		if (!rows[i].counted || rows[i].retired)
			continue;
		text_copy(kinds->kinds[kinds->count], TENDER_KIND_MAX, rows[i].kind);
		text_copy(labels[kinds->count++], NAME_MAX_BYTES, rows[i].label);
	}
}

/* One entry a kind.  Stops where the till asks for something: what was counted so far stands. */
static enum outcome
submit_count(struct face *face, struct form_with *form, struct err *err)
{
	char labels[KINDS_MAX][NAME_MAX_BYTES];
	struct kinds kinds;
	int64_t serial = face->top->serial;

	(void)err;
	counted_kinds(face, &kinds, labels);
	for (int i = 0; i < form->count && i < kinds.count; i++) {
		char amount[FIELD_TEXT_MAX];
		struct command command;
		enum outcome outcome;

		text_copy(amount, sizeof(amount), form->fields[i].value);
		if (!amount[0])
			continue;
		command_make(&command, CMD_COUNT, kinds.kinds[i], amount, NULL);
		outcome = face_do_quietly(face, &command);
		if (outcome || face->view.state != TILL_READY || !face_is_open(face, serial))
			return outcome ? outcome : RC_BUSY;
	}
	face_pop(face, face->top);
	ask_close(face);
	return RC_OK;
}

static void
ask_count(struct face *face)
{
	static char labels[KINDS_MAX][NAME_MAX_BYTES];
	struct form_with form = { .submit = submit_count };
	struct kinds kinds;

	counted_kinds(face, &kinds, labels);
	text_copy(form.title, sizeof(form.title), _("Count the drawer"));
	form.about = _("Count what is there; what it should be is shown afterwards.");
	for (int i = 0; i < kinds.count; i++)
		form_add(&form, labels[i], FORM_AMOUNT, "")->optional =
		        strcmp(kinds.kinds[i], "cash") != 0;
	face_push(face, &form_screen, &form);
}

void
close_shift_open(struct face *face)
{
	ask_count(face);
}
