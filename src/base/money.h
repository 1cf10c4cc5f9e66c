/*
 * Money in one currency, as a whole number of its smallest unit.
 *
 *   unit    1 minor unit (cent, penny, yen), never a fraction
 *   range   +/- MONEY_MAX_MINOR; a sum that leaves it is a failed assert
 *   sign    positive is owed to the shop
 *   pass    by value; there is nothing to free
 *
 * A unit price has four decimals more than the currency (fuel, screws, prices per 100 g).
 * Products are taken in 128 bits; there is one rounding function and its mode is always named.
 */
#ifndef RINGUP_BASE_MONEY_H
#define RINGUP_BASE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/number.h"

#define MONEY_MAX_MINOR INT64_C(1000000000000000)   /* 10^15 minor units */
#define UNIT_PRICE_PER_MINOR INT64_C(10000)

struct money { int64_t minor; };
struct unit_price { int64_t e4; };                  /* 1/10000 of a minor unit */

/* ISO 4217: alphabetic code and exponent (0 JPY, 2 EUR, 3 KWD, 4 CLF). */
#define CURRENCY_EXPONENT_MAX 4
struct currency {
	char code[4];
	int exponent;
};

/* What becomes of exactly half a unit, and of less; "up" and "down" are away from and toward
 * zero, so that a refund is always the exact opposite of its sale. */
enum rounding {
	ROUND_HALF_UP,      /* halves away from zero: the default everywhere */
	ROUND_HALF_EVEN,
	ROUND_HALF_DOWN,
	ROUND_UP,
	ROUND_DOWN,
	ROUNDINGS
};

/* numerator / denominator to a whole number.  denominator > 0; the result must fit 64 bits. */
int64_t round_div(__int128 numerator, __int128 denominator, enum rounding mode);

struct money money_of(int64_t minor);
struct money money_add(struct money a, struct money b);
struct money money_sub(struct money a, struct money b);
struct money money_neg(struct money a);
struct money money_abs(struct money a);
int money_cmp(struct money a, struct money b);      /* -1, 0, 1 */
struct money money_min(struct money a, struct money b);

/* price * qty_milli / 1000, rounded once: 3 x 0.333 kg at 1.99. */
struct money money_times_milli(struct unit_price price, int64_t qty_milli, enum rounding mode);
/* amount * part / whole, whole > 0: the share rule of a partial return. */
struct money money_share(struct money amount, int64_t part, int64_t whole, enum rounding mode);
/* amount rounded to a multiple of step_minor (5 for 0.05); step_minor <= 1 changes nothing. */
struct money money_to_step(struct money amount, int64_t step_minor, enum rounding mode);

struct unit_price unit_price_of(struct money amount);

/* Known currency by its code ("EUR"), any case.  RC_NOT_FOUND names the code. */
enum outcome currency_find(const char *code, struct currency *currency, struct err *err);

/* "12.50", "-0.99", "12": decimals up to the currency's exponent, "," or "." as decimal sign, no
 * groups.  RC_REFUSED says what is wrong.  Shared by scripts, JSON and CSV. */
enum outcome money_parse(const char *text, int exponent, struct money *money, struct err *err);
/* The same with up to four decimals more. */
enum outcome unit_price_parse(const char *text, int exponent, struct unit_price *price,
                              struct err *err);

/* Write for people or machines; cut never happens with MONEY_TEXT_MAX.  Return out. */
#define MONEY_TEXT_MAX 48
char *money_text(char out[static MONEY_TEXT_MAX], struct money money, const struct number_style *style);
/* Decimals beyond the currency's only where they are not zero. */
char *unit_price_text(char out[static MONEY_TEXT_MAX], struct unit_price price,
                      const struct number_style *style);

extern const char *const rounding_names[ROUNDINGS + 1];     /* "half_up" ...; NULL at the end */
enum outcome rounding_parse(const char *name, enum rounding *mode, struct err *err);

#endif
