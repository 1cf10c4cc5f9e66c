#include <config.h>

#include "checkout/inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"

const char *
till_answered(const struct till *till, enum question question)
{
	return till->pending.answered[question] ? till->pending.answers[question] : NULL;
}

void
till_ask(struct till *till, enum question question, const char *format, ...)
{
	char asks[sizeof till->pending.asks * 2];
	va_list values;

	va_start(values, format);
	vsnprintf(asks, sizeof asks, format, values);
	va_end(values);
	text_copy(till->pending.asks, sizeof till->pending.asks, asks);
	till->pending.question = question;
	till->pending.waits = true;
}

void
till_drop_pending(struct till *till)
{
	explicit_bzero(&till->pending, sizeof till->pending); /* a PIN may have been in it */
	if (till->state == TILL_QUESTION || till->state == TILL_APPROVAL)
		till->state = till->under;
}

/* ---- what fits as an answer; what it leads to is the command's ---- */

static enum outcome
fits_birth_date(struct till *till, const char *text, struct err *err)
{
	day_number today = when_day(till_now(till)), day;

	if (strcmp(text, "no") == 0)
		return RC_OK;
	if (day_parse_typed(text, till->settings->date_pattern, today, &day, NULL) || day > today)
		return err_set(err, RC_REFUSED, _("type the date of birth, or no"));
	return RC_OK;
}

static enum outcome
fits_qty(struct till *till, const char *text, struct err *err)
{
	int64_t qty_milli;
	enum outcome outcome = qty_parse(text, &qty_milli, err);

	(void)till;
	if (outcome)
		return outcome;
	return qty_milli > 0 ? RC_OK : err_set(err, RC_REFUSED, _("it must be more than nothing"));
}

static enum outcome
fits_price(struct till *till, const char *text, struct err *err)
{
	struct money amount;
	enum outcome outcome = money_parse(text, till->settings->currency.exponent, &amount, err);

	if (outcome)
		return outcome;
	return amount.minor >= 0
	               ? RC_OK
	               : err_set(err, RC_REFUSED, _("amounts are typed without a minus sign"));
}

static enum outcome
fits_yes(struct till *till, const char *text, struct err *err)
{
	(void)till;
	if (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("say yes or no"));
}

/* One of the commands that ring something up instead, with its words. */
static enum outcome
fits_unknown(struct till *till, const char *text, struct err *err)
{
	static const enum command_id instead[] = { CMD_OPEN, CMD_ITEM, CMD_NEW_ITEM };
	struct command command;

	for (size_t i = 0; i < sizeof instead / sizeof instead[0]; i++) {
		const char *name = command_spec(instead[i])->name;
		size_t length = strlen(name);

		if (strncmp(text, name, length) == 0 && text[length] == ' ')
			return command_parse(&command, text, false,
			                     till->settings->currency.exponent, err);
	}
	err_set(err, RC_REFUSED, _("sell it by department, as another item, or set it up"));
	return err_hint(
	        err, "open DEPARTMENT AMOUNT | item CODE | new-item CODE NAME AMOUNT DEPARTMENT");
}

static enum outcome
fits_which(struct till *till, const char *text, struct err *err)
{
	char *end;
	long number = strtol(text, &end, 10);

	if (*text && !*end && number >= 1 && number <= till->pending.which_count)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("choose 1 to %d"), till->pending.which_count);
}

static enum outcome
fits_old_day(struct till *till, const char *text, struct err *err)
{
	(void)till;
	if (strcmp(text, "close") == 0 || strcmp(text, "go-on") == 0)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("say close or go-on"));
}

static enum outcome
fits_reason(struct till *till, const char *text, struct err *err)
{
	(void)till;
	return text[0] ? RC_OK : err_set(err, RC_REFUSED, _("a reason is missing"));
}

static enum outcome
fits_pin(struct till *till, const char *text, struct err *err)
{
	struct staff_row row;
	int number = atoi(command_word(&till->pending.command, "STAFF"));
	enum outcome outcome = staff_get(till->ledger, number, &row, err);

	return outcome ? outcome : staff_pin_check_form(text, row.group, err);
}

typedef enum outcome fits_fn(struct till *till, const char *text, struct err *err);

static fits_fn *const fits[QUESTIONS] = {
	[ASK_BIRTH_DATE] = fits_birth_date,
	[ASK_WEIGHT] = fits_qty,
	[ASK_PRICE] = fits_price,
	[ASK_QUANTITY] = fits_qty,
	[ASK_AMOUNT] = fits_yes,
	[ASK_UNKNOWN] = fits_unknown,
	[ASK_WHICH] = fits_which,
	[ASK_OLD_DAY] = fits_old_day,
	[ASK_REASON] = fits_reason,
	[ASK_NEW_PIN] = fits_pin,
};

enum outcome
do_answer(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct pending *pending = &till->pending;
	enum question question = pending->question;
	const char *text = command->words[0];
	enum outcome outcome = fits[question](till, text, err);

	if (outcome)
		return outcome; /* the question stays */
	pending->answered[question] = true;
	text_copy(pending->answers[question], NOTE_MAX, text);
	pending->waits = false;
	pending->question = ASK_NONE;
	till->state = till->under;
	return till_run(till, answer, err);
}
