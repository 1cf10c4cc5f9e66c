/*
 * The devices of this till and how they are, as it changes.
 */
#include <config.h>

#include "base/gettext.h"
#include "screens/rooms.h"
#include "screens/table.h"

#define ROWS_MAX 64
#define ROW_ENROL ROWS_MAX

static const char *const role_labels[DEVICE_ROLES] = {
	[DEVICE_SCANNER] = N_("Scanner"),
	[DEVICE_PRINTER] = N_("Printer"),
	[DEVICE_DISPLAY] = N_("Display"),
};

static void
add_device(struct table *table, const struct device_row *device, int64_t id)
{
	const struct device_status *status = &device->status;
	struct table_row *row = table_add(table, id);

	row->strong = status->state > DEVICE_READY;
	row->dim = status->state == DEVICE_CONNECTING;
	table_cell(row, 0, "%s", _(role_labels[device->role]));
	table_cell(row, 1, "%s", status->name[0] ? status->name : device->address);
	table_cell(row, 2, "%s",
	           status->sentence[0] ? status->sentence : device_state_label(status->state));
}

static void
devices_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct device_row rows[ROWS_MAX];
	size_t count = counter_devices(face->counter, rows, ROWS_MAX);

	for (size_t i = 0; i < count; i++)
		add_device(table, &rows[i], (int64_t)i);
	table_cell(table_add(table, ROW_ENROL), 2, "%s", _("+ add a scanner that types"));
}

/* What to do about it. */
static void
devices_take(struct table *table, const struct table_row *row)
{
	struct face *face = table->screen.face;
	struct device_row rows[ROWS_MAX];
	size_t count = counter_devices(face->counter, rows, ROWS_MAX);

	if (row->id == ROW_ENROL)
		enrol_begin(face);
	else if ((size_t)row->id < count && rows[row->id].status.hint[0])
		face_note(face, rows[row->id].status.hint);
}

static const struct table_ops devices_ops = {
	.title = N_("Devices"),
	.about = N_("Enter tells what to do about one that is out of order."),
	.columns = {
		{ N_("Device"), 10, ALIGN_LEFT, 0 },
		{ N_("Which"), 26, ALIGN_LEFT, 0 },
		{ N_("How it is"), 0, ALIGN_LEFT, 0 },
	},
	.load = devices_load,
	.take = devices_take,
};

void
devices_open(struct face *face)
{
	table_open(face, &devices_ops, 0, NULL);
}
