/*
 * A promotion as one row of a sheet, and as the JSON of `ringup quote`: one table of columns says where
 * each stands in the JSON.  Inside the shop room.
 */
#ifndef RINGUP_SHOP_PROMOTION_SHEET_H
#define RINGUP_SHOP_PROMOTION_SHEET_H

#include "base/buf.h"
#include "base/json.h"

/* Columns of a promotion's own row (ledger/catalogue.h) come first, then those of its JSON. */
enum { PROMOTION_NAME, PROMOTION_ACTIVE, PROMOTION_ORDER, PROMOTION_EFFECT, PROMOTION_COLUMNS = 39 };
extern const char *const promotion_columns[PROMOTION_COLUMNS + 1];      /* NULL at the end */

/* values[column] as it stands in the file, "" for none; out gets the JSON.  RC_REFUSED names the column. */
enum outcome promotion_json(const char *const values[], struct buf *out, struct err *err);
/* And back: what a column holds, "" for none; RC_REFUSED it is no JSON. */
enum outcome promotion_value(const struct json_node *promotion, int column, struct buf *out);
/* The same promotion as promotion_json() writes it, so that two can be compared. */
enum outcome promotion_canonical(const struct json_node *promotion, struct buf *out, struct err *err);
/* Any JSON as text without white space. */
void json_write_node(struct json_writer *writer, const char *key, const struct json_node *node);

#endif
