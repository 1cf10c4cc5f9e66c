#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "checkout/inside.h"

/* Opening a till: what the ledger says of it, what the basket file still holds, and its first
 * entry. */

enum outcome
till_refresh(struct till *till, struct err *err)
{
	enum { ROOM = 500 };
	struct suspended_row *rows = alloc_zero(ROOM, sizeof *rows);
	size_t count = 0;
	enum outcome outcome = shift_current(till->ledger, till->series, &till->shift, err);

	till->shift_open = outcome == RC_OK;
	if (outcome == RC_OK || outcome == RC_NOT_FOUND)
		outcome = day_current(till->ledger, till->series, &till->day, err);
	if (outcome == RC_OK)
		outcome = suspended_list(till->ledger, till->series, rows, ROOM, &count, err);
	if (outcome == RC_OK)
		till->suspended = (int)count;
	if (!till->day.open)
		till->old_day = false;
	till->live = ledger_is_live(till->ledger);
	till->has_gap = ledger_has_gap(till->ledger, &till->gap);
	free(rows);
	return outcome;
}

enum outcome
till_reload(struct till *till, struct err *err)
{
	enum outcome outcome = settings_load(till->settings, till->ledger, err);

	if (outcome == RC_OK)
		outcome = tables_load(&till->tables, till->ledger, &till->settings->currency, err);
	offers_forget(till);
	if (outcome == RC_OK && till->signed_on)
		outcome = staff_person(till->ledger, till->settings, till->person.number,
		                       &till->person, err);
	return outcome;
}

/* Was training on when the till was last used? */
static enum outcome
find_training(struct till *till, struct err *err)
{
	struct journal_query query = { .kind = ENTRY_TRAINING, .series = SERIES_COUNT };
	struct journal_row row;
	struct entry entry;
	size_t count = 0;
	enum outcome outcome = journal_find(till->ledger, &query, &row, 1, &count, err);

	if (outcome || count == 0)
		return outcome;
	outcome = journal_read(till->ledger, ledger_till(till->ledger), row.seq, &entry, err);
	if (outcome)
		return outcome;
	till->training = entry.is.training.on;
	till->series = till->training ? SERIES_TRAINING : SERIES_LIVE;
	entry_done(&entry);
	return RC_OK;
}

enum outcome
till_begin(struct till *till, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	if (!till->start_waits)
		return RC_OK;
	till->start_waits = false;
	till_entry(till, &entry, ENTRY_START);
	entry.staff = entry.approver = 0;
	text_copy(entry.is.start.version, sizeof entry.is.start.version, PACKAGE_VERSION);
	entry.is.start.head_seq =
	        till->has_gap ? till->gap.last_seq : ledger_last_seq(till->ledger);
	text_copy(entry.is.start.basket, ID_TEXT_MAX, till->found);
	outcome = till_append(till, &entry, 0, NULL, err);
	till->start_waits = outcome != RC_OK;
	return outcome;
}

/* `--training` */
static enum outcome
begin_training(struct till *till, struct err *err)
{
	if (!till->ports.training || till->training)
		return RC_OK;
	return till_switch_training(till, true, NULL, err);
}

static enum outcome
open_till(struct till *till, struct err *err)
{
	enum outcome outcome =
	        tables_load(&till->tables, till->ledger, &till->settings->currency, err);

	if (outcome == RC_OK)
		outcome = find_training(till, err);
	if (outcome == RC_OK)
		outcome = till_find_time(till, err);
	if (outcome == RC_OK)
		outcome = till_refresh(till, err);
	if (outcome == RC_OK)
		outcome = basketfile_open(&till->file, ledger_folder(till->ledger), err);
	if (outcome == RC_OK)
		outcome = till_recover(till, till->found, err);
	if (outcome == RC_OK)
		outcome = till_watch_clock(till, err);
	till->start_waits = true;
	if (outcome == RC_OK && (!till->ports.late_start || till->ports.training))
		outcome = till_begin(till, err);
	if (outcome == RC_OK)
		outcome = begin_training(till, err);
	return outcome;
}

enum outcome
till_new(struct till **till, struct ledger *ledger, struct settings *settings,
         struct name_index *names, const struct till_ports *ports, struct err *err)
{
	struct till *new = alloc_zero(1, sizeof *new);
	enum outcome outcome;

	new->ledger = ledger;
	new->settings = settings;
	new->names = names;
	new->ports = *ports;
	if (!new->ports.monotonic_ms &&new->ports.clock.now == clock_system.now)
		new->ports.monotonic_ms = when_monotonic_ms;
	new->state = TILL_LOCKED;
	tables_init(&new->tables);
	basket_init(&new->basket);
	outcome = open_till(new, err);
	if (outcome) {
		till_free(&new);
		return outcome;
	}
	*till = new;
	return RC_OK;
}

void
till_free(struct till **till)
{
	struct till *old = *till;

	if (!old)
		return;
	if (old->file)
		till_settle(old, NULL);
	basketfile_close(&old->file);
	basket_done(&old->basket);
	tables_done(&old->tables);
	buf_done(&old->file_head);
	offers_forget(old);
	free(old);
	*till = NULL;
}
