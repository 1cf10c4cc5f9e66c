/*
 * The wedge filter.
 *
 * Without a prefix, time is all there is to go by.  Bytes are held while they come fast; the first
 * pause hands them on as typing, and an end (Enter, Tab) makes them a scan if there were enough.
 * Two things need care:
 *
 *   keys    a function key is a burst too (ESC [ 2 0 ~), and a slow line delivers several in one
 *           read.  So a burst that begins with a control byte only counts what is text outside
 *           escape sequences.  One that begins with text counts everything, so that an ESC inside
 *           a code is data and never Clear.
 *   Enter   a code can hold one of its own ("ABCDEF", CR, "-").  What follows a scan without a
 *           pause is therefore a scan again, however short: a queue of scans looks the same.
 *
 * With a prefix nothing is held but the prefix and what follows it up to the end.
 */
#include <config.h>

#include "devices/scanner_wedge.h"

#include <string.h>

#include "base/text.h"
#include "devices/scanner_backend.h"

#define FRENCH_DIGITS_MIN 8

struct sink {
	wedge_keys_fn *keys;
	wedge_scan_fn *scan;
	void *context;
};

static bool
is_end(char byte)
{
	return byte == '\r' || byte == '\n' || byte == '\t';
}

static bool
is_text(char byte)
{
	return (unsigned char)byte >= 0x20 && byte != 0x7f;
}

/* The length of the escape sequence at bytes[0], which is ESC. */
static size_t
sequence_length(const char *bytes, size_t count)
{
	size_t index = 1;

	if (count < 2)
		return count;
	if (bytes[1] != '[' && bytes[1] != 'O')
		return 2;
	/* parameters up to the final byte; the Linux console's F1 is ESC [ [ A */
	for (index = 2; index < count; index++) {
		if (bytes[index] >= 0x40 && !(index == 2 && bytes[index] == '['))
			return index + 1;
	}
	return count;
}

/* How many of the held bytes speak for a scan. */
static size_t
weight(const struct wedge *wedge)
{
	size_t index = 0, count = 0;

	if (wedge->held_count > 0 && is_text(wedge->held[0]))
		return wedge->held_count;
	while (index < wedge->held_count) {
		if (wedge->held[index] == '\033') {
			index += sequence_length(wedge->held + index, wedge->held_count - index);
			continue;
		}
		count += is_text(wedge->held[index]);
		index++;
	}
	return count;
}

static void
give_keys(struct wedge *wedge, const struct sink *sink)
{
	if (wedge->held_count > 0)
		sink->keys(sink->context, wedge->held, wedge->held_count);
	wedge->held_count = 0;
	wedge->in_prefix = false;
}

/* What a French keyboard has where others have digits, in UTF-8. */
static const char *const french_digits[10] = {
	"à", "&", "é", "\"", "'", "(", "-", "è", "_", "ç",
};

/* The digit that text begins with on such a keyboard, and its bytes; -1: none. */
static int
french_digit(const char *text, size_t count, size_t *bytes)
{
	for (int digit = 0; digit < 10; digit++) {
		*bytes = strlen(french_digits[digit]);
		if (*bytes <= count && memcmp(text, french_digits[digit], *bytes) == 0)
			return digit;
	}
	return -1;
}

/* A scanner set up for one country on a computer set up for France: a code of nothing but such
 * characters, as many as the shortest number of an item has, is meant as digits. */
static void
repair_digits(struct wedge *wedge, size_t skip)
{
	char digits[SCAN_DATA_MAX];
	size_t at = skip, count = 0, bytes;

	while (at < wedge->held_count) {
		int digit = french_digit(wedge->held + at, wedge->held_count - at, &bytes);

		if (digit < 0)
			return;
		digits[count++] = (char)('0' + digit);
		at += bytes;
	}
	if (count < FRENCH_DIGITS_MIN)
		return;
	memcpy(wedge->held + skip, digits, count);
	wedge->held_count = skip + count;
}

static void
give_scan(struct wedge *wedge, size_t skip, char end, int64_t now_ms, const struct sink *sink)
{
	struct scan scan;

	repair_digits(wedge, skip);
	scan_fill(&scan, wedge->held + skip, wedge->held_count - skip, "wedge", now_ms);
	wedge->held_count = 0;
	wedge->in_prefix = false;
	wedge->after_scan = true;
	wedge->after_cr = end == '\r';
	sink->scan(sink->context, &scan);
}

/* Beyond the room the rest of a burst is dropped: what is kept is refused as a code anyway. */
static void
hold(struct wedge *wedge, char byte)
{
	if (wedge->held_count < sizeof wedge->held - 1)
		wedge->held[wedge->held_count++] = byte;
}

static void
feed_by_speed(struct wedge *wedge, char byte, int64_t now_ms, const struct sink *sink)
{
	if (!is_end(byte)) {
		hold(wedge, byte);
		return;
	}
	if (wedge->after_scan && wedge->held_count == 0)
		return; /* a second end of the same scan */
	if (weight(wedge) >= WEDGE_MIN || wedge->after_scan) {
		give_scan(wedge, 0, byte, now_ms, sink);
		return;
	}
	give_keys(wedge, sink);
	sink->keys(sink->context, &byte, 1);
}

static void
feed_by_prefix(struct wedge *wedge, char byte, int64_t now_ms, const struct sink *sink)
{
	size_t length = strlen(wedge->prefix);

	if (wedge->in_prefix) {
		if (is_end(byte))
			give_scan(wedge, length, byte, now_ms, sink);
		else
			hold(wedge, byte);
		return;
	}
	hold(wedge, byte);
	/* hand on from the front until what is held is how the prefix begins */
	while (memcmp(wedge->held, wedge->prefix, wedge->held_count) != 0) {
		sink->keys(sink->context, wedge->held, 1);
		memmove(wedge->held, wedge->held + 1, --wedge->held_count);
	}
	wedge->in_prefix = wedge->held_count == length;
}

static int64_t
patience_ms(const struct wedge *wedge)
{
	return wedge->in_prefix ? WEDGE_STALL_MS : WEDGE_GAP_MS;
}

/* There was a pause: what is held is typing, or, after a prefix, a scan that lost its end. */
static void
pause_came(struct wedge *wedge, const struct sink *sink)
{
	if (wedge->in_prefix && wedge->held_count > strlen(wedge->prefix)) {
		wedge->held_count = 0;
		wedge->in_prefix = false;
	}
	give_keys(wedge, sink);
	wedge->after_scan = false;
}

void
wedge_init(struct wedge *wedge, const char *prefix)
{
	memset(wedge, 0, sizeof *wedge);
	text_copy(wedge->prefix, sizeof wedge->prefix, prefix ? prefix : "");
}

/* A function key with nothing before it: by speed it must be all that came, by prefix not.  It is
 * no part of a scan then, need not wait, and what it spells ("~") is no prefix. */
static size_t
function_key(const struct wedge *wedge, const char *bytes, size_t count)
{
	size_t length;

	if (bytes[0] != '\033' || wedge->held_count > 0 || wedge->after_scan ||
	    wedge->prefix[0] == '\033')
		return 0;
	length = sequence_length(bytes, count);
	if (length < 3 || bytes[length - 1] < 0x40 || (length < count && !wedge->prefix[0]))
		return 0;
	return length;
}

void
wedge_feed(struct wedge *wedge, const char *bytes, size_t count, int64_t now_ms,
           wedge_keys_fn *keys, wedge_scan_fn *scan, void *context)
{
	const struct sink sink = { keys, scan, context };
	size_t index;

	if (now_ms - wedge->last_ms > patience_ms(wedge))
		pause_came(wedge, &sink);
	if (now_ms - wedge->last_ms > WEDGE_STALL_MS)
		wedge->after_cr = false;
	wedge->last_ms = now_ms;
	for (index = 0; index < count; index++) {
		bool second_half = wedge->after_cr && bytes[index] == '\n';
		size_t key = index == 0 || wedge->prefix[0]
		                     ? function_key(wedge, bytes + index, count - index)
		                     : 0;

		wedge->after_cr = false;
		if (second_half)
			continue;
		if (key > 0) {
			sink.keys(context, bytes + index, key);
			index += key - 1;
			continue;
		}
		if (wedge->prefix[0])
			feed_by_prefix(wedge, bytes[index], now_ms, &sink);
		else
			feed_by_speed(wedge, bytes[index], now_ms, &sink);
	}
}

int64_t
wedge_due_ms(const struct wedge *wedge, int64_t now_ms)
{
	int64_t due = wedge->last_ms + patience_ms(wedge) + 1 - now_ms;

	if (wedge->held_count == 0)
		return -1;
	return due > 0 ? due : 0;
}

void
wedge_expire(struct wedge *wedge, int64_t now_ms, wedge_keys_fn *keys, void *context)
{
	const struct sink sink = { keys, NULL, context };

	if (wedge->held_count > 0 && now_ms - wedge->last_ms > patience_ms(wedge))
		pause_came(wedge, &sink);
}
