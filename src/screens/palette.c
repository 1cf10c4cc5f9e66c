#include <config.h>

#include "screens/palette.h"

#include <assert.h>

/*
 * One calm palette: graphite ground, warm white figures, one blue for what is active; green, amber
 * and red only where something wants attention.  256 colours have shades, so areas need no lines;
 * with 16 and 8 the same roles on black; with one colour reverse, bold and underline.  What changes
 * with every key has no bold where colour does: terminals end bold only by ending everything, which
 * costs bytes.
 */
#define BOLD LOOK_BOLD
#define REV LOOK_REVERSE
#define UNDER LOOK_UNDERLINE
#define DIM LOOK_DIM

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE, GREY };

/* clang-format off */
static const struct {
	struct look many, sixteen, eight, mono;
} looks[INKS] = {
	/*                      256 colours              16                          8                           one */
	[INK_BODY] =          { { 252, 235, 0 },        { WHITE, BLACK, 0 },        { WHITE, BLACK, 0 },        { -1, -1, 0 } },
	[INK_DIM] =           { { 244, 235, 0 },        { GREY, BLACK, 0 },         { WHITE, BLACK, 0 },        { -1, -1, 0 } },
	[INK_STRONG] =        { { 231, 235, BOLD },     { 15, BLACK, BOLD },        { WHITE, BLACK, BOLD },     { -1, -1, BOLD } },
	[INK_RULE] =          { { 239, 235, 0 },        { GREY, BLACK, 0 },         { BLUE, BLACK, 0 },         { -1, -1, 0 } },
	[INK_SAVED] =         { { 151, 235, 0 },        { GREEN, BLACK, 0 },        { GREEN, BLACK, 0 },        { -1, -1, 0 } },
	[INK_VOID] =          { { 242, 235, 0 },        { GREY, BLACK, 0 },         { WHITE, BLACK, 0 },        { -1, -1, 0 } },
	[INK_MARK] =          { { 231, 24, BOLD },      { 15, BLUE, BOLD },         { WHITE, BLUE, BOLD },      { -1, -1, REV } },
	[INK_MARK_DIM] =      { { 153, 24, 0 },         { WHITE, BLUE, 0 },         { WHITE, BLUE, 0 },         { -1, -1, REV } },

	[INK_HEAD] =          { { 254, 238, 0 },        { 15, BLUE, 0 },            { WHITE, BLUE, BOLD },      { -1, -1, REV } },
	[INK_HEAD_DIM] =      { { 248, 238, 0 },        { WHITE, BLUE, 0 },         { WHITE, BLUE, 0 },         { -1, -1, REV } },
	[INK_DEMO] =          { { 234, 179, BOLD },     { BLACK, YELLOW, 0 },       { BLACK, YELLOW, 0 },       { -1, -1, REV | BOLD } },
	[INK_DEMO_DIM] =      { { 236, 179, 0 },        { BLACK, YELLOW, 0 },       { BLACK, YELLOW, 0 },       { -1, -1, REV } },
	[INK_TRAINING] =      { { 231, 97, BOLD },      { 15, MAGENTA, BOLD },      { WHITE, MAGENTA, BOLD },   { -1, -1, REV | BOLD } },
	[INK_TRAINING_DIM] =  { { 189, 97, 0 },         { WHITE, MAGENTA, 0 },      { WHITE, MAGENTA, 0 },      { -1, -1, REV } },

	[INK_READY] =         { { 254, 66, BOLD },      { 15, CYAN, BOLD },         { BLACK, CYAN, 0 },         { -1, -1, BOLD } },
	[INK_RINGING] =       { { 231, 25, BOLD },      { 15, BLUE, BOLD },         { BLUE, WHITE, 0 },         { -1, -1, BOLD } },
	[INK_PAYING] =        { { 234, 186, BOLD },     { 11, BLACK, BOLD },        { YELLOW, BLACK, BOLD },       { -1, -1, BOLD } },
	[INK_PAID] =          { { 231, 65, BOLD },      { 15, GREEN, BOLD },        { BLACK, GREEN, 0 },        { -1, -1, BOLD } },
	[INK_PAYOUT] =        { { 234, 216, BOLD },     { 15, RED, BOLD },          { WHITE, RED, BOLD },       { -1, -1, BOLD } },
	[INK_ASKING] =        { { 234, 116, BOLD },     { BLACK, CYAN, 0 },         { BLACK, CYAN, 0 },         { -1, -1, BOLD } },
	[INK_LOCKED] =        { { 254, 241, BOLD },     { 15, GREY, BOLD },         { WHITE, BLACK, BOLD },     { -1, -1, BOLD } },

	[INK_PANEL] =         { { 250, 237, 0 },        { WHITE, BLACK, 0 },        { WHITE, BLACK, 0 },        { -1, -1, 0 } },
	[INK_PANEL_DIM] =     { { 246, 237, 0 },        { GREY, BLACK, 0 },         { WHITE, BLACK, 0 },        { -1, -1, 0 } },
	[INK_PANEL_STRONG] =  { { 231, 237, BOLD },     { 15, BLACK, BOLD },        { WHITE, BLACK, BOLD },     { -1, -1, BOLD } },
	[INK_PANEL_ALERT] =   { { 216, 237, 0 },        { 11, BLACK, 0 },           { YELLOW, BLACK, BOLD },    { -1, -1, BOLD } },
	[INK_DUE] =           { { 230, 237, 0 },        { 15, BLACK, BOLD },        { WHITE, BLACK, BOLD },     { -1, -1, BOLD } },

	[INK_FIELD] =         { { 250, 236, 0 },        { WHITE, BLACK, 0 },        { WHITE, BLACK, 0 },        { -1, -1, 0 } },
	[INK_FIELD_DIM] =     { { 243, 236, 0 },        { GREY, BLACK, 0 },         { WHITE, BLACK, 0 },        { -1, -1, 0 } },
	[INK_TYPED] =         { { 231, 236, BOLD },     { 15, BLACK, BOLD },        { WHITE, BLACK, BOLD },     { -1, -1, BOLD } },

	[INK_BAR] =           { { 248, 234, 0 },        { WHITE, BLACK, 0 },        { WHITE, BLACK, 0 },        { -1, -1, 0 } },
	[INK_KEY] =           { { 153, 234, 0 },        { 14, BLACK, 0 },           { CYAN, BLACK, BOLD },      { -1, -1, BOLD } },

	[INK_BOX] =           { { 253, 238, 0 },        { WHITE, BLACK, 0 },        { WHITE, BLACK, 0 },        { -1, -1, 0 } },
	[INK_BOX_DIM] =       { { 247, 238, 0 },        { GREY, BLACK, 0 },         { WHITE, BLACK, 0 },        { -1, -1, 0 } },
	[INK_BOX_STRONG] =    { { 231, 238, BOLD },     { 15, BLACK, BOLD },        { WHITE, BLACK, BOLD },     { -1, -1, BOLD } },
	[INK_BOX_RULE] =      { { 243, 238, 0 },        { GREY, BLACK, 0 },         { CYAN, BLACK, 0 },         { -1, -1, 0 } },
	[INK_BOX_FIELD] =     { { 231, 235, 0 },        { 15, BLUE, 0 },            { WHITE, BLUE, BOLD },      { -1, -1, UNDER } },
	[INK_BOX_MARK] =      { { 231, 24, BOLD },      { 15, BLUE, BOLD },         { WHITE, BLUE, BOLD },      { -1, -1, REV } },

	[INK_ERROR] =         { { 231, 88, 0 },         { 15, RED, 0 },             { WHITE, RED, BOLD },       { -1, -1, REV } },
	[INK_ERROR_WORD] =    { { 231, 124, BOLD },     { 15, RED, BOLD },          { WHITE, RED, BOLD },       { -1, -1, REV | BOLD } },
	[INK_QUESTION] =      { { 254, 24, 0 },         { 15, BLUE, 0 },            { WHITE, BLUE, BOLD },      { -1, -1, 0 } },
	[INK_QUESTION_WORD] = { { 234, 116, BOLD },     { BLACK, CYAN, 0 },         { BLACK, CYAN, 0 },         { -1, -1, REV | BOLD } },
	[INK_NOTE] =          { { 187, 236, 0 },        { YELLOW, BLACK, 0 },       { YELLOW, BLACK, 0 },       { -1, -1, 0 } },
	[INK_NOTE_WORD] =     { { 186, 236, BOLD },     { 11, BLACK, 0 },           { YELLOW, BLACK, BOLD },    { -1, -1, BOLD } },

	[INK_PAPER] =         { { 236, 255, 0 },        { BLACK, 15, 0 },           { BLACK, WHITE, 0 },        { -1, -1, 0 } },
	[INK_PAPER_DIM] =     { { 244, 255, 0 },        { GREY, 15, 0 },            { BLACK, WHITE, 0 },        { -1, -1, 0 } },
	[INK_PAPER_STRONG] =  { { 232, 255, BOLD },     { BLACK, 15, BOLD },        { BLACK, WHITE, 0 },        { -1, -1, BOLD } },

	[INK_GOOD] =          { { 151, 235, 0 },        { GREEN, BLACK, 0 },        { GREEN, BLACK, 0 },        { -1, -1, 0 } },
	[INK_BAD] =           { { 216, 235, BOLD },     { 11, BLACK, 0 },           { YELLOW, BLACK, BOLD },    { -1, -1, BOLD } },
};
/* clang-format on */

struct look
palette_look(enum ink ink, int colours)
{
	assert(ink < INKS);
	return colours >= 256  ? looks[ink].many
	       : colours >= 16 ? looks[ink].sixteen
	       : colours >= 8  ? looks[ink].eight
	                       : looks[ink].mono;
}

bool
palette_has_shades(int colours)
{
	return colours >= 256;
}
