/*
 * Goods coming back: the lines of their sale, what is left of each, and which of them come back
 * now.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "ledger/journal.h"
#include "ledger/sales.h"
#include "screens/form.h"
#include "screens/rooms.h"
#include "screens/table.h"

#define RETURNED_MAX 1000

/* Bought, less what came back by earlier returns and is on the way in this basket. */
static int64_t
left_milli(const struct face *face, const struct sale_line *line, struct receipt_ref sale,
           const struct returned back[], size_t count)
{
	const struct basket *basket = face->view.basket;
	int64_t left = line->qty_milli;

	for (size_t i = 0; i < count; i++)
		left -= back[i].line == line->number ? back[i].qty_milli : 0;
	for (size_t i = 0; face->view.state == TILL_RINGING && i < basket->line_count; i++) {
		const struct sale_line *is = &basket->lines[i].is;

		if (!is->voided && is->return_line == line->number &&
		    is->return_of.number == sale.number && is->return_of.till == sale.till &&
		    is->return_of.series == sale.series)
			left += is->qty_milli;
	}
	return left;
}

static void
add_line(struct table *table, const struct sale_line *line, int64_t left)
{
	const struct face *face = table->screen.face;
	struct table_row *row = table_add(table, line->number);
	char text[MONEY_TEXT_MAX];

	table_cell(row, 0, "%s%s", line->kind == LINE_DEPOSIT ? "  " : "", line->name);
	table_cell(row, 1, "%s%s%s", qty_text(text, line->qty_milli, 0, &face->settings->style),
	           line->unit[0] ? " " : "", line->unit);
	table_cell(row, 3, "%s", face_money(face, line->total, text));
	if (left <= 0) {
		table_cell(row, 2, "%s", _("came back"));
		row->dim = true;
	} else if (left != line->qty_milli) {
		table_cell(row, 2, _("%s left"), qty_text(text, left, 0, &face->settings->style));
	}
	qty_text(row->key, left, 0, &(struct number_style){ ".", "", 0 });
}

static void
return_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct returned *back = alloc_zero(RETURNED_MAX, sizeof(*back));
	struct receipt_ref ref;
	struct entry entry;
	size_t count = 0;
	char at[WHEN_TEXT_MAX], total[MONEY_TEXT_MAX];

	if (receipt_ref_parse(table->key, &ref) &&
	    journal_read_sale(face->ledger, ref, &entry, NULL) == RC_OK) {
		sale_returned(face->ledger, ref, back, RETURNED_MAX, &count, NULL);
		for (size_t i = 0; i < entry.is.sale.line_count; i++) {
			const struct sale_line *line = &entry.is.sale.lines[i];

			if (!line->voided && line->qty_milli > 0)
				add_line(table, line, left_milli(face, line, ref, back, count));
		}
		snprintf(table->note, sizeof(table->note), "%.40s   %s   %s", table->key,
		         when_text(at, entry.at, face->settings->date_pattern),
		         face_money(face, entry.is.sale.total, total));
		entry_done(&entry);
	}
	free(back);
}

/* ---- bringing back ---- */

static enum reaction
give(struct table *table, const char *line, const char *qty, const char *reason)
{
	struct command command;

	command_make(&command, CMD_RETURN, table->key, line, qty, reason, NULL);
	face_do(table->screen.face, &command);
	return REACT_DONE;
}

static enum outcome
submit(struct face *face, struct form_with *form, struct err *err)
{
	struct command command;
	char line[16];

	(void)err;
	snprintf(line, sizeof(line), "%d", (int)form->id);
	command_make(&command, CMD_RETURN, form->key, line, form->fields[0].value,
	             form->fields[1].value[0] ? form->fields[1].value : NULL, NULL);
	return face_do(face, &command);
}

/* A single piece comes back at once; of several it is asked how many.  Of what came back already the
 * till says so. */
static void
return_take(struct table *table, const struct table_row *row)
{
	struct form_with form = { .submit = submit, .id = row->id };
	char line[16];

	snprintf(line, sizeof(line), "%d", (int)row->id);
	if (row->dim || strcmp(row->key, "1") == 0) {
		give(table, line, "1", NULL);
		return;
	}
	text_copy(form.title, sizeof(form.title), row->cells[0]);
	text_copy(form.key, sizeof(form.key), table->key);
	form_add(&form, _("How many come back"), FORM_QTY, row->dim ? "" : row->key);
	form_add(&form, _("Reason"), FORM_TEXT, "")->optional = true;
	face_push(table->screen.face, &form_screen, &form);
}

static enum reaction
return_verb(struct table *table, struct verb verb, const char *words, const struct table_row *row)
{
	(void)words;
	(void)row;
	/* the same key that opened this brings everything back that is left */
	if (verb_is_command(verb, CMD_RETURN))
		return give(table, NULL, NULL, NULL);
	if (verb_is_command(verb, CMD_TOTAL)) {
		struct face *face = table->screen.face;

		face_pop(face, &table->screen);
		return face_verb(face, verb, "");
	}
	return REACT_PASS;
}

static bool
return_offers(const struct table *table, struct verb verb)
{
	return (verb_is_command(verb, CMD_RETURN) && table->list.count > 0) ||
	       (verb_is_command(verb, CMD_TOTAL) && face_may(table->screen.face, CMD_TOTAL));
}

/* All of it came back: nothing is left to choose here. */
static void
return_answered(struct table *table, enum outcome outcome, const struct answer *answer)
{
	bool left = false;

	(void)answer;
	if (outcome)
		return;
	table_reload(table);
	for (int i = 0; i < table->list.count; i++)
		left = left || !table->rows[i].dim;
	if (!left)
		face_pop(table->screen.face, &table->screen);
}

static const struct table_ops return_ops = {
	.title = N_("What comes back?"),
	.about = N_("Enter takes the marked line back. What was paid for it is what goes back."),
	.empty = N_("There is no such sale."),
	.numbers = true,
	.columns = {
		{ N_("Item"), 0, ALIGN_LEFT, 0 },
		{ N_("Bought"), 9, ALIGN_RIGHT, 0 },
		{ "", 12, ALIGN_LEFT, 50 },
		{ N_("Paid"), 12, ALIGN_RIGHT, 0 },
	},
	.load = return_load,
	.take = return_take,
	.verb = return_verb,
	.offers = return_offers,
	.answered = return_answered,
};

void
return_open(struct face *face, const char *sale)
{
	struct receipt_ref ref;
	char text[RECEIPT_REF_TEXT_MAX];

	if (!sale[0]) {
		sales_open(face);
		return;
	}
	/* a bare number is one of this till */
	if (!receipt_ref_parse(sale, &ref)) {
		if (strspn(sale, "0123456789") != strlen(sale) || strlen(sale) > 12) {
			sales_open(face);
			return;
		}
		ref = (struct receipt_ref){ ledger_till(face->ledger),
			                    face->view.training ? SERIES_TRAINING : SERIES_LIVE,
			                    atoll(sale) };
	}
	table_open(face, &return_ops, 0, receipt_ref_text(text, ref));
}
