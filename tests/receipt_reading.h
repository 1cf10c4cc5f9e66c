/*
 * A receipt read back as a shopper would: the figures of its rows.
 */
#ifndef RINGUP_TESTS_RECEIPT_READING_H
#define RINGUP_TESTS_RECEIPT_READING_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/number.h"

/* A row "name   1,234.56 A": its last amount in minor units.  Fails for rows without one. */
static inline bool
amount_at_end(const char *row, const struct number_style *style, int64_t *minor)
{
	size_t end = strlen(row), from;
	int64_t value = 0;
	bool digits = false;

	while (end > 0 && ((row[end - 1] >= 'A' && row[end - 1] <= 'Z') || row[end - 1] == '+' ||
	                   row[end - 1] == ' '))
		end--;
	from = end;
	while (from > 0 && row[from - 1] != ' ')
		from--;
	/* decimals in their place, or it is something else */
	if (end < from + 4 || strncmp(row + end - 3, style->decimal, strlen(style->decimal)) != 0)
		return false;
	for (size_t i = from; i < end; i++) {
		if (row[i] >= '0' && row[i] <= '9') {
			value = value * 10 + (row[i] - '0');
			digits = true;
		} else if (!strchr("-,.'", row[i]) && (unsigned char)row[i] < 0x80) {
			return false;
		}
	}
	*minor = row[from] == '-' ? -value : value;
	return digits;
}

struct paper {
	int64_t lines; /* all amounts between the head and the totals, added up */
	int64_t total, rounding, tendered, change;
	int64_t added_tax;
	int64_t table_tax, table_gross;
	bool has_table;
};

static inline bool
begins(const char *row, const char *label)
{
	return strncmp(row, label, strlen(label)) == 0;
}

static inline void
read_sum(struct paper *paper, const char *row, int64_t minor)
{
	if (begins(row, "TOTAL") || begins(row, "PAID OUT"))
		paper->total = minor;
	else if (begins(row, "Rounding"))
		paper->rounding = minor;
	else if (begins(row, "Change"))
		paper->change = minor;
	else if (begins(row, "Cash") || begins(row, "Card") || begins(row, "voucher") ||
	         begins(row, "Voucher"))
		paper->tendered += minor;
	else if (strstr(row, " on "))
		paper->added_tax += minor;
}

/* The last two figures of a row of the table of taxes: tax and gross. */
static inline void
read_tax(struct paper *paper, char *row, const struct number_style *style)
{
	int64_t gross, tax;
	char *last = strrchr(row, ' ');

	if (!last || !amount_at_end(row, style, &gross))
		return;
	*last = '\0';
	while (last > row && last[-1] == ' ')
		*--last = '\0';
	if (!amount_at_end(row, style, &tax))
		return;
	paper->has_table = true;
	paper->table_tax += tax;
	paper->table_gross += gross;
}

static inline void
read_paper(struct paper *paper, char *text, const struct number_style *style)
{
	int section = 0;

	*paper = (struct paper){ .total = 0 };
	for (char *row = strtok(text, "\n"); row; row = strtok(NULL, "\n")) {
		int64_t minor;

		if (begins(row, "----------")) {
			section++;
			continue;
		}
		if (section == 3)
			read_tax(paper, row, style);
		else if (section == 1 && !begins(row, "  instead of") && !strstr(row, " x ") &&
		         amount_at_end(row, style, &minor))
			paper->lines += minor;
		else if (section == 2 && amount_at_end(row, style, &minor))
			read_sum(paper, row, minor);
	}
}

#endif
