/*
 * Customers and staff: primary tables, written at once with one entry.  No PIN is ever in a file:
 * who is new chooses one at the first sign-on.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "ledger/customers.h"
#include "ledger/shifts.h"
#include "shop/import.h"
#include "shop/sheet.h"
#include "shop/staff.h"

#define STAFF_MAX 9999
#define PAGE 64
#define GROUP_NAME_MAX 40

/* What both share: the till's ledger, and the numbers that stood in the file. */
struct people {
	struct ledger *ledger;
	struct seen numbers, cards;
	struct customer_row *customers;
	struct staff_row *staff;
	size_t count, room;
	struct group groups[GROUPS_MAX];
	size_t group_count;
};

static enum outcome
open_people(struct people *people, const char *folder, const struct import_options *options,
            struct err *err)
{
	enum outcome outcome = ledger_open(&people->ledger, folder,
	                                   options->dry_run ? LEDGER_READ : LEDGER_WRITE, err);
	if (outcome == RC_BUSY)
		err_hint(err, _("close the till first: people are not changed while it is open"));
	return outcome;
}

static void
close_people(struct people *people)
{
	ledger_close(&people->ledger);
	seen_done(&people->numbers);
	seen_done(&people->cards);
	free(people->customers);
	free(people->staff);
}

static enum outcome
refuse_twice(struct seen *seen, const char *text, int64_t line, const char *what, struct err *err)
{
	int64_t before = *text ? seen_add(seen, text, line) : 0;
	return before ? err_set(err, RC_REFUSED, _("%s %s stands in line %lld already"), what, text,
	                        (long long)before)
	              : RC_OK;
}

static void
fill_entry(struct people *people, struct entry *entry, const char *file, const char *what,
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

/* ---- customers in ---- */

enum { C_NUMBER, C_NAME, C_GROUPS, C_CARD, C_ADDRESS, C_TAX_NUMBER, C_PHONE, C_EMAIL };
static const char *const customer_names[] = { "number",     "name",  "groups", "card", "address",
	                                      "tax_number", "phone", "email",  NULL };

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

static enum outcome
customer_fields(const struct sheet *sheet, struct customer_row *row, struct err *err)
{
	enum outcome outcome = sheet_text(sheet, C_NAME, row->name, sizeof(row->name), err);
	if (!outcome && !*row->name)
		outcome = err_set(err, RC_REFUSED, _("the name is missing"));
	if (!outcome)
		outcome = sheet_words(sheet, C_GROUPS, row->groups, sizeof(row->groups),
		                      GROUP_NAME_MAX, err);
	if (!outcome)
		outcome = sheet_text(sheet, C_CARD, row->card, sizeof(row->card), err);
	if (!outcome)
		outcome = address_lines(sheet, row->address, err);
	if (!outcome)
		outcome = sheet_text(sheet, C_TAX_NUMBER, row->tax_number, sizeof(row->tax_number),
		                     err);
	if (!outcome)
		outcome = sheet_text(sheet, C_PHONE, row->phone, sizeof(row->phone), err);
	if (!outcome)
		outcome = sheet_text(sheet, C_EMAIL, row->email, sizeof(row->email), err);
	return outcome;
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
	       strcmp(a->email, b->email) == 0;
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
	enum outcome outcome = customer_fields(sheet, &row, err);
	if (row.number)
		snprintf(number, sizeof(number), "%lld", (long long)row.number);
	if (!outcome)
		outcome = refuse_twice(&people->numbers, number, sheet->line, _("customer"), err);
	if (!outcome)
		outcome = refuse_twice(&people->cards, row.card, sheet->line, _("card"), err);
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
	fill_entry(people, &entry, file, "customers", sheet);
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
		outcome = open_people(&people, folder, options, err);
	if (!outcome)
		outcome = sheet_each(&sheet, customer_row, &people, err);
	if (!outcome)
		outcome = write_customers(&people, &sheet, file, err);
	sheet_close(&sheet);
	close_people(&people);
	return outcome;
}

/* ---- customers out ---- */

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

/* ---- staff in ---- */

enum { S_NUMBER, S_NAME, S_GROUP, S_BORN, S_LEFT };
static const char *const staff_names[] = { "number", "name", "group", "born", "left", NULL };

static bool
is_group(const struct people *people, const char *name)
{
	for (size_t i = 0; i < people->group_count; i++)
		if (strcmp(people->groups[i].name, name) == 0)
			return true;
	return false;
}

static enum outcome
staff_fields(const struct people *people, const struct sheet *sheet, struct staff_row *row,
             struct err *err)
{
	enum outcome outcome = sheet_text(sheet, S_NAME, row->name, sizeof(row->name), err);
	if (!outcome && !*row->name)
		outcome = err_set(err, RC_REFUSED, _("the name is missing"));
	if (!outcome && *sheet_value(sheet, S_GROUP))
		outcome = sheet_text(sheet, S_GROUP, row->group, sizeof(row->group), err);
	if (!outcome && !is_group(people, row->group))
		outcome = err_set(err, RC_REFUSED, _("there is no group %s"), row->group);
	if (!outcome)
		outcome = sheet_day(sheet, S_BORN, &row->born, err);
	if (!outcome)
		outcome = sheet_yes_no(sheet, S_LEFT, &row->left, err);
	return outcome;
}

static bool
same_staff(const struct staff_row *a, const struct staff_row *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->group, b->group) == 0 &&
	       a->born == b->born && a->left == b->left;
}

static enum outcome
staff_member(struct sheet *sheet, void *context, struct err *err)
{
	struct people *people = context;
	struct staff_row row = { .group = "cashier" }, before;
	int64_t number = 0;
	enum outcome outcome = sheet_whole(sheet, S_NUMBER, STAFF_MAX, &number, err);
	if (!outcome && !number)
		outcome = sheet_no_sense(sheet, S_NUMBER, err);
	if (outcome)
		return outcome;
	bool known = staff_get(people->ledger, (int)number, &before, NULL) == RC_OK;
	if (known)
		row = before;
	row.number = (int)number;
	outcome = staff_fields(people, sheet, &row, err);
	if (!outcome)
		outcome = refuse_twice(&people->numbers, sheet_value(sheet, S_NUMBER), sheet->line,
		                       _("staff number"), err);
	if (outcome)
		return outcome;
	bool same = known && same_staff(&before, &row);
	report_change(sheet->report, !known ? CATALOGUE_ADDED
	                             : same ? CATALOGUE_UNCHANGED
	                                    : CATALOGUE_CHANGED);
	if (same)
		return RC_OK;
	people->staff = alloc_again(people->staff, people->count + 1, sizeof(*people->staff));
	people->staff[people->count++] = row;
	return RC_OK;
}

/* Somebody must stay who may change staff. */
static enum outcome
refuse_no_manager(struct people *people, struct err *err)
{
	struct staff_row *all = alloc_zero(STAFF_MAX, sizeof(*all));
	size_t count = 0;
	bool manager = false;
	enum outcome outcome = staff_list(people->ledger, all, STAFF_MAX, &count, err);
	for (size_t i = 0; i < people->count; i++) {
		size_t at = 0;
		while (at < count && all[at].number != people->staff[i].number)
			at++;
		if (at < STAFF_MAX)
			all[at] = people->staff[i];
		count += at == count;
	}
	for (size_t i = 0; i < count; i++)
		for (size_t g = 0; g < people->group_count; g++)
			manager |= !all[i].left &&
			           strcmp(people->groups[g].name, all[i].group) == 0 &&
			           people->groups[g].rights[RIGHT_STAFF].allowed;
	free(all);
	if (!outcome && !manager)
		outcome = err_set(err, RC_REFUSED, _("nobody would be left who may change staff"));
	return outcome;
}

static enum outcome
write_staff(struct people *people, const struct sheet *sheet, const char *file, struct err *err)
{
	struct entry entry;
	enum outcome outcome = report_refuse(sheet->report, err);
	if (!outcome && people->count)
		outcome = refuse_no_manager(people, err);
	if (outcome || sheet->options->dry_run || !people->count)
		return outcome;
	fill_entry(people, &entry, file, "staff", sheet);
	outcome = hash_file(&entry.is.catalogue.digest, file, err);
	if (!outcome)
		outcome = staff_put_all(people->ledger, people->staff, people->count, &entry, err);
	entry_done(&entry);
	return outcome;
}

enum outcome
staff_import(const char *folder, const char *file, const struct import_options *options,
             struct import_report *report, struct err *err)
{
	struct people people = { 0 };
	struct sheet sheet;
	enum outcome outcome = sheet_open(&sheet, folder, file, staff_names, options, report, err);
	if (outcome)
		return outcome;
	outcome = sheet_need(&sheet, S_NUMBER, err);
	if (!outcome)
		outcome = staff_groups(people.groups, &people.group_count, &sheet.settings, err);
	if (!outcome)
		outcome = open_people(&people, folder, options, err);
	if (!outcome)
		outcome = sheet_each(&sheet, staff_member, &people, err);
	if (!outcome)
		outcome = write_staff(&people, &sheet, file, err);
	sheet_close(&sheet);
	close_people(&people);
	return outcome;
}

/* ---- staff out ---- */

enum outcome
staff_export(struct ledger *ledger, FILE *file, struct err *err)
{
	struct staff_row *rows = alloc_zero(STAFF_MAX, sizeof(*rows));
	struct sheet_out out;
	size_t count = 0;
	enum outcome outcome = staff_list(ledger, rows, STAFF_MAX, &count, err);
	sheet_begin(&out, file, 0, staff_names);
	for (size_t i = 0; i < count && !outcome; i++) {
		sheet_put_number(&out, rows[i].number);
		sheet_put(&out, rows[i].name);
		sheet_put(&out, rows[i].group);
		sheet_put_day(&out, rows[i].born);
		sheet_put_yes(&out, rows[i].left);
		sheet_end_row(&out);
	}
	free(rows);
	return outcome ? outcome : sheet_end(&out, err);
}
