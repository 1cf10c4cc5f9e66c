#include <config.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "base/text.h"
#include "ledger/people.h"
#include "shop/country.h"
#include "shop/setup.h"

/* Names of the steps as they stand in the settings. */
static const char *const steps[SETUP_STEPS] = {
	[STEP_ADDRESS] = "step.address",
	[STEP_TAX] = "step.tax",
	[STEP_DEPARTMENTS] = "step.departments",
	[STEP_STAFF] = "step.staff",
	[STEP_FLOAT] = "step.float",
	[STEP_RECEIPT] = "step.receipt",
	[STEP_KEYBOARD] = "step.keyboard",
	[STEP_DEVICES] = "step.devices",
	[STEP_BACKUP] = "step.backup",
	[STEP_RECOVERY] = "step.recovery",
	[STEP_PRACTICE] = "step.practice",
	[STEP_LIVE] = "step.live",
};

static enum outcome
read_table(struct conf **conf, const char *name, struct err *err)
{
	char path[PATH_MAX];
	enum outcome outcome = paths_data(path, name, err);
	return outcome ? outcome : conf_read(conf, path, err);
}

/* Is this the first row of its section? */
static bool
begins_section(const struct conf *conf, size_t index)
{
	return index == 0 ||
	       strcmp(conf_row(conf, index)->section, conf_row(conf, index - 1)->section) != 0;
}

enum outcome
setup_countries(struct country_row rows[], size_t room, size_t *count, struct err *err)
{
	struct conf *conf = NULL;
	enum outcome outcome = read_table(&conf, "countries.conf", err);
	if (outcome)
		return outcome;
	*count = 0;
	for (size_t i = 0; i < conf_count(conf) && *count < room; i++) {
		const char *code = conf_row(conf, i)->section;
		const char *name = conf_get(conf, code, "name"),
		           *currency = conf_get(conf, code, "currency");
		if (!begins_section(conf, i) || !name || !currency)
			continue;
		struct country_row *row = &rows[(*count)++];
		text_copy(row->code, sizeof(row->code), code);
		text_copy(row->name, sizeof(row->name), name);
		text_copy(row->currency, sizeof(row->currency), currency);
	}
	conf_free(&conf);
	return RC_OK;
}

enum outcome
setup_country_hint(const char *code, char hint[static NOTE_MAX], struct err *err)
{
	struct country country;
	enum outcome outcome = country_open(&country, code, err);
	if (outcome)
		return outcome;
	text_copy(hint, NOTE_MAX, country_get(&country, "hint"));
	country_close(&country);
	return RC_OK;
}

bool
setup_has_local_tax(const char *code)
{
	struct country country;
	if (country_open(&country, code, NULL))
		return false;
	bool local = country_has_local_tax(&country);
	country_close(&country);
	return local;
}

enum outcome
setup_department_presets(char names[][17], size_t room, size_t *count, struct err *err)
{
	struct conf *conf = NULL;
	enum outcome outcome = read_table(&conf, "departments.conf", err);
	if (outcome)
		return outcome;
	*count = 0;
	for (size_t i = 0; i < conf_count(conf) && *count < room; i++)
		if (begins_section(conf, i))
			text_copy(names[(*count)++], 17, conf_row(conf, i)->section);
	conf_free(&conf);
	return RC_OK;
}

/* ---- the checklist ---- */

bool
setup_step_done(struct ledger *ledger, enum setup_step step)
{
	char value[8];
	if (step == STEP_LIVE)
		return ledger_is_live(ledger);
	return setting_get(ledger, steps[step], value, sizeof(value), NULL) == RC_OK &&
	       strcmp(value, "yes") == 0;
}

static enum outcome
go_live(struct ledger *ledger, struct entry *entry, struct err *err)
{
	if (ledger_is_live(ledger))
		return RC_OK;
	struct settings settings;
	enum outcome outcome = settings_load(&settings, ledger, err);
	if (outcome)
		return outcome;
	if (setup_has_local_tax(settings.country) && !setup_step_done(ledger, STEP_TAX)) {
		err_set(err, RC_REFUSED,
		        _("the tax rates of your place must be looked at before selling for real"));
		return err_hint(err, _("Taxes in the checklist: set the rates, then say it is done"));
	}
	entry->kind = ENTRY_LIVE;
	memset(&entry->is, 0, sizeof(entry->is));
	/* what is fixed from here */
	snprintf(entry->is.live.note, sizeof(entry->is.live.note), "%s, %d", settings.currency.code,
	         ledger_till(ledger));
	return ledger_append(ledger, entry, 0, err);
}

enum outcome
setup_step_set(struct ledger *ledger, enum setup_step step, bool done, struct entry *entry,
               struct err *err)
{
	struct setting_facts *facts = &entry->is.setting;
	bool before = setup_step_done(ledger, step);
	if (step == STEP_LIVE && done)
		return go_live(ledger, entry, err);
	if (before == done)
		return RC_OK;
	if (step == STEP_LIVE)
		return err_set(err, RC_REFUSED, _("a till that went live stays so"));
	entry->kind = ENTRY_SETTING;
	entry->id[0] = '\0';
	memset(&entry->is, 0, sizeof(entry->is));
	text_copy(facts->key, sizeof(facts->key), steps[step]);
	text_copy(facts->before, sizeof(facts->before), before ? "yes" : "no");
	text_copy(facts->after, sizeof(facts->after), done ? "yes" : "no");
	return setting_put(ledger, steps[step], facts->after, entry, err);
}
