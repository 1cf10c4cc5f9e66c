#include <config.h>

#include "screens/head.h"

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"

#define SEGMENTS_MAX 10

/* A piece of the header.  What does not fit goes by rank, the highest first; rank 0 always stays.
 */
struct segment {
	char text[NAME_MAX_BYTES];
	enum ink ink;
	int rank;
	bool right;
};

struct band {
	struct segment segments[SEGMENTS_MAX];
	int count;
	enum ink ink, dim;
};

static void
add(struct band *band, bool right, int rank, enum ink ink, const char *text)
{
	struct segment *segment;

	if (!text[0] || band->count == SEGMENTS_MAX)
		return;
	segment = &band->segments[band->count++];
	text_copy(segment->text, sizeof(segment->text), text);
	segment->ink = ink;
	segment->rank = rank;
	segment->right = right;
}

static enum ink
state_ink(const struct till_view *view)
{
	switch (view->state) {
	case TILL_LOCKED:
		return INK_LOCKED;
	case TILL_READY:
		return INK_READY;
	case TILL_RINGING:
		return INK_RINGING;
	case TILL_TENDERING:
		return view->basket->total.minor < 0 ? INK_PAYOUT : INK_PAYING;
	case TILL_CHANGE:
		return INK_PAID;
	default:
		return INK_ASKING;
	}
}

/* Selling is closed for a reason that is not a state of the till. */
static const char *
state_word(const struct face *face)
{
	if (face->message == MESSAGE_ERROR)
		return _("ERROR");
	if (face->view.unknown)
		return _("NOT KNOWN YET");
	if (face->view.state == TILL_TENDERING && face->view.basket->total.minor < 0)
		return _("PAY OUT");
	if (face->view.state == TILL_READY && face->view.signed_on && !face->view.shift_open)
		return _("NO SHIFT");
	return till_state_label(face->view.state);
}

static void
add_state(const struct face *face, struct band *band)
{
	char text[64];

	snprintf(text, sizeof(text), " %s ", state_word(face));
	add(band, false, 0,
	    face->message == MESSAGE_ERROR || face->view.unknown ? INK_ERROR_WORD
	                                                         : state_ink(&face->view),
	    text);
}

/* A day without its year, in the order of the shop's pattern: "22.11.", "11-22". */
static void
short_day(const struct face *face, char out[static WHEN_TEXT_MAX])
{
	char pattern[40];
	char *year, *rest;

	snprintf(pattern, sizeof(pattern), "%s", face->settings->date_pattern);
	year = strstr(pattern, "%Y");
	if (year) {
		rest = year + 2;
		/* a year in front takes its separator along */
		if (year == pattern && *rest)
			rest += text_fit(rest, 1) ? text_fit(rest, 1) : text_fit(rest, 2);
		memmove(year, rest, strlen(rest) + 1);
		if (year > pattern + 1 && (year[-1] == '/' || year[-1] == '-' || year[-1] == ' ') &&
		    !*year)
			year[-1] = '\0';
	}
	day_text(out, face->view.day, pattern);
}

static void
add_right(const struct face *face, struct band *band)
{
	char text[WHEN_TEXT_MAX], ref[RECEIPT_REF_TEXT_MAX];
	struct receipt_ref next = { ledger_till(face->ledger),
		                    face->view.training ? SERIES_TRAINING : SERIES_LIVE,
		                    face->view.next_receipt };

	if (face->view.signed_on)
		add(band, true, 1, band->ink, face->view.person.name);
	if (face->view.day) {
		short_day(face, text);
		add(band, true, 3, band->dim, text);
	}
	if (face->view.next_receipt > 0)
		add(band, true, 3, band->dim, receipt_ref_text(ref, next));
	add(band, true, 1, band->ink, when_text(text, face_now(face), "%H:%M"));
}

static void
fill_band(const struct face *face, struct band *band)
{
	char text[64];

	band->ink = INK_HEAD;
	band->dim = INK_HEAD_DIM;
	if (face->counter && face->view.training) {
		band->ink = INK_TRAINING;
		band->dim = INK_TRAINING_DIM;
		add(band, false, 0, band->ink, _("TRAINING"));
	} else if (face->counter && face->view.demo) {
		band->ink = INK_DEMO;
		band->dim = INK_DEMO_DIM;
		add(band, false, 0, band->ink, _("DEMO"));
	}
	if (!face->counter) {
		add(band, false, 0, band->ink, "Ringup");
		return;
	}
	add(band, false, 2, band->ink, face->settings->name);
	snprintf(text, sizeof(text), _("till %d"), ledger_till(face->ledger));
	add(band, false, 4, band->dim, text);
	add_state(face, band);
	add_right(face, band);
}

#define GAP 2

static int
band_cols(const struct band *band)
{
	int cols = 2;

	for (int i = 0; i < band->count; i++)
		cols += text_cols(band->segments[i].text) + GAP;
	return cols;
}

/* Drops what matters least until the rest fits. */
static void
fit_band(struct band *band, int cols)
{
	while (band_cols(band) > cols) {
		int worst = 0;

		for (int i = 1; i < band->count; i++) {
			if (band->segments[i].rank >= band->segments[worst].rank)
				worst = i;
		}
		if (band->count == 0 || band->segments[worst].rank == 0)
			return;
		band->count--;
		memmove(&band->segments[worst], &band->segments[worst + 1],
		        (size_t)(band->count - worst) * sizeof(band->segments[0]));
	}
}

void
head_draw(const struct face *face, struct canvas *canvas)
{
	struct band band = { .count = 0 };
	int left = 1, right = canvas->cols - 1;

	fill_band(face, &band);
	fit_band(&band, canvas->cols);
	canvas_fill(canvas, (struct area){ 0, 0, 1, canvas->cols }, band.ink);
	for (int i = 0; i < band.count; i++) {
		if (!band.segments[i].right)
			left += GAP + canvas_put(canvas, 0, left, canvas->cols - left,
			                         band.segments[i].ink, band.segments[i].text);
	}
	for (int i = band.count - 1; i >= 0; i--) {
		int cols = text_cols(band.segments[i].text);

		if (!band.segments[i].right)
			continue;
		right -= cols;
		canvas_put(canvas, 0, right, cols, band.segments[i].ink, band.segments[i].text);
		right -= GAP;
	}
	if (face->flash_timer)
		canvas_tint(canvas, 0, 0, canvas->cols, INK_ERROR_WORD);
}

/* ---- notes and errors ---- */

/* The keys that hints of the demo name, as the program's own map has them. */
static const struct {
	const char *named, *section, *verb;
} named_keys[] = {
	{ "F12", "sale", "next" },
	{ "F9", "pay", "cash" },
	{ "F1", "sale", "help" },
};

/* How long the name at text is, and what key it is here; 0: no name of a key. */
static size_t
named_key(const struct face *face, const char *text, char out[static KEY_TEXT_MAX])
{
	for (size_t i = 0; i < sizeof(named_keys) / sizeof(named_keys[0]); i++) {
		size_t length = strlen(named_keys[i].named);
		const struct binding *binding;
		struct verb verb;

		if (strncmp(text, named_keys[i].named, length) != 0 ||
		    verb_find(named_keys[i].verb, false, &verb, NULL))
			continue;
		binding = keymap_key_of(face->keymap, named_keys[i].section, verb);
		if (!binding)
			return 0;
		key_text(&binding->key, out);
		return length;
	}
	return 0;
}

/* The demo speaks of the keys there are: another map has others. */
static void
demo_hint(const struct face *face, char *out, size_t size)
{
	const char *at = counter_demo_hint(face->counter);
	size_t length = 0;

	for (*out = '\0'; *at && length + KEY_TEXT_MAX < size;) {
		char key[KEY_TEXT_MAX];
		size_t name = named_key(face, at, key);

		if (name > 0)
			length += (size_t)snprintf(out + length, size - length, "%s", key);
		else
			out[length++] = *at;
		at += name > 0 ? name : 1;
		out[length] = '\0';
	}
}

void
note_draw(const struct face *face, struct canvas *canvas, int row)
{
	const char *text = face->message == MESSAGE_NOTE ? face->err.msg : "", *word = _("Note");
	char hint[240];
	int col = 2;

	if (!text[0] && face->counter && face->view.demo) {
		demo_hint(face, hint, sizeof(hint));
		text = hint;
		word = _("Demo");
	}
	if (!text[0])
		return;
	canvas_fill(canvas, (struct area){ row, 0, 1, canvas->cols }, INK_NOTE);
	col += canvas_put(canvas, row, col, canvas->cols - 4, INK_NOTE_WORD, word) + 2;
	canvas_put(canvas, row, col, canvas->cols - col - 1, INK_NOTE, text);
}

/* Hints that are a command, as scripts get them, name its key here, or where it is in the menu. */
static void
hint_text(const struct face *face, char *out, size_t size)
{
	char name[40], key[KEY_TEXT_MAX];
	const struct binding *binding;
	struct verb verb;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(face->err.hint, " "), face->err.hint);
	if (!face->err.hint[0] || verb_find(name, false, &verb, NULL)) {
		snprintf(out, size, "%s", face->err.hint);
		return;
	}
	binding = keymap_key_of(face->keymap, face->top->ops->name, verb);
	if (binding)
		snprintf(out, size, "%s  %s", key_text(&binding->key, key), binding_label(binding));
	else
		snprintf(out, size, _("%s: in the menu, or type /%s"), verb_label(verb),
		         verb_name(verb));
}

void
error_draw(const struct face *face, struct canvas *canvas, int bottom)
{
	const char *word = _("Error"), *leave = _("Esc clears this");
	int indent = text_cols(word) + 5, cols = canvas->cols - indent - 2;
	int rows = canvas_wrap_rows(face->err.msg, cols);
	char hint[sizeof(face->err.hint) + 40];
	int hint_rows, height;
	struct area band, text;

	hint_text(face, hint, sizeof(hint));
	hint_rows = hint[0] ? canvas_wrap_rows(hint, cols) : 0;
	height = rows + hint_rows + 3;
	band = (struct area){ bottom - height + 1, 0, height, canvas->cols };
	text = (struct area){ band.row + 1, indent, rows, cols };
	if (band.row < 1) {
		band.rows += band.row - 1;
		band.row = 1;
		text.row = 1;
	}
	canvas_fill(canvas, band, INK_ERROR);
	canvas_format(canvas, text.row, 1, indent, INK_ERROR_WORD, " %s ", word);
	text.row += canvas_wrap(canvas, text, INK_ERROR, face->err.msg);
	text.rows = hint_rows;
	if (hint_rows)
		text.row += canvas_wrap(canvas, text, INK_ERROR, hint);
	canvas_put(canvas, bottom, canvas->cols - text_cols(leave) - 2, cols, INK_ERROR, leave);
}

/* ---- the key bar ---- */

static bool
already(const struct binding *const out[], size_t count, const struct binding *row)
{
	for (size_t i = 0; i < count; i++) {
		if (verb_same(out[i]->verb, row->verb) && strcmp(out[i]->words, row->words) == 0)
			return true;
	}
	return false;
}

static bool
for_screen(const struct binding *row, const struct screen *top)
{
	bool character = row->key.cap == CAP_CHAR && !row->key.mods;

	/* leaving is not what anybody looks for in the middle of a sale */
	if (row->none || (character && top->ops->text) || verb_is(row->verb, ACT_QUIT))
		return false;
	return row->common || strcmp(row->section, top->ops->name) == 0;
}

static void
gather(const struct face *face, bool own, const struct binding *out[], size_t room, size_t *count)
{
	for (size_t i = 0; i < keymap_count(face->keymap) && *count < room; i++) {
		const struct binding *row = keymap_row(face->keymap, i);

		if (row->common == own || !for_screen(row, face->top) || !binding_label(row)[0] ||
		    !keymap_row_holds(face->keymap, i, face->top->ops->name))
			continue;
		if (face_offers_key(face, row) && !already(out, *count, row))
			out[(*count)++] = row;
	}
}

size_t
bar_bindings(const struct face *face, const struct binding *out[], size_t room)
{
	size_t count = 0;

	gather(face, true, out, room, &count);
	gather(face, false, out, room, &count);
	return count;
}

static int
item_cols(const struct face *face, const struct binding *binding)
{
	char key[KEY_TEXT_MAX];

	return text_cols(key_text(&binding->key, key)) + 1 + text_cols(face_label(face, binding)) +
	       2;
}

/* Help and the menu lead to everything else: they stay when others must go. */
static bool
is_pinned(const struct binding *binding)
{
	return verb_is(binding->verb, ACT_HELP) || verb_is(binding->verb, ACT_MENU);
}

void
bar_draw(const struct face *face, struct canvas *canvas, int row)
{
	const struct binding *bindings[64];
	size_t count = bar_bindings(face, bindings, sizeof(bindings) / sizeof(bindings[0]));
	int left = canvas->cols, col = 1;

	for (size_t i = 0; i < count; i++)
		left -= is_pinned(bindings[i]) ? item_cols(face, bindings[i]) : 0;
	canvas_fill(canvas, (struct area){ row, 0, 1, canvas->cols }, INK_BAR);
	for (size_t i = 0; i < count; i++) {
		char key[KEY_TEXT_MAX];
		int cols = item_cols(face, bindings[i]);

		if (!is_pinned(bindings[i])) {
			if (cols > left)
				continue;
			left -= cols;
		}
		col += canvas_put(canvas, row, col, canvas->cols - col, INK_KEY,
		                  key_text(&bindings[i]->key, key));
		col += 1 + canvas_put(canvas, row, col + 1, canvas->cols - col - 1, INK_BAR,
		                      face_label(face, bindings[i]));
		col += 2;
	}
}
