/* A file of goods or customers that someone made. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/csv.h"
#include "tests/fuzz/fuzz.h"

static void
read_rows(const char *path)
{
	const char **fields;
	struct csv *csv;
	struct err err;
	enum outcome outcome;

	if (csv_open(&csv, path, &err)) {
		assert(err.msg[0]);
		return;
	}
	assert(csv_columns(csv) <= CSV_FIELDS_MAX);
	while ((outcome = csv_row(csv, &fields, &err)) != RC_NOT_FOUND) {
		assert(outcome == RC_OK || err.msg[0]);
		if (outcome == RC_SYSTEM)
			break;
		for (size_t i = 0; outcome == RC_OK && i < csv_columns(csv); i++)
			assert(strlen(fields[i]) < CSV_ROW_MAX);
	}
	csv_close(&csv);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	int fd = memfd_create("csv", MFD_CLOEXEC);

	assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read_rows(path);
	close(fd);
	return 0;
}
