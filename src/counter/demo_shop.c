#include <config.h>

#include "counter/demo_shop.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/conf.h"
#include "base/csv.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "base/text.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "shop/exchange.h"
#include "shop/settings.h"
#include "shop/setup.h"
#include "shop/staff.h"
#include "checkout/promotion.h"

/* ---- reading data/demo/ ---- */

#define COLUMNS_MAX 16

/* Called for each row with the columns that were asked for, "" for one the file does not have. */
typedef enum outcome row_fn(void *context, const char *const fields[], struct err *err);

static enum outcome
each_row(const char *file, const char *const columns[], row_fn *call, void *context,
         struct err *err)
{
	char path[PATH_MAX];
	struct csv *csv;
	const char **row;
	const char *fields[COLUMNS_MAX];
	enum outcome outcome = paths_data(path, file, err);

	if (outcome || (outcome = csv_open(&csv, path, err)))
		return outcome;
	while (!(outcome = csv_row(csv, &row, err))) {
		for (int i = 0; columns[i]; i++) {
			int at = csv_column(csv, columns[i]);

			assert(i < COLUMNS_MAX);
			fields[i] = at < 0 ? "" : row[at];
		}
		if ((outcome = call(context, fields, err)))
			break;
	}
	csv_close(&csv);
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

/* ---- people ---- */

struct people_list {
	struct demo_person *people;
	size_t count;
};

static enum outcome
read_person(void *context, const char *const fields[], struct err *err)
{
	struct people_list *list = context;
	struct demo_person *person = &list->people[list->count];

	if (list->count == DEMO_STAFF_MAX)
		return err_set(err, RC_REFUSED, _("the demo shop has too many people"));
	memset(person, 0, sizeof *person);
	person->number = atoi(fields[0]);
	text_copy(person->name, sizeof person->name, fields[1]);
	text_copy(person->group, sizeof person->group, fields[2]);
	text_copy(person->pin, sizeof person->pin, fields[3]);
	list->count++;
	return day_parse(fields[4], &person->born, err);
}

enum outcome
demo_staff(struct demo_person people[static DEMO_STAFF_MAX], size_t *count, struct err *err)
{
	static const char *const columns[] = { "number", "name", "group", "pin", "born", NULL };
	struct people_list list = { people, 0 };
	enum outcome outcome = each_row("demo/staff.csv", columns, read_person, &list, err);

	if (!outcome)
		*count = list.count;
	return outcome;
}

/* ---- goods, for the history ---- */

static struct demo_shelf *
shelf_of(struct demo_goods *goods, int department)
{
	for (int i = 0; i < goods->shelf_count; i++)
		if (goods->shelves[i].department == department)
			return &goods->shelves[i];
	return NULL;
}

static enum outcome
read_shelf(void *context, const char *const fields[], struct err *err)
{
	struct demo_goods *goods = context;
	struct demo_shelf *shelf = &goods->shelves[goods->shelf_count];

	if (goods->shelf_count == DEMO_DEPARTMENTS_MAX)
		return err_set(err, RC_REFUSED, _("the demo shop has too many departments"));
	memset(shelf, 0, sizeof *shelf);
	shelf->department = atoi(fields[0]);
	shelf->share = atoi(fields[1]);
	goods->shelf_count++;
	return RC_OK;
}

static enum outcome
read_good(void *context, const char *const fields[], struct err *err)
{
	const char *number = fields[0], *plu = fields[1], *gtins = fields[2];
	struct demo_shelf *shelf = shelf_of(context, atoi(fields[3]));
	struct demo_good *good;

	if (!shelf)
		return err_set(err, RC_REFUSED, _("item %s is in no department"), number);
	shelf->goods =
	        alloc_again(shelf->goods, (size_t)shelf->good_count + 1, sizeof *shelf->goods);
	good = &shelf->goods[shelf->good_count++];
	memset(good, 0, sizeof *good);
	good->scanned = gtins[0] != '\0';
	good->priced = fields[4][0] != '\0';
	good->weighed = fields[5][0] != '\0';
	good->min_age = atoi(fields[6]);
	/* of several trade numbers the first */
	snprintf(good->code, sizeof good->code, "%.*s",
	         good->scanned ? (int)strcspn(gtins, " *") : CODE_MAX - 1,
	         good->scanned ? gtins
	         : plu[0]      ? plu
	                       : number);
	return RC_OK;
}

enum outcome
demo_goods_read(struct demo_goods *goods, struct err *err)
{
	static const char *const shelf_columns[] = { "number", "share", NULL };
	static const char *const good_columns[] = { "number", "plu",  "gtins",   "department",
		                                    "price",  "unit", "min_age", NULL };
	enum outcome outcome;

	memset(goods, 0, sizeof *goods);
	if ((outcome = each_row("demo/departments.csv", shelf_columns, read_shelf, goods, err)) ||
	    (outcome = each_row("demo/items.csv", good_columns, read_good, goods, err)))
		demo_goods_done(goods);
	return outcome;
}

void
demo_goods_done(struct demo_goods *goods)
{
	for (int i = 0; i < goods->shelf_count; i++)
		free(goods->shelves[i].goods);
	memset(goods, 0, sizeof *goods);
}

/* ---- making the shop ---- */

struct making {
	struct ledger *ledger;
	struct settings settings;
	struct when at;
};

/* What the owner does before the first day: an entry of staff number 1. */
static void
begin_entry(const struct making *making, struct entry *entry, enum entry_kind kind)
{
	entry_init(entry, kind);
	entry->till = ledger_till(making->ledger);
	entry->at = making->at;
	entry->staff = 1;
}

static enum outcome
set_department(void *context, const char *const fields[], struct err *err)
{
	struct making *making = context;
	struct department_row row = { .open_ring = true };
	int exponent = making->settings.currency.exponent;
	struct entry entry;
	enum outcome outcome;

	row.number = atoi(fields[0]);
	text_copy(row.name, sizeof row.name, fields[1]);
	text_copy(row.taxes, sizeof row.taxes, fields[2]);
	row.min_age = atoi(fields[5]);
	if ((outcome = money_parse(fields[3], exponent, &row.min_price, err)) ||
	    (outcome = money_parse(fields[4], exponent, &row.max_price, err)))
		return outcome;
	begin_entry(making, &entry, ENTRY_RECORD);
	outcome = catalogue_put_department(making->ledger, &row, &entry, err);
	entry_done(&entry);
	return outcome;
}

static enum outcome
set_preset(void *context, const char *const fields[], struct err *err)
{
	struct making *making = context;
	struct preset_row row = { .number = atoi(fields[0]) };
	struct entry entry;
	enum outcome outcome;

	text_copy(row.label, sizeof row.label, fields[1]);
	text_copy(row.command, sizeof row.command, fields[2]);
	begin_entry(making, &entry, ENTRY_RECORD);
	outcome = catalogue_put_preset(making->ledger, &row, &entry, err);
	entry_done(&entry);
	return outcome;
}

static enum outcome
set_customer(void *context, const char *const fields[], struct err *err)
{
	struct making *making = context;
	struct customer_row row = { 0 };

	text_copy(row.name, sizeof row.name, fields[0]);
	text_copy(row.groups, sizeof row.groups, fields[1]);
	text_copy(row.card, sizeof row.card, fields[2]);
	return customer_put(making->ledger, &row, err);
}

/* The manager is there already: setup_make() gave them number 1. */
static enum outcome
hire(struct making *making, struct err *err)
{
	struct demo_person people[DEMO_STAFF_MAX];
	char hash[PIN_HASH_MAX];
	struct entry entry;
	size_t count = 0;
	int number;
	enum outcome outcome = demo_staff(people, &count, err);

	for (size_t i = 1; !outcome && i < count; i++) {
		pin_hash(hash, people[i].pin, people[i].number, ledger_pepper(making->ledger));
		begin_entry(making, &entry, ENTRY_STAFF);
		outcome = staff_add(making->ledger, people[i].name, people[i].group, hash,
		                    people[i].born, &entry, &number, err);
		entry_done(&entry);
		if (!outcome && number != people[i].number)
			outcome = err_set(err, RC_REFUSED,
			                  _("staff numbers of the demo shop must run from 1"));
	}
	return outcome;
}

static enum outcome
check_promotion(const char *json, int exponent, struct err *err)
{
	struct promotion promotion;
	enum outcome outcome = promotion_parse(&promotion, json, exponent, err);

	if (!outcome)
		promotion_done(&promotion);
	return outcome;
}

/* As the shop would: a file in the form of `ringup import`. */
static enum outcome
take_file(struct making *making, const char *file, import_fn *import, struct err *err)
{
	const struct import_options options = { .at = making->at,
		                                .check_promotion = check_promotion };
	struct import_report report;
	char path[PATH_MAX];
	struct entry entry;
	enum outcome outcome;

	if ((outcome = paths_data(path, file, err)))
		return outcome;
	outcome = import(ledger_folder(making->ledger), path, &options, &report, err);
	if (outcome) {
		err_detail(err, "%s", report.text);
		return outcome;
	}
	begin_entry(making, &entry, ENTRY_CATALOGUE);
	outcome = catalogue_swap(making->ledger, &entry, err);
	entry_done(&entry);
	return outcome;
}

static enum outcome
choose_settings(struct making *making, const struct conf *conf, struct err *err)
{
	struct entry entry;
	enum outcome outcome = RC_OK;

	for (size_t i = 0; !outcome && i < conf_count(conf); i++) {
		const struct conf_row *row = conf_row(conf, i);

		if (strcmp(row->section, "settings") != 0)
			continue;
		begin_entry(making, &entry, ENTRY_SETTING);
		outcome = settings_set(&making->settings, making->ledger, row->key, row->value,
		                       &entry, err);
		entry_done(&entry);
	}
	return outcome;
}

static enum outcome
check_off_steps(struct making *making, struct err *err)
{
	struct entry entry;
	enum outcome outcome = RC_OK;

	for (enum setup_step step = 0; !outcome && step < SETUP_STEPS; step++) {
		begin_entry(making, &entry, ENTRY_SETTING);
		outcome = setup_step_set(making->ledger, step, true, &entry, err);
		entry_done(&entry);
	}
	return outcome;
}

static enum outcome
furnish(struct making *making, const struct conf *conf, struct err *err)
{
	static const char *const departments[] = { "number",    "name",    "taxes", "min_price",
		                                   "max_price", "min_age", NULL };
	static const char *const presets[] = { "number", "label", "command", NULL };
	static const char *const customers[] = { "name", "groups", "card", NULL };
	enum outcome outcome;

	if ((outcome = settings_load(&making->settings, making->ledger, err)) ||
	    (outcome = choose_settings(making, conf, err)) ||
	    (outcome =
	             each_row("demo/departments.csv", departments, set_department, making, err)) ||
	    (outcome = take_file(making, "demo/items.csv", items_import, err)) ||
	    (outcome = each_row("demo/presets.csv", presets, set_preset, making, err)) ||
	    (outcome = take_file(making, "demo/promotions.csv", promotions_import, err)) ||
	    (outcome = each_row("demo/customers.csv", customers, set_customer, making, err)) ||
	    (outcome = hire(making, err)))
		return outcome;
	return check_off_steps(making, err);
}

static enum outcome
fill_in(struct setup *setup, const struct conf *conf, struct when at, struct err *err)
{
	struct demo_person people[DEMO_STAFF_MAX];
	size_t count;
	const struct {
		const char *key;
		char *out;
		size_t size;
	} texts[] = {
		{ "name", setup->name, sizeof setup->name },
		{ "address", setup->address, sizeof setup->address },
		{ "tax_number", setup->tax_number, sizeof setup->tax_number },
		{ "country", setup->country, sizeof setup->country },
		{ "language", setup->language, sizeof setup->language },
	};
	enum outcome outcome = demo_staff(people, &count, err);

	if (outcome)
		return outcome;
	memset(setup, 0, sizeof *setup);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const char *value = conf_get(conf, "init", texts[i].key);

		text_copy(texts[i].out, texts[i].size, value ? value : "");
	}
	text_copy(setup->departments, sizeof setup->departments, "none");
	text_copy(setup->manager_name, sizeof setup->manager_name, people[0].name);
	text_copy(setup->manager_pin, sizeof setup->manager_pin, people[0].pin);
	setup->at = at;
	return RC_OK;
}

enum outcome
demo_shop_make(const char *folder, struct when at, struct err *err)
{
	struct making making = { .at = at };
	char path[PATH_MAX], recovery[512];
	struct conf *conf;
	struct setup setup;
	enum outcome outcome;

	if ((outcome = paths_data(path, "demo/shop.conf", err)) ||
	    (outcome = conf_read(&conf, path, err)))
		return outcome;
	if (!(outcome = fill_in(&setup, conf, at, err)) &&
	    !(outcome = setup_make(folder, &setup, recovery, err)) &&
	    !(outcome = ledger_open(&making.ledger, folder, LEDGER_WRITE_FAST, err))) {
		outcome = furnish(&making, conf, err);
		ledger_close(&making.ledger);
	}
	conf_free(&conf);
	return outcome;
}
