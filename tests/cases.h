/*
 * Rows of tests/cases/NAME, CSV files of known right answers.
 */
#ifndef RINGUP_TESTS_CASES_H
#define RINGUP_TESTS_CASES_H

#include <check.h>

#include "base/csv.h"

struct cases {
	struct csv *csv;
	const char **fields;
};

static inline void
cases_open(struct cases *cases, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/cases/%s", TESTS_SRCDIR, name);
	ck_assert_int_eq(csv_open(&cases->csv, path, NULL), RC_OK);
}

static inline bool
cases_next(struct cases *cases)
{
	struct err err;
	enum outcome outcome = csv_row(cases->csv, &cases->fields, &err);

	if (outcome == RC_NOT_FOUND) {
		csv_close(&cases->csv);
		return false;
	}
	ck_assert_msg(outcome == RC_OK, "%s", err.msg);
	return true;
}

static inline const char *
cases_get(const struct cases *cases, const char *column)
{
	int index = csv_column(cases->csv, column);

	ck_assert_msg(index >= 0, "no column %s", column);
	return cases->fields[index];
}

#endif
