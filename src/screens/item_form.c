#include <config.h>

#include "screens/item_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/gtin.h"
#include "ledger/sales.h"
#include "shop/items.h"
#include "shop/unit.h"
#include "screens/form.h"
#include "screens/setting_up.h"
#include "screens/table.h"
#include "screens/typed.h"

#define UNKNOWN_MAX 500
#define PRICES_MAX 64

/* The fields of an item's form, in their order. */
/* clang-format off */
enum item_field {
	OF_NUMBER, OF_NAME, OF_PRICE, OF_FROM, OF_DEPARTMENT, OF_CODES, OF_PLU, OF_UNIT, OF_TARE, OF_HOLDS,
	OF_TAXES, OF_EAT_IN, OF_TAKE_AWAY, OF_AGE, OF_DEPOSIT, OF_CATEGORY, OF_SOLD, ITEM_FIELDS
};
/* clang-format on */

static const char *const yes_no[] = { N_("yes"), N_("no"), NULL };

/* ---- codes: "4006381333931 20012345678*6" ---- */

static void
codes_text(const struct face *face, const char *number, char *out, size_t size)
{
	struct item_code_row codes[ITEM_CODES_MAX];
	size_t count = 0, at = 0;

	out[0] = '\0';
	if (catalogue_codes(face->ledger, number, codes, ITEM_CODES_MAX, &count, NULL))
		return;
	for (size_t i = 0; i < count && at + 24 < size; i++) {
		at += (size_t)snprintf(out + at, size - at, "%s%lld", i ? " " : "",
		                       (long long)codes[i].gtin);
		if (codes[i].pack > 1)
			at += (size_t)snprintf(out + at, size - at, "*%lld",
			                       (long long)codes[i].pack);
	}
}

static enum outcome
parse_codes(const char *text, const char *number, struct item_code_row codes[], size_t *count,
            struct err *err)
{
	char copy[FIELD_TEXT_MAX], *rest, *word;

	*count = 0;
	text_copy(copy, sizeof(copy), text);
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		struct item_code_row *code = &codes[*count];
		char *star = strchr(word, '*');
		enum outcome outcome;

		if (*count == ITEM_CODES_MAX)
			return err_set(err, RC_REFUSED, _("an item has at most %d codes"),
			               ITEM_CODES_MAX);
		memset(code, 0, sizeof(*code));
		code->pack = star ? atoll(star + 1) : 1;
		if (star)
			*star = '\0';
		outcome = gtin_parse(word, &code->gtin, err);
		if (outcome)
			return outcome;
		if (code->pack < 1)
			return err_set(err, RC_REFUSED, _("a pack holds at least one piece"));
		text_copy(code->item, sizeof(code->item), number);
		(*count)++;
	}
	return RC_OK;
}

/* ---- submitting ---- */

static enum outcome
take_text(const struct form_with *form, enum item_field field, char *out, size_t size,
          struct err *err)
{
	const char *value = form->fields[field].value;

	if (field != OF_NUMBER && field != OF_DEPOSIT && text_has_card_number(value))
		return err_set(err, RC_REFUSED,
		               _("this looks like a card number, which is never kept"));
	return text_clean(out, size, value, strlen(value), err);
}

static enum outcome
take_price(const struct face *face, const struct form_with *form, struct item_row *row,
           struct err *err)
{
	const char *value = form->fields[OF_PRICE].value;

	row->has_price = value[0] != '\0';
	return row->has_price ? unit_price_parse(value, face->settings->currency.exponent,
	                                         &row->price, err)
	                      : RC_OK;
}

/* "0.75 l" */
static enum outcome
take_holds(const char *value, struct item_row *row, struct err *err)
{
	size_t length = strcspn(value, " ");
	char number[24];

	row->content_milli = 0;
	row->content_unit[0] = '\0';
	if (!value[0])
		return RC_OK;
	text_copy(number, length < sizeof(number) ? length + 1 : sizeof(number), value);
	if (qty_parse(number, &row->content_milli, NULL) || row->content_milli <= 0 ||
	    !value[length])
		return err_set(err, RC_REFUSED, _("what it holds is written \"0.75 l\""));
	return unit_parse(value + length + 1, row->content_unit, err);
}

/* In what it is weighed in. */
static enum outcome
take_tare(const char *value, struct item_row *row, struct err *err)
{
	row->tare_milli = 0;
	return value[0] ? qty_parse(value, &row->tare_milli, err) : RC_OK;
}

static enum outcome
take_taxes(const struct form_with *form, struct item_row *row, struct err *err)
{
	enum outcome outcome = take_text(form, OF_TAXES, row->taxes, sizeof(row->taxes), err);

	if (!outcome)
		outcome = take_text(form, OF_EAT_IN, row->taxes_eat_in, sizeof(row->taxes_eat_in),
		                    err);
	if (!outcome)
		outcome = take_text(form, OF_TAKE_AWAY, row->taxes_take_away,
		                    sizeof(row->taxes_take_away), err);
	return outcome;
}

static enum outcome
fill_row(const struct face *face, const struct form_with *form, struct item_row *row,
         struct err *err)
{
	enum outcome outcome = take_text(form, OF_NUMBER, row->number, sizeof(row->number), err);

	if (!outcome)
		outcome = take_text(form, OF_NAME, row->name, sizeof(row->name), err);
	if (!outcome)
		outcome = take_price(face, form, row, err);
	if (!outcome)
		outcome = unit_parse(form->fields[OF_UNIT].value, row->unit, err);
	if (!outcome)
		outcome = take_holds(form->fields[OF_HOLDS].value, row, err);
	if (!outcome)
		outcome = take_tare(form->fields[OF_TARE].value, row, err);
	if (!outcome)
		outcome = take_taxes(form, row, err);
	if (!outcome)
		outcome = take_text(form, OF_DEPOSIT, row->deposit_item, sizeof(row->deposit_item),
		                    err);
	if (!outcome)
		outcome = take_text(form, OF_CATEGORY, row->category, sizeof(row->category), err);
	row->department = atoi(form->fields[OF_DEPARTMENT].value);
	row->plu = atoll(form->fields[OF_PLU].value);
	row->min_age = atoi(form->fields[OF_AGE].value);
	row->retired = form_choice(&form->fields[OF_SOLD]) != 0;
	return outcome;
}

/* From a day on: *later is its beginning; 0 is now. */
static enum outcome
take_from(const struct face *face, const struct form_with *form, int64_t *later, struct err *err)
{
	const char *value = form->fields[OF_FROM].value;
	day_number today = when_day(face_now(face)), day;
	struct when when;
	enum outcome outcome;

	*later = 0;
	if (!value[0])
		return RC_OK;
	if (when_parse(value, &when, NULL) == RC_OK) {
		*later = when.utc_ms;
	} else {
		outcome = day_parse_typed(value, face->settings->date_pattern, day_add(today, 3650),
		                          &day, err);
		if (outcome)
			return outcome;
		*later = when_local(day, 0).utc_ms;
	}
	if (*later <= face_now(face).utc_ms)
		return err_set(err, RC_REFUSED, _("this day has begun: leave it empty for now"));
	return RC_OK;
}

/* The price of today stays, the other one begins then. */
static enum outcome
put_later(struct face *face, const struct item_row *row, int64_t from_ms, struct err *err)
{
	struct price_row price = { .from_ms = from_ms,
		                   .has_price = row->has_price,
		                   .price = row->price };
	struct entry entry;
	enum outcome outcome;

	memcpy(price.item, row->number, sizeof(price.item));
	setting_up_entry(face, &entry, ENTRY_RECORD);
	outcome = catalogue_put_price(face->ledger, &price, &entry, err);
	entry_done(&entry);
	return outcome;
}

static enum outcome
write_item(struct face *face, struct item_row *row, const struct item_code_row codes[],
           size_t count, int64_t later, struct err *err)
{
	struct item_row before = { 0 }, now = *row;
	struct entry entry;
	enum outcome outcome;

	if (later && catalogue_item(face->ledger, row->number, &before, NULL) == RC_OK) {
		now.has_price = before.has_price;
		now.price = before.price;
	}
	setting_up_entry(face, &entry, ENTRY_RECORD);
	outcome = catalogue_put_item(face->ledger, &now, codes, count, &entry, err);
	entry_done(&entry);
	if (!outcome && later)
		outcome = put_later(face, row, later, err);
	return outcome;
}

static enum outcome
submit(struct face *face, struct form_with *form, struct err *err)
{
	struct item_code_row codes[ITEM_CODES_MAX];
	struct item_row row = { 0 }, other;
	int64_t later = 0;
	size_t count = 0;
	enum outcome outcome;

	catalogue_at(face->ledger, face_now(face).utc_ms);
	/* what the form does not show stays as it was */
	if (form->key[0])
		catalogue_item(face->ledger, form->key, &row, NULL);
	outcome = fill_row(face, form, &row, err);
	if (!outcome && strcmp(form->key, row.number) != 0 &&
	    catalogue_item(face->ledger, row.number, &other, NULL) == RC_OK)
		outcome = err_set(err, RC_REFUSED, _("number %s is %s already"), row.number,
		                  other.name);
	if (!outcome)
		outcome = item_check(face->ledger, face->settings, &row, err);
	if (!outcome)
		outcome = take_from(face, form, &later, err);
	if (!outcome)
		outcome = parse_codes(form->fields[OF_CODES].value, row.number, codes, &count, err);
	if (!outcome)
		outcome = write_item(face, &row, codes, count, later, err);
	if (outcome)
		return outcome;
	name_index_changed(till_names(face->till), &row);
	setting_up_done(face);
	face_note(face,
	          later ? _("the new price begins by itself") : _("the item is as shown now"));
	return RC_OK;
}

/* ---- opening ---- */

static void
add_number(struct form_with *form, const char *label, int64_t number)
{
	char text[24] = "";

	if (number)
		snprintf(text, sizeof(text), "%lld", (long long)number);
	form_add(form, label, FORM_NUMBER, text)->optional = true;
}

/* What it costs since when, before, and from when on, as a sentence; NULL there is none to tell. */
static const char *
price_history(const struct face *face, const char *number)
{
	static char sentence[200]; /* of the one form that is open */
	struct price_row rows[PRICES_MAX];
	const struct price_row *next = NULL, *last = NULL;
	struct price_row before;
	char price[MONEY_TEXT_MAX], day[WHEN_TEXT_MAX];
	const char *pattern = face->settings->date_pattern;
	int64_t now = face_now(face).utc_ms;
	size_t count = 0, length = 0;

	if (!number[0] || catalogue_prices(face->ledger, number, rows, PRICES_MAX, &count, NULL))
		return NULL;
	for (size_t i = count; i-- > 0;) {
		if (rows[i].from_ms <= now)
			last = &rows[i];
		else if (!next)
			next = &rows[i];
	}
	sentence[0] = '\0';
	if (last)
		length = (size_t)snprintf(
		        sentence, sizeof(sentence), _("this price since %s"),
		        day_text(day, when_day(when_here(last->from_ms)), pattern));
	if (last && length < sizeof(sentence) &&
	    price_before(face, number, rows, count, (size_t)(last - rows), &before) &&
	    before.has_price)
		length += (size_t)snprintf(
		        sentence + length, sizeof(sentence) - length, _(", before %s"),
		        unit_price_text(price, before.price, &face->settings->style));
	if (next && length < sizeof(sentence))
		snprintf(sentence + length, sizeof(sentence) - length, _("%s%s from %s"),
		         length ? "; " : "",
		         unit_price_text(price, next->price, &face->settings->style),
		         day_text(day, when_day(when_here(next->from_ms)), pattern));
	return sentence[0] ? sentence : NULL;
}

static void
open_form(struct face *face, const struct item_row *row, const char *codes)
{
	struct number_style plain = number_plain(face->settings->currency.exponent);
	struct form_with form = { .submit = submit };
	char price[MONEY_TEXT_MAX] = "", department[16] = "", holds[48] = "";
	char qty[QTY_TEXT_MAX], tare[QTY_TEXT_MAX] = "";

	text_copy(form.title, sizeof(form.title), row->name[0] ? row->name : _("New item"));
	text_copy(form.key, sizeof(form.key), row->number);
	if (row->has_price)
		unit_price_text(price, row->price, &plain);
	if (row->department)
		snprintf(department, sizeof(department), "%d", row->department);
	if (row->tare_milli)
		qty_text(tare, row->tare_milli, 0, &plain);
	if (row->content_milli)
		snprintf(holds, sizeof(holds), "%s %s",
		         qty_text(qty, row->content_milli, 0, &plain), row->content_unit);
	form.about = price_history(face, row->number);
	form_add(&form, _("Number"), FORM_TEXT, row->number)->room = ITEM_NUMBER_MAX - 1;
	form_add(&form, _("Name"), FORM_TEXT, row->name)->room = NAME_MAX_BYTES - 1;
	form_add(&form, _("Price"), FORM_AMOUNT, price)->optional = true;
	form_add(&form, _("Price from"), FORM_TEXT, "")->optional = true;
	form_add(&form, _("Department"), FORM_NUMBER, department);
	form_add(&form, _("Code"), FORM_TEXT, codes)->optional = true;
	add_number(&form, _("PLU"), row->plu);
	form_add(&form, _("Weighed in"), FORM_TEXT, row->unit)->optional = true;
	form_add(&form, _("Tare"), FORM_QTY, tare)->optional = true;
	form_add(&form, _("Holds"), FORM_TEXT, holds)->optional = true;
	form_add(&form, _("Taxes"), FORM_TEXT, row->taxes)->optional = true;
	form_add(&form, _("Taxes eaten in"), FORM_TEXT, row->taxes_eat_in)->optional = true;
	form_add(&form, _("Taxes taken away"), FORM_TEXT, row->taxes_take_away)->optional = true;
	add_number(&form, _("From age"), row->min_age);
	form_add(&form, _("Deposit item"), FORM_TEXT, row->deposit_item)->optional = true;
	form_add(&form, _("Category"), FORM_TEXT, row->category)->optional = true;
	form_add(&form, _("Sold"), FORM_CHOICE, yes_no[row->retired ? 1 : 0])->choices = yes_no;
	face_push(face, &form_screen, &form);
}

void
item_form_open(struct face *face, const char *number)
{
	struct item_row row = { 0 };
	char codes[FIELD_TEXT_MAX] = "";

	if (!setting_up_may(face, number[0] ? RIGHT_SETUP : RIGHT_NEW_ITEM))
		return;
	catalogue_at(face->ledger, face_now(face).utc_ms);
	if (number[0] && catalogue_item(face->ledger, number, &row, NULL) == RC_OK)
		codes_text(face, number, codes, sizeof(codes));
	open_form(face, &row, codes);
}

/* ---- codes that were sold without an item ---- */

static void
unknown_load(struct table *table)
{
	const struct face *face = table->screen.face;
	struct unknown_code *rows = alloc_zero(UNKNOWN_MAX, sizeof(*rows));
	size_t count = 0;
	char text[MONEY_TEXT_MAX];

	if (unknown_codes(face->ledger, rows, UNKNOWN_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, (int64_t)i);

		text_copy(row->key, sizeof(row->key), rows[i].code);
		table_cell(row, 0, "%s", rows[i].code);
		table_cell(row, 1, "%s", rows[i].name);
		table_cell(row, 2, "%lld", (long long)rows[i].times);
		table_cell(row, 3, "%s",
		           day_text(text, rows[i].last, face->settings->date_pattern));
		table_cell(row, 4, "%s",
		           unit_price_text(text, rows[i].price, &face->settings->style));
	}
	free(rows);
}

static void
unknown_take(struct table *table, const struct table_row *marked)
{
	struct face *face = table->screen.face;
	struct unknown_code *rows = alloc_zero(UNKNOWN_MAX, sizeof(*rows));
	struct item_row row = { .has_price = true };
	size_t count = 0;
	int64_t gtin;

	if (unknown_codes(face->ledger, rows, UNKNOWN_MAX, &count, NULL) == RC_OK &&
	    (size_t)marked->id < count) {
		const struct unknown_code *code = &rows[marked->id];

		text_copy(row.number, sizeof(row.number), code->code);
		row.department = code->department;
		row.price = code->price;
		open_form(face, &row,
		          gtin_parse(code->code, &gtin, NULL) == RC_OK ? code->code : "");
	}
	free(rows);
}

static const struct table_ops unknown_ops = {
	.title = N_("Codes to set up"),
	.about = N_("Sold by department because no item had this code."),
	.empty = N_("Every code that was sold has its item."),
	.columns = {
		{ N_("Code"), 20, ALIGN_LEFT, 0 },
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("Times"), 6, ALIGN_RIGHT, 50 },
		{ N_("Last"), 11, ALIGN_LEFT, 60 },
		{ N_("Price"), 11, ALIGN_RIGHT, 0 },
	},
	.load = unknown_load,
	.take = unknown_take,
};

void
unknown_codes_open(struct face *face)
{
	table_open(face, &unknown_ops, 0, NULL);
}
