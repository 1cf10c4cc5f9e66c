#include <config.h>

#include "checkout/rung.h"

#include "base/gettext.h"

/* How much of it: pieces, a weight with or without its container, or what a label says. */

static int64_t
limit_of(const struct till *till, const struct item_row *item, bool weighed)
{
	if (item && item->max_qty_milli > 0)
		return item->max_qty_milli;
	return weighed ? till->settings->max_weight_milli : till->settings->max_qty_milli;
}

bool
rung_quantity(struct till *till, const struct item_row *item, int64_t *qty_milli)
{
	bool weighed = item && item->unit[0];
	int64_t limit = limit_of(till, item, weighed);
	const char *answered = till_answered(till, ASK_QUANTITY);
	char much[QTY_TEXT_MAX], little[QTY_TEXT_MAX], neither[QTY_TEXT_MAX];
	int64_t again = 0;

	/* so much is meant only if it was said twice; what is neither is asked about again */
	if (answered && qty_parse(answered, &again, NULL) == RC_OK &&
	    (limit <= 0 || again <= limit || again == *qty_milli)) {
		*qty_milli = again;
		return true;
	}
	if (limit <= 0 || *qty_milli <= limit)
		return true;
	qty_text(much, *qty_milli, 0, &till->settings->style);
	qty_text(little, *qty_milli / 1000, 3, &till->settings->style);
	qty_text(neither, again, 0, &till->settings->style);
	if (answered && weighed)
		till_ask(till, ASK_QUANTITY, _("%s is neither: %s %s, or %s?"), neither, much,
		         item->unit, little);
	else if (answered)
		till_ask(till, ASK_QUANTITY,
		         _("%s is too many as well, and not %s: type the quantity again"), neither,
		         much);
	else if (weighed)
		till_ask(till, ASK_QUANTITY, _("%s %s, or %s?"), much, item->unit, little);
	else
		till_ask(till, ASK_QUANTITY, _("%s pieces? Type the quantity again"), much);
	return false;
}

/* So many packs under the same label. */
static enum outcome
find_labelled(struct till *till, const struct item_row *item, struct rung *rung, struct err *err)
{
	int64_t packs = till->next_qty_milli > 0 ? till->next_qty_milli : QTY_ONE;

	if (packs % QTY_ONE != 0 || (till->next_is_weight && till->next_qty_milli > 0))
		return err_set(err, RC_REFUSED, _("the label of %s says how much it is"),
		               item->name);
	if (rung->label_milli > QTY_MAX_MILLI / (packs / QTY_ONE))
		return err_set(err, RC_REFUSED, _("that is too many"));
	rung->qty_milli = rung->label_milli * (packs / QTY_ONE);
	return RC_OK;
}

/* A weighed item: what the label says, what was typed before it, or the answer. */
static enum outcome
find_weight(struct till *till, const struct item_row *item, struct rung *rung, struct err *err)
{
	const char *answered = till_answered(till, ASK_WEIGHT);

	if (rung->label_milli > 0) {
		return find_labelled(till, item, rung, err);
	} else if (till->next_qty_milli > 0) {
		rung->qty_milli = till->next_qty_milli;
		rung->flags |= LINE_WEIGHT_TYPED;
	} else if (answered) {
		rung->flags |= LINE_WEIGHT_TYPED;
		return qty_parse(answered, &rung->qty_milli, err);
	} else {
		till_ask(till, ASK_WEIGHT, _("How many %s of %s?"), item->unit, item->name);
	}
	return RC_OK;
}

static enum outcome
find_pieces(struct till *till, const char *name, struct rung *rung, struct err *err)
{
	int64_t pieces = till->next_qty_milli > 0 ? till->next_qty_milli : QTY_ONE;

	if (till->next_is_weight && till->next_qty_milli > 0)
		return err_set(err, RC_REFUSED,
		               rung->label_price ? _("the label of %s says how much it is")
		                                 : _("%s is sold by the piece, not by weight"),
		               name);
	if (pieces % QTY_ONE != 0)
		return err_set(err, RC_REFUSED, _("%s is sold in whole pieces"), name);
	if (rung->pack > QTY_MAX_MILLI / pieces)
		return err_set(err, RC_REFUSED, _("that is too many"));
	rung->qty_milli = pieces * rung->pack;
	return RC_OK;
}

/* What was said for this one, or the item's own; what is on a label is without it already. */
static int64_t
tare_of(const struct till *till, const struct item_row *item, bool weighed, const struct rung *rung)
{
	if (till->next_tare_milli)
		return till->next_tare_milli == NO_TARE ? 0 : till->next_tare_milli;
	return weighed && rung->label_milli == 0 ? item->tare_milli : 0;
}

static enum outcome
take_tare(struct till *till, const char *name, bool weighed, int64_t tare_milli, struct rung *rung,
          struct err *err)
{
	char text[QTY_TEXT_MAX];

	if (!weighed)
		return err_set(err, RC_REFUSED, _("%s is sold by the piece, not by weight"), name);
	if (rung->label_milli > 0)
		return err_set(err, RC_REFUSED, _("the label of %s has the weight without tare"),
		               name);
	if (rung->qty_milli <= tare_milli) {
		till->pending.answered[ASK_WEIGHT] = false;
		return err_set(err, RC_REFUSED, _("that is no more than the tare of %s %s"),
		               qty_text(text, tare_milli, 3, &till->settings->style),
		               rung->item.unit);
	}
	rung->tare_milli = tare_milli;
	rung->qty_milli -= tare_milli;
	return RC_OK;
}

/*
 * A label with a price on something that is sold by weight.
 *
 * What the label says is what is paid, to the cent.  How much it weighs follows from the price on
 * the shelf (to the gram, so the two need not multiply to the label's price), or is asked where the
 * shelf has none: the line then shows both, and a part of it that comes back is worth its part.
 */

static int64_t
weight_of(struct money price, struct unit_price per_unit)
{
	int64_t milli = round_div((__int128)price.minor * UNIT_PRICE_PER_MINOR * QTY_ONE,
	                          per_unit.e4, ROUND_HALF_UP);

	return milli > 0 ? milli : 1;
}

static struct unit_price
per_unit_of(struct money price, int64_t qty_milli)
{
	return (struct unit_price){ round_div(
		(__int128)price.minor * UNIT_PRICE_PER_MINOR * QTY_ONE, qty_milli, ROUND_HALF_UP) };
}

static enum outcome
weigh_label(struct till *till, struct rung *rung, struct err *err)
{
	const struct item_row *item = &rung->item;
	struct money price = money_of(rung->price.e4 / UNIT_PRICE_PER_MINOR);
	const char *answered = till_answered(till, ASK_WEIGHT);
	int64_t pieces = rung->qty_milli / QTY_ONE, one_milli = rung->label_milli;
	enum outcome outcome = RC_OK;

	if (one_milli == 0 && item->has_price && item->price.e4 > 0) {
		one_milli = weight_of(price, item->price);
	} else if (one_milli == 0 && answered) {
		rung->flags |= LINE_WEIGHT_TYPED;
		outcome = qty_parse(answered, &one_milli, err);
	} else if (one_milli == 0) {
		till_ask(till, ASK_WEIGHT, _("How many %s of %s?"), item->unit, item->name);
	}
	if (outcome || till->pending.waits)
		return outcome;
	if (one_milli > QTY_MAX_MILLI / pieces)
		return err_set(err, RC_REFUSED, _("that is too many"));
	rung->flags |= LINE_LABEL_PRICE;
	rung->qty_milli = one_milli * pieces;
	rung->amount = money_of(price.minor * pieces);
	rung->price =
	        item->has_price && item->price.e4 > 0 ? item->price : per_unit_of(price, one_milli);
	return RC_OK;
}

enum outcome
rung_find_quantity(struct till *till, struct rung *rung, struct err *err)
{
	const struct item_row *item = rung->has_item ? &rung->item : NULL;
	bool weighed = item && item->unit[0] && !rung->label_price;
	int64_t tare_milli;
	enum outcome outcome =
	        weighed ? find_weight(till, item, rung, err)
	                : find_pieces(till, item ? item->name : rung->name, rung, err);

	if (outcome || till->pending.waits)
		return outcome;
	if (rung->label_milli == 0 && !rung_quantity(till, item, &rung->qty_milli))
		return RC_OK;
	tare_milli = tare_of(till, item, weighed, rung);
	if (tare_milli > 0) {
		outcome = take_tare(till, item ? item->name : rung->name, weighed, tare_milli, rung,
		                    err);
		if (outcome)
			return outcome;
	}
	if (!weighed && rung->qty_milli % QTY_ONE != 0)
		return err_set(err, RC_REFUSED, _("%s is sold in whole pieces"),
		               item ? item->name : rung->name);
	if (rung->qty_milli > QTY_MAX_MILLI)
		return err_set(err, RC_REFUSED, _("that is too many"));
	return rung->label_price && item->unit[0] ? weigh_label(till, rung, err) : RC_OK;
}
