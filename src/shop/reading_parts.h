/* What reading.c and reading_label.c share. */
#ifndef RINGUP_SHOP_READING_PARTS_H
#define RINGUP_SHOP_READING_PARTS_H

#include "shop/reading.h"

/* Weight, price and count of element strings, with the currency of the price. */
void reading_find_figures(struct reading *out, const struct reading_rules *rules);
/* The same of a number the shop printed, from out->in_store. */
void reading_take_measure(struct reading *out, const struct reading_rules *rules);

#endif
