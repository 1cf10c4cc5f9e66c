#include <config.h>

#include "reports/price_label.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bars.h"
#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"
#include "shop/items.h"
#include "reports/drawing.h"

/* In thousandths of a point.  A module of 0.33 mm is what the trade prints at 100 %. */
#define MODULE 935
#define BAR_HEIGHT 26000
#define COLUMNS 3
#define ROWS 9
#define MARGIN 36000
#define GAP 6000
#define LABEL_WIDTH ((DRAWING_A4_WIDTH - 2 * MARGIN) / COLUMNS)
#define LABEL_HEIGHT ((DRAWING_A4_HEIGHT - 2 * MARGIN) / ROWS)
#define INNER_WIDTH (LABEL_WIDTH - 2 * GAP)
#define SECOND_COLUMN 84000
#define PRICE_SIZE 18000
#define NAME_COLS 34 /* of the text */
#define E4 10000     /* of a unit price, in a minor unit */

/* ---- what a kilogram or litre costs ---- */

static const struct {
	const char *unit, *base;
	int64_t in_base; /* so many make one */
} measures[] = {
	{ "g", "kg", 1000 }, { "ml", "l", 1000 }, { "cl", "l", 100 },
	{ "dl", "l", 10 },   { "cm", "m", 100 },
};

static void
say_unit_price(char *out, size_t size, const struct settings *settings, struct unit_price price,
               const char *unit, int64_t content_milli)
{
	char text[MONEY_TEXT_MAX];
	const char *base = unit;
	int64_t in_base = 1;
	for (size_t i = 0; i < sizeof(measures) / sizeof(*measures); i++) {
		if (strcmp(measures[i].unit, unit) == 0) {
			base = measures[i].base;
			in_base = measures[i].in_base;
		}
	}
	/* rounded to what can be paid, once: content 0.75 at 1.99 */
	int64_t minor = round_div((__int128)price.e4 * 1000 * in_base, (__int128)content_milli * E4,
	                          settings->rounding);
	settings_money(settings, money_of(minor), text);
	snprintf(out, size, "%s / %s", text, base);
}

static void
find_unit_price(struct price_label *label, const struct settings *settings,
                const struct item_row *item)
{
	label->unit_price[0] = '\0';
	if (*item->unit)
		say_unit_price(label->unit_price, sizeof(label->unit_price), settings, item->price,
		               item->unit, 1000);
	else if (item->content_milli > 0)
		say_unit_price(label->unit_price, sizeof(label->unit_price), settings, item->price,
		               item->content_unit, item->content_milli);
}

/* ---- one label ---- */

/* The first code that rings one piece. */
static void
take_code(struct price_label *label, const char *codes)
{
	while (*codes) {
		size_t length = strcspn(codes, " *");
		if (codes[length] != '*' && length < sizeof(label->code)) {
			text_copy(label->code, length + 1, codes);
			return;
		}
		codes += strcspn(codes, " ");
		codes += *codes == ' ';
	}
}

void
price_label_of(struct price_label *label, const struct settings *settings,
               const struct item_row *item, const char *codes)
{
	memset(label, 0, sizeof(*label));
	memcpy(label->number, item->number, sizeof(label->number));
	memcpy(label->name, item->name, sizeof(label->name));
	unit_price_text(label->price, item->price, &settings->style);
	find_unit_price(label, settings, item);
	take_code(label, codes);
}

void
price_label_reduce(struct price_label *label, const struct settings *settings,
                   const struct item_row *item, const struct markdown_row *row)
{
	struct item_row reduced = *item;
	char code[RECEIPT_CODE_LENGTH + 1];
	reduced.price = row->price;
	price_label_of(label, settings, &reduced, "");
	text_copy(label->code, sizeof(label->code), markdown_code(code, row->number));
	unit_price_text(label->before, item->price, &settings->style);
	memcpy(label->reason, row->reason, sizeof(label->reason));
	day_text(label->until, row->until, settings->date_pattern);
}

/* ---- which ones ---- */

struct finding {
	struct ledger *ledger;
	const struct settings *settings;
	struct price_label *labels;
	size_t count, room, most;
};

static enum outcome
find_item(void *context, const struct item_row *item, const char *codes, struct err *err)
{
	struct finding *finding = context;
	if (!item->has_price || item->retired)
		return RC_OK;
	if (finding->count == finding->most)
		return err_set(err, RC_REFUSED, _("these are more than %zu labels"), finding->most);
	if (finding->count == finding->room) {
		finding->room = finding->room ? finding->room * 2 : 64;
		finding->labels =
		        alloc_again(finding->labels, finding->room, sizeof(*finding->labels));
	}
	price_label_of(&finding->labels[finding->count++], finding->settings, item, codes);
	return RC_OK;
}

static enum outcome
find_code(struct finding *finding, const char *code, struct err *err)
{
	struct item_code_row rows[ITEM_CODES_MAX];
	struct found found;
	char gtin[GTIN_TEXT_MAX] = "";
	size_t count = 0;
	enum outcome outcome =
	        items_look_up(finding->ledger, finding->settings, code, false, 0, &found, err);
	if (!outcome && found.kind != FOUND_ITEM)
		outcome = err_set(err, RC_NOT_FOUND, _("there is no item %.40s"), code);
	if (!outcome)
		outcome = catalogue_codes(finding->ledger, found.item.number, rows, ITEM_CODES_MAX,
		                          &count, err);
	for (size_t i = 0; i < count && !outcome && !*gtin; i++)
		if (rows[i].pack == 1)
			gtin_text(gtin, rows[i].gtin);
	return outcome ? outcome : find_item(finding, &found.item, gtin, err);
}

static enum outcome
find_list(struct finding *finding, const char *items, struct err *err)
{
	char *list = alloc_text(items), *rest = NULL;
	enum outcome outcome = RC_OK;
	for (char *code = strtok_r(list, ", ", &rest); code && !outcome;
	     code = strtok_r(NULL, ", ", &rest))
		outcome = find_code(finding, code, err);
	free(list);
	return outcome;
}

enum outcome
price_labels_find(struct ledger *ledger, const struct settings *settings, int64_t since_ms,
                  const char *items, size_t most, struct price_label **labels, size_t *count,
                  struct err *err)
{
	struct finding finding = { .ledger = ledger, .settings = settings, .most = most };
	enum outcome outcome =
	        items ? find_list(&finding, items, err)
	              : catalogue_each_item(ledger, since_ms, find_item, &finding, err);
	if (outcome) {
		free(finding.labels);
		return outcome;
	}
	*labels = finding.labels;
	*count = finding.count;
	return RC_OK;
}

/* ---- as text ---- */

static void
add_columns(struct buf *out, const char *text, int cols, enum text_align align)
{
	char padded[NAME_MAX_BYTES + 64];
	text_pad(padded, sizeof(padded), text, cols, align);
	buf_add(out, padded);
}

static void
label_text(const struct price_label *label, struct buf *out)
{
	add_columns(out, label->number, 12, ALIGN_LEFT);
	buf_add_char(out, ' ');
	add_columns(out, label->name, NAME_COLS, ALIGN_LEFT);
	add_columns(out, label->price, 11, ALIGN_RIGHT);
	add_columns(out, label->unit_price, 16, ALIGN_RIGHT);
	buf_format(out, "  %s", label->code);
	if (*label->before)
		buf_format(out, _("  before %s, until %s: %s"), label->before, label->until,
		           label->reason);
	while (out->length && out->text[out->length - 1] == ' ')
		out->text[--out->length] = '\0';
	buf_add_char(out, '\n');
}

void
price_labels_text(const struct price_label labels[], size_t count, struct buf *out)
{
	buf_add(out, "");
	for (size_t i = 0; i < count; i++)
		label_text(&labels[i], out);
}

/* ---- as a sheet ---- */

static void
draw_bars(struct drawing *drawing, const char *code, int x, int y)
{
	size_t digits = strlen(code);
	struct bars bars;
	bool ean = digits == 8 || digits == 13;
	int64_t gtin;
	/* one with a wrong check digit is a Code 128, as any other number */
	if (ean && gtin_parse(code, &gtin, NULL))
		ean = false;
	if (!digits || (ean ? bars_ean(&bars, code, NULL) : bars_code128(&bars, code, NULL)))
		return;
	drawing_bars(drawing, &bars, x, y, MODULE, BAR_HEIGHT);
}

/* Beside the price, which may be long. */
static void
draw_beside(struct drawing *drawing, const struct price_label *label, int x, int y)
{
	char line[NAME_MAX_BYTES + 64] = "";
	int from = drawing_text_width(drawing, DRAWING_BOLD, PRICE_SIZE, label->price) + GAP;
	if (from < SECOND_COLUMN)
		from = SECOND_COLUMN;
	if (*label->before)
		snprintf(line, sizeof(line), _("before %s"), label->before);
	drawing_text_in(drawing, DRAWING_NORMAL, 8000, x + from, y + 57000, INNER_WIDTH - from,
	                label->unit_price);
	drawing_text_in(drawing, DRAWING_NORMAL, 8000, x + from, y + 48000, INNER_WIDTH - from,
	                line);
}

static void
draw_label(struct drawing *drawing, const struct price_label *label, int place)
{
	int x = MARGIN + GAP + place % COLUMNS * LABEL_WIDTH;
	int y = DRAWING_A4_HEIGHT - MARGIN - (place / COLUMNS + 1) * LABEL_HEIGHT + GAP;
	char line[NAME_MAX_BYTES + 64] = "";
	if (*label->before)
		snprintf(line, sizeof(line), _("until %s: %s"), label->until, label->reason);
	drawing_text_in(drawing, DRAWING_BOLD, 9000, x, y + 68000, INNER_WIDTH, label->name);
	drawing_text(drawing, DRAWING_BOLD, PRICE_SIZE, x, y + 48000, label->price);
	draw_beside(drawing, label, x, y);
	drawing_text_in(drawing, DRAWING_NORMAL, 7000, x, y + 38000, INNER_WIDTH, line);
	draw_bars(drawing, label->code, x, y + 9000);
	drawing_text(drawing, DRAWING_FIXED, 7000, x, y + 1000, label->code);
	drawing_text_right(drawing, DRAWING_NORMAL, 7000, x + INNER_WIDTH, y + 1000, label->number);
}

void
price_labels_pdf(const struct price_label labels[], size_t count, struct buf *out)
{
	struct drawing *drawing = drawing_new();
	for (size_t i = 0; i < count; i++) {
		if (i % (COLUMNS * ROWS) == 0)
			drawing_page(drawing, DRAWING_A4_WIDTH, DRAWING_A4_HEIGHT);
		draw_label(drawing, &labels[i], (int)(i % (COLUMNS * ROWS)));
	}
	if (!count)
		drawing_page(drawing, DRAWING_A4_WIDTH, DRAWING_A4_HEIGHT);
	drawing_finish(&drawing, out);
}
