#include <config.h>

#include "screens/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "checkout/discount.h"
#include "checkout/label.h"

/* Rows of ROW_BASKET have no line: what is true of the whole basket. */
enum row_kind { ROW_BASKET, ROW_LINE, ROW_TARE, ROW_LABEL, ROW_DISCOUNT, ROW_BOUGHT, ROW_NOTE };

struct row {
	enum row_kind kind;
	const struct basket_line *line;
	int index; /* of the discount; of the basket which of its terms */
};

/* ---- columns ---- */

#define NARROW_COLS 56
#define NAME_MIN 24
#define AMOUNT_COLS 13 /* 1,234,567.00 and a blank */
#define QTY_COLS 20
#define TAX_COLS 3 /* a blank and two letters; a third takes the edge */

struct lines_columns
lines_columns(int cols)
{
	struct lines_columns columns = { 0 };
	int right = cols - 1;
	int most = cols > 110 ? 110 : cols;

	/* a very wide window keeps a row together, so that the eye finds its amount */
	right = most - 1;
	if (cols < NARROW_COLS) {
		columns.amount_cols = 12;
		columns.amount = right - columns.amount_cols;
		columns.name = 2;
		columns.name_cols = columns.amount - columns.name - 1;
		return columns;
	}
	columns.number = 2;
	columns.number_cols = 3;
	columns.tax_cols = TAX_COLS;
	columns.tax = right - TAX_COLS;
	columns.amount_cols = AMOUNT_COLS;
	columns.amount = columns.tax - AMOUNT_COLS;
	columns.qty_cols = QTY_COLS;
	columns.qty = columns.amount - QTY_COLS;
	columns.name = 7;
	columns.name_cols = columns.qty - columns.name - 1;
	if (columns.name_cols < NAME_MIN) {
		columns.qty_cols -= NAME_MIN - columns.name_cols;
		columns.qty += NAME_MIN - columns.name_cols;
		columns.name_cols = NAME_MIN;
	}
	return columns;
}

/* ---- rows ---- */

static void
add_row(struct row *rows, int *count, enum row_kind kind, const struct basket_line *line, int index)
{
	rows[(*count)++] = (struct row){ kind, line, index };
}

/* Terms of the whole basket: these, then a code each. */
enum { TERM_CUSTOMER, TERM_WAY, TERM_EXEMPT, TERM_NOTE, TERMS };

static bool
has_term(const struct basket *basket, int index)
{
	return index == TERM_CUSTOMER ? basket->customer > 0
	       : index == TERM_WAY    ? basket->way != WAY_NONE
	       : index == TERM_EXEMPT ? basket->exempt[0] != '\0'
	       : index == TERM_NOTE   ? basket->note[0] != '\0'
	                              : true;
}

static int
build_rows(const struct basket *basket, bool hide_voided, struct row *rows)
{
	char label[NOTE_MAX];
	int count = 0;

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct basket_line *line = &basket->lines[i];

		if (line->is.voided && (hide_voided || line->is.flags & LINE_FREE))
			continue;
		add_row(rows, &count, ROW_LINE, line, 0);
		if (line->is.voided)
			continue;
		if (line->is.tare_milli > 0)
			add_row(rows, &count, ROW_TARE, line, 0);
		if (label_text(&line->is, "", label))
			add_row(rows, &count, ROW_LABEL, line, 0);
		for (int d = 0; d < line->is.discount_count; d++)
			add_row(rows, &count, ROW_DISCOUNT, line, d);
		if (line->is.return_of.number > 0)
			add_row(rows, &count, ROW_BOUGHT, line, 0);
		if (line->is.note[0])
			add_row(rows, &count, ROW_NOTE, line, 0);
	}
	for (int i = 0; i < TERMS + basket->code_count; i++)
		if (has_term(basket, i))
			add_row(rows, &count, ROW_BASKET, NULL, i);
	return count;
}

/* The first row in sight: the marked line with all of its rows, else the end of the list. */
static int
first_row(const struct row *rows, int count, int height, int selected)
{
	int last = count > height ? count - height : 0;

	for (int i = 0; selected && i < last; i++) {
		if (rows[i].line && rows[i].line->is.number == selected)
			return i > 0 && i >= height / 2 ? i - height / 2 : i;
	}
	return last;
}

/* ---- drawing ---- */

static void
qty_text_of(const struct face *face, const struct sale_line *line, char out[static 96])
{
	const struct number_style *style = &face->settings->style;
	char qty[QTY_TEXT_MAX], price[MONEY_TEXT_MAX];

	out[0] = '\0';
	if (line->qty_milli == QTY_ONE && !line->unit[0])
		return;
	snprintf(out, 96, "%s%s%s × %s",
	         qty_text(qty, line->qty_milli, line->unit[0] ? 3 : 0, style),
	         line->unit[0] ? " " : "", line->unit, unit_price_text(price, line->price, style));
}

static void
tax_letters(const struct sale_line *line, char out[static 32])
{
	size_t at = 0;

	out[0] = '\0';
	for (int i = 0; i < line->tax_count && at < 24; i++)
		at += (size_t)snprintf(out + at, 32 - at, "%s", line->taxes[i].tax);
	if (strcmp(out, "exempt") == 0) /* a row below the lines says why */
		snprintf(out, 32, "-");
	/* which they are stands in what explains the line */
	if (text_cols(out) > TAX_COLS)
		snprintf(out, 32, _("%d×"), line->tax_count);
}

/* Without a column of its own the quantity stands before the name: "3× Cola". */
static void
name_of(const struct face *face, const struct sale_line *line, bool with_qty,
        char out[static NAME_MAX_BYTES + 64])
{
	char qty[QTY_TEXT_MAX] = "";

	if (with_qty && (line->qty_milli != QTY_ONE || line->unit[0]))
		qty_text(qty, line->qty_milli, line->unit[0] ? 3 : 0, &face->settings->style);
	snprintf(out, NAME_MAX_BYTES + 64, "%s%s%s%s%s%s", line->voided ? _("VOID") : "",
	         line->voided ? " " : "", qty, line->unit[0] && qty[0] ? line->unit : "",
	         qty[0] ? "× " : "", line->name);
}

static void
draw_line(const struct face *face, const struct sale_line *line, struct canvas *canvas, int row,
          int left, const struct lines_columns *columns, bool marked)
{
	enum ink ink = marked ? INK_MARK : line->voided ? INK_VOID : INK_BODY;
	enum ink dim = marked ? INK_MARK_DIM : line->voided ? INK_VOID : INK_DIM;
	int indent = line->kind == LINE_DEPOSIT ? 2 : 0;
	char text[96], amount[MONEY_TEXT_MAX], name[NAME_MAX_BYTES + 64];

	if (columns->number_cols && line->kind != LINE_DEPOSIT) {
		snprintf(text, sizeof(text), "%d", line->number);
		canvas_pad(canvas, row, left + columns->number, columns->number_cols, dim,
		           ALIGN_RIGHT, text);
	}
	name_of(face, line, columns->qty_cols == 0, name);
	canvas_put(canvas, row, left + columns->name + indent, columns->name_cols - indent, ink,
	           name);
	if (columns->qty_cols) {
		qty_text_of(face, line, text);
		canvas_pad(canvas, row, left + columns->qty, columns->qty_cols, dim, ALIGN_RIGHT,
		           text);
	}
	face_money(face, line->voided ? money_of(0) : line->amount, amount);
	canvas_pad(canvas, row, left + columns->amount, columns->amount_cols, ink, ALIGN_RIGHT,
	           amount);
	if (columns->tax_cols) {
		int edge;

		tax_letters(line, text);
		edge = text_cols(text) >= columns->tax_cols ? 1 : 0;
		canvas_pad(canvas, row, left + columns->tax + edge, columns->tax_cols, dim,
		           ALIGN_RIGHT, text);
	}
}

/* A basket's discount is told by what was given to the basket. */
static char *
discount_label(const struct face *face, const struct basket_line *line,
               const struct line_discount *discount, char out[static DISCOUNT_TEXT_MAX])
{
	const struct basket *basket = face->view.basket;
	const struct number_style *style = &face->settings->style;

	if (discount->kind == DISCOUNT_BASKET)
		return discount_text(out, discount, &basket->discount, basket->has_discount, style);
	return discount_text(out, discount, line->given, line->given_count, style);
}

static void
draw_below(const struct face *face, const struct row *row, struct canvas *canvas, int at, int left,
           const struct lines_columns *columns)
{
	const struct sale_line *line = &row->line->is;
	char amount[MONEY_TEXT_MAX], ref[RECEIPT_REF_TEXT_MAX], label[DISCOUNT_TEXT_MAX];
	char qty[QTY_TEXT_MAX], said[NOTE_MAX];
	int col = left + columns->name + 2, cols = columns->name_cols - 2;
	int wide = left + columns->amount + columns->amount_cols - col;

	if (row->kind == ROW_DISCOUNT) {
		const struct line_discount *discount = &line->discounts[row->index];

		canvas_put(canvas, at, col, cols, INK_SAVED,
		           discount_label(face, row->line, discount, label));
		canvas_pad(canvas, at, left + columns->amount, columns->amount_cols, INK_SAVED,
		           ALIGN_RIGHT, face_money(face, money_neg(discount->amount), amount));
	} else if (row->kind == ROW_TARE) {
		canvas_format(canvas, at, col, cols, INK_DIM, _("tare %s %s"),
		              qty_text(qty, line->tare_milli, 3, &face->settings->style),
		              line->unit);
	} else if (row->kind == ROW_LABEL) {
		label_text(line, face->settings->date_pattern, said);
		canvas_put(canvas, at, col, wide, INK_DIM, said);
	} else if (row->kind == ROW_BOUGHT) {
		canvas_format(canvas, at, col, cols, INK_DIM, _("bought with %s"),
		              receipt_ref_text(ref, line->return_of));
	} else {
		canvas_format(canvas, at, col, cols, INK_DIM, "%s", line->note);
	}
}

static void
draw_term(const struct face *face, const struct basket *basket, int index, struct canvas *canvas,
          int row, int col, int cols)
{
	const char *name = face->view.customer_name;

	switch (index) {
	case TERM_CUSTOMER:
		canvas_format(canvas, row, col, cols, INK_DIM, _("customer %lld  %s"),
		              (long long)basket->customer, name ? name : "");
		break;
	case TERM_WAY:
		canvas_put(canvas, row, col, cols, INK_DIM,
		           basket->way == WAY_EAT_IN ? _("eaten in") : _("taken away"));
		break;
	case TERM_EXEMPT:
		canvas_format(canvas, row, col, cols, INK_DIM, _("without tax, certificate %s"),
		              basket->exempt);
		break;
	case TERM_NOTE:
		canvas_format(canvas, row, col, cols, INK_DIM, "%s", basket->note);
		break;
	default:
		canvas_format(canvas, row, col, cols, INK_DIM, _("coupon %s"),
		              basket->codes[index - TERMS].code);
		break;
	}
}

static void
draw_head(struct canvas *canvas, struct area area, const struct lines_columns *columns)
{
	canvas_put(canvas, area.row, area.col + columns->name, columns->name_cols, INK_DIM,
	           _("Item"));
	if (columns->qty_cols)
		canvas_pad(canvas, area.row, area.col + columns->qty, columns->qty_cols, INK_DIM,
		           ALIGN_RIGHT, _("Quantity"));
	canvas_pad(canvas, area.row, area.col + columns->amount, columns->amount_cols, INK_DIM,
	           ALIGN_RIGHT, _("Amount"));
}

void
lines_draw(const struct face *face, const struct basket *basket, struct canvas *canvas,
           struct area area, const struct lines_look *look)
{
	struct lines_columns columns = lines_columns(area.cols);
	/* a line, its tare, its discounts, where it was bought, its note */
	struct row *rows =
	        alloc_zero(basket->line_count * (LINE_DISCOUNTS_MAX + 5) + TERMS + SALE_CODES_MAX,
	                   sizeof(*rows));
	int count = build_rows(basket, look->hide_voided, rows), first;
	bool head = area.rows >= 8 && count > 0;

	if (head) {
		draw_head(canvas, area, &columns);
		area.row++;
		area.rows--;
	}
	first = first_row(rows, count, area.rows, look->selected);
	if (first > 0 && head) {
		canvas_format(canvas, area.row - 1, area.col + columns.name + 8,
		              columns.name_cols - 8, INK_DIM,
		              ngettext("↑ %d row above", "↑ %d rows above", (unsigned long)first),
		              first);
	}
	for (int i = 0; i < area.rows && first + i < count; i++) {
		const struct row *row = &rows[first + i];
		bool marked =
		        row->line && row->line->is.number == look->selected && look->selected > 0;

		if (row->kind == ROW_BASKET) {
			draw_term(face, basket, row->index, canvas, area.row + i,
			          area.col + columns.name, columns.name_cols + columns.qty_cols);
			continue;
		}
		if (row->kind != ROW_LINE) {
			draw_below(face, row, canvas, area.row + i, area.col, &columns);
			continue;
		}
		if (marked)
			canvas_fill(canvas, (struct area){ area.row + i, area.col, 1, area.cols },
			            INK_MARK);
		draw_line(face, &row->line->is, canvas, area.row + i, area.col, &columns, marked);
		if (marked) {
			canvas_put(canvas, area.row + i, area.col, 1, INK_MARK, "▸");
			if (look->cursor)
				canvas_cursor(canvas, area.row + i, area.col);
		}
	}
	free(rows);
}
