/*
 * One paper with every script and code, in the bytes of a profile, or as a PDF: escpos_paper PROFILE|pdf [COLUMNS].
 * tests/escpos.sh draws them and reads them back.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/escpos_profile.h"
#include "devices/printout.h"
#include "reports/drawing_bits.h"
#include "reports/printout_pdf.h"

static void
compose(struct printout *printout)
{
	printout_text(printout, ALIGN_CENTRE, STYLE_BOLD | STYLE_LARGE, "Corner Shop");
	printout_columns(printout, 0, "Euro", "12.50 €");
	printout_columns(printout, 0, "Größe, façade, niño", "1.00");
	printout_columns(printout, 0, "Żółć, Dvořák", "2.00");
	printout_columns(printout, 0, "Ελληνικά", "3.00");
	printout_columns(printout, 0, "Привет", "4.00");
	printout_columns(printout, 0, "ｱｲｽ ひらがな 日本", "5.00");
	printout_columns(printout, 0, "街角 牛奶", "6.00");
	printout_columns(printout, STYLE_BOLD | STYLE_LARGE, "合计", "33.50");
	printout_columns(printout, 0, "مرحبا", "7.00");
	printout_barcode(printout, "98000100000000012342");
	printout_qr(printout, "https://shop.example/r/1-000123");
	printout_cut(printout);
	printout_drawer(printout);
}

int
main(int argc, char **argv)
{
	struct escpos_profile profile;
	struct printout printout;
	struct buf out = { 0 };
	struct err err = { 0 };
	int cols = argc > 2 ? atoi(argv[2]) : 42;
	bool pdf = argc > 1 && strcmp(argv[1], "pdf") == 0;

	if (argc < 2 || escpos_profile_find(&profile, pdf ? "" : argv[1], &err)) {
		fprintf(stderr, "%s\n", err.msg);
		return 1;
	}
#ifdef HAVE_CAIRO
	printout_set_drawing(drawing_bits);
#endif
	printout_init(&printout);
	compose(&printout);
	if (pdf)
		printout_pdf(&printout, cols, PAGE_ROLL, &out);
	else
		printout_render_escpos(&printout, cols, &profile, &out);
	fwrite(out.text, 1, out.length, stdout);
	printout_done(&printout);
	buf_done(&out);
	return 0;
}
