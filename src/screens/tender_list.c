/*
 * The ways to pay, by number.  Enter takes none of them.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/chooser.h"
#include "screens/register.h"
#include "screens/rooms.h"

/* Kinds of the shop's own are given with their amount; cash and card without one settle what
 * remains. */
static void
take(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	bool exact = strcmp(choice->key, "cash") == 0 || strcmp(choice->key, "card") == 0;
	struct number_style plain = number_plain(face->settings->currency.exponent);
	char amount[MONEY_TEXT_MAX];

	text_copy(amount, sizeof(amount), chooser->words);
	if (!amount[0] && !exact)
		money_text(amount, money_abs(face->view.settlement.remaining), &plain);
	if (register_tender(face, choice->key, amount) == REACT_BEEP)
		face_beep(face);
}

void
tender_open(struct face *face, const char *amount)
{
	struct chooser chooser = { .take = take, .no_enter = true };
	bool out = face->view.settlement.remaining.minor < 0;
	struct money money = money_abs(face->view.settlement.remaining);
	char text[MONEY_TEXT_MAX];
	struct tender_row rows[CHOICES_MAX];
	size_t count = 0;

	if (catalogue_tenders(face->ledger, rows, CHOICES_MAX, &count, NULL))
		count = 0;
	if (amount[0])
		money_parse(amount, face->settings->currency.exponent, &money, NULL);
	snprintf(chooser.title, sizeof(chooser.title), out ? _("Pay out %s by") : _("%s paid by"),
	         face_money_symbol(face, money, text));
	text_copy(chooser.words, sizeof(chooser.words), amount);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].retired || (out && (!rows[i].refundable || rows[i].currency[0])))
			continue;
		text_copy(chooser_add(&chooser, rows[i].label, 0)->key, CODE_MAX, rows[i].kind);
	}
	face_push(face, &chooser_screen, &chooser);
}
