#include <config.h>

#include "ledger/postings.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

/* Figures of one entry as they come together; rows are merged by account and key. */
struct tally {
	struct total *rows; /* POSTINGS_MAX of them */
	size_t count;
};

static struct total *
row_of(struct tally *tally, const char *account, const char *key)
{
	for (size_t i = tally->count; i-- > 0;) {
		struct total *row = &tally->rows[i];
		if (strcmp(row->key, key) == 0 && strcmp(row->account, account) == 0)
			return row;
	}
	assert(tally->count < POSTINGS_MAX);
	struct total *row = &tally->rows[tally->count++];
	*row = (struct total){ 0 };
	text_copy(row->account, sizeof(row->account), account);
	text_copy(row->key, sizeof(row->key), key);
	return row;
}

static void
add(struct tally *tally, const char *account, const char *key, int64_t count, struct money amount)
{
	struct total *row = row_of(tally, account, key);
	row->count += count;
	row->amount = money_add(row->amount, amount);
}

static void
debit(struct tally *tally, const char *account, const char *key, struct money amount)
{
	add(tally, account, key, 1, amount);
}

static void
credit(struct tally *tally, const char *account, const char *key, struct money amount)
{
	add(tally, account, key, 1, money_neg(amount));
}

static void
debit_if(struct tally *tally, const char *account, const char *key, struct money amount)
{
	if (amount.minor)
		debit(tally, account, key, amount);
}

static void
credit_if(struct tally *tally, const char *account, const char *key, struct money amount)
{
	debit_if(tally, account, key, money_neg(amount));
}

static bool
is_cash(const char *kind)
{
	return strcmp(kind, "cash") == 0;
}

/* ---- other currencies ---- */

void
total_foreign_key(char out[static ACCOUNT_KEY_MAX], const char *kind, const char *currency)
{
	snprintf(out, ACCOUNT_KEY_MAX, "%s:%s", kind, currency);
}

bool
total_currency(const struct total *total, struct currency *currency)
{
	const char *code = strrchr(total->key, ':');
	return strcmp(total->account, "#foreign") == 0 && code &&
	       currency_find(code + 1, currency, NULL) == RC_OK;
}

/* Notes of another currency are money too: what lies in the drawer of each, in its units. */
static void
count_foreign(struct tally *tally, const struct sale_tender *tender, bool back)
{
	char key[ACCOUNT_KEY_MAX];
	if (!tender->currency[0])
		return;
	total_foreign_key(key, tender->kind, tender->currency);
	add(tally, "#foreign", key, 1, back ? money_neg(tender->foreign) : tender->foreign);
}

/* ---- sales ---- */

/* What the line brings without its taxes goes to its department, each tax to its own account. */
static void
post_line(struct tally *tally, const struct sale_line *line, bool post_void)
{
	char department[ACCOUNT_KEY_MAX];
	struct money net = line->total;
	for (int i = 0; i < line->tax_count; i++) {
		const struct line_tax *tax = &line->taxes[i];
		net = money_sub(net, tax->amount);
		credit(tally, "tax", tax->tax, tax->amount);
		add(tally, "#gross", tax->tax, 1, money_add(tax->base, tax->amount));
	}
	if (line->tax_count == 0)
		add(tally, "#gross", "", 1, line->total);
	snprintf(department, sizeof(department), "%d", line->department);
	credit(tally,
	       post_void             ? "post-void"
	       : line->qty_milli < 0 ? "returns"
	                             : "sales",
	       department, net);
}

static int64_t
pieces(const struct sale_line *line)
{
	if (line->kind == LINE_DEPOSIT || line->kind == LINE_EMPTIES)
		return 0;
	if (line->unit[0])
		return line->qty_milli < 0 ? -1 : 1;
	return line->qty_milli / QTY_ONE;
}

static struct money
worth(struct unit_price price, const struct sale_line *line)
{
	return money_times_milli(price, line->qty_milli, ROUND_HALF_UP);
}

/* What reports say about lines beside their money. */
static void
count_line(struct tally *tally, const struct sale_line *line)
{
	static const char *const discount_keys[DISCOUNT_KINDS] = { "promotion", "line", "basket",
		                                                   "coupon", "exempt" };
	add(tally, "#lines", "", 1, money_of(0));
	add(tally, "#pieces", "", pieces(line), money_of(0));
	for (int i = 0; i < line->discount_count; i++)
		add(tally, "#discount", discount_keys[line->discounts[i].kind], 1,
		    line->discounts[i].amount);
	if (line->flags & LINE_PRICE_CHANGED)
		add(tally, "#price", "", 1,
		    money_sub(line->amount, worth(line->shelf_price, line)));
}

/* A free line that its promotion took back is nobody's void. */
static void
count_voids(struct tally *tally, const struct sale_line lines[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (lines[i].voided && !(lines[i].flags & LINE_FREE))
			add(tally, "#void", "", 1, worth(lines[i].price, &lines[i]));
}

/* Money for a tender goes into the drawer or to the account of its kind; what was held for the
 * basket is used up.  Cash then changes its term from held to what it is. */
static void
post_sale_tender(struct tally *tally, const struct sale_tender *tender)
{
	struct money kept = money_sub(tender->amount, tender->change);
	bool cash = is_cash(tender->kind);
	const char *term = tender->amount.minor < 0 ? "refund" : "sale";
	if (tender->accepted_seq) {
		debit(tally, "held", tender->kind, kept);
		if (cash) {
			debit(tally, "cash", term, tender->amount);
			credit_if(tally, "cash", "change", tender->change);
			credit(tally, "cash", "held", kept);
		}
	} else {
		debit(tally, cash ? "cash" : "tender", cash ? term : tender->kind, tender->amount);
		credit_if(tally, "cash", "change", tender->change);
		count_foreign(tally, tender, false);
	}
	credit_if(tally, "tips", tender->kind, tender->tip);
}

static void
count_sale(struct tally *tally, const struct entry *entry)
{
	const struct sale_facts *sale = &entry->is.sale;
	char staff[ACCOUNT_KEY_MAX];
	int returned = 0;
	struct money back = { 0 };
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		if (line->voided)
			continue;
		count_line(tally, line);
		if (line->qty_milli < 0) {
			returned++;
			back = money_add(back, line->total);
		}
	}
	count_voids(tally, sale->lines, sale->line_count);
	add(tally, "#sales", "", 1, sale->total);
	if (returned)
		add(tally, "#returns", "", 1, back);
	snprintf(staff, sizeof(staff), "%d", entry->staff);
	add(tally, "#staff", staff, 1, sale->total);
}

static void
tally_sale(struct tally *tally, const struct entry *entry)
{
	const struct sale_facts *sale = &entry->is.sale;
	bool post_void = sale->post_void_of.number != 0;
	for (size_t i = 0; i < sale->line_count; i++)
		if (!sale->lines[i].voided)
			post_line(tally, &sale->lines[i], post_void);
	for (size_t i = 0; i < sale->tender_count; i++)
		post_sale_tender(tally, &sale->tenders[i]);
	credit_if(tally, "rounding", "", sale->rounding);
	if (post_void)
		add(tally, "#post-void", "", 1, sale->total);
	else
		count_sale(tally, entry);
}

/* ---- the drawer ---- */

static void
tally_tender(struct tally *tally, const struct entry *entry)
{
	const struct sale_tender *tender = &entry->is.tender.tender;
	bool back = entry->is.tender.taken_back, cash = is_cash(tender->kind);
	struct money amount = back ? money_neg(tender->amount) : tender->amount;
	struct money change = back ? money_neg(tender->change) : tender->change;
	if (cash) {
		debit(tally, "cash", "held", money_sub(amount, change));
	} else {
		debit(tally, "tender", tender->kind, amount);
		credit_if(tally, "cash", "change", change);
		count_foreign(tally, tender, back);
	}
	credit(tally, "held", tender->kind, money_sub(amount, change));
}

static void
tally_cash(struct tally *tally, const struct entry *entry)
{
	struct money amount = entry->is.cash.amount;
	switch (entry->is.cash.kind) {
	case CASH_PAID_IN:
		debit(tally, "cash", "paid-in", amount);
		credit(tally, "paid-in", "", amount);
		break;
	case CASH_PAID_OUT:
		credit(tally, "cash", "paid-out", amount);
		debit(tally, "paid-out", "", amount);
		break;
	case CASH_PICKUP:
		credit(tally, "cash", "pickup", amount);
		debit(tally, "safe", "", amount);
		break;
	case CASH_LOAN:
		debit(tally, "cash", "loan", amount);
		credit(tally, "safe", "", amount);
		break;
	case CASH_KINDS:
		break;
	}
}

static void
tally_shift_open(struct tally *tally, const struct entry *entry)
{
	debit(tally, "cash", "float", entry->is.shift_open.opening_float);
	credit(tally, "safe", "", entry->is.shift_open.opening_float);
}

/* The count makes the drawer what it is, then all of it leaves: a closed shift's drawer is zero. */
static void
tally_shift_close(struct tally *tally, const struct entry *entry)
{
	const struct shift_close_facts *close = &entry->is.shift_close;
	struct money counted = money_add(close->expected, close->over_short);
	debit_if(tally, "cash", "over-short", close->over_short);
	credit_if(tally, "over-short", "", close->over_short);
	credit(tally, "cash", "close", counted);
	debit(tally, "safe", "", counted);
}

/* ---- all kinds ---- */

static void
tally_entry(struct tally *tally, const struct entry *entry)
{
	switch (entry->kind) {
	case ENTRY_SALE:
		tally_sale(tally, entry);
		break;
	case ENTRY_TENDER:
		tally_tender(tally, entry);
		break;
	case ENTRY_CASH:
		tally_cash(tally, entry);
		break;
	case ENTRY_SHIFT_OPEN:
		tally_shift_open(tally, entry);
		break;
	case ENTRY_SHIFT_CLOSE:
		tally_shift_close(tally, entry);
		break;
	case ENTRY_CANCELLED:
		count_voids(tally, entry->is.basket.lines, entry->is.basket.line_count);
		add(tally, "#cancelled", "", 1, entry->is.basket.total);
		break;
	case ENTRY_SUSPENDED:
		add(tally, "#suspended", "", 1, entry->is.basket.total);
		break;
	case ENTRY_NO_SALE:
		add(tally, "#no-sale", "", 1, money_of(0));
		break;
	case ENTRY_PAPER:
		if (entry->is.paper.choice == PAPER_COPY)
			add(tally, "#copy", "", 1, money_of(0));
		break;
	case ENTRY_AGE_REFUSED:
		add(tally, "#age", "", 1, money_of(0));
		break;
	default:
		break;
	}
}

size_t
totals_of(const struct entry *entry, struct total out[static POSTINGS_MAX])
{
	struct tally tally = { .rows = out };
	tally_entry(&tally, entry);
	return tally.count;
}

size_t
postings_of(const struct entry *entry, struct posting out[static POSTINGS_MAX])
{
	struct total rows[POSTINGS_MAX];
	size_t count = totals_of(entry, rows), kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].account[0] == '#' || rows[i].amount.minor == 0)
			continue;
		memcpy(out[kept].account, rows[i].account, ACCOUNT_MAX);
		memcpy(out[kept].key, rows[i].key, ACCOUNT_KEY_MAX);
		out[kept++].amount = rows[i].amount;
	}
	return kept;
}

/* ---- lists of totals ---- */

static int
compare(const struct total *total, const char *account, const char *key)
{
	int order = strcmp(total->account, account);
	return order ? order : strcmp(total->key, key);
}

/* Where account and key stand, or would stand. */
static size_t
place_of(const struct total totals[], size_t count, const char *account, const char *key)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(&totals[middle], account, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
totals_add(struct total **sum, size_t *count, const struct total *more, size_t more_count)
{
	for (size_t i = 0; i < more_count; i++) {
		const struct total *row = &more[i];
		size_t at = place_of(*sum, *count, row->account, row->key);
		if (at < *count && compare(&(*sum)[at], row->account, row->key) == 0) {
			(*sum)[at].count += row->count;
			(*sum)[at].amount = money_add((*sum)[at].amount, row->amount);
			continue;
		}
		*sum = alloc_again(*sum, *count + 1, sizeof(**sum));
		memmove(*sum + at + 1, *sum + at, (*count - at) * sizeof(**sum));
		(*sum)[at] = *row;
		(*count)++;
	}
}

struct total
totals_get(const struct total *totals, size_t count, const char *account, const char *key)
{
	size_t at = place_of(totals, count, account, key);
	struct total none = { 0 };
	if (at < count && compare(&totals[at], account, key) == 0)
		return totals[at];
	text_copy(none.account, sizeof(none.account), account);
	text_copy(none.key, sizeof(none.key), key);
	return none;
}
