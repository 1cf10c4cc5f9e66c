/*
 * The basket: lines being rung up, not yet paid.
 *
 * A line is kept in the struct that will be recorded (struct sale_line); beside it stands what is
 * only needed to work out its price.  price_basket() fills in the amounts, so what the screen
 * shows, what is printed and what is recorded cannot differ.
 *
 *   rule    line numbers start at 1 and are never reused; a void line stays
 *   own     basket_init() / basket_done(); pointers into lines are good until the next basket_add()
 */
#ifndef RINGUP_CHECKOUT_BASKET_H
#define RINGUP_CHECKOUT_BASKET_H

#include "base/json.h"
#include "ledger/catalogue.h"
#include "ledger/facts.h"

#define BASKET_LINES_MAX 1000
#define BASKET_TENDERS_MAX 40
#define BASKET_TAXES_MAX 64
#define CUSTOMER_GROUPS_TEXT_MAX 161

/* A tax as it is charged on a line. */
struct tax_rule {
	char code[TAX_CODE_MAX];
	char name[NAME_MAX_BYTES];
	enum tax_kind kind;
	int64_t rate_ppm;
	struct unit_price per_unit;
	bool included, compound, affected;
};

struct basket_line {
	struct sale_line is;
	char category[CATEGORY_MAX];
	struct tax_rule rules[LINE_TAXES_MAX];  /* in order of application; tax_plan_make() accepted them */
	int rule_count;
	struct given_discount given[GIVEN_DISCOUNTS_MAX];       /* is.given is set when it is recorded */
	int given_count;
	bool fixed;             /* goods coming back against a sale: amounts are shares of that sale and stay */
	bool no_promotion;
};

struct basket {
	char id[ID_TEXT_MAX];           /* "" while there is none */
	int64_t opened_ms;
	int owner;
	int64_t suspended_number;       /* it was recalled: its number, 0 else */
	struct basket_line *lines;
	size_t line_count, line_room;
	struct given_discount discount; /* on the whole basket */
	bool has_discount;
	struct sale_tender tenders[BASKET_TENDERS_MAX];
	size_t tender_count;
	int64_t customer;
	char note[NOTE_MAX];
	int age_years;                  /* the shopper's age as asked once for this basket; 0 not asked */
	struct receipt_ref post_void_of;
	enum sale_way way;              /* whoever adds lines or changes it sets their rules: tables_rules() */
	char exempt[REFERENCE_MAX];     /* certificate: no tax is charged; price_basket() takes it out of the prices */
	struct sale_code codes[SALE_CODES_MAX];         /* coupons entered */
	int code_count;
	char groups[CUSTOMER_GROUPS_TEXT_MAX];          /* of the customer: words with a space between them */

	/* worked out by price_basket() */
	struct sale_tax taxes[BASKET_TAXES_MAX];
	size_t tax_count;
	struct money total;             /* due before cash rounding; negative is paid out */
	struct money net, tax;
	struct money saved;             /* all discounts, as prices were given */
};

void basket_init(struct basket *basket);
void basket_done(struct basket *basket);
void basket_clear(struct basket *basket);               /* as after init, keeps room */
bool basket_is_open(const struct basket *basket);       /* has an id */

/* A new zeroed line with the next number.  RC_REFUSED: the basket is full. */
enum outcome basket_add(struct basket *basket, struct basket_line **line, struct err *err);
/* Room for so many more lines, so that adding them moves none. */
void basket_reserve(struct basket *basket, size_t more);
/* By number; NULL if there is none. */
struct basket_line *basket_line(struct basket *basket, int number);
/* The linked deposit line of a line, or NULL. */
struct basket_line *basket_deposit_of(struct basket *basket, int number);
struct basket_line *basket_last(struct basket *basket);         /* last line not void, deposits aside */
/* Pieces the shopper carries away: whole units of items (a weighed line counts one); void lines, deposits
 * and goods coming back aside. */
int64_t basket_pieces(const struct basket *basket);
int64_t sale_line_pieces(const struct sale_line *line);
/* A deposit, paid or given back: as it is, no discount or other price. */
bool sale_line_is_deposit(const struct sale_line *line);
int basket_last_number(const struct basket *basket);            /* 0 while it has no lines */
int basket_open_lines(const struct basket *basket);             /* not void */

/* As records for the basket file and back: one text a line. */
void basket_encode_line(const struct basket_line *line, struct buf *buf);
void basket_put_given(struct json_writer *writer, const char *key, const struct given_discount *given);
void basket_get_given(struct given_discount *given, const struct json_node *node);
enum outcome basket_decode_line(struct basket_line *line, const char *text, size_t length, struct err *err);

#endif
