#include <config.h>

#include "checkout/quote.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "checkout/quote_inside.h"

static const char *const question_keys[] = {
	"currency",
	"tax_rounding",
	"rounding",
	"cash_rounding",
	"promotion_order",
	"discount_basis",
	"way",
	"exempt",
	"at",
	"customer",
	"codes",
	"taxes",
	"items",
	"promotions",
	"lines",
	"discount",
	"tenders",
	"deposit",
	NULL,
};

/* ---- promotions ---- */

static bool
same_name(const struct quote *quote, const struct promotion *of_shop, const struct json_place *list,
          size_t count)
{
	(void)quote;
	for (size_t i = 0; i < count; i++) {
		struct json_place place = place_at(list, i);
		struct json_place name = place_key(&place, "name");

		if (name.node && json_text(name.node) &&
		    strcmp(json_text(name.node), of_shop->name) == 0)
			return true;
	}
	return false;
}

/* The shop's first, but for those that the question gives anew. */
static void
borrow_promotions(struct quote *quote, const struct json_place *list, size_t count)
{
	const struct tables *tables = quote->shop ? quote->shop->tables : NULL;

	for (size_t i = 0; tables && i < tables->promotion_count; i++)
		if (!same_name(quote, &tables->promotions[i], list, count))
			quote->promotions[quote->promotion_count++] = tables->promotions[i];
	quote->borrowed_promotions = quote->promotion_count;
}

static enum outcome
read_promotions(struct quote *quote)
{
	struct json_place list = place_key(&quote->root, "promotions");
	size_t of_shop = quote->shop ? quote->shop->tables->promotion_count : 0, count = 0;
	enum outcome outcome = RC_OK;

	if (list.node)
		outcome = place_array(&list, QUOTE_PROMOTIONS_MAX, &count);
	if (outcome)
		return outcome;
	quote->promotions = alloc_zero(of_shop + count + 1, sizeof quote->promotions[0]);
	borrow_promotions(quote, &list, count);
	for (size_t i = 0; i < count; i++) {
		struct json_place place = place_at(&list, i);

		outcome = promotion_read(&quote->promotions[quote->promotion_count], &place,
		                         quote->currency.exponent);
		if (outcome)
			return outcome;
		quote->promotion_count++;
	}
	quote->rules.promotions = quote->promotions;
	quote->rules.promotion_count = quote->promotion_count;
	return RC_OK;
}

/* Of an item that stands on a line alone, what that line says; of one nobody knows, its number: it
 * costs nothing. */
static bool
borrow_line(const struct quote *quote, const char *number, struct basket_line *extra)
{
	*extra = (struct basket_line){ .rule_count = 0 };
	text_copy(extra->is.item, sizeof extra->is.item, number);
	text_copy(extra->is.name, sizeof extra->is.name, number);
	for (size_t i = 0; i < quote->basket.line_count; i++) {
		const struct basket_line *line = &quote->basket.lines[i];

		if (strcmp(line->is.item, number) != 0)
			continue;
		extra->is.price = line->is.price;
		memcpy(extra->is.name, line->is.name, sizeof extra->is.name);
		memcpy(extra->category, line->category, sizeof extra->category);
		memcpy(extra->rules, line->rules, sizeof extra->rules);
		extra->rule_count = line->rule_count;
		return true;
	}
	return !quote->shop;
}

/* What free_extra promotions add. */
static enum outcome
find_extras(struct quote *quote)
{
	quote->extras = alloc_zero(quote->promotion_count + 1, sizeof quote->extras[0]);
	for (size_t i = 0; i < quote->promotion_count; i++) {
		struct basket_line *extra = &quote->extras[quote->extra_count];
		const char *number = quote->promotions[i].item;
		bool has_price = false;

		if (quote->promotions[i].effect != PROMOTION_FREE_EXTRA)
			continue;
		if ((quote_item(quote, &quote->root, number, extra, &has_price) == RC_OK &&
		     has_price) ||
		    borrow_line(quote, number, extra))
			quote->extra_count++;
	}
	quote->rules.extras = quote->extras;
	quote->rules.extra_count = quote->extra_count;
	return RC_OK;
}

/* ---- the whole ---- */

static enum outcome
read_deposit(struct quote *quote)
{
	struct json_place place = place_key(&quote->root, "deposit");
	struct json_place percent = place_key(&place, "percent");
	static const char *const keys[] = { "percent", NULL };
	enum outcome outcome;

	if (!place.node)
		return RC_OK;
	outcome = place_object(&place, keys, _("not a key of a deposit"));
	if (outcome == RC_OK)
		outcome = place_rate(&percent, false, &quote->deposit_ppm);
	if (outcome == RC_OK && (quote->deposit_ppm <= 0 || quote->deposit_ppm > 1000000))
		return place_refuse(&percent, _("a percentage from 0 to 100"));
	return outcome;
}

static enum outcome
read_basket_discount(struct quote *quote)
{
	struct json_place place = place_key(&quote->root, "discount");

	if (!place.node)
		return RC_OK;
	quote->basket.has_discount = true;
	return quote_read_discount(quote, &place, &quote->basket.discount);
}

static enum outcome
read_question(struct quote *quote)
{
	enum outcome outcome =
	        place_object(&quote->root, question_keys, _("not a key of a question"));

	if (outcome == RC_OK)
		outcome = quote_read_settings(quote);
	if (outcome == RC_OK)
		outcome = quote_read_taxes(quote);
	if (outcome == RC_OK)
		outcome = quote_read_items(quote);
	if (outcome == RC_OK)
		outcome = read_promotions(quote);
	if (outcome == RC_OK)
		outcome = quote_read_lines(quote);
	if (outcome == RC_OK)
		outcome = find_extras(quote);
	if (outcome == RC_OK)
		outcome = read_basket_discount(quote);
	if (outcome == RC_OK)
		outcome = read_deposit(quote);
	return outcome ? outcome : quote_read_tenders(quote);
}

static void
work_out(struct quote *quote)
{
	quote->rules.steps = &quote->steps;
	price_basket(&quote->rules, &quote->basket);
	tender_settle(&quote->tender_rules, quote->basket.total, quote->basket.tenders,
	              quote->basket.tender_count, &quote->settled);
}

static void
done(struct quote *quote)
{
	for (size_t i = quote->borrowed_promotions; i < quote->promotion_count; i++)
		promotion_done(&quote->promotions[i]);
	free(quote->promotions);
	free(quote->codes);
	free(quote->uses);
	free(quote->extras);
	steps_done(&quote->steps);
	basket_done(&quote->basket);
	free(quote);
}

static void
write_error(const struct err *err, struct buf *answer)
{
	struct json_writer writer = { .buf = answer };

	json_open_object(&writer, NULL);
	json_open_object(&writer, "error");
	json_put_text(&writer, "path", err->detail);
	json_put_text(&writer, "message", err->msg);
	json_put_text(&writer, "hint", err->hint[0] ? err->hint : _("see man ringup-quote"));
	json_close_object(&writer);
	json_close_object(&writer);
}

/* A text that is no JSON: where, in the words of its reader. */
static enum outcome
parse(const char *question, size_t length, struct json_doc **doc, struct err *err)
{
	char message[sizeof err->msg];
	const char *colon;
	bool marked = length >= 3 && memcmp(question, "\xEF\xBB\xBF", 3) == 0;
	enum outcome outcome = json_parse(doc, question + 3 * marked, length - 3 * marked, err);

	if (outcome == RC_OK)
		return RC_OK;
	text_copy(message, sizeof message, err->msg);
	colon = strstr(message, ": ");
	if (colon && strncmp(message, "line ", 5) != 0 && colon - message < PLACE_PATH_MAX) {
		err_set(err, outcome, "%s", colon + 2);
		err_detail(err, "%.*s", (int)(colon - message), message);
	}
	return outcome;
}

enum outcome
quote_answer(const char *question, size_t length, const struct quote_shop *shop, struct when now,
             struct buf *answer)
{
	struct err err = { .msg = "" };
	struct quote *quote = alloc_zero(1, sizeof *quote);
	struct json_doc *doc = NULL;
	enum outcome outcome = parse(question, length, &doc, &err);

	quote->shop = shop;
	quote->err = &err;
	quote->at = now;
	basket_init(&quote->basket);
	if (outcome == RC_OK) {
		quote->root = place_root(doc, &err);
		outcome = read_question(quote);
	}
	if (outcome == RC_OK) {
		work_out(quote);
		quote_write(quote, answer);
	} else {
		write_error(&err, answer);
	}
	done(quote);
	json_free(&doc);
	return outcome;
}
