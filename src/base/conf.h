/*
 * Text files of settings: "[section]", "key = value", "# comment"; a value may hold anything up
 * to the end of its line.  Used for ringup.conf and for the tables in data/.
 *
 *   own     conf_read() gives, conf_free() takes back; the texts handed out live as long
 *   fails   RC_NOT_FOUND no such file, RC_REFUSED with the line's number
 */
#ifndef RINGUP_BASE_CONF_H
#define RINGUP_BASE_CONF_H

#include <stddef.h>

#include "base/err.h"

struct conf;

enum outcome conf_read(struct conf **conf, const char *path, struct err *err);
enum outcome conf_parse(struct conf **conf, const char *name, const char *text, struct err *err);
/* For a file people write by hand and must not be stopped by: bad lines are left out, and below a bad
 * [section] its rows; err says the first of them, with an empty msg if there is none. */
enum outcome conf_parse_kindly(struct conf **conf, const char *name, const char *text, struct err *err);
void conf_free(struct conf **conf);

/* NULL if there is none.  Section NULL is the part before the first section. */
const char *conf_get(const struct conf *conf, const char *section, const char *key);

/* All rows in file order, to walk tables: rows with the same section lie together. */
struct conf_row {
	const char *section;    /* borrowed from conf; "" before the first */
	const char *key;
	const char *value;
	int line;
};
size_t conf_count(const struct conf *conf);
const struct conf_row *conf_row(const struct conf *conf, size_t index);

#endif
