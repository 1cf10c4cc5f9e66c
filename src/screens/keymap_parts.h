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

/* keymap_remarks.c: lines of "#" that people wrote between the rows; each is written once. */
struct remarks;
struct remarks *remarks_read(const char *text);
void remarks_free(struct remarks **remarks);
void remarks_before_section(struct remarks *remarks, const char *section, struct buf *out);
void remarks_before_row(struct remarks *remarks, const struct binding *row, struct buf *out);
void remarks_after_section(struct remarks *remarks, const char *section, struct buf *out);
void remarks_at_end(struct remarks *remarks, struct buf *out);
/* One that the till writes itself. */
bool keymap_is_own_remark(const char *line);

void keymap_add(struct keymap *keymap, const struct binding *binding);

#endif
