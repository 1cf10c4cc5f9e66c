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
	int till;                       /* 0 is 1 */
	char manager_name[NAME_MAX_BYTES];
	char manager_pin[65];           /* "" none yet: first sign-on makes the shopkeeper choose one */
	char departments[17];           /* preset of data/departments.conf: "grocery", "cafe", "none" */
	struct when at;
};

/* Country presets, in the order of data/countries.conf. */
struct country_row { char code[3]; char name[NAME_MAX_BYTES]; char currency[4]; };
enum outcome setup_countries(struct country_row rows[], size_t room, size_t *count, struct err *err);

/* ledger_create(), settings, taxes, departments, tenders and the manager; the folder is complete or
 * not there.  recovery (may be NULL) gets the path-free text of the recovery sheet: root secret. */
enum outcome setup_make(const char *folder, const struct setup *setup, char recovery[static 512],
                        struct err *err);

/* The first-run checklist. */
enum setup_step { STEP_ADDRESS, STEP_TAX, STEP_DEPARTMENTS, STEP_STAFF, STEP_FLOAT, STEP_RECEIPT,
                  STEP_KEYBOARD, STEP_DEVICES, STEP_BACKUP, STEP_RECOVERY, STEP_PRACTICE, STEP_LIVE,
                  SETUP_STEPS };
bool setup_step_done(struct ledger *ledger, enum setup_step step);
enum outcome setup_step_set(struct ledger *ledger, enum setup_step step, bool done, struct entry *entry,
                            struct err *err);

#endif
