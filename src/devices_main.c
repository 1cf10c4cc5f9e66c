/*
 * ringup-devices: what talks to devices for a till that started it (base/helper.h, base/worker.h).
 * A program of its own, because the libraries of devices make many others load: the till starts
 * without them.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/helper.h"
#include "base/lang.h"
#include "devices/display_show.h"
#include "devices/printer_send.h"
#include "devices/scanner_read.h"
#include "reports/drawing_bits.h"
#include "reports/printout_pdf.h"

static const struct {
	const char *kind;
	int (*run)(void);
} kinds[] = {
	{ "print", printer_helper },
	{ "printer-state", printer_state_helper },
	{ "printer-queues", printer_queues_helper },
	{ "scanner", scanner_worker },
	{ "display", display_worker },
};

/* For queues of page printers. */
static enum outcome
draw_pages(const struct printout *printout, int cols, struct buf *out, struct err *err)
{
	(void)err;
	printout_pdf(printout, cols, PAGE_A4, out);
	return RC_OK;
}

int
main(int argc, char **argv)
{
	size_t index;

	lang_start();
	printer_set_pdf(draw_pages);
#ifdef HAVE_CAIRO
	printout_set_drawing(drawing_bits);
#endif
	for (index = 0; argc == 3 && index < sizeof kinds / sizeof *kinds; index++) {
		if (strcmp(argv[1], "helper") == 0 && strcmp(argv[2], kinds[index].kind) == 0) {
			helper_begin();
			return kinds[index].run();
		}
	}
	fprintf(stderr, "%s\n", _("This is a part of Ringup, which starts it by itself."));
	return 2;
}
