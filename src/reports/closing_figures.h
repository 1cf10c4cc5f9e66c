/*
 * The figures of a closing on paper, section by section; what closing.c puts under its heads.
 */
#ifndef RINGUP_REPORTS_CLOSING_FIGURES_H
#define RINGUP_REPORTS_CLOSING_FIGURES_H

#include "ledger/postings.h"
#include "reports/closing.h"
#include "reports/paper.h"

/* What a report is made from. */
struct closing {
	struct paper paper;
	const struct total *totals;     /* borrowed, sorted */
	size_t count;
};

/* All sections; the drawer only if it may be seen. */
void closing_figures(struct closing *closing, bool show_drawer);

/* A rule and the section's name. */
void closing_section(struct closing *closing, const char *title);
struct total closing_get(const struct closing *closing, const char *account, const char *key);

#endif
