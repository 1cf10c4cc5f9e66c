/*
 * What the files share that apply promotions to a basket while it is priced.
 */
#ifndef RINGUP_CHECKOUT_PROMOTION_INSIDE_H
#define RINGUP_CHECKOUT_PROMOTION_INSIDE_H

#include "checkout/pricing_inside.h"
#include "checkout/promotion_units.h"

/* A category that some line has, or one above it: "drinks" of "drinks/cola". */
struct category_name {
	const char *text;               /* borrowed from a line; not ended */
	size_t length;
	size_t first;                   /* of the links: which lists of categories are in it; 0 none, else + 1 */
};
struct category_link {
	size_t list, next;
};

/* The lines by item and by category, so that a promotion finds its own without looking at the others. */
struct lookup {
	size_t *heads, *next;           /* of items: line + 1, 0 none; as long as a power of two, as there are lines */
	size_t *hashes;                 /* of each line's item */
	size_t mask, count;
	bool *touchable;                /* may a promotion touch the line? */
	const char **lists;             /* of categories, each once, with a chain of its lines as above */
	size_t list_count;
	size_t *list_slots;             /* by hash: index + 1 */
	size_t *list_heads, *list_next;
	struct category_name *names;    /* of all lists */
	size_t name_count, name_room;
	size_t *name_slots, name_mask;  /* by hash: index + 1 */
	struct category_link *links;
	size_t link_count, link_room;
	bool *seen;                     /* room: is the line in the list already? */
};

struct promoting {
	struct pricing *pricing;
	const struct promotion *promotions;     /* of the rules */
	size_t count;
	struct step_details *details;           /* NULL: nobody asks */
	struct lookup lookup;
	size_t *active, active_count;           /* indexes of those whose time, customer and code are there */
	bool *applied;                          /* took something */
	bool any_not_with;
	size_t *found;                          /* room: lines of a target */
	struct run *runs;
	struct exact *before;                   /* room: a value a line */
	struct money *shares;
	int64_t work;                           /* looked at by promotion_best.c so far */
	bool sums_known;                        /* of the basket as it is now */
	struct money gross, net, as_given;
};

/* ---- promotion_lookup.c ---- */

void lookup_make(struct lookup *lookup, const struct pricing *pricing);
void lookup_done(struct lookup *lookup);
/* The lines of a target that promotions may touch, in their order. */
size_t lookup_find(const struct promoting *promoting, const struct promotion_target *target, size_t out[]);

/* ---- promotion_conditions.c ---- */

/* Those that do not change while promotions are applied: codes, groups, time, uses. */
bool conditions_may_apply(const struct promotion *promotion, const struct price_rules *rules,
                          const struct basket *basket);
/* And those that do. */
bool conditions_met(struct promoting *promoting, size_t index);
bool conditions_change(const struct promotion *promotion);      /* has it any of those? */
struct money conditions_subtotal(struct promoting *promoting);  /* as prices were given, of what is left */

/* ---- pricing_promotion.c ---- */

enum discount_kind promoting_kind(const struct promotion *promotion);
int64_t promoting_whole_units(const struct priced_line *priced);
void promoting_took(struct promoting *promoting, size_t index);

/* Units of goods, for counting: pieces, and one for what is weighed; going out less coming back. */
int64_t promoting_units(const struct promoting *promoting, const size_t lines[], size_t count);
/* Applies one in its turn. */
void promoting_apply(struct promoting *promoting, size_t index);
/* Takes what was chosen. */
void promoting_take(struct promoting *promoting, size_t index, const struct run runs[], size_t count,
                    __int128 worth_e4, bool back);
size_t promoting_runs(struct promoting *promoting, const struct promotion *promotion, bool back, struct run runs[]);

/* ---- promotion_joint.c ---- */

/* Chooses at most BEST_PROMOTIONS_MAX of them together, and takes what was chosen.  false: too much to look at. */
bool promoting_together(struct promoting *promoting, const size_t indexes[], size_t count);

/* ---- promotion_undo.c ---- */

/* How the lines were. */
struct kept {
	struct kept_line *lines;
	struct kept_taxes *taxes;       /* NULL: none is taken tax by tax */
	bool *applied;
};
void promoting_keep(const struct promoting *promoting, struct kept *kept);
void promoting_go_back(struct promoting *promoting, const struct kept *kept);
void kept_done(struct kept *kept);
/* What the lines cost now, whichever way they go: the less, the better for the customer. */
int64_t promoting_cost(const struct promoting *promoting);

/* ---- promotion_extra.c ---- */

void promoting_give_extra(struct promoting *promoting, size_t index);

/* ---- promotion_take.c ---- */

/* A promotion that takes from what is left, in its turn; its conditions are met. */
void promoting_take_from_lines(struct promoting *promoting, size_t index);

/* ---- promotion_family.c ---- */

void promoting_best_order(struct promoting *promoting);

/* ---- promotion_order.c ---- */

/* A promotion that is about to be put in order. */
struct one {
	size_t index;       /* of the promotions */
	bool groups;        /* chosen together with others of its kind */
	size_t group;       /* smallest member of those, among the ones */
	size_t family;      /* the same of all it matters to */
	struct money saves; /* by itself, of those that pick */
};

/* A family lies together, its groups first and those by what they share. */
void promoting_order_family(struct promoting *promoting, struct one ones[], size_t count);

#endif
