#include <config.h>

#include "base/csv.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"

#define INPUT_BYTES 65536
#define END (-1)

struct csv {
	FILE *file;
	int fault; /* the errno that ended reading */
	unsigned char input[INPUT_BYTES];
	size_t at, filled;
	int64_t line;     /* of the byte at hand */
	int64_t row_line; /* where the row last read began */
	char separator;
	char **names;
	size_t columns;
	/* the row last read: texts one after the other, each with its NUL */
	char row[CSV_ROW_MAX + 1];
	size_t length;
	bool plain; /* so far all of it is ASCII without NULs */
	const char *fields[CSV_FIELDS_MAX];
	size_t count;
};

/* What can be wrong with one row; the rows after it can still be read. */
enum row_fault { ROW_OK, ROW_END, ROW_LONG, ROW_FIELDS, ROW_QUOTE, ROW_OPEN_QUOTE, ROW_NOT_TEXT };

static bool
fill(struct csv *csv)
{
	csv->at = 0;
	csv->filled = fread(csv->input, 1, sizeof(csv->input), csv->file);
	if (csv->filled == 0)
		csv->fault = ferror(csv->file) ? errno : 0;
	return csv->filled != 0;
}

static inline int
peek(struct csv *csv)
{
	return csv->at < csv->filled || fill(csv) ? csv->input[csv->at] : END;
}

static void
skip_one(struct csv *csv)
{
	if (csv->input[csv->at++] == '\n')
		csv->line++;
}

static void
skip_line(struct csv *csv)
{
	int byte;

	while ((byte = peek(csv)) != END && byte != '\n')
		skip_one(csv);
	if (byte == '\n')
		skip_one(csv);
}

/* Adds one byte to the row; the caller has seen to the room by ROW_LONG. */
static bool
keep(struct csv *csv, int byte)
{
	if (csv->length >= CSV_ROW_MAX)
		return false;
	csv->plain &= byte > 0 && byte < 0x80;
	csv->row[csv->length++] = (char)byte;
	return true;
}

/* From after the opening quote to after the closing one. */
static enum row_fault
read_quoted(struct csv *csv)
{
	int byte;

	while ((byte = peek(csv)) != END) {
		skip_one(csv);
		if (byte == '"') {
			if (peek(csv) != '"')
				return ROW_OK;
			skip_one(csv);
		}
		if (!keep(csv, byte))
			return ROW_LONG;
	}
	return ROW_OPEN_QUOTE;
}

/* What nearly every field is made of, as far as it is in memory: no end, nothing that is quoted or
 * looked at more closely. */
static void
read_run(struct csv *csv)
{
	const unsigned char *from = csv->input + csv->at, *at = from;
	const unsigned char *end = csv->input + csv->filled;

	if ((size_t)(end - from) > CSV_ROW_MAX - csv->length)
		end = from + (CSV_ROW_MAX - csv->length);
	while (at < end && *at >= ' ' && *at < 0x80 && *at != csv->separator)
		at++;
	memcpy(csv->row + csv->length, from, (size_t)(at - from));
	csv->length += (size_t)(at - from);
	csv->at += (size_t)(at - from);
}

/* Up to the separator or the line's end, which stays.  CR before LF is part of the end. */
static enum row_fault
read_plain(struct csv *csv)
{
	int byte;

	read_run(csv);
	while ((byte = peek(csv)) != END && byte != csv->separator && byte != '\n') {
		skip_one(csv);
		if (byte == '\r' && peek(csv) == '\n')
			break;
		if (!keep(csv, byte))
			return ROW_LONG;
		read_run(csv);
	}
	return ROW_OK;
}

static enum row_fault
read_field(struct csv *csv)
{
	enum row_fault fault;
	size_t begin = csv->length;

	if (csv->count == CSV_FIELDS_MAX)
		return ROW_FIELDS;
	csv->fields[csv->count++] = csv->row + begin;
	if (peek(csv) == '"') {
		skip_one(csv);
		fault = read_quoted(csv);
		if (fault)
			return fault;
		begin = csv->length;
		fault = read_plain(csv);
		if (!fault && csv->length > begin)
			fault = ROW_QUOTE;
	} else {
		fault = read_plain(csv);
	}
	if (!fault && csv->length == CSV_ROW_MAX)
		fault = ROW_LONG;
	if (!fault)
		csv->row[csv->length++] = '\0';
	return fault;
}

/* NULs inside fields would cut them short without a word; the fields' own NULs are counted. */
static bool
is_text(const struct csv *csv)
{
	size_t nuls = 0;

	if (csv->plain)
		return true;
	for (const char *at = csv->row; (at = memchr(at, '\0', csv->row + csv->length - at)); at++)
		nuls++;
	return nuls == csv->count && text_is_utf8(csv->row, csv->length);
}

static enum row_fault
read_row(struct csv *csv)
{
	enum row_fault fault;
	int byte;

	while (peek(csv) == '\n' || peek(csv) == '\r') /* blank lines */
		skip_one(csv);
	if (peek(csv) == END)
		return ROW_END;
	csv->row_line = csv->line;
	csv->length = 0;
	csv->count = 0;
	csv->plain = true;
	do {
		fault = read_field(csv);
		byte = peek(csv);
		if (fault) {
			skip_line(csv);
			return fault;
		}
		if (byte != END)
			skip_one(csv);
	} while (byte == csv->separator);
	return is_text(csv) ? ROW_OK : ROW_NOT_TEXT;
}

static enum outcome
explain(enum row_fault fault, int64_t at, struct err *err)
{
	long long line = (long long)at;

	switch (fault) {
	case ROW_LONG:
		return err_set(err, RC_REFUSED, _("line %lld: the row is too long"), line);
	case ROW_FIELDS:
		return err_set(err, RC_REFUSED, _("line %lld: the row has too many fields"), line);
	case ROW_QUOTE:
		return err_set(err, RC_REFUSED, _("line %lld: there is text after a closing quote"),
		               line);
	case ROW_OPEN_QUOTE:
		return err_set(err, RC_REFUSED, _("line %lld: a quote is opened and never closed"),
		               line);
	case ROW_NOT_TEXT:
		return err_set(err, RC_REFUSED, _("line %lld is not UTF-8 text"), line);
	case ROW_END:
		return err_set(err, RC_NOT_FOUND, _("the file has no more rows"));
	case ROW_OK:
		break;
	}
	return RC_OK;
}

static enum outcome
next_row(struct csv *csv, struct err *err)
{
	enum row_fault fault = read_row(csv);

	if (csv->fault) {
		errno = csv->fault;
		return err_system(err, "reading the CSV file, line %lld", (long long)csv->line);
	}
	return explain(fault, csv->row_line, err);
}

/* The header tells which separator the file has: the one that stands there most, outside
 * quotes; a comma if none does. */
static char
find_separator(struct csv *csv)
{
	static const char candidates[] = { ',', ';', '\t' };
	int seen[sizeof(candidates)] = { 0 };
	bool quoted = false;
	size_t best = 0;

	peek(csv);
	for (size_t i = csv->at; i < csv->filled && (quoted || csv->input[i] != '\n'); i++) {
		if (csv->input[i] == '"')
			quoted = !quoted;
		for (size_t k = 0; k < sizeof(candidates) && !quoted; k++)
			seen[k] += csv->input[i] == candidates[k];
	}
	for (size_t k = 1; k < sizeof(candidates); k++)
		if (seen[k] > seen[best])
			best = k;
	return candidates[best];
}

static enum outcome
read_header(struct csv *csv, struct err *err)
{
	enum outcome outcome;

	csv->line = 1;
	peek(csv);
	if (csv->filled >= 3 && memcmp(csv->input, "\xEF\xBB\xBF", 3) == 0)
		csv->at = 3;
	csv->separator = find_separator(csv);
	outcome = next_row(csv, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("the file is empty"));
	if (outcome)
		return outcome;
	csv->columns = csv->count;
	csv->names = alloc_zero(csv->count, sizeof(char *));
	for (size_t i = 0; i < csv->count; i++) {
		const char *name = csv->fields[i] + strspn(csv->fields[i], " ");

		csv->names[i] = alloc_text(name);
		for (size_t n = strlen(name); n > 0 && name[n - 1] == ' '; n--)
			csv->names[i][n - 1] = '\0';
	}
	return RC_OK;
}

/* Looked at before it is opened: opening a pipe waits, and a device may never end. */
static enum outcome
look_at(const char *path, struct err *err)
{
	struct stat is;

	if (stat(path, &is) == -1)
		return errno == ENOENT ? err_set(err, RC_NOT_FOUND, _("there is no file %s"), path)
		                       : err_system(err, "looking at %s", path);
	if (S_ISDIR(is.st_mode))
		return err_set(err, RC_REFUSED, _("%s is a folder, not a file"), path);
	if (!S_ISREG(is.st_mode))
		return err_set(err, RC_REFUSED, _("%s is not an ordinary file"), path);
	return RC_OK;
}

enum outcome
csv_open(struct csv **csv, const char *path, struct err *err)
{
	struct csv *opened;
	enum outcome outcome = look_at(path, err);
	FILE *file;

	if (outcome)
		return outcome;
	file = fopen(path, "rbe");
	if (!file)
		return err_system(err, "opening %s", path);
	opened = alloc_zero(1, sizeof(*opened));
	opened->file = file;
	outcome = read_header(opened, err);
	if (outcome)
		csv_close(&opened);
	else
		*csv = opened;
	return outcome;
}

void
csv_close(struct csv **csv)
{
	if (!*csv)
		return;
	for (size_t i = 0; i < (*csv)->columns; i++)
		free((*csv)->names[i]);
	free((*csv)->names);
	fclose((*csv)->file);
	free(*csv);
	*csv = NULL;
}

size_t
csv_columns(const struct csv *csv)
{
	return csv->columns;
}

const char *
csv_column_name(const struct csv *csv, size_t index)
{
	return index < csv->columns ? csv->names[index] : NULL;
}

int
csv_column(const struct csv *csv, const char *name)
{
	for (size_t i = 0; i < csv->columns; i++)
		if (strcasecmp(csv->names[i], name) == 0)
			return (int)i;
	return -1;
}

enum outcome
csv_row(struct csv *csv, const char ***fields, struct err *err)
{
	enum outcome outcome = next_row(csv, err);

	if (outcome)
		return outcome;
	if (csv->count != csv->columns)
		return err_set(err, RC_REFUSED, _("line %lld has %zu fields, the header has %zu"),
		               (long long)csv->row_line, csv->count, csv->columns);
	*fields = csv->fields;
	return RC_OK;
}

int64_t
csv_line(const struct csv *csv)
{
	return csv->row_line;
}

void
csv_write_field(FILE *file, const char *text, char separator, int for_spreadsheet)
{
	const char special[] = { separator, '"', '\r', '\n', '\0' };
	bool formula = for_spreadsheet && *text && strchr("=+-@\t\r", *text);
	size_t length = strlen(text);
	bool quoted = strpbrk(text, special) || *text == ' ' || (length && text[length - 1] == ' ');

	if (quoted)
		putc('"', file);
	if (formula)
		putc('\'', file);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', file);
		putc(*text, file);
	}
	if (quoted)
		putc('"', file);
}
