#include <config.h>

#include "counter/demo_history.h"

#include <stdio.h>

/* ---- what is bought ---- */

/* Rolls in the morning, beer in the evening. */
static int
likeliness(const struct demo_shelf *shelf, int hour)
{
	if (shelf->department == 4 && hour < 11)
		return shelf->share * 3;
	if (shelf->department == 13 && hour < 11)
		return shelf->share * 2;
	if (shelf->department == 9 && hour >= 17)
		return shelf->share * 2;
	return shelf->share;
}

static const struct demo_good *
choose_good(struct history *history, int hour)
{
	int weights[DEMO_DEPARTMENTS_MAX];
	struct demo_goods *goods = &history->goods;
	const struct demo_shelf *shelf;
	int first, second;

	for (int i = 0; i < goods->shelf_count; i++)
		weights[i] = likeliness(&goods->shelves[i], hour);
	shelf = &goods->shelves[dice_choose(&history->dice, weights, goods->shelf_count)];
	/* of two throws the lower: the first of a shelf sell best */
	first = dice_throw(&history->dice, shelf->good_count);
	second = dice_throw(&history->dice, shelf->good_count);
	return &shelf->goods[first < second ? first : second];
}

static int
choose_pieces(struct history *history)
{
	static const int pieces[] = { 1, 2, 3, 4, 6 };
	static const int weights[] = { 78, 12, 4, 4, 2 };

	return pieces[dice_choose(&history->dice, weights, 5)];
}

static enum outcome
ring_good(struct history *history, const struct demo_good *good, struct err *err)
{
	int pieces = choose_pieces(history);
	enum outcome outcome = RC_OK;

	history_wait(history, 2, 7);
	if (good->weighed)
		outcome = history_do(history, err, "weight 0.%03d",
		                     dice_between(&history->dice, 120, 995));
	else if (pieces > 1)
		outcome = history_do(history, err, "quantity %d", pieces);
	if (outcome)
		return outcome;
	return history_do(history, err, "%s %s", good->scanned ? "ring" : "item", good->code);
}

static enum outcome
fill_basket(struct history *history, int hour, struct err *err)
{
	static const int lines[] = { 1, 2, 3, 4, 5, 6, 8, 11, 15 };
	static const int weights[] = { 20, 18, 16, 13, 10, 8, 8, 5, 2 };
	int count = lines[dice_choose(&history->dice, weights, 9)];
	enum outcome outcome = RC_OK;

	for (int i = 0; !outcome && i < count; i++) {
		outcome = ring_good(history, choose_good(history, hour), err);
		if (!outcome && dice_chance(&history->dice, 15) &&
		    basket_open_lines(history->view.basket) > 1)
			outcome = history_do(history, err, "void \"not wanted after all\"");
	}
	/* whoever wants nothing after all takes something else */
	while (!outcome && basket_open_lines(history->view.basket) == 0)
		outcome = ring_good(history, choose_good(history, hour), err);
	if (!outcome && dice_chance(&history->dice, 20))
		outcome = history_do(history, err, "open 1 %d.%02d",
		                     dice_between(&history->dice, 1, 9),
		                     dice_throw(&history->dice, 10) * 10);
	return outcome;
}

/* ---- how it is paid ---- */

static struct money
note_above(struct history *history, struct money due)
{
	static const int64_t notes[] = { 500, 1000, 2000, 5000, 10000 };
	const int kinds = sizeof notes / sizeof notes[0];

	for (int i = 0; i < kinds; i++) {
		/* not everybody has the smallest note that would do */
		if (notes[i] >= due.minor && (i == kinds - 1 || !dice_chance(&history->dice, 250)))
			return money_of(notes[i]);
	}
	return money_of((due.minor + 4999) / 5000 * 5000);
}

static enum outcome
pay_cash(struct history *history, struct err *err)
{
	struct number_style plain = number_plain(history->settings.currency.exponent);
	struct money due = history->view.settlement.remaining_cash;
	char text[MONEY_TEXT_MAX];

	history_wait(history, 8, 40);
	if (dice_chance(&history->dice, 250))
		return history_do(history, err, "cash");
	return history_do(history, err, "cash %s",
	                  money_text(text, note_above(history, due), &plain));
}

static enum outcome
pay_card(struct history *history, struct money amount, struct err *err)
{
	static const char *const schemes[] = { "girocard", "girocard", "Visa", "Mastercard" };
	struct number_style plain = number_plain(history->settings.currency.exponent);
	char text[MONEY_TEXT_MAX];
	enum outcome outcome;

	history_wait(history, 12, 45);
	outcome = history_do(history, err, "card %s \"%06d\" \"%s\" \"%04d\"",
	                     money_text(text, amount, &plain), ++history->card_slips,
	                     schemes[dice_throw(&history->dice, 4)],
	                     dice_throw(&history->dice, 10000));
	if (!outcome)
		history->card = money_add(history->card, amount);
	return outcome;
}

static enum outcome
pay(struct history *history, bool *cash, struct err *err)
{
	struct money due = history->view.settlement.remaining;
	enum outcome outcome;

	*cash = false;
	if (due.minor > 1000 && dice_chance(&history->dice, 20)) {
		/* what is left on the card, the rest in cash */
		outcome = pay_card(history, money_of(due.minor / 500 * 250), err);
		return outcome ? outcome : pay_cash(history, err);
	}
	*cash = dice_chance(&history->dice, due.minor < 2000 ? 640 : 330);
	return *cash ? pay_cash(history, err) : pay_card(history, due, err);
}

/* A line with one whole piece somebody may bring back; 0 none. */
static int
returnable_line(const struct basket *basket)
{
	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *line = &basket->lines[i].is;

		if (line->kind == LINE_ITEM && !line->voided && !line->unit[0] &&
		    line->min_age == 0 &&
		    !basket_deposit_of((struct basket *)basket, line->number) &&
		    line->total.minor > 200)
			return line->number;
	}
	return 0;
}

static void
remember(struct history *history, int line, bool cash)
{
	struct remembered_sale *sale = &history->sales[history->sale_count++ % REMEMBERED_SALES];

	sale->ref = history->view.last_sale;
	sale->line = line;
	sale->cash = cash;
}

/* What became of the paper is asked for in some countries. */
static enum outcome
hand_over(struct history *history, struct err *err)
{
	if (history->view.receipt_waits.number == 0)
		return RC_OK;
	return history_do(history, err,
	                  dice_chance(&history->dice, 300) ? "receipt print" : "receipt none");
}

enum outcome
demo_shopper_serve(struct history *history, int hour, struct err *err)
{
	enum outcome outcome = fill_basket(history, hour, err);
	bool cash;
	int line;

	if (!outcome && dice_chance(&history->dice, 6))
		return history_do(history, err, "cancel \"changed their mind\"");
	if (outcome || (outcome = history_do(history, err, "total")))
		return outcome;
	line = returnable_line(history->view.basket);
	if ((outcome = pay(history, &cash, err)))
		return outcome;
	remember(history, line, cash);
	return hand_over(history, err);
}

enum outcome
demo_shopper_leave(struct history *history, const char *label, struct err *err)
{
	enum outcome outcome = RC_OK;

	for (int i = 0; !outcome && i < 3; i++)
		outcome = ring_good(history, &history->goods.shelves[i].goods[i], err);
	return outcome ? outcome : history_do(history, err, "suspend \"%s\"", label);
}

/* ---- and brought back ---- */

enum outcome
demo_shopper_return(struct history *history, struct err *err)
{
	char ref[RECEIPT_REF_TEXT_MAX];
	int known = history->sale_count < REMEMBERED_SALES ? history->sale_count : REMEMBERED_SALES;
	struct remembered_sale *sale;
	enum outcome outcome;

	if (known == 0)
		return RC_OK;
	sale = &history->sales[dice_throw(&history->dice, known)];
	if (sale->line == 0)
		return RC_OK;
	history_wait(history, 20, 60);
	if ((outcome = history_do(history, err, "return %s %d 1 \"does not suit\"",
	                          receipt_ref_text(ref, sale->ref), sale->line)) ||
	    (outcome = history_do(history, err, "total")))
		return outcome;
	sale->line = 0;
	if (!sale->cash)
		history->card = money_add(history->card, history->view.settlement.remaining);
	outcome = history_do(history, err, sale->cash ? "refund cash" : "refund card");
	return outcome ? outcome : hand_over(history, err);
}
