#include <config.h>

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "base/qty.h"
#include "base/text.h"
#include "shop/staff.h"

#define RIGHTS_FILE "rights.conf"
#define PPM_PER_MILLI_PERCENT 10

static const struct {
	const char *name, *label;
} rights[RIGHT_COUNT] = {
#define X(id, name, label) [RIGHT_##id] = { name, label },
	RIGHTS(X)
#undef X
};

const char *
right_name(enum right right)
{
	assert(right < RIGHT_COUNT);
	return rights[right].name;
}

const char *
right_label(enum right right)
{
	assert(right < RIGHT_COUNT);
	return _(rights[right].label);
}

/* ---- data/rights.conf ---- */

static enum outcome
refuse(const struct conf_row *row, struct err *err)
{
	return err_set(err, RC_REFUSED, _("%s, line %d: \"%s = %s\" is no right or no limit"),
	               RIGHTS_FILE, row->line, row->key, row->value);
}

/* "50" euro or dollar in the shop's money. */
static bool
parse_amount(const char *text, const struct settings *settings, struct money *amount)
{
	struct money two;
	if (money_parse(text, 2, &two, NULL) || two.minor <= 0)
		return false;
	__int128 minor = (__int128)two.minor * settings->limit_scale;
	__int128 divisor = 100;
	for (int i = 0; i < settings->currency.exponent; i++)
		minor *= 10;
	*amount = money_of(round_div(minor, divisor, ROUND_HALF_UP));
	return true;
}

/* "10 %": the sign was taken off. */
static bool
parse_percent(const char *text, int64_t *ppm)
{
	int64_t milli;
	if (qty_parse(text, &milli, NULL) || milli <= 0 || milli > 100 * QTY_ONE)
		return false;
	*ppm = milli * PPM_PER_MILLI_PERCENT;
	return true;
}

static bool
parse_term(const char *term, const struct settings *settings, struct right_limit *limit)
{
	size_t length = strlen(term);
	char number[32];
	limit->allowed = true;
	if (strcmp(term, "yes") == 0)
		return true;
	if (strcmp(term, "no") == 0) {
		limit->allowed = false;
		return true;
	}
	if (strcmp(term, "four-eyes") == 0) {
		limit->four_eyes = true;
		return true;
	}
	if (strncmp(term, "amount ", 7) == 0)
		return parse_amount(term + 7, settings, &limit->amount);
	if (strncmp(term, "times ", 6) == 0) {
		if (qty_parse(term + 6, &limit->count, NULL) || limit->count % QTY_ONE)
			return false;
		limit->count /= QTY_ONE;
		return limit->count > 0;
	}
	if (length < 3 || length >= sizeof(number) || strcmp(term + length - 2, " %") != 0)
		return false;
	text_copy(number, length - 1, term);
	return parse_percent(number, &limit->percent_ppm);
}

static bool
parse_limit(const char *value, const struct settings *settings, struct right_limit *limit)
{
	char term[64];
	memset(limit, 0, sizeof(*limit));
	for (;;) {
		value += strspn(value, " ");
		size_t length = strcspn(value, ",");
		if (!length || length >= sizeof(term))
			return false;
		memcpy(term, value, length);
		while (length && term[length - 1] == ' ')
			length--;
		term[length] = '\0';
		if (!parse_term(term, settings, limit))
			return false;
		value += strcspn(value, ",");
		if (!*value)
			return true;
		value++;
	}
}

/* The group a row belongs to: the last one, or a new one. */
static struct group *
group_of(struct group groups[static GROUPS_MAX], size_t *count, const char *name)
{
	if (*count && strcmp(groups[*count - 1].name, name) == 0)
		return &groups[*count - 1];
	if (*count == GROUPS_MAX || strlen(name) >= sizeof(groups[0].name) || !*name)
		return NULL;
	struct group *group = &groups[(*count)++];
	memset(group, 0, sizeof(*group));
	text_copy(group->name, sizeof(group->name), name);
	return group;
}

static int
right_named(const char *name)
{
	int right = 0;
	while (right < RIGHT_COUNT && strcmp(rights[right].name, name) != 0)
		right++;
	return right;
}

static enum outcome
read_groups(const struct conf *conf, struct group groups[static GROUPS_MAX], size_t *count,
            const struct settings *settings, struct err *err)
{
	bool named[GROUPS_MAX][RIGHT_COUNT] = { { false } };
	for (size_t i = 0; i < conf_count(conf); i++) {
		const struct conf_row *row = conf_row(conf, i);
		struct group *group = group_of(groups, count, row->section);
		int right = right_named(row->key);
		if (!group || right == RIGHT_COUNT ||
		    !parse_limit(row->value, settings, &group->rights[right]))
			return refuse(row, err);
		named[group - groups][right] = true;
	}
	for (size_t i = 0; i < *count; i++)
		for (int right = 0; right < RIGHT_COUNT; right++)
			if (!named[i][right])
				return err_set(err, RC_REFUSED, _("%s: group %s does not say %s"),
				               RIGHTS_FILE, groups[i].name, rights[right].name);
	return RC_OK;
}

enum outcome
staff_groups(struct group groups[static GROUPS_MAX], size_t *count, const struct settings *settings,
             struct err *err)
{
	char path[PATH_MAX];
	struct conf *conf = NULL;
	enum outcome outcome = paths_data(path, RIGHTS_FILE, err);
	if (!outcome)
		outcome = conf_read(&conf, path, err);
	if (outcome)
		return outcome;
	*count = 0;
	outcome = read_groups(conf, groups, count, settings, err);
	conf_free(&conf);
	return outcome;
}
