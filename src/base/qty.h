/*
 * Quantities in thousandths: 3 pieces are 3000, 0.786 kg is 786.
 *
 *   range   +/- QTY_MAX_MILLI
 *   sign    negative is goods coming back
 */
#ifndef RINGUP_BASE_QTY_H
#define RINGUP_BASE_QTY_H

#include <stdint.h>

#include "base/money.h"

#define QTY_MAX_MILLI INT64_C(999999999)            /* 999,999.999 */
#define QTY_ONE INT64_C(1000)

/* "3", "0.786", "0,786"; up to three decimals (more are RC_REFUSED). */
enum outcome qty_parse(const char *text, int64_t *qty_milli, struct err *err);
/* "3", "0.786"; no trailing zeros unless decimals says at least how many to show. */
#define QTY_TEXT_MAX 32
char *qty_text(char out[static QTY_TEXT_MAX], int64_t qty_milli, int decimals,
               const struct number_style *style);

#endif
