/*
 * The till that is killed, and what it says until then: test_killed.c.
 */
#ifndef RINGUP_TESTS_KILLED_TILL_H
#define RINGUP_TESTS_KILLED_TILL_H

#include "till_shop.h"

#define HOUR_MS INT64_C(3600000)

/* What a child says after each command, in one write. */
struct told {
	int story;
	bool begun, ok, ended; /* before the command; accepted; the story's last line */
	char line[80];
	struct receipt_ref sale; /* the newest one of this series */
	struct money total;
	char basket[200];
	char done[NAME_MAX_BYTES]; /* of a line with "!": what is there now */
};

extern struct till_shop killed_shop;

/* What there is to do, by number; NULL behind the last. */
const char *killed_story(int number);

/* Works at the till, in a process of its own: plays stories until it dies at the nth call of the
 * disk (0 somebody else kills it), or a dozen; `all` of them in order, without dying.  Says so on
 * out.  numbers are where those of its slips begin. */
void killed_work(int out, int dies_at, bool all, int numbers);

/* The open basket as a shopper would know it again; "" none. */
void killed_basket(char *out, size_t size);

/* Dice of the test: the same throws for the same seed. */
void killed_seed(uint64_t seed);
int killed_throw(int sides);

#endif
