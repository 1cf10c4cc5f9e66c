#include <config.h>

#include "base/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "base/when.h"

#define BYTES_MAX (1024 * 1024)
#define LINE_MAX_BYTES 1024

static int log_fd = -1;

void
log_open(const char *path)
{
	struct stat is;
	char older[4096];

	log_close();
	if (stat(path, &is) == 0 && is.st_size >= BYTES_MAX &&
	    snprintf(older, sizeof(older), "%s.1", path) < (int)sizeof(older))
		rename(path, older);
	log_fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
}

/* One write(2) a line, so that lines of two processes do not mix. */
void
log_line(const char *format, ...)
{
	char line[LINE_MAX_BYTES], text[LINE_MAX_BYTES - 64], time[WHEN_TEXT_MAX];
	va_list rest;
	ssize_t ignored;
	int count;

	if (log_fd < 0)
		return;
	va_start(rest, format);
	vsnprintf(text, sizeof(text), format, rest);
	va_end(rest);
	text_scrub(text);
	when_text(time, clock_system.now(clock_system.context), "%Y-%m-%d %H:%M:%S");
	count = snprintf(line, sizeof(line), "%s [%d] %s\n", time, (int)getpid(), text);
	ignored = write(log_fd, line, (size_t)count);
	(void)ignored; /* a log that cannot be written has nowhere to say so */
}

void
log_close(void)
{
	if (log_fd >= 0)
		close(log_fd);
	log_fd = -1;
}
