#include <config.h>

#include "tests/oracle/rewrite.h"

#include <stdio.h>
#include <string.h>

void
copy_json(struct json_writer *writer, const char *key, const struct json_node *node)
{
	const char *name;

	switch (json_type_of(node)) {
	case JSON_IS_OBJECT:
		json_open_object(writer, key);
		for (size_t i = 0; i < json_count(node); i++) {
			const struct json_node *member = json_member(node, i, &name);

			copy_json(writer, name, member);
		}
		json_close_object(writer);
		break;
	case JSON_IS_ARRAY:
		json_open_array(writer, key);
		for (size_t i = 0; i < json_count(node); i++)
			copy_json(writer, NULL, json_at(node, i));
		json_close_array(writer);
		break;
	case JSON_IS_TEXT:
		json_put_text(writer, key, json_text(node));
		break;
	case JSON_IS_INT:
		json_put_int(writer, key, json_int(node));
		break;
	default:
		json_put_bool(writer, key, json_bool(node));
		break;
	}
}

static void
put_turned(struct json_writer *writer, const struct json_node *line)
{
	const char *quantity = json_text(json_get(line, "quantity")), *key;
	char turned[40];

	quantity = quantity ? quantity : "1";
	snprintf(turned, sizeof turned, "%s%s", quantity[0] == '-' ? "" : "-",
	         quantity + (quantity[0] == '-'));
	json_open_object(writer, NULL);
	for (size_t i = 0; i < json_count(line); i++) {
		const struct json_node *member = json_member(line, i, &key);

		if (strcmp(key, "quantity") != 0)
			copy_json(writer, key, member);
	}
	json_put_text(writer, "quantity", turned);
	json_close_object(writer);
}

static void
put_lines(struct json_writer *writer, const struct json_node *question, enum change change)
{
	const struct json_node *lines = json_get(question, "lines");
	const char *item;

	json_open_array(writer, "lines");
	for (size_t i = 0; i < json_count(lines); i++) {
		const struct json_node *line =
		        json_at(lines, change == REVERSE_LINES ? json_count(lines) - 1 - i : i);

		if (change == TURN_LINES)
			put_turned(writer, line);
		else
			copy_json(writer, NULL, line);
	}
	if (change == ADD_LINE) {
		json_member(json_get(question, "items"), 0, &item);
		json_open_object(writer, NULL);
		json_put_text(writer, "item", item);
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void
put_offers(struct json_writer *writer, const struct json_node *offers, enum change change)
{
	size_t count = json_count(offers);

	json_open_array(writer, "promotions");
	for (size_t i = 0; i < count; i++)
		copy_json(writer, NULL,
		          json_at(offers, change == ROTATE_OFFERS ? (i + 1) % count : i));
	json_close_array(writer);
}

void
rewrite(const struct json_node *question, enum change change, struct buf *out)
{
	struct json_writer writer = { .buf = out };
	const char *key;

	buf_clear(out);
	json_open_object(&writer, NULL);
	for (size_t i = 0; i < json_count(question); i++) {
		const struct json_node *member = json_member(question, i, &key);

		if (strcmp(key, "lines") == 0)
			put_lines(&writer, question, change);
		else if (strcmp(key, "promotions") == 0)
			put_offers(&writer, member, change);
		else if (strcmp(key, "tenders") != 0 &&
		         (strcmp(key, "promotion_order") != 0 || change < AS_LISTED))
			copy_json(&writer, key, member);
	}
	if (change >= AS_LISTED)
		json_put_text(&writer, "promotion_order", change == BEST ? "best" : "listed");
	json_close_object(&writer);
}
