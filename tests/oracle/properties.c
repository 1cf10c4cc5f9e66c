/*
 * What must hold between the answers to a question and to the same one asked differently.
 */
#include <config.h>

#include "tests/oracle/work.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "checkout/quote.h"
#include "tests/oracle/rewrite.h"

static const struct when noon = { .utc_ms = INT64_C(1795345200000), .offset_min = 60 };

/* ---- asking ---- */

static bool
ask(const struct buf *question, struct said *said, struct json_doc **doc)
{
	struct buf answer = { .length = 0 };
	bool answered =
	        quote_answer(question->text, question->length, NULL, noon, &answer) == RC_OK;

	assert(json_parse(doc, answer.text, answer.length, NULL) == RC_OK);
	if (answered)
		answer_read(said, json_root(*doc));
	else
		json_free(doc);
	buf_done(&answer);
	return answered;
}

static bool
ask_again(const struct json_node *question, enum change change, struct said *said,
          struct json_doc **doc)
{
	struct buf changed = { .length = 0 };
	bool answered;

	rewrite(question, change, &changed);
	answered = ask(&changed, said, doc);
	buf_done(&changed);
	return answered;
}

/* ---- the properties ---- */

static bool
repeats(const struct buf *question, struct buf *complaint)
{
	struct buf first = { .length = 0 }, second = { .length = 0 };

	quote_answer(question->text, question->length, NULL, noon, &first);
	quote_answer(question->text, question->length, NULL, noon, &second);
	if (strcmp(first.text, second.text) != 0)
		buf_add(complaint, "two answers to one question");
	buf_done(&first);
	buf_done(&second);
	return complaint->length == 0;
}

static bool
opposite_of(rational a, rational b)
{
	return same(a, opposite(b));
}

/* Goods coming back cost the opposite, line by line. */
static void
turns(const struct json_node *question, const struct said *said, struct buf *complaint)
{
	static struct said turned;
	struct json_doc *doc;

	if (!ask_again(question, TURN_LINES, &turned, &doc))
		return;
	for (int l = 0; l < said->line_count && l < turned.line_count; l++)
		if (!opposite_of(said->lines[l].gross, turned.lines[l].gross) ||
		    !opposite_of(said->lines[l].net, turned.lines[l].net))
			buf_format(complaint, "%sline %d costs %s, coming back %s",
			           complaint->length ? "; " : "", l + 1,
			           shown(said->lines[l].gross), shown(turned.lines[l].gross));
	if (!opposite_of(said->total, turned.total))
		buf_format(complaint, "%sall cost %s, coming back %s",
		           complaint->length ? "; " : "", shown(said->total), shown(turned.total));
	json_free(&doc);
}

/* Per total, where one tax is in the price and another added, the total hangs on where a cent of
 * tax falls. */
static bool
fixes_no_total(const struct json_node *node)
{
	static struct asked asked;

	question_read(&asked, node);
	for (int l = 0; l < asked.line_count; l++)
		if (any_added(&asked.lines[l]) && any_included(&asked.lines[l]))
			return asked.per_total;
	return false;
}

/* Without promotions and a discount on all, the order of lines is nothing. */
static void
any_order(const struct json_node *question, const struct said *said, struct buf *complaint)
{
	static struct said other;
	struct json_doc *doc;

	if (json_count(json_get(question, "promotions")) > 0 || json_get(question, "discount") ||
	    fixes_no_total(question) || !ask_again(question, REVERSE_LINES, &other, &doc))
		return;
	if (!same(said->total, other.total) || !same(said->tax, other.tax))
		buf_format(complaint, "total %s and tax %s, with the lines reversed %s and %s",
		           shown(said->total), shown(said->tax), shown(other.total),
		           shown(other.tax));
	json_free(&doc);
}

static bool
all_bought(const struct said *said)
{
	for (int l = 0; l < said->line_count; l++)
		if (sign(said->lines[l].quantity) < 0)
			return false;
	return true;
}

/* One more thing never makes it cheaper by itself. */
static void
grows(const struct json_node *question, const struct said *said, struct buf *complaint)
{
	static struct said more;
	struct json_doc *doc;

	if (json_count(json_get(question, "promotions")) > 0 ||
	    json_count(json_get(question, "items")) == 0 ||
	    !ask_again(question, ADD_LINE, &more, &doc))
		return;
	if (all_bought(said) && compare(more.total, said->total) < 0)
		buf_format(complaint, "%s, and with one thing more %s", shown(said->total),
		           shown(more.total));
	json_free(&doc);
}

/* Best is the best of what promotions do: taxes and discounts that come later may turn a cent. */
static bool
promotions_decide(const struct json_node *node)
{
	static struct asked question;

	question_read(&question, node);
	for (int l = 0; l < question.line_count; l++)
		if (question.lines[l].given_count > 0 || any_added(&question.lines[l]) ||
		    (question.without_tax && any_included(&question.lines[l])))
			return false;
	/* more than five are put in order by a rule of thumb */
	return !question.has_given && !question.exempt && question.offer_count > 1 &&
	       question.offer_count <= 5;
}

/* Then it is not dearer than as listed, whichever comes first. */
static void
is_best(const struct json_node *question, struct buf *complaint)
{
	static struct said best, listed;
	struct json_doc *doc;

	if (!promotions_decide(question) || !ask_again(question, BEST, &best, &doc))
		return;
	json_free(&doc);
	for (enum change change = AS_LISTED; change <= ROTATE_OFFERS && all_bought(&best);
	     change++) {
		if (!ask_again(question, change, &listed, &doc))
			continue;
		if (compare(best.total, listed.total) > 0 && complaint->length == 0)
			buf_format(complaint, "best is %s, listed%s %s", shown(best.total),
			           change == ROTATE_OFFERS ? " from the second on" : "",
			           shown(listed.total));
		json_free(&doc);
	}
}

bool
properties_hold(const struct buf *question, struct buf *complaint)
{
	static struct said said;
	struct json_doc *asked, *answered;

	buf_clear(complaint);
	rational_forget();
	assert(json_parse(&asked, question->text, question->length, NULL) == RC_OK);
	if (repeats(question, complaint) && ask(question, &said, &answered)) {
		turns(json_root(asked), &said, complaint);
		any_order(json_root(asked), &said, complaint);
		grows(json_root(asked), &said, complaint);
		is_best(json_root(asked), complaint);
		json_free(&answered);
	}
	json_free(&asked);
	return complaint->length == 0;
}
