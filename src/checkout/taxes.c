#include <config.h>

#include "checkout/taxes.h"

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "checkout/capacity.h"
#include "checkout/lines.h"

/*
 * Other taxes than the shop's usual ones: of one line by hand, of the whole basket by where it is
 * eaten, none at all for a buyer with a certificate.  How each is charged is pricing's.
 */

/* ---- the taxes of a line ---- */

enum outcome
taxes_of_line(struct till *till, struct basket_line *line, struct err *err)
{
	struct item_row item = { .department = line->is.department };
	const char *codes = line->is.tax_codes;

	if (!(line->is.flags & LINE_TAX_CHANGED)) {
		if (line->is.item[0] &&
		    catalogue_item(till->ledger, line->is.item, &item, NULL) != RC_OK)
			return RC_OK;
		codes = tables_way_codes(&till->tables, &item, till->basket.way);
	}
	return tables_rules(&till->tables, codes, till_business_day(till), till->basket.way,
	                    line->rules, &line->rule_count, err);
}

/* Of all lines, or of none. */
static enum outcome
retax(struct till *till, struct err *err)
{
	struct basket *basket = &till->basket;
	struct capacity capacity = { .amount = 0 };
	enum outcome outcome = RC_OK;

	for (size_t i = 0; outcome == RC_OK && i < basket->line_count; i++) {
		struct basket_line trial = basket->lines[i];

		if (!trial.fixed)
			outcome = taxes_of_line(till, &trial, err);
		if (!trial.is.voided)
			capacity_add(&capacity, &trial);
	}
	if (outcome == RC_OK)
		outcome = capacity_ask(&capacity, err);
	for (size_t i = 0; outcome == RC_OK && i < basket->line_count; i++)
		if (!basket->lines[i].fixed)
			outcome = taxes_of_line(till, &basket->lines[i], err);
	return outcome;
}

static void
all_changed(struct till *till, struct answer *answer)
{
	till_changed(till, 1, basket_last_number(&till->basket), answer);
	say_basket(till, answer);
}

/* ---- by hand ---- */

/* "A+B" or "A,B" as "A B"; "none" is no tax, "own" those of the item. */
static void
read_codes(const char *word, char out[static LINE_CODES_MAX])
{
	text_copy(out, LINE_CODES_MAX, strcmp(word, "none") == 0 ? "" : word);
	for (char *at = out; *at; at++)
		if (*at == '+' || *at == ',')
			*at = ' ';
}

/* The line as it would be. */
static enum outcome
try_tax(struct till *till, const struct command *command, struct basket_line **line,
        struct basket_line *trial, struct err *err)
{
	const char *word = command_word(command, "CODES");
	bool own = strcmp(word, "own") == 0;
	enum outcome outcome = lines_find(till, command, line, err);

	if (outcome)
		return outcome;
	if ((*line)->fixed || (*line)->is.kind == LINE_EMPTIES)
		return err_set(err, RC_REFUSED, _("what comes back is taxed as it was sold"));
	if (strlen(word) >= LINE_CODES_MAX)
		return err_set(err, RC_REFUSED, _("at most %d taxes on one line"), LINE_TAXES_MAX);
	*trial = **line;
	trial->is.flags &= ~(unsigned)LINE_TAX_CHANGED;
	trial->is.flags |= own ? 0 : LINE_TAX_CHANGED;
	trial->is.tax_codes[0] = '\0';
	if (!own)
		read_codes(word, trial->is.tax_codes);
	outcome = taxes_of_line(till, trial, err);
	return outcome ? outcome : lines_fit(till, trial, NULL, err);
}

enum outcome
taxes_check_tax(struct till *till, const struct command *command, struct err *err)
{
	struct basket_line *line, trial;

	return try_tax(till, command, &line, &trial, err);
}

enum outcome
do_tax(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct basket_line *line, trial;
	enum outcome outcome = try_tax(till, command, &line, &trial, err);

	if (outcome)
		return outcome;
	if (trial.is.flags & LINE_TAX_CHANGED)
		trial.is.approver = till_approver(till);
	*line = trial;
	lines_changed(till, line, answer);
	return RC_OK;
}

/* ---- by way of sale ---- */

enum outcome
do_way(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const char *word = command_word(command, "WAY");
	enum sale_way before;
	enum outcome outcome;

	till_basket(till);
	before = till->basket.way;
	till->basket.way = strcmp(word, "eat-in") == 0      ? WAY_EAT_IN
	                   : strcmp(word, "take-away") == 0 ? WAY_TAKE_AWAY
	                                                    : WAY_NONE;
	offers_forget(till);
	outcome = retax(till, err);
	if (outcome) {
		till->basket.way = before;
		return outcome;
	}
	say_text(answer, "way", word);
	all_changed(till, answer);
	return RC_OK;
}

/* ---- not at all ---- */

enum outcome
taxes_check_exempt(struct till *till, const struct command *command, struct err *err)
{
	const char *word = command_word(command, "CERTIFICATE");
	bool none = strcmp(word, "none") == 0;

	if (strlen(word) >= REFERENCE_MAX)
		return err_set(err, RC_REFUSED, _("a certificate has at most %d characters"),
		               REFERENCE_MAX - 1);
	if (word[0] == '\0')
		return err_set(err, RC_REFUSED, _("type the number of the certificate, or none"));
	if (none && (till->paid || till->basket.exempt[0] == '\0'))
		return err_set(err, RC_REFUSED, _("this sale is not exempt"));
	return RC_OK;
}

enum outcome
do_exempt(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const char *word = command_word(command, "CERTIFICATE");
	bool none = strcmp(word, "none") == 0;
	enum outcome outcome = taxes_check_exempt(till, command, err);

	if (outcome)
		return outcome;
	till_basket(till);
	text_copy(till->basket.exempt, REFERENCE_MAX, none ? "" : word);
	say_text(answer, "exempt", till->basket.exempt);
	all_changed(till, answer);
	return RC_OK;
}
