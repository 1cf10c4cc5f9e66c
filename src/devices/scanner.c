#include <config.h>

#include "devices/scanner.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "devices/scanner_backend.h"

/* All backends.  A scanner that types (scanner_wedge.h) is a filter on the terminal and needs no
 * row. */
static const struct scanner_ops *const backends[] = {
	&scanner_replay,
};

size_t
scanner_backends(const struct scanner_ops *const **ops)
{
	*ops = backends;
	return sizeof backends / sizeof *backends;
}

static const struct scanner_ops *
find(const char *address, const char **where)
{
	size_t length = strcspn(address, ":"), index;

	for (index = 0; index < sizeof backends / sizeof *backends; index++) {
		const char *scheme = backends[index]->scheme;

		if (strlen(scheme) == length && memcmp(scheme, address, length) == 0) {
			*where = address[length] ? address + length + 1 : "";
			return backends[index];
		}
	}
	return NULL;
}

enum outcome
scanner_open(struct scanner **scanner, const char *address, struct err *err)
{
	struct scanner *new;
	const char *where;
	const struct scanner_ops *ops = find(address, &where);
	enum outcome outcome;

	if (!ops) {
		err_set(err, RC_REFUSED, _("there is no kind of scanner \"%.60s\""), address);
		return err_hint(err, _("\"ringup devices list\" names them"));
	}
	new = alloc_zero(1, sizeof *new);
	new->ops = ops;
	text_copy(new->device, sizeof new->device, address);
	outcome = ops->open(new, where, err);
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

enum outcome
scanner_read(struct scanner *scanner, struct scan *scan, struct err *err)
{
	return scanner->ops->read(scanner, scan, err);
}

void
scan_fill(struct scan *scan, const char *bytes, size_t count, const char *device, int64_t at_ms)
{
	memset(scan, 0, sizeof *scan);
	if (count >= 3 && bytes[0] == ']' && isalpha((unsigned char)bytes[1]) &&
	    isalnum((unsigned char)bytes[2])) {
		memcpy(scan->symbology, bytes, 3);
		bytes += 3;
		count -= 3;
	}
	if (count > sizeof scan->data - 1)
		count = sizeof scan->data - 1;
	memcpy(scan->data, bytes, count);
	scan->length = count;
	text_copy(scan->device, sizeof scan->device, device);
	scan->at_ms = at_ms;
}
