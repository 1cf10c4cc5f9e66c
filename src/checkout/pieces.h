/*
 * Money counted by notes and coins: "3x50 12x0.20 4.35" is three of fifty, twelve of twenty cents,
 * and 4.35 that nobody counted by the piece.
 *
 *   rule    sum = every piece's value times its count + what was given as a sum
 */
#ifndef RINGUP_CHECKOUT_PIECES_H
#define RINGUP_CHECKOUT_PIECES_H

#include "shop/settings.h"

struct pieces {
	struct money sum;
	struct cash_piece piece[CASH_PIECES_MAX]; /* dearest first, each value once */
	int count;
};

/* In this currency; of the shop's own only notes and coins that it has.  RC_REFUSED says which word
 * is wrong. */
enum outcome pieces_parse(struct pieces *out, const char *text, const struct currency *currency,
                          const struct settings *settings, struct err *err);
/* The notes and coins the shop has, dearest first; gives how many. */
size_t pieces_of_shop(const struct settings *settings, struct money out[static CASH_PIECES_MAX]);

#endif
