#include <config.h>

#include "base/gtin.h"

#include <stdbool.h>
#include <string.h>

#include "tests/cases.h"
#include "tests/suite.h"

START_TEST(check_digits_agree_with_known_numbers)
{
	struct cases cases;
	int count = 0;

	cases_open(&cases, "barcode_checkdigit.csv");
	while (cases_next(&cases)) {
		const char *code = cases_get(&cases, "code");
		const char *right = cases_get(&cases, "right_check_digit");
		bool valid = cases_get(&cases, "valid")[0] == '1';
		int64_t gtin;

		if (strncmp(cases_get(&cases, "kind"), "gtin", 4) != 0)
			continue;
		count++;
		ck_assert_int_eq(gtin_parse(code, &gtin, NULL), valid ? RC_OK : RC_REFUSED);
		if (*right)
			ck_assert_int_eq(gtin_check_digit(code, strlen(code) - 1), *right - '0');
	}
	ck_assert_int_ge(count, 10);
}
END_TEST

START_TEST(check_digits_go_to_18_digits_and_more)
{
	ck_assert_int_eq(gtin_check_digit("12345678901234567", 17), 5);
	ck_assert_int_eq(gtin_check_digit("", 0), 0);
	ck_assert_int_eq(gtin_check_digit("0", 1), 0);
}
END_TEST

START_TEST(upce_numbers_agree_with_known_numbers)
{
	struct cases cases;
	int count = 0;

	cases_open(&cases, "barcode_upce.csv");
	while (cases_next(&cases)) {
		const char *upce = cases_get(&cases, "upce");
		bool valid = cases_get(&cases, "valid")[0] == '1';
		char upca[13] = "";

		if (strlen(upce) > 8) /* a UPC-A as it stands */
			continue;
		count++;
		ck_assert_msg(gtin_from_upce(upce, upca, NULL) == (valid ? RC_OK : RC_REFUSED),
		              "%s", upce);
		ck_assert_str_eq(upca, valid ? cases_get(&cases, "upca") : "");
	}
	ck_assert_int_ge(count, 10);
}
END_TEST

START_TEST(each_way_of_leaving_out_zeros_is_put_back)
{
	static const char *const pairs[][2] = {
		{ "123450", "012000003455" }, { "123451", "012100003454" },
		{ "123452", "012200003453" }, { "123453", "012300000451" },
		{ "123454", "012340000053" }, { "123455", "012345000058" },
		{ "123459", "012345000096" },
	};
	char upca[13];

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		ck_assert_int_eq(gtin_from_upce(pairs[i][0], upca, NULL), RC_OK);
		ck_assert_str_eq(upca, pairs[i][1]);
		ck_assert_int_eq(gtin_check_digit(upca, 11), upca[11] - '0');
	}
}
END_TEST

START_TEST(forms_of_one_item_are_one_number)
{
	int64_t thirteen, twelve, fourteen, eight;
	char out[GTIN_TEXT_MAX];

	ck_assert_int_eq(gtin_parse("0012345678905", &thirteen, NULL), RC_OK);
	ck_assert_int_eq(gtin_parse("012345678905", &twelve, NULL), RC_OK);
	ck_assert_int_eq(gtin_parse("00012345678905", &fourteen, NULL), RC_OK);
	ck_assert_int_eq(thirteen, twelve);
	ck_assert_int_eq(thirteen, fourteen);
	ck_assert_str_eq(gtin_text(out, thirteen), "0012345678905");
	ck_assert_int_eq(gtin_parse("96385074", &eight, NULL), RC_OK);
	ck_assert_str_eq(gtin_text(out, eight), "96385074");
	ck_assert_str_eq(gtin_text(out, INT64_C(10012345678902)), "10012345678902");
}
END_TEST

START_TEST(a_wrong_digit_is_named)
{
	int64_t gtin = -1;
	struct err err;

	ck_assert_int_eq(gtin_parse("4006381333932", &gtin, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "the last digit of 4006381333932 should be 1");
	ck_assert_int_eq(gtin_parse("40063813339", &gtin, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "a GTIN has 8, 12, 13 or 14 digits, not \"40063813339\"");
	ck_assert_int_eq(gtin_parse("400638133393x", &gtin, &err), RC_REFUSED);
	ck_assert_int_eq(gtin, -1);
	ck_assert_int_eq(gtin_parse_unchecked("4006381333932", &gtin, &err), RC_OK);
	ck_assert_int_eq(gtin, INT64_C(4006381333932));
}
END_TEST

START_TEST(every_single_wrong_digit_is_found)
{
	char code[] = "4006381333931";
	int64_t gtin;

	for (size_t place = 0; place < 13; place++) {
		char right = code[place];

		for (char digit = '0'; digit <= '9'; digit++) {
			code[place] = digit;
			ck_assert_int_eq(gtin_parse(code, &gtin, NULL),
			                 digit == right ? RC_OK : RC_REFUSED);
		}
		code[place] = right;
	}
}
END_TEST

START_TEST(a_receipts_barcode_says_till_series_and_number)
{
	char out[RECEIPT_CODE_LENGTH + 1];
	int till = 0;
	bool training = false;
	int64_t number = 0;

	receipt_code(out, 12, true, 123);
	ck_assert_int_eq(strncmp(out, "9800121000000000123", 19), 0);
	ck_assert(receipt_code_parse(out, &till, &training, &number));
	ck_assert_int_eq(till, 12);
	ck_assert(training);
	ck_assert_int_eq(number, 123);
	receipt_code(out, 9999, false, INT64_C(999999999999));
	ck_assert(receipt_code_parse(out, &till, &training, &number));
	ck_assert_int_eq(number, INT64_C(999999999999));
	ck_assert(!training);
}
END_TEST

START_TEST(a_basket_put_aside_has_a_barcode_that_is_no_receipts)
{
	char out[RECEIPT_CODE_LENGTH + 1];
	int till = 0;
	bool training = true;
	int64_t number = 0;

	basket_code(out, 3, false, 7);
	ck_assert_int_eq(strncmp(out, "9700030000000000007", 19), 0);
	ck_assert(!receipt_code_parse(out, &till, &training, &number));
	ck_assert(basket_code_parse(out, &till, &training, &number));
	ck_assert(till == 3 && !training && number == 7);
	receipt_code(out, 3, false, 7);
	ck_assert(!basket_code_parse(out, &till, &training, &number));
}
END_TEST

START_TEST(what_is_not_a_receipts_barcode_is_not_taken_for_one)
{
	char out[RECEIPT_CODE_LENGTH + 1];
	int till = -1;
	bool training;
	int64_t number;

	receipt_code(out, 1, false, 123);
	out[19] = out[19] == '9' ? '0' : (char)(out[19] + 1);
	ck_assert(!receipt_code_parse(out, &till, &training, &number));
	ck_assert(!receipt_code_parse("4006381333931", &till, &training, &number));
	ck_assert(!receipt_code_parse("", &till, &training, &number));
	ck_assert(!receipt_code_parse("98000120000000001234", &till, &training,
	                              &number)); /* series 2 */
	ck_assert_int_eq(till, -1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("gtin");
	TCase *tcase = tcase_create("gtin");

	tcase_add_test(tcase, check_digits_agree_with_known_numbers);
	tcase_add_test(tcase, check_digits_go_to_18_digits_and_more);
	tcase_add_test(tcase, upce_numbers_agree_with_known_numbers);
	tcase_add_test(tcase, each_way_of_leaving_out_zeros_is_put_back);
	tcase_add_test(tcase, forms_of_one_item_are_one_number);
	tcase_add_test(tcase, a_wrong_digit_is_named);
	tcase_add_test(tcase, every_single_wrong_digit_is_found);
	tcase_add_test(tcase, a_receipts_barcode_says_till_series_and_number);
	tcase_add_test(tcase, a_basket_put_aside_has_a_barcode_that_is_no_receipts);
	tcase_add_test(tcase, what_is_not_a_receipts_barcode_is_not_taken_for_one);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
