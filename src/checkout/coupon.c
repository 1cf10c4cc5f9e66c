#include <config.h>

#include "checkout/coupon.h"

#include <string.h>
#include <strings.h>

#include "base/gettext.h"
#include "base/text.h"

/*
 * Coupons: codes that promotions wait for.  A code is given to the basket once; whether and how
 * often it may be used, the promotion's conditions say.  What can still come true, like a sum the
 * basket has to reach, is no reason to refuse it.
 */

static const struct promotion *
find(const struct till *till, const char *code)
{
	for (size_t i = 0; i < till->tables.promotion_count; i++)
		if (till->tables.promotions[i].code[0] &&
		    strcasecmp(till->tables.promotions[i].code, code) == 0)
			return &till->tables.promotions[i];
	return NULL;
}

bool
coupon_is_known(const struct till *till, const char *code)
{
	return find(till, code) != NULL;
}

/* ---- why not ---- */

static enum outcome
refuse(const struct till *till, const struct promotion *promotion, enum promotion_bar bar,
       struct err *err)
{
	char day[WHEN_TEXT_MAX];

	switch (bar) {
	case PROMOTION_TOO_EARLY:
		return err_set(
		        err, RC_REFUSED, _("coupon %.40s holds from %s on"), promotion->code,
		        day_text(day, promotion->when.from.day, till->settings->date_pattern));
	case PROMOTION_EXPIRED:
		return err_set(err, RC_REFUSED, _("coupon %.40s has expired"), promotion->code);
	case PROMOTION_NOT_NOW:
		return err_set(err, RC_REFUSED, _("coupon %.40s does not hold at this hour"),
		               promotion->code);
	case PROMOTION_USED_UP:
		return err_set(err, RC_REFUSED, _("coupon %.40s is used up"), promotion->code);
	case PROMOTION_USED_BY_CUSTOMER:
		return err_set(err, RC_REFUSED, _("this customer has used coupon %.40s"),
		               promotion->code);
	default:
		return RC_OK;
	}
}

/* A basket of nothing but goods that come back. */
static bool
only_returns(const struct till *till)
{
	bool returns = false;

	for (size_t i = 0; !till->paid && i < till->basket.line_count; i++) {
		const struct sale_line *is = &till->basket.lines[i].is;

		if (!is->voided && is->qty_milli > 0)
			return false;
		returns |= !is->voided;
	}
	return returns;
}

static enum outcome
check(struct till *till, const struct promotion *promotion, struct err *err)
{
	struct price_rules rules = till_price_rules(till);

	if (only_returns(till))
		return err_set(err, RC_REFUSED,
		               _("nothing is bought here that a coupon could take something off"));
	for (int i = 0; !till->paid && i < till->basket.code_count; i++)
		if (strcasecmp(till->basket.codes[i].code, promotion->code) == 0)
			return err_set(err, RC_REFUSED, _("coupon %.40s is in this basket already"),
			               promotion->code);
	if (!till->paid && till->basket.code_count == SALE_CODES_MAX)
		return err_set(err, RC_REFUSED, _("no more coupons fit into this basket"));
	return refuse(till, promotion, promotion_bar(promotion, &rules), err);
}

/* ---- given ---- */

static struct money
taken_off(const struct basket *basket, const char *name)
{
	struct money sum = { 0 };

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *is = &basket->lines[i].is;

		for (int d = 0; d < is->discount_count; d++)
			if (!basket->lines[i].fixed && strcmp(is->discounts[d].reason, name) == 0)
				sum = money_add(sum, is->discounts[d].amount);
	}
	return sum;
}

/* What it still waits for. */
static void
remark(const struct till *till, const struct promotion *promotion, struct answer *answer)
{
	const struct promotion_conditions *when = &promotion->when;
	char text[MONEY_TEXT_MAX];

	if (when->groups && !promotion_in_groups(till->basket.groups, when->groups))
		till_remark(answer, _("coupon %.40s is for customers of %.60s"), promotion->code,
		            when->groups);
	else if (when->has_min_subtotal)
		till_remark(answer, _("coupon %.40s counts from %s on"), promotion->code,
		            settings_money(till->settings, when->min_subtotal, text));
	else
		till_remark(answer, _("coupon %.40s takes nothing off yet"), promotion->code);
}

enum outcome
coupon_give(struct till *till, const char *code, struct answer *answer, struct err *err)
{
	const struct promotion *promotion = find(till, code);
	struct money taken;
	enum outcome outcome;

	if (!promotion)
		return err_set(err, RC_NOT_FOUND, _("there is no coupon %.40s"), code);
	outcome = check(till, promotion, err);
	if (outcome)
		return outcome;
	till_basket(till);
	text_copy(till->basket.codes[till->basket.code_count++].code, CODE_MAX, promotion->code);
	till_changed(till, 0, 0, answer);
	taken = taken_off(&till->basket, promotion->name);
	if (taken.minor == 0)
		remark(till, promotion, answer);
	say_text(answer, "coupon", promotion->name);
	say_money(till, answer, "discount", taken);
	say_basket(till, answer);
	return RC_OK;
}

enum outcome
do_coupon(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const char *code = command_word(command, "CODE");

	if (strcmp(code, "none") != 0)
		return coupon_give(till, code, answer, err);
	if (till->paid || till->basket.code_count == 0)
		return err_set(err, RC_REFUSED, _("there is no coupon in this basket"));
	till->basket.code_count = 0;
	till_changed(till, 0, 0, answer);
	say_basket(till, answer);
	return RC_OK;
}
