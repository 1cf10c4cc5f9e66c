#include <config.h>

#include "shop/settings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/people.h"
#include "shop/in_store.h"
#include "shop/settings_rules.h"

#define DEFAULT_MAX_PRICE_UNITS 10000
#define DEFAULT_EMPTIES_UNITS 25

/* Limits follow the scale of limits until they are set. */
static const struct money not_set = { -1 };

static struct money
default_limit(const struct settings *settings, int64_t units)
{
	units *= settings->limit_scale;
	for (int i = 0; i < settings->currency.exponent; i++)
		units *= 10;
	return money_of(units);
}

static void
scale_limits(struct settings *settings)
{
	if (settings->max_price.minor < 0)
		settings->max_price = default_limit(settings, DEFAULT_MAX_PRICE_UNITS);
	if (settings->empties_limit.minor < 0)
		settings->empties_limit = default_limit(settings, DEFAULT_EMPTIES_UNITS);
}

/* The scale was changed: what nobody set follows it. */
static void
scale_again(struct settings *settings, struct ledger *ledger)
{
	char value[NOTE_MAX];

	if (setting_get(ledger, "max-price", value, sizeof(value), NULL) == RC_NOT_FOUND)
		settings->max_price = not_set;
	if (setting_get(ledger, "empties-limit", value, sizeof(value), NULL) == RC_NOT_FOUND)
		settings->empties_limit = not_set;
	scale_limits(settings);
}

static void
set_defaults(struct settings *settings, struct currency currency)
{
	memset(settings, 0, sizeof(*settings));
	settings->currency = currency;
	settings->style = number_plain(currency.exponent);
	strcpy(settings->style.group, ",");
	settings->symbol_space = true;
	strcpy(settings->date_pattern, "%Y-%m-%d");
	strcpy(settings->time_pattern, "%H:%M");
	strcpy(settings->language, "en");
	strcpy(settings->in_store, IN_STORE_NONE);
	settings->best_before = BEST_BEFORE_WARN;
	strcpy(settings->printer, "none");
	strcpy(settings->display, "none");
	strcpy(settings->signal, "bf");
	settings->limit_scale = 1;
	settings->prices_with_tax = true;
	settings->cash_scope = CASH_ROUND_CASH;
	settings->receipt_policy = RECEIPT_ASK;
	settings->receipt_cols = 42;
	settings->max_qty_milli = 100 * QTY_ONE;
	settings->max_weight_milli = 30 * QTY_ONE;
	settings->max_price = settings->empties_limit = not_set;
	settings->reasons_asked = REASONS_SCREEN;
	settings->cutoff_min = 4 * 60;
	settings->idle_lock_s = 120;
	settings->blind_count = true;
	settings->show_big_total = true;
}

struct loading {
	struct settings *settings;
	enum outcome outcome;
	struct err *err;
};

static void
load_row(void *context, const char *key, const char *value)
{
	struct loading *loading = context;
	const struct setting_rule *rule = setting_rule(key);
	if (!rule || loading->outcome)
		return;
	if (setting_parse(rule, value, loading->settings, loading->err)) {
		loading->outcome =
		        err_set(loading->err, RC_BROKEN, _("the setting %s cannot be read"), key);
		err_detail(loading->err, "%s", value);
	}
}

enum outcome
settings_load(struct settings *settings, struct ledger *ledger, struct err *err)
{
	struct settings fresh;
	char code[16];
	struct currency currency = ledger_currency(ledger);
	/* amounts are read in this currency, so it comes first */
	enum outcome outcome = setting_get(ledger, "currency", code, sizeof(code), err);
	if (!outcome)
		outcome = currency_find(code, &currency, err);
	else if (outcome == RC_NOT_FOUND)
		outcome = RC_OK;
	if (outcome)
		return outcome;

	set_defaults(&fresh, currency);
	struct loading loading = { .settings = &fresh, .err = err };
	outcome = setting_each(ledger, load_row, &loading, err);
	if (!outcome)
		outcome = loading.outcome;
	if (!outcome) {
		scale_limits(&fresh);
		*settings = fresh;
	}
	return outcome;
}

enum outcome
settings_set(struct settings *settings, struct ledger *ledger, const char *key, const char *value,
             struct entry *entry, struct err *err)
{
	const struct setting_rule *rule = setting_rule(key);
	struct settings changed = *settings;
	struct setting_facts *facts = &entry->is.setting;
	if (!rule)
		return err_set(err, RC_NOT_FOUND, _("there is no setting %s"), key);
	enum outcome outcome = setting_parse(rule, value, &changed, err);
	if (outcome)
		return outcome;

	entry->kind = ENTRY_SETTING;
	entry->id[0] = '\0'; /* one header may serve several changes */
	memset(&entry->is, 0, sizeof(entry->is));
	text_copy(facts->key, sizeof(facts->key), key);
	settings_text(settings, key, facts->before, sizeof(facts->before));
	settings_text(&changed, key, facts->after, sizeof(facts->after));
	bool same = strcmp(facts->before, facts->after) == 0;
	if (!same && rule->doc.fixed_when_live && ledger_is_live(ledger))
		return err_set(err, RC_REFUSED, _("%s is fixed since the till went live"),
		               _(rule->doc.label));
	/* A default that is chosen is stored too: it stays, whatever later versions begin with. */
	char stored[NOTE_MAX];
	if (same && setting_get(ledger, key, stored, sizeof(stored), NULL) == RC_OK)
		return RC_OK;
	outcome = setting_put(ledger, key, facts->after, entry, err);
	if (!outcome) {
		*settings = changed;
		if (strcmp(key, "limit-scale") == 0)
			scale_again(settings, ledger);
	}
	return outcome;
}

char *
settings_text(const struct settings *settings, const char *key, char *out, size_t size)
{
	const struct setting_rule *rule = setting_rule(key);
	*out = '\0';
	if (rule)
		setting_text(rule, settings, out, size);
	return out;
}

/* ---- amounts ---- */

char *
settings_money(const struct settings *settings, struct money money, char out[static MONEY_TEXT_MAX])
{
	return money_text(out, money, &settings->style);
}

char *
settings_money_symbol(const struct settings *settings, struct money money,
                      char out[static MONEY_TEXT_MAX])
{
	const char *symbol = *settings->symbol ? settings->symbol : settings->currency.code;
	/* a code is never glued to its figures */
	const char *space = settings->symbol_space || !*settings->symbol ? " " : "";
	const char *sign = money.minor < 0 ? "-" : "";
	char amount[MONEY_TEXT_MAX], whole[2 * MONEY_TEXT_MAX];
	money_text(amount, money_abs(money), &settings->style);
	if (settings->symbol_first)
		snprintf(whole, sizeof(whole), "%s%s%s%s", sign, symbol, space, amount);
	else
		snprintf(whole, sizeof(whole), "%s%s%s%s", sign, amount, space, symbol);
	text_copy(out, MONEY_TEXT_MAX, whole);
	return out;
}

const char *
settings_printer(const struct settings *settings, enum printer_role role)
{
	const char *const own[PRINTER_ROLES] = {
		[PRINTER_RECEIPT] = settings->printer,
		[PRINTER_REPORT] = settings->printer_report,
		[PRINTER_LABEL] = settings->printer_label,
	};

	return own[role][0] ? own[role] : settings->printer;
}
