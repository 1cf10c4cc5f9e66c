/*
 * The best choice for several promotions that compete for the same units: exact, or not at all.
 *
 *   shape   units that cost the same and have the same promotions are a class
 *   limit   BEST_STATES_MAX ways to have units left over, BEST_WORK_MAX groups looked at: some
 *           thirty units of a few prices, and a millisecond or two; above it the caller chooses one
 *           promotion after the other
 */
#ifndef RINGUP_CHECKOUT_PROMOTION_BEST_H
#define RINGUP_CHECKOUT_PROMOTION_BEST_H

#include "checkout/promotion.h"

#define BEST_PROMOTIONS_MAX 16
#define BEST_CLASSES_MAX 24
#define BEST_STATES_MAX 20000
#define BEST_UNITS_MAX 300
#define BEST_WORK_MAX 150000

struct unit_class {
	int64_t worth_e4;
	int64_t units;
	unsigned buys, gets;            /* bits: promotions whose target, whose get_target it has */
};

/* What one promotion takes. */
struct class_choice {
	int64_t counted[BEST_CLASSES_MAX], free[BEST_CLASSES_MAX];
	int64_t worth_e4;
};

/* classes dearest first; adds to *work what was looked at.  false: too much to look at, and choices are not filled in. */
bool best_together(const struct promotion *const promotions[], int count, const struct unit_class classes[],
                   int class_count, struct class_choice choices[], int64_t *work);
/* Can it be chosen together with others: does it make groups? */
bool best_makes_groups(const struct promotion *promotion);

#endif
