#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/bars.h"
#include "suite.h"

/* Bars and spaces as the eye sees them: '1' a dark module, '0' a light one. */
static char *
modules(const struct bars *bars, char out[static 700])
{
	size_t length = 0;

	for (int i = 0; i < bars->count; i++)
		for (int width = bars->widths[i]; width > 0; width--)
			out[length++] = i % 2 == 0 ? '1' : '0';
	out[length] = '\0';
	return out;
}

/* The example every textbook has. */
START_TEST(an_ean_13_is_95_modules)
{
	struct bars bars;
	char text[700];

	ck_assert_int_eq(bars_ean(&bars, "5901234123457", NULL), RC_OK);
	ck_assert_int_eq(bars.modules, 95);
	ck_assert_str_eq(modules(&bars, text), "101"
	                                       "0001011"
	                                       "0100111"
	                                       "0110011"
	                                       "0010011"
	                                       "0111101"
	                                       "0011101"
	                                       "01010"
	                                       "1100110"
	                                       "1101100"
	                                       "1000010"
	                                       "1011100"
	                                       "1001110"
	                                       "1000100"
	                                       "101");
}
END_TEST

START_TEST(an_ean_8_is_67_modules)
{
	struct bars bars;
	char text[700];

	ck_assert_int_eq(bars_ean(&bars, "96385074", NULL), RC_OK);
	ck_assert_int_eq(bars.modules, 67);
	ck_assert_str_eq(modules(&bars, text), "101"
	                                       "0001011"
	                                       "0101111"
	                                       "0111101"
	                                       "0110111"
	                                       "01010"
	                                       "1001110"
	                                       "1110010"
	                                       "1000100"
	                                       "1011100"
	                                       "101");
}
END_TEST

START_TEST(a_wrong_check_digit_gets_no_bars)
{
	struct bars bars;
	struct err err;

	ck_assert_int_eq(bars_ean(&bars, "5901234123458", &err), RC_REFUSED);
	ck_assert_int_eq(bars_ean(&bars, "012345678905", &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "an EAN barcode has 8 or 13 digits");
}
END_TEST

START_TEST(digits_in_pairs_make_a_shorter_code_128)
{
	struct bars bars;

	ck_assert_int_eq(bars_code128(&bars, "98000100000000012345", NULL), RC_OK);
	ck_assert_int_eq(bars.modules, 11 * (1 + 10 + 1) + 13);
	ck_assert_int_eq(bars_code128(&bars, "RINGUP-1", NULL), RC_OK);
	ck_assert_int_eq(bars.modules, 11 * (1 + 8 + 1) + 13);
}
END_TEST

/* "PJJ123C" is the worked example of the literature: 54 begun in code A, so 55 begun in code B. */
START_TEST(code_128_carries_its_check_character)
{
	struct bars bars;
	char text[700];

	ck_assert_int_eq(bars_code128(&bars, "PJJ123C", NULL), RC_OK);
	modules(&bars, text);
	ck_assert(strncmp(text + 11 * 8, "11101000110", 11) == 0);
}
END_TEST

START_TEST(code_128_refuses_what_it_cannot_hold)
{
	struct bars bars;
	struct err err;

	ck_assert_int_eq(bars_code128(&bars, "caf\xc3\xa9", &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "a barcode of this kind holds letters and digits only");
	ck_assert_int_eq(bars_code128(&bars, "12345678901234567890123456789012345678901", &err),
	                 RC_REFUSED);
	ck_assert_str_eq(err.msg, "a barcode of this kind holds 40 characters");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("bars");
	TCase *tcase = tcase_create("bars");

	tcase_add_test(tcase, an_ean_13_is_95_modules);
	tcase_add_test(tcase, an_ean_8_is_67_modules);
	tcase_add_test(tcase, a_wrong_check_digit_gets_no_bars);
	tcase_add_test(tcase, digits_in_pairs_make_a_shorter_code_128);
	tcase_add_test(tcase, code_128_carries_its_check_character);
	tcase_add_test(tcase, code_128_refuses_what_it_cannot_hold);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
