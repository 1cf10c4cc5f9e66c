/*
 * Books and magazines: ISBN-10 and ISSN as people write them, with dashes and an X, as trade numbers.
 */
#ifndef RINGUP_BASE_BOOK_H
#define RINGUP_BASE_BOOK_H

#include "base/err.h"

/* 13 digits in out[14].  RC_NOT_FOUND it is neither; RC_REFUSED the check digit is wrong, and says so. */
enum outcome book_number(const char *text, char out[static 14], struct err *err);

/* How many digits of an add-on (issue, price of a book) follow the 13 digits in front: 2, 5, or 0. */
int book_add_on(const char *digits);

#endif
