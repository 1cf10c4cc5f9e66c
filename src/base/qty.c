#include <config.h>

#include "base/qty.h"

#include "base/gettext.h"

#define QTY_DECIMALS 3

enum outcome
qty_parse(const char *text, int64_t *qty_milli, struct err *err)
{
	switch (number_parse(text, QTY_DECIMALS, QTY_MAX_MILLI, qty_milli)) {
	case NUMBER_OK:
		return RC_OK;
	case NUMBER_DECIMALS:
		return err_set(err, RC_REFUSED,
		               _("the quantity %s has more than three decimal places"), text);
	case NUMBER_LARGE:
		return err_set(err, RC_REFUSED, _("the quantity %s is too large"), text);
	case NUMBER_NOT:
		break;
	}
	return err_set(err, RC_REFUSED, _("\"%s\" is not a quantity"), text);
}

char *
qty_text(char out[static QTY_TEXT_MAX], int64_t qty_milli, int decimals,
         const struct number_style *style)
{
	return number_text(out, QTY_TEXT_MAX, qty_milli, QTY_DECIMALS, decimals, style);
}
