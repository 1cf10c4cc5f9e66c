/* Which taxes a line of the basket bears.  Inside the till only. */
#ifndef RINGUP_CHECKOUT_TAXES_H
#define RINGUP_CHECKOUT_TAXES_H

#include "checkout/inside.h"

/* The rules of a line by the way of the basket: of the codes set by hand, else of its item or its department.
 * Of what the shop does not know any more, those it has stay. */
enum outcome taxes_of_line(struct till *till, struct basket_line *line, struct err *err);

/* What is refused whoever agrees: said before anybody is asked. */
enum outcome taxes_check_tax(struct till *till, const struct command *command, struct err *err);
enum outcome taxes_check_exempt(struct till *till, const struct command *command, struct err *err);

#endif
