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

static struct money
back_of_sale(const struct basket *basket, struct receipt_ref ref)
{
	struct money back = { 0 };

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *is = &basket->lines[i].is;

		if (!is->voided && returns_same_sale(is->return_of, ref))
			back = money_sub(back, is->total);
	}
	return back;
}

/*
 * What is paid out goes to the sales whose goods come back, in their order: the ledger counts it
 * so. Each payout is met with what its sale was paid by that account; nothing of it may be left
 * over.
 */
static enum outcome
fits_account(struct till *till, const struct tender_row *row, struct money amount, bool *fits,
             struct err *err)
{
	const struct basket *basket = &till->basket;
	struct money left[BASKET_TENDERS_MAX + 1];
	size_t count = basket->tender_count;
	enum outcome outcome = RC_OK;

	for (size_t k = 0; k < count; k++)
		left[k] = money_neg(money_min(basket->tenders[k].amount, money_of(0)));
	left[count] = amount;
	*fits = true;
	for (size_t i = 0; outcome == RC_OK && i < basket->line_count; i++) {
		struct receipt_ref ref = basket->lines[i].is.return_of;
		struct money back, here = { 0 }, paid = { 0 };

		if (!is_first_of_its_sale(basket, i))
			continue;
		back = back_of_sale(basket, ref);
		for (size_t k = 0; k <= count; k++) {
			struct money part = money_min(left[k], back);

			left[k] = money_sub(left[k], part);
			back = money_sub(back, part);
			if (k == count || strcmp(basket->tenders[k].kind, row->kind) == 0)
				here = money_add(here, part);
		}
		outcome = paid_for(till, ref, row->kind, &paid, err);
		*fits &= here.minor == 0 || money_cmp(here, paid) <= 0;
	}
	*fits &= left[count].minor == 0;
	return outcome;
}

static enum outcome
may_refund_account(struct till *till, const struct tender_row *row, struct money amount,
                   struct err *err)
{
	bool fits;
	enum outcome outcome = fits_account(till, row, amount, &fits, err);

	if (outcome || fits)
		return outcome;
	err_set(err, RC_REFUSED, _("no more goes back by %s than was paid by it"), row->label);
	return err_hint(err, _("pay out in cash, or take back the goods of one receipt at a time"));
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
	if (is_somebodys_account(row))
		return may_refund_account(till, row, amount, err);
	outcome = paid_by(till, row->kind, &paid, &from_sales, err);
	if (outcome || !from_sales)
		return outcome; /* without a sale someone has agreed to the return already */
	for (size_t i = 0; i < till->basket.tender_count; i++)
		if (strcmp(till->basket.tenders[i].kind, row->kind) == 0)
			here = money_sub(here, till->basket.tenders[i].amount);
	/* Deposits given back are paid out with the rest. */
	for (size_t i = 0; i < till->basket.line_count; i++)
		if (till->basket.lines[i].is.kind == LINE_EMPTIES)
			paid = money_sub(paid, till->basket.lines[i].is.total);
	/* Rounding of cash may ask for up to a step more than was paid. */
	if (strcmp(row->kind, "cash") == 0)
		paid.minor += till->settings->cash_step_minor;
	if (money_cmp(money_add(here, amount), paid) <= 0)
		return RC_OK;
	till_agrees(till, RIGHT_REFUND_OTHER, &(struct reach){ .amount = amount });
	return RC_OK;
}
