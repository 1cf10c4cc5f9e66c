/*
 * Reading the journal: by number, by id, and by what people search for.
 */
#ifndef RINGUP_LEDGER_JOURNAL_H
#define RINGUP_LEDGER_JOURNAL_H

#include "ledger/ledger.h"

/* The decoded entry; entry_done() it.  Its hash is checked against the stored one: RC_BROKEN. */
enum outcome journal_read(struct ledger *ledger, int till, int64_t seq, struct entry *entry,
                          struct err *err);
enum outcome journal_read_by_id(struct ledger *ledger, const char *id, struct entry *entry,
                                struct err *err);
enum outcome journal_read_sale(struct ledger *ledger, struct receipt_ref ref, struct entry *entry,
                               struct err *err);
enum outcome journal_read_z(struct ledger *ledger, enum series series, int64_t number,
                            struct entry *entry, struct err *err);
/* Text, hash and signature as stored, for verify tools and docs.  Caller frees *text. */
enum outcome journal_stored(struct ledger *ledger, int till, int64_t seq, char **text,
                            size_t *length, struct hash *hash, struct signature *signature,
                            struct err *err);

/* What to look for; 0, "" or SERIES_COUNT leaves a field open. */
struct journal_query {
	int64_t before_seq;   /* older than this; 0 from the newest */
	enum entry_kind kind; /* ENTRY_KINDS any */
	bool sales_only;
	enum series series; /* SERIES_COUNT any */
	day_number first, last;
	int staff;
	struct money amount; /* exact total of a sale; with has_amount */
	bool has_amount;
	char item[ITEM_NUMBER_MAX]; /* sales with a line of this item */
	int64_t shift;
	int from_min, to_min; /* local time of day, the last not included; to_min 0: any */
};

/* One row of a journal list: enough to show, nothing decoded. */
struct journal_row {
	int64_t seq;
	enum series series;
	enum entry_kind kind;
	day_number day;
	struct when at;
	int staff, approver;
	struct receipt_ref sale; /* number 0 if it is none */
	struct money amount;     /* total of a sale, amount of a cash entry */
};
/* Newest first, at most room rows; *count of them written. */
enum outcome journal_find(struct ledger *ledger, const struct journal_query *query,
                          struct journal_row rows[], size_t room, size_t *count, struct err *err);

/* ---- verify and rebuild ---- */

struct verify_report {
	int64_t entries; /* looked at */
	int64_t signatures;
	int64_t first_bad_seq; /* 0 none */
	struct hash head;
	int64_t head_seq;
	int64_t last_good_z;
	int64_t headless_start; /* a start that found no head file: a tail cut off before it would not show */
	char what[300];         /* what is wrong, a sentence */
};
struct verify_options {
	bool all_signatures;
	bool derived;       /* columns and derived tables equal the decoded entries */
	bool integrity;     /* schemas and pages of both databases; the head file, where a till lives */
	int64_t anchor_seq; /* 0 none: an anchor from a receipt, Z or server */
	struct hash anchor;
	int anchor_bytes; /* how many bytes of it are known */
};
/* Walks the chain from the first entry.  RC_BROKEN with report filled in; first_bad_seq stays 0 where it
 * is not the journal that is wrong. */
enum outcome journal_verify(struct ledger *ledger, const struct verify_options *options,
                            struct verify_report *report, struct err *err);
/* The same in slices for the idle till, from *seq on; RC_BUSY while there is more. */
enum outcome journal_verify_slice(struct ledger *ledger, int64_t *seq, int count, struct err *err);

/* The last entry and the last Z alone, with their signatures: what a start has time for. */
enum outcome journal_check_end(struct ledger *ledger, struct err *err);

/* Derives all tables again into a scratch file and compares.  *differences counts rows; with
 * repair they are replaced and an entry says so. */
enum outcome journal_rebuild(const char *folder, bool repair, const struct when *at,
                             int64_t *differences, char what[static 300], struct err *err);

#endif
