/*
 * Why it costs what it costs: every step from shelf price to amount due, of the open basket or of
 * any sale, with what each comes to.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/rooms.h"
#include "screens/table.h"

static const char *const kinds[PRICE_STEP_KINDS] = {
	[PRICE_STEP_SHELF] = N_("price"),       [PRICE_STEP_PROMOTION] = N_("promotion"),
	[PRICE_STEP_DISCOUNT] = N_("discount"), [PRICE_STEP_EXEMPT] = N_("no tax"),
	[PRICE_STEP_TAX] = N_("tax"),           [PRICE_STEP_ROUNDING] = N_("rounding"),
	[PRICE_STEP_NOTE] = N_("note"),
};

static void
add_step(struct table *table, const struct price_step *step)
{
	struct face *face = table->screen.face;
	struct table_row *row = table_add(table, step->line);
	char text[MONEY_TEXT_MAX];

	row->dim = step->kind == PRICE_STEP_NOTE;
	if (step->line)
		table_cell(row, 0, "%d", step->line);
	table_cell(row, 1, "%s", _(kinds[step->kind]));
	table_cell(row, 2, "%s", step->text);
	if (step->kind != PRICE_STEP_NOTE)
		table_cell(row, 3, "%s", face_money(face, step->amount, text));
}

static void
add_sum(struct table *table, const char *label, struct money amount)
{
	struct table_row *row = table_add(table, 0);
	char text[MONEY_TEXT_MAX];

	row->strong = true;
	table_cell(row, 2, "%s", label);
	table_cell(row, 3, "%s", face_money(table->screen.face, amount, text));
}

static void
explain_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct till_explained explained;
	char ref[RECEIPT_REF_TEXT_MAX];
	bool rounded = false;

	if (till_explain(face->till, table->key, &explained, NULL))
		return;
	for (size_t i = 0; i < explained.steps.count; i++) {
		const struct price_step *step = &explained.steps.steps[i];

		/* what was rung up comes to the receipt's total, and only then cash is rounded */
		if (step->kind == PRICE_STEP_ROUNDING)
			add_sum(table, _("TOTAL"), money_sub(explained.total, step->amount));
		rounded = rounded || step->kind == PRICE_STEP_ROUNDING;
		add_step(table, step);
	}
	add_sum(table,
	        rounded             ? _("to pay")
	        : explained.is_sale ? _("TOTAL")
	                            : _("due"),
	        explained.total);
	if (money_cmp(explained.total, explained.in_cash) != 0) {
		struct price_step rounding = { .kind = PRICE_STEP_ROUNDING,
			                       .amount = money_sub(explained.in_cash,
			                                           explained.total) };

		text_copy(rounding.text, sizeof(rounding.text), _("where it is paid in cash"));
		add_step(table, &rounding);
		add_sum(table, _("in cash"), explained.in_cash);
	}
	if (explained.is_sale)
		snprintf(table->note, sizeof(table->note), _("receipt %s"),
		         receipt_ref_text(ref, explained.sale));
	steps_done(&explained.steps);
}

static const struct table_ops explain_ops = {
	.title = N_("Why it costs what it costs"),
	.empty = N_("Nothing was rung up."),
	.columns = {
		{ N_("Line"), 5, ALIGN_RIGHT, 50 },
		{ N_("Step"), 10, ALIGN_LEFT, 60 },
		{ N_("What"), 0, ALIGN_LEFT, 0 },
		{ N_("Amount"), 13, ALIGN_RIGHT, 0 },
	},
	.load = explain_load,
};

void
explain_open(struct face *face, const char *sale)
{
	struct till_explained explained;
	struct err err = { 0 };

	if (till_explain(face->till, sale, &explained, &err)) {
		face_error(face, &err);
		return;
	}
	steps_done(&explained.steps);
	table_open(face, &explain_ops, 0, sale);
}
