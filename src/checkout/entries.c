#include <config.h>

#include <string.h>

#include "base/text.h"
#include "checkout/inside.h"

/* Entries and their time: every entry the till writes goes through here. */

enum { CLOCK_JUMP_MS = 2 * 60 * 1000 };
#define DAY_MS INT64_C(86400000)
#define FIRST_MS INT64_C(1577836800000) /* 2020: no till can have seen an earlier moment */

/* Time goes on after the last entry.  Only where that stands more than a day ahead, and the clock
 * may well be right, was the clock wrong before: it is not waited for. */
struct when
till_now(const struct till *till)
{
	struct when now = till->ports.clock.now(till->ports.clock.context);
	int64_t ahead_ms = till->last_at.utc_ms - now.utc_ms;

	if (ahead_ms > 0 && (ahead_ms < DAY_MS || now.utc_ms < FIRST_MS))
		now.utc_ms = till->last_at.utc_ms;
	return now;
}

/* Of the open day; else the day that the next shift would open, which is never before the last. */
day_number
till_business_day(const struct till *till)
{
	day_number today = when_business_day(till_now(till), till->settings->cutoff_min);

	return till->day.open || till->day.day > today ? till->day.day : today;
}

void
till_header(const struct till *till, struct entry *entry)
{
	entry->till = ledger_till(till->ledger);
	entry->series = till->series;
	entry->at = till_now(till);
	entry->day = till_business_day(till);
	entry->staff = till->person.number;
	entry->approver = till_approver(till);
}

void
till_entry(struct till *till, struct entry *entry, enum entry_kind kind)
{
	entry_init(entry, kind);
	till_header(till, entry);
}

enum outcome
till_append(struct till *till, struct entry *entry, unsigned after, struct answer *answer,
            struct err *err)
{
	struct err why = { 0 };
	enum outcome outcome = till_begin(till, err);

	if (outcome)
		return outcome;
	if (till->training)
		after &= ~AFTER_BIT(AFTER_DRAWER); /* practice never opens the drawer */
	outcome = ledger_append(till->ledger, entry, after, &why);
	if (outcome) {
		till->unknown = outcome == RC_UNKNOWN;
		if (err)
			*err = why;
		return outcome;
	}
	till->last_at = entry->at;
	if (answer) {
		answer->seq = entry->seq;
		if (after)
			answer->effects |= EFFECT_OUTBOX;
	}
	return RC_OK;
}

/* ---- the clock ---- */

/* A clock that was set, by more than two minutes, is an entry: times in the journal then read as
 * they were meant.  Without a monotonic clock to compare with only a step back can be known. */
enum outcome
till_watch_clock(struct till *till, struct err *err)
{
	int64_t wall_ms = till->ports.clock.now(till->ports.clock.context).utc_ms;
	int64_t monotonic_ms = till->ports.monotonic_ms ? till->ports.monotonic_ms() : 0;
	bool comparable = till->ports.monotonic_ms && till->clock_seen; /* not over a restart */
	int64_t passed_ms = comparable ? monotonic_ms - till->last_monotonic_ms : 0;
	int64_t expected_ms = till->last_wall_ms + passed_ms;
	struct entry entry;

	till->clock_seen = true;
	till->last_wall_ms = wall_ms;
	till->last_monotonic_ms = monotonic_ms;
	if (wall_ms > expected_ms - CLOCK_JUMP_MS &&
	    (!comparable || wall_ms < expected_ms + CLOCK_JUMP_MS))
		return RC_OK;
	till_entry(till, &entry, ENTRY_CLOCK);
	entry.is.clock.before_ms = expected_ms;
	entry.is.clock.after_ms = wall_ms;
	till->clock_set = true;
	return till_append(till, &entry, 0, NULL, err);
}

int64_t
till_clock_behind_ms(const struct till *till)
{
	int64_t behind_ms =
	        till->last_at.utc_ms - till->ports.clock.now(till->ports.clock.context).utc_ms;

	return behind_ms > CLOCK_JUMP_MS ? behind_ms : 0;
}

/* Business time goes on after the last entry. */
enum outcome
till_find_time(struct till *till, struct err *err)
{
	struct entry entry;
	int64_t last = ledger_last_seq(till->ledger);
	enum outcome outcome;

	if (last == 0)
		return RC_OK;
	outcome = journal_read(till->ledger, ledger_till(till->ledger), last, &entry, err);
	if (outcome)
		return outcome;
	till->last_at = entry.at;
	till->last_wall_ms = entry.at.utc_ms;
	entry_done(&entry);
	return RC_OK;
}
