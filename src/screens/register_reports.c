/*
 * What commands leave to be looked at.
 */
#include <config.h>

#include "base/gettext.h"
#include "ledger/journal.h"
#include "reports/closing.h"
#include "screens/consent.h"
#include "screens/paper.h"
#include "screens/register.h"

static void
show_report(struct face *face, int64_t seq, const char *title)
{
	struct printout printout;
	struct entry entry;
	struct err err;

	if (journal_read(face->ledger, ledger_till(face->ledger), seq, &entry, &err)) {
		face_error(face, &err);
		return;
	}
	printout_init(&printout);
	if (counter_compose(face->counter, &entry, PAPER_PRINT, 0, &printout, &err))
		face_error(face, &err);
	else
		paper_open(face, &printout, title, PAPER_OF_ENTRY);
	printout_done(&printout);
	entry_done(&entry);
}

/* The expected figure of the drawer is for those who may see it; a blind count would not be blind.
 */
static void
show_x(struct face *face)
{
	bool expected = face->view.person.rights[RIGHT_EXPECTED].allowed;
	struct printout printout;
	struct err err;

	printout_init(&printout);
	if (x_report_compose(&printout, face->ledger, face->settings,
	                     face->view.training ? SERIES_TRAINING : SERIES_LIVE, face_now(face),
	                     expected, face->view.demo, &err))
		face_error(face, &err);
	else
		paper_open(face, &printout, _("X report"), PAPER_OF_NOW);
	printout_done(&printout);
}

void
register_effects(struct face *face, const struct answer *answer)
{
	if (answer->effects & EFFECT_CONSENT)
		consent_given(face, answer->seq);
	if (answer->effects & EFFECT_X_REPORT)
		show_x(face);
	if (answer->effects & EFFECT_SHIFT_CLOSED)
		show_report(face, answer->seq, _("Shift report"));
	else if (answer->effects & EFFECT_DAY_CLOSED)
		show_report(face, answer->seq, _("Z report"));
	else if (answer->effects & EFFECT_Z_REPORT)
		show_report(face, answer->seq, _("Z report"));
}
