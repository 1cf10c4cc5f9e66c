/*
 * What the set-up screens share: who may, and the entry each change is recorded with.
 */
#ifndef RINGUP_SCREENS_SETTING_UP_H
#define RINGUP_SCREENS_SETTING_UP_H

#include "screens/face.h"

/* False, with a note, for those who may not. */
bool setting_up_may(struct face *face, enum right right);
void setting_up_entry(const struct face *face, struct entry *entry, enum entry_kind kind);
/* The change is done: the till reads again what it keeps of it. */
void setting_up_done(struct face *face);

/* Lines that are typed in one row, with "|" between them, and back. */
void lines_to_row(char *text);
void row_to_lines(char *text);

/* The rooms of the manager's menu. */
void staff_list_open(struct face *face);
void customers_open(struct face *face);
void departments_open(struct face *face);
void taxes_open(struct face *face);
void presets_open(struct face *face);
void tenders_open(struct face *face);
void unknown_codes_open(struct face *face);
/* Promotions, prices to come, price labels. */
void prices_open(struct face *face);
void promotions_open(struct face *face);
/* Which key does what, and other keys for it. */
void keys_open(struct face *face);
/* What a new shop still has to do before it goes live. */
void checklist_open(struct face *face);
/* All settings, or with `receipt` those of the receipt; the mark stands on this one ("" none). */
void settings_open(struct face *face, bool receipt, const char *key);

#endif
