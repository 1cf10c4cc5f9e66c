/*
 * To whom and when a promotion is given, read from its JSON form.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "checkout/promotion_form.h"

#define USES_MAX 999999999
#define DAY_MINUTES 1440

/* "mon", "Monday", or "1"; 0 is none.  *text is left behind it. */
static int
day_in(const char **text)
{
	static const char *const longer[7] = { "monday", "tuesday",  "wednesday", "thursday",
		                               "friday", "saturday", "sunday" };
	size_t length = strcspn(*text, " -");
	int day = 0;

	if (length == 1 && **text >= '1' && **text <= '7')
		day = **text - '0';
	for (int i = 0; length >= 3 && i < 7; i++)
		if (length <= strlen(longer[i]) && strncasecmp(*text, longer[i], length) == 0)
			day = i + 1;
	*text += length;
	*text += strspn(*text, " ");
	return day;
}

/* One day, or "mon-fri", which may pass the end of the week. */
static enum outcome
read_day(const struct json_place *place, unsigned *days)
{
	const char *text = json_text(place->node);
	int first = (int)json_int(place->node), last;

	if (text)
		first = day_in(&text);
	last = first;
	if (text && *text == '-') {
		text += 1 + strspn(text + 1, " ");
		last = day_in(&text);
	}
	if (first < 1 || first > 7 || last < 1 || (text && *text)) {
		place_refuse(place, _("a day is one of mon, tue, wed, thu, fri, sat, sun"));
		err_hint(place->err, _("a list of them, or several as \"mon-fri\""));
		return RC_REFUSED;
	}
	*days |= 1u << last;
	for (int day = first; day != last; day = day % 7 + 1)
		*days |= 1u << day;
	return RC_OK;
}

static enum outcome
read_days(const struct json_place *place, unsigned *days)
{
	size_t count = 0;
	enum outcome outcome = place_list(place, 7, &count);

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place day = place_of_list(place, i);

		outcome = read_day(&day, days);
	}
	return outcome;
}

/* "9:30", "17:00:00"; *text is left behind it.  -1 is none. */
static int
minute_in(const char **text)
{
	int hour, minute, second, end = 0, longer = 0;

	if (sscanf(*text, "%2d:%2d%n", &hour, &minute, &end) != 2 || end == 0 || hour < 0 ||
	    hour > 24 || minute < 0 || minute > 59 || hour * 60 + minute > DAY_MINUTES)
		return -1;
	if (sscanf(*text + end, ":%2d%n", &second, &longer) == 1)
		end += longer;
	*text += end;
	return hour * 60 + minute;
}

static enum outcome
add_hours(const struct json_place *place, const char *from, const char *until,
          struct promotion_conditions *when)
{
	int first = from ? minute_in(&from) : -1, last;

	if (first >= 0 && !until) {
		from += strspn(from, " ");
		until = from[0] == '-' ? from + 1 : "";
		until += strspn(until, " ");
		from = "";
	}
	last = first >= 0 ? minute_in(&until) : -1;
	if (last < 0 || *until || *from)
		return place_refuse(place, _("hours are written \"09:00-17:30\""));
	if (when->hour_count == PROMOTION_HOURS_MAX)
		return place_refuse(place, _("at most %d spans of hours"), PROMOTION_HOURS_MAX);
	when->hours[when->hour_count].from = first;
	when->hours[when->hour_count++].until = last;
	return RC_OK;
}

/* {"from": "09:00", "until": "12:00"} */
static enum outcome
read_span(const struct json_place *place, struct promotion_conditions *when)
{
	static const char *const keys[] = { "from", "until", NULL };
	struct json_place from = place_key(place, "from"), until = place_key(place, "until");
	enum outcome outcome = place_object(place, keys, STRANGER);

	if (outcome)
		return outcome;
	return add_hours(place, json_text(from.node),
	                 json_text(until.node) ? json_text(until.node) : "", when);
}

static enum outcome
read_hour(const struct json_place *place, struct promotion_conditions *when)
{
	if (json_type_of(place->node) == JSON_IS_OBJECT)
		return read_span(place, when);
	return add_hours(place, json_text(place->node), NULL, when);
}

/* One of them or a list: "09:00-12:00"; and ["09:00", "12:00"]. */
static enum outcome
read_hours(const struct json_place *place, struct promotion_conditions *when)
{
	struct json_place first = place_at(place, 0), second = place_at(place, 1);
	const char *text = json_text(first.node);
	size_t count = 0;
	enum outcome outcome;

	if (json_type_of(place->node) != JSON_IS_ARRAY)
		return read_hour(place, when);
	outcome = place_array(place, PROMOTION_HOURS_MAX, &count);
	if (outcome == RC_OK && count == 2 && text && !strchr(text, '-') && json_text(second.node))
		return add_hours(place, text, json_text(second.node), when);
	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place span = place_at(place, i);

		outcome = read_hour(&span, when);
	}
	return outcome;
}

/* "2026-11-22" or "2026-11-22T10:00", with seconds and offset if one likes: they are not looked at.
 */
static enum outcome
read_moment(const struct json_place *place, struct price_moment *moment)
{
	const char *text = json_text(place->node), *rest;
	char day[11] = "";

	moment->minute = -1;
	if (text && strlen(text) >= 10) {
		memcpy(day, text, 10);
		rest = text + 11;
		if (text[10] != '\0')
			moment->minute = strchr("T ", text[10]) ? minute_in(&rest) : -2;
	}
	if (!day[0] || day_parse(day, &moment->day, NULL) ||
	    (text[10] != '\0' && moment->minute < 0))
		return place_refuse(place, _("a day is written \"2026-11-22\", a moment "
		                             "\"2026-11-22T10:00\""));
	return RC_OK;
}

static void
add_word(struct buf *out, const char *word)
{
	if (out->length > 0)
		buf_add_char(out, ' ');
	for (; *word; word++)
		buf_add_char(out, *word == ' ' ? '_' : *word);
}

/* "VIP", or ["VIP", "staff"]. */
static enum outcome
read_groups(const struct json_place *place, char **groups)
{
	struct buf words = { .length = 0 };
	char word[CUSTOMER_GROUPS_TEXT_MAX];
	size_t count = 0;
	enum outcome outcome;

	outcome = place_list(place, PROMOTION_ITEMS_MAX, &count);
	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place member = place_of_list(place, i);

		outcome = place_text(&member, word, sizeof word);
		if (outcome == RC_OK)
			add_word(&words, word);
	}
	if (outcome == RC_OK)
		*groups = alloc_text(words.length ? words.text : "");
	buf_done(&words);
	return outcome;
}

static const char *const condition_keys[] = {
	"min_subtotal",
	"min_subtotal_without_tax",
	"min_qty",
	"target",
	"customer_group",
	"usage_limit",
	"usage_limit_per_customer",
	"not_with",
	"days",
	"hours",
	"from",
	"until",
	NULL,
};

static enum outcome
read_condition(const struct json_place *place, struct promotion_conditions *when, int exponent)
{
	const char *key = place->key;

	if (strcmp(key, "min_subtotal") == 0) {
		when->has_min_subtotal = true;
		return form_read_money(place, exponent, &when->min_subtotal);
	}
	if (strcmp(key, "min_subtotal_without_tax") == 0) {
		when->has_min_net = true;
		return form_read_money(place, exponent, &when->min_net);
	}
	if (strcmp(key, "min_qty") == 0)
		return place_count(place, 1, UNITS_MAX, &when->min_qty);
	if (strcmp(key, "target") == 0) {
		when->has_counted = true;
		return form_read_target(place, &when->counted);
	}
	if (strcmp(key, "customer_group") == 0)
		return read_groups(place, &when->groups);
	if (strcmp(key, "usage_limit") == 0)
		return place_count(place, 1, USES_MAX, &when->usage_limit);
	if (strcmp(key, "usage_limit_per_customer") == 0)
		return place_count(place, 1, USES_MAX, &when->usage_limit_per_customer);
	if (strcmp(key, "not_with") == 0)
		return form_read_list(place, NAME_MAX_BYTES, &when->not_with,
		                      &when->not_with_count);
	if (strcmp(key, "days") == 0)
		return read_days(place, &when->days);
	if (strcmp(key, "hours") == 0)
		return read_hours(place, when);
	return read_moment(place, strcmp(key, "from") == 0 ? &when->from : &when->until);
}

enum outcome
form_read_conditions(const struct json_place *place, struct promotion_conditions *when,
                     int exponent)
{
	enum outcome outcome = place_object(place, condition_keys, STRANGER);

	for (size_t i = 0; outcome == RC_OK && condition_keys[i]; i++) {
		struct json_place condition = place_key(place, condition_keys[i]);

		if (condition.node)
			outcome = read_condition(&condition, when, exponent);
	}
	return outcome;
}
