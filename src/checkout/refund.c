#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "checkout/returns.h"

/* Money back: first to the tenders that were paid. */

/* Is this the first line of the basket that comes back from its sale? */
static bool
is_first_of_its_sale(const struct basket *basket, size_t index)
{
	const struct sale_line *is = &basket->lines[index].is;

	if (is->voided || is->return_of.number == 0)
		return false;
	for (size_t i = 0; i < index; i++)
		if (!basket->lines[i].is.voided &&
		    returns_same_sale(basket->lines[i].is.return_of, is->return_of))
			return false;
	return true;
}

/* What was paid by this kind for one sale, minus what went back of it. */
static enum outcome
paid_for(struct till *till, struct receipt_ref ref, const char *kind, struct money *paid,
         struct err *err)
{
	struct entry sale;
	struct total back[50];
	size_t count = 0;
	enum outcome outcome = till_read_sale(till, ref, &sale, err);

	if (outcome)
		return outcome;
	for (size_t i = 0; i < sale.is.sale.tender_count; i++) {
		const struct sale_tender *tender = &sale.is.sale.tenders[i];
		struct money gone = money_add(tender->change, tender->tip);

		if (strcmp(tender->kind, kind) == 0)
			*paid = money_add(*paid, money_sub(tender->amount, gone));
	}
	entry_done(&sale);
	outcome = sale_refunded(till->ledger, ref, back, sizeof back / sizeof back[0], &count, err);
	for (size_t i = 0; outcome == RC_OK && i < count; i++)
		if (strcmp(back[i].key, kind) == 0)
			*paid = money_sub(*paid, money_abs(back[i].amount));
	return outcome;
}

/* The same for all sales that the basket returns from. */
static enum outcome
paid_by(struct till *till, const char *kind, struct money *paid, bool *from_sales, struct err *err)
{
	const struct basket *basket = &till->basket;
	enum outcome outcome = RC_OK;

	*paid = money_of(0);
	*from_sales = false;
	for (size_t i = 0; outcome == RC_OK && i < basket->line_count; i++) {
		if (!is_first_of_its_sale(basket, i))
			continue;
		*from_sales = true;
		outcome = paid_for(till, basket->lines[i].is.return_of, kind, paid, err);
	}
	return outcome;
}

/* A card, a telephone, an account: money goes back only to the one that paid.  Cash and the shop's
 * own vouchers may stand in for it, by consent. */
static bool
is_somebodys_account(const struct tender_row *row)
{
	return row->over == OVER_EXACT || row->over == OVER_TIP;
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
	if (outcome || (!from_sales && !is_somebodys_account(row)))
		return outcome; /* without a sale someone has agreed to the return already */
	for (size_t i = 0; i < till->basket.tender_count; i++)
		if (strcmp(till->basket.tenders[i].kind, row->kind) == 0)
			here = money_sub(here, till->basket.tenders[i].amount);
	/* Deposits given back are paid out with the rest, but to no card. */
	for (size_t i = 0; !is_somebodys_account(row) && i < till->basket.line_count; i++)
		if (till->basket.lines[i].is.kind == LINE_EMPTIES)
			paid = money_sub(paid, till->basket.lines[i].is.total);
	/* Rounding of cash may ask for up to a step more than was paid. */
	if (strcmp(row->kind, "cash") == 0)
		paid.minor += till->settings->cash_step_minor;
	if (money_cmp(money_add(here, amount), paid) <= 0)
		return RC_OK;
	if (is_somebodys_account(row)) {
		err_set(err, RC_REFUSED, _("no more goes back by %s than was paid by it"),
		        row->label);
		return err_hint(err, "refund cash");
	}
	till_agrees(till, RIGHT_REFUND_OTHER, &(struct reach){ .amount = amount });
	return RC_OK;
}
