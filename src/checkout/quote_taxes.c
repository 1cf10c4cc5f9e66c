/*
 * The taxes of a question, and behind them the shop's.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "checkout/quote_inside.h"
#include "checkout/tax.h"

/* Taxes above a hundred times the price are a slip of the finger, and would leave what amounts
 * hold. */
#define TAX_TIMES_MAX 100

/* ---- taxes ---- */

static const char *const tax_keys[] = {
	"name", "kind", "rate", "amount", "included", "compound", "affected", "rates", NULL,
};

/* "rate", or of a fixed tax the amount a unit, under either name. */
static enum outcome
read_rate(struct quote *quote, const struct json_place *place, struct tax_rule *rule)
{
	struct json_place rate = place_key(place, "rate"), amount = place_key(place, "amount");

	if (rule->kind != TAX_FIXED)
		return place_rate(&rate, false, &rule->rate_ppm);
	return place_unit_price(amount.node ? &amount : &rate, quote->currency.exponent, false,
	                        &rule->per_unit);
}

/* [{"from": "2020-07-01", "rate": "16"}, ...]: the last that has begun on the day. */
static enum outcome
read_dated(struct quote *quote, const struct json_place *list, struct tax_rule *rule)
{
	static const char *const keys[] = { "from", "rate", "amount", NULL };
	day_number best = 0;
	size_t count = 0;
	enum outcome outcome = place_array(list, 100, &count);

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place place = place_at(list, i), from = place_key(&place, "from");
		struct tax_rule dated = *rule;
		day_number day = 0;

		outcome = place_object(&place, keys, _("not a key of a dated rate"));
		if (outcome == RC_OK && (!from.node || !json_text(from.node) ||
		                         day_parse(json_text(from.node), &day, NULL)))
			return place_refuse(&from, _("a day is written \"2026-11-22\""));
		if (outcome == RC_OK)
			outcome = read_rate(quote, &place, &dated);
		if (outcome == RC_OK && day <= quote->day && day >= best) {
			best = day;
			*rule = dated;
		}
	}
	return outcome;
}

static enum outcome
read_flag(const struct json_place *place, const char *key, bool *flag)
{
	struct json_place at = place_key(place, key);

	return at.node ? place_bool(&at, flag) : RC_OK;
}

static enum outcome
read_tax(struct quote *quote, const struct json_place *place, struct tax_rule *rule)
{
	static const char *const kinds[] = { "percent", "fixed", "division", NULL };
	struct json_place kind = place_key(place, "kind"), name = place_key(place, "name");
	struct json_place rates = place_key(place, "rates"), rate = place_key(place, "rate");
	enum outcome outcome = place_object(place, tax_keys, _("not a key of a tax"));
	int word = TAX_PERCENT;

	rule->affected = true;
	rule->included = quote->shop && quote->shop->settings->prices_with_tax;
	text_copy(rule->name, sizeof rule->name, place->key);
	if (outcome == RC_OK && kind.node)
		outcome = place_word(&kind, kinds, &word);
	rule->kind = (enum tax_kind)word;
	if (outcome == RC_OK && name.node)
		outcome = place_text(&name, rule->name, sizeof rule->name);
	if (outcome == RC_OK && (rate.node || !rates.node))
		outcome = read_rate(quote, place, rule);
	if (outcome == RC_OK && rates.node)
		outcome = read_dated(quote, &rates, rule);
	if (outcome == RC_OK)
		outcome = read_flag(place, "included", &rule->included);
	if (outcome == RC_OK)
		outcome = read_flag(place, "compound", &rule->compound);
	return outcome ? outcome : read_flag(place, "affected", &rule->affected);
}

/* Lines hold short codes: a longer name gets one that no shop can have. */
static void
give_code(struct quote_tax *tax, size_t index)
{
	if (strlen(tax->name) < TAX_CODE_MAX && tax->name[0] != '~')
		text_copy(tax->rule.code, sizeof tax->rule.code, tax->name);
	else
		snprintf(tax->rule.code, sizeof tax->rule.code, "~%zu", index);
}

enum outcome
quote_read_taxes(struct quote *quote)
{
	enum outcome outcome = RC_OK;
	size_t count;

	quote->tax_list = place_key(&quote->root, "taxes");
	if (!quote->tax_list.node)
		return RC_OK;
	if (json_type_of(quote->tax_list.node) != JSON_IS_OBJECT)
		return place_refuse(&quote->tax_list, _("this must be an object, with { and }"));
	count = json_count(quote->tax_list.node);
	if (count > BASKET_TAXES_MAX)
		return place_refuse(&quote->tax_list, _("at most %d are taken"), BASKET_TAXES_MAX);
	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place place = place_member(&quote->tax_list, i);
		struct quote_tax *tax = &quote->taxes[i];

		if (place.key[0] == '\0' || strlen(place.key) >= sizeof tax->name)
			return place_refuse(&place, _("a code has 1 to %zu bytes"),
			                    sizeof tax->name - 1);
		text_copy(tax->name, sizeof tax->name, place.key);
		give_code(tax, i);
		outcome = read_tax(quote, &place, &tax->rule);
		quote->tax_count++;
	}
	return outcome;
}

static const struct quote_tax *
tax_named(const struct quote *quote, const char *name)
{
	for (size_t i = 0; i < quote->tax_count; i++)
		if (strcmp(quote->taxes[i].name, name) == 0)
			return &quote->taxes[i];
	return NULL;
}

const char *
quote_tax_name(const struct quote *quote, const char *code)
{
	for (size_t i = 0; code[0] == '~' && i < quote->tax_count; i++)
		if (strcmp(quote->taxes[i].rule.code, code) == 0)
			return quote->taxes[i].name;
	return code;
}

/* ---- the taxes of a line ---- */

/* "eat-in:A": the way in front of a code. */
static enum sale_way
way_in_front(const char **code)
{
	if (strncmp(*code, "eat-in:", 7) == 0) {
		*code += 7;
		return WAY_EAT_IN;
	}
	if (strncmp(*code, "take-away:", 10) == 0) {
		*code += 10;
		return WAY_TAKE_AWAY;
	}
	return WAY_NONE;
}

static enum sale_way
way_that_counts(const struct quote *quote, const struct json_place *place, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *code = json_text(place_of_list(place, i).node);
		enum sale_way way = code ? way_in_front(&code) : WAY_NONE;

		if (way != WAY_NONE && way == quote->basket.way)
			return way;
	}
	return WAY_NONE;
}

static enum outcome
add_rule(struct quote *quote, const struct json_place *place, const char *code,
         struct basket_line *line)
{
	const struct quote_tax *tax = tax_named(quote, code);
	struct tax_rule of_shop[LINE_TAXES_MAX];
	int count = 0;

	if (line->rule_count == LINE_TAXES_MAX)
		return place_refuse(place, _("at most %d taxes on one line"), LINE_TAXES_MAX);
	if (tax) {
		line->rules[line->rule_count++] = tax->rule;
		return RC_OK;
	}
	if (!quote->shop || strchr(code, ' ') ||
	    tables_rules(quote->shop->tables, code, quote->day, WAY_NONE, of_shop, &count, NULL) ||
	    count != 1)
		return place_refuse(place, _("tax %s is not set up"), code);
	line->rules[line->rule_count++] = of_shop[0];
	return RC_OK;
}

/* Do they leave a price, and amounts that can be held? */
static enum outcome
check_rules(const struct json_place *place, const struct basket_line *line)
{
	struct tax_plan plan;
	struct err why;
	__int128 all = 0;

	if (tax_plan_make(&plan, line->rules, line->rule_count, &why))
		return place_refuse(place, "%s", why.msg);
	for (int i = 0; i < plan.count; i++)
		all += plan.amount[i].price < 0 ? -plan.amount[i].price : plan.amount[i].price;
	if (all > plan.den * TAX_TIMES_MAX || plan.net.price > plan.den * TAX_TIMES_MAX)
		return place_refuse(place, _("this tax is too large"));
	return RC_OK;
}

enum outcome
quote_rules(struct quote *quote, const struct json_place *place, struct basket_line *line)
{
	enum outcome outcome;
	enum sale_way way;
	size_t count = 0;

	line->rule_count = 0;
	outcome = place_list(place, 2 * LINE_TAXES_MAX, &count);
	way = outcome ? WAY_NONE : way_that_counts(quote, place, count);
	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place member = place_of_list(place, i);
		char text[QUOTE_TAX_NAME_MAX + 12];
		const char *code = text;

		outcome = place_text(&member, text, sizeof text);
		if (outcome == RC_OK && way_in_front(&code) == way)
			outcome = add_rule(quote, &member, code, line);
	}
	return outcome ? outcome : check_rules(place, line);
}
