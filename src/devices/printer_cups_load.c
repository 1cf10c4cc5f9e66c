#include <config.h>

#include <dlfcn.h>

#include "base/gettext.h"
#include "devices/printer_cups.h"

#define LIBCUPS "libcups.so.2"

struct libcups libcups;

/* Into a pointer to a function, which dlsym() gives as one to data. */
static bool
find(void *library, const char *name, void *slot)
{
	*(void **)slot = dlsym(library, name);
	return *(void **)slot != NULL;
}

enum outcome
libcups_load(struct err *err)
{
	static void *library;
	bool well;

	if (library)
		return RC_OK;
	library = dlopen(LIBCUPS, RTLD_NOW | RTLD_LOCAL);
	well = library != NULL;
#define X(name) well = well && find(library, #name, &libcups.name);
	LIBCUPS_CALLS(X)
#undef X
	if (well)
		return RC_OK;
	err_set(err, RC_OFFLINE, _("printing by CUPS needs its library, which is not installed"));
	err_detail(err, "dlopen %s: %s", LIBCUPS, library ? "too old" : dlerror());
	library = NULL;
	return RC_OFFLINE;
}
