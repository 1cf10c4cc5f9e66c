/*
 * X, shift and Z reports: the same figures, so far, of a shift, or of the day; on paper and screen.
 */
#ifndef RINGUP_REPORTS_CLOSING_H
#define RINGUP_REPORTS_CLOSING_H

#include "devices/printout.h"
#include "ledger/ledger.h"
#include "ledger/shifts.h"
#include "shop/settings.h"

/* Figures so far of the open shift (series), now. */
enum outcome x_report_compose(struct printout *printout, struct ledger *ledger, const struct settings *settings,
                              enum series series, struct when now, bool show_expected, bool demo, struct err *err);
/* From the entry itself, so that a reprint is the same to the letter.  copy > 0 marks DUPLICATE. */
void shift_report_compose(struct printout *printout, const struct entry *shift_close,
                          const struct settings *settings, bool demo);
void z_report_compose(struct printout *printout, const struct entry *z, const struct settings *settings,
                      const struct hash *hash, int64_t copy, bool demo);

/* The same figures of business days, from their totals. */
void day_report_compose(struct printout *printout, const struct total totals[], size_t count, day_number day,
                        int till, struct when now, const struct settings *settings, bool demo);

/* The drawer, term by term: "float", "sale", "change" ... with labels for people. */
struct drawer_term { char key[ACCOUNT_KEY_MAX]; const char *label; struct money amount; int64_t count; };
size_t drawer_terms(const struct total totals[], size_t count, struct drawer_term out[], size_t room);

/* X or Z as JSON members, for scripts and `ringup report`. */
void totals_json(const struct total totals[], size_t count, int exponent, struct buf *out);

#endif
