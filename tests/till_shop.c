#include <config.h>

#include "till_shop.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/paths.h"
#include "base/text.h"
#include "ledger/journal.h"
#include "shop/setup.h"

#define MUST(call)                                                                                 \
	do {                                                                                       \
		struct err must_err = { 0 };                                                       \
		struct err *err = &must_err;                                                       \
		enum outcome must_outcome = (call);                                                \
		ck_assert_msg(must_outcome == RC_OK, "%s: %s (%s)", #call, must_err.msg,           \
		              must_err.detail);                                                    \
	} while (0)

/* ---- what is sold ---- */

static const struct {
	int number;
	const char *name, *taxes;
	int64_t min, max;
	int min_age;
} departments[] = {
	{ 1, "Food", "B", 0, 0, 0 },     { 2, "Household", "A", 50, 10000, 0 },
	{ 3, "Drinks", "A", 0, 0, 0 },   { 7, "Spirits", "A", 0, 0, 18 },
	{ 9, "Deposits", "A", 0, 0, 0 },
};

static const struct {
	const char *number;
	int64_t plu;
	const char *name;
	int department;
	int64_t price_e4; /* -1 none */
	const char *unit, *deposit, *category;
	int64_t gtin, pack_gtin;
} items[] = {
	{ "1", 101, "Cola 1 l", 3, 1490000, "", "900", "drinks", 4006381333931, 0 },
	{ "2", 102, "Oat drink 1 l", 1, 1990000, "", "", "drinks", 4012345678901, 4012345678918 },
	{ "3", 4011, "Bananas", 1, 1990000, "kg", "", "fruit", 4099999000012, 0 },
	{ "4", 0, "Coffee 1 kg", 1, 12500000, "", "", "food", 0, 0 },
	{ "5", 0, "Zip repair", 2, -1, "", "", "service", 0, 0 },
	{ "6", 0, "Whisky 0.7 l", 7, 24900000, "", "", "spirits", 0, 0 },
	{ "7", 0, "Chocolate", 1, 1000000, "", "", "sweets", 0, 0 },
	{ "8", 0, "Screw", 2, 125000, "", "", "hardware", 0, 0 },
	{ "102", 0, "Onions 1 kg", 1, 800000, "", "", "food", 0, 0 },
	{ "900", 0, "Deposit", 9, 250000, "", "", "deposit", 0, 0 },
	{ "30", 0, "Olives", 1, 15000000, "kg", "", "food", 0, 0 },
};
#define OLIVES "30" /* come in a bowl */
#define BOWL_MILLI 20

static const struct {
	const char *name, *group, *pin;
} people[] = {
	{ "Bert", "supervisor", "222222" },
	{ "Cleo", "cashier", "3333" },
	{ "Dora", "cashier", "4444" },
};

enum {
	COUNT_OF_DEPARTMENTS = sizeof departments / sizeof departments[0],
	COUNT_OF_ITEMS = sizeof items / sizeof items[0],
	COUNT_OF_PEOPLE = sizeof people / sizeof people[0]
};

static struct entry *
header(struct till_shop *shop, struct entry *entry)
{
	entry_init(entry, ENTRY_RECORD);
	entry->till = ledger_till(shop->ledger);
	entry->at = shop->now;
	entry->staff = 1;
	return entry;
}

static void
fill_catalogue(struct till_shop *shop)
{
	static const char three_for_two[] =
	        "{\"name\":\"3 for "
	        "2\",\"trigger\":\"automatic\",\"effect\":{\"type\":\"buy_x_get_y\","
	        "\"buy\":2,\"get\":1,\"target\":{\"skus\":[\"7\"]}}}";
	struct promotion_row promotion = { .name = "3 for 2", .active = true, .order = 1 };
	struct preset_row preset = { .number = 1, .label = "Coffee", .command = "item 4" };
	struct entry entry;

	for (int i = 0; i < COUNT_OF_DEPARTMENTS; i++) {
		struct department_row row = {
			.number = departments[i].number,
			.min_price = { departments[i].min },
			.max_price = { departments[i].max },
			.min_age = departments[i].min_age,
			.open_ring = departments[i].number != 9,
		};

		text_copy(row.name, sizeof row.name, departments[i].name);
		text_copy(row.taxes, sizeof row.taxes, departments[i].taxes);
		MUST(catalogue_put_department(shop->ledger, &row, header(shop, &entry), err));
	}
	for (int i = 0; i < COUNT_OF_ITEMS; i++) {
		struct item_row row = {
			.plu = items[i].plu,
			.department = items[i].department,
			.has_price = items[i].price_e4 >= 0,
			.price = { items[i].price_e4 < 0 ? 0 : items[i].price_e4 },
		};
		struct item_code_row codes[2] = { { .gtin = items[i].gtin, .pack = 1 },
			                          { .gtin = items[i].pack_gtin, .pack = 6 } };

		text_copy(row.number, sizeof row.number, items[i].number);
		text_copy(row.name, sizeof row.name, items[i].name);
		text_copy(row.unit, sizeof row.unit, items[i].unit);
		text_copy(row.category, sizeof row.category, items[i].category);
		text_copy(row.deposit_item, sizeof row.deposit_item, items[i].deposit);
		if (strcmp(row.number, OLIVES) == 0)
			row.tare_milli = BOWL_MILLI;
		for (int j = 0; j < 2; j++)
			memcpy(codes[j].item, row.number, sizeof row.number);
		MUST(catalogue_put_item(shop->ledger, &row, codes,
		                        (size_t)(items[i].gtin != 0) + (items[i].pack_gtin != 0),
		                        header(shop, &entry), err));
	}
	text_copy(promotion.json, sizeof promotion.json, three_for_two);
	MUST(catalogue_put_promotion(shop->ledger, &promotion, header(shop, &entry), err));
	MUST(catalogue_put_preset(shop->ledger, &preset, header(shop, &entry), err));
}

/* ---- PINs: slow on purpose, so each is worked out once a run ---- */

static struct {
	char *request, *answer;
} known_pins[64];
static int known_pin_count, next_pin;

static const char *
pin_answer(const char *request)
{
	int at = next_pin;

	for (int i = 0; i < known_pin_count; i++)
		if (strcmp(known_pins[i].request, request) == 0)
			return known_pins[i].answer;
	free(known_pins[at].request);
	free(known_pins[at].answer);
	known_pins[at].request = alloc_text(request);
	known_pins[at].answer = staff_pin_work(request);
	next_pin = (at + 1) % 64;
	if (known_pin_count < 64)
		known_pin_count++;
	return known_pins[at].answer;
}

static enum outcome
check_pin(void *context, const char *request, char **answer, size_t *length, struct err *err)
{
	struct till_shop *shop = context;

	(void)err;
	if (shop->pin_later) {
		shop->pin_request = alloc_text(request);
		return RC_OK;
	}
	*answer = alloc_text(pin_answer(request));
	*length = strlen(*answer);
	return RC_OK;
}

enum outcome
shop_pin_comes(struct till_shop *shop)
{
	const char *answer = pin_answer(shop->pin_request);

	free(shop->pin_request);
	shop->pin_request = NULL;
	return till_resume(shop->till, answer, strlen(answer), &shop->answer, &shop->err);
}

static void
add_people(struct till_shop *shop)
{
	for (int i = 0; i < COUNT_OF_PEOPLE; i++) {
		char *request, hash[PIN_HASH_MAX];
		const char *answer;
		bool matches;
		struct entry entry;
		int number;

		request =
		        staff_pin_request(NULL, people[i].pin, i + 2, ledger_pepper(shop->ledger));
		answer = pin_answer(request);
		free(request);
		ck_assert(staff_pin_answer(answer, strlen(answer), &matches, hash));
		MUST(staff_add(shop->ledger, people[i].name, people[i].group, hash, 0,
		               header(shop, &entry), &number, err));
		ck_assert_int_eq(number, i + 2);
	}
}

/* ---- the shop ---- */

static struct when
now(void *context)
{
	return ((struct till_shop *)context)->now;
}

void
shop_clock(struct till_shop *shop, const char *text)
{
	int year, month, day, hour, minute;
	int64_t days;

	ck_assert_int_eq(sscanf(text, "%d-%d-%d %d:%d", &year, &month, &day, &hour, &minute), 5);
	days = day_diff(year * 10000 + month * 100 + day, 19700101);
	shop->now.offset_min = 60;
	shop->now.utc_ms = ((days * 24 + hour - 1) * 60 + minute) * INT64_C(60000);
}

void
shop_open(struct till_shop *shop)
{
	enum ledger_mode mode = shop->slow ? LEDGER_WRITE : LEDGER_WRITE_FAST;
	struct till_ports ports = {
		.clock = { now, shop },
		.monotonic_ms = shop->monotonic_ms,
		.pin = check_pin,
		.context = shop,
		.demo = shop->demo,
		.training = shop->training,
	};

	MUST(ledger_open(&shop->ledger, shop->folder, mode, err));
	MUST(settings_load(&shop->settings, shop->ledger, err));
	shop->names = name_index_new(shop->ledger);
	MUST(till_new(&shop->till, shop->ledger, &shop->settings, shop->names, &ports, err));
}

void
shop_close(struct till_shop *shop)
{
	till_free(&shop->till);
	name_index_free(&shop->names);
	ledger_close(&shop->ledger);
}

void
shop_restart(struct till_shop *shop)
{
	shop_close(shop);
	shop_open(shop);
}

void
shop_make(struct till_shop *shop, const char *country)
{
	shop_make_with(shop, country, "471147");
}

void
shop_make_with(struct till_shop *shop, const char *country, const char *manager_pin)
{
	char recovery[512];
	struct setup setup = { .name = "Corner Shop",
		               .address = "Main Street 1",
		               .manager_name = "Anna",
		               .departments = "none" };

	MUST(crypto_start(err));
	*shop = (struct till_shop){ .folder = "/tmp/ringup-till-XXXXXX" };
	ck_assert_ptr_nonnull(mkdtemp(shop->folder));
	ck_assert_int_eq(rmdir(shop->folder), 0); /* setup makes it */
	shop_clock(shop, "2026-11-22 10:00");
	text_copy(setup.manager_pin, sizeof setup.manager_pin, manager_pin);
	text_copy(setup.country, sizeof setup.country, country);
	setup.at = shop->now;
	MUST(setup_make(shop->folder, &setup, recovery, err));
	MUST(ledger_open(&shop->ledger, shop->folder, LEDGER_WRITE_FAST, err));
	fill_catalogue(shop);
	add_people(shop);
	ledger_close(&shop->ledger);
	shop_open(shop);
}

void
shop_remove(struct till_shop *shop)
{
	shop_close(shop);
	answer_done(&shop->answer);
	free(shop->pin_request);
	MUST(paths_remove_tree(shop->folder, err));
}

/* ---- commands ---- */

enum outcome
shop_do(struct till_shop *shop, const char *line)
{
	struct command command;
	enum outcome outcome;

	shop->err = (struct err){ 0 };
	outcome =
	        command_parse(&command, line, false, shop->settings.currency.exponent, &shop->err);
	if (outcome) {
		buf_clear(&shop->answer.json);
		return outcome;
	}
	return till_do(shop->till, &command, &shop->answer, &shop->err);
}

void
shop_must(struct till_shop *shop, const char *line)
{
	enum outcome outcome = shop_do(shop, line);

	ck_assert_msg(outcome == RC_OK, "%s: %s (%s)", line, shop->err.msg, shop->err.detail);
}

struct till_view
shop_view(const struct till_shop *shop)
{
	struct till_view view;

	till_view(shop->till, &view);
	return view;
}

const char *
shop_member(struct till_shop *shop, const char *key, char out[static 1024])
{
	char *text = alloc_format("{%s}", shop->answer.json.length ? shop->answer.json.text : "");
	const struct json_node *node;
	struct json_doc *doc;
	const char *found = NULL;

	MUST(json_parse(&doc, text, strlen(text), err));
	node = json_get(json_root(doc), key);
	if (node && json_type_of(node) == JSON_IS_TEXT)
		text_copy(out, 1024, json_text(node));
	else if (node && json_type_of(node) == JSON_IS_BOOL)
		text_copy(out, 1024, json_bool(node) ? "true" : "false");
	else if (node)
		snprintf(out, 1024, "%lld", (long long)json_int(node));
	if (node)
		found = out;
	json_free(&doc);
	free(text);
	return found;
}

void
shop_begin_day(struct till_shop *shop)
{
	shop_must(shop, "sign-on 3 3333");
	shop_must(shop, "open-shift 100.00");
}

void
shop_must_hold(struct till_shop *shop)
{
	struct verify_options options = { .all_signatures = true,
		                          .derived = true,
		                          .integrity = true };
	struct verify_report report = { 0 };
	int64_t differences = 0;
	char what[300] = "";
	struct err err = { 0 };
	enum outcome outcome = journal_verify(shop->ledger, &options, &report, &err);

	ck_assert_msg(outcome == RC_OK, "verify: %s (%s)", report.what, err.msg);
	shop_close(shop);
	outcome = journal_rebuild(shop->folder, false, NULL, &differences, what, &err);
	ck_assert_msg(outcome == RC_OK && differences == 0, "rebuild: %lld differences: %s (%s)",
	              (long long)differences, what, err.msg);
	shop_open(shop);
}
