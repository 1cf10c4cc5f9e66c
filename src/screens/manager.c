/*
 * The manager's menu: each room of it with how things stand there.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "ledger/people.h"
#include "ledger/sales.h"
#include "ledger/shifts.h"
#include "shop/setup.h"
#include "screens/consent.h"
#include "screens/item_form.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"
#include "screens/table.h"

#define MANY 1000

/* ---- what setting up needs ---- */

bool
setting_up_may(struct face *face, enum right right)
{
	char text[200];

	if (consent_holds(face, right))
		return true;
	snprintf(text, sizeof(text), _("%s may not %s"), face->view.person.name,
	         right_label(right));
	face_note(face, text);
	face_beep(face);
	return false;
}

void
setting_up_entry(const struct face *face, struct entry *entry, enum entry_kind kind)
{
	entry_init(entry, kind);
	till_header(face->till, entry);
	entry->approver = consent_approver(face);
}

void
setting_up_done(struct face *face)
{
	face_reload(face);
}

void
lines_to_row(char *text)
{
	for (; *text; text++)
		*text = *text == '\n' ? '|' : *text;
}

void
row_to_lines(char *text)
{
	for (; *text; text++)
		*text = *text == '|' ? '\n' : *text;
}

/* ---- how things stand ---- */

static void
say_count(struct table_row *row, int column, size_t count)
{
	if (count > 0)
		table_cell(row, column, "%zu", count);
}

static void
say_staff(struct face *face, struct table_row *row)
{
	struct staff_row *rows = alloc_zero(MANY, sizeof(*rows));
	size_t count = 0, here = 0;

	if (staff_list(face->ledger, rows, MANY, &count, NULL) == RC_OK) {
		for (size_t i = 0; i < count; i++)
			here += !rows[i].left;
	}
	say_count(row, 1, here);
	free(rows);
}

static void
say_items(struct face *face, struct table_row *row)
{
	say_count(row, 1, (size_t)catalogue_item_count(face->ledger));
}

static void
say_signed_on(struct face *face, struct table_row *row)
{
	table_cell(row, 1, "%s, %s", face->view.person.name, _(face->view.person.group));
}

static void
say_shift(struct face *face, struct table_row *row)
{
	char name[NAME_MAX_BYTES], at[WHEN_TEXT_MAX];

	if (face->view.shift_open)
		table_cell(row, 1, _("%s, since %s"),
		           face_staff_name(face, face->view.shift.staff, name),
		           when_text(at, face->view.shift.opened, "%H:%M"));
	else
		table_cell(row, 1, "%s", _("none is open"));
}

static void
say_baskets(struct face *face, struct table_row *row)
{
	struct suspended_row *rows = alloc_zero(MANY, sizeof(*rows));
	struct money sum = money_of(0);
	char text[MONEY_TEXT_MAX];
	size_t count = 0;

	if (suspended_list(face->ledger, face->view.training ? SERIES_TRAINING : SERIES_LIVE, rows,
	                   MANY, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++)
		sum = money_add(sum, rows[i].total);
	if (count > 0)
		table_cell(row, 1, "%zu, %s", count, face_money_symbol(face, sum, text));
	free(rows);
}

static void
say_papers(struct face *face, struct table_row *row)
{
	int count = counter_papers_waiting(face->counter);

	if (count > 0)
		table_cell(row, 1, "%d  %s", count, counter_printer_status(face->counter));
	row->strong = count > 0;
}

static void
say_devices(struct face *face, struct table_row *row)
{
	const char *trouble = counter_device_trouble(face->counter);

	if (trouble[0])
		table_cell(row, 1, "%s", trouble);
	row->strong = trouble[0] != '\0';
}

static void
say_codes(struct face *face, struct table_row *row)
{
	struct unknown_code *rows = alloc_zero(MANY, sizeof(*rows));
	size_t count = 0;

	if (unknown_codes(face->ledger, rows, MANY, &count, NULL) == RC_OK)
		say_count(row, 1, count);
	row->strong = count > 0;
	free(rows);
}

static void
say_drawer(struct face *face, struct table_row *row)
{
	struct money expected, limit = face->settings->pickup_limit;
	char text[MONEY_TEXT_MAX], more[MONEY_TEXT_MAX];
	enum series series = face->view.training ? SERIES_TRAINING : SERIES_LIVE;

	row->dim = !till_shows_expected(face->till);
	if (!face->view.shift_open || row->dim ||
	    shift_expected(face->ledger, series, face->view.shift.shift, &expected, NULL))
		return;
	row->strong = limit.minor > 0 && money_cmp(expected, limit) > 0;
	if (limit.minor > 0)
		table_cell(row, 1, _("%s; pickup from %s"), face_money_symbol(face, expected, text),
		           face_money_symbol(face, limit, more));
	else
		table_cell(row, 1, "%s", face_money_symbol(face, expected, text));
}

static void
say_backup(struct face *face, struct table_row *row)
{
	int64_t age_ms = counter_backup_age_ms(face->counter);
	int hours = (int)(age_ms / 3600000);

	if (counter_backup_status(face->counter)[0])
		table_cell(row, 1, "%s", counter_backup_status(face->counter));
	else if (age_ms < 0)
		table_cell(row, 1, "%s",
		           face->settings->backup_place[0] ? _("none yet") : _("no place is set"));
	else
		table_cell(row, 1, ngettext("%d hour ago", "%d hours ago", (unsigned long)hours),
		           hours);
}

static void
say_checklist(struct face *face, struct table_row *row)
{
	int done = 0;

	for (int i = 0; i < (int)SETUP_STEPS; i++)
		done += setup_step_done(face->ledger, (enum setup_step)i);
	if (ledger_is_live(face->ledger))
		table_cell(row, 1, "%s", _("the till is live"));
	else
		table_cell(row, 1, _("%d of %d done; not live yet"), done, (int)SETUP_STEPS);
	row->strong = !ledger_is_live(face->ledger);
}

static void
say_keys(struct face *face, struct table_row *row)
{
	row->strong = face->keymap_trouble.msg[0] != '\0';
	table_cell(row, 1, "%s", face->keymap_trouble.msg);
}

/* ---- rooms ---- */

static void
open_items(struct face *face)
{
	find_open(face, FIND_CHANGE, "");
}

static void
open_new_item(struct face *face)
{
	item_form_open(face, "");
}

static void
open_settings(struct face *face)
{
	settings_open(face, false, "");
}

static void
open_receipt(struct face *face)
{
	settings_open(face, true, "");
}

/* clang-format off */
static const struct {
	const char *label;
	enum right right;       /* RIGHT_COUNT: anybody */
	void (*open)(struct face *face);
	void (*say)(struct face *face, struct table_row *row);
} rooms[] = {
	{ N_("Checklist of a new shop"), RIGHT_SETUP, checklist_open, say_checklist },
	{ N_("Items"), RIGHT_SETUP, open_items, say_items },
	{ N_("New item"), RIGHT_NEW_ITEM, open_new_item, NULL },
	{ N_("Codes to set up"), RIGHT_NEW_ITEM, unknown_codes_open, say_codes },
	{ N_("Presets"), RIGHT_SETUP, presets_open, NULL },
	{ N_("Departments"), RIGHT_SETUP, departments_open, NULL },
	{ N_("Taxes"), RIGHT_SETUP, taxes_open, NULL },
	{ N_("Ways to pay"), RIGHT_SETUP, tenders_open, NULL },
	{ N_("Staff"), RIGHT_STAFF, staff_list_open, say_staff },
	{ N_("Receipt"), RIGHT_SETUP, open_receipt, NULL },
	{ N_("Settings"), RIGHT_SETUP, open_settings, NULL },
	{ N_("Keys"), RIGHT_SETUP, keys_open, say_keys },
	{ N_("Prices and promotions"), RIGHT_SETUP, prices_open, NULL },
	{ N_("Customers"), RIGHT_SETUP, customers_open, NULL },
	{ N_("Devices"), RIGHT_COUNT, devices_open, say_devices },
	{ N_("Papers not printed"), RIGHT_COUNT, papers_open, say_papers },
	{ N_("Baskets put aside"), RIGHT_COUNT, suspended_open, say_baskets },
	{ N_("Cash in the drawer"), RIGHT_COUNT, drawer_open, say_drawer },
	{ N_("Signed on"), RIGHT_COUNT, NULL, say_signed_on },
	{ N_("Shift"), RIGHT_COUNT, NULL, say_shift },
	{ N_("Last backup"), RIGHT_COUNT, NULL, say_backup },
};
/* clang-format on */

static void
manager_load(struct table *table)
{
	struct face *face = table->screen.face;

	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
		struct table_row *row = table_add(table, (int64_t)i);

		row->dim = rooms[i].right != RIGHT_COUNT &&
		           !face->view.person.rights[rooms[i].right].allowed;
		table_cell(row, 0, "%s", _(rooms[i].label));
		if (rooms[i].say && !row->dim)
			rooms[i].say(face, row);
	}
	if (counter_trouble(face->counter)[0])
		snprintf(table->note, sizeof(table->note), "%.*s", TABLE_CELL_MAX - 1,
		         counter_trouble(face->counter));
}

static void
manager_take(struct table *table, const struct table_row *row)
{
	struct face *face = table->screen.face;
	size_t index = (size_t)row->id;

	if (!rooms[index].open)
		face_beep(face);
	else if (rooms[index].right == RIGHT_COUNT)
		rooms[index].open(face);
	else
		consent_open(face, rooms[index].right, rooms[index].open);
}

static const struct table_ops manager_ops = {
	.title = N_("Manager"),
	.numbers = true,
	.columns = {
		{ "", 34, ALIGN_LEFT, 0 },
		{ "", 0, ALIGN_LEFT, 0 },
	},
	.load = manager_load,
	.take = manager_take,
};

void
manager_open(struct face *face)
{
	table_open(face, &manager_ops, 0, NULL);
}
