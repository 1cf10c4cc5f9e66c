/*
 * What happened: the journal, newest first, narrowed by what is typed.  Enter shows an entry's
 * paper; from there, and from here, sales are printed again.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "ledger/journal.h"
#include "screens/consent.h"
#include "screens/journal_filter.h"
#include "screens/paper.h"
#include "screens/rooms.h"
#include "screens/scanned.h"
#include "screens/table.h"

#define ROWS_MAX 200

/* ---- rows ---- */

/* "Ben", or "Ben + Anna" who agreed. */
static void
staff_text(const struct face *face, const struct journal_row *entry,
           char out[static 2 * NAME_MAX_BYTES])
{
	char name[NAME_MAX_BYTES];
	size_t length;

	face_staff_name(face, entry->staff, out);
	length = strlen(out);
	if (entry->approver)
		snprintf(out + length, 2 * NAME_MAX_BYTES - length, " + %s",
		         face_staff_name(face, entry->approver, name));
}

static void
add_entry(struct table *table, const struct journal_row *entry)
{
	const struct face *face = table->screen.face;
	struct table_row *row = table_add(table, entry->seq);
	char text[2 * NAME_MAX_BYTES], at[WHEN_TEXT_MAX], pattern[40];

	snprintf(pattern, sizeof(pattern), "%s %%H:%%M", face->settings->date_pattern);
	table_cell(row, 0, "%lld", (long long)entry->seq);
	table_cell(row, 1, "%s", when_text(at, entry->at, pattern));
	table_cell(row, 2, "%s",
	           entry->kind == ENTRY_SALE && entry->amount.minor < 0
	                   ? _("return")
	                   : journal_kind_label(entry->kind));
	if (entry->sale.number) {
		receipt_ref_text(row->key, entry->sale);
		table_cell(row, 3, "%s", row->key);
	}
	staff_text(face, entry, text);
	table_cell(row, 4, "%s", text);
	if (entry_kind_is_money(entry->kind))
		table_cell(row, 5, "%s", face_money(face, entry->amount, text));
	row->dim = entry->series == SERIES_TRAINING;
}

static void
add_sale(struct table *table, struct receipt_ref ref)
{
	struct journal_row row = { .kind = ENTRY_SALE, .sale = ref };
	struct entry entry;

	if (journal_read_sale(table->screen.face->ledger, ref, &entry, NULL))
		return;
	row.seq = entry.seq;
	row.series = entry.series;
	row.day = entry.day;
	row.at = entry.at;
	row.staff = entry.staff;
	row.approver = entry.approver;
	row.amount = entry.is.sale.total;
	add_entry(table, &row);
	entry_done(&entry);
}

static void
load(struct table *table, bool sales_only)
{
	struct face *face = table->screen.face;
	struct journal_query query = { .kind = ENTRY_KINDS,
		                       .series = SERIES_COUNT,
		                       .sales_only = sales_only };
	struct journal_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows));
	struct receipt_ref ref;
	size_t count = 0;

	if (sales_only)
		query.series = face->view.training ? SERIES_TRAINING : SERIES_LIVE;
	if (journal_filter_receipt(face, table->filter.text, &ref))
		add_sale(table, ref);
	if (journal_filter_read(face, table->filter.text, &query) &&
	    journal_find(face->ledger, &query, rows, ROWS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++)
		add_entry(table, &rows[i]);
	if (count == ROWS_MAX)
		snprintf(table->note, sizeof(table->note), _("the newest %d"), ROWS_MAX);
	free(rows);
}

static void
journal_load(struct table *table)
{
	load(table, false);
}

static void
sales_load(struct table *table)
{
	load(table, true);
}

/* ---- what is done with one ---- */

/* An entry without a paper: who did it, and who agreed. */
static void
say_entry(struct face *face, const struct entry *entry)
{
	char staff[NAME_MAX_BYTES], approver[NAME_MAX_BYTES], text[4 * NAME_MAX_BYTES];

	face_staff_name(face, entry->staff, staff);
	face_staff_name(face, entry->approver, approver);
	if (approver[0])
		snprintf(text, sizeof(text), _("%s: %s, and %s agreed; this entry has no paper"),
		         journal_kind_label(entry->kind), staff, approver);
	else
		snprintf(text, sizeof(text), "%s", _("this entry has no paper"));
	face_note(face, text);
}

void
journal_show(struct face *face, int64_t seq, const char *title)
{
	struct printout printout;
	struct entry entry;
	struct err err;

	if (journal_read(face->ledger, ledger_till(face->ledger), seq, &entry, &err)) {
		face_error(face, &err);
		return;
	}
	printout_init(&printout);
	if (counter_compose(face->counter, &entry, PAPER_PRINT, 0, &printout, &err))
		face_error(face, &err);
	else if (printout.count == 0)
		say_entry(face, &entry);
	else
		paper_open(face, &printout, title ? title : journal_kind_label(entry.kind),
		           PAPER_OF_ENTRY);
	printout_done(&printout);
	entry_done(&entry);
}

static void
journal_take(struct table *table, const struct table_row *row)
{
	journal_show(table->screen.face, row->id, NULL);
}

static enum reaction
journal_verb(struct table *table, struct verb verb, const char *words, const struct table_row *row)
{
	struct face *face = table->screen.face;
	struct command command;

	(void)words;
	if (verb_is_command(verb, CMD_EXPLAIN) && row && row->key[0]) {
		explain_open(face, row->key);
		return REACT_DONE;
	}
	if (!verb_is_command(verb, CMD_REPRINT))
		return REACT_PASS;
	if (!row || !row->key[0] || !face_may(face, CMD_REPRINT))
		return REACT_BEEP;
	command_make(&command, CMD_REPRINT, row->key, NULL);
	if (face_do(face, &command) == RC_OK)
		face_note(face, _("a copy is on its way to the printer, marked DUPLICATE"));
	return REACT_DONE;
}

static bool
journal_offers(const struct table *table, struct verb verb)
{
	const struct table_row *row = table_marked(table);

	if (!row || !row->key[0])
		return false;
	return verb_is_command(verb, CMD_EXPLAIN) ||
	       (verb_is_command(verb, CMD_REPRINT) && face_may(table->screen.face, CMD_REPRINT));
}

static enum reaction
find_by_scan(struct table *table, const struct scan *scan)
{
	struct receipt_ref ref;

	if (!receipt_ref_parse(scan->data, &ref))
		return REACT_BEEP;
	receipt_ref_text(table->filter.text, ref);
	table->filter.cursor = strlen(table->filter.text);
	table_reload(table);
	return REACT_DONE;
}

static void
sales_take(struct table *table, const struct table_row *row)
{
	struct face *face = table->screen.face;
	char sale[CODE_MAX];

	text_copy(sale, sizeof(sale), row->key);
	face_pop(face, &table->screen);
	return_open(face, sale);
}

static enum reaction
sales_scan(struct table *table, const struct scan *scan)
{
	enum reaction reaction = find_by_scan(table, scan);

	if (reaction == REACT_DONE && table->list.count == 1)
		sales_take(table, &table->rows[0]);
	else if (reaction != REACT_DONE) {
		/* an item: the sales it was in */
		char number[CODE_MAX];

		scanned_number(table->screen.face->settings, scan, number);
		field_set(&table->filter, number);
		table_reload(table);
	}
	return REACT_DONE;
}

/* clang-format off */
#define JOURNAL_COLUMNS \
	.filters = true, \
	.columns = { \
		{ N_("Entry"), 7, ALIGN_RIGHT, 88 }, \
		{ N_("When"), 16, ALIGN_LEFT, 0 }, \
		{ N_("What"), 0, ALIGN_LEFT, 0 }, \
		{ N_("Receipt"), 10, ALIGN_LEFT, 56 }, \
		{ N_("Staff"), 12, ALIGN_LEFT, 76 }, \
		{ N_("Amount"), 12, ALIGN_RIGHT, 0 }, \
	}
/* clang-format on */

static const struct table_ops journal_ops = {
	.title = N_("Journal"),
	.about = N_(
	        "Type a receipt, an amount with its point, a day, an hour as 14:, an item, #staff, "
	        "or what happened. Several words narrow."),
	.empty = N_("Nothing in the journal fits."),
	JOURNAL_COLUMNS,
	.load = journal_load,
	.take = journal_take,
	.verb = journal_verb,
	.offers = journal_offers,
	.scan = find_by_scan,
};

static const struct table_ops sales_ops = {
	.title = N_("Return: which sale?"),
	.about = N_("Scan the receipt or the goods, or type its number, an amount with its point, "
	            "a day, an hour as 14:, an item, #staff."),
	.empty = N_("No sale fits."),
	JOURNAL_COLUMNS,
	.load = sales_load,
	.take = sales_take,
	.scan = sales_scan,
};

static void
open_search(struct face *face)
{
	table_open(face, &journal_ops, 0, NULL);
}

void
journal_open(struct face *face)
{
	consent_open(face, RIGHT_JOURNAL, open_search);
}

void
sales_open(struct face *face)
{
	table_open(face, &sales_ops, 0, NULL);
}
