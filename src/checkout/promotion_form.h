/*
 * The fields each effect of a promotion has in its JSON form: one table for reading and writing.
 */
#ifndef RINGUP_CHECKOUT_PROMOTION_FORM_H
#define RINGUP_CHECKOUT_PROMOTION_FORM_H

#include "checkout/promotion.h"

enum form_kind {
	FORM_PERCENT, FORM_MONEY, FORM_MAX_AMOUNT, FORM_UNIT_PRICE, FORM_COUNT, FORM_PICK, FORM_BOOL, FORM_ITEM,
	FORM_TIERS, FORM_TARGET, FORM_GET_TARGET
};

struct form_field {
	const char *key;
	enum form_kind kind;
	size_t offset;          /* of the member, where the kind does not say */
	bool needed;
};

#define FORM_FIELDS_MAX 6       /* of one effect, with the empty one at the end */
extern const struct form_field promotion_fields[PROMOTION_EFFECTS][FORM_FIELDS_MAX];
extern const char *const promotion_pick_names[PROMOTION_PICKS + 1];
extern const char *const promotion_day_names[8];        /* "mon" ... "sun" */

#define STRANGER _("not a key of a promotion")
#define UNITS_MAX 9999

/* What both halves of the reader need.  Lists become one text, each member with its NUL. */
enum outcome form_read_money(const struct json_place *place, int exponent, struct money *out);
enum outcome form_read_list(const struct json_place *place, size_t size, char **list, int *count);
/* One name or a list of them, as names with | between; "" of an empty list. */
enum outcome form_read_category(const struct json_place *place, struct buf *names);
enum outcome form_read_target(const struct json_place *place, struct promotion_target *target);
enum outcome form_read_conditions(const struct json_place *place, struct promotion_conditions *when, int exponent);

#endif
