/*
 * Price labels for shelves and for goods that must go: as text, or a sheet of A4 with bars to cut up.
 *
 *   law     beside the price stands what a kilogram, litre or metre costs, where the goods are weighed or
 *           the item says what a piece holds
 */
#ifndef RINGUP_REPORTS_PRICE_LABEL_H
#define RINGUP_REPORTS_PRICE_LABEL_H

#include "base/buf.h"
#include "ledger/catalogue.h"
#include "shop/settings.h"

struct price_label {
	char number[ITEM_NUMBER_MAX];
	char name[NAME_MAX_BYTES];
	char price[MONEY_TEXT_MAX];
	char unit_price[MONEY_TEXT_MAX + 16];   /* "2.65 / l", "" none */
	char code[24];                          /* digits of its barcode, "" none */
	char before[MONEY_TEXT_MAX];            /* of a reduced one: what it cost; "" */
	char reason[REASON_MAX];
	char until[WHEN_TEXT_MAX];
};

/* codes as the catalogue writes them ("4006381333931 4006381333948*6"): the first piece code is taken. */
void price_label_of(struct price_label *label, const struct settings *settings, const struct item_row *item,
                    const char *codes);
/* The same with another price, a number of its own, and why. */
void price_label_reduce(struct price_label *label, const struct settings *settings, const struct item_row *item,
                        const struct markdown_row *row);

/* Labels of the items in a list with commas ("1012,2001": numbers, PLUs, GTINs), or, items NULL, of all that
 * changed since then (0: of all), with the prices of catalogue_at().  RC_REFUSED more than most.  Caller frees. */
enum outcome price_labels_find(struct ledger *ledger, const struct settings *settings, int64_t since_ms,
                               const char *items, size_t most, struct price_label **labels, size_t *count,
                               struct err *err);

void price_labels_text(const struct price_label labels[], size_t count, struct buf *out);
void price_labels_pdf(const struct price_label labels[], size_t count, struct buf *out);

#endif
