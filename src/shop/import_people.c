#include <config.h>

#include "shop/import_people.h"

#include <stdlib.h>

#include "base/gettext.h"
#include "ledger/customers.h"
#include "ledger/shifts.h"

enum outcome
people_open(struct people *people, const char *folder, const struct import_options *options,
            struct err *err)
{
	enum outcome outcome = ledger_open(&people->ledger, folder,
	                                   options->dry_run ? LEDGER_READ : LEDGER_WRITE, err);
	if (outcome == RC_BUSY)
		err_hint(err, _("close the till first: people are not changed while it is open"));
	return outcome;
}

void
people_close(struct people *people)
{
	ledger_close(&people->ledger);
	seen_done(&people->numbers);
	seen_done(&people->cards);
	free(people->customers);
	free(people->staff);
}

enum outcome
people_refuse_twice(struct seen *seen, const char *text, int64_t line, const char *what,
                    struct err *err)
{
	int64_t before = *text ? seen_add(seen, text, line) : 0;
	return before ? err_set(err, RC_REFUSED, _("%s %s stands in line %lld already"), what, text,
	                        (long long)before)
	              : RC_OK;
}

void
people_entry(struct people *people, struct entry *entry, const char *file, const char *what,
             const struct sheet *sheet)
{
	struct day_row day;
	entry_init(entry, ENTRY_CATALOGUE);
	entry->till = ledger_till(people->ledger);
	entry->series = SERIES_LIVE;
	entry->at = sheet->options->at;
	if (!day_current(people->ledger, SERIES_LIVE, &day, NULL) && day.open)
		entry->day = day.day;
	fill_import_facts(&entry->is.catalogue, file, what, sheet->report);
}
