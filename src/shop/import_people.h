/*
 * Customers and staff from files: primary tables, written at once with one entry.  No PIN is ever in a
 * file: who is new chooses one at the first sign-on.  Inside the shop room.
 */
#ifndef RINGUP_SHOP_IMPORT_PEOPLE_H
#define RINGUP_SHOP_IMPORT_PEOPLE_H

#include "ledger/customers.h"
#include "shop/import.h"
#include "shop/sheet.h"
#include "shop/staff.h"

/* What both share: the till's ledger, and the numbers that stood in the file. */
struct people {
	struct ledger *ledger;
	struct seen numbers, cards;
	struct customer_row *customers;
	struct staff_row *staff;
	size_t count, room;
	struct group groups[GROUPS_MAX];
	size_t group_count;
};

enum outcome people_open(struct people *people, const char *folder, const struct import_options *options,
                         struct err *err);
void people_close(struct people *people);
/* RC_REFUSED this text, if it is one, stood in an earlier line. */
enum outcome people_refuse_twice(struct seen *seen, const char *text, int64_t line, const char *what,
                                 struct err *err);
/* The entry that says what came from which file. */
void people_entry(struct people *people, struct entry *entry, const char *file, const char *what,
                  const struct sheet *sheet);

#endif
