/*
 * The answer to a question.
 */
#include <config.h>

#include <string.h>

#include "checkout/quote_inside.h"

struct writing {
	const struct quote *quote;
	struct json_writer json;
};

static void
put_money(struct writing *to, const char *key, struct money amount)
{
	char text[MONEY_TEXT_MAX];

	json_put_text(&to->json, key, money_text(text, amount, &to->quote->style));
}

static void
put_rate(struct writing *to, int64_t ppm)
{
	struct number_style plain = number_plain(0);
	char text[MONEY_TEXT_MAX];

	json_put_text(&to->json, "rate", number_text(text, sizeof text, ppm, 4, 0, &plain));
}

static void
put_line_taxes(struct writing *to, const struct sale_line *line)
{
	json_open_array(&to->json, "taxes");
	for (int i = 0; i < line->tax_count; i++) {
		json_open_object(&to->json, NULL);
		json_put_text(&to->json, "tax", quote_tax_name(to->quote, line->taxes[i].tax));
		put_money(to, "base", line->taxes[i].base);
		put_money(to, "amount", line->taxes[i].amount);
		json_close_object(&to->json);
	}
	json_close_array(&to->json);
}

static void
put_discounts(struct writing *to, const struct sale_line *line)
{
	json_open_array(&to->json, "discounts");
	for (int i = 0; i < line->discount_count; i++) {
		if (line->discounts[i].kind == DISCOUNT_EXEMPT)
			continue;
		json_open_object(&to->json, NULL);
		put_money(to, "amount", line->discounts[i].amount);
		json_put_text(&to->json, "reason", line->discounts[i].reason);
		json_close_object(&to->json);
	}
	json_close_array(&to->json);
}

static void
put_line(struct writing *to, const struct sale_line *line)
{
	struct money tax = { 0 };
	char text[QTY_TEXT_MAX];
	struct number_style plain = number_plain(0);

	for (int i = 0; i < line->tax_count; i++)
		tax = money_add(tax, line->taxes[i].amount);
	json_open_object(&to->json, NULL);
	json_put_int(&to->json, "number", line->number);
	if (line->item[0])
		json_put_text(&to->json, "item", line->item);
	json_put_text(&to->json, "name", line->name);
	json_put_text(&to->json, "quantity", qty_text(text, line->qty_milli, 0, &plain));
	if (line->flags & LINE_FREE)
		json_put_bool(&to->json, "free", true);
	put_money(to, "gross", line->total);
	put_money(to, "net", money_sub(line->total, tax));
	put_money(to, "tax", tax);
	put_line_taxes(to, line);
	put_discounts(to, line);
	json_close_object(&to->json);
}

static void
put_lines(struct writing *to)
{
	const struct basket *basket = &to->quote->basket;

	json_open_array(&to->json, "lines");
	for (size_t i = 0; i < basket->line_count; i++)
		if (!basket->lines[i].is.voided)
			put_line(to, &basket->lines[i].is);
	json_close_array(&to->json);
}

static void
put_taxes(struct writing *to)
{
	const struct basket *basket = &to->quote->basket;

	json_open_array(&to->json, "taxes");
	for (size_t i = 0; i < basket->tax_count; i++) {
		const struct sale_tax *tax = &basket->taxes[i];

		json_open_object(&to->json, NULL);
		json_put_text(&to->json, "tax", quote_tax_name(to->quote, tax->tax));
		if (tax->kind != TAX_FIXED)
			put_rate(to, tax->rate_ppm);
		put_money(to, "base", tax->base);
		put_money(to, "amount", tax->amount);
		json_close_object(&to->json);
	}
	json_close_array(&to->json);
}

static void
put_tenders(struct writing *to)
{
	const struct basket *basket = &to->quote->basket;

	json_open_array(&to->json, "tenders");
	for (size_t i = 0; i < basket->tender_count; i++) {
		json_open_object(&to->json, NULL);
		json_put_text(&to->json, "kind", basket->tenders[i].kind);
		put_money(to, "amount", basket->tenders[i].amount);
		if (basket->tenders[i].reference[0])
			json_put_text(&to->json, "reference", basket->tenders[i].reference);
		json_close_object(&to->json);
	}
	json_close_array(&to->json);
}

static void
put_steps(struct writing *to)
{
	const struct price_steps *steps = &to->quote->steps;

	json_open_array(&to->json, "steps");
	for (size_t i = 0; i < steps->count; i++) {
		const struct price_step *step = &steps->steps[i];

		json_open_object(&to->json, NULL);
		json_put_text(&to->json, "step", step_names[step->kind]);
		json_put_text(&to->json, "text", step->text);
		put_money(to, "amount", step->amount);
		if (step->line)
			json_put_int(&to->json, "line", step->line);
		json_close_object(&to->json);
	}
	json_close_array(&to->json);
}

static void
put_deposit(struct writing *to)
{
	struct price_deposit deposit;

	if (to->quote->deposit_ppm == 0)
		return;
	price_deposit(&to->quote->basket, to->quote->deposit_ppm, to->quote->rules.rounding,
	              &deposit);
	json_open_object(&to->json, "deposit");
	put_money(to, "net", deposit.net);
	put_money(to, "tax", deposit.tax);
	put_money(to, "total", deposit.total);
	json_close_object(&to->json);
}

void
quote_write(const struct quote *quote, struct buf *out)
{
	struct writing to = { .quote = quote, .json = { .buf = out } };

	json_open_object(&to.json, NULL);
	put_lines(&to);
	put_taxes(&to);
	put_money(&to, "discount", quote->basket.saved);
	put_money(&to, "net", quote->basket.net);
	put_money(&to, "tax", quote->basket.tax);
	put_money(&to, "total", quote->basket.total);
	put_deposit(&to);
	put_tenders(&to);
	put_money(&to, "rounding", quote->settled.rounding);
	put_money(&to, "remaining", quote->settled.remaining);
	put_money(&to, "change", quote->settled.change);
	json_put_bool(&to.json, "complete", quote->settled.complete);
	put_steps(&to);
	json_close_object(&to.json);
}
