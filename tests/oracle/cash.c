/* How the basket is paid: tenders - change = total + rounding. */
#include <config.h>

#include "tests/oracle/work.h"

#include <string.h>

static rational
rounded_cash(const struct asked *question, rational due)
{
	if (sign(question->cash_step) == 0 || compare(size_of(due), question->exact_up_to) <= 0)
		return due;
	return rounded(due, question->cash_step, question->cash_halves);
}

/* What cash settles once other tenders are taken off; cash alone gives change. */
void
check_cash(struct work *work)
{
	const struct asked *question = work->question;
	const struct said *said = work->said;
	rational due = said->total, cash = whole(0), other = whole(0), exact, open;
	bool paid_cash = false;

	if (question->cash_all)
		due = rounded_cash(question, due);
	for (int i = 0; i < question->tender_count; i++) {
		if (strcmp(question->tenders[i].kind, "cash") == 0) {
			cash = plus(cash, question->tenders[i].amount);
			paid_cash = true;
		} else {
			other = plus(other, question->tenders[i].amount);
		}
	}
	exact = minus(due, other);
	open = question->cash_all ? exact : rounded_cash(question, exact);
	if (said->complete)
		must_be(work, minus(said->tendered, said->change),
		        plus(said->total, said->rounding), "tenders, change and rounding");
	if (!paid_cash || !said->complete)
		return;
	if (sign(exact) != sign(due))
		return; /* more than is due, by card: no rule says what that is */
	/* who has the small coins may pay to the cent */
	if (same(cash, exact) && !same(cash, open) && !question->cash_all) {
		must_be(work, said->rounding, whole(0), "rounding of what was paid to the cent");
		return;
	}
	if (sign(open) >= 0 && compare(cash, open) >= 0) {
		must_be(work, said->change, minus(cash, open), "change");
		must_be(work, said->rounding, minus(plus(open, other), said->total), "rounding");
	}
}
