/*
 * Numbers as people type them into the buffer, as words of a command.
 *
 *   amounts   without a point they are minor units ("2000" is 20.00), or whole units where the shop
 *             says so; "," equals "."; a point at the end means whole units ("20.")
 */
#ifndef RINGUP_SCREENS_TYPED_H
#define RINGUP_SCREENS_TYPED_H

#include "shop/settings.h"

#define TYPED_MAX 32

/* The word of a command for it: "20.00"; RC_REFUSED says what is wrong. */
enum outcome typed_amount(const struct settings *settings, const char *text,
                          char out[static TYPED_MAX], struct err *err);
/* The same of another currency, with its decimals; "" is the shop's. */
enum outcome typed_foreign(const struct settings *settings, const char *currency, const char *text,
                           char out[static TYPED_MAX], struct err *err);
/* "10%" stays a percentage; a number is an amount. */
enum outcome typed_discount(const struct settings *settings, const char *text,
                            char out[static TYPED_MAX], struct err *err);
enum outcome typed_qty(const char *text, char out[static TYPED_MAX], struct err *err);
/* The same as money. */
enum outcome typed_money(const struct settings *settings, const char *text, struct money *money,
                         struct err *err);

#endif
