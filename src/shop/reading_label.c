#include <config.h>

#include "shop/reading_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* What a scan says beside the number: weights, prices, counts, days. */

/* ---- figures ---- */

char *
figure_text(char out[static FIGURE_TEXT_MAX], struct figure figure)
{
	struct number_style plain = number_plain(0);

	return number_text(out, FIGURE_TEXT_MAX, figure.value, figure.decimals, figure.decimals,
	                   &plain);
}

int64_t
figure_scaled(struct figure figure, int decimals)
{
	__int128 value = figure.value, divisor = 1;

	for (; decimals > figure.decimals; decimals--)
		value *= 10;
	for (; decimals < figure.decimals; decimals++)
		divisor *= 10;
	return round_div(value, divisor, ROUND_HALF_UP);
}

static struct figure
figure_of(const char *digits, int decimals)
{
	return (struct figure){ .there = true, .value = atoll(digits), .decimals = decimals };
}

/* ---- on a label ---- */

/* Of amounts that do not name theirs. */
static const char *
local_currency(const struct reading_rules *rules)
{
	return *rules->currency ? rules->currency : in_store_currency(rules->region);
}

/* Amounts that a label carries; the AI's last digit is the number of decimals. */
void
reading_find_figures(struct reading *out, const struct reading_rules *rules)
{
	static const char *const local[] = { "392n", "390n" }, *const named[] = { "393n", "391n" };
	const struct gs1 *gs1 = &out->gs1;
	int decimals = 0;
	const char *data = gs1_find(gs1, "310n", &decimals);

	if (data)
		out->weight_kg = figure_of(data, decimals);
	for (size_t i = 0; i < 2 && !out->price.there; i++) {
		if ((data = gs1_find(gs1, named[i], &decimals)) != NULL) {
			char digits[4] = { data[0], data[1], data[2], '\0' };

			out->price = figure_of(data + 3, decimals);
			gs1_currency(digits, out->currency);
		} else if ((data = gs1_find(gs1, local[i], &decimals)) != NULL) {
			out->price = figure_of(data, decimals);
			text_copy(out->currency, sizeof out->currency, local_currency(rules));
		}
	}
	data = gs1_find(gs1, "30", NULL);
	if (!data)
		data = gs1_find(gs1, "37", NULL);
	if (data)
		out->count = figure_of(data, 0);
}

enum outcome
reading_value(const struct gs1_element *element, struct figure *figure)
{
	const char *ai = element->ai;
	bool measure = ai[0] == '3' && strchr("123456", ai[1]);
	bool amount = strncmp(ai, "39", 2) == 0;

	if (strlen(ai) != 4 || (!measure && !amount))
		return RC_NOT_FOUND;
	/* an amount of a named currency has its number in front */
	*figure = figure_of(element->data + (amount && strchr("13", ai[2]) ? 3 : 0), ai[3] - '0');
	return RC_OK;
}

/* ---- in a number the shop printed ---- */

void
reading_take_measure(struct reading *out, const struct reading_rules *rules)
{
	const struct in_store *number = &out->in_store;
	struct figure figure = { true, number->value, number->decimals };

	if (number->kind == IN_STORE_PRICE || number->kind == IN_STORE_SLIP) {
		out->price = figure;
		text_copy(out->currency, sizeof out->currency, local_currency(rules));
	} else if (number->kind == IN_STORE_WEIGHT) {
		out->weight_kg = figure;
	} else {
		out->count = figure;
	}
}

/* ---- what the till asks for ---- */

const char *
reading_item(const struct reading *reading)
{
	return reading->printed ? reading->in_store.base : reading->gtin;
}

static day_number
day_by(const struct reading *reading, const char *const ais[2], int this_year)
{
	struct gs1_date date;

	for (int i = 0; i < reading->gs1.count; i++) {
		const struct gs1_element *element = &reading->gs1.elements[i];

		if ((strcmp(element->ai, ais[0]) == 0 || strcmp(element->ai, ais[1]) == 0) &&
		    gs1_date(element, this_year, &date) == RC_OK)
			return date.day;
	}
	return 0;
}

day_number
reading_expiry(const struct reading *reading, int this_year)
{
	static const char *const ais[2] = { "17", "7003" };

	return day_by(reading, ais, this_year);
}

day_number
reading_best_before(const struct reading *reading, int this_year)
{
	static const char *const ais[2] = { "15", "16" };

	return day_by(reading, ais, this_year);
}
