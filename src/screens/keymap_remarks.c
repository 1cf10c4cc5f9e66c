/*
 * What people wrote into a key map beside its rows.
 *
 * When the till writes the file again, the lines that begin with "#" stay: each before the row it
 * stood before (known by its key, else by what it does), or before its section.  What stood before
 * a row that is gone stands at the end of the section.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "screens/keymap_parts.h"

enum remark_place { BEFORE_ROW, BEFORE_SECTION, AT_END };

struct remark {
	enum remark_place place;
	char section[BINDING_TEXT_MAX];
	struct binding row; /* of BEFORE_ROW */
	char *text;         /* lines with their ends; owned */
	bool written;
};

struct remarks {
	struct remark *all;
	size_t count;
};

/* ---- reading ---- */

static void
add_remark(struct remarks *remarks, enum remark_place place, const char *section,
           const struct binding *row, struct buf *pending)
{
	if (!pending->length)
		return;
	remarks->all = alloc_again(remarks->all, remarks->count + 1, sizeof(*remarks->all));
	struct remark *remark = &remarks->all[remarks->count++];
	*remark = (struct remark){ .place = place, .text = buf_take(pending) };
	text_copy(remark->section, sizeof(remark->section), section);
	if (row)
		remark->row = *row;
}

/* "[sale]" */
static bool
read_section(const char *line, char *section, size_t size)
{
	size_t length = strcspn(line, "]");

	if (*line != '[' || line[length] != ']' || length - 1 >= size)
		return false;
	text_copy(section, length, line + 1);
	return true;
}

/* "F9 = cash" */
static bool
read_row(const char *line, struct binding *row)
{
	char key[KEY_TEXT_MAX];
	const char *equals = strchr(line, '=');
	size_t length = equals ? (size_t)(equals - line) : 0;

	while (length > 0 && line[length - 1] == ' ')
		length--;
	if (!length || length >= sizeof(key))
		return false;
	text_copy(key, length + 1, line);
	*row = (struct binding){ .none = true };
	if (!key_parse(key, &row->key))
		return false;
	equals += 1 + strspn(equals + 1, " ");
	keymap_read_meaning(row, equals, NULL); /* a row that is wrong still has its key */
	return true;
}

static void
read_line(struct remarks *remarks, const char *line, char *section, size_t size,
          struct buf *pending)
{
	struct binding row;

	line += strspn(line, " \t");
	if (*line == '#') {
		if (!keymap_is_own_remark(line))
			buf_format(pending, "%s\n", line);
	} else if (read_section(line, section, size)) {
		add_remark(remarks, BEFORE_SECTION, section, NULL, pending);
	} else if (read_row(line, &row)) {
		add_remark(remarks, BEFORE_ROW, section, &row, pending);
	}
}

struct remarks *
remarks_read(const char *text)
{
	struct remarks *remarks = alloc_zero(1, sizeof(*remarks));
	char *copy = alloc_text(text), *rest = NULL, section[BINDING_TEXT_MAX] = "";
	struct buf pending = { 0 };

	for (char *line = strtok_r(copy, "\r\n", &rest); line; line = strtok_r(NULL, "\r\n", &rest))
		read_line(remarks, line, section, sizeof(section), &pending);
	add_remark(remarks, AT_END, "", NULL, &pending);
	buf_done(&pending);
	free(copy);
	return remarks;
}

void
remarks_free(struct remarks **remarks)
{
	for (size_t i = 0; i < (*remarks)->count; i++)
		free((*remarks)->all[i].text);
	free((*remarks)->all);
	free(*remarks);
	*remarks = NULL;
}

/* ---- writing ---- */

static void
write_one(struct remark *remark, struct buf *out)
{
	buf_add(out, remark->text);
	remark->written = true;
}

void
remarks_before_section(struct remarks *remarks, const char *section, struct buf *out)
{
	for (size_t i = 0; i < remarks->count; i++) {
		struct remark *remark = &remarks->all[i];

		if (remark->place == BEFORE_SECTION && strcmp(remark->section, section) == 0)
			write_one(remark, out);
	}
}

static bool
does_same(const struct binding *a, const struct binding *b)
{
	return !a->none && !b->none && verb_same(a->verb, b->verb) &&
	       strcmp(a->words, b->words) == 0;
}

void
remarks_before_row(struct remarks *remarks, const struct binding *row, struct buf *out)
{
	struct remark *found = NULL;

	for (size_t i = 0; i < remarks->count; i++) {
		struct remark *remark = &remarks->all[i];

		if (remark->place != BEFORE_ROW || remark->written ||
		    strcmp(remark->section, row->section) != 0)
			continue;
		if (key_same(&remark->row.key, &row->key)) {
			found = remark;
			break;
		}
		if (!found && does_same(&remark->row, row))
			found = remark;
	}
	if (found)
		write_one(found, out);
}

/* Those of rows that are gone. */
void
remarks_after_section(struct remarks *remarks, const char *section, struct buf *out)
{
	for (size_t i = 0; i < remarks->count; i++) {
		struct remark *remark = &remarks->all[i];

		if (remark->place == BEFORE_ROW && !remark->written &&
		    strcmp(remark->section, section) == 0)
			write_one(remark, out);
	}
}

void
remarks_at_end(struct remarks *remarks, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < remarks->count; i++)
		any |= !remarks->all[i].written;
	if (any)
		buf_add(out, "\n");
	for (size_t i = 0; i < remarks->count; i++) {
		if (!remarks->all[i].written)
			write_one(&remarks->all[i], out);
	}
}
