/*
 * What the files of quote share: the question as it was understood.
 */
#ifndef RINGUP_CHECKOUT_QUOTE_INSIDE_H
#define RINGUP_CHECKOUT_QUOTE_INSIDE_H

#include "base/json_place.h"
#include "checkout/quote.h"

#define QUOTE_ITEMS_MAX 100000
#define QUOTE_PROMOTIONS_MAX 1000
#define QUOTE_TAX_NAME_MAX 81

/* A tax of the question.  Lines know it by a short code. */
struct quote_tax {
	char name[QUOTE_TAX_NAME_MAX];
	struct tax_rule rule;
};

/* A code of an item of the question. */
struct quote_code {
	int64_t gtin, pack;
	const char *number;             /* borrowed from the document */
	size_t order;                   /* the first that was written counts */
};

struct quote {
	const struct quote_shop *shop;  /* NULL none */
	struct err *err;
	struct json_place root, tax_list, item_list;
	struct currency currency;
	struct number_style style;
	struct when at;
	day_number day;
	struct quote_tax taxes[BASKET_TAXES_MAX];
	size_t tax_count;
	struct quote_code *codes;       /* by their GTIN */
	size_t code_count, code_room;
	struct promotion *promotions;   /* the shop's first, then the question's */
	size_t promotion_count, borrowed_promotions;
	struct promotion_use *uses;
	size_t use_count;
	struct basket_line *extras;
	size_t extra_count;
	struct price_rules rules;
	struct tender_rules tender_rules;
	struct price_steps steps;
	struct basket basket;
	char linked[ITEM_NUMBER_MAX];   /* the deposit of the shop's item read last; "" none */
	bool by_pieces;                 /* the line is of whole pieces, or of whole packs or labels */
	int64_t deposit_ppm;            /* 0 none */
	__int128 amounts;               /* of all lines so far, their sizes */
	struct settlement settled;
};

/* ---- quote_settings.c ---- */
enum outcome quote_read_settings(struct quote *quote);

/* ---- quote_taxes.c ---- */
enum outcome quote_read_taxes(struct quote *quote);
/* The tax rules of a list of codes at `place`. */
enum outcome quote_rules(struct quote *quote, const struct json_place *place, struct basket_line *line);
/* The name a tax has outside. */
const char *quote_tax_name(const struct quote *quote, const char *code);

/* ---- quote_goods.c ---- */
enum outcome quote_read_items(struct quote *quote);
/* Name, price, taxes and category of an item of the question or the shop. */
enum outcome quote_item(struct quote *quote, const struct json_place *place, const char *number,
                        struct basket_line *line, bool *has_price);
/* The line's quantity is then what one scan holds: a pack, or what a label says. */
enum outcome quote_scan(struct quote *quote, const struct json_place *place, const char *code,
                        struct basket_line *line, bool *has_price);
enum outcome quote_category(const struct json_place *place, char out[static CATEGORY_MAX]);

/* ---- quote_lines.c ---- */
enum outcome quote_read_lines(struct quote *quote);
enum outcome quote_read_discount(struct quote *quote, const struct json_place *place, struct given_discount *given);
enum outcome quote_read_tenders(struct quote *quote);

/* ---- quote_write.c ---- */
void quote_write(const struct quote *quote, struct buf *out);

#endif
