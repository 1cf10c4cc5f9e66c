/*
 * This program is its own worker: started as "ringup helper KIND" it does what KIND says.
 */
#include <config.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/helper.h"
#include "base/worker.h"
#include "tests/suite.h"

/* ---- as a worker ---- */

/* Gives each message back until it is told to end, or its owner is gone. */
static int
echo(void)
{
	struct buf message = { 0 };
	int status = 0;

	while (!worker_receive(&message, NULL)) {
		if (strcmp(message.text, "crash") == 0)
			raise(SIGSEGV);
		if (strcmp(message.text, "fail") == 0)
			status = 1;
		if (status || strcmp(message.text, "end") == 0)
			break;
		if (worker_say(message.text, message.length, NULL))
			break;
	}
	buf_done(&message);
	return status;
}

/* Says more than a socket holds, and ends at once. */
static int
chatter(void)
{
	for (int i = 0; i < 2000; i++) {
		char text[32];

		snprintf(text, sizeof text, "line %d", i);
		if (worker_say(text, strlen(text), NULL))
			return 5;
	}
	return 0;
}

static int
be_worker(const char *kind)
{
	helper_begin();
	if (strcmp(kind, "deaf") == 0) {
		for (;;)
			pause();
	}
	return strcmp(kind, "chatter") == 0 ? chatter() : echo();
}

/* ---- as the owner ---- */

static struct loop *loop;
static struct worker *worker;
static int messages, wanted, ends;
static enum outcome outcome;
static char last[WORKER_BYTES_MAX + 1];
static size_t last_length;
static bool stops;

static void
take(void *context, const char *bytes, size_t length)
{
	(void)context;
	memcpy(last, bytes, length + 1);
	last_length = length;
	if (++messages == wanted)
		loop_stop(loop);
	if (stops)
		worker_stop(&worker);
}

static void
end(void *context, enum outcome how)
{
	(void)context;
	outcome = how;
	worker = NULL;
	ends++;
	loop_stop(loop);
}

static const struct worker_events events = { take, end, NULL };

static void
start(const char *kind, int messages_wanted)
{
	wanted = messages_wanted;
	ck_assert_int_eq(worker_start(&worker, loop, kind, &events, NULL), RC_OK);
}

static void
tell(const char *text)
{
	ck_assert_int_eq(worker_send(worker, text, strlen(text), NULL), RC_OK);
}

static void
set_up(void)
{
	loop = loop_new();
	messages = ends = 0;
	stops = false;
	last[0] = '\0';
}

static void
tear_down(void)
{
	worker_stop(&worker);
	loop_free(&loop);
}

START_TEST(messages_go_both_ways_and_keep_their_bounds)
{
	start("echo", 3);
	tell("one");
	tell("two");
	tell("three");
	loop_run(loop);
	ck_assert_int_eq(messages, 3);
	ck_assert_str_eq(last, "three");
	ck_assert_ptr_nonnull(worker);
}
END_TEST

START_TEST(a_message_may_hold_any_bytes_up_to_the_limit)
{
	static char big[WORKER_BYTES_MAX];

	for (size_t i = 0; i < sizeof big; i++)
		big[i] = (char)(i % 256);
	start("echo", 1);
	ck_assert_int_eq(worker_send(worker, big, sizeof big, NULL), RC_OK);
	loop_run(loop);
	ck_assert_uint_eq(last_length, sizeof big);
	ck_assert_int_eq(memcmp(last, big, sizeof big), 0);
}
END_TEST

START_TEST(a_worker_that_ends_is_told_once)
{
	start("echo", 0);
	tell("end");
	loop_run(loop);
	ck_assert_int_eq(outcome, RC_OK);
	ck_assert_int_eq(ends, 1);
}
END_TEST

START_TEST(a_worker_that_fails_or_crashes_is_trouble)
{
	start("echo", 0);
	tell("fail");
	loop_run(loop);
	ck_assert_int_eq(outcome, RC_SYSTEM);
	start("echo", 0);
	tell("crash");
	loop_run(loop);
	ck_assert_int_eq(outcome, RC_SYSTEM);
	ck_assert_int_eq(ends, 2);
}
END_TEST

START_TEST(what_it_said_last_comes_before_its_end)
{
	start("chatter", 0);
	loop_run(loop);
	ck_assert_int_eq(outcome, RC_OK);
	ck_assert_int_eq(messages, 2000);
	ck_assert_str_eq(last, "line 1999");
}
END_TEST

START_TEST(a_worker_may_be_stopped_by_its_own_message)
{
	stops = true;
	start("echo", 1);
	tell("one");
	tell("two");
	loop_run(loop);
	ck_assert_int_eq(messages, 1);
	ck_assert_ptr_null(worker);
	ck_assert_int_eq(ends, 0);
}
END_TEST

START_TEST(nobody_waits_for_a_worker_that_takes_nothing)
{
	struct err err;
	static const char big[4096] = "x";
	int sent = 0;

	start("deaf", 0);
	while (worker_send(worker, big, sizeof big, &err) == RC_OK) {
		loop_turn(loop, 0);
		sent++;
	}
	ck_assert_int_ge(sent, WORKER_WAITING_MAX);
	ck_assert_str_eq(err.msg, "the device does not keep up");
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *suite;
	TCase *tcase;

	if (argc == 3 && strcmp(argv[1], "helper") == 0)
		return be_worker(argv[2]);
	suite = suite_create("worker");
	tcase = tcase_create("worker");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, messages_go_both_ways_and_keep_their_bounds);
	tcase_add_test(tcase, a_message_may_hold_any_bytes_up_to_the_limit);
	tcase_add_test(tcase, a_worker_that_ends_is_told_once);
	tcase_add_test(tcase, a_worker_that_fails_or_crashes_is_trouble);
	tcase_add_test(tcase, what_it_said_last_comes_before_its_end);
	tcase_add_test(tcase, a_worker_may_be_stopped_by_its_own_message);
	tcase_add_test(tcase, nobody_waits_for_a_worker_that_takes_nothing);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
