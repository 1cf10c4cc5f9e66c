/*
 * What the files of pricing share: the basket while its price is worked out.  Only files named
 * pricing_ and promotion_ include this.
 */
#ifndef RINGUP_CHECKOUT_PRICING_INSIDE_H
#define RINGUP_CHECKOUT_PRICING_INSIDE_H

#include "checkout/pricing.h"
#include "checkout/spread.h"
#include "checkout/tax.h"

/* What is rounded once where tax is rounded over the total: everything charged alike, whatever it is called.  Of
 * two that are alike on one line, the second is another one. */
struct tax_rate {
	struct tax_rule rule;                   /* of the first that had it */
	int turn;                               /* 0, and from 1 on for the further ones of a line */
	struct exact carry;                     /* what rounding lost on lines that are taken from tax by tax */
};

/* A set of taxes that lines have in common; their codes and names do not matter. */
struct tax_set {
	struct tax_plan plan;
	const struct basket_line *of;           /* whose rules these are */
	size_t rate[LINE_TAXES_MAX];            /* of pricing->rates, for each tax */
};

/* A line that is priced here: neither void nor `fixed`. */
struct priced_line {
	struct basket_line *line;
	size_t set;
	int64_t units;                  /* for fixed taxes */
	struct money left;              /* its price as given, after the discounts taken from it */
	struct exact exact;             /* the same before it was rounded; see pricing_settle() */
	bool scaled;                    /* a percentage was taken from `exact` */
	bool no_tax;                    /* a free line: it bears no tax */
	int given_before;               /* how many of its given discounts were taken from `left` */
	int64_t taken_units;            /* whole units that a promotion has counted */
	int64_t worth_e4;               /* what a discount may take of a unit that none has, in 1/10000 minor */
	bool by_tax;                    /* later discounts are taken tax by tax, not from `left` */
	bool taken_by_tax;              /* one was */
	struct tax_amounts taxed;       /* the taxes of `left`, less what was taken tax by tax */
	struct tax_amounts open;        /* by_tax: what of `taxed` a discount may still take */
};

struct pricing {
	const struct price_rules *rules;
	struct basket *basket;
	struct priced_line *lines;
	size_t count;
	struct tax_set *sets;
	size_t set_count, set_room;
	struct tax_rate *rates;
	size_t rate_count, rate_room;
	__int128 *rate_values;          /* room for a value a rate, and one for the net */
	struct money *rate_parts, *rate_limits;
	__int128 *values;               /* room for a value a line: spread_round() */
	struct money *shares, *limits;
	struct money *as_given;         /* take_by_tax(): each line's discount as its price was given */
	size_t *members;                /* room for a list of lines */
	bool frozen;                    /* taxes of by_tax lines were worked out */
	bool settled;                   /* the others are in whole cents, and only whole cents come off now */
};

static inline const struct tax_plan *
plan_of(const struct pricing *pricing, const struct priced_line *line)
{
	return &pricing->sets[line->set].plan;
}

/* ---- pricing_tax.c ---- */

/* Which set of taxes a line has: found or new. */
void pricing_tax_set(struct pricing *pricing, struct priced_line *priced);
/* Taxes of `left` into `taxed`, of all lines with this by_tax; and for by_tax lines into `open`. */
void pricing_tax(struct pricing *pricing, bool by_tax);
/* The rate of a tax of a line: found or new. */
size_t pricing_tax_rate(struct pricing *pricing, const struct tax_rule rules[], int index);
/* Which of the set's taxes has this rate, or -1. */
int pricing_tax_of_rate(const struct tax_set *set, size_t rate);
/* Of the recorded line's taxes, found or new: a row of basket->taxes. */
struct sale_tax *pricing_tax_row(struct basket *basket, const struct line_tax *tax, const char *name);

/* ---- pricing_settle.c ---- */

/* What a line comes to before rounding, as far as fractions of a cent count for it. */
struct exact pricing_exact(const struct pricing *pricing, const struct priced_line *line);
/* Makes whole cents of lines with this by_tax that have a fraction: each line's, or each set's over its lines. */
void pricing_settle(struct pricing *pricing, bool by_tax);

/* ---- pricing_discount.c ---- */

/* Discounts given on lines, taken from prices as given where that is possible. */
void pricing_discount_lines(struct pricing *pricing);
/* Those that were not, after pricing_freeze(). */
void pricing_discount_lines_by_tax(struct pricing *pricing);
void pricing_discount_basket(struct pricing *pricing);
/* Is the line's price given on the side of the tax where discounts count? */
bool pricing_counts_as_given(const struct pricing *pricing, const struct priced_line *line);
/* What of a line's price, as given, a discount may take; in whole cents, and before rounding. */
struct money pricing_open(const struct pricing *pricing, const struct priced_line *line);
struct exact pricing_open_exact(const struct pricing *pricing, const struct priced_line *line);
/* The sum of lines on the side of the tax where discounts count; frozen. */
struct money pricing_basis(const struct pricing *pricing, const size_t lines[], size_t count);
/* A percentage or an amount, off several lines in proportion; frozen. */
void pricing_take(struct pricing *pricing, const size_t lines[], size_t count, const struct given_discount *given,
                  enum discount_kind kind);
/* An amount off several lines comes off those on the side of their sum (goods that go out, unless more comes back),
 * and is at most that sum: leaves those of `lines` and gives what may be taken. */
struct money pricing_keep_one_side(struct pricing *pricing, size_t lines[], size_t *count, struct money amount);
void pricing_take_from_price(struct pricing *pricing, size_t index, struct money amount,
                             const struct given_discount *given, enum discount_kind kind);
void pricing_take_from_left(struct priced_line *line, enum discount_kind kind, struct money amount,
                            const struct given_discount *given);

/* ---- pricing_by_tax.c ---- */

/* What is taken: the fraction num / den of everything, and exactly `amount` on the side that counts. */
struct taking {
	__int128 num, den;
	struct exact part;              /* the same in lowest terms */
	struct money amount;
	const size_t *lines;            /* which, of pricing->lines */
	size_t count;
	const struct given_discount *given;
	enum discount_kind kind;
};

/* From here on discounts on the other side of the tax are taken tax by tax. */
void pricing_freeze(struct pricing *pricing);
/* Until it is frozen again, but not where one was taken so already. */
void pricing_thaw(struct pricing *pricing);
/* What discounts count on, of lines that they are taken from tax by tax. */
struct money pricing_by_tax_basis(const struct pricing *pricing, const size_t lines[], size_t count);
void pricing_take_by_tax(struct pricing *pricing, const struct taking *taking);

/* ---- in several of them ---- */

/* At most the whole, which may be below zero. */
static inline struct money
at_most(struct money amount, struct money whole)
{
	return money_cmp(money_abs(amount), money_abs(whole)) > 0 ? whole : amount;
}

/* A row of the line's discounts; one of the same kind and reason grows instead. */
void pricing_note_discount(struct sale_line *line, enum discount_kind kind, struct money amount,
                           const char *reason, int approver);

/* ---- pricing_steps.c ---- */

/* What each promotion did, in a few words, where that is known: "1 x Cola 1 l free". */
struct step_details {
	const struct promotion *promotions;
	char **texts;                   /* one a promotion, NULL none; owned */
	size_t count;
	char *notes[SALE_CODES_MAX + 1];        /* why something was not given, how it was chosen; owned */
	int note_count;
	bool greedy;                            /* it was said that not all choices were looked at */
};
void steps_note(struct step_details *details, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct price_step *steps_add(struct price_steps *steps, enum step_kind kind, int line, struct money amount,
                             const char *format, ...) __attribute__((format(printf, 5, 6)));
/* A line with the discounts that people gave it; the basket keeps them elsewhere than the record. */
struct explained_line {
	const struct sale_line *is;
	const struct given_discount *given;
	int given_count;
};
struct explained {
	struct explained_line *lines;
	size_t count;
	const struct given_discount *on_all;    /* NULL none */
	const struct sale_tax *taxes;
	size_t tax_count;
	struct money total;
};
void explain_basket(const struct basket *basket, const struct number_style *style,
                    const struct step_details *details, struct price_steps *steps);

/* ---- pricing.c ---- */

/* What a discount may take of one unit of a line that no promotion has counted units of, in 1/10000 minor. */
int64_t pricing_unit_worth(const struct pricing *pricing, const struct priced_line *priced);
/* A line that price_basket() has just added to the basket. */
struct priced_line *pricing_add_line(struct pricing *pricing, struct basket_line *line);

/* ---- pricing_promotion.c ---- */

void pricing_promotions(struct pricing *pricing, struct step_details *details);

#endif
