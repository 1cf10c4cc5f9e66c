/*
 * What screens ask about papers and printers.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/journal.h"
#include "counter/inside.h"

static const char *const role_labels[PRINTER_ROLES] = {
	[PRINTER_RECEIPT] = N_("printer of receipts"),
	[PRINTER_REPORT] = N_("printer of reports"),
	[PRINTER_LABEL] = N_("printer of labels"),
};

const char *
printer_role_label(enum printer_role role)
{
	return _(role_labels[role]);
}

int
counter_papers_waiting(const struct counter *counter)
{
	return counter->outbox.waiting;
}

int
counter_papers_unsure(const struct counter *counter)
{
	return counter->outbox.unsure;
}

size_t
counter_papers_list(struct counter *counter, struct outbox_row rows[], size_t room)
{
	struct outbox_row row;
	int64_t after = 0;
	size_t count = 0, found;

	while (count < room && !outbox_after(counter->ledger, after, &row, 1, &found, NULL) &&
	       found) {
		if (row.kind != AFTER_DRAWER && !outbox_is_done(&counter->outbox, row.id))
			rows[count++] = row;
		after = row.id;
	}
	return count;
}

char *
counter_paper_name(struct counter *counter, const struct outbox_row *row,
                   char out[static PAPER_NAME_MAX])
{
	struct entry entry;
	struct receipt_ref ref = { 0 };
	char text[RECEIPT_REF_TEXT_MAX];
	int64_t z = 0;

	text_copy(out, PAPER_NAME_MAX, row->kind == AFTER_REPORT ? _("report") : _("slip"));
	if (journal_read(counter->ledger, ledger_till(counter->ledger), row->seq, &entry, NULL))
		return out;
	if (entry.kind == ENTRY_SALE)
		ref = (struct receipt_ref){ entry.till, entry.series, entry.is.sale.number };
	if (entry.kind == ENTRY_PAPER)
		ref = entry.is.paper.sale, z = entry.is.paper.z;
	if (entry.kind == ENTRY_Z)
		z = entry.is.z.number;
	if (ref.number && entry.kind == ENTRY_PAPER && entry.is.paper.choice == PAPER_COPY)
		snprintf(out, PAPER_NAME_MAX, _("copy of receipt %s"), receipt_ref_text(text, ref));
	else if (ref.number)
		snprintf(out, PAPER_NAME_MAX, _("receipt %s"), receipt_ref_text(text, ref));
	else if (z)
		snprintf(out, PAPER_NAME_MAX, "Z %lld", (long long)z);
	entry_done(&entry);
	return out;
}

/* ---- printers ---- */

bool
counter_printer(const struct counter *counter, enum printer_role role, struct printer_view *view)
{
	const struct papers *papers = &counter->papers[role];
	const char *address = settings_printer(&counter->settings, role);
	enum printer_role other;

	for (other = PRINTER_RECEIPT; other < role; other++) {
		if (strcmp(settings_printer(&counter->settings, other), address) == 0)
			return false;
	}
	*view = (struct printer_view){
		.role = role,
		.address = address,
		.state = papers->state,
		.status = papers->status,
		.since_ms = papers->since_ms,
		.prints = papers->helper != NULL,
	};
	return printer_makes_paper(address);
}

/* Among the devices of this till. */
size_t
printers_as_devices(const struct counter *counter, struct device_row rows[], size_t room)
{
	struct printer_view view;
	enum printer_role role;
	size_t count = 0;

	for (role = PRINTER_RECEIPT; role < PRINTER_ROLES && count < room; role++) {
		struct device_row *row = &rows[count];

		if (!counter_printer(counter, role, &view))
			continue;
		*row = (struct device_row){ .role = DEVICE_PRINTER };
		text_copy(row->address, sizeof row->address, view.address);
		text_copy(row->status.sentence, sizeof row->status.sentence, view.status);
		row->status.state = DEVICE_READY;
		if (view.status[0])
			row->status.state =
			        view.state == PRINTER_OFFLINE ? DEVICE_AWAY : DEVICE_TROUBLE;
		if (view.status[0])
			text_copy(row->status.hint, sizeof row->status.hint,
			          _("/papers shows what waits, and can print it elsewhere"));
		count++;
	}
	return count;
}

static const struct papers *
in_trouble(const struct counter *counter)
{
	enum printer_role role;

	for (role = PRINTER_RECEIPT; role < PRINTER_ROLES; role++) {
		if (counter->papers[role].status[0])
			return &counter->papers[role];
	}
	return NULL;
}

const char *
counter_printer_status(const struct counter *counter)
{
	const struct papers *papers = in_trouble(counter);

	return papers ? papers->status : "";
}

bool
counter_printer_trouble(const struct counter *counter, struct printer_view *view)
{
	const struct papers *papers = in_trouble(counter);

	return papers && counter_printer(counter, papers->role, view);
}

void
counter_printer_retry(struct counter *counter)
{
	papers_retry(counter);
}
