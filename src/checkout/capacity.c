#include <config.h>

#include "checkout/capacity.h"

#include <string.h>

#include "base/gettext.h"

#define PPM INT64_C(1000000)
/* Above the limit it does not matter how far. */
#define ENOUGH ((__int128)CAPACITY_MINOR + 1)

static __int128
size_of(__int128 number)
{
	return number < 0 ? -number : number;
}

static __int128
least(__int128 a, __int128 b)
{
	return a < b ? a : b;
}

/* Unit price x quantity, or a fixed tax, in minor units and rounded up. */
static __int128
amount_of(struct unit_price price, int64_t qty_milli)
{
	__int128 e7 = size_of((__int128)price.e4 * qty_milli);

	return least(e7 / (UNIT_PRICE_PER_MINOR * QTY_ONE) + 1, ENOUGH);
}

/* With the largest a percentage or a share can make of it; compound or not, the larger counts. */
static __int128
with_taxes(const struct basket_line *line, __int128 amount)
{
	int64_t divided = 0;

	for (int i = 0; i < line->rule_count; i++)
		if (line->rules[i].kind == TAX_FIXED)
			amount += amount_of(line->rules[i].per_unit, line->is.qty_milli);
	for (int i = 0; i < line->rule_count; i++) {
		__int128 rate = size_of(line->rules[i].rate_ppm);

		if (line->rules[i].kind == TAX_PERCENT)
			amount = least(amount + amount * least(rate, ENOUGH) / PPM + 1, ENOUGH);
		else if (line->rules[i].kind == TAX_DIVISION)
			divided += (int64_t)least(rate, PPM);
	}
	if (divided > 0)
		amount = divided < PPM ? least(amount * PPM / (PPM - divided) + 1, ENOUGH) : ENOUGH;
	return amount;
}

static void
add_amount(struct capacity *capacity, __int128 amount)
{
	capacity->amount = (int64_t)least(capacity->amount + amount, ENOUGH);
}

/* As pricing_tax_row() finds its rows. */
static void
add_tax(struct capacity *capacity, const char *code, enum tax_kind kind, int64_t rate_ppm,
        bool included)
{
	size_t i = 0;

	if (kind == TAX_FIXED)
		rate_ppm = 0;
	while (i < capacity->tax_count &&
	       (strcmp(capacity->taxes[i].code, code) != 0 || capacity->taxes[i].kind != kind ||
	        capacity->taxes[i].rate_ppm != rate_ppm || capacity->taxes[i].included != included))
		i++;
	if (i == BASKET_TAXES_MAX) {
		capacity->too_many_taxes = true;
		return;
	}
	if (i < capacity->tax_count)
		return;
	memcpy(capacity->taxes[i].code, code, sizeof capacity->taxes[i].code);
	capacity->taxes[i].kind = kind;
	capacity->taxes[i].rate_ppm = rate_ppm;
	capacity->taxes[i].included = included;
	capacity->tax_count++;
}

void
capacity_add(struct capacity *capacity, const struct basket_line *line)
{
	const struct sale_line *is = &line->is;
	__int128 amount = amount_of(is->price, is->qty_milli);

	if (line->fixed) {
		capacity_add_recorded(capacity, is);
		return;
	}
	if (is->flags & LINE_LABEL_PRICE)
		amount = size_of(is->amount.minor);
	add_amount(capacity, with_taxes(line, amount));
	for (int i = 0; i < line->rule_count; i++)
		add_tax(capacity, line->rules[i].code, line->rules[i].kind, line->rules[i].rate_ppm,
		        line->rules[i].included);
}

void
capacity_add_recorded(struct capacity *capacity, const struct sale_line *line)
{
	add_amount(capacity, size_of(line->amount.minor) + size_of(line->total.minor));
	for (int i = 0; i < line->tax_count; i++)
		add_tax(capacity, line->taxes[i].tax, line->taxes[i].kind, line->taxes[i].rate_ppm,
		        line->taxes[i].included);
}

void
capacity_add_basket(struct capacity *capacity, const struct basket *basket, int but, int and_but)
{
	for (size_t i = 0; i < basket->line_count; i++) {
		const struct basket_line *line = &basket->lines[i];

		if (line->is.voided || line->is.extra_of[0] || line->is.number == but ||
		    line->is.number == and_but)
			continue;
		capacity_add(capacity, line);
	}
}

static enum outcome
too_much(struct err *err)
{
	err_set(err, RC_REFUSED, _("this is more than a basket can hold"));
	return err_hint(err, _("take payment for it and go on with a new one"));
}

enum outcome
capacity_ask(const struct capacity *capacity, struct err *err)
{
	if (capacity->amount > CAPACITY_MINOR)
		return too_much(err);
	if (!capacity->too_many_taxes)
		return RC_OK;
	err_set(err, RC_REFUSED, _("at most %d taxes in one basket"), BASKET_TAXES_MAX);
	return err_hint(err, _("take payment for it and go on with a new one"));
}

enum outcome
capacity_of_price(struct unit_price price, int64_t qty_milli, struct err *err)
{
	return amount_of(price, qty_milli) > CAPACITY_MINOR ? too_much(err) : RC_OK;
}
