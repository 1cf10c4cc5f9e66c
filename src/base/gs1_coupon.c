#include <config.h>

#include "base/gs1_table.h"

#include <string.h>

/*
 * The two coupons of North America, AI (8110) and (8112): digits in fields, many of which begin
 * with a digit that says how long they are.
 *
 *   8110  company, offer (6), value to save, first purchase: how much, in what, family (3); then,
 * if wanted and in this order: 1 second purchase, 2 third purchase, 3 until, 4 from, 5 serial
 *         number, 6 retailer, 9 what is saved, where it applies, store's own, not to be multiplied
 *   8112  format, funder, offer (6), serial number
 */

/* What is left to read; NULL once something did not fit, and then it stays so. */
struct rest {
	const char *at;
};

static void
take(struct rest *rest, size_t count)
{
	if (rest->at && strnlen(rest->at, count) < count)
		rest->at = NULL;
	if (rest->at)
		rest->at += count;
}

/* One digit out of those. */
static void
take_one_of(struct rest *rest, const char *digits)
{
	if (rest->at && (!*rest->at || !strchr(digits, *rest->at)))
		rest->at = NULL;
	take(rest, 1);
}

/* A digit out of those, and so many more digits, and `more`. */
static void
take_counted(struct rest *rest, const char *digits, size_t more)
{
	size_t count = rest->at && *rest->at ? (size_t)(*rest->at - '0') : 0;

	take_one_of(rest, digits);
	take(rest, count + more);
}

/* Optional field: is it there? */
static bool
takes_field(struct rest *rest, char mark)
{
	if (!rest->at || *rest->at != mark)
		return false;
	rest->at++;
	return true;
}

/* How much must be bought, in what unit, of which family. */
static void
take_purchase(struct rest *rest)
{
	take_counted(rest, "12345", 0);
	take_one_of(rest, "012349");
	take(rest, 3);
}

/* 9 is a company that stays the same. */
static void
take_company(struct rest *rest)
{
	if (!takes_field(rest, '9'))
		take_counted(rest, "0123456", 6);
}

/* The date's digits, or NULL. */
static const char *
take_date(struct rest *rest)
{
	const char *digits = rest->at;
	char date[7] = "";

	take(rest, 6);
	if (!rest->at)
		return NULL;
	memcpy(date, digits, 6);
	if (!gs1_is_date(date))
		rest->at = NULL;
	return digits;
}

static void
take_dates(struct rest *rest)
{
	const char *until = NULL, *from = NULL;

	if (takes_field(rest, '3'))
		until = take_date(rest);
	if (takes_field(rest, '4'))
		from = take_date(rest);
	if (until && from && rest->at && memcmp(from, until, 6) > 0)
		rest->at = NULL;
}

static void
take_options(struct rest *rest)
{
	if (takes_field(rest, '1')) {
		take_one_of(rest, "0123");
		take_purchase(rest);
		take_company(rest);
	}
	if (takes_field(rest, '2')) {
		take_purchase(rest);
		take_company(rest);
	}
	take_dates(rest);
	if (takes_field(rest, '5'))
		take_counted(rest, "0123456789", 6);
	if (takes_field(rest, '6'))
		take_counted(rest, "1234567", 6);
	if (takes_field(rest, '9')) {
		take_one_of(rest, "01256");
		take_one_of(rest, "012");
		take(rest, 1);
		take_one_of(rest, "01");
	}
}

static bool
is_read(const struct rest *rest, const char *text)
{
	return rest->at && *rest->at == '\0' && text[strspn(text, "0123456789")] == '\0';
}

bool
gs1_coupon(const char *text)
{
	struct rest rest = { text };

	take_counted(&rest, "0123456", 6);
	take(&rest, 6);
	take_counted(&rest, "12345", 0);
	take_purchase(&rest);
	take_options(&rest);
	return is_read(&rest, text);
}

bool
gs1_offer(const char *text)
{
	struct rest rest = { text };

	take_one_of(&rest, "01");
	take_counted(&rest, "0123456", 6);
	take(&rest, 6);
	take_counted(&rest, "0123456789", 6);
	return is_read(&rest, text);
}
