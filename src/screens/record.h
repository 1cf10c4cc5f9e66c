/*
 * What the forms of the shop's small tables share.
 */
#ifndef RINGUP_SCREENS_RECORD_H
#define RINGUP_SCREENS_RECORD_H

#include "screens/form.h"
#include "screens/table.h"

#define RECORDS_MAX 500

void record_yes_no(struct form_with *form, const char *label, bool yes);
bool record_is_yes(const struct form_field *field);
/* An amount for a field: "" for none. */
const char *record_amount(const struct face *face, struct money money,
                          char out[static MONEY_TEXT_MAX]);
void record_money(const struct face *face, const struct form_field *field, struct money *money);
enum outcome record_clean(const struct form_field *field, char *out, size_t size, struct err *err);
/* After the row is written, or not. */
enum outcome record_done(struct face *face, struct entry *entry, enum outcome outcome);
/* The first row of such a list: id -1. */
void record_add_new(struct table *table);

#endif
