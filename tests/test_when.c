#include <config.h>

#include "base/when.h"

#include <stdlib.h>
#include <time.h>

#include "tests/suite.h"

static const struct {
	int64_t utc_ms;
	int offset_min;
	day_number day;
	const char *text;
} instants[] = {
	{ 0, 0, 19700101, "1970-01-01 00:00:00" },
	{ -1, 0, 19691231, "1969-12-31 23:59:59" },
	{ 0, -60, 19691231, "1969-12-31 23:00:00" },
	{ INT64_C(1795392000000), 0, 20261123, "2026-11-23 00:00:00" },
	{ INT64_C(1795391999999), 0, 20261122, "2026-11-22 23:59:59" },
	{ INT64_C(1795391999999), 60, 20261123, "2026-11-23 00:59:59" },
	{ INT64_C(1795391999999), 345, 20261123, "2026-11-23 05:44:59" }, /* Nepal */
	{ INT64_C(951782400000), 0, 20000229, "2000-02-29 00:00:00" },
	{ INT64_C(4107542400000), 0, 21000301, "2100-03-01 00:00:00" }, /* 2100 has no leap day */
};

START_TEST(an_instant_has_a_local_day_and_time)
{
	struct when when = { instants[_i].utc_ms, instants[_i].offset_min };
	char out[WHEN_TEXT_MAX];

	ck_assert_int_eq(when_day(when), instants[_i].day);
	ck_assert_str_eq(when_text(out, when, "%Y-%m-%d %H:%M:%S"), instants[_i].text);
}
END_TEST

START_TEST(the_night_belongs_to_the_business_day_before)
{
	struct when half_past_one = { INT64_C(1795392000000) + 90 * 60000, 0 };
	struct when five = { INT64_C(1795392000000) + 300 * 60000, 0 };

	ck_assert_int_eq(when_business_day(half_past_one, 240), 20261122);
	ck_assert_int_eq(when_business_day(half_past_one, 0), 20261123);
	ck_assert_int_eq(when_business_day(five, 240), 20261123);
}
END_TEST

START_TEST(days_count_as_the_calendar_does)
{
	day_number day = 20230101;
	struct tm calendar = { .tm_year = 2023 - 1900, .tm_mday = 1, .tm_hour = 12 };

	for (int i = 0; i < 3000; i++, day = day_add(day, 1), calendar.tm_mday++) {
		calendar.tm_isdst = -1;
		timegm(&calendar);
		ck_assert_int_eq(day, (calendar.tm_year + 1900) * 10000 +
		                              (calendar.tm_mon + 1) * 100 + calendar.tm_mday);
		ck_assert_int_eq(day_weekday(day), (calendar.tm_wday + 6) % 7 + 1);
		ck_assert_int_eq(day_diff(day, 20230101), i);
		ck_assert_int_eq(day_add(day, -i), 20230101);
	}
}
END_TEST

static const struct {
	day_number day;
	bool valid;
} days[] = {
	{ 20261122, true },  { 20240229, true },  { 20230229, false },  { 19000229, false },
	{ 20000229, true },  { 20261301, false }, { 20260001, false },  { 20260100, false },
	{ 20260431, false }, { 0, false },        { -20261122, false }, { 99991231, true },
};

START_TEST(days_that_are_not_in_the_calendar_are_not_valid)
{
	ck_assert_int_eq(day_valid(days[_i].day), days[_i].valid);
}
END_TEST

START_TEST(a_year_older_on_the_birthday)
{
	ck_assert_int_eq(years_between(20081122, 20261121), 17);
	ck_assert_int_eq(years_between(20081122, 20261122), 18);
	ck_assert_int_eq(years_between(20080229, 20260228), 17);
	ck_assert_int_eq(years_between(20080229, 20260301), 18);
	ck_assert_int_eq(years_between(20080229, 20240229), 16);
}
END_TEST

START_TEST(days_are_written_in_the_shops_pattern)
{
	char out[WHEN_TEXT_MAX];

	ck_assert_str_eq(day_text(out, 20261102, "%d.%m.%Y"), "02.11.2026");
	ck_assert_str_eq(day_text(out, 20261102, "%m/%d/%Y"), "11/02/2026");
	ck_assert_str_eq(day_text(out, 20261102, "%Y\xE5\xB9\xB4%m\xE6\x9C\x88%d\xE6\x97\xA5"),
	                 "2026\xE5\xB9\xB4"
	                 "11\xE6\x9C\x88"
	                 "02\xE6\x97\xA5");
	ck_assert_str_eq(day_text(out, 20261102, "%q 100% %"), "%q 100% %");
	ck_assert_str_eq(day_iso(out, 20261102), "2026-11-02");
}
END_TEST

static const struct {
	const char *text;
	day_number day; /* 0 refused */
} isos[] = {
	{ "2026-11-22", 20261122 },
	{ "20261122", 20261122 },
	{ "2026-02-29", 0 },
	{ "2026-11", 0 },
	{ "22.11.2026", 0 },
	{ "tomorrow", 0 },
	{ "", 0 },
	{ "2026-11-22x", 0 },
	{ "2026-11-22-", 0 },
	{ "-2026-11-22", 0 },
	{ "99999999999", 0 },
};

START_TEST(machines_write_days_one_way)
{
	day_number day = 1;
	struct err err;

	if (isos[_i].day) {
		ck_assert_int_eq(day_parse(isos[_i].text, &day, &err), RC_OK);
		ck_assert_int_eq(day, isos[_i].day);
	} else {
		ck_assert_int_eq(day_parse(isos[_i].text, &day, &err), RC_REFUSED);
		ck_assert_ptr_nonnull(strstr(err.msg, "is not a date"));
		ck_assert_int_eq(day, 1);
	}
}
END_TEST

static const struct {
	const char *text, *pattern;
	day_number day; /* 0 refused */
} typed[] = {
	{ "22111990", "%d.%m.%Y", 19901122 },
	{ "221190", "%d.%m.%Y", 19901122 },
	{ "22.11.1990", "%d.%m.%Y", 19901122 },
	{ "22.11.90", "%d.%m.%Y", 19901122 },
	{ "1990-11-22", "%d.%m.%Y", 19901122 },
	{ "11221990", "%m/%d/%Y", 19901122 },
	{ "112290", "%m/%d/%Y", 19901122 },
	{ "11/22/90", "%m/%d/%Y", 19901122 },
	{ "19901122", "%Y-%m-%d", 19901122 },
	{ "901122", "%Y-%m-%d", 19901122 },
	{ "90-11-22", "%Y-%m-%d", 19901122 },
	{ "221126", "%d.%m.%Y", 20261122 }, /* today is not in the future */
	{ "231126", "%d.%m.%Y", 19261123 }, /* tomorrow is */
	{ "290224", "%d.%m.%Y", 20240229 },
	{ "290223", "%d.%m.%Y", 0 },
	{ "22111", "%d.%m.%Y", 0 },
	{ "2211", "%d.%m.%Y", 0 },
	{ "32.11.1990", "%d.%m.%Y", 0 },
	{ "22.13.1990", "%d.%m.%Y", 0 },
	{ "22.11", "%d.%m.%Y", 0 },
	{ "", "%d.%m.%Y", 0 },
	{ "eighteen", "%d.%m.%Y", 0 },
	{ "221190", "%H:%M", 0 },
};

START_TEST(people_type_birthdays_in_their_shops_order)
{
	day_number day = 0;
	struct err err;
	enum outcome outcome =
	        day_parse_typed(typed[_i].text, typed[_i].pattern, 20261122, &day, &err);

	ck_assert_int_eq(outcome, typed[_i].day ? RC_OK : RC_REFUSED);
	ck_assert_int_eq(day, typed[_i].day);
}
END_TEST

START_TEST(the_system_clock_gives_the_zones_offset)
{
	struct when now;

	setenv("TZ", "XYZ-5:45", 1);
	tzset();
	now = clock_system.now(clock_system.context);
	ck_assert_int_eq(now.offset_min, 345);
	ck_assert_int_ge(now.utc_ms, INT64_C(1700000000000));
	ck_assert_int_ge(when_monotonic_ms(), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("when");
	TCase *tcase = tcase_create("when");

	tcase_add_loop_test(tcase, an_instant_has_a_local_day_and_time, 0,
	                    sizeof(instants) / sizeof(instants[0]));
	tcase_add_test(tcase, the_night_belongs_to_the_business_day_before);
	tcase_add_test(tcase, days_count_as_the_calendar_does);
	tcase_add_loop_test(tcase, days_that_are_not_in_the_calendar_are_not_valid, 0,
	                    sizeof(days) / sizeof(days[0]));
	tcase_add_test(tcase, a_year_older_on_the_birthday);
	tcase_add_test(tcase, days_are_written_in_the_shops_pattern);
	tcase_add_loop_test(tcase, machines_write_days_one_way, 0, sizeof(isos) / sizeof(isos[0]));
	tcase_add_loop_test(tcase, people_type_birthdays_in_their_shops_order, 0,
	                    sizeof(typed) / sizeof(typed[0]));
	tcase_add_test(tcase, the_system_clock_gives_the_zones_offset);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
