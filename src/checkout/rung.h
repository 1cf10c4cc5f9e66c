/* From a number to a line: what rung.c and ring.c share.  Inside the till only. */
#ifndef RINGUP_CHECKOUT_RUNG_H
#define RINGUP_CHECKOUT_RUNG_H

#include "checkout/inside.h"

/* What is about to become a line. */
struct rung {
	bool has_item;
	struct item_row item;
	char code[CODE_MAX];            /* as it will stand on the line, "" none */
	char name[NAME_MAX_BYTES];      /* of an open ring */
	int department;
	const char *tax_codes;          /* borrowed from the tables or `item` */
	int min_age, age_years;
	int64_t pack;                   /* pieces one scan rings */
	int64_t label_milli;            /* weight in the barcode, 0 none */
	bool label_price;               /* price in the barcode: it is `price` */
	struct money amount;            /* with LINE_LABEL_PRICE: what the labels say */
	bool price_known;               /* `price` is set already */
	char lot[LOT_MAX], serial[LOT_MAX];     /* in the barcode */
	day_number expiry, best_before;         /* the same; 0 none */
	int64_t qty_milli, tare_milli;
	struct unit_price price;
	struct unit_price shelf_price;  /* with LINE_PRICE_CHANGED */
	unsigned flags;                 /* enum line_flag */
	bool back;                      /* it comes back, without the sale it was bought in */
	char reason[REASON_MAX];
};

/* A typed number that is no item's may be a PIN in the wrong field: of 4 to 8 digits (but for a GTIN-8) only the first
 * is shown or kept. */
const char *rung_typed_code(const char *code, char out[static CODE_MAX]);
/* Fills in a rung from an item, or from a department and an amount. */
enum outcome rung_item(struct till *till, const struct item_row *item, struct rung *rung, struct err *err);
enum outcome rung_department(struct till *till, int number, struct money amount, struct rung *rung,
                                struct err *err);
/* Asks what is to be asked, and adds the line. */
enum outcome rung_add(struct till *till, struct rung *rung, struct answer *answer, struct err *err);
/* `open DEPARTMENT AMOUNT`; rung may hold a code that nobody knows. */
enum outcome rung_open(struct till *till, const struct command *command, struct rung *rung,
                          struct answer *answer, struct err *err);

/* How much of it there is, which may be a question (rung_quantity.c). */
enum outcome rung_find_quantity(struct till *till, struct rung *rung, struct err *err);

/* Do so many more lines fit?  Asked before the first is added, so that a line and its deposit go together. */
enum outcome rung_room(const struct till *till, size_t lines, struct err *err);
/* Is the quantity within limits, or was it confirmed?  False: it was asked. */
bool rung_quantity(struct till *till, const struct item_row *item, int64_t *qty_milli);
enum outcome rung_price_limits(const struct till *till, struct money price, bool zero_allowed,
                                  struct err *err);

#endif
