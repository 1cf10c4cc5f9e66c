#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"
#include "checkout/inside.h"

/*
 * Who the basket is for.  The till keeps number, name and groups of the open basket; entries hold
 * the number alone.
 */

/* By number, or by what the scanner reads from a card. */
static enum outcome
find(struct till *till, const char *word, struct customer_row *row, struct err *err)
{
	enum outcome outcome = RC_NOT_FOUND;
	int64_t number;

	if (customer_code_parse(word, &number))
		outcome = customer_get(till->ledger, number, row, err);
	else if (strlen(word) <= 12 && strspn(word, "0123456789") == strlen(word))
		outcome = customer_get(till->ledger, atoll(word), row, err);
	if (outcome == RC_NOT_FOUND)
		outcome = customer_by_card(till->ledger, word, row, err);
	if (outcome == RC_NOT_FOUND) {
		err_set(err, RC_NOT_FOUND, _("there is no customer %.40s"), word);
		return err_hint(err, _("look for a part of the name"));
	}
	return outcome;
}

static enum outcome
nobody(struct till *till, struct answer *answer, struct err *err)
{
	if (till->paid || till->basket.customer == 0)
		return err_set(err, RC_REFUSED, _("this basket is for no customer"));
	till->basket.customer = 0;
	till_find_customer(till);
	till_changed(till, 0, 0, answer);
	say_basket(till, answer);
	return RC_OK;
}

enum outcome
do_customer(struct till *till, const struct command *command, struct answer *answer,
            struct err *err)
{
	const char *word = command_word(command, "NUMBER|none");
	struct customer_row row;
	enum outcome outcome;

	if (strcmp(word, "none") == 0)
		return nobody(till, answer, err);
	outcome = find(till, word, &row, err);
	if (outcome == RC_OK && till_is_own(till, row.number, till->person.number))
		return err_set(err, RC_REFUSED, _("nobody serves themselves: let another do it"));
	if (outcome)
		return outcome;
	till_basket(till);
	till->basket.customer = row.number;
	till_find_customer(till);
	till_changed(till, 0, 0, answer);
	say_int(answer, "customer", row.number);
	say_text(answer, "name", row.name);
	if (row.groups[0])
		say_text(answer, "groups", row.groups);
	say_basket(till, answer);
	return RC_OK;
}
