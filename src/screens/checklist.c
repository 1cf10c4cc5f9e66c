/*
 * The checklist of a new shop: left and taken up again at any time, and at its end the step that
 * cannot be undone, "go live".
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "shop/setup.h"
#include "screens/chooser.h"
#include "screens/form.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"
#include "screens/table.h"

#define TAXES_SHOWN 8

struct key_test {
	struct screen screen;
	char rows[8][64];
	int count;
	bool leaving; /* Esc came once */
};

/* ---- the keyboard ---- */

static void
say_key(struct key_test *test, const char *text)
{
	if (test->count == 8) {
		memmove(test->rows[0], test->rows[1], sizeof(test->rows) - sizeof(test->rows[0]));
		test->count--;
	}
	snprintf(test->rows[test->count++], sizeof(test->rows[0]), "%s", text);
}

static void
key_test_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	const struct key_test *test = (const struct key_test *)screen;
	int row = room.row + 1, col = room.col + 3, cols = room.cols - 6;

	canvas_put(canvas, row, col, cols, INK_STRONG, _("Keyboard and scanner test"));
	row += 1 + canvas_wrap(canvas, (struct area){ row + 1, col, 3, cols }, INK_DIM,
	                       _("Press keys: digits of the number block must come out as digits "
	                         "(NumLock on), F1 to F12 by "
	                         "their names. Scan something: it must come out as one scan. Esc "
	                         "twice leaves."));
	row++;
	for (int i = 0; i < test->count && row < room.row + room.rows; i++, row++)
		canvas_put(canvas, row, col, cols, i == test->count - 1 ? INK_STRONG : INK_BODY,
		           test->rows[i]);
	canvas_cursor(canvas, row, col);
}

/* What a number block sends in the place of digits. */
static bool
is_of_number_block(const struct key *key)
{
	return key->mods == 0 && (key->cap == CAP_INSERT || key->cap == CAP_DELETE ||
	                          key->cap == CAP_END || key->cap == CAP_MIDDLE);
}

static enum reaction
key_test_key(struct screen *screen, const struct key *key)
{
	struct key_test *test = (struct key_test *)screen;
	char name[KEY_TEXT_MAX], text[64];

	if (key->cap == CAP_ESC && test->leaving) {
		face_pop(screen->face, screen);
		return REACT_DONE;
	}
	test->leaving = key->cap == CAP_ESC;
	if (is_of_number_block(key))
		snprintf(text, sizeof(text), _("%s: from the number block it means NumLock is off"),
		         key_text(key, name));
	else
		snprintf(text, sizeof(text), "%s", key_text(key, name));
	say_key(test, text);
	return REACT_DONE;
}

static enum reaction
key_test_scan(struct screen *screen, const struct scan *scan)
{
	char text[64];

	snprintf(text, sizeof(text), _("scan: %.40s"), scan->data);
	say_key((struct key_test *)screen, text);
	return REACT_DONE;
}

static const struct screen_ops key_test_screen = {
	.name = "key-test",
	.title = N_("Keyboard test"),
	.size = sizeof(struct key_test),
	.text = true,
	.draw = key_test_draw,
	.key = key_test_key,
	.scan = key_test_scan,
};

static void
test_keyboard(struct face *face)
{
	face_push(face, &key_test_screen, NULL);
}

/* ---- the printer ---- */

static void
test_printer(struct face *face)
{
	struct printout printout;
	struct err err;

	if (strcmp(face->settings->printer, "none") == 0 || !face->settings->printer[0]) {
		face_note(face, _("no printer is set: choose it among the receipt's settings"));
		settings_open(face, true, "printer");
		return;
	}
	printout_init(&printout);
	printout_text(&printout, ALIGN_CENTRE, STYLE_LARGE, face->settings->name);
	printout_rule(&printout, 0);
	printout_columns(&printout, 0, _("Printer test"), "äöüß é ñ € £ 0123456789");
	printout_barcode(&printout, "4006381333931");
	printout_drawer(&printout);
	printout_cut(&printout);
	if (counter_print(face->counter, PRINTER_RECEIPT, &printout, &err))
		face_error(face, &err);
	else
		face_note(face, _("a test is on its way; the drawer should open"));
	printout_done(&printout);
}

/* ---- steps ---- */

static void
open_cash(struct face *face)
{
	settings_open(face, false, "pickup-limit");
}

static void
open_backup(struct face *face)
{
	settings_open(face, false, "backup-place");
}

static void
open_address(struct face *face)
{
	settings_open(face, true, "address");
}

static void
open_receipt(struct face *face)
{
	settings_open(face, true, "receipt-head");
}

static void
practise(struct face *face)
{
	bool begins = !face->view.training;
	struct err err;

	if (till_may(face->till, CMD_TRAINING, &err))
		face_error(face, &err);
	else if (face_do_line(face, begins ? "training on" : "training off") == RC_OK && begins)
		face_note(face, _("leave with Esc, open a shift, sell and close: nothing counts"));
}

/* clang-format off */
static const struct {
	const char *label, *about;
	void (*open)(struct face *face);
} steps[SETUP_STEPS] = {
	[STEP_ADDRESS] = { N_("Address and tax number"), N_("as they stand on receipts"),
		open_address },
	[STEP_TAX] = { N_("Taxes"), N_("rates, and prices with or without tax"), taxes_open },
	[STEP_DEPARTMENTS] = { N_("Departments"), N_("names, taxes and limits"), departments_open },
	[STEP_STAFF] = { N_("Staff"), N_("everybody chooses a PIN at the first sign-on"),
		staff_list_open },
	[STEP_FLOAT] = { N_("Cash"), N_("notes, float and the limit of the drawer"), open_cash },
	[STEP_RECEIPT] = { N_("Receipt"), N_("head and foot, beside the paper"), open_receipt },
	[STEP_KEYBOARD] = { N_("Keyboard and scanner"), N_("NumLock, function keys, a scan"),
		test_keyboard },
	[STEP_DEVICES] = { N_("Printer and drawer"), N_("prints a test and opens the drawer"),
		test_printer },
	[STEP_BACKUP] = { N_("Backup"), N_("a place outside this machine"), open_backup },
	[STEP_RECOVERY] = { N_("Recovery sheet"), N_("it was shown once; is it kept in a safe place?"),
		NULL },
	[STEP_PRACTICE] = { N_("Practice"), N_("training on or off: nothing counts"), practise },
	[STEP_LIVE] = { N_("Go live"), N_("fixes the currency and the till's number"),
		NULL },
};
/* clang-format on */

static void
checklist_load(struct table *table)
{
	struct ledger *ledger = table->screen.face->ledger;

	for (int i = 0; i < (int)SETUP_STEPS; i++) {
		struct table_row *row = table_add(table, i);
		bool done = setup_step_done(ledger, (enum setup_step)i);

		row->dim = done;
		table_cell(row, 0, "%s", done ? "✓" : "·");
		table_cell(row, 1, "%s", _(steps[i].label));
		table_cell(row, 2, "%s", _(steps[i].about));
	}
}

static void
set_step(struct face *face, enum setup_step step, bool done)
{
	struct entry entry;
	struct err err;

	if (step == STEP_LIVE && face->view.training) {
		err_set(&err, RC_REFUSED, _("this is training: end it first"));
		err_hint(&err, "training");
		face_error(face, &err);
		return;
	}
	setting_up_entry(face, &entry, step == STEP_LIVE ? ENTRY_LIVE : ENTRY_SETTING);
	if (setup_step_set(face->ledger, step, done, &entry, &err))
		face_error(face, &err);
	entry_done(&entry);
	setting_up_done(face);
}

enum { DO_OPEN = 1, DO_DONE, DO_NOT_DONE };

static void
take_step(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	enum setup_step step = (enum setup_step)(chooser->words[0] - 'A');

	if (choice->id == DO_OPEN)
		steps[step].open(face);
	else
		set_step(face, step, choice->id == DO_DONE);
}

/* "A MwSt 19 %, B MwSt 7 %": what is about to be confirmed. */
static void
taxes_text(const struct face *face, char *out, size_t size)
{
	struct tax_row rows[TAXES_SHOWN];
	size_t count = 0, length = 0;

	out[0] = '\0';
	if (catalogue_taxes(face->ledger, rows, TAXES_SHOWN, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count && length < size; i++)
		length += (size_t)snprintf(out + length, size - length, "%s%s %s", i ? ", " : "",
		                           rows[i].code, rows[i].name);
}

static void
checklist_take(struct table *table, const struct table_row *row)
{
	struct chooser chooser = { .take = take_step, .no_enter = row->id == STEP_LIVE };
	bool done = setup_step_done(table->screen.face->ledger, (enum setup_step)row->id);

	if (row->id == STEP_LIVE && done) {
		face_beep(table->screen.face);
		return;
	}
	text_copy(chooser.title, sizeof(chooser.title), _(steps[row->id].label));
	text_copy(chooser.about, sizeof(chooser.about), _(steps[row->id].about));
	if (row->id == STEP_TAX)
		taxes_text(table->screen.face, chooser.about, sizeof(chooser.about));
	snprintf(chooser.words, sizeof(chooser.words), "%c", 'A' + (int)row->id);
	if (steps[row->id].open)
		chooser_add(&chooser, _("look at it, try it"), DO_OPEN);
	if (row->id == STEP_LIVE)
		chooser_add(&chooser, _("yes, sell for real from now on"), DO_DONE);
	else if (done)
		chooser_add(&chooser, _("it is not done after all"), DO_NOT_DONE);
	else
		chooser_add(&chooser, _("it is done"), DO_DONE);
	face_push(table->screen.face, &chooser_screen, &chooser);
}

static const struct table_ops checklist_ops = {
	.title = N_("Checklist of a new shop"),
	.about = N_("Esc leaves it; it comes back with the manager's menu. Until you go live everything can "
	            "be changed."),
	.columns = {
		{ "", 1, ALIGN_LEFT, 0 },
		{ "", 24, ALIGN_LEFT, 0 },
		{ "", 0, ALIGN_LEFT, 50 },
	},
	.load = checklist_load,
	.take = checklist_take,
};

void
checklist_open(struct face *face)
{
	table_open(face, &checklist_ops, 0, NULL);
}
