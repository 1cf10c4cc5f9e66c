/*
 * Making a shop: `ringup init` and the first-run screens.
 */
#ifndef RINGUP_SHOP_SETUP_H
#define RINGUP_SHOP_SETUP_H

#include "ledger/catalogue.h"
#include "shop/settings.h"

struct setup {
	char name[NAME_MAX_BYTES];
	char address[NOTE_MAX];
	char tax_number[REFERENCE_MAX];
	char country[3];                /* a section of data/countries.conf */
	char currency[4];               /* "" the country's */
	char language[9];               /* of paper and of the ways to pay; "" the country's */
	int till;                       /* 0 is 1 */
	char manager_name[NAME_MAX_BYTES];
	char manager_pin[65];           /* "" none yet: first sign-on makes the shopkeeper choose one */
	char departments[17];           /* preset of data/departments.conf: "grocery", "cafe", "none" */
	char local_tax[17];             /* percent, where the country leaves it to the place (US): "8.875"; "" the preset's */
	struct when at;
};

/* Country presets, in the order of data/countries.conf. */
struct country_row { char code[3]; char name[NAME_MAX_BYTES]; char currency[4]; };
enum outcome setup_countries(struct country_row rows[], size_t room, size_t *count, struct err *err);

/* Does the place set a tax there?  Then its rates must be looked at before the till goes live. */
bool setup_has_local_tax(const char *country);

/* A sentence for the shopkeeper about tax and receipts there; "" none.  Untranslated. */
enum outcome setup_country_hint(const char *country, char hint[static NOTE_MAX], struct err *err);

/* Presets of departments, in the order of data/departments.conf. */
enum outcome setup_department_presets(char names[][17], size_t room, size_t *count, struct err *err);

/* ledger_create(), settings, taxes, departments, tenders and the manager; the folder is complete or
 * not there: it is made beside its place, synced and renamed.  RC_REFUSED something stands there already.
 * recovery (may be NULL) gets the text of the recovery sheet with the root secret; the manager's PIN is
 * hashed here, which takes a while. */
#define RECOVERY_MAX 512
enum outcome setup_make(const char *folder, const struct setup *setup, char recovery[RECOVERY_MAX],
                        struct err *err);
/* The root secret of such a sheet, as typed or read from a file; RC_REFUSED it was mistyped. */
enum outcome setup_read_recovery(const char *text, unsigned char root_seed[static 32], struct err *err);

/* ---- the first-run checklist: can be left and taken up again ---- */

enum setup_step { STEP_ADDRESS, STEP_TAX, STEP_DEPARTMENTS, STEP_STAFF, STEP_FLOAT, STEP_RECEIPT,
                  STEP_KEYBOARD, STEP_DEVICES, STEP_BACKUP, STEP_RECOVERY, STEP_PRACTICE, STEP_LIVE,
                  SETUP_STEPS };
bool setup_step_done(struct ledger *ledger, enum setup_step step);
/* STEP_LIVE goes live (ENTRY_LIVE) and cannot be undone; the others write an ENTRY_SETTING. */
enum outcome setup_step_set(struct ledger *ledger, enum setup_step step, bool done, struct entry *entry,
                            struct err *err);

#endif
