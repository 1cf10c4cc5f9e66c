#include <config.h>

#include "checkout/count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "ledger/postings.h"
#include "checkout/pieces.h"

/*
 * Counting the drawer: cash by the piece or as a sum, slips and vouchers as a sum, and notes of
 * another currency in their own units.
 *
 * Of another currency two things are known: the units that should be there, and what they were
 * taken for.  Rates may have changed in between, so the difference is one of units, and what it is
 * worth is that difference at the rate of the count:
 *
 *   20.00 dollars taken for 18.40, 15.00 counted at 0.92     5.00 dollars short, 4.60
 */

enum { COUNTED_ROOM = 50, COUNT_ENTRIES = 200 };

/* ---- counting ---- */

enum outcome
count_cash(const struct till *till, const char *text, struct pieces *pieces, struct err *err)
{
	const struct settings *settings = till->settings;
	enum outcome outcome = pieces_parse(pieces, text, &settings->currency, settings, err);

	return outcome ? outcome : till_check_coins(till, pieces->sum, err);
}

static enum outcome
count_foreign(const struct till *till, const struct tender_row *row, const char *text,
              struct pieces *pieces, struct count_facts *facts, struct err *err)
{
	const struct settings *settings = till->settings;
	struct foreign_rate rate;
	enum outcome outcome =
	        foreign_rate_parse(&rate, row->currency, row->rate, &settings->currency, err);

	if (outcome == RC_OK)
		outcome = pieces_parse(pieces, text, &rate.currency, settings, err);
	if (outcome)
		return outcome;
	memcpy(facts->currency, row->currency, sizeof facts->currency);
	memcpy(facts->rate, row->rate, sizeof facts->rate);
	facts->foreign = pieces->sum;
	facts->amount = foreign_to_ours(&rate, pieces->sum, settings->rounding);
	return RC_OK;
}

static enum outcome
count_kind(const struct till *till, const struct tender_row *row, const char *text,
           struct count_facts *facts, struct err *err)
{
	const struct settings *settings = till->settings;
	struct pieces pieces;
	enum outcome outcome;

	if (row->currency[0])
		outcome = count_foreign(till, row, text, &pieces, facts, err);
	else if (strcmp(row->kind, "cash") == 0)
		outcome = count_cash(till, text, &pieces, err);
	else
		outcome = pieces_parse(&pieces, text, &settings->currency, settings, err);
	if (outcome)
		return outcome;
	if (!row->currency[0])
		facts->amount = pieces.sum;
	facts->piece_count = pieces.count;
	memcpy(facts->pieces, pieces.piece, sizeof facts->pieces);
	return RC_OK;
}

static void
say_count(const struct till *till, struct answer *answer, const struct count_facts *facts)
{
	struct currency currency;
	struct number_style style;
	char text[MONEY_TEXT_MAX];

	say_text(answer, "kind", facts->kind);
	if (facts->currency[0] && currency_find(facts->currency, &currency, NULL) == RC_OK) {
		style = number_plain(currency.exponent);
		say_text(answer, "currency", facts->currency);
		say_text(answer, "foreign", money_text(text, facts->foreign, &style));
	}
	say_money(till, answer, "counted", facts->amount);
}

enum outcome
do_count(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const struct tender_row *row;
	struct entry entry;
	enum outcome outcome =
	        tables_tender(&till->tables, command_word(command, "KIND"), &row, err);

	if (outcome)
		return outcome;
	till_entry(till, &entry, ENTRY_COUNT);
	entry.is.count.shift = till->shift.shift;
	text_copy(entry.is.count.kind, TENDER_KIND_MAX, row->kind);
	outcome = count_kind(till, row, command_word(command, "AMOUNT|PIECES..."), &entry.is.count,
	                     err);
	if (outcome == RC_OK)
		outcome = till_append(till, &entry, 0, answer, err);
	if (outcome)
		return outcome;
	till_rest(till);
	say_count(till, answer, &entry.is.count);
	return RC_OK;
}

/* ---- what there should be ---- */

bool
count_of(const struct shift_close_facts *facts, const char *kind, struct money *amount)
{
	for (size_t i = 0; i < facts->counted_count; i++) {
		if (strcmp(facts->counted[i].key, kind) == 0) {
			*amount = facts->counted[i].amount;
			return true;
		}
	}
	return false;
}

/* Cash by all that moved it, slips and vouchers by what was taken. */
static struct money
expected_of(const struct shift_close_facts *facts, const char *kind)
{
	if (strcmp(kind, "cash") == 0)
		return facts->expected;
	return totals_get(facts->totals, facts->total_count, "tender", kind).amount;
}

static struct money
expected_units(const struct shift_close_facts *facts, const char *kind, const char *currency)
{
	char key[ACCOUNT_KEY_MAX];

	total_foreign_key(key, kind, currency);
	return totals_get(facts->totals, facts->total_count, "#foreign", key).amount;
}

/* ---- the counts of a shift ---- */

static enum outcome
read_counts(const struct till *till, struct shift_close_facts *facts, struct err *err)
{
	size_t count = 0;
	enum outcome outcome;

	facts->counted = alloc_zero(COUNTED_ROOM, sizeof *facts->counted);
	outcome = shift_counted(till->ledger, till->series, till->shift.shift, facts->counted,
	                        COUNTED_ROOM, &count, err);
	facts->counted_count = outcome == RC_OK ? count : 0;
	return outcome;
}

static void
add_pieces(struct shift_close_facts *facts, const struct count_facts *count)
{
	facts->pieces = alloc_again(facts->pieces, facts->piece_count + (size_t)count->piece_count,
	                            sizeof *facts->pieces);
	for (int i = 0; i < count->piece_count; i++) {
		struct counted_piece *piece = &facts->pieces[facts->piece_count++];

		*piece = (struct counted_piece){ .value = count->pieces[i].value,
			                         .count = count->pieces[i].count };
		memcpy(piece->kind, count->kind, sizeof piece->kind);
	}
}

static void
add_foreign(struct shift_close_facts *facts, const struct count_facts *count)
{
	struct counted_foreign *foreign;

	facts->foreign =
	        alloc_again(facts->foreign, facts->foreign_count + 1, sizeof *facts->foreign);
	foreign = &facts->foreign[facts->foreign_count++];
	*foreign = (struct counted_foreign){
		.expected = expected_units(facts, count->kind, count->currency),
		.counted = count->foreign,
	};
	memcpy(foreign->kind, count->kind, sizeof foreign->kind);
	memcpy(foreign->currency, count->currency, sizeof foreign->currency);
	memcpy(foreign->rate, count->rate, sizeof foreign->rate);
}

/* What is missing of them is worth what they are worth now; the others are worth what they were
 * taken for. */
static enum outcome
value_foreign(const struct till *till, struct shift_close_facts *facts,
              const struct counted_foreign *foreign, struct err *err)
{
	struct foreign_rate rate;
	enum outcome outcome = foreign_rate_parse(&rate, foreign->currency, foreign->rate,
	                                          &till->settings->currency, err);

	for (size_t i = 0; outcome == RC_OK && i < facts->counted_count; i++)
		if (strcmp(facts->counted[i].key, foreign->kind) == 0)
			facts->counted[i].amount = money_add(
			        expected_of(facts, foreign->kind),
			        foreign_to_ours(&rate,
			                        money_sub(foreign->counted, foreign->expected),
			                        till->settings->rounding));
	return outcome;
}

/* The last count of each kind is the one that holds. */
static enum outcome
add_count(const struct till *till, struct shift_close_facts *facts, const struct count_facts *count,
          bool seen[COUNTED_ROOM], struct err *err)
{
	for (size_t i = 0; i < facts->counted_count; i++) {
		if (strcmp(facts->counted[i].key, count->kind) != 0 || seen[i])
			continue;
		seen[i] = true;
		if (count->piece_count > 0)
			add_pieces(facts, count);
		if (!count->currency[0])
			return RC_OK;
		add_foreign(facts, count);
		return value_foreign(till, facts, &facts->foreign[facts->foreign_count - 1], err);
	}
	return RC_OK;
}

static enum outcome
read_pieces(const struct till *till, struct shift_close_facts *facts, struct err *err)
{
	const struct journal_query query = { .kind = ENTRY_COUNT,
		                             .series = till->series,
		                             .shift = facts->shift };
	struct journal_row *rows = alloc_zero(COUNT_ENTRIES, sizeof *rows);
	bool seen[COUNTED_ROOM] = { false };
	size_t count = 0;
	enum outcome outcome = journal_find(till->ledger, &query, rows, COUNT_ENTRIES, &count, err);

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct entry entry;

		outcome = journal_read(till->ledger, ledger_till(till->ledger), rows[i].seq, &entry,
		                       err);
		if (outcome)
			break;
		outcome = add_count(till, facts, &entry.is.count, seen, err);
		entry_done(&entry);
	}
	free(rows);
	return outcome;
}

enum outcome
count_read(const struct till *till, struct shift_close_facts *facts, struct err *err)
{
	enum outcome outcome = read_counts(till, facts, err);

	facts->shift = till->shift.shift;
	facts->first_seq = till->shift.first_seq;
	if (outcome == RC_OK)
		outcome = shift_expected(till->ledger, till->series, facts->shift, &facts->expected,
		                         err);
	if (outcome == RC_OK)
		outcome = shift_totals(till->ledger, till->series, facts->shift, facts->shift,
		                       &facts->totals, &facts->total_count, err);
	return outcome ? outcome : read_pieces(till, facts, err);
}

/* ---- differences ---- */

/* "0.50", of another currency "USD 5.00 (4.60)". */
static void
difference_text(const struct till *till, const struct counted_foreign *foreign,
                struct money difference, char *out, size_t size)
{
	char ours[MONEY_TEXT_MAX], theirs[MONEY_TEXT_MAX];
	struct number_style style = till->settings->style;
	struct currency currency;

	settings_money(till->settings, money_abs(difference), ours);
	if (!foreign || currency_find(foreign->currency, &currency, NULL)) {
		text_copy(out, size, ours);
		return;
	}
	style.exponent = currency.exponent;
	money_text(theirs, money_abs(money_sub(foreign->counted, foreign->expected)), &style);
	snprintf(out, size, "%s %s (%s)", foreign->currency, theirs, ours);
}

/* "Cash 0.50 too little", for who may know; for others only "Cash". */
static void
tell_difference(const struct till *till, const char *kind, const struct counted_foreign *foreign,
                struct money difference, char *out, size_t size)
{
	const struct tender_row *row;
	const char *label =
	        tables_tender(&till->tables, kind, &row, NULL) == RC_OK ? row->label : kind;
	size_t length = strlen(out);
	bool little =
	        foreign ? money_cmp(foreign->counted, foreign->expected) < 0 : difference.minor < 0;
	char text[2 * MONEY_TEXT_MAX + 20], piece[NAME_MAX_BYTES + 2 * MONEY_TEXT_MAX + 60];

	difference_text(till, foreign, difference, text, sizeof text);
	if (!till_shows_expected(till))
		snprintf(piece, sizeof piece, "%s", label);
	else if (little)
		snprintf(piece, sizeof piece, _("%s %s too little"), label, text);
	else
		snprintf(piece, sizeof piece, _("%s %s too much"), label, text);
	if (length > 0)
		length += text_copy(out + length, size - length, ", ");
	text_copy(out + length, size - length, piece);
}

static void
tell_differences(const struct till *till, const struct shift_close_facts *facts, char *out,
                 size_t size)
{
	out[0] = '\0';
	for (size_t i = 0; i < facts->counted_count; i++) {
		const struct total *counted = &facts->counted[i];
		const struct counted_foreign *foreign = shift_close_foreign(facts, counted->key);
		struct money difference =
		        money_sub(counted->amount, expected_of(facts, counted->key));

		if (foreign ? money_cmp(foreign->counted, foreign->expected) != 0
		            : difference.minor != 0)
			tell_difference(till, counted->key, foreign, difference, out, size);
	}
}

/* Notes of another currency lie in the drawer as cash does: who took some counts them. */
static enum outcome
check_foreign_counted(const struct till *till, const struct shift_close_facts *facts,
                      struct err *err)
{
	for (size_t i = 0; i < facts->total_count; i++) {
		const struct total *total = &facts->totals[i];
		char kind[ACCOUNT_KEY_MAX];
		const struct tender_row *row;

		if (strcmp(total->account, "#foreign") != 0)
			continue;
		snprintf(kind, sizeof kind, "%.*s", (int)strcspn(total->key, ":"), total->key);
		if (shift_close_foreign(facts, kind) ||
		    tables_tender(&till->tables, kind, &row, NULL) != RC_OK)
			continue;
		err_set(err, RC_REFUSED, _("%s: what is in the drawer is not counted yet"),
		        row->label);
		return err_hint(err, "count %s AMOUNT", kind);
	}
	return RC_OK;
}

enum outcome
count_check(const struct till *till, const struct shift_close_facts *facts, struct err *err)
{
	char what[150];
	enum outcome outcome = check_foreign_counted(till, facts, err);

	if (outcome)
		return outcome;
	tell_differences(till, facts, what, sizeof what);
	if (what[0] == '\0' || facts->reason[0])
		return RC_OK;
	if (till_shows_expected(till))
		err_set(err, RC_REFUSED, _("%s: count again, or give a reason"), what);
	else
		err_set(err, RC_REFUSED,
		        _("the count does not agree (%s): count again, or give a reason"), what);
	return err_hint(err, "close-shift FLOAT-LEFT TO-BANK REASON");
}

enum outcome
till_counts_agree(const struct till *till, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	entry_init(&entry, ENTRY_SHIFT_CLOSE);
	outcome = count_read(till, &entry.is.shift_close, err);
	if (outcome == RC_OK)
		outcome = count_check(till, &entry.is.shift_close, err);
	entry_done(&entry);
	return outcome;
}

/* ---- answers ---- */

void
say_foreign(const struct till *till, struct answer *answer, const struct counted_foreign foreign[],
            size_t count)
{
	struct buf list = { 0 };
	struct json_writer to = { .buf = &list };
	char text[MONEY_TEXT_MAX];

	(void)till;
	if (count == 0)
		return;
	json_open_array(&to, NULL);
	for (size_t i = 0; i < count; i++) {
		struct currency currency;
		struct number_style style;

		if (currency_find(foreign[i].currency, &currency, NULL))
			continue;
		style = number_plain(currency.exponent);
		json_open_object(&to, NULL);
		json_put_text(&to, "kind", foreign[i].kind);
		json_put_text(&to, "currency", foreign[i].currency);
		json_put_text(&to, "rate", foreign[i].rate);
		json_put_text(&to, "expected", money_text(text, foreign[i].expected, &style));
		json_put_text(&to, "counted", money_text(text, foreign[i].counted, &style));
		json_close_object(&to);
	}
	json_close_array(&to);
	say_raw(answer, "foreign", list.text);
	buf_done(&list);
}
