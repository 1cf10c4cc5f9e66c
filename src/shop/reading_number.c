#include <config.h>

#include "shop/reading_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/book.h"
#include "base/gettext.h"
#include "base/text.h"

#define DIGITS "0123456789"

static bool
all_digits(const char *text)
{
	return *text && text[strspn(text, DIGITS)] == '\0';
}

static void
check_digit_wrong(struct reading *out, const char *digits)
{
	size_t last = strlen(digits) - 1;

	err_set(&out->err, RC_REFUSED, _("check digit is %c, should be %d"), digits[last],
	        gtin_check_digit(digits, last));
	err_hint(&out->err, _("scan again, or compare the digits"));
	reading_wrong(out, GS1_VALUE);
}

/* ---- numbers of our own ---- */

static bool
read_own(struct reading *out, const char *code)
{
	struct receipt_ref *ref = &out->receipt;
	bool training = false;

	if (receipt_code_parse(code, &ref->till, &training, &ref->number))
		out->own = OWN_RECEIPT;
	else if (basket_code_parse(code, &ref->till, &training, &ref->number))
		out->own = OWN_BASKET;
	else if (customer_code_parse(code, &out->number))
		out->own = OWN_CUSTOMER;
	else if (gift_card_code_parse(code, &out->number))
		out->own = OWN_GIFT_CARD;
	else if (markdown_code_parse(code, &out->number))
		out->own = OWN_MARKDOWN;
	else
		return false;
	ref->series = training ? SERIES_TRAINING : SERIES_LIVE;
	reading_right(out, READ_OWN);
	return true;
}

/* False: no rule of the shop is for it. */
static bool
read_in_store(struct reading *out, const char *code, const struct reading_rules *rules)
{
	static const enum own_kind owns[IN_STORE_KINDS] = {
		[IN_STORE_CUSTOMER] = OWN_CUSTOMER,
		[IN_STORE_GIFT_CARD] = OWN_GIFT_CARD,
		[IN_STORE_SLIP] = OWN_SLIP,
	};
	enum outcome outcome =
	        in_store_read(rules->region, rules->in_store, code, &out->in_store, &out->err);

	if (outcome == RC_NOT_FOUND || (!outcome && out->in_store.kind == IN_STORE_ITEM))
		return false;
	reading_right(out, READ_VARIABLE);
	if (outcome) {
		reading_wrong(out, GS1_VALUE);
	} else if (out->in_store.kind >= IN_STORE_CUSTOMER) {
		out->kind = READ_OWN;
		out->own = owns[out->in_store.kind];
		out->number = out->in_store.number;
		if (out->own == OWN_SLIP)
			reading_take_measure(out, rules);
	} else {
		out->printed = true;
		reading_take_measure(out, rules);
	}
	return true;
}

/* ---- trade numbers ---- */

void
reading_gtin(struct reading *out, const char *code, const struct reading_rules *rules)
{
	size_t last = strlen(code) - 1;

	text_copy(out->gtin, sizeof out->gtin, code);
	if (strlen(code) == 12)
		text_copy(out->upca, sizeof out->upca, code);
	out->kind = READ_GTIN;
	if (gtin_check_digit(code, last) != code[last] - '0')
		check_digit_wrong(out, code);
	else if (!read_in_store(out, code + (last == 13 && *code == '0'), rules))
		reading_right(out, READ_GTIN);
}

/* A UPC-E with a zero in front and another check digit than it has. */
static bool
is_misread_upce(struct reading *out, const char *code)
{
	char seven[8];

	snprintf(seven, sizeof seven, "%.7s", code);
	if (*code != '0' || gtin_from_upce(seven, out->upca, NULL) != RC_OK)
		return false;
	out->kind = READ_UPCE;
	err_set(&out->err, RC_REFUSED, _("check digit is %c, should be %c"), code[7],
	        out->upca[11]);
	err_hint(&out->err, _("scan again, or compare the digits"));
	out->upca[0] = '\0';
	reading_wrong(out, GS1_VALUE);
	return true;
}

/* Eight digits are an EAN-8 or a UPC-E.  Where both fit, or neither, a zero in front speaks for the
 * UPC-E: EAN-8 that begin with it never leave a shop. */
static void
read_eight(struct reading *out, const char *code, const struct reading_rules *rules)
{
	bool ean = gtin_check_digit(code, 7) == code[7] - '0';
	bool upce = gtin_from_upce(code, out->upca, NULL) == RC_OK;

	if (ean && read_in_store(out, code, rules)) {
		out->upca[0] = '\0';
		text_copy(out->gtin, sizeof out->gtin, code);
	} else if (upce && (!ean || *code == '0')) {
		reading_right(out, READ_UPCE);
		text_copy(out->gtin, sizeof out->gtin, out->upca);
	} else if (ean || !is_misread_upce(out, code)) {
		reading_gtin(out, code, rules);
	}
}

/* Six or seven digits: a UPC-E without its check digit. */
static void
read_short(struct reading *out, const char *code)
{
	out->kind = READ_UPCE;
	if (gtin_from_upce(code, out->upca, &out->err)) {
		reading_wrong(out, GS1_PARSE);
		return;
	}
	text_copy(out->gtin, sizeof out->gtin, out->upca);
	reading_right(out, READ_UPCE);
}

/* Seventeen and eighteen digits alone are a shipment and a logistic unit. */
static bool
read_long(struct reading *out, const char *code, const struct reading_rules *rules)
{
	size_t count = strlen(code);
	const char *ai = count == 18 ? "00" : "402";
	enum gs1_fault fault;

	if (count != 17 && count != 18)
		return false;
	out->kind = READ_GS1;
	out->gs1.count = 0;
	fault = gs1_add(&out->gs1, ai, code, &out->err);
	reading_finish(out, fault, false, rules);
	return true;
}

static bool
read_book(struct reading *out, const char *code)
{
	char number[14];
	enum outcome outcome = book_number(code, number, &out->err);

	if (outcome == RC_NOT_FOUND)
		return false;
	out->kind = READ_GTIN;
	if (outcome) {
		reading_wrong(out, GS1_VALUE);
		return true;
	}
	text_copy(out->gtin, sizeof out->gtin, number);
	reading_right(out, READ_GTIN);
	return true;
}

static bool
has_foreign_digits(const char *code)
{
	for (; *code; code++)
		if ((unsigned char)*code >= 0x80)
			return true;
	return false;
}

void
reading_number(struct reading *out, const char *code, const struct reading_rules *rules)
{
	const struct reading_rules own = { "", rules->in_store, rules->currency };
	size_t count = strlen(code);

	if (read_own(out, code) || (*own.in_store && read_in_store(out, code, &own)))
		return;
	if (!all_digits(code)) {
		if (read_book(out, code))
			return;
		reading_unknown(out,
		                has_foreign_digits(code)
		                        ? _("only the digits 0 to 9 make a number")
		                        : _("this is no number that GS1 or this shop gave out"));
		return;
	}
	if (count == 8)
		read_eight(out, code, rules);
	else if (count == 6 || count == 7)
		read_short(out, code);
	else if (count == 12 || count == 13 || count == 14)
		reading_gtin(out, code, rules);
	else if (!read_long(out, code, rules) && !read_in_store(out, code, rules) &&
	         !(count == 10 && read_book(out, code)))
		reading_unknown(out, _("no number of GS1 or of this shop has so many digits"));
}
