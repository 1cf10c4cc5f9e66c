/*
 * What a receipt printer understands, as data/printers.conf has it: one profile a section.
 */
#ifndef RINGUP_DEVICES_ESCPOS_PROFILE_H
#define RINGUP_DEVICES_ESCPOS_PROFILE_H

#include "base/err.h"
#include "devices/charset.h"

#define ESCPOS_PAGES_MAX 24
#define ESCPOS_PROFILES_MAX 40

struct escpos_page {
	int number; /* of ESC t */
	char charset[CHARSET_NAME_MAX];
};

enum escpos_cut { CUT_NONE, CUT_PARTIAL, CUT_FULL };

struct escpos_profile {
	char id[33];
	char name[61];
	int cols, dots;
	struct escpos_page pages[ESCPOS_PAGES_MAX]; /* the first is the usual one */
	size_t page_count;
	char wide[CHARSET_NAME_MAX]; /* "" none */
	enum escpos_cut cut;
	bool drawer, barcode, qr, raster;
};

/* "" is the first of the file.  RC_NOT_FOUND there is none of that name; RC_BROKEN the file is
 * wrong at the line the sentence names. */
enum outcome escpos_profile_find(struct escpos_profile *profile, const char *id, struct err *err);
/* All of them, in file order; how many. */
enum outcome escpos_profiles(struct escpos_profile profiles[], size_t room, size_t *count,
                             struct err *err);

#endif
