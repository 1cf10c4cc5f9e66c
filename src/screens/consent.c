#include <config.h>

#include "screens/consent.h"

#include <string.h>

#include "ledger/journal.h"

static bool
may_alone(const struct face *face, enum right right)
{
	const struct right_limit *own = &face->view.person.rights[right];

	return own->allowed && !own->four_eyes;
}

void
consent_open(struct face *face, enum right right, void (*open)(struct face *face))
{
	struct command command;

	if (may_alone(face, right) || consent_holds(face, right)) {
		open(face);
		return;
	}
	face->consent = (struct consent){ .right = right, .open = open };
	command_make(&command, CMD_CONSENT, right_name(right), NULL);
	face_do(face, &command);
}

bool
consent_holds(const struct face *face, enum right right)
{
	return may_alone(face, right) ||
	       (consent_approver(face) != 0 && face->consent.right == right);
}

int
consent_approver(const struct face *face)
{
	return face->view.person.number == face->consent.staff ? face->consent.approver : 0;
}

void
consent_given(struct face *face, int64_t seq)
{
	struct consent *consent = &face->consent;
	void (*open)(struct face * face) = consent->open;
	struct entry entry;

	if (!open)
		return;
	if (seq &&
	    journal_read(face->ledger, ledger_till(face->ledger), seq, &entry, NULL) == RC_OK) {
		consent->approver = entry.approver;
		consent->staff = entry.staff;
		entry_done(&entry);
	}
	consent->from = face->top->serial;
	consent->open = NULL;
	open(face);
}

void
consent_look(struct face *face)
{
	if (face->consent.from &&
	    (face->top->serial == face->consent.from || !face_is_open(face, face->consent.from)))
		memset(&face->consent, 0, sizeof(face->consent));
}
