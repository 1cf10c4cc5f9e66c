#include <config.h>

#include <stdio.h>

#include "base/gettext.h"
#include "ledger/ledger.h"
#include "screens/rooms.h"

/* About: the program, the till, and how to check that its journal is whole. */

struct about {
	struct screen screen;
};

static int
pair(struct canvas *canvas, int row, struct area area, const char *label, const char *text)
{
	canvas_put(canvas, row, area.col, 20, INK_DIM, label);
	canvas_put(canvas, row, area.col + 22, area.cols - 22, INK_BODY, text);
	return row + 1;
}

static void
about_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	const struct face *face = screen->face;
	int cols = room.cols > 70 ? 66 : room.cols - 4;
	struct area area = { room.row + (room.rows > 14 ? 2 : 0), room.col + (room.cols - cols) / 2,
		             room.rows, cols };
	int row = area.row;
	char text[128];

	canvas_put(canvas, row++, area.col, cols, INK_STRONG, "Ringup " PACKAGE_VERSION);
	row += canvas_wrap(canvas, (struct area){ row, area.col, 2, cols }, INK_DIM,
	                   _("A till for a keyboard. Free software under the GNU General Public "
	                     "License, version 3 or later."));
	row++;
	row = pair(canvas, row, area, _("Shop"), face->settings->name);
	snprintf(text, sizeof(text), "%d", ledger_till(face->ledger));
	row = pair(canvas, row, area, _("Till"), text);
	row = pair(canvas, row, area, _("Folder"), ledger_folder(face->ledger));
	snprintf(text, sizeof(text), "%lld", (long long)ledger_last_seq(face->ledger));
	row = pair(canvas, row, area, _("Entries"), text);
	row = pair(canvas, row, area, _("Selling"),
	           ledger_is_live(face->ledger) ? _("for real") : _("not live yet"));
	row++;
	row += canvas_wrap(canvas, (struct area){ row, area.col, 3, cols }, INK_DIM,
	                   _("Anybody can check that nothing was changed or taken out of the "
	                     "journal: \"ringup verify\"."));
	canvas_cursor(canvas, row, area.col);
}

const struct screen_ops about_screen = {
	.name = "about",
	.title = N_("About"),
	.size = sizeof(struct about),
	.draw = about_draw,
};
