/*
 * Papers that are not printed yet: which, since when, where, why, and what to do about them.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/chooser.h"
#include "screens/rooms.h"
#include "screens/table.h"

#define ROWS_MAX 100

/* What a person can want done with one; to print it elsewhere is GO_TO and the printer. */
enum decision { IS_HERE = 1, PRINT_COPY, TRY_AGAIN, DROP, GO_TO };

static const char *
why(const struct outbox_row *row)
{
	if (row->state == OUTBOX_UNSURE)
		return _("did it come out?");
	if (row->status[0])
		return row->status;
	return row->state == OUTBOX_FRESH ? _("waits its turn") : _("is on its way");
}

static void
papers_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct outbox_row rows[ROWS_MAX];
	size_t count = counter_papers_list(face->counter, rows, ROWS_MAX);
	char name[PAPER_NAME_MAX], text[WHEN_TEXT_MAX];
	struct printer_view view;

	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, rows[i].id);

		row->strong = rows[i].state == OUTBOX_UNSURE;
		table_cell(row, 0, "%s", counter_paper_name(face->counter, &rows[i], name));
		table_cell(row, 1, "%s", when_text(text, when_here(rows[i].at_ms), "%H:%M"));
		table_cell(row, 2, "%s", why(&rows[i]));
		table_cell(row, 3, "%s", printer_role_label(rows[i].printer));
	}
	if (counter_printer_trouble(face->counter, &view))
		snprintf(table->note, sizeof(table->note), _("%s since %s"), view.status,
		         when_text(text, when_here(view.since_ms), "%H:%M"));
	else
		table->note[0] = '\0';
}

/* ---- one of them ---- */

static void
take_decision(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	int64_t id = atoll(choice->key);

	(void)chooser;
	switch ((enum decision)choice->id) {
	case IS_HERE:
	case PRINT_COPY:
		counter_paper_came_out(face->counter, id, choice->id == IS_HERE);
		break;
	case TRY_AGAIN:
		counter_printer_retry(face->counter);
		face_note(face, _("printing is tried again"));
		break;
	case DROP:
		counter_paper_drop(face->counter, id);
		break;
	case GO_TO:
	default:
		counter_paper_move(face->counter, id, (enum printer_role)(choice->id - GO_TO));
	}
	face_look(face);
}

static void
offer(struct chooser *chooser, int64_t row, const char *label, int64_t decision)
{
	snprintf(chooser_add(chooser, label, decision)->key, CODE_MAX, "%lld", (long long)row);
}

/* The shop's other printers, by the roles that have one of their own. */
static void
offer_printers(const struct face *face, struct chooser *chooser, const struct outbox_row *row)
{
	struct printer_view view;
	enum printer_role role;
	char label[120];

	for (role = PRINTER_RECEIPT; role < PRINTER_ROLES; role++) {
		if (!counter_printer(face->counter, role, &view) ||
		    strcmp(view.address, settings_printer(face->settings, row->printer)) == 0)
			continue;
		snprintf(label, sizeof(label),
		         row->state == OUTBOX_UNSURE ? _("no, print a copy: %s")
		                                     : _("print it elsewhere: %s"),
		         printer_role_label(role));
		offer(chooser, row->id, label, GO_TO + (int64_t)role);
	}
}

static void
ask(struct face *face, const struct outbox_row *row)
{
	struct chooser chooser = { .take = take_decision, .no_enter = true };
	char name[PAPER_NAME_MAX];

	counter_paper_name(face->counter, row, name);
	if (row->state == OUTBOX_UNSURE) {
		snprintf(chooser.title, sizeof(chooser.title), _("Did this come out? %s"), name);
		text_copy(chooser.about, sizeof(chooser.about), row->status);
		offer(&chooser, row->id, _("yes, it is here"), IS_HERE);
		offer(&chooser, row->id, _("no, print it again as a copy"), PRINT_COPY);
	} else {
		text_copy(chooser.title, sizeof(chooser.title), name);
		text_copy(chooser.about, sizeof(chooser.about), row->status);
		offer(&chooser, row->id, _("try again now"), TRY_AGAIN);
	}
	offer_printers(face, &chooser, row);
	offer(&chooser, row->id, _("nobody needs it: do not print it"), DROP);
	face_push(face, &chooser_screen, &chooser);
}

static void
papers_take(struct table *table, const struct table_row *marked)
{
	struct face *face = table->screen.face;
	struct outbox_row rows[ROWS_MAX];
	size_t count = counter_papers_list(face->counter, rows, ROWS_MAX);

	for (size_t i = 0; i < count; i++) {
		if (rows[i].id == marked->id) {
			ask(face, &rows[i]);
			return;
		}
	}
	face_note(face, _("that one has come out meanwhile"));
}

static const struct table_ops papers_ops = {
	.title = N_("Papers not printed yet"),
	.about = N_("Enter: try again, print it elsewhere, or say whether it came out."),
	.empty = N_("Every paper is printed."),
	.columns = {
		{ N_("Paper"), 26, ALIGN_LEFT, 0 },
		{ N_("Since"), 5, ALIGN_RIGHT, 0 },
		{ N_("Why it waits"), 0, ALIGN_LEFT, 0 },
		{ N_("Where"), 20, ALIGN_LEFT, 90 },
	},
	.load = papers_load,
	.take = papers_take,
};

void
papers_open(struct face *face)
{
	table_open(face, &papers_ops, 0, NULL);
}
