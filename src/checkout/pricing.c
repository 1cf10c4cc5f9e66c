#include <config.h>

#include "checkout/pricing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "checkout/pricing_inside.h"

#define PPM 1000000
#define AMOUNT_DEN (UNIT_PRICE_PER_MINOR * QTY_ONE) /* of unit price x quantity */
#define EXEMPT_CODE "exempt"                        /* the tax of a line that none was charged on */

struct price_moment
price_moment_of(struct when when, day_number business_day)
{
	int64_t minute = when.utc_ms / 60000 + when.offset_min;

	return (struct price_moment){ .day = business_day,
		                      .minute = (int)((minute % 1440 + 1440) % 1440) };
}

static void
forget_void(struct sale_line *line)
{
	line->amount = line->total = money_of(0);
	line->tax_count = line->discount_count = 0;
}

/* All of its price but included fixed taxes.  Whole units share what the line is asked for, which
 * was rounded: whoever gets all of them free owes nothing. */
int64_t
pricing_unit_worth(const struct pricing *pricing, const struct priced_line *priced)
{
	const struct sale_line *is = &priced->line->is;
	int64_t price = is->price.e4 < 0 ? -is->price.e4 : is->price.e4;
	int64_t qty_milli = is->qty_milli < 0 ? -is->qty_milli : is->qty_milli;
	struct money open = money_abs(pricing_open(pricing, priced));

	if (qty_milli > 0 && qty_milli % 1000 == 0)
		return round_div((__int128)open.minor * UNIT_PRICE_PER_MINOR, qty_milli / 1000,
		                 ROUND_HALF_UP);
	if (open.minor == money_abs(is->amount).minor || is->amount.minor == 0)
		return price;
	return (int64_t)((__int128)price * open.minor / money_abs(is->amount).minor);
}

struct priced_line *
pricing_add_line(struct pricing *pricing, struct basket_line *line)
{
	struct priced_line *priced = &pricing->lines[pricing->count++];
	struct sale_line *is = &line->is;

	*priced =
	        (struct priced_line){ .line = line, .units = tax_units(is->price, is->qty_milli) };
	if (is->flags & LINE_LABEL_PRICE) { /* what a label says is paid as it is */
		priced->exact = exact_whole(is->amount.minor);
	} else {
		priced->exact = exact_of((__int128)is->price.e4 * is->qty_milli, AMOUNT_DEN);
		is->amount = money_of(exact_round(priced->exact, pricing->rules->rounding));
	}
	is->discount_count = 0;
	priced->left = is->amount;
	pricing_tax_set(pricing, priced);
	priced->worth_e4 = pricing_unit_worth(pricing, priced);
	return priced;
}

static void
begin(struct pricing *pricing)
{
	struct basket *basket = pricing->basket;

	basket->tax_count = 0;
	basket->total = basket->net = basket->tax = basket->saved = money_of(0);
	for (size_t i = 0; i < basket->line_count; i++) {
		struct basket_line *line = &basket->lines[i];

		if (line->is.extra_of[0])
			line->is.voided = true; /* until it is earned again */
		if (line->is.voided)
			forget_void(&line->is);
		else if (!line->fixed)
			pricing_add_line(pricing, line);
	}
}

/* An exempt buyer pays the net; what the price contained of tax is taken out of it. */
static void
exempt_line(const struct pricing *pricing, struct priced_line *priced)
{
	struct sale_line *is = &priced->line->is;
	struct money net = priced->taxed.net;
	char reason[REASON_MAX];

	if ((net.minor < 0) != (priced->left.minor < 0))
		net = money_of(0); /* the taxes ate up the price */

	snprintf(reason, sizeof reason, _("exempt from tax, %s"), pricing->basket->exempt);
	pricing_note_discount(is, DISCOUNT_EXEMPT, money_sub(priced->left, net), reason, 0);
	is->total = net;
	if (is->tax_count == 0)
		return;
	is->tax_count = 1;
	is->taxes[0] = (struct line_tax){ .included = true, .base = net };
	text_copy(is->taxes[0].tax, sizeof is->taxes[0].tax, EXEMPT_CODE);
}

static void
finish_line(const struct pricing *pricing, struct priced_line *priced)
{
	struct sale_line *is = &priced->line->is;

	if (pricing->basket->exempt[0]) {
		exempt_line(pricing, priced);
		return;
	}
	is->total = priced->taxed.total;
	for (int i = 0; i < is->tax_count; i++) {
		is->taxes[i].base = priced->taxed.base[i];
		is->taxes[i].amount = priced->taxed.amount[i];
	}
}

/* A returned line may not know its rules any more; then the row keeps the name it has. */
static const char *
tax_name(const struct basket_line *line, const char *code)
{
	for (int i = 0; i < line->rule_count; i++)
		if (strcmp(line->rules[i].code, code) == 0)
			return line->rules[i].name;
	if (strcmp(code, EXEMPT_CODE) == 0)
		return _("exempt from tax");
	return "";
}

static void
add_line(struct basket *basket, const struct basket_line *line)
{
	basket->total = money_add(basket->total, line->is.total);
	for (int i = 0; i < line->is.discount_count; i++)
		if (line->is.discounts[i].kind != DISCOUNT_EXEMPT)
			basket->saved = money_add(basket->saved, line->is.discounts[i].amount);
	for (int i = 0; i < line->is.tax_count; i++) {
		const struct line_tax *tax = &line->is.taxes[i];
		struct sale_tax *row;

		if (line->is.flags & LINE_FREE && basket->tax_count == BASKET_TAXES_MAX)
			continue; /* what is given away adds nothing to any row */
		row = pricing_tax_row(basket, tax, tax_name(line, tax->tax));
		row->base = money_add(row->base, tax->base);
		row->amount = money_add(row->amount, tax->amount);
		basket->tax = money_add(basket->tax, tax->amount);
	}
}

static int
by_code(const void *left, const void *right)
{
	const struct sale_tax *a = left, *b = right;
	int order = strcmp(a->tax, b->tax);

	if (order != 0)
		return order;
	if (a->rate_ppm != b->rate_ppm)
		return a->rate_ppm > b->rate_ppm ? -1 : 1;
	return (int)a->included - (int)b->included;
}

static void
sum_up(struct basket *basket)
{
	for (size_t i = 0; i < basket->line_count; i++)
		add_line(basket, &basket->lines[i]);
	basket->net = money_sub(basket->total, basket->tax);
	qsort(basket->taxes, basket->tax_count, sizeof basket->taxes[0], by_code);
}

static void
make_room(struct pricing *pricing, size_t room)
{
	pricing->lines = alloc_zero(room, sizeof pricing->lines[0]);
	pricing->values = alloc_zero(room, sizeof pricing->values[0]);
	pricing->shares = alloc_zero(room, sizeof pricing->shares[0]);
	pricing->limits = alloc_zero(room, sizeof pricing->limits[0]);
	pricing->as_given = alloc_zero(room, sizeof pricing->as_given[0]);
	pricing->members = alloc_zero(room, sizeof pricing->members[0]);
}

static void
give_room_back(struct pricing *pricing, struct step_details *details)
{
	for (size_t i = 0; i < details->count; i++)
		free(details->texts[i]);
	free(details->texts);
	for (int i = 0; i < details->note_count; i++)
		free(details->notes[i]);
	free(pricing->lines);
	free(pricing->values);
	free(pricing->shares);
	free(pricing->limits);
	free(pricing->as_given);
	free(pricing->members);
	free(pricing->sets);
	free(pricing->rates);
	free(pricing->rate_values);
	free(pricing->rate_parts);
	free(pricing->rate_limits);
}

/* How many lines promotions may add. */
static size_t
extras(const struct price_rules *rules)
{
	size_t count = 0;

	for (size_t i = 0; i < rules->promotion_count; i++)
		count += rules->promotions[i].effect == PROMOTION_FREE_EXTRA;
	return count;
}

void
price_basket(const struct price_rules *rules, struct basket *basket)
{
	struct number_style style = rules->style ? *rules->style : number_plain(rules->exponent);
	struct pricing pricing = { .rules = rules, .basket = basket };
	struct step_details details = { .promotions = rules->promotions };
	size_t more = extras(rules);

	basket_reserve(basket, more);
	make_room(&pricing, basket->line_count + more + 1);
	begin(&pricing);
	if (rules->promotion_count > 0)
		pricing_promotions(&pricing, rules->steps ? &details : NULL);
	pricing_discount_lines(&pricing);
	pricing_discount_lines_by_tax(&pricing);
	if (basket->has_discount)
		pricing_discount_basket(&pricing);
	pricing_tax(&pricing, false);
	for (size_t i = 0; i < pricing.count; i++)
		finish_line(&pricing, &pricing.lines[i]);
	sum_up(basket);
	if (rules->steps)
		explain_basket(basket, &style, &details, rules->steps);
	give_room_back(&pricing, &details);
}

/* ---- a part paid ahead ---- */

/* Goods that came back do not know their rules any more, only how they were taxed. */
static void
rules_of_taxes(const struct sale_line *line, struct tax_rule rules[static LINE_TAXES_MAX])
{
	for (int i = 0; i < line->tax_count; i++)
		rules[i] = (struct tax_rule){ .kind = line->taxes[i].kind,
			                      .rate_ppm = line->taxes[i].rate_ppm,
			                      .per_unit = line->taxes[i].per_unit,
			                      .included = line->taxes[i].included,
			                      .affected = true };
}

/* Adds a line's taxes to the sums of their rates. */
static void
sum_rates(struct pricing *pricing, const struct basket_line *line)
{
	struct tax_rule of_taxes[LINE_TAXES_MAX];
	const struct tax_rule *rules = line->rules;

	if (line->rule_count != line->is.tax_count) {
		rules_of_taxes(&line->is, of_taxes);
		rules = of_taxes;
	}
	for (int i = 0; i < line->is.tax_count; i++) {
		size_t known = pricing->rate_count;
		size_t rate = pricing_tax_rate(pricing, rules, i);
		struct money *sum = &pricing->rate_parts[rate];

		if (rate == known)
			*sum = money_of(0);
		*sum = money_add(*sum, line->is.taxes[i].amount);
	}
}

void
price_deposit(const struct basket *basket, int64_t percent_ppm, enum rounding mode,
              struct price_deposit *out)
{
	struct pricing pricing = { .rules = NULL };
	struct step_details details = { .count = 0 };

	*out = (struct price_deposit){ .tax = { 0 } };
	out->total = money_share(basket->total, percent_ppm, PPM, mode);
	for (size_t i = 0; i < basket->line_count; i++)
		if (!basket->lines[i].is.voided)
			sum_rates(&pricing, &basket->lines[i]);
	for (size_t i = 0; i < pricing.rate_count; i++)
		out->tax = money_add(out->tax,
		                     money_share(pricing.rate_parts[i], percent_ppm, PPM, mode));
	out->net = money_sub(out->total, out->tax);
	give_room_back(&pricing, &details);
}

/* ---- shares ---- */

static struct money
share_of(struct money amount, int64_t back_milli, int64_t q_milli, int64_t sold_milli)
{
	struct money after = money_share(amount, back_milli + q_milli, sold_milli, ROUND_HALF_UP);
	struct money before = money_share(amount, back_milli, sold_milli, ROUND_HALF_UP);

	return money_sub(before, after); /* goods coming back: the other sign */
}

/*
 * Total, taxes and discounts are shared out; what is left of the line is made to fit them, so that
 * each piece of paper adds up as the sale's did.  Since a sum of shares is telescoping, the rest is
 * too.
 */
void
price_returned_share(const struct sale_line *sold, int64_t back_milli, int64_t q_milli,
                     struct sale_line *out)
{
	int64_t all = sold->qty_milli;
	struct money net = sold->total, net_share, odd = money_sub(sold->total, sold->amount);

	out->qty_milli = -q_milli;
	out->total = net_share = out->amount = share_of(sold->total, back_milli, q_milli, all);
	out->tax_count = sold->tax_count;
	out->discount_count = sold->discount_count;
	for (int i = 0; i < sold->tax_count; i++) {
		out->taxes[i] = sold->taxes[i];
		out->taxes[i].amount = share_of(sold->taxes[i].amount, back_milli, q_milli, all);
		net = money_sub(net, sold->taxes[i].amount);
		net_share = money_sub(net_share, out->taxes[i].amount);
		if (sold->taxes[i].included)
			continue;
		odd = money_sub(odd, sold->taxes[i].amount);
		out->amount = money_sub(out->amount, out->taxes[i].amount);
	}
	for (int i = 0; i < sold->tax_count; i++) {
		bool is_net = money_cmp(sold->taxes[i].base, net) == 0;

		out->taxes[i].base =
		        is_net ? net_share
		               : share_of(sold->taxes[i].base, back_milli, q_milli, all);
	}
	for (int i = 0; i < sold->discount_count; i++) {
		out->discounts[i] = sold->discounts[i];
		out->discounts[i].amount =
		        share_of(sold->discounts[i].amount, back_milli, q_milli, all);
		odd = money_add(odd, sold->discounts[i].amount);
		out->amount = money_add(out->amount, out->discounts[i].amount);
	}
	out->amount = money_sub(out->amount, share_of(odd, back_milli, q_milli, all));
}
