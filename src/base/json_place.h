/*
 * Reading a JSON form that people write: where a value stands, and what it should be.
 *
 *   shape   a place is a node and the way to it; places live on the stack of whoever reads
 *   rule    amounts, rates and quantities are texts holding decimals ("12.50"), never JSON numbers
 *   fails   RC_REFUSED: err->msg says what is wrong, err->detail is the path ("lines[3].prise");
 *           an absent value (node NULL) is refused as missing, so look at node first
 */
#ifndef RINGUP_BASE_JSON_PLACE_H
#define RINGUP_BASE_JSON_PLACE_H

#include "base/json.h"
#include "base/money.h"

/* Amounts that a person may write: a thousand lines of the largest still add up. */
#define PLACE_MONEY_MAX INT64_C(1000000000000)

struct json_place {
	const struct json_place *up;    /* NULL at the root */
	const char *key;                /* NULL: an element of an array */
	size_t index;
	const struct json_node *node;   /* NULL: absent */
	struct err *err;
};

struct json_place place_root(const struct json_doc *doc, struct err *err);
/* What stands below; good as long as `up` is. */
struct json_place place_key(const struct json_place *up, const char *key);
struct json_place place_at(const struct json_place *up, size_t index);
/* The index-th member of an object, in the order written. */
struct json_place place_member(const struct json_place *up, size_t index);

#define PLACE_PATH_MAX 200
char *place_path(char out[static PLACE_PATH_MAX], const struct json_place *place);
/* Says what is wrong here; gives RC_REFUSED. */
enum outcome place_refuse(const struct json_place *place, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Is it an object with no keys but these?  `stranger` is the sentence for others: "not a key of a line". */
enum outcome place_object(const struct json_place *place, const char *const keys[], const char *stranger);
enum outcome place_array(const struct json_place *place, size_t most, size_t *count);
/* The same, where one text alone stands for a list of it. */
enum outcome place_list(const struct json_place *place, size_t most, size_t *count);
struct json_place place_of_list(const struct json_place *place, size_t index);
/* Clean text of 1 to size - 1 bytes. */
enum outcome place_text(const struct json_place *place, char *out, size_t size);
enum outcome place_bool(const struct json_place *place, bool *out);
/* A JSON number, or a text that holds one. */
enum outcome place_count(const struct json_place *place, int least, int most, int *out);
/* One of these words; *out is its index. */
enum outcome place_word(const struct json_place *place, const char *const words[], int *out);

/* Decimals; blanks around them and zeros behind them say nothing.  With `whole` a JSON number without decimals will do as well. */
enum outcome place_money(const struct json_place *place, int exponent, bool whole, struct money *out);
enum outcome place_unit_price(const struct json_place *place, int exponent, bool whole, struct unit_price *out);
/* Percent, as parts per million: "10.5" and "10.5 %" are 105000. */
enum outcome place_rate(const struct json_place *place, bool whole, int64_t *ppm);

#endif
