#include <config.h>

#include "checkout/pricing.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "checkout/pricing_inside.h"

#define PPM 1000000

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

static void
begin_line(struct pricing *pricing, struct basket_line *line)
{
	struct priced_line *priced = &pricing->lines[pricing->count++];
	struct sale_line *is = &line->is;

	if (!(is->flags & LINE_LABEL_PRICE)) /* what a label says is paid as it is */
		is->amount = money_times_milli(is->price, is->qty_milli, pricing->rules->rounding);
	is->discount_count = 0;
	line->promoted_milli = 0;
	*priced =
	        (struct priced_line){ .line = line, .units = tax_units(is->price, is->qty_milli) };
}

static void
begin(struct pricing *pricing)
{
	struct basket *basket = pricing->basket;

	basket->tax_count = 0;
	basket->total = basket->net = basket->tax = basket->saved = money_of(0);
	for (size_t i = 0; i < basket->line_count; i++) {
		if (basket->lines[i].is.voided)
			forget_void(&basket->lines[i].is);
		else if (!basket->lines[i].fixed)
			begin_line(pricing, &basket->lines[i]);
	}
}

static void
leave_what_promotions_leave(struct pricing *pricing)
{
	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *priced = &pricing->lines[i];
		const struct sale_line *is = &priced->line->is;

		priced->left = is->amount;
		for (int d = 0; d < is->discount_count; d++)
			priced->left = money_sub(priced->left, is->discounts[d].amount);
	}
}

static void
finish_line(const struct priced_line *priced)
{
	struct sale_line *is = &priced->line->is;

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
	return "";
}

static void
add_line(struct basket *basket, const struct basket_line *line)
{
	basket->total = money_add(basket->total, line->is.total);
	for (int i = 0; i < line->is.discount_count; i++)
		basket->saved = money_add(basket->saved, line->is.discounts[i].amount);
	for (int i = 0; i < line->is.tax_count; i++) {
		const struct line_tax *tax = &line->is.taxes[i];
		struct sale_tax *row =
		        &basket->taxes[pricing_tax_row(basket, tax, tax_name(line, tax->tax))];

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

void
price_basket(const struct price_rules *rules, struct basket *basket)
{
	struct number_style style;
	size_t room = basket->line_count + 1;
	struct pricing pricing = {
		.rules = rules,
		.basket = basket,
		.lines = alloc_zero(room, sizeof pricing.lines[0]),
		.values = alloc_zero(room, sizeof pricing.values[0]),
		.shares = alloc_zero(room, sizeof pricing.shares[0]),
		.limits = alloc_zero(room, sizeof pricing.limits[0]),
		.as_given = alloc_zero(room, sizeof pricing.as_given[0]),
	};

	style = rules->style ? *rules->style : number_plain(rules->exponent);
	begin(&pricing);
	promotions_apply(rules->promotions, rules->promotion_count, rules->promotions_best, basket);
	leave_what_promotions_leave(&pricing);
	pricing_tax_sets(&pricing);
	pricing_discount_lines(&pricing);
	pricing_tax(&pricing, true);
	pricing_discount_lines_by_tax(&pricing);
	if (basket->has_discount)
		pricing_discount_basket(&pricing);
	pricing_tax(&pricing, false);
	for (size_t i = 0; i < pricing.count; i++)
		finish_line(&pricing.lines[i]);
	sum_up(basket);
	if (rules->steps)
		explain_basket(basket, &style, NULL, rules->steps);
	free(pricing.lines);
	free(pricing.values);
	free(pricing.shares);
	free(pricing.limits);
	free(pricing.as_given);
	free(pricing.sets);
}

void
price_deposit(const struct basket *basket, int64_t percent_ppm, enum rounding mode,
              struct price_deposit *out)
{
	*out = (struct price_deposit){ .tax = { 0 } };
	out->total = money_share(basket->total, percent_ppm, PPM, mode);
	for (size_t i = 0; i < basket->tax_count; i++)
		out->tax = money_add(out->tax,
		                     money_share(basket->taxes[i].amount, percent_ppm, PPM, mode));
	out->net = money_sub(out->total, out->tax);
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
