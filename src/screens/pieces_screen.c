#include <config.h>

#include "screens/pieces_screen.h"

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "checkout/pieces.h"
#include "screens/box.h"

#define ROWS_MAX (1 + CASH_PIECES_MAX)
#define COUNT_DIGITS 5 /* of one note or coin, as pieces_parse() takes them */

struct counting {
	struct screen screen;
	struct pieces_with with;
	struct money kinds[CASH_PIECES_MAX];
	int kind_count;
	struct field fields[ROWS_MAX]; /* 0 is the sum */
	bool proposed;                 /* the sum is one nobody typed */
	int at;
	bool waiting; /* for the answer to its command */
};

static struct counting *
counting_of(struct screen *screen)
{
	return (struct counting *)screen;
}

static void
counting_enter(struct screen *screen, const void *with)
{
	struct counting *counting = counting_of(screen);

	counting->with = *(const struct pieces_with *)with;
	counting->kind_count = (int)pieces_of_shop(screen->face->settings, counting->kinds);
	field_set(&counting->fields[0], counting->with.proposed);
	counting->proposed = counting->with.proposed[0] != '\0';
	for (int i = 1; i <= counting->kind_count; i++)
		counting->fields[i].room = COUNT_DIGITS;
}

/* ---- what it comes to ---- */

static int64_t
pieces_at(const struct counting *counting, int row)
{
	int64_t count = 0;

	if (number_parse(counting->fields[row].text, 0, 99999, &count) != NUMBER_OK)
		return 0;
	return count;
}

static struct money
worth_of(const struct counting *counting, int row)
{
	struct money sum = { 0 };

	if (row > 0)
		return money_of(counting->kinds[row - 1].minor * pieces_at(counting, row));
	if (typed_money(counting->screen.face->settings, counting->fields[0].text, &sum, NULL))
		return money_of(0);
	return sum;
}

static struct money
total_of(const struct counting *counting)
{
	struct money sum = { 0 };

	for (int row = 0; row <= counting->kind_count; row++)
		sum = money_add(sum, worth_of(counting, row));
	return sum;
}

/* ---- drawing ---- */

struct columns {
	int kind, field, field_cols, worth, worth_cols;
};

static struct columns
columns_of(struct area inside)
{
	bool narrow = inside.cols < 40;
	struct columns columns = { .field_cols = narrow ? 7 : 9, .worth_cols = narrow ? 11 : 14 };

	columns.worth = inside.cols - columns.worth_cols;
	/* notes and how many of them stand together, near the words above */
	columns.field = narrow ? columns.worth - columns.field_cols - 1 : 22;
	columns.kind = columns.field - (narrow ? 3 : 4);
	return columns;
}

static void
draw_row(const struct counting *counting, struct canvas *canvas, struct area line, int row)
{
	const struct face *face = counting->screen.face;
	struct columns columns = columns_of(line);
	bool current = row == counting->at, empty = field_is_empty(&counting->fields[row]);
	enum ink ink = current ? INK_BOX_STRONG : INK_BOX;
	char text[MONEY_TEXT_MAX];
	int col;

	canvas_put(canvas, line.row, line.col - 2, 1, INK_BOX_STRONG, current ? "▸" : " ");
	if (row == 0) {
		canvas_put(canvas, line.row, line.col, columns.kind + 2, ink, _("as one sum"));
	} else {
		canvas_pad(canvas, line.row, line.col, columns.kind, ink, ALIGN_RIGHT,
		           face_money(face, counting->kinds[row - 1], text));
		canvas_put(canvas, line.row, line.col + columns.kind + 1, 1, INK_BOX_DIM, "×");
	}
	col = field_draw(&counting->fields[row], canvas, line.row, line.col + columns.field,
	                 columns.field_cols, INK_BOX_FIELD);
	if (current)
		canvas_cursor(canvas, line.row, col);
	if (!empty)
		canvas_pad(canvas, line.row, line.col + columns.worth, columns.worth_cols, INK_BOX,
		           ALIGN_RIGHT, face_money(face, worth_of(counting, row), text));
}

static void
draw_total(const struct counting *counting, struct canvas *canvas, struct area line)
{
	struct columns columns = columns_of(line);
	char text[MONEY_TEXT_MAX];

	canvas_put(canvas, line.row, line.col, columns.worth - 1, INK_BOX_STRONG, _("Together"));
	canvas_pad(canvas, line.row, line.col + columns.worth, columns.worth_cols, INK_BOX_STRONG,
	           ALIGN_RIGHT, face_money(counting->screen.face, total_of(counting), text));
}

static void
counting_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	struct counting *counting = counting_of(screen);
	int cols = room.cols - 8 > 60 ? 60 : room.cols - 8, rows = counting->kind_count + 1;
	int about = counting->with.about ? canvas_wrap_rows(counting->with.about, cols) : 0;
	struct area inside;
	int seen, first = 0;

	/* where it is tight the rows matter more than the sentence */
	if (about + rows + 2 + 2 > room.rows)
		about = 0;
	inside = box_draw(canvas, room, about + rows + 2, cols, counting->with.title,
	                  counting->waiting ? _("one moment") : _("+ is done, Esc leaves"));
	if (about)
		canvas_wrap(canvas, (struct area){ inside.row, inside.col, about, inside.cols },
		            INK_BOX_DIM, counting->with.about);
	seen = inside.rows - about - 2;
	if (seen < 1)
		seen = 1;
	if (counting->at >= seen)
		first = counting->at - seen + 1;
	for (int i = 0; i < seen && first + i < rows; i++)
		draw_row(counting, canvas,
		         (struct area){ inside.row + about + i, inside.col, 1, inside.cols },
		         first + i);
	canvas_rule(canvas, inside.row + inside.rows - 2, inside.col, inside.cols, INK_BOX_RULE);
	draw_total(counting, canvas,
	           (struct area){ inside.row + inside.rows - 1, inside.col, 1, inside.cols });
}

/* ---- keys ---- */

/* "3x50.00 12x0.20 4.35": what commands take; nothing at all is 0. */
static void
counted_text(const struct counting *counting, char out[static NOTE_MAX])
{
	struct number_style plain =
	        number_plain(counting->screen.face->settings->currency.exponent);
	struct money sum = worth_of(counting, 0);
	char value[MONEY_TEXT_MAX];
	size_t length = 0;

	for (int row = 1; row <= counting->kind_count && length < NOTE_MAX; row++) {
		int64_t count = pieces_at(counting, row);

		if (count > 0)
			length += (size_t)snprintf(
			        out + length, NOTE_MAX - length, "%s%lldx%s", length ? " " : "",
			        (long long)count,
			        money_text(value, counting->kinds[row - 1], &plain));
	}
	if (length < NOTE_MAX && (sum.minor > 0 || length == 0))
		snprintf(out + length, NOTE_MAX - length, "%s%s", length ? " " : "",
		         money_text(value, sum, &plain));
}

static bool
is_blank(const struct counting *counting)
{
	for (int row = 0; row <= counting->kind_count; row++)
		if (!field_is_empty(&counting->fields[row]))
			return false;
	return true;
}

static enum reaction
finish(struct counting *counting)
{
	struct face *face = counting->screen.face;
	int64_t serial = counting->screen.serial;
	char counted[NOTE_MAX];
	struct money sum;
	struct err err = { 0 };
	enum outcome outcome = RC_OK;

	if (is_blank(counting)) {
		err_set(&err, RC_REFUSED, _("nothing is counted yet: 0 where there is nothing"));
		face_error(face, &err);
		return REACT_DONE;
	}
	if (!field_is_empty(&counting->fields[0]))
		outcome = typed_money(face->settings, counting->fields[0].text, &sum, &err);
	if (outcome) {
		counting->at = 0;
		face_error(face, &err);
		return REACT_DONE;
	}
	counted_text(counting, counted);
	counting->waiting = true;
	outcome = counting->with.submit(face, counting->with.command, counted);
	if (!face_is_open(face, serial))
		return REACT_DONE;
	if (outcome != RC_BUSY)
		counting->waiting = false;
	if (!outcome)
		face_pop(face, &counting->screen);
	return REACT_DONE;
}

static enum reaction
counting_key(struct screen *screen, const struct key *key)
{
	struct counting *counting = counting_of(screen);
	struct field *field = &counting->fields[counting->at];
	bool point = key_is(key, ".") || key_is(key, ",");

	if (counting->waiting)
		return REACT_BEEP;
	if (key_is(key, "+"))
		return finish(counting);
	if (key->cap == CAP_CHAR && !key_is_digit(key) && !(point && counting->at == 0))
		return REACT_BEEP;
	/* a sum that was only proposed makes way for what is counted */
	if (counting->proposed && key->cap == CAP_CHAR && !key->mods) {
		field_clear(&counting->fields[0]);
		counting->proposed = false;
	}
	if (field_key(field, key, true)) {
		counting->proposed = counting->proposed && counting->at != 0;
		return REACT_DONE;
	}
	return key->cap == CAP_CHAR || key->cap == CAP_BACKSPACE ? REACT_BEEP : REACT_PASS;
}

/* A sum is all there is to say; else row by row down to the last. */
static enum reaction
take_row(struct counting *counting)
{
	bool last = counting->at == counting->kind_count;
	bool sum_alone = counting->at == 0 && !field_is_empty(&counting->fields[0]);

	if (last || sum_alone)
		return finish(counting);
	counting->at++;
	return REACT_DONE;
}

static enum reaction
counting_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct counting *counting = counting_of(screen);

	(void)words;
	if (counting->waiting)
		return REACT_BEEP;
	if (verb_is(verb, ACT_ENTER))
		return take_row(counting);
	if (verb_is(verb, ACT_UP) && counting->at > 0) {
		counting->at--;
		return REACT_DONE;
	}
	if (verb_is(verb, ACT_DOWN) && counting->at < counting->kind_count) {
		counting->at++;
		return REACT_DONE;
	}
	return REACT_PASS;
}

static enum reaction
counting_scan(struct screen *screen, const struct scan *scan)
{
	(void)screen;
	(void)scan;
	return REACT_BEEP;
}

static void
counting_answered(struct screen *screen, enum outcome outcome, const struct answer *answer)
{
	(void)answer;
	counting_of(screen)->waiting = false;
	if (!outcome)
		face_pop(screen->face, screen);
}

static bool
counting_offers(const struct screen *screen, struct verb verb)
{
	(void)screen;
	return verb_is(verb, ACT_ENTER) || verb_is(verb, ACT_UP) || verb_is(verb, ACT_DOWN);
}

const struct screen_ops pieces_screen = {
	.name = "form",
	.title = N_("Count notes and coins"),
	.size = sizeof(struct counting),
	.over = true,
	.text = true,
	.enter = counting_enter,
	.draw = counting_draw,
	.offers = counting_offers,
	.verb = counting_verb,
	.key = counting_key,
	.scan = counting_scan,
	.answered = counting_answered,
};
