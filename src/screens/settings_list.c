/*
 * The shop's settings, one row each; those of the receipt with the receipt beside them.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/qty.h"
#include "ledger/journal.h"
#include "ledger/sales.h"
#include "screens/form.h"
#include "screens/paper.h"
#include "screens/setting_up.h"
#include "screens/table.h"

#define PAPER_COLS_MAX 52
#define ROW_PAPER (-1)
#define SAMPLE_MINOR 1234

static bool
is_of_receipt(const char *key)
{
	static const char *const keys[] = { "name", "address", "tax-number", "tax-label",
		                            "language" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcmp(keys[i], key) == 0)
			return true;
	}
	return strncmp(key, "receipt", 7) == 0 || strcmp(key, "return-policy") == 0 ||
	       strcmp(key, "printer") == 0;
}

static void
settings_load_rows(struct table *table)
{
	const struct settings *settings = table->screen.face->settings;
	const struct setting_doc *docs;
	size_t count = settings_docs(&docs);

	for (size_t i = 0; i < count; i++) {
		struct table_row *row;
		char value[NOTE_MAX];

		if (table->id && !is_of_receipt(docs[i].key))
			continue;
		row = table_add(table, (int64_t)i);
		text_copy(row->key, sizeof(row->key), docs[i].key);
		row->dim = docs[i].fixed_when_live && ledger_is_live(table->screen.face->ledger);
		settings_text(settings, docs[i].key, value, sizeof(value));
		lines_to_row(value);
		table_cell(row, 0, "%s", _(docs[i].label));
		table_cell(row, 1, "%s", value);
		if (strcmp(docs[i].key, table->key) == 0) {
			table->list.marked = table->list.count - 1;
			table->key[0] = '\0';
		}
	}
	if (table->id)
		table_cell(table_add(table, ROW_PAPER), 0, "%s", _("+ see the receipt"));
}

static enum outcome
submit(struct face *face, struct form_with *form, struct err *err)
{
	struct settings copy = *face->settings;
	struct entry entry;
	enum outcome outcome;

	row_to_lines(form->fields[0].value);
	setting_up_entry(face, &entry, ENTRY_SETTING);
	outcome = settings_set(&copy, face->ledger, form->key, form->fields[0].value, &entry, err);
	entry_done(&entry);
	if (!outcome)
		setting_up_done(face);
	return outcome;
}

static void
ask_value(struct face *face, const struct table_row *row)
{
	struct form_with form = { .submit = submit };
	const struct setting_doc *docs;
	char value[NOTE_MAX];

	settings_docs(&docs);
	text_copy(form.title, sizeof(form.title), _(docs[row->id].label));
	text_copy(form.key, sizeof(form.key), row->key);
	form.about = _(docs[row->id].about);
	settings_text(face->settings, row->key, value, sizeof(value));
	if (strchr(value, '\n') || strcmp(row->key, "address") == 0)
		form.about = _("A | begins a new line.");
	lines_to_row(value);
	form_add(&form, _(docs[row->id].label), FORM_TEXT, value)->optional = true;
	face_push(face, &form_screen, &form);
}

/* ---- the receipt ---- */

/* For a shop that has sold nothing yet. */
static void
make_sample(const struct face *face, struct entry *entry)
{
	struct money amount = money_of(SAMPLE_MINOR);
	struct sale_line *line = alloc_zero(1, sizeof(*line));
	struct sale_tender *cash = alloc_zero(1, sizeof(*cash));

	entry_init(entry, ENTRY_SALE);
	till_header(face->till, entry);
	line->number = 1;
	text_copy(line->name, sizeof(line->name), _("Sample"));
	line->qty_milli = QTY_ONE;
	line->price = unit_price_of(amount);
	line->amount = line->total = amount;
	cash->number = 1;
	text_copy(cash->kind, sizeof(cash->kind), "cash");
	cash->amount = amount;
	entry->is.sale.number = face->view.next_receipt;
	entry->is.sale.lines = line;
	entry->is.sale.line_count = 1;
	entry->is.sale.tenders = cash;
	entry->is.sale.tender_count = 1;
	entry->is.sale.total = amount;
}

/* The last receipt as it would look now. */
static bool
compose_receipt(struct face *face, struct printout *printout)
{
	struct receipt_ref last;
	struct entry entry;
	bool done;

	if (sale_last(face->ledger, SERIES_LIVE, &last, NULL) ||
	    journal_read_sale(face->ledger, last, &entry, NULL))
		make_sample(face, &entry);
	printout_init(printout);
	done = counter_compose(face->counter, &entry, PAPER_PRINT, 0, printout, NULL) == RC_OK;
	if (!done)
		printout_done(printout);
	entry_done(&entry);
	return done;
}

static int
draw_receipt(struct table *table, struct canvas *canvas, struct area area,
             const struct table_row *row)
{
	struct face *face = table->screen.face;
	struct paper paper = { 0 };
	struct printout printout;

	(void)row;
	if (!compose_receipt(face, &printout))
		return 0;
	paper_render(&paper, &printout, face->settings->receipt_cols);
	paper_draw(&paper, canvas, area, 0);
	paper_done(&paper);
	printout_done(&printout);
	return PAPER_COLS_MAX;
}

static void
show_receipt(struct face *face)
{
	struct printout printout;

	if (!compose_receipt(face, &printout))
		return;
	paper_open(face, &printout, _("Receipt"), PAPER_OF_ENTRY);
	printout_done(&printout);
}

/* ---- a row is taken ---- */

static void
settings_take(struct table *table, const struct table_row *row)
{
	if (row->id == ROW_PAPER)
		show_receipt(table->screen.face);
	else
		ask_value(table->screen.face, row);
}

/* clang-format off */
#define SETTINGS_COLUMNS \
	.columns = { { N_("Setting"), 24, ALIGN_LEFT, 0 }, { N_("Value"), 0, ALIGN_LEFT, 0 } }, \
	.load = settings_load_rows, .take = settings_take
/* clang-format on */

static const struct table_ops settings_ops = { .title = N_("Settings"), SETTINGS_COLUMNS };
static const struct table_ops receipt_ops = {
	.title = N_("Receipt"),
	SETTINGS_COLUMNS,
	.beside = draw_receipt,
	.beside_cols = PAPER_COLS_MAX,
};

void
settings_open(struct face *face, bool receipt, const char *key)
{
	table_open(face, receipt ? &receipt_ops : &settings_ops, receipt, key);
}
