#include <config.h>

#include "shop/unit.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/gettext.h"
#include "base/text.h"

#define SPELLINGS_MAX 12

/* As it stands on screens, papers and in the journal, and how else people write it.  "" is pieces.
 * A spelling of several letters in another script stands here as it is: only ASCII is folded. */
static const struct {
	const char *unit;
	const char *also[SPELLINGS_MAX];
} units[] = {
	{ "",
	  { "pc", "pcs", "piece", "pieces", "each", "ea", "stk", "stück", "ud", "pièce", "个",
	    "件" } },
	{ "kg", { "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramm", "公斤", "千克" } },
	{ "g", { "gr", "gram", "grams", "gramm", "gramme", "grammes", "gramo", "gramos", "克" } },
	{ "lb", { "lbs", "pound", "pounds" } },
	{ "oz", { "ounce", "ounces" } },
	{ "斤", { "市斤", "jin" } },
	{ "l", { "lt", "ltr", "liter", "liters", "litre", "litres", "litro", "litros", "升" } },
	{ "dl", { NULL } },
	{ "cl", { NULL } },
	{ "ml", { "毫升" } },
	{ "gal", { "gallon", "gallons" } },
	{ "m",
	  { "meter", "meters", "metre", "metres", "mètre", "mètres", "metro", "metros", "米" } },
	{ "cm", { "厘米" } },
	{ "ft", { "foot", "feet" } },
	{ "yd", { "yard", "yards" } },
	{ "m2", { "m²", "sqm", "qm", "平方米" } },
	{ "m3", { "m³", "cbm", "立方米" } },
	{ "h", { "hr", "hour", "hours", "std", "stunde", "hora", "heure", "小时" } },
};

#define UNITS (sizeof(units) / sizeof(*units))

static bool
is_spelled(size_t index, const char *text)
{
	if (strcasecmp(text, units[index].unit) == 0)
		return true;
	for (size_t i = 0; i < SPELLINGS_MAX && units[index].also[i]; i++)
		if (strcasecmp(text, units[index].also[i]) == 0)
			return true;
	return false;
}

static enum outcome
refuse(const char *text, struct err *err)
{
	char shown[31], list[120] = "";
	size_t length = 0;

	text_cut(shown, sizeof(shown), text, 10);
	for (size_t i = 1; i < UNITS; i++)
		length += (size_t)snprintf(list + length, sizeof(list) - length, " %s",
		                           units[i].unit);
	return err_set(err, RC_REFUSED,
	               _("unit \"%s\" is not known; empty is pieces, others are%s"), shown, list);
}

enum outcome
unit_parse(const char *text, char out[static UNIT_MAX], struct err *err)
{
	char clean[40];

	if (text_clean(clean, sizeof(clean), text, strlen(text), NULL))
		return refuse(text, err);
	for (size_t i = 0; i < UNITS; i++) {
		if (is_spelled(i, clean)) {
			text_copy(out, UNIT_MAX, units[i].unit);
			return RC_OK;
		}
	}
	return refuse(clean, err);
}
