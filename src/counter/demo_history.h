/*
 * Three weeks in the life of the demo shop, rung up through the till itself.
 *
 *   demo_history.c   days, shifts and the till's questions
 *   demo_shopper.c   one customer: what is bought, how it is paid
 */
#ifndef RINGUP_COUNTER_DEMO_HISTORY_H
#define RINGUP_COUNTER_DEMO_HISTORY_H

#include "checkout/till.h"
#include "counter/demo_dice.h"
#include "counter/demo_shop.h"

#define REMEMBERED_SALES 64
#define PIN_CHECKS_MAX 16

/* A sale somebody may come back with. */
struct remembered_sale {
	struct receipt_ref ref;
	int line; /* a whole piece that can come back; 0 none */
	bool cash;
};

struct history {
	struct ledger *ledger;
	struct settings settings;
	struct name_index *names;
	struct till *till;
	struct till_view view; /* after the last command */
	struct demo_goods goods;
	struct demo_person people[DEMO_STAFF_MAX];
	size_t people_count;
	struct dice dice;
	int percent;

	int64_t now_ms;          /* the clock this till believes */
	struct money cash, card; /* of this shift: what went into the drawer, onto cards */
	int card_slips;
	struct remembered_sale sales[REMEMBERED_SALES];
	int sale_count;

	/* a PIN takes 20 ms to check, on purpose: each is checked once and the answer kept */
	struct {
		char *request, *answer;
	} pins[PIN_CHECKS_MAX];
	int pin_count;
};

/* Opens the till in folder, plays the days, closes it again. */
enum outcome demo_history_play(const char *folder, const struct demo_plan *plan, struct err *err);

/* One line of a script for the till; questions and approvals that follow are answered. */
enum outcome history_do(struct history *history, struct err *err, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
/* Lets time pass. */
void history_wait(struct history *history, int low_s, int high_s);

/* One customer, from the first line to the change. */
enum outcome demo_shopper_serve(struct history *history, int hour, struct err *err);
/* Somebody fills a basket and goes to fetch their purse. */
enum outcome demo_shopper_leave(struct history *history, const char *label, struct err *err);
/* Somebody brings something back, if there is a sale to bring it back from. */
enum outcome demo_shopper_return(struct history *history, struct err *err);

#endif
