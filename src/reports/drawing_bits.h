/*
 * Lines of text as bits, for printers that have no letters for them.  Only the program that talks to
 * devices draws them: it alone is linked with what draws.
 */
#ifndef RINGUP_REPORTS_DRAWING_BITS_H
#define RINGUP_REPORTS_DRAWING_BITS_H

#include <stdbool.h>

/* Into bits of `stride` bytes a row, the highest first, 1 is black, all 0 before; column n begins at dot
 * n * cell_width.  Text that is wider than its columns is drawn narrower.  False: nothing to draw with. */
bool drawing_bits(const char *line, bool bold, int cell_width, int cell_height, unsigned char *bits, int stride);

#endif
