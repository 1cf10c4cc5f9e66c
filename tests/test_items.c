#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gtin.h"
#include "base/text.h"
#include "shop_fixture.h"
#include "suite.h"

static struct found found;

static void
begin(void)
{
	shop_begin();
	shop_put_item("1012", "Oat drink 1 l", 199, 12, "4006381333931 4006381333948*6");
	shop_put_item("12", "Bread roll", 30, 0, "");
	shop_put_item("A-7", "Gift bag", 150, 0, "");
	shop_put_item("30", "Gum", 99, 0, "96385074");
	shop_put_item("31", "Cola", 149, 0, "042100005264");
	shop_put_item("40", "Sliced cheese", 0, 1111, "");
	shop_put_item("41", "Mince", 0, 0, "2800020000008");
}

static enum outcome
look_up(const char *code, bool scanned)
{
	return items_look_up(shop, &shop_settings, code, scanned, 20261122, &found, &shop_err);
}

static const char *
typed(const char *code)
{
	shop_ok(look_up(code, false));
	return found.kind == FOUND_ITEM ? found.item.number : "";
}

static const char *
scanned(const char *code)
{
	shop_ok(look_up(code, true));
	return found.kind == FOUND_ITEM ? found.item.number : "";
}

START_TEST(typed_numbers_are_item_numbers_then_plus_then_gtins)
{
	ck_assert_str_eq(typed("1012"), "1012");
	ck_assert_str_eq(typed("A-7"), "A-7");
	ck_assert_str_eq(typed("1111"), "40");
	ck_assert_str_eq(typed("4006381333931"), "1012");
	ck_assert_int_eq(found.pack, 1);
	ck_assert_str_eq(typed("999"), "");
	ck_assert_int_eq(found.kind, FOUND_NOTHING);
	ck_assert_str_eq(typed(""), "");
}
END_TEST

START_TEST(a_number_that_fits_several_items_gives_a_list)
{
	shop_ok(look_up("12", false));
	ck_assert_int_eq(found.kind, FOUND_SEVERAL);
	ck_assert_int_eq(found.hit_count, 2);
	ck_assert_str_eq(found.hits[0].number, "12");
	ck_assert_str_eq(found.hits[1].number, "1012");
}
END_TEST

START_TEST(a_scan_is_a_gtin_in_any_of_its_lengths)
{
	ck_assert_str_eq(scanned("4006381333931"), "1012");
	ck_assert_str_eq(found.code, "4006381333931");
	ck_assert_str_eq(scanned("04006381333931"), "1012");
	ck_assert_str_eq(scanned("96385074"), "30");
	ck_assert_str_eq(scanned("042100005264"), "31");
	ck_assert_str_eq(scanned("0042100005264"), "31");
	/* the same shortened, and with what a scanner says it read */
	ck_assert_str_eq(scanned("04252614"), "31");
	ck_assert_str_eq(scanned("]E04006381333931"), "1012");
	/* a scan is no PLU */
	ck_assert_str_eq(scanned("1111"), "");
	/* but may be a number the shop gave */
	ck_assert_str_eq(scanned("A-7"), "A-7");
}
END_TEST

START_TEST(a_pack_code_rings_its_pieces)
{
	ck_assert_str_eq(scanned("4006381333948"), "1012");
	ck_assert_int_eq(found.pack, 6);
	ck_assert_str_eq(typed("4006381333948"), "1012");
	ck_assert_int_eq(found.pack, 6);
}
END_TEST

START_TEST(a_wrong_check_digit_is_refused_with_the_right_one)
{
	shop_refused(look_up("4006381333932", true), RC_REFUSED, "should be 1");
	shop_refused(look_up("4006381333932", false), RC_REFUSED, "should be 1");
	shop_refused(look_up("96385075", false), RC_REFUSED, "should be 4");
	shop_refused(look_up("042100005265", true), RC_REFUSED, "should be 4");
}
END_TEST

START_TEST(a_code_in_the_catalogue_is_good_whatever_its_check_digit)
{
	shop_put_item("50", "Old stock", 100, 0, "4006381333932");
	ck_assert_str_eq(scanned("4006381333932"), "50");
}
END_TEST

START_TEST(a_receipt_is_known_by_its_barcode)
{
	char code[RECEIPT_CODE_LENGTH + 1];
	shop_ok(look_up(receipt_code(code, 3, true, 123), true));
	ck_assert_int_eq(found.kind, FOUND_RECEIPT);
	ck_assert_int_eq(found.receipt.till, 3);
	ck_assert_int_eq(found.receipt.series, SERIES_TRAINING);
	ck_assert_int_eq(found.receipt.number, 123);
}
END_TEST

START_TEST(weight_in_a_number_of_the_shop_is_read)
{
	/* by PLU: 28, item 1111, check digit of the weight, 6.870 kg */
	ck_assert_str_eq(scanned("2811111068708"), "40");
	ck_assert(found.has_weight && !found.has_price);
	ck_assert_int_eq(found.weight_milli, 6870);
	ck_assert_str_eq(found.code, "2811111068708");
	/* and by the number with zeros for the weight */
	ck_assert_str_eq(scanned("2800020000008"), "41");
	ck_assert(!found.has_weight);
}
END_TEST

START_TEST(a_misread_weight_is_refused)
{
	/* 6.880 kg with the check digit of 6.870 kg */
	shop_refused(look_up("2811111068807", true), RC_REFUSED, "misread");
	ck_assert_ptr_nonnull(strstr(shop_err.hint, "should be"));
}
END_TEST

/* Weighed and by the piece, with what a label says about this very pack. */
START_TEST(element_strings_find_the_item_and_what_is_in_the_pack)
{
	shop_put_item("60", "Ham", 1990, 0, "9506000134352");
	shop_ok(look_up("]C10109506000134352310300019539220125\\x1D2126-1\\x1D10A1", true));
	ck_assert_int_eq(found.kind, FOUND_ITEM);
	ck_assert_str_eq(found.code, "09506000134352");
	ck_assert(found.has_price && !found.has_weight); /* sold by the piece */
	shop_ok(look_up("(01)09506000134352(10)A1(21)26-1(17)261130(15)261101", false));
	ck_assert_str_eq(found.item.number, "60");
	ck_assert_str_eq(found.lot, "A1");
	ck_assert_str_eq(found.serial, "26-1");
	ck_assert_int_eq(found.expiry, 20261130);
	ck_assert_int_eq(found.best_before, 20261101);
	shop_ok(look_up("https://example.org/01/9506000134352/10/A2?30=3", true));
	ck_assert_str_eq(found.lot, "A2");
	ck_assert_int_eq(found.pack, 3);
	shop_ok(look_up("]C1020950600013435237000012", true));
	ck_assert_int_eq(found.pack, 12);
	/* a pack code counts too */
	shop_ok(look_up("]C101040063813339483002", true));
	ck_assert_int_eq(found.pack, 12);
}
END_TEST

START_TEST(what_is_misread_or_names_nothing_is_refused)
{
	shop_refused(look_up("]C10109506000134353", true), RC_REFUSED, "should be 2");
	shop_refused(look_up("]C1010950600013435217261399", true), RC_REFUSED, "no date");
	shop_refused(look_up("]C100123456789012345675", true), RC_REFUSED, "names nothing");
	shop_refused(look_up("]E151299", true), RC_REFUSED, "small barcode");
	shop_refused(look_up("https://id.gs1.org/ARFKk4XB0CDKWcnpq", true), RC_REFUSED,
	             "compressed");
	shop_refused(look_up("https://example.org/menu", true), RC_REFUSED, "no GS1 key");
	shop_put_item("60", "Ham", 1990, 0, "9506000134352");
	shop_refused(look_up("(01)09506000134352(3932)840125(30)1", true), RC_REFUSED,
	             "is in USD, not in EUR");
	shop_refused(look_up("(01)09506000134352(30)99999999", true), RC_REFUSED, "too many");
}
END_TEST

START_TEST(cards_of_ours_are_known)
{
	char code[RECEIPT_CODE_LENGTH + 1];
	shop_ok(look_up(customer_code(code, 17), true));
	ck_assert_int_eq(found.kind, FOUND_CUSTOMER);
	ck_assert_int_eq(found.number, 17);
	shop_ok(look_up(gift_card_code(code, 18), true));
	ck_assert_int_eq(found.kind, FOUND_GIFT_CARD);
}
END_TEST

START_TEST(codes_too_long_are_refused)
{
	char code[CODE_MAX + 10];
	memset(code, '1', sizeof(code));
	code[sizeof(code) - 1] = '\0';
	shop_refused(look_up(code, true), RC_REFUSED, "too long");
	code[CODE_MAX - 1] = '\0';
	shop_ok(look_up(code, true));
	ck_assert_int_eq(found.kind, FOUND_NOTHING);
}
END_TEST

static Suite *
items_suite(void)
{
	Suite *suite = suite_create("items");
	TCase *tcase = tcase_create("look up");
	tcase_add_checked_fixture(tcase, begin, shop_end);
	tcase_add_test(tcase, typed_numbers_are_item_numbers_then_plus_then_gtins);
	tcase_add_test(tcase, a_number_that_fits_several_items_gives_a_list);
	tcase_add_test(tcase, a_scan_is_a_gtin_in_any_of_its_lengths);
	tcase_add_test(tcase, a_pack_code_rings_its_pieces);
	tcase_add_test(tcase, a_wrong_check_digit_is_refused_with_the_right_one);
	tcase_add_test(tcase, a_code_in_the_catalogue_is_good_whatever_its_check_digit);
	tcase_add_test(tcase, a_receipt_is_known_by_its_barcode);
	tcase_add_test(tcase, weight_in_a_number_of_the_shop_is_read);
	tcase_add_test(tcase, a_misread_weight_is_refused);
	tcase_add_test(tcase, element_strings_find_the_item_and_what_is_in_the_pack);
	tcase_add_test(tcase, what_is_misread_or_names_nothing_is_refused);
	tcase_add_test(tcase, cards_of_ours_are_known);
	tcase_add_test(tcase, codes_too_long_are_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return run_suite(items_suite());
}
