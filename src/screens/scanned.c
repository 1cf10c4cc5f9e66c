#include <config.h>

#include "screens/scanned.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "shop/reading.h"

#define ESCAPED 4 /* bytes of "\x1D" */

bool
scanned_code(const struct scan *scan, char out[static NOTE_MAX])
{
	size_t used = text_copy(out, NOTE_MAX, scan->symbology);

	for (size_t i = 0; i < scan->length; i++) {
		unsigned char byte = (unsigned char)scan->data[i];

		if (used + ESCAPED >= NOTE_MAX)
			return false;
		if (byte < 0x20 || byte == 0x7f)
			used += (size_t)snprintf(out + used, NOTE_MAX - used, "\\x%02X", byte);
		else
			out[used++] = scan->data[i];
	}
	out[used] = '\0';
	return true;
}

void
scanned_number(const struct settings *settings, const struct scan *scan, char out[static CODE_MAX])
{
	const struct reading_rules rules = { settings->in_store, settings->in_store_rules,
		                             settings->currency.code };
	char whole[sizeof scan->symbology + SCAN_DATA_MAX];
	size_t length = text_copy(whole, sizeof scan->symbology, scan->symbology);
	struct reading reading;

	memcpy(whole + length, scan->data, scan->length);
	reading_make(&reading, whole, length + scan->length, &rules);
	text_copy(out, CODE_MAX, *reading.gtin ? reading.gtin : reading.data);
}
