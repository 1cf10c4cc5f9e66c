#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "shop/import_people.h"

#define PAGE 64
#define GROUP_NAME_MAX 40

/* ---- in ---- */

enum { C_NUMBER, C_NAME, C_GROUPS, C_CARD, C_ADDRESS, C_TAX_NUMBER, C_PHONE, C_EMAIL, C_NOTE };
static const char *const customer_names[] = { "number",     "name",  "groups", "card", "address",
	                                      "tax_number", "phone", "email",  "note", NULL };

/* An address has lines, each cleaned by itself. */
static enum outcome
address_lines(const struct sheet *sheet, char out[static NOTE_MAX], struct err *err)
{
	const char *at = sheet_value(sheet, C_ADDRESS);
	char line[NOTE_MAX];
	size_t length = 0;
	if (!sheet_has(sheet, C_ADDRESS))
		return RC_OK;
	for (*out = '\0'; *at; at += *at == '\n') {
		size_t bytes = strcspn(at, "\n");
		if (text_clean(line, sizeof(line), at, bytes, NULL) ||
		    length + strlen(line) + 2 > NOTE_MAX)
			return err_set(err, RC_REFUSED, _("%s is longer than %d bytes"), "address",
			               NOTE_MAX - 1);
		at += bytes;
		if (*line)
			length += (size_t)snprintf(out + length, NOTE_MAX - length, "%s%s",
			                           length ? "\n" : "", line);
	}
	return RC_OK;
}

static void
customer_fields(const struct sheet *sheet, struct customer_row *row)
{
	struct err why;
	enum outcome outcome = sheet_text(sheet, C_NAME, row->name, sizeof(row->name), &why);
	sheet_note(sheet, outcome, &why);
	if (!outcome && !*row->name)
		report_row(sheet->report, sheet->line, _("the name is missing"));
	sheet_note(sheet,
	           sheet_words(sheet, C_GROUPS, row->groups, sizeof(row->groups), GROUP_NAME_MAX,
	                       &why),
	           &why);
	sheet_note(sheet, sheet_text(sheet, C_CARD, row->card, sizeof(row->card), &why), &why);
	sheet_note(sheet, address_lines(sheet, row->address, &why), &why);
	sheet_note(sheet,
	           sheet_text(sheet, C_TAX_NUMBER, row->tax_number, sizeof(row->tax_number), &why),
	           &why);
	sheet_note(sheet, sheet_text(sheet, C_PHONE, row->phone, sizeof(row->phone), &why), &why);
	sheet_note(sheet, sheet_text(sheet, C_EMAIL, row->email, sizeof(row->email), &why), &why);
	sheet_note(sheet, sheet_text(sheet, C_NOTE, row->note, sizeof(row->note), &why), &why);
}

/* By number, or by card where there is none; RC_NOT_FOUND is a new one. */
static enum outcome
find_customer(struct people *people, const struct sheet *sheet, struct customer_row *row,
              struct err *err)
{
	int64_t number = 0;
	enum outcome outcome = sheet_whole(sheet, C_NUMBER, CUSTOMER_NUMBER_LAST, &number, err);
	if (outcome)
		return outcome;
	outcome = number ? customer_get(people->ledger, number, row, NULL)
	          : *sheet_value(sheet, C_CARD)
	                  ? customer_by_card(people->ledger, sheet_value(sheet, C_CARD), row, err)
	                  : RC_NOT_FOUND;
	if (outcome == RC_NOT_FOUND)
		*row = (struct customer_row){ .number = number };
	return outcome;
}

static bool
same_customer(const struct customer_row *a, const struct customer_row *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->groups, b->groups) == 0 &&
	       strcmp(a->card, b->card) == 0 && strcmp(a->address, b->address) == 0 &&
	       strcmp(a->tax_number, b->tax_number) == 0 && strcmp(a->phone, b->phone) == 0 &&
	       strcmp(a->email, b->email) == 0 && strcmp(a->note, b->note) == 0;
}

static void
keep_customer(struct people *people, const struct customer_row *row)
{
	if (people->count == people->room) {
		people->room = people->room ? people->room * 2 : 64;
		people->customers =
		        alloc_again(people->customers, people->room, sizeof(*people->customers));
	}
	people->customers[people->count++] = *row;
}

static enum outcome
customer_row(struct sheet *sheet, void *context, struct err *err)
{
	struct people *people = context;
	struct customer_row row, before;
	char number[24] = "";
	enum outcome found = find_customer(people, sheet, &row, err);
	if (found && found != RC_NOT_FOUND)
		return found;
	before = row;
	customer_fields(sheet, &row);
	if (row.number)
		snprintf(number, sizeof(number), "%lld", (long long)row.number);
	sheet_note(sheet,
	           people_refuse_twice(&people->numbers, number, sheet->line, _("customer"), err),
	           err);
	sheet_note(sheet,
	           people_refuse_twice(&people->cards, row.card, sheet->line, _("card"), err), err);
	enum outcome outcome = sheet_refuse_noted(sheet, err);
	if (outcome)
		return outcome;
	bool same = !found && same_customer(&before, &row);
	report_change(sheet->report, found  ? CATALOGUE_ADDED
	                             : same ? CATALOGUE_UNCHANGED
	                                    : CATALOGUE_CHANGED);
	if (!same)
		keep_customer(people, &row);
	return RC_OK;
}

static enum outcome
write_customers(struct people *people, const struct sheet *sheet, const char *file, struct err *err)
{
	struct entry entry;
	enum outcome outcome = report_refuse(sheet->report, err);
	if (outcome || sheet->options->dry_run || !people->count)
		return outcome;
	people_entry(people, &entry, file, "customers", sheet);
	outcome = hash_file(&entry.is.catalogue.digest, file, err);
	if (!outcome)
		outcome = customer_put_all(people->ledger, people->customers, people->count, &entry,
		                           err);
	entry_done(&entry);
	return outcome;
}

enum outcome
customers_import(const char *folder, const char *file, const struct import_options *options,
                 struct import_report *report, struct err *err)
{
	struct people people = { 0 };
	struct sheet sheet;
	enum outcome outcome =
	        sheet_open(&sheet, folder, file, customer_names, options, report, err);
	if (outcome)
		return outcome;
	outcome = sheet_has(&sheet, C_NUMBER) ? RC_OK : sheet_need(&sheet, C_NAME, err);
	if (!outcome)
		outcome = people_open(&people, folder, options, err);
	if (!outcome)
		outcome = sheet_each(&sheet, customer_row, &people, err);
	if (!outcome)
		outcome = write_customers(&people, &sheet, file, err);
	sheet_close(&sheet);
	people_close(&people);
	return outcome;
}

/* ---- out ---- */

static void
put_customer(struct sheet_out *out, const struct customer_row *row)
{
	sheet_put_number(out, row->number);
	sheet_put(out, row->name);
	sheet_put(out, row->groups);
	sheet_put(out, row->card);
	sheet_put(out, row->address);
	sheet_put(out, row->tax_number);
	sheet_put(out, row->phone);
	sheet_put(out, row->email);
	sheet_put(out, row->note);
	sheet_end_row(out);
}

static void
put_groups(struct sheet_out *out, const struct customer_row *row)
{
	if (!*row->groups)
		return;
	sheet_put_number(out, row->number);
	sheet_put(out, row->groups);
	sheet_end_row(out);
}

static enum outcome
each_customer(struct ledger *ledger, FILE *file, const char *const columns[],
              void (*put)(struct sheet_out *out, const struct customer_row *row), struct err *err)
{
	struct customer_row rows[PAGE];
	struct sheet_out out;
	int64_t after = 0;
	size_t count = PAGE;
	sheet_begin(&out, file, 0, columns);
	while (count == PAGE) {
		enum outcome outcome = customer_list(ledger, after, rows, PAGE, &count, err);
		if (outcome)
			return outcome;
		for (size_t i = 0; i < count; i++)
			put(&out, &rows[i]);
		after = count ? rows[count - 1].number : after;
	}
	return sheet_end(&out, err);
}

enum outcome
customers_export(struct ledger *ledger, FILE *file, struct err *err)
{
	return each_customer(ledger, file, customer_names, put_customer, err);
}

/* Who is in which group, and nothing personal. */
enum outcome
groups_export(struct ledger *ledger, FILE *file, struct err *err)
{
	static const char *const columns[] = { "number", "groups", NULL };
	return each_customer(ledger, file, columns, put_groups, err);
}
