/*
 * Baskets that were put aside.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "ledger/sales.h"
#include "screens/rooms.h"
#include "screens/table.h"

#define ROWS_MAX 500
#define MINUTE_MS INT64_C(60000)

static void
age_text(int64_t age_ms, char *out, size_t size)
{
	long minutes = (long)(age_ms / MINUTE_MS), hours = minutes / 60, days = hours / 24;

	if (days > 0)
		snprintf(out, size, ngettext("%ld day", "%ld days", (unsigned long)days), days);
	else if (hours > 0)
		snprintf(out, size, ngettext("%ld hour", "%ld hours", (unsigned long)hours), hours);
	else
		snprintf(out, size, ngettext("%ld minute", "%ld minutes", (unsigned long)minutes),
		         minutes);
}

static void
add_basket(struct table *table, const struct suspended_row *basket, int64_t now_ms)
{
	const struct face *face = table->screen.face;
	struct table_row *row = table_add(table, basket->number);
	char text[NAME_MAX_BYTES], amount[MONEY_TEXT_MAX], held[MONEY_TEXT_MAX];

	table_cell(row, 0, "%lld", (long long)basket->number);
	table_cell(row, 1, "%s", basket->label);
	if (basket->held.minor)
		table_cell(row, 1, _("%s  (%s paid)"), basket->label,
		           face_money(face, basket->held, held));
	table_cell(row, 2, "%s", face_staff_name(face, basket->owner, text));
	table_cell(row, 3, ngettext("%d line", "%d lines", (unsigned long)basket->lines),
	           basket->lines);
	age_text(now_ms - basket->at.utc_ms, text, sizeof(text));
	table_cell(row, 4, "%s", text);
	table_cell(row, 5, "%s", face_money(face, basket->total, amount));
}

static void
suspended_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct suspended_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows));
	size_t count = 0;

	if (suspended_list(face->ledger, face->view.training ? SERIES_TRAINING : SERIES_LIVE, rows,
	                   ROWS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++)
		add_basket(table, &rows[i], face_now(face).utc_ms);
	free(rows);
}

static void
suspended_take(struct table *table, const struct table_row *row)
{
	struct face *face = table->screen.face;
	struct command command;
	char number[24];

	snprintf(number, sizeof(number), "%lld", (long long)row->id);
	command_make(&command, CMD_RECALL, number, NULL);
	face_do(face, &command);
}

static void
suspended_answered(struct table *table, enum outcome outcome, const struct answer *answer)
{
	(void)answer;
	if (!outcome)
		face_pop(table->screen.face, &table->screen);
}

static const struct table_ops suspended_ops = {
	.title = N_("Baskets put aside"),
	.about = N_("Enter brings one back; its prices are those of when it was rung up."),
	.empty = N_("No basket is put aside."),
	.numbers = true,
	.columns = {
		{ N_("No"), 6, ALIGN_LEFT, 0 },
		{ N_("Note"), 0, ALIGN_LEFT, 0 },
		{ N_("Cashier"), 12, ALIGN_LEFT, 56 },
		{ "", 10, ALIGN_RIGHT, 92 },
		{ N_("Age"), 10, ALIGN_RIGHT, 56 },
		{ N_("Total"), 12, ALIGN_RIGHT, 0 },
	},
	.load = suspended_load,
	.take = suspended_take,
	.answered = suspended_answered,
};

void
suspended_open(struct face *face)
{
	table_open(face, &suspended_ops, 0, NULL);
}
