/*
 * What the drawer should hold: float + cash taken - change - ... , and every term down to its
 * entries.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "ledger/journal.h"
#include "ledger/shifts.h"
#include "reports/closing.h"
#include "screens/consent.h"
#include "screens/paper.h"
#include "screens/rooms.h"
#include "screens/table.h"

#define TERMS_MAX 16
#define ENTRIES_MAX 500

static enum series
series_of(const struct face *face)
{
	return face->view.training ? SERIES_TRAINING : SERIES_LIVE;
}

/* ---- the entries of one term ---- */

static void
entries_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct drawer_row *rows = alloc_zero(ENTRIES_MAX, sizeof(*rows));
	char text[NAME_MAX_BYTES], ref[RECEIPT_REF_TEXT_MAX];
	size_t count = 0;

	if (shift_drawer_rows(face->ledger, series_of(face), face->view.shift.shift, table->key,
	                      rows, ENTRIES_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, rows[i].seq);

		table_cell(row, 0, "%lld", (long long)rows[i].seq);
		table_cell(row, 1, "%s", when_text(text, rows[i].at, "%H:%M"));
		table_cell(row, 2, "%s",
		           rows[i].sale.number ? receipt_ref_text(ref, rows[i].sale) : "");
		table_cell(row, 3, "%s", face_staff_name(face, rows[i].staff, text));
		table_cell(row, 4, "%s", face_money(face, rows[i].amount, text));
	}
	free(rows);
}

static void
entries_take(struct table *table, const struct table_row *row)
{
	struct face *face = table->screen.face;
	struct printout printout;
	struct entry entry;
	struct err err;

	if (journal_read(face->ledger, ledger_till(face->ledger), row->id, &entry, &err)) {
		face_error(face, &err);
		return;
	}
	printout_init(&printout);
	if (counter_compose(face->counter, &entry, PAPER_PRINT, 0, &printout, &err))
		face_error(face, &err);
	else
		paper_open(face, &printout, row->cells[2], PAPER_OF_ENTRY);
	printout_done(&printout);
	entry_done(&entry);
}

static const struct table_ops entries_ops = {
	.title = N_("Entries of one term"),
	.empty = N_("No entries."),
	.columns = {
		{ N_("Entry"), 8, ALIGN_RIGHT, 0 },
		{ N_("Time"), 6, ALIGN_LEFT, 0 },
		{ N_("Receipt"), 12, ALIGN_LEFT, 50 },
		{ N_("Staff"), 0, ALIGN_LEFT, 0 },
		{ N_("Amount"), 14, ALIGN_RIGHT, 0 },
	},
	.load = entries_load,
	.take = entries_take,
};

/* ---- the terms ---- */

static void
add_sum(struct table *table, struct money sum)
{
	struct table_row *row = table_add(table, 0);
	char text[MONEY_TEXT_MAX];

	row->strong = true;
	table_cell(row, 0, "%s", _("The drawer should hold"));
	table_cell(row, 2, "%s", face_money(table->screen.face, sum, text));
}

static void
drawer_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct drawer_term terms[TERMS_MAX];
	struct total *totals = NULL;
	struct money sum = money_of(0), limit = face->settings->pickup_limit;
	size_t count = 0, term_count;
	char text[MONEY_TEXT_MAX], more[MONEY_TEXT_MAX];
	int64_t shift = face->view.shift.shift;

	if (shift_totals(face->ledger, series_of(face), shift, shift, &totals, &count, NULL))
		return;
	term_count = drawer_terms(totals, count, terms, TERMS_MAX);
	for (size_t i = 0; i < term_count; i++) {
		struct table_row *row = table_add(table, 1);

		text_copy(row->key, sizeof(row->key), terms[i].key);
		row->dim = terms[i].count == 0;
		table_cell(row, 0, "%s", terms[i].label);
		if (terms[i].count)
			table_cell(row, 1, "%lld", (long long)terms[i].count);
		table_cell(row, 2, "%s", face_money(face, terms[i].amount, text));
		sum = money_add(sum, terms[i].amount);
	}
	add_sum(table, sum);
	if (limit.minor > 0)
		snprintf(table->note, sizeof(table->note), _("%s in the drawer, pickup from %s"),
		         face_money(face, sum, text), face_money(face, limit, more));
	free(totals);
}

static void
drawer_take(struct table *table, const struct table_row *row)
{
	if (row->key[0])
		table_open(table->screen.face, &entries_ops, 0, row->key);
	else
		face_beep(table->screen.face);
}

static const struct table_ops drawer_ops = {
	.title = N_("What the drawer should hold"),
	.about = N_("Term by term, since the shift was opened. Enter shows the entries behind one."),
	.columns = {
		{ N_("Term"), 0, ALIGN_LEFT, 0 },
		{ N_("Entries"), 9, ALIGN_RIGHT, 0 },
		{ N_("Amount"), 16, ALIGN_RIGHT, 0 },
	},
	.load = drawer_load,
	.take = drawer_take,
};

static void
open_terms(struct face *face)
{
	table_open(face, &drawer_ops, 0, NULL);
}

/* Who counts blind is not told before, unless somebody who may agrees. */
void
drawer_open(struct face *face)
{
	if (face->settings->blind_count)
		consent_open(face, RIGHT_EXPECTED, open_terms);
	else
		open_terms(face);
}
