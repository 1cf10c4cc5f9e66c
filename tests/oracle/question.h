/*
 * A question of `ringup quote` and the answer to it, read into fractions.
 *
 *   own     texts are borrowed from the two documents, which the caller keeps
 *   rule    read by the written form alone; a key that the oracle does not know is a failed assert
 */
#ifndef RINGUP_TESTS_QUESTION_H
#define RINGUP_TESTS_QUESTION_H

#include "base/json.h"
#include "tests/oracle/rational.h"

#define LINES 100
#define TAXES 16 /* of a shop */
#define LINE_TAXES 6
#define GIVEN 6
#define PROMOTIONS 40
#define TIERS 16
#define NAMES 30    /* in a target or a condition */
#define MENTIONS 24 /* of discounts in one line of an answer */

enum kind { PERCENT, FIXED, DIVISION };

struct tax {
	const char *code;
	enum kind kind;
	rational rate; /* a share, or an amount a unit */
	bool included, compound, affected;
};

struct discount {
	rational percent; /* a share; NULL it is an amount */
	rational amount;
	char reason[160];
};

struct bought {
	const char *item;                   /* NULL it stands for itself */
	const struct json_node *categories; /* "drinks/cola", a list of them, or NULL */
	rational price, quantity;
	const struct tax *taxes[LINE_TAXES];
	int tax_count;
	struct discount given[GIVEN];
	int given_count;
};

struct target {
	const char *items[NAMES];
	int item_count;
	const struct json_node *categories; /* NULL none */
	bool everything;
};

enum offer_effect {
	E_PERCENT,
	E_FIXED_ORDER,
	E_FIXED_PER_LINE,
	E_FIXED_PER_UNIT,
	E_CHEAPEST_PERCENT,
	E_FREE_UNITS,
	E_BUY_GET,
	E_FREE_EXTRA,
	E_GROUP_FLAT,
	E_GROUP_PERCENT,
	E_TIER_FLAT,
	E_TIER_PERCENT,
	E_FIRST_ADDITIONAL,
	E_N_FOR_PRICE,
	E_UNIT_PRICE_FROM,
	EFFECTS
};
extern const char *const effect_names[EFFECTS];

struct offer {
	const char *name, *code; /* code NULL: automatic */
	enum offer_effect effect;
	rational percent, amount, max_amount, additional, price, base; /* max_amount NULL: none */
	long units, buy, get; /* units: also n, group and max_units; 0 none */
	const char *pick, *item;
	bool repeat;
	rational tier_from[TIERS], tier_value[TIERS];
	int tier_count;
	struct target target, get_target, counted;
	bool has_get_target, has_counted;
	rational min_subtotal, min_net; /* NULL none */
	long min_qty, usage_limit, usage_limit_per_customer;
	const struct json_node *groups, *not_with, *days, *hours;
	const char *from, *until;
};

struct paid {
	const char *kind;
	rational amount;
};

struct asked {
	int digits;    /* decimals of the currency */
	rational unit; /* the currency's smallest */
	bool per_total, best, without_tax, exempt;
	enum halves halves;
	rational cash_step; /* 0 none */
	enum halves cash_halves;
	bool cash_all;
	rational exact_up_to;
	const char *way, *at; /* at: the moment, a day in front */
	struct tax taxes[TAXES];
	int tax_count;
	struct bought lines[LINES];
	int line_count;
	struct offer offers[PROMOTIONS];
	int offer_count;
	struct discount given;
	bool has_given;
	struct paid tenders[GIVEN];
	int tender_count;
	const struct json_node *items, *codes, *customer;
};

struct said_tax {
	const char *code;
	rational base, amount;
};

struct said_line {
	const char *item;
	rational quantity, gross, net, tax;
	rational amount; /* before discounts: its step, NULL if there is none */
	bool free;
	struct said_tax taxes[LINE_TAXES];
	int tax_count;
	const char *reasons[MENTIONS];
	rational amounts[MENTIONS];
	bool used[MENTIONS]; /* this discount was asked for */
	int discount_count;
};

struct said {
	struct said_line lines[LINES];
	int line_count;
	struct said_tax taxes[TAXES];
	int tax_count;
	rational discount, net, tax, total;
	rational tendered, rounding, remaining, change;
	bool complete;
	rational steps; /* added up */
	bool notes;     /* some step is one */
};

void question_read(struct asked *question, const struct json_node *node);
void answer_read(struct said *said, const struct json_node *node);

/* A line that stands in the basket as this item: its price, taxes and category. */
void question_item(struct asked *question, struct bought *line, const char *item);

#endif
