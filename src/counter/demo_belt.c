/*
 * The belt and the tour.
 *
 * The belt knows who comes (data/demo/shoppers.txt) and gives the counter one thing at a time, as
 * the commands a cashier's hands would have made of it.  The tour is the guided minute: a list of
 * steps, each with one hint and with what must be true for the next; it only watches, so any order
 * works and nothing has to be pressed.
 */
#include <config.h>

#include "counter/demo.h"
#include "counter/inside.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/gtin.h"
#include "base/paths.h"

#define SHOPPERS_FILE_MAX 65536

struct demo_belt {
	char *text;   /* the file, cut into lines */
	char **lines; /* NULL between shoppers */
	size_t line_count;
	size_t next;
	bool begun; /* the shopper at `next` has put something down already */

	int step;         /* of the tour */
	int lines_before; /* in the basket when the step began */
	int staff_before;
	char hint[200];
};

/* ---- the file ---- */

/* What stands before the comment, without blanks at its ends. */
static char *
trim(char *line)
{
	char *comment = line[0] == '#' ? line : strstr(line, " #");
	char *end;

	if (comment)
		*comment = '\0';
	while (isspace((unsigned char)*line))
		line++;
	end = line + strlen(line);
	while (end > line && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return line;
}

static void
cut_lines(struct demo_belt *belt)
{
	char *rest = belt->text;
	char *line;

	while ((line = strsep(&rest, "\n"))) {
		bool is_comment = line[0] == '#';

		line = trim(line);
		if (is_comment || (line[0] == '\0' &&
		                   (belt->line_count == 0 || !belt->lines[belt->line_count - 1])))
			continue;
		belt->lines = alloc_again(belt->lines, belt->line_count + 2, sizeof *belt->lines);
		belt->lines[belt->line_count++] = line[0] ? line : NULL;
	}
	if (belt->line_count > 0 && belt->lines[belt->line_count - 1])
		belt->lines[belt->line_count++] = NULL;
}

struct demo_belt *
demo_belt_new(void)
{
	struct demo_belt *belt = alloc_zero(1, sizeof *belt);
	char path[PATH_MAX];
	size_t length;

	if (!paths_data(path, "demo/shoppers.txt", NULL) &&
	    !paths_read_file(path, SHOPPERS_FILE_MAX, &belt->text, &length, NULL))
		cut_lines(belt);
	return belt;
}

void
demo_belt_free(struct demo_belt **belt)
{
	if (!*belt)
		return;
	free((*belt)->lines);
	free((*belt)->text);
	free(*belt);
	*belt = NULL;
}

/* ---- the belt ---- */

/* Why nothing can be put down now; NULL if it can. */
static const char *
obstacle(enum till_state state)
{
	switch (state) {
	case TILL_LOCKED:
		return _("Sign on first: numbers and PINs stand on the screen");
	case TILL_TENDERING:
		return _("This shopper wants to pay first");
	case TILL_APPROVAL:
	case TILL_QUESTION:
		return _("Answer the question first");
	default:
		return NULL;
	}
}

static void
next_shopper(struct demo_belt *belt)
{
	while (belt->begun && belt->lines[belt->next])
		belt->next++;
	if (belt->begun)
		belt->next++;
	belt->next %= belt->line_count;
	belt->begun = false;
}

static void
put_down(const char *line, struct counter *counter)
{
	int exponent = counter->settings.currency.exponent;
	char *copy = alloc_text(line);
	char *rest = copy;
	char *one;

	while ((one = strsep(&rest, ";"))) {
		struct command command;

		if (!command_parse(&command, one + strspn(one, " "), false, exponent, NULL))
			counter_do(counter, &command);
	}
	free(copy);
}

static struct demo_belt *
belt_of(struct counter *counter)
{
	if (!counter->belt)
		counter->belt = demo_belt_new();
	return counter->belt;
}

static const char *
put_next(struct demo_belt *belt, struct counter *counter)
{
	struct till_view view;
	const char *why;

	till_view(counter->till, &view);
	if (belt->line_count == 0)
		return _("Nobody comes: shoppers.txt is missing");
	if ((why = obstacle(view.state)))
		return why;
	if (view.state != TILL_RINGING)
		next_shopper(belt);
	if (!belt->lines[belt->next])
		return _("That was all this shopper wants: + for the total");
	belt->begun = true;
	put_down(belt->lines[belt->next++], counter);
	return "";
}

bool
counter_demo_next(struct counter *counter, char hint[static 200])
{
	hint[0] = '\0';
	if (!counter->options.demo)
		return false;
	snprintf(hint, 200, "%s", put_next(belt_of(counter), counter));
	return true;
}

static bool
holds(const int64_t codes[], size_t count, int64_t code)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i] == code)
			return true;
	return false;
}

void
demo_belt_codes(const struct demo_belt *belt, int64_t codes[], size_t room, size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < belt->line_count && *count < room; i++) {
		const char *ring = belt->lines[i] ? strstr(belt->lines[i], "ring ") : NULL;
		int64_t code;

		if (ring && !gtin_parse(ring + 5, &code, NULL) && !holds(codes, *count, code))
			codes[(*count)++] = code;
	}
}

/* ---- the tour ---- */

static bool
has_line(const struct basket *basket, bool (*is)(const struct sale_line *line))
{
	for (size_t i = 0; i < basket->line_count; i++)
		if (is(&basket->lines[i].is))
			return true;
	return false;
}

static bool
is_weighed(const struct sale_line *line)
{
	return line->unit[0] && !line->voided;
}

static bool
is_void(const struct sale_line *line)
{
	return line->voided;
}

static bool
three_lines(const struct demo_belt *belt, const struct till_view *view)
{
	(void)belt;
	return view->state == TILL_RINGING && basket_open_lines(view->basket) >= 3;
}

static bool
weighed(const struct demo_belt *belt, const struct till_view *view)
{
	(void)belt;
	return has_line(view->basket, is_weighed);
}

static bool
one_more(const struct demo_belt *belt, const struct till_view *view)
{
	return basket_open_lines(view->basket) > belt->lines_before;
}

static bool
one_void(const struct demo_belt *belt, const struct till_view *view)
{
	(void)belt;
	return has_line(view->basket, is_void);
}

static bool
paid(const struct demo_belt *belt, const struct till_view *view)
{
	(void)belt;
	return view->state == TILL_CHANGE;
}

static bool
two_lines_again(const struct demo_belt *belt, const struct till_view *view)
{
	(void)belt;
	return view->state == TILL_RINGING && basket_open_lines(view->basket) >= 2;
}

static bool
basket_is_back(const struct demo_belt *belt, const struct till_view *view)
{
	(void)belt;
	return view->recovered;
}

static bool
signed_off(const struct demo_belt *belt, const struct till_view *view)
{
	(void)belt;
	return !view->signed_on;
}

static bool
somebody_else(const struct demo_belt *belt, const struct till_view *view)
{
	return view->signed_on && view->person.number != belt->staff_before;
}

static bool
never(const struct demo_belt *belt, const struct till_view *view)
{
	(void)belt;
	(void)view;
	return false;
}

/* A paid sale skips what it took no part in: whoever knows tills is not held up. */
static const struct tour_step {
	const char *hint;
	bool (*is_done)(const struct demo_belt *belt, const struct till_view *view);
	bool paying_skips;
} tour[] = {
	{ N_("F12 puts a shopper's item on the belt: press it three times"), three_lines, true },
	{ N_("Weigh some bananas: 0.786 * 4011 Enter"), weighed, true },
	{ N_("Find by name: type hon, then Enter takes the marked one"), one_more, true },
	{ N_("- takes the last line back; it stays, marked VOID"), one_void, true },
	{ N_("+ 2000 F9: the total, and 20.00 in cash"), paid, false },
	{ N_("The change is beside the paper. F12 twice begins the next basket"), two_lines_again,
	  false },
	{ N_("Pull the plug: \"kill -9 PID\" elsewhere, then ringup demo again"), basket_is_back,
	  true },
	{ N_("The basket is back, every line of it: + F9 takes it exactly in cash"), paid, false },
	{ N_("/x-report shows the figures so far; then /sign-off"), signed_off, false },
	{ N_("Sign on as somebody else: number, Enter, PIN, Enter"), somebody_else, false },
	{ N_("That was all: /close-shift and /close-day end the day; F1 helps"), never, false },
};
#define STEP_PAY 4
#define STEP_BACK 7
#define STEP_X 8

static void
begin_step(struct demo_belt *belt, int step, const struct till_view *view)
{
	belt->step = step;
	belt->lines_before = basket_open_lines(view->basket);
	if (view->signed_on)
		belt->staff_before = view->person.number;
}

/* "PID" stands for the number of this process. */
static void
write_hint(struct demo_belt *belt, const char *text)
{
	const char *pid = strstr(text, "PID");

	if (pid)
		snprintf(belt->hint, sizeof belt->hint, "%.*s%d%s", (int)(pid - text), text,
		         (int)getpid(), pid + 3);
	else
		snprintf(belt->hint, sizeof belt->hint, "%s", text);
}

const char *
counter_demo_hint(struct counter *counter)
{
	struct demo_belt *belt;
	const struct tour_step *step;
	struct till_view view;

	if (!counter->options.demo)
		return "";
	belt = belt_of(counter);
	step = &tour[belt->step];
	till_view(counter->till, &view);
	if (belt->step < STEP_BACK && view.recovered)
		begin_step(belt, STEP_BACK, &view);
	else if (step->is_done(belt, &view))
		begin_step(belt, belt->step + 1, &view);
	else if (step->paying_skips && view.state == TILL_CHANGE)
		begin_step(belt, belt->step < STEP_PAY ? STEP_PAY + 1 : STEP_X, &view);
	write_hint(belt, _(tour[belt->step].hint));
	return belt->hint;
}
