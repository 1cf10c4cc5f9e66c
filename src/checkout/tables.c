#include <config.h>

#include "checkout/tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/log.h"
#include "checkout/tax.h"

enum {
	DEPARTMENTS_ROOM = 999,
	TAXES_ROOM = 200,
	TENDERS_ROOM = 50,
	PRESETS_ROOM = 500,
	PROMOTIONS_ROOM = 1000
};

void
tables_init(struct tables *tables)
{
	*tables = (struct tables){ 0 };
}

void
tables_done(struct tables *tables)
{
	free(tables->departments);
	free(tables->taxes);
	free(tables->tenders);
	free(tables->presets);
	promotions_free(&tables->promotions, tables->promotion_count);
	*tables = (struct tables){ 0 };
}

/* A promotion that cannot be read takes nothing off; the rest of the shop goes on. */
static enum outcome
load_promotions(struct tables *tables, struct ledger *ledger, int exponent, struct err *err)
{
	struct promotion_row *rows = alloc_zero(PROMOTIONS_ROOM, sizeof *rows);
	size_t count = 0;
	enum outcome outcome = catalogue_promotions(ledger, rows, PROMOTIONS_ROOM, &count, err);

	tables->promotions = alloc_zero(count + 1, sizeof *tables->promotions);
	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct err why;

		if (!rows[i].active)
			continue;
		if (promotion_parse(&tables->promotions[tables->promotion_count], rows[i].json,
		                    exponent, &why) == RC_OK)
			tables->promotion_count++;
		else
			log_line("promotion \"%s\" is left out: %s", rows[i].name, why.msg);
	}
	free(rows);
	return outcome;
}

static enum outcome
load(struct tables *tables, struct ledger *ledger, int exponent, struct err *err)
{
	enum outcome outcome;

	tables->departments = alloc_zero(DEPARTMENTS_ROOM, sizeof *tables->departments);
	tables->taxes = alloc_zero(TAXES_ROOM, sizeof *tables->taxes);
	tables->tenders = alloc_zero(TENDERS_ROOM, sizeof *tables->tenders);
	tables->presets = alloc_zero(PRESETS_ROOM, sizeof *tables->presets);
	outcome = catalogue_departments(ledger, tables->departments, DEPARTMENTS_ROOM,
	                                &tables->department_count, err);
	if (outcome == RC_OK)
		outcome =
		        catalogue_taxes(ledger, tables->taxes, TAXES_ROOM, &tables->tax_count, err);
	if (outcome == RC_OK)
		outcome = catalogue_tenders(ledger, tables->tenders, TENDERS_ROOM,
		                            &tables->tender_count, err);
	if (outcome == RC_OK)
		outcome = catalogue_presets(ledger, tables->presets, PRESETS_ROOM,
		                            &tables->preset_count, err);
	if (outcome == RC_OK)
		outcome = load_promotions(tables, ledger, exponent, err);
	return outcome;
}

enum outcome
tables_load(struct tables *tables, struct ledger *ledger, const struct currency *currency,
            struct err *err)
{
	struct tables fresh = { 0 };
	enum outcome outcome = load(&fresh, ledger, currency->exponent, err);

	if (outcome) {
		tables_done(&fresh);
		return outcome;
	}
	tables_done(tables);
	*tables = fresh;
	return RC_OK;
}

/* ---- one row ---- */

static const struct department_row *
department(const struct tables *tables, int number)
{
	for (size_t i = 0; i < tables->department_count; i++)
		if (tables->departments[i].number == number)
			return &tables->departments[i];
	return NULL;
}

enum outcome
tables_department(const struct tables *tables, int number, const struct department_row **row,
                  struct err *err)
{
	const struct department_row *found = department(tables, number);

	if (!found)
		return err_set(err, RC_NOT_FOUND, _("there is no department %d"), number);
	*row = found;
	return RC_OK;
}

enum outcome
tables_tender(const struct tables *tables, const char *kind, const struct tender_row **row,
              struct err *err)
{
	for (size_t i = 0; i < tables->tender_count; i++) {
		if (strcmp(tables->tenders[i].kind, kind) == 0 && !tables->tenders[i].retired) {
			*row = &tables->tenders[i];
			return RC_OK;
		}
	}
	return err_set(err, RC_NOT_FOUND, _("this shop has no tender \"%s\""), kind);
}

enum outcome
tables_preset(const struct tables *tables, int number, const struct preset_row **row,
              struct err *err)
{
	for (size_t i = 0; i < tables->preset_count; i++) {
		if (tables->presets[i].number == number) {
			*row = &tables->presets[i];
			return RC_OK;
		}
	}
	return err_set(err, RC_NOT_FOUND, _("there is no preset %d"), number);
}

const char *
tables_tax_codes(const struct tables *tables, const struct item_row *item)
{
	const struct department_row *row = department(tables, item->department);

	return item->taxes[0] || !row ? item->taxes : row->taxes;
}

static const char *
of_way(enum sale_way way, const char *eat_in, const char *take_away)
{
	return way == WAY_EAT_IN ? eat_in : way == WAY_TAKE_AWAY ? take_away : "";
}

const char *
tables_way_codes(const struct tables *tables, const struct item_row *item, enum sale_way way)
{
	const struct department_row *row = department(tables, item->department);
	const char *own = of_way(way, item->taxes_eat_in, item->taxes_take_away);
	const char *all = row ? of_way(way, row->taxes_eat_in, row->taxes_take_away) : "";

	if (own[0])
		return own;
	return item->taxes[0] || !all[0] ? tables_tax_codes(tables, item) : all;
}

int
tables_min_age(const struct tables *tables, const struct item_row *item)
{
	const struct department_row *row = department(tables, item->department);

	return item->min_age > 0 || !row ? item->min_age : row->min_age;
}

/* ---- rules ---- */

/* The row of a code that is in force on a day: of those begun by then the one that began last. */
static const struct tax_row *
tax_on(const struct tables *tables, const char *code, day_number day)
{
	const struct tax_row *best = NULL;

	for (size_t i = 0; i < tables->tax_count; i++) {
		const struct tax_row *row = &tables->taxes[i];

		if (strcmp(row->code, code) == 0 && row->from <= day &&
		    (!best || row->from >= best->from))
			best = row;
	}
	return best;
}

static void
rule_of(const struct tax_row *row, struct tax_rule *rule)
{
	*rule = (struct tax_rule){
		.kind = row->kind,
		.rate_ppm = row->rate_ppm,
		.per_unit = row->per_unit,
		.included = row->included,
		.compound = row->compound,
		.affected = row->affected,
	};
	memcpy(rule->code, row->code, sizeof rule->code);
	memcpy(rule->name, row->name, sizeof rule->name);
}

/* One code of a list, and the way in front of it. */
struct code_word {
	enum sale_way way;
	const char *text;
	size_t length;
};

static bool
next_code(const char **codes, struct code_word *word)
{
	static const struct {
		const char *prefix;
		enum sale_way way;
	} ways[] = { { "eat-in:", WAY_EAT_IN }, { "take-away:", WAY_TAKE_AWAY } };

	*codes += strspn(*codes, " ");
	*word = (struct code_word){ .text = *codes, .length = strcspn(*codes, " ") };
	*codes += word->length;
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		size_t prefix = strlen(ways[i].prefix);

		if (word->length > prefix && strncmp(word->text, ways[i].prefix, prefix) == 0) {
			word->way = ways[i].way;
			word->text += prefix;
			word->length -= prefix;
			break;
		}
	}
	return word->length > 0;
}

/* The way whose codes count: this one where any code is for it. */
static enum sale_way
way_of(const char *codes, enum sale_way way)
{
	struct code_word word;

	while (next_code(&codes, &word))
		if (word.way == way)
			return way;
	return WAY_NONE;
}

static enum outcome
add_rule(const struct tables *tables, const struct code_word *word, day_number day,
         struct tax_rule out[static LINE_TAXES_MAX], int *found, struct err *err)
{
	char code[TAX_CODE_MAX] = "";
	const struct tax_row *row = NULL;

	if (word->length < sizeof code) {
		memcpy(code, word->text, word->length);
		row = tax_on(tables, code, day);
	}
	if (!row)
		return err_set(err, RC_REFUSED, _("tax %.*s is not set up"), (int)word->length,
		               word->text);
	if (*found == LINE_TAXES_MAX)
		return err_set(err, RC_REFUSED, _("at most %d taxes on one line"), LINE_TAXES_MAX);
	rule_of(row, &out[(*found)++]);
	return RC_OK;
}

enum outcome
tables_rules(const struct tables *tables, const char *codes, day_number day, enum sale_way way,
             struct tax_rule out[static LINE_TAXES_MAX], int *count, struct err *err)
{
	enum sale_way counts = way_of(codes, way);
	struct code_word word;
	struct tax_plan plan;
	int found = 0;

	while (next_code(&codes, &word)) {
		if (word.way != counts)
			continue;
		if (add_rule(tables, &word, day, out, &found, err))
			return RC_REFUSED;
	}
	if (tax_plan_make(&plan, out, found, err))
		return RC_REFUSED;
	*count = found;
	return RC_OK;
}

struct price_rules
tables_price_rules(const struct tables *tables, const struct settings *settings)
{
	return (struct price_rules){
		.exponent = settings->currency.exponent,
		.tax_rounding = settings->tax_rounding,
		.rounding = settings->rounding,
		.promotions_best = settings->promotions_best,
		.promotions = tables->promotions,
		.promotion_count = tables->promotion_count,
	};
}

struct tender_rules
tables_tender_rules(const struct settings *settings)
{
	return (struct tender_rules){
		.cash_step_minor = settings->cash_step_minor,
		.cash_rounding = settings->cash_rounding,
		.scope = settings->cash_scope,
		.exact_minor = settings->cash_exact_minor,
	};
}
