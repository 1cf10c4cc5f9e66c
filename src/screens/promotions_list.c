/*
 * Promotions in plain words: what, for which items, when, for whom; and a switch.  They are made
 * with an import, which takes the form of `ringup quote`.
 */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "checkout/promotion.h"
#include "screens/record.h"
#include "screens/setting_up.h"

enum { SWITCH = 1 };

/* RC_NOT_FOUND: it is gone. */
static enum outcome
find_row(const struct face *face, const char *name, struct promotion_row *row)
{
	struct promotion_row *rows = alloc_zero(RECORDS_MAX, sizeof(*rows));
	enum outcome outcome = RC_NOT_FOUND;
	size_t count = 0;

	if (catalogue_promotions(face->ledger, rows, RECORDS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count && outcome; i++) {
		if (strcmp(rows[i].name, name) == 0) {
			*row = rows[i];
			outcome = RC_OK;
		}
	}
	free(rows);
	return outcome;
}

/* ---- one of them ---- */

static void add_words(struct table *table, const char *label, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

static void
add_words(struct table *table, const char *label, const char *format, ...)
{
	struct table_row *row = table_add(table, 0);
	char text[TABLE_CELL_MAX];
	va_list rest;

	va_start(rest, format);
	vsnprintf(text, sizeof(text), format, rest);
	va_end(rest);
	table_cell(row, 0, "%s", label);
	table_cell(row, 1, "%s", text);
}

/* Items by their names, as many as fit; then the category. */
static void
add_target(struct table *table, const char *label, const struct promotion_target *target)
{
	const struct face *face = table->screen.face;
	const char *number = target->items;

	if (target->item_count == 0 && !target->category)
		add_words(table, label, "%s", _("everything"));
	for (int i = 0; i < target->item_count; i++, number += strlen(number) + 1) {
		struct item_row item = { 0 };

		if (i == 8) {
			add_words(table, "", _("and %d more"), target->item_count - i);
			break;
		}
		if (catalogue_item(face->ledger, number, &item, NULL))
			text_copy(item.name, sizeof(item.name), _("is not in the catalogue"));
		add_words(table, i ? "" : label, "%s  %.80s", number, item.name);
	}
	if (target->category)
		add_words(table, target->item_count ? "" : label, _("category %s"),
		          target->category);
}

static const char *
moment_text(const struct face *face, struct price_moment moment, char out[static 64])
{
	char day[WHEN_TEXT_MAX];

	day_text(day, moment.day, face->settings->date_pattern);
	if (moment.minute < 0)
		snprintf(out, 64, "%s", day);
	else
		snprintf(out, 64, "%s %02d:%02d", day, moment.minute / 60, moment.minute % 60);
	return out;
}

static void
add_days(struct table *table, unsigned days)
{
	static const char *const names[7] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
		                              N_("Fri"), N_("Sat"), N_("Sun") };
	char text[TABLE_CELL_MAX] = "";
	size_t length = 0;

	for (int i = 0; i < 7; i++)
		if (days & 1u << (i + 1))
			length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s",
			                           length ? " " : "", _(names[i]));
	add_words(table, _("Days"), "%s", text);
}

static void
add_times(struct table *table, const struct promotion_conditions *when)
{
	const struct face *face = table->screen.face;
	char text[64];

	if (when->from.day)
		add_words(table, _("From"), "%s", moment_text(face, when->from, text));
	if (when->until.day)
		add_words(table, _("Until"), "%s", moment_text(face, when->until, text));
	if (when->days)
		add_days(table, when->days);
	for (int i = 0; i < when->hour_count; i++)
		add_words(table, i ? "" : _("Hours"), "%02d:%02d - %02d:%02d",
		          when->hours[i].from / 60, when->hours[i].from % 60,
		          when->hours[i].until / 60, when->hours[i].until % 60);
}

static void
add_conditions(struct table *table, const struct promotion_conditions *when)
{
	const struct face *face = table->screen.face;
	const char *name = when->not_with;
	char text[MONEY_TEXT_MAX];

	if (when->min_qty)
		add_words(table, _("Only with"),
		          ngettext("%d piece", "%d pieces", (unsigned long)when->min_qty),
		          when->min_qty);
	if (when->has_counted)
		add_target(table, _("counted are"), &when->counted);
	if (when->has_min_subtotal)
		add_words(table, _("Only from"), "%s",
		          face_money_symbol(face, when->min_subtotal, text));
	if (when->has_min_net)
		add_words(table, _("Only from"), _("%s without tax"),
		          face_money_symbol(face, when->min_net, text));
	if (when->groups && when->groups[0])
		add_words(table, _("For the groups"), "%s", when->groups);
	if (when->usage_limit)
		add_words(table, _("At most"),
		          ngettext("%d time", "%d times", (unsigned long)when->usage_limit),
		          when->usage_limit);
	if (when->usage_limit_per_customer)
		add_words(table, _("Each customer"),
		          ngettext("%d time", "%d times",
		                   (unsigned long)when->usage_limit_per_customer),
		          when->usage_limit_per_customer);
	for (int i = 0; i < when->not_with_count; i++, name += strlen(name) + 1)
		add_words(table, i ? "" : _("Not with"), "%s", name);
}

static void
add_tiers(struct table *table, const struct promotion *promotion)
{
	const struct face *face = table->screen.face;
	char from[MONEY_TEXT_MAX], off[MONEY_TEXT_MAX];

	for (int i = 0; i < promotion->tier_count; i++) {
		const struct promotion_tier *tier = &promotion->tiers[i];

		if (promotion->effect == PROMOTION_TIER_FLAT)
			face_money_symbol(face, tier->amount, off);
		else
			number_text(off, sizeof(off), tier->percent_ppm, 4, 0,
			            &face->settings->style);
		add_words(table, i ? "" : _("Steps"),
		          promotion->effect == PROMOTION_TIER_FLAT ? _("from %s on: %s off")
		                                                   : _("from %s on: %s %% off"),
		          face_money_symbol(face, tier->from, from), off);
	}
}

static void
promotion_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct promotion_row row;
	struct promotion promotion;
	struct buf about = { 0 };
	struct table_row *on;
	struct err err = { 0 };

	if (find_row(face, table->key, &row))
		return;
	text_copy(table->note, sizeof(table->note), row.name);
	on = table_add(table, SWITCH);
	on->strong = true;
	table_cell(on, 0, "%s", row.active ? _("It is on") : _("It is off"));
	table_cell(on, 1, "%s",
	           row.active ? _("Enter switches it off") : _("Enter switches it on"));
	if (promotion_parse(&promotion, row.json, face->settings->currency.exponent, &err)) {
		add_words(table, _("Not read"), "%s", err.msg);
		return;
	}
	promotion_about(&promotion, &face->settings->style, &about);
	add_words(table, _("What"), "%s", about.text);
	add_tiers(table, &promotion);
	if (promotion.has_max_amount) {
		char text[MONEY_TEXT_MAX];

		add_words(table, _("At most"), "%s",
		          face_money_symbol(face, promotion.max_amount, text));
	}
	add_target(table, _("On"), &promotion.target);
	if (promotion.has_get_target)
		add_target(table, _("Free are"), &promotion.get_target);
	if (promotion.code[0])
		add_words(table, _("With the code"), "%s", promotion.code);
	add_times(table, &promotion.when);
	add_conditions(table, &promotion.when);
	buf_done(&about);
	promotion_done(&promotion);
}

static void
promotion_take(struct table *table, const struct table_row *marked)
{
	struct face *face = table->screen.face;
	struct promotion_row row;
	struct entry entry;
	struct err err = { 0 };

	if (marked->id != SWITCH || find_row(face, table->key, &row)) {
		face_beep(face);
		return;
	}
	row.active = !row.active;
	setting_up_entry(face, &entry, ENTRY_RECORD);
	if (record_done(face, &entry, catalogue_put_promotion(face->ledger, &row, &entry, &err)) &&
	    err.msg[0])
		face_error(face, &err);
	table_reload(table);
}

static const struct table_ops promotion_ops = {
	.title = N_("Promotion"),
	.columns = {
		{ "", 18, ALIGN_LEFT, 0 },
		{ "", 0, ALIGN_LEFT, 0 },
	},
	.load = promotion_load,
	.take = promotion_take,
};

/* ---- all of them ---- */

/* When, in a few words. */
static void
say_when(const struct face *face, const struct promotion *promotion, struct table_row *row)
{
	char text[64];

	if (promotion->when.until.day)
		table_cell(row, 2, _("until %s"), moment_text(face, promotion->when.until, text));
	else if (promotion->when.from.day)
		table_cell(row, 2, _("from %s"), moment_text(face, promotion->when.from, text));
	else if (promotion->when.days || promotion->when.hour_count)
		table_cell(row, 2, "%s", _("at times"));
	else
		table_cell(row, 2, "%s", _("always"));
}

static void
promotions_load(struct table *table)
{
	const struct face *face = table->screen.face;
	struct promotion_row *rows = alloc_zero(RECORDS_MAX, sizeof(*rows));
	size_t count = 0;

	if (catalogue_promotions(face->ledger, rows, RECORDS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, (int64_t)i);
		struct promotion promotion;
		struct buf about = { 0 };

		text_copy(row->key, sizeof(row->key), rows[i].name);
		row->dim = !rows[i].active;
		table_cell(row, 0, "%s", rows[i].name);
		table_cell(row, 3, "%s", rows[i].active ? _("on") : _("off"));
		if (promotion_parse(&promotion, rows[i].json, face->settings->currency.exponent,
		                    NULL)) {
			table_cell(row, 1, "%s", _("cannot be read"));
			continue;
		}
		promotion_about(&promotion, &face->settings->style, &about);
		table_cell(row, 1, "%s", about.text);
		say_when(face, &promotion, row);
		buf_done(&about);
		promotion_done(&promotion);
	}
	free(rows);
}

static void
promotions_take(struct table *table, const struct table_row *marked)
{
	table_open(table->screen.face, &promotion_ops, 0, marked->key);
}

static const struct table_ops promotions_ops = {
	.title = N_("Promotions"),
	.about = N_("Enter shows one of them, and switches it on and off."),
	.empty = N_("There are none: they come with ringup import promotions."),
	.columns = {
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("What"), 28, ALIGN_LEFT, 60 },
		{ N_("When"), 18, ALIGN_LEFT, 70 },
		{ "", 4, ALIGN_LEFT, 0 },
	},
	.load = promotions_load,
	.take = promotions_take,
};

void
promotions_open(struct face *face)
{
	table_open(face, &promotions_ops, 0, NULL);
}
