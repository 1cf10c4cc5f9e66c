#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"
#include "ledger/customers.h"
#include "checkout/coupon.h"
#include "checkout/empties.h"
#include "checkout/rung.h"

/* ---- unknown codes ---- */

const char *
rung_typed_code(const char *code, char out[static CODE_MAX])
{
	size_t digits = strspn(code, "0123456789");
	int64_t gtin;

	text_copy(out, CODE_MAX, code);
	if (digits >= 4 && digits <= 8 && code[digits] == '\0' &&
	    gtin_parse(code, &gtin, NULL) != RC_OK)
		memset(out + 1, '*', digits - 1);
	return out;
}

/* A code is kept on the line, so a card number read by mistake must not be one. */
static enum outcome
keep_code(struct rung *rung, const char *code, struct err *err)
{
	int64_t gtin;
	enum outcome outcome = text_clean(rung->code, sizeof rung->code, code, strlen(code), err);

	if (outcome)
		return outcome;
	if (rung->code[0] == '\0')
		return err_set(err, RC_REFUSED, _("something is missing"));
	if (text_has_card_number(rung->code) && gtin_parse(rung->code, &gtin, NULL) != RC_OK)
		return err_set(err, RC_REFUSED,
		               _("this looks like a card number, which is never kept"));
	return RC_OK;
}

static enum outcome sell_code(struct till *till, const char *code, bool scanned,
                              const struct rung *as, struct answer *answer, struct err *err);

/* In no catalogue: sold by department under its code, as another item, or set up now. */
static enum outcome
sell_unknown(struct till *till, const char *said, bool scanned, const struct rung *as,
             struct answer *answer, struct err *err)
{
	const char *answered = till_answered(till, ASK_UNKNOWN);
	struct rung rung = { .flags = LINE_UNKNOWN_CODE };
	struct command meant;
	char shown[CODE_MAX];
	const char *code = scanned ? said : rung_typed_code(said, shown);
	enum outcome outcome = keep_code(&rung, code, err);

	if (as->back)
		return err_set(err, RC_NOT_FOUND, _("%.60s is not known"), code);
	if (outcome)
		return outcome;
	if (!answered) {
		till_ask(till, ASK_UNKNOWN,
		         _("%s is not known: sell by department, find it, or set it up"),
		         rung.code);
		return RC_OK;
	}
	outcome = command_parse(&meant, answered, false, till->settings->currency.exponent, err);
	if (outcome)
		return outcome;
	if (meant.id == CMD_OPEN)
		return rung_open(till, &meant, &rung, answer, err);
	if (meant.id == CMD_NEW_ITEM) {
		if (!till_agrees(till, RIGHT_NEW_ITEM, NULL))
			return RC_OK;
		outcome = do_new_item(till, &meant, answer, err);
		if (outcome)
			return outcome;
		buf_clear(&answer->json);
	}
	/* The answer's own number may again be one of several, but not unknown once more. */
	till->pending.answered[ASK_UNKNOWN] = false;
	return sell_code(till, command_word(&meant, "CODE"), meant.id != CMD_ITEM, as, answer, err);
}

/* ---- several hits ---- */

static enum outcome
choose(struct till *till, struct found *found, struct err *err)
{
	const char *answered = till_answered(till, ASK_WHICH);

	(void)err;
	if (answered) {
		found->item = found->hits[atoi(answered) - 1];
		found->pack = 1;
		found->kind = FOUND_ITEM;
		return RC_OK;
	}
	till->pending.which_count = found->hit_count;
	memcpy(till->pending.which, found->hits, sizeof found->hits);
	till_ask(till, ASK_WHICH, _("Which one is meant?"));
	return RC_OK;
}

/* ---- selling by number ---- */

/* A label with another price is good up to its day, and the line says why. */
static enum outcome
take_markdown(struct till *till, const struct found *found, struct rung *rung, struct err *err)
{
	const struct markdown_row *label = &found->markdown;
	day_number today = when_day(till_now(till));
	char day[WHEN_TEXT_MAX];

	if (label->until && today > label->until && !rung->back) {
		err_set(err, RC_REFUSED, _("this label was good until %s"),
		        day_text(day, label->until, till->settings->date_pattern));
		return err_hint(err, _("it may not be sold any more; else ring up its own code"));
	}
	rung->flags |= LINE_PRICE_CHANGED;
	rung->shelf_price = found->shelf_price;
	text_copy(rung->reason, sizeof rung->reason, label->reason);
	return RC_OK;
}

static enum outcome
sell_found(struct till *till, const struct found *found, const struct rung *as,
           struct answer *answer, struct err *err)
{
	struct rung rung = *as;
	enum outcome outcome;

	rung.pack = found->pack;
	outcome = rung_item(till, &found->item, &rung, err);
	if (outcome)
		return outcome;
	if (found->marked_down)
		outcome = take_markdown(till, found, &rung, err);
	if (outcome)
		return outcome;
	text_copy(rung.code, sizeof rung.code, found->code);
	memcpy(rung.lot, found->lot, sizeof rung.lot);
	memcpy(rung.serial, found->serial, sizeof rung.serial);
	rung.expiry = found->expiry;
	rung.best_before = found->best_before;
	if (found->has_weight)
		rung.label_milli = found->weight_milli;
	if (found->has_price) {
		rung.label_price = true;
		rung.price = unit_price_of(found->price);
	}
	outcome = rung_add(till, &rung, answer, err);
	if (!outcome && !till->pending.waits && found->marked_down)
		till_remark(answer, "%s", found->markdown.reason);
	return outcome;
}

/* A customer's card says who buys: by the number on it, or as a card that was given to someone. */
static enum outcome
greet(struct till *till, const struct found *found, const struct rung *as, struct answer *answer,
      struct err *err)
{
	struct command customer;
	struct customer_row row;
	char number[32];

	if (as->back)
		return err_set(err, RC_REFUSED,
		               _("this is a customer's card: nothing to take back"));
	snprintf(number, sizeof number, "%lld", (long long)found->number);
	command_make(&customer, CMD_CUSTOMER,
	             customer_get(till->ledger, found->number, &row, NULL) ? found->code : number,
	             NULL);
	return do_customer(till, &customer, answer, err);
}

/* Nothing that is sold; but the card of a customer may have any number. */
static bool
is_card(struct till *till, const struct found *found)
{
	struct customer_row row;

	return customer_by_card(till->ledger, found->code, &row, NULL) == RC_OK;
}

/* It pays what is due: as the kind of payment the shop has for it. */
static enum outcome
refuse_gift_card(struct till *till, int64_t number, struct err *err)
{
	static const char *const kinds[] = { "gift-card", "voucher" };
	const struct tender_row *row;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (tables_tender(&till->tables, kinds[i], &row, NULL))
			continue;
		err_set(err, RC_REFUSED, _("this is gift card %lld: it pays for the basket"),
		        (long long)number);
		return err_hint(err, _("total, then tender %s AMOUNT %lld"), kinds[i],
		                (long long)number);
	}
	return err_set(err, RC_REFUSED, _("this is gift card %lld, which this shop does not take"),
	               (long long)number);
}

static enum outcome
sell_code(struct till *till, const char *code, bool scanned, const struct rung *as,
          struct answer *answer, struct err *err)
{
	struct found found = { 0 };
	char text[RECEIPT_REF_TEXT_MAX];
	enum outcome outcome = items_look_up(till->ledger, till->settings, code, scanned,
	                                     when_day(till_now(till)), &found, err);

	if (outcome)
		return outcome;
	if (found.kind == FOUND_SEVERAL)
		outcome = choose(till, &found, err);
	if (outcome || till->pending.waits)
		return outcome;
	if (found.kind == FOUND_NOTHING && !as->back && coupon_is_known(till, code))
		return coupon_give(till, code, answer, err);
	if (found.kind == FOUND_NOTHING && scanned && !as->back) {
		bool is_slip;

		outcome = empties_scanned(till, found.code, &is_slip, answer, err);
		if (is_slip)
			return outcome;
	}
	switch (found.kind) {
	case FOUND_ITEM:
		return sell_found(till, &found, as, answer, err);
	case FOUND_RECEIPT:
		err_set(err, RC_REFUSED, _("this is receipt %s: take goods back with return"),
		        receipt_ref_text(text, found.receipt));
		return err_hint(err, "return %s", text);
	case FOUND_CUSTOMER:
		return greet(till, &found, as, answer, err);
	case FOUND_GIFT_CARD:
		return refuse_gift_card(till, found.number, err);
	case FOUND_BASKET:
		err_set(err, RC_REFUSED,
		        _("this is basket %lld, put aside: bring it back with recall"),
		        (long long)found.receipt.number);
		return err_hint(err, "recall %lld", (long long)found.receipt.number);
	default:
		if (scanned && is_card(till, &found))
			return greet(till, &found, as, answer, err);
		return sell_unknown(till, found.code, scanned, as, answer, err);
	}
}

static const struct rung as_sold;

enum outcome
do_ring(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	return sell_code(till, command_word(command, "CODE"), true, &as_sold, answer, err);
}

enum outcome
do_item(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	return sell_code(till, command_word(command, "CODE"), false, &as_sold, answer, err);
}

/* The same way in, but out of the customer's hand. */
enum outcome
do_return_item(struct till *till, const struct command *command, struct answer *answer,
               struct err *err)
{
	struct rung back = { .back = true };

	text_copy(back.reason, REASON_MAX, command_word(command, "REASON"));
	return sell_code(till, command_word(command, "CODE"), false, &back, answer, err);
}

enum outcome
do_open(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct rung rung = { 0 };

	return rung_open(till, command, &rung, answer, err);
}

/* A preset is a command under a number. */
enum outcome
do_preset(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const struct preset_row *row;
	struct command meant;
	enum outcome outcome =
	        tables_preset(&till->tables, atoi(command_word(command, "NUMBER")), &row, err);

	if (outcome == RC_OK)
		outcome = command_parse(&meant, row->command, false,
		                        till->settings->currency.exponent, err);
	if (outcome)
		return outcome;
	if (meant.id == CMD_RING || meant.id == CMD_ITEM)
		return sell_code(till, command_word(&meant, "CODE"), meant.id == CMD_RING, &as_sold,
		                 answer, err);
	if (meant.id == CMD_OPEN)
		return do_open(till, &meant, answer, err);
	return err_set(err, RC_REFUSED, _("preset %d does not ring anything up"), row->number);
}

/* The last item again: the same item, or the same amount in the same department. */
enum outcome
do_repeat(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const struct basket_line *last = basket_last(&till->basket);
	struct rung rung = { 0 };
	struct item_row item;
	struct money amount;
	enum outcome outcome;

	(void)command;
	if (!last || last->fixed || last->is.qty_milli < 0)
		return err_set(err, RC_REFUSED, _("there is nothing to repeat"));
	if (last->is.flags & LINE_LABEL_PRICE)
		return sell_code(till, last->is.code, true, &as_sold, answer, err);
	memcpy(rung.code, last->is.code, sizeof rung.code);
	rung.flags = last->is.flags & LINE_UNKNOWN_CODE;
	if (last->is.kind != LINE_ITEM) {
		amount = money_of(last->is.price.e4 / UNIT_PRICE_PER_MINOR);
		outcome = rung_department(till, last->is.department, amount, &rung, err);
		return outcome ? outcome : rung_add(till, &rung, answer, err);
	}
	outcome = catalogue_item(till->ledger, last->is.item, &item, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("%s is not sold any more"), last->is.name);
	if (outcome == RC_OK)
		outcome = rung_item(till, &item, &rung, err);
	if (outcome)
		return outcome;
	if (last->is.flags & LINE_PRICE_TYPED || !last->is.unit[0] != !item.unit[0]) {
		rung.price = last->is.price;
		rung.price_known = last->is.flags & LINE_PRICE_TYPED;
		rung.label_price = !rung.price_known;
		rung.flags |= last->is.flags & LINE_PRICE_TYPED;
	}
	return rung_add(till, &rung, answer, err);
}
