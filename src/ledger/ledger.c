#include <config.h>

#include "ledger/ledger.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "ledger/derive.h"
#include "ledger/forward.h"
#include "ledger/journal.h"
#include "ledger/journal_parts.h"
#include "ledger/opened.h"
#include "ledger/periods.h"
#include "ledger/rebuild.h"
#include "ledger/reserve.h"
#include "ledger/schema.h"
#include "ledger/state.h"

/* The log is folded into the file when the till is idle and this much of it has come together:
 * pages that many sales touched are then written once. */
#define IDLE_FRAMES 400
#define IDLE_STATEMENTS 8 /* prepared in one idle slice: under a millisecond */

enum { OWN_GET, TILL_GET };

static const char *const sql[] = {
	[OWN_GET] = "SELECT till FROM own",
	[TILL_GET] = "SELECT currency, exponent, live FROM till WHERE till = ?",
};
static const struct db_set ledger_statements = { sql, sizeof(sql) / sizeof(*sql) };

enum outcome
ledger_refuse_absent(const char *folder, struct err *err)
{
	err_set(err, RC_NOT_FOUND, _("there is no till in %s"), folder);
	return err_hint(err, "%s", _("make one with ringup init, or try ringup demo"));
}

/* ---- opening ---- */

struct ledger *
ledger_begin(const char *folder, enum ledger_mode mode)
{
	struct ledger *ledger = alloc_zero(1, sizeof(*ledger));
	text_copy(ledger->folder, sizeof(ledger->folder), folder);
	ledger->mode = mode;
	ledger->lock_fd = -1;
	return ledger;
}

enum outcome
ledger_open_database(struct ledger *ledger, unsigned flags, struct err *err)
{
	char path[PATH_MAX];
	enum outcome outcome = paths_join(path, ledger->folder, "ledger.db", err);
	if (outcome)
		return outcome;
	outcome = db_open(&ledger->db, path, flags, err);
	return outcome == RC_NOT_FOUND ? ledger_refuse_absent(ledger->folder, err) : outcome;
}

static unsigned
flags_of(enum ledger_mode mode)
{
	switch (mode) {
	case LEDGER_READ:
		return 0;
	case LEDGER_WRITE:
		return DB_WRITE;
	case LEDGER_WRITE_FAST:
		return DB_WRITE | DB_FAST;
	}
	return 0;
}

/* Readers take what is there; writers bring it forward, after a copy of how it was. */
static enum outcome
bring_forward(struct ledger *ledger, struct err *err)
{
	enum outcome outcome = schema_check_present(ledger->db, &schema_ledger, err);
	if (outcome != RC_REFUSED || ledger->mode == LEDGER_READ)
		return outcome;
	int version = 0;
	outcome = schema_check(ledger->db, &schema_ledger, &version, err);
	if (outcome)
		return outcome;
	outcome = forward_keep_copy(ledger->db, &schema_ledger, ledger->folder, err);
	return outcome ? outcome : rebuild_forward(ledger->db, err);
}

/* Every set there is; what is not used at once is prepared when the till is idle. */
void
ledger_add_sets(struct ledger *ledger)
{
	static const struct db_set *const sets[] = {
		&ledger_statements,   &append_statements,    &attempt_statements,  &tail_statements,
		&start_statements,    &numbering_statements, &period_statements, &people_statements,
		&customer_statements, &journal_statements,   &sales_statements,  &shifts_statements,
		&outbox_statements,
	};
	derive_add_sets(ledger->db);
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++)
		db_add_set(ledger->db, sets[i]);
}

static sqlite3_stmt *
use(struct ledger *ledger, int which)
{
	return db_use(ledger->db, &ledger_statements, which);
}

/* Who we are: till number, currency, live or not. */
static enum outcome
read_till(struct ledger *ledger, struct err *err)
{
	int64_t till = 0;
	enum outcome outcome = db_number(ledger->db, use(ledger, OWN_GET), &till, err);
	sqlite3_stmt *statement = use(ledger, TILL_GET);
	if (!outcome) {
		ledger->till = (int)till;
		DB_INTS(statement, till);
		outcome = db_row(ledger->db, statement, err);
	}
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_BROKEN, _("the till's files are damaged"));
	if (outcome)
		return outcome;
	db_column_text(statement, 0, ledger->currency.code, sizeof(ledger->currency.code));
	ledger->currency.exponent = sqlite3_column_int(statement, 1);
	ledger->live = sqlite3_column_int64(statement, 2) != 0;
	sqlite3_reset(statement);
	return tail_find(ledger, err);
}

static enum outcome
open_writer(struct ledger *ledger, struct err *err)
{
	enum outcome outcome = start_load_keys(ledger, err);
	if (!outcome)
		outcome = start_compare_head(ledger, err);
	if (!outcome)
		outcome = journal_check_end(ledger, err);
	if (!outcome)
		outcome = catalogue_catch_up(ledger, err);
	if (outcome)
		return outcome;
	if (ledger->mode == LEDGER_WRITE)
		reserve_keep(ledger->folder);
	db_know(ledger->db);
	return RC_OK;
}

static enum outcome
open_all(struct ledger *ledger, struct err *err)
{
	enum outcome outcome = ledger_open_database(ledger, flags_of(ledger->mode), err);
	if (!outcome)
		outcome = bring_forward(ledger, err);
	if (outcome)
		return outcome;
	ledger_add_sets(ledger);
	db_hold(ledger->db); /* until the first entry is written */
	outcome = read_till(ledger, err);
	if (!outcome)
		outcome = catalogue_open(&ledger->catalogue, ledger->folder, ledger->mode, err);
	if (!outcome && ledger->mode != LEDGER_READ)
		outcome = open_writer(ledger, err);
	return outcome;
}

bool
ledger_is_there(const char *folder)
{
	char path[PATH_MAX];
	return !paths_join(path, folder, "ledger.db", NULL) && access(path, F_OK) == 0;
}

enum outcome
ledger_open(struct ledger **out, const char *folder, enum ledger_mode mode, struct err *err)
{
	struct ledger *ledger = ledger_begin(folder, mode);
	enum outcome outcome = RC_OK;
	if (mode != LEDGER_READ && ledger_is_there(folder))
		outcome = ledger_lock(ledger->folder, &ledger->lock_fd, err);
	if (!outcome)
		outcome = open_all(ledger, err);
	if (outcome)
		ledger_close(&ledger);
	else
		*out = ledger;
	return outcome;
}

void
ledger_close(struct ledger **ledger)
{
	if (!*ledger)
		return;
	catalogue_close(&(*ledger)->catalogue);
	db_close(&(*ledger)->db);
	head_close(&(*ledger)->head);
	if (keys_keep(&(*ledger)->keys, NULL))
		log_line("keys: the last one could not be kept");
	keys_wipe(&(*ledger)->keys);
	if ((*ledger)->lock_fd >= 0)
		close((*ledger)->lock_fd);
	free(*ledger);
	*ledger = NULL;
}

/* ---- what it says of itself ---- */

const char *
ledger_folder(const struct ledger *ledger)
{
	return ledger->folder;
}

int
ledger_till(const struct ledger *ledger)
{
	return ledger->till;
}

struct currency
ledger_currency(const struct ledger *ledger)
{
	return ledger->currency;
}

int64_t
ledger_last_seq(const struct ledger *ledger)
{
	return ledger->last_seq;
}

void
ledger_last_hash(const struct ledger *ledger, struct hash *hash)
{
	*hash = ledger->last.hash;
}

int64_t
ledger_next_receipt(const struct ledger *ledger, enum series series)
{
	struct state state = { 0 };
	/* asked at every draw of a screen: the writer knows without looking */
	if (ledger->mode != LEDGER_READ)
		return ledger->numbers.receipt[series] + 1;
	state_load(ledger->db, ledger->till, series, &state, NULL);
	return state.receipt + 1;
}

bool
ledger_is_live(const struct ledger *ledger)
{
	return ledger->live;
}

const unsigned char *
ledger_pepper(const struct ledger *ledger)
{
	return ledger->keys.pepper;
}

bool
ledger_needs_pepper(const struct ledger *ledger)
{
	return ledger->mode != LEDGER_READ && !ledger->keys.has_pepper;
}

enum outcome
ledger_new_pepper(struct ledger *ledger, struct err *err)
{
	return keys_new_pepper(&ledger->keys, err);
}

bool
ledger_needs_key(const struct ledger *ledger)
{
	return ledger->mode != LEDGER_READ && !ledger->keys.has_now;
}

enum outcome
ledger_recovery_key(struct ledger *ledger, struct public_key *key, struct err *err)
{
	enum outcome outcome = ledger->keys.has_next ? RC_OK : keys_renew(&ledger->keys, err);
	if (!outcome)
		*key = ledger->keys.next.public;
	return outcome;
}

bool
ledger_has_gap(const struct ledger *ledger, struct gap_facts *gap)
{
	if (ledger->has_gap && gap)
		*gap = ledger->gap;
	return ledger->has_gap;
}

bool
ledger_head_was_missing(const struct ledger *ledger)
{
	return ledger->head_was_missing;
}

struct ledger_counters
ledger_counters(const struct ledger *ledger)
{
	return (struct ledger_counters){
		.commits = db_commits(ledger->db),
		.head_syncs = ledger->head ? head_syncs(ledger->head) : 0,
		.statements_prepared = db_statements_prepared(ledger->db),
		.lazy_commits = db_lazy_commits(ledger->db),
	};
}

bool
ledger_idle(struct ledger *ledger)
{
	if (ledger->mode == LEDGER_READ)
		return false;
	if (ledger->head_is_late) {
		ledger->head_is_late = tail_write_head(ledger, NULL) != RC_OK;
		return false;
	}
	if (db_prepare_more(ledger->db, IDLE_STATEMENTS) ||
	    db_prepare_more(catalogue_db(ledger->catalogue), IDLE_STATEMENTS))
		return true;
	if (db_wal_frames(ledger->db) >= IDLE_FRAMES) {
		db_checkpoint(ledger->db);
		return true;
	}
	return false;
}

/* ---- inside.h ---- */

struct db *
ledger_db(struct ledger *ledger)
{
	return ledger->db;
}

struct catalogue *
ledger_catalogue(const struct ledger *ledger)
{
	return ledger->catalogue;
}
