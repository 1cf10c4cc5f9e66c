/*
 * What the customer is told, for each moment of a till.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/lang.h"
#include "base/text.h"
#include "counter/inside.h"

#define WORD(field, text) text_copy(words->field, sizeof words->field, text)

void
display_words_look_up(struct display_words *words, const char *language)
{
	lang_use(language);
	WORD(total, _("Total"));
	WORD(to_pay, pgettext("display", "To pay"));
	WORD(back, pgettext("display", "You get back"));
	WORD(change, _("Change"));
	WORD(thanks, _("Thank you"));
	WORD(training, _("TRAINING"));
	WORD(demo, _("DEMO"));
	lang_back();
}

static void
put_money(const struct counter *counter, struct money money, char out[static DISPLAY_TEXT_MAX])
{
	char text[MONEY_TEXT_MAX];

	text_copy(out, DISPLAY_TEXT_MAX, settings_money(&counter->settings, money, text));
}

static void
set_text(char out[static DISPLAY_TEXT_MAX], const char *text)
{
	text_copy(out, DISPLAY_TEXT_MAX, text);
}

/* The line that was rung up last, and the total under it. */
static void
show_item(const struct counter *counter, const struct till_view *view, struct display_facts *facts)
{
	const struct basket_line *line = basket_last((struct basket *)view->basket);

	facts->moment = DISPLAY_ITEM;
	if (line) {
		set_text(facts->text, line->is.name);
		put_money(counter, line->is.total, facts->amount);
	}
	set_text(facts->label, counter->display.words.total);
	put_money(counter, view->basket->total, facts->sum);
}

static void
show_total(const struct counter *counter, const struct till_view *view, struct display_facts *facts)
{
	const struct display_words *words = &counter->display.words;
	struct money left = view->settlement.remaining;

	facts->moment = DISPLAY_TOTAL;
	set_text(facts->text, words->total);
	put_money(counter, view->basket->total, facts->amount);
	set_text(facts->label, left.minor < 0 ? words->back : words->to_pay);
	put_money(counter, left.minor < 0 ? money_neg(left) : left, facts->sum);
}

static void
show_change(const struct counter *counter, const struct till_view *view,
            struct display_facts *facts)
{
	const struct display_words *words = &counter->display.words;

	facts->moment = DISPLAY_CHANGE;
	set_text(facts->text, words->total);
	put_money(counter, view->last_total, facts->amount);
	set_text(facts->label, view->last_change.minor ? words->change : words->thanks);
	if (view->last_change.minor)
		put_money(counter, view->last_change, facts->sum);
}

static void
show_idle(const struct counter *counter, struct display_facts *facts)
{
	const struct settings *settings = &counter->settings;

	facts->moment = DISPLAY_IDLE;
	set_text(facts->text, settings->display_text[0] ? settings->display_text : settings->name);
}

/* A question or an approval leaves what stood there. */
void
display_facts_of(const struct counter *counter, const struct till_view *view,
                 struct display_facts *facts)
{
	enum till_state state = view->state == TILL_QUESTION || view->state == TILL_APPROVAL
	                                ? view->under
	                                : view->state;

	memset(facts, 0, sizeof *facts);
	if (view->training || view->demo)
		set_text(facts->mark, view->training ? counter->display.words.training
		                                     : counter->display.words.demo);
	if (state == TILL_RINGING)
		show_item(counter, view, facts);
	else if (state == TILL_TENDERING)
		show_total(counter, view, facts);
	else if (state == TILL_CHANGE)
		show_change(counter, view, facts);
	else
		show_idle(counter, facts);
}
