#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "checkout/inside.h"

/* What becomes of a receipt is an entry: printed, none wanted, gift, invoice, or a numbered copy.
 */

static enum outcome
note_paper(struct till *till, enum paper_choice choice, struct receipt_ref sale, unsigned after,
           struct answer *answer, struct err *err)
{
	struct entry entry;
	char text[RECEIPT_REF_TEXT_MAX];
	enum outcome outcome;

	till_entry(till, &entry, ENTRY_PAPER);
	entry.is.paper.choice = choice;
	entry.is.paper.sale = sale;
	if (choice == PAPER_INVOICE)
		entry.is.paper.customer = till->buyer;
	outcome = till_append(till, &entry, after, answer, err);
	if (outcome)
		return outcome;
	say_text(answer, "sale", receipt_ref_text(text, sale));
	if (entry.is.paper.copy > 0)
		say_int(answer, "copy", entry.is.paper.copy);
	return RC_OK;
}

enum outcome
do_receipt(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const char *word = command_word(command, "CHOICE");
	bool waits = till->receipt_waits.number != 0;
	enum paper_choice choice;
	enum outcome outcome;

	if (strcmp(word, "gift") == 0)
		choice = PAPER_GIFT;
	else if (strcmp(word, "invoice") == 0)
		choice = PAPER_INVOICE;
	else
		choice = strcmp(word, "print") == 0 ? PAPER_PRINT : PAPER_NONE;
	if (choice == PAPER_INVOICE && till->buyer == 0) {
		err_set(err, RC_REFUSED, _("an invoice needs the buyer's name"));
		return err_hint(err, "buyer");
	}
	if ((choice == PAPER_PRINT || choice == PAPER_NONE) && !waits) {
		err_set(err, RC_REFUSED, _("the receipt is settled already"));
		return err_hint(err, "reprint");
	}
	outcome = note_paper(till, choice, till->last_sale,
	                     choice == PAPER_NONE ? 0 : AFTER_BIT(AFTER_RECEIPT), answer, err);
	if (outcome == RC_OK && choice != PAPER_GIFT)
		till->receipt_waits = (struct receipt_ref){ 0 };
	return outcome;
}

enum outcome
till_sale_ref(struct till *till, const char *text, struct receipt_ref *ref, struct err *err)
{
	if (text[0] == '\0') {
		enum outcome outcome = sale_last(till->ledger, till->series, ref, err);

		return outcome == RC_NOT_FOUND ? err_set(err, outcome, _("nothing was sold yet"))
		                               : outcome;
	}
	if (receipt_ref_parse(text, ref))
		return RC_OK;
	*ref = (struct receipt_ref){ ledger_till(till->ledger), till->series, atoll(text) };
	return RC_OK;
}

enum outcome
till_read_sale(struct till *till, struct receipt_ref ref, struct entry *entry, struct err *err)
{
	char text[RECEIPT_REF_TEXT_MAX];
	enum outcome outcome = journal_read_sale(till->ledger, ref, entry, err);

	if (outcome != RC_NOT_FOUND)
		return outcome;
	if (ref.till != ledger_till(till->ledger)) {
		err_set(err, outcome, _("receipt %s is of till %d, whose sales are not here"),
		        receipt_ref_text(text, ref), ref.till);
		return err_hint(err, "return-item");
	}
	return err_set(err, outcome, _("there is no receipt %s"), receipt_ref_text(text, ref));
}

enum outcome
do_reprint(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct receipt_ref ref;
	struct entry sale;
	enum outcome outcome = till_sale_ref(till, command_word(command, "SALE"), &ref, err);

	if (outcome == RC_OK)
		outcome = till_read_sale(till, ref, &sale, err);
	if (outcome)
		return outcome;
	entry_done(&sale);
	return note_paper(till, PAPER_COPY, ref, AFTER_BIT(AFTER_RECEIPT), answer, err);
}
