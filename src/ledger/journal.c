#include <config.h>

#include "ledger/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "ledger/chain.h"
#include "ledger/derive.h"
#include "ledger/entry.h"
#include "ledger/inside.h"
#include "ledger/journal_parts.h"
#include "ledger/periods.h"
#include "ledger/schema.h"

enum {
	READ,
	LINK,
	LINK_BEFORE,
	BY_ID,
	BY_SALE,
	BY_Z,
	FIND,
	FIND_KIND,
	FIND_AMOUNT,
	FIND_ITEM,
	SHIFT_RANGE,
};

#define COLUMNS "place, kind, series, day, at, offset, staff, approver, number, amount"
/* 1 and 2 bound the places; the rest leaves a field open when it is the value in front. */
#define FILTERS                                                                                    \
	" AND (?3 = 2 OR series = ?3) AND (?4 = 0 OR day >= ?4) AND (?5 = 0 OR day <= ?5)"         \
	" AND (?6 = 0 OR staff = ?6)"
#define NEWEST " ORDER BY place DESC LIMIT ?7"

static const char *const sql[] = {
	[READ] = "SELECT body, hash FROM journal WHERE place = ?",
	[LINK] = "SELECT body, hash, signature FROM journal WHERE place = ?",
	[LINK_BEFORE] = "SELECT hash, signature FROM journal WHERE place < ? AND place >= ?"
	                " ORDER BY place DESC LIMIT 1",
	[BY_ID] = "SELECT place FROM identity WHERE id = ?",
	[BY_SALE] = "SELECT place FROM sale WHERE key = ?",
	[BY_Z] = "SELECT place FROM z WHERE key = ?",
	[FIND] = "SELECT " COLUMNS " FROM journal WHERE place >= ?1 AND place < ?2"
	         " AND (?8 = 0 OR kind = 17)" FILTERS NEWEST,
	[FIND_KIND] = "SELECT " COLUMNS " FROM journal WHERE place >= ?1 AND place < ?2"
	              " AND kind = ?8 AND kind <> 17 AND kind <> 24" FILTERS NEWEST,
	/* sales come in the order of their numbers, so the newest are at the end of their table */
	[FIND_AMOUNT] =
	        "SELECT " COLUMNS " FROM journal WHERE kind = 17 AND place IN"
	        " (SELECT place FROM sale WHERE total = ?8 AND place >= ?1 AND place < ?2)" FILTERS
	                NEWEST,
	/* lines newest first, so that the first hits are found without looking at all of them */
	[FIND_ITEM] = "SELECT " COLUMNS " FROM line CROSS JOIN journal ON place = key / 100000"
	              " WHERE item = ?8 AND key >= ?1 * 100000 AND key < ?2 * 100000" FILTERS
	              " ORDER BY key DESC LIMIT ?7",
	[SHIFT_RANGE] = "SELECT first, last FROM shift WHERE key = ?",
};
const struct db_set journal_statements = { sql, sizeof(sql) / sizeof(*sql) };

static sqlite3_stmt *
use(struct ledger *ledger, int which)
{
	return db_use(ledger_db(ledger), &journal_statements, which);
}

/* ---- one entry ---- */

/* The link before a place: the entry with the number before it, or across a gap the last there is.
 */
static enum outcome
link_before(struct ledger *ledger, int64_t place, struct link *before, struct err *err)
{
	struct db *db = ledger_db(ledger);
	sqlite3_stmt *statement = use(ledger, LINK_BEFORE);
	DB_INTS(statement, place, PLACE(PLACE_TILL(place), 0));
	memset(before, 0, sizeof(*before));
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome == RC_NOT_FOUND ? RC_OK : outcome;
	bool fine = db_column_bytes(statement, 0, before->hash.bytes, HASH_BYTES) &&
	            db_column_bytes(statement, 1, before->signature.bytes, SIGNATURE_BYTES);
	sqlite3_reset(statement);
	return fine ? RC_OK : err_set(err, RC_BROKEN, _("an entry of the journal is damaged"));
}

static enum outcome
check_and_decode(struct ledger *ledger, int64_t place, const char *text, size_t length,
                 const struct hash *stored, struct entry *entry, struct err *err)
{
	struct link before;
	struct hash hash;
	enum outcome outcome = link_before(ledger, place, &before, err);
	if (outcome)
		return outcome;
	chain_hash(&hash, text, length, &before);
	if (!hash_equal(&hash, stored)) {
		err_set(err, RC_BROKEN, _("entry %lld of the journal was changed"),
		        (long long)PLACE_SEQ(place));
		return err_hint(err, "%s", _("run ringup verify"));
	}
	return entry_decode(entry, text, length, err);
}

static enum outcome
read_place(struct ledger *ledger, int64_t place, struct entry *entry, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, READ);
	struct hash stored;
	DB_INTS(statement, place);
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("there is no such entry"));
	if (outcome)
		return outcome;
	const char *text = (const char *)sqlite3_column_text(statement, 0);
	size_t length = (size_t)sqlite3_column_bytes(statement, 0);
	if (!text || !db_column_bytes(statement, 1, stored.bytes, HASH_BYTES))
		outcome = err_set(err, RC_BROKEN, _("an entry of the journal is damaged"));
	else
		outcome = check_and_decode(ledger, place, text, length, &stored, entry, err);
	sqlite3_reset(statement);
	return outcome;
}

enum outcome
journal_read(struct ledger *ledger, int till, int64_t seq, struct entry *entry, struct err *err)
{
	return read_place(ledger, PLACE(till, seq), entry, err);
}

/* Reads the entry whose place stands in the one row of a statement. */
static enum outcome
read_found(struct ledger *ledger, sqlite3_stmt *statement, const char *missing, struct entry *entry,
           struct err *err)
{
	int64_t place = 0;
	enum outcome outcome = db_number(ledger_db(ledger), statement, &place, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, "%s", missing);
	return outcome ? outcome : read_place(ledger, place, entry, err);
}

enum outcome
journal_read_by_id(struct ledger *ledger, const char *id, struct entry *entry, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, BY_ID);
	DB_INTS(statement, identity_of(id));
	return read_found(ledger, statement, _("there is no such entry"), entry, err);
}

enum outcome
journal_read_sale(struct ledger *ledger, struct receipt_ref ref, struct entry *entry,
                  struct err *err)
{
	char text[RECEIPT_REF_TEXT_MAX];
	sqlite3_stmt *statement = use(ledger, BY_SALE);
	DB_INTS(statement, RECEIPT_KEY(ref.till, ref.series, ref.number));
	enum outcome outcome = read_found(ledger, statement, "", entry, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("there is no sale %s"), receipt_ref_text(text, ref));
	return outcome;
}

enum outcome
journal_read_z(struct ledger *ledger, enum series series, int64_t number, struct entry *entry,
               struct err *err)
{
	sqlite3_stmt *statement = use(ledger, BY_Z);
	DB_INTS(statement, SHIFT_KEY(ledger_till(ledger), series, number));
	enum outcome outcome = read_found(ledger, statement, "", entry, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("there is no Z %lld"), (long long)number);
	return outcome;
}

enum outcome
journal_stored(struct ledger *ledger, int till, int64_t seq, char **text, size_t *length,
               struct hash *hash, struct signature *signature, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, LINK);
	DB_INTS(statement, PLACE(till, seq));
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("there is no such entry"));
	if (outcome)
		return outcome;
	const char *body = (const char *)sqlite3_column_text(statement, 0);
	struct hash stored;
	struct signature signed_with;
	if (!body || !db_column_bytes(statement, 1, stored.bytes, HASH_BYTES) ||
	    !db_column_bytes(statement, 2, signed_with.bytes, SIGNATURE_BYTES)) {
		outcome = err_set(err, RC_BROKEN, _("an entry of the journal is damaged"));
	} else {
		/* by its length: a forged text may hold a NUL, and what follows it is hashed too */
		*length = (size_t)sqlite3_column_bytes(statement, 0);
		*text = memcpy(alloc_zero(*length + 1, 1), body, *length);
		*hash = stored;
		*signature = signed_with;
	}
	sqlite3_reset(statement);
	return outcome;
}

/* ---- finding ---- */

static void
read_row(struct ledger *ledger, sqlite3_stmt *statement, struct journal_row *row)
{
	int64_t place = sqlite3_column_int64(statement, 0);
	memset(row, 0, sizeof(*row));
	row->seq = PLACE_SEQ(place);
	row->kind = (enum entry_kind)sqlite3_column_int(statement, 1);
	row->series = (enum series)sqlite3_column_int(statement, 2);
	row->day = sqlite3_column_int(statement, 3);
	row->at.utc_ms = sqlite3_column_int64(statement, 4);
	row->at.offset_min = sqlite3_column_int(statement, 5);
	row->staff = sqlite3_column_int(statement, 6);
	row->approver = sqlite3_column_int(statement, 7);
	if (row->kind == ENTRY_SALE) {
		row->sale.till = ledger_till(ledger);
		row->sale.series = row->series;
		row->sale.number = sqlite3_column_int64(statement, 8);
	}
	row->amount = money_of(sqlite3_column_int64(statement, 9));
}

/* Days narrow a query to the places of their shifts, so that an old day is found as fast as today.
 */
static enum outcome
narrow_to_days(struct ledger *ledger, const struct journal_query *query, int64_t *first,
               int64_t *last, struct err *err)
{
	int64_t low = INT64_MAX, high = 0;
	if (query->first == 0 && query->last == 0)
		return RC_OK;
	for (int i = 0; i < SERIES_COUNT; i++) {
		int64_t from, to;
		if (query->series != SERIES_COUNT && query->series != (enum series)i)
			continue;
		enum outcome outcome =
		        period_places(ledger_db(ledger), ledger_till(ledger), (enum series)i,
		                      query->first, query->last, &from, &to, err);
		if (outcome)
			return outcome;
		if (from < to) {
			low = from < low ? from : low;
			high = to > high ? to : high;
		}
	}
	*first = low > *first ? low : *first;
	*last = high < *last ? high : *last;
	return RC_OK;
}

/* The places a query looks at: of our till, before before_seq, within its shift. */
static enum outcome
places_of(struct ledger *ledger, const struct journal_query *query, int64_t *first, int64_t *last,
          struct err *err)
{
	int till = ledger_till(ledger);
	*first = PLACE(till, 0);
	*last = PLACE(till, query->before_seq ? query->before_seq : PLACE_SEQS);
	if (query->shift == 0)
		return narrow_to_days(ledger, query, first, last, err);
	sqlite3_stmt *statement = use(ledger, SHIFT_RANGE);
	enum series series = query->series == SERIES_COUNT ? SERIES_LIVE : query->series;
	DB_INTS(statement, SHIFT_KEY(till, series, query->shift));
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome == RC_NOT_FOUND) {
		*last = *first;
		return RC_OK;
	}
	if (outcome)
		return outcome;
	*first = sqlite3_column_int64(statement, 0);
	int64_t end = sqlite3_column_int64(statement, 1);
	sqlite3_reset(statement);
	if (end && end + 1 < *last)
		*last = end + 1;
	return RC_OK;
}

/* The statement that fits, with its own parameter 8 bound. */
static sqlite3_stmt *
statement_for(struct ledger *ledger, const struct journal_query *query, int64_t *eighth)
{
	bool any = query->kind >= ENTRY_KINDS || query->sales_only;
	*eighth = 0;
	if (query->item[0])
		return use(ledger, FIND_ITEM);
	if (query->has_amount) {
		*eighth = query->amount.minor;
		return use(ledger, FIND_AMOUNT);
	}
	if (!any && query->kind != ENTRY_SALE && query->kind != ENTRY_PAPER) {
		*eighth = query->kind;
		return use(ledger, FIND_KIND);
	}
	*eighth = query->sales_only || query->kind == ENTRY_SALE;
	return use(ledger, FIND);
}

#define EXAMINED_MAX 200000 /* rows looked at for what no index has: an hour of any day */

/* What the statement did not look at. */
static bool
fits(const struct journal_query *query, const struct journal_row *row)
{
	int64_t minute = (row->at.utc_ms / 60000 + row->at.offset_min) % (24 * 60);

	if (query->to_min && (minute < query->from_min || minute >= query->to_min))
		return false;
	if (query->has_amount && (row->kind != ENTRY_SALE || money_cmp(row->amount, query->amount)))
		return false;
	return query->kind >= ENTRY_KINDS || query->kind == row->kind || query->sales_only;
}

enum outcome
journal_find(struct ledger *ledger, const struct journal_query *query, struct journal_row rows[],
             size_t room, size_t *count, struct err *err)
{
	int64_t first, last, eighth;
	size_t found = 0;
	enum outcome outcome = places_of(ledger, query, &first, &last, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = statement_for(ledger, query, &eighth);
	/* papers are not in the index by kind, and an item may be on two lines of a sale: sorted
	 * out below */
	int64_t limit = query->to_min                                  ? EXAMINED_MAX
	                : query->kind == ENTRY_PAPER || query->item[0] ? -1
	                                                               : (int64_t)room;
	DB_INTS(statement, first, last, query->series, query->first, query->last, query->staff,
	        limit, eighth);
	if (query->item[0])
		db_bind_text(statement, 8, query->item);
	while (found < room && (outcome = db_row(ledger_db(ledger), statement, err)) == RC_OK) {
		read_row(ledger, statement, &rows[found]);
		bool again = found && rows[found - 1].seq == rows[found].seq;
		found += fits(query, &rows[found]) && !again;
	}
	sqlite3_reset(statement);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}
