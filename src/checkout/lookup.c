#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"
#include "checkout/inside.h"
#include "checkout/rung.h"

/* Looking things up without selling them, and setting up a new item at the till. */

enum outcome
do_find(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	enum { ROOM = 20 };
	struct item_row hits[ROOM];
	size_t count = name_index_find(till->names, command->words[0], hits, ROOM);

	if (count == 0)
		return err_set(err, RC_NOT_FOUND, _("no item is called that"));
	say_items(till, answer, "items", hits, count);
	return RC_OK;
}

enum outcome
do_check(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const char *code = command_word(command, "CODE");
	struct found found = { 0 };
	char shown[CODE_MAX];
	enum outcome outcome =
	        items_look_up(till->ledger, till->settings, code, false, 0, &found, err);

	if (outcome)
		return outcome;
	if (found.kind == FOUND_ITEM)
		say_items(till, answer, "items", &found.item, 1);
	else if (found.kind == FOUND_SEVERAL)
		say_items(till, answer, "items", found.hits, (size_t)found.hit_count);
	else
		return err_set(err, RC_NOT_FOUND, _("%.60s is not known"),
		               rung_typed_code(code, shown));
	return RC_OK;
}

/* ---- new item ---- */

/* A trade number gets the item's number from itself; anything else is the number. */
static enum outcome
fill_item(struct till *till, const struct command *command, struct item_row *row,
          struct item_code_row *code, size_t *code_count, struct err *err)
{
	const struct department_row *department;
	const char *word = command_word(command, "CODE");
	struct money amount;
	enum outcome outcome = money_parse(command_word(command, "AMOUNT"),
	                                   till->settings->currency.exponent, &amount, err);

	if (outcome == RC_OK)
		outcome = rung_price_limits(till, amount, false, err);
	if (outcome == RC_OK)
		outcome = tables_department(
		        &till->tables, atoi(command_word(command, "DEPARTMENT")), &department, err);
	if (outcome == RC_OK)
		outcome = text_clean(row->number, sizeof row->number, word, strlen(word), err);
	if (outcome)
		return outcome;
	*code_count = gtin_parse(word, &code->gtin, NULL) == RC_OK;
	if (*code_count == 0 && text_has_card_number(word))
		return err_set(err, RC_REFUSED,
		               _("this looks like a card number, which is never kept"));
	code->pack = 1;
	memcpy(code->item, row->number, sizeof code->item);
	text_copy(row->name, sizeof row->name, command_word(command, "NAME"));
	row->department = department->number;
	row->has_price = true;
	row->price = unit_price_of(amount);
	return RC_OK;
}

enum outcome
do_new_item(struct till *till, const struct command *command, struct answer *answer,
            struct err *err)
{
	struct item_row row = { 0 }, there;
	struct item_code_row code = { 0 };
	size_t code_count = 0;
	struct entry entry;
	enum outcome outcome = fill_item(till, command, &row, &code, &code_count, err);

	if (outcome)
		return outcome;
	if (row.name[0] == '\0')
		return err_set(err, RC_REFUSED, _("an item needs a name"));
	if (row.number[0] == '\0')
		return err_set(err, RC_REFUSED, _("something is missing"));
	if (catalogue_item(till->ledger, row.number, &there, NULL) == RC_OK)
		return err_set(err, RC_REFUSED, _("%s is set up already: %s"), row.number,
		               there.name);
	till_entry(till, &entry, ENTRY_RECORD);
	outcome = catalogue_put_item(till->ledger, &row, &code, code_count, &entry, err);
	if (outcome == RC_OK)
		answer->seq = entry.seq;
	entry_done(&entry);
	if (outcome)
		return outcome;
	name_index_changed(till->names, &row);
	say_items(till, answer, "items", &row, 1);
	return RC_OK;
}
