/*
 * What a country gives a new shop: a section of data/countries.conf, and the departments that go with
 * it.  Inside the shop room.
 */
#ifndef RINGUP_SHOP_COUNTRY_H
#define RINGUP_SHOP_COUNTRY_H

#include "base/conf.h"
#include "ledger/catalogue.h"
#include "shop/settings.h"

#define COUNTRY_TAXES_MAX 8
#define COUNTRY_TENDERS_MAX 8
#define COUNTRY_DEPARTMENTS_MAX 24

struct country {
	struct conf *countries, *departments;
	const char *code;
};

/* RC_NOT_FOUND names the country.  country_close() after RC_OK only. */
enum outcome country_open(struct country *country, const char *code, struct err *err);
void country_close(struct country *country);

/* A value of its section; "" if there is none. */
const char *country_get(const struct country *country, const char *key);
enum outcome country_currency(const struct country *country, struct currency *currency, struct err *err);
int country_scale(const struct country *country);

/* local_tax replaces the rate the country leaves to the place. */
/* Does the place set a rate there, of which the preset only has an example? */
bool country_has_local_tax(const struct country *country);
enum outcome country_taxes(const struct country *country, const char *local_tax,
                           struct tax_row rows[static COUNTRY_TAXES_MAX], size_t *count, struct err *err);
size_t country_tenders(const struct country *country,
                       struct tender_row rows[static COUNTRY_TENDERS_MAX], const char *language);
/* RC_NOT_FOUND there is no such preset. */
enum outcome country_departments(const struct country *country, const char *preset, const char *language,
                                 struct currency currency,
                                 struct department_row rows[static COUNTRY_DEPARTMENTS_MAX],
                                 size_t *count, struct err *err);

#endif
