/*
 * The lines of a sale on paper: shared by receipts, slips of suspended and cancelled baskets.
 */
#ifndef RINGUP_REPORTS_RECEIPT_LINES_H
#define RINGUP_REPORTS_RECEIPT_LINES_H

#include "reports/paper.h"

/* Void lines are left out; gift leaves out prices. */
void receipt_lines(struct paper *paper, const struct sale_line lines[], size_t count, bool gift);

#endif
