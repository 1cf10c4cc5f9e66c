#include <config.h>

#include "checkout/argument.h"

#include <assert.h>
#include <string.h>

#include "base/qty.h"
#include "checkout/discount.h"

/* Ten digits, as many as a cash register takes: sums of what is typed never come near the end of
 * what money can hold. */
#define AMOUNT_TYPED_MAX INT64_C(9999999999)

bool
command_argument(const struct command_spec *spec, int index, struct command_argument *out)
{
	int depth = 0, seen = 0;

	for (const char *at = spec->arguments; *at; at++) {
		size_t length = strcspn(at, " []");

		if (length == 0) {
			depth += *at == '[' ? 1 : *at == ']' ? -1 : 0;
			continue;
		}
		if (seen++ == index) {
			assert(length < sizeof out->name);
			*out = (struct command_argument){ .depth = depth };
			memcpy(out->name, at, length);
			return true;
		}
		at += length - 1;
	}
	return false;
}

enum outcome
argument_amount(const char *word, int exponent, struct money *amount, struct err *err)
{
	struct money parsed;
	enum outcome outcome = money_parse(word, exponent, &parsed, err);

	if (outcome)
		return outcome;
	if (parsed.minor < 0)
		return err_set(err, RC_REFUSED, _("amounts are typed without a minus sign"));
	if (parsed.minor > AMOUNT_TYPED_MAX)
		return err_set(err, RC_REFUSED, _("%.40s is too much for a till"), word);
	*amount = parsed;
	return RC_OK;
}

static enum outcome
fits_amount(const char *word, int exponent, struct err *err)
{
	struct money amount;

	return argument_amount(word, exponent, &amount, err);
}

/* Which currency it is of is known to the till, which reads it again. */
static enum outcome
fits_foreign(const char *word, int exponent, struct err *err)
{
	struct money amount;
	enum outcome outcome = money_parse(word, CURRENCY_EXPONENT_MAX, &amount, err);

	(void)exponent;
	if (outcome == RC_OK && amount.minor < 0)
		return err_set(err, RC_REFUSED, _("amounts are typed without a minus sign"));
	return outcome;
}

/* The first of them; the till reads them all. */
static enum outcome
fits_pieces(const char *word, int exponent, struct err *err)
{
	size_t digits = strspn(word, "0123456789");

	(void)exponent;
	if (strchr(word, ' ') || (digits > 0 && word[digits] == 'x'))
		return RC_OK;
	return fits_foreign(word, exponent, err);
}

/* "10%" or "5.00". */
static enum outcome
fits_discount(const char *word, int exponent, struct err *err)
{
	struct given_discount given;

	return discount_parse(word, exponent, &given, err);
}

static enum outcome
fits_qty(const char *word, int exponent, struct err *err)
{
	int64_t qty_milli;

	(void)exponent;
	return qty_parse(word, &qty_milli, err);
}

static enum outcome
fits_number(const char *word, int exponent, struct err *err)
{
	size_t length = strspn(word, "0123456789");

	(void)exponent;
	if (length == 0 || length > 9 || word[length] != '\0')
		return err_set(err, RC_REFUSED, _("\"%.40s\" is not a whole number"), word);
	return RC_OK;
}

/* Lines count from 1; in the till, none is "the marked one or the last". */
static enum outcome
fits_line(const char *word, int exponent, struct err *err)
{
	enum outcome outcome = fits_number(word, exponent, err);

	if (outcome == RC_OK && strspn(word, "0") == strlen(word))
		return err_set(err, RC_REFUSED, _("lines count from 1"));
	return outcome;
}

/* A receipt of this till may be given by its bare number. */
static enum outcome
fits_sale(const char *word, int exponent, struct err *err)
{
	struct receipt_ref ref;

	if (receipt_ref_parse(word, &ref) || fits_number(word, exponent, NULL) == RC_OK)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("\"%.40s\" is not a receipt number"), word);
}

static enum outcome
fits_on(const char *word, int exponent, struct err *err)
{
	(void)exponent;
	if (strcmp(word, "on") == 0 || strcmp(word, "off") == 0)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("say on or off"));
}

static enum outcome
fits_choice(const char *word, int exponent, struct err *err)
{
	static const char *const choices[] = { "print", "none", "gift", "invoice" };

	(void)exponent;
	for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++)
		if (strcmp(word, choices[i]) == 0)
			return RC_OK;
	return err_set(err, RC_REFUSED, _("say print, none, gift or invoice"));
}

static enum outcome
fits_way(const char *word, int exponent, struct err *err)
{
	(void)exponent;
	if (strcmp(word, "eat-in") == 0 || strcmp(word, "take-away") == 0 ||
	    strcmp(word, "none") == 0)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("say eat-in, take-away or none"));
}

/* What an argument takes; those not here take any text. */
static const struct {
	const char *name;
	fits_fn *fits;
} kinds[] = {
	{ "AMOUNT", fits_amount },     { "FLOAT", fits_amount },
	{ "FLOAT-LEFT", fits_amount }, { "TO-BANK", fits_amount },
	{ "QTY", fits_qty },           { "WEIGHT", fits_qty },
	{ "NUMBER", fits_number },     { "DEPARTMENT", fits_number },
	{ "STAFF", fits_number },      { "LINE", fits_line },
	{ "SALE", fits_sale },         { "ON", fits_on },
	{ "CHOICE", fits_choice },     { "N%|AMOUNT", fits_discount },
	{ "WAY", fits_way },           { "AMOUNT|PIECES...", fits_pieces },
	{ "FLOAT|PIECES...", fits_pieces },
};

static fits_fn *
by_name(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return kinds[i].fits;
	return NULL;
}

fits_fn *
argument_fits(const struct command_spec *spec, const struct command_argument *argument)
{
	fits_fn *fits = by_name(argument->name);

	return fits == fits_amount && strstr(spec->arguments, "KIND") ? fits_foreign : fits;
}

bool
command_argument_is_text(const struct command_argument *argument)
{
	return !by_name(argument->name) && strcmp(argument->name, "CODE") != 0 &&
	       strcmp(argument->name, "PIN") != 0;
}
