#include <config.h>

#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Makes room for count bytes more and their NUL. */
static void
make_room(struct buf *buf, size_t count)
{
	size_t room = buf->room ? buf->room : 64;

	if (buf->length + count < buf->room)
		return;
	while (room <= buf->length + count)
		room *= 2;
	buf->text = alloc_again(buf->text, room, 1);
	buf->room = room;
}

void
buf_add_bytes(struct buf *buf, const void *bytes, size_t count)
{
	make_room(buf, count);
	if (count)
		memcpy(buf->text + buf->length, bytes, count);
	buf->length += count;
	buf->text[buf->length] = '\0';
}

void
buf_add(struct buf *buf, const char *text)
{
	buf_add_bytes(buf, text, strlen(text));
}

void
buf_add_char(struct buf *buf, char character)
{
	buf_add_bytes(buf, &character, 1);
}

void
buf_format(struct buf *buf, const char *format, ...)
{
	va_list rest, again;
	int count;

	va_start(rest, format);
	va_copy(again, rest);
	count = vsnprintf(NULL, 0, format, rest);
	va_end(rest);
	assert(count >= 0);
	make_room(buf, (size_t)count);
	vsnprintf(buf->text + buf->length, (size_t)count + 1, format, again);
	va_end(again);
	buf->length += (size_t)count;
}

void
buf_clear(struct buf *buf)
{
	buf->length = 0;
	if (buf->text)
		buf->text[0] = '\0';
}

char *
buf_take(struct buf *buf)
{
	char *text = buf->text ? buf->text : alloc_text("");

	*buf = (struct buf){ 0 };
	return text;
}

void
buf_done(struct buf *buf)
{
	free(buf->text);
	*buf = (struct buf){ 0 };
}
