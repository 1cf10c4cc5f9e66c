#include <config.h>

#include "shop/country.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/lang.h"
#include "base/paths.h"
#include "base/qty.h"
#include "base/text.h"

#define COUNTRIES_FILE "countries.conf"
#define DEPARTMENTS_FILE "departments.conf"
#define PPM_PER_MILLI_PERCENT 10
#define ADULT_AGE 18

/* What a tender is, wherever it is used; the first two everywhere. */
static const struct {
	const char *kind, *label;
	enum over_tender over;
	bool opens_drawer, counted, needs_reference, refundable;
} tenders[] = {
	{ "cash", N_("Cash"), OVER_CHANGE, true, true, false, true },
	{ "card", N_("Card"), OVER_EXACT, false, false, false, true },
	{ "voucher", N_("Voucher"), OVER_KEEP_REST, true, true, true, false },
	{ "meal-voucher", N_("Meal voucher"), OVER_EXACT, true, true, false, false },
	{ "cheque", N_("Cheque"), OVER_EXACT, true, true, true, false },
	{ "check", N_("Check"), OVER_EXACT, true, true, true, false },
	{ "alipay", "Alipay", OVER_EXACT, false, false, false, true },
	{ "wechat-pay", "WeChat Pay", OVER_EXACT, false, false, false, true },
};
#define EVERYWHERE 2

/* ---- the files ---- */

static enum outcome
read_table(struct conf **conf, const char *name, struct err *err)
{
	char path[PATH_MAX];
	enum outcome outcome = paths_data(path, name, err);
	return outcome ? outcome : conf_read(conf, path, err);
}

enum outcome
country_open(struct country *country, const char *code, struct err *err)
{
	memset(country, 0, sizeof(*country));
	country->code = code;
	enum outcome outcome = read_table(&country->countries, COUNTRIES_FILE, err);
	if (!outcome && !conf_get(country->countries, code, "currency"))
		outcome = err_set(err, RC_NOT_FOUND, _("there is no preset for the country %s"),
		                  code);
	if (!outcome)
		outcome = read_table(&country->departments, DEPARTMENTS_FILE, err);
	if (outcome)
		country_close(country);
	return outcome;
}

void
country_close(struct country *country)
{
	if (country->countries)
		conf_free(&country->countries);
	if (country->departments)
		conf_free(&country->departments);
}

const char *
country_get(const struct country *country, const char *key)
{
	const char *value = conf_get(country->countries, country->code, key);
	return value ? value : "";
}

enum outcome
country_currency(const struct country *country, struct currency *currency, struct err *err)
{
	return currency_find(country_get(country, "currency"), currency, err);
}

int
country_scale(const struct country *country)
{
	int scale = atoi(country_get(country, "scale"));
	return scale > 0 ? scale : 1;
}

static enum outcome
refuse(const char *file, const struct conf_row *row, struct err *err)
{
	return err_set(err, RC_REFUSED, _("%s, line %d: \"%s = %s\" cannot be read"), file,
	               row->line, row->key, row->value);
}

/* Cuts the first word off; what is left begins after the spaces behind it. */
static const char *
take_word(const char *text, char *out, size_t size)
{
	size_t length = strcspn(text, " ");
	snprintf(out, size, "%.*s", (int)length, text);
	return text + length + strspn(text + length, " ");
}

/* ---- taxes ---- */

/* "19 MwSt 19 %", "8.25 local Sales tax". */
static bool
parse_tax(const char *code, const char *value, const char *local_tax, struct tax_row *row)
{
	char rate[17], word[17];
	int64_t milli_percent;
	const char *name = take_word(value, rate, sizeof(rate));
	const char *after = take_word(name, word, sizeof(word));
	bool local = strcmp(word, "local") == 0;
	if (local && *local_tax)
		text_copy(rate, sizeof(rate), local_tax);
	if (local)
		name = after;
	if (qty_parse(rate, &milli_percent, NULL) || milli_percent < 0 ||
	    milli_percent > 100 * QTY_ONE || !*name || strlen(code) >= sizeof(row->code))
		return false;
	*row = (struct tax_row){ .kind = TAX_PERCENT, .affected = true };
	row->rate_ppm = milli_percent * PPM_PER_MILLI_PERCENT;
	text_copy(row->code, sizeof(row->code), code);
	if (local)
		snprintf(row->name, sizeof(row->name), "%s %s %%", name, rate);
	else
		text_copy(row->name, sizeof(row->name), name);
	return true;
}

enum outcome
country_taxes(const struct country *country, const char *local_tax,
              struct tax_row rows[static COUNTRY_TAXES_MAX], size_t *count, struct err *err)
{
	bool included = strcmp(country_get(country, "prices-with-tax"), "yes") == 0;
	*count = 0;
	for (size_t i = 0; i < conf_count(country->countries); i++) {
		const struct conf_row *row = conf_row(country->countries, i);
		if (strcmp(row->section, country->code) != 0 || strncmp(row->key, "tax.", 4) != 0)
			continue;
		if (*count == COUNTRY_TAXES_MAX ||
		    !parse_tax(row->key + 4, row->value, local_tax, &rows[*count]))
			return refuse(COUNTRIES_FILE, row, err);
		rows[*count].included = included;
		rows[*count].order = (int)*count + 1;
		(*count)++;
	}
	return RC_OK;
}

bool
country_has_local_tax(const struct country *country)
{
	for (size_t i = 0; i < conf_count(country->countries); i++) {
		const struct conf_row *row = conf_row(country->countries, i);
		if (strcmp(row->section, country->code) == 0 &&
		    strncmp(row->key, "tax.", 4) == 0 && strstr(row->value, " local "))
			return true;
	}
	return false;
}

/* ---- tenders ---- */

static bool
word_in(const char *list, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = strstr(list, word); at; at = strstr(at + 1, word))
		if ((at == list || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	return false;
}

size_t
country_tenders(const struct country *country, struct tender_row rows[static COUNTRY_TENDERS_MAX],
                const char *language)
{
	const char *listed = country_get(country, "tenders");
	size_t count = 0;
	lang_use(language);
	for (size_t i = 0; i < sizeof(tenders) / sizeof(*tenders) && count < COUNTRY_TENDERS_MAX;
	     i++) {
		if (i >= EVERYWHERE && !word_in(listed, tenders[i].kind))
			continue;
		struct tender_row *row = &rows[count++];
		*row = (struct tender_row){
			.over = tenders[i].over,
			.opens_drawer = tenders[i].opens_drawer,
			.counted = tenders[i].counted,
			.needs_reference = tenders[i].needs_reference,
			.refundable = tenders[i].refundable,
			.order = (int)count,
		};
		text_copy(row->kind, sizeof(row->kind), tenders[i].kind);
		text_copy(row->label, sizeof(row->label), _(tenders[i].label));
	}
	lang_back();
	return count;
}

/* ---- departments ---- */

/* The code for a kind of goods; the first tax if the country says nothing about it. */
static void
tax_for(const struct country *country, const char *kind, char *out, size_t size)
{
	const char *code = country_get(country, kind);
	for (size_t i = 0; !*code && i < conf_count(country->countries); i++) {
		const struct conf_row *row = conf_row(country->countries, i);
		if (strcmp(row->section, country->code) == 0 && strncmp(row->key, "tax.", 4) == 0)
			code = row->key + 4;
	}
	text_copy(out, size, code);
}

static struct money
scaled(const struct country *country, int units, struct currency currency)
{
	int64_t minor = (int64_t)units * country_scale(country);
	for (int i = 0; i < currency.exponent; i++)
		minor *= 10;
	return money_of(minor);
}

/* "standard, adult, max 100; Other": what stands before the name. */
static bool
parse_kind(const struct country *country, const char *text, size_t length, struct currency currency,
           struct department_row *row)
{
	char terms[80], *term, *rest = NULL;
	const char *adult = country_get(country, "adult");
	if (length >= sizeof(terms))
		return false;
	snprintf(terms, sizeof(terms), "%.*s", (int)length, text);
	for (term = strtok_r(terms, ",", &rest); term; term = strtok_r(NULL, ",", &rest)) {
		term += strspn(term, " ");
		if (strcmp(term, "adult") == 0)
			row->min_age = *adult ? atoi(adult) : ADULT_AGE;
		else if (strncmp(term, "max ", 4) == 0)
			row->max_price = scaled(country, atoi(term + 4), currency);
		else
			tax_for(country, term, row->taxes, sizeof(row->taxes));
	}
	return *row->taxes != '\0';
}

static enum outcome
read_department(const struct country *country, const struct conf_row *conf, const char *language,
                struct currency currency, struct department_row *row, struct err *err)
{
	const char *name = strchr(conf->value, ';');
	char key[32];
	*row = (struct department_row){ .number = atoi(conf->key), .open_ring = true };
	if (!name || row->number < 1 || row->number > 999 ||
	    !parse_kind(country, conf->value, (size_t)(name - conf->value), currency, row))
		return refuse(DEPARTMENTS_FILE, conf, err);
	name += 1 + strspn(name + 1, " ");
	snprintf(key, sizeof(key), "%d.%s", row->number, language);
	const char *translated = conf_get(country->departments, conf->section, key);
	text_copy(row->name, sizeof(row->name), translated ? translated : name);
	return RC_OK;
}

enum outcome
country_departments(const struct country *country, const char *preset, const char *language,
                    struct currency currency,
                    struct department_row rows[static COUNTRY_DEPARTMENTS_MAX], size_t *count,
                    struct err *err)
{
	*count = 0;
	for (size_t i = 0; i < conf_count(country->departments); i++) {
		const struct conf_row *row = conf_row(country->departments, i);
		if (strcmp(row->section, preset) != 0 || strchr(row->key, '.'))
			continue;
		if (*count == COUNTRY_DEPARTMENTS_MAX)
			return refuse(DEPARTMENTS_FILE, row, err);
		enum outcome outcome =
		        read_department(country, row, language, currency, &rows[*count], err);
		if (outcome)
			return outcome;
		(*count)++;
	}
	if (*count)
		return RC_OK;
	return err_set(err, RC_NOT_FOUND, _("there is no preset of departments %s"), preset);
}
