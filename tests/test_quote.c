/*
 * tests/quotes: each a question, a line "=>", and what the answer must hold (it may hold more).
 */
#include <config.h>

#include "checkout/quote.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/paths.h"
#include "tests/suite.h"
#include "tests/till_shop.h"

#define QUOTES_MAX 200

static const struct when noon = { .utc_ms = INT64_C(1795345200000), .offset_min = 60 }; /* 2026-11-22 12:00 */

/* ---- is it in there? ---- */

static void
assert_holds(const char *where, const struct json_node *got, const struct json_node *wanted)
{
	char below[300];

	ck_assert_msg(json_type_of(got) == json_type_of(wanted), "%s: another type", where);
	switch (json_type_of(wanted)) {
	case JSON_IS_OBJECT:
		for (size_t i = 0; i < json_count(wanted); i++) {
			const char *key;
			const struct json_node *member = json_member(wanted, i, &key);

			snprintf(below, sizeof below, "%.250s.%.40s", where, key);
			ck_assert_msg(json_get(got, key) != NULL, "%s: missing", below);
			assert_holds(below, json_get(got, key), member);
		}
		break;
	case JSON_IS_ARRAY:
		ck_assert_msg(json_count(got) == json_count(wanted), "%s: %zu members, should be %zu", where,
		              json_count(got), json_count(wanted));
		for (size_t i = 0; i < json_count(wanted); i++) {
			snprintf(below, sizeof below, "%.250s[%zu]", where, i);
			assert_holds(below, json_at(got, i), json_at(wanted, i));
		}
		break;
	case JSON_IS_TEXT:
		ck_assert_msg(strcmp(json_text(got), json_text(wanted)) == 0, "%s: %s, should be %s", where,
		              json_text(got), json_text(wanted));
		break;
	case JSON_IS_INT:
		ck_assert_msg(json_int(got) == json_int(wanted), "%s: %lld, should be %lld", where,
		              (long long)json_int(got), (long long)json_int(wanted));
		break;
	case JSON_IS_BOOL:
		ck_assert_msg(json_bool(got) == json_bool(wanted), "%s: the other", where);
		break;
	case JSON_IS_NULL:
		break;
	}
}

static struct json_doc *
parsed(const char *where, const char *text, size_t length)
{
	struct json_doc *doc;
	struct err err;

	ck_assert_msg(json_parse(&doc, text, length, &err) == RC_OK, "%s: %s", where, err.msg);
	return doc;
}

/* ---- the steps of every answer ---- */

static struct money
minor_of(const struct json_node *object, const char *key)
{
	struct money money = { 0 };
	struct err err;
	int exponent = 0;
	const char *text = json_text(json_get(object, key)), *point = strchr(text, '.');

	exponent = point ? (int)strlen(point + 1) : 0;
	ck_assert_int_eq(money_parse(text, exponent, &money, &err), RC_OK);
	return money;
}

/* From the shelf to the total, whatever the question was. */
static void
assert_steps_add_up(const char *where, const struct json_node *answer)
{
	const struct json_node *steps = json_get(answer, "steps");
	int64_t sum = 0;

	for (size_t i = 0; i < json_count(steps); i++)
		sum += minor_of(json_at(steps, i), "amount").minor;
	ck_assert_msg(sum == minor_of(answer, "total").minor, "%s: steps add up to %lld", where,
	              (long long)sum);
}

/* ---- the files ---- */

static char *names[QUOTES_MAX];
static int name_count;

static int
by_name(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static void
list_quotes(void)
{
	DIR *folder = opendir(TESTS_SRCDIR "/quotes");
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (strstr(entry->d_name, ".quote") && name_count < QUOTES_MAX)
			names[name_count++] = alloc_text(entry->d_name);
	if (folder)
		closedir(folder);
	qsort(names, (size_t)name_count, sizeof names[0], by_name);
}

START_TEST(quotes_are_answered)
{
	char path[600], *text, *arrow;
	struct buf answer = { .length = 0 };
	struct json_doc *got, *wanted;
	size_t length;
	struct err err;

	ck_assert_int_lt(_i, name_count);
	snprintf(path, sizeof path, "%s/quotes/%s", TESTS_SRCDIR, names[_i]);
	ck_assert_int_eq(paths_read_file(path, 1 << 20, &text, &length, &err), RC_OK);
	arrow = strstr(text, "\n=>\n");
	ck_assert_msg(arrow != NULL, "%s: no =>", names[_i]);
	quote_answer(text, (size_t)(arrow - text), NULL, noon, &answer);
	got = parsed(names[_i], answer.text, answer.length);
	wanted = parsed(names[_i], arrow + 4, strlen(arrow + 4));
	assert_holds(names[_i], json_root(got), json_root(wanted));
	if (!json_get(json_root(got), "error"))
		assert_steps_add_up(names[_i], json_root(got));
	json_free(&got);
	json_free(&wanted);
	buf_done(&answer);
	free(text);
}
END_TEST

/* ---- one a line: what people write without looking ---- */

static void
answer_line(const char *name, int number, char *line)
{
	struct buf answer = { .length = 0 };
	struct json_doc *got, *wanted;
	char *arrow = strstr(line, " => "), where[300];

	snprintf(where, sizeof where, "%s:%d", name, number);
	ck_assert_msg(arrow != NULL, "%s: no =>", where);
	quote_answer(line, (size_t)(arrow - line), NULL, noon, &answer);
	got = parsed(where, answer.text, answer.length);
	wanted = parsed(where, arrow + 4, strlen(arrow + 4));
	if (json_get(json_root(got), "error") && !json_get(json_root(wanted), "error"))
		ck_abort_msg("%s: %s", where, answer.text);
	assert_holds(where, json_root(got), json_root(wanted));
	if (!json_get(json_root(got), "error"))
		assert_steps_add_up(where, json_root(got));
	else
		ck_assert_uint_gt(strlen(json_text(json_get(json_get(json_root(got), "error"), "hint"))), 5);
	json_free(&got);
	json_free(&wanted);
	buf_done(&answer);
}

static const char *const asked[] = { "sloppy.asked", "refused.asked" };

START_TEST(questions_are_answered_line_by_line)
{
	char path[600], *line = NULL;
	size_t room = 0;
	int number = 0, count = 0;
	FILE *file;

	snprintf(path, sizeof path, "%s/quotes/%s", TESTS_SRCDIR, asked[_i]);
	file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	while (getline(&line, &room, file) >= 0) {
		number++;
		if (line[0] == '#' || line[0] == '\n')
			continue;
		answer_line(asked[_i], number, line);
		count++;
	}
	ck_assert_int_ge(count, 30);
	free(line);
	fclose(file);
}
END_TEST

/* ---- with a shop ---- */

static const char *
figure(struct json_doc *doc, const char *key)
{
	return json_text(json_get(json_root(doc), key));
}

static struct json_doc *
ask_shop(const struct quote_shop *shop, const char *question)
{
	struct buf answer = { .length = 0 };
	struct json_doc *doc;

	quote_answer(question, strlen(question), shop, noon, &answer);
	doc = parsed(question, answer.text, answer.length);
	buf_done(&answer);
	return doc;
}

struct lent { const char *question, *key, *expected; };
static const struct lent lents[] = {
	/* 3 for 2 chocolate, cola, six oat drinks by one scan, bananas by the kilo */
	{ "{\"lines\":[{\"item\":\"7\",\"quantity\":\"3\"}]}", "total", "2.00" },
	{ "{\"lines\":[{\"scan\":\"4006381333931\"}]}", "total", "1.74" }, /* with its deposit */
	{ "{\"lines\":[{\"item\":\"1\",\"quantity\":\"-2\"}],\"discount\":{\"percent\":\"50\"}}", "total", "-1.99" },
	{ "{\"lines\":[{\"scan\":\"4012345678918\"}]}", "total", "11.94" },
	{ "{\"lines\":[{\"item\":\"3\",\"quantity\":\"0.786\"}]}", "total", "1.56" },
	{ "{\"lines\":[{\"item\":\"5\",\"price\":\"7.50\"}]}", "total", "7.50" },
	/* the shop's tax beside one of the question's, the question's price instead of the shop's */
	{ "{\"taxes\":{\"X\":{\"rate\":\"10\",\"included\":false}},\"lines\":[{\"name\":\"x\",\"price\":\"119\","
	  "\"taxes\":[\"A\",\"X\"]}]}", "total", "129.00" },
	{ "{\"items\":{\"7\":{\"price\":\"2\"}},\"lines\":[{\"item\":\"7\"}]}", "total", "2.00" },
	/* a promotion of the same name instead of the shop's */
	{ "{\"currency\":\"EUR\",\"promotions\":[{\"name\":\"3 for 2 chocolate\",\"effect\":{\"type\":\"percent\","
	  "\"percent\":\"50\"}}],\"lines\":[{\"item\":\"7\",\"quantity\":\"3\"}]}", "total", "1.50" },
};

START_TEST(a_shop_lends_what_the_question_leaves_out)
{
	struct till_shop shop;
	struct tables tables;
	struct quote_shop lender;
	struct json_doc *doc;
	struct err err;

	shop_make(&shop, "DE");
	tables_init(&tables);
	ck_assert_int_eq(tables_load(&tables, shop.ledger, &shop.settings.currency, &err), RC_OK);
	ck_assert_uint_ge(tables.promotion_count, 1);
	snprintf(tables.promotions[0].name, sizeof tables.promotions[0].name, "3 for 2 chocolate");
	lender = (struct quote_shop){ shop.ledger, &shop.settings, &tables };
	for (size_t i = 0; i < sizeof lents / sizeof lents[0]; i++) {
		doc = ask_shop(&lender, lents[i].question);
		ck_assert_msg(figure(doc, lents[i].key) != NULL, "%s", lents[i].question);
		ck_assert_str_eq(figure(doc, lents[i].key), lents[i].expected);
		json_free(&doc);
	}
	tables_done(&tables);
	shop_remove(&shop);
}
END_TEST

/* The same basket at the till. */
START_TEST(the_till_says_the_same)
{
	struct till_shop shop;
	struct tables tables;
	struct quote_shop lender;
	struct json_doc *doc;
	struct till_view view;
	char total[MONEY_TEXT_MAX];
	struct err err;

	shop_make(&shop, "DE");
	shop_begin_day(&shop);
	shop_must(&shop, "item 7");
	shop_must(&shop, "item 7");
	shop_must(&shop, "item 7");
	shop_must(&shop, "item 1");
	shop_must(&shop, "quantity 3 4");
	shop_must(&shop, "discount 10% \"damaged\"");
	shop_must(&shop, "approve 2 222222");
	view = shop_view(&shop);
	tables_init(&tables);
	ck_assert_int_eq(tables_load(&tables, shop.ledger, &shop.settings.currency, &err), RC_OK);
	lender = (struct quote_shop){ shop.ledger, &shop.settings, &tables };
	doc = ask_shop(&lender, "{\"lines\":[{\"item\":\"7\"},{\"item\":\"7\"},{\"item\":\"7\"},"
	                        "{\"item\":\"1\",\"quantity\":\"3\"}],\"discount\":{\"percent\":\"10\"}}");
	ck_assert_str_eq(figure(doc, "total"), money_text(total, view.basket->total, &number_plain_2));
	json_free(&doc);
	tables_done(&tables);
	shop_remove(&shop);
}
END_TEST

/* One thing of a basket: as a question names it, and as a till is told. */
struct thing { const char *line, *command; bool weighed; };
static const struct thing things[] = {
	{ "\"item\":\"1\"", "item 1", false },
	{ "\"scan\":\"4006381333931\"", "ring 4006381333931", false },
	{ "\"item\":\"2\"", "item 2", false },
	{ "\"scan\":\"4012345678918\"", "ring 4012345678918", false }, /* a pack of six */
	{ "\"scan\":\"(01)04012345678918\"", "ring (01)04012345678918", false },
	{ "\"item\":\"3\"", "item 3", true },
	{ "\"scan\":\"(01)04099999000012(3103)000786\"", "ring (01)04099999000012(3103)000786", false },
	{ "\"scan\":\"]C1010409999900001231030007863922499\"", "ring ]C1010409999900001231030007863922499", false },
	{ "\"scan\":\"]C101040999990000123922499\"", "ring ]C101040999990000123922499", false },
	{ "\"item\":\"4\"", "item 4", false },
	{ "\"item\":\"7\"", "item 7", false },
	{ "\"item\":\"7\"", "item 7", false },
	{ "\"item\":\"8\"", "item 8", false },
};

static uint64_t dice = 88172645463325252u;

static int
throw(int sides)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (int)((dice >> 20) % (uint64_t)sides);
}

/* The same things at the till and in a question, some with a discount. */
static void
fill_both(struct till_shop *shop, struct buf *question)
{
	static const char *const percents[] = { "5", "10", "12.5", "33", "50" };
	char line[200];

	buf_add(question, "{\"lines\":[");
	for (int i = 0, count = 1 + throw(7); i < count; i++) {
		const struct thing *thing = &things[throw(sizeof things / sizeof things[0])];
		int pieces = throw(2) ? 1 : 1 + throw(6), grams = 1 + throw(2999);

		buf_format(question, "%s{%s", i > 0 ? "," : "", thing->line);
		if (thing->weighed) {
			buf_format(question, ",\"quantity\":\"%d.%03d\"", grams / 1000, grams % 1000);
			snprintf(line, sizeof line, "quantity %d.%03d", grams / 1000, grams % 1000);
			shop_must(shop, line);
		} else if (pieces > 1) {
			buf_format(question, ",\"quantity\":\"%d\"", pieces);
			snprintf(line, sizeof line, "quantity %d", pieces);
			shop_must(shop, line);
		}
		shop_must(shop, thing->command);
		if (throw(5) == 0) {
			const char *percent = percents[throw(5)];
			struct till_view view = shop_view(shop);
			const struct basket_line *last = &view.basket->lines[view.basket->line_count - 1];

			buf_format(question, ",\"discount\":{\"percent\":\"%s\"}", percent);
			snprintf(line, sizeof line, "discount %s%% %d \"x\"", percent,
			         last->is.parent ? last->is.parent : last->is.number);
			shop_must(shop, line);
		}
		buf_add(question, "}");
	}
	buf_add(question, "]");
	if (throw(3) == 0) {
		buf_add(question, ",\"discount\":{\"percent\":\"7\"}");
		shop_must(shop, "discount 7% \"x\"");
	}
	buf_add(question, "}");
}

START_TEST(the_till_says_the_same_of_any_basket)
{
	struct till_shop shop;
	struct tables tables;
	struct quote_shop lender;
	struct err err;

	shop_make(&shop, "DE");
	shop_must(&shop, "sign-on 1 471147");
	shop_must(&shop, "open-shift 100");
	tables_init(&tables);
	ck_assert_int_eq(tables_load(&tables, shop.ledger, &shop.settings.currency, &err), RC_OK);
	lender = (struct quote_shop){ shop.ledger, &shop.settings, &tables };
	for (int basket = 0; basket < 200; basket++) {
		struct buf question = { .length = 0 };
		struct json_doc *doc;
		char total[MONEY_TEXT_MAX];

		fill_both(&shop, &question);
		doc = ask_shop(&lender, question.text);
		ck_assert_msg(figure(doc, "total") != NULL, "%s", question.text);
		money_text(total, shop_view(&shop).basket->total, &number_plain_2);
		ck_assert_msg(strcmp(figure(doc, "total"), total) == 0, "till %s, quote %s: %s", total,
		              figure(doc, "total"), question.text);
		assert_steps_add_up(question.text, json_root(doc));
		json_free(&doc);
		buf_done(&question);
		shop_must(&shop, "cancel \"next\"");
	}
	tables_done(&tables);
	shop_remove(&shop);
}
END_TEST

static const struct lent refused_with_shop[] = {
	{ "{\"currency\":\"USD\",\"lines\":[]}", "message", "the shop's prices are in EUR" },
	{ "{\"lines\":[{\"item\":\"5\"}]}", "message", "missing" },
	{ "{\"lines\":[{\"scan\":\"96385074\"}]}", "path", "lines[0].scan" },
	{ "{\"lines\":[{\"scan\":\"4006381333932\"}]}", "path", "lines[0].scan" },
	{ "{\"lines\":[{\"item\":\"4711\"}]}", "message", "there is no item 4711" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1\",\"taxes\":[\"Q\"]}]}", "message", "tax Q is not set up" },
};

START_TEST(with_a_shop_faults_are_named_too)
{
	struct till_shop shop;
	struct tables tables;
	struct quote_shop lender;
	struct json_doc *doc;
	struct err err;

	shop_make(&shop, "DE");
	tables_init(&tables);
	ck_assert_int_eq(tables_load(&tables, shop.ledger, &shop.settings.currency, &err), RC_OK);
	lender = (struct quote_shop){ shop.ledger, &shop.settings, &tables };
	for (size_t i = 0; i < sizeof refused_with_shop / sizeof refused_with_shop[0]; i++) {
		const struct lent *lent = &refused_with_shop[i];
		const char *got;

		doc = ask_shop(&lender, lent->question);
		got = json_text(json_get(json_get(json_root(doc), "error"), lent->key));
		ck_assert_msg(got && strcmp(got, lent->expected) == 0, "%s: %s", lent->question, got);
		json_free(&doc);
	}
	tables_done(&tables);
	shop_remove(&shop);
}
END_TEST

/* ---- what is wrong ---- */

struct fault { const char *question, *path, *message; };
#define EIGHT_A "\"A\",\"A\",\"A\",\"A\",\"A\",\"A\",\"A\",\"A\""

static const struct fault faults[] = {
	{ "", "", "line 1 of the JSON text, column 0: unexpected token near end of file" },
	{ "[]", "", "this must be an object, with { and }" },
	{ "{}", "lines", "missing" },
	{ "{\"lines\":[],\"line\":[]}", "line", "not a key of a question" },
	{ "{\"lines\":[{\"name\":\"x\",\"prise\":\"1\"}]}", "lines[0].prise", "not a key of a line" },
	{ "{\"lines\":[{\"name\":\"x\"}]}", "lines[0].price", "missing" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":1}]}", "lines[0].price",
	  "this must be a text that holds the number" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":1.5}]}", "lines[0].price",
	  "a number with decimals must be a text, in quotation marks" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1\",\"quantity\":3}]}", "lines[0].quantity",
	  "this must be a text that holds the number" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1\",\"quantity\":\"three\"}]}", "lines[0].quantity",
	  "\"three\" is not a quantity" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1.1234567\"}]}", "lines[0].price",
	  "\"1.1234567\" has more than 6 decimal places" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1e3\"}]}", "lines[0].price", "\"1e3\" is not a number" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"99999999999\"}]}", "lines[0].price",
	  "\"99999999999\" is too large" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"9999999999\",\"quantity\":\"999\"}]}", "lines[0]",
	  "this is more than a basket can hold" },
	{ "{\"lines\":[{\"item\":\"cola\"}]}", "lines[0].item", "there is no item cola" },
	{ "{\"lines\":[{\"scan\":\"4006381333931\"}]}", "lines[0].scan", "no item has the code 4006381333931" },
	{ "{\"lines\":[{\"scan\":\"4006381333932\"}]}", "lines[0].scan", "the last digit of 4006381333932 should be 1" },
	{ "{\"lines\":[{\"scan\":\"1\",\"item\":\"a\"}]}", "lines[0].scan", "a line has an item or a scan" },
	{ "{\"lines\":[{}]}", "lines[0]", "a line names an item, a scan, or itself" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1\",\"taxes\":[\"A\"]}]}", "lines[0].taxes[0]",
	  "tax A is not set up" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1\",\"discount\":{}}]}", "lines[0].discount",
	  "give a percent or an amount" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1\",\"discount\":{\"percent\":\"101\"}}]}",
	  "lines[0].discount.percent", "a percentage from 0 to 100" },
	{ "{\"lines\":[],\"discount\":{\"amount\":\"-1\"}}", "discount.amount", "a discount is not negative" },
	{ "{\"lines\":[],\"currency\":\"EUX\"}", "currency", NULL },
	{ "{\"lines\":[],\"tax_rounding\":\"lines\"}", "tax_rounding", "this must be one of: line, total" },
	{ "{\"lines\":[],\"way\":\"eat\"}", "way", "this must be one of: eat-in, take-away" },
	{ "{\"lines\":[],\"at\":\"noon\"}", "at", "a moment is written \"2026-11-22T10:00:00+01:00\"" },
	{ "{\"lines\":[],\"at\":\"2026-11-22T25:00\"}", "at", NULL },
	{ "{\"lines\":[],\"at\":\"2026-11-22T10:00+1\"}", "at", NULL },
	{ "{\"lines\":[],\"cash_rounding\":{\"step\":\"0.05\",\"mode\":\"nearest\"}}", "cash_rounding.mode",
	  "this must be one of: half_up, half_even, half_down, up, down" },
	{ "{\"lines\":[],\"cash_rounding\":{}}", "cash_rounding.step", "missing" },
	{ "{\"lines\":[],\"cash_rounding\":{\"step\":\"-1\"}}", "cash_rounding.step",
	  "an amount that is not negative" },
	{ "{\"lines\":[],\"codes\":7}", "codes", "this must be a list, with [ and ]" },
	{ "{\"lines\":[],\"customer\":{\"group\":[]}}", "customer.group", "not a key of a customer" },
	{ "{\"lines\":[],\"customer\":{\"uses\":{\"X\":\"-1\"}}}", "customer.uses.X", "a whole number from 0 to 999999999" },
	{ "{\"lines\":[],\"taxes\":{\"A\":{\"rate\":\"99999\"}}}", NULL, NULL },
	{ "{\"lines\":[],\"taxes\":{\"A\":{\"rate\":21}}}", "taxes.A.rate",
	  "this must be a text that holds the number" },
	{ "{\"lines\":[],\"taxes\":{\"A\":{\"rate\":\"21\",\"kind\":\"vat\"}}}", "taxes.A.kind",
	  "this must be one of: percent, fixed, division" },
	{ "{\"lines\":[],\"taxes\":{\"A\":{\"rates\":[{\"rate\":\"21\"}]}}}", "taxes.A.rates[0].from",
	  "a day is written \"2026-11-22\"" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1\",\"taxes\":[\"A\"]}],\"taxes\":{\"A\":{\"rate\":\"100\","
	  "\"kind\":\"division\"}}}", "lines[0].taxes", "these taxes take the whole price" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1\",\"taxes\":[\"A\"]}],\"taxes\":{\"A\":{\"rate\":\"20000\"}}}",
	  "lines[0].taxes", "this tax is too large" },
	{ "{\"lines\":[],\"items\":{\"a\":{\"prize\":\"1\"}}}", "items.a.prize", "not a key of an item" },
	{ "{\"lines\":[],\"items\":{\"a\":{\"gtins\":[\"4006381333932\"]}}}", "items.a.gtins[0]",
	  "the last digit of 4006381333932 should be 1" },
	{ "{\"lines\":[],\"promotions\":[{\"name\":\"x\",\"effect\":{\"type\":\"percent\"}}]}",
	  "promotions[0].effect.percent", "missing" },
	{ "{\"lines\":[],\"tenders\":[{\"kind\":\"cash\"}]}", "tenders[0].amount", "missing" },
	{ "{\"lines\":[],\"tenders\":[{\"amount\":\"1\"}]}", "tenders[0].kind", "missing" },
	{ "{\"lines\":[],\"items\":[]}", "items", "this must be an object, with { and }" },
	{ "{\"lines\":[],\"taxes\":[]}", "taxes", "this must be an object, with { and }" },
	{ "{\"lines\":[],\"taxes\":{\"\":{\"rate\":\"1\"}}}", "taxes.", "a code has 1 to 80 bytes" },
	{ "{\"lines\":[],\"items\":{\"1234567890123456789012345\":{}}}", "items.1234567890123456789012345",
	  "an item number has 1 to 24 bytes" },
	{ "{\"lines\":[],\"items\":{\"a\":{\"category\":[\"01234567890123456789012345678901234567890123456789012345678901234567890123456789"
	  "\",\"01234567890123456789012345678901234567890123456789012345678901234567890123456789\"]}}}",
	  "items.a.category", "this is longer than 160 bytes" },
	{ "{\"lines\":[],\"deposit\":{\"percent\":\"0\"}}", "deposit.percent", "a percentage from 0 to 100" },
	{ "{\"lines\":[],\"deposit\":{\"part\":\"1\"}}", "deposit.part", "not a key of a deposit" },
	{ "{\"lines\":[],\"customer\":{\"uses\":[]}}", "customer.uses", "this must be an object, with { and }" },
	{ "{\"lines\":[],\"customer\":{\"groups\":[\"0123456789012345678901234567890123456789012345678901234567890123456789"
	  "0123456789\",\"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\"]}}",
	  "customer.groups", "too many groups" },
	{ "{\"lines\":[],\"exempt\":1}", "exempt", "this must be a text" },
	{ "{\"lines\":[],\"discount\":{\"of\":1}}", "discount.of", "not a key of a discount" },
	{ "{\"lines\":[],\"tenders\":[{\"kind\":\"cash\",\"currency\":\"USD\",\"rate\":\"x\",\"amount\":\"1\"}]}",
	  "tenders[0].rate", "\"x\" is not a rate of exchange" },
	{ "{\"lines\":[],\"tenders\":[{\"kind\":\"cash\",\"currency\":\"USD\",\"amount\":\"1\"}]}",
	  "tenders[0].rate", "missing" },
	{ "{\"lines\":[],\"tenders\":[{\"kind\":\"cash\",\"currency\":\"JPY\",\"rate\":\"9999\",\"amount\":\"99999999999\"}]}",
	  "tenders[0].amount", "this is more than a basket can hold" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"1\",\"taxes\":[" EIGHT_A "," EIGHT_A ",\"A\"]}],"
	  "\"taxes\":{\"A\":{\"rate\":\"1\"}}}", "lines[0].taxes[16]", "at most 16 taxes on one line" },
	{ "{\"lines\":[{\"name\":\"x\",\"price\":\"9000000000\",\"taxes\":[\"A\"]}],"
	  "\"taxes\":{\"A\":{\"rate\":\"1500\"}}}", "lines", "this is more than a basket can hold" },
	{ "{\"lines\":[],\"lines\":[]}", "", "line 1 of the JSON text, column 19: duplicate object key near '\"lines\"'" },
};

START_TEST(sixteen_taxes_of_a_line_are_all_charged)
{
	struct buf answer = { .length = 0 };
	const char *question = "{\"lines\":[{\"name\":\"x\",\"price\":\"100\",\"taxes\":[" EIGHT_A "," EIGHT_A "]}],"
	                       "\"taxes\":{\"A\":{\"rate\":\"1\"}}}";
	struct json_doc *doc;

	ck_assert_int_eq(quote_answer(question, strlen(question), NULL, noon, &answer), RC_OK);
	doc = parsed(question, answer.text, answer.length);
	ck_assert_str_eq(json_text(json_get(json_root(doc), "total")), "116.00");
	json_free(&doc);
	buf_done(&answer);
}
END_TEST

START_TEST(faults_are_named_with_their_path)
{
	const struct fault *fault = &faults[_i];
	struct buf answer = { .length = 0 };
	struct json_doc *doc;
	const struct json_node *error;
	enum outcome outcome = quote_answer(fault->question, strlen(fault->question), NULL, noon, &answer);

	if (!fault->path) { /* this one is fine: nothing bears the tax */
		ck_assert_int_eq(outcome, RC_OK);
		buf_done(&answer);
		return;
	}
	ck_assert_int_eq(outcome, RC_REFUSED);
	doc = parsed(fault->question, answer.text, answer.length);
	error = json_get(json_root(doc), "error");
	ck_assert_str_eq(json_text(json_get(error, "path")), fault->path);
	if (fault->message)
		ck_assert_str_eq(json_text(json_get(error, "message")), fault->message);
	ck_assert_uint_gt(strlen(json_text(json_get(error, "hint"))), 5);
	json_free(&doc);
	buf_done(&answer);
}
END_TEST

/* A thousand lines of the most there is still have a price; one more is refused. */
START_TEST(a_basket_holds_a_thousand_lines)
{
	struct buf question = { .length = 0 }, answer = { .length = 0 };

	for (int lines = 1000; lines <= 1001; lines++) {
		buf_clear(&question);
		buf_clear(&answer);
		buf_add(&question, "{\"currency\":\"KWD\",\"tax_rounding\":\"total\",\"discount\":{\"percent\":\"33.3333\"},"
		                   "\"taxes\":{\"A\":{\"rate\":\"99.9999\",\"included\":true,\"compound\":true},"
		                   "\"B\":{\"rate\":\"7.77\"}},\"lines\":[");
		for (int i = 0; i < lines; i++)
			buf_format(&question, "%s{\"name\":\"x\",\"price\":\"999999.9999999\",\"taxes\":[\"A\",\"B\"]}",
			           i > 0 ? "," : "");
		buf_add(&question, "]}");
		ck_assert_int_eq(quote_answer(question.text, question.length, NULL, noon, &answer),
		                 lines == 1000 ? RC_OK : RC_REFUSED);
	}
	ck_assert(strstr(answer.text, "\"path\":\"lines\",\"message\":\"at most 1000 are taken\""));
	buf_done(&question);
	buf_done(&answer);
}
END_TEST

/* ---- anything at all ---- */

/* Questions with bytes changed, cut and doubled: each has an answer that is JSON. */
START_TEST(whatever_is_asked_is_answered_in_json)
{
	static const char bytes[] = "{}[]\",:0123456789.-ebtrue \\u\xff\x01";
	uint64_t state = 88172645463325252u;
	char path[600], *text;
	size_t length;
	struct err err;

	for (int q = 0; q < name_count; q++) {
		snprintf(path, sizeof path, "%s/quotes/%s", TESTS_SRCDIR, names[q]);
		ck_assert_int_eq(paths_read_file(path, 1 << 20, &text, &length, &err), RC_OK);
		length = (size_t)(strstr(text, "\n=>\n") - text);
		for (int round = 0; round < 60; round++) {
			char *other = alloc_zero(length + 1, 1);
			struct buf answer = { .length = 0 };
			struct json_doc *doc;
			size_t cut = length;

			memcpy(other, text, length);
			for (int change = 0; change <= round % 4; change++) {
				state ^= state << 13;
				state ^= state >> 7;
				state ^= state << 17;
				other[(state >> 8) % length] = bytes[(state >> 40) % (sizeof bytes - 1)];
			}
			if (round % 10 == 9)
				cut = (state >> 5) % length;
			quote_answer(other, cut, NULL, noon, &answer);
			doc = parsed(names[q], answer.text, answer.length);
			json_free(&doc);
			buf_done(&answer);
			free(other);
		}
		free(text);
	}
}
END_TEST

START_TEST(deep_nesting_is_refused)
{
	struct buf question = { .length = 0 }, answer = { .length = 0 };

	for (int i = 0; i < 100000; i++)
		buf_add_char(&question, '[');
	ck_assert_int_eq(quote_answer(question.text, question.length, NULL, noon, &answer), RC_REFUSED);
	buf_done(&question);
	buf_done(&answer);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("quote");
	TCase *answers = tcase_create("answers"), *refused = tcase_create("faults");

	list_quotes();
	tcase_add_loop_test(answers, quotes_are_answered, 0, name_count > 0 ? name_count : 1);
	tcase_add_loop_test(answers, questions_are_answered_line_by_line, 0, sizeof asked / sizeof asked[0]);
	tcase_add_test(answers, a_basket_holds_a_thousand_lines);
	tcase_add_test(answers, a_shop_lends_what_the_question_leaves_out);
	tcase_add_test(answers, the_till_says_the_same);
	tcase_add_test(answers, the_till_says_the_same_of_any_basket);
	tcase_add_test(refused, with_a_shop_faults_are_named_too);
	tcase_add_test(refused, sixteen_taxes_of_a_line_are_all_charged);
	tcase_add_loop_test(refused, faults_are_named_with_their_path, 0, sizeof faults / sizeof faults[0]);
	tcase_add_test(refused, whatever_is_asked_is_answered_in_json);
	tcase_add_test(refused, deep_nesting_is_refused);
	suite_add_tcase(suite, answers);
	suite_add_tcase(suite, refused);
	return run_suite(suite);
}
