/* Changing a line: what lines.c shares with the other commands that do.  Inside the till only. */
#ifndef RINGUP_CHECKOUT_LINES_H
#define RINGUP_CHECKOUT_LINES_H

#include "checkout/inside.h"

/* The line a command is about: LINE, else the marked one, else the last. */
enum outcome lines_find(struct till *till, const struct command *command, struct basket_line **line,
                        struct err *err);
/* It was changed: prices the basket, keeps the line and its deposit, and says so. */
void lines_changed(struct till *till, struct basket_line *line, struct answer *answer);
/* Does the basket hold it, as it is about to become?  deposit NULL: that stays. */
enum outcome lines_fit(const struct till *till, const struct basket_line *line, const struct basket_line *deposit,
                       struct err *err);

/* Are the discounts of the basket, as it is now, within what the person may give, or agreed to by somebody?
 * False: consent is asked for.  (discount.c) */
bool discounts_agreed(struct till *till);

#endif
