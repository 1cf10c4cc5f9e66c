/*
 * This program is its own helper: started as "ringup helper KIND" it does what KIND says.
 */
#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/helper.h"
#include "tests/suite.h"

#define SOON_MS 30000 /* a deadline that is not meant to pass */

/* ---- as a helper ---- */

static int
answer_text(const char *text)
{
	return helper_write_answer(text, strlen(text), NULL) ? 5 : 0;
}

/* The descriptors this process has, but the one that reads the folder. */
static int
list_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	struct dirent *entry;
	int highest = 0, count = 0;
	char text[64];

	while ((entry = readdir(dir))) {
		int fd = atoi(entry->d_name);

		if (entry->d_name[0] == '.' || fd == dirfd(dir))
			continue;
		count++;
		highest = fd > highest ? fd : highest;
	}
	closedir(dir);
	snprintf(text, sizeof(text), "%d descriptors, highest %d", count, highest);
	return answer_text(text);
}

static int
tell_signals(void)
{
	sigset_t mask;

	sigprocmask(SIG_SETMASK, NULL, &mask);
	return answer_text(sigismember(&mask, SIGTERM) ? "blocked" : "free");
}

/* Owns a helper that waits for ever, tells its number, and dies: the helper must die with it. */
static int
leave_orphan(void)
{
	struct loop *loop = loop_new();
	struct helper *helper;
	char number[32];
	FILE *file;

	if (helper_start(&helper, loop, "wait", "", 0, SOON_MS, NULL, NULL, NULL))
		return 5;
	file = fopen("/proc/thread-self/children", "re");
	if (!file || !fgets(number, sizeof(number), file))
		return 5;
	answer_text(number);
	kill(getpid(), SIGKILL);
	return 0;
}

/* What answers depend on the request. */
static int
answer_request(const char *kind)
{
	char *request, number[32];
	size_t length;
	int status;

	if (helper_read_request(&request, &length, NULL))
		return 5;
	snprintf(number, sizeof(number), "%zu bytes", length);
	if (strcmp(kind, "count") == 0)
		status = answer_text(number);
	else
		status = helper_write_answer(request, length, NULL) ? 5 : 0;
	free(request);
	return strcmp(kind, "refuse") == 0 ? 1 : status;
}

static int
be_helper(const char *kind)
{
	helper_begin();
	if (strcmp(kind, "crash") == 0)
		raise(SIGSEGV);
	if (strcmp(kind, "wait") == 0)
		for (;;)
			pause();
	if (strcmp(kind, "descriptors") == 0)
		return list_descriptors();
	if (strcmp(kind, "signals") == 0)
		return tell_signals();
	if (strcmp(kind, "orphan") == 0)
		return leave_orphan();
	return answer_request(kind);
}

/* ---- as the owner ---- */

static struct loop *loop;
static struct helper *helper;
static enum outcome outcome;
static struct buf answer;

static void
take(void *context, enum outcome how, const char *text, size_t length)
{
	(void)context;
	outcome = how;
	buf_clear(&answer);
	buf_add_bytes(&answer, text, length);
	helper = NULL;
	loop_stop(loop);
}

static void
set_up(void)
{
	loop = loop_new();
}

static void
tear_down(void)
{
	helper_stop(&helper);
	loop_free(&loop);
	buf_done(&answer);
}

static void
ask(const char *kind, const char *request, int64_t deadline_ms)
{
	ck_assert_int_eq(helper_start(&helper, loop, kind, request, strlen(request), deadline_ms,
	                              take, NULL, NULL),
	                 RC_OK);
	loop_run(loop);
}

START_TEST(a_helper_answers_what_it_is_asked)
{
	ask("echo", "good morning", SOON_MS);
	ck_assert_int_eq(outcome, RC_OK);
	ck_assert_str_eq(answer.text, "good morning");
}
END_TEST

START_TEST(an_empty_request_is_a_request)
{
	ask("count", "", SOON_MS);
	ck_assert_int_eq(outcome, RC_OK);
	ck_assert_str_eq(answer.text, "0 bytes");
}
END_TEST

START_TEST(a_request_larger_than_any_pipe_goes_both_ways)
{
	size_t length = 3 * 1024 * 1024;
	char *request = alloc_zero(length + 1, 1);

	for (size_t i = 0; i < length; i++)
		request[i] = (char)('a' + i % 26);
	ask("echo", request, SOON_MS);
	ck_assert_int_eq(outcome, RC_OK);
	ck_assert_uint_eq(answer.length, length);
	ck_assert_int_eq(memcmp(answer.text, request, length), 0);
	free(request);
}
END_TEST

START_TEST(a_helper_that_crashes_gives_an_outcome)
{
	ask("crash", "", SOON_MS);
	ck_assert_int_eq(outcome, RC_SYSTEM);
}
END_TEST

START_TEST(a_helper_that_fails_may_still_say_why)
{
	ask("refuse", "no paper", SOON_MS);
	ck_assert_int_eq(outcome, RC_SYSTEM);
	ck_assert_str_eq(answer.text, "no paper");
}
END_TEST

START_TEST(a_helper_past_its_deadline_is_killed)
{
	ask("wait", "", 1);
	ck_assert_int_eq(outcome, RC_OFFLINE);
	siginfo_t info; /* looked at only: the loop reaps it, once it is gone */
	while (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0)
		loop_turn(loop, 10);
	ck_assert_int_eq(errno, ECHILD);
}
END_TEST

static void
stop_waiting(void *context)
{
	helper_stop(context);
	loop_stop(loop);
}

START_TEST(a_stopped_helper_says_nothing)
{
	outcome = RC_BUSY;
	ck_assert_int_eq(helper_start(&helper, loop, "wait", "", 0, SOON_MS, take, NULL, NULL),
	                 RC_OK);
	loop_timer(loop, 0, 0, stop_waiting, &helper);
	loop_run(loop);
	ck_assert_int_eq(outcome, RC_BUSY);
	ck_assert_ptr_null(helper);
}
END_TEST

START_TEST(a_helper_has_none_of_our_descriptors)
{
	int inherited = open("/dev/null", O_RDONLY); /* not close-on-exec */

	ck_assert_int_ge(inherited, 0);
	ask("descriptors", "", SOON_MS);
	close(inherited);
	ck_assert_str_eq(answer.text, "3 descriptors, highest 2");
}
END_TEST

static void
ignore_signal(void *context, int number)
{
	(void)context;
	(void)number;
}

START_TEST(a_helper_does_not_inherit_blocked_signals)
{
	loop_signal(loop, SIGTERM, ignore_signal, NULL);
	ask("signals", "", SOON_MS);
	ck_assert_str_eq(answer.text, "free");
}
END_TEST

START_TEST(a_helper_dies_with_its_owner)
{
	pid_t orphan;

	ask("orphan", "", SOON_MS);
	ck_assert_int_eq(outcome, RC_SYSTEM); /* the owner killed itself */
	orphan = (pid_t)atol(answer.text);
	ck_assert_int_gt(orphan, 1);
	while (kill(orphan, 0) == 0) { /* init reaps it when it can */
		char state = 0, path[64];
		FILE *file;

		snprintf(path, sizeof(path), "/proc/%d/stat", (int)orphan);
		file = fopen(path, "re");
		if (!file || fscanf(file, "%*d %*s %c", &state) != 1 || state == 'Z')
			break;
		fclose(file);
	}
}
END_TEST

START_TEST(a_program_that_is_not_there_is_said_at_once)
{
	struct err err;

	helper_set_program("/nonexistent/ringup");
	ck_assert_int_eq(helper_start(&helper, loop, "echo", "", 0, SOON_MS, take, NULL, &err),
	                 RC_SYSTEM);
	ck_assert_str_eq(err.msg, "a file is missing");
	ck_assert_str_eq(err.detail, "starting the helper \"echo\": No such file or directory");
	helper_set_program(NULL);
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *suite;
	TCase *tcase;

	if (argc == 3 && strcmp(argv[1], "helper") == 0)
		return be_helper(argv[2]);
	suite = suite_create("helper");
	tcase = tcase_create("helper");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, a_helper_answers_what_it_is_asked);
	tcase_add_test(tcase, an_empty_request_is_a_request);
	tcase_add_test(tcase, a_request_larger_than_any_pipe_goes_both_ways);
	tcase_add_test(tcase, a_helper_that_crashes_gives_an_outcome);
	tcase_add_test(tcase, a_helper_that_fails_may_still_say_why);
	tcase_add_test(tcase, a_helper_past_its_deadline_is_killed);
	tcase_add_test(tcase, a_stopped_helper_says_nothing);
	tcase_add_test(tcase, a_helper_has_none_of_our_descriptors);
	tcase_add_test(tcase, a_helper_does_not_inherit_blocked_signals);
	tcase_add_test(tcase, a_helper_dies_with_its_owner);
	tcase_add_test(tcase, a_program_that_is_not_there_is_said_at_once);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
