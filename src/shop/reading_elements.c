#include <config.h>

#include "shop/reading_parts.h"

#include <string.h>

#include "base/gs1_link.h"
#include "base/text.h"

/* What a scan says in element strings, and whether they belong together. */

/* A number the shop prints may stand in (01): a DataBar says it so. */
static bool
split_item(struct reading *out, const struct reading_rules *rules)
{
	bool measured = out->weight_kg.there || out->price.there || out->count.there;
	struct in_store number;
	enum outcome outcome = RC_NOT_FOUND;

	if (out->gtin[0] == '0')
		outcome = in_store_read(rules->region, rules->in_store, out->gtin + 1, &number,
		                        &out->err);
	if (outcome == RC_REFUSED)
		return false;
	if (outcome || number.kind >= IN_STORE_ITEM)
		return true;
	out->printed = true;
	out->in_store = number;
	if (!measured)
		reading_take_measure(out, rules);
	return true;
}

/* A date, measure or amount alone: somebody wants to know what it says. */
static bool
is_one_figure(const struct gs1 *gs1)
{
	struct figure figure;
	struct gs1_date date;

	return gs1->count == 1 && (reading_value(&gs1->elements[0], &figure) == RC_OK ||
	                           gs1_date(&gs1->elements[0], 2000, &date) == RC_OK);
}

void
reading_finish(struct reading *out, enum gs1_fault fault, bool whole_label,
               const struct reading_rules *rules)
{
	const char *item = gs1_find(&out->gs1, "01", NULL);

	if (!item)
		item = gs1_find(&out->gs1, "02", NULL);
	text_copy(out->gtin, sizeof out->gtin, item ? item : "");
	reading_find_figures(out, rules);
	if (fault == GS1_SOUND && !split_item(out, rules))
		fault = GS1_VALUE;
	if (fault != GS1_SOUND) {
		reading_wrong(out, fault);
		return;
	}
	out->valid = true;
	out->fault = gs1_exclusions(&out->gs1, &out->err);
	if (out->fault != GS1_SOUND) {
		out->valid = !whole_label;
		return;
	}
	out->fault = gs1_needs(&out->gs1, &out->err);
	if (out->fault != GS1_SOUND)
		out->valid = !whole_label || is_one_figure(&out->gs1);
}

void
reading_elements(struct reading *out, const char *data, size_t length,
                 const struct reading_rules *rules)
{
	out->kind = READ_GS1;
	reading_finish(out, gs1_parse(&out->gs1, data, length, &out->err), false, rules);
}

void
reading_brackets(struct reading *out, const char *text, const struct reading_rules *rules)
{
	out->kind = READ_GS1;
	reading_finish(out, gs1_parse_brackets(&out->gs1, text, &out->err), *text == '(', rules);
}

void
reading_link(struct reading *out, const char *text, const struct reading_rules *rules)
{
	enum gs1_fault fault = gs1_parse_link(&out->gs1, text, &out->err);

	out->kind = fault != GS1_SOUND && out->gs1.count == 0 ? READ_UNKNOWN : READ_LINK;
	reading_finish(out, fault, true, rules);
}

bool
reading_unmarked(struct reading *out, const char *data, size_t length,
                 const struct reading_rules *rules)
{
	struct gs1 gs1;
	const char *first;

	if (length < 16 || *data != '0' || !strchr("012", data[1]) ||
	    gs1_parse(&gs1, data, length, NULL) != GS1_SOUND)
		return false;
	first = gs1.elements[0].data;
	if (strspn(first, "0") == strlen(first))
		return false;
	reading_elements(out, data, length, rules);
	return true;
}
