/* What the files that work promotions out share. */
#ifndef RINGUP_TESTS_PROMOTIONS_H
#define RINGUP_TESTS_PROMOTIONS_H

#include "tests/oracle/work.h"

enum answer { NO, PERHAPS, YES };

bool targets(const struct target *target, const struct worked_line *line);
long whole_units(const struct worked_line *line);
enum answer in_force(const struct work *work, const struct offer *offer);

/* picks.c: the most that a promotion may take off units, on one side (goods bought, or coming
 * back); slack is in smallest units.  False: it is only known that it may not be more. */
bool picked_value(const struct work *work, const struct offer *offer, int side, rational *best,
                  rational *slack);
int side_of(const struct worked_line *line);
bool may_pick(const struct offer *offer, const struct worked_line *line);
/* Its units count for no other. */
void note_picked(struct work *work, const struct offer *offer, int side);

/* discounts.c: what of a price is no fixed tax; and a price falls by so much */
rational open_price(const struct work *work, const struct worked_line *line);
void lower_price(struct work *work, struct worked_line *line, rational amount);

#endif
