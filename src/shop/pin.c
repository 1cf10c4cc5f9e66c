/*
 * A PIN is looked at, or hashed, in a helper process, because that takes long on purpose.  Request
 * and answer are lines of text:
 *
 *     check                           hash
 *     900                             900
 *     PEPPER, 64 hexadecimal digits   PEPPER
 *     HASH, may be empty
 *     PIN                             PIN
 *
 *     yes | no                        hash HASH
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/gettext.h"
#include "base/helper.h"
#include "base/text.h"
#include "shop/staff.h"

#define REQUEST_LINES 5

static const size_t pin_least_cashier = 4, pin_least_others = 6;

enum outcome
staff_pin_check_form(const char *pin, const char *group, struct err *err)
{
	size_t least = strcmp(group, "cashier") == 0 ? pin_least_cashier : pin_least_others;
	size_t length = strlen(pin);
	if (strspn(pin, "0123456789") != length)
		return err_set(err, RC_REFUSED, _("a PIN has digits only"));
	if (length < least)
		return err_set(err, RC_REFUSED,
		               ngettext("this PIN needs at least %zu digit",
		                        "this PIN needs at least %zu digits", least),
		               least);
	if (length > PIN_MAX)
		return err_set(err, RC_REFUSED,
		               ngettext("a PIN has at most %d digit", "a PIN has at most %d digits",
		                        PIN_MAX),
		               PIN_MAX);
	return RC_OK;
}

char *
staff_pin_request(const char *hash, const char *pin, int staff,
                  const unsigned char pepper[static PEPPER_BYTES])
{
	struct buf request = { 0 };
	char hex[2 * PEPPER_BYTES + 1];
	buf_format(&request, "%s\n%d\n%s\n", hash ? "check" : "hash", staff,
	           hex_text(hex, pepper, PEPPER_BYTES));
	if (hash)
		buf_format(&request, "%s\n", hash);
	buf_format(&request, "%s\n", pin);
	explicit_bzero(hex, sizeof(hex));
	return buf_take(&request);
}

/* Cuts text into its lines, in place; how many. */
static int
cut_lines(char *text, char *lines[static REQUEST_LINES])
{
	int count = 0;
	for (char *end; count < REQUEST_LINES && (end = strchr(text, '\n')); text = end + 1) {
		*end = '\0';
		lines[count++] = text;
	}
	return *text ? 0 : count;
}

/* A hash that is thrown away takes as long as looking at one. */
static bool
matches(const char *hash, const char *pin, int staff,
        const unsigned char pepper[static PEPPER_BYTES])
{
	char unused[PIN_HASH_MAX];
	if (*hash)
		return pin_matches(hash, pin, staff, pepper);
	pin_hash(unused, pin, staff, pepper);
	return false;
}

char *
staff_pin_work(const char *request)
{
	char *copy = alloc_text(request), *lines[REQUEST_LINES], *answer = NULL;
	unsigned char pepper[PEPPER_BYTES];
	size_t length = strlen(copy);
	int count = cut_lines(copy, lines);
	if (count >= 4 && hex_parse(lines[2], pepper, PEPPER_BYTES)) {
		int staff = atoi(lines[1]);
		char hash[PIN_HASH_MAX];
		if (count == 5 && strcmp(lines[0], "check") == 0) {
			answer = alloc_text(matches(lines[3], lines[4], staff, pepper) ? "yes\n"
			                                                               : "no\n");
		} else if (count == 4 && strcmp(lines[0], "hash") == 0) {
			pin_hash(hash, lines[3], staff, pepper);
			answer = alloc_format("hash %s\n", hash);
		}
		explicit_bzero(pepper, sizeof(pepper));
	}
	explicit_bzero(copy, length);
	free(copy);
	return answer ? answer : alloc_text("?\n");
}

bool
staff_pin_answer(const char *answer, size_t length, bool *matched, char hash[static PIN_HASH_MAX])
{
	*matched = false;
	hash[0] = '\0';
	if (length == 4 && memcmp(answer, "yes\n", 4) == 0)
		return *matched = true;
	if (length == 3 && memcmp(answer, "no\n", 3) == 0)
		return true;
	if (length < 7 || length > PIN_HASH_MAX + 5 || memcmp(answer, "hash ", 5) != 0 ||
	    answer[length - 1] != '\n')
		return false;
	memcpy(hash, answer + 5, length - 6);
	hash[length - 6] = '\0';
	return true;
}

int
staff_pin_helper(void)
{
	struct err err = { 0 };
	char *request = NULL;
	size_t length = 0;
	enum outcome outcome = crypto_start(&err);
	if (!outcome)
		outcome = helper_read_request(&request, &length, &err);
	if (!outcome) {
		char *text = alloc_zero(length + 1, 1);
		memcpy(text, request, length);
		char *answer = staff_pin_work(text);
		outcome = helper_write_answer(answer, strlen(answer), &err);
		explicit_bzero(text, length);
		explicit_bzero(request, length);
		free(text);
		free(answer);
	}
	free(request);
	return err_exit_status(outcome);
}
