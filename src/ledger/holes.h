/*
 * Entry numbers that were jumped over, until a gap entry names them.
 */
#ifndef RINGUP_LEDGER_HOLES_H
#define RINGUP_LEDGER_HOLES_H

#include <stddef.h>
#include <stdint.h>

struct hole {
	int64_t first, last;
};
struct holes {
	struct hole *list;
	size_t count, room;
};

void holes_add(struct holes *holes, int64_t first, int64_t last);
/* Those that lie between the two are explained. */
void holes_explain(struct holes *holes, int64_t first, int64_t last);
/* How many numbers are still missing. */
int64_t holes_numbers(const struct holes *holes);
void holes_done(struct holes *holes);

#endif
