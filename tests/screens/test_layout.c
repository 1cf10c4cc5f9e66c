/*
 * Every screen in every language: what stands in columns stays in its columns, boxes close, nothing
 * is left over from a format; and on every screen keys that mean nothing there change nothing.
 */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "shop.h"
#include "suite.h"

#define ROWS 24
#define COLS 80

/* ---- how to get to a screen ---- */

enum who { CASHIER, MANAGER, NOBODY };

/* Keys, then an entry of the menu by its English label, then keys again.  Numbers of menus and
 * lists are the same in every language. */
static const struct route {
	const char *name;
	enum who who;
	const char *keys;
	const char *menu; /* NULL none */
	const char *then;
} routes[] = {
	{ "ready", CASHIER, "", NULL, "" },
	{ "sale", CASHIER, "<F12><F12><F12>.786*4011<Enter>3*701<Enter>804<Enter>-", NULL, "" },
	{ "wide names", CASHIER, "109<Enter>610<Enter>618<Enter>", NULL, "" },
	{ "find", CASHIER, "choc", NULL, "" },
	{ "price check", CASHIER, "<F3>134<Enter>", NULL, "" },
	{ "presets", CASHIER, "<F5>", NULL, "" },
	{ "departments", CASHIER, "350<F5>", NULL, "" },
	{ "line", CASHIER, "21<Enter><F4>", NULL, "" },
	{ "quantity of a line", CASHIER, "21<Enter><F4>1", NULL, "" },
	{ "age", CASHIER, "909<Enter>", NULL, "" },
	{ "weight", CASHIER, "4011<Enter>", NULL, "" },
	{ "price", CASHIER, "98<Enter>", NULL, "" },
	{ "unknown code", CASHIER, "4012345678901<Enter>", NULL, "" },
	{ "error", CASHIER, "9521274000101<Enter>", NULL, "" },
	{ "approval", CASHIER, "134<Enter>/price 1.00 \"display\"<Enter>", NULL, "" },
	{ "paying", CASHIER, "<F12><F12><F12>+", NULL, "" },
	{ "part paid", CASHIER, "<F12><F12><F12>+500<F9>", NULL, "" },
	{ "ways to pay", CASHIER, "<F12>+<F5>", NULL, "" },
	{ "change", CASHIER, "<F12><F12><F12>+2000<F9>", NULL, "" },
	{ "invoice", CASHIER, "<F12>+2000<F9>i", NULL, "" },
	{ "baskets put aside", CASHIER, "<F7>", NULL, "" },
	{ "return", CASHIER, "<F6>", NULL, "" },
	{ "lines of a return", CASHIER, "21<Enter>24<Enter>+<F9><F6><Enter>", NULL, "" },
	{ "menu", CASHIER, "<F10>", NULL, "" },
	{ "command line", CASHIER, "/", NULL, "" },
	{ "help", CASHIER, "<F1>", NULL, "" },
	{ "X report", CASHIER, "21<Enter>+<F9>/x-report<Enter>", NULL, "" },
	{ "count", CASHIER, "/close-shift<Enter>", NULL, "" },
	{ "difference", CASHIER, "/close-shift<Enter>14000<Enter><Enter>", NULL, "" },
	{ "shift report", CASHIER, "/close-shift<Enter>15000<Enter><Enter><Enter><Enter>", NULL,
	  "" },
	{ "no shift", CASHIER, "/close-shift<Enter>15000<Enter><Enter><Enter><Enter><Esc>", NULL,
	  "" },
	{ "about", CASHIER, "", "About", "" },
	{ "sign on", NOBODY, "", NULL, "" },
	{ "locked", CASHIER, "21<Enter>/lock<Enter>", NULL, "" },
	{ "journal", MANAGER, "", "Journal", "" },
	{ "drawer", MANAGER, "", "Drawer", "" },
	{ "consent", CASHIER, "", "Journal", "" },
	{ "keys", MANAGER, "", "Keys", "" },
	{ "a key for an action", MANAGER, "", "Keys", "F9<Enter>" },
	{ "papers", MANAGER, "", "Papers", "" },
	{ "manager", MANAGER, "", "Manager", "" },
	{ "checklist", MANAGER, "", "Manager", "1" },
	{ "new item", MANAGER, "", "Manager", "3" },
	{ "codes to set up", MANAGER, "", "Manager", "4" },
	{ "preset list", MANAGER, "", "Manager", "5" },
	{ "department list", MANAGER, "", "Manager", "6" },
	{ "tax list", MANAGER, "", "Manager", "7" },
	{ "tender list", MANAGER, "", "Manager", "8" },
	{ "staff list", MANAGER, "", "Manager", "9" },
	{ "receipt settings", MANAGER, "", "Manager", "9<Esc><Down><Enter>" },
	{ "settings", MANAGER, "", "Manager", "9<Esc><Down><Down><Enter>" },
	{ "prices", MANAGER, "", "Manager", "9<Esc><Down><Down><Down><Down><Enter>" },
	{ "promotions", MANAGER, "", "Manager", "9<Esc><Down><Down><Down><Down><Enter>1" },
	{ "a promotion", MANAGER, "", "Manager",
	  "9<Esc><Down><Down><Down><Down><Enter>1<Enter>" },
	{ "prices to come", MANAGER, "", "Manager",
	  "9<Esc><Down><Down><Down><Down><Enter>2" },
	{ "price labels", MANAGER, "", "Manager",
	  "9<Esc><Down><Down><Down><Down><Enter>3" },
	{ "reduced labels", MANAGER, "", "Manager",
	  "9<Esc><Down><Down><Down><Down><Enter>4" },
};
#define ROUTES ((int)(sizeof routes / sizeof routes[0]))

static const char *const languages[] = { "de", "es", "fr", "zh_CN" };
#define LANGUAGES ((int)(sizeof languages / sizeof languages[0]))

static void
sign_on(struct harness *till, enum who who)
{
	if (who == CASHIER)
		return;
	harness_type(till, "/sign-off<Enter>");
	if (who == MANAGER)
		harness_type(till, "1<Enter>111111<Enter>");
}

/* Opens a screen; picks is what was typed in the menu: asked for in English, repeated elsewhere. */
static struct harness *
go(const struct route *route, const char *language, char picks[static 40])
{
	struct harness *till = shop_open(language);

	sign_on(till, route->who);
	harness_type(till, route->keys);
	if (route->menu) {
		harness_type(till, "<F10>");
		if (!language)
			harness_pick(till, route->menu, picks);
		else
			harness_type(till, picks);
	}
	harness_type(till, route->then);
	return till;
}

/* ---- what must hold ---- */

struct seen {
	char rows[ROWS][1024];
	int cols[ROWS]; /* used */
	int cursor_row, cursor_col;
};

static void
look(struct harness *till, struct seen *seen)
{
	for (int row = 0; row < ROWS; row++) {
		harness_row(till, row, seen->rows[row], sizeof seen->rows[row]);
		seen->cols[row] = harness_cols_of(till, row);
	}
	harness_cursor(till, &seen->cursor_row, &seen->cursor_col);
}

/* Columns of the first character of a kind in a row, from col on; -1 none. */
static int
find_cell(struct harness *till, int row, int col, const char *character)
{
	char text[16];

	for (; col < COLS; col++)
		if (strcmp(harness_cell(till, row, col, text), character) == 0)
			return col;
	return -1;
}

static bool
is_cell(struct harness *till, int row, int col, const char *character)
{
	char text[16];

	return strcmp(harness_cell(till, row, col, text), character) == 0;
}

static void
check_boxes(struct harness *till, const char *where)
{
	for (int top = 0; top < ROWS; top++) {
		int left = find_cell(till, top, 0, "┌");
		int right = left < 0 ? -1 : find_cell(till, top, left, "┐");
		int row = top + 1;

		if (left < 0)
			continue;
		ck_assert_msg(right > left, "%s: the box in row %d has no right corner", where,
		              top);
		while (row < ROWS && !is_cell(till, row, left, "└")) {
			/* an error may stand over the lower end of a box */
			if (!is_cell(till, row, left, "│"))
				return;
			ck_assert_msg(is_cell(till, row, right, "│"),
			              "%s: the box is open in row %d", where, row);
			row++;
		}
		ck_assert_msg(row == ROWS || is_cell(till, row, right, "┘"),
		              "%s: the box in row %d does not close", where, top);
	}
}

static void
check_leftovers(const struct seen *seen, const char *where)
{
	static const char *const leftovers[] = { "%s", "%lld", "(null)", "\xef\xbf\xbd" };

	for (int row = 0; row < ROWS; row++)
		for (size_t i = 0; i < sizeof leftovers / sizeof leftovers[0]; i++)
			ck_assert_msg(!strstr(seen->rows[row], leftovers[i]),
			              "%s: \"%s\" in row %d", where, leftovers[i], row);
}

/* "12.50" at the end of a row, or before a tax code. */
static bool
ends_in_amount(const char *row)
{
	size_t length = strlen(row);

	if (length > 3 && isupper((unsigned char)row[length - 1]) && row[length - 2] == ' ')
		while (length > 0 && !isdigit((unsigned char)row[length - 1]))
			length--;
	return length > 4 && isdigit((unsigned char)row[length - 1]) &&
	       isdigit((unsigned char)row[length - 2]) && row[length - 3] == '.';
}

/* Does some row end in these words, and in this column? */
static bool
stands_there(const struct seen *seen, const char *amount, int cols)
{
	for (int row = 1; row < ROWS - 1; row++) {
		const char *text = seen->rows[row];
		size_t length = strlen(text), tail = strlen(amount);

		if (seen->cols[row] == cols && length >= tail &&
		    strcmp(text + length - tail, amount) == 0)
			return true;
	}
	return false;
}

/* Amounts stand in the columns where they stand in English; a longer text above may push them down.
 */
static void
check_columns(const struct seen *english, const struct seen *seen, const char *where)
{
	for (int row = 1; row < ROWS / 2; row++) {
		const char *amount = english->rows[row] + strlen(english->rows[row]);

		if (!ends_in_amount(english->rows[row]))
			continue;
		while (amount > english->rows[row] && amount[-1] != ' ')
			amount--;
		/* the end of a sentence ("2 for 2.50") is no column */
		if (amount < english->rows[row] + 2 || amount[-2] != ' ')
			continue;
		ck_assert_msg(stands_there(seen, amount, english->cols[row]),
		              "%s: no row ends in column %d with \"%s\"", where, english->cols[row],
		              amount);
	}
	for (int row = 0; row < ROWS; row++)
		ck_assert_msg(seen->cols[row] <= COLS, "%s: row %d is too wide", where, row);
}

static void
check_frame(const struct seen *seen, const char *where)
{
	static const char *const words[] = { "DEMO", "DÉMO", "演示" };
	size_t head = strlen(seen->rows[0]);
	bool says = false;

	ck_assert_msg(head > 5 && strcmp(seen->rows[0] + head - 5, "09:30") == 0,
	              "%s: the clock is not at the end of the head: \"%s\"", where, seen->rows[0]);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		says = says || strstr(seen->rows[0], words[i]);
	ck_assert_msg(says, "%s: nothing says DEMO: \"%s\"", where, seen->rows[0]);
	ck_assert_msg(seen->rows[ROWS - 1][0] == ' ' && strlen(seen->rows[ROWS - 1]) > 4,
	              "%s: the key bar is empty", where);
	ck_assert_msg(seen->cursor_row > 0 && seen->cursor_row < ROWS - 1,
	              "%s: the cursor is in row %d", where, seen->cursor_row);
}

START_TEST(every_screen_holds_in_every_language)
{
	const struct route *route = &routes[_i];
	struct seen english, seen;
	char picks[40] = "";
	char where[80];
	struct harness *till = go(route, NULL, picks);

	look(till, &english);
	check_boxes(till, route->name);
	check_leftovers(&english, route->name);
	check_frame(&english, route->name);
	harness_stop(&till);
	for (int i = 0; i < LANGUAGES; i++) {
		shop_remove();
		shop_copy();
		snprintf(where, sizeof where, "%s in %s", route->name, languages[i]);
		till = go(route, languages[i], picks);
		look(till, &seen);
		check_boxes(till, where);
		check_leftovers(&seen, where);
		check_frame(&seen, where);
		check_columns(&english, &seen, where);
		harness_stop(&till);
	}
}
END_TEST

/* ---- keys that mean nothing ---- */

/* What keyboards send that no key map has: they come out as one unknown key, are swallowed whole,
 * and at most beep.  With NumLock off the number block sends arrows and the like, which may move,
 * not sell. */
static const char *const nonsense[] = {
	"\033[1;2P",      /* Shift-F1 */
	"\033[15;5~",     /* Ctrl-F5 */
	"\033[18;3~",     /* Alt-F7 */
	"\033[99~",       /* no key at all */
	"\033[1;6D",      /* Ctrl-Shift-Left */
	"\033[[H",        /* not one of the Linux console's five */
	"\033Oz",         /* an unknown one of the keypad */
	"\033[200~",      /* bracketed paste begins ... */
	"\033[201~",      /* ... and ends */
	"\033[<0;10;10M", /* a mouse */
	"\033[I",         /* the window got the focus */
};

static bool
same_rows(const struct seen *a, const struct seen *b)
{
	for (int row = 0; row < ROWS - 4; row++)
		if (strcmp(a->rows[row], b->rows[row]) != 0)
			return false;
	return true;
}

START_TEST(keys_that_mean_nothing_change_nothing)
{
	const struct route *route = &routes[_i];
	char picks[40] = "";
	struct harness *till = go(route, NULL, picks);
	struct seen before, after;
	long entries = shop_last_entry();

	look(till, &before);
	for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++)
		harness_send(till, nonsense[i], strlen(nonsense[i]));
	/* How many of them are answered is not said, so a screen may be seen half painted: it is drawn
	 * again until it is whole.  What really changed stays changed. */
	harness_until(till, "09:30");
	look(till, &after);
	for (int again = 0; again < 30 && !same_rows(&before, &after); again++) {
		harness_type(till, "<C-l>");
		look(till, &after);
	}
	for (int row = 0; row < ROWS - 4; row++)
		ck_assert_msg(strcmp(before.rows[row], after.rows[row]) == 0,
		              "%s: row %d was \"%s\", is \"%s\"", route->name, row,
		              before.rows[row], after.rows[row]);
	ck_assert_int_eq(harness_ended(till), -1);
	ck_assert_int_eq(shop_last_entry(), entries);
	harness_stop(&till);
}
END_TEST

/* Every key of the map on every screen: whatever it does, the till is there afterwards, and nothing
 * that was not confirmed is in the journal as a sale. */
START_TEST(any_key_on_any_screen_leaves_a_working_till)
{
	static const char *const keys[] = {
		"<F2>",   "<F3>",   "<F4>",    "<F5>",   "<F6>",  "<F7>",    "<F8>",    "<F10>",
		"<F11>",  "<Ins>",  "<Del>",   "<Home>", "<End>", "<PgUp>",  "<PgDn>",  "<Up>",
		"<Down>", "<Left>", "<Right>", "<Tab>",  "<Bs>",  "<Enter>", "*",       "/",
		"-",      ".",      "0",       "7",      "ä",     "牛",      "<Space>", "<Esc>"
	};
	const struct route *route = &routes[_i];
	char picks[40] = "";

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i += 16) {
		struct harness *till = go(route, NULL, picks);

		for (size_t j = i; j < i + 16; j++)
			harness_type(till, keys[j]);
		ck_assert_msg(harness_ended(till) == -1, "%s: ended after %s", route->name,
		              keys[i]);
		harness_until(till, "09:30");
		harness_stop(&till);
		shop_remove();
		shop_copy();
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("layout");
	TCase *tcase = tcase_create("layout");
	int status;

	tcase_set_timeout(tcase, 300);
	tcase_add_checked_fixture(tcase, shop_copy, shop_remove);
	tcase_add_loop_test(tcase, every_screen_holds_in_every_language, 0, ROUTES);
	tcase_add_loop_test(tcase, keys_that_mean_nothing_change_nothing, 0, ROUTES);
	tcase_add_loop_test(tcase, any_key_on_any_screen_leaves_a_working_till, 0, ROUTES);
	suite_add_tcase(suite, tcase);
	shop_prepare();
	shop_without_waiting();
	status = run_suite(suite);
	shop_forget();
	return status;
}
