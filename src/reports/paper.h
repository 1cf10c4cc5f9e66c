/*
 * What all papers of the shop have in common: its head, marks nobody can overlook, and figures in
 * the shop's own style.
 *
 *   rule    between paper_begin() and paper_end() messages come in the shop's language
 */
#ifndef RINGUP_REPORTS_PAPER_H
#define RINGUP_REPORTS_PAPER_H

#include "devices/printout.h"
#include "ledger/facts.h"
#include "shop/settings.h"

struct paper {
	struct printout *printout;
	const struct settings *settings;
};

void paper_begin(struct paper *paper, struct printout *printout, const struct settings *settings);
void paper_end(struct paper *paper);            /* cuts */

/* The shop's block: name, address, tax number, its own head lines. */
void paper_shop(struct paper *paper);
/* TRAINING, DEMO, DUPLICATE n; at the head, and training again at the foot. */
void paper_marks(struct paper *paper, enum series series, bool demo, int64_t copy);

void paper_title(struct paper *paper, const char *title);
/* Side by side; what is long at the right follows its label as text. */
void paper_row(struct paper *paper, const char *left, const char *right);
void paper_row_format(struct paper *paper, const char *left, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void paper_amount(struct paper *paper, unsigned style, const char *label, struct money amount);
void paper_rule(struct paper *paper);
void paper_note(struct paper *paper, const char *text);         /* "" prints nothing */

/* Day and time of an entry, who did it and who agreed. */
void paper_when(struct paper *paper, struct when at);
void paper_who(struct paper *paper, const struct entry *entry, const char *staff_name);
void paper_to_sign(struct paper *paper);
/* 8 bytes of the entry's hash as 4 x 4 hex digits: whoever keeps the paper holds the journal to it. */
void paper_anchor(struct paper *paper, const struct hash *hash);

/* What the shop called it then, else "Cash", "Card" in the language of the paper. */
const char *paper_tender(const char *kind, const char *label);

/* A table of three figures a row: net, tax, gross. */
#define PAPER_TABLE_MAX 32
struct paper_table_row {
	char label[NAME_MAX_BYTES + TAX_CODE_MAX + 1];
	struct money net, tax, gross;
};
void paper_tax_table(struct paper *paper, const struct paper_table_row rows[], size_t count);

#endif
