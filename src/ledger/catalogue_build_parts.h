/*
 * A catalogue that is being built: what catalogue_build (the file, from beginning to end) and
 * catalogue_build_rows (what goes into it) share.  Inside the ledger room.
 */
#ifndef RINGUP_LEDGER_CATALOGUE_BUILD_PARTS_H
#define RINGUP_LEDGER_CATALOGUE_BUILD_PARTS_H

#include "ledger/catalogue_bulk.h"
#include "ledger/catalogue_rows.h"

struct catalogue_build {
	struct db *db;
	char *folder, *path;
	int lock;        /* keeps a second import out, as long as the file is open */
	bool fresh;      /* there were no items: rows are only added, their index comes last */
	bool on_waiting; /* it goes on from an import that was not swapped in yet */
	bool dated;      /* there are prices with a beginning */
	int64_t at_ms;
	struct item_record found; /* the item catalogue_build_find() found last, as it was set up */
	struct item_row shown;    /* the same with the price in effect */
	int64_t found_id;         /* its row; 0 none */
	struct code_taken taken;  /* by the item written last */
	struct bulk *bulk;        /* of a fresh one: what is not written yet */
};

extern const struct db_set catalogue_build_row_statements;
/* Writes what waits, so that the tables can be asked. */
enum outcome build_flush(struct catalogue_build *build, struct err *err);

#endif
