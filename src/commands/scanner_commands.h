/*
 * What `ringup devices` does with scanners.  Each gives the exit status.
 */
#ifndef RINGUP_COMMANDS_SCANNER_COMMANDS_H
#define RINGUP_COMMANDS_SCANNER_COMMANDS_H

/* Shows what a scanner reads and how it is, until it was still for a while. */
int scanner_test(const char *address);
/* The same as a recording: what came, with times, and the codes. */
int scanner_record(const char *address);
/* Decodes a recording anew. */
int scanner_replay(const char *path, const char *layout);
/* Finds out which keyboard is a scanner, by a scan, and adds it to the shop's. */
int scanner_enrol(const char *shop);

#endif
