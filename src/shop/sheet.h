/*
 * One CSV file of records, as it is read and written: columns by their names, what is wrong with each
 * row, fields as numbers and texts.  Inside the shop room.
 *
 *   rule    a column that is not in the file leaves what the record has; an empty field empties it
 *   fails   RC_REFUSED names column and value
 */
#ifndef RINGUP_SHOP_SHEET_H
#define RINGUP_SHOP_SHEET_H

#include "base/csv.h"
#include "shop/exchange.h"
#include "shop/settings.h"

/* ---- bad rows ---- */

/* A sentence that names its line already. */
void report_line(struct import_report *report, int64_t line, const char *sentence);
/* One fault of a row; it may have others, which are said in one breath. */
void report_row(struct import_report *report, int64_t line, const char *sentence);
/* The same when all rows were read; `counted`: the row is known to have another fault. */
void report_row_late(struct import_report *report, int64_t line, bool counted, const char *sentence);
void report_row_format(struct import_report *report, int64_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void report_change(struct import_report *report, enum catalogue_change change);
/* RC_REFUSED if there were any. */
enum outcome report_refuse(const struct import_report *report, struct err *err);

/* ---- reading ---- */

#define SHEET_COLUMNS_MAX 40

struct sheet {
	const struct import_options *options;
	struct import_report *report;
	const char *const *names;       /* of all columns there can be; NULL ends them */
	struct settings settings;
	struct csv *csv;
	int fields[SHEET_COLUMNS_MAX];  /* -1 it is not in the file */
	const char **values;
	int64_t line;
};

/* RC_REFUSED names a column that is unknown or there twice; the hint lists all there are. */
enum outcome sheet_open(struct sheet *sheet, const char *folder, const char *file, const char *const names[],
                        const struct import_options *options, struct import_report *report, struct err *err);
void sheet_close(struct sheet *sheet);
/* RC_REFUSED the column must be there. */
enum outcome sheet_need(const struct sheet *sheet, int column, struct err *err);

/* Every row; one that is refused is noted with its line, and reading goes on. */
typedef enum outcome sheet_row_fn(struct sheet *sheet, void *context, struct err *err);
enum outcome sheet_each(struct sheet *sheet, sheet_row_fn *call, void *context, struct err *err);
/* A fault of this row that does not keep the other fields from being looked at; afterwards RC_REFUSED, with no
 * sentence more, if there was one. */
void sheet_note(const struct sheet *sheet, enum outcome outcome, const struct err *why);
enum outcome sheet_refuse_noted(const struct sheet *sheet, struct err *err);

bool sheet_has(const struct sheet *sheet, int column);
const char *sheet_value(const struct sheet *sheet, int column);         /* "" if there is none */

enum outcome sheet_no_sense(const struct sheet *sheet, int column, struct err *err);
enum outcome sheet_text(const struct sheet *sheet, int column, char *out, size_t size, struct err *err);
/* Words with one space between; at most word_max bytes each. */
enum outcome sheet_words(const struct sheet *sheet, int column, char *out, size_t size, size_t word_max,
                         struct err *err);
enum outcome sheet_whole(const struct sheet *sheet, int column, int64_t max, int64_t *number, struct err *err);
enum outcome sheet_yes_no(const struct sheet *sheet, int column, bool *out, struct err *err);
enum outcome sheet_price(const struct sheet *sheet, int column, struct unit_price *price, struct err *err);
enum outcome sheet_day(const struct sheet *sheet, int column, day_number *day, struct err *err);

/* ---- into the catalogue ---- */

/* Opens the build, calls for every row, and leaves it finished or dropped; needed is a column, -1 none. */
struct catalogue_sheet {
	struct sheet sheet;
	struct catalogue_build *build;
};
typedef enum outcome catalogue_row_fn(struct catalogue_sheet *to, void *context, struct err *err);
enum outcome sheet_into_catalogue(const char *folder, const char *file, const char *const names[],
                                  int needed, const char *what, catalogue_row_fn *call, void *context,
                                  const struct import_options *options, struct import_report *report,
                                  struct err *err);
/* The end of any import into the catalogue: outcome is how it went so far. */
enum outcome build_end(struct catalogue_build **build, enum outcome outcome, const char *file, const char *what,
                       const struct import_options *options, const struct import_report *report,
                       struct err *err);
/* The facts of an import, but for the digest. */
void fill_import_facts(struct catalogue_facts *facts, const char *file, const char *what,
                       const struct import_report *report);

/* ---- writing ---- */

struct sheet_out {
	FILE *file;
	struct number_style style;      /* of amounts: the machine's */
	int column;
};
void sheet_begin(struct sheet_out *out, FILE *file, int exponent, const char *const names[]);
void sheet_put(struct sheet_out *out, const char *text);
void sheet_put_number(struct sheet_out *out, int64_t number);           /* 0 is empty */
void sheet_put_price(struct sheet_out *out, bool has_price, struct unit_price price);
void sheet_put_qty(struct sheet_out *out, int64_t qty_milli);           /* 0 is empty */
void sheet_put_yes(struct sheet_out *out, bool yes);                    /* "yes" or empty */
void sheet_put_day(struct sheet_out *out, day_number day);              /* 0 is empty */
void sheet_end_row(struct sheet_out *out);
/* RC_SYSTEM if anything could not be written. */
enum outcome sheet_end(struct sheet_out *out, struct err *err);

#endif
