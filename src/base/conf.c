#include <config.h>

#include "base/conf.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "base/text.h"

#define FILE_BYTES_MAX (1024 * 1024)

struct conf {
	char *text; /* sections, keys and values point into it */
	struct conf_row *rows;
	size_t count, room;
};

/* What is read so far, and where. */
struct reader {
	struct conf *conf;
	const char *name;    /* of the file, for sentences */
	const char *section; /* NULL: the rows below a bad one */
	int line;
};

static char *
trim(char *text)
{
	char *end;

	text += strspn(text, " \t\r");
	end = text + strlen(text);
	while (end > text && strchr(" \t\r", end[-1]))
		end--;
	*end = '\0';
	return text;
}

static bool
section_seen(const struct conf *conf, const char *section)
{
	for (size_t i = 0; i < conf->count; i++)
		if (strcmp(conf->rows[i].section, section) == 0)
			return true;
	return false;
}

static enum outcome
read_section(struct reader *reader, char *line, struct err *err)
{
	size_t length = strlen(line);

	if (length < 3 || line[length - 1] != ']')
		return err_set(err, RC_REFUSED,
		               _("%s, line %d: \"%s\" is not a section like [name]"), reader->name,
		               reader->line, line);
	line[length - 1] = '\0';
	line = trim(line + 1);
	if (section_seen(reader->conf, line))
		return err_set(err, RC_REFUSED,
		               _("%s, line %d: the section [%s] stands further up already"),
		               reader->name, reader->line, line);
	reader->section = line;
	return RC_OK;
}

static enum outcome
read_row(struct reader *reader, char *line, struct err *err)
{
	struct conf *conf = reader->conf;
	char *equals = strchr(line, '='), *key;

	if (!equals || equals == line)
		return err_set(err, RC_REFUSED,
		               _("%s, line %d: \"%s\" is not of the form key = value"),
		               reader->name, reader->line, line);
	*equals = '\0';
	key = trim(line);
	if (conf_get(conf, reader->section, key))
		return err_set(err, RC_REFUSED,
		               _("%s, line %d: \"%s\" stands in this section already"),
		               reader->name, reader->line, key);
	if (conf->count == conf->room) {
		conf->room = conf->room ? conf->room * 2 : 32;
		conf->rows = alloc_again(conf->rows, conf->room, sizeof(conf->rows[0]));
	}
	conf->rows[conf->count++] = (struct conf_row){
		.section = reader->section,
		.key = key,
		.value = trim(equals + 1),
		.line = reader->line,
	};
	return RC_OK;
}

static enum outcome
read_line(struct reader *reader, char *line, struct err *err)
{
	if (!text_is_utf8(line, strlen(line)))
		return err_set(err, RC_REFUSED, _("%s, line %d is not UTF-8"), reader->name,
		               reader->line);
	line = trim(line);
	if (*line == '\0' || *line == '#')
		return RC_OK;
	if (*line == '[')
		return read_section(reader, line, err);
	return reader->section ? read_row(reader, line, err) : RC_OK;
}

static char *
next_line(char **text)
{
	char *line = *text, *end = line ? strchr(line, '\n') : NULL;

	if (end)
		*end++ = '\0';
	*text = end;
	return line;
}

/* Without the mark some editors begin a file with. */
static char *
begin(struct reader *reader, const char *text)
{
	struct conf *conf = alloc_zero(1, sizeof(*conf));

	conf->text = alloc_text(strncmp(text, "\xEF\xBB\xBF", 3) ? text : text + 3);
	reader->conf = conf;
	return conf->text;
}

enum outcome
conf_parse(struct conf **conf, const char *name, const char *text, struct err *err)
{
	struct reader reader = { .name = name, .section = "" };
	enum outcome outcome = RC_OK;
	char *line, *rest = begin(&reader, text);

	while (!outcome && (line = next_line(&rest))) {
		reader.line++;
		outcome = read_line(&reader, line, err);
	}
	if (outcome)
		conf_free(&reader.conf);
	else
		*conf = reader.conf;
	return outcome;
}

enum outcome
conf_parse_kindly(struct conf **conf, const char *name, const char *text, struct err *err)
{
	struct reader reader = { .name = name, .section = "" };
	char *line, *rest = begin(&reader, text);
	struct err first = { 0 }, why;

	while ((line = next_line(&rest))) {
		bool section = line[strspn(line, " \t")] == '[';

		reader.line++;
		if (!read_line(&reader, line, &why))
			continue;
		if (!first.msg[0])
			first = why;
		if (section)
			reader.section = NULL;
	}
	*conf = reader.conf;
	*err = first;
	return RC_OK;
}

enum outcome
conf_read(struct conf **conf, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	size_t length;
	char *text;
	enum outcome outcome = paths_read_file(path, FILE_BYTES_MAX, &text, &length, err);

	if (outcome)
		return outcome;
	if (strlen(text) != length)
		outcome = err_set(err, RC_REFUSED, _("%s is not a text file"), path);
	else
		outcome = conf_parse(conf, slash ? slash + 1 : path, text, err);
	free(text);
	return outcome;
}

void
conf_free(struct conf **conf)
{
	if (!*conf)
		return;
	free((*conf)->text);
	free((*conf)->rows);
	free(*conf);
	*conf = NULL;
}

const char *
conf_get(const struct conf *conf, const char *section, const char *key)
{
	for (size_t i = 0; i < conf->count; i++)
		if (strcmp(conf->rows[i].section, section ? section : "") == 0 &&
		    strcmp(conf->rows[i].key, key) == 0)
			return conf->rows[i].value;
	return NULL;
}

size_t
conf_count(const struct conf *conf)
{
	return conf->count;
}

const struct conf_row *
conf_row(const struct conf *conf, size_t index)
{
	return index < conf->count ? &conf->rows[index] : NULL;
}
