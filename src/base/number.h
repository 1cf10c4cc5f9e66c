/*
 * Decimal texts of scaled whole numbers: what money, unit prices and quantities share.
 *
 *   shape   a value in 10^-decimals: 1250 with 2 decimals is "12.50"
 *   fails   number_parse() says which of three things is wrong; its callers have the sentence
 */
#ifndef RINGUP_BASE_NUMBER_H
#define RINGUP_BASE_NUMBER_H

#include <stddef.h>
#include <stdint.h>

/* How amounts are written for people: "1,234.50", "1.234,50".  Filled by shop settings. */
struct number_style {
	char decimal[5]; /* UTF-8, normally "." or "," */
	char group[5];   /* "" for none */
	int exponent;    /* of the currency */
};

/* The machine's form: point, no groups, as in scripts, JSON and CSV. */
extern const struct number_style number_plain_2;
struct number_style number_plain(int exponent);

enum number_fault { NUMBER_OK = 0, NUMBER_NOT, NUMBER_DECIMALS, NUMBER_LARGE };

/* "12.50", "-0.99", ".5", "12": "." or "," as decimal sign, no groups, no spaces.  The value is
 * within +/- limit. */
enum number_fault number_parse(const char *text, int decimals, int64_t limit, int64_t *value);

/* Shows all decimals up to least, more only where they are not zero.  Returns out. */
char *number_text(char *out, size_t size, int64_t value, int decimals, int least,
                  const struct number_style *style);

#endif
