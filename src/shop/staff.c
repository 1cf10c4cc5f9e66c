#include <config.h>

#include "shop/staff.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"

#define STAFF_MAX 9999
#define TILL 0 /* its row among the tries */

/* ---- groups ---- */

static enum outcome
find_group(const struct settings *settings, const char *name, struct group *group, struct err *err)
{
	struct group groups[GROUPS_MAX];
	size_t count = 0;
	enum outcome outcome = staff_groups(groups, &count, settings, err);
	if (outcome)
		return outcome;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(groups[i].name, name) == 0) {
			*group = groups[i];
			return RC_OK;
		}
	}
	return err_set(err, RC_REFUSED, _("there is no group %s"), name);
}

enum outcome
staff_person(struct ledger *ledger, const struct settings *settings, int number,
             struct person *person, struct err *err)
{
	struct staff_row row;
	struct group group;
	enum outcome outcome = staff_get(ledger, number, &row, err);
	if (!outcome && row.left)
		outcome = err_set(err, RC_NOT_FOUND, _("there is no staff number %d"), number);
	if (!outcome)
		outcome = find_group(settings, row.group, &group, err);
	if (outcome)
		return outcome;
	*person = (struct person){ .number = number, .born = row.born };
	text_copy(person->name, sizeof(person->name), row.name);
	text_copy(person->group, sizeof(person->group), row.group);
	memcpy(person->rights, group.rights, sizeof(person->rights));
	return RC_OK;
}

/* ---- lock-out ---- */

static int64_t
lock_ms(int tries, int allowed)
{
	int64_t ms = LOCK_FIRST_MS;
	if (tries < allowed)
		return 0;
	for (int i = allowed; i < tries && ms < LOCK_LAST_MS; i++)
		ms *= 2;
	return ms < LOCK_LAST_MS ? ms : LOCK_LAST_MS;
}

static enum outcome
refuse_locked(int64_t left_ms, bool till, struct err *err)
{
	long seconds = (long)((left_ms + 999) / 1000), minutes = (seconds + 59) / 60;
	err_set(err, RC_REFUSED, "%s",
	        till ? _("the till is locked after many wrong PINs")
	             : _("this number is locked after wrong PINs"));
	if (seconds < 120)
		err_hint(err,
		         ngettext("try again in %ld second", "try again in %ld seconds",
		                  (unsigned long)seconds),
		         seconds);
	else
		err_hint(err,
		         ngettext("try again in %ld minute", "try again in %ld minutes",
		                  (unsigned long)minutes),
		         minutes);
	return RC_REFUSED;
}

/* The clock may have been put back: nobody waits longer than the longest lock. */
static enum outcome
shorten_locks(struct ledger *ledger, struct tries rows[static 2], struct when now, struct err *err)
{
	int64_t longest = now.utc_ms + LOCK_LAST_MS;
	if (rows[0].locked_until_ms <= longest && rows[1].locked_until_ms <= longest)
		return RC_OK;
	for (int i = 0; i < 2; i++)
		if (rows[i].locked_until_ms > longest)
			rows[i].locked_until_ms = longest;
	return tries_put(ledger, rows, 2, err);
}

enum outcome
staff_may_try(struct ledger *ledger, int number, struct when now, struct err *err)
{
	struct tries rows[2];
	enum outcome outcome = tries_get(ledger, TILL, &rows[0], err);
	if (!outcome)
		outcome = tries_get(ledger, number, &rows[1], err);
	if (!outcome)
		outcome = shorten_locks(ledger, rows, now, err);
	for (int i = 0; i < 2 && !outcome; i++)
		if (rows[i].locked_until_ms > now.utc_ms)
			outcome = refuse_locked(rows[i].locked_until_ms - now.utc_ms, i == 0, err);
	return outcome;
}

enum outcome
staff_tried(struct ledger *ledger, int number, bool right, struct when now, int *tries,
            struct err *err)
{
	struct tries rows[2];
	enum outcome outcome = tries_get(ledger, TILL, &rows[0], err);
	if (!outcome)
		outcome = tries_get(ledger, number, &rows[1], err);
	if (outcome)
		return outcome;
	bool clean = !rows[0].count && !rows[1].count;
	for (int i = 0; i < 2; i++) {
		rows[i].count = right ? 0 : rows[i].count + 1;
		int64_t ms = lock_ms(rows[i].count, i == 0 ? TRIES_OF_TILL : TRIES_OF_NUMBER);
		rows[i].locked_until_ms = ms ? now.utc_ms + ms : 0;
	}
	if (!(right && clean))
		outcome = tries_put(ledger, rows, 2, err);
	if (!outcome && tries)
		*tries = rows[1].count;
	return outcome;
}

/* ---- changes ---- */

static void
fill_entry(struct entry *entry, const struct staff_row *row, enum staff_change change)
{
	entry->kind = ENTRY_STAFF;
	entry->id[0] = '\0'; /* one header may serve several changes */
	memset(&entry->is, 0, sizeof(entry->is));
	entry->is.staff.number = row->number;
	entry->is.staff.change = change;
	text_copy(entry->is.staff.group, sizeof(entry->is.staff.group), row->group);
}

enum outcome
staff_add(struct ledger *ledger, const char *name, const char *group, const char *hash,
          day_number born, struct entry *entry, int *number, struct err *err)
{
	struct settings settings;
	struct group known;
	struct staff_row row = { .born = born };
	enum outcome outcome = text_clean(row.name, sizeof(row.name), name, strlen(name), err);
	if (outcome)
		return outcome;
	if (!*row.name)
		return err_set(err, RC_REFUSED, _("a person needs a name"));
	if (text_has_card_number(row.name))
		return err_set(err, RC_REFUSED,
		               _("this looks like a card number, which is never kept"));
	outcome = settings_load(&settings, ledger, err);
	if (!outcome)
		outcome = find_group(&settings, group, &known, err);
	if (!outcome)
		outcome = staff_last_number(ledger, &row.number, err);
	if (!outcome && ++row.number > STAFF_MAX)
		outcome = err_set(err, RC_REFUSED, _("all staff numbers are given away"));
	if (outcome)
		return outcome;
	text_copy(row.group, sizeof(row.group), group);
	text_copy(row.pin_hash, sizeof(row.pin_hash), hash);
	fill_entry(entry, &row, STAFF_ADDED);
	outcome = staff_put(ledger, &row, entry, err);
	if (!outcome)
		*number = row.number;
	return outcome;
}

static bool
group_may_change_staff(const struct settings *settings, const char *name)
{
	struct group group;
	return find_group(settings, name, &group, NULL) == RC_OK &&
	       group.rights[RIGHT_STAFF].allowed;
}

/* Somebody besides this one must stay who may change staff. */
static enum outcome
refuse_last_manager(struct ledger *ledger, const struct settings *settings, int number,
                    struct err *err)
{
	struct staff_row *rows = alloc_zero(STAFF_MAX, sizeof(*rows));
	size_t count = 0;
	enum outcome outcome = staff_list(ledger, rows, STAFF_MAX, &count, err);
	bool other = false;
	for (size_t i = 0; i < count && !outcome && !other; i++)
		other = rows[i].number != number && !rows[i].left &&
		        group_may_change_staff(settings, rows[i].group);
	free(rows);
	if (!outcome && !other) {
		err_set(err, RC_REFUSED, _("this is the last one who may change staff"));
		err_hint(err, _("make another manager first"));
		outcome = RC_REFUSED;
	}
	return outcome;
}

enum outcome
staff_change_row(struct ledger *ledger, int number, enum staff_change change, const char *value,
                 struct entry *entry, struct err *err)
{
	struct settings settings;
	struct staff_row row;
	struct group group;
	enum outcome outcome = staff_get(ledger, number, &row, err);
	if (!outcome)
		outcome = settings_load(&settings, ledger, err);
	if (outcome)
		return outcome;
	bool loses = change == STAFF_LEFT ||
	             (change == STAFF_GROUP && !group_may_change_staff(&settings, value));
	if (change == STAFF_GROUP)
		outcome = find_group(&settings, value, &group, err);
	if (!outcome && loses && !row.left && group_may_change_staff(&settings, row.group))
		outcome = refuse_last_manager(ledger, &settings, number, err);
	if (outcome)
		return outcome;

	if (change == STAFF_PIN)
		text_copy(row.pin_hash, sizeof(row.pin_hash), value);
	else if (change == STAFF_GROUP)
		text_copy(row.group, sizeof(row.group), value);
	else if (change == STAFF_LEFT)
		row.left = true;
	fill_entry(entry, &row, change);
	outcome = staff_put(ledger, &row, entry, err);
	if (!outcome && (change == STAFF_FREED || change == STAFF_PIN)) {
		struct tries none = { .number = number };
		outcome = tries_put(ledger, &none, 1, err);
	}
	return outcome;
}
