/*
 * What a basket costs: the one engine behind screen, receipt, journal, refund and quote.
 *
 * Pure: structs in, structs out; no clock, no SQL.  Order of the steps:
 *
 *   1  amount of a line = unit price x quantity, rounded once
 *   2  promotions (promotion.h), then discounts given on the line, then on the basket (spread over
 *      the lines in proportion, odd cents placed so that it adds up)
 *   3  taxes of each line (tax.h), on what is left; rounded per line, or per rate over the basket
 *      with the odd cents handed back to lines so that lines still add up
 *   4  total = sum of the lines' totals
 *
 * Lines marked `fixed` (returns against a sale) keep their amounts and only enter the sums.
 */
#ifndef RINGUP_CHECKOUT_PRICING_H
#define RINGUP_CHECKOUT_PRICING_H

#include "checkout/basket.h"
#include "checkout/promotion.h"
#include "shop/settings.h"

/* ---- from shelf price to amount due ---- */

enum step_kind {
	PRICE_STEP_SHELF,             /* price x quantity of a line */
	PRICE_STEP_PROMOTION,
	PRICE_STEP_DISCOUNT,          /* given on a line or on the basket */
	PRICE_STEP_EXEMPT,            /* tax that an exempt buyer does not pay */
	PRICE_STEP_TAX,               /* added to prices */
	PRICE_STEP_ROUNDING,          /* cash; or the odd cent between net, taxes and total */
	PRICE_STEP_NOTE,              /* why something was not given; amount 0 */
	PRICE_STEP_KINDS
};
extern const char *const step_names[PRICE_STEP_KINDS + 1];    /* "price", "promotion" ... */

#define STEP_TEXT_MAX 241
struct price_step {
	enum step_kind kind;
	int line;                       /* its number; 0 it is on several, or on the basket */
	struct money amount;            /* the steps' amounts add up to basket.total, without cash rounding */
	char text[STEP_TEXT_MAX];       /* for people, translated */
};

/*   own     steps_done() frees them */
struct price_steps {
	struct price_step *steps;
	size_t count, room;
};
void steps_done(struct price_steps *steps);
/* Of a recorded sale, from its lines alone; cash rounding is the last step. */
void explain_sale(const struct sale_facts *sale, const struct number_style *style, struct price_steps *steps);

struct promotion_use;
struct price_rules {
	int exponent;                   /* of the currency */
	enum tax_rounding tax_rounding;
	enum rounding rounding;
	bool discount_without_tax;      /* discounts count on the price without tax */
	bool promotions_best;
	const struct promotion *promotions;     /* borrowed; active ones only, in their order */
	size_t promotion_count;
	struct price_moment moment;             /* for conditions of time; the caller's clock */
	const struct promotion_use *uses;       /* borrowed; how often promotions were used before */
	size_t use_count;
	const struct basket_line *extras;       /* borrowed; items that free_extra promotions add (is.item), with
	                                         * price, category and rules; quantity does not matter */
	size_t extra_count;
	struct price_steps *steps;              /* borrowed; added to if not NULL */
	const struct number_style *style;       /* of amounts in them; NULL the plain one */
};

/* Earlier uses of a promotion with a limit, by its name or its code. */
struct promotion_use {
	char name[NAME_MAX_BYTES];
	int by_customer, in_all;
};

/* The local minute, on this business day. */
struct price_moment price_moment_of(struct when when, day_number business_day);

/* Fills in amount, total, taxes and discounts of every line, and the basket's sums. */
void price_basket(const struct price_rules *rules, struct basket *basket);

/* A part of a priced basket that is paid ahead (a down payment): each tax and the total take their share, and
 * the net is the rest. */
struct price_deposit { struct money net, tax, total; };
void price_deposit(const struct basket *basket, int64_t percent_ppm, enum rounding mode, struct price_deposit *out);

/* The share of a recorded line that q of its quantity stands for (design: Shares):
 * share(q + back) - share(back), amount by amount.  `back` came back before.  Fills in amount, total, taxes and
 * discounts of `out` with the signs of goods coming back; out->qty_milli = -q.  The rest of *out is the caller's. */
void price_returned_share(const struct sale_line *sold, int64_t back_milli, int64_t q_milli, struct sale_line *out);

#endif
