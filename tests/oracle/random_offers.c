#include <config.h>

#include <stdio.h>

#include "tests/oracle/dice.h"
#include "tests/oracle/question.h"
#include "tests/oracle/random.h"

struct making {
	const struct shop_plan *plan;
	struct json_writer *out;
};

static void
put_amount(struct making *making, const char *key, int units)
{
	char amount[24];

	random_amount(amount, units, making->plan->digits);
	json_put_text(making->out, key, amount);
}

static void
put_percent(struct making *making)
{
	static const char *const percents[] = { "10", "20", "50", "100", "12.5", "33.3333" };

	json_put_text(making->out, "percent", percents[roll(6)]);
}

static void
put_target(struct making *making, const char *key)
{
	static const char *const categories[] = { "drinks", "food", "tools" };
	int count = roll(3) + 1;

	json_open_object(making->out, key);
	if (one_in(5)) {
		json_open_array(making->out, "category");
		json_put_text(making->out, NULL, categories[roll(3)]);
	} else {
		json_open_array(making->out, "skus");
		for (int i = 0; i < count; i++) {
			char number[16];

			snprintf(number, sizeof number, "i%d", roll(making->plan->item_count));
			json_put_text(making->out, NULL, number);
		}
	}
	json_close_array(making->out);
	json_close_object(making->out);
}

static void
put_tiers(struct making *making, bool percent)
{
	json_put_int(making->out, "base", roll(3));
	json_open_array(making->out, "tiers");
	for (int i = 1; i <= 2; i++) {
		json_open_array(making->out, NULL);
		json_put_int(making->out, NULL, i * 15);
		json_put_int(making->out, NULL, percent ? i * 10 : i * 2);
		json_close_array(making->out);
	}
	json_close_array(making->out);
}

static void
put_fields(struct making *making, enum offer_effect effect)
{
	static const char *const picks[] = { "cheapest", "dearest", "order" };

	switch (effect) {
	case E_PERCENT:
	case E_CHEAPEST_PERCENT:
		put_percent(making);
		if (one_in(3))
			put_amount(making, "max_amount", 8);
		break;
	case E_FIXED_ORDER:
	case E_FIXED_PER_LINE:
		put_amount(making, "amount", 6);
		break;
	case E_FIXED_PER_UNIT:
		put_amount(making, "amount", 3);
		if (one_in(3))
			json_put_int(making->out, "max_units", roll(3) + 1);
		break;
	case E_FREE_UNITS:
		json_put_int(making->out, "units", roll(3) + 1);
		json_put_text(making->out, "pick", picks[roll(3)]);
		break;
	case E_BUY_GET:
		json_put_int(making->out, "buy", roll(3) + 1);
		json_put_int(making->out, "get", roll(2) + 1);
		if (one_in(3))
			put_target(making, "get_target");
		break;
	case E_GROUP_FLAT:
		json_put_int(making->out, "group", roll(3) + 2);
		put_amount(making, "amount", 3);
		break;
	case E_GROUP_PERCENT:
		json_put_int(making->out, "group", roll(3) + 2);
		put_percent(making);
		break;
	case E_TIER_FLAT:
	case E_TIER_PERCENT:
		put_tiers(making, effect == E_TIER_PERCENT);
		break;
	case E_FIRST_ADDITIONAL:
		put_amount(making, "first", 3);
		put_amount(making, "additional", 2);
		break;
	case E_N_FOR_PRICE:
		json_put_int(making->out, "n", roll(4) + 2);
		put_amount(making, "price", 15);
		break;
	case E_UNIT_PRICE_FROM:
		json_put_int(making->out, "n", roll(4) + 1);
		put_amount(making, "price", 8);
		break;
	default:
		break;
	}
}

static void
put_conditions(struct making *making, int number)
{
	char other[16];

	json_open_object(making->out, "conditions");
	switch (roll(9)) {
	case 0:
		put_amount(making, "min_subtotal", 30);
		break;
	case 1:
		put_amount(making, "min_subtotal_without_tax", 30);
		break;
	case 2:
		json_put_int(making->out, "min_qty", roll(5) + 1);
		if (one_in(2))
			put_target(making, "target");
		break;
	case 3:
		json_put_text(making->out, "customer_group", one_in(2) ? "VIP" : "STAFF");
		break;
	case 4:
		json_put_int(making->out, "usage_limit_per_customer", roll(2) + 1);
		break;
	case 5:
		snprintf(other, sizeof other, "p%d", number > 0 ? roll(number) : 1);
		json_open_array(making->out, "not_with");
		json_put_text(making->out, NULL, other);
		json_close_array(making->out);
		break;
	case 6:
		json_open_array(making->out, "days");
		json_put_text(making->out, NULL, one_in(2) ? "sun" : "wed");
		json_close_array(making->out);
		break;
	case 7:
		json_put_text(making->out, "hours", one_in(2) ? "09:00-17:30" : "22:00-02:00");
		break;
	default:
		json_put_text(making->out, one_in(2) ? "from" : "until",
		              one_in(2) ? "2026-11-22" : "2026-11-24T12:00");
		break;
	}
	json_close_object(making->out);
}

static void
put_offer(struct making *making, int number)
{
	enum offer_effect effect = (enum offer_effect)roll(EFFECTS);
	char name[16];

	if (effect == E_FREE_EXTRA)
		effect = E_PERCENT;
	snprintf(name, sizeof name, "p%d", number);
	json_open_object(making->out, NULL);
	json_put_text(making->out, "name", name);
	if (one_in(5)) {
		json_put_text(making->out, "trigger", "code");
		json_put_text(making->out, "code", one_in(2) ? "WELCOME" : "SPRING");
	}
	json_open_object(making->out, "effect");
	json_put_text(making->out, "type", effect_names[effect]);
	put_fields(making, effect);
	if (!one_in(3) && effect != E_CHEAPEST_PERCENT)
		put_target(making, "target");
	json_close_object(making->out);
	if (one_in(4))
		put_conditions(making, number);
	json_close_object(making->out);
}

void
random_offers(const struct shop_plan *plan, int count, struct json_writer *writer)
{
	struct making making = { .plan = plan, .out = writer };

	json_open_array(writer, "promotions");
	for (int i = 0; i < count; i++)
		put_offer(&making, i);
	json_close_array(writer);
	json_open_array(writer, "codes");
	json_put_text(writer, NULL, "WELCOME");
	json_close_array(writer);
	json_open_object(writer, "customer");
	json_open_array(writer, "groups");
	json_put_text(writer, NULL, "VIP");
	json_close_array(writer);
	json_open_object(writer, "uses");
	json_put_int(writer, "p0", 1);
	json_close_object(writer);
	json_close_object(writer);
}
