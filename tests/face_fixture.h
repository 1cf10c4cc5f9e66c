/*
 * A small German shop with its screens, without a terminal: Anna, its manager, is signed on, and a
 * shift is open.  What is on the canvas is what a terminal would show.
 */
#ifndef RINGUP_TESTS_FACE_FIXTURE_H
#define RINGUP_TESTS_FACE_FIXTURE_H

#include <check.h>

#include "counter/counter.h"
#include "screens/face.h"

#define FACE_PIN "246810"

extern struct face *face;
extern struct counter *counter;
extern struct err err;
extern int64_t face_clock_ms; /* the shop's clock; stands at 22 November 2026, 11:00 local */

/* A suite whose tests have a shop each; its exit status. */
int face_suite(const char *name, void (*add)(TCase *tcase));

void open_shop(void);
void close_shop(void);
/* gtin 0: none; minor 0: its price is asked for. */
void put_item(const char *number, const char *name, int64_t minor, const char *unit, int min_age,
              int64_t gtin);
/* A line of a script, behind the screens' back. */
void act(const char *line);

/* Keys that came in one go: "+ 2 0 0 0 F9"; drawn once, afterwards. */
void press_together(const char *names);
/* One by one, with a drawing after each. */
void press(const char *names);
void scan(const char *data);
/* Is this in one row of what is drawn? */
bool shows(const char *text);
int64_t total(void);

#endif
