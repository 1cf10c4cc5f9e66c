/*
 * The demo shop: a ready-made shop in a folder of its own, with three weeks of history that was
 * rung up through the till itself.
 *
 *   shape   goods, people and shoppers are files in data/demo/; what happened there is played by
 *           demo_history.c with a clock and dice of its own
 *   rule    the folder is complete or not there: built aside with syncs off, synced, renamed
 */
#ifndef RINGUP_COUNTER_DEMO_H
#define RINGUP_COUNTER_DEMO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "counter/counter.h"

/* ---- making it ---- */

struct demo_plan {
	struct when today; /* history ends on the day before */
	int days;          /* calendar days of history; Sundays are closed */
	uint64_t seed;     /* the same seed and day: the same sales */
	int percent;       /* of the usual crowd: 100; tests take less */
};
extern const struct demo_plan demo_plan_usual; /* 21 days; today is the caller's to fill in */

/* Makes the folder, or replaces the demo shop that is there.  RC_REFUSED if what is there is no
 * demo shop. */
enum outcome demo_make(const char *folder, const struct demo_plan *plan, struct err *err);

/* Is this the folder of a demo shop? */
bool demo_is(const char *folder);

/* ---- its people: PINs are no secret here, the sign-on screen shows them ---- */

#define DEMO_STAFF_MAX 12
struct demo_person {
	int number;
	char name[NAME_MAX_BYTES];
	char group[17];
	char pin[17];
	day_number born;
};
enum outcome demo_staff(struct demo_person people[static DEMO_STAFF_MAX], size_t *count,
                        struct err *err);

/* ---- opening it ---- */

/* Signs the first cashier on and opens a shift; closes what an earlier day left open.  A basket
 * that was open stays. */
enum outcome demo_begin(struct counter *counter, struct err *err);

/* ---- the belt and the tour: counter_demo_next(), counter_demo_hint() ---- */

struct demo_belt;
struct demo_belt *demo_belt_new(void);
void demo_belt_free(struct demo_belt **belt);
/* Trade numbers that come along the belt, each once, for a sheet of barcodes; *count of them. */
void demo_belt_codes(const struct demo_belt *belt, int64_t codes[], size_t room, size_t *count);

/* ---- something for a real scanner to scan ---- */

/* The belt's goods with name, price and barcode: a PDF, or plain lines. */
enum outcome demo_sheet(const char *folder, bool as_pdf, struct buf *out, struct err *err);

#endif
