/*
 * The numbered menu: everything that has no key of its own, and what cannot be done now is not in
 * it.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/chooser.h"
#include "screens/register.h"
#include "screens/rooms.h"

/* In order of use; a command is listed while the till takes it. */
/* clang-format off */
static const struct {
	bool is_action;
	int id;
} entries[] = {
	{ false, CMD_OPEN_SHIFT },    { false, CMD_CUSTOMER },      { false, CMD_COUPON },
	{ false, CMD_DISCOUNT },      { false, CMD_EMPTIES },       { false, CMD_EXEMPT },
	{ false, CMD_WAY },           { false, CMD_RECALL },        { false, CMD_NO_SALE },
	{ false, CMD_REPRINT },       { true, ACT_JOURNAL },        { false, CMD_PAID_IN },
	{ false, CMD_PAID_OUT },      { false, CMD_PICKUP },        { false, CMD_LOAN },
	{ false, CMD_X_REPORT },      { true, ACT_EXPLAIN_DRAWER },     { false, CMD_CLOSE_SHIFT },
	{ false, CMD_CLOSE_DAY },     { false, CMD_Z_REPORT },      { false, CMD_POST_VOID },
	{ false, CMD_RETURN_ITEM },   { false, CMD_TAKE_BACK },     { false, CMD_EXPLAIN },
	{ false, CMD_TARE },          { false, CMD_NOTE },          { false, CMD_CANCEL },
	{ true, ACT_VOIDED },         { false, CMD_BUYER },         { false, CMD_NEW_ITEM },
	{ true, ACT_PAPERS },         { true, ACT_MANAGER },        { true, ACT_KEYS },
	{ false, CMD_TRAINING },      { false, CMD_ACCEPT_GAP },    { false, CMD_LOCK },
	{ false, CMD_SIGN_OFF },      { true, ACT_ABOUT },          { true, ACT_QUIT },
};
/* clang-format on */

static struct verb
verb_of(size_t index)
{
	return entries[index].is_action ? verb_of_action((enum action)entries[index].id)
	                                : verb_of_command((enum command_id)entries[index].id);
}

static void
take(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	(void)chooser;
	if (face_verb(face, verb_of((size_t)choice->id), "") == REACT_BEEP)
		face_beep(face);
}

void
menu_open(struct face *face)
{
	struct chooser chooser = { .take = take };

	text_copy(chooser.title, sizeof(chooser.title), _("Menu"));
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		struct verb verb = verb_of(i);
		struct choice *choice;

		if (!face_offers(face, verb))
			continue;
		choice = chooser_add(&chooser, verb_label(verb), (int64_t)i);
		text_copy(choice->right, sizeof(choice->right), verb_help(verb));
		if (verb_is_command(verb, CMD_TRAINING))
			text_copy(choice->label, sizeof(choice->label),
			          face->view.training ? _("End training") : _("Begin training"));
	}
	face_push(face, &chooser_screen, &chooser);
}

/* Leaving the program is asked, and never by Enter. */
static void
take_quit(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	(void)chooser;
	if (choice->id == 1)
		face_leave(face);
}

void
quit_open(struct face *face)
{
	struct chooser chooser = { .take = take_quit, .no_enter = true };

	text_copy(chooser.title, sizeof(chooser.title), _("Leave Ringup?"));
	text_copy(chooser.about, sizeof(chooser.about),
	          face->counter && face->view.basket_stands
	                  ? _("The open basket is kept and comes back at the next start.")
	                  : "");
	chooser_add(&chooser, _("leave"), 1);
	chooser_add(&chooser, _("stay"), 2);
	face_push(face, &chooser_screen, &chooser);
}
