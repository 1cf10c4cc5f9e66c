/*
 * What each verb does on the screens that sell: most are a command with what is in the buffer, some
 * open a screen that asks for more.
 */
#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "screens/consent.h"
#include "screens/register.h"
#include "screens/register_parts.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"
#include "screens/typed.h"

/* ---- verbs that are more than their command ---- */

static enum reaction
do_clear(struct face *face)
{
	if (!field_is_empty(&face->buffer)) {
		field_clear(&face->buffer);
		return REACT_DONE;
	}
	if (face->proposal) {
		face->proposal = 0;
		return REACT_DONE;
	}
	if (!face_may(face, CMD_CLEAR))
		return REACT_BEEP;
	return register_give(face, CMD_CLEAR, "");
}

static enum reaction
do_enter(struct face *face)
{
	if (field_is_empty(&face->buffer))
		return REACT_BEEP;
	if (face->view.state == TILL_TENDERING) {
		char typed[FIELD_TEXT_MAX];

		strcpy(typed, face->buffer.text);
		tender_open(face, typed);
		return REACT_DONE;
	}
	return face_may(face, CMD_ITEM) ? register_give_with_buffer(face, CMD_ITEM)
	                                : register_refuse(face, CMD_ITEM);
}

static enum reaction
do_quantity(struct face *face)
{
	enum command_id id = field_is_empty(&face->buffer) ? CMD_REPEAT : CMD_QUANTITY;

	return face_may(face, id) ? register_give_with_buffer(face, id) : register_refuse(face, id);
}

/* A screen is opened where the command that stands for it may be given. */
static enum reaction
open_for(struct face *face, enum command_id id, void (*open)(struct face *face))
{
	if (!face_may(face, id))
		return register_refuse(face, id);
	if (!field_is_empty(&face->buffer))
		return register_refuse_buffer(face);
	open(face);
	return REACT_DONE;
}

static enum reaction
do_department(struct face *face)
{
	char amount[TYPED_MAX] = "";
	struct err err;

	if (!face_may(face, CMD_OPEN))
		return register_refuse(face, CMD_OPEN);
	if (!field_is_empty(&face->buffer) &&
	    typed_amount(face->settings, face->buffer.text, amount, &err)) {
		face_error(face, &err);
		return REACT_DONE;
	}
	field_clear(&face->buffer);
	department_open(face, amount);
	return REACT_DONE;
}

static enum reaction
do_find(struct face *face, enum command_id id, enum find_for what)
{
	char typed[FIELD_TEXT_MAX];

	if (!face_may(face, id))
		return register_refuse(face, id);
	strcpy(typed, face->buffer.text);
	field_clear(&face->buffer);
	find_open(face, what, typed);
	return REACT_DONE;
}

static enum reaction
do_return(struct face *face)
{
	char sale[FIELD_TEXT_MAX];

	if (!face_may(face, CMD_RETURN))
		return register_refuse(face, CMD_RETURN);
	strcpy(sale, face->buffer.text);
	field_clear(&face->buffer);
	return_open(face, sale);
	return REACT_DONE;
}

/* Of the basket while it is open; with a number typed, of that receipt. */
static enum reaction
do_explain(struct face *face)
{
	char typed[FIELD_TEXT_MAX];

	if (!face_may(face, CMD_EXPLAIN))
		return register_refuse(face, CMD_EXPLAIN);
	strcpy(typed, face->buffer.text);
	field_clear(&face->buffer);
	explain_open(face, typed);
	return REACT_DONE;
}

static enum reaction
do_customer(struct face *face)
{
	char typed[FIELD_TEXT_MAX];

	if (!face_may(face, CMD_CUSTOMER))
		return register_refuse(face, CMD_CUSTOMER);
	strcpy(typed, face->buffer.text);
	field_clear(&face->buffer);
	customer_open(face, typed);
	return REACT_DONE;
}

static enum reaction
do_suspend(struct face *face)
{
	if (face_may(face, CMD_SUSPEND))
		return register_give_with_buffer(face, CMD_SUSPEND);
	if (face_may(face, CMD_RECALL))
		return open_for(face, CMD_RECALL, suspended_open);
	return register_refuse(face, CMD_SUSPEND);
}

/* With an amount in the buffer that is it; else it is counted. */
static enum reaction
do_safe(struct face *face, enum command_id id)
{
	if (!face_may(face, id))
		return register_refuse(face, id);
	if (!field_is_empty(&face->buffer))
		return register_give_with_buffer(face, id);
	safe_open(face, id);
	return REACT_DONE;
}

static enum reaction
do_training(struct face *face)
{
	return face_may(face, CMD_TRAINING)
	               ? register_give(face, CMD_TRAINING, face->view.training ? "off" : "on")
	               : register_refuse(face, CMD_TRAINING);
}

static enum reaction
do_command(struct face *face, enum command_id id)
{
	switch (id) {
	case CMD_CLEAR:
		return do_clear(face);
	case CMD_QUANTITY:
		return do_quantity(face);
	case CMD_CASH:
		return face_may(face, CMD_CASH) ? register_tender_key(face, "cash")
		                                : register_refuse(face, id);
	case CMD_CARD:
		return face_may(face, CMD_CARD) ? register_tender_key(face, "card")
		                                : register_refuse(face, id);
	case CMD_FIND:
		return do_find(face, id, FIND_RING);
	case CMD_CHECK:
		return do_find(face, id, FIND_CHECK);
	case CMD_RETURN:
		return do_return(face);
	case CMD_SUSPEND:
		return do_suspend(face);
	case CMD_CUSTOMER:
		return do_customer(face);
	case CMD_EXPLAIN:
		return do_explain(face);
	case CMD_RECALL:
	case CMD_SUSPENDED:
		return open_for(face, id, suspended_open);
	case CMD_OPEN_SHIFT:
		return open_for(face, id, open_shift_open);
	case CMD_COUNT:
	case CMD_CLOSE_SHIFT:
		return open_for(face, CMD_CLOSE_SHIFT, close_shift_open);
	case CMD_PICKUP:
	case CMD_LOAN:
		return do_safe(face, id);
	case CMD_TRAINING:
		return do_training(face);
	case CMD_OPEN:
		return do_department(face);
	default:
		return face_may(face, id) ? register_give_with_buffer(face, id)
		                          : register_refuse(face, id);
	}
}

static enum reaction
open_plain(struct face *face, void (*open)(struct face *face))
{
	if (!field_is_empty(&face->buffer))
		return register_refuse_buffer(face);
	open(face);
	return REACT_DONE;
}

static void
open_command_line(struct face *face)
{
	face_push(face, &command_screen, NULL);
}

static void
open_about(struct face *face)
{
	face_push(face, &about_screen, NULL);
}

static void
open_tenders(struct face *face)
{
	tender_open(face, "");
}

static void
open_keys(struct face *face)
{
	consent_open(face, RIGHT_SETUP, keys_open);
}

static enum reaction
do_next(struct face *face)
{
	char hint[200] = "";

	if (!counter_demo_next(face->counter, hint))
		return REACT_BEEP;
	face_note(face, hint);
	return REACT_DONE;
}

static enum reaction
do_action(struct face *face, enum action action)
{
	switch (action) {
	case ACT_ENTER:
		return do_enter(face);
	case ACT_MENU: /* what is typed goes to the command that is chosen */
		menu_open(face);
		return REACT_DONE;
	case ACT_COMMAND_LINE:
		return open_plain(face, open_command_line);
	case ACT_LINE:
		if (!face_may(face, CMD_PRICE))
			return register_refuse(face, CMD_PRICE);
		line_open(face);
		return REACT_DONE;
	case ACT_DEPARTMENT:
		return do_department(face);
	case ACT_TENDERS:
		return field_is_empty(&face->buffer) ? open_for(face, CMD_CASH, open_tenders)
		                                     : do_enter(face);
	case ACT_EXPLAIN_DRAWER:
		return open_plain(face, drawer_open);
	case ACT_JOURNAL:
		return open_plain(face, journal_open);
	case ACT_MANAGER:
		return open_plain(face, manager_open);
	case ACT_KEYS:
		return open_plain(face, open_keys);
	case ACT_PAPERS:
		return open_plain(face, papers_open);
	case ACT_DEVICES:
		return open_plain(face, devices_open);
	case ACT_ABOUT:
		return open_plain(face, open_about);
	case ACT_NEXT:
		return do_next(face);
	case ACT_VOIDED:
		face->hide_voided = !face->hide_voided;
		return REACT_DONE;
	case ACT_NUMLOCK:
		face_note(face, _("is NumLock on?"));
		return REACT_BEEP;
	default:
		return REACT_BEEP;
	}
}

enum reaction
register_verb(struct face *face, struct verb verb, const char *words)
{
	if (verb.is_action)
		return do_action(face, verb.action);
	if (words[0])
		return face_may(face, verb.command) ? register_give_line(face, verb.command, words)
		                                    : register_refuse(face, verb.command);
	return do_command(face, verb.command);
}

bool
register_offers(const struct face *face, struct verb verb)
{
	enum till_state state = face->view.state;
	bool on = face->view.signed_on && state != TILL_LOCKED;

	if (!verb.is_action) {
		if (verb.command == CMD_ACCEPT_GAP && !face->view.gap)
			return false;
		if (verb.command == CMD_TAKE_BACK && face->view.basket->tender_count == 0)
			return false;
		if (verb.command == CMD_SUSPEND && face->view.suspended > 0)
			return face_may(face, CMD_SUSPEND) || face_may(face, CMD_RECALL);
		if (verb.command == CMD_EXPLAIN)
			return face_may(face, CMD_EXPLAIN) &&
			       (face->view.basket_stands || state == TILL_CHANGE);
		if (verb.command == CMD_QUANTITY)
			return face_may(face, CMD_QUANTITY) || face_may(face, CMD_REPEAT);
		return face_may(face, verb.command);
	}
	switch (verb.action) {
	case ACT_MENU:
	case ACT_COMMAND_LINE:
	case ACT_ABOUT:
		return true;
	case ACT_LINE:
		return face_may(face, CMD_PRICE);
	case ACT_DEPARTMENT:
		return face_may(face, CMD_OPEN);
	case ACT_TENDERS:
		return state == TILL_TENDERING;
	case ACT_VOIDED:
		return state == TILL_RINGING;
	case ACT_EXPLAIN_DRAWER:
		return on && face->view.shift_open;
	case ACT_JOURNAL:
	case ACT_MANAGER:
	case ACT_KEYS:
	case ACT_PAPERS:
		return on;
	case ACT_NEXT:
		return face->view.demo;
	default:
		return false;
	}
}
