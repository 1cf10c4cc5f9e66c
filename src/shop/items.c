#include <config.h>

#include "shop/items.h"

#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"
#include "shop/reading.h"

#define HITS_MAX ((int)(sizeof(((struct found *)0)->hits) / sizeof(struct item_row)))
#define PLU_DIGITS_MAX 9

static bool
all_digits(const char *text, size_t *length)
{
	*length = strspn(text, "0123456789");
	return *length && !text[*length];
}

/* A scanner may put three characters before the data that say what it read (ISO/IEC 15424). */
static const char *
without_symbology(const char *code)
{
	return code[0] == ']' && code[1] && code[2] ? code + 3 : code;
}

/* ---- one kind of number each; RC_NOT_FOUND is nobody's fault ---- */

static void
add_hit(struct found *found, const struct item_row *item, int64_t pack)
{
	for (int i = 0; i < found->hit_count; i++)
		if (strcmp(found->hits[i].number, item->number) == 0)
			return;
	if (found->hit_count == HITS_MAX)
		return;
	found->hits[found->hit_count++] = *item;
	found->item = *item;
	found->pack = pack;
	found->kind = found->hit_count == 1 ? FOUND_ITEM : FOUND_SEVERAL;
}

static enum outcome
by_number(struct ledger *ledger, const char *code, struct found *found, struct err *err)
{
	struct item_row item;
	enum outcome outcome = catalogue_item(ledger, code, &item, err);
	if (!outcome)
		add_hit(found, &item, 1);
	return outcome;
}

static enum outcome
by_plu(struct ledger *ledger, int64_t plu, struct found *found, struct err *err)
{
	struct item_row item;
	enum outcome outcome = plu ? catalogue_item_by_plu(ledger, plu, &item, err) : RC_NOT_FOUND;
	if (!outcome)
		add_hit(found, &item, 1);
	return outcome;
}

static enum outcome
by_gtin(struct ledger *ledger, int64_t gtin, struct found *found, struct err *err)
{
	struct item_row item;
	int64_t pack = 1;
	enum outcome outcome = catalogue_item_by_gtin(ledger, gtin, &item, &pack, err);
	if (!outcome)
		add_hit(found, &item, pack);
	return outcome;
}

/* Eight digits that are no GTIN-8 may be a shortened UPC-A. */
static enum outcome
by_upce(struct ledger *ledger, const char *code, struct found *found, struct err *err)
{
	char upca[13];
	int64_t gtin;
	if (strlen(code) != 8 || gtin_from_upce(code, upca, NULL) || gtin_parse(upca, &gtin, NULL))
		return RC_NOT_FOUND;
	return by_gtin(ledger, gtin, found, err);
}

/* A number the shop printed, with price, weight or count in it. */
static enum outcome
by_in_store(struct ledger *ledger, const struct settings *settings, const char *code,
            struct found *found, struct err *err)
{
	struct in_store number;
	int exponent = settings->currency.exponent;
	enum outcome outcome = in_store_read(settings->in_store, "", code, &number, err);
	if (outcome)
		return outcome;
	outcome = by_gtin(ledger, number.gtin, found, err);
	if (outcome == RC_NOT_FOUND)
		outcome = by_plu(ledger, number.item, found, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	struct figure figure = { true, number.value, number.decimals };
	found->has_price = number.kind == IN_STORE_PRICE && number.value;
	found->has_weight = number.kind == IN_STORE_WEIGHT && number.value;
	found->price = money_of(found->has_price ? figure_scaled(figure, exponent) : 0);
	found->weight_milli = found->has_weight ? figure_scaled(figure, 3) : 0;
	if (number.kind == IN_STORE_COUNT && number.value)
		found->pack = number.value;
	return outcome;
}

static enum outcome
by_trade_number(struct ledger *ledger, const struct settings *settings, const char *code,
                struct found *found, struct err *err)
{
	int64_t gtin;
	enum outcome outcome;
	if (gtin_parse_unchecked(code, &gtin, NULL))
		return RC_NOT_FOUND;
	/* what stands in the catalogue is an item, right check digit or not */
	outcome = by_gtin(ledger, gtin, found, err);
	if (outcome == RC_NOT_FOUND)
		outcome = by_upce(ledger, code, found, err);
	if (outcome == RC_NOT_FOUND && !gtin_parse(code, &gtin, NULL))
		outcome = by_in_store(ledger, settings, code, found, err);
	return outcome;
}

/* Nothing was found: was it misread? */
static enum outcome
check_digit(const char *code, struct err *err)
{
	char upca[13];
	int64_t gtin;
	size_t length;
	if (!all_digits(code, &length) ||
	    (length != 8 && length != 12 && length != 13 && length != 14))
		return RC_OK;
	if (length == 8 && !gtin_from_upce(code, upca, NULL))
		return RC_OK;
	enum outcome outcome = gtin_parse(code, &gtin, err);
	if (outcome)
		err_hint(err, _("scan again, or compare the digits"));
	return outcome;
}

/* ---- the two orders ---- */

/* The barcode of a paper of ours. */
static bool
by_own_number(const char *code, struct found *found)
{
	struct receipt_ref *ref = &found->receipt;
	bool training = false;
	if (receipt_code_parse(code, &ref->till, &training, &ref->number))
		found->kind = FOUND_RECEIPT;
	else if (basket_code_parse(code, &ref->till, &training, &ref->number))
		found->kind = FOUND_BASKET;
	else
		return false;
	ref->series = training ? SERIES_TRAINING : SERIES_LIVE;
	return true;
}

/* A label of our own with another price; RC_REFUSED it is one, but not of this shop. */
static enum outcome
by_markdown(struct ledger *ledger, const char *code, struct found *found, struct err *err)
{
	struct markdown_row row;
	struct item_row item;
	int64_t number;
	if (!markdown_code_parse(code, &number))
		return RC_NOT_FOUND;
	enum outcome outcome = catalogue_markdown(ledger, number, &row, err);
	if (!outcome)
		outcome = catalogue_item(ledger, row.item, &item, err);
	if (outcome == RC_NOT_FOUND) {
		err_set(err, RC_REFUSED, _("this price label is not known here"));
		err_hint(err, _("ring up the code of the item itself"));
		return RC_REFUSED;
	}
	if (outcome)
		return outcome;
	found->marked_down = true;
	found->markdown = row;
	found->shelf_price = item.price;
	item.has_price = true;
	item.price = row.price;
	add_hit(found, &item, 1);
	return RC_OK;
}

static enum outcome
look_up_scan(struct ledger *ledger, const struct settings *settings, const char *code,
             struct found *found, struct err *err)
{
	if (by_own_number(code, found))
		return RC_OK;
	enum outcome outcome = by_markdown(ledger, code, found, err);
	if (outcome == RC_NOT_FOUND)
		outcome = by_trade_number(ledger, settings, code, found, err);
	if (outcome == RC_NOT_FOUND)
		outcome = by_number(ledger, code, found, err);
	return outcome;
}

static enum outcome
look_up_typed(struct ledger *ledger, const struct settings *settings, const char *code,
              struct found *found, struct err *err)
{
	size_t length;
	enum outcome outcome = by_number(ledger, code, found, err);
	bool digits = all_digits(code, &length);
	if ((!outcome || outcome == RC_NOT_FOUND) && digits && length <= PLU_DIGITS_MAX)
		outcome = by_plu(ledger, atoll(code), found, err);
	if ((!outcome || outcome == RC_NOT_FOUND) && digits)
		outcome = by_trade_number(ledger, settings, code, found, err);
	return outcome == RC_NOT_FOUND && found->kind != FOUND_NOTHING ? RC_OK : outcome;
}

enum outcome
items_look_up(struct ledger *ledger, const struct settings *settings, const char *code,
              bool scanned, struct found *out, struct err *err)
{
	struct found found = { .kind = FOUND_NOTHING, .pack = 1 };
	if (scanned)
		code = without_symbology(code);
	if (strlen(code) >= sizeof(found.code))
		return err_set(err, RC_REFUSED, _("this code is too long"));
	text_copy(found.code, sizeof(found.code), code);
	enum outcome outcome = scanned ? look_up_scan(ledger, settings, code, &found, err)
	                               : look_up_typed(ledger, settings, code, &found, err);
	if (outcome == RC_NOT_FOUND)
		outcome = check_digit(code, err);
	if (!outcome)
		*out = found;
	return outcome;
}
