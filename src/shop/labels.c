#include <config.h>

#include "shop/labels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ledger/catalogue.h"

#define ROWS_ROOM 1000

/* Which table names the keys of an account. */
enum label_source { BY_DEPARTMENT, BY_TAX, BY_TENDER };

static const struct {
	const char *account;
	enum label_source source;
} sources[] = {
	{ "sales", BY_DEPARTMENT },
	{ "returns", BY_DEPARTMENT },
	{ "post-void", BY_DEPARTMENT },
	{ "tax", BY_TAX },
	{ "#gross", BY_TAX },
	{ "tender", BY_TENDER },
	{ "held", BY_TENDER },
	{ "tips", BY_TENDER },
	{ "counted", BY_TENDER },
};

static void
name_total(struct total *total, enum label_source source, const char *key, const char *name)
{
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (sources[i].source == source && strcmp(sources[i].account, total->account) == 0 &&
		    strcmp(total->key, key) == 0)
			text_copy(total->name, sizeof(total->name), name);
}

static void
name_all(struct total totals[], size_t count, enum label_source source, const char *key,
         const char *name)
{
	for (size_t i = 0; i < count; i++)
		name_total(&totals[i], source, key, name);
}

static enum outcome
name_departments(struct ledger *ledger, struct total totals[], size_t count, struct err *err)
{
	struct department_row *rows = alloc_zero(ROWS_ROOM, sizeof(*rows));
	size_t found = 0;
	enum outcome outcome = catalogue_departments(ledger, rows, ROWS_ROOM, &found, err);
	char key[ACCOUNT_KEY_MAX];

	for (size_t i = 0; !outcome && i < found; i++) {
		snprintf(key, sizeof(key), "%d", rows[i].number);
		name_all(totals, count, BY_DEPARTMENT, key, rows[i].name);
	}
	free(rows);
	return outcome;
}

static enum outcome
name_taxes(struct ledger *ledger, struct total totals[], size_t count, struct err *err)
{
	struct tax_row *rows = alloc_zero(ROWS_ROOM, sizeof(*rows));
	size_t found = 0;
	enum outcome outcome = catalogue_taxes(ledger, rows, ROWS_ROOM, &found, err);

	for (size_t i = 0; !outcome && i < found; i++)
		name_all(totals, count, BY_TAX, rows[i].code, rows[i].name);
	free(rows);
	return outcome;
}

static enum outcome
name_tenders(struct ledger *ledger, struct total totals[], size_t count, struct err *err)
{
	struct tender_row *rows = alloc_zero(ROWS_ROOM, sizeof(*rows));
	size_t found = 0;
	enum outcome outcome = catalogue_tenders(ledger, rows, ROWS_ROOM, &found, err);

	for (size_t i = 0; !outcome && i < found; i++)
		name_all(totals, count, BY_TENDER, rows[i].kind, rows[i].label);
	free(rows);
	return outcome;
}

enum outcome
labels_name_totals(struct ledger *ledger, struct total totals[], size_t count, struct err *err)
{
	enum outcome outcome = name_departments(ledger, totals, count, err);

	if (!outcome)
		outcome = name_taxes(ledger, totals, count, err);
	return outcome ? outcome : name_tenders(ledger, totals, count, err);
}
