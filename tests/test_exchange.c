/*
 * Files that go in and come out again: prices, taxes, promotions, customers, staff.
 */
#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/paths.h"
#include "ledger/customers.h"
#include "shop/exchange.h"
#include "shop_fixture.h"
#include "suite.h"

static struct import_options options;
static struct import_report report;

static enum outcome
import(import_fn *kind, const char *text)
{
	const char *path = shop_file("in.csv", text, strlen(text));
	options.at = shop_now();
	return kind(shop_folder, path, &options, &report, &shop_err);
}

static void
take(import_fn *kind, const char *text)
{
	struct entry entry;
	enum outcome outcome = import(kind, text);
	ck_assert_msg(outcome == RC_OK, "%s\n%s", shop_err.msg, report.text);
	if (!catalogue_new_waits(shop, NULL))
		return;
	entry = shop_entry();
	shop_ok(catalogue_swap(shop, &entry, &shop_err));
	entry_done(&entry);
	catalogue_at(shop, shop_now().utc_ms);
}

/* People are written by the import itself, which wants the till closed. */
static void
take_people(import_fn *kind, const char *text)
{
	ledger_close(&shop);
	enum outcome outcome = import(kind, text);
	shop_ok(ledger_open(&shop, shop_folder, LEDGER_WRITE_FAST, &shop_err));
	ck_assert_msg(outcome == RC_OK, "%s\n%s", shop_err.msg, report.text);
}

/* Caller frees. */
static char *
exported(export_fn *kind)
{
	char *text = NULL;
	size_t length = 0;
	FILE *file = open_memstream(&text, &length);
	shop_ok(kind(shop, file, &shop_err));
	fclose(file);
	return text;
}

/* What comes out goes in and changes nothing. */
static void
goes_round(const struct exchange *kind, int64_t rows)
{
	char *out = exported(kind->export);
	ledger_close(&shop);
	enum outcome outcome = import(kind->import, out);
	shop_ok(ledger_open(&shop, shop_folder, LEDGER_WRITE_FAST, &shop_err));
	ck_assert_msg(outcome == RC_OK, "%s: %s\n%s\n%s", kind->name, shop_err.msg, report.text,
	              out);
	ck_assert_msg(report.added + report.changed == 0, "%s\n%s", kind->name, out);
	ck_assert_int_eq(report.unchanged, rows);
	ck_assert(!catalogue_new_waits(shop, NULL));
	catalogue_at(shop, shop_now().utc_ms);
	free(out);
}

static const struct exchange *
kind_named(const char *name)
{
	const struct exchange *kind = exchanges;
	while (strcmp(kind->name, name) != 0)
		kind++;
	return kind;
}

static struct item_row
item(const char *number)
{
	struct item_row row;
	shop_ok(catalogue_item(shop, number, &row, &shop_err));
	return row;
}

/* The check of a till that knows one effect. */
static enum outcome
knows_percent(const char *json, int exponent, struct err *err)
{
	ck_assert_int_eq(exponent, 2);
	return strstr(json, "\"type\":\"percent\"") ? RC_OK
	                                            : err_set(err, RC_REFUSED, "effect.type: no");
}

static void
begin(void)
{
	setenv("TZ", "UTC", 1);
	memset(&options, 0, sizeof(options));
	shop_begin();
}

/* ---- prices ---- */

START_TEST(prices_begin_now_or_at_their_moment)
{
	take(items_import, "number,name,price,gtins\n1,Tea,1.99,96385074\n2,Coffee,3,\n");
	take(prices_import, "number;gtin;price;from\n1;;2.49;\n2;;3.50;2099-01-01\n"
	                    ";96385074;9.99;2098-12-31 08:30\n");
	ck_assert_int_eq(report.changed, 1);
	ck_assert_int_eq(report.added, 2);
	ck_assert_int_eq(item("1").price.e4, 2490000);
	ck_assert_int_eq(item("2").price.e4, 3000000);
	catalogue_at(shop, INT64_C(4070853000000) - 1);
	ck_assert_int_eq(item("1").price.e4, 2490000);
	catalogue_at(shop, INT64_C(4070853000000)); /* 2098-12-31 08:30 */
	ck_assert_int_eq(item("1").price.e4, 9990000);
	catalogue_at(shop, INT64_C(4070908800000)); /* 2099-01-01 */
	ck_assert_int_eq(item("2").price.e4, 3500000);

	struct entry entry = shop_last(ENTRY_CATALOGUE);
	ck_assert_str_eq(entry.is.catalogue.what, "prices");
	ck_assert_str_eq(entry.is.catalogue.file, "in.csv");
	ck_assert_int_eq(entry.is.catalogue.changed, 1);
	entry_done(&entry);
}
END_TEST

START_TEST(a_price_in_a_list_of_items_begins_with_the_import)
{
	int64_t before;
	take(items_import, "number,name,price\n1,Tea,1.99\n");
	before = shop_now().utc_ms;
	take(items_import, "number,name,price\n1,Green tea,2.49\n");
	ck_assert_int_eq(item("1").price.e4, 2490000);
	ck_assert_str_eq(item("1").name, "Green tea");
	catalogue_at(shop, before);
	ck_assert_int_eq(item("1").price.e4, 1990000);
}
END_TEST

static const struct {
	const char *file, *refused;
} bad_prices[] = {
	{ "number,price\n9,1\n", "line 2: there is no item 9" },
	{ "gtin,price\n96385074,1\n", "line 2: no item has the GTIN 96385074" },
	{ "gtin,price\n96385075,1\n", "line 2: the last digit of 96385075 should be 4" },
	{ "number,gtin,price\n,,1\n", "line 2: number and GTIN are missing" },
	{ "number,price\n1,\n", "line 2: price \"\" cannot be read" },
	{ "number,price\n1,-1\n", "line 2: price -1 is below zero" },
	{ "number,price,from\n9,x,soon\n",
	  "line 2: there is no item 9; price \"x\" cannot be read; \"soon\" is no moment" },
	{ "number,price\n1,0\n", "line 2: item 1 may not have the price 0" },
	{ "number,price,from\n1,1,soon\n", "line 2: \"soon\" is no moment" },
	{ "number,price,from\n1,1,2099-01-01\n1,2,2099-01-01 00:00\n",
	  "line 3: the price of item 1 from then stands in line 2 already" },
	{ "number,price,from\n1,1,2001-01-01\n1,2,\n",
	  "line 3: the price of item 1 from then stands in line 2 already" },
};

START_TEST(prices_that_make_no_sense_are_named_with_their_line)
{
	take(items_import, "number,name,price\n1,Tea,1.99\n");
	shop_refused(import(prices_import, bad_prices[_i].file), RC_REFUSED,
	             "1 row cannot be imported: nothing was changed");
	ck_assert_msg(
	        strncmp(report.text, bad_prices[_i].refused, strlen(bad_prices[_i].refused)) == 0,
	        "%s", report.text);
	ck_assert(!catalogue_new_waits(shop, NULL));
}
END_TEST

START_TEST(a_list_of_prices_needs_its_columns)
{
	shop_refused(import(prices_import, "number,name\n1,Tea\n"), RC_REFUSED,
	             "the column \"price\" is missing");
	shop_refused(import(prices_import, "price\n1\n"), RC_REFUSED,
	             "the column \"number\" is missing");
	shop_refused(import(prices_import, "number,price,colour\n1,1,red\n"), RC_REFUSED,
	             "the column \"colour\" is not known");
	ck_assert_str_eq(shop_err.hint, "columns are: number gtin name price from");
}
END_TEST

/* ---- taxes ---- */

START_TEST(a_new_rate_has_its_first_day)
{
	struct tax_row rows[20];
	size_t count = 0, found = 0;
	take(taxes_import, "code,name,rate,from\nA,VAT 20 %,20,2027-01-01\n");
	ck_assert_int_eq(report.added, 1);
	shop_ok(catalogue_taxes(shop, rows, 20, &count, &shop_err));
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].code, "A") != 0 || rows[i].from != 20270101)
			continue;
		found++;
		ck_assert_int_eq(rows[i].rate_ppm, 200000);
		ck_assert(rows[i].included && rows[i].affected && !rows[i].compound);
	}
	ck_assert_uint_eq(found, 1);
}
END_TEST

static const struct {
	const char *row, *refused;
} bad_taxes[] = {
	{ ",VAT,percent,19,,", "code \"\" cannot be read" },
	{ "A B,VAT,percent,19,,", "code \"A B\" cannot be read" },
	{ "TOOLONGACODE,VAT,percent,19,,", "code is longer than 8 bytes" },
	{ "X,,percent,19,,", "the name is missing" },
	{ "X,VAT,perhaps,19,,", "kind \"perhaps\" is not percent, fixed or division" },
	{ "X,VAT,percent,many,,", "rate \"many\" cannot be read" },
	{ "X,VAT,percent,-1,,", "rate \"-1\" cannot be read" },
	{ "X,VAT,percent,19,1,", "only a fixed tax has an amount" },
	{ "X,VAT,fixed,19,1,", "a fixed tax has an amount and no rate" },
	{ "X,,vat,x,y,soon", "from \"soon\" cannot be read; kind \"vat\" is not percent, fixed or division; rate \"x\" "
	                     "cannot be read; amount \"y\" cannot be read; the name is missing" },
	{ "X,VAT,division,100,,", "a share of the price is less than 100 %" },
	{ "X,VAT,percent,19,,2027-13-01", "from \"2027-13-01\" cannot be read" },
};

START_TEST(taxes_that_make_no_sense_are_refused)
{
	char file[200], expected[300];
	snprintf(file, sizeof(file), "code,name,kind,rate,amount,from\n%s\n", bad_taxes[_i].row);
	snprintf(expected, sizeof(expected), "line 2: %s\n", bad_taxes[_i].refused);
	ck_assert_int_eq(import(taxes_import, file), RC_REFUSED);
	ck_assert_str_eq(report.text, expected);
}
END_TEST

/* ---- promotions ---- */

START_TEST(promotions_come_as_a_sheet_or_as_json)
{
	struct promotion_row rows[4];
	size_t count = 0;
	options.check_promotion = knows_percent;
	take(promotions_import,
	     "name,effect,percent,items,category,code,days,hours,customer_group,tiers\n"
	     "Weekend,percent,10,1 2,drinks | cola,WE,sat sun,09:00-12:00,VIP|staff,\n");
	take(promotions_import, " [{\"name\": \"All\", \"trigger\": \"automatic\",\n"
	                        "  \"effect\": {\"type\": \"percent\", \"percent\": \"5\"}}]");
	shop_ok(catalogue_promotions(shop, rows, 4, &count, &shop_err));
	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(rows[0].name, "Weekend");
	ck_assert(rows[0].active && rows[0].order < rows[1].order);
	ck_assert_str_eq(
	        rows[0].json,
	        "{\"name\":\"Weekend\",\"code\":\"WE\",\"trigger\":\"code\",\"effect\":{\"type\":"
	        "\"percent\",\"percent\":\"10\",\"target\":{\"skus\":[\"1\",\"2\"],\"category\":["
	        "\"drinks\",\"cola\"]}},\"conditions\":{\"customer_group\":[\"VIP\",\"staff\"],"
	        "\"days\":[\"sat\",\"sun\"],\"hours\":[\"09:00-12:00\"]}}");
	ck_assert_str_eq(rows[1].json, "{\"name\":\"All\",\"trigger\":\"automatic\",\"effect\":{"
	                               "\"type\":\"percent\",\"percent\":\"5\"}}");
	goes_round(kind_named("promotions"), 2);

	/* names with "active" alone switch */
	take(promotions_import, "name,active\nWeekend,no\n");
	shop_ok(catalogue_promotions(shop, rows, 4, &count, &shop_err));
	ck_assert(!rows[0].active && strstr(rows[0].json, "drinks"));
	char *json = exported(promotions_export_json);
	ck_assert_str_eq(json,
	                 "[\n{\"name\":\"All\",\"trigger\":\"automatic\",\"effect\":{\"type\":"
	                 "\"percent\",\"percent\":\"5\"}}\n]\n");
	free(json);
	goes_round(kind_named("promotions"), 2);
}
END_TEST

START_TEST(every_column_of_a_promotion_goes_round)
{
	take(promotions_import, "name,effect,buy,get,repeat,item,tiers,min_items,min_qty,not_with,"
	                        "usage_limit,from,until\n"
	                        "A,free_extra,2,1,yes,7,,,,,3,2027-01-01,2027-01-31T12:00\n"
	                        "B,tier_flat,,,,,100:15 200:20.50,1 2,3,A|C,,,\n");
	goes_round(kind_named("promotions"), 2);
}
END_TEST

static const struct {
	const char *file, *refused;
} bad_promotions[] = {
	{ "name,effect\n,percent\n", "line 2: the name is missing\n" },
	{ "name,effect\nA,x\n", "line 2: effect.type: no\n" },
	{ "name,effect,buy\nA,percent,two\n", "line 2: buy \"two\" cannot be read\n" },
	{ "name,effect,tiers\nA,percent,100\n", "line 2: tiers \"100\" cannot be read\n" },
	{ "name,active\nA,yes\n", "line 2: there is no promotion \"A\"\n" },
	{ "name,effect\nA,percent\nA,percent\n",
	  "line 3: promotion \"A\" stands in line 2 already\n" },
	{ "[{\"name\":\"A\"}]", "promotion 1: effect.type: no\n" },
	{ "[7]", "promotion 1: the name is missing\n" },
};

START_TEST(promotions_the_till_cannot_carry_out_are_refused)
{
	options.check_promotion = knows_percent;
	ck_assert_int_eq(import(promotions_import, bad_promotions[_i].file), RC_REFUSED);
	ck_assert_str_eq(report.text, bad_promotions[_i].refused);
	shop_refused(import(promotions_import, "{\"name\":\"A\"}"), RC_REFUSED,
	             "the file is no list of promotions");
}
END_TEST

/* ---- people ---- */

START_TEST(customers_come_with_groups_and_card)
{
	struct customer_row row;
	take_people(customers_import,
	            "number,name,groups,card,address,email\n"
	            "17,Ann Other,VIP staff,2900017,\"1 Lane\nTown\",a@b.example\n"
	            ",Bob,,,,\n");
	ck_assert_int_eq(report.added, 2);
	shop_ok(customer_get(shop, 17, &row, &shop_err));
	ck_assert_str_eq(row.groups, "VIP staff");
	ck_assert_str_eq(row.address, "1 Lane\nTown");
	ck_assert_str_eq(row.email, "a@b.example");
	shop_ok(customer_get(shop, 18, &row, &shop_err));
	ck_assert_str_eq(row.name, "Bob");
	/* nothing personal is in the entry */
	struct entry entry = shop_last(ENTRY_CATALOGUE);
	ck_assert_str_eq(entry.is.catalogue.what, "customers");
	ck_assert_int_eq(entry.is.catalogue.added, 2);
	entry_done(&entry);
	goes_round(kind_named("customers"), 2);
	goes_round(kind_named("groups"), 1);

	/* groups alone, by number; a card finds who has no number in the file */
	take_people(customers_import, "number,groups\n17,staff\n");
	take_people(customers_import, "card,name\n2900017,Ann Author\n");
	shop_ok(customer_get(shop, 17, &row, &shop_err));
	ck_assert_str_eq(row.groups, "staff");
	ck_assert_str_eq(row.name, "Ann Author");
}
END_TEST

static const struct {
	const char *file, *refused;
} bad_customers[] = {
	{ "number,name\n17,\n", "line 2: the name is missing\n" },
	{ "number,groups\n17,VIP\n", "line 2: the name is missing\n" },
	{ "number,name,card\n1,,5\n1,,5\n", "line 2: the name is missing\n"
	                                  "line 3: the name is missing; customer 1 stands in line 2 "
	                                  "already; card 5 stands in line 2 already\n" },
	{ "number,name\nx,Ann\n", "line 2: number \"x\" cannot be read\n" },
	{ "number,name\n1,Ann\n1,Bob\n", "line 3: customer 1 stands in line 2 already\n" },
	{ "name,card\nAnn,77\nBob,77\n", "line 3: card 77 stands in line 2 already\n" },
	{ "name\n4111 1111 1111 1111\n",
	  "line 2: name looks like a card number, which is never kept\n" },
};

START_TEST(customers_that_make_no_sense_are_refused)
{
	ledger_close(&shop);
	enum outcome outcome = import(customers_import, bad_customers[_i].file);
	shop_ok(ledger_open(&shop, shop_folder, LEDGER_WRITE_FAST, &shop_err));
	ck_assert_int_eq(outcome, RC_REFUSED);
	ck_assert_str_eq(report.text, bad_customers[_i].refused);
}
END_TEST

START_TEST(people_are_not_changed_while_the_till_is_open)
{
	shop_refused(import(customers_import, "name\nAnn\n"), RC_BUSY, "");
	ck_assert_str_eq(shop_err.hint,
	                 "close the till first: people are not changed while it is open");
	options.dry_run = true;
	shop_ok(import(customers_import, "name\nAnn\n"));
	ck_assert_int_eq(report.added, 1);
}
END_TEST

START_TEST(staff_come_without_a_pin_and_choose_one)
{
	struct staff_row row;
	take_people(staff_import, "number,name,group,born,left\n1,Mo,manager,,\n"
	                          "3,Cy,cashier,2008-02-29,\n4,Di,,,\n");
	shop_ok(staff_get(shop, 3, &row, &shop_err));
	ck_assert_str_eq(row.pin_hash, "");
	ck_assert_int_eq(row.born, 20080229);
	goes_round(kind_named("staff"), 3);
	take_people(staff_import, "number,left\n3,yes\n");
	shop_ok(staff_get(shop, 3, &row, &shop_err));
	ck_assert(row.left);
	ck_assert_str_eq(row.name, "Cy");
}
END_TEST

static const struct {
	const char *file, *refused;
} bad_staff[] = {
	{ "number,name\n,Ann\n", "1 row cannot be imported" },
	{ "number,name\n10000,Ann\n", "1 row cannot be imported" },
	{ "number,name,group\n2,Ann,king\n", "1 row cannot be imported" },
	{ "number,name\n2,Ann\n2,Bob\n", "1 row cannot be imported" },
	{ "number,left\n1,yes\n", "nobody would be left who may change staff" },
	{ "number,group\n1,cashier\n", "nobody would be left who may change staff" },
	{ "name\nAnn\n", "the column \"number\" is missing" },
};

START_TEST(staff_that_make_no_sense_are_refused)
{
	ledger_close(&shop);
	enum outcome outcome = import(staff_import, bad_staff[_i].file);
	shop_ok(ledger_open(&shop, shop_folder, LEDGER_WRITE_FAST, NULL));
	shop_refused(outcome, RC_REFUSED, bad_staff[_i].refused);
}
END_TEST

/* ---- all of it ---- */

START_TEST(what_was_exported_changes_nothing)
{
	take(items_import,
	     "number,plu,name,gtins,department,price,taxes,unit,cost,category,min_age,deposit_item,"
	     "reorder_level,max_quantity,zero_price,retired,taxes_eat_in,taxes_take_away,content,"
	     "content_unit\n"
	     "1,5,\"Tea, \"\"green\"\"\",96385074 "
	     "4006381333931*6,1,1.9995,A,,1.005,drinks/tea,16,2,"
	     "3.5,10,,,A,B,0.75,l\n"
	     "2,,Deposit,,1,0.25,,,,,,,,,,,,,,\n"
	     "3,,Cheese,,1,,,kg,,,,,,,,yes,,,,\n"
	     "4,,Bag,,1,0,,,,,,,,,yes,,,,,\n");
	take(prices_import, "number,price,from\n1,2.50,\n1,2.75,2099-01-01 06:30:10\n");
	goes_round(kind_named("items"), 4);
	goes_round(kind_named("prices"), 4);
	struct tax_row taxes[50];
	size_t count = 0;
	shop_ok(catalogue_taxes(shop, taxes, 50, &count, &shop_err));
	goes_round(kind_named("taxes"), (int64_t)count);
	goes_round(kind_named("staff"), 1);
}
END_TEST

#define ROWS(table) ((int)(sizeof(table) / sizeof(*(table))))

int
main(void)
{
	Suite *suite = suite_create("exchange");
	TCase *tcase = tcase_create("exchange");
	tcase_add_checked_fixture(tcase, begin, shop_end);
	tcase_add_test(tcase, prices_begin_now_or_at_their_moment);
	tcase_add_test(tcase, a_price_in_a_list_of_items_begins_with_the_import);
	tcase_add_loop_test(tcase, prices_that_make_no_sense_are_named_with_their_line, 0,
	                    ROWS(bad_prices));
	tcase_add_test(tcase, a_list_of_prices_needs_its_columns);
	tcase_add_test(tcase, a_new_rate_has_its_first_day);
	tcase_add_loop_test(tcase, taxes_that_make_no_sense_are_refused, 0, ROWS(bad_taxes));
	tcase_add_test(tcase, promotions_come_as_a_sheet_or_as_json);
	tcase_add_test(tcase, every_column_of_a_promotion_goes_round);
	tcase_add_loop_test(tcase, promotions_the_till_cannot_carry_out_are_refused, 0,
	                    ROWS(bad_promotions));
	tcase_add_test(tcase, customers_come_with_groups_and_card);
	tcase_add_loop_test(tcase, customers_that_make_no_sense_are_refused, 0,
	                    ROWS(bad_customers));
	tcase_add_test(tcase, people_are_not_changed_while_the_till_is_open);
	tcase_add_test(tcase, staff_come_without_a_pin_and_choose_one);
	tcase_add_loop_test(tcase, staff_that_make_no_sense_are_refused, 0, ROWS(bad_staff));
	tcase_add_test(tcase, what_was_exported_changes_nothing);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
