/*
 * Reading CSV as RFC 4180 has it: UTF-8 (a BOM is tolerated), a header line, comma, semicolon or
 * tab (found from the header), quoted fields with doubled quotes and line breaks.
 *
 *   own     fields handed out live until the next csv_row()
 *   limits  CSV_FIELDS_MAX fields a row, CSV_ROW_MAX bytes a row
 *   fails   RC_NOT_FOUND at the end; RC_REFUSED names the line; RC_SYSTEM
 */
#ifndef RINGUP_BASE_CSV_H
#define RINGUP_BASE_CSV_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

#define CSV_FIELDS_MAX 64
#define CSV_ROW_MAX 65536

struct csv;

enum outcome csv_open(struct csv **csv, const char *path, struct err *err);
void csv_close(struct csv **csv);
size_t csv_columns(const struct csv *csv);
const char *csv_column_name(const struct csv *csv, size_t index);
/* Index of a column by its name, or -1. */
int csv_column(const struct csv *csv, const char *name);
/* Next row; a blank line is skipped.  A row with another number of fields is RC_REFUSED, and
 * reading can go on after it. */
enum outcome csv_row(struct csv *csv, const char ***fields, struct err *err);
int64_t csv_line(const struct csv *csv);    /* of the row last read, from 1 */

/* One field for writing: quoted where needed; a leading = + - @ is prefixed with an apostrophe
 * when for_spreadsheet, so that names cannot become formulas. */
void csv_write_field(FILE *file, const char *text, char separator, int for_spreadsheet);

#endif
