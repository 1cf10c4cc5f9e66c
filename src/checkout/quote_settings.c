/*
 * What a question says about the shop and the moment; the rest is the shop's, or plain.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "checkout/quote_inside.h"

#define USES_MAX 1000

static const char *const tax_rounding_words[] = { "line", "total", NULL };
static const char *const scope_words[] = { "none", "cash", "all", NULL };

static void
take_shop(struct quote *quote)
{
	const struct settings *settings;

	if (!quote->shop) {
		quote->currency = (struct currency){ "EUR", 2 };
		return;
	}
	settings = quote->shop->settings;
	quote->currency = settings->currency;
	quote->rules = tables_price_rules(quote->shop->tables, settings);
	quote->tender_rules = tables_tender_rules(settings);
}

static enum outcome
read_currency(struct quote *quote)
{
	struct json_place place = place_key(&quote->root, "currency");
	struct err err;
	char code[8];

	if (place.node) {
		if (place_text(&place, code, sizeof code))
			return RC_REFUSED;
		if (currency_find(code, &quote->currency, &err))
			return place_refuse(&place, "%s", err.msg);
		if (quote->shop &&
		    strcmp(quote->currency.code, quote->shop->settings->currency.code) != 0)
			return place_refuse(&place, _("the shop's prices are in %s"),
			                    quote->shop->settings->currency.code);
	}
	quote->style = number_plain(quote->currency.exponent);
	quote->rules.exponent = quote->currency.exponent;
	return RC_OK;
}

static enum outcome
read_word(struct quote *quote, const char *key, const char *const words[], int *out)
{
	struct json_place place = place_key(&quote->root, key);

	return place.node ? place_word(&place, words, out) : RC_OK;
}

/* A step of "" is none, as in lists that have a column for it. */
static enum outcome
read_step(struct quote *quote, const struct json_place *place)
{
	struct money step = { 0 };
	const char *text = json_text(place->node);
	enum outcome outcome = RC_OK;

	if (!text || text[0] != '\0')
		outcome = place_money(place, quote->currency.exponent, false, &step);
	if (outcome == RC_OK && step.minor < 0)
		return place_refuse(place, _("an amount that is not negative"));
	quote->tender_rules.cash_step_minor = step.minor;
	return outcome;
}

static enum outcome
read_cash_rounding(struct quote *quote)
{
	static const char *const keys[] = { "step", "mode", "scope", "exact_up_to", NULL };
	struct json_place place = place_key(&quote->root, "cash_rounding");
	struct json_place step = place_key(&place, "step"), mode = place_key(&place, "mode");
	struct json_place scope = place_key(&place, "scope");
	struct json_place exact = place_key(&place, "exact_up_to");
	struct money up_to = { 0 };
	int word = CASH_ROUND_CASH;
	enum outcome outcome;

	if (!place.node)
		return RC_OK;
	outcome = place_object(&place, keys, _("not a key of cash rounding"));
	if (outcome == RC_OK && scope.node)
		outcome = place_word(&scope, scope_words, &word);
	quote->tender_rules.scope = (enum cash_scope)word;
	if (outcome == RC_OK && (step.node || word != CASH_ROUND_NONE))
		outcome = read_step(quote, &step);
	if (outcome == RC_OK && exact.node)
		outcome = place_money(&exact, quote->currency.exponent, false, &up_to);
	quote->tender_rules.exact_minor = up_to.minor;
	word = ROUND_HALF_UP;
	if (outcome == RC_OK && mode.node &&
	    (!json_text(mode.node) || json_text(mode.node)[0] != '\0'))
		outcome = place_word(&mode, rounding_names, &word);
	quote->tender_rules.cash_rounding = (enum rounding)word;
	return outcome;
}

/* ---- the moment ---- */

static bool
two_digits(const char **text, int *out)
{
	const char *at = *text;

	if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
		return false;
	*out = (at[0] - '0') * 10 + (at[1] - '0');
	*text += 2;
	return true;
}

static bool
skip(const char **text, const char *any)
{
	if (!**text || !strchr(any, **text))
		return false;
	++*text;
	return true;
}

/* "Z", "+01:00", "-0530", or nothing. */
static bool
read_offset(const char *text, int *offset_min)
{
	int hours, minutes = 0, sign = *text == '-' ? -1 : 1;

	if (strcmp(text, "Z") == 0 || *text == '\0')
		return true;
	if (!skip(&text, "+-") || !two_digits(&text, &hours))
		return false;
	skip(&text, ":");
	if (*text && !two_digits(&text, &minutes))
		return false;
	*offset_min = sign * (hours * 60 + minutes);
	return *text == '\0' && hours <= 14 && minutes < 60;
}

/* "2026-11-22T10:00:00+01:00"; the time may be left out. */
static bool
moment_of(const char *text, struct when *when)
{
	char date[11] = "";
	int hour = 12, minute = 0, second = 0;
	day_number day;

	if (strlen(text) < 10)
		return false;
	memcpy(date, text, 10);
	if (day_parse(date, &day, NULL))
		return false;
	text += 10;
	when->offset_min = 0;
	if (*text) {
		if (!skip(&text, "Tt ") || !two_digits(&text, &hour) || !skip(&text, ":") ||
		    !two_digits(&text, &minute))
			return false;
		if (skip(&text, ":") && !two_digits(&text, &second))
			return false;
		if (skip(&text, "."))
			text += strspn(text, "0123456789");
		if (hour > 23 || minute > 59 || second > 60 ||
		    !read_offset(text, &when->offset_min))
			return false;
	}
	when->utc_ms = ((int64_t)day_diff(day, 19700101) * 86400 + hour * 3600 + minute * 60 +
	                second - when->offset_min * 60) *
	               1000;
	return true;
}

static enum outcome
read_at(struct quote *quote)
{
	struct json_place place = place_key(&quote->root, "at");
	const char *text = json_text(place.node);

	if (place.node && (!text || !moment_of(text, &quote->at)))
		return place_refuse(&place, _("a moment is written \"2026-11-22T10:00:00+01:00\""));
	quote->day =
	        when_business_day(quote->at, quote->shop ? quote->shop->settings->cutoff_min : 0);
	quote->rules.moment = price_moment_of(quote->at, quote->day);
	return RC_OK;
}

/* ---- the customer ---- */

static enum outcome
read_groups(struct quote *quote, const struct json_place *place)
{
	char *groups = quote->basket.groups, name[CUSTOMER_GROUPS_TEXT_MAX];
	size_t count = 0, length = 0;
	enum outcome outcome = place_list(place, CUSTOMER_GROUPS_TEXT_MAX, &count);

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place member = place_of_list(place, i);

		outcome = place_text(&member, name, sizeof name);
		if (outcome)
			break;
		for (char *at = name; *at; at++)
			*at = *at == ' ' ? '_' : *at;
		if (length + strlen(name) + 2 > CUSTOMER_GROUPS_TEXT_MAX)
			return place_refuse(place, _("too many groups"));
		length += (size_t)snprintf(groups + length, CUSTOMER_GROUPS_TEXT_MAX - length,
		                           "%s%s", i > 0 ? " " : "", name);
	}
	return outcome;
}

static enum outcome
read_uses(struct quote *quote, const struct json_place *place)
{
	if (!place->node || json_type_of(place->node) != JSON_IS_OBJECT)
		return place_refuse(place, _("this must be an object, with { and }"));
	if (json_count(place->node) > USES_MAX)
		return place_refuse(place, _("at most %d are taken"), USES_MAX);
	quote->uses = alloc_zero(json_count(place->node) + 1, sizeof quote->uses[0]);
	for (size_t i = 0; i < json_count(place->node); i++) {
		struct json_place member = place_member(place, i);
		struct promotion_use *use = &quote->uses[quote->use_count++];

		if (place_count(&member, 0, 999999999, &use->by_customer))
			return RC_REFUSED;
		text_copy(use->name, sizeof use->name, member.key);
		use->in_all = use->by_customer;
	}
	quote->rules.uses = quote->uses;
	quote->rules.use_count = quote->use_count;
	return RC_OK;
}

static enum outcome
read_customer(struct quote *quote)
{
	static const char *const keys[] = { "groups", "uses", NULL };
	struct json_place place = place_key(&quote->root, "customer");
	struct json_place groups = place_key(&place, "groups"), uses = place_key(&place, "uses");
	enum outcome outcome;

	if (!place.node)
		return RC_OK;
	outcome = place_object(&place, keys, _("not a key of a customer"));
	if (outcome == RC_OK && groups.node)
		outcome = read_groups(quote, &groups);
	if (outcome == RC_OK && uses.node)
		outcome = read_uses(quote, &uses);
	return outcome;
}

static enum outcome
read_codes(struct quote *quote)
{
	struct json_place place = place_key(&quote->root, "codes");
	size_t count = 0;
	enum outcome outcome = place.node ? place_list(&place, SALE_CODES_MAX, &count) : RC_OK;

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place member = place_of_list(&place, i);

		outcome = place_text(&member, quote->basket.codes[i].code, CODE_MAX);
		quote->basket.code_count++;
	}
	return outcome;
}

static enum outcome
read_way_and_exemption(struct quote *quote)
{
	static const char *const ways[] = { "eat-in", "take-away", NULL };
	struct json_place exempt = place_key(&quote->root, "exempt");
	int way = -1;
	enum outcome outcome = read_word(quote, "way", ways, &way);

	if (way >= 0)
		quote->basket.way = way == 0 ? WAY_EAT_IN : WAY_TAKE_AWAY;
	if (outcome == RC_OK && exempt.node)
		outcome = place_text(&exempt, quote->basket.exempt, REFERENCE_MAX);
	return outcome;
}

enum outcome
quote_read_settings(struct quote *quote)
{
	static const char *const orders[] = { "listed", "best", NULL };
	static const char *const bases[] = { "with_tax", "without_tax", NULL };
	int tax, mode, order, basis;
	enum outcome outcome;

	take_shop(quote);
	tax = quote->rules.tax_rounding;
	mode = quote->rules.rounding;
	order = quote->rules.promotions_best;
	basis = quote->rules.discount_without_tax;
	outcome = read_currency(quote);
	if (outcome == RC_OK)
		outcome = read_word(quote, "tax_rounding", tax_rounding_words, &tax);
	if (outcome == RC_OK)
		outcome = read_word(quote, "rounding", rounding_names, &mode);
	if (outcome == RC_OK)
		outcome = read_word(quote, "promotion_order", orders, &order);
	if (outcome == RC_OK)
		outcome = read_word(quote, "discount_basis", bases, &basis);
	quote->rules.tax_rounding = (enum tax_rounding)tax;
	quote->rules.rounding = (enum rounding)mode;
	quote->rules.promotions_best = order == 1;
	quote->rules.discount_without_tax = basis == 1;
	if (outcome == RC_OK)
		outcome = read_cash_rounding(quote);
	if (outcome == RC_OK)
		outcome = read_at(quote);
	if (outcome == RC_OK)
		outcome = read_customer(quote);
	if (outcome == RC_OK)
		outcome = read_codes(quote);
	return outcome ? outcome : read_way_and_exemption(quote);
}
