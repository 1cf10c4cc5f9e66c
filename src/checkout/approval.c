#include <config.h>

#include "checkout/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"

/*
 * Consent in place: a second person agrees to one command.  Nothing stays open afterwards: the
 * approver is part of the pending command and goes with it.
 */

static const struct reach nothing_special;

static bool
reaches(const struct right_limit *limit, const struct reach *reach)
{
	if (!limit->allowed)
		return false;
	if (limit->amount.minor > 0 && money_cmp(reach->amount, limit->amount) > 0)
		return false;
	if (limit->percent_ppm > 0 && reach->percent_ppm > limit->percent_ppm)
		return false;
	return limit->count == 0 || reach->count <= limit->count;
}

bool
till_agrees(struct till *till, enum right right, const struct reach *reach)
{
	struct pending *pending = &till->pending;
	const struct right_limit *own = &till->person.rights[right];

	if (!reach)
		reach = &nothing_special;
	if (reaches(own, reach) && !own->four_eyes)
		return true;
	if (pending->agreed && reaches(&pending->approver.rights[right], reach)) {
		pending->approver_used = pending->approver.number;
		return true;
	}
	pending->needs = right;
	pending->reach = *reach;
	pending->question = ASK_NONE;
	pending->waits = true;
	snprintf(pending->asks, sizeof pending->asks,
	         _("To %s someone who may must agree: number and PIN"), right_label(right));
	return false;
}

int
till_approver(const struct till *till)
{
	return till->pending.approver_used;
}

enum outcome
do_approve(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	int staff = atoi(command_word(command, "STAFF"));

	if (staff == till->person.number) {
		err_set(err, RC_REFUSED, _("nobody can agree to what they do themselves"));
		return err_hint(err, _("another person must give number and PIN"));
	}
	return till_check_pin(till, staff, command_word(command, "PIN"), PIN_APPROVE, answer, err);
}

enum outcome
till_approved(struct till *till, int staff, struct answer *answer, struct err *err)
{
	struct pending *pending = &till->pending;
	struct person approver;
	enum outcome outcome = staff_person(till->ledger, till->settings, staff, &approver, err);

	if (outcome)
		return outcome;
	if (!reaches(&approver.rights[pending->needs], &pending->reach))
		return err_set(err, RC_REFUSED, _("%s may not %s to this extent"), approver.name,
		               right_label(pending->needs));
	pending->agreed = true;
	pending->approver = approver;
	pending->waits = false;
	till->state = till->under;
	return till_run(till, answer, err);
}
