#include <config.h>

#include "screens/journal_filter.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "ledger/people.h"
#include "shop/items.h"
#include "screens/typed.h"

#define STAFF_MAX 1000
#define RECEIPT_DIGITS 12
#define HOUR_MIN 60
#define DAY_MIN (24 * HOUR_MIN)

/* How entries are called on screens. */
static const char *const kind_labels[ENTRY_KINDS] = {
	[ENTRY_INIT] = N_("till set up"),
	[ENTRY_START] = N_("program started"),
	[ENTRY_CLOCK] = N_("clock changed"),
	[ENTRY_GAP] = N_("gap accepted"),
	[ENTRY_KEY_RECOVERY] = N_("new signing key"),
	[ENTRY_LIVE] = N_("live from here"),
	[ENTRY_SIGN_ON] = N_("signed on"),
	[ENTRY_SIGN_OFF] = N_("signed off"),
	[ENTRY_LOCK] = N_("locked"),
	[ENTRY_SIGN_FAILED] = N_("wrong PIN"),
	[ENTRY_TAKE_OVER] = N_("basket taken over"),
	[ENTRY_TRAINING] = N_("training switched"),
	[ENTRY_SHIFT_OPEN] = N_("shift opened"),
	[ENTRY_COUNT] = N_("counted"),
	[ENTRY_SHIFT_CLOSE] = N_("shift closed"),
	[ENTRY_Z] = N_("Z report"),
	[ENTRY_PERIOD] = N_("month or year closed"),
	[ENTRY_SALE] = N_("sale"),
	[ENTRY_TENDER] = N_("tender"),
	[ENTRY_CANCELLED] = N_("basket cancelled"),
	[ENTRY_SUSPENDED] = N_("basket suspended"),
	[ENTRY_RECALLED] = N_("basket recalled"),
	[ENTRY_NO_SALE] = N_("drawer without sale"),
	[ENTRY_CASH] = N_("cash in or out"),
	[ENTRY_PAPER] = N_("paper"),
	[ENTRY_AGE_REFUSED] = N_("refused by age"),
	[ENTRY_SETTING] = N_("setting changed"),
	[ENTRY_STAFF] = N_("staff changed"),
	[ENTRY_CATALOGUE] = N_("items imported"),
	[ENTRY_RECORD] = N_("set-up changed"),
	[ENTRY_BACKUP] = N_("backup"),
	[ENTRY_RESTORE] = N_("restored"),
	[ENTRY_REPAIR] = N_("tables repaired"),
	[ENTRY_OLD_DAY] = N_("old day goes on"),
	[ENTRY_CONSENT] = N_("consent given"),
};

const char *
journal_kind_label(enum entry_kind kind)
{
	return _(kind_labels[kind]);
}

/* ---- one word each ---- */

enum took { NOT_MINE, TOOK, FITS_NOTHING };

static enum took
take_today(const struct face *face, const char *word, struct journal_query *query)
{
	day_number today = when_day(face_now(face));

	if (strcmp(word, "today") == 0 || strcmp(word, _("today")) == 0)
		query->first = query->last = today;
	else if (strcmp(word, "yesterday") == 0 || strcmp(word, _("yesterday")) == 0)
		query->first = query->last = day_add(today, -1);
	else
		return NOT_MINE;
	return TOOK;
}

/* "24.11." and "24.11.2026" are days, "24.11" is an amount. */
static enum took
take_day(const struct face *face, const char *word, struct journal_query *query)
{
	const char *point = strchr(word, '.'), *pattern = face->settings->date_pattern;
	day_number today = when_day(face_now(face)), day;
	char full[FIELD_TEXT_MAX + 8];
	struct err err;

	if (!strpbrk(word, "-/") && !(point && strchr(point + 1, '.')))
		return NOT_MINE;
	if (word[strlen(word) - 1] == '.') { /* of this year, or of the last */
		snprintf(full, sizeof(full), "%s%d", word, today / 10000);
		if (day_parse_typed(full, pattern, today, &day, &err))
			return NOT_MINE;
		day -= day > today ? 10000 : 0;
	} else if (day_parse_typed(word, pattern, today, &day, &err)) {
		return NOT_MINE;
	}
	query->first = query->last = day;
	return TOOK;
}

/* "14" or "14:30" at *at as minutes; unit is what it spans. */
static bool
read_time(const char **at, int *minutes, int *unit)
{
	char *end;
	long hour, minute = 0;

	if (!isdigit((unsigned char)**at))
		return false;
	hour = strtol(*at, &end, 10);
	*unit = HOUR_MIN;
	if (*end == ':')
		end++;
	if (isdigit((unsigned char)*end)) {
		minute = strtol(end, &end, 10);
		*unit = 1;
	}
	*at = end;
	*minutes = (int)(hour * HOUR_MIN + minute);
	return hour <= 24 && minute < HOUR_MIN && *minutes <= DAY_MIN;
}

static enum took
take_hour(const struct face *face, const char *word, struct journal_query *query)
{
	int from, to, unit;

	(void)face;
	if (!strchr(word, ':') || !read_time(&word, &from, &unit))
		return NOT_MINE;
	to = from + unit;
	if (*word == '-') {
		word++;
		if (*word && !read_time(&word, &to, &unit))
			return NOT_MINE;
	}
	if (*word)
		return NOT_MINE;
	query->from_min = from;
	query->to_min = to;
	return to > from ? TOOK : FITS_NOTHING;
}

static enum took
take_amount(const struct face *face, const char *word, struct journal_query *query)
{
	struct err err;

	if (!strpbrk(word, ".,") || typed_money(face->settings, word, &query->amount, &err))
		return NOT_MINE;
	query->has_amount = true;
	return TOOK;
}

static int
staff_by_name(const struct face *face, const char *name)
{
	struct staff_row *rows = alloc_zero(STAFF_MAX, sizeof(*rows));
	char wanted[NAME_MAX_BYTES * 2], folded[NAME_MAX_BYTES * 2];
	size_t count = 0;
	int number = 0;

	text_fold(wanted, sizeof(wanted), name);
	if (staff_list(face->ledger, rows, STAFF_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count && !number; i++) {
		text_fold(folded, sizeof(folded), rows[i].name);
		if (strncmp(folded, wanted, strlen(wanted)) == 0)
			number = rows[i].number;
	}
	free(rows);
	return number;
}

static enum took
take_staff(const struct face *face, const char *word, struct journal_query *query)
{
	if (word[0] != '#')
		return NOT_MINE;
	if (!word[1])
		return TOOK; /* there is more to come */
	query->staff =
	        isdigit((unsigned char)word[1]) ? atoi(word + 1) : staff_by_name(face, word + 1);
	return query->staff ? TOOK : FITS_NOTHING;
}

static bool
has_letter(const char *word)
{
	for (; *word; word++) {
		if (isalpha((unsigned char)*word) || (unsigned char)*word >= 0x80)
			return true;
	}
	return false;
}

/* By the name scripts know, or by how it is called here. */
static enum took
take_kind(const struct face *face, const char *word, struct journal_query *query)
{
	char wanted[FIELD_TEXT_MAX], folded[FIELD_TEXT_MAX];

	(void)face;
	if (query->sales_only || !has_letter(word))
		return NOT_MINE;
	if (entry_kind_parse(word, &query->kind))
		return TOOK;
	text_fold(wanted, sizeof(wanted), word);
	for (int kind = 0; kind < ENTRY_KINDS; kind++) {
		text_fold(folded, sizeof(folded), _(kind_labels[kind]));
		if (strncmp(folded, wanted, strlen(wanted)) == 0) {
			query->kind = (enum entry_kind)kind;
			return TOOK;
		}
	}
	return NOT_MINE;
}

static enum took
take_item(const struct face *face, const char *word, struct journal_query *query)
{
	struct found found = { .kind = FOUND_NOTHING };
	struct item_row hit;

	if (!items_look_up(face->ledger, face->settings, word, false, 0, &found, NULL) &&
	    found.kind == FOUND_ITEM)
		hit = found.item;
	else if (!has_letter(word) || name_index_find(till_names(face->till), word, &hit, 1) == 0)
		text_copy(hit.number, sizeof(hit.number), word); /* an item that is gone */
	text_copy(query->item, sizeof(query->item), hit.number);
	return TOOK;
}

static enum took (*const takers[])(const struct face *, const char *, struct journal_query *) = {
	take_today, take_hour, take_day, take_amount, take_staff, take_kind, take_item,
};

/* ---- all of it ---- */

bool
journal_filter_receipt(const struct face *face, const char *text, struct receipt_ref *ref)
{
	size_t digits = strspn(text, "0123456789");

	if (receipt_ref_parse(text, ref))
		return true;
	if (digits == 0 || text[digits] || digits > RECEIPT_DIGITS)
		return false;
	*ref = (struct receipt_ref){ ledger_till(face->ledger),
		                     face->view.training ? SERIES_TRAINING : SERIES_LIVE,
		                     atoll(text) };
	return ref->number > 0;
}

static bool
take_word(const struct face *face, const char *word, struct journal_query *query)
{
	for (size_t i = 0; i < sizeof(takers) / sizeof(takers[0]); i++) {
		enum took took = takers[i](face, word, query);

		if (took != NOT_MINE)
			return took == TOOK;
	}
	return false;
}

bool
journal_filter_read(const struct face *face, const char *text, struct journal_query *query)
{
	char copy[FIELD_TEXT_MAX], *rest, *word;
	struct receipt_ref ref;

	if (receipt_ref_parse(text, &ref))
		return false; /* that receipt and no other */
	text_copy(copy, sizeof(copy), text);
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		if (!take_word(face, word, query))
			return false;
	}
	return true;
}
