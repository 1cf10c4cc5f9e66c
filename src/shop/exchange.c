#include <config.h>

#include "shop/exchange.h"

const struct exchange exchanges[] = {
	{ "items", items_import, items_export, false },
	{ "prices", prices_import, prices_export, false },
	{ "taxes", taxes_import, taxes_export, false },
	{ "promotions", promotions_import, promotions_export, false },
	{ "customers", customers_import, customers_export, true },
	{ "groups", customers_import, groups_export, true },
	{ "staff", staff_import, staff_export, true },
	{ NULL, NULL, NULL, false },
};
