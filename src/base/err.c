#include <config.h>

#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"

/* What an errno means to the person at the till; anything else is the last sentence. */
static const struct {
	int number;
	const char *sentence;
} errno_sentences[] = {
	{ ENOSPC, N_("the disk is full") },
	{ EDQUOT, N_("the disk is full") },
	{ EROFS, N_("the disk can only be read") },
	{ EIO, N_("the disk reports a fault") },
	{ EACCES, N_("a file or device may not be used by this user") },
	{ EPERM, N_("a file or device may not be used by this user") },
	{ ENOENT, N_("a file is missing") },
	{ EISDIR, N_("a folder stands where a file is needed") },
	{ ENOTDIR, N_("a file stands where a folder is needed") },
	{ ENAMETOOLONG, N_("the name of a file is too long") },
	{ EFBIG, N_("a file may not become any bigger") },
	{ EMFILE, N_("too many files are open") },
	{ ENFILE, N_("too many files are open") },
	{ ENOMEM, N_("the computer has no memory left") },
	{ 0, N_("the computer refused a step of this work") },
};

/* Formats into a place of its own first, because an argument may be the very text replaced; a
 * message quotes what people typed and files held, so it is scrubbed. */
static void __attribute__((format(printf, 3, 0)))
write_text(char *out, size_t size, const char *format, va_list rest)
{
	char text[sizeof(((struct err *)0)->detail) + 8];

	vsnprintf(text, sizeof(text), format, rest);
	text_scrub(text);
	text_copy(out, size, text);
}

/* What a NULL err cannot remember: "err_set(...); return err_hint(...);" must still fail. */
static enum outcome last_outcome;

static void
start(struct err *err, enum outcome outcome)
{
	err->outcome = outcome;
	err->detail[0] = '\0';
	err->hint[0] = '\0';
}

enum outcome
err_set(struct err *err, enum outcome outcome, const char *format, ...)
{
	va_list rest;

	last_outcome = outcome;
	if (!err)
		return outcome;
	va_start(rest, format);
	write_text(err->msg, sizeof(err->msg), format, rest);
	va_end(rest);
	start(err, outcome);
	return outcome;
}

enum outcome
err_hint(struct err *err, const char *format, ...)
{
	va_list rest;

	if (!err)
		return last_outcome;
	va_start(rest, format);
	write_text(err->hint, sizeof(err->hint), format, rest);
	va_end(rest);
	return err->outcome;
}

void
err_detail(struct err *err, const char *format, ...)
{
	va_list rest;

	if (!err)
		return;
	va_start(rest, format);
	write_text(err->detail, sizeof(err->detail), format, rest);
	va_end(rest);
}

enum outcome
err_system(struct err *err, const char *format, ...)
{
	int number = errno;
	char doing[sizeof(err->detail)];
	va_list rest;
	size_t i = 0;

	last_outcome = RC_SYSTEM;
	if (!err)
		return RC_SYSTEM;
	va_start(rest, format);
	write_text(doing, sizeof(doing), format, rest);
	va_end(rest);
	while (errno_sentences[i].number && errno_sentences[i].number != number)
		i++;
	err_set(err, RC_SYSTEM, "%s", _(errno_sentences[i].sentence));
	err_detail(err, "%s: %s", doing, strerror(number));
	errno = number;
	return RC_SYSTEM;
}

int
err_exit_status(enum outcome outcome)
{
	switch (outcome) {
	case RC_OK:
		return 0;
	case RC_NOT_FOUND:
	case RC_REFUSED:
		return 1;
	case RC_BROKEN:
		return 3;
	case RC_BUSY:
	case RC_OFFLINE:
		return 4;
	case RC_SYSTEM:
	case RC_UNKNOWN:
		break;
	}
	return 5;
}
