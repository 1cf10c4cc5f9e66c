#include <config.h>

#include "devices/scanner.h"

#include <ctype.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "devices/device.h"
#include "devices/scanner_backend.h"

/* All kinds.  A scanner that types (scanner_wedge.h) is a filter on the terminal and needs no
 * row. */
static const struct scanner_kind kinds[] = {
	{ "hidpos", N_("USB scanners in the mode \"HID POS\": all that are there, or "
	               "hidpos:VENDOR:PRODUCT[:SERIAL]") },
	{ "hidkbd", N_("a USB scanner that types, taken from the keyboard: "
	            "hidkbd:VENDOR:PRODUCT[:SERIAL] [us|uk|de|fr|es]") },
	{ "serial", N_("a scanner on a serial line: serial:/dev/ttyACM0 [9600] [8n1]") },
	{ "ibm", N_("USB scanners in the mode \"IBM hand-held\" or \"table-top\" (experimental)") },
	{ "faults", N_("a scanner out of order, for training: faults:cut, or a file that names the "
	            "fault") },
	{ "replay", N_("scans from a file or a FIFO, one a line") },
};

#define KIND_COUNT (sizeof kinds / sizeof *kinds)

size_t
scanner_kinds(const struct scanner_kind **out)
{
	*out = kinds;
	return KIND_COUNT;
}

enum outcome
scanner_find(const char *address, const struct scanner_kind **kind, const char **where,
             struct err *err)
{
	size_t length = strcspn(address, ":"), index;

	for (index = 0; index < KIND_COUNT; index++) {
		const char *scheme = kinds[index].scheme;

		if (strlen(scheme) == length && memcmp(scheme, address, length) == 0) {
			*kind = &kinds[index];
			*where = address[length] ? address + length + 1 : "";
			return RC_OK;
		}
	}
	err_set(err, RC_REFUSED, _("there is no kind of scanner \"%.60s\""), address);
	return err_hint(err, _("\"ringup devices list\" names them"));
}

/* ---- messages ---- */

void
scanner_begin_put(struct buf *message, const char *address, bool raw)
{
	device_begin_put(message, address);
	if (raw)
		buf_add_bytes(message, SCANNER_RAW, sizeof SCANNER_RAW);
}

void
scanner_raw_put(struct buf *message, const struct scanner_raw *raw)
{
	buf_add_char(message, raw->is_descriptor ? 'T' : 'R');
	buf_add_bytes(message, &raw->at_ms, sizeof raw->at_ms);
	buf_add_bytes(message, raw->unit, strlen(raw->unit) + 1);
	buf_add_bytes(message, raw->bytes, raw->count);
}

bool
scanner_raw_take(struct scanner_raw *raw, const char *bytes, size_t length)
{
	if (length < 1 + sizeof raw->at_ms || (bytes[0] != 'T' && bytes[0] != 'R'))
		return false;
	memset(raw, 0, sizeof *raw);
	raw->is_descriptor = bytes[0] == 'T';
	memcpy(&raw->at_ms, bytes + 1, sizeof raw->at_ms);
	bytes += 1 + sizeof raw->at_ms;
	length -= 1 + sizeof raw->at_ms;
	if (!device_field_take(&bytes, &length, raw->unit, sizeof raw->unit))
		return false;
	raw->bytes = (const unsigned char *)bytes;
	raw->count = length;
	return true;
}

void
scan_put(struct buf *message, const struct scan *scan)
{
	buf_add_char(message, 'S');
	buf_add_bytes(message, &scan->at_ms, sizeof scan->at_ms);
	buf_add_bytes(message, scan->symbology, strlen(scan->symbology) + 1);
	buf_add_bytes(message, scan->device, strlen(scan->device) + 1);
	buf_add_bytes(message, scan->data, scan->length);
}

bool
scan_take(struct scan *scan, const char *bytes, size_t length)
{
	if (length < 1 + sizeof scan->at_ms || bytes[0] != 'S')
		return false;
	memset(scan, 0, sizeof *scan);
	memcpy(&scan->at_ms, bytes + 1, sizeof scan->at_ms);
	bytes += 1 + sizeof scan->at_ms;
	length -= 1 + sizeof scan->at_ms;
	if (!device_field_take(&bytes, &length, scan->symbology, sizeof scan->symbology) ||
	    !device_field_take(&bytes, &length, scan->device, sizeof scan->device) ||
	    length >= sizeof scan->data)
		return false;
	memcpy(scan->data, bytes, length);
	scan->length = length;
	return true;
}

/* ---- scans ---- */

void
scan_fill(struct scan *scan, const char *bytes, size_t count, const char *device, int64_t at_ms)
{
	memset(scan, 0, sizeof *scan);
	if (count >= 3 && bytes[0] == ']' && isalpha((unsigned char)bytes[1]) &&
	    isalnum((unsigned char)bytes[2])) {
		memcpy(scan->symbology, bytes, 3);
		bytes += 3;
		count -= 3;
	}
	if (count > sizeof scan->data - 1)
		count = sizeof scan->data - 1;
	memcpy(scan->data, bytes, count);
	scan->length = count;
	text_copy(scan->device, sizeof scan->device, device);
	scan->at_ms = at_ms;
}
