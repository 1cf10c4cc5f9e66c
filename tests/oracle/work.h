/*
 * A basket worked out again, beside what the engine said of it.
 *
 * Where the written rules fix a figure, it is worked out and must be the same.  Where they leave a
 * choice (which of two equal lines has the odd cent), what was said is taken, held to the bounds of
 * the rule, and what follows is worked out from it.
 */
#ifndef RINGUP_TESTS_WORK_H
#define RINGUP_TESTS_WORK_H

#include "base/buf.h"
#include "tests/oracle/question.h"

struct worked_line {
	const struct bought *bought;
	struct said_line *said;
	rational amount;    /* price x quantity, rounded */
	rational left;      /* of it, after the discounts so far */
	rational exact;     /* the same before it was rounded */
	rational unit_left; /* the same if no promotion had picked units of it */
	rational units;     /* that fixed taxes count */
	bool turned;    /* discounts count on the other side of its tax than its price is given */
	rational total; /* turned: what is left on the side where discounts count, without fixed
	                   taxes */
	int bends;      /* turned: how often its taxes were rounded on the way */
	bool picked;    /* units of it were counted by a promotion */
};

struct work {
	struct asked *question;
	struct said *said;
	struct worked_line lines[LINES];
	int line_count;
	rational turned; /* the turned lines' totals as they must add up in the end */
	bool loose;      /* those can only be known to some cents */
	bool rough; /* fractions of cents went into something whose rounding is the engine's choice
	             */
	int bends;  /* of the whole basket */
	bool applied[PROMOTIONS];
	struct buf *complaint; /* the first one */
};

void complain(struct work *work, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool must_be(struct work *work, rational said, rational worked, const char *format, ...)
        __attribute__((format(printf, 4, 5)));
/* said may differ from worked by so many smallest units, or not quite so many */
bool must_be_near(struct work *work, rational said, rational worked, rational units,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));
bool must_be_within_a_unit(struct work *work, rational said, rational worked, const char *format,
                           ...) __attribute__((format(printf, 4, 5)));
rational to_unit(const struct work *work, rational value);
/* What the answer says this discount took off the line; NULL: it is not there. */
rational said_discount(struct worked_line *line, const char *reason);

/* taxes.c: exact, of what is left of a price */
struct exact {
	rational net;
	rational base[LINE_TAXES], amount[LINE_TAXES];
};
void taxes_of(const struct bought *bought, rational price, rational units, struct exact *out);
rational units_of(const struct bought *bought);
/* The same tax under another code. */
bool charged_alike(const struct tax *a, const struct tax *b);
bool any_included(const struct bought *bought), any_added(const struct bought *bought);
/* What a discount leaves alone: fixed taxes that the price contains, and the tax on them. */
rational untouched(const struct worked_line *line);
void check_taxes(struct work *work);

/* discounts.c */
void start_lines(struct work *work);
void check_given(struct work *work);
void check_turned(struct work *work);
/* What a discount may take of it, where discounts count. */
rational open_part(const struct work *work, const struct worked_line *line);
/* A sum off these lines, in proportion to what is open of them: a share of each. */
void spread_over(struct work *work, struct worked_line *const lines[], int count, rational sum,
                 rational share_of_all, bool keeps_fractions, const char *reason);

/* promotions.c */
void check_promotions(struct work *work);

/* cash.c */
void check_cash(struct work *work);

/* check.c: false, and the reason, where question and answer do not agree */
bool oracle_agrees(const struct json_node *question, const struct json_node *answer,
                   struct buf *complaint);

/* properties.c: the same, of a question and the same asked differently; asks the engine itself */
bool properties_hold(const struct buf *question, struct buf *complaint);

#endif
