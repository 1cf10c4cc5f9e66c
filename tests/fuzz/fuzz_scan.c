/* What a scanner sends: any bytes, by every set of rules. */
#include <config.h>

#include <string.h>

#include "shop/reading.h"
#include "tests/fuzz/fuzz.h"

static const struct reading_rules shops[] = {
	{ "", "", "" },
	{ "DE", "", "EUR" },
	{ "US", "", "USD" },
	{ "SE", "customer 042; price 21.....{NNNDD}. | 9{NND}; slip 2991....{NNDD}. (ean13)",
	  "SEK" },
};

static void
check(const struct reading *reading)
{
	char text[FIGURE_TEXT_MAX];

	assert(reading->valid || (reading->fault != GS1_SOUND && reading->err.msg[0]));
	assert(strspn(reading->gtin, "0123456789") == strlen(reading->gtin));
	assert(strlen(reading->data) < sizeof reading->data);
	if (reading->price.there)
		assert(figure_text(text, reading->price)[0]);
	reading_expiry(reading, 2026);
	reading_best_before(reading, 2026);
	figure_scaled(reading->weight_kg, 3);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct reading reading;

	for (size_t i = 0; i < sizeof shops / sizeof *shops; i++) {
		reading_make(&reading, (const char *)data, size, &shops[i]);
		check(&reading);
	}
	return 0;
}
