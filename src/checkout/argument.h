/* What each argument of a command takes.  Inside the grammar only. */
#ifndef RINGUP_CHECKOUT_ARGUMENT_H
#define RINGUP_CHECKOUT_ARGUMENT_H

#include "checkout/command.h"

/* Does a word fit?  Else the sentence why not.  `exponent` is the currency's, for amounts. */
typedef enum outcome fits_fn(const char *word, int exponent, struct err *err);

/* By the argument's name; NULL takes any text.  Behind a KIND an amount may be of another currency. */
fits_fn *argument_fits(const struct command_spec *spec, const struct command_argument *argument);

/* An amount as it is typed: no minus sign, and no more than a till takes. */
enum outcome argument_amount(const char *word, int exponent, struct money *amount, struct err *err);

#endif
