#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "checkout/inside.h"

/*
 * Why it costs what it costs: the steps of pricing in words, of the open basket or of any sale.
 * They add up to the total; what rounding does to cash comes last.
 */

static void
explain_open(struct till *till, struct price_steps *steps)
{
	struct price_rules rules = till_price_rules(till);

	rules.steps = steps;
	price_basket(&rules, &till->basket);
}

enum outcome
till_explain(struct till *till, const char *sale, struct till_explained *out, struct err *err)
{
	bool open = sale[0] == '\0' && basket_is_open(&till->basket) && !till->paid;
	struct settlement settlement;
	struct receipt_ref ref;
	struct entry entry;
	enum outcome outcome;

	*out = (struct till_explained){ .is_sale = !open };
	if (open) {
		explain_open(till, &out->steps);
		out->total = out->in_cash = till->basket.total;
		till_settlement(till, &settlement);
		if (till->basket.tender_count == 0)
			out->in_cash = settlement.remaining_cash;
		return RC_OK;
	}
	outcome = till_sale_ref(till, sale, &ref, err);
	if (outcome == RC_OK)
		outcome = till_read_sale(till, ref, &entry, err);
	if (outcome)
		return outcome;
	explain_sale(&entry.is.sale, &till->settings->style, &out->steps);
	out->sale = ref;
	out->total = out->in_cash = money_add(entry.is.sale.total, entry.is.sale.rounding);
	entry_done(&entry);
	return RC_OK;
}

static void
put_steps(const struct till *till, const struct price_steps *steps, struct json_writer *to)
{
	struct number_style style = number_plain(till->settings->currency.exponent);
	char text[MONEY_TEXT_MAX];

	json_open_array(to, NULL);
	for (size_t i = 0; i < steps->count; i++) {
		const struct price_step *step = &steps->steps[i];

		json_open_object(to, NULL);
		json_put_text(to, "step", step_names[step->kind]);
		if (step->line)
			json_put_int(to, "line", step->line);
		json_put_text(to, "text", step->text);
		json_put_text(to, "amount", money_text(text, step->amount, &style));
		json_close_object(to);
	}
	json_close_array(to);
}

enum outcome
do_explain(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct till_explained explained;
	struct buf list = { 0 };
	struct json_writer to = { .buf = &list };
	char text[RECEIPT_REF_TEXT_MAX];
	enum outcome outcome = till_explain(till, command_word(command, "SALE"), &explained, err);

	if (outcome)
		return outcome;
	put_steps(till, &explained.steps, &to);
	if (explained.is_sale)
		say_text(answer, "sale", receipt_ref_text(text, explained.sale));
	say_raw(answer, "steps", list.text);
	say_money(till, answer, "total", explained.total);
	if (money_cmp(explained.total, explained.in_cash) != 0)
		say_money(till, answer, "in-cash", explained.in_cash);
	buf_done(&list);
	steps_done(&explained.steps);
	return RC_OK;
}
