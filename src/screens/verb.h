/*
 * What a key can mean: a command of the till, or something of the screens' own.
 *
 * The names of both are the words of key maps and of the command line "/"; no two are the same.
 */
#ifndef RINGUP_SCREENS_VERB_H
#define RINGUP_SCREENS_VERB_H

#include <stdbool.h>

#include "checkout/command.h"

/* X(ID, "name", label for the key bar, help).  "" as label: never in the bar. */
/* clang-format off */
#define ACTIONS(X) \
	X(HELP, "help", N_("Help"), N_("Show the keys that work now")) \
	X(MENU, "menu", N_("Menu"), N_("Everything else, in a numbered list")) \
	X(COMMAND_LINE, "command-line", N_("Command"), N_("Type a command by its name")) \
	X(LINE, "line", N_("Line"), N_("Change the marked line: quantity, price, note")) \
	X(DEPARTMENT, "department", N_("Dept"), N_("Amount, this key, department: ring it up; alone: the presets")) \
	X(TENDERS, "tenders", N_("Pay with"), N_("Choose how to pay from a list")) \
	X(UP, "up", "", N_("One row up; while paying the next smaller note")) \
	X(DOWN, "down", "", N_("One row down; while paying the next larger note")) \
	X(PAGE_UP, "page-up", "", N_("One page up")) \
	X(PAGE_DOWN, "page-down", "", N_("One page down")) \
	X(FIRST, "first", "", N_("To the first row")) \
	X(LAST, "last", "", N_("To the last row")) \
	X(ENTER, "enter", N_("Take"), N_("Take what was typed, or the marked row")) \
	X(NUMLOCK, "numlock", "", N_("A key that means NumLock is off")) \
	X(VOIDED, "voided", N_("Voids"), N_("Show or hide the lines taken back")) \
	X(EXPLAIN_DRAWER, "drawer", N_("Drawer"), N_("What the drawer should hold, term by term")) \
	X(JOURNAL, "journal", N_("Journal"), N_("Search what happened; print copies")) \
	X(MANAGER, "manager", N_("Manager"), N_("Staff, items, prices, paper, settings")) \
	X(KEYS, "keys", N_("Keys"), N_("Which key does what; give actions other keys")) \
	X(PAPERS, "papers", N_("Papers"), N_("Papers that are not printed yet")) \
	X(DEVICES, "devices", N_("Devices"), N_("Scanners and printers, and how they are")) \
	X(NEXT, "next", N_("Next"), N_("Demo: the next shopper's item is on the belt")) \
	X(ABOUT, "about", N_("About"), N_("About this program")) \
	X(REDRAW, "redraw", "", N_("Draw the screen again")) \
	X(QUIT, "quit", N_("Leave"), N_("Leave the program; the basket is kept"))
/* clang-format on */

enum action {
#define X(id, name, label, help) ACT_##id,
	ACTIONS(X)
#undef X
	        ACTION_COUNT
};

struct verb {
	bool is_action;
	enum action action;
	enum command_id command;
};

struct verb verb_of_action(enum action action);
struct verb verb_of_command(enum command_id command);
bool verb_same(struct verb a, struct verb b);
bool verb_is(struct verb verb, enum action action);
bool verb_is_command(struct verb verb, enum command_id command);

/* By its whole name, or with `abbreviated` by a beginning that only one has. */
enum outcome verb_find(const char *name, bool abbreviated, struct verb *verb, struct err *err);
const char *verb_name(struct verb verb);
const char *verb_label(struct verb verb); /* translated */
const char *verb_help(struct verb verb);  /* translated */
const char *verb_arguments(struct verb verb);

/* To walk all of them: 0 .. VERB_COUNT - 1, commands first. */
#define VERB_COUNT ((int)COMMAND_IDS + (int)ACTION_COUNT)
struct verb verb_at(int index);

#endif
