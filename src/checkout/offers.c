#include <config.h>

#include "checkout/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/*
 * What promotions must know beside the basket: how often those with a limit were used, and what the
 * free items cost that they add.  Looked up when the basket, its customer or the shop's tables
 * change, so that pricing a line asks the database for nothing.
 */

void
offers_forget(struct till *till)
{
	free(till->offers.uses);
	free(till->offers.extras);
	till->offers = (struct offers){ .known = false };
}

static void
know_uses(struct till *till, const struct promotion *promotion)
{
	struct promotion_use *use = &till->offers.uses[till->offers.use_count];
	int64_t in_all = 0, by_customer = 0, customer = till->paid ? 0 : till->basket.customer;

	if (!promotion->when.usage_limit && !promotion->when.usage_limit_per_customer)
		return;
	if (promotion_uses(till->ledger, till->series, promotion->name, 0, &in_all, NULL) ||
	    (customer && promotion_uses(till->ledger, till->series, promotion->name, customer,
	                                &by_customer, NULL)))
		return;
	memcpy(use->name, promotion->name, sizeof use->name);
	use->in_all = (int)in_all;
	use->by_customer = (int)by_customer;
	till->offers.use_count++;
}

/* What is not sold, or not set up, is not given away either. */
static void
know_extra(struct till *till, const struct promotion *promotion)
{
	struct basket_line *line = &till->offers.extras[till->offers.extra_count];
	struct item_row item;

	if (promotion->effect != PROMOTION_FREE_EXTRA ||
	    catalogue_item(till->ledger, promotion->item, &item, NULL) || !item.has_price ||
	    item.retired || item.unit[0])
		return;
	*line = (struct basket_line){ .no_promotion = true };
	line->is.department = item.department;
	line->is.price = item.price;
	memcpy(line->is.item, item.number, sizeof line->is.item);
	memcpy(line->is.name, item.name, sizeof line->is.name);
	memcpy(line->category, item.category, sizeof line->category);
	if (tables_rules(&till->tables, tables_way_codes(&till->tables, &item, till->basket.way),
	                 till_business_day(till), till->basket.way, line->rules, &line->rule_count,
	                 NULL) == RC_OK)
		till->offers.extra_count++;
}

static void
know(struct till *till)
{
	size_t count = till->tables.promotion_count;

	offers_forget(till);
	till->offers.uses = alloc_zero(count + 1, sizeof till->offers.uses[0]);
	till->offers.extras = alloc_zero(count + 1, sizeof till->offers.extras[0]);
	for (size_t i = 0; i < count; i++) {
		know_uses(till, &till->tables.promotions[i]);
		know_extra(till, &till->tables.promotions[i]);
	}
	till->offers.known = true;
}

struct price_rules
till_price_rules(struct till *till)
{
	struct price_rules rules = tables_price_rules(&till->tables, till->settings);

	if (!till->offers.known)
		know(till);
	rules.moment = price_moment_of(till_now(till), till_business_day(till));
	rules.uses = till->offers.uses;
	rules.use_count = till->offers.use_count;
	rules.extras = till->offers.extras;
	rules.extra_count = till->offers.extra_count;
	rules.style = &till->settings->style;
	return rules;
}

void
till_price(struct till *till)
{
	struct price_rules rules = till_price_rules(till);

	price_basket(&rules, &till->basket);
}
