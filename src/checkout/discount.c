#include <config.h>

#include "checkout/discount.h"

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "checkout/lines.h"

#define PPM 1000000
#define PPM_PER_MILLI_PERCENT 10

/* ---- as typed ---- */

static enum outcome
parse_percent(const char *word, size_t length, struct given_discount *out, struct err *err)
{
	char digits[32];
	int64_t milli;

	if (length >= sizeof digits)
		return err_set(err, RC_REFUSED, _("that is too long for a percentage"));
	memcpy(digits, word, length);
	while (length > 0 && digits[length - 1] == ' ')
		length--;
	digits[length] = '\0';
	if (qty_parse(digits, &milli, NULL) || milli < 0)
		return err_set(err, RC_REFUSED, _("\"%.20s\" is no percentage"), word);
	if (milli > 100 * QTY_ONE)
		return err_set(err, RC_REFUSED, _("a discount is 100 %% at most"));
	*out = (struct given_discount){ .is_percent = true,
		                        .percent_ppm = milli * PPM_PER_MILLI_PERCENT };
	return RC_OK;
}

enum outcome
discount_parse(const char *word, int exponent, struct given_discount *out, struct err *err)
{
	char typed[NOTE_MAX];
	size_t length;
	struct money amount;
	enum outcome outcome;

	text_copy(typed, sizeof typed, word + strspn(word, " "));
	for (length = strlen(typed); length > 0 && typed[length - 1] == ' '; length--)
		typed[length - 1] = '\0';
	if (length > 1 && typed[length - 1] == '%')
		return parse_percent(typed, length - 1, out, err);
	outcome = money_parse(typed, exponent, &amount, NULL);
	if (outcome && strspn(typed, "0123456789.,-") == length && length > 0)
		return money_parse(typed, exponent, &amount, err);
	if (outcome)
		return err_set(err, RC_REFUSED,
		               _("\"%.20s\" is no discount: say 10%% or an amount"), typed);
	if (amount.minor < 0)
		return err_set(err, RC_REFUSED, _("amounts are typed without a minus sign"));
	*out = (struct given_discount){ .amount = amount };
	return RC_OK;
}

static bool
is_nothing(const struct given_discount *given)
{
	return given->is_percent ? given->percent_ppm == 0 : given->amount.minor == 0;
}

char *
discount_text(char out[static DISCOUNT_TEXT_MAX], const struct line_discount *discount,
              const struct given_discount given[], int given_count,
              const struct number_style *style)
{
	bool by_hand = discount->kind == DISCOUNT_LINE || discount->kind == DISCOUNT_BASKET;
	const char *reason = discount->reason[0] ? discount->reason : _("Discount");
	char percent[QTY_TEXT_MAX];

	if (!by_hand || given_count != 1 || !given[0].is_percent || strchr(reason, '%'))
		text_copy(out, DISCOUNT_TEXT_MAX, reason);
	else
		snprintf(out, DISCOUNT_TEXT_MAX, _("%s %s %%"), reason,
		         qty_text(percent, given[0].percent_ppm / PPM_PER_MILLI_PERCENT, 0, style));
	return out;
}

/* ---- how far it goes ---- */

static struct money
sum_of(const struct sale_line *line, bool (*counts)(const struct line_discount *discount))
{
	struct money sum = { 0 };

	for (int i = 0; i < line->discount_count; i++)
		if (counts(&line->discounts[i]))
			sum = money_add(sum, line->discounts[i].amount);
	return sum;
}

static bool
is_promotion(const struct line_discount *discount)
{
	return discount->kind == DISCOUNT_PROMOTION || discount->kind == DISCOUNT_COUPON;
}

static bool
is_on_line(const struct line_discount *discount)
{
	return discount->kind == DISCOUNT_LINE;
}

static bool
is_on_basket(const struct line_discount *discount)
{
	return discount->kind == DISCOUNT_BASKET;
}

static bool
is_own_on_line(const struct line_discount *discount)
{
	return discount->kind == DISCOUNT_LINE && discount->approver == 0;
}

static bool
is_own_on_basket(const struct line_discount *discount)
{
	return discount->kind == DISCOUNT_BASKET && discount->approver == 0;
}

static int64_t
part_ppm(struct money part, struct money whole)
{
	int64_t of = money_abs(whole).minor;

	if (part.minor == 0)
		return 0;
	return of == 0 ? PPM : round_div((__int128)money_abs(part).minor * PPM, of, ROUND_HALF_UP);
}

static void
reach_further(struct reach *reach, struct money given, struct money of)
{
	int64_t ppm = part_ppm(given, of);

	reach->amount = money_add(reach->amount, money_abs(given));
	if (ppm > reach->percent_ppm)
		reach->percent_ppm = ppm;
}

/* Of all discounts that nobody agreed to yet: what they come to together, and the largest part that
 * one of them takes of its line or of the basket. */
static struct reach
reach_of(const struct basket *basket)
{
	struct reach reach = { 0 };
	struct money on_basket = { 0 }, rest = { 0 };

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *line = &basket->lines[i].is;
		struct money price = money_sub(line->amount, sum_of(line, is_promotion));

		if (line->voided || basket->lines[i].fixed || sale_line_is_deposit(line))
			continue;
		reach_further(&reach, sum_of(line, is_own_on_line), price);
		on_basket = money_add(on_basket, sum_of(line, is_own_on_basket));
		rest = money_add(rest, money_sub(price, sum_of(line, is_on_line)));
	}
	reach_further(&reach, on_basket, rest);
	return reach;
}

/* ---- on a line ---- */

/* Put in place to see what it comes to; false: it went back, consent is asked for. */
static enum outcome
try_line(struct till *till, struct basket_line *line, const struct given_discount *given,
         struct err *err)
{
	const struct basket_line before = *line;
	int number = line->is.number;
	struct money taken, price;
	struct reach reach;
	char text[MONEY_TEXT_MAX];
	enum outcome outcome = RC_OK;

	line->given[0] = *given;
	line->given_count = is_nothing(given) ? 0 : 1;
	till_price(till);
	line = basket_line(&till->basket, number); /* promotions may have added some */
	taken = sum_of(&line->is, is_on_line);
	price = money_sub(line->is.amount, sum_of(&line->is, is_promotion));
	if (!is_nothing(given) && taken.minor == 0)
		outcome = err_set(err, RC_REFUSED, _("nothing can be taken off %s"), line->is.name);
	else if (!given->is_percent && money_cmp(given->amount, money_abs(taken)) > 0)
		outcome = err_set(err, RC_REFUSED, _("%s costs no more than %s"), line->is.name,
		                  settings_money(till->settings, price, text));
	reach = reach_of(&till->basket);
	if (outcome == RC_OK && (is_nothing(given) || till_agrees(till, RIGHT_DISCOUNT, &reach))) {
		line->given[0].approver = till_approver(till);
		return RC_OK;
	}
	*line = before;
	till_price(till);
	return outcome;
}

static enum outcome
discount_line(struct till *till, const struct command *command, struct given_discount *given,
              struct answer *answer, struct err *err)
{
	struct basket_line *line;
	int number;
	enum outcome outcome = lines_find(till, command, &line, err);

	if (outcome)
		return outcome;
	number = line->is.number;
	if (line->fixed || line->is.kind == LINE_EMPTIES)
		return err_set(err, RC_REFUSED, _("what comes back is worth what was paid for it"));
	if (is_nothing(given) && line->given_count == 0)
		return err_set(err, RC_REFUSED, _("there is no discount on line %d"),
		               line->is.number);
	outcome = try_line(till, line, given, err);
	if (outcome || till->pending.waits)
		return outcome;
	lines_changed(till, basket_line(&till->basket, number), answer);
	return RC_OK;
}

/* ---- on the whole basket ---- */

static struct money
taken_off_basket(const struct basket *basket)
{
	struct money sum = { 0 };

	for (size_t i = 0; i < basket->line_count; i++)
		if (!basket->lines[i].fixed)
			sum = money_add(sum, sum_of(&basket->lines[i].is, is_on_basket));
	return sum;
}

static enum outcome
try_basket(struct till *till, const struct given_discount *given, struct err *err)
{
	struct basket *basket = &till->basket;
	const struct given_discount before = basket->discount;
	bool had = basket->has_discount;
	struct money taken;
	struct reach reach;
	enum outcome outcome = RC_OK;

	basket->discount = *given;
	basket->has_discount = !is_nothing(given);
	till_price(till);
	taken = taken_off_basket(basket);
	if (basket->has_discount && taken.minor == 0)
		outcome = err_set(err, RC_REFUSED, _("nothing can be taken off this basket"));
	else if (!given->is_percent && money_cmp(given->amount, money_abs(taken)) > 0)
		outcome = err_set(err, RC_REFUSED, _("the basket does not cost that much"));
	reach = reach_of(basket);
	if (outcome == RC_OK &&
	    (!basket->has_discount || till_agrees(till, RIGHT_DISCOUNT, &reach))) {
		basket->discount.approver = till_approver(till);
		return RC_OK;
	}
	basket->discount = before;
	basket->has_discount = had;
	till_price(till);
	return outcome;
}

static enum outcome
discount_basket(struct till *till, const struct given_discount *given, struct answer *answer,
                struct err *err)
{
	enum outcome outcome;

	if (is_nothing(given) && !till->basket.has_discount)
		return err_set(err, RC_REFUSED, _("there is no discount on this basket"));
	outcome = try_basket(till, given, err);
	if (outcome || till->pending.waits)
		return outcome;
	till_changed(till, 0, 0, answer);
	say_money(till, answer, "discount", taken_off_basket(&till->basket));
	say_basket(till, answer);
	return RC_OK;
}

/* Without one, what it is says enough. */
static void
name_reason(const struct till *till, const char *reason, struct given_discount *given)
{
	char text[MONEY_TEXT_MAX];

	if (reason[0])
		text_copy(given->reason, REASON_MAX, reason);
	else if (given->is_percent)
		snprintf(given->reason, REASON_MAX, _("discount %s %%"),
		         qty_text(text, given->percent_ppm / PPM_PER_MILLI_PERCENT, 0,
		                  &till->settings->style));
	else
		snprintf(given->reason, REASON_MAX, _("discount %s"),
		         settings_money(till->settings, given->amount, text));
}

enum outcome
do_discount(struct till *till, const struct command *command, struct answer *answer,
            struct err *err)
{
	struct given_discount given;
	enum outcome outcome = discount_parse(command_word(command, "N%|AMOUNT"),
	                                      till->settings->currency.exponent, &given, err);

	if (outcome)
		return outcome;
	name_reason(till, command_word(command, "REASON"), &given);
	if (command_word(command, "LINE")[0])
		return discount_line(till, command, &given, answer, err);
	return discount_basket(till, &given, answer, err);
}

/* ---- before payment ---- */

/* A basket may have grown or shrunk since a discount was given: what nobody agreed to must still be
 * within the person's own limits. */
bool
discounts_agreed(struct till *till)
{
	struct reach reach = reach_of(&till->basket);

	if (reach.amount.minor == 0 || till_agrees(till, RIGHT_DISCOUNT, &reach)) {
		int approver = till_approver(till);

		for (size_t i = 0; approver && i < till->basket.line_count; i++)
			if (till->basket.lines[i].given_count > 0 &&
			    till->basket.lines[i].given[0].approver == 0)
				till->basket.lines[i].given[0].approver = approver;
		if (approver && till->basket.has_discount && till->basket.discount.approver == 0)
			till->basket.discount.approver = approver;
		return true;
	}
	return false;
}
