/*
 * Baskets for the tests of the engine: lines and taxes from short texts.
 */
#ifndef RINGUP_TESTS_ENGINE_H
#define RINGUP_TESTS_ENGINE_H

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/qty.h"
#include "base/text.h"
#include "checkout/basket.h"
#include "checkout/pricing.h"
#include "checkout/tax.h"

static inline struct money
engine_money(const char *text)
{
	struct money money;
	struct err err;

	ck_assert_msg(money_parse(text, 2, &money, &err) == RC_OK, "%s", err.msg);
	return money;
}

/* Up to six decimals as millionths: rates in percent and case values. */
static inline int64_t
engine_micro(const char *text)
{
	const char *digits = text[0] == '-' ? text + 1 : text;
	int64_t micro = 0;
	int decimals = -1;

	for (; *digits; digits++) {
		if (*digits == '.') {
			decimals = 0;
			continue;
		}
		if (decimals == 6)
			continue;
		micro = micro * 10 + (*digits - '0');
		decimals += decimals >= 0;
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < 6; decimals++)
		micro *= 10;
	return text[0] == '-' ? -micro : micro;
}

/* "percent:21:incl:compound:unaffected", "fixed:1", "division:5" */
static inline void
engine_rule(struct tax_rule *rule, const char *code, const char *spec)
{
	const char *value = strchr(spec, ':') + 1;
	char number[32];

	*rule = (struct tax_rule){ .affected = !strstr(spec, ":unaffected") };
	text_copy(rule->code, sizeof rule->code, code);
	snprintf(rule->name, sizeof rule->name, "tax %s", code);
	snprintf(number, sizeof number, "%.*s", (int)strcspn(value, ":"), value);
	rule->included = strstr(spec, ":incl") != NULL;
	rule->compound = strstr(spec, ":compound") != NULL;
	if (strncmp(spec, "fixed", 5) == 0) {
		rule->kind = TAX_FIXED;
		rule->per_unit.e4 = engine_micro(number); /* 1/10000 of a cent are millionths */
		return;
	}
	rule->kind = strncmp(spec, "division", 8) == 0 ? TAX_DIVISION : TAX_PERCENT;
	rule->rate_ppm = engine_micro(number) / 100;
}

/* "percent:6:incl | fixed:1": codes A, B ... */
static inline int
engine_rules(struct tax_rule rules[static LINE_TAXES_MAX], const char *specs)
{
	char text[512], code[2] = "A", *rest = NULL;
	int count = 0;

	snprintf(text, sizeof text, "%s", specs);
	for (char *spec = strtok_r(text, " |", &rest); spec; spec = strtok_r(NULL, " |", &rest)) {
		ck_assert_int_lt(count, LINE_TAXES_MAX);
		engine_rule(&rules[count++], code, spec);
		code[0]++;
	}
	return count;
}

static inline struct basket_line *
engine_line(struct basket *basket, const char *item, const char *qty, const char *price,
            const char *taxes)
{
	struct basket_line *line;
	struct err err;

	ck_assert_int_eq(basket_add(basket, &line, &err), RC_OK);
	snprintf(line->is.item, sizeof line->is.item, "%s", item);
	snprintf(line->is.name, sizeof line->is.name, "%s", item);
	ck_assert_msg(qty_parse(qty, &line->is.qty_milli, &err) == RC_OK, "%s", err.msg);
	ck_assert_msg(unit_price_parse(price, 2, &line->is.price, &err) == RC_OK, "%s", err.msg);
	line->rule_count = engine_rules(line->rules, taxes);
	return line;
}

static inline void
engine_give(struct basket_line *line, const char *discount)
{
	struct given_discount *given = &line->given[line->given_count++];
	size_t length = strlen(discount);

	*given = (struct given_discount){ .reason = "given" };
	snprintf(given->reason, sizeof given->reason, "%s", discount);
	given->is_percent = length > 0 && discount[length - 1] == '%';
	if (given->is_percent) {
		char number[32];

		snprintf(number, sizeof number, "%.*s", (int)length - 1, discount);
		given->percent_ppm = engine_micro(number) / 100;
	} else {
		given->amount = engine_money(discount);
	}
}

static inline void
engine_give_basket(struct basket *basket, const char *discount)
{
	struct basket_line line = { .given_count = 0 };

	engine_give(&line, discount);
	basket->discount = line.given[0];
	basket->has_discount = true;
}

#define assert_money(money, text)                                                                  \
	do {                                                                                       \
		char assert_out[MONEY_TEXT_MAX];                                                   \
		ck_assert_str_eq(money_text(assert_out, money, &number_plain_2), text);            \
	} while (0)

#endif
