/*
 * Papers that are not printed yet, and why.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "ledger/people.h"
#include "screens/chooser.h"
#include "screens/rooms.h"
#include "screens/table.h"

#define ROWS_MAX 100

static const char *const after_labels[] = {
	[AFTER_RECEIPT] = N_("receipt"),
	[AFTER_REPORT] = N_("report"),
};

static void
papers_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct outbox_row rows[ROWS_MAX];
	size_t count = counter_papers_list(face->counter, rows, ROWS_MAX);

	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, rows[i].id);

		row->strong = (rows[i].state == OUTBOX_UNSURE);
		text_copy(row->key, sizeof(row->key), (rows[i].state == OUTBOX_UNSURE) ? "unsure" : "");
		table_cell(row, 0, "%lld", (long long)rows[i].seq);
		table_cell(row, 1, "%s", _(after_labels[rows[i].kind]));
		table_cell(row, 2, "%s", (rows[i].state == OUTBOX_UNSURE) ? _("did it come out?") : rows[i].status);
	}
	snprintf(table->note, sizeof(table->note), "%s", counter_printer_status(face->counter));
}

static void
take_answer(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	(void)chooser;
	counter_paper_came_out(face->counter, atoll(choice->key), choice->id == 1);
	face_look(face);
}

/* One that may have been printed is asked about; the others are simply tried again. */
static void
papers_take(struct table *table, const struct table_row *row)
{
	struct face *face = table->screen.face;
	struct chooser chooser = { .take = take_answer, .no_enter = true };

	if (!row->key[0]) {
		counter_printer_retry(face->counter);
		face_note(face, _("printing is tried again"));
		return;
	}
	text_copy(chooser.title, sizeof(chooser.title), _("Did this paper come out?"));
	for (int i = 1; i <= 2; i++)
		snprintf(chooser_add(&chooser,
		                     i == 1 ? _("yes, it is here")
		                            : _("no, print it again as a copy"),
		                     i)
		                 ->key,
		         CODE_MAX, "%lld", (long long)row->id);
	face_push(face, &chooser_screen, &chooser);
}

static const struct table_ops papers_ops = {
	.title = N_("Papers not printed yet"),
	.about = N_("Enter tries again, or asks whether a paper came out."),
	.empty = N_("Every paper is printed."),
	.columns = {
		{ N_("Entry"), 8, ALIGN_RIGHT, 0 },
		{ N_("Paper"), 18, ALIGN_LEFT, 0 },
		{ N_("Why it waits"), 0, ALIGN_LEFT, 0 },
	},
	.load = papers_load,
	.take = papers_take,
};

void
papers_open(struct face *face)
{
	table_open(face, &papers_ops, 0, NULL);
}
