#include <config.h>

#include "ledger/totals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"

enum { ACCOUNT_FIND, ACCOUNT_ADD, POSTING_ADD, TOTAL_ADD, TOTAL_READ, TOTAL_SUM };

static const char *const sql[] = {
	[ACCOUNT_FIND] = "SELECT id FROM account WHERE account = ? AND key = ?",
	[ACCOUNT_ADD] = "INSERT INTO account(account, key) VALUES(?, ?) RETURNING id",
	[POSTING_ADD] = "INSERT INTO posting VALUES(?, ?)",
	[TOTAL_ADD] = "INSERT INTO total VALUES(?1, ?2, ?3) ON CONFLICT(key) DO UPDATE SET"
	              " count = count + ?2, amount = amount + ?3",
	[TOTAL_READ] = "SELECT account.account, account.key, total.count, total.amount"
	               " FROM total JOIN account ON account.id = total.key % 100000"
	               " WHERE total.key >= ? AND total.key < ?",
	[TOTAL_SUM] = "SELECT coalesce(sum(total.amount), 0)"
	              " FROM total JOIN account ON account.id = total.key % 100000"
	              " WHERE total.key >= ? AND total.key < ? AND account.account = ?",
};
const struct db_set totals_statements = { sql, sizeof(sql) / sizeof(*sql) };

/* The number of an account and key: given at its first use, so the same in every rebuild. */
static enum outcome
find_account(struct db *db, const struct total *figure, int64_t *id, struct err *err)
{
	sqlite3_stmt *statement = db_use(db, &totals_statements, ACCOUNT_FIND);
	db_bind_text(statement, 1, figure->account);
	db_bind_text(statement, 2, figure->key);
	enum outcome outcome = db_number(db, statement, id, err);
	if (outcome != RC_NOT_FOUND)
		return outcome;
	statement = db_use(db, &totals_statements, ACCOUNT_ADD);
	db_bind_text(statement, 1, figure->account);
	db_bind_text(statement, 2, figure->key);
	outcome = db_number(db, statement, id, err);
	if (!outcome && *id >= PLACE_PARTS)
		return err_set(err, RC_REFUSED, _("the ledger has too many accounts"));
	return outcome;
}

static enum outcome
account_id(struct db *db, const struct total *figure, int64_t *id, struct err *err)
{
	char text[ACCOUNT_MAX + ACCOUNT_KEY_MAX];
	snprintf(text, sizeof(text), "%s\x1f%s", figure->account, figure->key);
	if (db_recall(db, text, id))
		return RC_OK;
	enum outcome outcome = find_account(db, figure, id, err);
	if (!outcome)
		db_remember(db, text, *id);
	return outcome;
}

static enum outcome
post(struct db *db, int64_t place, int64_t shift_key, const struct total *figure, struct err *err)
{
	int64_t id = 0;
	sqlite3_stmt *statement;
	enum outcome outcome = account_id(db, figure, &id, err);
	if (!outcome && figure->account[0] != '#' && figure->amount.minor != 0) {
		statement = db_use(db, &totals_statements, POSTING_ADD);
		DB_INTS(statement, place * PLACE_PARTS + id, figure->amount.minor);
		outcome = db_run(db, statement, err);
	}
	if (outcome)
		return outcome;
	statement = db_use(db, &totals_statements, TOTAL_ADD);
	DB_INTS(statement, shift_key * PLACE_PARTS + id, figure->count, figure->amount.minor);
	return db_run(db, statement, err);
}

enum outcome
totals_post(struct db *db, int64_t place, int64_t shift_key, const struct total figures[],
            size_t count, struct err *err)
{
	enum outcome outcome = RC_OK;
	for (size_t i = 0; i < count && !outcome; i++)
		outcome = post(db, place, shift_key, &figures[i], err);
	return outcome;
}

enum outcome
totals_read(struct db *db, int till, enum series series, int64_t first, int64_t last,
            struct total **totals, size_t *count, struct err *err)
{
	sqlite3_stmt *statement = db_use(db, &totals_statements, TOTAL_READ);
	struct total *sum = NULL, row = { 0 };
	size_t rows = 0;
	enum outcome outcome;
	DB_INTS(statement, SHIFT_KEY(till, series, first) * PLACE_PARTS,
	        SHIFT_KEY(till, series, last + 1) * PLACE_PARTS);
	while ((outcome = db_row(db, statement, err)) == RC_OK) {
		db_column_text(statement, 0, row.account, sizeof(row.account));
		db_column_text(statement, 1, row.key, sizeof(row.key));
		row.count = sqlite3_column_int64(statement, 2);
		row.amount = money_of(sqlite3_column_int64(statement, 3));
		totals_add(&sum, &rows, &row, 1);
	}
	if (outcome != RC_NOT_FOUND) {
		free(sum);
		return outcome;
	}
	*totals = sum;
	*count = rows;
	return RC_OK;
}

enum outcome
totals_sum(struct db *db, int64_t shift_key, const char *account, struct money *sum,
           struct err *err)
{
	sqlite3_stmt *statement = db_use(db, &totals_statements, TOTAL_SUM);
	DB_INTS(statement, shift_key * PLACE_PARTS, (shift_key + 1) * PLACE_PARTS);
	db_bind_text(statement, 3, account);
	return db_number(db, statement, &sum->minor, err);
}

bool
totals_same(const struct total a[], size_t a_count, const struct total b[], size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (strcmp(a[i].account, b[i].account) != 0 || strcmp(a[i].key, b[i].key) != 0 ||
		    a[i].count != b[i].count || a[i].amount.minor != b[i].amount.minor)
			return false;
	return true;
}
