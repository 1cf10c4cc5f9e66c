#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "checkout/returns.h"

/* Money back: first to the tenders that were paid. */

/* What was paid by this kind in the sales that the basket returns from, minus what went back. */
static enum outcome
paid_by(struct till *till, const char *kind, struct money *paid, bool *from_sales, struct err *err)
{
	struct basket *basket = &till->basket;

	*paid = money_of(0);
	*from_sales = false;
	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *is = &basket->lines[i].is;
		struct entry sale;
		struct total back[50];
		size_t count = 0;
		bool seen = false;
		enum outcome outcome;

		for (size_t j = 0; j < i; j++)
			seen |= !basket->lines[j].is.voided &&
			        returns_same_sale(basket->lines[j].is.return_of, is->return_of);
		if (is->voided || is->return_of.number == 0 || seen)
			continue;
		*from_sales = true;
		outcome = till_read_sale(till, is->return_of, &sale, err);
		if (outcome)
			return outcome;
		for (size_t t = 0; t < sale.is.sale.tender_count; t++) {
			const struct sale_tender *tender = &sale.is.sale.tenders[t];

			if (strcmp(tender->kind, kind) == 0)
				*paid = money_add(
				        *paid, money_sub(money_sub(tender->amount, tender->change),
				                         tender->tip));
		}
		outcome = sale_refunded(till->ledger, is->return_of, back,
		                        sizeof back / sizeof back[0], &count, err);
		entry_done(&sale);
		if (outcome)
			return outcome;
		for (size_t b = 0; b < count; b++)
			if (strcmp(back[b].key, kind) == 0)
				*paid = money_sub(*paid, money_abs(back[b].amount));
	}
	return RC_OK;
}

enum outcome
returns_may_refund(struct till *till, const struct tender_row *row, struct money amount,
                   struct err *err)
{
	struct money paid, here = { 0 };
	bool from_sales;
	enum outcome outcome;

	if (!row->refundable)
		return err_set(err, RC_REFUSED, _("nothing is paid out as %s"), row->label);
	outcome = paid_by(till, row->kind, &paid, &from_sales, err);
	if (outcome || !from_sales)
		return outcome; /* without a sale someone has agreed to the return already */
	for (size_t i = 0; i < till->basket.tender_count; i++)
		if (strcmp(till->basket.tenders[i].kind, row->kind) == 0)
			here = money_sub(here, till->basket.tenders[i].amount);
	/* Rounding of cash may ask for up to a step more than was paid. */
	if (strcmp(row->kind, "cash") == 0)
		paid.minor += till->settings->cash_step_minor;
	if (money_cmp(money_add(here, amount), paid) > 0)
		till_agrees(till, RIGHT_REFUND_OTHER, &(struct reach){ .amount = amount });
	return RC_OK;
}
