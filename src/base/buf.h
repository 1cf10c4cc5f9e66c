/*
 * A text that grows.
 *
 *   own     buf_done() frees; buf_take() hands the text over (caller frees) and empties the buf
 *   shape   text is always NUL-terminated once anything was added; may be NULL before
 */
#ifndef RINGUP_BASE_BUF_H
#define RINGUP_BASE_BUF_H

#include <stddef.h>

struct buf {
	char *text;
	size_t length;
	size_t room;
};

void buf_add(struct buf *buf, const char *text);
void buf_add_bytes(struct buf *buf, const void *bytes, size_t count);
void buf_add_char(struct buf *buf, char character);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_clear(struct buf *buf);            /* keeps the room */
char *buf_take(struct buf *buf);
void buf_done(struct buf *buf);

#endif
