/*
 * The ways to pay, by number.  Enter takes none of them.
 *
 * What was typed before is still text here: of which currency it is an amount is known when a kind
 * is chosen.  2000 is 20.00 euros, 20.00 dollars and 2000 yen.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/chooser.h"
#include "screens/form.h"
#include "screens/register.h"
#include "screens/rooms.h"
#include "screens/typed.h"

static size_t
read_rows(const struct face *face, struct tender_row rows[static CHOICES_MAX])
{
	size_t count = 0;

	return catalogue_tenders(face->ledger, rows, CHOICES_MAX, &count, NULL) ? 0 : count;
}

static bool
find_row(const struct face *face, const char *kind, struct tender_row *row)
{
	struct tender_row rows[CHOICES_MAX];
	size_t count = read_rows(face, rows);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].kind, kind) == 0) {
			*row = rows[i];
			return true;
		}
	}
	return false;
}

/* ---- notes of another currency ---- */

/* "13.59 USD". */
static void
foreign_text(const struct face *face, const struct currency *currency, struct money money,
             char *out, size_t size)
{
	struct number_style style = face->settings->style;
	char text[MONEY_TEXT_MAX];

	style.exponent = currency->exponent;
	snprintf(out, size, "%s %s", money_text(text, money, &style), currency->code);
}

static enum outcome
submit_foreign(struct face *face, struct form_with *form, struct err *err)
{
	(void)err;
	/* it was looked at just now */
	return register_tender(face, form->key, form->fields[0].value) == REACT_DONE ? RC_BUSY
	                                                                             : RC_REFUSED;
}

/* How many notes?  What is due, in their currency, is what it begins with. */
static void
ask_foreign(struct face *face, const struct tender_row *row)
{
	static char about[200], label[sizeof row->currency];
	struct form_with form = { .submit = submit_foreign };
	struct money due = money_abs(face->view.settlement.remaining);
	struct foreign_rate rate;
	struct number_style plain;
	struct form_field *field;
	char text[MONEY_TEXT_MAX], theirs[MONEY_TEXT_MAX + 8], ours[MONEY_TEXT_MAX];
	struct err err = { 0 };

	if (foreign_rate_parse(&rate, row->currency, row->rate, &face->settings->currency, &err)) {
		face_error(face, &err);
		return;
	}
	plain = number_plain(rate.currency.exponent);
	foreign_text(face, &rate.currency, foreign_to_theirs(&rate, due), theirs, sizeof(theirs));
	snprintf(about, sizeof(about), _("%s is %s at %s. How much is handed over?"),
	         face_money_symbol(face, due, ours), theirs, row->rate);
	text_copy(form.title, sizeof(form.title), row->label);
	text_copy(form.key, sizeof(form.key), row->kind);
	form.about = about;
	text_copy(label, sizeof(label), row->currency);
	field = form_add(&form, label, FORM_AMOUNT,
	                 money_text(text, foreign_to_theirs(&rate, due), &plain));
	text_copy(field->currency, sizeof(field->currency), row->currency);
	face_push(face, &form_screen, &form);
}

/* ---- the list ---- */

/* Kinds of the shop's own are given with their amount; cash and card without one settle what
 * remains. */
static void
take(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	bool exact = strcmp(choice->key, "cash") == 0 || strcmp(choice->key, "card") == 0;
	struct number_style plain = number_plain(face->settings->currency.exponent);
	char amount[MONEY_TEXT_MAX] = "", word[TYPED_MAX];
	struct tender_row row = { .order = 0 };

	find_row(face, choice->key, &row);
	if (!chooser->words[0] && row.currency[0]) {
		ask_foreign(face, &row);
		return;
	}
	if (chooser->words[0] &&
	    typed_foreign(face->settings, row.currency, chooser->words, word, NULL) == RC_OK)
		text_copy(amount, sizeof(amount), word);
	if (!amount[0] && !exact)
		money_text(amount, money_abs(face->view.settlement.remaining), &plain);
	if (register_tender(face, choice->key, amount) == REACT_BEEP)
		face_beep(face);
}

/* What is typed, or what is due, as notes of this kind. */
static void
say_foreign(const struct face *face, const struct tender_row *row, const char *typed,
            struct choice *choice)
{
	struct foreign_rate rate;
	struct money theirs;
	char word[TYPED_MAX];

	if (!row->currency[0] ||
	    foreign_rate_parse(&rate, row->currency, row->rate, &face->settings->currency, NULL))
		return;
	theirs = foreign_to_theirs(&rate, money_abs(face->view.settlement.remaining));
	if (typed[0] && (typed_foreign(face->settings, row->currency, typed, word, NULL) ||
	                 money_parse(word, rate.currency.exponent, &theirs, NULL)))
		return;
	foreign_text(face, &rate.currency, theirs, choice->right, sizeof(choice->right));
}

static bool
may_take(const struct face *face, const struct tender_row *row, const char *typed, bool out)
{
	char word[TYPED_MAX];

	if (row->retired || (out && (!row->refundable || row->currency[0])))
		return false;
	return !typed[0] ||
	       typed_foreign(face->settings, row->currency, typed, word, NULL) == RC_OK;
}

void
tender_open(struct face *face, const char *typed)
{
	struct chooser chooser = { .take = take, .no_enter = true };
	bool out = face->view.settlement.remaining.minor < 0;
	struct money money = money_abs(face->view.settlement.remaining);
	struct tender_row rows[CHOICES_MAX];
	size_t count = read_rows(face, rows);
	char text[MONEY_TEXT_MAX];
	struct err err = { 0 };

	if (typed[0] && typed_money(face->settings, typed, &money, &err))
		text_copy(text, sizeof(text), typed);
	else
		face_money_symbol(face, money, text);
	snprintf(chooser.title, sizeof(chooser.title), out ? _("Pay out %s by") : _("%s paid by"),
	         text);
	text_copy(chooser.words, sizeof(chooser.words), typed);
	for (size_t i = 0; i < count; i++) {
		struct choice *choice;

		if (!may_take(face, &rows[i], typed, out))
			continue;
		choice = chooser_add(&chooser, rows[i].label, 0);
		text_copy(choice->key, CODE_MAX, rows[i].kind);
		say_foreign(face, &rows[i], typed, choice);
	}
	if (chooser.count == 0 && err.msg[0]) {
		face_error(face, &err);
		return;
	}
	field_clear(&face->buffer);
	face_push(face, &chooser_screen, &chooser);
}
