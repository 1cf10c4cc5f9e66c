#include <config.h>

#include "shop/setup.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/paths.h"
#include "base/text.h"
#include "ledger/people.h"
#include "shop/country.h"
#include "shop/recovery.h"
#include "shop/staff.h"

#define MANAGER 1 /* the first staff number */
#define DEFAULT_MAX_PRICE 10000

/* Keys of countries.conf that are settings, and under which name. */
static const struct {
	const char *country, *setting;
	bool of_currency; /* means nothing where another currency is used */
} passed_on[] = {
	{ "language", "language", false },
	{ "decimal", "decimal", false },
	{ "group", "group", false },
	{ "symbol", "symbol", true },
	{ "date", "date", false },
	{ "time", "time", false },
	{ "scale", "limit-scale", false },
	{ "prices-with-tax", "prices-with-tax", false },
	{ "tax-rounding", "tax-rounding", false },
	{ "rounding", "rounding", false },
	{ "cash-step", "cash-step", true },
	{ "cash-rounding", "cash-rounding", true },
	{ "cash-scope", "cash-scope", true },
	{ "cash-exact", "cash-exact", true },
	{ "receipt", "receipt", false },
	{ "in-store", "in-store", false },
	{ "notes", "notes", true },
	{ "coins", "coins", true },
	{ "tax-label", "tax-label", false },
	{ "receipt-title", "receipt-title", false },
};

/* What is needed while a shop is made. */
struct making {
	const struct setup *setup;
	struct country country;
	struct currency currency;
	bool own_currency;  /* the country's own */
	const char *folder; /* where it is made: beside its place */
	struct ledger *ledger;
	struct settings settings;
	struct department_row departments[COUNTRY_DEPARTMENTS_MAX];
	size_t department_count;
	struct tax_row taxes[COUNTRY_TAXES_MAX];
	size_t tax_count;
};

static void
begin_entry(const struct making *making, struct entry *entry, enum entry_kind kind)
{
	entry_init(entry, kind);
	entry->till = ledger_till(making->ledger);
	entry->at = making->setup->at;
}

/* ---- what is asked for ---- */

/* Texts for people: a card number typed by mistake must not stay on every receipt. */
static enum outcome
check_texts(const struct setup *setup, struct err *err)
{
	const char *const texts[] = { setup->name, setup->address, setup->tax_number,
		                      setup->manager_name };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (text_has_card_number(texts[i]))
			return err_set(err, RC_REFUSED,
			               _("this looks like a card number, which is never kept"));
	return RC_OK;
}

static enum outcome
check(struct making *making, struct err *err)
{
	const struct setup *setup = making->setup;
	struct currency of_country;
	const char *preset = *setup->departments ? setup->departments : "none";
	enum outcome outcome = check_texts(setup, err);
	if (!outcome)
		outcome = country_currency(&making->country, &of_country, err);
	if (outcome)
		return outcome;
	making->currency = of_country;
	if (*setup->currency)
		outcome = currency_find(setup->currency, &making->currency, err);
	making->own_currency = strcmp(making->currency.code, of_country.code) == 0;
	if (!outcome && setup->till && (setup->till < 1 || setup->till > 9999))
		outcome = err_set(err, RC_REFUSED, _("a till has a number from 1 to 9999"));
	if (!outcome && *setup->manager_pin)
		outcome = staff_pin_check_form(setup->manager_pin, "cashier", err);
	if (!outcome)
		outcome = country_taxes(&making->country, setup->local_tax, making->taxes,
		                        &making->tax_count, err);
	if (!outcome)
		outcome = country_departments(
		        &making->country, preset, country_get(&making->country, "language"),
		        making->currency, making->departments, &making->department_count, err);
	return outcome;
}

/* ---- settings ---- */

static enum outcome
set(struct making *making, const char *key, const char *value, struct err *err)
{
	struct entry entry;
	begin_entry(making, &entry, ENTRY_SETTING);
	return settings_set(&making->settings, making->ledger, key, value, &entry, err);
}

static enum outcome
set_from_country(struct making *making, struct err *err)
{
	enum outcome outcome = RC_OK;
	for (size_t i = 0; i < sizeof(passed_on) / sizeof(*passed_on) && !outcome; i++) {
		const char *value = country_get(&making->country, passed_on[i].country);
		if (*value && (making->own_currency || !passed_on[i].of_currency))
			outcome = set(making, passed_on[i].setting, value, err);
	}
	const char *place = country_get(&making->country, "symbol-place");
	bool first = strncmp(place, "before", 6) == 0;
	if (!outcome)
		outcome = set(making, "symbol-first", first ? "yes" : "no", err);
	if (!outcome)
		outcome = set(making, "symbol-space", strcmp(place, "before") == 0 ? "no" : "yes",
		              err);
	return outcome;
}

static enum outcome
make_settings(struct making *making, struct err *err)
{
	const struct setup *setup = making->setup;
	const char *name = *setup->name ? setup->name : _("My shop");
	char number[32];
	enum outcome outcome = settings_load(&making->settings, making->ledger, err);
	if (!outcome)
		outcome = set(making, "country", setup->country, err);
	if (!outcome)
		outcome = set_from_country(making, err);
	if (!outcome && *setup->language)
		outcome = set(making, "language", setup->language, err);
	if (!outcome)
		outcome = set(making, "name", name, err);
	if (!outcome && *setup->address)
		outcome = set(making, "address", setup->address, err);
	if (!outcome && *setup->tax_number)
		outcome = set(making, "tax-number", setup->tax_number, err);
	snprintf(number, sizeof(number), "%d", DEFAULT_MAX_PRICE * country_scale(&making->country));
	return outcome ? outcome : set(making, "max-price", number, err);
}

/* ---- taxes, departments, tenders ---- */

static enum outcome
fill_catalogue(struct making *making, struct catalogue_build *build, struct err *err)
{
	struct tender_row tenders[COUNTRY_TENDERS_MAX];
	enum catalogue_change change;
	size_t count = country_tenders(&making->country, tenders, making->settings.language);
	enum outcome outcome = RC_OK;
	for (size_t i = 0; i < making->tax_count && !outcome; i++)
		outcome = catalogue_build_tax(build, &making->taxes[i], &change, err);
	for (size_t i = 0; i < making->department_count && !outcome; i++)
		outcome = catalogue_build_department(build, &making->departments[i], err);
	for (size_t i = 0; i < count && !outcome; i++)
		outcome = catalogue_build_tender(build, &tenders[i], err);
	return outcome;
}

static enum outcome
make_catalogue(struct making *making, struct err *err)
{
	struct catalogue_build *build = NULL;
	struct catalogue_facts facts = { .added = 0 };
	struct entry entry;
	snprintf(facts.file, sizeof(facts.file), "countries.conf %s", making->setup->country);
	enum outcome outcome = catalogue_build_open(&build, making->folder,
	                                            making->setup->at.utc_ms, err);
	if (outcome)
		return outcome;
	outcome = fill_catalogue(making, build, err);
	if (outcome) {
		catalogue_build_drop(&build);
		return outcome;
	}
	outcome = catalogue_build_finish(&build, &facts, err);
	if (outcome)
		return outcome;
	begin_entry(making, &entry, ENTRY_CATALOGUE);
	return catalogue_swap(making->ledger, &entry, err);
}

/* ---- the manager, and what is done by now ---- */

static enum outcome
make_manager(struct making *making, struct err *err)
{
	const struct setup *setup = making->setup;
	const char *name = *setup->manager_name ? setup->manager_name : _("Manager");
	char hash[PIN_HASH_MAX] = "";
	struct entry entry;
	int number = 0;
	if (*setup->manager_pin)
		pin_hash(hash, setup->manager_pin, MANAGER, ledger_pepper(making->ledger));
	begin_entry(making, &entry, ENTRY_STAFF);
	return staff_add(making->ledger, name, "manager", hash, 0, &entry, &number, err);
}

static enum outcome
check_off(struct making *making, struct err *err)
{
	const struct setup *setup = making->setup;
	const bool done[SETUP_STEPS] = {
		[STEP_ADDRESS] = *setup->name && *setup->address,
		[STEP_TAX] = *setup->local_tax != '\0',
		[STEP_DEPARTMENTS] = *setup->departments && strcmp(setup->departments, "none") != 0,
	};
	enum outcome outcome = RC_OK;
	for (int step = 0; step < SETUP_STEPS && !outcome; step++) {
		struct entry entry;
		begin_entry(making, &entry, ENTRY_SETTING);
		if (done[step])
			outcome = setup_step_set(making->ledger, step, true, &entry, err);
	}
	return outcome;
}

/* ---- the folder ---- */

static enum outcome
fill_folder(struct making *making, unsigned char root_seed[static 32], struct err *err)
{
	const struct setup *setup = making->setup;
	struct ledger_new new = { .till = setup->till ? setup->till : 1, .at = setup->at };
	new.currency = making->currency;
	memcpy(new.country, setup->country, sizeof(new.country));
	enum outcome outcome = ledger_create(making->folder, &new, root_seed, err);
	if (!outcome)
		outcome = ledger_open(&making->ledger, making->folder, LEDGER_WRITE_FAST, err);
	if (outcome)
		return outcome;
	outcome = make_settings(making, err);
	if (!outcome)
		outcome = make_catalogue(making, err);
	if (!outcome)
		outcome = make_manager(making, err);
	if (!outcome)
		outcome = check_off(making, err);
	ledger_close(&making->ledger);
	return outcome ? outcome : paths_sync_tree(making->folder, err);
}

enum outcome
setup_make(const char *folder, const struct setup *setup, char recovery[RECOVERY_MAX],
           struct err *err)
{
	struct making making = { .setup = setup };
	char part[PATH_MAX];
	unsigned char root_seed[32];
	enum outcome outcome = country_open(&making.country, setup->country, err);
	if (outcome)
		return outcome;
	outcome = check(&making, err);
	if (!outcome)
		outcome = paths_begin_folder(folder, part, err);
	if (!outcome) {
		making.folder = part;
		outcome = fill_folder(&making, root_seed, err);
		if (!outcome)
			outcome = paths_finish_folder(folder, part, err);
		if (outcome)
			paths_remove_tree(part, NULL);
	}
	if (!outcome && recovery)
		recovery_text(recovery, setup, root_seed);
	explicit_bzero(root_seed, sizeof(root_seed));
	country_close(&making.country);
	return outcome;
}
