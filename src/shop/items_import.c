/*
 * `ringup import items`: a file of items becomes catalogue.new, all rows or none.
 *
 * One table says which columns there are and how a cell becomes part of an item.  A file may leave
 * columns out: an item that exists keeps what it had there.  Every bad row is counted, the first
 * of them are named with their line, and nothing is kept when there is one.
 */
#include <config.h>

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/csv.h"
#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"
#include "shop/items.h"

#define BAD_ROWS_SHOWN 50
#define CODES_PER_ITEM 32
#define DEPARTMENTS_ROOM 999
#define TAXES_ROOM 256
#define MIN_AGE_MAX 99
#define PACK_MAX 9999

/* ---- what stands twice in a file ---- */

/* Numbers and GTINs seen so far, by their hash: two different ones meet in 64 bits less than once
 * in a million files of a million rows. */
struct seen {
	struct {
		uint64_t hash;
		uint32_t line;
	} * slots;
	size_t size, used; /* size is a power of two */
};

static uint64_t
hash_text(const char *text, uint64_t hash)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	hash = (hash ^ (hash >> 32)) * UINT64_C(0xd6e8feb86659fd93);
	hash ^= hash >> 32;
	return hash ? hash : 1; /* 0 is an empty slot */
}

static void seen_grow(struct seen *seen);

/* The line it stood in before, or 0 and it is remembered. */
static uint32_t
seen_before(struct seen *seen, uint64_t hash, uint32_t line)
{
	if (seen->used * 4 >= seen->size * 3)
		seen_grow(seen);
	size_t at = hash & (seen->size - 1);
	while (seen->slots[at].hash) {
		if (seen->slots[at].hash == hash)
			return seen->slots[at].line;
		at = (at + 1) & (seen->size - 1);
	}
	seen->slots[at].hash = hash;
	seen->slots[at].line = line;
	seen->used++;
	return 0;
}

static void
seen_grow(struct seen *seen)
{
	struct seen larger = { .size = seen->size ? seen->size * 2 : 1024 };

	larger.slots = alloc_zero(larger.size, sizeof(*larger.slots));
	for (size_t i = 0; i < seen->size; i++)
		if (seen->slots[i].hash)
			seen_before(&larger, seen->slots[i].hash, seen->slots[i].line);
	free(seen->slots);
	*seen = larger;
}

/* ---- one row ---- */

struct row {
	struct item_row item;
	struct item_code_row codes[CODES_PER_ITEM];
	size_t code_count;
	bool has_codes; /* the file has the column */
};

struct import {
	const struct import_options *options;
	struct import_report *report;
	int exponent;
	struct department_row departments[DEPARTMENTS_ROOM];
	size_t department_count;
	struct tax_row taxes[TAXES_ROOM];
	size_t tax_count;
	struct catalogue_build *build;
	struct csv *csv;
	struct seen seen;
	struct {
		char number[ITEM_NUMBER_MAX];
		int64_t line;
	} * deposits;
	size_t deposit_count;
	size_t text_length;
};

/* One cell into the item; the cell is trimmed and has no control characters.  May be "". */
typedef enum outcome cell_fn(struct import *import, struct row *row, const char *cell,
                             struct err *err);

static enum outcome
take_text(char *out, size_t size, const char *cell, struct err *err)
{
	if (strlen(cell) >= size)
		return err_set(err, RC_REFUSED, _("\"%.20s...\" is longer than %d bytes"), cell,
		               (int)size - 1);
	memcpy(out, cell, strlen(cell) + 1);
	return RC_OK;
}

static enum outcome
take_whole(const char *cell, int64_t lowest, int64_t highest, int64_t *number, struct err *err)
{
	char *end;
	long long value = strtoll(cell, &end, 10);

	if (*end || !*cell || *cell == '+' || value < lowest || value > highest)
		return err_set(err, RC_REFUSED, _("\"%s\" is not a whole number from %lld to %lld"),
		               cell, (long long)lowest, (long long)highest);
	*number = value;
	return RC_OK;
}

static enum outcome
cell_number(struct import *import, struct row *row, const char *cell, struct err *err)
{
	(void)import;
	if (strchr(cell, ' '))
		return err_set(err, RC_REFUSED, _("the number \"%s\" has a space in it"), cell);
	return take_text(row->item.number, sizeof(row->item.number), cell, err);
}

static enum outcome
cell_plu(struct import *import, struct row *row, const char *cell, struct err *err)
{
	(void)import;
	row->item.plu = 0;
	return *cell ? take_whole(cell, 0, INT64_C(999999999999), &row->item.plu, err) : RC_OK;
}

static enum outcome
cell_name(struct import *import, struct row *row, const char *cell, struct err *err)
{
	(void)import;
	if (!*cell)
		return err_set(err, RC_REFUSED, _("there is no name"));
	return take_text(row->item.name, sizeof(row->item.name), cell, err);
}

static enum outcome
take_code(struct import *import, struct row *row, char *word, struct err *err)
{
	struct item_code_row *code = &row->codes[row->code_count];
	char *star = strchr(word, '*');
	enum outcome outcome;

	if (row->code_count == CODES_PER_ITEM)
		return err_set(err, RC_REFUSED, _("more than %d GTINs for one item"),
		               CODES_PER_ITEM);
	*code = (struct item_code_row){ .pack = 1 };
	if (star) {
		*star = '\0';
		if ((outcome = take_whole(star + 1, 1, PACK_MAX, &code->pack, err)))
			return outcome;
	}
	outcome = import->options->accept_bad_gtins ? gtin_parse_unchecked(word, &code->gtin, err)
	                                            : gtin_parse(word, &code->gtin, err);
	if (!outcome)
		row->code_count++;
	return outcome;
}

static enum outcome
cell_gtins(struct import *import, struct row *row, const char *cell, struct err *err)
{
	char *copy = alloc_text(cell), *rest = copy, *word;
	enum outcome outcome = RC_OK;

	row->has_codes = true;
	while (!outcome && (word = strsep(&rest, " ")))
		if (*word)
			outcome = take_code(import, row, word, err);
	free(copy);
	return outcome;
}

/* By number or by name. */
static enum outcome
cell_department(struct import *import, struct row *row, const char *cell, struct err *err)
{
	char *end;
	long number = strtol(cell, &end, 10);

	if (!*cell)
		return RC_OK;
	for (size_t i = 0; i < import->department_count; i++) {
		const struct department_row *department = &import->departments[i];

		if (*end ? strcmp(department->name, cell) == 0 : department->number == number) {
			row->item.department = department->number;
			return RC_OK;
		}
	}
	return err_set(err, RC_REFUSED, _("there is no department \"%s\""), cell);
}

static enum outcome
cell_price(struct import *import, struct row *row, const char *cell, struct err *err)
{
	struct unit_price price = { 0 };
	enum outcome outcome =
	        *cell ? unit_price_parse(cell, import->exponent, &price, err) : RC_OK;

	if (!outcome && price.e4 < 0)
		return err_set(err, RC_REFUSED, _("the price %s is below zero"), cell);
	if (outcome)
		return outcome;
	row->item.has_price = *cell != '\0';
	row->item.price = price;
	return RC_OK;
}

static enum outcome
cell_cost(struct import *import, struct row *row, const char *cell, struct err *err)
{
	struct unit_price cost = { 0 };
	enum outcome outcome = *cell ? unit_price_parse(cell, import->exponent, &cost, err) : RC_OK;

	if (!outcome && cost.e4 < 0)
		return err_set(err, RC_REFUSED, _("the cost %s is below zero"), cell);
	if (!outcome)
		row->item.cost = cost;
	return outcome;
}

static bool
has_tax(const struct import *import, const char *code, size_t length)
{
	for (size_t i = 0; i < import->tax_count; i++)
		if (strlen(import->taxes[i].code) == length &&
		    memcmp(import->taxes[i].code, code, length) == 0)
			return true;
	return false;
}

static enum outcome
cell_taxes(struct import *import, struct row *row, const char *cell, struct err *err)
{
	int count = 0;

	for (const char *at = cell; *at;) {
		size_t length = strcspn(at, " ");

		if (!has_tax(import, at, length))
			return err_set(err, RC_REFUSED, _("there is no tax \"%.*s\""), (int)length,
			               at);
		if (++count > LINE_TAXES_MAX)
			return err_set(err, RC_REFUSED, _("more than %d taxes for one item"),
			               LINE_TAXES_MAX);
		at += length;
		at += strspn(at, " ");
	}
	return take_text(row->item.taxes, sizeof(row->item.taxes), cell, err);
}

static enum outcome
cell_unit(struct import *import, struct row *row, const char *cell, struct err *err)
{
	(void)import;
	return take_text(row->item.unit, sizeof(row->item.unit), cell, err);
}

static enum outcome
cell_category(struct import *import, struct row *row, const char *cell, struct err *err)
{
	(void)import;
	return take_text(row->item.category, sizeof(row->item.category), cell, err);
}

static enum outcome
cell_min_age(struct import *import, struct row *row, const char *cell, struct err *err)
{
	int64_t age = 0;
	enum outcome outcome = *cell ? take_whole(cell, 0, MIN_AGE_MAX, &age, err) : RC_OK;

	(void)import;
	if (!outcome)
		row->item.min_age = (int)age;
	return outcome;
}

static enum outcome
cell_deposit(struct import *import, struct row *row, const char *cell, struct err *err)
{
	enum outcome outcome =
	        take_text(row->item.deposit_item, sizeof(row->item.deposit_item), cell, err);
	size_t last = import->deposit_count;

	if (outcome || !*cell)
		return outcome;
	for (size_t i = 0; i < last; i++)
		if (strcmp(import->deposits[i].number, cell) == 0)
			return RC_OK;
	import->deposits = alloc_again(import->deposits, last + 1, sizeof(*import->deposits));
	memcpy(import->deposits[last].number, cell, strlen(cell) + 1);
	import->deposits[last].line = csv_line(import->csv);
	import->deposit_count++;
	return RC_OK;
}

static enum outcome
take_quantity(const char *cell, int64_t *qty_milli, struct err *err)
{
	int64_t value = 0;
	enum outcome outcome = *cell ? qty_parse(cell, &value, err) : RC_OK;

	if (!outcome && value < 0)
		return err_set(err, RC_REFUSED, _("the quantity %s is below zero"), cell);
	if (!outcome)
		*qty_milli = value;
	return outcome;
}

static enum outcome
cell_reorder(struct import *import, struct row *row, const char *cell, struct err *err)
{
	(void)import;
	return take_quantity(cell, &row->item.reorder_level_milli, err);
}

static enum outcome
cell_max_qty(struct import *import, struct row *row, const char *cell, struct err *err)
{
	(void)import;
	return take_quantity(cell, &row->item.max_qty_milli, err);
}

static enum outcome
take_yes(const char *cell, bool *yes, struct err *err)
{
	int64_t number = 0;
	enum outcome outcome = *cell ? take_whole(cell, 0, 1, &number, err) : RC_OK;

	if (!outcome)
		*yes = number != 0;
	return outcome;
}

static enum outcome
cell_zero_price(struct import *import, struct row *row, const char *cell, struct err *err)
{
	(void)import;
	return take_yes(cell, &row->item.zero_price_allowed, err);
}

static enum outcome
cell_retired(struct import *import, struct row *row, const char *cell, struct err *err)
{
	(void)import;
	return take_yes(cell, &row->item.retired, err);
}

enum column {
	NUMBER,
	PLU,
	NAME,
	GTINS,
	DEPARTMENT,
	PRICE,
	TAXES,
	UNIT,
	COST,
	CATEGORY,
	MIN_AGE,
	DEPOSIT_ITEM,
	REORDER_LEVEL,
	MAX_QUANTITY,
	ZERO_PRICE,
	RETIRED,
	COLUMNS
};

static const struct {
	const char *name;
	cell_fn *take;
} columns[COLUMNS] = {
	[NUMBER] = { "number", cell_number },
	[PLU] = { "plu", cell_plu },
	[NAME] = { "name", cell_name },
	[GTINS] = { "gtins", cell_gtins },
	[DEPARTMENT] = { "department", cell_department },
	[PRICE] = { "price", cell_price },
	[TAXES] = { "taxes", cell_taxes },
	[UNIT] = { "unit", cell_unit },
	[COST] = { "cost", cell_cost },
	[CATEGORY] = { "category", cell_category },
	[MIN_AGE] = { "min_age", cell_min_age },
	[DEPOSIT_ITEM] = { "deposit_item", cell_deposit },
	[REORDER_LEVEL] = { "reorder_level", cell_reorder },
	[MAX_QUANTITY] = { "max_quantity", cell_max_qty },
	[ZERO_PRICE] = { "zero_price", cell_zero_price },
	[RETIRED] = { "retired", cell_retired },
};

/* ---- the file ---- */

static void
note_bad(struct import *import, int64_t line, const char *what)
{
	struct import_report *report = import->report;

	if (++report->bad > BAD_ROWS_SHOWN)
		return;
	int wrote = snprintf(report->text + import->text_length,
	                     sizeof(report->text) - import->text_length, _("line %lld: %s\n"),
	                     (long long)line, what);
	import->text_length += (size_t)wrote;
	if (import->text_length >= sizeof(report->text))
		import->text_length = sizeof(report->text) - 1;
}

/* Which of our columns stands in which of the file's; every name in the file must be ours. */
static enum outcome
read_header(const struct csv *csv, int place[static COLUMNS], struct err *err)
{
	for (int i = 0; i < COLUMNS; i++)
		place[i] = csv_column(csv, columns[i].name);
	for (size_t i = 0; i < csv_columns(csv); i++) {
		const char *name = csv_column_name(csv, i);
		int known = 0;

		while (known < COLUMNS && strcmp(columns[known].name, name) != 0)
			known++;
		if (known == COLUMNS)
			return err_set(err, RC_REFUSED, _("\"%s\" is not a column of items"), name);
		if (place[known] != (int)i)
			return err_set(err, RC_REFUSED, _("the column \"%s\" stands twice"), name);
	}
	if (place[NAME] < 0 || place[PRICE] < 0 || (place[NUMBER] < 0 && place[GTINS] < 0))
		return err_set(err, RC_REFUSED,
		               _("the columns name, price, and number or gtins are needed"));
	return RC_OK;
}

/* The number decides which item a row is about: its own, else its first GTIN. */
static enum outcome
row_key(struct import *import, const int place[static COLUMNS], const char **cells, struct row *row,
        struct err *err)
{
	enum outcome outcome = RC_OK;

	if (place[GTINS] >= 0)
		outcome = cell_gtins(import, row, cells[place[GTINS]], err);
	if (!outcome && place[NUMBER] >= 0)
		outcome = cell_number(import, row, cells[place[NUMBER]], err);
	if (outcome || *row->item.number)
		return outcome;
	if (row->code_count == 0)
		return err_set(err, RC_REFUSED, _("there is neither a number nor a GTIN"));
	gtin_text(row->item.number, row->codes[0].gtin);
	return RC_OK;
}

static enum outcome
check_twice(struct import *import, struct row *row, struct err *err)
{
	uint32_t line = (uint32_t)csv_line(import->csv), before;
	char digits[GTIN_TEXT_MAX];

	if ((before = seen_before(&import->seen, hash_text(row->item.number, 1), line)))
		return err_set(err, RC_REFUSED, _("the item %s stands in line %u already"),
		               row->item.number, before);
	for (size_t i = 0; i < row->code_count; i++) {
		gtin_text(digits, row->codes[i].gtin);
		if ((before = seen_before(&import->seen, hash_text(digits, 2), line)))
			return err_set(err, RC_REFUSED, _("the GTIN %s stands in line %u already"),
			               digits, before);
	}
	return RC_OK;
}

/* Cells are cleaned where they lie: what is longer than a name is refused by its column. */
static enum outcome
clean_cells(const struct csv *csv, const char **cells, char (*clean)[NOTE_MAX * 2], struct err *err)
{
	for (size_t i = 0; i < csv_columns(csv); i++) {
		enum outcome outcome =
		        text_clean(clean[i], sizeof(clean[i]), cells[i], strlen(cells[i]), err);

		if (outcome)
			return outcome;
		cells[i] = clean[i];
	}
	return RC_OK;
}

static enum outcome
take_row(struct import *import, const int place[static COLUMNS], const char **cells,
         struct err *err)
{
	static char clean[CSV_FIELDS_MAX][NOTE_MAX * 2];
	struct row row = { .has_codes = false };
	char number[ITEM_NUMBER_MAX];
	enum catalogue_change change;
	enum outcome outcome = clean_cells(import->csv, cells, clean, err);

	if (outcome || (outcome = row_key(import, place, cells, &row, err)) ||
	    (outcome = check_twice(import, &row, err)))
		return outcome;
	memcpy(number, row.item.number, sizeof(number));
	outcome = catalogue_build_find(import->build, number, &row.item, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	if (outcome == RC_NOT_FOUND)
		row.item.department = import->department_count ? import->departments[0].number : 0;
	for (int i = 0; i < COLUMNS; i++)
		if (i != NUMBER && i != GTINS && place[i] >= 0 &&
		    (outcome = columns[i].take(import, &row, cells[place[i]], err)))
			return outcome;
	outcome = catalogue_build_item(import->build, &row.item, row.has_codes ? row.codes : NULL,
	                               row.code_count, &change, err);
	if (outcome)
		return outcome;
	import->report->added += change == CATALOGUE_ADDED;
	import->report->changed += change == CATALOGUE_CHANGED;
	import->report->unchanged += change == CATALOGUE_UNCHANGED;
	return RC_OK;
}

static enum outcome
take_rows(struct import *import, const int place[static COLUMNS], struct err *err)
{
	const char **cells;
	struct err bad;

	for (;;) {
		enum outcome outcome = csv_row(import->csv, &cells, &bad);

		if (outcome == RC_NOT_FOUND)
			return RC_OK;
		if (!outcome) {
			import->report->rows++;
			outcome = take_row(import, place, cells, &bad);
		}
		if (outcome == RC_REFUSED)
			note_bad(import, csv_line(import->csv), bad.msg);
		else if (outcome) {
			if (err)
				*err = bad;
			return outcome;
		}
	}
}

/* Deposit items may stand anywhere in the file, so they are looked for at its end. */
static void
check_deposits(struct import *import)
{
	struct item_row item;
	char what[120];

	for (size_t i = 0; i < import->deposit_count; i++)
		if (catalogue_build_find(import->build, import->deposits[i].number, &item, NULL)) {
			snprintf(what, sizeof(what), _("there is no item %s to be the deposit"),
			         import->deposits[i].number);
			note_bad(import, import->deposits[i].line, what);
		}
}

/* What the shop has, to check the rows against. */
static enum outcome
read_shop(struct import *import, const char *folder, struct err *err)
{
	struct ledger *ledger;
	enum outcome outcome = ledger_open(&ledger, folder, LEDGER_READ, err);

	if (outcome)
		return outcome;
	import->exponent = ledger_currency(ledger).exponent;
	outcome = catalogue_departments(ledger, import->departments, DEPARTMENTS_ROOM,
	                                &import->department_count, err);
	if (!outcome)
		outcome =
		        catalogue_taxes(ledger, import->taxes, TAXES_ROOM, &import->tax_count, err);
	ledger_close(&ledger);
	return outcome;
}

static enum outcome
finish(struct import *import, const char *file, struct err *err)
{
	struct import_report *report = import->report;
	struct catalogue_facts facts = { .added = report->added,
		                         .changed = report->changed,
		                         .unchanged = report->unchanged };
	const char *slash = strrchr(file, '/');
	enum outcome outcome;

	check_deposits(import);
	if (report->bad) {
		err_set(err, RC_REFUSED,
		        ngettext("%lld row is wrong, so nothing was imported",
		                 "%lld rows are wrong, so nothing was imported",
		                 (unsigned long)report->bad),
		        (long long)report->bad);
		return err_hint(err, _("mend the file and import it again"));
	}
	if (import->options->dry_run)
		return RC_OK;
	text_copy(facts.file, sizeof(facts.file), slash ? slash + 1 : file);
	if ((outcome = hash_file(&facts.digest, file, err)))
		return outcome;
	return catalogue_build_finish(&import->build, &facts, err);
}

enum outcome
items_import(const char *folder, const char *file, const struct import_options *options,
             struct import_report *report, struct err *err)
{
	struct import *import = alloc_zero(1, sizeof(*import));
	int place[COLUMNS];
	enum outcome outcome;

	*report = (struct import_report){ .rows = 0 };
	import->options = options;
	import->report = report;
	if (!(outcome = read_shop(import, folder, err)) &&
	    !(outcome = csv_open(&import->csv, file, err)) &&
	    !(outcome = read_header(import->csv, place, err)) &&
	    !(outcome = catalogue_build_open(&import->build, folder, err)) &&
	    !(outcome = take_rows(import, place, err)))
		outcome = finish(import, file, err);
	catalogue_build_drop(&import->build);
	csv_close(&import->csv);
	free(import->seen.slots);
	free(import->deposits);
	free(import);
	return outcome;
}
