/*
 * Paper for a sale: receipt, copy, gift receipt, invoice, refund slip; and slips of the drawer.
 *
 *   rule    wording and amounts are the shop's (language, number style), never the screen's locale
 *   source  fields: Directive 2006/112 Art. 226b, UK VAT Regs 16A, KassenSichV s. 6, CGI 286
 */
#ifndef RINGUP_REPORTS_RECEIPT_H
#define RINGUP_REPORTS_RECEIPT_H

#include "devices/printout.h"
#include "ledger/facts.h"
#include "ledger/customers.h"
#include "shop/settings.h"

struct receipt_options {
	bool gift;                      /* no prices */
	const struct customer_row *buyer;       /* an invoice for this buyer; NULL a receipt */
	int64_t copy;                   /* 1.. DUPLICATE n */
	bool demo;
	const char *staff_name;         /* "" writes the number alone */
	struct hash hash;               /* of the entry: a piece is printed as anchor */
};
/* sale is an ENTRY_SALE. */
void receipt_compose(struct printout *printout, const struct entry *sale, const struct settings *settings,
                     const struct receipt_options *options);
/* Cash movements, no-sale, suspended basket (with its barcode), cancelled basket: slips. */
void slip_compose(struct printout *printout, const struct entry *entry, const struct settings *settings,
                  const struct receipt_options *options);

#endif
