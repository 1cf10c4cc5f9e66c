/*
 * What the till does when nobody asks for anything, in slices of a few milliseconds: first the
 * names for search, then the checkpoint, then old entries are checked one after another.
 */
#include <config.h>

#include <stdio.h>

#include "base/gettext.h"
#include "base/log.h"
#include "base/text.h"
#include "ledger/journal.h"
#include "ledger/shifts.h"
#include "counter/inside.h"

#define SLICE_ENTRIES 20

static void
found_trouble(struct counter *counter, const struct err *err)
{
	log_line("checking old entries, at %lld: %s", (long long)counter->idle.verify_seq,
	         err->msg);
	text_copy(counter->idle.trouble, sizeof counter->idle.trouble, err->msg);
	counter_changed(counter);
}

/* True while there is more to check. */
static bool
check_slice(struct counter *counter)
{
	struct idle *idle = &counter->idle;
	struct err err = { 0 };
	enum outcome outcome;

	if (idle->verified)
		return false;
	outcome = journal_verify_slice(counter->ledger, &idle->verify_seq, SLICE_ENTRIES, &err);
	if (outcome == RC_BUSY)
		return true;
	idle->verified = true;
	if (outcome)
		found_trouble(counter, &err);
	return false;
}

static bool
slice(void *context)
{
	struct counter *counter = context;
	bool more = name_index_load(counter->names) || ledger_idle(counter->ledger) ||
	            check_slice(counter);

	counter->idle.armed = more;
	return more;
}

void
idle_arm(struct counter *counter)
{
	if (counter->idle.armed || counter->options.fast)
		return;
	counter->idle.armed = true;
	loop_idle(counter->loop, slice, counter);
}

void
idle_stop(struct counter *counter)
{
	if (counter->idle.armed)
		loop_idle_remove(counter->loop, slice, counter);
	counter->idle.armed = false;
}

void
idle_look(struct counter *counter)
{
	if (!ledger_head_was_missing(counter->ledger))
		return;
	snprintf(counter->idle.trouble, sizeof counter->idle.trouble, "%s",
	         _("the file head was missing: check the last receipt's number"));
	log_line("%s", counter->idle.trouble);
}

const char *
counter_trouble(const struct counter *counter)
{
	return counter->idle.trouble;
}

void
idle_swap(struct counter *counter)
{
	struct catalogue_facts facts;
	struct entry entry;
	struct err err = { 0 };

	if (!till_between_baskets(counter->till) || !catalogue_new_waits(counter->ledger, &facts))
		return;
	entry_init(&entry, ENTRY_CATALOGUE);
	till_header(counter->till, &entry);
	entry.is.catalogue = facts;
	if (!catalogue_swap(counter->ledger, &entry, &err) && !till_reload(counter->till, &err))
		name_index_reset(counter->names);
	if (err.msg[0])
		log_line("taking the import in: %s", err.msg);
	entry_done(&entry);
	counter_changed(counter);
}
