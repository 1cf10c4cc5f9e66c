#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/bars.h"
#include "base/gettext.h"
#include "base/gtin.h"
#include "ledger/catalogue.h"
#include "reports/drawing.h"
#include "counter/demo.h"

#define CODES_MAX 96

/* In thousandths of a point.  A module of 0.33 mm is what the trade prints at 100 %. */
#define MODULE 935
#define BAR_HEIGHT 44000
#define COLUMNS 3
#define ROWS 9
#define MARGIN 36000
#define LABEL_WIDTH ((DRAWING_A4_WIDTH - 2 * MARGIN) / COLUMNS)
#define LABEL_HEIGHT ((DRAWING_A4_HEIGHT - 2 * MARGIN - 30000) / ROWS)

struct label {
	char digits[GTIN_TEXT_MAX];
	char price[MONEY_TEXT_MAX];
	struct item_row item;
	int64_t pack;
};

static void
draw_label(struct drawing *drawing, const struct label *label, int place)
{
	int x = MARGIN + place % COLUMNS * LABEL_WIDTH;
	int y = DRAWING_A4_HEIGHT - MARGIN - 30000 - (place / COLUMNS + 1) * LABEL_HEIGHT;
	char pack[40];
	struct bars bars;

	if (bars_ean(&bars, label->digits, NULL))
		return;
	drawing_bars(drawing, &bars, x, y + 24000, MODULE, BAR_HEIGHT);
	drawing_text(drawing, DRAWING_BOLD, 14000, x + 106 * MODULE, y + 52000, label->price);
	if (label->pack > 1) {
		snprintf(pack, sizeof pack, _("pack of %d"), (int)label->pack);
		drawing_text(drawing, DRAWING_NORMAL, 8000, x + 106 * MODULE, y + 40000, pack);
	}
	drawing_text(drawing, DRAWING_FIXED, 9000, x + 9 * MODULE, y + 14000, label->digits);
	drawing_text_in(drawing, DRAWING_NORMAL, 8000, x, y + 4000, LABEL_WIDTH - 4000,
	                label->item.name);
}

static void
draw_sheet(const struct label labels[], size_t count, struct buf *out)
{
	struct drawing *drawing = drawing_new();

	for (size_t i = 0; i < count; i++) {
		int place = (int)(i % (COLUMNS * ROWS));

		if (place == 0) {
			drawing_page(drawing, DRAWING_A4_WIDTH, DRAWING_A4_HEIGHT);
			drawing_text(drawing, DRAWING_BOLD, 12000, MARGIN,
			             DRAWING_A4_HEIGHT - MARGIN - 12000,
			             _("Ringup demo shop: something to scan"));
		}
		draw_label(drawing, &labels[i], place);
	}
	drawing_finish(&drawing, out);
}

static void
list_labels(const struct label labels[], size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		char name[256];

		text_pad(name, sizeof name, labels[i].item.name, 50, ALIGN_LEFT);
		buf_format(out, "%-14s %s %9s\n", labels[i].digits, name, labels[i].price);
	}
}

static enum outcome
find_labels(struct ledger *ledger, struct label labels[], size_t *count, struct err *err)
{
	struct number_style plain = number_plain(ledger_currency(ledger).exponent);
	struct demo_belt *belt = demo_belt_new();
	int64_t codes[CODES_MAX];
	enum outcome outcome = RC_OK;

	demo_belt_codes(belt, codes, CODES_MAX, count);
	for (size_t i = 0; !outcome && i < *count; i++) {
		outcome = catalogue_item_by_gtin(ledger, codes[i], &labels[i].item, &labels[i].pack,
		                                 err);
		gtin_text(labels[i].digits, codes[i]);
		unit_price_text(labels[i].price, labels[i].item.price, &plain);
	}
	demo_belt_free(&belt);
	if (*count == 0)
		return err_set(err, RC_NOT_FOUND,
		               _("there is nothing to print: shoppers.txt is missing"));
	return outcome;
}

enum outcome
demo_sheet(const char *folder, bool as_pdf, struct buf *out, struct err *err)
{
	struct label labels[CODES_MAX];
	struct ledger *ledger;
	size_t count;
	enum outcome outcome = ledger_open(&ledger, folder, LEDGER_READ, err);

	if (outcome)
		return outcome;
	outcome = find_labels(ledger, labels, &count, err);
	ledger_close(&ledger);
	if (outcome)
		return outcome;
	if (as_pdf)
		draw_sheet(labels, count, out);
	else
		list_labels(labels, count, out);
	return RC_OK;
}
