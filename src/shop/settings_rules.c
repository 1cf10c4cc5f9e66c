#include <config.h>

#include "shop/settings_rules.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "shop/in_store.h"

#define SPACE_THAT_STAYS "\xC2\xA0"

static const char *const tax_roundings[] = { "line", "total", NULL };
static const char *const cash_scopes[] = { "none", "cash", "all", NULL };
static const char *const best_before[] = { "ignore", "warn", "refuse", NULL };
static const char *const receipt_policies[] = { "always", "ask", "on-request", NULL };
static const char *const reasons_asked[] = { "never", "screen", "cancel", "all", NULL };
static const char *const amount_entries[] = { "minor", "units", NULL };

/* clang-format off */
#define FIELD(member) offsetof(struct settings, member), sizeof(((struct settings *)0)->member)
#define RULE(key, label, about, type, ...) { { key, label, about, false }, type, __VA_ARGS__ }
#define FIXED(key, label, about, type, ...) { { key, label, about, true }, type, __VA_ARGS__ }

static const struct setting_rule rules[] = {
	RULE("name", N_("Name"), N_("Name of the shop, as on receipts"), SETTING_LINE, FIELD(name), 1, 0, NULL),
	RULE("address", N_("Address"), N_("Address of the shop, as on receipts"), SETTING_LINES, FIELD(address), 0, 0, NULL),
	RULE("tax-number", N_("Tax number"), N_("The shop's tax number, as on receipts"), SETTING_LINE, FIELD(tax_number), 0, 0, NULL),
	RULE("tax-label", N_("Label of the tax number"), N_("What the tax number is called on receipts"), SETTING_LINE, FIELD(tax_label), 0, 0, NULL),
	RULE("country", N_("Country"), N_("Two letters, as in ISO 3166"), SETTING_WORD, FIELD(country), 2, 0, NULL),
	FIXED("currency", N_("Currency"), N_("Three letters, as in ISO 4217"), SETTING_CURRENCY, FIELD(currency), 0, 0, NULL),
	RULE("limit-scale", N_("Scale of limits"), N_("Limits are multiplied by this: 1 for euro and dollar, 150 for yen"), SETTING_INT, FIELD(limit_scale), 1, 100000, NULL),
	RULE("decimal", N_("Decimal sign"), N_("Between whole units and their parts"), SETTING_MARK, FIELD(style.decimal), 1, 0, NULL),
	RULE("group", N_("Thousands"), N_("Between groups of three digits: a character, space or none"), SETTING_MARK, FIELD(style.group), 0, 0, NULL),
	RULE("symbol", N_("Currency symbol"), N_("Empty writes the code"), SETTING_LINE, FIELD(symbol), 0, 0, NULL),
	RULE("symbol-first", N_("Symbol first"), N_("The symbol stands before the amount"), SETTING_YES_NO, FIELD(symbol_first), 0, 0, NULL),
	RULE("symbol-space", N_("Space at the symbol"), N_("A space stands between symbol and amount"), SETTING_YES_NO, FIELD(symbol_space), 0, 0, NULL),
	RULE("date", N_("Date"), N_("How days are written: %Y year, %m month, %d day"), SETTING_PATTERN, FIELD(date_pattern), 0, 0, NULL),
	RULE("time", N_("Time"), N_("How times are written: %H hour, %M minute, %S second"), SETTING_PATTERN, FIELD(time_pattern), 0, 0, NULL),
	RULE("language", N_("Language of paper"), N_("de, en, es, fr, zh_CN ..."), SETTING_WORD, FIELD(language), 2, 0, NULL),

	RULE("prices-with-tax", N_("Prices with tax"), N_("Prices contain the tax; else it is added"), SETTING_YES_NO, FIELD(prices_with_tax), 0, 0, NULL),
	RULE("tax-rounding", N_("Tax is rounded"), N_("line: on each line; total: once for each rate"), SETTING_CHOICE, FIELD(tax_rounding), 0, 0, tax_roundings),
	RULE("rounding", N_("Rounding"), N_("half_up, half_even, half_down, up or down; up is away from zero"), SETTING_CHOICE, FIELD(rounding), 0, 0, rounding_names),
	RULE("cash-step", N_("Smallest coin"), N_("Cash is rounded to this: 0.05; 0 rounds nothing"), SETTING_MONEY, FIELD(cash_step_minor), 0, 0, NULL),
	RULE("cash-rounding", N_("Rounding of cash"), N_("half_up, half_even, half_down, up or down"), SETTING_CHOICE, FIELD(cash_rounding), 0, 0, rounding_names),
	RULE("cash-scope", N_("What is rounded"), N_("none, cash: what is paid in cash, all: every amount due"), SETTING_CHOICE, FIELD(cash_scope), 0, 0, cash_scopes),
	RULE("cash-exact", N_("Never rounded up to"), N_("Amounts up to this are paid to the cent; 0 rounds all"), SETTING_MONEY, FIELD(cash_exact_minor), 0, 0, NULL),
	RULE("promotions-best", N_("Best promotion"), N_("The best for the customer; else in the order they are listed"), SETTING_YES_NO, FIELD(promotions_best), 0, 0, NULL),
	RULE("in-store", N_("In-store numbers"), N_("Whose rules read prices and weights out of 02 and 20 to 29, or none"), SETTING_REGION, FIELD(in_store), 0, 0, NULL),
	RULE("in-store-rules", N_("Rules of our own"), N_("For numbers the shop prints: price 21.....{NNNDD}.; customer 042"), SETTING_IN_STORE, FIELD(in_store_rules), 0, 0, NULL),
	RULE("best-before", N_("Best before"), N_("When the day in a barcode has passed: ignore, warn or refuse"), SETTING_CHOICE, FIELD(best_before), 0, 0, best_before),

	RULE("receipt", N_("Receipts"), N_("always, ask or on-request"), SETTING_CHOICE, FIELD(receipt_policy), 0, 0, receipt_policies),
	RULE("receipt-columns", N_("Width of paper"), N_("Characters a line: 32, 42 or 48"), SETTING_INT, FIELD(receipt_cols), 24, 64, NULL),
	RULE("receipt-title", N_("Title of receipts"), N_("A word the law wants at the head"), SETTING_LINE, FIELD(receipt_title), 0, 0, NULL),
	RULE("receipt-head", N_("Head of receipts"), N_("Under the address"), SETTING_LINES, FIELD(receipt_head), 0, 0, NULL),
	RULE("receipt-foot", N_("Foot of receipts"), N_("At the end"), SETTING_LINES, FIELD(receipt_foot), 0, 0, NULL),
	RULE("return-policy", N_("Return policy"), N_("How long goods are taken back"), SETTING_LINES, FIELD(return_policy), 0, 0, NULL),
	RULE("printer", N_("Printer"), N_("none, cups:QUEUE, usb:, tcp:printer:9100, file:/dev/usb/lp0"), SETTING_LINE, FIELD(printer), 1, 0, NULL),
	RULE("printer-report", N_("Printer of reports"), N_("For shift reports and Z; empty: the printer of receipts"), SETTING_LINE, FIELD(printer_report), 0, 0, NULL),
	RULE("printer-label", N_("Printer of labels"), N_("For price labels; empty: the printer of receipts"), SETTING_LINE, FIELD(printer_label), 0, 0, NULL),
	RULE("scanners", N_("Scanners"), N_("Those that do not type, one a line; \"ringup devices list\" names the kinds"), SETTING_LINES, FIELD(scanners), 0, 0, NULL),
	RULE("display", N_("Customer display"), N_("none, cd5220:/dev/ttyUSB0, epson:/dev/ttyS1; \"ringup display\" needs no setting"), SETTING_LINE, FIELD(display), 0, 0, NULL),
	RULE("display-text", N_("Text of the display"), N_("Between customers; empty: the shop's name"), SETTING_LINE, FIELD(display_text), 0, 0, NULL),
	RULE("scanner-prefix", N_("Prefix of the scanner"), N_("What a scanner that types puts before a scan; empty knows it by its speed"), SETTING_LINE, FIELD(scanner_prefix), 0, 0, NULL),

	RULE("amount-entry", N_("Typed amounts"), N_("minor: 2000 is 20.00; units: 2000 is 2000.00"), SETTING_CHOICE, FIELD(amount_entry), 0, 0, amount_entries),
	RULE("max-quantity", N_("Largest quantity"), N_("Above it the till asks"), SETTING_QTY, FIELD(max_qty_milli), 1, QTY_MAX_MILLI, NULL),
	RULE("max-weight", N_("Largest weight"), N_("Above it the till asks"), SETTING_QTY, FIELD(max_weight_milli), 1, QTY_MAX_MILLI, NULL),
	RULE("max-price", N_("Highest price"), N_("Above it nothing is rung up; until set, 10000 times the scale of limits"), SETTING_MONEY, FIELD(max_price), 1, MONEY_MAX_MINOR, NULL),
	RULE("max-paid-out", N_("Largest paid out"), N_("0: no limit but that of the group"), SETTING_MONEY, FIELD(max_paid_out), 0, MONEY_MAX_MINOR, NULL),
	RULE("pickup-limit", N_("Cash in the drawer"), N_("Above it a pickup is due; 0 never"), SETTING_MONEY, FIELD(pickup_limit), 0, MONEY_MAX_MINOR, NULL),
	RULE("empties-limit", N_("Deposits given back"), N_("Up to this in one basket without consent; until set, 25 times the scale of limits"), SETTING_MONEY, FIELD(empties_limit), 0, MONEY_MAX_MINOR, NULL),
	RULE("notes", N_("Notes"), N_("The country's notes, growing: 5 10 20 50"), SETTING_NOTES, FIELD(notes), 0, 0, NULL),
	RULE("coins", N_("Coins"), N_("The country's coins, growing: 0.05 0.10 0.20"), SETTING_NOTES, FIELD(coins), 0, 0, NULL),
	RULE("reasons-asked", N_("Reasons asked for"), N_("never; screen: of who gives up a basket at the screen; cancel: of scripts too; all: also of lines taken back"), SETTING_CHOICE, FIELD(reasons_asked), 0, 0, reasons_asked),
	RULE("reasons", N_("Reasons"), N_("Proposed where one is asked for, one a line; empty: the program's own"), SETTING_LINES, FIELD(reasons), 0, 0, NULL),
	RULE("cutoff", N_("Day's end"), N_("Minutes after midnight that still belong to the day before"), SETTING_INT, FIELD(cutoff_min), 0, 1439, NULL),
	RULE("idle-lock", N_("Lock when idle"), N_("After so many seconds; 0 never"), SETTING_INT, FIELD(idle_lock_s), 0, 86400, NULL),
	RULE("backup-place", N_("Backup place"), N_("Folder that backups go to; empty: none are made"), SETTING_LINE, FIELD(backup_place), 0, 0, NULL),
	RULE("blind-count", N_("Blind count"), N_("The drawer is counted before the expected figure is shown"), SETTING_YES_NO, FIELD(blind_count), 0, 0, NULL),
	RULE("big-total", N_("Large total"), N_("The amount due is shown in large digits"), SETTING_YES_NO, FIELD(show_big_total), 0, 0, NULL),
	RULE("signal", N_("Signal of errors"), N_("b bell, f flash, bf both; the text is always there"), SETTING_LINE, FIELD(signal), 0, 0, NULL),
};
/* clang-format on */

#define RULE_COUNT (sizeof(rules) / sizeof(*rules))

_Static_assert(sizeof(enum tax_rounding) == sizeof(int) && sizeof(enum rounding) == sizeof(int),
               "choices are kept as int");

const struct setting_rule *
setting_rule(const char *key)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (strcmp(rules[i].doc.key, key) == 0)
			return &rules[i];
	return NULL;
}

size_t
settings_docs(const struct setting_doc **out)
{
	static struct setting_doc docs[RULE_COUNT];
	for (size_t i = 0; i < RULE_COUNT; i++)
		docs[i] = rules[i].doc;
	*out = docs;
	return RULE_COUNT;
}

/* ---- from text ---- */

static enum outcome
refuse(const struct setting_rule *rule, const char *text, struct err *err)
{
	err_set(err, RC_REFUSED, _("\"%.60s\" cannot be the setting %s"), text, rule->doc.key);
	err_hint(err, "%s: %s", _(rule->doc.label), _(rule->doc.about));
	return RC_REFUSED;
}

static enum outcome
parse_line(const struct setting_rule *rule, const char *text, char *out, struct err *err)
{
	char clean[NOTE_MAX];
	enum outcome outcome = text_clean(clean, rule->size, text, strlen(text), err);
	if (outcome)
		return outcome;
	if (strlen(clean) < (size_t)rule->min)
		return refuse(rule, text, err);
	memcpy(out, clean, strlen(clean) + 1);
	return RC_OK;
}

/* Line by line, so that the ends of lines stay; empty ones at the end go. */
static enum outcome
parse_lines(const struct setting_rule *rule, const char *text, char *out, struct err *err)
{
	char clean[NOTE_MAX] = "", line[NOTE_MAX];
	size_t length = 0, kept = 0;
	if (text_has_card_number(text))
		return err_set(err, RC_REFUSED,
		               _("this looks like a card number, which is never kept"));
	for (const char *at = text;; at++) {
		size_t count = strcspn(at, "\n");
		enum outcome outcome = text_clean(line, rule->size, at, count, err);
		if (outcome)
			return outcome;
		int wrote = snprintf(clean + length, rule->size - length, "%s%s",
		                     at == text ? "" : "\n", line);
		if (wrote < 0 || length + (size_t)wrote >= rule->size)
			return err_set(err, RC_REFUSED,
			               _("this is too long: at most %d characters"),
			               (int)rule->size - 1);
		length += (size_t)wrote;
		if (*line)
			kept = length;
		at += count;
		if (!*at)
			break;
	}
	memcpy(out, clean, kept);
	out[kept] = '\0';
	return RC_OK;
}

static enum outcome
parse_word(const struct setting_rule *rule, const char *text, char *out, struct err *err)
{
	size_t length =
	        strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
	if (text[length] || length < (size_t)rule->min || length >= rule->size)
		return refuse(rule, text, err);
	memcpy(out, text, length + 1);
	return RC_OK;
}

static enum outcome
parse_choice(const struct setting_rule *rule, const char *text, int *out, struct err *err)
{
	for (int i = 0; rule->choices[i]; i++) {
		if (strcmp(text, rule->choices[i]) == 0) {
			*out = i;
			return RC_OK;
		}
	}
	return refuse(rule, text, err);
}

static enum outcome
parse_int(const struct setting_rule *rule, const char *text, int *out, struct err *err)
{
	char *end;
	size_t digits = strspn(text, "0123456789");
	long number = strtol(text, &end, 10);
	if (!digits || digits > 9 || text[digits] || number < rule->min || number > rule->max)
		return refuse(rule, text, err);
	*out = (int)number;
	return RC_OK;
}

static enum outcome
parse_money(const struct setting_rule *rule, const char *text, int exponent, int64_t *out,
            struct err *err)
{
	struct money money;
	enum outcome outcome = money_parse(text, exponent, &money, err);
	if (outcome)
		return outcome;
	if (money.minor < rule->min || (rule->max && money.minor > rule->max))
		return refuse(rule, text, err);
	*out = money.minor;
	return RC_OK;
}

static enum outcome
parse_notes(const struct setting_rule *rule, const char *text, int exponent,
            struct money out[static SETTINGS_NOTES], struct err *err)
{
	struct money notes[SETTINGS_NOTES] = { { 0 } };
	char word[32];
	for (int count = 0; *text; count++) {
		size_t length = strcspn(text, " ");
		if (count == SETTINGS_NOTES || length >= sizeof(word))
			return refuse(rule, text, err);
		memcpy(word, text, length);
		word[length] = '\0';
		enum outcome outcome = money_parse(word, exponent, &notes[count], err);
		if (outcome)
			return outcome;
		if (notes[count].minor <= (count ? notes[count - 1].minor : 0))
			return refuse(rule, text, err);
		text += length + strspn(text + length, " ");
	}
	memcpy(out, notes, sizeof(notes));
	return RC_OK;
}

static enum outcome
parse_mark(const struct setting_rule *rule, const char *text, char *out, struct err *err)
{
	if (strcmp(text, "space") == 0)
		text = SPACE_THAT_STAYS;
	else if (strcmp(text, "none") == 0)
		text = "";
	bool digit = *text >= '0' && *text <= '9';
	if (strlen(text) >= rule->size || text_cols(text) > 1 || strlen(text) < (size_t)rule->min ||
	    digit || strchr("+-\n", *text ? *text : '.'))
		return refuse(rule, text, err);
	memcpy(out, text, strlen(text) + 1);
	return RC_OK;
}

static enum outcome
parse_pattern(const struct setting_rule *rule, const char *text, char *out, struct err *err)
{
	for (const char *at = strchr(text, '%'); at; at = strchr(at + 2, '%'))
		if (!at[1] || !strchr("YmdHMS", at[1]))
			return refuse(rule, text, err);
	if (!strchr(text, '%'))
		return refuse(rule, text, err);
	return parse_line(rule, text, out, err);
}

/* Amounts are kept in minor units: one with other decimals would make others of them. */
static enum outcome
parse_currency(const struct setting_rule *rule, const char *text, struct settings *settings,
               struct err *err)
{
	struct currency currency;
	enum outcome outcome = currency_find(text, &currency, err);
	if (outcome)
		return refuse(rule, text, err);
	if (currency.exponent != settings->currency.exponent)
		return err_set(err, RC_REFUSED,
		               _("%s has other decimals than %s: make a new shop for it"),
		               currency.code, settings->currency.code);
	settings->currency = currency;
	return RC_OK;
}

enum outcome
setting_parse(const struct setting_rule *rule, const char *text, struct settings *settings,
              struct err *err)
{
	char *field = (char *)settings + rule->offset;
	int exponent = settings->currency.exponent;
	int64_t qty;
	enum outcome outcome;
	switch (rule->type) {
	case SETTING_LINE:
		return parse_line(rule, text, field, err);
	case SETTING_LINES:
		return parse_lines(rule, text, field, err);
	case SETTING_WORD:
		return parse_word(rule, text, field, err);
	case SETTING_YES_NO:
		if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
			return refuse(rule, text, err);
		*(bool *)field = *text == 'y';
		return RC_OK;
	case SETTING_CHOICE:
		return parse_choice(rule, text, (int *)(void *)field, err);
	case SETTING_INT:
		return parse_int(rule, text, (int *)(void *)field, err);
	case SETTING_QTY:
		outcome = qty_parse(text, &qty, err);
		if (!outcome && (qty < rule->min || qty > rule->max))
			outcome = refuse(rule, text, err);
		if (!outcome)
			*(int64_t *)(void *)field = qty;
		return outcome;
	case SETTING_MONEY:
		return parse_money(rule, text, exponent, (int64_t *)(void *)field, err);
	case SETTING_NOTES:
		return parse_notes(rule, text, exponent, (struct money *)(void *)field, err);
	case SETTING_MARK:
		return parse_mark(rule, text, field, err);
	case SETTING_PATTERN:
		return parse_pattern(rule, text, field, err);
	case SETTING_CURRENCY:
		return parse_currency(rule, text, settings, err);
	case SETTING_IN_STORE:
		outcome = in_store_rules_check(text, err);
		return outcome ? outcome : parse_line(rule, text, field, err);
	case SETTING_REGION:
		if (strcmp(text, IN_STORE_NONE) != 0 && !in_store_known(text))
			return refuse(rule, text, err);
		return parse_word(rule, text, field, err);
	}
	assert(!"a type of setting");
	return RC_REFUSED;
}

/* ---- to text ---- */

static void
notes_text(const struct money notes[static SETTINGS_NOTES], const struct number_style *plain,
           char *out, size_t size)
{
	size_t length = 0;
	char text[MONEY_TEXT_MAX];
	*out = '\0';
	for (int i = 0; i < SETTINGS_NOTES && notes[i].minor && length < size; i++)
		length += (size_t)snprintf(out + length, size - length, "%s%s", i ? " " : "",
		                           money_text(text, notes[i], plain));
}

void
setting_text(const struct setting_rule *rule, const struct settings *settings, char *out,
             size_t size)
{
	const char *field = (const char *)settings + rule->offset;
	struct number_style plain = number_plain(settings->currency.exponent);
	char text[MONEY_TEXT_MAX], qty[QTY_TEXT_MAX];
	switch (rule->type) {
	case SETTING_LINE:
	case SETTING_LINES:
	case SETTING_WORD:
	case SETTING_PATTERN:
	case SETTING_REGION:
	case SETTING_IN_STORE:
		text_copy(out, size, field);
		break;
	case SETTING_YES_NO:
		snprintf(out, size, "%s", *(const bool *)field ? "yes" : "no");
		break;
	case SETTING_CHOICE:
		snprintf(out, size, "%s", rule->choices[*(const int *)(const void *)field]);
		break;
	case SETTING_INT:
		snprintf(out, size, "%d", *(const int *)(const void *)field);
		break;
	case SETTING_QTY:
		snprintf(out, size, "%s",
		         qty_text(qty, *(const int64_t *)(const void *)field, 0, &plain));
		break;
	case SETTING_MONEY:
		snprintf(out, size, "%s",
		         money_text(text, money_of(*(const int64_t *)(const void *)field), &plain));
		break;
	case SETTING_NOTES:
		notes_text((const struct money *)(const void *)field, &plain, out, size);
		break;
	case SETTING_MARK:
		snprintf(out, size, "%s",
		         strcmp(field, SPACE_THAT_STAYS) == 0 ? "space"
		         : *field                             ? field
		                                              : "none");
		break;
	case SETTING_CURRENCY:
		snprintf(out, size, "%s", settings->currency.code);
		break;
	}
}
