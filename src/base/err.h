/*
 * Outcomes, and the sentence that goes with them.
 *
 * A function that the world can refuse (no paper, wrong PIN, disk full) returns an enum outcome
 * and, through struct err, a sentence for the person at the till.  Our own mistakes are asserts.
 *
 *   shape   three texts: msg fits one screen line, detail may name files and calls,
 *           hint says what to do now
 *   own     the caller owns the struct err; every function accepts NULL for it
 *   fails   a function that returns anything but RC_OK has not written its out-parameters
 */
#ifndef RINGUP_BASE_ERR_H
#define RINGUP_BASE_ERR_H

enum outcome {
	RC_OK = 0,    /* so "if (outcome)" reads "if it failed" */
	RC_NOT_FOUND, /* no such item, basket, shift... */
	RC_REFUSED,   /* the rules of the shop say no */
	RC_BUSY,      /* another till or process holds it; try again */
	RC_OFFLINE,   /* device or server is not there now */
	RC_BROKEN,    /* stored data fails its checks */
	RC_SYSTEM,    /* the operating system said no; detail has errno */
	RC_UNKNOWN,   /* it may or may not have been recorded; the next start tells */
};

struct err {
	enum outcome outcome;
	char msg[200];
	char detail[300];
	char hint[200];
};

/* Fills in err (may be NULL) and returns outcome, so that callers can "return err_set(...)".
 * The sentence has no full stop and names no number of an error.  Clears detail and hint. */
enum outcome err_set(struct err *err, enum outcome outcome, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds what to do: a sentence ("press Clear, then ..."), or a command of the till ("close-day"), which
 * screens show with its key; returns err->outcome, for a NULL err that of the last
 * err_set(), so that callers can "err_set(...); return err_hint(...)". */
enum outcome err_hint(struct err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds what only the technician needs: file names, calls. */
void err_detail(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* RC_SYSTEM with errno in detail: err_system(err, "opening %s", path). */
enum outcome err_system(struct err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The exit status that stands for an outcome: 0 done, 1 refused or not found, 3 damaged data,
 * 4 device or server away (or busy), 5 system or not known.  2 (usage) is given by the commands themselves. */
int err_exit_status(enum outcome outcome);

#endif
