#include <config.h>

#include "ledger/facts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gtin.h"

#define RECEIPT_DIGITS_MAX 12
#define TILL_DIGITS_MAX 4

/* In the order of enum entry_kind; both are stored and never change. */
static const char *const kind_names[ENTRY_KINDS] = {
	[ENTRY_INIT] = "init",
	[ENTRY_START] = "start",
	[ENTRY_CLOCK] = "clock",
	[ENTRY_GAP] = "gap",
	[ENTRY_KEY_RECOVERY] = "key-recovery",
	[ENTRY_LIVE] = "live",
	[ENTRY_SIGN_ON] = "sign-on",
	[ENTRY_SIGN_OFF] = "sign-off",
	[ENTRY_LOCK] = "lock",
	[ENTRY_SIGN_FAILED] = "sign-failed",
	[ENTRY_TAKE_OVER] = "take-over",
	[ENTRY_TRAINING] = "training",
	[ENTRY_SHIFT_OPEN] = "shift-open",
	[ENTRY_COUNT] = "count",
	[ENTRY_SHIFT_CLOSE] = "shift-close",
	[ENTRY_Z] = "z",
	[ENTRY_PERIOD] = "period",
	[ENTRY_SALE] = "sale",
	[ENTRY_TENDER] = "tender",
	[ENTRY_CANCELLED] = "cancelled",
	[ENTRY_SUSPENDED] = "suspended",
	[ENTRY_RECALLED] = "recalled",
	[ENTRY_NO_SALE] = "no-sale",
	[ENTRY_CASH] = "cash",
	[ENTRY_PAPER] = "paper",
	[ENTRY_AGE_REFUSED] = "age-refused",
	[ENTRY_SETTING] = "setting",
	[ENTRY_STAFF] = "staff",
	[ENTRY_CATALOGUE] = "catalogue",
	[ENTRY_RECORD] = "record",
	[ENTRY_BACKUP] = "backup",
	[ENTRY_RESTORE] = "restore",
	[ENTRY_REPAIR] = "repair",
	[ENTRY_OLD_DAY] = "old-day",
	[ENTRY_CONSENT] = "consent",
};

const char *
entry_kind_name(enum entry_kind kind)
{
	return kind < ENTRY_KINDS ? kind_names[kind] : "?";
}

bool
entry_kind_parse(const char *name, enum entry_kind *kind)
{
	for (int i = 0; i < ENTRY_KINDS; i++) {
		if (strcmp(kind_names[i], name) == 0) {
			*kind = (enum entry_kind)i;
			return true;
		}
	}
	return false;
}

bool
entry_kind_is_money(enum entry_kind kind)
{
	switch (kind) {
	case ENTRY_SHIFT_OPEN:
	case ENTRY_SHIFT_CLOSE:
	case ENTRY_Z:
	case ENTRY_PERIOD:
	case ENTRY_SALE:
	case ENTRY_TENDER:
	case ENTRY_CASH:
		return true;
	default:
		return false;
	}
}

void
entry_init(struct entry *entry, enum entry_kind kind)
{
	memset(entry, 0, sizeof(*entry));
	entry->kind = kind;
}

void
entry_done(struct entry *entry)
{
	switch (entry->kind) {
	case ENTRY_SHIFT_CLOSE:
		free(entry->is.shift_close.counted);
		free(entry->is.shift_close.totals);
		free(entry->is.shift_close.pieces);
		free(entry->is.shift_close.foreign);
		break;
	case ENTRY_Z:
		free(entry->is.z.totals);
		break;
	case ENTRY_PERIOD:
		free(entry->is.period.totals);
		break;
	case ENTRY_SALE:
		free(entry->is.sale.lines);
		free(entry->is.sale.taxes);
		free(entry->is.sale.tenders);
		break;
	case ENTRY_CANCELLED:
	case ENTRY_SUSPENDED:
	case ENTRY_RECALLED:
		free(entry->is.basket.lines);
		free(entry->is.basket.tenders);
		break;
	case ENTRY_RECORD:
		free(entry->is.record.before);
		free(entry->is.record.after);
		break;
	default:
		break;
	}
	entry_init(entry, entry->kind);
}

char *
receipt_ref_text(char out[static RECEIPT_REF_TEXT_MAX], struct receipt_ref ref)
{
	snprintf(out, RECEIPT_REF_TEXT_MAX, "%d-%s%06" PRId64, ref.till,
	         ref.series == SERIES_TRAINING ? "T" : "", ref.number);
	return out;
}

/* Digits at *text, at most max of them, moved past; false if there are none or too many. */
static bool
take_digits(const char **text, int max, int64_t *number)
{
	int count = 0;
	*number = 0;
	for (; **text >= '0' && **text <= '9'; (*text)++) {
		if (++count > max)
			return false;
		*number = *number * 10 + (**text - '0');
	}
	return count > 0;
}

bool
receipt_ref_parse(const char *text, struct receipt_ref *ref)
{
	struct receipt_ref found = { 0 };
	int64_t till = 0;
	bool training = false;
	if (strlen(text) == RECEIPT_CODE_LENGTH) {
		if (!receipt_code_parse(text, &found.till, &training, &found.number))
			return false;
	} else {
		if (!take_digits(&text, TILL_DIGITS_MAX, &till) || *text++ != '-')
			return false;
		training = *text == 'T' || *text == 't';
		text += training;
		if (!take_digits(&text, RECEIPT_DIGITS_MAX, &found.number) || *text)
			return false;
		found.till = (int)till;
	}
	if (found.till == 0 || found.number == 0)
		return false;
	found.series = training ? SERIES_TRAINING : SERIES_LIVE;
	*ref = found;
	return true;
}

const struct counted_foreign *
shift_close_foreign(const struct shift_close_facts *facts, const char *kind)
{
	for (size_t i = 0; i < facts->foreign_count; i++)
		if (strcmp(facts->foreign[i].kind, kind) == 0)
			return &facts->foreign[i];
	return NULL;
}
