/*
 * Promotions as data: what the shop promised, to whom and when.
 *
 *   form    the JSON of `ringup quote`; promotion_parse() reads it, promotion_write() writes it back.
 *           Screens and imports keep that text (struct promotion_row) and show promotion_about()
 *   own     a promotion owns its lists of items: promotion_done(), promotions_free()
 *   rule    promotions that pick units (PICKS below) count a unit once; the others take from what is left
 *   rule    what is free is free: its line bears the discount (and the tax less).  What other picking
 *           takes off is spread over all units that made it possible, by their value
 *   rule    goods coming back make groups of their own: a refund is the mirror image of its sale
 */
#ifndef RINGUP_CHECKOUT_PROMOTION_H
#define RINGUP_CHECKOUT_PROMOTION_H

#include "base/json_place.h"
#include "checkout/basket.h"

#define PROMOTION_TIERS_MAX 16
#define PROMOTION_ITEMS_MAX 1000
#define PROMOTION_HOURS_MAX 4

enum promotion_effect {
	PROMOTION_PERCENT, PROMOTION_FIXED_ORDER, PROMOTION_FIXED_PER_LINE, PROMOTION_FIXED_PER_UNIT,
	PROMOTION_CHEAPEST_PERCENT, PROMOTION_FREE_UNITS, PROMOTION_BUY_X_GET_Y, PROMOTION_FREE_EXTRA,
	PROMOTION_GROUP_FLAT, PROMOTION_GROUP_PERCENT, PROMOTION_TIER_FLAT, PROMOTION_TIER_PERCENT,
	PROMOTION_FIRST_ADDITIONAL, PROMOTION_N_FOR_PRICE, PROMOTION_UNIT_PRICE_FROM, PROMOTION_EFFECTS
};
extern const char *const promotion_effect_names[PROMOTION_EFFECTS + 1];         /* "percent" ... */

enum promotion_pick { PICK_CHEAPEST, PICK_DEAREST, PICK_ORDER, PROMOTION_PICKS };

/* Which lines.  Neither items nor a category: all of them.  Both: either. */
struct promotion_target {
	const char *items;              /* numbers one after the other, each with its NUL; owned */
	int item_count;
	const char *category;           /* any of "drinks|food", and all below them: "drinks/cola"; NULL none; owned */
};

struct promotion_tier {
	struct money from;              /* the order's subtotal; this and above */
	struct money amount;            /* tier_flat */
	int64_t percent_ppm;            /* tier_percent */
};

/* A local moment; minute -1 in `from` and `until` means the whole day. */
struct price_moment {
	day_number day;                 /* business day; 0: not known, then no condition of time is met */
	int minute;                     /* of the local day, 0..1439 */
};

struct promotion_conditions {
	bool has_min_subtotal, has_min_net;
	struct money min_subtotal;      /* with tax */
	struct money min_net;           /* without tax */
	int min_qty;                    /* whole units of `counted`; 0 none */
	struct promotion_target counted;
	bool has_counted;               /* else min_qty counts the effect's target */
	char *groups;                   /* the customer is in one of these; words as in basket.groups, owned */
	int usage_limit, usage_limit_per_customer;      /* 0 none */
	char *not_with;                 /* names one after the other, each with its NUL; owned */
	int not_with_count;
	unsigned days;                  /* bit 1 Monday .. bit 7 Sunday; 0 all */
	struct { int from, until; } hours[PROMOTION_HOURS_MAX];  /* minutes; until is not in it; may pass midnight */
	int hour_count;
	struct price_moment from, until;        /* both in it; day 0 open */
};

struct promotion {
	char name[NAME_MAX_BYTES];
	char code[CODE_MAX];            /* "" automatic; else it waits for this coupon code */
	enum promotion_effect effect;
	int64_t percent_ppm;            /* percent, cheapest_percent, group_percent; tier_percent: base */
	struct money amount;            /* fixed_*, group_flat, n_for_price: price; first_additional: first; tier_flat: base */
	struct money additional;        /* first_additional */
	struct unit_price unit_price;   /* unit_price_from */
	bool has_max_amount;
	struct money max_amount;        /* percent, cheapest_percent */
	int buy, get;                   /* buy_x_get_y, free_extra */
	int units;                      /* free_units_in_cart: units; group_*: group; n_for_price, unit_price_from: n;
	                                   fixed_per_line, fixed_per_unit: max_units, 0 all */
	enum promotion_pick pick;
	bool repeat;                    /* free_extra */
	char item[ITEM_NUMBER_MAX];     /* free_extra */
	struct promotion_tier tiers[PROMOTION_TIERS_MAX];
	int tier_count;
	struct promotion_target target;
	struct promotion_target get_target;
	bool has_get_target;
	struct promotion_conditions when;
};

/* The form of `ringup quote` ("name", "effect": {"type": ...}).  RC_REFUSED names the path.  Amounts have the
 * decimals of the currency: exponent. */
enum outcome promotion_parse(struct promotion *promotion, const char *json, int exponent, struct err *err);
/* The same from a document that is being read; err->detail is the path. */
enum outcome promotion_read(struct promotion *promotion, const struct json_place *place, int exponent);
void promotion_done(struct promotion *promotion);
void promotions_free(struct promotion **promotions, size_t count);      /* and the array */

/* Back to JSON, keys in the order of interfaces; parsing it gives the same promotion. */
void promotion_write(const struct promotion *promotion, int exponent, struct buf *out);
/* What it does in a few words for lists: "3 for 2", "10 % off", "5 for 20.00". */
void promotion_about(const struct promotion *promotion, const struct number_style *style, struct buf *out);

/* What keeps a promotion from this basket for good: its time, or its uses. */
enum promotion_bar {
	PROMOTION_OPEN, PROMOTION_TOO_EARLY, PROMOTION_EXPIRED, PROMOTION_NOT_NOW, PROMOTION_USED_UP,
	PROMOTION_USED_BY_CUSTOMER,
};
struct price_rules;
enum promotion_bar promotion_bar(const struct promotion *promotion, const struct price_rules *rules);

/* Does it pick units, so that others cannot count them again? */
bool promotion_picks(const struct promotion *promotion);
/* The next name of a list of categories, without blanks around it: *list is left at its beginning.  0 at the end. */
size_t promotion_next_category(const char **list);
/* Is one of the categories (with | between) one of the wanted ones?  "drinks/cola" is in "drinks". */
bool promotion_in_category(const char *categories, const char *wanted);
bool promotion_targets(const struct promotion_target *target, const struct basket_line *line);
/* Words of a list, as customers' groups are kept: a space inside a name is an underscore. */
bool promotion_in_groups(const char *groups, const char *wanted);

#endif
