/* Known right answers from end to end: through `ringup decode`, as another program asks. */
#include <config.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "tests/cases.h"
#include "tests/folder.h"
#include "tests/suite.h"

#define ROWS_MAX 400
#define FIELDS_MAX 8

/* A file of cases, and what the program answered to each. */
static struct {
	char *fields[ROWS_MAX][FIELDS_MAX];
	int count;
} rows;
static FILE *answers;
static char line[16384];
static struct json_doc *doc;

static void
read_rows(const char *name, const char *const columns[])
{
	struct cases cases;

	rows.count = 0;
	cases_open(&cases, name);
	while (cases_next(&cases)) {
		ck_assert_int_lt(rows.count, ROWS_MAX);
		for (int i = 0; columns[i]; i++)
			rows.fields[rows.count][i] = strdup(cases_get(&cases, columns[i]));
		rows.count++;
	}
	ck_assert_int_gt(rows.count, 2);
}

static void
forget_rows(int columns)
{
	for (int row = 0; row < rows.count; row++)
		for (int i = 0; i < columns; i++)
			free(rows.fields[row][i]);
}

/* One scan a line is given to the program; next_answer() reads what it says. */
static void
ask(const char *region, const struct buf *scans)
{
	char command[3 * PATH_MAX];
	const char *build = getenv("top_builddir"), *path = in_folder("scans");
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fwrite(scans->text, 1, scans->length, file);
	fclose(file);
	snprintf(command, sizeof command, "\"%s/ringup\" decode %s%s%s \"%s\"", build ? build : ".",
	         *region ? "--region '" : "", region, *region ? "'" : "", path);
	answers = popen(command, "r");
	ck_assert_ptr_nonnull(answers);
}

static const struct json_node *
next_answer(void)
{
	struct err err;

	json_free(&doc);
	ck_assert(fgets(line, sizeof line, answers));
	ck_assert_msg(json_parse(&doc, line, strlen(line), &err) == RC_OK, "%s: %s", line, err.msg);
	return json_root(doc);
}

static void
no_more_answers(void)
{
	json_free(&doc);
	ck_assert_ptr_null(fgets(line, sizeof line, answers));
	ck_assert_int_eq(pclose(answers), 0);
}

static const struct json_node *
ask_one(const char *region, const char *scan)
{
	struct buf scans = { 0 };
	const struct json_node *answer;

	buf_format(&scans, "%s\n", scan);
	ask(region, &scans);
	buf_done(&scans);
	answer = next_answer();
	pclose(answers);
	return answer;
}

static const char *
text_of(const struct json_node *answer, const char *key)
{
	const char *text = json_text(json_get(answer, key));

	return text ? text : "";
}

static bool
is_valid(const struct json_node *answer)
{
	return json_bool(json_get(answer, "valid"));
}

/* Writes text with a byte, or "<GS>", as \x1D, behind `before`. */
static void
add_scan(struct buf *scans, const char *before, const char *text, char fnc1)
{
	buf_add(scans, before);
	for (; *text; text++) {
		if (fnc1 && *text == fnc1) {
			buf_add(scans, "\\x1D");
		} else if (strncmp(text, "<GS>", 4) == 0) {
			buf_add(scans, "\\x1D");
			text += 3;
		} else {
			buf_add_char(scans, *text);
		}
	}
	buf_add_char(scans, '\n');
}

/* ---- element strings ---- */

static void
same_elements(const struct json_node *answer, const char *expected)
{
	const struct json_node *have = json_get(answer, "elements"), *want;
	struct json_doc *wanted;

	ck_assert_int_eq(json_parse(&wanted, expected, strlen(expected), NULL), RC_OK);
	want = json_root(wanted);
	ck_assert_msg(json_count(have) == json_count(want), "%s %s", line, expected);
	for (size_t i = 0; i < json_count(want); i++)
		for (size_t j = 0; j < 2; j++)
			ck_assert_str_eq(json_text(json_at(json_at(have, i), j)),
			                 json_text(json_at(json_at(want, i), j)));
	json_free(&wanted);
}

static void
elements_agree(const char *before)
{
	static const char *const columns[] = { "form",        "text",          "valid",
		                               "error_class", "elements_json", NULL };
	struct buf scans = { 0 };

	read_rows("barcode_gs1_elements.csv", columns);
	for (int i = 0; i < rows.count; i++) {
		bool raw = strcmp(rows.fields[i][0], "raw-caret") == 0;

		add_scan(&scans, raw ? before : "", rows.fields[i][1], raw && *before ? '^' : '\0');
	}
	ask("", &scans);
	for (int i = 0; i < rows.count; i++) {
		const struct json_node *answer = next_answer();
		bool valid = rows.fields[i][2][0] == '1';

		ck_assert_msg(is_valid(answer) == valid, "%s", line);
		if (valid)
			same_elements(answer, rows.fields[i][4]);
		else
			ck_assert_str_eq(text_of(answer, "class"), rows.fields[i][3]);
		ck_assert_int_eq(*text_of(answer, "error") == '\0', valid);
	}
	no_more_answers();
	buf_done(&scans);
	forget_rows(5);
}

START_TEST(element_strings_agree_with_known_ones)
{
	elements_agree("");
	elements_agree("]C1");
	elements_agree("]d2");
}
END_TEST

START_TEST(dates_and_decimals_agree_with_known_ones)
{
	static const char *const columns[] = { "ai", "data", "kind", "expected", NULL };
	struct buf scans = { 0 };

	read_rows("barcode_gs1_values.csv", columns);
	for (int i = 0; i < rows.count; i++)
		buf_format(&scans, "(%s)%s\n", rows.fields[i][0], rows.fields[i][1]);
	ask("", &scans);
	for (int i = 0; i < rows.count; i++) {
		bool date = strcmp(rows.fields[i][2], "date") == 0;
		const struct json_node *answer = next_answer();

		ck_assert_msg(strcmp(text_of(json_get(answer, date ? "dates" : "values"),
		                             rows.fields[i][0]),
		                     rows.fields[i][3]) == 0,
		              "%s %s", line, rows.fields[i][3]);
		ck_assert_int_eq(is_valid(answer), *rows.fields[i][3] != '\0');
	}
	no_more_answers();
	buf_done(&scans);
	forget_rows(4);
}
END_TEST

START_TEST(scans_agree_with_known_ones)
{
	static const char *const columns[] = { "scan", "valid", NULL };
	struct buf scans = { 0 };

	read_rows("barcode_scan_data.csv", columns);
	for (int i = 0; i < rows.count; i++)
		add_scan(&scans, "", rows.fields[i][0], '\0');
	ask("", &scans);
	for (int i = 0; i < rows.count; i++)
		ck_assert_msg(is_valid(next_answer()) == (rows.fields[i][1][0] == '1'), "%s", line);
	no_more_answers();
	buf_done(&scans);
	forget_rows(2);
}
END_TEST

/* ---- numbers ---- */

START_TEST(upce_numbers_agree_with_known_ones)
{
	static const char *const columns[] = { "upce", "valid", "upca", NULL };
	struct buf scans = { 0 };

	read_rows("barcode_upce.csv", columns);
	for (int i = 0; i < rows.count; i++)
		buf_format(&scans, "%s\n", rows.fields[i][0]);
	ask("", &scans);
	for (int i = 0; i < rows.count; i++) {
		const struct json_node *answer = next_answer();
		bool valid = rows.fields[i][1][0] == '1';

		ck_assert_msg(is_valid(answer) == valid, "%s", line);
		if (valid)
			ck_assert_str_eq(text_of(answer, "upca"), rows.fields[i][2]);
	}
	no_more_answers();
	buf_done(&scans);
	forget_rows(3);
}
END_TEST

START_TEST(check_digits_agree_with_known_ones)
{
	static const char *const columns[] = { "kind", "code", "valid", NULL };
	struct buf scans = { 0 };

	read_rows("barcode_checkdigit.csv", columns);
	for (int i = 0; i < rows.count; i++)
		buf_format(&scans, "%s\n", rows.fields[i][1]);
	ask("", &scans);
	for (int i = 0; i < rows.count; i++) {
		const struct json_node *answer = next_answer();

		if (strncmp(rows.fields[i][0], "price", 5) != 0) /* no number of its own */
			ck_assert_msg(is_valid(answer) == (rows.fields[i][2][0] == '1'), "%s",
			              line);
	}
	no_more_answers();
	buf_done(&scans);
	forget_rows(3);
}
END_TEST

static const char *
region_of(const char *name)
{
	static const char *const regions[][2] = {
		{ "GERMANY", "DE" }, { "GREAT_BRITAIN", "GB" }, { "NORWAY", "NO" },
		{ "SWEDEN", "SE" },  { "DENMARK", "DK" },       { "FINLAND", "FI" },
	};

	for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
		if (strcmp(regions[i][0], name) == 0)
			return regions[i][1];
	return name;
}

START_TEST(numbers_a_shop_prints_agree_with_known_ones)
{
	static const char *const columns[] = { "region_or_rule",
		                               "code",
		                               "valid",
		                               "weight_kg",
		                               "price",
		                               "currency",
		                               "count_or_value",
		                               "item_number_without_measure",
		                               NULL };
	static const char *const keys[] = { NULL,    NULL,       NULL,    "weight_kg",
		                            "price", "currency", "count", "item" };

	read_rows("barcode_variable_measure.csv", columns);
	for (int row = 0; row < rows.count; row++) {
		char **fields = rows.fields[row];
		const struct json_node *answer = ask_one(region_of(fields[0]), fields[1]);

		ck_assert_msg(is_valid(answer) == (fields[2][0] == '1'), "%s", line);
		for (int i = 3; i < 8; i++)
			if (*fields[i])
				ck_assert_msg(strcmp(text_of(answer, keys[i]), fields[i]) == 0,
				              "%s %s", line, fields[i]);
	}
	json_free(&doc);
	forget_rows(8);
}
END_TEST

/* ---- the answer itself ---- */

START_TEST(the_answer_is_as_documented)
{
	ask_one("", "]C1010950600013435217261130\\x1D3103000123");
	ck_assert_str_eq(line, "{\"scan\":\"]C1010950600013435217261130\\\\x1D3103000123\","
	                       "\"valid\":true,\"aim\":\"]C1\",\"kind\":\"gs1\","
	                       "\"gtin\":\"09506000134352\",\"elements\":[[\"01\","
	                       "\"09506000134352\"],[\"17\",\"261130\"],[\"3103\",\"000123\"]],"
	                       "\"weight_kg\":\"0.123\",\"values\":{\"3103\":\"0.123\"},"
	                       "\"dates\":{\"17\":\"2026-11-30\"}}\n");
	ask_one("", "4006381333935");
	ck_assert_str_eq(line, "{\"scan\":\"4006381333935\",\"valid\":false,\"kind\":\"gtin\","
	                       "\"gtin\":\"4006381333935\",\"class\":\"value\","
	                       "\"error\":\"check digit is 5, should be 1\","
	                       "\"hint\":\"scan again, or compare the digits\"}\n");
	ask_one("", "98000100000000001230");
	ck_assert_str_eq(line, "{\"scan\":\"98000100000000001230\",\"valid\":true,\"kind\":\"own\","
	                       "\"own\":\"receipt\",\"receipt\":\"1-000123\"}\n");
	ask_one("", "a\tb\\x00c");
	ck_assert_ptr_nonnull(strstr(line, "\"scan\":\"a\\\\x09b\\\\x00c\",\"valid\":false"));
	json_free(&doc);
}
END_TEST

/* What a scan says, and what the answer holds. */
static const struct {
	const char *region, *scan, *key, *text;
	bool valid;
} said[] = {
	/* a number the shop prints, alone or inside element strings */
	{ "DE", "(01)02211114002394", "price", "2.39", true },
	{ "DE", "(01)02211114002394", "item", "2211110000004", true },
	{ "DE", "]e00102811111068708", "weight_kg", "6.870", true },
	{ "DE", "]C10102811111068708310300250010A1", "weight_kg", "2.500", true },
	{ "DE", "02811111068708", "weight_kg", "6.870", true },
	{ "DE", "(01)02212111002394", "error", "the price or weight in 2212111002394 was misread", false },
	{ "", "(01)02211114002394", "price", "", true },
	{ "US", "212345912348", "price", "12.34", true },
	/* eight digits that are neither are a misread UPC-E if they begin with 0 */
	{ "", "04252613", "kind", "upce", false },
	{ "", "04252613", "error", "check digit is 3, should be 4", false },
	{ "", "40170726", "error", "check digit is 6, should be 5", false },
	{ "", "146856", "upca", "014685000064", true },
	/* what must stand together: on a whole label, not in one symbol of it */
	{ "", "(21)ABC123", "class", "association", false },
	{ "", "(21)ABC123", "error", "(21) says nothing without (01), (03), (8006)", false },
	{ "", "[21]ABC123", "class", "", true },
	{ "", "[21]ABC123", "warning", "(21) says nothing without (01), (03), (8006)", true },
	{ "", "]C121ABC123", "warning", "(21) says nothing without (01), (03), (8006)", true },
	{ "", "(3103)001250", "weight_kg", "1.250", true },
	{ "", "(17)261130", "class", "", true },
	{ "", "(01)09506000134352(21)ABC123", "warning", "", true },
	{ "", "https://example.com/01/09506000134352/21/A", "kind", "link", true },
	/* our own */
	{ "", "95000000000000000176", "own", "gift-card", true },
	{ "", "96000000000000000120", "own", "customer", true },
	{ "", "94000000000000000122", "own", "markdown", true },
	{ "", "95000000000000000177", "kind", "unknown", false },
	/* what is no number */
	{ "", "", "error", "the scan is empty", false },
	{ "", "hello world", "kind", "unknown", false },
	{ "", "]A0hello", "kind", "unknown", true },
	{ "", "4006381333931 ", "kind", "unknown", false },
	{ "", "400638133393", "error", "check digit is 3, should be 0", false },
	{ "", "(01)0950600013435", "class", "parse", false },
	{ "", "(01)09506000134352(", "class", "parse", false },
	{ "", "(01)09506000134352(17)261301", "class", "value", false },
	{ "", "(9999)1", "class", "parse", false },
	{ "", "01095060001343521726113010A1\\x1D21B2", "kind", "gs1", true },
};

START_TEST(what_scans_say_is_as_expected)
{
	const struct json_node *answer = ask_one(said[_i].region, said[_i].scan);

	ck_assert_msg(is_valid(answer) == said[_i].valid, "%s", line);
	ck_assert_msg(strcmp(text_of(answer, said[_i].key), said[_i].text) == 0, "%s", line);
	json_free(&doc);
}
END_TEST

START_TEST(a_rule_can_be_tried)
{
	const struct json_node *answer = ask_one("weight 21.....{NNDDD}", "2112345012506");

	ck_assert(is_valid(answer));
	ck_assert_str_eq(text_of(answer, "weight_kg"), "1.250");
	ck_assert_str_eq(text_of(answer, "item"), "2112345000008");
	answer = ask_one("weight 21.....{NNDDD}", "4006381333931");
	ck_assert(!is_valid(answer));
	ck_assert_str_eq(text_of(answer, "error"), "the rule does not fit this number");
	answer = ask_one("pattern 40*", "4006381333931");
	ck_assert(is_valid(answer));
	ck_assert_str_eq(text_of(answer, "count"), "0");
	json_free(&doc);
}
END_TEST

START_TEST(a_region_nobody_knows_is_refused)
{
	char command[2 * PATH_MAX];
	const char *build = getenv("top_builddir");
	FILE *pipe;

	snprintf(command, sizeof command,
	         "\"%s/ringup\" decode --region XX /dev/null 2>&1; echo $?", build ? build : ".");
	pipe = popen(command, "r");
	ck_assert(fgets(line, sizeof line, pipe));
	ck_assert_ptr_nonnull(strstr(line, "there are no rules for the region XX"));
	ck_assert(fgets(line, sizeof line, pipe));
	ck_assert_str_eq(line, "1\n");
	pclose(pipe);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("decode");
	TCase *tcase = tcase_create("decode");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, element_strings_agree_with_known_ones);
	tcase_add_test(tcase, dates_and_decimals_agree_with_known_ones);
	tcase_add_test(tcase, scans_agree_with_known_ones);
	tcase_add_test(tcase, upce_numbers_agree_with_known_ones);
	tcase_add_test(tcase, check_digits_agree_with_known_ones);
	tcase_add_test(tcase, numbers_a_shop_prints_agree_with_known_ones);
	tcase_add_test(tcase, the_answer_is_as_documented);
	tcase_add_loop_test(tcase, what_scans_say_is_as_expected, 0, sizeof said / sizeof *said);
	tcase_add_test(tcase, a_rule_can_be_tried);
	tcase_add_test(tcase, a_region_nobody_knows_is_refused);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
