/*
 * Trade numbers: GTIN-8, -12, -13 and -14, as one number.
 *
 *   shape   digits as int64_t without leading zeros: 0012345678905 (GTIN-13) and 012345678905
 *           (GTIN-12) are the same item and the same number
 *   source  GS1 General Specifications, section 7.9 (check digit)
 */
#ifndef RINGUP_BASE_GTIN_H
#define RINGUP_BASE_GTIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define GTIN_TEXT_MAX 16

/* The check digit of the digits before it (any count up to 30), 0..9. */
int gtin_check_digit(const char *digits, size_t count);

/* The check digit in front of a price or weight of 4 or 5 digits, inside numbers a shop prints. */
int gtin_measure_check_digit(const char *digits, size_t count);

/* 8, 12, 13 or 14 digits with a right check digit.  RC_REFUSED names the digit that is right. */
enum outcome gtin_parse(const char *text, int64_t *gtin, struct err *err);
/* The same without the check; for --accept-bad-gtins. */
enum outcome gtin_parse_unchecked(const char *text, int64_t *gtin, struct err *err);
/* How many it is written with: 8 if it fits, else 13, else 14. */
int gtin_digits(int64_t gtin);
char *gtin_text(char out[static GTIN_TEXT_MAX], int64_t gtin);

/* The UPC-A number (12 digits in out[13]) of a UPC-E number of 8 digits. */
enum outcome gtin_from_upce(const char *upce, char out[static 13], struct err *err);

/* Receipt barcode, 20 digits: 98, till (4), series (1: 0 live, 1 training), number (12), check. */
#define RECEIPT_CODE_LENGTH 20
char *receipt_code(char out[static RECEIPT_CODE_LENGTH + 1], int till, bool training, int64_t number);
bool receipt_code_parse(const char *text, int *till, bool *training, int64_t *number);
/* The same beginning with 97 for a basket put aside. */
char *basket_code(char out[static RECEIPT_CODE_LENGTH + 1], int till, bool training, int64_t number);
bool basket_code_parse(const char *text, int *till, bool *training, int64_t *number);
/* A customer's card: 96, the customer's number (17), check; a gift card the same with 95. */
#define CARD_NUMBER_MAX INT64_C(99999999999999999)
char *customer_code(char out[static RECEIPT_CODE_LENGTH + 1], int64_t number);
bool customer_code_parse(const char *text, int64_t *number);
/* The label of goods that must go: 94, the label's number (17), check. */
char *markdown_code(char out[static RECEIPT_CODE_LENGTH + 1], int64_t number);
bool markdown_code_parse(const char *text, int64_t *number);
char *gift_card_code(char out[static RECEIPT_CODE_LENGTH + 1], int64_t number);
bool gift_card_code_parse(const char *text, int64_t *number);

#endif
