#include <config.h>

#include "checkout/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"

/*
 * Who stands at the till.  A PIN takes long to check, so it is done elsewhere (till_ports.pin) and
 * the command ends when the answer comes; till->pin_wait says what for.
 */

/* ---- sessions ---- */

/* Nobody is signed on; the basket stays. */
static void
end_session(struct till *till)
{
	till_drop_pending(till);
	till->signed_on = false;
	till->person = (struct person){ 0 };
	till->selected = 0;
	till->next_qty_milli = till->next_tare_milli = 0;
	till->next_is_weight = false;
	till->state = TILL_LOCKED;
}

/* A day left open is to be closed; only who may, goes on selling into it. */
static void
ask_old_day(struct till *till)
{
	char day[WHEN_TEXT_MAX];

	till->old_day =
	        till->day.open &&
	        till->day.day < when_business_day(till_now(till), till->settings->cutoff_min);
	if (!till->old_day)
		return;
	till->pending.command.id = CMD_ANSWER;
	till_ask(till, ASK_OLD_DAY,
	         _("The day of %s is still open: close it now, or go on selling into it?"),
	         day_text(day, till->day.day, till->settings->date_pattern));
	till->under = till->state;
	till->state = TILL_QUESTION;
}

/* Another's basket is put aside under its owner; an empty one is forgotten. */
static enum outcome
make_room(struct till *till, struct answer *answer, struct err *err)
{
	int owner = till->basket.owner;
	enum outcome outcome;

	if (!basket_is_open(&till->basket) || till->paid || owner == till->person.number)
		return RC_OK;
	if (till->basket.line_count == 0 && till->basket.tender_count == 0) {
		till_basket_gone(till);
		return RC_OK;
	}
	outcome = till_put_aside(till, "", answer, err);
	if (outcome == RC_OK)
		till_remark(answer, _("the basket of %d was put aside"), owner);
	return outcome;
}

static enum outcome
begin_session(struct till *till, int number, struct answer *answer, struct err *err)
{
	struct entry entry;
	enum outcome outcome =
	        staff_person(till->ledger, till->settings, number, &till->person, err);

	if (outcome == RC_OK) {
		till_entry(till, &entry, ENTRY_SIGN_ON);
		outcome = till_append(till, &entry, 0, answer, err);
	}
	if (outcome == RC_OK)
		outcome = make_room(till, answer, err);
	if (outcome) {
		till->person = (struct person){ 0 };
		return outcome;
	}
	till->signed_on = true;
	till_rest(till);
	say_int(answer, "staff", number);
	say_text(answer, "name", till->person.name);
	ask_old_day(till);
	return RC_OK;
}

/* A supervisor takes over the till with the basket on it. */
static enum outcome
take_over(struct till *till, int number, struct answer *answer, struct err *err)
{
	struct person person;
	struct entry entry;
	int from = till->basket.owner;
	enum outcome outcome = staff_person(till->ledger, till->settings, number, &person, err);

	if (outcome)
		return outcome;
	if (!person.rights[RIGHT_TAKE_OVER].allowed)
		return err_set(err, RC_REFUSED, _("%s may not %s"), person.name,
		               right_label(RIGHT_TAKE_OVER));
	till_entry(till, &entry, ENTRY_TAKE_OVER);
	entry.staff = number;
	text_copy(entry.is.take_over.basket, ID_TEXT_MAX, till->basket.id);
	entry.is.take_over.from_staff = from;
	outcome = till_append(till, &entry, 0, answer, err);
	if (outcome)
		return outcome;
	till->basket.owner = number;
	till_changed(till, 0, 0, answer);
	return begin_session(till, number, answer, err);
}

/* ---- PINs ---- */

/* Wrong number and wrong PIN look and last the same. */
static enum outcome
wrong_pin(struct till *till, struct answer *answer, struct err *err)
{
	struct entry entry;
	struct staff_row row;
	bool known = staff_get(till->ledger, till->pin_staff, &row, NULL) == RC_OK;
	int tries = 0;
	enum outcome outcome =
	        staff_tried(till->ledger, till->pin_staff, false, till_now(till), &tries, err);

	if (outcome)
		return outcome;
	till_entry(till, &entry, ENTRY_SIGN_FAILED);
	entry.staff = known ? till->pin_staff : 0;
	entry.is.sign.tries = tries;
	outcome = till_append(till, &entry, 0, answer, err);
	return outcome ? outcome : err_set(err, RC_REFUSED, _("number or PIN is wrong"));
}

static enum outcome
right_pin(struct till *till, enum pin_wait was_for, struct answer *answer, struct err *err)
{
	int tries;
	enum outcome outcome =
	        staff_tried(till->ledger, till->pin_staff, true, till_now(till), &tries, err);

	if (outcome)
		return outcome;
	if (was_for == PIN_APPROVE)
		return till_approved(till, till->pin_staff, answer, err);
	if (was_for == PIN_TAKE_OVER)
		return take_over(till, till->pin_staff, answer, err);
	return begin_session(till, till->pin_staff, answer, err);
}

/* The PIN just chosen is on record as its hash; that also signs on. */
static enum outcome
pin_chosen(struct till *till, const char *hash, struct answer *answer, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	till_entry(till, &entry, ENTRY_STAFF);
	entry.staff = till->pin_staff;
	outcome = staff_change_row(till->ledger, till->pin_staff, STAFF_PIN, hash, &entry, err);
	return outcome ? outcome : begin_session(till, till->pin_staff, answer, err);
}

enum outcome
till_pin_result(struct till *till, const char *text, size_t length, struct answer *answer,
                struct err *err)
{
	enum pin_wait was_for = till->pin_wait;
	bool matches = false;
	char hash[PIN_HASH_MAX] = "";

	till->pin_wait = PIN_NONE;
	if (!staff_pin_answer(text, length, &matches, hash))
		return err_set(err, RC_OFFLINE, _("the PIN could not be checked: try again"));
	if (was_for == PIN_CHOSEN)
		return pin_chosen(till, hash, answer, err);
	return matches ? right_pin(till, was_for, answer, err) : wrong_pin(till, answer, err);
}

/* Sends a request to whoever hashes; goes on at once where the answer is there already. */
static enum outcome
send(struct till *till, char *request, struct answer *answer, struct err *err)
{
	char *text = NULL;
	size_t length = 0;
	enum outcome outcome = till->ports.pin(till->ports.context, request, &text, &length, err);

	explicit_bzero(request, strlen(request));
	free(request);
	if (outcome) {
		till->pin_wait = PIN_NONE;
		return outcome;
	}
	if (!text) {
		answer->effects |= EFFECT_PENDING;
		return RC_OK;
	}
	outcome = till_pin_result(till, text, length, answer, err);
	free(text);
	return outcome;
}

/* Someone's hash to check an unknown number against: it takes as long and cannot match, since the
 * number is part of what is hashed. */
static void
any_hash(struct till *till, char hash[static PIN_HASH_MAX])
{
	struct staff_row rows[9];
	size_t count = 0;

	if (staff_list(till->ledger, rows, sizeof rows / sizeof rows[0], &count, NULL))
		return;
	for (size_t i = 0; i < count; i++)
		if (rows[i].pin_hash[0])
			memcpy(hash, rows[i].pin_hash, PIN_HASH_MAX);
}

static enum outcome
needs_pepper(const struct till *till, struct err *err)
{
	if (!ledger_needs_pepper(till->ledger))
		return RC_OK;
	err_set(err, RC_REFUSED, _("no PIN can be checked: the file keys/pepper is lost"));
	return err_hint(err, "%s", _("make a new PIN with the recovery sheet: ringup recover"));
}

enum outcome
till_check_pin(struct till *till, int staff, const char *pin, enum pin_wait then,
               struct answer *answer, struct err *err)
{
	struct staff_row row = { 0 };
	enum outcome outcome = staff_may_try(till->ledger, staff, till_now(till), err);

	if (!outcome)
		outcome = needs_pepper(till, err);
	if (outcome)
		return outcome;
	if (staff_get(till->ledger, staff, &row, NULL) || row.left || !row.pin_hash[0])
		any_hash(till, row.pin_hash);
	till->pin_wait = then;
	till->pin_staff = staff;
	return send(till,
	            staff_pin_request(row.pin_hash, pin,
	                              row.number == staff && !row.left ? staff : 0,
	                              ledger_pepper(till->ledger)),
	            answer, err);
}

static enum outcome
hash_new_pin(struct till *till, const char *pin, struct answer *answer, struct err *err)
{
	enum outcome outcome = needs_pepper(till, err);

	if (outcome)
		return outcome;
	till->pin_wait = PIN_CHOSEN;
	return send(till,
	            staff_pin_request(NULL, pin, till->pin_staff, ledger_pepper(till->ledger)),
	            answer, err);
}

/* ---- commands ---- */

enum outcome
do_sign_on(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	int number = atoi(command_word(command, "STAFF"));
	struct staff_row row;
	bool known = staff_get(till->ledger, number, &row, NULL) == RC_OK;

	if (known && !row.left && row.pin_hash[0] == '\0') {
		const char *chosen = till_answered(till, ASK_NEW_PIN);

		till->pin_staff = number;
		if (chosen)
			return hash_new_pin(till, chosen, answer, err);
		till_ask(till, ASK_NEW_PIN, _("%s has no PIN yet: choose one"), row.name);
		return RC_OK;
	}
	return till_check_pin(till, number, command_word(command, "PIN"), PIN_SIGN_ON, answer, err);
}

enum outcome
do_take_over(struct till *till, const struct command *command, struct answer *answer,
             struct err *err)
{
	if (!basket_is_open(&till->basket) || till->paid)
		return err_set(err, RC_REFUSED, _("there is no basket to take over: sign on"));
	return till_check_pin(till, atoi(command_word(command, "STAFF")),
	                      command_word(command, "PIN"), PIN_TAKE_OVER, answer, err);
}

static enum outcome
leave(struct till *till, enum entry_kind kind, struct answer *answer, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	till_entry(till, &entry, kind);
	outcome = till_append(till, &entry, 0, answer, err);
	if (outcome)
		return outcome;
	end_session(till);
	answer->effects |= EFFECT_LOCKED;
	return RC_OK;
}

enum outcome
do_sign_off(struct till *till, const struct command *command, struct answer *answer,
            struct err *err)
{
	(void)command;
	return leave(till, ENTRY_SIGN_OFF, answer, err);
}

enum outcome
do_lock(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	(void)command;
	return leave(till, ENTRY_LOCK, answer, err);
}
