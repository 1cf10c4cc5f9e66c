/*
 * A day here is: the first cashier signs on and opens a shift with the float, customers come with
 * the rhythm of a small shop, cash that piles up goes to the safe; at two the next cashier takes
 * over the drawer with a shift of their own; in the evening it is counted and closed, and the
 * supervisor closes the day.  Every step is a line of a script for the till, so the shop has
 * nothing that could not have been rung up by hand.
 */
#include <config.h>

#include "counter/demo_history.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "ledger/outbox.h"
#include "ledger/people.h"
#include "ledger/shifts.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define FLOAT "150.00"
#define FLOAT_MINOR INT64_C(15000)
#define PICKUP_ABOVE_MINOR INT64_C(35000)

/* Customers an hour. */
static const int rhythm[24] = {
	[8] = 3,  [9] = 4,  [10] = 4, [11] = 4, [12] = 5, [13] = 3,
	[14] = 3, [15] = 3, [16] = 4, [17] = 6, [18] = 5, [19] = 3,
};
#define OPENS 8
#define SECOND_SHIFT 14
#define CLOSES 20
#define CLOSES_SATURDAY 16

/* ---- the clock and the PINs of this till ---- */

static struct when
read_clock(void *context)
{
	const struct history *history = context;
	time_t seconds = (time_t)(history->now_ms / 1000);
	struct tm local;

	localtime_r(&seconds, &local);
	return (struct when){ history->now_ms, (int)(local.tm_gmtoff / 60) };
}

/* The instant at an hour of a local day. */
static int64_t
instant(day_number day, int hour)
{
	struct tm local = {
		.tm_year = day / 10000 - 1900,
		.tm_mon = day / 100 % 100 - 1,
		.tm_mday = day % 100,
		.tm_hour = hour,
		.tm_isdst = -1,
	};

	return (int64_t)mktime(&local) * 1000;
}

static enum outcome
check_pin(void *context, const char *request, char **answer, size_t *length, struct err *err)
{
	struct history *history = context;
	int i;

	(void)err;
	for (i = 0; i < history->pin_count; i++)
		if (strcmp(history->pins[i].request, request) == 0)
			break;
	if (i == history->pin_count) {
		assert(i < PIN_CHECKS_MAX);
		history->pins[i].request = alloc_text(request);
		history->pins[i].answer = staff_pin_work(request);
		history->pin_count++;
	}
	*answer = alloc_text(history->pins[i].answer);
	*length = strlen(*answer);
	return RC_OK;
}

void
history_wait(struct history *history, int low_s, int high_s)
{
	history->now_ms += dice_between(&history->dice, low_s * 1000, high_s * 1000);
}

/* ---- giving commands ---- */

static const struct demo_person *
of_group(const struct history *history, const char *group, int which)
{
	const struct demo_person *last = NULL;

	for (size_t i = 0; i < history->people_count; i++) {
		if (strcmp(history->people[i].group, group) != 0)
			continue;
		last = &history->people[i];
		if (which-- == 0)
			break;
	}
	assert(last);
	return last;
}

static enum outcome
give(struct history *history, const char *line, struct err *err)
{
	struct command command;
	struct answer answer = { 0 };
	enum outcome outcome =
	        command_parse(&command, line, false, history->settings.currency.exponent, err);

	if (!outcome)
		outcome = till_do(history->till, &command, &answer, err);
	if (outcome && err && !err->detail[0])
		err_detail(err, "%s", line);
	answer_done(&answer);
	till_view(history->till, &history->view);
	return outcome;
}

/* What this shop answers.  Birthdays are those of grown-ups: the young are sent away elsewhere. */
static const char *
usual_answer(enum question question)
{
	static const char *const answers[QUESTIONS] = {
		[ASK_BIRTH_DATE] = "answer 1984-05-17",
		[ASK_WEIGHT] = "answer 0.420",
		[ASK_PRICE] = "answer 8.50",
		[ASK_QUANTITY] = "answer yes",
		[ASK_AMOUNT] = "answer yes",
		[ASK_WHICH] = "answer 1",
	};

	assert(answers[question]);
	return answers[question];
}

static enum outcome
settle(struct history *history, struct err *err)
{
	const struct demo_person *boss = of_group(history, "supervisor", 0);
	char line[64];
	enum outcome outcome = RC_OK;

	if (boss->number == history->view.person.number)
		boss = of_group(history, "manager", 0);
	while (!outcome) {
		if (history->view.state == TILL_APPROVAL) {
			history_wait(history, 10, 60);
			snprintf(line, sizeof line, "approve %d %s", boss->number, boss->pin);
			outcome = give(history, line, err);
		} else if (history->view.state == TILL_QUESTION) {
			history_wait(history, 3, 8);
			outcome = give(history, usual_answer(history->view.question), err);
		} else {
			break;
		}
	}
	return outcome;
}

enum outcome
history_do(struct history *history, struct err *err, const char *format, ...)
{
	char line[COMMAND_LINE_MAX];
	va_list arguments;
	enum outcome outcome;

	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	outcome = give(history, line, err);
	return outcome ? outcome : settle(history, err);
}

/* ---- a shift ---- */

static enum outcome
sign_on(struct history *history, const struct demo_person *person, struct err *err)
{
	history_wait(history, 5, 30);
	return history_do(history, err, "sign-on %d %s", person->number, person->pin);
}

static enum outcome
open_shift(struct history *history, const struct demo_person *person, struct err *err)
{
	enum outcome outcome = sign_on(history, person, err);

	history->cash = history->card = money_of(0);
	if (!outcome)
		outcome = history_do(history, err, "open-shift " FLOAT);
	if (!outcome)
		history->cash = money_of(FLOAT_MINOR);
	return outcome;
}

/* What the drawer should hold is the till's to say; what the cashier finds differs now and then. */
static enum outcome
count_and_close(struct history *history, struct err *err)
{
	static const int differences[] = { 0, 0, 0, 0, 0, 0, 5, -10, -50, 20, -200 };
	const int kinds = sizeof differences / sizeof differences[0];
	struct number_style plain = number_plain(history->settings.currency.exponent);
	char counted[MONEY_TEXT_MAX], left[MONEY_TEXT_MAX], bank[MONEY_TEXT_MAX],
	        card[MONEY_TEXT_MAX];
	int difference = differences[dice_throw(&history->dice, kinds)];
	struct money cash, float_left;
	enum outcome outcome =
	        shift_expected(history->ledger, SERIES_LIVE, history->view.shift.shift, &cash, err);

	if (outcome)
		return outcome;
	cash.minor += difference;
	float_left = money_min(cash, money_of(FLOAT_MINOR));
	money_text(counted, cash, &plain);
	money_text(left, float_left, &plain);
	money_text(bank, money_sub(cash, float_left), &plain);
	/* more may have gone back onto cards than came from them: nothing is counted then */
	money_text(card, history->card.minor > 0 ? history->card : money_of(0), &plain);
	history_wait(history, 120, 400);
	if ((outcome = history_do(history, err, "count cash %s", counted)) ||
	    (outcome = history_do(history, err, "count card %s", card)))
		return outcome;
	history_wait(history, 60, 200);
	return history_do(history, err, "close-shift %s %s%s", left, bank,
	                  difference ? " \"counted twice\"" : "");
}

static enum outcome
sign_off(struct history *history, struct err *err)
{
	return history->view.signed_on ? history_do(history, err, "sign-off") : RC_OK;
}

/* The papers of the past are out: they would all be printed at the first start otherwise. */
static enum outcome
clear_outbox(struct history *history, struct err *err)
{
	struct outbox_row rows[32];
	size_t count;
	enum outcome outcome;

	while (!(outcome = outbox_list(history->ledger, rows, 32, &count, err)) && count > 0)
		for (size_t i = 0; !outcome && i < count; i++)
			outcome = outbox_done(history->ledger, rows[i].id, false, err);
	return outcome;
}

/* ---- what happens besides customers ---- */

static enum outcome
take_cash_to_safe(struct history *history, struct err *err)
{
	struct number_style plain = number_plain(history->settings.currency.exponent);
	char text[MONEY_TEXT_MAX];
	struct money expected, amount;
	enum outcome outcome = shift_expected(history->ledger, SERIES_LIVE,
	                                      history->view.shift.shift, &expected, err);

	if (outcome || expected.minor < PICKUP_ABOVE_MINOR)
		return outcome;
	amount = money_of((expected.minor - FLOAT_MINOR) / 5000 * 5000);
	history_wait(history, 20, 60);
	return history_do(history, err, "pickup %s", money_text(text, amount, &plain));
}

static enum outcome
small_things(struct history *history, struct err *err)
{
	struct dice *dice = &history->dice;
	enum outcome outcome = RC_OK;

	if (dice_chance(dice, 12))
		outcome = history_do(history, err, "no-sale \"change for the parking meter\"");
	if (!outcome && dice_chance(dice, 8))
		outcome = history_do(history, err, "paid-out %d.50 \"window cleaner\"",
		                     dice_between(dice, 8, 12));
	if (!outcome && dice_chance(dice, 30))
		outcome = demo_shopper_return(history, err);
	return outcome;
}

/* ---- a day ---- */

static enum outcome
serve_hour(struct history *history, day_number day, int hour, struct err *err)
{
	int customers = rhythm[hour] + dice_between(&history->dice, -1, 1);
	enum outcome outcome = RC_OK;

	customers = (customers * history->percent + 99) / 100;
	for (int i = 0; !outcome && i < customers; i++) {
		int64_t comes = instant(day, hour) + HOUR_MS / customers * i;

		/* never back in time: a long basket makes the next one wait */
		if (history->now_ms < comes)
			history->now_ms = comes;
		history_wait(history, 5, 90);
		if (!(outcome = demo_shopper_serve(history, hour, err)))
			outcome = small_things(history, err);
	}
	return outcome ? outcome : take_cash_to_safe(history, err);
}

static enum outcome
serve_hours(struct history *history, day_number day, int from, int until, struct err *err)
{
	enum outcome outcome = RC_OK;

	for (int hour = from; !outcome && hour < until; hour++)
		outcome = serve_hour(history, day, hour, err);
	return outcome;
}

/* Two baskets wait from the evening before: suspended ones survive the close of a day. */
static enum outcome
leave_baskets(struct history *history, struct err *err)
{
	enum outcome outcome = demo_shopper_leave(history, "purse at home, back tomorrow", err);

	return outcome ? outcome : demo_shopper_leave(history, "Mr. Petersen, will ring", err);
}

static enum outcome
play_shift(struct history *history, day_number day, const struct demo_person *person, int from,
           int until, bool last, struct err *err)
{
	enum outcome outcome;

	if ((outcome = open_shift(history, person, err)) ||
	    (outcome = serve_hours(history, day, from, until, err)) ||
	    (last && (outcome = leave_baskets(history, err))) ||
	    (outcome = count_and_close(history, err)))
		return outcome;
	return sign_off(history, err);
}

static enum outcome
close_day(struct history *history, struct err *err)
{
	enum outcome outcome = sign_on(history, of_group(history, "supervisor", 0), err);

	history_wait(history, 60, 180);
	if (outcome || (outcome = history_do(history, err, "close-day")) ||
	    (outcome = sign_off(history, err)))
		return outcome;
	return clear_outbox(history, err);
}

static enum outcome
play_day(struct history *history, day_number day, bool last, struct err *err)
{
	int turn = dice_throw(&history->dice, 3);
	int closes = day_weekday(day) == 6 ? CLOSES_SATURDAY : CLOSES;
	enum outcome outcome;

	history->now_ms = instant(day, OPENS) - 20 * MINUTE_MS;
	if ((outcome = play_shift(history, day, of_group(history, "cashier", turn), OPENS,
	                          SECOND_SHIFT, false, err)) ||
	    (outcome = play_shift(history, day, of_group(history, "cashier", (turn + 1) % 3),
	                          SECOND_SHIFT, closes, last, err)))
		return outcome;
	return close_day(history, err);
}

static enum outcome
play_days(struct history *history, const struct demo_plan *plan, struct err *err)
{
	day_number today = when_day(plan->today);
	int last = 1;
	enum outcome outcome = RC_OK;

	while (day_weekday(day_add(today, -last)) == 7)
		last++;
	for (int ago = plan->days; !outcome && ago >= last; ago--) {
		day_number day = day_add(today, -ago);

		if (day_weekday(day) != 7)
			outcome = play_day(history, day, ago == last, err);
	}
	return outcome;
}

/* ---- opening and closing the till ---- */

static enum outcome
open_till(struct history *history, const char *folder, struct err *err)
{
	struct till_ports ports = {
		.clock = { read_clock, history },
		.pin = check_pin,
		.context = history,
		.demo = true,
	};
	enum outcome outcome;

	if ((outcome = ledger_open(&history->ledger, folder, LEDGER_WRITE_FAST, err)) ||
	    (outcome = settings_load(&history->settings, history->ledger, err)))
		return outcome;
	history->names = name_index_new(history->ledger);
	return till_new(&history->till, history->ledger, &history->settings, history->names, &ports,
	                err);
}

static void
close_till(struct history *history)
{
	if (history->till)
		till_free(&history->till);
	if (history->names)
		name_index_free(&history->names);
	if (history->ledger)
		ledger_close(&history->ledger);
	demo_goods_done(&history->goods);
	for (int i = 0; i < history->pin_count; i++) {
		free(history->pins[i].request);
		free(history->pins[i].answer);
	}
}

enum outcome
demo_history_play(const char *folder, const struct demo_plan *plan, struct err *err)
{
	struct history *history = alloc_zero(1, sizeof *history);
	enum outcome outcome;

	history->dice.state = plan->seed;
	history->percent = plan->percent;
	history->now_ms = instant(day_add(when_day(plan->today), -plan->days), OPENS) - HOUR_MS;
	if (!(outcome = demo_goods_read(&history->goods, err)) &&
	    !(outcome = demo_staff(history->people, &history->people_count, err)) &&
	    !(outcome = open_till(history, folder, err))) {
		till_view(history->till, &history->view);
		outcome = play_days(history, plan, err);
	}
	close_till(history);
	free(history);
	return outcome;
}
