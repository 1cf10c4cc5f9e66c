/*
 * What commands leave to be looked at.
 */
#include <config.h>

#include "base/gettext.h"
#include "reports/closing.h"
#include "screens/consent.h"
#include "screens/paper.h"
#include "screens/register.h"
#include "screens/rooms.h"

static void
show_x(struct face *face)
{
	struct printout printout;
	struct err err;

	printout_init(&printout);
	if (x_report_compose(&printout, face->ledger, face->settings,
	                     face->view.training ? SERIES_TRAINING : SERIES_LIVE, face_now(face),
	                     till_shows_expected(face->till), face->view.demo, &err))
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
		journal_show(face, answer->seq, _("Shift report"));
	else if (answer->effects & EFFECT_DAY_CLOSED)
		journal_show(face, answer->seq, _("Z report"));
	else if (answer->effects & EFFECT_Z_REPORT)
		journal_show(face, answer->seq, _("Z report"));
}
