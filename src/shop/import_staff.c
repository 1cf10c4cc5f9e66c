#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "shop/import_people.h"

#define STAFF_MAX 9999

/* ---- in ---- */

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

static void
staff_fields(const struct people *people, const struct sheet *sheet, struct staff_row *row)
{
	struct err why;
	enum outcome outcome = sheet_text(sheet, S_NAME, row->name, sizeof(row->name), &why);
	sheet_note(sheet, outcome, &why);
	if (!outcome && !*row->name)
		report_row(sheet->report, sheet->line, _("the name is missing"));
	outcome = RC_OK;
	if (*sheet_value(sheet, S_GROUP))
		outcome = sheet_text(sheet, S_GROUP, row->group, sizeof(row->group), &why);
	if (!outcome && !is_group(people, row->group))
		outcome = err_set(&why, RC_REFUSED, _("there is no group %s"), row->group);
	sheet_note(sheet, outcome, &why);
	sheet_note(sheet, sheet_day(sheet, S_BORN, &row->born, &why), &why);
	sheet_note(sheet, sheet_yes_no(sheet, S_LEFT, &row->left, &why), &why);
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
	staff_fields(people, sheet, &row);
	sheet_note(sheet,
	           people_refuse_twice(&people->numbers, sheet_value(sheet, S_NUMBER), sheet->line,
	                               _("staff number"), err),
	           err);
	outcome = sheet_refuse_noted(sheet, err);
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
	people_entry(people, &entry, file, "staff", sheet);
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
		outcome = people_open(&people, folder, options, err);
	if (!outcome)
		outcome = sheet_each(&sheet, staff_member, &people, err);
	if (!outcome)
		outcome = write_staff(&people, &sheet, file, err);
	sheet_close(&sheet);
	people_close(&people);
	return outcome;
}

/* ---- out ---- */

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
