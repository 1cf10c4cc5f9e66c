/*
 * Prices beyond the one of today: promotions, prices to come, labels for shelves and for goods that
 * must go.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "shop/markdown.h"
#include "reports/price_label.h"
#include "screens/record.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"

#define LABELS_MAX 5000
#define PRICES_SHOWN 500

/* ---- prices to come ---- */

static enum outcome
add_price(void *context, const struct price_row *price, struct err *err)
{
	struct table *table = context;
	const struct face *face = table->screen.face;
	struct item_row item = { 0 };
	struct when from = when_here(price->from_ms);
	char text[MONEY_TEXT_MAX], day[WHEN_TEXT_MAX], time[WHEN_TEXT_MAX];

	(void)err;
	if (table->list.count >= PRICES_SHOWN) {
		table->more = true;
		return RC_OK;
	}
	struct table_row *row = table_add(table, price->from_ms);
	catalogue_item(face->ledger, price->item, &item, NULL);
	text_copy(row->key, sizeof(row->key), price->item);
	table_cell(row, 0, "%s", price->item);
	table_cell(row, 1, "%s", item.name);
	if (item.has_price)
		table_cell(row, 2, "%s", unit_price_text(text, item.price, &face->settings->style));
	table_cell(row, 3, "%s",
	           price->has_price ? unit_price_text(text, price->price, &face->settings->style)
	                            : _("is asked"));
	table_cell(row, 4, "%s %s", when_text(day, from, face->settings->date_pattern),
	           when_text(time, from, "%H:%M"));
	return RC_OK;
}

static void
later_load(struct table *table)
{
	struct face *face = table->screen.face;

	catalogue_at(face->ledger, face_now(face).utc_ms);
	catalogue_each_price(face->ledger, add_price, table, NULL);
}

static enum outcome
submit_later(struct face *face, struct form_with *form, struct err *err)
{
	struct price_row row = { .from_ms = form->id, .has_price = true };
	char key[CODE_MAX + 24];
	struct entry entry;
	enum outcome outcome;

	setting_up_entry(face, &entry, ENTRY_RECORD);
	text_copy(row.item, sizeof(row.item), form->key);
	if (form->fields[0].value[0] == '\0') {
		snprintf(key, sizeof(key), "%s@%lld", form->key, (long long)form->id);
		outcome = catalogue_remove(face->ledger, "price", key, &entry, err);
		return record_done(face, &entry, outcome);
	}
	outcome = unit_price_parse(form->fields[0].value, face->settings->currency.exponent,
	                           &row.price, err);
	if (!outcome)
		outcome = catalogue_put_price(face->ledger, &row, &entry, err);
	return record_done(face, &entry, outcome);
}

static void
later_take(struct table *table, const struct table_row *marked)
{
	struct face *face = table->screen.face;
	struct number_style plain = number_plain(face->settings->currency.exponent);
	struct form_with form = { .submit = submit_later, .id = marked->id };
	struct price_row rows[64];
	char price[MONEY_TEXT_MAX] = "";
	size_t count = 0;

	text_copy(form.title, sizeof(form.title), marked->cells[1]);
	text_copy(form.key, sizeof(form.key), marked->key);
	form.about = _("Empty takes this price away; the one before it stays.");
	if (catalogue_prices(face->ledger, marked->key, rows, 64, &count, NULL) == RC_OK)
		for (size_t i = 0; i < count; i++)
			if (rows[i].from_ms == marked->id && rows[i].has_price)
				unit_price_text(price, rows[i].price, &plain);
	form_add(&form, _("Price"), FORM_AMOUNT, price)->optional = true;
	face_push(face, &form_screen, &form);
}

static const struct table_ops later_ops = {
	.title = N_("Prices to come"),
	.about = N_("They take effect by themselves; new ones come with the item or an import."),
	.empty = N_("No price will change."),
	.columns = {
		{ N_("Item"), 12, ALIGN_LEFT, 60 },
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("Now"), 10, ALIGN_RIGHT, 60 },
		{ N_("Then"), 10, ALIGN_RIGHT, 0 },
		{ N_("From"), 17, ALIGN_LEFT, 0 },
	},
	.load = later_load,
	.take = later_take,
};

static void
later_open(struct face *face)
{
	table_open(face, &later_ops, 0, NULL);
}

/* ---- labels ---- */

static bool
is_pdf(const char *path)
{
	size_t length = strlen(path);

	return length > 4 && strcmp(path + length - 4, ".pdf") == 0;
}

static enum outcome
write_labels(const char *path, const struct price_label labels[], size_t count, struct err *err)
{
	struct buf out = { 0 };
	FILE *file = fopen(path, "we");
	enum outcome outcome = RC_OK;

	if (!file)
		return err_system(err, "making %s", path);
	if (is_pdf(path))
		price_labels_pdf(labels, count, &out);
	else
		price_labels_text(labels, count, &out);
	if (fwrite(out.text, 1, out.length, file) != out.length)
		outcome = err_system(err, "writing %s", path);
	if (fclose(file) != 0 && !outcome)
		outcome = err_system(err, "writing %s", path);
	buf_done(&out);
	return outcome;
}

static void
say_written(struct face *face, size_t count, const char *path)
{
	char text[200];

	snprintf(text, sizeof(text),
	         ngettext("%zu label is in %.120s", "%zu labels are in %.120s", count), count,
	         path);
	face_note(face, text);
}

/* A name alone is in the till's folder. */
static char *
file_path(const struct face *face, const char *file)
{
	return strchr(file, '/') ? alloc_text(file)
	                         : alloc_format("%s/%s", ledger_folder(face->ledger), file);
}

static enum outcome
write_file(struct face *face, const char *file, const struct price_label labels[], size_t count,
           struct err *err)
{
	char *path = file_path(face, file);
	enum outcome outcome = write_labels(path, labels, count, err);

	if (!outcome)
		say_written(face, count, path);
	free(path);
	return outcome;
}

static enum outcome
submit_labels(struct face *face, struct form_with *form, struct err *err)
{
	const char *items = form->fields[1].value;
	struct price_label *labels = NULL;
	struct when since;
	day_number day = when_day(face_now(face));
	int64_t at = face_now(face).utc_ms;
	size_t count = 0;
	enum outcome outcome = day_parse_typed(form->fields[0].value, face->settings->date_pattern,
	                                       day_add(day, 366), &day, err);

	if (outcome)
		return outcome;
	since = when_local(day, 0);
	catalogue_at(face->ledger, since.utc_ms > at ? since.utc_ms : at);
	outcome = price_labels_find(face->ledger, face->settings, since.utc_ms,
	                            items[0] ? items : NULL, LABELS_MAX, &labels, &count, err);
	catalogue_at(face->ledger, at);
	if (!outcome && count == 0)
		outcome = err_set(err, RC_REFUSED, _("nothing changed since then"));
	if (!outcome)
		outcome = write_file(face, form->fields[2].value, labels, count, err);
	free(labels);
	return outcome;
}

static void
labels_open(struct face *face)
{
	struct form_with form = { .submit = submit_labels };
	char day[WHEN_TEXT_MAX];

	text_copy(form.title, sizeof(form.title), _("Price labels"));
	form.about = _("A sheet to cut up if the file ends in .pdf, else text.");
	form_add(&form, _("Changed since"), FORM_TEXT,
	         day_text(day, when_day(face_now(face)), face->settings->date_pattern));
	form_add(&form, _("Or these items"), FORM_TEXT, "")->optional = true;
	form_add(&form, _("File"), FORM_TEXT, "labels.pdf");
	face_push(face, &form_screen, &form);
}

static enum outcome
submit_reduced(struct face *face, struct form_with *form, struct err *err)
{
	struct markdown_row row = { .pieces = atoll(form->fields[4].value) };
	struct item_row item;
	struct entry entry;
	enum outcome outcome = unit_price_parse(form->fields[1].value,
	                                        face->settings->currency.exponent, &row.price, err);

	if (!outcome)
		outcome = record_clean(&form->fields[2], row.reason, sizeof(row.reason), err);
	if (!outcome)
		outcome = day_parse_typed(form->fields[3].value, face->settings->date_pattern,
		                          day_add(when_day(face_now(face)), 3650), &row.until, err);
	if (outcome)
		return outcome;
	setting_up_entry(face, &entry, ENTRY_RECORD);
	outcome = markdown_make(face->ledger, face->settings, form->fields[0].value, &row, &item,
	                        &entry, err);
	entry_done(&entry);
	if (outcome)
		return outcome;
	struct price_label *labels = alloc_zero((size_t)row.pieces, sizeof(*labels));
	for (int64_t i = 0; i < row.pieces; i++)
		price_label_reduce(&labels[i], face->settings, &item, &row);
	outcome = write_file(face, form->fields[5].value, labels, (size_t)row.pieces, err);
	free(labels);
	return outcome;
}

static void
reduced_open(struct face *face)
{
	struct form_with form = { .submit = submit_reduced };
	char day[WHEN_TEXT_MAX];

	text_copy(form.title, sizeof(form.title), _("Labels with a lower price"));
	form.about = _("For goods that must go; the till refuses them after their day.");
	form_add(&form, _("Item"), FORM_TEXT, "");
	form_add(&form, _("Lower price"), FORM_AMOUNT, "");
	form_add(&form, _("Why"), FORM_TEXT, _("near its date"));
	form_add(&form, _("Until"), FORM_TEXT,
	         day_text(day, when_day(face_now(face)), face->settings->date_pattern));
	form_add(&form, _("Labels"), FORM_NUMBER, "1");
	form_add(&form, _("File"), FORM_TEXT, "labels.pdf");
	face_push(face, &form_screen, &form);
}

/* ---- the rooms ---- */

static void
history_open(struct face *face)
{
	find_open(face, FIND_PRICES, "");
}

static const struct {
	const char *label;
	void (*open)(struct face *face);
} rooms[] = {
	{ N_("Promotions"), promotions_open },
	{ N_("Prices to come"), later_open },
	{ N_("Prices of an item"), history_open },
	{ N_("Price labels"), labels_open },
	{ N_("Labels with a lower price"), reduced_open },
};

static void
prices_load(struct table *table)
{
	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++)
		table_cell(table_add(table, (int64_t)i), 0, "%s", _(rooms[i].label));
}

static void
prices_take(struct table *table, const struct table_row *row)
{
	rooms[row->id].open(table->screen.face);
}

static const struct table_ops prices_ops = {
	.title = N_("Prices and promotions"),
	.numbers = true,
	.columns = { { "", 0, ALIGN_LEFT, 0 } },
	.load = prices_load,
	.take = prices_take,
};

void
prices_open(struct face *face)
{
	table_open(face, &prices_ops, 0, NULL);
}
