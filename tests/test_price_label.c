#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reports/price_label.h"
#include "suite.h"

static const struct settings settings = {
	.currency = { .code = "EUR", .exponent = 2 },
	.style = { .decimal = ",", .group = ".", .exponent = 2 },
	.date_pattern = "%d.%m.%Y",
};

static const struct {
	const char *unit, *content_unit;
	int64_t content_milli, price_e4;
	const char *says;
} unit_prices[] = {
	{ "", "", 0, 1990000, "" },
	{ "kg", "", 0, 1990000, "1,99 / kg" },
	{ "g", "", 0, 19900, "19,90 / kg" }, /* 0.0199 a gram */
	{ "", "l", 750, 1990000, "2,65 / l" },
	{ "", "ml", 250000, 990000, "3,96 / l" },
	{ "", "cl", 33000, 890000, "2,70 / l" },
	{ "", "g", 125000, 1290000, "10,32 / kg" },
	{ "", "m", 2500, 9990000, "4,00 / m" },
};

START_TEST(what_a_kilogram_or_litre_costs_stands_beside_the_price)
{
	struct item_row item = { .number = "7", .name = "Thing", .has_price = true };
	struct price_label label;
	text_copy(item.unit, sizeof(item.unit), unit_prices[_i].unit);
	text_copy(item.content_unit, sizeof(item.content_unit), unit_prices[_i].content_unit);
	item.content_milli = unit_prices[_i].content_milli;
	item.price.e4 = unit_prices[_i].price_e4;
	price_label_of(&label, &settings, &item, "");
	ck_assert_str_eq(label.unit_price, unit_prices[_i].says);
}
END_TEST

START_TEST(the_code_of_one_piece_is_on_the_label)
{
	struct item_row item = { .number = "7", .name = "Thing", .price = { 1990000 } };
	struct price_label label;
	price_label_of(&label, &settings, &item, "4006381333948*6 4006381333931 96385074");
	ck_assert_str_eq(label.code, "4006381333931");
	price_label_of(&label, &settings, &item, "4006381333948*6");
	ck_assert_str_eq(label.code, "");
}
END_TEST

START_TEST(labels_come_as_text_and_as_a_sheet)
{
	struct item_row item = { .number = "7", .name = "Oat drink", .price = { 1990000 } };
	struct markdown_row row = {
		.number = 5, .price = { 990000 }, .reason = "dented", .until = 20261130
	};
	struct price_label labels[30];
	struct buf out = { 0 };
	price_label_of(&labels[0], &settings, &item, "4006381333931");
	price_label_reduce(&labels[1], &settings, &item, &row);
	price_labels_text(labels, 2, &out);
	ck_assert_str_eq(out.text,
	                 "7            Oat drink                                1,99"
	                 "                  4006381333931\n"
	                 "7            Oat drink                                0,99"
	                 "                  94000000000000000054  before 1,99, until 30.11.2026: "
	                 "dented\n");
	buf_clear(&out);
	for (int i = 2; i < 30; i++)
		labels[i] = labels[i % 2];
	price_labels_pdf(labels, 30, &out);
	ck_assert(out.length > 1000 && memcmp(out.text, "%PDF-", 5) == 0);
	ck_assert_ptr_nonnull(memmem(out.text, out.length, "/Count 2", 8));
	buf_done(&out);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("price label");
	TCase *tcase = tcase_create("price label");
	tcase_add_loop_test(tcase, what_a_kilogram_or_litre_costs_stands_beside_the_price, 0,
	                    (int)(sizeof(unit_prices) / sizeof(*unit_prices)));
	tcase_add_test(tcase, the_code_of_one_piece_is_on_the_label);
	tcase_add_test(tcase, labels_come_as_text_and_as_a_sheet);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
