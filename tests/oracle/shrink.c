#include <config.h>

#include "tests/oracle/shrink.h"

#include <assert.h>

#include "base/json.h"

/* Members are counted in the order they stand; the one with this number is left out. */
struct copy {
	struct json_writer writer;
	long left_out, count;
};

static void copy_node(struct copy *copy, const char *key, const struct json_node *node);

static void
copy_members(struct copy *copy, const struct json_node *node, bool named)
{
	for (size_t i = 0; i < json_count(node); i++) {
		const char *key = NULL;
		const struct json_node *member =
		        named ? json_member(node, i, &key) : json_at(node, i);

		if (copy->count++ != copy->left_out)
			copy_node(copy, key, member);
	}
}

static void
copy_node(struct copy *copy, const char *key, const struct json_node *node)
{
	switch (json_type_of(node)) {
	case JSON_IS_OBJECT:
		json_open_object(&copy->writer, key);
		copy_members(copy, node, true);
		json_close_object(&copy->writer);
		break;
	case JSON_IS_ARRAY:
		json_open_array(&copy->writer, key);
		copy_members(copy, node, false);
		json_close_array(&copy->writer);
		break;
	case JSON_IS_TEXT:
		json_put_text(&copy->writer, key, json_text(node));
		break;
	case JSON_IS_INT:
		json_put_int(&copy->writer, key, json_int(node));
		break;
	default:
		json_put_bool(&copy->writer, key, json_bool(node));
		break;
	}
}

/* How many members it had. */
static long
copy_without(const struct buf *from, long left_out, struct buf *to)
{
	struct copy copy = { .writer = { .buf = to }, .left_out = left_out };
	struct json_doc *doc;

	assert(json_parse(&doc, from->text, from->length, NULL) == RC_OK);
	buf_clear(to);
	copy_node(&copy, NULL, json_root(doc));
	json_free(&doc);
	return copy.count;
}

void
shrink(struct buf *question, bool (*fails)(const struct buf *question))
{
	struct buf smaller = { .length = 0 };
	bool again = true;

	while (again) {
		again = false;
		for (long number = 0; number < copy_without(question, number, &smaller);) {
			if (fails(&smaller)) {
				buf_clear(question);
				buf_add(question, smaller.text);
				again = true;
			} else {
				number++;
			}
		}
	}
	buf_done(&smaller);
}
