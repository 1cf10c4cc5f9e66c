#include <config.h>

#include "checkout/pieces.h"

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "checkout/argument.h"

/* Nobody counts more of one coin, and no drawer holds more; both stay far from what money can hold.
 */
#define PIECE_COUNT_MAX INT64_C(99999)
#define SUM_MAX INT64_C(9999999999)

#define WORD_MAX 40

/* The next kind below another, of notes and coins; 0 there is none. */
static int64_t
next_below(const struct settings *settings, int64_t above)
{
	int64_t best = 0;

	for (size_t i = 0; i < SETTINGS_NOTES; i++) {
		int64_t note = settings->notes[i].minor, coin = settings->coins[i].minor;

		if (note < above && note > best)
			best = note;
		if (coin < above && coin > best)
			best = coin;
	}
	return best;
}

_Static_assert(CASH_PIECES_MAX >= 2 * SETTINGS_NOTES, "a shop's notes and coins fit");

size_t
pieces_of_shop(const struct settings *settings, struct money out[static CASH_PIECES_MAX])
{
	int64_t kind = INT64_MAX;
	size_t count = 0;

	while ((kind = next_below(settings, kind)) > 0)
		out[count++] = money_of(kind);
	return count;
}

/* The euro's one and two cents are money also where no shop gives them. */
static bool
shop_has(const struct settings *settings, struct money value)
{
	struct money kinds[CASH_PIECES_MAX];
	size_t count = pieces_of_shop(settings, kinds);

	if (count == 0 || (strcmp(settings->currency.code, "EUR") == 0 && value.minor <= 2))
		return true;
	for (size_t i = 0; i < count; i++)
		if (kinds[i].minor == value.minor)
			return true;
	return false;
}

/* Where it stands among the dearer ones; the same kind twice is added up. */
static enum outcome
insert(struct pieces *pieces, struct money value, int64_t count, struct err *err)
{
	int at = 0;

	while (at < pieces->count && pieces->piece[at].value.minor > value.minor)
		at++;
	if (at < pieces->count && pieces->piece[at].value.minor == value.minor) {
		pieces->piece[at].count += count;
		return RC_OK;
	}
	if (pieces->count == CASH_PIECES_MAX)
		return err_set(err, RC_REFUSED, _("these are too many kinds of notes and coins"));
	memmove(&pieces->piece[at + 1], &pieces->piece[at],
	        (size_t)(pieces->count++ - at) * sizeof pieces->piece[0]);
	pieces->piece[at] = (struct cash_piece){ value, count };
	return RC_OK;
}

static enum outcome
add_sum(struct pieces *pieces, __int128 minor, struct err *err)
{
	if (pieces->sum.minor + minor > SUM_MAX)
		return err_set(err, RC_REFUSED, _("that is too much for a till"));
	pieces->sum.minor += (int64_t)minor;
	return RC_OK;
}

/* "12x0.20". */
static enum outcome
add_piece(struct pieces *pieces, const char *word, const char *of, const struct currency *currency,
          const struct settings *settings, struct err *err)
{
	char number[WORD_MAX];
	int64_t count;
	struct money value;
	enum outcome outcome;

	snprintf(number, sizeof number, "%.*s", (int)(of - word), word);
	if (number_parse(number, 0, PIECE_COUNT_MAX, &count) != NUMBER_OK)
		return err_set(err, RC_REFUSED, _("\"%s\" is not a number of pieces"), number);
	outcome = argument_amount(of + 1, currency->exponent, &value, err);
	if (outcome)
		return outcome;
	if (value.minor == 0 ||
	    (strcmp(currency->code, settings->currency.code) == 0 && !shop_has(settings, value)))
		return err_set(err, RC_REFUSED, _("there is no note or coin of %s"), of + 1);
	if (count == 0)
		return RC_OK;
	outcome = add_sum(pieces, (__int128)value.minor * count, err);
	return outcome ? outcome : insert(pieces, value, count, err);
}

static enum outcome
add_word(struct pieces *pieces, const char *word, const struct currency *currency,
         const struct settings *settings, struct err *err)
{
	const char *of = strchr(word, 'x');
	struct money amount;
	enum outcome outcome;

	if (of)
		return add_piece(pieces, word, of, currency, settings, err);
	outcome = argument_amount(word, currency->exponent, &amount, err);
	return outcome ? outcome : add_sum(pieces, amount.minor, err);
}

enum outcome
pieces_parse(struct pieces *out, const char *text, const struct currency *currency,
             const struct settings *settings, struct err *err)
{
	struct pieces pieces = { .count = 0 };
	char word[WORD_MAX];

	for (const char *at = text + strspn(text, " \t"); *at; at += strspn(at, " \t")) {
		size_t length = strcspn(at, " \t");
		enum outcome outcome;

		if (length >= sizeof word)
			return err_set(err, RC_REFUSED, _("\"%.20s...\" is too long"), at);
		memcpy(word, at, length);
		word[length] = '\0';
		outcome = add_word(&pieces, word, currency, settings, err);
		if (outcome)
			return outcome;
		at += length;
	}
	*out = pieces;
	return RC_OK;
}
