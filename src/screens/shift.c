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
#include "screens/pieces_screen.h"
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

/* The float, what goes to the safe or comes from it: what was counted is the command's only word.
 */
static enum outcome
submit_counted(struct face *face, enum command_id id, const char *counted)
{
	struct command command;

	command_make(&command, id, counted, NULL);
	return face_do(face, &command);
}

void
open_shift_open(struct face *face)
{
	struct pieces_with with = { .submit = submit_counted, .command = CMD_OPEN_SHIFT };
	struct shift_row last;
	char text[MONEY_TEXT_MAX];

	text_copy(with.title, sizeof(with.title), _("Open shift"));
	with.about = _("Count the float in the drawer. The figure is what the last shift left.");
	if (shift_last(face->ledger, series_of(face), &last, NULL) == RC_OK &&
	    last.float_left.minor > 0)
		text_copy(with.proposed, sizeof(with.proposed), plain(face, last.float_left, text));
	else
		with.about = _("Count the float in the drawer.");
	face_push(face, &pieces_screen, &with);
}

void
safe_open(struct face *face, enum command_id id)
{
	struct pieces_with with = { .submit = submit_counted, .command = id };

	text_copy(with.title, sizeof(with.title), _(command_spec(id)->label));
	with.about = _(command_spec(id)->help);
	face_push(face, &pieces_screen, &with);
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
	struct tender_row rows[KINDS_MAX];
	int count;
};

/* What is counted beside cash: slips and vouchers as the shop wants it, and notes of other
 * currencies, which are cash too. */
static void
counted_kinds(const struct face *face, struct kinds *kinds)
{
	struct tender_row rows[32];
	size_t count = 0;

	kinds->count = 0;
	if (catalogue_tenders(face->ledger, rows, 32, &count, NULL))
		return;
	for (size_t i = 0; i < count && kinds->count < KINDS_MAX; i++) {
		if ((!rows[i].counted && !rows[i].currency[0]) || rows[i].retired ||
		    strcmp(rows[i].kind, "cash") == 0)
			continue;
		kinds->rows[kinds->count++] = rows[i];
	}
}

static enum outcome
give_count(struct face *face, const char *kind, const char *counted)
{
	struct command command;

	command_make(&command, CMD_COUNT, kind, counted, NULL);
	return face_do_quietly(face, &command);
}

/* One entry a kind.  Stops where the till asks for something: what was counted so far stands. */
static enum outcome
submit_kinds(struct face *face, struct form_with *form, struct err *err)
{
	struct kinds kinds;
	int64_t serial = face->top->serial;

	(void)err;
	counted_kinds(face, &kinds);
	for (int i = 0; i < form->count && i < kinds.count; i++) {
		char amount[FIELD_TEXT_MAX];
		enum outcome outcome;

		text_copy(amount, sizeof(amount), form->fields[i].value);
		if (!amount[0])
			continue;
		outcome = give_count(face, kinds.rows[i].kind, amount);
		if (outcome || face->view.state != TILL_READY || !face_is_open(face, serial))
			return outcome ? outcome : RC_BUSY;
	}
	face_pop(face, face->top);
	ask_close(face);
	return RC_OK;
}

/* "Dollars, USD". */
static void
kind_label(const struct tender_row *row, char out[static NAME_MAX_BYTES])
{
	if (row->currency[0])
		snprintf(out, NAME_MAX_BYTES, "%.*s, %s", NAME_MAX_BYTES - 8, row->label,
		         row->currency);
	else
		text_copy(out, NAME_MAX_BYTES, row->label);
}

static void
ask_kinds(struct face *face)
{
	static char labels[KINDS_MAX][NAME_MAX_BYTES];
	struct form_with form = { .submit = submit_kinds };
	struct kinds kinds;

	counted_kinds(face, &kinds);
	if (kinds.count == 0) {
		ask_close(face);
		return;
	}
	text_copy(form.title, sizeof(form.title), _("Count the drawer"));
	form.about = _("Count what else is there, each in its own currency; what is not there "
	               "stays empty.");
	for (int i = 0; i < kinds.count; i++) {
		struct form_field *field;

		kind_label(&kinds.rows[i], labels[i]);
		field = form_add(&form, labels[i], FORM_AMOUNT, "");
		field->optional = true;
		text_copy(field->currency, sizeof(field->currency), kinds.rows[i].currency);
	}
	face_push(face, &form_screen, &form);
}

static enum outcome
submit_cash(struct face *face, enum command_id id, const char *counted)
{
	int64_t serial = face->top->serial;
	enum outcome outcome = give_count(face, "cash", counted);

	(void)id;
	if (outcome || face->view.state != TILL_READY || !face_is_open(face, serial))
		return outcome ? outcome : RC_BUSY;
	face_pop(face, face->top);
	ask_kinds(face);
	return RC_OK;
}

void
close_shift_open(struct face *face)
{
	struct pieces_with with = { .submit = submit_cash, .command = CMD_COUNT };

	text_copy(with.title, sizeof(with.title), _("Count the drawer"));
	with.about = _("Count what is there; what it should be is shown afterwards.");
	face_push(face, &pieces_screen, &with);
}
