#include <config.h>

#include "tests/oracle/work.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- complaining ---- */

static void
complain_list(struct work *work, const char *format, va_list arguments)
{
	char sentence[400];

	if (work->complaint->length > 0)
		return;
	vsnprintf(sentence, sizeof sentence, format, arguments);
	buf_add(work->complaint, sentence);
}

void
complain(struct work *work, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	complain_list(work, format, arguments);
	va_end(arguments);
}

static void
complain_of(struct work *work, rational said, rational worked, const char *word, const char *format,
            va_list arguments)
{
	if (work->complaint->length > 0)
		return;
	complain_list(work, format, arguments);
	buf_format(work->complaint, ": %s, %s %s", shown(said), word, shown(worked));
}

bool
must_be(struct work *work, rational said, rational worked, const char *format, ...)
{
	va_list arguments;

	if (same(said, worked))
		return true;
	va_start(arguments, format);
	complain_of(work, said, worked, "should be", format, arguments);
	va_end(arguments);
	return false;
}

bool
must_be_near(struct work *work, rational said, rational worked, rational units, const char *format,
             ...)
{
	va_list arguments;

	if (compare(size_of(minus(said, worked)), times(units, work->question->unit)) <= 0)
		return true;
	va_start(arguments, format);
	complain_of(work, said, worked, "should be near", format, arguments);
	va_end(arguments);
	return false;
}

bool
must_be_within_a_unit(struct work *work, rational said, rational worked, const char *format, ...)
{
	va_list arguments;

	if (compare(size_of(minus(said, worked)), work->question->unit) < 0)
		return true;
	va_start(arguments, format);
	complain_of(work, said, worked, "should be next to", format, arguments);
	va_end(arguments);
	return false;
}

rational
to_unit(const struct work *work, rational value)
{
	return rounded(value, work->question->unit, work->question->halves);
}

rational
said_discount(struct worked_line *line, const char *reason)
{
	for (int i = 0; i < line->said->discount_count; i++) {
		if (!line->said->used[i] && strcmp(line->said->reasons[i], reason) == 0) {
			line->said->used[i] = true;
			return line->said->amounts[i];
		}
	}
	return NULL;
}

/* ---- a whole question ---- */

static bool
set_up(struct work *work)
{
	if (work->said->line_count < work->question->line_count) {
		complain(work, "%d lines were asked, %d are answered", work->question->line_count,
		         work->said->line_count);
		return false;
	}
	for (int l = 0; l < work->question->line_count; l++)
		work->lines[l] = (struct worked_line){ .bought = &work->question->lines[l],
			                               .said = &work->said->lines[l] };
	work->line_count = work->question->line_count;
	return true;
}

/* Nothing was taken off that nobody asked for, and discounts add up. */
static void
check_discounts(struct work *work)
{
	rational sum = whole(0);

	for (int l = 0; l < work->line_count; l++) {
		const struct said_line *said = work->lines[l].said;

		for (int i = 0; i < said->discount_count; i++) {
			if (!said->used[i])
				complain(work, "line %d: \"%s\" of %s is not due", l + 1,
				         said->reasons[i], shown(said->amounts[i]));
			sum = plus(sum, said->amounts[i]);
		}
	}
	must_be(work, work->said->discount, sum, "all discounts");
}

/* A discount never takes a line to the other side of nothing. */
static void
check_sides(struct work *work)
{
	for (int l = 0; l < work->line_count; l++) {
		const struct worked_line *line = &work->lines[l];

		if (sign(line->left) != 0 && sign(line->left) != sign(line->amount))
			complain(work, "line %d: %s of %s is left", l + 1, shown(line->left),
			         shown(line->amount));
	}
}

/* A price below the fixed taxes that it contains. */
static bool
senseless(const struct work *work)
{
	for (int l = 0; l < work->line_count; l++)
		if (compare(size_of(untouched(&work->lines[l])), size_of(work->lines[l].amount)) >=
		            0 &&
		    sign(untouched(&work->lines[l])) != 0)
			return true;
	return false;
}

bool
oracle_agrees(const struct json_node *question, const struct json_node *answer,
              struct buf *complaint)
{
	static struct asked asked;
	static struct said said;
	static struct work work;

	rational_forget();
	question_read(&asked, question);
	answer_read(&said, answer);
	work = (struct work){ .question = &asked, .said = &said, .complaint = complaint };
	if (!set_up(&work))
		return false;
	start_lines(&work);
	if (senseless(&work))
		return true;
	check_promotions(&work);
	check_given(&work);
	check_discounts(&work);
	check_sides(&work);
	check_taxes(&work);
	check_turned(&work);
	check_cash(&work);
	must_be(&work, said.steps, said.total, "the steps added up");
	return complaint->length == 0;
}
