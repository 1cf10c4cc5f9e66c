/*
 * Printers: what each backend says when all is well and when it is not.
 */
#include <config.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/paths.h"
#include "devices/printer_send.h"
#include "tests/suite.h"

static char folder[64];
static struct err err;

static void
begin(void)
{
	strcpy(folder, "/tmp/ringup-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	signal(SIGPIPE, SIG_IGN);
	printer_patience_ms = 8000;
	memset(&err, 0, sizeof err);
}

static void
end(void)
{
	ck_assert_int_eq(paths_remove_tree(folder, NULL), RC_OK);
}

static const char *
in_folder(const char *scheme, const char *name)
{
	static char address[160];

	snprintf(address, sizeof address, "%s%s/%s", scheme, folder, name);
	return address;
}

static void
put(const char *name, const char *text)
{
	ck_assert_int_eq(paths_replace_file(in_folder("", name), text, strlen(text), 0600, NULL),
	                 RC_OK);
}

static void
ck_file(const char *name, const char *expected)
{
	char *text;
	size_t length;

	ck_assert_int_eq(paths_read_file(in_folder("", name), 1 << 20, &text, &length, &err),
	                 RC_OK);
	ck_assert_str_eq(text, expected);
	free(text);
}

static enum outcome
send_bytes(const char *address, const void *bytes, size_t count)
{
	struct printer_job job = { .bytes = bytes, .count = count };

	return printer_send(address, &job, &err);
}

/* ---- the list ---- */

START_TEST(every_kind_has_a_backend)
{
	const struct printer_kind *kinds;
	size_t count = printer_kinds(&kinds), index;

	ck_assert_uint_ge(count, 6);
	for (index = 0; index < count; index++) {
		ck_assert_ptr_nonnull(kinds[index].about);
		/* whatever it says, it is not that there is none */
		send_bytes(kinds[index].scheme, "", 0);
		ck_assert_ptr_null(strstr(err.msg, "this build"));
	}
}
END_TEST

START_TEST(an_unknown_kind_is_refused)
{
	ck_assert_int_eq(send_bytes("laser:7", "x", 1), RC_REFUSED);
	ck_assert_str_eq(err.msg, "there is no kind of printer \"laser:7\"");
	ck_assert_str_eq(err.hint, "\"ringup devices list\" names them");
}
END_TEST

START_TEST(no_address_is_no_printer)
{
	ck_assert_int_eq(send_bytes("", "x", 1), RC_OK);
	ck_assert_int_eq(send_bytes("none", "x", 1), RC_OK);
	ck_assert_int_eq(send_bytes("screen:", "x", 1), RC_OK);
	ck_assert_int_eq(printer_state("", NULL), PRINTER_NONE);
	ck_assert_int_eq(printer_state("screen:", NULL), PRINTER_READY);
}
END_TEST

START_TEST(every_state_has_a_label)
{
	enum printer_state state;

	for (state = PRINTER_READY; state < PRINTER_STATES; state++)
		ck_assert_str_ne(printer_state_label(state), "");
}
END_TEST

/* ---- files ---- */

START_TEST(a_device_file_gets_the_bytes_as_they_are)
{
	put("lp0", "");
	ck_assert_int_eq(send_bytes(in_folder("file:", "lp0"), "\033@one", 5), RC_OK);
	ck_assert_int_eq(send_bytes(in_folder("file:", "lp0"), "two", 3), RC_OK);
	ck_file("lp0", "\033@onetwo");
	ck_assert_int_eq(printer_state(in_folder("file:", "lp0"), NULL), PRINTER_READY);
}
END_TEST

START_TEST(a_device_that_is_not_there_is_away_and_not_made)
{
	char expected[200];

	ck_assert_int_eq(send_bytes(in_folder("file:", "lp0"), "x", 1), RC_OFFLINE);
	snprintf(expected, sizeof expected,
	         "the printer %s/lp0 is not there: is it plugged in and switched on?", folder);
	ck_assert_str_eq(err.msg, expected);
	ck_assert_int_eq(printer_state(in_folder("file:", "lp0"), NULL), PRINTER_OFFLINE);
	ck_assert_int_ne(access(in_folder("", "lp0"), F_OK), 0);
}
END_TEST

START_TEST(a_device_without_paper_prints_nothing)
{
	ck_assert_int_eq(send_bytes("file:/dev/full", "x", 1), RC_OFFLINE);
	ck_assert_str_eq(err.msg, "the printer is out of paper, or its disk is full");
}
END_TEST

START_TEST(a_device_that_stops_taking_is_unknown)
{
	char *much = alloc_zero(1, 1 << 20);
	int reader;

	ck_assert_int_eq(mkfifo(in_folder("", "lp0"), 0600), 0);
	reader = open(in_folder("", "lp0"), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	printer_patience_ms = 20;
	ck_assert_int_eq(send_bytes(in_folder("file:", "lp0"), much, 1 << 20), RC_SYSTEM);
	ck_assert_str_eq(err.msg, "the printer takes nothing: is it switched on, has it paper?");
	ck_assert_int_eq(send_bytes(in_folder("file:", "lp0"), "x", 1), RC_OFFLINE);
	close(reader);
	free(much);
}
END_TEST

START_TEST(text_is_added_to_its_file)
{
	ck_assert_int_eq(send_bytes(in_folder("text:", "paper.txt"), "one\n", 4), RC_OK);
	ck_assert_int_eq(send_bytes(in_folder("text:", "paper.txt"), "two\n", 4), RC_OK);
	ck_file("paper.txt", "one\ntwo\n");
	ck_assert_int_eq(send_bytes("text:/nowhere/paper.txt", "x", 1), RC_OFFLINE);
	ck_assert_str_eq(err.msg, "the file /nowhere/paper.txt cannot be written");
}
END_TEST

/* ---- the network ---- */

enum manners { TAKES_ALL, HANGS_UP, NEVER_READS, ANSWERS };

/* What one that answers says to DLE EOT 2 and 4, and to GS r 1; the latter 0xff: nothing. */
static unsigned char says_offline, says_paper, says_printed;

/* Answers the questions among the bytes. */
static void
answer_questions(int line, const char *bytes, ssize_t count)
{
	unsigned char byte = 0xff;

	for (ssize_t i = 0; i + 3 <= count; i++) {
		if (memcmp(bytes + i, "\x10\x04\x02", 3) == 0)
			byte = says_offline;
		else if (memcmp(bytes + i, "\x10\x04\x04", 3) == 0)
			byte = says_paper;
		else if (memcmp(bytes + i, "\x1dr\x01", 3) == 0)
			byte = says_printed;
		else
			continue;
		if (byte != 0xff && write(line, &byte, 1) != 1)
			_exit(1);
	}
}

/* A printer on loopback in a child; writes what it got to folder/got.  Gives its pid and address.
 */
static pid_t
fake_printer(enum manners manners, char address[static 64])
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof here;
	struct linger at_once = { 1, 0 };
	int room = 1024, listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), line, out;
	char bytes[4096];
	ssize_t count;
	pid_t pid;

	ck_assert_int_eq(setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &room, sizeof room), 0);
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&here, sizeof here), 0);
	ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&here, &size), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	snprintf(address, 64, "tcp:127.0.0.1:%d", ntohs(here.sin_port));
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid > 0) {
		close(listener);
		return pid;
	}
	line = accept(listener, NULL, NULL);
	if (manners == HANGS_UP) {
		/* behind the question how it is */
		for (ssize_t all = 0; all <= 3; all += count)
			count = read(line, bytes, 100);
		setsockopt(line, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
		close(line);
		_exit(count > 0 ? 0 : 1);
	}
	while (manners == NEVER_READS)
		pause();
	out = open(in_folder("", "got"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	while ((count = read(line, bytes, sizeof bytes)) > 0) {
		if (manners == ANSWERS)
			answer_questions(line, bytes, count);
		if (write(out, bytes, (size_t)count) != count)
			_exit(1);
	}
	_exit(0);
}

START_TEST(a_network_printer_gets_the_bytes_as_they_are)
{
	char address[64];
	int status;
	pid_t pid = fake_printer(TAKES_ALL, address);

	ck_assert_int_eq(send_bytes(address, "\033@receipt\n", 10), RC_OK);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_file("got", "\x10\x04\x02\033@receipt\n"); /* and one question, unanswered */
}
END_TEST

START_TEST(a_network_printer_that_is_off_is_away)
{
	char address[64];
	pid_t pid = fake_printer(NEVER_READS, address);

	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	ck_assert_int_eq(send_bytes(address, "x", 1), RC_OFFLINE);
	ck_assert_str_eq(err.msg, "the printer 127.0.0.1 does not answer: is it switched on?");
	ck_assert_int_eq(printer_state(address, NULL), PRINTER_OFFLINE);
}
END_TEST

START_TEST(a_network_printer_that_hangs_up_in_the_middle_is_unknown)
{
	char address[64], *much = alloc_zero(1, 4 << 20);
	pid_t pid = fake_printer(HANGS_UP, address);

	ck_assert_int_eq(send_bytes(address, much, 4 << 20), RC_SYSTEM);
	ck_assert_str_eq(err.msg, "the connection to the printer broke");
	waitpid(pid, NULL, 0);
	free(much);
}
END_TEST

START_TEST(a_network_printer_that_stalls_is_unknown)
{
	char address[64], *much = alloc_zero(1, 4 << 20);
	pid_t pid = fake_printer(NEVER_READS, address);

	printer_patience_ms = 50;
	ck_assert_int_eq(send_bytes(address, much, 4 << 20), RC_SYSTEM);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	free(much);
}
END_TEST

static const struct {
	unsigned char offline, paper, printed;
	enum outcome outcome;
	enum printer_state state;
	const char *got;
} told[] = {
	{ 0x12, 0x12, 0x00, RC_OK, PRINTER_READY, "\x10\x04\x02\x10\x04\x04receipt\x1dr\x01" },
	{ 0x12, 0x12, 0xff, RC_OK, PRINTER_READY,
	  "\x10\x04\x02\x10\x04\x04receipt\x1dr\x01\x10\x04\x02\x10\x04\x04" },
	{ 0x16, 0x12, 0x00, RC_OFFLINE, PRINTER_COVER_OPEN, "\x10\x04\x02\x10\x04\x04" },
	{ 0x32, 0x12, 0x00, RC_OFFLINE, PRINTER_OUT_OF_PAPER, "\x10\x04\x02\x10\x04\x04" },
	{ 0x12, 0x72, 0x00, RC_OFFLINE, PRINTER_OUT_OF_PAPER, "\x10\x04\x02\x10\x04\x04" },
	{ 0x52, 0x12, 0x00, RC_OFFLINE, PRINTER_TROUBLE, "\x10\x04\x02\x10\x04\x04" },
};

START_TEST(a_network_printer_that_answers_is_believed)
{
	struct printer_job job = { .bytes = "receipt", .count = 7 };
	char address[64];
	int status;
	pid_t pid;

	says_offline = told[_i].offline;
	says_paper = told[_i].paper;
	says_printed = told[_i].printed;
	pid = fake_printer(ANSWERS, address);
	ck_assert_int_eq(printer_send(address, &job, &err), told[_i].outcome);
	ck_assert_int_eq(job.state, told[_i].state);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_file("got", told[_i].got);
}
END_TEST

START_TEST(a_network_address_is_checked)
{
	static const char *const wrong[] = {
		"tcp:", "tcp:host:http", "tcp:[::1", "tcp::9100", "tcp:host:123456789012345678",
	};
	size_t index;

	for (index = 0; index < sizeof wrong / sizeof *wrong; index++) {
		ck_assert_int_eq(send_bytes(wrong[index], "x", 1), RC_REFUSED);
		ck_assert_str_eq(err.msg, "a network printer is written tcp:HOST or tcp:HOST:PORT");
	}
}
END_TEST

/* ---- faults ---- */

START_TEST(faults_are_what_they_are_called)
{
	ck_assert_int_eq(send_bytes("faults:paper-out", "xy", 2), RC_OFFLINE);
	ck_assert_str_eq(err.msg, "the printer is out of paper");
	ck_assert_int_eq(printer_state("faults:paper-out", NULL), PRINTER_OUT_OF_PAPER);
	ck_assert_int_eq(send_bytes("faults:cover-open", "xy", 2), RC_OFFLINE);
	ck_assert_str_eq(err.msg, "the printer's cover is open");
	ck_assert_int_eq(printer_state("faults:cover-open", NULL), PRINTER_COVER_OPEN);
	ck_assert_int_eq(send_bytes("faults:offline", "xy", 2), RC_OFFLINE);
	ck_assert_int_eq(send_bytes("faults:drop", "xy", 2), RC_SYSTEM);
	ck_assert_str_eq(err.msg, "the connection to the printer broke");
	ck_assert_int_eq(send_bytes("faults:ready", "xy", 2), RC_OK);
	ck_assert_int_eq(send_bytes("faults:hiccup", "xy", 2), RC_REFUSED);
	ck_assert_str_eq(err.msg, "\"hiccup\" is no fault of a printer");
}
END_TEST

START_TEST(a_fault_in_a_file_can_be_mended)
{
	put("printer", "paper-out\n");
	ck_assert_int_eq(send_bytes(in_folder("faults:", "printer"), "one", 3), RC_OFFLINE);
	put("printer", "drop\n");
	ck_assert_int_eq(send_bytes(in_folder("faults:", "printer"), "halves", 6), RC_SYSTEM);
	put("printer", "ready\n");
	ck_assert_int_eq(send_bytes(in_folder("faults:", "printer"), "whole", 5), RC_OK);
	ck_file("printer.paper", "halwhole");
}
END_TEST

/* ---- the helper's answer ---- */

static enum outcome
answer(enum outcome helper, const char *text, enum printer_state *state)
{
	return printer_answer(helper, text, text ? strlen(text) : 0, state, &err);
}

START_TEST(an_answer_says_what_became_of_the_paper)
{
	enum printer_state state;

	ck_assert_int_eq(answer(RC_OK, "done\nready\n", &state), RC_OK);
	ck_assert_int_eq(answer(RC_OK, "away\npaper-out\nno paper", &state), RC_OFFLINE);
	ck_assert_str_eq(err.msg, "no paper");
	ck_assert_int_eq(state, PRINTER_OUT_OF_PAPER);
	ck_assert_int_eq(answer(RC_SYSTEM, "unknown\nbusy\nhalf", &state), RC_SYSTEM);
	ck_assert_str_eq(err.msg, "half");
	ck_assert_int_eq(state, PRINTER_BUSY);
	ck_assert_int_eq(answer(RC_OK, "refused\nready\nwhat?", &state), RC_REFUSED);
	ck_assert_int_eq(answer(RC_OK, "queued\nstopped\nlater", &state), RC_BUSY);
	ck_assert_int_eq(answer(RC_OK, "lost\nready\nnever came", &state), RC_NOT_FOUND);
}
END_TEST

START_TEST(a_helper_without_an_answer_means_unknown)
{
	enum printer_state state;

	ck_assert_int_eq(answer(RC_OFFLINE, NULL, &state), RC_SYSTEM);
	ck_assert_str_eq(err.msg, "the printer did not answer in time");
	ck_assert_int_eq(answer(RC_SYSTEM, "don", &state), RC_SYSTEM);
	ck_assert_str_eq(err.msg, "printing stopped without an answer");
	ck_assert_int_eq(answer(RC_OK, "", &state), RC_SYSTEM);
}
END_TEST

START_TEST(a_printout_packed_is_the_same_when_unpacked)
{
	struct printout printout, copy;
	struct printer_job job = { .printout = &printout, .cols = 42, .model = "" };
	struct buf packed = { 0 }, before = { 0 }, after = { 0 };

	printout_init(&printout);
	printout_text(&printout, ALIGN_CENTRE, STYLE_LARGE, "two\nlines");
	printout_columns(&printout, STYLE_BOLD, "Käse", "1.00");
	printout_rule(&printout, STYLE_DOUBLE_RULE);
	printout_blank(&printout);
	printout_barcode(&printout, "98000100000000012342");
	printout_qr(&printout, "https://example.org/");
	printout_cut(&printout);
	printout_drawer(&printout);
	printout_pack(&printout, &packed);
	printout_init(&copy);
	ck_assert(printout_unpack(&copy, packed.text, packed.length));
	ck_assert_int_eq(printer_render(PRINT_ESCPOS, &job, &before, &err), RC_OK);
	job.printout = &copy;
	ck_assert_int_eq(printer_render(PRINT_ESCPOS, &job, &after, &err), RC_OK);
	ck_assert_uint_eq(before.length, after.length);
	ck_assert_mem_eq(before.text, after.text, before.length);
	printout_done(&copy);
	/* cut anywhere it is refused, and nothing is read behind its end */
	for (size_t length = 1; length < packed.length; length++) {
		char *part = alloc_zero(length, 1);

		memcpy(part, packed.text, length);
		printout_init(&copy);
		if (printout_unpack(&copy, part, length))
			ck_assert_uint_lt(copy.count, printout.count);
		printout_done(&copy);
		free(part);
	}
	printout_done(&printout);
	buf_done(&packed);
	buf_done(&before);
	buf_done(&after);
}
END_TEST

static const struct {
	const char *address, *model, *where;
} addresses[] = {
	{ "tcp:192.0.2.7:9100", "", "192.0.2.7:9100" },
	{ "tcp:192.0.2.7:9100 tm-t20", "tm-t20", "192.0.2.7:9100" },
	{ "text:/srv/my papers/today.txt", "", "/srv/my papers/today.txt" },
	{ "text:/srv/my papers/today.txt generic-80", "generic-80", "/srv/my papers/today.txt" },
	{ "none", "", "" },
	{ "screen:", "", "" },
};

START_TEST(a_word_behind_an_address_is_the_model)
{
	const struct printer_kind *kind;
	char where[PRINTER_ADDRESS_MAX], model[PRINTER_MODEL_MAX];

	ck_assert_int_eq(printer_find(addresses[_i].address, &kind, where, &err), RC_OK);
	ck_assert_str_eq(where, addresses[_i].where);
	printer_model(addresses[_i].address, model);
	ck_assert_str_eq(model, addresses[_i].model);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("printer");
	TCase *tests = tcase_create("backends");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, every_kind_has_a_backend);
	tcase_add_test(tests, an_unknown_kind_is_refused);
	tcase_add_test(tests, no_address_is_no_printer);
	tcase_add_test(tests, every_state_has_a_label);
	tcase_add_test(tests, a_device_file_gets_the_bytes_as_they_are);
	tcase_add_test(tests, a_device_that_is_not_there_is_away_and_not_made);
	tcase_add_test(tests, a_device_without_paper_prints_nothing);
	tcase_add_test(tests, a_device_that_stops_taking_is_unknown);
	tcase_add_test(tests, text_is_added_to_its_file);
	tcase_add_test(tests, a_network_printer_gets_the_bytes_as_they_are);
	tcase_add_test(tests, a_network_printer_that_is_off_is_away);
	tcase_add_test(tests, a_network_printer_that_hangs_up_in_the_middle_is_unknown);
	tcase_add_test(tests, a_network_printer_that_stalls_is_unknown);
	tcase_add_loop_test(tests, a_network_printer_that_answers_is_believed, 0,
	                    sizeof told / sizeof *told);
	tcase_add_test(tests, a_network_address_is_checked);
	tcase_add_test(tests, faults_are_what_they_are_called);
	tcase_add_test(tests, a_fault_in_a_file_can_be_mended);
	tcase_add_test(tests, an_answer_says_what_became_of_the_paper);
	tcase_add_test(tests, a_helper_without_an_answer_means_unknown);
	tcase_add_test(tests, a_printout_packed_is_the_same_when_unpacked);
	tcase_add_loop_test(tests, a_word_behind_an_address_is_the_model, 0,
	                    sizeof addresses / sizeof *addresses);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
