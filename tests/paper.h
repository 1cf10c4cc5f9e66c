/*
 * Papers compared with tests/paper/NAME-COLS.txt; `make update-paper` writes those again, and the
 * difference is read like code.
 */
#ifndef RINGUP_TESTS_PAPER_H
#define RINGUP_TESTS_PAPER_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/paths.h"
#include "devices/printout.h"

#define PAPER_FILE_MAX 65536

static inline void
paper_compare(const char *name, int cols, const char *paper)
{
	char path[4096], *expected;
	size_t length;
	struct err err;

	snprintf(path, sizeof path, "%s/paper/%s-%d.txt", TESTS_SRCDIR, name, cols);
	if (getenv("RINGUP_UPDATE_PAPER")) {
		ck_assert_int_eq(paths_replace_file(path, paper, strlen(paper), 0644, &err), RC_OK);
		return;
	}
	ck_assert_msg(paths_read_file(path, PAPER_FILE_MAX, &expected, &length, &err) == RC_OK, "%s", err.msg);
	ck_assert_msg(strcmp(paper, expected) == 0, "%s differs; it is now:\n%s", path, paper);
	free(expected);
}

/* No line may be wider than its paper, whatever stands on it. */
static inline void
paper_assert_fits(const char *paper, int cols)
{
	char *copy = alloc_text(paper);

	for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n"))
		ck_assert_msg(text_cols(line) <= cols, "too wide: %s", line);
	free(copy);
}

static inline void
paper_expect(const char *name, struct printout *printout)
{
	static const int widths[] = { 32, 42, 48 };

	for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
		struct buf paper = { .length = 0 };

		printout_render_text(printout, widths[i], &paper);
		paper_assert_fits(paper.text, widths[i]);
		paper_compare(name, widths[i], paper.text);
		buf_done(&paper);
	}
	printout_done(printout);
}

#endif
