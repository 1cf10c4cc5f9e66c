/*
 * The form of an item: new, or changed.
 */
#ifndef RINGUP_SCREENS_ITEM_FORM_H
#define RINGUP_SCREENS_ITEM_FORM_H

#include "screens/face.h"

/* number "" is a new item. */
void item_form_open(struct face *face, const char *number);

#endif
