#include <config.h>

#include "checkout/basket.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/entry.h"

#define FIRST_ROOM 32

void
basket_init(struct basket *basket)
{
	*basket = (struct basket){ .line_count = 0 };
}

void
basket_done(struct basket *basket)
{
	free(basket->lines);
	basket_init(basket);
}

void
basket_clear(struct basket *basket)
{
	struct basket_line *lines = basket->lines;
	size_t room = basket->line_room;

	basket_init(basket);
	basket->lines = lines;
	basket->line_room = room;
}

bool
basket_is_open(const struct basket *basket)
{
	return basket->id[0] != '\0';
}

void
basket_reserve(struct basket *basket, size_t more)
{
	if (basket->line_count + more <= basket->line_room)
		return;
	basket->line_room = basket->line_count + more;
	basket->lines = alloc_again(basket->lines, basket->line_room, sizeof basket->lines[0]);
}

enum outcome
basket_add(struct basket *basket, struct basket_line **line, struct err *err)
{
	struct basket_line *new;

	if (basket->line_count == BASKET_LINES_MAX) {
		err_set(err, RC_REFUSED, _("the basket is full"));
		err_hint(err, _("take payment for it, then ring up the rest"));
		return RC_REFUSED;
	}
	if (basket->line_count == basket->line_room) {
		basket->line_room = basket->line_room ? 2 * basket->line_room : FIRST_ROOM;
		basket->lines =
		        alloc_again(basket->lines, basket->line_room, sizeof basket->lines[0]);
	}
	new = &basket->lines[basket->line_count];
	*new = (struct basket_line){ .is = { .number = 1 } };
	if (basket->line_count > 0)
		new->is.number = basket->lines[basket->line_count - 1].is.number + 1;
	basket->line_count++;
	*line = new;
	return RC_OK;
}

/* Numbers grow by one and lines are never taken out, but a decoded basket may begin anywhere. */
struct basket_line *
basket_line(struct basket *basket, int number)
{
	for (size_t i = 0; i < basket->line_count; i++)
		if (basket->lines[i].is.number == number)
			return &basket->lines[i];
	return NULL;
}

struct basket_line *
basket_deposit_of(struct basket *basket, int number)
{
	for (size_t i = 0; i < basket->line_count; i++) {
		struct sale_line *is = &basket->lines[i].is;

		if (is->kind == LINE_DEPOSIT && is->parent == number)
			return &basket->lines[i];
	}
	return NULL;
}

struct basket_line *
basket_last(struct basket *basket)
{
	for (size_t i = basket->line_count; i > 0; i--) {
		struct sale_line *is = &basket->lines[i - 1].is;

		if (!is->voided && is->kind != LINE_DEPOSIT && !(is->flags & LINE_FREE))
			return &basket->lines[i - 1];
	}
	return NULL;
}

int64_t
basket_pieces(const struct basket *basket)
{
	int64_t pieces = 0;

	for (size_t i = 0; i < basket->line_count; i++)
		pieces += sale_line_pieces(&basket->lines[i].is);
	return pieces;
}

bool
sale_line_is_deposit(const struct sale_line *line)
{
	return line->kind == LINE_DEPOSIT || line->kind == LINE_EMPTIES;
}

int
basket_last_number(const struct basket *basket)
{
	return basket->line_count ? basket->lines[basket->line_count - 1].is.number : 0;
}

int
basket_open_lines(const struct basket *basket)
{
	int open = 0;

	for (size_t i = 0; i < basket->line_count; i++)
		open += !basket->lines[i].is.voided;
	return open;
}

/* What only the shopper carries away counts: goods coming back, deposits and void lines do not. */
int64_t
sale_line_pieces(const struct sale_line *line)
{
	if (line->voided || line->kind == LINE_DEPOSIT || line->qty_milli <= 0)
		return 0;
	if (line->unit[0] != '\0' || line->qty_milli < QTY_ONE)
		return 1;
	return line->qty_milli / QTY_ONE;
}

/* ---- records: the line as it will be recorded, a tab, and what only pricing needs ---- */

static void
put_rule(struct json_writer *writer, const struct tax_rule *rule)
{
	json_open_object(writer, NULL);
	json_put_text(writer, "tax", rule->code);
	json_put_text(writer, "name", rule->name);
	json_put_int(writer, "kind", rule->kind);
	json_put_int(writer, "rate", rule->rate_ppm);
	json_put_int(writer, "unit", rule->per_unit.e4);
	json_put_bool(writer, "included", rule->included);
	json_put_bool(writer, "compound", rule->compound);
	json_put_bool(writer, "affected", rule->affected);
	json_close_object(writer);
}

void
basket_put_given(struct json_writer *writer, const char *key, const struct given_discount *given)
{
	json_open_object(writer, key);
	json_put_bool(writer, "is_percent", given->is_percent);
	json_put_int(writer, "percent", given->percent_ppm);
	json_put_int(writer, "amount", given->amount.minor);
	json_put_text(writer, "reason", given->reason);
	json_put_int(writer, "approver", given->approver);
	json_close_object(writer);
}

void
basket_encode_line(const struct basket_line *line, struct buf *buf)
{
	struct json_writer writer = { .buf = buf };

	entry_encode_line(&line->is, buf);
	buf_add_char(buf, '\t');
	json_open_object(&writer, NULL);
	json_put_text(&writer, "category", line->category);
	json_put_bool(&writer, "fixed", line->fixed);
	json_put_bool(&writer, "no_promotion", line->no_promotion);
	if (line->is.extra_of[0])
		json_put_text(&writer, "extra_of", line->is.extra_of);
	json_open_array(&writer, "rules");
	for (int i = 0; i < line->rule_count; i++)
		put_rule(&writer, &line->rules[i]);
	json_close_array(&writer);
	json_open_array(&writer, "given");
	for (int i = 0; i < line->given_count; i++)
		basket_put_given(&writer, NULL, &line->given[i]);
	json_close_array(&writer);
	json_close_object(&writer);
}

static void
get_text(char *out, size_t size, const struct json_node *object, const char *key)
{
	const struct json_node *node = json_get(object, key);
	const char *text = node ? json_text(node) : NULL;

	text_copy(out, size, text ? text : "");
}

static int64_t
get_int(const struct json_node *object, const char *key)
{
	const struct json_node *node = json_get(object, key);

	return node ? json_int(node) : 0;
}

static bool
get_bool(const struct json_node *object, const char *key)
{
	const struct json_node *node = json_get(object, key);

	return node && json_bool(node);
}

static void
get_rule(struct tax_rule *rule, const struct json_node *node)
{
	get_text(rule->code, sizeof rule->code, node, "tax");
	get_text(rule->name, sizeof rule->name, node, "name");
	rule->kind = (enum tax_kind)get_int(node, "kind");
	rule->rate_ppm = get_int(node, "rate");
	rule->per_unit.e4 = get_int(node, "unit");
	rule->included = get_bool(node, "included");
	rule->compound = get_bool(node, "compound");
	rule->affected = get_bool(node, "affected");
}

void
basket_get_given(struct given_discount *given, const struct json_node *node)
{
	given->is_percent = get_bool(node, "is_percent");
	given->percent_ppm = get_int(node, "percent");
	given->amount.minor = get_int(node, "amount");
	get_text(given->reason, sizeof given->reason, node, "reason");
	given->approver = (int)get_int(node, "approver");
}

static bool
get_extras(struct basket_line *line, const struct json_node *root)
{
	const struct json_node *rules = json_get(root, "rules"), *given = json_get(root, "given");

	if (!rules || !given || json_count(rules) > LINE_TAXES_MAX ||
	    json_count(given) > GIVEN_DISCOUNTS_MAX)
		return false;
	get_text(line->category, sizeof line->category, root, "category");
	line->fixed = get_bool(root, "fixed");
	line->no_promotion = get_bool(root, "no_promotion");
	get_text(line->is.extra_of, sizeof line->is.extra_of, root, "extra_of");
	line->rule_count = (int)json_count(rules);
	for (int i = 0; i < line->rule_count; i++) {
		get_rule(&line->rules[i], json_at(rules, (size_t)i));
		if (line->rules[i].kind < 0 || line->rules[i].kind >= TAX_KINDS)
			return false;
	}
	line->given_count = (int)json_count(given);
	for (int i = 0; i < line->given_count; i++)
		basket_get_given(&line->given[i], json_at(given, (size_t)i));
	return true;
}

enum outcome
basket_decode_line(struct basket_line *line, const char *text, size_t length, struct err *err)
{
	const char *tab = memchr(text, '\t', length);
	struct basket_line out = { .rule_count = 0 };
	struct json_doc *doc = NULL;
	enum outcome outcome;
	bool whole;

	if (!tab)
		return err_set(err, RC_BROKEN, _("the saved basket cannot be read"));
	outcome = entry_decode_line(&out.is, text, (size_t)(tab - text), err);
	if (outcome)
		return outcome;
	outcome = json_parse(&doc, tab + 1, length - (size_t)(tab + 1 - text), err);
	if (outcome)
		return err_set(err, RC_BROKEN, _("the saved basket cannot be read"));
	whole = get_extras(&out, json_root(doc));
	json_free(&doc);
	if (!whole)
		return err_set(err, RC_BROKEN, _("the saved basket cannot be read"));
	*line = out;
	return RC_OK;
}
