#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gs1_link.h"
#include "base/gs1_table.h"
#include "tests/suite.h"

static struct gs1 gs1;
static struct err err;

static enum gs1_fault
label(const char *text)
{
	memset(&err, 0, sizeof err);
	return gs1_parse_brackets(&gs1, text, &err);
}

static enum gs1_fault
raw(const char *data)
{
	memset(&err, 0, sizeof err);
	return gs1_parse(&gs1, data, strlen(data), &err);
}

static enum gs1_fault
web(const char *text)
{
	memset(&err, 0, sizeof err);
	return gs1_parse_link(&gs1, text, &err);
}

static void
holds(const char *ai, const char *data)
{
	const char *have = gs1_find(&gs1, ai, NULL);

	ck_assert_msg(have && strcmp(have, data) == 0, "(%s) is %s", ai, have ? have : "nothing");
}

/* ---- the table ---- */

static void
known_or_pattern(const char *ai)
{
	bool found = false;

	for (const struct gs1_ai *row = NULL; (row = gs1_ai_next(row)) != NULL;) {
		struct gs1 one = { .count = 1 };

		snprintf(one.elements[0].ai, sizeof one.elements[0].ai, "%s%s", row->stem,
		         row->from ? (char[]){ row->from, '\0' } : "");
		found |= gs1_find(&one, ai, NULL) != NULL;
	}
	ck_assert_msg(found, "%s", ai);
}

START_TEST(no_identifier_is_the_beginning_of_another)
{
	int rows = 0;

	for (const struct gs1_ai *row = NULL; (row = gs1_ai_next(row)) != NULL; rows++) {
		char ai[8];

		for (char last = row->from; last <= row->to; last++) {
			size_t digits;

			snprintf(ai, sizeof ai, "%s%s", row->stem,
			         row->from ? (char[]){ last, '\0' } : "");
			ck_assert_ptr_eq(gs1_ai(ai, strlen(ai), &digits), row);
			ck_assert_uint_eq(digits, strlen(ai));
			strcat(ai, "0");
			ck_assert_ptr_eq(gs1_ai(ai, strlen(ai), &digits), row);
		}
	}
	ck_assert_int_gt(rows, 180);
}
END_TEST

/* The two digits that every reader knows, with the length of AI and data. */
START_TEST(lengths_without_a_separator_are_those_of_the_standard)
{
	static const struct {
		const char *from, *to;
		size_t length;
	} fixed[] = {
		{ "00", "00", 20 }, { "01", "03", 16 }, { "11", "19", 8 },
		{ "20", "20", 4 },  { "31", "36", 10 }, { "41", "41", 16 },
	};

	for (const struct gs1_ai *row = NULL; (row = gs1_ai_next(row)) != NULL;) {
		size_t expected = 0, length = strlen(row->stem) + (row->from != 0);

		for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
			if (strncmp(row->stem, fixed[i].from, 2) >= 0 &&
			    strncmp(row->stem, fixed[i].to, 2) <= 0)
				expected = fixed[i].length;
		for (int i = 0; i < GS1_PARTS_MAX; i++)
			length += row->parts[i].most;
		ck_assert_msg(row->fixed == (expected > 0), "%s", row->stem);
		if (row->fixed)
			ck_assert_msg(length == expected, "%s", row->stem);
		ck_assert_uint_le(length, 4 + GS1_DATA_MAX - 1);
	}
}
END_TEST

START_TEST(what_is_needed_or_barred_is_an_identifier_too)
{
	for (const struct gs1_ai *row = NULL; (row = gs1_ai_next(row)) != NULL;) {
		const char *const lists[] = { row->needs, row->bars };

		for (int i = 0; i < 2; i++) {
			char list[200] = "";
			char *word;

			snprintf(list, sizeof list, "%s", lists[i] ? lists[i] : "");
			for (word = strtok(list, " ,+"); word; word = strtok(NULL, " ,+"))
				known_or_pattern(word);
		}
	}
}
END_TEST

/* ---- forms ---- */

START_TEST(raw_data_ends_where_its_identifier_says)
{
	ck_assert_int_eq(raw("\x1D"
	                     "0109506000134352"
	                     "17261130"
	                     "10AB-1\x1D"
	                     "2177\x1D"),
	                 GS1_SOUND);
	ck_assert_int_eq(gs1.count, 4);
	holds("01", "09506000134352");
	holds("17", "261130");
	holds("10", "AB-1");
	holds("21", "77");
	/* a separator that was not needed does no harm */
	ck_assert_int_eq(raw("0109506000134352\x1D"
	                     "2177"),
	                 GS1_SOUND);
	holds("21", "77");
}
END_TEST

START_TEST(raw_data_that_is_no_element_string_is_refused)
{
	ck_assert_int_eq(raw(""), GS1_PARSE);
	ck_assert_str_eq(err.msg, "the scan is empty");
	ck_assert_int_eq(raw("\x1D"), GS1_PARSE);
	ck_assert_int_eq(raw("891234"), GS1_PARSE);
	ck_assert_str_eq(err.msg, "8912 is no GS1 application identifier");
	ck_assert_int_eq(raw("10AB\x1D\x1D"
	                     "2177"),
	                 GS1_PARSE);
	ck_assert_int_eq(raw("10"), GS1_PARSE);
	ck_assert_str_eq(err.msg, "(10) is empty");
	ck_assert_int_eq(raw("011234567890123"), GS1_VALUE); /* one digit is missing */
	ck_assert_int_eq(raw("10123456789012345678901"), GS1_VALUE);
	ck_assert_str_eq(err.msg, "(10) has 21 characters, which is not its length");
	ck_assert_int_eq(gs1_parse(&gs1, "10A\0B", 5, &err), GS1_VALUE);
	ck_assert_int_eq(raw("10A\xC3\xA4"), GS1_VALUE);
	ck_assert_str_eq(err.msg, "(10) holds a character that GS1 does not know");
	ck_assert_int_eq(raw("30A"), GS1_VALUE);
	ck_assert_str_eq(err.msg, "(30) holds something else than digits");
}
END_TEST

START_TEST(brackets_are_read_as_people_write_them)
{
	ck_assert_int_eq(label("(01)09506000134352(10)A\\(1\\)"), GS1_SOUND);
	holds("10", "A(1)");
	ck_assert_int_eq(label("[01]09506000134352[10]A(1)"), GS1_SOUND);
	holds("10", "A(1)");
	for (size_t i = 0; i < 7; i++) {
		static const char *const wrong[] = { "(01",   "()1",  "(1)1",  "(12345)1",
			                             "(1A)1", "01)1", "(10)A(" };

		ck_assert_msg(label(wrong[i]) == GS1_PARSE, "%s", wrong[i]);
	}
	ck_assert_int_eq(label("(10)A(11)"), GS1_PARSE);
	ck_assert_int_eq(label("(03)12345678901234"), GS1_PARSE);
	ck_assert_int_eq(label("(03)12345678901231"), GS1_SOUND);
}
END_TEST

START_TEST(more_elements_than_fit_are_refused_not_lost)
{
	char text[20 * (GS1_ELEMENTS_MAX + 1)] = "";

	for (int i = 0; i < GS1_ELEMENTS_MAX; i++)
		strcat(text, "(99)A");
	ck_assert_int_eq(label(text), GS1_SOUND);
	strcat(text, "(99)A");
	ck_assert_int_eq(label(text), GS1_PARSE);
}
END_TEST

/* ---- values ---- */

START_TEST(each_check_takes_the_right_and_refuses_the_wrong)
{
	static const struct {
		const char *right, *wrong;
	} pairs[] = {
		{ "(01)09506000134352", "(01)09506000134353" },
		{ "(253)1234567890128X", "(253)1234567890127X" },
		{ "(401)1234AB", "(401)123AB" },
		{ "(8013)1987654Ad4X4bL5ttr2310c2K", "(8013)1987654Ad4X4bL5ttr2310c2L" },
		{ "(8007)DE89370400440532013000", "(8007)DE88370400440532013000" },
		{ "(8007)GB82WEST12345698765432", "(8007)ZZ82WEST12345698765432" },
		{ "(11)260200", "(11)260230" },
		{ "(11)240229", "(11)250229" },
		{ "(4326)260228", "(4326)260200" },
		{ "(7003)2602282359", "(7003)2602282400" },
		{ "(4324)2602289999", "(4324)2602289960" },
		{ "(8008)26022823", "(8008)26022824" },
		{ "(8008)260228235959", "(8008)260228235960" },
		{ "(7011)2602281200", "(7011)26022812" },
		{ "(7007)260101260131", "(7007)2601012601" },
		{ "(7250)19000228", "(7250)19000229" },
		{ "(422)276", "(422)123" },
		{ "(423)276250", "(423)276999" },
		{ "(423)276", "(423)2762" },
		{ "(7030)999AB", "(7030)998AB" },
		{ "(4307)DE", "(4307)XX" },
		{ "(3932)978123", "(3932)123123" },
		{ "(8003)01234567890128A", "(8003)11234567890128A" },
		{ "(8001)12341234512390", "(8001)00001234512390" },
		{ "(8001)12341234512390", "(8001)12341234512380" },
		{ "(8006)095060001343520102", "(8006)095060001343520302" },
		{ "(8011)0", "(8011)01" },
		{ "(8010)1234#-/A", "(8010)1234a" },
		{ "(4300)A%20B", "(4300)A%2GB" },
		{ "(4309)12345678901234567890", "(4309)18000000011234567890" },
		{ "(4309)00000000000000000000", "(4309)00000000003600000001" },
		{ "(4321)1", "(4321)2" },
		{ "(4330)012345-", "(4330)012345+" },
		{ "(7040)1A-_", "(7040)1A-." },
		{ "(7041)201", "(7041)207" },
		{ "(7241)80", "(7241)11" },
		{ "(7252)9", "(7252)3" },
		{ "(7258)1/2", "(7258)2/1" },
		{ "(8030)Az09-_=", "(8030)Az09+" },
		{ "(8110)012345612345611110123", "(8110)01234561234561111012" },
		{ "(8110)0123456123456111101233261130", "(8110)0123456123456111101233261131" },
		{ "(8110)01234561234561111012332611304260101",
		  "(8110)01234561234561111012332601014261130" },
		{ "(8110)01234561234561111012391100", "(8110)01234561234561111012393100" },
		{ "(8112)001234561234560123456", "(8112)201234561234560123456" },
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		ck_assert_msg(label(pairs[i].right) == GS1_SOUND, "%s: %s", pairs[i].right,
		              err.msg);
		ck_assert_msg(label(pairs[i].wrong) != GS1_SOUND, "%s", pairs[i].wrong);
		ck_assert_msg(err.msg[0], "%s", pairs[i].wrong);
	}
}
END_TEST

START_TEST(sentences_say_what_is_wrong)
{
	ck_assert_int_eq(label("(01)09506000134355"), GS1_VALUE);
	ck_assert_str_eq(err.msg, "check digit is 5, should be 2");
	ck_assert_int_eq(label("(17)261301"), GS1_VALUE);
	ck_assert_str_eq(err.msg, "(17) 261301: this is no date");
	ck_assert_int_eq(label("(3106)123456"), GS1_PARSE);
	ck_assert_str_eq(err.msg, "3106 is no GS1 application identifier");
}
END_TEST

START_TEST(two_digits_of_a_year_mean_the_nearest)
{
	static const struct {
		const char *ai, *data;
		int year;
		const char *text;
	} dates[] = {
		{ "17", "261130", 2026, "2026-11-30" },
		{ "17", "760101", 2026, "2076-01-01" },
		{ "17", "770101", 2026, "1977-01-01" },
		{ "17", "990101", 2049, "2099-01-01" },
		{ "17", "990101", 2048, "1999-01-01" },
		{ "17", "000101", 2050, "2100-01-01" },
		{ "17", "260200", 2026, "2026-02-28" },
		{ "15", "261200", 2026, "2026-12-31" },
		{ "7003", "2602281415", 2026, "2026-02-28 14:15" },
		{ "4325", "2602289999", 2026, "2026-02-28" },
		{ "8008", "260228141516", 2026, "2026-02-28 14:15:16" },
		{ "8008", "26022814", 2026, "2026-02-28 14:00" },
		{ "7007", "260901260930", 2026, "2026-09-01/2026-09-30" },
		{ "7250", "19480229", 2026, "1948-02-29" },
	};

	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct gs1_element element = { 0 };
		char text[GS1_DATE_TEXT_MAX];
		struct gs1_date date;

		strcpy(element.ai, dates[i].ai);
		strcpy(element.data, dates[i].data);
		ck_assert_int_eq(gs1_date(&element, dates[i].year, &date), RC_OK);
		ck_assert_str_eq(gs1_date_text(text, &date), dates[i].text);
	}
	ck_assert_int_eq(gs1_date(&(struct gs1_element){ "10", "261130" }, 2026, NULL),
	                 RC_NOT_FOUND);
}
END_TEST

/* ---- associations ---- */

START_TEST(identifiers_need_and_exclude_each_other)
{
	label("(01)12345678901231(99)A(02)12345678901231");
	ck_assert_int_eq(gs1_exclusions(&gs1, &err), GS1_ASSOCIATION);
	label("(01)12345678901231(3100)000001(3101)000001");
	ck_assert_int_eq(gs1_exclusions(&gs1, &err), GS1_ASSOCIATION);
	ck_assert_str_eq(err.msg, "(3100) and (3101) do not go together");
	label("(400)A(400)B");
	ck_assert_int_eq(gs1_exclusions(&gs1, &err), GS1_ASSOCIATION);
	ck_assert_str_eq(err.msg, "(400) is there twice and says two things");
	label("(400)A(400)A");
	ck_assert_int_eq(gs1_exclusions(&gs1, &err), GS1_SOUND);
	label("(02)12345678901231(37)5");
	ck_assert_int_eq(gs1_needs(&gs1, &err), GS1_ASSOCIATION);
	ck_assert_str_eq(err.msg, "(37) says nothing without (00)");
	label("(00)123456789012345675(02)12345678901231(37)5");
	ck_assert_int_eq(gs1_needs(&gs1, &err), GS1_SOUND);
	label("(01)12345678901231(8030)A");
	ck_assert_int_eq(gs1_needs(&gs1, &err), GS1_ASSOCIATION);
	label("(01)12345678901231(21)1(8030)A");
	ck_assert_int_eq(gs1_needs(&gs1, &err), GS1_SOUND);
}
END_TEST

/* ---- links ---- */

START_TEST(links_of_any_domain_are_read)
{
	ck_assert_int_eq(web("https://id.example/01/09506000134352/22/2A/10/AB%2F1/21/7?17=261130&"
	                     "from=leaflet&3103=000195#here"),
	                 GS1_SOUND);
	ck_assert_int_eq(gs1.count, 6);
	holds("10", "AB/1");
	holds("21", "7");
	holds("3103", "000195");
	ck_assert_int_eq(web("HTTP://shop.example:8080/a/01/b/01/9506000134352"), GS1_SOUND);
	holds("01", "09506000134352");
	ck_assert_int_eq(web("https://e.org/414/9506000134352/254/32a%2Fb/"), GS1_SOUND);
	ck_assert_int_eq(web("https://e.org/8004/9506000134352"), GS1_SOUND);
}
END_TEST

START_TEST(links_that_cannot_be_read_say_why)
{
	static const struct {
		const char *link, *sentence;
	} links[] = {
		{ "https://id.gs1.org/ARFKk4XB0CDKWcnpq", "this link is compressed" },
		{ "https://e.org/gtin/09506000134352", "says \"gtin\" where GS1 wants 01" },
		{ "https://e.org/01/09506000134352/21/7/10/A", "not in the order" },
		{ "https://e.org/01/09506000134352/235/A/21/7", "not in the order" },
		{ "https://e.org/about", "no GS1 key" },
		{ "https://e.org", "no GS1 key" },
		{ "https:///01/09506000134352", "names no domain" },
		{ "https://e.org/01/09506000134353", "check digit is 3, should be 2" },
		{ "https://e.org/01/09506000134352/10/%4", "percent sign" },
		{ "https://e.org/01/09506000134352/10/%00", "percent sign" },
		{ "https://e.org/01/09506000134352?17", "name without a value" },
		{ "https://e.org/01/09506000134352?9876=1", "9876 is no GS1" },
		{ "https://e.org/01/09506000134352/10/A B", "no link holds" },
		{ "ftp://e.org/01/09506000134352", "this is no link" },
	};

	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		ck_assert_msg(web(links[i].link) != GS1_SOUND, "%s", links[i].link);
		ck_assert_msg(strstr(err.msg, links[i].sentence), "%s: %s", links[i].link, err.msg);
	}
}
END_TEST

/* ---- anything at all ---- */

static unsigned
next_random(unsigned *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

/* Whatever was sound can be written in brackets and read again as the same. */
static void
read_again(void)
{
	static struct gs1 first;
	char text[4096] = "";
	size_t used = 0;

	first = gs1;
	for (int i = 0; i < first.count; i++) {
		used += (size_t)sprintf(text + used, "(%s)", first.elements[i].ai);
		for (const char *at = first.elements[i].data; *at; at++) {
			if (strchr("()", *at))
				text[used++] = '\\';
			text[used++] = *at;
		}
		text[used] = '\0';
	}
	ck_assert_msg(label(text) == GS1_SOUND, "%s", text);
	ck_assert_int_eq(gs1.count, first.count);
	for (int i = 0; i < gs1.count; i++)
		ck_assert_str_eq(gs1.elements[i].data, first.elements[i].data);
}

START_TEST(any_bytes_are_read_or_refused)
{
	static const char *const pieces[] = { "0109506000134352",
		                              "10",
		                              "\x1D",
		                              "17261130",
		                              "21",
		                              "3103000195",
		                              "A",
		                              "(",
		                              ")",
		                              "8005",
		                              "99",
		                              "%",
		                              "9",
		                              "392",
		                              "\xC3",
		                              "]",
		                              "[",
		                              "\\",
		                              "/01/",
		                              "=" };
	unsigned state = 1;
	int sound = 0;

	for (int round = 0; round < 20000; round++) {
		char text[600] = "";
		unsigned count = next_random(&state) % 12;

		for (unsigned i = 0; i < count; i++)
			strcat(text,
			       pieces[next_random(&state) % (sizeof pieces / sizeof *pieces)]);
		if (raw(text) == GS1_SOUND) {
			sound++;
			read_again();
		} else {
			ck_assert(err.msg[0]);
		}
		label(text);
		web(text);
	}
	ck_assert_int_gt(sound, 100);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("gs1");
	TCase *tcase = tcase_create("gs1");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, no_identifier_is_the_beginning_of_another);
	tcase_add_test(tcase, lengths_without_a_separator_are_those_of_the_standard);
	tcase_add_test(tcase, what_is_needed_or_barred_is_an_identifier_too);
	tcase_add_test(tcase, raw_data_ends_where_its_identifier_says);
	tcase_add_test(tcase, raw_data_that_is_no_element_string_is_refused);
	tcase_add_test(tcase, brackets_are_read_as_people_write_them);
	tcase_add_test(tcase, more_elements_than_fit_are_refused_not_lost);
	tcase_add_test(tcase, each_check_takes_the_right_and_refuses_the_wrong);
	tcase_add_test(tcase, sentences_say_what_is_wrong);
	tcase_add_test(tcase, two_digits_of_a_year_mean_the_nearest);
	tcase_add_test(tcase, identifiers_need_and_exclude_each_other);
	tcase_add_test(tcase, links_of_any_domain_are_read);
	tcase_add_test(tcase, links_that_cannot_be_read_say_why);
	tcase_add_test(tcase, any_bytes_are_read_or_refused);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
