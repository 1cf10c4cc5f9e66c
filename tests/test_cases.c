/*
 * The published cases of tests/cases, asked as questions of `ringup quote`, from text to text.
 *
 * Where a case gives figures that no till can pay (unrounded taxes of a line), the answer must be those
 * figures rounded.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/paths.h"
#include "checkout/quote.h"
#include "tests/cases.h"
#include "tests/engine.h"
#include "tests/suite.h"

static const struct when noon = { .utc_ms = INT64_C(1795345200000), .offset_min = 60 };

/* ---- asking ---- */

struct asked {
	struct json_doc *doc;
	const struct json_node *answer;
};

/* RINGUP_QUESTIONS names a folder where they are kept: the oracle reads them too. */
static void
keep(const struct buf *question)
{
	static int number;
	const char *folder = getenv("RINGUP_QUESTIONS");
	char path[4096];
	FILE *file;

	if (!folder)
		return;
	snprintf(path, sizeof path, "%s/%03d.json", folder, ++number);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(question->text, file);
	ck_assert_int_eq(fclose(file), 0);
}

static void
ask(const char *id, const struct buf *question, struct asked *asked)
{
	struct buf answer = { .length = 0 };
	struct err err;

	keep(question);
	quote_answer(question->text, question->length, NULL, noon, &answer);
	ck_assert_msg(json_parse(&asked->doc, answer.text, answer.length, &err) == RC_OK, "%s: %s", id, err.msg);
	asked->answer = json_root(asked->doc);
	buf_done(&answer);
}

static const char *
text_of(const struct json_node *object, const char *key)
{
	const char *text = json_text(json_get(object, key));

	return text ? text : "";
}

/* "1.50" and "1.5" are the same amount; an expected "" is not looked at. */
static void
assert_same(const char *id, const char *what, const char *got, const char *expected)
{
	if (expected[0])
		ck_assert_msg(engine_micro(got) == engine_micro(expected), "%s: %s is %s, should be %s", id, what,
		              got, expected);
}

/* The expected figure rounded to cents, halves away from zero. */
static void
assert_rounded(const char *id, const char *what, const char *got, const char *expected)
{
	int64_t cents = round_div(engine_micro(expected), 10000, ROUND_HALF_UP);

	ck_assert_msg(engine_micro(got) == cents * 10000, "%s: %s is %s, should be %s", id, what, got, expected);
}

/* ---- taxes of lines ---- */

/* "percent:21:incl | fixed:1" as taxes T0, T1; with `turned`, the last one again with the other sign. */
static int
put_taxes(struct buf *out, const char *specs, bool turned)
{
	char text[512], *rest = NULL;
	int count = 0;

	snprintf(text, sizeof text, "%s", specs);
	buf_add(out, "\"taxes\":{");
	for (char *spec = strtok_r(text, " |", &rest); spec; spec = strtok_r(NULL, " |", &rest)) {
		for (int side = 0; side <= turned; side++) {
			const char *value = strchr(spec, ':') + 1;

			buf_format(out, "%s\"T%d\":{\"kind\":\"%.*s\",\"rate\":\"%s%.*s\"", count > 0 ? "," : "", count,
			           (int)strcspn(spec, ":"), spec, side ? "-" : "", (int)strcspn(value, ":"), value);
			buf_format(out, ",\"included\":%s,\"compound\":%s,\"affected\":%s}",
			           strstr(spec, ":incl") ? "true" : "false",
			           strstr(spec, ":compound") ? "true" : "false",
			           strstr(spec, ":unaffected") ? "false" : "true");
			count++;
		}
	}
	buf_add(out, "},");
	return count;
}

static void
put_codes(struct buf *out, int count)
{
	buf_add(out, "\"taxes\":[");
	for (int i = 0; i < count; i++)
		buf_format(out, "%s\"T%d\"", i > 0 ? "," : "", i);
	buf_add(out, "]");
}

START_TEST(lines_are_taxed_as_published)
{
	struct cases cases;
	struct buf question = { .length = 0 };

	cases_open(&cases, "tax_line_cases.csv");
	while (cases_next(&cases)) {
		const char *id = cases_get(&cases, "id"), *percent = cases_get(&cases, "discount_percent");
		struct asked asked;
		int taxes;

		buf_clear(&question);
		buf_add(&question, "{");
		taxes = put_taxes(&question, cases_get(&cases, "taxes"),
		                  strstr(cases_get(&cases, "note"), "parts [100.0, -100.0]") != NULL);
		buf_format(&question, "\"tax_rounding\":\"%s\",\"lines\":[{\"name\":\"x\",\"price\":\"%s\",\"quantity\":\"%s\","
		           "\"discount\":{\"percent\":\"%s\"},",
		           strstr(cases_get(&cases, "rounding_method"), "globally") ? "total" : "line",
		           cases_get(&cases, "price_unit"), cases_get(&cases, "qty"), percent);
		put_codes(&question, taxes);
		buf_add(&question, "}]}");
		ask(id, &question, &asked);
		assert_rounded(id, "net", text_of(asked.answer, "net"), cases_get(&cases, "expected_base"));
		assert_rounded(id, "tax", text_of(asked.answer, "tax"), cases_get(&cases, "expected_tax"));
		assert_rounded(id, "total", text_of(asked.answer, "total"), cases_get(&cases, "expected_total"));
		json_free(&asked.doc);
	}
	buf_done(&question);
}
END_TEST

/* ---- documents ---- */

static bool
is_true(const struct json_node *object, const char *key)
{
	return json_bool(json_get(object, key));
}

/* What taxes are called must not matter: those of the case, another name on each line, or one name for all that
 * are charged alike. */
enum naming { AS_PUBLISHED, BY_LINE, BY_RATE, NAMINGS };

/* The taxes of a document, each once by its name: the same text is the same tax. */
struct document {
	enum naming naming;
	char names[64][140];
	struct buf taxes[64];
	int count;
};

static int
document_tax(struct document *document, const struct json_node *tax, bool turned, size_t line)
{
	char name[140];
	int i = 0, length;

	length = snprintf(name, sizeof name, "%s %s%s%s%s%s", text_of(tax, "type"), turned ? "-" : "",
	                  text_of(tax, "amount"), is_true(tax, "price_include") ? " in the price" : "",
	                  is_true(tax, "include_base_amount") ? " compound" : "",
	                  is_true(tax, "is_base_affected") ? "" : " unaffected");
	if (document->naming == AS_PUBLISHED)
		snprintf(name + length, sizeof name - (size_t)length, " %s", text_of(tax, "group"));
	else if (document->naming == BY_LINE)
		snprintf(name + length, sizeof name - (size_t)length, " %zu", line);
	while (i < document->count && strcmp(document->names[i], name) != 0)
		i++;
	if (i < document->count)
		return i;
	ck_assert_int_lt(document->count, 64);
	snprintf(document->names[i], sizeof name, "%s", name);
	buf_format(&document->taxes[i], "\"tax number %d\":{\"kind\":\"%s\",\"rate\":\"%s%s\",\"included\":%s,"
	           "\"compound\":%s,\"affected\":%s}", i, text_of(tax, "type"), turned ? "-" : "",
	           text_of(tax, "amount"), is_true(tax, "price_include") ? "true" : "false",
	           is_true(tax, "include_base_amount") ? "true" : "false",
	           is_true(tax, "is_base_affected") ? "true" : "false");
	return document->count++;
}

static void
put_document_line(struct buf *out, const struct json_node *line, size_t number, struct document *document)
{
	const struct json_node *taxes = json_get(line, "taxes");
	int written = 0;

	buf_format(out, "{\"name\":\"x\",\"price\":\"%s\",\"quantity\":\"%s\",\"discount\":{\"percent\":\"%s\"},\"taxes\":[",
	           text_of(line, "price_unit"), text_of(line, "qty"), text_of(line, "discount_percent"));
	for (size_t t = 0; t < json_count(taxes); t++)
		for (int side = 0; side <= (json_get(json_at(taxes, t), "repartition_percent") != NULL); side++)
			buf_format(out, "%s\"tax number %d\"", written++ > 0 ? "," : "",
			           document_tax(document, json_at(taxes, t), side, number));
	buf_add(out, "]}");
}

static void
check_named_document(const struct json_node *node, enum naming naming)
{
	const struct json_node *lines = json_get(node, "lines"), *expected = json_get(node, "expected");
	const struct json_node *discount = json_get(node, "order_discount"), *deposit = json_get(node, "deposit");
	const struct json_node *figures;
	const char *id = text_of(node, "id");
	struct document document = { .naming = naming };
	struct buf question = { .length = 0 };
	struct asked asked;

	buf_format(&question, "{\"tax_rounding\":\"%s\",\"lines\":[",
	           strstr(text_of(node, "rounding_method"), "globally") ? "total" : "line");
	for (size_t i = 0; i < json_count(lines); i++) {
		buf_add(&question, i > 0 ? "," : "");
		put_document_line(&question, json_at(lines, i), i, &document);
	}
	buf_add(&question, "],");
	if (discount)
		buf_format(&question, "\"discount\":{\"percent\":\"%s\"},", text_of(discount, "amount"));
	if (deposit)
		buf_format(&question, "\"deposit\":{\"percent\":\"%s\"},", text_of(deposit, "amount"));
	buf_add(&question, "\"taxes\":{");
	for (int i = 0; i < document.count; i++) {
		buf_format(&question, "%s%s", i > 0 ? "," : "", document.taxes[i].text);
		buf_done(&document.taxes[i]);
	}
	buf_add(&question, "}}");
	ask(id, &question, &asked);
	figures = deposit ? json_get(asked.answer, "deposit") : asked.answer;
	assert_same(id, "total", text_of(figures, "total"), text_of(expected, "total"));
	assert_same(id, "tax", text_of(figures, "tax"), text_of(expected, "tax"));
	assert_same(id, "net", text_of(figures, "net"), text_of(expected, "base"));
	json_free(&asked.doc);
	buf_done(&question);
}

static void
check_document(const struct json_node *node)
{
	for (int naming = 0; naming < NAMINGS; naming++)
		check_named_document(node, (enum naming)naming);
}

static struct json_doc *
case_file(const char *name)
{
	char path[600], *text;
	size_t length;
	struct json_doc *doc;
	struct err err;

	snprintf(path, sizeof path, "%s/cases/%s", TESTS_SRCDIR, name);
	ck_assert_int_eq(paths_read_file(path, 1 << 20, &text, &length, &err), RC_OK);
	ck_assert_msg(json_parse(&doc, text, length, &err) == RC_OK, "%s: %s", name, err.msg);
	free(text);
	return doc;
}

static void
each_case(const char *name, void (*check)(const struct json_node *), size_t least)
{
	struct json_doc *doc = case_file(name);

	ck_assert_uint_ge(json_count(json_root(doc)), least);
	for (size_t i = 0; i < json_count(json_root(doc)); i++)
		check(json_at(json_root(doc), i));
	json_free(&doc);
}

START_TEST(documents_are_priced_as_published)
{
	each_case("tax_document_cases.json", check_document, 104);
}
END_TEST

/* ---- cash ---- */

static void
check_change(const struct json_node *node)
{
	const struct json_node *tenders = json_get(node, "tenders"), *expected = json_get(node, "expected");
	const char *id = text_of(node, "id");
	struct buf question = { .length = 0 };
	struct asked asked;

	buf_format(&question, "{\"lines\":[{\"name\":\"x\",\"price\":\"%s\"}],\"cash_rounding\":{\"step\":\"%s\",\"mode\":\"%s\","
	           "\"scope\":\"%s\"},\"tenders\":[", text_of(node, "total"), text_of(node, "cash_step"),
	           text_of(node, "cash_mode"), text_of(node, "rounding_scope"));
	for (size_t i = 0; i < json_count(tenders); i++)
		buf_format(&question, "%s{\"kind\":\"%s\",\"amount\":\"%s\"}", i > 0 ? "," : "",
		           text_of(json_at(tenders, i), "kind"), text_of(json_at(tenders, i), "amount"));
	buf_add(&question, "]}");
	ask(id, &question, &asked);
	assert_same(id, "remaining", text_of(asked.answer, "remaining"), text_of(expected, "remaining"));
	assert_same(id, "rounding", text_of(asked.answer, "rounding"), text_of(expected, "rounding"));
	assert_same(id, "change", text_of(asked.answer, "change"), text_of(expected, "change"));
	ck_assert_msg(is_true(asked.answer, "complete") == is_true(expected, "complete"), "%s: complete", id);
	json_free(&asked.doc);
	buf_done(&question);
}

START_TEST(change_is_given_as_published)
{
	each_case("tender_change.json", check_change, 15);
}
END_TEST

/* Tables of a country are one of these. */
static const struct { const char *name, *step, *mode; } systems[] = {
	{ "Australian", "0.05", "half_up" },    { "Danish total", "0.50", "half_up" },
	{ "Danish change", "0.50", "half_down" }, { "Malaysian", "0.05", "half_up" },
	{ "New Zealand A", "0.10", "half_down" }, { "Swedish (old)", "0.50", "half_up" },
	{ "South Africa", "0.05", "down" },     { "Japanese 5 yen", "5", "down" },
};

START_TEST(cash_is_rounded_as_countries_do)
{
	struct cases cases;
	struct buf question = { .length = 0 };

	cases_open(&cases, "cash_rounding.csv");
	while (cases_next(&cases)) {
		const char *id = cases_get(&cases, "id"), *step = cases_get(&cases, "step_or_system");
		const char *mode = cases_get(&cases, "mode");
		struct asked asked;

		for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++)
			if (strcmp(systems[i].name, step) == 0) {
				step = systems[i].step;
				mode = systems[i].mode;
				break;
			}
		buf_clear(&question);
		buf_format(&question, "{\"currency\":\"%s\",\"lines\":[{\"name\":\"x\",\"price\":\"%s\"}],\"cash_rounding\":"
		           "{\"step\":\"%s\",\"mode\":\"%s\"},\"tenders\":[{\"kind\":\"cash\",\"amount\":\"%s\"}]}",
		           cases_get(&cases, "currency"), cases_get(&cases, "amount"), step, mode,
		           cases_get(&cases, "payable"));
		ask(id, &question, &asked);
		ck_assert_msg(is_true(asked.answer, "complete"), "%s: complete", id);
		assert_same(id, "rounding", text_of(asked.answer, "rounding"), cases_get(&cases, "difference"));
		assert_same(id, "change", text_of(asked.answer, "change"), "0");
		json_free(&asked.doc);
	}
	buf_done(&question);
}
END_TEST

START_TEST(amounts_have_the_decimals_of_their_currency)
{
	struct cases cases;
	struct buf question = { .length = 0 };

	cases_open(&cases, "currency_minor_units.csv");
	while (cases_next(&cases)) {
		const char *id = cases_get(&cases, "id"), *point;
		int digits = atoi(cases_get(&cases, "iso4217_digits"));
		struct asked asked;

		buf_clear(&question);
		buf_format(&question, "{\"currency\":\"%s\",\"lines\":[{\"name\":\"x\",\"price\":\"7\"}]}",
		           cases_get(&cases, "currency"));
		ask(id, &question, &asked);
		point = strchr(text_of(asked.answer, "total"), '.');
		ck_assert_msg((point ? (int)strlen(point + 1) : 0) == digits, "%s: %s", id,
		              text_of(asked.answer, "total"));
		json_free(&asked.doc);
	}
	buf_done(&question);
}
END_TEST

/* ---- promotions ---- */

/* A node as JSON again. */
static void
put_node(struct buf *out, const struct json_node *node)
{
	struct json_writer writer = { .buf = out };
	const char *key;

	switch (json_type_of(node)) {
	case JSON_IS_OBJECT:
		buf_add(out, "{");
		for (size_t i = 0; i < json_count(node); i++) {
			const struct json_node *member = json_member(node, i, &key);

			buf_format(out, "%s\"%s\":", i > 0 ? "," : "", key);
			put_node(out, member);
		}
		buf_add(out, "}");
		break;
	case JSON_IS_ARRAY:
		buf_add(out, "[");
		for (size_t i = 0; i < json_count(node); i++) {
			buf_add(out, i > 0 ? "," : "");
			put_node(out, json_at(node, i));
		}
		buf_add(out, "]");
		break;
	case JSON_IS_TEXT:
		json_put_text(&writer, NULL, json_text(node));
		break;
	case JSON_IS_INT:
		buf_format(out, "%lld", (long long)json_int(node));
		break;
	default:
		buf_add(out, json_bool(node) ? "true" : "false");
		break;
	}
}

/* Numbers of the cases are whole; questions want texts where it is an amount. */
static void
put_decimal(struct buf *out, const struct json_node *node)
{
	if (json_text(node))
		buf_format(out, "\"%s\"", json_text(node));
	else
		buf_format(out, "\"%lld\"", (long long)json_int(node));
}

static void
put_promotion_line(struct buf *out, const struct json_node *line, struct document *document)
{
	const struct json_node *taxes = json_get(line, "taxes");

	buf_add(out, "{\"price\":");
	put_decimal(out, json_get(line, "unit_price"));
	if (json_get(line, "category"))
		buf_format(out, ",\"category\":[\"%s\"]", text_of(line, "category"));
	buf_add(out, ",\"taxes\":[");
	for (size_t t = 0; taxes && t < json_count(taxes); t++) {
		int i = document->count++;

		buf_format(out, "%s\"%d\"", t > 0 ? "," : "", i);
		buf_format(&document->taxes[i], "\"%d\":{\"kind\":\"%s\",\"rate\":", i, text_of(json_at(taxes, t), "type"));
		put_decimal(&document->taxes[i], json_get(json_at(taxes, t), "amount"));
		buf_format(&document->taxes[i], ",\"included\":%s}",
		           is_true(json_at(taxes, t), "price_include") ? "true" : "false");
	}
	buf_add(out, "]}");
}

static void
promotion_question(const struct json_node *node, struct buf *out)
{
	const struct json_node *lines = json_get(node, "lines");
	struct document document = { .count = 0 };

	buf_add(out, "{\"items\":{");
	for (size_t i = 0; i < json_count(lines); i++) {
		buf_format(out, "%s\"%s\":", i > 0 ? "," : "", text_of(json_at(lines, i), "sku"));
		put_promotion_line(out, json_at(lines, i), &document);
	}
	buf_add(out, "},\"lines\":[");
	for (size_t i = 0; i < json_count(lines); i++) {
		buf_format(out, "%s{\"item\":\"%s\",\"quantity\":", i > 0 ? "," : "", text_of(json_at(lines, i), "sku"));
		put_decimal(out, json_get(json_at(lines, i), "qty"));
		buf_add(out, "}");
	}
	buf_add(out, "],\"taxes\":{");
	for (int i = 0; i < document.count; i++) {
		buf_format(out, "%s%s", i > 0 ? "," : "", document.taxes[i].text);
		buf_done(&document.taxes[i]);
	}
	buf_add(out, "},\"promotions\":");
	put_node(out, json_get(node, "promotions"));
	if (json_get(node, "codes")) {
		buf_add(out, ",\"codes\":");
		put_node(out, json_get(node, "codes"));
	}
	if (json_get(node, "customer")) {
		buf_add(out, ",\"customer\":{\"uses\":");
		put_node(out, json_get(json_get(node, "customer"), "previous_uses"));
		buf_add(out, "}");
	}
	if (strcmp(text_of(node, "discount_basis"), "tax_excluded") == 0)
		buf_add(out, ",\"discount_basis\":\"without_tax\"");
	buf_add(out, "}");
}

static void
check_line_discounts(const char *id, const struct json_node *answer, const struct json_node *expected)
{
	for (size_t i = 0; expected && i < json_count(expected); i++) {
		const struct json_node *discounts = json_get(json_at(json_get(answer, "lines"), i), "discounts");
		int64_t sum = 0;

		for (size_t d = 0; d < json_count(discounts); d++)
			sum += engine_micro(text_of(json_at(discounts, d), "amount"));
		ck_assert_msg(sum == engine_micro(json_text(json_at(expected, i))), "%s: line %zu", id, i + 1);
	}
}

static void
check_promotion(const struct json_node *node)
{
	const struct json_node *expected = json_get(node, "expected");
	static const char *const figures[] = { "total", "net", "tax", "discount" };
	struct buf question = { .length = 0 };
	struct asked asked;

	promotion_question(node, &question);
	ask(text_of(node, "id"), &question, &asked);
	for (size_t i = 0; i < 4; i++)
		assert_same(text_of(node, "id"), figures[i], text_of(asked.answer, figures[i]),
		            text_of(expected, figures[i]));
	check_line_discounts(text_of(node, "id"), asked.answer, json_get(expected, "line_discounts"));
	json_free(&asked.doc);
	buf_done(&question);
}

START_TEST(promotions_take_off_what_is_published)
{
	each_case("promotions.json", check_promotion, 22);
}
END_TEST

/* ---- offers of several units ---- */

static void
put_items(struct buf *out, const char *currency, const struct json_node *prices)
{
	buf_format(out, "{\"currency\":\"%s\",\"promotion_order\":\"best\",\"items\":{", currency);
	for (size_t i = 0; i < json_count(prices); i++) {
		const char *key;
		const struct json_node *price = json_member(prices, i, &key);

		buf_format(out, "%s\"%s\":{\"price\":", i > 0 ? "," : "", key);
		put_decimal(out, price);
		buf_add(out, "}");
	}
	buf_add(out, "},\"promotions\":[");
}

static void
put_n_for_price(struct buf *out, const struct json_node *offers)
{
	for (size_t i = 0; i < json_count(offers); i++) {
		const char *key;
		const struct json_node *all = json_member(offers, i, &key);

		for (size_t k = 0; k < json_count(all); k++) {
			buf_format(out, "{\"name\":\"%s %zu\",\"effect\":{\"type\":\"n_for_price\",\"n\":%lld,\"price\":", key, k,
			           (long long)json_int(json_at(json_at(all, k), 0)));
			put_decimal(out, json_at(json_at(all, k), 1));
			buf_format(out, ",\"target\":{\"skus\":[\"%s\"]}}},", key);
		}
	}
}

static void
put_free(struct buf *out, const struct json_node *offers, bool other)
{
	for (size_t i = 0; i < json_count(offers); i++) {
		const struct json_node *offer = json_at(offers, i);
		const char *item = json_text(json_at(offer, 0)), *gets = other ? json_text(json_at(offer, 2)) : "";

		buf_format(out, "{\"name\":\"%s free %zu\",\"effect\":{\"type\":\"buy_x_get_y\",\"buy\":%lld,\"get\":%lld,"
		           "\"target\":{\"skus\":[\"%s\"]}", item, i, (long long)json_int(json_at(offer, 1)),
		           (long long)json_int(json_at(offer, other ? 3 : 2)), item);
		if (other)
			buf_format(out, ",\"get_target\":{\"skus\":[\"%s\"]}", gets);
		buf_add(out, "}},");
	}
}

static void
put_groups(struct buf *out, const struct json_node *groups)
{
	for (size_t i = 0; i < json_count(groups); i++) {
		const struct json_node *group = json_at(groups, i);

		buf_format(out, "{\"name\":\"group %zu\",\"effect\":{\"type\":\"n_for_price\",\"n\":%lld,\"price\":", i,
		           (long long)json_int(json_get(group, "n")));
		put_decimal(out, json_get(group, "price"));
		buf_add(out, ",\"target\":{\"skus\":[");
		for (const char *item = text_of(group, "group"); *item; item++)
			buf_format(out, "%s\"%c\"", item == text_of(group, "group") ? "" : ",", *item);
		buf_add(out, "]}}},");
	}
}

/* In words in the case, as data here. */
static const struct { const char *words, *promotion; } soap_offers[] = {
	{ "3 for 2 shampoo", "{\"name\":\"a\",\"effect\":{\"type\":\"buy_x_get_y\",\"buy\":2,\"get\":1,"
	  "\"target\":{\"skus\":[\"shampoo\"]}}}," },
	{ "2 soap for 200", "{\"name\":\"b\",\"effect\":{\"type\":\"n_for_price\",\"n\":2,\"price\":\"200\","
	  "\"target\":{\"skus\":[\"soap\"]}}}," },
	{ "3 conditioner give up to 2 shampoo free", "{\"name\":\"c\",\"effect\":{\"type\":\"buy_x_get_y\",\"buy\":3,"
	  "\"get\":2,\"target\":{\"skus\":[\"conditioner\"]},\"get_target\":{\"skus\":[\"shampoo\"]}}}," },
};

static void
put_lines(struct buf *out, const char *basket, bool words)
{
	char text[256], *rest = NULL, *bar;
	int lines = 0;

	out->length -= out->text[out->length - 1] == ',';
	buf_add(out, "],\"lines\":[");
	snprintf(text, sizeof text, "%s", basket);
	bar = strchr(text, '|');
	if (bar)
		*bar = '\0';
	if (!words)
		for (const char *item = basket; *item; item++)
			buf_format(out, "%s{\"item\":\"%c\"}", lines++ ? "," : "", *item);
	for (char *item = words ? strtok_r(text, ",", &rest) : NULL; item; item = strtok_r(NULL, ",", &rest)) {
		char name[32], qty[16] = "1";

		item += strspn(item, " ");
		if (sscanf(item, "%31s x%15s", name, qty) < 2)
			sscanf(item, "%31s %15s kg", name, qty);
		buf_format(out, "%s{\"item\":\"%s\",\"quantity\":\"%s\"}", lines++ ? "," : "",
		           strcmp(name, "banana") == 0 ? "banana/kg" : name, qty);
	}
	buf_add(out, "]}");
}

START_TEST(baskets_of_offers_cost_what_is_published)
{
	struct json_doc *doc = case_file("multibuy_rules.json");
	struct cases cases;
	struct buf question = { .length = 0 };
	int checked = 0;

	cases_open(&cases, "multibuy_baskets.csv");
	while (cases_next(&cases)) {
		const char *id = cases_get(&cases, "id"), *basket = cases_get(&cases, "basket");
		const struct json_node *rules = json_get(json_root(doc), cases_get(&cases, "rule_set"));
		bool words = strcmp(cases_get(&cases, "rule_set"), "soap") == 0;
		struct asked asked;

		buf_clear(&question);
		/* whole units of a currency without cents */
		put_items(&question, words ? "JPY" : "EUR", json_get(rules, "prices"));
		put_n_for_price(&question, json_get(rules, "n_for_price"));
		put_free(&question, json_get(rules, "buy_n_get_other_free"), true);
		put_free(&question, json_get(rules, "buy_n_get_same_free"), false);
		put_groups(&question, json_get(rules, "any_n_of_group_for"));
		for (size_t i = 0; i < 3; i++)
			if (strstr(basket, soap_offers[i].words))
				buf_add(&question, soap_offers[i].promotion);
		put_lines(&question, basket, words);
		ask(id, &question, &asked);
		if (strcmp(cases_get(&cases, "expected_total"), "-1") == 0)
			ck_assert_msg(json_get(asked.answer, "error") != NULL, "%s: refused", id);
		else
			assert_same(id, "total", text_of(asked.answer, "total"), cases_get(&cases, "expected_total"));
		json_free(&asked.doc);
		checked++;
	}
	ck_assert_int_ge(checked, 47);
	buf_done(&question);
	json_free(&doc);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("cases");
	TCase *tax = tcase_create("tax"), *cash = tcase_create("cash"), *offers = tcase_create("offers");

	tcase_add_test(tax, lines_are_taxed_as_published);
	tcase_add_test(tax, documents_are_priced_as_published);
	tcase_add_test(cash, change_is_given_as_published);
	tcase_add_test(cash, cash_is_rounded_as_countries_do);
	tcase_add_test(cash, amounts_have_the_decimals_of_their_currency);
	tcase_add_test(offers, promotions_take_off_what_is_published);
	tcase_add_test(offers, baskets_of_offers_cost_what_is_published);
	suite_add_tcase(suite, tax);
	suite_add_tcase(suite, cash);
	suite_add_tcase(suite, offers);
	return run_suite(suite);
}
