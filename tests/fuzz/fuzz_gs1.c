/* Element strings, bracketed texts and links; what is sound is the same when it is written and read
 * again. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gs1_link.h"
#include "tests/fuzz/fuzz.h"

static void
write_brackets(const struct gs1 *gs1, char *out)
{
	for (int i = 0; i < gs1->count; i++) {
		out += sprintf(out, "(%s)", gs1->elements[i].ai);
		for (const char *at = gs1->elements[i].data; *at; at++) {
			if (*at == '(' || *at == ')')
				*out++ = '\\';
			*out++ = *at;
		}
	}
	*out = '\0';
}

static void
check(const struct gs1 *gs1, enum gs1_fault fault, const struct err *err)
{
	static char text[GS1_ELEMENTS_MAX * (2 * GS1_DATA_MAX + 6)];
	static struct gs1 again;

	assert(gs1->count >= 0 && gs1->count <= GS1_ELEMENTS_MAX);
	assert(fault == GS1_SOUND || err->msg[0]);
	gs1_exclusions(gs1, NULL);
	gs1_needs(gs1, NULL);
	for (int i = 0; i < gs1->count; i++) {
		char out[GS1_DATE_TEXT_MAX];
		struct gs1_date date;

		if (gs1_date(&gs1->elements[i], 2026, &date) == RC_OK)
			assert(day_valid(date.day) && gs1_date_text(out, &date)[0]);
	}
	if (fault != GS1_SOUND)
		return;
	write_brackets(gs1, text);
	assert(gs1_parse_brackets(&again, text, NULL) == GS1_SOUND);
	assert(again.count == gs1->count);
	for (int i = 0; i < again.count; i++)
		assert(strcmp(again.elements[i].data, gs1->elements[i].data) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct gs1 gs1;
	struct err err = { 0 };
	char *text = malloc(size + 1);

	assert(text);
	memcpy(text, data, size);
	text[size] = '\0';
	check(&gs1, gs1_parse(&gs1, text, size, &err), &err);
	check(&gs1, gs1_parse_brackets(&gs1, text, &err), &err);
	check(&gs1, gs1_parse_link(&gs1, text, &err), &err);
	free(text);
	return 0;
}
