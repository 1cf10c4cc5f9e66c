/*
 * A full-screen list with columns: what most set-up and look-up screens are.
 *
 *   shape   load() fills in the rows as text; the screen draws, moves and scrolls
 *   keys    Enter takes the marked row; 1 to 9 take the row that stands there; Esc leaves; a
 *           table that filters takes typed text and loads again
 */
#ifndef RINGUP_SCREENS_TABLE_H
#define RINGUP_SCREENS_TABLE_H

#include "screens/face.h"
#include "screens/field.h"
#include "screens/list.h"

#define TABLE_COLUMNS_MAX 6
#define TABLE_CELL_MAX 128

struct table_column {
	const char *heading; /* marked with N_(); "" for none */
	int cols;            /* 0: takes what is left */
	enum text_align align;
	int from_cols; /* only in rooms at least this wide; 0 always */
};

struct table_row {
	char cells[TABLE_COLUMNS_MAX][TABLE_CELL_MAX];
	int64_t id;
	char key[CODE_MAX];
	bool dim;
	bool strong;
};

struct table;

struct table_ops {
	const char *title; /* N_() */
	const char *about; /* N_(), a line under the title; NULL none */
	const char *empty; /* N_(), where there are no rows */
	bool filters;      /* typed text goes to `filter` and loads again */
	bool numbers;      /* rows have numbers 1 to 9 */
	struct table_column columns[TABLE_COLUMNS_MAX];
	void (*load)(struct table *table);
	/* The row was taken; NULL: nothing happens. */
	void (*take)(struct table *table, const struct table_row *row);
	/* A verb that is not moving or taking. */
	enum reaction (*verb)(struct table *table, struct verb verb, const char *words,
	                      const struct table_row *row);
	bool (*offers)(const struct table *table, struct verb verb);
	enum reaction (*scan)(struct table *table, const struct scan *scan);
	void (*answered)(struct table *table, enum outcome outcome, const struct answer *answer);
	/* Something beside the list for the marked row; gives the columns it wants, 0 none. */
	int (*beside)(struct table *table, struct canvas *canvas, struct area area,
	              const struct table_row *row);
	int beside_cols;
	void (*leave)(struct table *table);
};

struct table {
	struct screen screen;
	const struct table_ops *ops;
	struct list list;
	struct table_row *rows; /* owned */
	size_t room;
	struct field filter;
	int64_t id;                /* the table's own */
	char key[CODE_MAX];        /* the table's own */
	char note[TABLE_CELL_MAX]; /* beside the title: sums, counts */
	bool more;                 /* there are more rows than are shown */
	void *own;                 /* the table's own; leave() frees it */
};

/* What face_push() gets as `with` for every table. */
struct table_with {
	const struct table_ops *ops;
	int64_t id;
	const char *key; /* copied; NULL is "" */
};
struct table *table_open(struct face *face, const struct table_ops *ops, int64_t id,
                         const char *key);

/* In load(): a new row; its cells by index. */
struct table_row *table_add(struct table *table, int64_t id);
void table_cell(struct table_row *row, int column, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
/* Fills the table again, keeping the mark where it was. */
void table_reload(struct table *table);
const struct table_row *table_marked(const struct table *table);

/* Where columns begin and how wide they are in so many columns; 0 wide is left out. */
void table_layout(const struct table_ops *ops, int cols, int starts[TABLE_COLUMNS_MAX],
                  int widths[TABLE_COLUMNS_MAX]);

#endif
