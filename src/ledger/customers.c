#include <config.h>

#include "ledger/customers.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "ledger/inside.h"

#define FOLDED_MAX 512
#define WORDS_MAX 8

enum { GET, BY_CARD, LIST, NAMES, ADD, CHANGE, PUT, FORGET, NEXT, STATEMENTS };

#define COLUMNS "number, name, address, tax_number, groups, card, phone, email, note"
#define TEXTS "name, address, tax_number, groups, card, phone, email, note, folded"
#define NUMBER_PARAMETER 10

static const char *const customer_sql[STATEMENTS] = {
	[GET] = "SELECT " COLUMNS " FROM customer WHERE number = ?1",
	[BY_CARD] = "SELECT " COLUMNS " FROM customer WHERE card = ?1 AND card <> ''",
	[LIST] = "SELECT " COLUMNS
	         " FROM customer WHERE number > ?1 AND name <> '' ORDER BY number LIMIT ?2",
	[NAMES] = "SELECT " COLUMNS " FROM customer WHERE name <> '' ORDER BY folded, number",
	[ADD] = "INSERT INTO customer(" TEXTS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[CHANGE] = "UPDATE customer SET (" TEXTS ") = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
	           " WHERE number = ?10 AND name <> ''",
	[PUT] = "INSERT INTO customer(" TEXTS ", number) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
	        " ?9, ?10)",
	[FORGET] = "UPDATE customer SET (" TEXTS ") = ('', '', '', '', '', '', '', '', '')"
	           " WHERE number = ?1",
	[NEXT] =
	        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'customer'), 0) + 1",
};

const struct db_set customer_statements = { customer_sql, STATEMENTS };

static sqlite3_stmt *
use(struct ledger *ledger, int which)
{
	return db_use(ledger_db(ledger), &customer_statements, which);
}

static void
read_row(sqlite3_stmt *statement, struct customer_row *row)
{
	memset(row, 0, sizeof(*row));
	row->number = sqlite3_column_int64(statement, 0);
	db_column_text(statement, 1, row->name, sizeof(row->name));
	db_column_text(statement, 2, row->address, sizeof(row->address));
	db_column_text(statement, 3, row->tax_number, sizeof(row->tax_number));
	db_column_text(statement, 4, row->groups, sizeof(row->groups));
	db_column_text(statement, 5, row->card, sizeof(row->card));
	db_column_text(statement, 6, row->phone, sizeof(row->phone));
	db_column_text(statement, 7, row->email, sizeof(row->email));
	db_column_text(statement, 8, row->note, sizeof(row->note));
}

bool
customer_in_group(const struct customer_row *row, const char *group)
{
	size_t length = strlen(group);
	for (const char *at = row->groups; *at; at += strspn(at, " ")) {
		size_t word = strcspn(at, " ");
		if (word == length && length && strncmp(at, group, length) == 0)
			return true;
		at += word;
	}
	return false;
}

/* ---- looking ---- */

static enum outcome
one(struct ledger *ledger, sqlite3_stmt *statement, struct customer_row *row, struct err *err)
{
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome)
		return outcome;
	read_row(statement, row);
	sqlite3_reset(statement);
	return RC_OK;
}

static enum outcome
no_such(int64_t number, struct err *err)
{
	return err_set(err, RC_NOT_FOUND, _("there is no customer number %lld"), (long long)number);
}

/* Every customer has a name; who was forgotten has a number and nothing else. */
static bool
is_forgotten(const struct customer_row *row)
{
	return !*row->name;
}

static enum outcome
was_forgotten(enum outcome outcome, int64_t number, struct err *err)
{
	err_set(err, outcome, _("customer %lld was forgotten"), (long long)number);
	return err_hint(err, _("whoever comes again is a new customer"));
}

enum outcome
customer_get(struct ledger *ledger, int64_t number, struct customer_row *row, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, GET);
	DB_INTS(statement, number);
	enum outcome outcome = one(ledger, statement, row, err);
	if (!outcome && is_forgotten(row))
		return was_forgotten(RC_NOT_FOUND, number, err);
	return outcome == RC_NOT_FOUND ? no_such(number, err) : outcome;
}

enum outcome
customer_by_card(struct ledger *ledger, const char *card, struct customer_row *row, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, BY_CARD);
	db_bind_text(statement, 1, card);
	return one(ledger, statement, row, err);
}

enum outcome
customer_list(struct ledger *ledger, int64_t after, struct customer_row rows[], size_t room,
              size_t *count, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, LIST);
	enum outcome outcome;
	size_t found = 0;
	DB_INTS(statement, after, (int64_t)room);
	while (!(outcome = db_row(ledger_db(ledger), statement, err)))
		read_row(statement, &rows[found++]);
	if (outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}

static int
split_words(char *text, const char *words[static WORDS_MAX])
{
	int count = 0;
	char *rest = NULL;
	for (char *word = strtok_r(text, " ", &rest); word && count < WORDS_MAX;
	     word = strtok_r(NULL, " ", &rest))
		words[count++] = word;
	return count;
}

static bool
has_words(const char *folded, const char *const words[], int count)
{
	for (int i = 0; i < count; i++)
		if (!strstr(folded, words[i]))
			return false;
	return count > 0;
}

static enum outcome
find_names(struct ledger *ledger, const char *text, struct customer_row rows[], size_t room,
           size_t *count, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, NAMES);
	char folded[FOLDED_MAX], name[FOLDED_MAX];
	const char *words[WORDS_MAX];
	enum outcome outcome = RC_OK;
	size_t found = 0;
	text_fold(folded, sizeof(folded), text);
	int word_count = split_words(folded, words);
	while (found < room && !(outcome = db_row(ledger_db(ledger), statement, err))) {
		read_row(statement, &rows[found]);
		/* rows of an older version were not folded yet */
		text_fold(name, sizeof(name), rows[found].name);
		found += has_words(name, words, word_count);
	}
	sqlite3_reset(statement);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}

/* False: it is no number of a customer. */
static bool
parse_number(const char *text, int64_t *number)
{
	size_t digits = strspn(text, "0123456789");
	*number = 0;
	if (!digits || text[digits] || digits > 12)
		return false;
	for (; *text; text++)
		*number = *number * 10 + (*text - '0');
	return true;
}

enum outcome
customer_find(struct ledger *ledger, const char *text, struct customer_row rows[], size_t room,
              size_t *count, struct err *err)
{
	int64_t number;
	enum outcome outcome = RC_NOT_FOUND;
	*count = 0;
	if (!room)
		return RC_OK;
	if (parse_number(text, &number))
		outcome = customer_get(ledger, number, &rows[0], err);
	if (outcome == RC_NOT_FOUND)
		outcome = customer_by_card(ledger, text, &rows[0], err);
	*count = outcome == RC_OK;
	return outcome == RC_NOT_FOUND ? find_names(ledger, text, rows, room, count, err) : outcome;
}

/* ---- changing ---- */

/* A card opens one account only. */
static enum outcome
refuse_card(struct ledger *ledger, const struct customer_row *row, struct err *err)
{
	struct customer_row other;
	enum outcome outcome =
	        *row->card ? customer_by_card(ledger, row->card, &other, err) : RC_NOT_FOUND;
	if (outcome)
		return outcome == RC_NOT_FOUND ? RC_OK : outcome;
	if (other.number == row->number)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("card %s belongs to customer %lld already"), row->card,
	               (long long)other.number);
}

static enum outcome
write_row(struct ledger *ledger, int which, const struct customer_row *row, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, which);
	char folded[FOLDED_MAX];
	text_fold(folded, sizeof(folded), row->name);
	db_bind_text(statement, 1, row->name);
	db_bind_text(statement, 2, row->address);
	db_bind_text(statement, 3, row->tax_number);
	db_bind_text(statement, 4, row->groups);
	db_bind_text(statement, 5, row->card);
	db_bind_text(statement, 6, row->phone);
	db_bind_text(statement, 7, row->email);
	db_bind_text(statement, 8, row->note);
	db_bind_text(statement, 9, folded);
	if (which != ADD)
		sqlite3_bind_int64(statement, NUMBER_PARAMETER, row->number);
	return db_run(ledger_db(ledger), statement, err);
}

/* A row stands there, and it was not one that can be changed. */
static bool
number_is_taken(struct ledger *ledger, int64_t number)
{
	struct customer_row row;
	sqlite3_stmt *statement = use(ledger, GET);
	DB_INTS(statement, number);
	return one(ledger, statement, &row, NULL) == RC_OK;
}

/* with_number: it may be new although it has one. */
static enum outcome
put(struct ledger *ledger, struct customer_row *row, bool with_number, struct err *err)
{
	sqlite3 *sqlite = db_handle(ledger_db(ledger));
	enum outcome outcome = refuse_card(ledger, row, err);
	if (!outcome)
		outcome = write_row(ledger, row->number ? CHANGE : ADD, row, err);
	if (outcome)
		return outcome;
	if (!row->number) {
		row->number = sqlite3_last_insert_rowid(sqlite);
		return RC_OK;
	}
	if (sqlite3_changes(sqlite) > 0)
		return RC_OK;
	if (number_is_taken(ledger, row->number))
		return was_forgotten(RC_REFUSED, row->number, err);
	return with_number ? write_row(ledger, PUT, row, err) : no_such(row->number, err);
}

enum outcome
customer_put(struct ledger *ledger, struct customer_row *row, struct err *err)
{
	return put(ledger, row, false, err);
}

struct all {
	struct customer_row *rows;
	size_t count;
};

static enum outcome
put_all(void *context, struct ledger *ledger, struct err *err)
{
	const struct all *all = context;
	enum outcome outcome = RC_OK;
	/* those with numbers first, so that a new one cannot get theirs */
	for (size_t i = 0; i < all->count && !outcome; i++)
		if (all->rows[i].number)
			outcome = put(ledger, &all->rows[i], true, err);
	for (size_t i = 0; i < all->count && !outcome; i++)
		if (!all->rows[i].number)
			outcome = put(ledger, &all->rows[i], true, err);
	return outcome;
}

enum outcome
customer_put_all(struct ledger *ledger, struct customer_row rows[], size_t count,
                 struct entry *entry, struct err *err)
{
	struct all all = { rows, count };
	return ledger_append_also(ledger, entry, 0, put_all, &all, err);
}

/* ---- one by hand, with its entry ---- */

/* Nothing personal goes into an entry: it has the number, before if it was there, after if it is.
 */
static void
fill_entry(struct entry *entry, int64_t number, bool before, bool after)
{
	struct record_facts *facts = &entry->is.record;
	char text[48];
	entry->kind = ENTRY_RECORD;
	text_copy(facts->table, sizeof(facts->table), CUSTOMER_TABLE);
	snprintf(facts->key, sizeof(facts->key), "%lld", (long long)number);
	snprintf(text, sizeof(text), "{\"number\":%lld}", (long long)number);
	facts->before = alloc_text(before ? text : "");
	facts->after = alloc_text(after ? text : "");
}

enum outcome
customer_change(struct ledger *ledger, struct customer_row *row, struct entry *entry,
                struct err *err)
{
	struct all all = { row, 1 };
	bool is_new = row->number == 0;
	enum outcome outcome = RC_OK;
	if (is_new)
		outcome = db_number(ledger_db(ledger), use(ledger, NEXT), &row->number, err);
	if (outcome)
		return outcome;
	fill_entry(entry, row->number, !is_new, true);
	outcome = ledger_append_also(ledger, entry, 0, put_all, &all, err);
	if (outcome && is_new)
		row->number = 0;
	return outcome;
}

static enum outcome
forget(void *context, struct ledger *ledger, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, FORGET);
	DB_INTS(statement, *(const int64_t *)context);
	return db_run(ledger_db(ledger), statement, err);
}

enum outcome
customer_forget(struct ledger *ledger, int64_t number, struct entry *entry, struct err *err)
{
	struct customer_row row;
	struct db *db = ledger_db(ledger);
	enum outcome outcome = customer_get(ledger, number, &row, err);
	if (outcome)
		return outcome;
	db_building(db, true);
	outcome = db_script(db, "PRAGMA secure_delete=ON", err);
	db_building(db, false);
	if (outcome)
		return outcome;
	fill_entry(entry, number, true, false);
	return ledger_append_also(ledger, entry, 0, forget, &number, err);
}
