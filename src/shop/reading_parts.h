/* What the files of reading share. */
#ifndef RINGUP_SHOP_READING_PARTS_H
#define RINGUP_SHOP_READING_PARTS_H

#include "shop/reading.h"

/* ---- reading.c: how it ends ---- */
void reading_right(struct reading *out, enum reading_kind kind);
void reading_wrong(struct reading *out, enum gs1_fault fault);
void reading_unknown(struct reading *out, const char *sentence);

/* ---- reading_elements.c ---- */
void reading_elements(struct reading *out, const char *data, size_t length, const struct reading_rules *rules);
/* Round brackets hold a whole label; square ones what stood in one symbol of it. */
void reading_brackets(struct reading *out, const char *text, const struct reading_rules *rules);
void reading_link(struct reading *out, const char *text, const struct reading_rules *rules);
/* Without any mark: false unless it begins with a trade number or a logistic unit, and fits to the end. */
bool reading_unmarked(struct reading *out, const char *data, size_t length, const struct reading_rules *rules);
/* What the elements in out->gs1 make of it. */
void reading_finish(struct reading *out, enum gs1_fault fault, bool whole_label, const struct reading_rules *rules);

/* ---- reading_number.c ---- */
/* Digits alone, and books as people write them. */
void reading_number(struct reading *out, const char *code, const struct reading_rules *rules);
/* 8, 12, 13 or 14 digits. */
void reading_gtin(struct reading *out, const char *code, const struct reading_rules *rules);

/* ---- reading_label.c ---- */
/* Weight, price and count of element strings, with the currency of the price. */
void reading_find_figures(struct reading *out, const struct reading_rules *rules);
/* The same of a number the shop printed, from out->in_store. */
void reading_take_measure(struct reading *out, const struct reading_rules *rules);

#endif
