#include <config.h>

#include "ledger/derive.h"

#include <string.h>

#include "base/gettext.h"
#include "ledger/derive_parts.h"
#include "ledger/periods.h"
#include "ledger/totals.h"

enum { IDENTITY_ADD, TILL_ADD, TILL_LIVE, EPOCH_ADD, GAP_ADD, GAP_ACCEPT };

static const char *const sql[] = {
	[IDENTITY_ADD] = "INSERT INTO identity VALUES(?, ?) ON CONFLICT DO NOTHING RETURNING id",
	[TILL_ADD] = "INSERT INTO till VALUES(?1, ?4, ?5, ?2, ?6, ?7, ?3)",
	[TILL_LIVE] = "UPDATE till SET live = ?2 WHERE till = ?1",
	/* a key recovered right after a Z takes the place of the one that the Z named */
	[EPOCH_ADD] = "INSERT OR REPLACE INTO epoch VALUES(?, ?)",
	[GAP_ADD] = "INSERT INTO gap VALUES(?, ?, 0)",
	[GAP_ACCEPT] =
	        "UPDATE gap SET accepted = ?2 WHERE accepted = 0 AND place / 1000000000 = ?1",
};
static const struct db_set derive_statements = { sql, sizeof(sql) / sizeof(*sql) };

int64_t
identity_of(const char *id)
{
	unsigned char bytes[16] = { 0 };
	uint64_t number = 0;
	hex_parse(id, bytes, sizeof(bytes));
	for (int i = 0; i < 8; i++)
		number = number << 8 | bytes[i];
	return (int64_t)number;
}

enum outcome
derive_identity(const struct derivation *at, const char *id, struct err *err)
{
	sqlite3_stmt *statement = db_use(at->db, &derive_statements, IDENTITY_ADD);
	int64_t added = 0;
	DB_INTS(statement, identity_of(id), at->place);
	enum outcome outcome = db_number(at->db, statement, &added, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("this was recorded already"));
	return outcome;
}

/* From which entry on a key signs. */
static enum outcome
add_epoch(const struct derivation *at, int64_t place, const struct public_key *key, struct err *err)
{
	sqlite3_stmt *statement = db_use(at->db, &derive_statements, EPOCH_ADD);
	DB_INTS(statement, place);
	db_bind_bytes(statement, 2, key->bytes, sizeof(key->bytes));
	return db_run(at->db, statement, err);
}

static enum outcome
derive_init(struct derivation *at, struct err *err)
{
	const struct init_facts *init = &at->entry->is.init;
	sqlite3_stmt *statement = db_use(at->db, &derive_statements, TILL_ADD);
	DB_INTS(statement, at->entry->till, init->currency.exponent, 0);
	db_bind_text(statement, 4, init->shop_id);
	db_bind_text(statement, 5, init->currency.code);
	db_bind_text(statement, 6, init->country);
	db_bind_bytes(statement, 7, init->root_key.bytes, sizeof(init->root_key.bytes));
	enum outcome outcome = db_run(at->db, statement, err);
	return outcome ? outcome : add_epoch(at, at->place, &init->period_key, err);
}

static enum outcome
derive_live(struct derivation *at, struct err *err)
{
	sqlite3_stmt *statement = db_use(at->db, &derive_statements, TILL_LIVE);
	DB_INTS(statement, at->entry->till, at->place);
	return db_run(at->db, statement, err);
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Numbers go on after the lost ones, in both series. */
static enum outcome
derive_gap(struct derivation *at, struct err *err)
{
	const struct gap_facts *gap = &at->entry->is.gap;
	enum series series = at->state->series,
	            twin = series == SERIES_LIVE ? SERIES_TRAINING : SERIES_LIVE;
	struct state other;
	sqlite3_stmt *statement = db_use(at->db, &derive_statements, GAP_ACCEPT);
	DB_INTS(statement, at->entry->till, at->place);
	enum outcome outcome = db_run(at->db, statement, err);
	if (!outcome)
		outcome = state_load(at->db, at->entry->till, twin, &other, err);
	if (outcome)
		return outcome;
	at->state->receipt = later(at->state->receipt, gap->receipt[series]);
	at->state->z = later(at->state->z, gap->z[series]);
	other.receipt = later(other.receipt, gap->receipt[twin]);
	other.z = later(other.z, gap->z[twin]);
	return state_store(at->db, &other, err);
}

static enum outcome
derive_key_recovery(struct derivation *at, struct err *err)
{
	return add_epoch(at, at->place, &at->entry->is.key_recovery.new_key, err);
}

static enum outcome
derive_z_and_key(struct derivation *at, struct err *err)
{
	enum outcome outcome = derive_z(at, err);
	return outcome ? outcome : add_epoch(at, at->place + 1, &at->entry->is.z.next_key, err);
}

static enum outcome
derive_no_sale(struct derivation *at, struct err *err)
{
	return derive_needs_shift(at, at->entry->is.no_sale.shift, err);
}

static enum outcome
derive_cash(struct derivation *at, struct err *err)
{
	return derive_needs_shift(at, at->entry->is.cash.shift, err);
}

/* Kinds that are not here leave nothing but their figures. */
static enum outcome (*const by_kind[ENTRY_KINDS])(struct derivation *at, struct err *err) = {
	[ENTRY_INIT] = derive_init,
	[ENTRY_GAP] = derive_gap,
	[ENTRY_KEY_RECOVERY] = derive_key_recovery,
	[ENTRY_LIVE] = derive_live,
	[ENTRY_SHIFT_OPEN] = derive_shift_open,
	[ENTRY_COUNT] = derive_count,
	[ENTRY_SHIFT_CLOSE] = derive_shift_close,
	[ENTRY_Z] = derive_z_and_key,
	[ENTRY_PERIOD] = derive_period,
	[ENTRY_SALE] = derive_sale,
	[ENTRY_TENDER] = derive_tender,
	[ENTRY_CANCELLED] = derive_cancelled,
	[ENTRY_SUSPENDED] = derive_suspended,
	[ENTRY_RECALLED] = derive_recalled,
	[ENTRY_NO_SALE] = derive_no_sale,
	[ENTRY_CASH] = derive_cash,
	[ENTRY_PAPER] = derive_paper,
};

/* Entries are numbered without holes; one that jumps was written after numbers were lost, and the
 * hole stays open until a gap entry accepts it. */
static enum outcome
look_for_gap(const struct derivation *at, int64_t last_place, struct err *err)
{
	sqlite3_stmt *statement;
	int64_t next = last_place ? last_place + 1 : PLACE(at->entry->till, 1);
	if (at->place == next)
		return RC_OK;
	if (at->place < next)
		return err_set(err, RC_BROKEN, _("an entry number comes a second time"));
	statement = db_use(at->db, &derive_statements, GAP_ADD);
	DB_INTS(statement, next, at->place - 1);
	return db_run(at->db, statement, err);
}

static enum outcome
find_state(struct derivation *at, struct err *err)
{
	const struct entry *entry = at->entry;
	struct state states[SERIES_COUNT];
	for (int i = 0; i < SERIES_COUNT; i++) {
		enum outcome outcome =
		        state_load(at->db, entry->till, (enum series)i, &states[i], err);
		if (outcome)
			return outcome;
	}
	*at->state = states[entry->series];
	return look_for_gap(at, later(states[0].place, states[1].place), err);
}

/* Which shift an entry counts for.  What happens between two shifts counts for the next one, so
 * that a closed shift's figures never change. */
static int64_t
shift_of(const struct derivation *at)
{
	const struct entry *entry = at->entry;
	switch (entry->kind) {
	case ENTRY_SHIFT_OPEN:
		return entry->is.shift_open.shift;
	case ENTRY_SHIFT_CLOSE:
		return entry->is.shift_close.shift;
	case ENTRY_SALE:
		return entry->is.sale.shift;
	case ENTRY_TENDER:
		return entry->is.tender.shift;
	case ENTRY_CASH:
		return entry->is.cash.shift;
	case ENTRY_NO_SALE:
		return entry->is.no_sale.shift;
	default:
		return at->state->open_shift ? at->state->open_shift : at->state->shift + 1;
	}
}

static enum outcome
post_figures(const struct derivation *at, struct err *err)
{
	struct total figures[POSTINGS_MAX];
	size_t count = totals_of(at->entry, figures);
	int64_t shift = SHIFT_KEY(at->entry->till, at->entry->series, shift_of(at));
	return totals_post(at->db, at->place, shift, figures, count, err);
}

static enum outcome
check_grand_totals(const struct derivation *at, struct err *err)
{
	const struct grand_totals *after = &at->entry->after, *ours = &at->state->grand;
	if (!entry_kind_is_money(at->entry->kind) ||
	    (after->sold.minor == ours->sold.minor &&
	     after->returned.minor == ours->returned.minor))
		return RC_OK;
	return err_set(err, RC_BROKEN, _("the running totals of an entry do not follow"));
}

enum outcome
derive_entry(struct db *db, const struct entry *entry, struct err *err)
{
	struct state state;
	struct derivation at = { db, entry, PLACE(entry->till, entry->seq), &state };
	enum outcome outcome = find_state(&at, err);
	if (!outcome)
		outcome = derive_identity(&at, entry->id, err);
	if (!outcome && by_kind[entry->kind])
		outcome = by_kind[entry->kind](&at, err);
	if (!outcome)
		outcome = post_figures(&at, err);
	if (!outcome)
		outcome = check_grand_totals(&at, err);
	if (outcome)
		return outcome;
	state.place = at.place;
	return state_store(db, &state, err);
}

void
derive_add_sets(struct db *db)
{
	static const struct db_set *const sets[] = {
		&state_statements,       &totals_statements,        &period_statements,
		&derive_statements,      &derive_basket_statements, &derive_lines_statements,
		&derive_sale_statements, &derive_shift_statements,  &derive_tenders_statements,
		&derive_uses_statements,
	};
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++)
		db_add_set(db, sets[i]);
}
