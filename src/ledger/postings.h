/*
 * Postings: what an entry means in double entry.
 *
 *   sign    debit > 0, credit < 0
 *   rule    the postings of an entry add up to zero; the database refuses a set that does not
 *
 *   account      key           debit                       credit
 *   cash         term          cash into the drawer        cash out of it
 *   tender       tender kind   paid by card, voucher ...   paid out by it
 *   held         tender kind   used for a sale, given back accepted for an open basket
 *   sales        department    (post-void)                 goods sold, without tax
 *   returns      department    goods returned, w/o tax
 *   post-void    department    a sale undone, w/o tax
 *   tax          tax code      tax on returns              tax on sales
 *   rounding     ""            rounded down                rounded up
 *   tips         tender kind                               left for staff
 *   safe         ""            pickup, close               float, loan
 *   paid-in      ""                                        petty cash received
 *   paid-out     ""            petty cash spent
 *   over-short   ""            short                       over
 *
 * Terms of the drawer (keys of "cash"): float, sale, change, refund, held, paid-in, paid-out,
 * pickup, loan, over-short, close.  Their sum between open and close is what should be there.
 *
 * A tender that was accepted before its basket is complete goes to "held" and to the drawer's term
 * held; the sale uses it up, and the cash then stands under sale or refund.
 *
 * Counters are totals that are no postings:
 *
 *   #sales       receipts but post-voids, their totals      #returns    receipts with goods back, those goods
 *   #post-void   receipts undone                            #staff      receipts by staff number
 *   #gross       turnover with tax by tax code ("" untaxed), post-voids taken off
 *   #lines       lines sold or returned                     #pieces     whole units; a weighed line is one
 *   #void        lines voided but free ones, at their price #price      prices changed, and by how much
 *   #discount    by kind                                    #cancelled, #suspended  baskets
 *   #no-sale     drawer openings                            #copy       duplicates printed
 *   #age         sales refused for age                      #foreign    notes of another currency, in its
 *                                                            own units, by tender kind and currency
 *                                                            ("dollars:USD")
 *
 * The count of a posting's total is how many things made it up (lines of a department, tenders).
 */
#ifndef RINGUP_LEDGER_POSTINGS_H
#define RINGUP_LEDGER_POSTINGS_H

#include "ledger/facts.h"

struct posting {
	char account[ACCOUNT_MAX];
	char key[ACCOUNT_KEY_MAX];
	struct money amount;
};

#define POSTINGS_MAX 512

/* The currency of a total that is not in the shop's: of "#foreign" the one its key ends with. */
bool total_currency(const struct total *total, struct currency *currency);
/* The key of that account for notes taken by a kind of tender. */
void total_foreign_key(char out[static ACCOUNT_KEY_MAX], const char *kind, const char *currency);

/* The postings of an entry, merged by account and key, zero ones dropped; 0 for entries without
 * money.  Departments or taxes beyond the room are a failed assert. */
size_t postings_of(const struct entry *entry, struct posting out[static POSTINGS_MAX]);
/* Postings and counters as they go into a period's totals. */
size_t totals_of(const struct entry *entry, struct total out[static POSTINGS_MAX]);

/* Adds up lists of totals; *sum is grown and kept sorted by account and key.  Caller frees. */
void totals_add(struct total **sum, size_t *count, const struct total *more, size_t more_count);
/* amount (and count) of one figure, 0 if absent. */
struct total totals_get(const struct total *totals, size_t count, const char *account, const char *key);

#endif
