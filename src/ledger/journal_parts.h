/*
 * Statements of the files that only read, prepared when a ledger opens.
 */
#ifndef RINGUP_LEDGER_JOURNAL_PARTS_H
#define RINGUP_LEDGER_JOURNAL_PARTS_H

#include "ledger/db.h"

extern const struct db_set journal_statements, sales_statements, shifts_statements;

#endif
