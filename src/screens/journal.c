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
#include "screens/paper.h"
#include "screens/rooms.h"
#include "screens/table.h"
#include "screens/typed.h"

#define ROWS_MAX 200

/* How entries are called on screens. */
static const char *const kind_labels[ENTRY_KINDS] = {
	[ENTRY_INIT] = N_("till set up"),
	[ENTRY_START] = N_("program started"),
	[ENTRY_CLOCK] = N_("clock changed"),
	[ENTRY_GAP] = N_("gap accepted"),
	[ENTRY_KEY_RECOVERY] = N_("new signing key"),
	[ENTRY_LIVE] = N_("live from here"),
	[ENTRY_SIGN_ON] = N_("signed on"),
	[ENTRY_SIGN_OFF] = N_("signed off"),
	[ENTRY_LOCK] = N_("locked"),
	[ENTRY_SIGN_FAILED] = N_("wrong PIN"),
	[ENTRY_TAKE_OVER] = N_("basket taken over"),
	[ENTRY_TRAINING] = N_("training switched"),
	[ENTRY_SHIFT_OPEN] = N_("shift opened"),
	[ENTRY_COUNT] = N_("counted"),
	[ENTRY_SHIFT_CLOSE] = N_("shift closed"),
	[ENTRY_Z] = N_("Z report"),
	[ENTRY_PERIOD] = N_("month or year closed"),
	[ENTRY_SALE] = N_("sale"),
	[ENTRY_TENDER] = N_("tender"),
	[ENTRY_CANCELLED] = N_("basket cancelled"),
	[ENTRY_SUSPENDED] = N_("basket suspended"),
	[ENTRY_RECALLED] = N_("basket recalled"),
	[ENTRY_NO_SALE] = N_("drawer without sale"),
	[ENTRY_CASH] = N_("cash in or out"),
	[ENTRY_PAPER] = N_("paper"),
	[ENTRY_AGE_REFUSED] = N_("refused by age"),
	[ENTRY_SETTING] = N_("setting changed"),
	[ENTRY_STAFF] = N_("staff changed"),
	[ENTRY_CATALOGUE] = N_("items imported"),
	[ENTRY_RECORD] = N_("set-up changed"),
	[ENTRY_BACKUP] = N_("backup"),
	[ENTRY_RESTORE] = N_("restored"),
	[ENTRY_REPAIR] = N_("tables repaired"),
	[ENTRY_OLD_DAY] = N_("old day goes on"),
	[ENTRY_CONSENT] = N_("consent given"),
};

/* ---- what is typed ---- */

static void
set_today(const struct face *face, struct journal_query *query)
{
	query->first = query->last = when_day(face_now(face));
}

/* One word narrows: an amount with a point, a day, "today", "staff 3", an item's number, a kind's
 * name. */
static bool
take_word(const struct face *face, const char *word, struct journal_query *query)
{
	struct err err;
	day_number day;

	if (strcmp(word, _("today")) == 0 || strcmp(word, "today") == 0) {
		set_today(face, query);
	} else if (strpbrk(word, "-/") &&
	           day_parse_typed(word, face->settings->date_pattern, when_day(face_now(face)),
	                           &day, &err) == RC_OK) {
		query->first = query->last = day;
	} else if (strpbrk(word, ".,") &&
	           typed_money(face->settings, word, &query->amount, &err) == RC_OK) {
		query->has_amount = true;
	} else if (word[0] == '#' && word[1]) {
		query->staff = atoi(word + 1);
	} else if (entry_kind_parse(word, &query->kind)) {
		query->sales_only = false;
	} else {
		text_copy(query->item, sizeof(query->item), word);
	}
	return true;
}

static void
read_filter(const struct table *table, struct journal_query *query)
{
	char text[FIELD_TEXT_MAX], *rest, *word;

	text_copy(text, sizeof(text), table->filter.text);
	for (word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		take_word(table->screen.face, word, query);
}

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
	                   : _(kind_labels[entry->kind]));
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
	if (receipt_ref_parse(table->filter.text, &ref)) {
		struct entry entry;

		if (journal_read_sale(face->ledger, ref, &entry, NULL) == RC_OK) {
			add_entry(table, &(struct journal_row){ .seq = entry.seq,
			                                        .series = entry.series,
			                                        .kind = entry.kind,
			                                        .day = entry.day,
			                                        .at = entry.at,
			                                        .staff = entry.staff,
			                                        .sale = ref,
			                                        .amount = entry.is.sale.total });
			entry_done(&entry);
		}
	} else {
		read_filter(table, &query);
		if (journal_find(face->ledger, &query, rows, ROWS_MAX, &count, NULL))
			count = 0;
	}
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
		         _(kind_labels[entry->kind]), staff, approver);
	else
		snprintf(text, sizeof(text), "%s", _("this entry has no paper"));
	face_note(face, text);
}

static void
show(struct face *face, int64_t seq)
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
		paper_open(face, &printout, _(kind_labels[entry.kind]), PAPER_OF_ENTRY);
	printout_done(&printout);
	entry_done(&entry);
}

static void
journal_take(struct table *table, const struct table_row *row)
{
	show(table->screen.face, row->id);
}

static enum reaction
journal_verb(struct table *table, struct verb verb, const char *words, const struct table_row *row)
{
	struct face *face = table->screen.face;
	struct command command;

	(void)words;
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

	return verb_is_command(verb, CMD_REPRINT) && row && row->key[0] &&
	       face_may(table->screen.face, CMD_REPRINT);
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
		field_set(&table->filter, scan->data);
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
	.about = N_("Type a receipt number, an amount with its point, a day, today, #staff, or an "
	            "item's number."),
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
	            "a day, #staff."),
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
