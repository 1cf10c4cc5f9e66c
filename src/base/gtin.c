#include <config.h>

#include "base/gtin.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"

/* Weights 3 and 1 alternate from the right, where the last digit before the check has 3. */
int
gtin_check_digit(const char *digits, size_t count)
{
	int sum = 0;

	assert(count <= 30);
	for (size_t i = 0; i < count; i++)
		sum += (digits[i] - '0') * ((count - i) % 2 ? 3 : 1);
	return (10 - sum % 10) % 10;
}

/* A digit of a measure times 2, 3 or 5, with the tens taken off or added; indexed by the digit. */
static const int times_2_minus[10] = { 0, 2, 4, 6, 8, 9, 1, 3, 5, 7 };
static const int times_3[10] = { 0, 3, 6, 9, 2, 5, 8, 1, 4, 7 };
static const int times_5_plus[10] = { 0, 5, 1, 6, 2, 7, 3, 8, 4, 9 };
static const int times_5_minus[10] = { 0, 5, 9, 4, 8, 3, 7, 2, 6, 1 };

int
gtin_measure_check_digit(const char *digits, size_t count)
{
	static const int *const four[] = { times_2_minus, times_2_minus, times_3, times_5_minus };
	static const int *const five[] = { times_5_plus, times_2_minus, times_5_minus, times_5_plus,
		                           times_2_minus };
	int sum = 0, check = 0;

	assert(count == 4 || count == 5);
	for (size_t i = 0; i < count; i++)
		sum += (count == 4 ? four[i] : five[i])[digits[i] - '0'];
	if (count == 4)
		return sum * 3 % 10;
	while (times_5_minus[check] != (10 - sum % 10) % 10)
		check++;
	return check;
}

static bool
all_digits(const char *text)
{
	return text[strspn(text, "0123456789")] == '\0';
}

static int64_t
number_of(const char *digits, size_t count)
{
	int64_t number = 0;

	for (size_t i = 0; i < count; i++)
		number = number * 10 + (digits[i] - '0');
	return number;
}

enum outcome
gtin_parse_unchecked(const char *text, int64_t *gtin, struct err *err)
{
	size_t count = strlen(text);

	if (!all_digits(text) || (count != 8 && count != 12 && count != 13 && count != 14))
		return err_set(err, RC_REFUSED, _("a GTIN has 8, 12, 13 or 14 digits, not \"%s\""),
		               text);
	*gtin = number_of(text, count);
	return RC_OK;
}

enum outcome
gtin_parse(const char *text, int64_t *gtin, struct err *err)
{
	size_t count = strlen(text);
	int64_t number;
	int right;
	enum outcome outcome = gtin_parse_unchecked(text, &number, err);

	if (outcome)
		return outcome;
	right = gtin_check_digit(text, count - 1);
	if (text[count - 1] - '0' != right)
		return err_set(err, RC_REFUSED, _("the last digit of %s should be %d"), text,
		               right);
	*gtin = number;
	return RC_OK;
}

int
gtin_digits(int64_t gtin)
{
	assert(gtin >= 0 && gtin < INT64_C(100000000000000));
	return gtin < INT64_C(100000000) ? 8 : gtin < INT64_C(10000000000000) ? 13 : 14;
}

char *
gtin_text(char out[static GTIN_TEXT_MAX], int64_t gtin)
{
	snprintf(out, GTIN_TEXT_MAX, "%0*" PRId64, gtin_digits(gtin), gtin);
	return out;
}

/*
 * A UPC-E leaves out zeros of a UPC-A; its sixth digit says where they stood:
 *
 *   012 sixth    ab...cde 0-2   ->  ab(sixth)00 00cde
 *   3            abc..de  3     ->  abc00 000de       abc does not end in 0, 1 or 2
 *   4            abcd.e   4     ->  abcd0 0000e       d is not 0
 *   5-9          abcde    5-9   ->  abcde 0000(sixth) e is not 0
 *
 * body is the six digits; out gets the ten between number system and check digit.
 */
static bool
expand_upce(const char *body, char out[static 11])
{
	char sixth = body[5];

	memcpy(out, "0000000000", 11);
	if (sixth <= '2') {
		memcpy(out, body, 2);
		out[2] = sixth;
		memcpy(out + 7, body + 2, 3);
		return true;
	}
	if (sixth == '3') {
		memcpy(out, body, 3);
		memcpy(out + 8, body + 3, 2);
		return body[2] > '2';
	}
	if (sixth == '4') {
		memcpy(out, body, 4);
		out[9] = body[4];
		return body[3] != '0';
	}
	memcpy(out, body, 5);
	out[9] = sixth;
	return body[4] != '0';
}

static enum outcome
refuse_upce(const char *upce, struct err *err)
{
	return err_set(err, RC_REFUSED, _("\"%s\" is not a UPC-E number"), upce);
}

enum outcome
gtin_from_upce(const char *upce, char out[static 13], struct err *err)
{
	size_t count = strlen(upce);
	const char *body = count > 6 ? upce + 1 : upce;
	char number[13];
	int right;

	if (!all_digits(upce) || count < 6 || count > 8 || (count > 6 && *upce > '1'))
		return refuse_upce(upce, err);
	number[0] = count > 6 ? *upce : '0';
	if (!expand_upce(body, number + 1))
		return refuse_upce(upce, err);
	right = gtin_check_digit(number, 11);
	if (count == 8 && upce[7] - '0' != right)
		return err_set(err, RC_REFUSED, _("the last digit of %s should be %d"), upce,
		               right);
	number[11] = (char)('0' + right);
	number[12] = '\0';
	memcpy(out, number, sizeof(number));
	return RC_OK;
}

/* ---- numbers of our own: receipts and baskets put aside ---- */

static char *
own_code(char out[static RECEIPT_CODE_LENGTH + 1], const char *prefix, int till, bool training,
         int64_t number)
{
	char digits[64];

	assert(till >= 0 && till <= 9999 && number >= 0 && number < INT64_C(1000000000000));
	snprintf(digits, sizeof(digits), "%s%04d%d%012" PRId64, prefix, till, training, number);
	memcpy(out, digits, RECEIPT_CODE_LENGTH - 1);
	out[RECEIPT_CODE_LENGTH - 1] = (char)('0' + gtin_check_digit(out, RECEIPT_CODE_LENGTH - 1));
	out[RECEIPT_CODE_LENGTH] = '\0';
	return out;
}

static bool
own_code_parse(const char *text, const char *prefix, int *till, bool *training, int64_t *number)
{
	if (strlen(text) != RECEIPT_CODE_LENGTH || !all_digits(text) ||
	    strncmp(text, prefix, 2) != 0 || text[6] > '1' ||
	    text[RECEIPT_CODE_LENGTH - 1] - '0' != gtin_check_digit(text, RECEIPT_CODE_LENGTH - 1))
		return false;
	*till = (int)number_of(text + 2, 4);
	*training = text[6] == '1';
	*number = number_of(text + 7, 12);
	return true;
}

char *
receipt_code(char out[static RECEIPT_CODE_LENGTH + 1], int till, bool training, int64_t number)
{
	return own_code(out, "98", till, training, number);
}

bool
receipt_code_parse(const char *text, int *till, bool *training, int64_t *number)
{
	return own_code_parse(text, "98", till, training, number);
}

char *
basket_code(char out[static RECEIPT_CODE_LENGTH + 1], int till, bool training, int64_t number)
{
	return own_code(out, "97", till, training, number);
}

bool
basket_code_parse(const char *text, int *till, bool *training, int64_t *number)
{
	return own_code_parse(text, "97", till, training, number);
}

/* ---- cards ---- */

static char *
card_code(char out[static RECEIPT_CODE_LENGTH + 1], const char *prefix, int64_t number)
{
	char digits[64];

	assert(number >= 0 && number <= CARD_NUMBER_MAX);
	snprintf(digits, sizeof(digits), "%s%017" PRId64, prefix, number);
	memcpy(out, digits, RECEIPT_CODE_LENGTH - 1);
	out[RECEIPT_CODE_LENGTH - 1] = (char)('0' + gtin_check_digit(out, RECEIPT_CODE_LENGTH - 1));
	out[RECEIPT_CODE_LENGTH] = '\0';
	return out;
}

static bool
card_code_parse(const char *text, const char *prefix, int64_t *number)
{
	if (strlen(text) != RECEIPT_CODE_LENGTH || !all_digits(text) ||
	    strncmp(text, prefix, 2) != 0 ||
	    text[RECEIPT_CODE_LENGTH - 1] - '0' != gtin_check_digit(text, RECEIPT_CODE_LENGTH - 1))
		return false;
	*number = number_of(text + 2, 17);
	return true;
}

char *
customer_code(char out[static RECEIPT_CODE_LENGTH + 1], int64_t number)
{
	return card_code(out, "96", number);
}

bool
customer_code_parse(const char *text, int64_t *number)
{
	return card_code_parse(text, "96", number);
}

char *
gift_card_code(char out[static RECEIPT_CODE_LENGTH + 1], int64_t number)
{
	return card_code(out, "95", number);
}

bool
gift_card_code_parse(const char *text, int64_t *number)
{
	return card_code_parse(text, "95", number);
}

char *
markdown_code(char out[static RECEIPT_CODE_LENGTH + 1], int64_t number)
{
	return card_code(out, "94", number);
}

bool
markdown_code_parse(const char *text, int64_t *number)
{
	return card_code_parse(text, "94", number);
}
