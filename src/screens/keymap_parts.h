/*
 * What keymap.c, keymap_write.c and keymap_change.c share.
 */
#ifndef RINGUP_SCREENS_KEYMAP_PARTS_H
#define RINGUP_SCREENS_KEYMAP_PARTS_H

#include "screens/keymap.h"

#define SECTIONS_MAX 32
#define KEYMAP_BYTES_MAX (256 * 1024)
#define KEYMAP_SENDS "sends"

/* A key is looked up for every place in the bar at every drawing: sections are compared by number.
 */
struct keymap {
	struct binding *rows;
	int *sections; /* of each row */
	size_t count, room;
	char names[SECTIONS_MAX][17];
	int name_count;
	struct key_sequence *sequences;
	size_t sequence_count;
};

void keymap_add(struct keymap *keymap, const struct binding *binding);

#endif
