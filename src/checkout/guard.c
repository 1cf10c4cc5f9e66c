#include <config.h>

#include <assert.h>

#include "base/gettext.h"
#include "checkout/inside.h"

/* Whether a command may be given now: its states and guards, and the sentence when it may not.  No
 * command looks at these things again. */

static bool
basket_stands(const struct till *till)
{
	return basket_is_open(&till->basket) && !till->paid;
}

/* ---- guards ---- */

static bool
has_sign_on(const struct till *till)
{
	return till->signed_on;
}

static bool
has_shift(const struct till *till)
{
	return till->shift_open;
}

static bool
has_lines(const struct till *till)
{
	return basket_stands(till) && basket_open_lines(&till->basket) > 0;
}

static bool
has_no_basket(const struct till *till)
{
	return !basket_stands(till);
}

static bool
has_no_tenders(const struct till *till)
{
	return till->paid || till->basket.tender_count == 0;
}

static bool
has_no_shift(const struct till *till)
{
	return !till->shift_open;
}

static bool
has_no_gap(const struct till *till)
{
	return !till->has_gap;
}

static bool
has_day(const struct till *till)
{
	return till->day.open;
}

static bool
has_today(const struct till *till)
{
	return !till->old_day;
}

static bool
serves_others(const struct till *till)
{
	return !basket_stands(till) ||
	       !till_is_own(till, till->basket.customer, till->person.number);
}

/* In the order in which they are best told.  Hints that name a command are that command's word. */
static const struct {
	enum guard guard;
	bool (*holds)(const struct till *till);
	const char *sentence, *hint;
} guards[] = {
	{ NEEDS_SIGN_ON, has_sign_on, N_("nobody is signed on"), "sign-on" },
	{ NEEDS_NO_GAP, has_no_gap,
	  N_("entries are missing: selling is closed until a manager accepts it"), "accept-gap" },
	{ NEEDS_TODAY, has_today, N_("an old day is still open: close it first"), "close-day" },
	{ NEEDS_SHIFT, has_shift, N_("no shift is open"), "open-shift" },
	{ NEEDS_NO_SHIFT, has_no_shift, N_("a shift is open: close it first"), "close-shift" },
	{ NEEDS_DAY, has_day, N_("no day is open"), "open-shift" },
	{ NEEDS_NO_BASKET, has_no_basket,
	  N_("there is an open basket: pay, suspend or cancel it first"), "suspend" },
	{ NEEDS_OTHERS, serves_others,
	  N_("nobody serves themselves: let another take over this basket"), "suspend" },
	{ NEEDS_LINES, has_lines, N_("nothing is rung up"), "ring" },
	{ NEEDS_NO_TENDERS, has_no_tenders, N_("something is paid already: take it back first"),
	  "take-back" },
};

static enum outcome
check_guards(const struct till *till, unsigned needed, struct err *err)
{
	unsigned told = 0;

	for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++) {
		told |= guards[i].guard;
		if (!(needed & guards[i].guard) || guards[i].holds(till))
			continue;
		err_set(err, RC_REFUSED, "%s", _(guards[i].sentence));
		return err_hint(err, "%s", guards[i].hint);
	}
	assert(!(needed & ~told));
	return RC_OK;
}

/* ---- states ---- */

/* Why a command does not fit a state, and what leads to where it fits. */
static const struct {
	const char *sentence, *hint;
} in_state[TILL_STATES] = {
	[TILL_LOCKED] = { N_("the till is locked: sign on first"), "sign-on" },
	[TILL_READY] = { N_("nothing is rung up"), "ring" },
	[TILL_RINGING] = { N_("first the basket: total, suspend or cancel"), "total" },
	[TILL_TENDERING] = { N_("payment has begun: back leads to ringing up"), "back" },
	[TILL_CHANGE] = { N_("the sale is complete"), "ring" },
	[TILL_APPROVAL] = { N_("someone must agree first, or go back"), "approve" },
	[TILL_QUESTION] = { N_("the question must be answered first, or go back"), "answer" },
};

/* Commands whose place is so particular that the state says little about why they do not fit. */
static const struct {
	enum command_id id;
	const char *sentence, *hint;
} out_of_place[] = {
	{ CMD_SIGN_ON, N_("someone is signed on: sign off or lock first"), "sign-off" },
	{ CMD_TAKE_OVER, N_("the till is not locked: only a locked one is taken over"), "lock" },
	{ CMD_ANSWER, N_("nothing is asked"), "" },
	{ CMD_APPROVE, N_("nobody has to agree to anything now"), "" },
	{ CMD_RECEIPT, N_("no receipt waits: reprint makes a copy of an earlier one"), "reprint" },
};

/* A side state is told first: in it nothing else fits either. */
static enum outcome
refuse_state(const struct till *till, enum command_id id, struct err *err)
{
	bool aside = till->state == TILL_QUESTION || till->state == TILL_APPROVAL;

	for (size_t i = 0; !aside && i < sizeof out_of_place / sizeof out_of_place[0]; i++) {
		if (out_of_place[i].id != id || till->state == TILL_LOCKED)
			continue;
		err_set(err, RC_REFUSED, "%s", _(out_of_place[i].sentence));
		return err_hint(err, "%s", out_of_place[i].hint);
	}
	err_set(err, RC_REFUSED, "%s", _(in_state[till->state].sentence));
	return err_hint(err, "%s", in_state[till->state].hint);
}

enum outcome
till_may(const struct till *till, enum command_id id, struct err *err)
{
	const struct command_spec *spec = command_spec(id);
	struct err guard;

	if (till->unknown) {
		err_set(err, RC_UNKNOWN,
		        _("it is not known yet whether the last step was recorded"));
		return err_hint(
		        err, _("do not ring it again: start the program anew, which settles it"));
	}
	if (spec->states & 1u << till->state)
		return check_guards(till, spec->guards, err);
	/* Without a shift the missing shift is the better reason than the missing basket. */
	if ((till->state == TILL_READY || till->state == TILL_CHANGE) &&
	    check_guards(till, spec->guards, &guard)) {
		if (err)
			*err = guard;
		return guard.outcome;
	}
	return refuse_state(till, id, err);
}
