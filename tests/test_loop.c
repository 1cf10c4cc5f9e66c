#include <config.h>

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/loop.h"
#include "base/when.h"
#include "tests/suite.h"

/* One test's world: a loop, a pipe, and a text in which the callbacks leave their letters. */
static struct loop *loop;
static int ends[2];
static char seen[64];
static int timer_id;

static void
note(char letter)
{
	size_t length = strlen(seen);

	ck_assert_uint_lt(length, sizeof(seen) - 1);
	seen[length] = letter;
}

static void
set_up(void)
{
	loop = loop_new();
	ck_assert_int_eq(pipe(ends), 0);
	memset(seen, 0, sizeof(seen));
}

static void
tear_down(void)
{
	close(ends[0]);
	close(ends[1]);
	loop_free(&loop);
}

static void
write_byte(char byte)
{
	ck_assert_int_eq(write(ends[1], &byte, 1), 1);
}

static void
read_byte(void *context, int fd, short revents)
{
	char byte;

	ck_assert_int_eq(revents & POLLIN, POLLIN);
	ck_assert_int_eq(read(fd, &byte, 1), 1);
	note(byte);
	if (context)
		loop_stop(context);
}

static void
note_letter(void *context)
{
	note(*(const char *)context);
}

static void
note_and_stop(void *context)
{
	note_letter(context);
	loop_stop(loop);
}

START_TEST(a_watched_descriptor_is_told_of_each_byte)
{
	loop_watch(loop, ends[0], POLLIN, read_byte, NULL);
	write_byte('a');
	write_byte('b');
	ck_assert(loop_turn(loop, -1));
	ck_assert(loop_turn(loop, -1));
	ck_assert(loop_turn(loop, 0));
	ck_assert_str_eq(seen, "ab");
}
END_TEST

START_TEST(an_unwatched_descriptor_is_left_alone)
{
	loop_watch(loop, ends[0], POLLIN, read_byte, NULL);
	write_byte('a');
	loop_unwatch(loop, ends[0]);
	ck_assert(loop_turn(loop, 0));
	ck_assert_str_eq(seen, "");
}
END_TEST

static void
unwatch_itself(void *context, int fd, short revents)
{
	read_byte(NULL, fd, revents);
	loop_unwatch(context, fd);
	loop_watch(context, fd, POLLIN, read_byte, NULL);
}

START_TEST(a_callback_may_replace_its_own_watch)
{
	loop_watch(loop, ends[0], POLLIN, unwatch_itself, loop);
	write_byte('a');
	write_byte('b');
	loop_turn(loop, -1);
	ck_assert_str_eq(seen, "a");
	loop_turn(loop, -1);
	ck_assert_str_eq(seen, "ab");
}
END_TEST

START_TEST(timers_go_off_in_the_order_of_their_time)
{
	loop_timer(loop, 6, 0, note_and_stop, "c");
	loop_timer(loop, 0, 0, note_letter, "a");
	loop_timer(loop, 3, 0, note_letter, "b");
	loop_run(loop);
	ck_assert_str_eq(seen, "abc");
}
END_TEST

static void
remove_after_three(void *context)
{
	note_letter(context);
	if (strlen(seen) == 3) {
		loop_timer_remove(loop, timer_id);
		loop_timer(loop, 5, 0, note_and_stop, ".");
	}
}

START_TEST(a_repeated_timer_repeats_until_it_is_removed)
{
	timer_id = loop_timer(loop, 0, 1, remove_after_three, "r");
	ck_assert_int_gt(timer_id, 0);
	loop_run(loop);
	ck_assert_str_eq(seen, "rrr.");
}
END_TEST

START_TEST(a_removed_timer_never_goes_off)
{
	int id = loop_timer(loop, 0, 0, note_letter, "x");

	loop_timer(loop, 2, 0, note_and_stop, ".");
	loop_timer_remove(loop, id);
	loop_run(loop);
	ck_assert_str_eq(seen, ".");
}
END_TEST

static bool
three_slices(void *context)
{
	note_letter(context);
	return strlen(seen) < 3;
}

START_TEST(idle_work_goes_on_in_slices_until_it_is_done)
{
	loop_idle(loop, three_slices, "i");
	for (int turn = 0; turn < 10; turn++)
		loop_turn(loop, 0);
	ck_assert_str_eq(seen, "iii");
}
END_TEST

START_TEST(idle_work_waits_for_what_is_ready)
{
	loop_idle(loop, three_slices, "i");
	loop_watch(loop, ends[0], POLLIN, read_byte, NULL);
	write_byte('k');
	loop_turn(loop, -1);
	ck_assert_str_eq(seen, "k");
	loop_turn(loop, -1); /* does not wait for a key while work is left */
	ck_assert_str_eq(seen, "ki");
}
END_TEST

/* However often it looks, somebody at work is not kept waiting by a slice. */
START_TEST(idle_work_waits_for_a_moment_without_keys)
{
	loop_watch(loop, ends[0], POLLIN, read_byte, NULL);
	write_byte('k');
	loop_turn(loop, -1);
	loop_idle(loop, three_slices, "i");
	loop_turn(loop, 0);
	ck_assert_str_eq(seen, "k");
	loop_turn(loop, -1);
	loop_turn(loop, 0);
	ck_assert_str_eq(seen, "kii");
}
END_TEST

static bool
two_slices_each(void *context)
{
	int *left = context;

	note((char)('0' + *left));
	return --*left > 0;
}

START_TEST(idle_jobs_take_turns)
{
	int first = 2, second = 9;

	loop_idle(loop, two_slices_each, &first);
	loop_idle(loop, two_slices_each, &second);
	for (int turn = 0; turn < 5; turn++)
		loop_turn(loop, 0);
	ck_assert_str_eq(seen, "29187");
}
END_TEST

START_TEST(a_removed_idle_job_does_nothing_more)
{
	int first = 9, second = 9;

	loop_idle(loop, two_slices_each, &first);
	loop_idle(loop, two_slices_each, &second);
	loop_turn(loop, 0);
	loop_idle_remove(loop, two_slices_each, &first);
	loop_turn(loop, 0);
	loop_turn(loop, 0);
	loop_turn(loop, 0);
	ck_assert_int_eq(first, 8);
	ck_assert_int_le(second, 7);
}
END_TEST

static void
note_signal(void *context, int signal_number)
{
	ck_assert_int_eq(signal_number, SIGUSR1);
	note_letter(context);
}

START_TEST(a_signal_comes_through_the_loop_and_not_before)
{
	sigset_t mask;

	loop_signal(loop, SIGUSR1, note_signal, "s");
	raise(SIGUSR1);
	ck_assert_str_eq(seen, "");
	loop_turn(loop, -1);
	ck_assert_str_eq(seen, "s");
	loop_free(&loop);
	sigprocmask(SIG_SETMASK, NULL, &mask);
	ck_assert_int_eq(sigismember(&mask, SIGUSR1), 0);
}
END_TEST

START_TEST(a_stopped_loop_says_so)
{
	loop_watch(loop, ends[0], POLLIN, read_byte, loop);
	write_byte('q');
	ck_assert(!loop_turn(loop, -1));
	write_byte('r');
	loop_run(loop);
	ck_assert_str_eq(seen, "qr");
}
END_TEST

static void
watch_many(void *context)
{
	(void)context;
	for (int i = 0; i < 20; i++) {
		int copy = dup(ends[0]);

		ck_assert_int_ge(copy, 0);
		loop_watch(loop, copy, POLLIN, read_byte, NULL);
		loop_unwatch(loop, copy);
		close(copy);
		loop_timer_remove(loop, loop_timer(loop, 0, 0, note_letter, "x"));
	}
	note('m');
}

START_TEST(a_callback_may_make_the_lists_grow)
{
	loop_timer(loop, 0, 0, watch_many, NULL);
	loop_timer(loop, 0, 0, note_letter, "n");
	loop_turn(loop, -1);
	loop_turn(loop, 0);
	ck_assert_str_eq(seen, "mn");
}
END_TEST

static void
be_busy(void *context)
{
	int64_t until_ms = when_monotonic_ms() + 5;

	(void)context;
	while (when_monotonic_ms() < until_ms)
		;
	note('b');
}

START_TEST(the_waiting_clock_stands_while_we_are_busy)
{
	int64_t before_ms, began_ms = when_monotonic_ms();

	loop_timer(loop, 0, 0, be_busy, NULL);
	before_ms = loop_waited_ms(loop);
	loop_turn(loop, -1);
	ck_assert_str_eq(seen, "b");
	/* what passed and was not waited for is at least what we were busy */
	ck_assert_int_ge(when_monotonic_ms() - began_ms - (loop_waited_ms(loop) - before_ms), 5 - 1);
	before_ms = loop_waited_ms(loop);
	loop_turn(loop, 5);
	ck_assert_int_ge(loop_waited_ms(loop) - before_ms, 5 - 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("loop");
	TCase *tcase = tcase_create("loop");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, a_watched_descriptor_is_told_of_each_byte);
	tcase_add_test(tcase, an_unwatched_descriptor_is_left_alone);
	tcase_add_test(tcase, a_callback_may_replace_its_own_watch);
	tcase_add_test(tcase, timers_go_off_in_the_order_of_their_time);
	tcase_add_test(tcase, a_repeated_timer_repeats_until_it_is_removed);
	tcase_add_test(tcase, a_removed_timer_never_goes_off);
	tcase_add_test(tcase, idle_work_goes_on_in_slices_until_it_is_done);
	tcase_add_test(tcase, idle_work_waits_for_what_is_ready);
	tcase_add_test(tcase, idle_work_waits_for_a_moment_without_keys);
	tcase_add_test(tcase, idle_jobs_take_turns);
	tcase_add_test(tcase, a_removed_idle_job_does_nothing_more);
	tcase_add_test(tcase, a_signal_comes_through_the_loop_and_not_before);
	tcase_add_test(tcase, a_stopped_loop_says_so);
	tcase_add_test(tcase, a_callback_may_make_the_lists_grow);
	tcase_add_test(tcase, the_waiting_clock_stands_while_we_are_busy);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
