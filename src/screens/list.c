#include <config.h>

#include "screens/list.h"

#include <assert.h>

static int
clamp(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

void
list_set_count(struct list *list, int count)
{
	list->count = count;
	list->marked = count == 0 ? -1 : clamp(list->marked, 0, count - 1);
	list->first = clamp(list->first, 0, count > 0 ? count - 1 : 0);
}

void
list_fit(struct list *list, int height)
{
	int last_first;

	list->height = height > 0 ? height : 1;
	last_first = list->count > list->height ? list->count - list->height : 0;
	if (list->marked >= 0 && list->marked < list->first)
		list->first = list->marked;
	if (list->marked >= list->first + list->height)
		list->first = list->marked - list->height + 1;
	list->first = clamp(list->first, 0, last_first);
}

void
list_mark(struct list *list, int row)
{
	assert(row < list->count);
	list->marked = row;
}

bool
list_move(struct list *list, enum action action)
{
	int page = list->height > 1 ? list->height - 1 : 1, to;

	if (list->count == 0)
		return false;
	switch (action) {
	case ACT_UP:
		to = list->marked - 1;
		break;
	case ACT_DOWN:
		to = list->marked + 1;
		break;
	case ACT_PAGE_UP:
		to = list->marked - page;
		break;
	case ACT_PAGE_DOWN:
		to = list->marked + page;
		break;
	case ACT_FIRST:
		to = 0;
		break;
	case ACT_LAST:
		to = list->count - 1;
		break;
	default:
		return false;
	}
	to = clamp(to, 0, list->count - 1);
	if (to == list->marked)
		return false;
	list->marked = to;
	return true;
}

int
list_row_of_digit(const struct list *list, int digit)
{
	int row = digit >= 1 ? list->first + digit - 1 : -1;

	return row >= 0 && row < list->count && digit <= list->height ? row : -1;
}

void
list_draw_position(const struct list *list, struct canvas *canvas, int row, int col, enum ink ink)
{
	int length, from;

	if (list->count <= list->height || list->height < 2)
		return;
	length = clamp(list->height * list->height / list->count, 1, list->height - 1);
	from = (list->height - length) * list->first / (list->count - list->height);
	for (int i = 0; i < length; i++)
		canvas_repeat(canvas, row + from + i, col, 1, ink, "▐");
}
