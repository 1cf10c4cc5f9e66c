/*
 * One entry: its hash, columns, numbers, running totals and signature follow from the ones before.
 */
#include <config.h>

#include <inttypes.h>
#include <string.h>

#include "base/gettext.h"
#include "ledger/entry.h"
#include "ledger/opened.h"
#include "ledger/schema.h"
#include "ledger/verify_parts.h"

static bool
columns_agree(sqlite3_stmt *statement, const struct entry *entry)
{
	int64_t columns[JOURNAL_COLUMNS];
	journal_columns(entry, columns);
	for (int i = 0; i < JOURNAL_COLUMNS; i++)
		if (sqlite3_column_type(statement, i) != SQLITE_INTEGER ||
		    sqlite3_column_int64(statement, i) != columns[i])
			return false;
	return true;
}

static enum outcome
check_hash(struct walk *walk, sqlite3_stmt *statement, struct err *err)
{
	struct link link;
	struct hash hash;
	const char *text = (const char *)sqlite3_column_text(statement, 10);
	size_t length = (size_t)sqlite3_column_bytes(statement, 10);
	if (sqlite3_column_type(statement, 10) != SQLITE_TEXT ||
	    sqlite3_column_type(statement, 11) != SQLITE_BLOB ||
	    sqlite3_column_type(statement, 12) != SQLITE_BLOB || !text ||
	    !db_column_bytes(statement, 11, link.hash.bytes, HASH_BYTES) ||
	    !db_column_bytes(statement, 12, link.signature.bytes, SIGNATURE_BYTES))
		return verify_bad(walk, err, _("entry %" PRId64 " is damaged"), walk->seq);
	chain_hash(&hash, text, length, &walk->last);
	if (!hash_equal(&hash, &link.hash))
		return verify_bad(walk, err,
		                  _("the chain breaks at entry %" PRId64
		                    ": it or the one before was changed"),
		                  walk->seq);
	walk->last = link;
	return RC_OK;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* A gap entry names the numbers from the first lost to the last. */
static enum outcome
check_gap(struct walk *walk, const struct gap_facts *gap)
{
	holes_explain(&walk->holes, gap->first_seq, gap->last_seq);
	for (int i = 0; i < SERIES_COUNT; i++) {
		walk->receipt[i] = later(walk->receipt[i], gap->receipt[i]);
		walk->z[i] = later(walk->z[i], gap->z[i]);
	}
	return RC_OK;
}

static enum outcome
check_sale(struct walk *walk, const struct entry *entry, struct err *err)
{
	struct grand_totals *grand = &walk->grand[entry->series];
	struct money total = entry->is.sale.total;
	if (entry->is.sale.number != walk->receipt[entry->series] + 1)
		return verify_bad(walk, err,
		                  _("receipt numbers do not follow one another at entry %" PRId64),
		                  walk->seq);
	walk->receipt[entry->series]++;
	if (total.minor >= 0)
		grand->sold = money_add(grand->sold, total);
	else
		grand->returned = money_sub(grand->returned, total);
	return RC_OK;
}

static enum outcome
check_z(struct walk *walk, const struct entry *entry, struct err *err)
{
	const struct z_facts *z = &entry->is.z;
	if (z->number != walk->z[entry->series] + 1)
		return verify_bad(walk, err,
		                  _("Z numbers do not follow one another at entry %" PRId64),
		                  walk->seq);
	walk->z[entry->series]++;
	return RC_OK;
}

static enum outcome
check_facts(struct walk *walk, const struct entry *entry, struct err *err)
{
	const struct grand_totals *grand = &walk->grand[entry->series];
	enum outcome outcome = RC_OK;
	if (entry->kind == ENTRY_SALE)
		outcome = check_sale(walk, entry, err);
	else if (entry->kind == ENTRY_Z)
		outcome = check_z(walk, entry, err);
	else if (entry->kind == ENTRY_GAP)
		outcome = check_gap(walk, &entry->is.gap);
	if (!outcome && entry_kind_is_money(entry->kind) &&
	    (entry->after.sold.minor != grand->sold.minor ||
	     entry->after.returned.minor != grand->returned.minor))
		outcome = verify_bad(walk, err,
		                     _("the running totals do not follow at entry %" PRId64),
		                     walk->seq);
	return outcome;
}

/* Which key signs this entry, before; and after it. */
static enum outcome
check_key(struct walk *walk, const struct entry *entry, struct err *err)
{
	bool look = walk->options->all_signatures || entry->kind == ENTRY_Z ||
	            entry->kind == ENTRY_INIT || entry->kind == ENTRY_KEY_RECOVERY;
	if (entry->kind == ENTRY_INIT) {
		walk->key = entry->is.init.period_key;
		walk->root_key = entry->is.init.root_key;
		walk->has_key = true;
	}
	if (entry->kind == ENTRY_KEY_RECOVERY) {
		const struct key_recovery_facts *facts = &entry->is.key_recovery;
		if (facts->by_root &&
		    !chain_key_is_signed(&facts->root_signature, &walk->root_key, &facts->new_key))
			return verify_bad(
			        walk, err,
			        _("the new key of entry %" PRId64 " is not signed by the root"),
			        walk->seq);
		walk->key = facts->new_key;
	}
	if (!walk->has_key)
		return verify_bad(walk, err, _("the journal does not begin with its first entry"));
	if (look) {
		walk->report->signatures++;
		if (!chain_is_signed(&walk->last, &walk->key))
			return verify_bad(walk, err,
			                  _("the signature of entry %" PRId64 " is wrong"),
			                  walk->seq);
	}
	walk->last_key = walk->key;
	if (entry->kind == ENTRY_Z)
		walk->key = entry->is.z.next_key;
	return RC_OK;
}

static enum outcome
check_anchors(struct walk *walk, struct err *err)
{
	const struct verify_options *options = walk->options;
	if (walk->has_head && walk->seq == walk->head.seq &&
	    !hash_equal(&walk->head.hash, &walk->last.hash))
		return verify_bad(walk, err,
		                  _("entry %" PRId64 " is not the one the head file knows"),
		                  walk->seq);
	if (options->anchor_seq == 0 || walk->seq != options->anchor_seq)
		return RC_OK;
	walk->anchor_seen = true;
	if (memcmp(options->anchor.bytes, walk->last.hash.bytes, (size_t)options->anchor_bytes) !=
	    0)
		return verify_bad(walk, err, _("entry %" PRId64 " is not the one the anchor knows"),
		                  walk->seq);
	return RC_OK;
}

static enum outcome
check_entry(struct walk *walk, sqlite3_stmt *statement, struct entry *entry, struct err *err)
{
	if (!columns_agree(statement, entry))
		return verify_bad(walk, err,
		                  _("the columns of entry %" PRId64 " are not those of its text"),
		                  walk->seq);
	if (entry->till != ledger_till(walk->ledger) || entry->seq != walk->seq)
		return verify_bad(walk, err, _("entry %" PRId64 " stands in the wrong place"),
		                  walk->seq);
	if (walk->seq != walk->last_seq + 1)
		holes_add(&walk->holes, walk->last_seq + 1, walk->seq - 1);
	enum outcome outcome = check_key(walk, entry, err);
	if (!outcome)
		outcome = check_facts(walk, entry, err);
	if (!outcome)
		outcome = check_anchors(walk, err);
	if (!outcome && entry->kind == ENTRY_Z && entry->series == SERIES_LIVE)
		walk->report->last_good_z = entry->is.z.number;
	if (!outcome && entry->kind == ENTRY_START && entry->is.start.head_seq == 0)
		walk->report->headless_start = walk->seq;
	return outcome;
}

enum outcome
verify_entry(struct walk *walk, sqlite3_stmt *statement, struct err *err)
{
	struct entry entry;
	walk->seq = PLACE_SEQ(sqlite3_column_int64(statement, 0));
	enum outcome outcome = check_hash(walk, statement, err);
	if (outcome)
		return outcome;
	outcome = entry_decode(&entry, (const char *)sqlite3_column_text(statement, 10),
	                       (size_t)sqlite3_column_bytes(statement, 10), err);
	if (outcome)
		return verify_bad(walk, err, _("entry %" PRId64 " cannot be read"), walk->seq);
	outcome = check_entry(walk, statement, &entry, err);
	entry_done(&entry);
	if (outcome)
		return outcome;
	walk->last_seq = walk->seq;
	walk->report->entries++;
	walk->report->head = walk->last.hash;
	walk->report->head_seq = walk->seq;
	return RC_OK;
}
