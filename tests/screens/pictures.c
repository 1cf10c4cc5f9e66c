/*
 * pictures FOLDER [LANGUAGE [TERM [ROWS COLS]]]: plays the demo shop and leaves each screen as
 * NAME.txt and NAME.cells, for docs/tour.md (make pictures) and for looking at the design.
 */
#include <config.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "shop.h"
#include "suite.h"

#define CASHIER ""
#define MANAGER "/sign-off<Enter>1<Enter>111111<Enter>"

static const struct {
	const char *name;
	const char *who;
	const char *keys;
} tour[] = {
	{ "ready", CASHIER, "" },
	{ "sale", CASHIER,
	  "<F12><F12><F12>.786*4011<Enter>3*701<Enter>4*901<Enter>01011980<Enter>-" },
	{ "find", CASHIER, "<F12><F12>choc" },
	{ "presets", CASHIER, "<F5>" },
	{ "departments", CASHIER, "350<F5>" },
	{ "unknown", CASHIER, "<F12>4012345678901<Enter>" },
	{ "age", CASHIER, "<F12>909<Enter>" },
	{ "approval", CASHIER, "134<Enter>/price 1.00 \"display\"<Enter>" },
	{ "error", CASHIER, "<F12>9521274000101<Enter>" },
	{ "pay", CASHIER, "<F12><F12><F12>.786*4011<Enter>+500<F9><Down><Down>" },
	{ "tenders", CASHIER, "<F12><F12>+<F5>" },
	{ "change", CASHIER, "<F12><F12><F12>.786*4011<Enter>+2000<F9>" },
	{ "return", CASHIER, "<F12><F12><F12>+<F9><F6><Enter>" },
	{ "suspended", CASHIER, "<F7>" },
	{ "line", CASHIER, "<F12><F12><F4>" },
	{ "menu", CASHIER, "<F12><F10>" },
	{ "help", CASHIER, "<F12><F1>" },
	{ "count", CASHIER, "/close-shift<Enter>15100<Enter><Enter>" },
	{ "x", CASHIER, "<F12><F12>+<F9>/x-report<Enter>" },
	{ "locked", CASHIER, "<F12>/lock<Enter>" },
	{ "drawer", MANAGER, "<F12><F12>+2000<F9>/drawer<Enter>" },
	{ "journal", MANAGER, "/journal<Enter>" },
	{ "manager", MANAGER, "/manager<Enter>" },
	{ "keys", MANAGER, "/keys<Enter>" },
	{ "settings", MANAGER,
	  "/manager<Enter><Down><Down><Down><Down><Down><Down><Down><Down>"
	  "<Down><Down><Enter>" },
	{ "checklist", MANAGER, "/manager<Enter>1" },
	{ "about", CASHIER, "/about<Enter>" },
};
#define PICTURES ((int)(sizeof tour / sizeof tour[0]))

static const char *folder;
static struct harness_options look;

static void
keep(struct harness *harness, const char *name)
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

START_TEST(a_screen_is_photographed)
{
	struct harness *harness = shop_begin(&look);

	harness_until(harness, "09:30"); /* in every language, and in the smallest window */
	harness_type(harness, tour[_i].who);
	harness_type(harness, tour[_i].keys);
	keep(harness, tour[_i].name);
	harness_stop(&harness);
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *suite = suite_create("pictures");
	TCase *tcase = tcase_create("pictures");
	int status;

	if (argc < 2) {
		fprintf(stderr, "usage: pictures FOLDER [LANGUAGE [TERM [ROWS COLS]]]\n");
		return 2;
	}
	folder = argv[1];
	look.language = argc > 2 ? argv[2] : NULL;
	look.term = argc > 3 ? argv[3] : NULL;
	look.rows = argc > 5 ? atoi(argv[4]) : 0;
	look.cols = argc > 5 ? atoi(argv[5]) : 0;
	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, shop_copy, shop_remove);
	tcase_add_loop_test(tcase, a_screen_is_photographed, 0, PICTURES);
	suite_add_tcase(suite, tcase);
	shop_prepare();
	status = run_suite(suite);
	shop_forget();
	return status;
}
