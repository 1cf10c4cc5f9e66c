/*
 * The table of application identifiers, for the files of base/gs1 only.
 */
#ifndef RINGUP_BASE_GS1_TABLE_H
#define RINGUP_BASE_GS1_TABLE_H

#include "base/gs1.h"

/* Characters allowed: digits, the 82 of most texts, the 39 of part numbers, the 64 of signatures. */
enum gs1_set { GS1_DIGITS, GS1_82, GS1_39, GS1_64 };

enum gs1_check {
	CHECK_NONE,
	CHECK_DIGIT, CHECK_PREFIX, CHECK_PAIR, CHECK_NOT_ALL_DIGITS,
	CHECK_DATE, CHECK_DATE_DAY_0, CHECK_DATE_8, CHECK_TIME, CHECK_TIME_OR_9999,
	CHECK_HOUR, CHECK_MINUTE, CHECK_SECOND,
	CHECK_COUNTRY, CHECK_COUNTRY_OR_999, CHECK_COUNTRY_LETTERS, CHECK_CURRENCY, CHECK_IBAN,
	CHECK_ZERO, CHECK_NOT_ZERO, CHECK_NO_ZERO_FIRST, CHECK_YES_NO, CHECK_WINDING, CHECK_PIECE_OF,
	CHECK_PERCENT, CHECK_LATITUDE, CHECK_LONGITUDE, CHECK_MINUS, CHECK_MEDIA, CHECK_SEX,
	CHECK_BIRTH_ORDER, CHECK_IMPORTER, CHECK_PACKAGE, CHECK_COUPON, CHECK_OFFER,
	GS1_CHECKS
};

#define GS1_PARTS_MAX 5
#define GS1_PART_CHECKS_MAX 3

/* One part of the data: so many characters of a set, each with checks of its own. */
struct gs1_part {
	unsigned char least, most;      /* most 0: no more parts */
	unsigned char set;              /* enum gs1_set */
	bool optional;
	unsigned char checks[GS1_PART_CHECKS_MAX];      /* enum gs1_check */
};

struct gs1_ai {
	const char *stem;               /* "01"; "310" with the last digits from..to */
	char from, to;                  /* '\0': the stem is the whole AI */
	bool fixed;                     /* needs no separator */
	struct gs1_part parts[GS1_PARTS_MAX];
	const char *needs;              /* "01 02" any of them, "01+21" both, ", " and besides; NULL nothing */
	const char *bars;               /* "01 310n": none of them may be there; NULL */
};

/* The row of the AI that text begins with, and how many digits it has; NULL nobody knows it. */
const struct gs1_ai *gs1_ai(const char *text, size_t length, size_t *digits);
/* The next row of the table, from NULL; for tests. */
const struct gs1_ai *gs1_ai_next(const struct gs1_ai *ai);

/* Length, characters and checks of the data of one element. */
enum gs1_fault gs1_check(const struct gs1_ai *row, const char *ai, const char *data, struct err *err);
/* Checks that other files of the table need: a day as yymmdd; the coupons of (8110) and (8112). */
bool gs1_is_date(const char *digits);
bool gs1_coupon(const char *text);
bool gs1_offer(const char *text);

/* Does the length fit? */
bool gs1_length_fits(const struct gs1_ai *row, size_t length);

#endif
