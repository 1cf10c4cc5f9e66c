/*
 * Paper without a printer: what is to be printed, in order, before any bytes.
 *
 *   shape   a list of parts; text parts are laid out to `cols` columns by whoever renders
 *   own     printout_init() / printout_done()
 */
#ifndef RINGUP_DEVICES_PRINTOUT_H
#define RINGUP_DEVICES_PRINTOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

enum part_kind { PART_TEXT, PART_COLUMNS, PART_RULE, PART_BLANK, PART_BARCODE, PART_QR, PART_CUT, PART_DRAWER };
#define PART_LAST PART_DRAWER
enum part_style { STYLE_BOLD = 1, STYLE_LARGE = 2, STYLE_DOUBLE_RULE = 4 };

struct part {
	enum part_kind kind;
	unsigned style;
	enum text_align align;
	char *text;             /* PART_TEXT (wraps), BARCODE, QR; left column of COLUMNS (wraps) */
	char *right;            /* COLUMNS: kept whole, at the right edge */
};
struct printout {
	struct part *parts;
	size_t count, room;
};

void printout_init(struct printout *printout);
void printout_done(struct printout *printout);
void printout_text(struct printout *printout, enum text_align align, unsigned style, const char *text);
void printout_columns(struct printout *printout, unsigned style, const char *left, const char *right);
void printout_rule(struct printout *printout, unsigned style);
void printout_blank(struct printout *printout);
void printout_barcode(struct printout *printout, const char *digits);      /* Code 128 */
void printout_qr(struct printout *printout, const char *text);
void printout_cut(struct printout *printout);
void printout_drawer(struct printout *printout);
/* A whole part, whose texts are taken. */
void printout_take(struct printout *printout, const struct part *part);

/* As bytes, for the way to a helper, and back: added to an empty printout; false they are no printout. */
void printout_pack(const struct printout *printout, struct buf *out);
bool printout_unpack(struct printout *printout, const char *bytes, size_t count);
/* Nothing but a drawer's pulse. */
bool printout_is_pulse(const struct printout *printout);

/* Plain UTF-8 lines of cols columns, each ended by '\n'; barcodes as their digits. */
void printout_render_text(const struct printout *printout, int cols, struct buf *out);
/* ESC/POS as the profile's printer understands it: text in its character sets, emphasis, double size,
 * Code 128, QR, cut, drawer pulse.  Only bytes from this encoder; text never yields a byte below 0x20.
 * No more columns than the printer has. */
struct escpos_profile;
void printout_render_escpos(const struct printout *printout, int cols,
                            const struct escpos_profile *profile, struct buf *out);

/* How a line is drawn whose characters a printer lacks: told by a room that can draw.  Into bits of
 * `stride` bytes a row, the highest first, 1 is black; column n begins at dot n * cell_width.  False:
 * it could not be drawn. */
typedef bool printout_draw_fn(const char *line, bool bold, int cell_width, int cell_height,
                              unsigned char *bits, int stride);
void printout_set_drawing(printout_draw_fn *draw);

#endif
