#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/gtin.h"
#include "shop/exchange.h"
#include "shop_fixture.h"
#include "suite.h"

static struct import_options options;
static struct import_report report;

static enum outcome
import_bytes(const char *text, size_t length)
{
	const char *path = shop_file("items.csv", text, length);
	return items_import(shop_folder, path, &options, &report, &shop_err);
}

static enum outcome
import(const char *text)
{
	return import_bytes(text, strlen(text));
}

static void
swap(void)
{
	struct entry entry = shop_entry();
	shop_ok(catalogue_swap(shop, &entry, &shop_err));
}

static void
take(const char *text)
{
	enum outcome outcome = import(text);
	ck_assert_msg(outcome == RC_OK, "%s\n%s", shop_err.msg, report.text);
	swap();
}

static struct item_row
item(const char *number)
{
	struct item_row row;
	shop_ok(catalogue_item(shop, number, &row, &shop_err));
	return row;
}

static void
begin(void)
{
	memset(&options, 0, sizeof(options));
	shop_begin();
}

/* ---- what is taken ---- */

START_TEST(every_column_arrives)
{
	take("number,plu,name,gtins,department,price,taxes,unit,cost,category,min_age,deposit_item,"
	     "reorder_level,max_quantity,zero_price,retired\n"
	     "1012,12,Oat drink 1 l,4006381333931 "
	     "4006381333948*6,1,1.99,B,kg,1.2345,drinks,18,99,3.5,20,yes,"
	     "no\n"
	     "99,,Deposit,,,0.25,,,,,,,,,,\n");
	struct item_row row = item("1012");
	ck_assert_int_eq(row.plu, 12);
	ck_assert_str_eq(row.name, "Oat drink 1 l");
	ck_assert_int_eq(row.department, 1);
	ck_assert(row.has_price);
	ck_assert_int_eq(row.price.e4, 1990000);
	ck_assert_str_eq(row.taxes, "B");
	ck_assert_str_eq(row.unit, "kg");
	ck_assert_int_eq(row.cost.e4, 1234500);
	ck_assert_str_eq(row.category, "drinks");
	ck_assert_int_eq(row.min_age, 18);
	ck_assert_str_eq(row.deposit_item, "99");
	ck_assert_int_eq(row.reorder_level_milli, 3500);
	ck_assert_int_eq(row.max_qty_milli, 20000);
	ck_assert(row.zero_price_allowed);
	ck_assert(!row.retired);
	struct item_code_row codes[8];
	size_t count;
	shop_ok(catalogue_codes(shop, "1012", codes, 8, &count, &shop_err));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(codes[1].gtin, INT64_C(4006381333948));
	ck_assert_int_eq(codes[1].pack, 6);
	ck_assert_int_eq(report.rows, 2);
	ck_assert_int_eq(report.added, 2);
}
END_TEST

static const struct {
	const char *written, *unit;
} spellings[] = {
	{ "", "" },       { "each", "" }, { "Stück", "" },  { "KG", "kg" },   { " kilo ", "kg" },
	{ "公斤", "kg" }, { "L", "l" },   { "Litre", "l" }, { "ML", "ml" },   { "lbs", "lb" },
	{ "m²", "m2" },   { "斤", "斤" }, { "Mètre", "m" }, { "hours", "h" },
};

START_TEST(a_unit_may_be_spelled_in_many_ways)
{
	char file[200];
	snprintf(file, sizeof(file), "number,name,price,unit\n1,Tea,2,%s\n", spellings[_i].written);
	take(file);
	ck_assert_str_eq(item("1").unit, spellings[_i].unit);
}
END_TEST

START_TEST(separators_quotes_and_a_bom_are_found_out)
{
	take("\xef\xbb\xbfnumber;name;price\r\n1;\"Say \"\"cheese\"\"; please\";1,99\r\n");
	ck_assert_str_eq(item("1").name, "Say \"cheese\"; please");
	ck_assert_int_eq(item("1").price.e4, 1990000);
	take("name\tNumber\tPRICE\nTabbed\t2\t3\n");
	ck_assert_str_eq(item("2").name, "Tabbed");
	ck_assert_int_eq(item("1").price.e4, 1990000);
}
END_TEST

START_TEST(the_first_gtin_is_the_number_where_there_is_none)
{
	take("gtins,name,price\n4006381333931*2 96385074,Pens,1\n");
	ck_assert_str_eq(item("4006381333931").name, "Pens");
}
END_TEST

START_TEST(columns_that_are_not_there_leave_what_is)
{
	take("number,name,price,gtins,category\n1,Tea,2.00,96385074,drinks\n");
	take("number,name,price\n1,Black tea,2.50\n");
	struct item_row row = item("1");
	ck_assert_str_eq(row.name, "Black tea");
	ck_assert_str_eq(row.category, "drinks");
	struct item_code_row codes[8];
	size_t count;
	shop_ok(catalogue_codes(shop, "1", codes, 8, &count, &shop_err));
	ck_assert_uint_eq(count, 1);
	take("number,name,price,gtins\n1,Black tea,2.50,\n");
	shop_ok(catalogue_codes(shop, "1", codes, 8, &count, &shop_err));
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(catalogue_item_by_gtin(shop, 96385074, &row, &(int64_t){ 0 }, &shop_err),
	                 RC_NOT_FOUND);
}
END_TEST

START_TEST(the_same_file_again_changes_nothing)
{
	static const char file[] =
	        "number,name,price,gtins\n1,Tea,2.00,96385074\n2,Café,,4006381333931*6\n";
	take(file);
	ck_assert(!item("2").has_price);
	shop_ok(import(file));
	ck_assert_int_eq(report.unchanged, 2);
	ck_assert_int_eq(report.added + report.changed, 0);
	ck_assert(!catalogue_new_waits(shop, NULL));
	shop_ok(import("number,name,price,gtins\n1,Tea,2.10,96385074\n3,New,1,\n2,Café,,"
	               "4006381333931*6\n"));
	ck_assert_int_eq(report.changed, 1);
	ck_assert_int_eq(report.added, 1);
	ck_assert_int_eq(report.unchanged, 1);
}
END_TEST

START_TEST(a_code_can_move_to_another_item)
{
	struct item_row row;
	struct item_code_row codes[8];
	size_t count;
	int64_t pack;
	take("number,name,price,gtins\n1,Tea,2,96385074\n2,Coffee,3,4006381333931\n");
	/* not behind the other's back */
	shop_refused(import("number,name,price,gtins\n2,Coffee,3,4006381333931 96385074*3\n"),
	             RC_REFUSED, "1 row cannot be imported");
	ck_assert_str_eq(report.text, "line 2: GTIN 96385074 of \"Coffee\" belongs to item 1 "
	                              "already, \"Tea\"\n");
	take("number,name,price,gtins\n2,Coffee,3,4006381333931 96385074*3\n1,Tea,2,\n");
	shop_ok(catalogue_item_by_gtin(shop, 96385074, &row, &pack, &shop_err));
	ck_assert_str_eq(row.number, "2");
	ck_assert_int_eq(pack, 3);
	shop_ok(catalogue_codes(shop, "1", codes, 8, &count, &shop_err));
	ck_assert_uint_eq(count, 0);
	/* and two can change places */
	take("number,name,price,gtins\n1,Tea,2,4006381333931\n2,Coffee,3,96385074\n");
	shop_ok(catalogue_item_by_gtin(shop, 96385074, &row, &pack, &shop_err));
	ck_assert_str_eq(row.number, "2");
	shop_ok(catalogue_item_by_gtin(shop, INT64_C(4006381333931), &row, &pack, &shop_err));
	ck_assert_str_eq(row.number, "1");
}
END_TEST

START_TEST(departments_go_by_number_or_name_and_the_first_is_taken_for_none)
{
	struct department_row row = { .number = 7, .name = "Drinks", .taxes = "A" };
	struct entry entry = shop_entry();
	shop_ok(catalogue_put_department(shop, &row, &entry, &shop_err));
	take("number,name,price,department\n1,A,1,7\n2,B,1,Drinks\n3,C,1,\n");
	ck_assert_int_eq(item("1").department, 7);
	ck_assert_int_eq(item("2").department, 7);
	ck_assert_int_eq(item("3").department, 1);
}
END_TEST

START_TEST(names_are_cleaned)
{
	take("number,name,price\n1,  Red \t wine\x1b[2J \u202e evil  ,1\n2,=SUM(A1),1\n");
	ck_assert_str_eq(item("1").name, "Red wine[2J evil");
	ck_assert_str_eq(item("2").name, "=SUM(A1)");
}
END_TEST

START_TEST(a_dry_run_says_what_would_change_and_changes_nothing)
{
	options.dry_run = true;
	shop_ok(import("number,name,price\n1,Tea,2\n2,Coffee,3\n"));
	ck_assert_int_eq(report.added, 2);
	ck_assert(!catalogue_new_waits(shop, NULL));
	ck_assert_int_eq(catalogue_item_count(shop), 0);
}
END_TEST

START_TEST(wrong_check_digits_are_taken_when_asked)
{
	ck_assert_int_eq(import("number,name,price,gtins\n1,Tea,2,4006381333932\n"), RC_REFUSED);
	options.accept_bad_gtins = true;
	take("number,name,price,gtins\n1,Tea,2,4006381333932\n");
	struct found found;
	shop_ok(items_look_up(shop, &shop_settings, "4006381333932", true, 0, &found, &shop_err));
	ck_assert_int_eq(found.kind, FOUND_ITEM);
}
END_TEST

START_TEST(the_import_is_an_entry_with_file_and_figures)
{
	struct hash digest;
	take("number,name,price\n1,Tea,2\n2,Coffee,3\n");
	shop_ok(hash_file(&digest, shop_beside("items.csv"), &shop_err));
	struct entry entry = shop_last(ENTRY_CATALOGUE);
	ck_assert_str_eq(entry.is.catalogue.file, "items.csv");
	ck_assert_int_eq(entry.is.catalogue.added, 2);
	ck_assert(hash_equal(&entry.is.catalogue.digest, &digest));
	entry_done(&entry);
}
END_TEST

START_TEST(two_imports_before_a_swap_both_count)
{
	struct item_row row;
	shop_ok(import("number,name,price\n1,Tea,2\n"));
	shop_ok(import("number,name,price\n2,Coffee,3\n"));
	struct catalogue_facts facts;
	ck_assert(catalogue_new_waits(shop, &facts));
	ck_assert_int_eq(facts.added, 2);
	swap();
	shop_ok(catalogue_item(shop, "1", &row, &shop_err));
	shop_ok(catalogue_item(shop, "2", &row, &shop_err));
}
END_TEST

/* ---- what is refused ---- */

static const struct {
	const char *header, *part;
} headers[] = {
	{ "number,name,price,colour\n", "colour" },
	{ "number,name,price,name\n", "twice" },
	{ "number,name\n", "price" },
	{ "number,price\n", "name" },
	{ "name,price\n", "number" },
	{ "", "" },
	{ "\n", "" },
};

START_TEST(headers_that_make_no_sense_are_refused)
{
	char file[200];
	snprintf(file, sizeof(file), "%s1,2,3\n", headers[_i].header);
	ck_assert_int_eq(import(_i == 5 ? "" : file), RC_REFUSED);
	ck_assert_ptr_nonnull(strstr(shop_err.msg, headers[_i].part));
	ck_assert_int_eq(catalogue_item_count(shop), 0);
}
END_TEST

#define HEADER                                                                                     \
	"number,name,price,gtins,department,taxes,plu,min_age,unit,reorder_level,deposit_item,"    \
	"zero_price,cost\n"

static const struct {
	const char *row, *part;
} bad_rows[] = {
	{ "1,,2,,,,,,,,,,", "name is missing" },
	{ ",Tea,2,,,,,,,,,,", "number and GTIN are missing" },
	{ "1,Tea,two,,,,,,,,,,", "price \"two\"" },
	{ "1,Tea,-2,,,,,,,,,,", "below zero" },
	{ "1,Tea,9223372036854775808,,,,,,,,,,", "price" },
	{ "1,Tea,99999999999999999999999,,,,,,,,,,", "price" },
	{ "1,Tea,1e9,,,,,,,,,,", "price" },
	{ "1,Tea,10000.01,,,,,,,,,,", "highest price" },
	{ "1,Tea,0,,,,,,,,,,", "zero_price" },
	{ "1,Tea,1.1234567,,,,,,,,,,", "price" },
	{ "1,Tea,2,4006381333932,,,,,,,,,", "should be 1" },
	{ "1,Tea,2,12345,,,,,,,,,", "12345" },
	{ "1,Tea,2,4006381333931*0,,,,,,,,,", "gtins" },
	{ "1,Tea,2,4006381333931*,,,,,,,,,", "gtins" },
	{ "1,Tea,2,4006381333931*-6,,,,,,,,,", "gtins" },
	{ "1,Tea,2,,77,,,,,,,,", "no department \"77\"" },
	{ "1,Tea,2,,,Q,,,,,,,", "no tax Q" },
	{ "1,Tea,2,,,A A A A A A A A A A A A A A A A A,,,,,,,", "taxes" },
	{ "1,Tea,2,,,,-1,,,,,,", "plu" },
	{ "1,Tea,2,,,,1.5,,,,,,", "plu" },
	{ "1,Tea,2,,,,,old,,,,,", "min_age" },
	{ "1,Tea,2,,,,,,a very long unit,,,,", "unit" },
	{ "1,Tea,2,,,,,,kgg,,,,", "unit \"kgg\" is not known; empty is pieces, others are kg" },
	{ "1,Tea,2,,,,,,,-1,,,", "reorder_level" },
	{ "1,Tea,2,,,,,,,,404,,", "no deposit item 404" },
	{ "1,Tea,2,,,,,,,,1,,", "own deposit" },
	{ "1,Tea,2,,,,,,,,,perhaps,", "zero_price" },
	{ "1,Tea,2,,,,,,,,,,x", "cost" },
	{ "two words,Tea,2,,,,,,,,,,", "number" },
	{ "1234567890123456789012345,Tea,2,,,,,,,,,,", "number is longer" },
	{ "1,Card 4111111111111111,2,,,,,,,,,,", "card number" },
	{ "1,Te\xff\xfe,2,,,,,,,,,,", "UTF-8" },
	{ "1,\"Tea\"x,2,,,,,,,,,,", "quote" },
	{ "1,Tea,2", "" },
	{ "1,Tea,2,,,,,,,,,,,,,", "" },
};

START_TEST(bad_rows_are_named_with_their_line)
{
	char file[1000];
	snprintf(file, sizeof(file), HEADER "10,Good,1,,,,,,,,,,\n%s\n11,Good,1,,,,,,,,,,\n",
	         bad_rows[_i].row);
	shop_refused(import(file), RC_REFUSED, "1 row cannot be imported");
	ck_assert_int_eq(report.bad, 1);
	ck_assert_msg(strncmp(report.text, "line 3", 6) == 0 &&
	                      !strstr(report.text + 1, "line 3") &&
	                      strstr(report.text, bad_rows[_i].part),
	              "%s", report.text);
	ck_assert(!catalogue_new_waits(shop, NULL));
	ck_assert_int_eq(catalogue_item_count(shop), 0);
}
END_TEST

START_TEST(nul_bytes_are_no_text)
{
	static const char file[] = "number,name,price\n1,Te\0a,2\n";
	ck_assert_int_eq(import_bytes(file, sizeof(file) - 1), RC_REFUSED);
	ck_assert_int_eq(catalogue_item_count(shop), 0);
}
END_TEST

START_TEST(what_stands_twice_is_named_with_both_lines)
{
	ck_assert_int_eq(import("number,name,price,gtins,plu\n1,A,1,96385074,5\n1,B,1,,\n2,C,1,"
	                        "96385074,\n3,D,1,,5\n"),
	                 RC_REFUSED);
	ck_assert_str_eq(report.text, "line 3: item 1 stands in line 2 already\n"
	                              "line 4: GTIN 96385074 of \"C\" stands in line 2 already: "
	                              "\"A\"\n"
	                              "line 5: PLU 5 stands in line 2 already\n");
}
END_TEST

START_TEST(what_stands_twice_is_named_in_any_order_of_the_file)
{
	ck_assert_int_eq(import("number,name,price\n5,A,1\n3,B,1\n9,C,1\n3,D,1\n5,E,1\n03,F,1\n"
	                        "7,G,1\n9,H,1\n10,I,1\n7,J,1\n03,K,1\n"),
	                 RC_REFUSED);
	ck_assert_str_eq(report.text, "line 5: item 3 stands in line 3 already\n"
	                              "line 6: item 5 stands in line 2 already\n"
	                              "line 9: item 9 stands in line 4 already\n"
	                              "line 11: item 7 stands in line 8 already\n"
	                              "line 12: item 03 stands in line 7 already\n");
}
END_TEST

/* Whatever is found when: rows in their order, each with all that is wrong with it. */
START_TEST(bad_rows_stand_in_their_order_with_all_faults)
{
	take("number,name,price,gtins\n1,Tea,2.00,96385074\n");
	ck_assert_int_eq(import("number,name,price,gtins,department,min_age,deposit_item,plu\n"
	                        "2,,x,4006381333932,nowhere,old,D9,\n" /* all of it */
	                        "3,Milk,1,,,,D9,7\n"
	                        "4,Salt,1,96385074,,,,7\n" /* a code and a PLU of others */
	                        "5,Rice,1,\n"              /* no row at all */
	                        "6,Oil,0,,,,D9,\n"
	                        "7,Sugar,1,,,,,\n"
	                        "3,Milk,1,,,,,\n"),
	                 RC_REFUSED);
	ck_assert_str_eq(
	        report.text,
	        "line 2: the name is missing; the last digit of 4006381333932 should be 1; "
	        "there is no department \"nowhere\"; price \"x\" cannot be read; "
	        "min_age \"old\" cannot be read; there is no deposit item D9\n"
	        "line 3: there is no deposit item D9\n"
	        "line 4: PLU 7 stands in line 3 already; GTIN 96385074 of \"Salt\" belongs "
	        "to item 1 already, \"Tea\"\n"
	        "line 5 has 4 fields, the header has 8\n"
	        "line 6: price 0 needs \"yes\" in the column zero_price; there is no "
	        "deposit item D9\n"
	        "line 8: item 3 stands in line 3 already\n");
	ck_assert_int_eq(report.bad, 6);
	ck_assert_int_eq(report.rows, 7);
}
END_TEST

/* A fault found late comes before those that stand behind it, and all rows are counted. */
START_TEST(late_faults_come_before_later_rows)
{
	struct buf file = { 0 };
	buf_add(&file, "number,name,price,deposit_item\n0,Water,1,D9\n");
	for (int i = 1; i <= 99; i++)
		buf_format(&file, "%d,Tea,%s,D9\n", i, i % 2 ? "bad" : "1");
	shop_refused(import(file.text), RC_REFUSED, "100 rows cannot be imported");
	ck_assert(strncmp(report.text, "line 2: there is no deposit item D9\nline 3: price", 49) ==
	          0);
	ck_assert_ptr_nonnull(strstr(report.text, "line 51: "));
	ck_assert_ptr_null(strstr(report.text, "line 52"));
	buf_done(&file);
}
END_TEST

START_TEST(blanks_around_fields_say_nothing)
{
	take("number ; name ; price ; gtins ; min_age\n 1 ; Tea ; 1,99 ; 96385074 ; 16 \n");
	ck_assert_int_eq(item("1").price.e4, 1990000);
	ck_assert_int_eq(item("1").min_age, 16);
	ck_assert_str_eq(item("1").name, "Tea");
	shop_refused(import("number,name,price,\n1,Tea,1,\n"), RC_REFUSED, "column 4 has no name");
}
END_TEST

START_TEST(a_plu_another_item_has_is_refused)
{
	take("number,name,price,plu\n1,A,1,5\n2,B,1,6\n");
	shop_refused(import("number,name,price,plu\n3,C,1,5\n"), RC_REFUSED, "PLU 5");
	ck_assert(!catalogue_new_waits(shop, NULL));
	/* but two can change places */
	take("number,name,price,plu\n1,A,1,6\n2,B,1,5\n");
	ck_assert_int_eq(item("1").plu, 6);
}
END_TEST

START_TEST(fifty_bad_rows_are_shown_and_all_are_counted)
{
	struct buf file = { 0 };
	buf_add(&file, "number,name,price\n");
	for (int i = 1; i <= 120; i++)
		buf_format(&file, "%d,Tea,bad\n", i);
	shop_refused(import(file.text), RC_REFUSED, "120 rows cannot be imported");
	ck_assert_int_eq(report.bad, 120);
	ck_assert_int_eq(report.rows, 120);
	int lines = 0;
	for (const char *at = report.text; (at = strchr(at, '\n')); at++)
		lines++;
	ck_assert_int_eq(lines, 50);
	ck_assert_ptr_null(strstr(report.text, "line 52"));
	buf_done(&file);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_said_so)
{
	ck_assert_int_ne(
	        items_import(shop_folder, shop_beside("nothing.csv"), &options, &report, &shop_err),
	        RC_OK);
	ck_assert_str_ne(shop_err.msg, "");
}
END_TEST

/* Bytes of any kind leave the catalogue as it was, or are taken whole. */
START_TEST(files_of_rubbish_do_no_harm)
{
	static const char alphabet[] = "0123456789,;\t\"\n\r* .-abcé\xff\0\x1b牛";
	unsigned state = 7;
	for (int round = 0; round < 60; round++) {
		struct buf file = { 0 };
		buf_add(&file, round % 3 ? "number,name,price,gtins\n" : "");
		for (int i = 0; i < 300; i++) {
			state = state * 1664525 + 1013904223;
			buf_add_bytes(&file, &alphabet[(state >> 8) % (sizeof(alphabet) - 1)], 1);
		}
		enum outcome outcome = import_bytes(file.text, file.length);
		if (outcome == RC_OK)
			ck_assert_int_eq(report.bad, 0);
		else
			ck_assert_int_eq(outcome, RC_REFUSED);
		ck_assert_uint_lt(strlen(report.text), sizeof(report.text));
		buf_done(&file);
	}
}
END_TEST

/* Many rows, in two passes: as new, and against what is there. */
START_TEST(twenty_thousand_rows_go_in_and_again)
{
	struct buf file = { 0 };
	buf_add(&file, "number,name,price,gtins,plu\n");
	for (int i = 0; i < 20000; i++) {
		char digits[14];
		snprintf(digits, sizeof(digits), "40%010d", i * 7);
		buf_format(&file, "%d,Item number %d,%d.%02d,%s%d,%d\n", i, i, i % 90,
		           i % 100 + 1 - (i % 100 == 99), digits, gtin_check_digit(digits, 12),
		           i + 1);
	}
	take(file.text);
	ck_assert_int_eq(catalogue_item_count(shop), 20000);
	ck_assert_str_eq(item("19999").name, "Item number 19999");
	shop_ok(import(file.text));
	ck_assert_int_eq(report.unchanged, 20000);
	buf_done(&file);
}
END_TEST

/* Into an empty catalogue: in any order, with packs, and with a column that is empty for long. */
START_TEST(a_file_in_no_order_goes_in_as_it_stands)
{
	struct buf file = { 0 };
	int64_t gtin, pack;
	struct item_row row;
	buf_add(&file, "number,name,price,gtins,category,min_age\n");
	for (int i = 0; i < 3000; i++) {
		char digits[14];
		int k = i * 1009 % 3000;
		snprintf(digits, sizeof(digits), "40%010d", k * 11);
		buf_format(&file, "%d,Item \xC3\x84 %d,1.00,%s%d*%d,%s,%s\n", 500 + k, k, digits,
		           gtin_check_digit(digits, 12), k % 7 + 1, k == 2000 ? "late" : "",
		           k == 2000 ? "18" : "");
	}
	take(file.text);
	ck_assert_int_eq(catalogue_item_count(shop), 3000);
	for (int k = 0; k < 3000; k += 13) {
		char digits[16], number[16];
		snprintf(digits, sizeof(digits), "40%010d", k * 11);
		snprintf(digits + 12, 2, "%d", gtin_check_digit(digits, 12));
		snprintf(number, sizeof(number), "%d", 500 + k);
		shop_ok(gtin_parse(digits, &gtin, &shop_err));
		shop_ok(catalogue_item_by_gtin(shop, gtin, &row, &pack, &shop_err));
		ck_assert_str_eq(row.number, number);
		ck_assert_int_eq(pack, k % 7 + 1);
		ck_assert_str_eq(row.category, "");
	}
	ck_assert_str_eq(item("2500").category, "late");
	ck_assert_int_eq(item("2500").min_age, 18);
	shop_ok(import(file.text));
	ck_assert_int_eq(report.unchanged, 3000);
	buf_done(&file);
}
END_TEST

static Suite *
import_suite(void)
{
	Suite *suite = suite_create("import");
	TCase *tcase = tcase_create("taken");
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, begin, shop_end);
	tcase_add_test(tcase, every_column_arrives);
	tcase_add_loop_test(tcase, a_unit_may_be_spelled_in_many_ways, 0,
	                    sizeof(spellings) / sizeof(*spellings));
	tcase_add_test(tcase, separators_quotes_and_a_bom_are_found_out);
	tcase_add_test(tcase, the_first_gtin_is_the_number_where_there_is_none);
	tcase_add_test(tcase, columns_that_are_not_there_leave_what_is);
	tcase_add_test(tcase, the_same_file_again_changes_nothing);
	tcase_add_test(tcase, a_code_can_move_to_another_item);
	tcase_add_test(tcase, departments_go_by_number_or_name_and_the_first_is_taken_for_none);
	tcase_add_test(tcase, names_are_cleaned);
	tcase_add_test(tcase, a_dry_run_says_what_would_change_and_changes_nothing);
	tcase_add_test(tcase, wrong_check_digits_are_taken_when_asked);
	tcase_add_test(tcase, the_import_is_an_entry_with_file_and_figures);
	tcase_add_test(tcase, two_imports_before_a_swap_both_count);
	tcase_add_test(tcase, a_file_in_no_order_goes_in_as_it_stands);
	tcase_add_test(tcase, twenty_thousand_rows_go_in_and_again);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("refused");
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, begin, shop_end);
	tcase_add_loop_test(tcase, headers_that_make_no_sense_are_refused, 0,
	                    sizeof(headers) / sizeof(*headers));
	tcase_add_loop_test(tcase, bad_rows_are_named_with_their_line, 0,
	                    sizeof(bad_rows) / sizeof(*bad_rows));
	tcase_add_test(tcase, nul_bytes_are_no_text);
	tcase_add_test(tcase, what_stands_twice_is_named_with_both_lines);
	tcase_add_test(tcase, what_stands_twice_is_named_in_any_order_of_the_file);
	tcase_add_test(tcase, bad_rows_stand_in_their_order_with_all_faults);
	tcase_add_test(tcase, late_faults_come_before_later_rows);
	tcase_add_test(tcase, blanks_around_fields_say_nothing);
	tcase_add_test(tcase, a_plu_another_item_has_is_refused);
	tcase_add_test(tcase, fifty_bad_rows_are_shown_and_all_are_counted);
	tcase_add_test(tcase, a_file_that_is_not_there_is_said_so);
	tcase_add_test(tcase, files_of_rubbish_do_no_harm);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return run_suite(import_suite());
}
