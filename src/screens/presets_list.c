/*
 * Presets: what nine keys ring up at once.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "screens/record.h"
#include "screens/setting_up.h"

static void
presets_load(struct table *table)
{
	struct preset_row *rows = alloc_zero(RECORDS_MAX, sizeof(*rows));
	size_t count = 0;

	record_add_new(table);
	if (catalogue_presets(table->screen.face->ledger, rows, RECORDS_MAX, &count, NULL))
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
	enum outcome outcome = record_clean(&form->fields[1], row.label, sizeof(row.label), err);

	if (!outcome)
		outcome = record_clean(&form->fields[2], row.command, sizeof(row.command), err);
	if (!outcome)
		outcome = command_parse(&command, row.command, false,
		                        face->settings->currency.exponent, err);
	if (outcome)
		return outcome;
	setting_up_entry(face, &entry, ENTRY_RECORD);
	return record_done(face, &entry, catalogue_put_preset(face->ledger, &row, &entry, err));
}

static void
presets_take(struct table *table, const struct table_row *marked)
{
	struct form_with form = { .submit = submit_preset };

	text_copy(form.title, sizeof(form.title),
	          marked->id < 0 ? _("New preset") : marked->cells[1]);
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
