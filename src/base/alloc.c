#include <config.h>

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
stop_without_memory(void)
{
	static const char words[] = "ringup: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, words, sizeof(words) - 1);

	(void)ignored;
	abort();
}

void *
alloc_zero(size_t count, size_t size)
{
	void *given = calloc(count ? count : 1, size ? size : 1);

	if (!given)
		stop_without_memory();
	return given;
}

void *
alloc_again(void *old, size_t count, size_t size)
{
	void *given = reallocarray(old, count ? count : 1, size ? size : 1);

	if (!given)
		stop_without_memory();
	return given;
}

char *
alloc_text(const char *text)
{
	char *given;

	if (!text)
		return NULL;
	given = strdup(text);
	if (!given)
		stop_without_memory();
	return given;
}

char *
alloc_format(const char *format, ...)
{
	char *given;
	va_list rest;
	int length;

	va_start(rest, format);
	length = vasprintf(&given, format, rest);
	va_end(rest);
	if (length < 0)
		stop_without_memory();
	return given;
}
