#include <config.h>

#include <stdio.h>
#include <string.h>

#include "shop/reading.h"
#include "tests/suite.h"

static struct reading reading;

static void
read_by(const char *region, const char *rules, const char *scan)
{
	struct reading_rules shop = { .region = region, .in_store = rules, .currency = "EUR" };

	reading_make(&reading, scan, strlen(scan), &shop);
}

static void
read_scan(const char *scan)
{
	read_by("none", "", scan);
}

static void
is_number(const char *scan, enum reading_kind kind, const char *gtin)
{
	read_scan(scan);
	ck_assert_msg(reading.valid, "%s: %s", scan, reading.err.msg);
	ck_assert_msg(reading.kind == kind, "%s is %s", scan, reading_kinds[reading.kind]);
	ck_assert_str_eq(reading.gtin, gtin);
}

static void
is_refused(const char *scan, enum gs1_fault fault, const char *sentence)
{
	read_scan(scan);
	ck_assert_msg(!reading.valid, "%s", scan);
	ck_assert_int_eq(reading.fault, fault);
	ck_assert_str_eq(reading.err.msg, sentence);
}

/* ---- trade numbers ---- */

START_TEST(trade_numbers_are_known_by_their_length)
{
	is_number("96385074", READ_GTIN, "96385074");
	is_number("036000291452", READ_GTIN, "036000291452");
	is_number("4006381333931", READ_GTIN, "4006381333931");
	is_number("10012345678902", READ_GTIN, "10012345678902");
	is_number("01234565", READ_UPCE, "012345000065");
	is_number("123455", READ_UPCE, "012345000058");
	is_refused("4006381333932", GS1_VALUE, "check digit is 2, should be 1");
	is_refused("123405", GS1_PARSE, "\"123405\" is not a UPC-E number");
	is_refused("12345", GS1_PARSE, "no number of GS1 or of this shop has so many digits");
	is_refused("", GS1_PARSE, "the scan is empty");
	is_refused("0123456789⁰⁰⁰", GS1_PARSE, "only the digits 0 to 9 make a number");
}
END_TEST

START_TEST(a_symbol_says_how_many_digits_it_has)
{
	is_number("]E04006381333931", READ_GTIN, "4006381333931");
	is_number("]E496385074", READ_GTIN, "96385074");
	is_refused("]E096385074", GS1_PARSE, "this kind of barcode has 13 digits, not 8");
	is_refused("]E44006381333931", GS1_PARSE, "this kind of barcode has 8 digits, not 13");
	is_refused("]E151", GS1_PARSE, "only the small barcode beside the number was read");
	is_number("]C04006381333931", READ_GTIN, "4006381333931");
	is_number("]I110012345678902", READ_GTIN, "10012345678902");
	is_refused("]X0TABLE-4", GS1_PARSE,
	           "the scanner names a kind of barcode that nobody knows");
	read_scan("]d1TABLE-4"); /* may hold anything, for the shop to know */
	ck_assert(reading.valid && reading.kind == READ_UNKNOWN);
	ck_assert_str_eq(reading.data, "TABLE-4");
}
END_TEST

START_TEST(books_and_magazines_are_trade_numbers)
{
	is_number("978-3-16-148410-0", READ_GTIN, "9783161484100");
	is_number("ISBN 3-16-148410-X", READ_GTIN, "9783161484100");
	is_number("316148410X", READ_GTIN, "9783161484100");
	is_number("0306406152", READ_GTIN, "9780306406157");
	is_number("ISSN 0317-8471", READ_GTIN, "9770317847001");
	is_number("2434-561X", READ_GTIN, "9772434561006");
	is_refused("3-16-148410-1", GS1_VALUE, "check digit is 1, should be X");
	is_refused("978-3-16-148410-1", GS1_VALUE, "check digit is 1, should be 0");
	is_number("9783161484100 51299", READ_GTIN, "9783161484100");
	ck_assert_str_eq(reading.add_on, "51299");
	is_number("977031784700105", READ_GTIN, "9770317847001");
	ck_assert_str_eq(reading.add_on, "05");
	is_number("]E3978316148410051299", READ_GTIN, "9783161484100");
	ck_assert_str_eq(reading.add_on, "51299");
}
END_TEST

/* ---- element strings ---- */

START_TEST(element_strings_are_read_from_every_symbol)
{
	static const char *const aims[] = { "]C1", "]e0", "]d2", "]Q3", "]J1", "", "\x1D", "]d1" };

	for (size_t i = 0; i < sizeof aims / sizeof *aims; i++) {
		char scan[100];

		snprintf(scan, sizeof scan, "%s010950600013435210A1", aims[i]);
		is_number(scan, READ_GS1, "09506000134352");
		ck_assert_str_eq(gs1_find(&reading.gs1, "10", NULL), "A1");
	}
	/* an EAN with a composite symbol over it */
	is_number("]E04006381333931|]e010A1", READ_GS1, "04006381333931");
	is_number("123456789012345675", READ_GS1, "");
	ck_assert_str_eq(gs1_find(&reading.gs1, "00", NULL), "123456789012345675");
}
END_TEST

START_TEST(digits_that_only_look_like_element_strings_are_none)
{
	read_scan("0109506000134353"); /* the check digit is wrong */
	ck_assert_int_eq(reading.kind, READ_UNKNOWN);
	read_scan("0100000000000000");
	ck_assert_int_eq(reading.kind, READ_UNKNOWN);
}
END_TEST

START_TEST(weight_price_count_and_days_are_found)
{
	read_scan("(01)09506000134352(3103)000195(3932)97800250(17)261130(15)261101");
	ck_assert(reading.valid);
	ck_assert_int_eq(figure_scaled(reading.weight_kg, 3), 195);
	ck_assert_int_eq(figure_scaled(reading.price, 2), 250);
	ck_assert_int_eq(figure_scaled(reading.price, 0), 3); /* halves away from zero */
	ck_assert_str_eq(reading.currency, "EUR");
	ck_assert_int_eq(reading_expiry(&reading, 2026), 20261130);
	ck_assert_int_eq(reading_best_before(&reading, 2026), 20261101);
	read_scan("(02)09506000134352(37)12(00)123456789012345675");
	ck_assert_int_eq(reading.count.value, 12);
	read_scan("]C103095060001343523922125");
	ck_assert_int_eq(reading.price.value, 125);
}
END_TEST

START_TEST(a_label_in_several_barcodes_is_reported_not_refused)
{
	read_scan("]C110A1");
	ck_assert(reading.valid);
	ck_assert_int_eq(reading.fault, GS1_ASSOCIATION);
	ck_assert_str_eq(reading.err.msg,
	                 "(10) says nothing without (01), (02), (03), (8006), (8026)");
	is_refused("(01)09506000134352(37)3", GS1_ASSOCIATION, "(01) and (37) do not go together");
}
END_TEST

/* ---- numbers of our own ---- */

START_TEST(papers_and_cards_of_ours_are_known)
{
	char code[RECEIPT_CODE_LENGTH + 1];

	read_scan(receipt_code(code, 3, true, 77));
	ck_assert(reading.kind == READ_OWN && reading.own == OWN_RECEIPT);
	ck_assert_int_eq(reading.receipt.till, 3);
	ck_assert_int_eq(reading.receipt.series, SERIES_TRAINING);
	read_scan(basket_code(code, 3, false, 78));
	ck_assert(reading.own == OWN_BASKET && reading.receipt.number == 78);
	read_scan(customer_code(code, 4711));
	ck_assert_str_eq(code, "96000000000000047118");
	ck_assert(reading.own == OWN_CUSTOMER && reading.number == 4711);
	read_scan(gift_card_code(code, CARD_NUMBER_MAX));
	ck_assert(reading.own == OWN_GIFT_CARD && reading.number == CARD_NUMBER_MAX);
	code[19] = code[19] == '9' ? '0' : (char)(code[19] + 1);
	read_scan(code);
	ck_assert(!reading.valid);
}
END_TEST

/* ---- numbers the shop prints ---- */

struct printed {
	const char *region, *code, *base;
	enum in_store_kind kind;
	int64_t value;
	int decimals;
	int64_t item;
};

START_TEST(each_country_has_its_rules)
{
	static const struct printed printed[] = {
		{ "DE", "2211114002394", "2211110000004", IN_STORE_PRICE, 239, 2, 1111 },
		{ "DE", "2811111068708", "2811110000006", IN_STORE_WEIGHT, 6870, 3, 1111 },
		{ "DK", "2711111012344", "2711111000006", IN_STORE_WEIGHT, 1234, 3, 11111 },
		{ "SE", "2188060112344", "2188060100006", IN_STORE_PRICE, 1234, 1, 880601 },
		{ "FI", "2488060112345", "2488060100007", IN_STORE_WEIGHT, 1234, 2, 880601 },
		{ "GB", "2012345912343", "2012345000005", IN_STORE_PRICE, 1234, 2, 12345 },
		{ "LT", "2588060112342", "2588060100004", IN_STORE_WEIGHT, 1234, 1, 880601 },
	};

	for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
		const struct printed *want = &printed[i];
		char code[14];

		strcpy(code, want->code);
		code[12] = (char)('0' + gtin_check_digit(code, 12));
		read_by(want->region, "", code);
		ck_assert_msg(reading.valid && reading.kind == READ_VARIABLE, "%s: %s", code,
		              reading.err.msg);
		ck_assert_int_eq(reading.in_store.kind, want->kind);
		ck_assert_int_eq(reading.in_store.value, want->value);
		ck_assert_int_eq(reading.in_store.decimals, want->decimals);
		ck_assert_int_eq(reading.in_store.item, want->item);
		ck_assert_int_eq(strncmp(reading.in_store.base, want->base, 12), 0);
		ck_assert_int_eq(reading.in_store.base[12] - '0',
		                 gtin_check_digit(reading.in_store.base, 12));
	}
	ck_assert_str_eq(in_store_currency("se"), "SEK");
	ck_assert(!in_store_known("XX"));
}
END_TEST

START_TEST(prices_of_four_digits_are_checked_in_the_usa_and_britain)
{
	char code[14] = "0212345928750";

	/* the example of the standard: 2875 has 9 */
	ck_assert_int_eq(gtin_measure_check_digit("2875", 4), 9);
	ck_assert_int_eq(gtin_measure_check_digit("14685", 5), 6);
	code[12] = (char)('0' + gtin_check_digit(code, 12));
	read_by("US", "", code);
	ck_assert(reading.valid && reading.price.value == 2875);
	read_by("US", "", code + 1); /* the UPC-A of it */
	ck_assert(reading.valid && reading.price.value == 2875);
	code[7] = '8';
	code[12] = (char)('0' + gtin_check_digit(code, 12));
	read_by("US", "", code);
	ck_assert(!reading.valid && reading.fault == GS1_VALUE);
	ck_assert_ptr_nonnull(strstr(reading.err.msg, "was misread"));
	ck_assert_str_eq(reading.err.hint, "its check digit is 8, should be 9: scan again");
}
END_TEST

START_TEST(numbers_without_a_rule_are_numbers_like_any_other)
{
	read_by("GB", "", "2911111111111");
	ck_assert(reading.valid && reading.kind == READ_GTIN);
	read_by("none", "", "2811111068708");
	ck_assert(reading.valid && reading.kind == READ_GTIN);
	ck_assert(!in_store_known("none"));
}
END_TEST

START_TEST(a_shop_has_rules_of_its_own)
{
	static const char rules[] = "price 21.....{NNNDD}. (ean13); weight 9{NNDD}; "
	                            "customer 042; gift-card 043{NNNNNN}; item 22";

	ck_assert_int_eq(in_store_rules_check(rules, NULL), RC_OK);
	read_by("DE", rules, "2112345012502");
	ck_assert(reading.kind == READ_GTIN || reading.price.value == 1250);
	read_by("DE", rules, "91234");
	ck_assert(reading.valid && reading.kind == READ_VARIABLE);
	ck_assert_int_eq(figure_scaled(reading.weight_kg, 3), 12340);
	read_by("DE", rules, "04212345");
	ck_assert(reading.own == OWN_CUSTOMER && reading.number == 4212345);
	read_by("DE", rules, "0421");
	ck_assert(reading.own == OWN_CUSTOMER && reading.number == 421);
	read_by("DE", rules, "043000815");
	ck_assert(reading.own == OWN_GIFT_CARD && reading.number == 815);
	/* the check digit need not be in the pattern, and zero in front of a UPC-A neither */
	read_by("", "price 21.....{NNDDD} (ean13)", "2112345012506");
	ck_assert(reading.valid && reading.price.value == 1250);
	read_by("", "count 2{NNNNNNNNNN}. (upca)", "0212345678992");
	ck_assert(reading.valid && reading.count.value == 1234567899);
	read_by("", "customer 7*", "77");
	ck_assert(reading.own == OWN_CUSTOMER && reading.number == 77);
	read_by("DE", rules, "2211114002394"); /* their own rule comes first */
	ck_assert_int_eq(reading.kind, READ_GTIN);
}
END_TEST

START_TEST(rules_that_make_no_sense_are_refused)
{
	static const char *const wrong[] = { "prize 21{NN}",        "price 21{NN",
		                             "price 21{DN}",        "price 21C{NNN}",
		                             "price 21{NN}{DD}",    "price",
		                             "price 21{NN} (ean9)", "price 21N",
		                             "price 21{}",          "price 1234567890123456",
		                             "price 21{NN} 22{NN}", "price 2*1",
		                             "price 2{N*}" };
	struct err err;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		ck_assert_msg(in_store_rules_check(wrong[i], &err) == RC_REFUSED, "%s", wrong[i]);
		ck_assert_ptr_nonnull(strstr(err.msg, "makes no sense"));
	}
	ck_assert_int_eq(in_store_rules_check("", NULL), RC_OK);
}
END_TEST

/* ---- anything at all ---- */

START_TEST(any_bytes_are_read_or_refused_with_a_sentence)
{
	static const char *const pieces[] = { "]C1", "]E0",      "]Q3",       "0109506000134352",
		                              "10A", "\x1D",     "17261130",  "(",
		                              ")",   "https://", "e.org/01/", "4006381333931",
		                              "98",  "2",        "0",         "7",
		                              " ",   "-",        "X",         "|]e0",
		                              "^",   "\xF0",     "\x01" };
	unsigned state = 7;

	for (int round = 0; round < 20000; round++) {
		char text[400] = "";
		struct reading_rules shop = { "DE", "customer 7..; price 2...{NNN}.", "" };
		int count = (int)(state >> 28);

		for (int i = 0; i < count; i++) {
			state = state * 1664525u + 1013904223u;
			strcat(text, pieces[(state >> 8) % (sizeof pieces / sizeof *pieces)]);
		}
		state = state * 1664525u + 1013904223u;
		reading_make(&reading, text, strlen(text), &shop);
		ck_assert_msg(reading.valid || (reading.err.msg[0] && reading.fault), "%s", text);
		for (const char *at = reading.gtin; *at; at++)
			ck_assert(*at >= '0' && *at <= '9');
	}
}
END_TEST

START_TEST(written_bytes_are_taken_back)
{
	char text[] = "a\\x1Db\\xZZ\\x0";

	ck_assert_uint_eq(reading_unescape(text), strlen(text));
	ck_assert_str_eq(text, "a\x1D"
	                       "b\\xZZ\\x0");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("reading");
	TCase *tcase = tcase_create("reading");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, trade_numbers_are_known_by_their_length);
	tcase_add_test(tcase, a_symbol_says_how_many_digits_it_has);
	tcase_add_test(tcase, books_and_magazines_are_trade_numbers);
	tcase_add_test(tcase, element_strings_are_read_from_every_symbol);
	tcase_add_test(tcase, digits_that_only_look_like_element_strings_are_none);
	tcase_add_test(tcase, weight_price_count_and_days_are_found);
	tcase_add_test(tcase, a_label_in_several_barcodes_is_reported_not_refused);
	tcase_add_test(tcase, papers_and_cards_of_ours_are_known);
	tcase_add_test(tcase, each_country_has_its_rules);
	tcase_add_test(tcase, prices_of_four_digits_are_checked_in_the_usa_and_britain);
	tcase_add_test(tcase, numbers_without_a_rule_are_numbers_like_any_other);
	tcase_add_test(tcase, a_shop_has_rules_of_its_own);
	tcase_add_test(tcase, rules_that_make_no_sense_are_refused);
	tcase_add_test(tcase, any_bytes_are_read_or_refused_with_a_sentence);
	tcase_add_test(tcase, written_bytes_are_taken_back);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
