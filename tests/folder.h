/*
 * A folder of its own for a test, removed with all that is in it.
 */
#ifndef RINGUP_TESTS_FOLDER_H
#define RINGUP_TESTS_FOLDER_H

#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/paths.h"

static char test_folder[PATH_MAX];

static inline void
folder_make(void)
{
	const char *place = getenv("TMPDIR");

	snprintf(test_folder, sizeof(test_folder), "%s/ringup-XXXXXX", place ? place : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(test_folder));
}

static inline void
folder_remove(void)
{
	ck_assert_int_eq(paths_remove_tree(test_folder, NULL), RC_OK);
}

/* The name of a file in it; valid until the fourth call after. */
static inline const char *
in_folder(const char *name)
{
	static char paths[4][PATH_MAX];
	static unsigned next;
	char *path = paths[next++ % 4];

	ck_assert_int_eq(paths_join(path, test_folder, name, NULL), RC_OK);
	return path;
}

static inline const char *
file_in_folder(const char *name, const char *text, size_t length)
{
	const char *path = in_folder(name);
	FILE *file = fopen(path, "wbe");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

#endif
