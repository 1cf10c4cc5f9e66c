#include <config.h>

#include "shop/items.h"

#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gs1_link.h"
#include "base/gtin.h"
#include "base/text.h"
#include "shop/reading.h"

#define HITS_MAX ((int)(sizeof(((struct found *)0)->hits) / sizeof(struct item_row)))
#define PLU_DIGITS_MAX 9
#define SCAN_MAX 512

/* What a look-up works with. */
struct search {
	struct ledger *ledger;
	const struct settings *settings;
	day_number today;
	struct found *found;
};

static bool
all_digits(const char *text, size_t *length)
{
	*length = strspn(text, "0123456789");
	return *length && !text[*length];
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
by_number(const struct search *search, const char *code, struct err *err)
{
	struct item_row item;
	enum outcome outcome = catalogue_item(search->ledger, code, &item, err);
	if (!outcome)
		add_hit(search->found, &item, 1);
	return outcome;
}

static enum outcome
by_plu(const struct search *search, int64_t plu, struct err *err)
{
	struct item_row item;
	enum outcome outcome =
	        plu ? catalogue_item_by_plu(search->ledger, plu, &item, err) : RC_NOT_FOUND;
	if (!outcome)
		add_hit(search->found, &item, 1);
	return outcome;
}

static enum outcome
by_gtin(const struct search *search, const char *digits, struct err *err)
{
	struct item_row item;
	int64_t pack = 1, gtin;
	if (gtin_parse_unchecked(digits, &gtin, NULL))
		return RC_NOT_FOUND;
	enum outcome outcome = catalogue_item_by_gtin(search->ledger, gtin, &item, &pack, err);
	if (!outcome)
		add_hit(search->found, &item, pack);
	return outcome;
}

/* ---- what the barcode says about this very thing ---- */

/* A unit, and the element that measures in it (or so many times as much). */
static const struct {
	const char *unit, *ai;
	int times;
} measures[] = {
	{ "kg", "310n", 1 },   { "g", "310n", 1000 },  { "斤", "310n", 2 },  { "lb", "320n", 1 },
	{ "m", "311n", 1 },    { "cm", "311n", 100 },  { "ft", "322n", 1 },  { "yd", "323n", 1 },
	{ "m2", "314n", 1 },   { "m3", "316n", 1 },    { "l", "315n", 1 },   { "dl", "315n", 10 },
	{ "cl", "315n", 100 }, { "ml", "315n", 1000 }, { "gal", "361n", 1 },
};

/* Elements name their measure; what the shop printed is in kilograms, or in the item's unit. */
static struct figure
measured(const struct found *found, const struct reading *reading)
{
	bool printed = reading->printed && reading->in_store.kind == IN_STORE_WEIGHT;
	struct figure figure = printed ? reading->weight_kg : (struct figure){ 0 };
	for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
		int decimals = 0;
		const char *data = gs1_find(&reading->gs1, measures[i].ai, &decimals);
		if (strcmp(found->item.unit, measures[i].unit) != 0)
			continue;
		if (data)
			figure = (struct figure){ true, atoll(data), decimals };
		if (data || (printed && strcmp(measures[i].ai, "310n") == 0))
			figure.value *= measures[i].times;
	}
	return figure;
}

static void
take_measure(struct found *found, const struct reading *reading)
{
	struct figure figure = measured(found, reading);
	found->weight_milli = figure.there ? figure_scaled(figure, 3) : 0;
	found->has_weight = found->weight_milli > 0;
}

static enum outcome
take_price(struct found *found, const struct settings *settings, const struct reading *reading,
           struct err *err)
{
	if (!reading->price.there || reading->price.value == 0)
		return RC_OK;
	if (*reading->currency && strcmp(reading->currency, settings->currency.code) != 0)
		return err_set(err, RC_REFUSED, _("the price in the barcode is in %s, not in %s"),
		               reading->currency, settings->currency.code);
	found->price = money_of(figure_scaled(reading->price, settings->currency.exponent));
	found->has_price = found->price.minor > 0;
	return RC_OK;
}

/* Pieces: (30) of an item of varying count, (37) of a logistic unit, the count the shop printed. */
static enum outcome
take_count(struct found *found, const struct reading *reading, struct err *err)
{
	if (!reading->count.there || reading->count.value == 0)
		return RC_OK;
	if (reading->count.decimals || reading->count.value > QTY_MAX_MILLI / QTY_ONE / found->pack)
		return err_set(err, RC_REFUSED, _("that is too many"));
	found->pack *= reading->count.value;
	return RC_OK;
}

static enum outcome
take_label(const struct search *search, const struct reading *reading, struct err *err)
{
	struct found *found = search->found;
	const char *lot = gs1_find(&reading->gs1, "10", NULL);
	const char *serial = gs1_find(&reading->gs1, "21", NULL);
	text_copy(found->lot, sizeof found->lot, lot ? lot : "");
	text_copy(found->serial, sizeof found->serial, serial ? serial : "");
	if (search->today) {
		found->expiry = reading_expiry(reading, search->today / 10000);
		found->best_before = reading_best_before(reading, search->today / 10000);
	}
	take_measure(found, reading);
	enum outcome outcome = take_price(found, search->settings, reading, err);
	if (outcome)
		return outcome;
	if (!found->has_price)
		return take_count(found, reading, err);
	found->pack = 1; /* the price is that of all that is in it */
	return RC_OK;
}

/* ---- a reading ---- */

static void
take_own(struct found *found, const struct reading *reading)
{
	static const enum found_kind kinds[OWN_KINDS] = {
		[OWN_RECEIPT] = FOUND_RECEIPT,   [OWN_BASKET] = FOUND_BASKET,
		[OWN_CUSTOMER] = FOUND_CUSTOMER, [OWN_GIFT_CARD] = FOUND_GIFT_CARD,
		[OWN_SLIP] = FOUND_NOTHING, /* it pays, and is looked at as such */
	};
	found->kind = kinds[reading->own];
	found->receipt = reading->receipt;
	found->number = reading->number;
}

/* A label of our own with another price; RC_REFUSED it is one, but not of this shop. */
static enum outcome
by_markdown(const struct search *search, int64_t number, struct err *err)
{
	struct found *found = search->found;
	struct markdown_row row;
	struct item_row item;
	enum outcome outcome = catalogue_markdown(search->ledger, number, &row, err);
	if (!outcome)
		outcome = catalogue_item(search->ledger, row.item, &item, err);
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

/* A number the shop printed: by the number with zeros for the measure, else its item's PLU. */
static enum outcome
by_printed(const struct search *search, const struct reading *reading, struct err *err)
{
	enum outcome outcome = by_gtin(search, reading->in_store.base, err);
	if (outcome == RC_NOT_FOUND)
		outcome = by_plu(search, reading->in_store.item, err);
	return outcome ? outcome : take_label(search, reading, err);
}

static enum outcome
by_elements(const struct search *search, const struct reading *reading, struct err *err)
{
	const char *item = reading_item(reading);
	if (!*item) {
		err_set(err, RC_REFUSED, _("this barcode names nothing that is sold"));
		return err_hint(err, _("scan the other barcode, or type the number under it"));
	}
	text_copy(search->found->code, sizeof search->found->code, item);
	enum outcome outcome = by_gtin(search, item, err);
	if (outcome == RC_NOT_FOUND && reading->printed)
		outcome = by_plu(search, reading->in_store.item, err);
	return outcome ? outcome : take_label(search, reading, err);
}

/* A wrong reading is refused, unless the shop has it in its catalogue just so. */
static enum outcome
refuse_misread(const struct reading *reading, struct err *err)
{
	int64_t gtin;
	enum outcome outcome = RC_NOT_FOUND;
	if (reading->kind == READ_GTIN && *reading->gtin) {
		outcome = gtin_parse(reading->gtin, &gtin, err);
		return outcome ? err_hint(err, _("scan again, or compare the digits")) : outcome;
	}
	bool named = gs1_link_is(reading->data) || strcmp(reading->aim, "]E1") == 0 ||
	             strcmp(reading->aim, "]E2") == 0;
	if ((reading->kind == READ_UNKNOWN && !named) ||
	    (reading->kind == READ_UPCE && !*reading->upca))
		return RC_NOT_FOUND;
	if (err)
		*err = reading->err;
	return RC_REFUSED;
}

static enum outcome
by_reading(const struct search *search, const char *code, struct err *err)
{
	const struct settings *settings = search->settings;
	const struct reading_rules rules = { settings->in_store, settings->in_store_rules,
		                             settings->currency.code };
	char scan[SCAN_MAX];
	struct reading reading;
	text_copy(scan, sizeof(scan), code);
	reading_make(&reading, scan, reading_unescape(scan), &rules);
	text_copy(search->found->code, sizeof(search->found->code), reading.data);
	if (reading.kind == READ_OWN && reading.own == OWN_MARKDOWN)
		return by_markdown(search, reading.number, err);
	if (reading.kind == READ_OWN) {
		take_own(search->found, &reading);
		return RC_OK;
	}
	/* what stands in the catalogue is an item, right check digit or not */
	enum outcome outcome = by_gtin(search, reading.data, err);
	if (outcome != RC_NOT_FOUND)
		return outcome;
	if (!reading.valid)
		outcome = refuse_misread(&reading, err);
	else if (reading.kind == READ_VARIABLE)
		outcome = by_printed(search, &reading, err);
	else if (reading.kind == READ_GS1 || reading.kind == READ_LINK)
		outcome = by_elements(search, &reading, err);
	else if (*reading.gtin)
		outcome = by_gtin(search, reading.gtin, err);
	return outcome;
}

/* ---- the two orders ---- */

static enum outcome
look_up_scan(const struct search *search, const char *code, struct err *err)
{
	struct err wrong = { 0 };
	enum outcome outcome = by_reading(search, code, &wrong);
	if (outcome == RC_NOT_FOUND || outcome == RC_REFUSED) {
		enum outcome other = by_number(search, search->found->code, NULL);
		if (!other || other != RC_NOT_FOUND)
			return other;
	}
	if (outcome && outcome != RC_NOT_FOUND && err)
		*err = wrong;
	return outcome;
}

static enum outcome
look_up_typed(const struct search *search, const char *code, struct err *err)
{
	size_t length;
	enum outcome outcome = by_number(search, code, err);
	bool digits = all_digits(code, &length), plu = digits && length <= PLU_DIGITS_MAX;
	if ((!outcome || outcome == RC_NOT_FOUND) && plu)
		outcome = by_plu(search, atoll(code), err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	if (search->found->kind != FOUND_NOTHING) {
		outcome = by_gtin(search, code, err);
		return outcome == RC_NOT_FOUND ? RC_OK : outcome;
	}
	return plu && length < 8 ? RC_NOT_FOUND : by_reading(search, code, err);
}

enum outcome
items_look_up(struct ledger *ledger, const struct settings *settings, const char *code,
              bool scanned, day_number today, struct found *out, struct err *err)
{
	struct found found = { .kind = FOUND_NOTHING, .pack = 1 };
	const struct search search = { ledger, settings, today, &found };
	if (strlen(code) >= SCAN_MAX)
		return err_set(err, RC_REFUSED, _("this code is too long"));
	text_copy(found.code, sizeof(found.code), code);
	enum outcome outcome =
	        scanned ? look_up_scan(&search, code, err) : look_up_typed(&search, code, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	if (found.kind == FOUND_NOTHING && strlen(code) >= sizeof(found.code))
		return err_set(err, RC_REFUSED, _("this code is too long"));
	*out = found;
	return RC_OK;
}
