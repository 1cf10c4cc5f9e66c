/*
 * The lines of a sale on paper: shared by receipts, slips of suspended and cancelled baskets.
 */
#ifndef RINGUP_REPORTS_RECEIPT_LINES_H
#define RINGUP_REPORTS_RECEIPT_LINES_H

#include "reports/paper.h"

/* Void lines are left out; gift leaves out prices.  given: discounts on the whole sale. */
void receipt_lines(struct paper *paper, const struct sale_line lines[], size_t count,
                   const struct given_discount given[], int given_count, bool gift);

#endif
