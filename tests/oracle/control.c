#include <config.h>

#include "tests/oracle/control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/oracle/dice.h"

static const char *const keys[] = { "\"gross\":\"", "\"net\":\"",    "\"tax\":\"-",
	                            "\"base\":\"",  "\"amount\":\"", "\"discount\":\"",
	                            "\"total\":\"" };

/* The next amount from here on, behind its key; NULL after the last. */
static char *
next_amount(char *from, const char *end)
{
	char *first = NULL;

	for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
		char *place = strstr(from, keys[k]);

		if (place && place < end && (!first || place < first))
			first = place;
	}
	return first ? strchr(first + 1, ':') + 2 : NULL;
}

/* Up by one in the last place: digits only ever change, unless all were nines. */
static void
raise(char *amount)
{
	char *digit = strchr(amount, '"') - 1;

	for (; digit >= amount; digit--) {
		if (*digit == '.' || *digit == '-')
			continue;
		if (*digit != '9') {
			++*digit;
			return;
		}
		*digit = '0';
	}
}

/* How it is paid is looked at only when it is paid, so that is left out. */
bool
control_move(struct buf *answer)
{
	char *end = strstr(answer->text, ",\"tenders\""), *place = answer->text;
	int count = 0, chosen;

	if (!end)
		end = strstr(answer->text, ",\"rounding\"");
	for (char *next = next_amount(place, end); next; next = next_amount(next, end))
		count++;
	if (count == 0)
		return false;
	for (chosen = roll(count); chosen >= 0; chosen--)
		place = next_amount(place, end);
	raise(place);
	return true;
}
