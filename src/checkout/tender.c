/*
 * Settling a total with tenders.
 *
 * The tenders are two heaps: cash, which may be rounded, and the rest, which is exact.  What the
 * rest leaves over is cash's part, and cash's part is what gets rounded:
 *
 *   32.28 due, 5.00 by card, 50.00 in cash, step 0.05
 *   cash's part   32.28 - 5.00 = 27.28, rounded 27.30      rounding +0.02
 *   change        50.00 - 27.30 = 22.70
 *
 * Where the whole total is rounded whatever the tender (scope "all"), that happens first and both
 * heaps pay the rounded figure.  Everything is mirrored for totals the shop pays out: the
 * rounding modes are symmetrical, so only "reached" has to look at the sign.
 */
#include <config.h>

#include "checkout/tender.h"

#include <string.h>

#include "base/gettext.h"
#include "checkout/basket.h"
#include "checkout/pieces.h"

struct heaps {
	struct money cash, rest;
	size_t cash_count;
};

static bool
is_cash(const char *kind)
{
	return strcmp(kind, "cash") == 0;
}

static struct heaps
heaps_of(const struct sale_tender tenders[], size_t count)
{
	struct heaps heaps = { .cash_count = 0 };

	for (size_t i = 0; i < count; i++) {
		struct money paid = money_sub(tenders[i].amount, tenders[i].tip);

		if (is_cash(tenders[i].kind)) {
			heaps.cash = money_add(heaps.cash, paid);
			heaps.cash_count++;
		} else {
			heaps.rest = money_add(heaps.rest, paid);
		}
	}
	return heaps;
}

static struct money
rounded_if(const struct tender_rules *rules, enum cash_scope scope, struct money amount)
{
	if (rules->scope != scope || money_abs(amount).minor <= rules->exact_minor)
		return amount;
	return money_to_step(amount, rules->cash_step_minor, rules->cash_rounding);
}

/* Change that another tender gives is what was paid less what is due: a half that goes up in what
 * is due goes down in the change. */
static enum rounding
mode_of_change(enum rounding mode)
{
	switch (mode) {
	case ROUND_HALF_UP:
		return ROUND_HALF_DOWN;
	case ROUND_HALF_DOWN:
		return ROUND_HALF_UP;
	case ROUND_UP:
		return ROUND_DOWN;
	case ROUND_DOWN:
		return ROUND_UP;
	default:
		return mode;
	}
}

/* Cash's part of a total: on the other side of it, that is change. */
static struct money
cash_part(const struct tender_rules *rules, struct money part, struct money total)
{
	struct tender_rules turned = *rules;

	if ((part.minor < 0) != (total.minor < 0))
		turned.cash_rounding = mode_of_change(rules->cash_rounding);
	return rounded_if(&turned, CASH_ROUND_CASH, part);
}

/* Is paid at least due, seen from the side that total is on? */
static bool
reaches(struct money paid, struct money due, struct money total)
{
	int order = money_cmp(paid, due);

	return total.minor < 0 ? order <= 0 : order >= 0;
}

static struct money
left_of(struct money due, struct money paid, struct money total)
{
	return reaches(paid, due, total) ? money_of(0) : money_sub(due, paid);
}

void
tender_settle(const struct tender_rules *rules, struct money total,
              const struct sale_tender tenders[], size_t count, struct settlement *out)
{
	struct heaps heaps = heaps_of(tenders, count);
	struct money due = rounded_if(rules, CASH_ROUND_ALL, total);
	struct money part = money_sub(due, heaps.rest); /* cash's */
	struct money rounded = cash_part(rules, part, total);
	bool rest_pays = heaps.cash_count == 0 && reaches(heaps.rest, due, total);
	/* Somebody with the small coins pays to the cent: then nothing is rounded. */
	bool to_the_cent = money_cmp(heaps.cash, part) == 0 && heaps.cash_count > 0;
	bool cash_pays = heaps.cash_count > 0 && reaches(heaps.cash, rounded, total);

	*out = (struct settlement){ .complete = rest_pays || to_the_cent || cash_pays };
	out->tendered = money_add(heaps.cash, heaps.rest);
	out->rounding = money_sub(due, total);
	if (out->complete) {
		struct money settled =
		        to_the_cent || money_cmp(part, money_of(0)) == 0 ? part : rounded;

		out->rounding = money_sub(money_add(heaps.rest, settled), total);
		out->change = money_sub(heaps.cash, settled);
		return;
	}
	out->remaining = left_of(due, out->tendered, total);
	out->remaining_cash = left_of(rounded, heaps.cash, total);
}

/* ---- what may be taken ---- */

static enum outcome
check_pay_out(const struct tender_row *row, struct money remaining,
              const struct sale_tender *tender, struct err *err)
{
	if (tender->amount.minor > 0)
		return err_set(err, RC_REFUSED, _("the customer is owed money: pay it out"));
	if (row->currency[0]) {
		err_set(err, RC_REFUSED, _("%s are not paid out: the shop pays in its own money"),
		        row->label);
		return err_hint(err, "cash");
	}
	if (!row->refundable)
		return err_set(err, RC_REFUSED, _("%s cannot be paid out"), row->label);
	if (money_cmp(tender->amount, remaining) < 0)
		return err_set(err, RC_REFUSED, _("that is more than the customer is owed"));
	return RC_OK;
}

static enum outcome
refuse_over(const struct tender_row *row, struct err *err)
{
	err_set(err, RC_REFUSED, _("%s pays exactly: that is more than is due"), row->label);
	err_hint(err, _("without an amount it pays all that is due"));
	return RC_REFUSED;
}

static enum outcome
check_change(const struct tender_rules *rules, const struct tender_row *row, struct money total,
             const struct sale_tender tenders[], size_t count, struct sale_tender *tender,
             struct err *err)
{
	struct sale_tender all[BASKET_TENDERS_MAX];
	struct settlement with;

	for (size_t i = 0; i < count; i++)
		all[i] = tenders[i];
	all[count] = *tender;
	tender_settle(rules, total, all, count + 1, &with);
	if (row->max_change.minor > 0 && money_cmp(with.change, row->max_change) > 0)
		return err_set(err, RC_REFUSED, _("that is more change than %s may give"),
		               row->label);
	tender->change = with.change;
	return RC_OK;
}

static enum outcome
check_over(const struct tender_rules *rules, const struct tender_row *row, struct money total,
           const struct sale_tender tenders[], size_t count, struct money remaining,
           struct sale_tender *tender, struct err *err)
{
	switch (row->over) {
	case OVER_CHANGE:
		return check_change(rules, row, total, tenders, count, tender, err);
	case OVER_TIP:
		tender->tip = money_sub(tender->amount, remaining);
		return RC_OK;
	case OVER_KEEP_REST:
		tender->amount = remaining;
		return RC_OK;
	case OVER_EXACT:
		break;
	}
	return refuse_over(row, err);
}

enum outcome
tender_check(const struct tender_rules *rules, const struct tender_row *row, struct money total,
             const struct sale_tender tenders[], size_t count, struct sale_tender *tender,
             struct err *err)
{
	struct settlement before;
	struct money remaining;

	if (count >= BASKET_TENDERS_MAX) {
		err_set(err, RC_REFUSED, _("a sale takes %d tenders: take one back"),
		        BASKET_TENDERS_MAX);
		return err_hint(err, "take-back");
	}
	tender_settle(rules, total, tenders, count, &before);
	if (before.complete)
		return err_set(err, RC_REFUSED, _("nothing remains to be paid"));
	if (row->needs_reference && tender->reference[0] == '\0')
		return err_set(err, RC_REFUSED, _("%s needs its number"), row->label);
	remaining = is_cash(row->kind) ? before.remaining_cash : before.remaining;
	tender->change = tender->tip = money_of(0);
	if (before.remaining.minor < 0)
		return check_pay_out(row, remaining, tender, err);
	if (tender->amount.minor < 0)
		return err_set(err, RC_REFUSED, _("nothing is owed to the customer"));
	if (tender->amount.minor == 0 && remaining.minor > 0)
		return err_set(err, RC_REFUSED, _("no amount was given"));
	if (money_cmp(tender->amount, remaining) <= 0)
		return RC_OK;
	return check_over(rules, row, total, tenders, count, remaining, tender, err);
}

/* ---- change ---- */

/* The dearest first is the fewest, with the kinds that countries have. */
size_t
tender_change(struct money amount, const struct settings *settings,
              struct cash_piece out[static CASH_PIECES_MAX], struct money *rest)
{
	struct money kinds[CASH_PIECES_MAX];
	size_t kind_count = pieces_of_shop(settings, kinds), count = 0;
	int64_t left = money_abs(amount).minor;

	for (size_t i = 0; i < kind_count; i++) {
		int64_t kind = kinds[i].minor;

		if (kind > left)
			continue;
		out[count++] = (struct cash_piece){ kinds[i], left / kind };
		left %= kind;
	}
	*rest = money_of(left);
	return count;
}

/* ---- other currencies ---- */

#define RATE_DECIMALS 8

enum outcome
foreign_rate_parse(struct foreign_rate *rate, const char *currency, const char *worth,
                   const struct currency *ours, struct err *err)
{
	struct foreign_rate out = { .theirs = 1 };
	int64_t value;
	enum outcome outcome = currency_find(currency, &out.currency, err);

	if (outcome)
		return outcome;
	if (number_parse(worth, RATE_DECIMALS, INT64_C(1000000000000), &value) != NUMBER_OK ||
	    value <= 0)
		return err_set(err, RC_REFUSED, _("\"%s\" is not a rate of exchange"), worth);
	out.ours = value;
	for (int i = 0; i < ours->exponent; i++)
		out.ours *= 10;
	for (int i = 0; i < RATE_DECIMALS; i++)
		out.theirs *= 10;
	for (int i = 0; i < out.currency.exponent; i++)
		out.theirs *= 10;
	*rate = out;
	return RC_OK;
}

struct money
foreign_to_ours(const struct foreign_rate *rate, struct money theirs, enum rounding mode)
{
	return money_of(round_div((__int128)theirs.minor * rate->ours, rate->theirs, mode));
}

struct money
foreign_to_theirs(const struct foreign_rate *rate, struct money ours)
{
	return money_of(round_div((__int128)ours.minor * rate->theirs, rate->ours, ROUND_UP));
}

/* ---- proposals ---- */

static size_t
insert(struct money out[], size_t count, size_t room, struct money amount)
{
	size_t at = 0;

	while (at < count && money_cmp(out[at], amount) < 0)
		at++;
	if (at < count && money_cmp(out[at], amount) == 0)
		return count;
	if (count == room) {
		if (at == room)
			return count;
		count--;
	}
	memmove(&out[at + 1], &out[at], (count - at) * sizeof out[0]);
	out[at] = amount;
	return count + 1;
}

/* Whole 5, 10, 20 and 50 of the currency; where it has no smaller unit (yen), of a hundred. */
static int64_t
unit_minor(const struct currency *currency)
{
	int64_t unit = 1;

	for (int i = 0; i < currency->exponent; i++)
		unit *= 10;
	return currency->exponent == 0 ? 100 : unit;
}

size_t
tender_proposals(const struct tender_rules *rules, struct money remaining,
                 const struct settings *settings, struct money out[], size_t room)
{
	static const int steps[] = { 5, 10, 20, 50 };
	struct money exact = remaining;
	size_t count;

	if (rules->scope != CASH_ROUND_NONE)
		exact = money_to_step(remaining, rules->cash_step_minor, rules->cash_rounding);
	count = insert(out, 0, room, exact);
	if (exact.minor <= 0)
		return count;
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		int64_t step = steps[i] * unit_minor(&settings->currency);

		count = insert(out, count, room, money_to_step(exact, step, ROUND_UP));
	}
	for (size_t i = 0; i < 12 && settings->notes[i].minor > 0; i++)
		if (money_cmp(settings->notes[i], exact) > 0)
			count = insert(out, count, room, settings->notes[i]);
	return count;
}
