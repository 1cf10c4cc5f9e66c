#include <config.h>

#include <string.h>

#include "base/text.h"
#include "checkout/inside.h"

/* What screens show of a till. */

static void
view_waiting(const struct till *till, struct till_view *view)
{
	const struct pending *pending = &till->pending;

	view->question = pending->question;
	view->needs = pending->needs;
	view->which_count = pending->which_count;
	if (pending->question == ASK_UNKNOWN)
		text_copy(view->code, sizeof view->code, command_word(&pending->command, "CODE"));
	memcpy(view->asks, pending->asks, sizeof view->asks);
	memcpy(view->which, pending->which, sizeof view->which);
}

void
till_view(const struct till *till, struct till_view *view)
{
	bool aside = till->state == TILL_QUESTION || till->state == TILL_APPROVAL;

	*view = (struct till_view){
		.state = till->state,
		.under = aside ? till->under : till->state,
		.basket = &till->basket,
		.basket_stands = basket_is_open(&till->basket) && !till->paid,
		.customer_name = till->basket.customer && till->customer.name[0]
		                         ? till->customer.name
		                         : NULL,
		.selected = till->selected,
		.next_qty_milli = till->next_qty_milli,
		.next_tare_milli = till->next_tare_milli,
		.next_is_weight = till->next_is_weight,
		.signed_on = till->signed_on,
		.person = till->person,
		.training = till->training,
		.live = till->live,
		.demo = till->ports.demo,
		.shift_open = till->shift_open,
		.shift = till->shift,
		.day = till->day.open ? till->day.day : 0,
		.next_receipt = ledger_next_receipt(till->ledger, till->series),
		.suspended = till->suspended,
		.last_sale = till->last_sale,
		.last_total = till->last_total,
		.last_tendered = till->last_tendered,
		.last_change = till->last_change,
		.last_rounding = till->last_rounding,
		.receipt_waits = till->receipt_waits,
		.gap = till->has_gap,
		.recovered = till->recovered,
		.unknown = till->unknown,
	};
	view->clock_behind_ms = till_clock_behind_ms(till);
	till_settlement(till, &view->settlement);
	if (aside)
		view_waiting(till, view);
}

bool
till_between_baskets(const struct till *till)
{
	if (till->unknown)
		return false;
	return till->state == TILL_READY || till->state == TILL_CHANGE ||
	       (till->state == TILL_LOCKED && (till->paid || !basket_is_open(&till->basket)));
}

struct ledger *
till_ledger(const struct till *till)
{
	return till->ledger;
}

struct name_index *
till_names(const struct till *till)
{
	return till->names;
}
