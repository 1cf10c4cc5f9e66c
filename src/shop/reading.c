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

static bool
all_digits(const char *text)
{
	return *text && text[strspn(text, DIGITS)] == '\0';
}

/* ---- outcomes ---- */

static void
wrong(struct reading *out, enum gs1_fault fault)
{
	out->valid = false;
	out->fault = fault;
}

static void
unknown(struct reading *out, const char *sentence)
{
	out->kind = READ_UNKNOWN;
	err_set(&out->err, RC_NOT_FOUND, "%s", sentence);
	wrong(out, GS1_PARSE);
}

static void
right(struct reading *out, enum reading_kind kind)
{
	out->kind = kind;
	out->valid = true;
	out->fault = GS1_SOUND;
}

static void
check_digit_wrong(struct reading *out, const char *digits)
{
	size_t last = strlen(digits) - 1;

	err_set(&out->err, RC_REFUSED, _("check digit is %c, should be %d"), digits[last],
	        gtin_check_digit(digits, last));
	err_hint(&out->err, _("scan again, or compare the digits"));
	wrong(out, GS1_VALUE);
}

/* ---- element strings ---- */

static void
finish_elements(struct reading *out, enum gs1_fault fault, bool whole_label,
                const struct reading_rules *rules)
{
	const char *item = gs1_find(&out->gs1, "01", NULL);

	if (!item)
		item = gs1_find(&out->gs1, "02", NULL);
	text_copy(out->gtin, sizeof out->gtin, item ? item : "");
	reading_find_figures(out, rules);
	if (fault != GS1_SOUND) {
		wrong(out, fault);
		return;
	}
	out->valid = true;
	out->fault = gs1_exclusions(&out->gs1, &out->err);
	if (out->fault != GS1_SOUND) {
		out->valid = !whole_label;
		return;
	}
	out->fault = gs1_needs(&out->gs1, &out->err);
	if (out->fault != GS1_SOUND)
		out->valid = !whole_label || !gs1_has_key(&out->gs1);
}

static void
read_elements(struct reading *out, const char *data, size_t length,
              const struct reading_rules *rules)
{
	out->kind = READ_GS1;
	finish_elements(out, gs1_parse(&out->gs1, data, length, &out->err), false, rules);
}

/* Round brackets hold a whole label, once they name something; square ones what stood in one symbol
 * of it. */
static void
read_brackets(struct reading *out, const char *text, const struct reading_rules *rules)
{
	out->kind = READ_GS1;
	finish_elements(out, gs1_parse_brackets(&out->gs1, text, &out->err), *text == '(', rules);
}

static void
read_link(struct reading *out, const char *text, const struct reading_rules *rules)
{
	enum gs1_fault fault = gs1_parse_link(&out->gs1, text, &out->err);

	out->kind = fault != GS1_SOUND && out->gs1.count == 0 ? READ_UNKNOWN : READ_LINK;
	finish_elements(out, fault, true, rules);
}

/* Without any mark: (01) or (02) and a number that is right, or a logistic unit; and the rest fits.
 */
static bool
read_unmarked(struct reading *out, const char *data, size_t length,
              const struct reading_rules *rules)
{
	struct gs1 gs1;
	const char *first;

	if (length < 16 || *data != '0' || !strchr("012", data[1]) ||
	    gs1_parse(&gs1, data, length, NULL) != GS1_SOUND)
		return false;
	first = gs1.elements[0].data;
	if (strspn(first, "0") == strlen(first))
		return false;
	read_elements(out, data, length, rules);
	return true;
}

/* ---- numbers of our own ---- */

static bool
read_own(struct reading *out, const char *code)
{
	struct receipt_ref *ref = &out->receipt;
	bool training = false;

	if (receipt_code_parse(code, &ref->till, &training, &ref->number))
		out->own = OWN_RECEIPT;
	else if (basket_code_parse(code, &ref->till, &training, &ref->number))
		out->own = OWN_BASKET;
	else if (customer_code_parse(code, &out->number))
		out->own = OWN_CUSTOMER;
	else if (gift_card_code_parse(code, &out->number))
		out->own = OWN_GIFT_CARD;
	else if (markdown_code_parse(code, &out->number))
		out->own = OWN_MARKDOWN;
	else
		return false;
	ref->series = training ? SERIES_TRAINING : SERIES_LIVE;
	right(out, READ_OWN);
	return true;
}

/* False: no rule of the shop is for it. */
static bool
read_in_store(struct reading *out, const char *code, const struct reading_rules *rules)
{
	static const enum own_kind owns[IN_STORE_KINDS] = {
		[IN_STORE_CUSTOMER] = OWN_CUSTOMER,
		[IN_STORE_GIFT_CARD] = OWN_GIFT_CARD,
		[IN_STORE_SLIP] = OWN_SLIP,
	};
	enum outcome outcome =
	        in_store_read(rules->region, rules->in_store, code, &out->in_store, &out->err);

	if (outcome == RC_NOT_FOUND || (!outcome && out->in_store.kind == IN_STORE_ITEM))
		return false;
	right(out, READ_VARIABLE);
	if (outcome) {
		wrong(out, GS1_VALUE);
	} else if (out->in_store.kind >= IN_STORE_CUSTOMER) {
		out->kind = READ_OWN;
		out->own = owns[out->in_store.kind];
		out->number = out->in_store.number;
		if (out->own == OWN_SLIP)
			reading_take_measure(out, rules);
	} else {
		reading_take_measure(out, rules);
	}
	return true;
}

/* ---- trade numbers ---- */

static void
read_gtin(struct reading *out, const char *code, const struct reading_rules *rules)
{
	size_t last = strlen(code) - 1;

	text_copy(out->gtin, sizeof out->gtin, code);
	if (strlen(code) == 12)
		text_copy(out->upca, sizeof out->upca, code);
	out->kind = READ_GTIN;
	if (gtin_check_digit(code, last) != code[last] - '0')
		check_digit_wrong(out, code);
	else if (!read_in_store(out, code, rules))
		right(out, READ_GTIN);
}

/* Eight digits are an EAN-8 or a UPC-E.  Where both fit, a zero in front speaks for the UPC-E:
 * EAN-8 that begin with it never leave a shop. */
static void
read_eight(struct reading *out, const char *code, const struct reading_rules *rules)
{
	bool ean = gtin_check_digit(code, 7) == code[7] - '0';
	bool upce = gtin_from_upce(code, out->upca, NULL) == RC_OK;

	if (ean && read_in_store(out, code, rules)) {
		out->upca[0] = '\0';
		text_copy(out->gtin, sizeof out->gtin, code);
	} else if (upce && (!ean || *code == '0')) {
		right(out, READ_UPCE);
		text_copy(out->gtin, sizeof out->gtin, out->upca);
	} else {
		read_gtin(out, code, rules);
	}
}

/* Six or seven digits: a UPC-E without its check digit. */
static void
read_short(struct reading *out, const char *code)
{
	out->kind = READ_UPCE;
	if (gtin_from_upce(code, out->upca, &out->err)) {
		wrong(out, GS1_PARSE);
		return;
	}
	text_copy(out->gtin, sizeof out->gtin, out->upca);
	right(out, READ_UPCE);
}

/* Seventeen and eighteen digits alone are a shipment and a logistic unit. */
static bool
read_long(struct reading *out, const char *code, const struct reading_rules *rules)
{
	size_t count = strlen(code);
	const char *ai = count == 18 ? "00" : "402";
	enum gs1_fault fault;

	if (count != 17 && count != 18)
		return false;
	out->kind = READ_GS1;
	out->gs1.count = 0;
	fault = gs1_add(&out->gs1, ai, code, &out->err);
	finish_elements(out, fault, false, rules);
	return true;
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

static bool
read_book(struct reading *out, const char *code)
{
	char number[14];
	enum outcome outcome = book_number(code, number, &out->err);

	if (outcome == RC_NOT_FOUND)
		return false;
	out->kind = READ_GTIN;
	if (outcome) {
		wrong(out, GS1_VALUE);
		return true;
	}
	text_copy(out->gtin, sizeof out->gtin, number);
	right(out, READ_GTIN);
	return true;
}

static bool
has_foreign_digits(const char *code)
{
	for (; *code; code++)
		if ((unsigned char)*code >= 0x80)
			return true;
	return false;
}

static void
read_number(struct reading *out, const char *code, const struct reading_rules *rules)
{
	const struct reading_rules own = { "", rules->in_store, rules->currency };
	size_t count = strlen(code);

	if (read_own(out, code) || (*own.in_store && read_in_store(out, code, &own)))
		return;
	if (!all_digits(code)) {
		if (read_book(out, code))
			return;
		unknown(out, has_foreign_digits(code)
		                     ? _("only the digits 0 to 9 make a number")
		                     : _("this is no number that GS1 or this shop gave out"));
		return;
	}
	if (count == 8)
		read_eight(out, code, rules);
	else if (count == 6 || count == 7)
		read_short(out, code);
	else if (count == 12 || count == 13 || count == 14)
		read_gtin(out, code, rules);
	else if (!read_long(out, code, rules) && !read_in_store(out, code, rules) &&
	         !(count == 10 && read_book(out, code)))
		unknown(out, _("no number of GS1 or of this shop has so many digits"));
}

/* ---- symbols ---- */

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
		wrong(out, GS1_PARSE);
		return;
	}
	if (digits == 8)
		read_gtin(out, code, rules);
	else
		read_number(out, code, rules);
	if (!over || !out->valid)
		return;
	snprintf(label, sizeof label, "01%.*s%.13s%s", (int)(14 - count), "000000", code, over + 4);
	read_elements(out, label, strlen(label), rules);
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
		read_elements(out, data, length, rules);
	} else if (data[0] == '^' && isdigit((unsigned char)data[1])) {
		read_elements(out, data, carets(data), rules);
	} else if (*data == '(' || *data == '[') {
		read_brackets(out, data, rules);
	} else if (gs1_link_is(data)) {
		read_link(out, data, rules);
	} else if (!read_unmarked(out, data, length, rules)) {
		drop_add_on(out, data);
		read_number(out, data, rules);
		if (out->kind == READ_UNKNOWN && symbol == SYMBOL_ANY)
			right(out, READ_UNKNOWN);
	}
}

static void
read_symbol(struct reading *out, char *data, size_t length, const struct reading_rules *rules)
{
	enum symbol symbol = symbol_of(out->aim);

	if (length == 0) {
		unknown(out, _("the scan is empty"));
	} else if (symbol == SYMBOL_ELEMENTS) {
		read_elements(out, data, length, rules);
	} else if (strlen(data) != length) {
		unknown(out, _("the scan holds a character that no number has"));
	} else if (symbol == SYMBOL_EAN || symbol == SYMBOL_EAN8) {
		read_ean(out, data, symbol == SYMBOL_EAN ? EAN_DIGITS : 8, rules);
	} else if (symbol == SYMBOL_NOBODYS) {
		unknown(out, _("the scanner names a kind of barcode that nobody knows"));
	} else if (symbol == SYMBOL_ADD_ON) {
		unknown(out, _("only the small barcode beside the number was read"));
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
		unknown(out, _("this code is too long"));
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
