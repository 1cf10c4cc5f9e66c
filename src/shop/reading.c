#include <config.h>

#include "shop/reading_parts.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/book.h"
#include "base/gettext.h"
#include "base/gs1_link.h"
#include "base/text.h"

/*
 * The order in which a scan is looked at:
 *
 *   1  the AIM identifier, if the scanner sends one, says what symbol it was: an EAN, a symbol
 *      with element strings, or one that may hold anything
 *   2  links and brackets show themselves
 *   3  numbers of our own (20 digits), and those the shop has rules of its own for
 *   4  trade numbers, by their length, and in-store numbers of the region; books as people write
 *      them
 *   5  element strings without a mark: only if they begin with a trade number that is right, and
 *      fit to the end
 *
 * What fits nowhere is unknown: not wrong if the symbol may hold anything, for the shop may have
 * set it up as an item's number.
 */

const char *const reading_kinds[READING_KINDS] = {
	[READ_UNKNOWN] = "unknown",   [READ_GTIN] = "gtin", [READ_UPCE] = "upce",
	[READ_VARIABLE] = "variable", [READ_GS1] = "gs1",   [READ_LINK] = "link",
	[READ_OWN] = "own",
};
const char *const reading_faults[] = {
	[GS1_SOUND] = "",
	[GS1_PARSE] = "parse",
	[GS1_VALUE] = "value",
	[GS1_ASSOCIATION] = "association",
};
const char *const reading_owns[OWN_KINDS] = {
	[OWN_RECEIPT] = "receipt",     [OWN_BASKET] = "basket",     [OWN_CUSTOMER] = "customer",
	[OWN_GIFT_CARD] = "gift-card", [OWN_MARKDOWN] = "markdown", [OWN_SLIP] = "slip",
};

enum symbol {
	SYMBOL_NONE,
	SYMBOL_EAN,
	SYMBOL_EAN8,
	SYMBOL_ADD_ON,
	SYMBOL_ELEMENTS,
	SYMBOL_ANY,
	SYMBOL_NOBODYS
};
static const struct {
	const char *aim;
	enum symbol symbol;
} symbols[] = {
	{ "]E0", SYMBOL_EAN },      { "]E1", SYMBOL_ADD_ON },   { "]E2", SYMBOL_ADD_ON },
	{ "]E3", SYMBOL_EAN },      { "]E4", SYMBOL_EAN8 },     { "]C1", SYMBOL_ELEMENTS },
	{ "]e0", SYMBOL_ELEMENTS }, { "]e1", SYMBOL_ELEMENTS }, { "]e2", SYMBOL_ELEMENTS },
	{ "]d2", SYMBOL_ELEMENTS }, { "]d5", SYMBOL_ELEMENTS }, { "]Q3", SYMBOL_ELEMENTS },
	{ "]Q4", SYMBOL_ELEMENTS }, { "]J1", SYMBOL_ELEMENTS }, { "]J4", SYMBOL_ELEMENTS },
	{ "]z1", SYMBOL_ELEMENTS }, { "]z4", SYMBOL_ELEMENTS },
};

#define AIM_LENGTH 3
#define SCAN_MAX 2048
#define EAN_DIGITS 13
#define DIGITS "0123456789"

/* ---- outcomes ---- */

void
reading_wrong(struct reading *out, enum gs1_fault fault)
{
	out->valid = false;
	out->fault = fault;
}

void
reading_unknown(struct reading *out, const char *sentence)
{
	out->kind = READ_UNKNOWN;
	err_set(&out->err, RC_NOT_FOUND, "%s", sentence);
	reading_wrong(out, GS1_PARSE);
}

void
reading_right(struct reading *out, enum reading_kind kind)
{
	out->kind = kind;
	out->valid = true;
	out->fault = GS1_SOUND;
}

/* An add-on of two or five digits, behind the number or apart from it by a space. */
static void
drop_add_on(struct reading *out, char *code)
{
	int digits = 0;
	char *space = strchr(code, ' ');
	size_t more = space ? strspn(space + 1, DIGITS) : 0;

	if (space && (more == 2 || more == 5) && !space[1 + more] &&
	    strspn(code, DIGITS) == (size_t)(space - code) && space - code >= 12) {
		*space = '\0';
		text_copy(out->add_on, sizeof out->add_on, space + 1);
		return;
	}
	digits = book_add_on(code);
	if (digits == 0)
		return;
	text_copy(out->add_on, sizeof out->add_on, code + EAN_DIGITS);
	code[EAN_DIGITS] = '\0';
}

/* An EAN symbol, perhaps with a composite symbol over it: "...|]e0" and its elements. */
static void
read_ean(struct reading *out, char *code, size_t digits, const struct reading_rules *rules)
{
	char *over = strstr(code, "|]e0");
	char label[SCAN_MAX + 32];
	size_t count;

	if (over)
		*over = '\0';
	drop_add_on(out, code);
	count = strspn(code, DIGITS);
	if (code[count] || count != digits) {
		err_set(&out->err, RC_REFUSED, _("this kind of barcode has %zu digits, not %zu"),
		        digits, count);
		reading_wrong(out, GS1_PARSE);
		return;
	}
	if (digits == 8)
		reading_gtin(out, code, rules);
	else
		reading_number(out, code, rules);
	if (!over || !out->valid)
		return;
	snprintf(label, sizeof label, "01%.*s%.13s%s", (int)(14 - count), "000000", code, over + 4);
	reading_elements(out, label, strlen(label), rules);
}

static enum symbol
symbol_of(const char *aim)
{
	/* the letters of ISO/IEC 15424 for symbols that may hold anything */
	static const char others[] = "ABCDFGHIJKLMNOPQRSTUVcdhijkmopqrsz";

	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
		if (strcmp(symbols[i].aim, aim) == 0)
			return symbols[i].symbol;
	if (!*aim)
		return SYMBOL_NONE;
	return strchr(others, aim[1]) ? SYMBOL_ANY : SYMBOL_NOBODYS;
}

/* A caret stands for FNC1 where people write raw data; it is no character of GS1. */
static size_t
carets(char *data)
{
	size_t length = strlen(data);

	for (size_t i = 0; i < length; i++)
		if (data[i] == '^')
			data[i] = GS1_FNC1;
	return length;
}

/* Nothing said what symbol it was, or one that may hold anything. */
static void
read_any(struct reading *out, char *data, size_t length, enum symbol symbol,
         const struct reading_rules *rules)
{
	if (memchr(data, GS1_FNC1, length)) {
		reading_elements(out, data, length, rules);
	} else if (data[0] == '^' && isdigit((unsigned char)data[1])) {
		reading_elements(out, data, carets(data), rules);
	} else if (*data == '(' || *data == '[') {
		reading_brackets(out, data, rules);
	} else if (gs1_link_is(data)) {
		reading_link(out, data, rules);
	} else if (!reading_unmarked(out, data, length, rules)) {
		drop_add_on(out, data);
		reading_number(out, data, rules);
		if (out->kind == READ_UNKNOWN && symbol == SYMBOL_ANY)
			reading_right(out, READ_UNKNOWN);
	}
}

static void
read_symbol(struct reading *out, char *data, size_t length, const struct reading_rules *rules)
{
	enum symbol symbol = symbol_of(out->aim);

	if (length == 0) {
		reading_unknown(out, _("the scan is empty"));
	} else if (symbol == SYMBOL_ELEMENTS) {
		reading_elements(out, data, length, rules);
	} else if (strlen(data) != length) {
		reading_unknown(out, _("the scan holds a character that no number has"));
	} else if (symbol == SYMBOL_EAN || symbol == SYMBOL_EAN8) {
		read_ean(out, data, symbol == SYMBOL_EAN ? EAN_DIGITS : 8, rules);
	} else if (symbol == SYMBOL_NOBODYS) {
		reading_unknown(out, _("the scanner names a kind of barcode that nobody knows"));
	} else if (symbol == SYMBOL_ADD_ON) {
		reading_unknown(out, _("only the small barcode beside the number was read"));
	} else {
		read_any(out, data, length, symbol, rules);
	}
}

void
reading_make(struct reading *out, const char *scan, size_t length,
             const struct reading_rules *rules)
{
	char data[SCAN_MAX + 1];

	memset(out, 0, sizeof *out);
	if (length >= AIM_LENGTH && scan[0] == ']' && isalpha((unsigned char)scan[1]) &&
	    isalnum((unsigned char)scan[2])) {
		memcpy(out->aim, scan, AIM_LENGTH);
		scan += AIM_LENGTH;
		length -= AIM_LENGTH;
	}
	if (length > SCAN_MAX) {
		reading_unknown(out, _("this code is too long"));
		return;
	}
	memcpy(data, scan, length);
	data[length] = '\0';
	text_copy(out->data, sizeof out->data, data);
	read_symbol(out, data, length, rules);
}

size_t
reading_unescape(char *text)
{
	char *to = text;

	for (const char *at = text; *at; to++) {
		unsigned value;

		if (at[0] == '\\' && at[1] == 'x' && isxdigit((unsigned char)at[2]) &&
		    isxdigit((unsigned char)at[3]) && sscanf(at + 2, "%2x", &value) == 1) {
			*to = (char)value;
			at += 4;
		} else {
			*to = *at++;
		}
	}
	*to = '\0';
	return (size_t)(to - text);
}
