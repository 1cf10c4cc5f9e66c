#include <config.h>

#include "checkout/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/customers.h"

/*
 * Consent in place: a second person agrees to one command.  Nothing stays open afterwards: the
 * approver is part of the pending command and goes with it.
 */

static const struct reach nothing_special;

/* Somebody whose date of birth is not on record counts as old enough: the shop knows its people. */
static bool
is_old_enough(const struct till *till, const struct person *person, int min_age)
{
	return min_age <= 0 || person->born == 0 ||
	       years_between(person->born, when_day(till_now(till))) >= min_age;
}

static bool
reaches(const struct till *till, const struct person *person, enum right right,
        const struct reach *reach)
{
	const struct right_limit *limit = &person->rights[right];

	if (!limit->allowed || !is_old_enough(till, person, reach->min_age))
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
	if (reaches(till, &till->person, right, reach) && !own->four_eyes)
		return true;
	if (pending->agreed && reaches(till, &pending->approver, right, reach)) {
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

/* A customer of the group staff-3 is number 3 of the staff. */
bool
till_is_own(const struct till *till, int64_t customer, int staff)
{
	struct customer_row row;
	char group[20];

	snprintf(group, sizeof group, "staff-%d", staff);
	return customer != 0 && customer_get(till->ledger, customer, &row, NULL) == RC_OK &&
	       customer_in_group(&row, group);
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
	if (!till->paid && till_is_own(till, till->basket.customer, staff))
		return err_set(err, RC_REFUSED, _("nobody agrees to what they buy themselves"));
	if (!is_old_enough(till, &approver, pending->reach.min_age))
		return err_set(err, RC_REFUSED, _("%s is too young to agree to this"),
		               approver.name);
	if (!reaches(till, &approver, pending->needs, &pending->reach))
		return err_set(err, RC_REFUSED, _("%s may not %s to this extent"), approver.name,
		               right_label(pending->needs));
	pending->agreed = true;
	pending->approver = approver;
	pending->waits = false;
	till->state = till->under;
	return till_run(till, answer, err);
}

/* ---- consent to see or change something, for as long as it is open ---- */

static const enum right rooms[] = { RIGHT_JOURNAL, RIGHT_EXPECTED, RIGHT_SETUP, RIGHT_STAFF,
	                            RIGHT_NEW_ITEM };

static bool
find_room(const char *name, enum right *right)
{
	for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
		if (strcmp(right_name(rooms[i]), name) == 0) {
			*right = rooms[i];
			return true;
		}
	}
	return false;
}

/* Who may alone needs nobody, and leaves no entry. */
enum outcome
do_consent(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const char *name = command_word(command, "RIGHT");
	enum outcome outcome = RC_OK;
	struct entry entry;
	enum right right;

	if (!find_room(name, &right))
		return err_set(err, RC_REFUSED,
		               _("\"%s\" is none of journal, expected, set-up, staff, new-item"),
		               name);
	if (!till_agrees(till, right, NULL))
		return RC_OK;
	if (till_approver(till)) {
		till_entry(till, &entry, ENTRY_CONSENT);
		text_copy(entry.is.consent.right, sizeof entry.is.consent.right, name);
		outcome = till_append(till, &entry, 0, answer, err);
	}
	if (outcome == RC_OK)
		answer->effects |= EFFECT_CONSENT;
	return outcome;
}
