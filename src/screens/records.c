/*
 * The shop's small tables: departments, taxes, presets, ways to pay.  Each is a list and a form; a change is the
 * row and its entry in one.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "screens/form.h"
#include "screens/setting_up.h"
#include "screens/table.h"

#define ROWS_MAX 500
#define PPM_PER_PERCENT 10000

static const char *const yes_no[] = { N_("yes"), N_("no"), NULL };

static void
add_yes_no(struct form_with *form, const char *label, bool yes)
{
	form_add(form, label, FORM_CHOICE, yes_no[yes ? 0 : 1])->choices = yes_no;
}

static bool
is_yes(const struct form_field *field)
{
	return form_choice(field) == 0;
}

static const char *
plain(const struct face *face, struct money money, char out[static MONEY_TEXT_MAX])
{
	struct number_style style = number_plain(face->settings->currency.exponent);

	return money.minor ? money_text(out, money, &style) : strcpy(out, "");
}

static void
field_money(const struct face *face, const struct form_field *field, struct money *money)
{
	*money = money_of(0);
	if (field->value[0])
		money_parse(field->value, face->settings->currency.exponent, money, NULL);
}

static enum outcome
clean_name(const struct form_field *field, char *out, size_t size, struct err *err)
{
	if (text_has_card_number(field->value))
		return err_set(err, RC_REFUSED, _("this looks like a card number, which is never kept"));
	return text_clean(out, size, field->value, strlen(field->value), err);
}

static enum outcome
done(struct face *face, struct entry *entry, enum outcome outcome)
{
	entry_done(entry);
	if (!outcome)
		setting_up_done(face);
	return outcome;
}

static void
add_new(struct table *table)
{
	table_cell(table_add(table, -1), 1, "%s", _("+ new"));
}

/* ---- departments ---- */

static size_t
read_departments(const struct face *face, struct department_row *rows)
{
	size_t count = 0;

	return catalogue_departments(face->ledger, rows, ROWS_MAX, &count, NULL) ? 0 : count;
}

static void
departments_load(struct table *table)
{
	const struct face *face = table->screen.face;
	struct department_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows));
	size_t count = read_departments(face, rows);
	char text[MONEY_TEXT_MAX];

	add_new(table);
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, rows[i].number);

		table_cell(row, 0, "%d", rows[i].number);
		table_cell(row, 1, "%s", rows[i].name);
		table_cell(row, 2, "%s", rows[i].taxes);
		table_cell(row, 3, "%s", rows[i].open_ring ? _("yes") : _("no"));
		if (rows[i].max_price.minor)
			table_cell(row, 4, "%s", face_money(face, rows[i].max_price, text));
		if (rows[i].min_age)
			table_cell(row, 5, "%d", rows[i].min_age);
	}
	free(rows);
}

static enum outcome
submit_department(struct face *face, struct form_with *form, struct err *err)
{
	struct department_row row = { .number = atoi(form->fields[0].value) };
	struct entry entry;
	enum outcome outcome = clean_name(&form->fields[1], row.name, sizeof(row.name), err);

	if (row.number < 1 || row.number > 999)
		return err_set(err, RC_REFUSED, _("departments have numbers from 1 to 999"));
	if (!outcome)
		outcome = clean_name(&form->fields[2], row.taxes, sizeof(row.taxes), err);
	if (outcome)
		return outcome;
	row.open_ring = is_yes(&form->fields[3]);
	field_money(face, &form->fields[4], &row.min_price);
	field_money(face, &form->fields[5], &row.max_price);
	row.min_age = atoi(form->fields[6].value);
	setting_up_entry(face, &entry, ENTRY_RECORD);
	return done(face, &entry, catalogue_put_department(face->ledger, &row, &entry, err));
}

static void
departments_take(struct table *table, const struct table_row *marked)
{
	struct face *face = table->screen.face;
	struct department_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows)), row = { .open_ring = true };
	struct form_with form = { .submit = submit_department };
	size_t count = read_departments(face, rows);
	char text[MONEY_TEXT_MAX], number[16] = "";

	for (size_t i = 0; i < count; i++) {
		if (rows[i].number == marked->id)
			row = rows[i];
	}
	free(rows);
	if (row.number)
		snprintf(number, sizeof(number), "%d", row.number);
	text_copy(form.title, sizeof(form.title), row.number ? row.name : _("New department"));
	form_add(&form, _("Number"), FORM_NUMBER, number);
	form_add(&form, _("Name"), FORM_TEXT, row.name);
	form_add(&form, _("Taxes"), FORM_TEXT, row.taxes);
	add_yes_no(&form, _("Rung by amount"), row.open_ring);
	form_add(&form, _("Lowest amount"), FORM_AMOUNT, plain(face, row.min_price, text))->optional = true;
	form_add(&form, _("Highest amount"), FORM_AMOUNT, plain(face, row.max_price, text))->optional = true;
	snprintf(number, sizeof(number), row.min_age ? "%d" : "", row.min_age);
	form_add(&form, _("From age"), FORM_NUMBER, number)->optional = true;
	face_push(face, &form_screen, &form);
}

static const struct table_ops departments_ops = {
	.title = N_("Departments"),
	.columns = {
		{ N_("No"), 5, ALIGN_RIGHT, 0 },
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("Taxes"), 8, ALIGN_LEFT, 0 },
		{ N_("By amount"), 10, ALIGN_LEFT, 60 },
		{ N_("Up to"), 12, ALIGN_RIGHT, 70 },
		{ N_("Age"), 5, ALIGN_RIGHT, 70 },
	},
	.load = departments_load,
	.take = departments_take,
};

void
departments_open(struct face *face)
{
	table_open(face, &departments_ops, 0, NULL);
}

/* ---- taxes ---- */

static void
percent_text(int64_t ppm, char *out, size_t size)
{
	int64_t rest = ppm % PPM_PER_PERCENT;
	char decimals[8];
	size_t length;

	snprintf(decimals, sizeof(decimals), "%04d", (int)rest);
	length = strlen(decimals);
	while (length > 0 && decimals[length - 1] == '0')
		decimals[--length] = '\0';
	snprintf(out, size, "%lld%s%s", (long long)(ppm / PPM_PER_PERCENT), length ? "." : "", decimals);
}

static void
taxes_load(struct table *table)
{
	struct tax_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows));
	size_t count = 0;
	char text[48];

	add_new(table);
	if (catalogue_taxes(table->screen.face->ledger, rows, ROWS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, (int64_t)i);

		table_cell(row, 0, "%s", rows[i].code);
		table_cell(row, 1, "%s", rows[i].name);
		percent_text(rows[i].rate_ppm, text, sizeof(text));
		if (rows[i].kind != TAX_FIXED)
			table_cell(row, 2, "%s %%", text);
		table_cell(row, 3, "%s", rows[i].included ? _("in the price") : _("added"));
		if (rows[i].from)
			table_cell(row, 4, "%s", day_text(text, rows[i].from, table->screen.face->settings->date_pattern));
	}
	free(rows);
}

/* A percentage with up to four decimals. */
static enum outcome
parse_percent(const char *text, int64_t *ppm, struct err *err)
{
	struct money parsed;
	enum outcome outcome = money_parse(text, 4, &parsed, err);

	if (!outcome && (parsed.minor < 0 || parsed.minor > 100 * PPM_PER_PERCENT))
		outcome = err_set(err, RC_REFUSED, _("a rate is from 0 to 100 percent"));
	if (!outcome)
		*ppm = parsed.minor;
	return outcome;
}

static enum outcome
submit_tax(struct face *face, struct form_with *form, struct err *err)
{
	struct tax_row row = { .kind = TAX_PERCENT, .affected = true, .order = (int)form->id };
	struct entry entry;
	enum outcome outcome = clean_name(&form->fields[0], row.code, sizeof(row.code), err);

	if (!outcome)
		outcome = clean_name(&form->fields[1], row.name, sizeof(row.name), err);
	if (!outcome)
		outcome = parse_percent(form->fields[2].value, &row.rate_ppm, err);
	if (!outcome && form->fields[4].value[0])
		outcome = day_parse_typed(form->fields[4].value, face->settings->date_pattern, when_day(face_now(face)),
		                          &row.from, err);
	if (outcome)
		return outcome;
	row.included = is_yes(&form->fields[3]);
	setting_up_entry(face, &entry, ENTRY_RECORD);
	return done(face, &entry, catalogue_put_tax(face->ledger, &row, &entry, err));
}

static void
taxes_take(struct table *table, const struct table_row *marked)
{
	struct face *face = table->screen.face;
	struct tax_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows)), row = { .included = face->settings->prices_with_tax };
	struct form_with form = { .submit = submit_tax };
	size_t count = 0;
	char text[48] = "";

	if (catalogue_taxes(face->ledger, rows, ROWS_MAX, &count, NULL) == RC_OK && marked->id >= 0 &&
	    (size_t)marked->id < count)
		row = rows[marked->id];
	free(rows);
	if (row.kind != TAX_PERCENT) {
		face_note(face, _("taxes of this kind come with an import"));
		face_beep(face);
		return;
	}
	form.id = row.order ? row.order : (int)count + 1;
	text_copy(form.title, sizeof(form.title), row.code[0] ? row.name : _("New tax"));
	form.about = _("A new rate from a day on is a new row with the same letter.");
	form_add(&form, _("Letter"), FORM_TEXT, row.code)->room = TAX_CODE_MAX - 1;
	form_add(&form, _("Name on receipts"), FORM_TEXT, row.name);
	if (row.code[0])
		percent_text(row.rate_ppm, text, sizeof(text));
	form_add(&form, _("Percent"), FORM_TEXT, text);
	add_yes_no(&form, _("In the price"), row.included);
	form_add(&form, _("From day"), FORM_TEXT,
	         row.from ? day_text(text, row.from, face->settings->date_pattern) : "")->optional = true;
	face_push(face, &form_screen, &form);
}

static const struct table_ops taxes_ops = {
	.title = N_("Taxes"),
	.columns = {
		{ "", 5, ALIGN_LEFT, 0 },
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("Rate"), 10, ALIGN_RIGHT, 0 },
		{ "", 14, ALIGN_LEFT, 60 },
		{ N_("From day"), 12, ALIGN_LEFT, 60 },
	},
	.load = taxes_load,
	.take = taxes_take,
};

void
taxes_open(struct face *face)
{
	table_open(face, &taxes_ops, 0, NULL);
}

/* ---- presets ---- */

static void
presets_load(struct table *table)
{
	struct preset_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows));
	size_t count = 0;

	add_new(table);
	if (catalogue_presets(table->screen.face->ledger, rows, ROWS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, rows[i].number);

		text_copy(row->key, sizeof(row->key), rows[i].command);
		table_cell(row, 0, "%d", rows[i].number);
		table_cell(row, 1, "%s", rows[i].label);
		table_cell(row, 2, "%s", rows[i].command);
	}
	free(rows);
}

static enum outcome
submit_preset(struct face *face, struct form_with *form, struct err *err)
{
	struct preset_row row = { .number = atoi(form->fields[0].value) };
	struct command command;
	struct entry entry;
	enum outcome outcome = clean_name(&form->fields[1], row.label, sizeof(row.label), err);

	if (!outcome)
		outcome = clean_name(&form->fields[2], row.command, sizeof(row.command), err);
	if (!outcome)
		outcome = command_parse(&command, row.command, false, face->settings->currency.exponent, err);
	if (outcome)
		return outcome;
	setting_up_entry(face, &entry, ENTRY_RECORD);
	return done(face, &entry, catalogue_put_preset(face->ledger, &row, &entry, err));
}

static void
presets_take(struct table *table, const struct table_row *marked)
{
	struct form_with form = { .submit = submit_preset };

	text_copy(form.title, sizeof(form.title), marked->id < 0 ? _("New preset") : marked->cells[1]);
	form.about = _("What it rings is a command: item 4011, or open 2 3.50.");
	form_add(&form, _("Number"), FORM_NUMBER, marked->cells[0]);
	form_add(&form, _("Label"), FORM_TEXT, marked->id < 0 ? "" : marked->cells[1]);
	form_add(&form, _("Command"), FORM_TEXT, marked->id < 0 ? "item " : marked->key);
	face_push(table->screen.face, &form_screen, &form);
}

static const struct table_ops presets_ops = {
	.title = N_("Presets"),
	.columns = {
		{ N_("No"), 5, ALIGN_RIGHT, 0 },
		{ N_("Label"), 24, ALIGN_LEFT, 0 },
		{ N_("Command"), 0, ALIGN_LEFT, 0 },
	},
	.load = presets_load,
	.take = presets_take,
};

void
presets_open(struct face *face)
{
	table_open(face, &presets_ops, 0, NULL);
}

/* ---- ways to pay ---- */

static const char *const over_labels[] = {
	[OVER_CHANGE] = N_("change"), [OVER_EXACT] = N_("exact"), [OVER_TIP] = N_("tip"),
	[OVER_KEEP_REST] = N_("rest stays"), NULL,
};

static size_t
read_tenders(const struct face *face, struct tender_row *rows)
{
	size_t count = 0;

	return catalogue_tenders(face->ledger, rows, ROWS_MAX, &count, NULL) ? 0 : count;
}

static void
tenders_load(struct table *table)
{
	struct tender_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows));
	size_t count = read_tenders(table->screen.face, rows);

	add_new(table);
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, (int64_t)i);

		row->dim = rows[i].retired;
		table_cell(row, 0, "%s", rows[i].kind);
		table_cell(row, 1, "%s", rows[i].label);
		table_cell(row, 2, "%s", _(over_labels[rows[i].over]));
		table_cell(row, 3, "%s", rows[i].counted ? _("yes") : "");
		table_cell(row, 4, "%s", rows[i].refundable ? _("yes") : "");
	}
	free(rows);
}

static enum outcome
submit_tender(struct face *face, struct form_with *form, struct err *err)
{
	struct tender_row row = { .order = (int)form->id };
	struct entry entry;
	enum outcome outcome = clean_name(&form->fields[0], row.kind, sizeof(row.kind), err);

	if (!outcome)
		outcome = clean_name(&form->fields[1], row.label, sizeof(row.label), err);
	if (outcome)
		return outcome;
	if (strchr(row.kind, ' ') || !row.kind[0])
		return err_set(err, RC_REFUSED, _("the kind is one short word"));
	row.over = (enum over_tender)form_choice(&form->fields[2]);
	field_money(face, &form->fields[3], &row.max_change);
	row.opens_drawer = is_yes(&form->fields[4]);
	row.counted = is_yes(&form->fields[5]);
	row.needs_reference = is_yes(&form->fields[6]);
	row.refundable = is_yes(&form->fields[7]);
	row.retired = !is_yes(&form->fields[8]);
	setting_up_entry(face, &entry, ENTRY_RECORD);
	return done(face, &entry, catalogue_put_tender(face->ledger, &row, &entry, err));
}

static void
tenders_take(struct table *table, const struct table_row *marked)
{
	struct face *face = table->screen.face;
	struct tender_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows)), row = { .over = OVER_EXACT, .counted = true };
	struct form_with form = { .submit = submit_tender };
	size_t count = read_tenders(face, rows);
	char text[MONEY_TEXT_MAX];

	if (marked->id >= 0 && (size_t)marked->id < count)
		row = rows[marked->id];
	free(rows);
	form.id = row.kind[0] ? row.order : (int)count + 1;
	text_copy(form.title, sizeof(form.title), row.kind[0] ? row.label : _("New way to pay"));
	form_add(&form, _("Kind"), FORM_TEXT, row.kind)->room = TENDER_KIND_MAX - 1;
	form_add(&form, _("Name"), FORM_TEXT, row.label);
	form_add(&form, _("More than is due"), FORM_CHOICE, over_labels[row.over])->choices = over_labels;
	form_add(&form, _("Change up to"), FORM_AMOUNT, plain(face, row.max_change, text))->optional = true;
	add_yes_no(&form, _("Opens the drawer"), row.opens_drawer);
	add_yes_no(&form, _("Counted at close"), row.counted);
	add_yes_no(&form, _("Asks a reference"), row.needs_reference);
	add_yes_no(&form, _("Refunds go to it"), row.refundable);
	add_yes_no(&form, _("In use"), !row.retired);
	face_push(face, &form_screen, &form);
}

static const struct table_ops tenders_ops = {
	.title = N_("Ways to pay"),
	.columns = {
		{ N_("Kind"), 16, ALIGN_LEFT, 0 },
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("More than due"), 14, ALIGN_LEFT, 60 },
		{ N_("Counted"), 8, ALIGN_LEFT, 70 },
		{ N_("Refunds"), 8, ALIGN_LEFT, 70 },
	},
	.load = tenders_load,
	.take = tenders_take,
};

void
tenders_open(struct face *face)
{
	table_open(face, &tenders_ops, 0, NULL);
}
