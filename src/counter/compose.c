/*
 * Which paper an entry makes.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ledger/journal.h"
#include "reports/closing.h"
#include "reports/receipt.h"
#include "counter/inside.h"

/* What a paper says beside its entry. */
struct facing {
	struct receipt_options options;
	struct customer_row buyer;
	struct staff_row staff;
};

static void
prepare(struct counter *counter, const struct entry *entry, struct facing *facing)
{
	char *text = NULL;
	size_t length;
	struct signature signature;

	facing->options.demo = counter->options.demo;
	if (entry->staff && !staff_get(counter->ledger, entry->staff, &facing->staff, NULL))
		facing->options.staff_name = facing->staff.name;
	else
		facing->options.staff_name = "";
	if (journal_stored(counter->ledger, entry->till, entry->seq, &text, &length,
	                   &facing->options.hash, &signature, NULL))
		memset(&facing->options.hash, 0, sizeof facing->options.hash);
	free(text);
}

static enum outcome
compose_receipt(struct counter *counter, const struct entry *sale, enum paper_choice choice,
                int64_t copy, int64_t customer, struct printout *printout, struct err *err)
{
	struct facing facing = { 0 };
	enum outcome outcome;

	prepare(counter, sale, &facing);
	facing.options.gift = choice == PAPER_GIFT;
	facing.options.copy = copy;
	if (choice == PAPER_INVOICE || customer) {
		outcome =
		        customer_get(counter->ledger, customer ? customer : sale->is.sale.customer,
		                     &facing.buyer, err);
		if (outcome)
			return outcome;
		facing.options.buyer = &facing.buyer;
	}
	receipt_compose(printout, sale, &counter->settings, &facing.options);
	return RC_OK;
}

static void
compose_z(struct counter *counter, const struct entry *z, int64_t copy, struct printout *printout)
{
	struct facing facing = { 0 };

	prepare(counter, z, &facing);
	z_report_compose(printout, z, &counter->settings, &facing.options.hash, copy,
	                 counter->options.demo);
}

/* A paper that was asked for: of a sale, or a Z that is printed again. */
static enum outcome
compose_asked(struct counter *counter, const struct entry *entry, struct printout *printout,
              struct err *err)
{
	const struct paper_facts *paper = &entry->is.paper;
	struct entry of;
	enum outcome outcome;

	if (paper->sale.number)
		outcome = journal_read_sale(counter->ledger, paper->sale, &of, err);
	else
		outcome = journal_read_z(counter->ledger, entry->series, paper->z, &of, err);
	if (outcome)
		return outcome;
	if (paper->sale.number)
		outcome = compose_receipt(counter, &of, paper->choice, paper->copy, paper->customer,
		                          printout, err);
	else
		compose_z(counter, &of, paper->copy, printout);
	entry_done(&of);
	return outcome;
}

enum outcome
counter_compose(struct counter *counter, const struct entry *entry, enum paper_choice choice,
                int64_t copy, struct printout *printout, struct err *err)
{
	struct facing facing = { 0 };

	switch (entry->kind) {
	case ENTRY_SALE:
		return compose_receipt(counter, entry, choice, copy, 0, printout, err);
	case ENTRY_PAPER:
		return compose_asked(counter, entry, printout, err);
	case ENTRY_Z:
		compose_z(counter, entry, copy, printout);
		return RC_OK;
	case ENTRY_SHIFT_CLOSE:
		shift_report_compose(printout, entry, &counter->settings, counter->options.demo);
		return RC_OK;
	default:
		prepare(counter, entry, &facing);
		facing.options.copy = copy;
		slip_compose(printout, entry, &counter->settings, &facing.options);
		return RC_OK;
	}
}
