/*
 * All screens, and how to open them.
 */
#ifndef RINGUP_SCREENS_ROOMS_H
#define RINGUP_SCREENS_ROOMS_H

#include "screens/face.h"

/* the lowest, by the till's state */
extern const struct screen_ops sign_screen;
extern const struct screen_ops sale_screen;
extern const struct screen_ops pay_screen;
extern const struct screen_ops change_screen;
/* the till asks */
extern const struct screen_ops question_screen;
extern const struct screen_ops approval_screen;
/* somebody opened it, with NULL unless said otherwise */
extern const struct screen_ops help_screen;
extern const struct screen_ops command_screen;
extern const struct screen_ops about_screen;

void menu_open(struct face *face);
/* Leave the program?  Asks. */
void quit_open(struct face *face);

/* Items by name or number.  What becomes of the one that is taken: */
enum find_for { FIND_RING, FIND_CHECK, FIND_ANSWER, FIND_CHANGE, FIND_PRICES };
void find_open(struct face *face, enum find_for what, const char *typed);
/* The presets, or with an amount (as a word of a command) the departments. */
void department_open(struct face *face, const char *amount);
/* The same, as the answer to what an unknown code is sold as. */
void department_answer(struct face *face, const char *amount);
/* The ways to pay an amount, as it was typed, or with "" what remains. */
void tender_open(struct face *face, const char *typed);
/* What can be changed about the marked line, or the last. */
void line_open(struct face *face);
/* A sale to take goods back of: by its number, or with "" to look for it. */
void return_open(struct face *face, const char *sale);
/* Who the basket is for: by what is typed, or it is asked. */
void customer_open(struct face *face, const char *typed);
/* Why the basket, or a sale by its number, costs what it costs. */
void explain_open(struct face *face, const char *sale);
void suspended_open(struct face *face);
void open_shift_open(struct face *face);
void close_shift_open(struct face *face);
/* Cash to the safe or from it: CMD_PICKUP, CMD_LOAN. */
void safe_open(struct face *face, enum command_id id);
void journal_open(struct face *face);
/* The paper of an entry, or who made it where it has none; title NULL: what kind it is. */
void journal_show(struct face *face, int64_t seq, const char *title);
/* Which sale?  The journal with sales alone; Enter opens the return. */
void sales_open(struct face *face);
void drawer_open(struct face *face);
void papers_open(struct face *face);
/* The till's devices and how they are. */
void devices_open(struct face *face);
/* Adds a scanner that types to the shop's, by a scan. */
void enrol_begin(struct face *face);
void manager_open(struct face *face);

#endif
