#include <config.h>

#include "tests/face_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/crypto.h"
#include "base/lang.h"
#include "shop/setup.h"
#include "screens/rooms.h"
#include "tests/folder.h"
#include "tests/suite.h"

struct face *face;
struct counter *counter;
struct err err;
int64_t face_clock_ms;

static char shop[PATH_MAX];
static struct loop *loop;

static struct when
read_clock(void *context)
{
	(void)context;
	return (struct when){ face_clock_ms, 60 };
}

static const struct clock test_clock = { read_clock, NULL };

/* ---- a shop with a few items, Anna signed on, a shift open ---- */

void
put_item(const char *number, const char *name, int64_t minor, const char *unit, int min_age,
         int64_t gtin)
{
	struct item_row row = { .department = 1, .has_price = minor > 0, .min_age = min_age };
	struct item_code_row code = { .gtin = gtin, .pack = 1 };
	struct ledger *ledger = till_ledger(counter_till(counter));
	struct entry entry;

	text_copy(row.number, sizeof(row.number), number);
	text_copy(row.name, sizeof(row.name), name);
	text_copy(row.unit, sizeof(row.unit), unit);
	text_copy(code.item, sizeof(code.item), number);
	row.price = unit_price_of(money_of(minor));
	entry_init(&entry, ENTRY_RECORD);
	till_header(counter_till(counter), &entry);
	ck_assert_msg(!catalogue_put_item(ledger, &row, &code, gtin ? 1 : 0, &entry, &err), "%s",
	              err.msg);
	entry_done(&entry);
	name_index_changed(till_names(counter_till(counter)), &row);
}

void
act(const char *line)
{
	struct command command;
	struct answer answer = { 0 };

	ck_assert_msg(!command_parse(&command, line, false, 2, &err), "%s: %s", line, err.msg);
	ck_assert_msg(!counter_do_wait(counter, &command, &answer, &err), "%s: %s", line, err.msg);
	answer_done(&answer);
}

void
open_shop(void)
{
	struct setup setup = {
		.name = "Corner Shop",
		.country = "DE",
		.till = 1,
		.manager_name = "Anna",
		.manager_pin = FACE_PIN,
		.departments = "grocery",
	};
	const struct counter_options options = {
		.folder = shop,
		.by_hand = true,
		.clock = &test_clock,
		.pin_here = true,
		.fast = true
	};
	char recovery[RECOVERY_MAX];

	face_clock_ms = INT64_C(1795341600000);
	folder_make();
	snprintf(shop, sizeof(shop), "%s", in_folder("shop"));
	setup.at = read_clock(NULL);
	ck_assert_msg(!setup_make(shop, &setup, recovery, &err), "%s", err.msg);
	loop = loop_new();
	ck_assert_msg(!counter_open(&counter, &options, loop, &err), "%s", err.msg);
	put_item("100", "Coffee", 599, "", 0, INT64_C(4006381333931));
	put_item("200", "Bananas", 179, "kg", 0, 0);
	put_item("300", "Rum", 1299, "", 18, 0);
	put_item("400", "牛奶 Milk", 115, "", 0, 0);
	act("sign-on 1 " FACE_PIN);
	act("open-shift 100.00");
	face = alloc_zero(1, sizeof(*face));
	ck_assert_msg(!face_open(face, counter, loop, false, &err), "%s", err.msg);
	face_push(face, &sign_screen, NULL);
	face_look(face);
	face_drained(face);
}

void
close_shop(void)
{
	face_close(face);
	free(face);
	counter_close(&counter);
	loop_free(&loop);
	folder_remove();
}

/* ---- hands ---- */

void
press_together(const char *names)
{
	char copy[512], *rest, *name;

	snprintf(copy, sizeof(copy), "%s", names);
	for (name = strtok_r(copy, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
		struct key key;

		ck_assert_msg(key_parse(name, &key), "%s", name);
		face_key(face, &key);
	}
	face_drained(face);
}

void
press(const char *names)
{
	char copy[512], *rest, *name;

	snprintf(copy, sizeof(copy), "%s", names);
	for (name = strtok_r(copy, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
		press_together(name);
}

void
scan(const char *data)
{
	struct scan scan = { .device = "test" };

	scan.length = strlen(data);
	strcpy(scan.data, data);
	face_scan(face, &scan);
	face_drained(face);
}

bool
shows(const char *text)
{
	bool found = false;

	for (int row = 0; row < face->canvas.rows; row++) {
		struct buf line = { 0 };

		canvas_row_text(&face->canvas, row, &line);
		found = found || (line.text && strstr(line.text, text));
		buf_done(&line);
	}
	return found;
}

int64_t
total(void)
{
	return face->view.basket->total.minor;
}

int
face_suite(const char *name, void (*add)(TCase *tcase))
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);

	lang_start();
	if (crypto_start(&err))
		return EXIT_FAILURE;
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, open_shop, close_shop);
	add(tcase);
	return run_suite(suite);
}
