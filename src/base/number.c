#include <config.h>

#include "base/number.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

#define DIGITS_MAX 40

const struct number_style number_plain_2 = { .decimal = ".", .group = "", .exponent = 2 };

struct number_style
number_plain(int exponent)
{
	return (struct number_style){ .decimal = ".", .group = "", .exponent = exponent };
}

enum number_fault
number_parse(const char *text, int decimals, int64_t limit, int64_t *value)
{
	const char *at = text + (*text == '-');
	__int128 sum = 0;
	int digits = 0, after = -1; /* digits after the decimal sign; -1 before it was seen */

	for (; *at; at++) {
		if ((*at == '.' || *at == ',') && after < 0) {
			after = 0;
			continue;
		}
		if (*at < '0' || *at > '9')
			return NUMBER_NOT;
		digits++;
		if (after >= 0 && ++after > decimals)
			return NUMBER_DECIMALS;
		if (sum <= limit)
			sum = sum * 10 + (*at - '0');
	}
	if (!digits || after == 0)
		return NUMBER_NOT;
	for (int place = after < 0 ? 0 : after; place < decimals && sum <= limit; place++)
		sum *= 10;
	if (sum > limit)
		return NUMBER_LARGE;
	*value = *text == '-' ? -(int64_t)sum : (int64_t)sum;
	return NUMBER_OK;
}

/* Adds text before what stands at *at and moves *at to its beginning. */
static void
put_before(char **at, const char *text)
{
	size_t length = strlen(text);

	*at -= length;
	memcpy(*at, text, length);
}

char *
number_text(char *out, size_t size, int64_t value, int decimals, int least,
            const struct number_style *style)
{
	char room[DIGITS_MAX * 4]; /* written from its end */
	char *at = room + sizeof(room) - 1;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	int shown = 0, whole = 0;

	*at = '\0';
	for (; decimals > 0; decimals--, rest /= 10) {
		if (!shown && decimals > least && rest % 10 == 0)
			continue;
		*--at = (char)('0' + rest % 10);
		shown++;
	}
	if (shown)
		put_before(&at, style->decimal);
	do {
		if (whole && whole % 3 == 0)
			put_before(&at, style->group);
		*--at = (char)('0' + rest % 10);
		rest /= 10;
		whole++;
	} while (rest);
	if (value < 0)
		*--at = '-';
	text_copy(out, size, at);
	assert(strlen(at) < size);
	return out;
}
