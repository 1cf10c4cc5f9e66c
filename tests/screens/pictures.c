/*
 * pictures FOLDER: plays the demo shop and leaves each screen as NAME.txt and NAME.cells, for the
 * README and for looking at the design (make pictures).
 */
#include <config.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"

/* 09:30 UTC on a Tuesday, so that the clock in the pictures does not move. */
#define NOW "1795512600"

static const struct {
	const char *keys;
	const char *name;       /* NULL: no picture after these */
} tour[] = {
	{ "<F12><F12><F12>.786*4011<Enter>", "sale" },
	{ "<F2>app", "find" },
	{ "<Down><Enter>-", "void" },
	{ "<F5>", "departments" },
	{ "<Esc>+", "total" },
	{ "2000<F9>", "change" },
	{ "<F12><F7>", "suspend" },
	{ "<Esc><Esc><F10>", "menu" },
	{ "<Esc><F1>", "help" },
	{ "<Esc>", NULL },
};

static void
take(struct harness *harness, const char *folder, const char *name)
{
	char path[4096], text[HARNESS_TEXT_MAX];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s.txt", folder, name);
	file = fopen(path, "w");
	if (!file) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	fputs(harness_text(harness, text), file);
	fclose(file);
	snprintf(path, sizeof path, "%s/%s.cells", folder, name);
	harness_dump_cells(harness, path);
}

int
main(int argc, char **argv)
{
	const char *words[] = { "demo", "--shop", argc > 2 ? argv[2] : "", "--reset", NULL };
	struct harness_options options = { .words = words, .now = NOW };
	struct harness *harness;

	if (argc != 3) {
		fprintf(stderr, "usage: pictures FOLDER SHOP\n");
		return 2;
	}
	harness = harness_start(&options);
	harness_until(harness, "F12");
	for (size_t i = 0; i < sizeof tour / sizeof tour[0]; i++) {
		harness_type(harness, tour[i].keys);
		if (tour[i].name)
			take(harness, argv[1], tour[i].name);
	}
	harness_stop(&harness);
	return 0;
}
