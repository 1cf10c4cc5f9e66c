#include <config.h>

#include "base/gs1_table.h"

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"

/*
 * AIs that need each other: "01 8006, 21" is (01) or (8006), and besides (21); "01+21 00" is (01)
 * with (21), or (00).  An n is any digit.
 */

/* Copies the word of `text` up to one of `ends`; returns where it ends. */
static const char *
word(const char *text, const char *ends, char out[static 8])
{
	size_t length = strcspn(text, ends);

	if (length > 7)
		length = 7;
	memcpy(out, text, length);
	out[length] = '\0';
	return text + length;
}

/* "01+21": all of them. */
static const char *
is_there(const struct gs1 *gs1, const char *text, bool *there)
{
	char ai[8];

	*there = true;
	for (;; text++) {
		text = word(text, "+ ,", ai);
		if (!gs1_find(gs1, ai, NULL))
			*there = false;
		if (*text != '+')
			return text;
	}
}

/* "01 02": one of them; text ends behind the list. */
static const char *
is_any_there(const struct gs1 *gs1, const char *text, bool *any)
{
	*any = false;
	for (;; text++) {
		bool there;

		text = is_there(gs1, text, &there);
		*any |= there;
		if (*text != ' ')
			return text;
	}
}

/* "(01), (02)": a list as it stands in the table, for people. */
static void
describe(const char *list, char *out, size_t size)
{
	size_t used = 0;

	for (; *list && *list != ',' && used + 12 < size; list++) {
		char ai[8];

		list = word(list, "+ ,", ai);
		used += (size_t)snprintf(out + used, size - used, "(%s)%s", ai,
		                         *list == '+'   ? "+"
		                         : *list == ' ' ? ", "
		                                        : "");
		if (!*list || *list == ',')
			break;
	}
}

static enum gs1_fault
needs(const struct gs1 *gs1, const char *ai, const char *list, struct err *err)
{
	char which[120] = "";

	while (*list) {
		const char *begin = list;
		bool any;

		list = is_any_there(gs1, list, &any);
		if (!any) {
			describe(begin, which, sizeof which);
			err_set(err, RC_REFUSED, _("(%s) says nothing without %s"), ai, which);
			return GS1_ASSOCIATION;
		}
		list += strspn(list, ", ");
	}
	return GS1_SOUND;
}

/* Another AI of the list that is there; "310n" does not bar the AI itself. */
static enum gs1_fault
bars(const struct gs1 *gs1, const char *ai, const char *list, struct err *err)
{
	for (; *list; list += *list == ' ') {
		char barred[8];

		list = word(list, " ", barred);
		for (int i = 0; i < gs1->count; i++) {
			struct gs1 one = { .count = 1 };

			one.elements[0] = gs1->elements[i];
			if (strcmp(one.elements[0].ai, ai) == 0 || !gs1_find(&one, barred, NULL))
				continue;
			err_set(err, RC_REFUSED, _("(%s) and (%s) do not go together"), ai,
			        one.elements[0].ai);
			return GS1_ASSOCIATION;
		}
	}
	return GS1_SOUND;
}

/* The same AI twice must say the same. */
static enum gs1_fault
repeats(const struct gs1 *gs1, const struct gs1_element *element, struct err *err)
{
	const char *first = gs1_find(gs1, element->ai, NULL);

	if (strcmp(first, element->data) == 0)
		return GS1_SOUND;
	err_set(err, RC_REFUSED, _("(%s) is there twice and says two things"), element->ai);
	return GS1_ASSOCIATION;
}

static const struct gs1_ai *
row_of(const struct gs1_element *element)
{
	size_t digits;

	return gs1_ai(element->ai, strlen(element->ai), &digits);
}

enum gs1_fault
gs1_exclusions(const struct gs1 *gs1, struct err *err)
{
	enum gs1_fault fault = GS1_SOUND;

	for (int i = 0; i < gs1->count && fault == GS1_SOUND; i++) {
		const struct gs1_element *element = &gs1->elements[i];
		const struct gs1_ai *row = row_of(element);

		fault = repeats(gs1, element, err);
		if (fault == GS1_SOUND && row->bars)
			fault = bars(gs1, element->ai, row->bars, err);
	}
	return fault;
}

enum gs1_fault
gs1_needs(const struct gs1 *gs1, struct err *err)
{
	enum gs1_fault fault = GS1_SOUND;

	for (int i = 0; i < gs1->count && fault == GS1_SOUND; i++) {
		const struct gs1_element *element = &gs1->elements[i];
		const struct gs1_ai *row = row_of(element);

		if (row->needs)
			fault = needs(gs1, element->ai, row->needs, err);
	}
	return fault;
}
