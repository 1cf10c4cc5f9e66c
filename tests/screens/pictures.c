/*
 * pictures FOLDER: plays the demo shop and leaves each screen as NAME.txt and NAME.cells, for the
 * README and for looking at the design (make pictures).
 */
#include <config.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "suite.h"

/* 09:30 UTC on a Tuesday, so that the clock in the pictures does not move. */
#define NOW "1795512600"

static const struct {
	const char *keys;
	const char *name; /* NULL: no picture after these */
} tour[] = {
	{ "<F12><F12><F12>.786*4011<Enter>", "sale" },
	{ "hon", "find" },
	{ "<Enter>-", "void" },
	{ "<F5>", "presets" },
	{ "<Esc>+", "total" },
	{ "2000<F9>", "change" },
	{ "<F12><F12><F1>", "help" },
	{ "<Esc><F10>", "menu" },
	{ "2", "x" },
	{ "<Esc><F7>", "suspend" },
	{ "<Esc><Esc><F7>", "suspended" },
	{ "<Esc><F6>", "return" },
};

static const char *folder, *shop;

static void
take(struct harness *harness, const char *name)
{
	char path[4096], text[HARNESS_TEXT_MAX];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s.txt", folder, name);
	file = fopen(path, "w");
	ck_assert_msg(file != NULL, "%s cannot be written", path);
	fputs(harness_text(harness, text), file);
	fclose(file);
	snprintf(path, sizeof path, "%s/%s.cells", folder, name);
	harness_dump_cells(harness, path);
}

START_TEST(the_tour_is_photographed)
{
	const char *words[] = { "demo", "--shop", shop, "--reset", NULL };
	struct harness_options options = { .words = words, .now = NOW };
	struct harness *harness = harness_start(&options);

	harness_until(harness, "F12");
	for (size_t i = 0; i < sizeof tour / sizeof tour[0]; i++) {
		harness_type(harness, tour[i].keys);
		if (tour[i].name)
			take(harness, tour[i].name);
	}
	harness_stop(&harness);
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *suite = suite_create("pictures");
	TCase *tcase = tcase_create("pictures");

	if (argc != 3) {
		fprintf(stderr, "usage: pictures FOLDER SHOP\n");
		return 2;
	}
	folder = argv[1];
	shop = argv[2];
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, the_tour_is_photographed);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
