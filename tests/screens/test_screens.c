/*
 * What the terminal shows: every screen, as a file in this folder.
 */
#include <config.h>

#include <string.h>

#include "harness.h"
#include "shop.h"
#include "suite.h"

static struct harness *till;

static void
open_till(void)
{
	shop_copy();
	till = shop_open(NULL);
}

static void
close_till(void)
{
	harness_stop(&till);
	shop_remove();
}

static void
open_menu(const char *label)
{
	char keys[40];

	harness_type(till, "<F10>");
	harness_pick(till, label, keys);
}

static void
sign_on_manager_from(const char *state)
{
	harness_type(till, "/sign-off<Enter>1<Enter>111111<Enter>");
	harness_until(till, state);
}

static void
sign_on_manager(void)
{
	sign_on_manager_from("READY");
}

/* Types, and compares what is there then. */
static void
show(const char *keys, const char *screen)
{
	harness_type(till, keys);
	harness_expect(till, screen);
}

/* ---- selling ---- */

START_TEST(a_cash_sale_from_the_first_item_to_the_change)
{
	show("", "ready");
	show("<F12><F12><F12>", "three_items");
	show(".786*4011<Enter>", "weighed");
	show("hon", "find");
	show("<Enter>", "found");
	show("-", "void");
	show("2000", "typed");
	show("<Bs><Bs><Bs><Bs>+", "total");
	show("2000<F9>", "change");
	show("n", "no_receipt");
	show("21<Enter>", "next_customer");
	show("+<F8>g", "gift_receipt");
	harness_type(till, "22<Enter>+<F9>");
	show("i", "invoice");
}
END_TEST

START_TEST(wide_names_keep_the_columns)
{
	harness_scan(till, "9521822000104");
	harness_scan(till, "9521822000319");
	harness_type(till, "318<Enter>");
	harness_scan(till, "9522096000173");
	show("2*618<Enter>", "wide_names");
}
END_TEST

START_TEST(deposits_packs_and_promotions_stand_under_their_lines)
{
	harness_scan(till, "9521274008239");
	harness_type(till, "3*701<Enter>");
	show("4*901<Enter>01011980<Enter>", "deposit_and_promotion");
}
END_TEST

/* Three promotions, a coupon, a weight without its bag, a deposit and cash rounding: why it costs
 * what it costs, of the open basket and of the sale. */
START_TEST(a_basket_is_explained_step_by_step)
{
	harness_scan(till, "9529990000018");
	harness_type(till, "4*21<Enter>");
	harness_scan(till, "9524562000106");
	harness_scan(till, "9524562000106");
	harness_scan(till, "9524562000380");
	harness_type(till, "/tare 0.012<Enter>1.262*4011<Enter>");
	harness_scan(till, "9521274008154");
	harness_scan(till, "9521274008574");
	harness_type(till, "/discount 5% 1 \"yesterday's\"<Enter>");
	show("/coupon WELCOME<Enter>", "coupon");
	show("?", "explain");
	harness_type(till, "<Esc>+");
	harness_type(till, "5000<F9>");
	show("?", "explain_sale");
}
END_TEST

START_TEST(half_in_cash_and_half_by_card)
{
	harness_type(till, "134<Enter>+");
	show("500<F9>", "part_paid");
	show("-", "tender_taken_back");
	harness_type(till, "500<F9>");
	show("<F8>", "card");
}
END_TEST

START_TEST(presets_and_departments)
{
	show("<F5>", "presets");
	show("<Esc>350<F5>", "departments");
	show("2", "open_ring");
}
END_TEST

START_TEST(a_line_is_changed)
{
	harness_type(till, "21<Enter>24<Enter>");
	show("<F4>", "change_line");
	show("1", "change_quantity");
	show("3<Enter>", "changed_quantity");
}
END_TEST

START_TEST(a_price_is_only_looked_at)
{
	show("<F3>", "price_check");
	show("134<Enter>", "price_checked");
}
END_TEST

START_TEST(a_basket_is_put_aside_and_brought_back)
{
	harness_type(till, "21<Enter>22<Enter>");
	show("<F7>", "suspended");
	show("<F7>", "suspended_list");
	show("3<Enter>", "recalled");
}
END_TEST

/* ---- questions, errors, approval ---- */

START_TEST(age_weight_and_price_are_asked_for)
{
	show("909<Enter>", "ask_age");
	show("n<Enter>", "age_refused");
	harness_type(till, "<Esc>");
	show("4011<Enter>", "ask_weight");
	show("786<Enter>", "ask_grams");
	harness_type(till, "<Esc><Esc>");
	show("98<Enter>", "ask_price");
}
END_TEST

START_TEST(giving_up_a_basket_asks_why)
{
	harness_type(till, "134<Enter>");
	show("/cancel<Enter>", "ask_reason");
	show("7no, more<Enter>", "given_up");
	harness_type(till, "134<Enter>/cancel<Enter>");
	show("2", "given_up");
}
END_TEST

START_TEST(an_unknown_code_can_be_sold_found_or_set_up)
{
	harness_scan(till, "4012345678901");
	harness_expect(till, "unknown_code");
	show("1", "unknown_by_department");
}
END_TEST

START_TEST(an_error_holds_until_clear_and_scans_do_not_pass_it)
{
	harness_scan(till, "9521274000101");
	harness_expect(till, "error");
	harness_scan(till, "9521274000103");
	harness_expect(till, "error");
	show("<Esc>", "ready");
}
END_TEST

/* A DataMatrix as it comes from the scanner, with its symbology and a separator inside. */
START_TEST(what_a_label_says_stands_under_its_line)
{
	harness_scan(till, "]d201095218220001041726123110A-1\x1D"
	                   "2177");
	harness_expect(till, "label");
	harness_scan(till, "]d2010952182200010417261121");
	harness_expect(till, "expired");
	show("<Esc>", "label");
}
END_TEST

START_TEST(a_second_person_agrees_to_one_action)
{
	harness_type(till, "134<Enter>");
	harness_type(till, "/price 1.00 \"display model\"<Enter>");
	harness_expect(till, "approval");
	harness_type(till, "1<Enter>111111<Enter>");
	harness_until(till, "RINGING");
	harness_expect(till, "approved");
}
END_TEST

/* ---- goods coming back ---- */

START_TEST(goods_come_back_against_their_receipt)
{
	harness_type(till, "21<Enter>24<Enter>+<F9>");
	show("<F6>", "return_which_sale");
	show("<Enter>", "return_which_lines");
	show("<Esc><Esc>", "ready_after_sale");
}
END_TEST

/* ---- the menu and what is in it ---- */

START_TEST(the_menu_and_its_pages)
{
	show("<F10>", "menu");
	show("<PgDn>", "menu_2");
	show("<PgDn>", "menu_3");
}
END_TEST

START_TEST(help_lists_the_keys_that_work_now)
{
	show("<F1>", "help_ready");
	harness_type(till, "<Esc>21<Enter>+");
	show("<F1>", "help_paying");
}
END_TEST

START_TEST(the_command_line_completes)
{
	show("/", "command_line");
	show("s", "command_line_s");
}
END_TEST

START_TEST(the_journal_the_drawer_and_the_x_report)
{
	harness_type(till, "21<Enter>+<F9>");
	show("/x-report<Enter>", "x_report");
	harness_type(till, "<Esc><Esc>");
	sign_on_manager();
	open_menu("Journal");
	harness_expect(till, "journal");
	show("<Enter>", "journal_entry");
	harness_type(till, "<Esc><Esc>");
	open_menu("Drawer");
	harness_expect(till, "drawer");
}
END_TEST

START_TEST(the_manager_sets_up_the_shop)
{
	static const struct {
		const char *label, *screen;
	} rooms[] = {
		{ "Checklist", "manager_checklist" },     { "New item", "manager_new_item" },
		{ "Codes to set up", "manager_codes" },   { "Presets", "manager_presets" },
		{ "Departments", "manager_departments" }, { "Taxes", "manager_taxes" },
		{ "Ways to pay", "manager_tenders" },     { "Staff", "manager_staff" },
	};

	char keys[40];

	sign_on_manager();
	open_menu("Manager");
	harness_expect(till, "manager");
	for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
		harness_pick(till, rooms[i].label, keys);
		harness_expect(till, rooms[i].screen);
		harness_type(till, "<Esc>");
	}
	/* those below the ninth are reached by arrows */
	harness_type(till, "<Down>");
	show("<Enter>", "manager_receipt");
	harness_type(till, "<Esc><Down>");
	show("<Enter>", "manager_settings");
	harness_type(till, "<Esc><Down><Down>");
	show("<Enter>", "manager_prices");
	show("1", "manager_promotions");
	show("<Enter>", "manager_promotion");
	show("<Enter>", "manager_promotion_off");
	harness_type(till, "<Esc><Esc>");
	show("2", "manager_later");
	harness_type(till, "<Esc>3butter");
	show("<Enter>", "manager_price_history");
	harness_type(till, "<Esc><Esc><Esc>");
	show("5", "manager_reduced");
}
END_TEST

START_TEST(the_manager_looks_after_customers)
{
	sign_on_manager();
	open_menu("Manager");
	for (int i = 0; i < 13; i++)
		harness_type(till, "<Down>");
	show("<Enter>", "manager_customers");
	show("<Down><Enter>", "manager_customer");
	show("1", "manager_customer_form");
	harness_type(till, "<Esc><Enter>");
	show("3", "manager_customer_forget");
}
END_TEST

START_TEST(keys_are_changed_at_the_till)
{
	sign_on_manager();
	open_menu("Keys");
	harness_expect(till, "keys");
	show("F9<Enter>", "keys_change");
	show("1", "keys_press");
	show("<F8>", "keys_taken");
	show("<Esc>", "keys_found");
}
END_TEST

START_TEST(a_room_opens_when_a_second_person_agrees)
{
	open_menu("Journal");
	harness_expect(till, "consent");
	harness_type(till, "1<Enter>111111<Enter>");
	harness_until(till, "Find");
	harness_expect(till, "consent_given");
}
END_TEST

START_TEST(about_says_what_it_is)
{
	open_menu("About");
	harness_expect(till, "about");
}
END_TEST

/* ---- people and shifts ---- */

START_TEST(signing_off_and_on)
{
	show("/sign-off<Enter>", "signed_off");
	harness_type(till, "4<Enter>9999<Enter>");
	harness_until(till, "wrong");
	harness_expect(till, "wrong_pin");
	harness_type(till, "<Esc>4<Enter>4444<Enter>");
	harness_until(till, "READY");
	harness_expect(till, "somebody_else");
}
END_TEST

START_TEST(a_lock_keeps_the_basket)
{
	harness_type(till, "21<Enter>");
	show("/lock<Enter>", "locked");
}
END_TEST

/* Counts what is right, and closes the shift. */
static void
close_shift(void)
{
	harness_type(till, "/close-shift<Enter>15035<Enter><Enter><Enter><Enter>");
	harness_until(till, "SHIFT REPORT");
}

START_TEST(a_shift_is_counted_and_closed)
{
	harness_type(till, "21<Enter>+1000<F9><Esc>");
	show("/close-shift<Enter>", "count");
	harness_type(till, "15035<Enter>");
	show("<Enter>", "close_shift");
	show("<Enter><Enter>", "shift_report");
	show("<PgDn>", "shift_report_2");
	show("<Esc>", "no_shift");
}
END_TEST

START_TEST(a_drawer_is_counted_by_the_piece)
{
	harness_type(till, "21<Enter>+1000<F9><Esc>");
	harness_type(till, "/close-shift<Enter>+");
	harness_expect(till, "count_nothing");
	show("<Esc><Enter><Down>1<Enter>1<Down><Down><Down><Down><Down><Down><Enter>1<Enter>1<"
	     "Enter>1",
	     "count_pieces");
	show("+", "count_others");
	harness_type(till, "<Enter><Enter><Enter>");
	harness_until(till, "SHIFT REPORT");
	show("<PgDn><PgDn><PgDn><PgDn>", "count_report");
}
END_TEST

START_TEST(a_difference_wants_a_reason)
{
	harness_type(till, "/close-shift<Enter>15100<Enter>");
	show("<Enter>", "difference");
	show("<Enter><Enter><Enter>", "difference_without_reason");
}
END_TEST

START_TEST(the_day_is_closed_and_training_cannot_be_overlooked)
{
	harness_type(till, "21<Enter>+1000<F9><Esc>");
	close_shift();
	harness_type(till, "<Esc>");
	sign_on_manager_from("NO SHIFT");
	show("", "sign_on_asks_for_the_float");
	show("<Esc>/close-day<Enter>", "z_report");
	harness_type(till, "<Esc>");
	harness_type(till, "/training on<Enter>");
	harness_expect(till, "training_no_shift");
	harness_type(till, "/open-shift 100.00<Enter>21<Enter>22<Enter>");
	harness_expect(till, "training");
	show("+<F9>", "training_receipt");
}
END_TEST

START_TEST(a_shift_is_opened_with_its_float)
{
	harness_type(till, "21<Enter>+1000<F9><Esc>");
	close_shift();
	harness_type(till, "<Esc>");
	open_menu("Open shift");
	harness_expect(till, "open_shift");
	show("<Enter>", "open_shift_taken");
}
END_TEST

START_TEST(the_first_start_sets_up_a_shop)
{
	harness_stop(&till);
	till = shop_open_empty(NULL);
	harness_until(till, "Welcome");
	harness_expect(till, "first_run");
	show("<Enter>", "first_run_2");
	harness_type(till, "Corner Shop<Enter>1 High Street|Town<Enter><Enter><Enter><Enter><Enter>"
	                   "Anna<Enter>246810<Enter>246811<Enter>");
	harness_expect(till, "first_run_wrong_pin");
	harness_type(till, "<Esc>246810<Enter>");
	harness_press(till, "2");
	harness_type(till, "46810<Enter>");
	harness_until(till, "RECOVERY SHEET");
	harness_type(till, "<Esc><Enter>");
	ck_assert(harness_shows(till, "RECOVERY SHEET"));
	harness_type(till, "2");
	ck_assert(harness_shows(till, "Save the recovery sheet"));
	harness_type(till, "<Esc>");
	harness_press(till, "1");
	harness_until(till, "LOCKED");
	harness_expect(till, "first_run_sign_on");
	harness_type(till, "1<Enter>246810<Enter>");
	harness_until(till, "Checklist");
	harness_expect(till, "first_run_checklist");
}
END_TEST

START_TEST(a_larger_window_shows_more_and_a_smaller_one_still_works)
{
	harness_type(till, "21<Enter>22<Enter>");
	harness_resize(till, 36, 110);
	show("23<Enter>", "large_window");
	harness_resize(till, 24, 80);
	show("24<Enter>", "usual_window_again");
	harness_resize(till, 16, 60);
	show("26<Enter>", "small_window");
}
END_TEST

/* Fewer than 256 colours have no shades: rules part what shades part elsewhere. */
START_TEST(few_colours_and_none_show_the_same_text)
{
	static const char *const terms[] = { "vt100", "linux", "screen", "xterm" };

	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		struct harness_options options = { .term = terms[i] };

		harness_stop(&till);
		shop_remove();
		shop_copy();
		till = shop_open_as(&options);
		show("<F12><F12><F12>", "three_items_without_shades");
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("screens");
	TCase *tcase = tcase_create("screens");
	int status;

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, open_till, close_till);
	tcase_add_test(tcase, a_cash_sale_from_the_first_item_to_the_change);
	tcase_add_test(tcase, wide_names_keep_the_columns);
	tcase_add_test(tcase, deposits_packs_and_promotions_stand_under_their_lines);
	tcase_add_test(tcase, a_basket_is_explained_step_by_step);
	tcase_add_test(tcase, half_in_cash_and_half_by_card);
	tcase_add_test(tcase, presets_and_departments);
	tcase_add_test(tcase, a_line_is_changed);
	tcase_add_test(tcase, a_price_is_only_looked_at);
	tcase_add_test(tcase, a_basket_is_put_aside_and_brought_back);
	tcase_add_test(tcase, age_weight_and_price_are_asked_for);
	tcase_add_test(tcase, giving_up_a_basket_asks_why);
	tcase_add_test(tcase, an_unknown_code_can_be_sold_found_or_set_up);
	tcase_add_test(tcase, what_a_label_says_stands_under_its_line);
	tcase_add_test(tcase, an_error_holds_until_clear_and_scans_do_not_pass_it);
	tcase_add_test(tcase, a_second_person_agrees_to_one_action);
	tcase_add_test(tcase, goods_come_back_against_their_receipt);
	tcase_add_test(tcase, the_menu_and_its_pages);
	tcase_add_test(tcase, help_lists_the_keys_that_work_now);
	tcase_add_test(tcase, the_command_line_completes);
	tcase_add_test(tcase, the_journal_the_drawer_and_the_x_report);
	tcase_add_test(tcase, signing_off_and_on);
	tcase_add_test(tcase, a_lock_keeps_the_basket);
	tcase_add_test(tcase, the_manager_sets_up_the_shop);
	tcase_add_test(tcase, the_manager_looks_after_customers);
	tcase_add_test(tcase, keys_are_changed_at_the_till);
	tcase_add_test(tcase, a_room_opens_when_a_second_person_agrees);
	tcase_add_test(tcase, about_says_what_it_is);
	tcase_add_test(tcase, a_shift_is_counted_and_closed);
	tcase_add_test(tcase, a_drawer_is_counted_by_the_piece);
	tcase_add_test(tcase, a_difference_wants_a_reason);
	tcase_add_test(tcase, the_day_is_closed_and_training_cannot_be_overlooked);
	tcase_add_test(tcase, a_shift_is_opened_with_its_float);
	tcase_add_test(tcase, the_first_start_sets_up_a_shop);
	tcase_add_test(tcase, a_larger_window_shows_more_and_a_smaller_one_still_works);
	tcase_add_test(tcase, few_colours_and_none_show_the_same_text);
	suite_add_tcase(suite, tcase);
	shop_prepare();
	status = run_suite(suite);
	shop_forget();
	return status;
}
