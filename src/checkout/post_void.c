#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "checkout/returns.h"
#include "checkout/sale.h"

/* A whole sale of this shift undone by its exact opposite; the sale itself stays as it is. */

static enum outcome
check_post_void(struct till *till, struct receipt_ref ref, const struct entry *sale,
                struct err *err)
{
	struct returned back[RETURNED_ROOM];
	size_t count = 0;
	char name[RECEIPT_REF_TEXT_MAX];
	enum outcome outcome;

	receipt_ref_text(name, ref);
	if (ref.series != till->series || sale->is.sale.shift != till->shift.shift)
		return err_set(err, RC_REFUSED,
		               _("receipt %s is not of this shift: take the goods back"), name);
	if (till_is_own(till, sale->is.sale.customer, till->person.number))
		return err_set(err, RC_REFUSED,
		               _("nobody takes back from themselves: let another do it"));
	if (sale->is.sale.post_void_of.number || sale_is_post_voided(till->ledger, ref))
		return err_set(err, RC_REFUSED, _("receipt %s was undone already"), name);
	for (size_t i = 0; i < sale->is.sale.line_count; i++) {
		const struct sale_line *line = &sale->is.sale.lines[i];

		if (!line->voided && line->qty_milli < 0 && line->kind != LINE_EMPTIES)
			return err_set(err, RC_REFUSED,
			               _("a return cannot be undone: sell the goods again"));
	}
	outcome = sale_returned(till->ledger, ref, back, RETURNED_ROOM, &count, err);
	for (size_t i = 0; outcome == RC_OK && i < count; i++)
		if (back[i].qty_milli > 0)
			return err_set(err, RC_REFUSED,
			               _("goods of receipt %s have come back already"), name);
	return outcome;
}

/* What is in the drawer goes out of it; what is elsewhere must be undone there, too. */
static unsigned
give_back(struct till *till, const struct sale_tender *tender, struct answer *answer)
{
	const struct tender_row *row;
	const char *label = tender->label[0] ? tender->label : tender->kind;
	char text[MONEY_TEXT_MAX];

	if (tender->amount.minor > 0) {
		till_remark(answer,
		            _("what was paid goes back, and the customer brings %s of change back"),
		            settings_money(till->settings, tender->amount, text));
		return AFTER_BIT(AFTER_DRAWER);
	}
	if (strcmp(tender->kind, "cash") == 0 ||
	    (tables_tender(&till->tables, tender->kind, &row, NULL) == RC_OK &&
	     row->opens_drawer)) {
		if (strcmp(tender->kind, "cash") != 0)
			till_remark(answer, _("%s goes back to the customer"), label);
		return AFTER_BIT(AFTER_DRAWER);
	}
	till_remark(answer, _("the %s payment must be undone on its terminal"), label);
	return 0;
}

static enum outcome
undo(struct till *till, const struct entry *sale, const char *reason, struct answer *answer,
     struct err *err)
{
	struct entry entry;
	unsigned after = AFTER_BIT(AFTER_RECEIPT);
	char text[RECEIPT_REF_TEXT_MAX];
	enum outcome outcome;

	till_entry(till, &entry, ENTRY_SALE);
	sale_counter(sale, till->shift.shift, reason, &entry);
	for (size_t i = 0; i < entry.is.sale.tender_count; i++)
		after |= give_back(till, &entry.is.sale.tenders[i], answer);
	outcome = till_append(till, &entry, after, answer, err);
	if (outcome == RC_OK) {
		till_rest(till);
		till->last_sale =
		        (struct receipt_ref){ entry.till, entry.series, entry.is.sale.number };
		say_text(answer, "sale", receipt_ref_text(text, till->last_sale));
		say_text(answer, "undone", receipt_ref_text(text, entry.is.sale.post_void_of));
		say_money(till, answer, "total", entry.is.sale.total);
	}
	entry_done(&entry);
	return outcome;
}

enum outcome
do_post_void(struct till *till, const struct command *command, struct answer *answer,
             struct err *err)
{
	const char *reason = command_word(command, "REASON");
	struct receipt_ref ref;
	struct entry sale;
	enum outcome outcome = till_sale_ref(till, command_word(command, "SALE"), &ref, err);

	if (outcome == RC_OK)
		outcome = till_read_sale(till, ref, &sale, err);
	if (outcome)
		return outcome;
	outcome = check_post_void(till, ref, &sale, err);
	if (outcome == RC_OK && reason[0] == '\0')
		outcome = err_set(err, RC_REFUSED, _("say why the sale is undone"));
	if (outcome == RC_OK &&
	    till_agrees(till, RIGHT_POST_VOID,
	                &(struct reach){ .amount = money_abs(sale.is.sale.total) }))
		outcome = undo(till, &sale, reason, answer, err);
	entry_done(&sale);
	return outcome;
}
