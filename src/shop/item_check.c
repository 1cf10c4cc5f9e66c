#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "shop/items.h"
#include "shop/unit.h"

#define DEPARTMENTS_MAX 999
#define TAXES_MAX 500
#define PLU_MAX 999999999
#define AGE_MAX 120

static enum outcome
check_department(struct ledger *ledger, int number, struct err *err)
{
	struct department_row *rows = alloc_zero(DEPARTMENTS_MAX, sizeof(*rows));
	size_t count = 0;
	bool there = false;
	enum outcome outcome = catalogue_departments(ledger, rows, DEPARTMENTS_MAX, &count, err);
	for (size_t i = 0; i < count && !outcome; i++)
		there |= rows[i].number == number;
	free(rows);
	return outcome || there ? outcome
	                        : err_set(err, RC_REFUSED, _("there is no department %d"), number);
}

static bool
is_tax(const struct tax_row rows[], size_t count, const char *code, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(rows[i].code) == length && strncmp(rows[i].code, code, length) == 0)
			return true;
	return false;
}

enum outcome
taxes_check(struct ledger *ledger, const char *codes, struct err *err)
{
	struct tax_row *rows = alloc_zero(TAXES_MAX, sizeof(*rows));
	size_t count = 0;
	enum outcome outcome = catalogue_taxes(ledger, rows, TAXES_MAX, &count, err);
	int used = 0;
	while (!outcome && *codes) {
		size_t length = strcspn(codes, " ");
		if (!is_tax(rows, count, codes, length))
			outcome = err_set(err, RC_REFUSED, _("there is no tax %.*s"), (int)length,
			                  codes);
		else if (++used > LINE_TAXES_MAX)
			outcome = err_set(err, RC_REFUSED, _("an item has at most %d taxes"),
			                  LINE_TAXES_MAX);
		codes += length;
		codes += strspn(codes, " ");
	}
	free(rows);
	return outcome;
}

static enum outcome
check_price(const struct settings *settings, const struct item_row *row, struct err *err)
{
	if (!row->has_price)
		return RC_OK;
	if (row->price.e4 < 0)
		return err_set(err, RC_REFUSED, _("a price is not below zero"));
	if (!row->price.e4 && !row->zero_price_allowed)
		return err_set(err, RC_REFUSED, _("it cannot be sold for nothing"));
	if (settings->max_price.minor > 0 && row->price.e4 > unit_price_of(settings->max_price).e4)
		return err_set(err, RC_REFUSED, _("the price is above the highest of the shop"));
	return RC_OK;
}

static enum outcome
check_deposit(struct ledger *ledger, const struct item_row *row, struct err *err)
{
	struct item_row deposit;
	if (!*row->deposit_item)
		return RC_OK;
	if (strcmp(row->deposit_item, row->number) == 0)
		return err_set(err, RC_REFUSED, _("an item cannot be its own deposit"));
	enum outcome outcome = catalogue_item(ledger, row->deposit_item, &deposit, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("there is no deposit item %s"),
		               row->deposit_item);
	if (!outcome && !deposit.has_price)
		return err_set(err, RC_REFUSED, _("%s has no price: it is no deposit"),
		               deposit.name);
	return outcome;
}

static enum outcome
check_fields(const struct item_row *row, struct err *err)
{
	char unit[UNIT_MAX];
	if (!*row->number || strpbrk(row->number, " \"'"))
		return err_set(err, RC_REFUSED, _("an item number has no spaces and no quotes"));
	if (!*row->name)
		return err_set(err, RC_REFUSED, _("the name is missing"));
	if (row->plu < 0 || row->plu > PLU_MAX)
		return err_set(err, RC_REFUSED, _("a PLU has at most nine digits"));
	if (row->min_age < 0 || row->min_age > AGE_MAX)
		return err_set(err, RC_REFUSED, _("an age is from 0 to %d"), AGE_MAX);
	if (row->content_milli > 0 && !*row->content_unit)
		return err_set(err, RC_REFUSED, _("what it holds needs a unit: 0.75 l"));
	if (row->tare_milli < 0)
		return err_set(err, RC_REFUSED, _("a container weighs more than nothing"));
	if (row->tare_milli > 0 && !*row->unit)
		return err_set(err, RC_REFUSED, _("a tare needs goods that are weighed"));
	enum outcome outcome = unit_parse(row->unit, unit, err);
	return outcome ? outcome : unit_parse(row->content_unit, unit, err);
}

enum outcome
item_check(struct ledger *ledger, const struct settings *settings, const struct item_row *row,
           struct err *err)
{
	enum outcome outcome = check_fields(row, err);
	if (!outcome)
		outcome = check_department(ledger, row->department, err);
	if (!outcome)
		outcome = check_price(settings, row, err);
	if (!outcome)
		outcome = taxes_check(ledger, row->taxes, err);
	if (!outcome)
		outcome = taxes_check(ledger, row->taxes_eat_in, err);
	if (!outcome)
		outcome = taxes_check(ledger, row->taxes_take_away, err);
	return outcome ? outcome : check_deposit(ledger, row, err);
}
