/*
 * A scanner that types is added to the shop's by a scan.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "shop/settings.h"
#include "screens/consent.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"

static bool
is_listed(const char *scanners, const char *address)
{
	const char *at = strstr(scanners, address);
	size_t length = strlen(address);

	return at && (at == scanners || at[-1] == '\n') && (at[length] == '\n' || !at[length]);
}

static enum outcome
add(struct face *face, const char *address, struct err *err)
{
	struct settings copy = *face->settings;
	char value[sizeof copy.scanners + 64];
	struct entry entry;
	enum outcome outcome;

	snprintf(value, sizeof value, "%s%s%s", copy.scanners, copy.scanners[0] ? "\n" : "",
	         address);
	setting_up_entry(face, &entry, ENTRY_SETTING);
	outcome = settings_set(&copy, face->ledger, "scanners", value, &entry, err);
	entry_done(&entry);
	if (!outcome)
		setting_up_done(face);
	return outcome;
}

static void
found(void *context, const char *address)
{
	struct face *face = context;
	struct err err = { 0 };

	if (!address[0])
		face_note(face, _("No scan came from a keyboard: does the scanner end codes with "
		                  "Enter?"));
	else if (is_listed(face->settings->scanners, address))
		face_note(face, _("It is one of the shop's scanners already."));
	else if (!setting_up_may(face, RIGHT_SETUP))
		return;
	else if (add(face, address, &err))
		face_error(face, &err);
	else
		face_note(face, _("It is one of the shop's scanners now, and types no more."));
	face_drained(face);
}

static void
begin(struct face *face)
{
	struct err err = { 0 };

	if (counter_enrol(face->counter, found, face, &err))
		face_error(face, &err);
	else
		face_note(face, _("Scan any code with it. Until then, 20 seconds at most, no USB "
		                  "keyboard types."));
}

void
enrol_begin(struct face *face)
{
	consent_open(face, RIGHT_SETUP, begin);
}
