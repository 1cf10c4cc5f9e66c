/*
 * GS1 element strings: what a barcode says about a thing, as pairs of an application identifier
 * (AI) and its data: (01) the trade number, (10) the lot, (17) the day it expires...
 *
 *   forms   raw: FNC1 (GS, 0x1D) ends data whose length is not fixed; as people write it:
 *           (01)09506000134352(10)A1; a GS1 Digital Link (gs1_link.h)
 *   shape   elements in the order they were read; data is ASCII without control characters
 *   faults  what is wrong with it has one of three classes, and a sentence in struct err
 *   source  GS1 General Specifications 3 (AIs), 7.9 (check digits), 7.11 (character sets),
 *           7.12 (centuries); the table of AIs is gs1_table.c
 */
#ifndef RINGUP_BASE_GS1_H
#define RINGUP_BASE_GS1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/when.h"

#define GS1_FNC1 '\x1D'
#define GS1_ELEMENTS_MAX 32
#define GS1_DATA_MAX 91         /* 90 characters and the NUL */

enum gs1_fault {
	GS1_SOUND,
	GS1_PARSE,              /* the form: brackets, an AI nobody knows, a length */
	GS1_VALUE,              /* check digit, date, characters */
	GS1_ASSOCIATION,        /* AIs that need or exclude each other */
};

struct gs1_element {
	char ai[5];
	char data[GS1_DATA_MAX];
};

struct gs1 {
	struct gs1_element elements[GS1_ELEMENTS_MAX];
	int count;
};

/* What follows the symbology: one FNC1 at the beginning is skipped, one at the end tolerated.  Every element is
 * checked but for associations.  After a fault, out holds the elements before it. */
enum gs1_fault gs1_parse(struct gs1 *out, const char *data, size_t length, struct err *err);
/* The same in brackets, (01)... or [01]...; inside round ones "\(" is a bracket of the data. */
enum gs1_fault gs1_parse_brackets(struct gs1 *out, const char *text, struct err *err);
/* Adds one element, checked.  RC_REFUSED's sentence names the AI. */
enum gs1_fault gs1_add(struct gs1 *gs1, const char *ai, const char *data, struct err *err);

/* GS1_SOUND or GS1_ASSOCIATION: do AIs exclude each other, or say two things; is one missing that another needs (it
 * may stand in another barcode of the label)? */
enum gs1_fault gs1_exclusions(const struct gs1 *gs1, struct err *err);
enum gs1_fault gs1_needs(const struct gs1 *gs1, struct err *err);

/* Data of the first element of that AI, or NULL; "310n" finds any of 3100 to 3109, *decimals (may be NULL) is then
 * the last digit. */
const char *gs1_find(const struct gs1 *gs1, const char *ai, int *decimals);

/* ---- dates ---- */

/* A day and perhaps a time of day, as the AI's data holds it. */
struct gs1_date {
	day_number day;
	day_number until;       /* 7007: the last day of a harvest; else 0 */
	int seconds;            /* of the day; -1 no time given */
	bool has_seconds;
};
/* RC_NOT_FOUND: this AI holds no date.  Two digits of a year mean the nearest one: at most 50 years after
 * `this_year` and 49 before it; day 00 is the month's last. */
enum outcome gs1_date(const struct gs1_element *element, int this_year, struct gs1_date *date);
/* "2026-11-30", "2026-11-30 14:15", "2026-11-30 14:15:16", "2026-09-01/2026-09-30". */
#define GS1_DATE_TEXT_MAX 40
char *gs1_date_text(char out[static GS1_DATE_TEXT_MAX], const struct gs1_date *date);

/* ---- lists (gs1_codes.c) ---- */

bool gs1_currency(const char *digits, char code[static 4]);     /* "978" is "EUR" */
bool gs1_country(const char *digits);           /* "276" */
bool gs1_country_letters(const char *letters);  /* "DE" */
bool gs1_package(const char *code);             /* kinds of packages, UN/ECE recommendation 21 and GS1's own */

#endif
