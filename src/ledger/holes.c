#include <config.h>

#include "ledger/holes.h"

#include <stdlib.h>

#include "base/alloc.h"

void
holes_add(struct holes *holes, int64_t first, int64_t last)
{
	if (holes->count == holes->room) {
		holes->room = holes->room ? 2 * holes->room : 16;
		holes->list = alloc_again(holes->list, holes->room, sizeof(*holes->list));
	}
	holes->list[holes->count++] = (struct hole){ first, last };
}

void
holes_explain(struct holes *holes, int64_t first, int64_t last)
{
	size_t kept = 0;
	for (size_t i = 0; i < holes->count; i++) {
		struct hole hole = holes->list[i];
		if (hole.first < first || hole.last > last)
			holes->list[kept++] = hole;
	}
	holes->count = kept;
}

int64_t
holes_numbers(const struct holes *holes)
{
	int64_t sum = 0;
	for (size_t i = 0; i < holes->count; i++)
		sum += holes->list[i].last - holes->list[i].first + 1;
	return sum;
}

void
holes_done(struct holes *holes)
{
	free(holes->list);
	*holes = (struct holes){ 0 };
}
