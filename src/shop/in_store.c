#include <config.h>

#include "shop/in_store.h"

#include <string.h>
#include <strings.h>

#include "base/gettext.h"

/* The rules of the countries, in the language of in_store.h. */
#define WEIGHTS_23_TO_25                                                                           \
	"weight 23......{NDDD}. (ean13); weight 24......{NNDD}. (ean13); "                         \
	"weight 25......{NNND}. (ean13)"
#define PRICES_20_TO_22                                                                            \
	"price 20......{NNDD}. (ean13); price 21......{NNND}. (ean13); "                           \
	"price 22......{NNNN}. (ean13); "

static const struct {
	const char *region, *currency, *rules;
} regions[] = {
	{ "DE", "EUR",
	  "price 22....C{NNNDD}. | 23....C{NNNDD}. (ean13); "
	  "count 25....C{NNNNN}. | 26....C{NNNNN}. (ean13); "
	  "weight 28....C{NNDDD}. | 29....C{NNDDD}. (ean13)" },
	{ "GB", "GBP", "price 20.....C{NNDD}. (ean13)" },
	{ "US", "USD", "price 02.....C{NNDD}. (ean13)" },
	{ "DK", "DKK",
	  "price 21....{NNNNDD}. | 22....{NNNNDD}. | 23....{NNNNDD}. | 24....{NNNNDD}. (ean13); "
	  "weight 26....{NNNDDD}. | 27.....{NNDDD}. | 28....{NNNDDD}. (ean13)" },
	{ "SE", "SEK", PRICES_20_TO_22 WEIGHTS_23_TO_25 },
	{ "NO", "NOK", PRICES_20_TO_22 WEIGHTS_23_TO_25 },
	{ "FI", "EUR", WEIGHTS_23_TO_25 },
	{ "EE", "EUR", WEIGHTS_23_TO_25 },
	{ "LV", "EUR", WEIGHTS_23_TO_25 },
	{ "LT", "EUR", WEIGHTS_23_TO_25 },
};
#define REGIONS (sizeof regions / sizeof *regions)

static const char *const kinds[IN_STORE_KINDS] = {
	[IN_STORE_PRICE] = "price",       [IN_STORE_WEIGHT] = "weight",
	[IN_STORE_COUNT] = "count",       [IN_STORE_ITEM] = "item",
	[IN_STORE_CUSTOMER] = "customer", [IN_STORE_GIFT_CARD] = "gift-card",
	[IN_STORE_SLIP] = "slip",
};

/* Numbers of 8, 13 and 12 digits may be asked for by name. */
static const struct {
	const char *name;
	size_t digits;
} readings[] = { { "ean8", 8 }, { "ean13", 13 }, { "upca", 12 }, { "any", 0 } };
#define READINGS (sizeof readings / sizeof *readings)

#define DIGITS_MAX 15

static int
find_region(const char *region)
{
	for (size_t i = 0; i < REGIONS; i++)
		if (strcasecmp(regions[i].region, region) == 0)
			return (int)i;
	return -1;
}

bool
in_store_known(const char *region)
{
	return find_region(region) >= 0;
}

const char *
in_store_currency(const char *region)
{
	int found = find_region(region);

	return found < 0 ? "" : regions[found].currency;
}

/* ---- reading the rules ---- */

/* One form of one rule. */
struct form {
	enum in_store_kind kind;
	const char *pattern; /* borrowed from the rules */
	size_t length;
	size_t digits; /* of the numbers it is for; 0 any */
};

/* Where the reading of the rules is. */
struct place {
	const char *at;   /* behind the last form */
	const char *rule; /* where the rule begins */
	enum in_store_kind kind;
	size_t digits;
};

static const char *
skip(const char *at, const char *what)
{
	return at + strspn(at, what);
}

/* The word that says what a rule is for; "pattern" and none at all: a number with a count in it. */
static bool
read_kind(struct place *place)
{
	size_t length = strspn(place->at, "abcdefghijklmnopqrstuvwxyz-");

	place->kind = IN_STORE_COUNT;
	if (length == 0)
		return true;
	if (length == 7 && strncmp(place->at, "pattern", 7) == 0) {
		place->at += length;
		return true;
	}
	for (size_t i = 0; i < IN_STORE_KINDS; i++) {
		if (strlen(kinds[i]) != length || strncmp(place->at, kinds[i], length) != 0)
			continue;
		place->kind = (enum in_store_kind)i;
		place->at += length;
		return true;
	}
	return false;
}

/* "(ean13)" at the end of the rule holds for all of its forms. */
static bool
read_reading(struct place *place)
{
	const char *open = place->at + strcspn(place->at, "(;");

	place->digits = 0;
	if (*open != '(')
		return true;
	for (size_t i = 0; i < READINGS; i++) {
		size_t length = strlen(readings[i].name);

		if (strncmp(open + 1, readings[i].name, length) != 0 || open[1 + length] != ')')
			continue;
		place->digits = readings[i].digits;
		return true;
	}
	return false;
}

/* The next form.  RC_NOT_FOUND after the last, RC_REFUSED it makes no sense. */
static enum outcome
next_form(struct place *place, struct form *form)
{
	place->at = skip(place->at, " ");
	if (!place->rule || *place->at == ';') {
		place->at = skip(place->at, "; ");
		place->rule = place->at;
		if (!*place->at)
			return RC_NOT_FOUND;
		if (!read_kind(place) || !read_reading(place))
			return RC_REFUSED;
	} else if (!*place->at) {
		return RC_NOT_FOUND;
	} else if (*place->at++ != '|') {
		return RC_REFUSED;
	}
	place->at = skip(place->at, " ");
	*form = (struct form){ .kind = place->kind,
		               .pattern = place->at,
		               .length = strspn(place->at, "0123456789.*{}NDC"),
		               .digits = place->digits };
	place->at = skip(place->at + form->length, " ");
	if (*place->at == '(') {
		place->at += strcspn(place->at, ")");
		place->at += *place->at == ')';
	}
	return form->length ? RC_OK : RC_REFUSED;
}

/* ---- one number against one form ---- */

/* What a form finds. */
struct fit {
	char base[DIGITS_MAX + 1];
	char check; /* '\0': the form has none */
	char measured[DIGITS_MAX + 1];
	size_t measured_count;
	int64_t item, value;
	int decimals;
	bool braces;
	bool ends_open; /* with a "." */
};

static void
take_digit(struct fit *fit, char mark, bool inside, char digit, size_t place)
{
	if (inside) {
		fit->value = fit->value * 10 + (digit - '0');
		fit->decimals += mark == 'D';
		fit->measured[fit->measured_count++] = digit;
		fit->base[place] = '0';
	} else if (mark == 'C') {
		fit->check = digit;
		fit->base[place] = '0';
	} else if (mark == '.') {
		fit->item = fit->item * 10 + (digit - '0');
	}
}

static bool
has_check_digit(const char *code, size_t count)
{
	return (count == 8 || count == 12 || count == 13) &&
	       gtin_check_digit(code, count - 1) == code[count - 1] - '0';
}

/* The last digit is a check digit wherever the number has one: it is worked out again. */
static void
finish_base(struct fit *fit, const char *code, size_t count)
{
	if (!has_check_digit(code, count))
		return;
	if (fit->ends_open)
		fit->item /= 10;
	fit->base[count - 1] = (char)('0' + gtin_check_digit(fit->base, count - 1));
}

static bool
fits(const struct form *form, const char *code, struct fit *fit)
{
	size_t count = strlen(code), at = 0;
	bool inside = false;

	if (count > DIGITS_MAX || (form->digits && form->digits != count))
		return false;
	if (form->digits && !has_check_digit(code, count))
		return false;
	*fit = (struct fit){ 0 };
	memcpy(fit->base, code, count + 1);
	for (size_t i = 0; i < form->length; i++) {
		char mark = form->pattern[i];

		if (mark == '{' || mark == '}') {
			inside = mark == '{';
			fit->braces = true;
			continue;
		}
		if (mark == '*') {
			at = count;
			break;
		}
		if (at == count || (strchr("0123456789", mark) && mark != code[at]))
			return false;
		take_digit(fit, mark, inside, code[at], at);
		fit->ends_open = mark == '.';
		at++;
	}
	if (fit->braces && at != count && (at != count - 1 || !has_check_digit(code, count)))
		return false;
	finish_base(fit, code, count);
	return true;
}

static enum outcome
check_measure(const struct fit *fit, const char *code, struct err *err)
{
	int right;

	if (!fit->check)
		return RC_OK;
	right = gtin_measure_check_digit(fit->measured, fit->measured_count);
	if (fit->check - '0' == right)
		return RC_OK;
	err_set(err, RC_REFUSED, _("the price or weight in %s was misread"), code);
	return err_hint(err, _("its check digit is %c, should be %d: scan again"), fit->check,
	                right);
}

static int64_t
number_of(const char *digits)
{
	int64_t number = 0;

	for (; *digits; digits++)
		number = number * 10 + (*digits - '0');
	return number;
}

static enum outcome
read_by(const char *rules, const char *code, struct in_store *out, struct err *err)
{
	struct place place = { .at = rules };
	struct form form;
	struct fit fit;
	enum outcome outcome;

	while ((outcome = next_form(&place, &form)) == RC_OK && !fits(&form, code, &fit))
		;
	if (outcome)
		return RC_NOT_FOUND;
	outcome = check_measure(&fit, code, err);
	if (outcome)
		return outcome;
	*out = (struct in_store){ .kind = fit.braces || form.kind >= IN_STORE_ITEM ? form.kind
		                                                                   : IN_STORE_ITEM,
		                  .item = fit.item,
		                  .value = fit.value,
		                  .decimals = fit.decimals,
		                  .number = fit.braces ? fit.value : number_of(code) };
	memcpy(out->base, fit.base, strlen(fit.base) + 1);
	out->gtin = number_of(out->base);
	return RC_OK;
}

/* A UPC-A is also the EAN-13 with a zero in front, and a GTIN-14 with one the EAN-13 behind it. */
static enum outcome
read_any(const char *rules, const char *code, struct in_store *out, struct err *err)
{
	char thirteen[GTIN_TEXT_MAX] = "0";
	enum outcome outcome = read_by(rules, code, out, err);

	if (outcome != RC_NOT_FOUND)
		return outcome;
	if ((strlen(code) == 14 || strlen(code) == 13) && *code == '0')
		return read_by(rules, code + 1, out, err);
	if (strlen(code) != 12)
		return outcome;
	memcpy(thirteen + 1, code, 13);
	return read_by(rules, thirteen, out, err);
}

enum outcome
in_store_read(const char *region, const char *rules, const char *code, struct in_store *out,
              struct err *err)
{
	int found = find_region(region);
	enum outcome outcome = RC_NOT_FOUND;

	if (!*code || code[strspn(code, "0123456789")] || strlen(code) > DIGITS_MAX)
		return RC_NOT_FOUND;
	if (*rules)
		outcome = read_any(rules, code, out, err);
	if (outcome == RC_NOT_FOUND && found >= 0)
		outcome = read_any(regions[found].rules, code, out, err);
	return outcome;
}

/* ---- checking a shop's own rules ---- */

static bool
is_sound(const struct form *form)
{
	size_t count = 0, measured = 0, checks = 0;
	int braces = 0;
	bool inside = false, decimals = false;

	for (size_t i = 0; i < form->length; i++) {
		char mark = form->pattern[i];

		if (mark == '{' || mark == '}') {
			if (inside == (mark == '{') || ++braces > 2)
				return false;
			inside = mark == '{';
			continue;
		}
		if (mark == '*')
			return !inside && i + 1 == form->length;
		if (inside ? mark != 'D' && (mark != 'N' || decimals) : mark == 'N' || mark == 'D')
			return false;
		decimals |= mark == 'D';
		measured += inside;
		checks += mark == 'C';
		count++;
	}
	if (inside || count > DIGITS_MAX || (braces && measured == 0) || checks > 1)
		return false;
	return !checks || measured == 4 || measured == 5;
}

enum outcome
in_store_rules_check(const char *rules, struct err *err)
{
	struct place place = { .at = rules };
	struct form form;
	enum outcome outcome;

	while ((outcome = next_form(&place, &form)) == RC_OK) {
		if (is_sound(&form))
			continue;
		outcome = RC_REFUSED;
		break;
	}
	if (outcome != RC_REFUSED)
		return RC_OK;
	err_set(err, RC_REFUSED, _("this rule for in-store numbers makes no sense: %.60s"),
	        place.rule ? place.rule : rules);
	return err_hint(err, "price 21.....{NNNDD}.; customer 042");
}
