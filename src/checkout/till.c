#include <config.h>

#include "checkout/till.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "checkout/argument.h"
#include "checkout/inside.h"
#include "checkout/taxes.h"

/* ---- which function does which command ---- */

static act_fn do_old_day, do_back;

static act_fn *const acts[COMMAND_IDS] = {
	[CMD_SIGN_ON] = do_sign_on,
	[CMD_SIGN_OFF] = do_sign_off,
	[CMD_LOCK] = do_lock,
	[CMD_TAKE_OVER] = do_take_over,
	[CMD_OPEN_SHIFT] = do_open_shift,
	[CMD_COUNT] = do_count,
	[CMD_CLOSE_SHIFT] = do_close_shift,
	[CMD_CLOSE_DAY] = do_close_day,
	[CMD_RING] = do_ring,
	[CMD_ITEM] = do_item,
	[CMD_OPEN] = do_open,
	[CMD_PRESET] = do_preset,
	[CMD_QUANTITY] = do_quantity,
	[CMD_WEIGHT] = do_weight,
	[CMD_TARE] = do_tare,
	[CMD_REPEAT] = do_repeat,
	[CMD_SELECT] = do_select,
	[CMD_VOID] = do_void,
	[CMD_CANCEL] = do_cancel,
	[CMD_PRICE] = do_price,
	[CMD_DISCOUNT] = do_discount,
	[CMD_TAX] = do_tax,
	[CMD_WAY] = do_way,
	[CMD_EXEMPT] = do_exempt,
	[CMD_CUSTOMER] = do_customer,
	[CMD_EMPTIES] = do_empties,
	[CMD_COUPON] = do_coupon,
	[CMD_EXPLAIN] = do_explain,
	[CMD_BUYER] = do_buyer,
	[CMD_NOTE] = do_note,
	[CMD_SUSPEND] = do_suspend,
	[CMD_RECALL] = do_recall,
	[CMD_SUSPENDED] = do_suspended,
	[CMD_FIND] = do_find,
	[CMD_CHECK] = do_check,
	[CMD_NEW_ITEM] = do_new_item,
	[CMD_TOTAL] = do_total,
	[CMD_BACK] = do_back,
	[CMD_ANSWER] = do_old_day, /* the one question that no command asked */
	[CMD_CONSENT] = do_consent,
	[CMD_APPROVE] = do_approve,
	[CMD_CASH] = do_cash,
	[CMD_CARD] = do_card,
	[CMD_TENDER] = do_tender,
	[CMD_TAKE_BACK] = do_take_back,
	[CMD_RECEIPT] = do_receipt,
	[CMD_REPRINT] = do_reprint,
	[CMD_RETURN] = do_return,
	[CMD_RETURN_ITEM] = do_return_item,
	[CMD_REFUND] = do_refund,
	[CMD_POST_VOID] = do_post_void,
	[CMD_NO_SALE] = do_no_sale,
	[CMD_PAID_IN] = do_paid_in,
	[CMD_PAID_OUT] = do_paid_out,
	[CMD_PICKUP] = do_pickup,
	[CMD_LOAN] = do_loan,
	[CMD_X_REPORT] = do_x_report,
	[CMD_Z_REPORT] = do_z_report,
	[CMD_TRAINING] = do_training,
	[CMD_ACCEPT_GAP] = do_accept_gap,
	[CMD_CLEAR] = do_back,
};

/* ---- commands ---- */

void
answer_done(struct answer *answer)
{
	buf_done(&answer->json);
}

static void
answer_begin(struct answer *answer)
{
	answer->effects = 0;
	answer->note[0] = '\0';
	answer->seq = 0;
	buf_clear(&answer->json);
}

static void
say_waiting(const struct till *till, struct answer *answer)
{
	const struct pending *pending = &till->pending;

	if (pending->question == ASK_NONE) {
		say_text(answer, "needs", right_name(pending->needs));
		say_text(answer, "asks", pending->asks);
		return;
	}
	say_text(answer, "asks", question_name(pending->question));
	say_text(answer, "text", pending->asks);
	if (pending->question == ASK_WHICH)
		say_items(till, answer, "which", pending->which, (size_t)pending->which_count);
	if (pending->question == ASK_REASON)
		say_reasons(till, answer);
}

/* The last thing of every command. */
static void
answer_end(const struct till *till, struct answer *answer)
{
	answer->state = till->state;
	if (till->state == TILL_QUESTION || till->state == TILL_APPROVAL)
		say_waiting(till, answer);
	if (answer->note[0])
		say_text(answer, "note", answer->note);
}

/* That there is nothing to switch is a better reason than what is in the way of it. */
static bool
is_no_switch(const struct till *till, const struct command *command)
{
	return command->id == CMD_TRAINING && till->state == TILL_READY && command->count > 0 &&
	       strcmp(command->words[0], till->training ? "on" : "off") == 0;
}

/* What nobody's consent would help is refused before somebody is called for it. */
static enum outcome
refuse_at_once(struct till *till, const struct command *command, struct err *err)
{
	if (command->id == CMD_EXEMPT)
		return taxes_check_exempt(till, command, err);
	if (command->id == CMD_TAX)
		return taxes_check_tax(till, command, err);
	if (is_no_switch(till, command))
		return err_set(err, RC_REFUSED,
		               till->training ? _("training is on already")
		                              : _("training is off already"));
	return RC_OK;
}

enum outcome
till_run(struct till *till, struct answer *answer, struct err *err)
{
	struct pending *pending = &till->pending;
	struct command command = pending->command;
	const struct command_spec *spec = command_spec(command.id);
	enum outcome outcome = RC_OK;

	pending->approver_used = 0;
	outcome = refuse_at_once(till, &command, err);
	if (outcome == RC_OK &&
	    (spec->right == RIGHT_COUNT || till_agrees(till, spec->right, NULL)))
		outcome = acts[command.id](till, &command, answer, err);
	if (outcome == RC_OK && pending->waits) {
		if (till->state != TILL_QUESTION && till->state != TILL_APPROVAL)
			till->under = till->state;
		till->state = pending->question == ASK_NONE ? TILL_APPROVAL : TILL_QUESTION;
		return RC_OK;
	}
	till_drop_pending(till);
	explicit_bzero(&command, sizeof command);
	return outcome;
}

/* Texts for people are cleaned as they enter; a card number enters nowhere. */
static enum outcome
clean_text(const struct command_argument *argument, const char *word, char out[static NOTE_MAX],
           struct err *err)
{
	enum outcome outcome = text_clean(out, NOTE_MAX, word, strlen(word), err);

	if (outcome)
		return outcome;
	if (text_has_card_number(out)) {
		err_set(err, RC_REFUSED, _("this looks like a card number, which is never kept"));
		return err_hint(err, _("the last four digits are enough"));
	}
	if (out[0] == '\0' && argument->depth == 0 && strcmp(argument->name, "REASON") == 0)
		return err_set(err, RC_REFUSED, _("a reason is missing"));
	return RC_OK;
}

/* A screen fills in forms and a script writes lines: what arrives here obeys the same grammar. */
static enum outcome
clean(const struct till *till, const struct command *command, struct command *out, struct err *err)
{
	const struct command_spec *spec = command_spec(command->id);
	struct command_argument argument;
	enum outcome outcome = RC_OK;

	*out = *command;
	for (int i = 0; i < command->count && command_argument(spec, i, &argument); i++) {
		const char *word = command->words[i];
		fits_fn *fits = argument_fits(spec, &argument);

		if (command_argument_is_text(&argument))
			outcome = clean_text(&argument, word, out->words[i], err);
		else if (fits && (word[0] || argument.depth == 0))
			outcome = fits(word, till->settings->currency.exponent, err);
		if (outcome)
			return outcome;
	}
	return RC_OK;
}

/* Commands that are about the pending one rather than a new one. */
static enum outcome
do_aside(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	if (command->id == CMD_ANSWER)
		return do_answer(till, command, answer, err);
	if (command->id == CMD_APPROVE)
		return do_approve(till, command, answer, err);
	if (command->id == CMD_LOCK)
		return do_lock(till, command, answer, err);
	return do_back(till, command, answer, err);
}

/* Where nothing else is to be said. */
static void
say_clock(struct till *till, struct answer *answer)
{
	if (!till->clock_set || answer->note[0])
		return;
	till->clock_set = false;
	till_remark(answer, _("the clock of this machine was set: it is in the journal"));
}

enum outcome
till_do(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct command cleaned;
	enum outcome outcome = RC_OK;

	answer_begin(answer);
	if (till->pin_wait != PIN_NONE)
		outcome = err_set(err, RC_BUSY, _("a PIN is being checked"));
	if (outcome == RC_OK && !is_no_switch(till, command))
		outcome = till_may(till, command->id, err);
	if (outcome == RC_OK)
		outcome = clean(till, command, &cleaned, err);
	if (outcome == RC_OK)
		outcome = till_watch_clock(till, err);
	catalogue_at(till->ledger, till_now(till).utc_ms);
	if (outcome == RC_OK && (till->state == TILL_QUESTION || till->state == TILL_APPROVAL)) {
		outcome = do_aside(till, &cleaned, answer, err);
	} else if (outcome == RC_OK) {
		till->pending = (struct pending){ .command = cleaned };
		outcome = till_run(till, answer, err);
	}
	if (outcome)
		buf_clear(&answer->json);
	else
		say_clock(till, answer);
	answer_end(till, answer);
	return outcome;
}

enum outcome
till_resume(struct till *till, const char *pin_answer, size_t length, struct answer *answer,
            struct err *err)
{
	enum outcome outcome;

	assert(till->pin_wait != PIN_NONE);
	answer_begin(answer);
	outcome = till_pin_result(till, pin_answer, length, answer, err);
	if (outcome)
		buf_clear(&answer->json);
	answer_end(till, answer);
	return outcome;
}

/* ---- steps back ---- */

void
till_rest(struct till *till)
{
	till->state = basket_is_open(&till->basket) && !till->paid ? TILL_RINGING : TILL_READY;
	if (till->paid)
		basket_clear(&till->basket);
	till->paid = false;
}

/* A basket that holds nothing but who it is for. */
static void
leave_empty(struct till *till)
{
	till_basket_gone(till);
	till->state = TILL_READY;
}

/* One step: a question, a typed quantity, a marked line, payment, the result of a sale. */
static enum outcome
do_back(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	(void)command;
	(void)err;
	if (till->state == TILL_QUESTION || till->state == TILL_APPROVAL)
		till_drop_pending(till);
	else if (till->next_qty_milli != 0)
		till->next_qty_milli = 0;
	else if (till->next_tare_milli != 0)
		till->next_tare_milli = 0;
	else if (till->selected != 0)
		till->selected = 0;
	else if (till->state == TILL_RINGING && till->basket.line_count == 0 &&
	         till->basket.tender_count == 0)
		leave_empty(till);
	else
		till_rest(till);
	if (till->state == TILL_RINGING || till->state == TILL_TENDERING)
		say_basket(till, answer);
	return RC_OK;
}

static enum outcome
do_old_day(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const char *text = till_answered(till, ASK_OLD_DAY);
	struct entry entry;
	enum outcome outcome;

	(void)command;
	assert(text);
	if (strcmp(text, "go-on") != 0) {
		till_remark(answer, _("close the shift, then the day"));
		return RC_OK;
	}
	if (!till_agrees(till, RIGHT_OLD_DAY, NULL))
		return RC_OK;
	till_entry(till, &entry, ENTRY_OLD_DAY);
	entry.is.old_day.today = when_business_day(entry.at, till->settings->cutoff_min);
	outcome = till_append(till, &entry, 0, answer, err);
	till->old_day = outcome != RC_OK;
	return outcome;
}
