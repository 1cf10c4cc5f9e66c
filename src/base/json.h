/*
 * JSON: a writer that keeps the order of keys and writes no white space, and a reader (a thin
 * face over jansson) that knows where it is, so that errors can say "lines[3].prise".
 *
 *   rule    numbers are integers; amounts are strings; floats are refused
 *   own     json_parse() gives the document, json_free() takes it back; nodes are borrowed from it
 */
#ifndef RINGUP_BASE_JSON_H
#define RINGUP_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* Writer: adds to a buf, puts commas where they belong.  key NULL inside arrays. */
struct json_writer {
	struct buf *buf;        /* borrowed */
	bool comma;
};
void json_open_object(struct json_writer *writer, const char *key);
void json_close_object(struct json_writer *writer);
void json_open_array(struct json_writer *writer, const char *key);
void json_close_array(struct json_writer *writer);
void json_put_text(struct json_writer *writer, const char *key, const char *text);
void json_put_int(struct json_writer *writer, const char *key, int64_t number);
void json_put_bool(struct json_writer *writer, const char *key, bool value);
void json_put_raw(struct json_writer *writer, const char *key, const char *json);

/* Reader. */
struct json_doc;
struct json_node;           /* borrowed from its doc */
enum json_type { JSON_IS_NULL, JSON_IS_BOOL, JSON_IS_INT, JSON_IS_TEXT, JSON_IS_ARRAY, JSON_IS_OBJECT };

/* Refuses duplicate keys, trailing bytes, floats, and more than 32 levels. */
enum outcome json_parse(struct json_doc **doc, const char *text, size_t length, struct err *err);
void json_free(struct json_doc **doc);
/* A node may be NULL, as json_get() gives it for what is absent: it is JSON_IS_NULL and empty. */
const struct json_node *json_root(const struct json_doc *doc);
enum json_type json_type_of(const struct json_node *node);
int64_t json_int(const struct json_node *node);         /* 0 for other types */
bool json_bool(const struct json_node *node);
const char *json_text(const struct json_node *node);    /* NULL for other types */
size_t json_count(const struct json_node *node);        /* members of an array or object */
const struct json_node *json_at(const struct json_node *array, size_t index);
const struct json_node *json_get(const struct json_node *object, const char *key);
/* Members of an object in the order they stand: index -> key and node. */
const struct json_node *json_member(const struct json_node *object, size_t index, const char **key);

/* All members one after the other, however many: *key NULL gives the first, else the one behind it.  NULL at the end. */
const struct json_node *json_next(const struct json_node *object, const char **key);

#endif
