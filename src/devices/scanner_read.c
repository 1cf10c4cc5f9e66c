#include <config.h>

#include "devices/scanner_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "devices/scanner_backend.h"

static const struct scanner_ops *const backends[] = {
#ifdef HAVE_LIBUSB
	&scanner_hidpos, &scanner_hidkbd, &scanner_ibm,
#endif
	&scanner_serial, &scanner_faults,
	&scanner_replay,
};

/* A kind that this build cannot talk to has no backend. */
static const struct scanner_ops *
find_backend(const struct scanner_kind *kind)
{
	for (size_t i = 0; i < sizeof backends / sizeof *backends; i++) {
		if (strcmp(backends[i]->scheme, kind->scheme) == 0)
			return backends[i];
	}
	return NULL;
}

enum outcome
scanner_open(struct scanner **scanner, const char *address, scanner_tell_fn *tell, void *context,
             struct err *err)
{
	const struct scanner_kind *kind;
	const char *where;
	struct scanner *new;
	enum outcome outcome = scanner_find(address, &kind, &where, err);

	if (outcome)
		return outcome;
	new = alloc_zero(1, sizeof *new);
	new->ops = find_backend(kind);
	new->tell = tell;
	new->context = context;
	text_copy(new->device, sizeof new->device, address);
	outcome = new->ops ? new->ops->open(new, where, err)
	                   : err_set(err, RC_REFUSED,
	                             _("this build of Ringup cannot read from \"%.60s\""), address);
	if (outcome) {
		free(new);
		return outcome;
	}
	*scanner = new;
	return RC_OK;
}

void
scanner_close(struct scanner **scanner)
{
	if (!*scanner)
		return;
	(*scanner)->ops->close(*scanner);
	free(*scanner);
	*scanner = NULL;
}

int
scanner_fd(const struct scanner *scanner)
{
	return scanner->ops->fd(scanner);
}

int
scanner_wait_ms(const struct scanner *scanner)
{
	return scanner->ops->wait_ms ? scanner->ops->wait_ms(scanner) : -1;
}

enum outcome
scanner_read(struct scanner *scanner, struct scan *scan, struct err *err)
{
	return scanner->ops->read(scanner, scan, err);
}

void
scanner_tell(const struct scanner *scanner, const struct device_status *status)
{
	if (scanner->tell)
		scanner->tell(scanner->context, status);
}

void
scanner_hear_raw(struct scanner *scanner, scanner_raw_fn *raw)
{
	scanner->raw = raw;
}

void
scanner_tell_raw(const struct scanner *scanner, const struct scanner_raw *raw)
{
	if (scanner->raw)
		scanner->raw(scanner->context, raw);
}
