#include <config.h>

#include "counter/demo.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/paths.h"
#include "ledger/shifts.h"
#include "counter/demo_history.h"
#include "counter/demo_shop.h"

/* A file of this name, beside those of a till, says that the folder is a demo shop, and may be
 * thrown away: the name alone stands in many a folder. */
#define MARK "demo"
#define ASIDE ".ringup-part" /* behind the folder's name while it is built */
#define FLOAT "150.00"

const struct demo_plan demo_plan_usual = { .days = 21, .seed = 20, .percent = 100 };

static bool
has_file(const char *folder, const char *name)
{
	char path[PATH_MAX];
	struct stat is;

	return !paths_join(path, folder, name, NULL) && lstat(path, &is) == 0 &&
	       S_ISREG(is.st_mode);
}

bool
demo_is(const char *folder)
{
	return has_file(folder, MARK) && has_file(folder, "lock") && has_file(folder, "ledger.db");
}

/* ---- making it ---- */

static enum outcome
build(const char *folder, const struct demo_plan *plan, struct err *err)
{
	char mark[PATH_MAX];
	struct when opening = plan->today;
	enum outcome outcome;

	opening.utc_ms -= (int64_t)(plan->days + 1) * 24 * 3600 * 1000;
	if ((outcome = paths_make_folder(folder, err)) ||
	    (outcome = demo_shop_make(folder, opening, err)) ||
	    (outcome = demo_history_play(folder, plan, err)) ||
	    (outcome = paths_join(mark, folder, MARK, err)) ||
	    (outcome = paths_replace_file(mark, "", 0, 0640, err)))
		return outcome;
	return paths_sync_tree(folder, err); /* nothing was synced so far */
}

/* An empty folder may be taken; anything else that is no demo shop is somebody's, and so is one
 * with an open till. */
static enum outcome
may_take(const char *folder, struct err *err)
{
	if (demo_is(folder))
		return ledger_in_use(folder, err);
	if (rmdir(folder) == 0 || access(folder, F_OK) != 0)
		return RC_OK;
	err_set(err, RC_REFUSED, _("%s is there and is no demo shop"), folder);
	return err_hint(err, _("choose another folder with --shop"));
}

static enum outcome
put_in_place(const char *aside, const char *folder, struct err *err)
{
	enum outcome outcome = demo_is(folder) ? paths_remove_tree(folder, err) : RC_OK;

	return outcome ? outcome : paths_finish_folder(folder, aside, err);
}

enum outcome
demo_make(const char *folder, const struct demo_plan *plan, struct err *err)
{
	char aside[PATH_MAX];
	enum outcome outcome = may_take(folder, err);

	if (outcome)
		return outcome;
	if (snprintf(aside, sizeof aside, "%s" ASIDE, folder) >= (int)sizeof aside)
		return err_set(err, RC_REFUSED, _("the folder's name is too long"));
	/* what an earlier attempt left */
	if (access(aside, F_OK) == 0 && (outcome = paths_remove_tree(aside, err)))
		return outcome;
	if ((outcome = build(aside, plan, err)) || (outcome = put_in_place(aside, folder, err)))
		paths_remove_tree(aside, NULL);
	return outcome;
}

/* ---- opening it ---- */

static enum outcome tell(struct counter *counter, struct till_view *view, struct err *err,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

static enum outcome
tell(struct counter *counter, struct till_view *view, struct err *err, const char *format, ...)
{
	char line[COMMAND_LINE_MAX];
	struct command command;
	struct answer answer = { 0 };
	va_list arguments;
	enum outcome outcome;

	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	outcome = command_parse(&command, line, false, counter_settings(counter)->currency.exponent,
	                        err);
	if (!outcome)
		outcome = counter_do_wait(counter, &command, &answer, err);
	answer_done(&answer);
	till_view(counter_till(counter), view);
	return outcome;
}

/* What is in the drawer is taken to be right: nobody counted it. */
static enum outcome
close_shift(struct counter *counter, struct till_view *view, struct err *err)
{
	struct number_style plain = number_plain(counter_settings(counter)->currency.exponent);
	char text[MONEY_TEXT_MAX];
	struct money expected;
	enum outcome outcome = shift_expected(till_ledger(counter_till(counter)), SERIES_LIVE,
	                                      view->shift.shift, &expected, err);

	if (outcome || (outcome = tell(counter, view, err, "count cash %s",
	                               money_text(text, expected, &plain))))
		return outcome;
	return tell(counter, view, err, "close-shift " FLOAT);
}

/* The supervisor comes in early and closes what was left open. */
static enum outcome
close_old_day(struct counter *counter, struct till_view *view, const struct demo_person *boss,
              struct err *err)
{
	enum outcome outcome = tell(counter, view, err, "sign-on %d %s", boss->number, boss->pin);

	if (!outcome && view->state == TILL_QUESTION)
		outcome = tell(counter, view, err, "answer close");
	if (!outcome && view->shift_open)
		outcome = close_shift(counter, view, err);
	if (!outcome)
		outcome = tell(counter, view, err, "close-day");
	if (!outcome && view->signed_on)
		outcome = tell(counter, view, err, "sign-off");
	return outcome;
}

static const struct demo_person *
first_of(const struct demo_person people[], size_t count, const char *group)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(people[i].group, group) == 0)
			return &people[i];
	return &people[0];
}

static bool
day_is_old(struct counter *counter)
{
	struct day_row row;
	struct when now = clock_system.now(clock_system.context);

	if (day_current(till_ledger(counter_till(counter)), SERIES_LIVE, &row, NULL) || !row.open)
		return false;
	return row.day < when_business_day(now, counter_settings(counter)->cutoff_min);
}

enum outcome
demo_begin(struct counter *counter, struct err *err)
{
	struct demo_person people[DEMO_STAFF_MAX];
	const struct demo_person *cashier;
	struct till_view view;
	size_t count;
	enum outcome outcome = demo_staff(people, &count, err);

	till_view(counter_till(counter), &view);
	if (outcome || view.signed_on)
		return outcome;
	if (day_is_old(counter) &&
	    (outcome = close_old_day(counter, &view, first_of(people, count, "supervisor"), err)))
		return outcome;
	/* whose basket it is, goes on with it */
	cashier = first_of(people, count, "cashier");
	for (size_t i = 0; i < count; i++)
		if (view.recovered && people[i].number == view.basket->owner)
			cashier = &people[i];
	outcome = tell(counter, &view, err, "sign-on %d %s", cashier->number, cashier->pin);
	if (!outcome && !view.shift_open && !view.gap)
		outcome = tell(counter, &view, err, "open-shift " FLOAT);
	return outcome;
}
