#include <config.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "ledger/people.h"
#include "shop_fixture.h"
#include "suite.h"

#define ADA 2

static int
add(const char *name, const char *group, const char *hash)
{
	struct entry entry = shop_entry();
	int number = 0;
	shop_ok(staff_add(shop, name, group, hash, 19800101, &entry, &number, &shop_err));
	return number;
}

static enum outcome
change(int number, enum staff_change what, const char *value)
{
	struct entry entry = shop_entry();
	return staff_change_row(shop, number, what, value, &entry, &shop_err);
}

static void
begin(void)
{
	shop_begin();
	ck_assert_int_eq(add("Ada", "cashier", "x"), ADA);
}

/* ---- groups ---- */

START_TEST(every_group_says_every_right)
{
	struct group groups[GROUPS_MAX];
	size_t count = 0;
	shop_ok(staff_groups(groups, &count, &shop_settings, &shop_err));
	ck_assert_uint_eq(count, 3);
	ck_assert_str_eq(groups[0].name, "cashier");
	ck_assert_str_eq(groups[1].name, "supervisor");
	ck_assert_str_eq(groups[2].name, "manager");
	for (int right = 0; right < RIGHT_COUNT; right++) {
		ck_assert_str_ne(right_name(right), "");
		ck_assert_str_ne(right_label(right), "");
		/* who stands higher may no less */
		for (int i = 0; i < 2; i++)
			ck_assert_msg(!groups[i].rights[right].allowed ||
			                      groups[i + 1].rights[right].allowed,
			              "%s", right_name(right));
		ck_assert_msg(groups[2].rights[right].allowed, "%s", right_name(right));
	}
	ck_assert(groups[0].rights[RIGHT_SELL].allowed);
	ck_assert(!groups[0].rights[RIGHT_STAFF].allowed);
	ck_assert_int_eq(groups[0].rights[RIGHT_DISCOUNT].percent_ppm, 100000);
	ck_assert_int_eq(groups[0].rights[RIGHT_DISCOUNT].amount.minor, 2000);
	ck_assert_int_eq(groups[0].rights[RIGHT_VOID].count, 5);
	ck_assert_int_eq(groups[2].rights[RIGHT_DISCOUNT].percent_ppm, 0);
}
END_TEST

START_TEST(limits_follow_the_money_of_the_country)
{
	struct group groups[GROUPS_MAX];
	struct settings yen = shop_settings;
	size_t count = 0;
	yen.currency = (struct currency){ .code = "JPY", .exponent = 0 };
	yen.limit_scale = 150;
	shop_ok(staff_groups(groups, &count, &yen, &shop_err));
	ck_assert_int_eq(groups[0].rights[RIGHT_DISCOUNT].amount.minor, 3000);
}
END_TEST

START_TEST(a_person_has_the_rights_of_the_group)
{
	struct person person;
	shop_ok(staff_person(shop, &shop_settings, ADA, &person, &shop_err));
	ck_assert_str_eq(person.name, "Ada");
	ck_assert_str_eq(person.group, "cashier");
	ck_assert_int_eq(person.born, 19800101);
	ck_assert(!person.rights[RIGHT_NO_SALE].allowed);
	shop_ok(change(ADA, STAFF_GROUP, "supervisor"));
	shop_ok(staff_person(shop, &shop_settings, ADA, &person, &shop_err));
	ck_assert(person.rights[RIGHT_NO_SALE].allowed);
	shop_refused(staff_person(shop, &shop_settings, 77, &person, &shop_err), RC_NOT_FOUND,
	             "77");
	shop_refused(change(ADA, STAFF_GROUP, "wizard"), RC_REFUSED, "wizard");
}
END_TEST

/* ---- people ---- */

START_TEST(each_change_is_an_entry_without_a_name)
{
	struct person person;
	shop_ok(change(ADA, STAFF_LEFT, NULL));
	struct entry entry = shop_last(ENTRY_STAFF);
	ck_assert_int_eq(entry.is.staff.number, ADA);
	ck_assert_int_eq(entry.is.staff.change, STAFF_LEFT);
	char *text;
	size_t length;
	struct hash hash;
	struct signature signature;
	shop_ok(journal_stored(shop, 1, entry.seq, &text, &length, &hash, &signature, &shop_err));
	ck_assert_ptr_null(strstr(text, "Ada"));
	free(text);
	entry_done(&entry);
	ck_assert_int_eq(staff_person(shop, &shop_settings, ADA, &person, &shop_err), RC_NOT_FOUND);
	/* numbers are never given twice */
	ck_assert_int_eq(add("Bob", "cashier", ""), ADA + 1);
}
END_TEST

START_TEST(somebody_must_stay_who_may_change_staff)
{
	shop_refused(change(1, STAFF_LEFT, NULL), RC_REFUSED, "last one");
	shop_refused(change(1, STAFF_GROUP, "cashier"), RC_REFUSED, "last one");
	shop_ok(change(ADA, STAFF_GROUP, "manager"));
	shop_ok(change(1, STAFF_LEFT, NULL));
	shop_refused(change(ADA, STAFF_LEFT, NULL), RC_REFUSED, "last one");
}
END_TEST

START_TEST(names_are_cleaned_and_needed)
{
	struct staff_row row;
	struct entry entry = shop_entry();
	int number = 0;
	ck_assert_int_eq(staff_add(shop, " \t ", "cashier", "", 0, &entry, &number, &shop_err),
	                 RC_REFUSED);
	number = add(" Eve\x1b[31m  O'Hara ", "cashier", "");
	shop_ok(staff_get(shop, number, &row, &shop_err));
	ck_assert_str_eq(row.name, "Eve[31m O'Hara");
	entry = shop_entry();
	shop_refused(staff_add(shop, "Max 4111111111111111", "cashier", "", 0, &entry, &number,
	                       &shop_err),
	             RC_REFUSED, "card number");
	shop_refused(staff_add(shop, "Max", "king", "", 0, &entry, &number, &shop_err), RC_REFUSED,
	             "king");
}
END_TEST

/* ---- wrong PINs ---- */

static struct when
at(int64_t seconds)
{
	return (struct when){ .utc_ms = INT64_C(1800000000000) + 1000 * seconds };
}

static void
wrong(int number, int times, int64_t seconds)
{
	for (int i = 0; i < times; i++)
		shop_ok(staff_tried(shop, number, false, at(seconds), NULL, &shop_err));
}

START_TEST(five_wrong_pins_lock_a_number_for_half_a_minute_then_longer)
{
	static const struct {
		int wrong;
		int64_t seconds;
	} locks[] = { { 5, 30 }, { 6, 60 }, { 7, 120 }, { 8, 240 }, { 9, 480 } };
	wrong(ADA, 4, 0);
	shop_ok(staff_may_try(shop, ADA, at(0), &shop_err));
	for (size_t i = 0; i < sizeof(locks) / sizeof(*locks); i++) {
		wrong(ADA, 1, 0);
		shop_refused(staff_may_try(shop, ADA, at(0), &shop_err), RC_REFUSED,
		             "this number is locked");
		ck_assert_int_eq(staff_may_try(shop, ADA, at(locks[i].seconds - 1), NULL),
		                 RC_REFUSED);
		shop_ok(staff_may_try(shop, ADA, at(locks[i].seconds), &shop_err));
	}
	/* others go on */
	shop_ok(staff_may_try(shop, 1, at(0), &shop_err));
}
END_TEST

START_TEST(no_lock_is_longer_than_half_an_hour)
{
	wrong(ADA, 40, 0);
	ck_assert_int_eq(staff_may_try(shop, ADA, at(1799), NULL), RC_REFUSED);
	shop_ok(staff_may_try(shop, ADA, at(1800), &shop_err));
	/* nor when the clock is put back meanwhile */
	ck_assert_int_eq(staff_may_try(shop, ADA, at(-86400), NULL), RC_REFUSED);
	shop_ok(staff_may_try(shop, ADA, at(-86400 + 1800), &shop_err));
}
END_TEST

START_TEST(the_hint_says_how_long)
{
	wrong(ADA, 5, 0);
	staff_may_try(shop, ADA, at(0), &shop_err);
	ck_assert_str_eq(shop_err.hint, "try again in 30 seconds");
	staff_may_try(shop, ADA, at(29), &shop_err);
	ck_assert_str_eq(shop_err.hint, "try again in 1 second");
	wrong(ADA, 4, 0);
	staff_may_try(shop, ADA, at(0), &shop_err);
	ck_assert_str_eq(shop_err.hint, "try again in 8 minutes");
}
END_TEST

START_TEST(ten_wrong_pins_of_any_numbers_lock_the_till)
{
	for (int number = 100; number < 110; number++) {
		shop_ok(staff_may_try(shop, 1, at(0), &shop_err));
		wrong(number, 1, 0);
	}
	shop_refused(staff_may_try(shop, 1, at(0), &shop_err), RC_REFUSED, "the till is locked");
	shop_ok(staff_may_try(shop, 1, at(30), &shop_err));
}
END_TEST

START_TEST(a_right_pin_clears_the_count)
{
	int tries = -1;
	wrong(ADA, 4, 0);
	shop_ok(staff_tried(shop, ADA, true, at(0), &tries, &shop_err));
	ck_assert_int_eq(tries, 0);
	shop_ok(staff_tried(shop, ADA, false, at(0), &tries, &shop_err));
	ck_assert_int_eq(tries, 1);
	wrong(ADA, 3, 0);
	shop_ok(staff_may_try(shop, ADA, at(0), &shop_err));
}
END_TEST

START_TEST(a_number_nobody_has_is_locked_with_the_same_words)
{
	char msg[sizeof(shop_err.msg)], hint[sizeof(shop_err.hint)];
	wrong(ADA, 5, 0);
	shop_ok(staff_tried(shop, 1, true, at(0), NULL, &shop_err));
	ck_assert_int_eq(staff_may_try(shop, ADA, at(0), &shop_err), RC_REFUSED);
	memcpy(msg, shop_err.msg, sizeof(msg));
	memcpy(hint, shop_err.hint, sizeof(hint));
	wrong(4711, 5, 0);
	ck_assert_int_eq(staff_may_try(shop, 4711, at(0), &shop_err), RC_REFUSED);
	ck_assert_str_eq(shop_err.msg, msg);
	ck_assert_str_eq(shop_err.hint, hint);
}
END_TEST

START_TEST(a_manager_can_free_a_number_and_a_new_pin_frees_it_too)
{
	wrong(ADA, 7, 0);
	shop_ok(change(ADA, STAFF_FREED, NULL));
	shop_ok(staff_may_try(shop, ADA, at(0), &shop_err));
	shop_ok(staff_tried(shop, 1, true, at(0), NULL, &shop_err));
	wrong(ADA, 7, 0);
	shop_ok(change(ADA, STAFF_PIN, "new hash"));
	shop_ok(staff_may_try(shop, ADA, at(0), &shop_err));
}
END_TEST

/* Tries and is killed before it can do anything else. */
static void
try_and_die(int number)
{
	ledger_close(&shop);
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		if (ledger_open(&shop, shop_folder, LEDGER_WRITE, NULL) ||
		    staff_tried(shop, number, false, at(0), NULL, NULL))
			_exit(1);
		kill(getpid(), SIGKILL);
	}
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	shop_ok(ledger_open(&shop, shop_folder, LEDGER_WRITE_FAST, &shop_err));
}

START_TEST(the_lock_survives_kill_9)
{
	for (int i = 0; i < TRIES_OF_NUMBER; i++) {
		shop_ok(staff_may_try(shop, ADA, at(0), &shop_err));
		try_and_die(ADA);
	}
	shop_refused(staff_may_try(shop, ADA, at(0), &shop_err), RC_REFUSED, "locked");
}
END_TEST

/* ---- PINs ---- */

START_TEST(pins_have_digits_and_a_length)
{
	shop_ok(staff_pin_check_form("1234", "cashier", &shop_err));
	shop_refused(staff_pin_check_form("123", "cashier", &shop_err), RC_REFUSED,
	             "at least 4 digits");
	shop_refused(staff_pin_check_form("12345", "manager", &shop_err), RC_REFUSED,
	             "at least 6 digits");
	shop_refused(staff_pin_check_form("12345", "supervisor", &shop_err), RC_REFUSED,
	             "at least 6");
	shop_ok(staff_pin_check_form("123456", "manager", &shop_err));
	shop_refused(staff_pin_check_form("12a4", "cashier", &shop_err), RC_REFUSED, "digits only");
	shop_refused(staff_pin_check_form("", "cashier", &shop_err), RC_REFUSED, "at least");
	shop_refused(
	        staff_pin_check_form("123456789012345678901234567890123", "cashier", &shop_err),
	        RC_REFUSED, "at most 32");
}
END_TEST

static bool
ask(const char *hash, const char *pin, int number, char made[static PIN_HASH_MAX])
{
	bool matches = false;
	char *request = staff_pin_request(hash, pin, number, ledger_pepper(shop));
	char *answer = staff_pin_work(request);
	ck_assert(staff_pin_answer(answer, strlen(answer), &matches, made));
	free(request);
	free(answer);
	return matches;
}

START_TEST(the_helper_hashes_and_checks)
{
	char hash[PIN_HASH_MAX], unused[PIN_HASH_MAX];
	ck_assert(!ask(NULL, "2718", ADA, hash));
	ck_assert_str_ne(hash, "");
	ck_assert(ask(hash, "2718", ADA, unused));
	ck_assert_str_eq(unused, "");
	ck_assert(!ask(hash, "2719", ADA, unused));
	ck_assert(!ask(hash, "2718", 1, unused));
	ck_assert(!ask("", "2718", ADA, unused));
	ck_assert(!ask("rubbish", "2718", ADA, unused));
}
END_TEST

START_TEST(the_helper_answers_rubbish_with_rubbish)
{
	static const char *const requests[] = { "",
		                                "\n",
		                                "check\n1\n",
		                                "check\n1\nzz\nx\n1\n",
		                                "hash\n1\nx\ny\nz\nq\nr\n",
		                                "open sesame" };
	bool matches = true;
	char hash[PIN_HASH_MAX];
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		char *answer = staff_pin_work(requests[i]);
		ck_assert(!staff_pin_answer(answer, strlen(answer), &matches, hash));
		ck_assert(!matches);
		free(answer);
	}
	ck_assert(!staff_pin_answer("yes", 3, &matches, hash));
	ck_assert(!staff_pin_answer("", 0, &matches, hash));
	ck_assert(!matches);
}
END_TEST

static Suite *
staff_suite(void)
{
	Suite *suite = suite_create("staff");
	TCase *tcase = tcase_create("people");
	tcase_add_checked_fixture(tcase, begin, shop_end);
	tcase_add_test(tcase, every_group_says_every_right);
	tcase_add_test(tcase, limits_follow_the_money_of_the_country);
	tcase_add_test(tcase, a_person_has_the_rights_of_the_group);
	tcase_add_test(tcase, each_change_is_an_entry_without_a_name);
	tcase_add_test(tcase, somebody_must_stay_who_may_change_staff);
	tcase_add_test(tcase, names_are_cleaned_and_needed);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("lock-out");
	tcase_add_checked_fixture(tcase, begin, shop_end);
	tcase_add_test(tcase, five_wrong_pins_lock_a_number_for_half_a_minute_then_longer);
	tcase_add_test(tcase, no_lock_is_longer_than_half_an_hour);
	tcase_add_test(tcase, the_hint_says_how_long);
	tcase_add_test(tcase, ten_wrong_pins_of_any_numbers_lock_the_till);
	tcase_add_test(tcase, a_right_pin_clears_the_count);
	tcase_add_test(tcase, a_number_nobody_has_is_locked_with_the_same_words);
	tcase_add_test(tcase, a_manager_can_free_a_number_and_a_new_pin_frees_it_too);
	tcase_add_test(tcase, the_lock_survives_kill_9);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("PINs");
	tcase_add_checked_fixture(tcase, begin, shop_end);
	tcase_add_test(tcase, pins_have_digits_and_a_length);
	tcase_add_test(tcase, the_helper_hashes_and_checks);
	tcase_add_test(tcase, the_helper_answers_rubbish_with_rubbish);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return run_suite(staff_suite());
}
