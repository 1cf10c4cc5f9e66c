/*
 * How a sale is paid, and what goes back.
 *
 *   total      what is due, before cash rounding; negative is paid out by the shop
 *   rounding   added to the total to get what is paid: +0.02 when 27.28 is paid as 27.30.
 *              CASH_ROUND_CASH rounds only the part that cash settles, CASH_ROUND_ALL whatever the tender
 *   change     cash tendered beyond what is due, given back in cash
 *   rule       tenders - change = total + rounding, once complete
 *
 * So with 32.28 due, 5.00 by card and 50.00 in cash, rounding to 0.05: cash settles 27.28, rounded
 * 27.30; rounding is +0.02; change is 50.00 - 27.30 = 22.70.
 */
#ifndef RINGUP_CHECKOUT_TENDER_H
#define RINGUP_CHECKOUT_TENDER_H

#include "ledger/catalogue.h"
#include "ledger/facts.h"
#include "shop/settings.h"

struct tender_rules {
	int64_t cash_step_minor;
	enum rounding cash_rounding;
	enum cash_scope scope;
	int64_t exact_minor;            /* amounts up to this are not rounded; 0 all are */
};

struct settlement {
	struct money tendered;          /* sum of the tenders */
	struct money rounding;
	struct money remaining;         /* still to be paid (or paid out, negative) by a tender that is not cash */
	struct money remaining_cash;    /* the same if cash settles it: rounded */
	struct money change;
	bool complete;
};

void tender_settle(const struct tender_rules *rules, struct money total, const struct sale_tender tenders[],
                   size_t count, struct settlement *out);

/* May this tender be taken for what remains?  Applies the over-tender rule of its kind: change, exact,
 * tip, or the rest stays; RC_REFUSED with a sentence.  Fills in tender->change or tender->tip. */
enum outcome tender_check(const struct tender_rules *rules, const struct tender_row *row, struct money total,
                          const struct sale_tender tenders[], size_t count, struct sale_tender *tender,
                          struct err *err);

/* Change as the fewest notes and coins: how many of each, dearest first.  Gives how many kinds; *rest is what
 * no coin is small enough for. */
size_t tender_change(struct money amount, const struct settings *settings,
                     struct cash_piece out[static CASH_PIECES_MAX], struct money *rest);

/* Another currency taken at the counter: so many of our smallest units for so many of theirs. */
struct foreign_rate {
	struct currency currency;
	int64_t ours, theirs;           /* both above 0 */
};
/* "0.92": what one of theirs is worth, in ours. */
enum outcome foreign_rate_parse(struct foreign_rate *rate, const char *currency, const char *worth,
                            const struct currency *ours, struct err *err);
/* What is counted in, rounded; and what is asked for an amount of ours, rounded away from zero. */
struct money foreign_to_ours(const struct foreign_rate *rate, struct money theirs, enum rounding mode);
struct money foreign_to_theirs(const struct foreign_rate *rate, struct money ours);

/* Amounts the quick keys propose: exact, then the next 5, 10, 20, 50 and the shop's notes, ascending, no doubles. */
size_t tender_proposals(const struct tender_rules *rules, struct money remaining, const struct settings *settings,
                        struct money out[], size_t room);

#endif
