/*
 * Customers: a primary table.  What is personal stands here and nowhere else; entries hold a
 * customer's number, so a person can be forgotten and the journal stays as it is.
 *
 *   rule    numbers are never given twice; a card is one customer's; groups are words with a space
 *           between them ("VIP staff"); who is staff 3 is in the group "staff-3", and buys only
 *           where another sits at the till
 */
#ifndef RINGUP_LEDGER_CUSTOMERS_H
#define RINGUP_LEDGER_CUSTOMERS_H

#include "ledger/ledger.h"

#define CUSTOMER_NUMBER_LAST INT64_C(999999999999)
#define CUSTOMER_GROUPS_MAX 161
#define CUSTOMER_EMAIL_MAX 121

struct customer_row {
	int64_t number;                 /* from 1 */
	char name[NAME_MAX_BYTES];
	char address[NOTE_MAX];
	char tax_number[REFERENCE_MAX];
	char groups[CUSTOMER_GROUPS_MAX];
	char card[REFERENCE_MAX];       /* what the scanner reads from the card; "" none */
	char phone[REFERENCE_MAX];
	char email[CUSTOMER_EMAIL_MAX];
	char note[NOTE_MAX];            /* what whoever serves them should know */
};

/* Is it in this group? */
bool customer_in_group(const struct customer_row *row, const char *group);

/* RC_NOT_FOUND also for one who was forgotten. */
enum outcome customer_get(struct ledger *ledger, int64_t number, struct customer_row *row, struct err *err);
/* RC_NOT_FOUND without a sentence: callers say what was looked for. */
enum outcome customer_by_card(struct ledger *ledger, const char *card, struct customer_row *row, struct err *err);
/* By what was typed: the number or the card, else all whose names hold every word of it, by name.
 * RC_OK also when there is none. */
enum outcome customer_find(struct ledger *ledger, const char *text, struct customer_row rows[], size_t room,
                           size_t *count, struct err *err);
/* Those with numbers above `after`, by number. */
enum outcome customer_list(struct ledger *ledger, int64_t after, struct customer_row rows[], size_t room,
                           size_t *count, struct err *err);

/* number 0: a new one, given back in row.  RC_REFUSED the card is another's. */
enum outcome customer_put(struct ledger *ledger, struct customer_row *row, struct err *err);
/* The same by hand: the row and its entry (ENTRY_RECORD with the number and nothing else) in one go. */
enum outcome customer_change(struct ledger *ledger, struct customer_row *row, struct entry *entry, struct err *err);
/* Erases all that is personal, also from the file's free pages; the number stays taken, and an entry says
 * that it was done.  Copies that were made before have it still. */
enum outcome customer_forget(struct ledger *ledger, int64_t number, struct entry *entry, struct err *err);
/* Rows with the numbers they have, new or not, in one transaction with their entry; 0 gets one.  All or
 * none; RC_REFUSED names a card that two have. */
enum outcome customer_put_all(struct ledger *ledger, struct customer_row rows[], size_t count,
                              struct entry *entry, struct err *err);

#endif
