#include <config.h>

#include "tests/oracle/question.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

const char *const effect_names[EFFECTS] = {
	"percent",          "fixed_order",        "fixed_per_line",  "fixed_per_unit",
	"cheapest_percent", "free_units_in_cart", "buy_x_get_y",     "free_extra",
	"group_flat",       "group_percent",      "tier_flat",       "tier_percent",
	"first_additional", "n_for_price",        "unit_price_from",
};

/* ---- values ---- */

static rational
number_of(const struct json_node *node)
{
	if (json_type_of(node) == JSON_IS_INT)
		return whole((long)json_int(node));
	return json_text(node) ? decimal(json_text(node)) : NULL;
}

static rational
number_in(const struct json_node *object, const char *key)
{
	return number_of(json_get(object, key));
}

static rational
share_in(const struct json_node *object, const char *key)
{
	rational percent = number_in(object, key);

	return percent ? over(percent, whole(100)) : NULL;
}

static const char *
text_in(const struct json_node *object, const char *key)
{
	return json_text(json_get(object, key));
}

static bool
is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static bool
bool_in(const struct json_node *object, const char *key, bool otherwise)
{
	return json_get(object, key) ? json_bool(json_get(object, key)) : otherwise;
}

/* ---- taxes ---- */

/* The rate that began last by then; days compare as texts. */
static rational
rate_on(const struct json_node *node, const char *day)
{
	const struct json_node *rates = json_get(node, "rates"), *last = NULL;

	for (size_t i = 0; day && i < json_count(rates); i++) {
		const struct json_node *row = json_at(rates, i);

		if (strncmp(text_in(row, "from"), day, 10) <= 0 &&
		    (!last || strcmp(text_in(row, "from"), text_in(last, "from")) >= 0))
			last = row;
	}
	if (last)
		return number_in(last, "rate");
	if (number_in(node, "rate"))
		return number_in(node, "rate");
	return number_in(node, "amount") ? number_in(node, "amount") : whole(0);
}

static void
read_tax(struct asked *question, const char *code, const struct json_node *node)
{
	struct tax *tax = &question->taxes[question->tax_count++];
	const char *kind = text_in(node, "kind");

	assert(question->tax_count <= TAXES);
	*tax = (struct tax){ .code = code };
	tax->kind = is(kind, "fixed") ? FIXED : is(kind, "division") ? DIVISION : PERCENT;
	tax->rate = rate_on(node, question->at);
	if (tax->kind != FIXED)
		tax->rate = over(tax->rate, whole(100));
	tax->included = bool_in(node, "included", false);
	tax->compound = bool_in(node, "compound", false);
	tax->affected = bool_in(node, "affected", true);
}

static const struct tax *
tax_named(const struct asked *question, const char *code)
{
	for (int i = 0; i < question->tax_count; i++)
		if (is(code, question->taxes[i].code))
			return &question->taxes[i];
	assert(!"a tax of the question");
	return NULL;
}

/* "eat-in:A" holds for that way instead of those without one. */
static void
read_codes(const struct asked *question, struct bought *line, const struct json_node *codes)
{
	size_t way = question->way ? strlen(question->way) : 0;
	bool special = false;

	for (size_t i = 0; i < json_count(codes); i++)
		special |= way && strncmp(json_text(json_at(codes, i)), question->way, way) == 0 &&
		           json_text(json_at(codes, i))[way] == ':';
	line->tax_count = 0;
	for (size_t i = 0; i < json_count(codes); i++) {
		const char *code = json_text(json_at(codes, i)), *colon = strchr(code, ':');

		if (special ? colon && strncmp(code, question->way, way) == 0 && code[way] == ':'
		            : !colon)
			line->taxes[line->tax_count++] =
			        tax_named(question, colon ? colon + 1 : code);
	}
}

/* ---- lines ---- */

/* "discount 10 %", "discount 6.00" */
static void
name_discount(const struct asked *question, struct discount *discount, const char *percent)
{
	long minor;

	if (percent) {
		size_t length = strlen(percent);

		while (strchr(percent, '.') &&
		       (percent[length - 1] == '0' || percent[length - 1] == '.'))
			if (percent[--length] == '.')
				break;
		snprintf(discount->reason, sizeof discount->reason, "discount %.*s %%", (int)length,
		         percent);
		return;
	}
	minor = floor_of(over(discount->amount, question->unit));
	if (question->digits == 0)
		snprintf(discount->reason, sizeof discount->reason, "discount %ld", minor);
	else
		snprintf(discount->reason, sizeof discount->reason, "discount %ld.%0*ld",
		         minor / (question->digits == 2 ? 100 : 1000), question->digits,
		         minor % (question->digits == 2 ? 100 : 1000));
}

static void
read_discount(const struct asked *question, struct discount *discount, const struct json_node *node)
{

	*discount = (struct discount){ .percent = share_in(node, "percent"),
		                       .amount = number_in(node, "amount") };
	if (text_in(node, "reason"))
		snprintf(discount->reason, sizeof discount->reason, "%s", text_in(node, "reason"));
	else
		name_discount(question, discount, text_in(node, "percent"));
}

static void
read_goods(const struct asked *question, struct bought *line, const struct json_node *node)
{
	if (json_get(node, "price"))
		line->price = number_in(node, "price");
	if (json_get(node, "taxes"))
		read_codes(question, line, json_get(node, "taxes"));
	if (json_get(node, "category"))
		line->categories = json_get(node, "category");
}

void
question_item(struct asked *question, struct bought *line, const char *item)
{
	line->item = item;
	read_goods(question, line, json_get(question->items, item));
}

static const char *
scanned(const struct asked *question, const char *scan)
{
	for (size_t i = 0; i < json_count(question->items); i++) {
		const char *number;
		const struct json_node *gtins =
		        json_get(json_member(question->items, i, &number), "gtins");

		for (size_t g = 0; g < json_count(gtins); g++)
			if (is(scan, json_text(json_at(gtins, g))))
				return number;
	}
	return NULL;
}

static void
read_line(struct asked *question, const struct json_node *node)
{
	struct bought *line = &question->lines[question->line_count++];
	const struct json_node *given = json_get(node, "discount");
	const char *item = text_in(node, "scan") ? scanned(question, text_in(node, "scan"))
	                                         : text_in(node, "item");

	assert(question->line_count <= LINES);
	*line = (struct bought){ .item = NULL };
	if (item)
		question_item(question, line, item);
	read_goods(question, line, node);
	line->quantity = json_get(node, "quantity") ? number_in(node, "quantity") : whole(1);
	line->quantity = rounded(line->quantity, fraction(1, 1000), HALVES_UP);
	if (json_type_of(given) == JSON_IS_OBJECT)
		read_discount(question, &line->given[line->given_count++], given);
	for (size_t i = 0; json_type_of(given) == JSON_IS_ARRAY && i < json_count(given); i++)
		read_discount(question, &line->given[line->given_count++], json_at(given, i));
}

/* ---- promotions ---- */

static void
read_target(struct target *target, const struct json_node *node)
{
	const struct json_node *items = json_get(node, "skus");

	target->categories = json_get(node, "category");
	for (size_t i = 0; i < json_count(items); i++)
		target->items[target->item_count++] = json_text(json_at(items, i));
	assert(target->item_count <= NAMES);
	target->everything = !items && !target->categories;
}

static void
read_conditions(struct offer *offer, const struct json_node *node)
{
	offer->min_subtotal = number_in(node, "min_subtotal");
	offer->min_net = number_in(node, "min_subtotal_without_tax");
	offer->min_qty = (long)json_int(json_get(node, "min_qty"));
	offer->usage_limit = (long)json_int(json_get(node, "usage_limit"));
	offer->usage_limit_per_customer =
	        (long)json_int(json_get(node, "usage_limit_per_customer"));
	offer->groups = json_get(node, "customer_group");
	offer->not_with = json_get(node, "not_with");
	offer->days = json_get(node, "days");
	offer->hours = json_get(node, "hours");
	offer->from = text_in(node, "from");
	offer->until = text_in(node, "until");
	offer->has_counted = json_get(node, "target") != NULL;
	read_target(&offer->counted, json_get(node, "target"));
}

static long
units_in(const struct json_node *effect)
{
	static const char *const keys[] = { "units", "n", "group", "max_units" };

	for (int i = 0; i < 4; i++)
		if (json_get(effect, keys[i]))
			return (long)json_int(json_get(effect, keys[i]));
	return 0;
}

static void
read_effect(struct offer *offer, const struct json_node *node)
{
	const char *type = text_in(node, "type");
	const struct json_node *tiers = json_get(node, "tiers");

	while (offer->effect < EFFECTS && !is(type, effect_names[offer->effect]))
		offer->effect++;
	assert(offer->effect < EFFECTS);
	offer->percent = share_in(node, "percent");
	offer->amount = offer->effect == E_FIRST_ADDITIONAL ? number_in(node, "first")
	                                                    : number_in(node, "amount");
	offer->max_amount = number_in(node, "max_amount");
	offer->additional = number_in(node, "additional");
	offer->price = number_in(node, "price");
	offer->base = number_in(node, "base") ? number_in(node, "base") : whole(0);
	offer->units = units_in(node);
	offer->buy = (long)json_int(json_get(node, "buy"));
	offer->get = (long)json_int(json_get(node, "get"));
	offer->pick = text_in(node, "pick");
	offer->item = text_in(node, "item");
	offer->repeat = json_bool(json_get(node, "repeat"));
	for (size_t i = 0; i < json_count(tiers); i++) {
		offer->tier_from[i] = number_of(json_at(json_at(tiers, i), 0));
		offer->tier_value[i] = number_of(json_at(json_at(tiers, i), 1));
		offer->tier_count++;
	}
	read_target(&offer->target, json_get(node, "target"));
	offer->has_get_target = json_get(node, "get_target") != NULL;
	read_target(&offer->get_target, json_get(node, "get_target"));
}

static void
read_offer(struct asked *question, const struct json_node *node)
{
	struct offer *offer = &question->offers[question->offer_count++];

	assert(question->offer_count <= PROMOTIONS);
	*offer = (struct offer){ .name = text_in(node, "name") };
	offer->code = is(text_in(node, "trigger"), "code") ? text_in(node, "code") : NULL;
	read_effect(offer, json_get(node, "effect"));
	read_conditions(offer, json_get(node, "conditions"));
}

/* ---- the whole ---- */

static int
digits_of(const char *currency)
{
	if (is(currency, "JPY") || is(currency, "ISK"))
		return 0;
	return is(currency, "KWD") || is(currency, "TND") ? 3 : 2;
}

static void
read_cash(struct asked *question, const struct json_node *node)
{
	const char *scope = text_in(node, "scope");

	question->cash_halves = halves_named(text_in(node, "mode"));
	question->cash_all = is(scope, "all");
	question->cash_step = number_in(node, "step");
	question->exact_up_to =
	        number_in(node, "exact_up_to") ? number_in(node, "exact_up_to") : whole(0);
	if (!question->cash_step || is(scope, "none"))
		question->cash_step = whole(0);
}

static void
read_lists(struct asked *question, const struct json_node *node)
{
	const struct json_node *taxes = json_get(node, "taxes"), *lines = json_get(node, "lines");
	const struct json_node *offers = json_get(node, "promotions"),
	                       *tenders = json_get(node, "tenders");

	for (size_t i = 0; i < json_count(taxes); i++) {
		const char *code;
		const struct json_node *tax = json_member(taxes, i, &code);

		read_tax(question, code, tax);
	}
	for (size_t i = 0; i < json_count(lines); i++)
		read_line(question, json_at(lines, i));
	for (size_t i = 0; i < json_count(offers); i++)
		read_offer(question, json_at(offers, i));
	for (size_t i = 0; i < json_count(tenders); i++) {
		struct paid *paid = &question->tenders[question->tender_count++];

		*paid = (struct paid){ text_in(json_at(tenders, i), "kind"),
			               number_in(json_at(tenders, i), "amount") };
	}
}

void
question_read(struct asked *question, const struct json_node *node)
{
	static const long parts[] = { 1, 10, 100, 1000 };

	*question = (struct asked){ .digits = digits_of(text_in(node, "currency")) };
	question->unit = fraction(1, parts[question->digits]);
	question->per_total = is(text_in(node, "tax_rounding"), "total");
	question->best = is(text_in(node, "promotion_order"), "best");
	question->without_tax = is(text_in(node, "discount_basis"), "without_tax");
	question->exempt = text_in(node, "exempt") != NULL;
	question->halves = halves_named(text_in(node, "rounding"));
	question->way = text_in(node, "way");
	question->at = text_in(node, "at") ? text_in(node, "at") : "2026-11-22T12:00:00+01:00";
	question->items = json_get(node, "items");
	question->codes = json_get(node, "codes");
	question->customer = json_get(node, "customer");
	read_cash(question, json_get(node, "cash_rounding"));
	question->has_given = json_get(node, "discount") != NULL;
	if (question->has_given)
		read_discount(question, &question->given, json_get(node, "discount"));
	read_lists(question, node);
}

/* ---- the answer ---- */

static int
read_said_taxes(struct said_tax out[], const struct json_node *taxes)
{
	for (size_t i = 0; i < json_count(taxes); i++)
		out[i] = (struct said_tax){ text_in(json_at(taxes, i), "tax"),
			                    number_in(json_at(taxes, i), "base"),
			                    number_in(json_at(taxes, i), "amount") };
	return (int)json_count(taxes);
}

static void
read_said_line(struct said_line *line, const struct json_node *node)
{
	const struct json_node *discounts = json_get(node, "discounts");

	*line = (struct said_line){ .item = text_in(node, "item"),
		                    .quantity = number_in(node, "quantity") };
	line->gross = number_in(node, "gross");
	line->net = number_in(node, "net");
	line->tax = number_in(node, "tax");
	line->free = json_bool(json_get(node, "free"));
	line->tax_count = read_said_taxes(line->taxes, json_get(node, "taxes"));
	for (size_t i = 0; i < json_count(discounts); i++) {
		line->reasons[i] = text_in(json_at(discounts, i), "reason");
		line->amounts[i] = number_in(json_at(discounts, i), "amount");
	}
	line->discount_count = (int)json_count(discounts);
}

void
answer_read(struct said *said, const struct json_node *node)
{
	const struct json_node *lines = json_get(node, "lines"), *steps = json_get(node, "steps");
	const struct json_node *tenders = json_get(node, "tenders");

	*said = (struct said){ .discount = number_in(node, "discount"),
		               .net = number_in(node, "net") };
	said->tax = number_in(node, "tax");
	said->total = number_in(node, "total");
	said->line_count = (int)json_count(lines);
	assert(said->line_count <= LINES);
	for (int i = 0; i < said->line_count; i++)
		read_said_line(&said->lines[i], json_at(lines, (size_t)i));
	said->tax_count = read_said_taxes(said->taxes, json_get(node, "taxes"));
	said->tendered = said->steps = whole(0);
	for (size_t i = 0; i < json_count(tenders); i++)
		said->tendered = plus(said->tendered, number_in(json_at(tenders, i), "amount"));
	said->rounding = number_in(node, "rounding");
	said->remaining = number_in(node, "remaining");
	said->change = number_in(node, "change");
	said->complete = json_bool(json_get(node, "complete"));
	for (size_t i = 0; i < json_count(steps); i++) {
		said->steps = plus(said->steps, number_in(json_at(steps, i), "amount"));
		if (is(text_in(json_at(steps, i), "step"), "price") &&
		    json_get(json_at(steps, i), "line"))
			said->lines[json_int(json_get(json_at(steps, i), "line")) - 1].amount =
			        number_in(json_at(steps, i), "amount");
		said->notes |= is(text_in(json_at(steps, i), "step"), "note");
	}
}
