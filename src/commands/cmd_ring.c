/*
 * ringup ring: the register without a face.  One command a line in, one JSON object a line out.
 *
 *   {"ok":true,"state":"ringing","total":"3.98",...}
 *   {"ok":false,"state":"ringing","error":"...","hint":"..."}
 *
 * A line is answered only once what it did would survive a power cut.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/paths.h"
#include "counter/counter.h"
#include "commands/inside.h"

#define GRAMMAR 1
#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* some editors begin a file with it */

struct ring {
	const char *shop;
	bool training, keep_going;
	int pin_fd; /* -1 none */
	FILE *file;
	struct loop *loop;
	struct counter *counter;
	bool refused; /* some line was */
	int status;
};

/* ---- answers ---- */

static void
print_line(const struct buf *line)
{
	fwrite(line->text, 1, line->length, stdout);
	putchar('\n');
	fflush(stdout);
}

static void
begin_answer(struct json_writer *writer, const struct ring *ring, bool ok)
{
	struct till_view view;

	till_view(counter_till(ring->counter), &view);
	json_open_object(writer, NULL);
	json_put_bool(writer, "ok", ok);
	json_put_text(writer, "state", till_state_name(view.state));
	if (view.training)
		json_put_text(writer, "series", "training");
}

/* What --keep-going does not go on after: nothing could be recorded any more. */
static bool
ends_the_script(enum outcome outcome)
{
	return outcome == RC_SYSTEM || outcome == RC_BROKEN || outcome == RC_UNKNOWN;
}

static void
answer_refused(struct ring *ring, const struct err *err)
{
	struct buf line = { 0 };
	struct json_writer writer = { .buf = &line };

	begin_answer(&writer, ring, false);
	json_put_text(&writer, "error", err->msg);
	if (err->hint[0])
		json_put_text(&writer, "hint", err->hint);
	json_close_object(&writer);
	print_line(&line);
	buf_done(&line);
	ring->refused = true;
	if (!ring->keep_going || ends_the_script(err->outcome))
		ring->status = err_exit_status(err->outcome);
}

static void
answer_done_well(struct ring *ring, const struct answer *answer)
{
	struct buf line = { 0 };
	struct json_writer writer = { .buf = &line };

	begin_answer(&writer, ring, true);
	if (answer->json.length > 0) {
		buf_add_char(&line, ',');
		buf_add(&line, answer->json.text);
	}
	json_close_object(&writer);
	print_line(&line);
	buf_done(&line);
}

/* ---- lines ---- */

/* Which word of a command is a PIN: the place of "PIN" among its arguments, -1 none. */
static int
pin_place(const struct command_spec *spec)
{
	const char *at = strstr(spec->arguments, "PIN"), *space;
	int place = 0;

	if (!at)
		return -1;
	for (space = spec->arguments; space < at; space++)
		place += *space == ' ';
	return place;
}

/* A PIN written "-" comes from the descriptor of --pin-fd. */
static enum outcome
fetch_pin(struct ring *ring, struct command *command, struct err *err)
{
	int place = pin_place(command_spec(command->id));

	if (place < 0 || strcmp(command->words[place], "-") != 0)
		return RC_OK;
	if (ring->pin_fd < 0) {
		err_set(err, RC_REFUSED, _("a PIN written - is read from a descriptor"));
		return err_hint(err, _("name it with --pin-fd"));
	}
	return command_read_line(ring->pin_fd, command->words[place], sizeof command->words[place], err);
}

static enum outcome
do_line(struct ring *ring, const char *text, struct answer *answer, struct err *err)
{
	int exponent = ledger_currency(till_ledger(counter_till(ring->counter))).exponent;
	struct command command;
	enum outcome outcome = command_parse(&command, text, false, exponent, err);

	if (!outcome)
		outcome = fetch_pin(ring, &command, err);
	if (outcome)
		return outcome;
	outcome = counter_do_wait(ring->counter, &command, answer, err);
	if (!outcome)
		outcome = till_settle(counter_till(ring->counter), err);
	return outcome;
}

static bool
is_blank(const char *text)
{
	text += strspn(text, " \t");
	return !*text || *text == '#';
}

static void
work_line(struct ring *ring, const char *text)
{
	struct answer answer = { 0 };
	struct err err = { 0 };

	if (is_blank(text))
		return;
	if (do_line(ring, text, &answer, &err))
		answer_refused(ring, &err);
	else
		answer_done_well(ring, &answer);
	answer_done(&answer);
}

/* The optional first line names the grammar. */
static bool
is_grammar_line(struct ring *ring, const char *text)
{
	struct err err;
	int version, end = -1;

	if (sscanf(text, "ringup %d %n", &version, &end) != 1 || end < 0 || !is_blank(text + end))
		return false;
	if (version != GRAMMAR) {
		err_set(&err, RC_REFUSED, _("this program speaks grammar %d of scripts, not %d"),
		        GRAMMAR, version);
		answer_refused(ring, &err);
		ring->status = err_exit_status(RC_REFUSED);
	}
	return true;
}

/* A line from the file without its end; false after the last.  One that is too long, or holds a
 * NUL, is refused and read over. */
static bool
next_line(struct ring *ring, char **line, size_t *room)
{
	struct err err;
	ssize_t length = getline(line, room, ring->file);

	if (length < 0)
		return false;
	while (length > 0 && ((*line)[length - 1] == '\n' || (*line)[length - 1] == '\r'))
		(*line)[--length] = '\0';
	if ((size_t)length < COMMAND_LINE_MAX && strlen(*line) == (size_t)length)
		return true;
	if ((size_t)length >= COMMAND_LINE_MAX)
		err_set(&err, RC_REFUSED, _("the line is too long"));
	else
		err_set(&err, RC_REFUSED, _("the line holds a NUL byte"));
	answer_refused(ring, &err);
	(*line)[0] = '\0';
	return true;
}

static void
work_file(struct ring *ring)
{
	char *line = NULL;
	size_t room = 0;
	bool first = true;

	while (!ring->status && next_line(ring, &line, &room)) {
		const char *text = line;

		if (first && strncmp(text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
			text += strlen(BYTE_ORDER_MARK);
		if (!first || !is_grammar_line(ring, text))
			work_line(ring, text);
		first = first && is_blank(text);
		if (line) {
			/* a PIN may have stood in it */
			explicit_bzero(line, room);
		}
	}
	free(line);
	if (!ring->status && ring->refused)
		ring->status = err_exit_status(RC_REFUSED);
}

/* ---- the subcommand ---- */

static enum outcome
open_till(struct ring *ring, struct err *err)
{
	char folder[PATH_MAX];
	const struct counter_options options = { .folder = folder, .training = ring->training };
	enum outcome outcome = paths_shop(folder, ring->shop, err);

	return outcome ? outcome : counter_open(&ring->counter, &options, ring->loop, err);
}

static int
ring_up(struct ring *ring)
{
	struct err err = { 0 };

	ring->loop = loop_new();
	if (open_till(ring, &err)) {
		loop_free(&ring->loop);
		return command_failed(&err);
	}
	work_file(ring);
	counter_finish(ring->counter);
	counter_close(&ring->counter);
	loop_free(&ring->loop);
	return ring->status;
}

static int
open_and_ring_up(struct ring *ring, const char *name)
{
	struct err err;
	int status;

	if (!name || strcmp(name, "-") == 0) {
		ring->file = stdin;
		return ring_up(ring);
	}
	ring->file = fopen(name, "re");
	if (!ring->file) {
		if (errno == ENOENT)
			err_set(&err, RC_NOT_FOUND, _("there is no file \"%.100s\""), name);
		else
			err_system(&err, _("opening %s"), name);
		return command_failed(&err);
	}
	status = ring_up(ring);
	fclose(ring->file);
	return status;
}

static int
run(int argc, char **argv)
{
	struct ring ring = { .pin_fd = -1 };
	int64_t number;
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'S':
			ring.shop = optarg;
			break;
		case 't':
			ring.training = true;
			break;
		case 'k':
			ring.keep_going = true;
			break;
		case 'p':
			if (!command_number(argv[0], "--pin-fd", optarg, 0, 1023, &number))
				return EXIT_USAGE;
			ring.pin_fd = (int)number;
			if (fcntl(ring.pin_fd, F_GETFD) >= 0)
				break;
			/* a number of our own files later: nothing is to be read from those */
			return command_misuse(argv[0], _("--pin-fd: that descriptor is not open"));
		default:
			return command_status(letter);
		}
	}
	if (command_operands(argc, argv, 0, 1))
		return EXIT_USAGE;
	return open_and_ring_up(&ring, argv[optind]);
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 't', "training", NULL, N_("ring up in training: nothing counts, the drawer stays shut") },
	{ 'k', "keep-going", NULL, N_("go on after a line that was refused") },
	{ 'p', "pin-fd", "N", N_("read a PIN written - from this descriptor, a line each") },
	{ 0 },
};

const struct subcommand subcommand_ring = {
	.name = "ring",
	.operands = "[FILE]",
	.about = N_("Drive the till from a script: a command a line, a JSON answer a line"),
	.options = options,
	.run = run,
};
