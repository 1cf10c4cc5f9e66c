/*
 * Some room kept back on the disk, so that a day can still be counted and closed when it is full.
 */
#ifndef RINGUP_LEDGER_RESERVE_H
#define RINGUP_LEDGER_RESERVE_H

#include <stdbool.h>

/* Takes the room if there is plenty left; quietly does without otherwise. */
void reserve_keep(const char *folder);
/* Gives it back; true if there was any. */
bool reserve_release(const char *folder);

#endif
