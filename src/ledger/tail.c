/*
 * Where our journal ends: the last entry, the numbers given so far, and the head file that keeps
 * them outside; and which columns stand beside an entry's text.
 */
#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "ledger/opened.h"
#include "ledger/schema.h"
#include "ledger/state.h"

static const char *const sql[] = {
	"SELECT place, hash, signature FROM journal WHERE place < ? ORDER BY place DESC LIMIT 1",
};
const struct db_set tail_statements = { sql, sizeof(sql) / sizeof(*sql) };

enum outcome
tail_find(struct ledger *ledger, struct err *err)
{
	sqlite3_stmt *statement = db_use(ledger->db, &tail_statements, 0);
	DB_INTS(statement, PLACE(ledger->till + 1, 0));
	enum outcome outcome = db_row(ledger->db, statement, err);
	if (outcome == RC_NOT_FOUND)
		return RC_OK;
	if (outcome)
		return outcome;
	int64_t place = sqlite3_column_int64(statement, 0);
	bool ours = PLACE_TILL(place) == ledger->till;
	bool fine = db_column_bytes(statement, 1, ledger->last.hash.bytes, HASH_BYTES) &&
	            db_column_bytes(statement, 2, ledger->last.signature.bytes, SIGNATURE_BYTES);
	sqlite3_reset(statement);
	if (!fine)
		return err_set(err, RC_BROKEN, _("the last entry of the journal is damaged"));
	if (ours)
		ledger->last_seq = PLACE_SEQ(place);
	else
		memset(&ledger->last, 0, sizeof(ledger->last));
	return RC_OK;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

enum outcome
tail_find_numbers(struct ledger *ledger, struct err *err)
{
	enum outcome outcome = RC_OK;
	for (int i = 0; i < SERIES_COUNT && !outcome; i++) {
		struct state state;
		outcome = state_load(ledger->db, ledger->till, (enum series)i, &state, err);
		if (outcome)
			break;
		ledger->numbers.receipt[i] = later(state.receipt, ledger->floor.receipt[i]);
		ledger->numbers.z[i] = later(state.z, ledger->floor.z[i]);
	}
	return outcome;
}

enum outcome
tail_write_head(struct ledger *ledger, struct err *err)
{
	ledger->numbers.till = ledger->till;
	ledger->numbers.seq = ledger->last_seq;
	ledger->numbers.hash = ledger->last.hash;
	return head_write(ledger->head, &ledger->numbers, err);
}

/* The columns that are copies of what the text says. */
static void
key_figures(const struct entry *entry, int64_t *number, int64_t *amount)
{
	*number = *amount = 0;
	switch (entry->kind) {
	case ENTRY_SALE:
		*number = entry->is.sale.number;
		*amount = entry->is.sale.total.minor;
		break;
	case ENTRY_Z:
		*number = entry->is.z.number;
		break;
	case ENTRY_SHIFT_OPEN:
		*number = entry->is.shift_open.shift;
		*amount = entry->is.shift_open.opening_float.minor;
		break;
	case ENTRY_SHIFT_CLOSE:
		*number = entry->is.shift_close.shift;
		*amount = entry->is.shift_close.over_short.minor;
		break;
	case ENTRY_COUNT:
		*amount = entry->is.count.amount.minor;
		break;
	case ENTRY_TENDER:
		*amount = entry->is.tender.tender.amount.minor;
		break;
	case ENTRY_CASH:
		*amount = entry->is.cash.amount.minor;
		break;
	case ENTRY_CANCELLED:
	case ENTRY_SUSPENDED:
	case ENTRY_RECALLED:
		*number = entry->is.basket.number;
		*amount = entry->is.basket.total.minor;
		break;
	case ENTRY_PAPER:
		*number = entry->is.paper.sale.number ? entry->is.paper.sale.number
		                                      : entry->is.paper.z;
		break;
	default:
		break;
	}
}

void
journal_columns(const struct entry *entry, int64_t columns[static JOURNAL_COLUMNS])
{
	int64_t number, amount;
	key_figures(entry, &number, &amount);
	const int64_t copies[JOURNAL_COLUMNS] = {
		PLACE(entry->till, entry->seq),
		entry->kind,
		entry->series,
		entry->day,
		entry->at.utc_ms,
		entry->at.offset_min,
		entry->staff,
		entry->approver,
		number,
		amount,
	};
	memcpy(columns, copies, sizeof(copies));
}
