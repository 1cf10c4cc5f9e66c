#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"
#include "shop/import.h"
#include "shop/sheet.h"
#include "shop/unit.h"

#define PLU_MAX 999999999
#define PACK_MAX 1000000
#define AGE_MAX 120

struct context {
	const struct import_shop *shop;
	const struct import_options *options;
	struct import_row *row;
};
typedef enum outcome field_fn(struct context *context, const char *value, struct err *err);

/* ---- one column each; departments go by number or name; value is UTF-8 and not cleaned ---- */

static enum outcome
no_sense(const char *column, const char *value, struct err *err)
{
	char shown[61];
	text_cut(shown, sizeof(shown), value, 30);
	return err_set(err, RC_REFUSED, _("%s \"%s\" cannot be read"), column, shown);
}

static enum outcome
clean(char *out, size_t size, const char *value, const char *column, struct err *err)
{
	if (text_clean(out, size, value, strlen(value), NULL) == RC_OK)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("%s is longer than %d bytes"), column, (int)size - 1);
}

static bool
parse_whole(const char *text, int64_t max, int64_t *number)
{
	size_t digits = strspn(text, "0123456789");
	if (!digits || digits > 15 || text[digits])
		return false;
	*number = strtoll(text, NULL, 10);
	return *number <= max;
}

static enum outcome
set_plu(struct context *context, const char *value, struct err *err)
{
	context->row->item.plu = 0;
	if (*value && !parse_whole(value, PLU_MAX, &context->row->item.plu))
		return no_sense("plu", value, err);
	return RC_OK;
}

static enum outcome
set_name(struct context *context, const char *value, struct err *err)
{
	struct item_row *item = &context->row->item;
	enum outcome outcome = clean(item->name, sizeof(item->name), value, "name", err);
	if (outcome)
		return outcome;
	if (!*item->name)
		return err_set(err, RC_REFUSED, _("the name is missing"));
	if (text_has_card_number(item->name))
		return err_set(err, RC_REFUSED,
		               _("the name looks like a card number, which is never kept"));
	return RC_OK;
}

/* "4006381333931" or "4006381333948*6". */
static enum outcome
parse_code(const char *word, bool unchecked, struct item_code_row *code, struct err *err)
{
	char gtin[GTIN_TEXT_MAX];
	size_t length = strcspn(word, "*");
	code->pack = 1;
	if (length >= sizeof(gtin) ||
	    (word[length] &&
	     (!parse_whole(word + length + 1, PACK_MAX, &code->pack) || !code->pack)))
		return no_sense("gtins", word, err);
	text_copy(gtin, length + 1, word);
	return unchecked ? gtin_parse_unchecked(gtin, &code->gtin, err)
	                 : gtin_parse(gtin, &code->gtin, err);
}

static enum outcome
set_gtins(struct context *context, const char *value, struct err *err)
{
	struct import_row *row = context->row;
	char word[64];
	row->code_count = 0;
	for (value += strspn(value, " "); *value; value += strspn(value, " ")) {
		size_t length = strcspn(value, " ");
		if (length >= sizeof(word))
			return no_sense("gtins", value, err);
		if (row->code_count == ITEM_CODES_MAX)
			return err_set(err, RC_REFUSED, _("an item has at most %d codes"),
			               ITEM_CODES_MAX);
		memcpy(word, value, length);
		word[length] = '\0';
		row->codes[row->code_count].gtin = 0; /* until it is read */
		enum outcome outcome = parse_code(word, context->options->accept_bad_gtins,
		                                  &row->codes[row->code_count++], err);
		if (outcome)
			return outcome;
		value += length;
	}
	return RC_OK;
}

static enum outcome
set_department(struct context *context, const char *value, struct err *err)
{
	const struct import_shop *shop = context->shop;
	struct item_row *item = &context->row->item;
	int64_t number = 0;
	bool by_number = parse_whole(value, 999, &number);
	for (size_t i = 0; i < shop->department_count; i++) {
		const struct department_row *department = &shop->departments[i];
		if (!*value ||
		    (by_number ? department->number == number : !strcmp(department->name, value))) {
			item->department = department->number;
			return RC_OK;
		}
	}
	return err_set(err, RC_REFUSED, _("there is no department \"%.40s\""), value);
}

static enum outcome
parse_price(const struct import_shop *shop, const char *column, const char *value,
            struct unit_price *price, struct err *err)
{
	struct unit_price most = unit_price_of(shop->settings.max_price);
	if (unit_price_parse(value, shop->settings.currency.exponent, price, NULL))
		return no_sense(column, value, err);
	if (price->e4 < 0)
		return err_set(err, RC_REFUSED, _("%s %s is below zero"), column, value);
	if (price->e4 > most.e4)
		return err_set(err, RC_REFUSED, _("%s %s is above the highest price of the shop"),
		               column, value);
	return RC_OK;
}

static enum outcome
set_price(struct context *context, const char *value, struct err *err)
{
	struct item_row *item = &context->row->item;
	item->price.e4 = 0;
	item->has_price = *value != '\0';
	return item->has_price ? parse_price(context->shop, "price", value, &item->price, err)
	                       : RC_OK;
}

static enum outcome
set_cost(struct context *context, const char *value, struct err *err)
{
	struct item_row *item = &context->row->item;
	item->cost.e4 = 0;
	return *value ? parse_price(context->shop, "cost", value, &item->cost, err) : RC_OK;
}

static bool
has_tax(const struct import_shop *shop, const char *code)
{
	for (size_t i = 0; i < shop->tax_count; i++)
		if (strcmp(shop->taxes[i].code, code) == 0)
			return true;
	return false;
}

static enum outcome
parse_taxes(struct context *context, const char *column, const char *value,
            char out[static TAXES_TEXT_MAX], struct err *err)
{
	char word[TAX_CODE_MAX], codes[TAXES_TEXT_MAX];
	int count = 0;
	enum outcome outcome = clean(codes, sizeof(codes), value, column, err);
	if (outcome)
		return outcome;
	for (const char *at = codes; *at; at += *at == ' ') {
		size_t length = strcspn(at, " ");
		if (length >= sizeof(word) || count++ == LINE_TAXES_MAX)
			return no_sense(column, value, err);
		memcpy(word, at, length);
		word[length] = '\0';
		if (!has_tax(context->shop, word))
			return err_set(err, RC_REFUSED, _("there is no tax %s"), word);
		at += length;
	}
	memcpy(out, codes, sizeof(codes));
	return RC_OK;
}

static enum outcome
set_taxes(struct context *context, const char *value, struct err *err)
{
	return parse_taxes(context, "taxes", value, context->row->item.taxes, err);
}

static enum outcome
set_taxes_eat_in(struct context *context, const char *value, struct err *err)
{
	return parse_taxes(context, "taxes_eat_in", value, context->row->item.taxes_eat_in, err);
}

static enum outcome
set_taxes_take_away(struct context *context, const char *value, struct err *err)
{
	return parse_taxes(context, "taxes_take_away", value, context->row->item.taxes_take_away,
	                   err);
}

/* What a piece holds: 0.75 (l). */
static enum outcome
set_content(struct context *context, const char *value, struct err *err)
{
	int64_t *content = &context->row->item.content_milli;
	*content = 0;
	if (*value && (qty_parse(value, content, NULL) || *content < 0))
		return no_sense("content", value, err);
	return RC_OK;
}

static enum outcome
set_content_unit(struct context *context, const char *value, struct err *err)
{
	return unit_parse(value, context->row->item.content_unit, err);
}

static enum outcome
set_unit(struct context *context, const char *value, struct err *err)
{
	return unit_parse(value, context->row->item.unit, err);
}

static enum outcome
set_category(struct context *context, const char *value, struct err *err)
{
	struct item_row *item = &context->row->item;
	return clean(item->category, sizeof(item->category), value, "category", err);
}

static enum outcome
set_min_age(struct context *context, const char *value, struct err *err)
{
	int64_t years = 0;
	if (*value && !parse_whole(value, AGE_MAX, &years))
		return no_sense("min_age", value, err);
	context->row->item.min_age = (int)years;
	return RC_OK;
}

static enum outcome
set_deposit_item(struct context *context, const char *value, struct err *err)
{
	struct item_row *item = &context->row->item;
	enum outcome outcome =
	        clean(item->deposit_item, sizeof(item->deposit_item), value, "deposit_item", err);
	if (!outcome && *item->deposit_item && strcmp(item->deposit_item, item->number) == 0)
		return err_set(err, RC_REFUSED, _("an item cannot be its own deposit"));
	return outcome;
}

static enum outcome
set_reorder_level(struct context *context, const char *value, struct err *err)
{
	int64_t *level = &context->row->item.reorder_level_milli;
	*level = 0;
	if (*value && (qty_parse(value, level, NULL) || *level < 0))
		return no_sense("reorder_level", value, err);
	return RC_OK;
}

static enum outcome
set_max_quantity(struct context *context, const char *value, struct err *err)
{
	int64_t *most = &context->row->item.max_qty_milli;
	*most = 0;
	if (*value && (qty_parse(value, most, NULL) || *most < 0))
		return no_sense("max_quantity", value, err);
	return RC_OK;
}

/* What its container weighs, in the item's unit. */
static enum outcome
set_tare(struct context *context, const char *value, struct err *err)
{
	int64_t *tare = &context->row->item.tare_milli;
	*tare = 0;
	if (*value && (qty_parse(value, tare, NULL) || *tare < 0))
		return no_sense("tare", value, err);
	return RC_OK;
}

static enum outcome
set_yes_no(const char *column, const char *value, bool *out, struct err *err)
{
	bool yes = strcasecmp(value, "yes") == 0 || strcmp(value, "1") == 0;
	if (!yes && *value && strcasecmp(value, "no") != 0 && strcmp(value, "0") != 0)
		return no_sense(column, value, err);
	*out = yes;
	return RC_OK;
}

static enum outcome
set_zero_price(struct context *context, const char *value, struct err *err)
{
	return set_yes_no("zero_price", value, &context->row->item.zero_price_allowed, err);
}

static enum outcome
set_retired(struct context *context, const char *value, struct err *err)
{
	return set_yes_no("retired", value, &context->row->item.retired, err);
}

static const struct {
	const char *name;
	field_fn *set;
} columns[IMPORT_COLUMNS] = {
	[COL_NUMBER] = { "number", NULL },
	[COL_PLU] = { "plu", set_plu },
	[COL_NAME] = { "name", set_name },
	[COL_GTINS] = { "gtins", set_gtins },
	[COL_DEPARTMENT] = { "department", set_department },
	[COL_PRICE] = { "price", set_price },
	[COL_TAXES] = { "taxes", set_taxes },
	[COL_UNIT] = { "unit", set_unit },
	[COL_COST] = { "cost", set_cost },
	[COL_CATEGORY] = { "category", set_category },
	[COL_MIN_AGE] = { "min_age", set_min_age },
	[COL_DEPOSIT_ITEM] = { "deposit_item", set_deposit_item },
	[COL_REORDER_LEVEL] = { "reorder_level", set_reorder_level },
	[COL_MAX_QUANTITY] = { "max_quantity", set_max_quantity },
	[COL_ZERO_PRICE] = { "zero_price", set_zero_price },
	[COL_RETIRED] = { "retired", set_retired },
	[COL_TAXES_EAT_IN] = { "taxes_eat_in", set_taxes_eat_in },
	[COL_TAXES_TAKE_AWAY] = { "taxes_take_away", set_taxes_take_away },
	[COL_CONTENT] = { "content", set_content },
	[COL_CONTENT_UNIT] = { "content_unit", set_content_unit },
	[COL_TARE] = { "tare", set_tare },
};

const char *
import_column_name(enum import_column column)
{
	return columns[column].name;
}

/* ---- the header ---- */

static int
column_named(const char *name)
{
	int column = 0;
	while (column < IMPORT_COLUMNS && strcasecmp(columns[column].name, name) != 0)
		column++;
	return column;
}

static enum outcome
hint_columns(struct err *err)
{
	char list[200] = "";
	size_t length = 0;
	for (int i = 0; i < IMPORT_COLUMNS && length < sizeof(list); i++)
		length += (size_t)snprintf(list + length, sizeof(list) - length, " %s",
		                           columns[i].name);
	err_hint(err, _("columns are:%s"), list);
	return RC_REFUSED;
}

static enum outcome
refuse_missing(const char *name, struct err *err)
{
	err_set(err, RC_REFUSED, _("the column \"%s\" is missing"), name);
	return hint_columns(err);
}

enum outcome
import_columns(const struct csv *csv, int fields[static IMPORT_COLUMNS], struct err *err)
{
	for (int i = 0; i < IMPORT_COLUMNS; i++)
		fields[i] = -1;
	for (size_t i = 0; i < csv_columns(csv); i++) {
		const char *name = csv_column_name(csv, i);
		char shown[61];
		int column = column_named(name);
		text_cut(shown, sizeof(shown), name, 40);
		if (!*name)
			return err_set(err, RC_REFUSED, _("column %zu has no name"), i + 1);
		if (column == IMPORT_COLUMNS) {
			err_set(err, RC_REFUSED, _("the column \"%s\" is not known"), shown);
			return hint_columns(err);
		}
		if (fields[column] >= 0)
			return err_set(err, RC_REFUSED, _("the column \"%s\" is there twice"),
			               shown);
		fields[column] = (int)i;
	}
	if (fields[COL_NUMBER] < 0 && fields[COL_GTINS] < 0)
		return refuse_missing("number", err);
	for (int column = COL_NAME; column <= COL_PRICE; column += COL_PRICE - COL_NAME)
		if (fields[column] < 0)
			return refuse_missing(columns[column].name, err);
	return RC_OK;
}

/* ---- one row ---- */

enum outcome
import_number(const int fields[static IMPORT_COLUMNS], const char *const values[],
              char out[static ITEM_NUMBER_MAX], struct err *err)
{
	const char *number = fields[COL_NUMBER] >= 0 ? values[fields[COL_NUMBER]] : "";
	const char *gtins = fields[COL_GTINS] >= 0 ? values[fields[COL_GTINS]] : "";
	char first[ITEM_NUMBER_MAX];
	if (!*number) {
		gtins += strspn(gtins, " ");
		size_t length = strcspn(gtins, " *");
		text_copy(first, length < sizeof(first) ? length + 1 : sizeof(first), gtins);
		number = first;
	}
	enum outcome outcome = clean(out, ITEM_NUMBER_MAX, number, "number", err);
	if (outcome)
		return outcome;
	if (!*out)
		return err_set(err, RC_REFUSED, _("number and GTIN are missing"));
	if (strpbrk(out, " \"'"))
		return no_sense("number", number, err);
	return RC_OK;
}

/* Once more without the blanks around it, which say nothing; true if that is what was wrong. */
static bool
set_trimmed(struct context *context, field_fn *set, const char *value)
{
	char trimmed[NAME_MAX_BYTES];
	size_t length;
	value += strspn(value, " ");
	length = strlen(value);
	while (length > 0 && value[length - 1] == ' ')
		length--;
	if (length >= sizeof(trimmed))
		return false;
	memcpy(trimmed, value, length);
	trimmed[length] = '\0';
	return set(context, trimmed, NULL) == RC_OK;
}

void
import_fields(const struct import_shop *shop, const int fields[static IMPORT_COLUMNS],
              const char *const values[], const struct import_options *options,
              struct import_row *row, struct import_report *report, int64_t line)
{
	struct context context = { .shop = shop, .options = options, .row = row };
	struct item_row *item = &row->item;
	struct err why;
	bool priced = true;
	for (int i = 0; i < IMPORT_COLUMNS; i++) {
		if (fields[i] < 0 || !columns[i].set ||
		    columns[i].set(&context, values[fields[i]], &why) == RC_OK ||
		    set_trimmed(&context, columns[i].set, values[fields[i]]))
			continue;
		report_row(report, line, why.msg);
		priced &= i != COL_PRICE && i != COL_ZERO_PRICE;
	}
	if (!item->department && shop->department_count)
		item->department = shop->departments[0].number;
	if (priced && item->has_price && !item->price.e4 && !item->zero_price_allowed)
		report_row(report, line, _("price 0 needs \"yes\" in the column zero_price"));
	if (item->content_milli && !*item->content_unit)
		report_row(report, line, _("content needs a unit in the column content_unit"));
	if (item->tare_milli && !*item->unit)
		report_row(report, line, _("a tare needs goods that are weighed"));
}
