/*
 * A question asked again a little differently.
 */
#ifndef RINGUP_TESTS_REWRITE_H
#define RINGUP_TESTS_REWRITE_H

#include "base/buf.h"
#include "base/json.h"

enum change {
	TURN_LINES, /* every quantity with the other sign, and nothing paid */
	REVERSE_LINES,
	ADD_LINE,      /* one more of the first item, nothing paid */
	AS_LISTED,     /* promotions in their order ... */
	ROTATE_OFFERS, /* ... which begins with the second */
	BEST,
};

void rewrite(const struct json_node *question, enum change change, struct buf *out);
/* A node as it was. */
void copy_json(struct json_writer *writer, const char *key, const struct json_node *node);

#endif
