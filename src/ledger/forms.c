#include <config.h>

#include "ledger/forms.h"

/* One row a field.  T is the struct the offsets count from. */
#define INT(key, member) { key, FIELD_INT, offsetof(T, member), 0, 0, NULL, NULL }
#define NUM(key, member) { key, FIELD_NUMBER, offsetof(T, member), 0, 0, NULL, NULL }
#define DAY(key, member) { key, FIELD_DAY, offsetof(T, member), 0, 0, NULL, NULL }
#define BOOL(key, member) { key, FIELD_BOOL, offsetof(T, member), 0, 0, NULL, NULL }
#define NAME(key, member, names) \
	{ key, FIELD_NAME, offsetof(T, member), 0, 0, NULL, names }
#define TEXT(key, member) \
	{ key, FIELD_TEXT, offsetof(T, member), sizeof(((T *)NULL)->member), 0, NULL, NULL }
#define LONG(key, member) { key, FIELD_LONG_TEXT, offsetof(T, member), 0, 0, NULL, NULL }
#define HEX(key, member) \
	{ key, FIELD_BYTES, offsetof(T, member), sizeof(((T *)NULL)->member), 0, NULL, NULL }
#define RECEIPT(key, member) { key, FIELD_RECEIPT, offsetof(T, member), 0, 0, NULL, NULL }
#define OBJECT(key, member, form) \
	{ key, FIELD_OBJECT, offsetof(T, member), 0, 0, &form, NULL }
#define ARRAY(key, member, counter, form) \
	{ key, FIELD_ARRAY, offsetof(T, member), \
	  sizeof(((T *)NULL)->member) / sizeof(*((T *)NULL)->member), offsetof(T, counter), &form, \
	  NULL }
#define LIST(key, member, counter, form) \
	{ key, FIELD_LIST, offsetof(T, member), 0, offsetof(T, counter), &form, NULL }
#define FORM(fields) { fields, sizeof(fields) / sizeof(*(fields)), sizeof(T) }

/* Enums as words; each list in the order of its enum. */
static const char *const series_names[] = { "live", "training", NULL };
static const char *const tax_names[] = { "percent", "fixed", "division", NULL };
static const char *const discount_names[] = { "promotion", "line", "basket", "coupon", "exempt", NULL };
static const char *const line_names[] = { "item", "open", "deposit", "empties", NULL };
static const char *const way_names[] = { "none", "eat-in", "take-away", NULL };
static const char *const cash_names[] = { "paid-in", "paid-out", "pickup", "loan", NULL };
static const char *const paper_names[] = { "print", "none", "gift", "invoice", "copy", NULL };
static const char *const staff_names[] = { "added", "pin", "group", "left", "freed", NULL };

/* ---- parts ---- */

#define T struct line_tax
static const struct field line_tax_fields[] = {
	TEXT("t", tax),
	NAME("k", kind, tax_names),
	NUM("r", rate_ppm),
	NUM("p", per_unit),
	BOOL("i", included),
	NUM("b", base),
	NUM("a", amount),
};
static const struct form line_tax_form = FORM(line_tax_fields);
#undef T

#define T struct line_discount
static const struct field line_discount_fields[] = {
	NAME("k", kind, discount_names),
	NUM("a", amount),
	TEXT("r", reason),
	INT("w", approver),
};
static const struct form line_discount_form = FORM(line_discount_fields);
#undef T

#define T struct given_discount
static const struct field given_fields[] = {
	BOOL("pc", is_percent),
	NUM("p", percent_ppm),
	NUM("a", amount),
	TEXT("r", reason),
	INT("w", approver),
};
static const struct form given_form = FORM(given_fields);
#undef T

#define T struct sale_code
static const struct field sale_code_fields[] = {
	TEXT("c", code),
};
static const struct form sale_code_form = FORM(sale_code_fields);
#undef T

#define T struct sale_line
static const struct field line_fields[] = {
	INT("n", number),
	NAME("k", kind, line_names),
	INT("f", flags),
	TEXT("i", item),
	TEXT("c", code),
	TEXT("t", name),
	INT("d", department),
	TEXT("u", unit),
	NUM("q", qty_milli),
	NUM("p", price),
	NUM("s", shelf_price),
	NUM("a", amount),
	NUM("e", total),
	ARRAY("x", taxes, tax_count, line_tax_form),
	ARRAY("m", discounts, discount_count, line_discount_form),
	INT("o", parent),
	BOOL("v", voided),
	TEXT("r", reason),
	INT("w", approver),
	RECEIPT("b", return_of),
	INT("bl", return_line),
	TEXT("nt", note),
	NUM("ag", min_age),
	NUM("ta", tare_milli),
	ARRAY("g", given, given_count, given_form),
	TEXT("tx", tax_codes),
	TEXT("lo", lot),
	TEXT("sn", serial),
	INT("ex", expiry),
	INT("bb", best_before),
	TEXT("xo", extra_of),
};
const struct form line_form = FORM(line_fields);
#undef T

#define T struct sale_tender
static const struct field tender_fields[] = {
	INT("n", number),
	TEXT("k", kind),
	NUM("a", amount),
	NUM("c", change),
	NUM("tp", tip),
	TEXT("r", reference),
	TEXT("s", scheme),
	TEXT("l", last4),
	NUM("q", accepted_seq),
	INT("w", approver),
	TEXT("lb", label),
	TEXT("fc", currency),
	NUM("fa", foreign),
	TEXT("fr", rate),
};
const struct form tender_form = FORM(tender_fields);
#undef T

#define T struct sale_tax
static const struct field sale_tax_fields[] = {
	TEXT("t", tax),
	TEXT("n", name),
	NAME("k", kind, tax_names),
	NUM("r", rate_ppm),
	BOOL("i", included),
	NUM("b", base),
	NUM("a", amount),
};
static const struct form sale_tax_form = FORM(sale_tax_fields);
#undef T

#define T struct total
static const struct field total_fields[] = {
	TEXT("a", account),
	TEXT("k", key),
	NUM("c", count),
	NUM("m", amount),
	TEXT("x", name),
};
static const struct form total_form = FORM(total_fields);
#undef T

#define T struct cash_piece
static const struct field cash_piece_fields[] = {
	NUM("v", value),
	NUM("c", count),
};
static const struct form cash_piece_form = FORM(cash_piece_fields);
#undef T

#define T struct counted_piece
static const struct field counted_piece_fields[] = {
	TEXT("k", kind),
	NUM("v", value),
	NUM("c", count),
};
static const struct form counted_piece_form = FORM(counted_piece_fields);
#undef T

#define T struct counted_foreign
static const struct field counted_foreign_fields[] = {
	TEXT("k", kind),
	TEXT("fc", currency),
	TEXT("fr", rate),
	NUM("e", expected),
	NUM("a", counted),
};
static const struct form counted_foreign_form = FORM(counted_foreign_fields);
#undef T

/* ---- kinds: from here on offsets count from the entry ---- */

#define T struct entry

static const struct field header_fields[] = {
	INT("t", till),
	NUM("n", seq),
	NAME("s", series, series_names),
	{ "k", FIELD_KIND, offsetof(T, kind), 0, 0, NULL, NULL },
	DAY("d", day),
	NUM("a", at.utc_ms),
	INT("o", at.offset_min),
	INT("u", staff),
	INT("w", approver),
	TEXT("id", id),
};
const struct form header_form = FORM(header_fields);

static const struct field after_fields[] = {
	NUM("gs", after.sold),
	NUM("gr", after.returned),
};
const struct form after_form = FORM(after_fields);

static const struct field init_fields[] = {
	TEXT("shop", is.init.shop_id),
	TEXT("cur", is.init.currency.code),
	INT("exp", is.init.currency.exponent),
	TEXT("country", is.init.country),
	HEX("root", is.init.root_key),
	HEX("key", is.init.period_key),
	TEXT("ver", is.init.version),
};

static const struct field start_fields[] = {
	TEXT("ver", is.start.version),
	NUM("head", is.start.head_seq),
	TEXT("basket", is.start.basket),
};

static const struct field clock_fields[] = {
	NUM("from", is.clock.before_ms),
	NUM("to", is.clock.after_ms),
};

static const struct field gap_fields[] = {
	NUM("first", is.gap.first_seq),
	NUM("last", is.gap.last_seq),
	NUM("rl", is.gap.receipt[SERIES_LIVE]),
	NUM("rt", is.gap.receipt[SERIES_TRAINING]),
	NUM("zl", is.gap.z[SERIES_LIVE]),
	NUM("zt", is.gap.z[SERIES_TRAINING]),
	TEXT("why", is.gap.reason),
};

static const struct field key_recovery_fields[] = {
	HEX("key", is.key_recovery.new_key),
	BOOL("root", is.key_recovery.by_root),
	HEX("sig", is.key_recovery.root_signature),
	TEXT("why", is.key_recovery.reason),
};

static const struct field live_fields[] = {
	TEXT("note", is.live.note),
};

static const struct field sign_fields[] = {
	INT("tries", is.sign.tries),
};

static const struct field take_over_fields[] = {
	TEXT("basket", is.take_over.basket),
	INT("from", is.take_over.from_staff),
};

static const struct field training_fields[] = {
	BOOL("on", is.training.on),
};

static const struct field shift_open_fields[] = {
	NUM("sh", is.shift_open.shift),
	NUM("float", is.shift_open.opening_float),
	NUM("left", is.shift_open.left),
	ARRAY("pcs", is.shift_open.pieces, is.shift_open.piece_count, cash_piece_form),
};

static const struct field count_fields[] = {
	NUM("sh", is.count.shift),
	TEXT("kind", is.count.kind),
	NUM("amt", is.count.amount),
	ARRAY("pcs", is.count.pieces, is.count.piece_count, cash_piece_form),
	TEXT("fc", is.count.currency),
	NUM("fa", is.count.foreign),
	TEXT("fr", is.count.rate),
};

static const struct field shift_close_fields[] = {
	NUM("sh", is.shift_close.shift),
	LIST("counted", is.shift_close.counted, is.shift_close.counted_count, total_form),
	NUM("expected", is.shift_close.expected),
	NUM("over", is.shift_close.over_short),
	NUM("left", is.shift_close.float_left),
	NUM("bank", is.shift_close.to_bank),
	TEXT("why", is.shift_close.reason),
	NUM("first", is.shift_close.first_seq),
	LIST("totals", is.shift_close.totals, is.shift_close.total_count, total_form),
	LIST("pcs", is.shift_close.pieces, is.shift_close.piece_count, counted_piece_form),
	LIST("fc", is.shift_close.foreign, is.shift_close.foreign_count, counted_foreign_form),
};

static const struct field z_fields[] = {
	NUM("no", is.z.number),
	NUM("sh1", is.z.first_shift),
	NUM("sh2", is.z.last_shift),
	NUM("e1", is.z.first_seq),
	NUM("e2", is.z.last_seq),
	NUM("r1", is.z.first_receipt),
	NUM("r2", is.z.last_receipt),
	HEX("head", is.z.head),
	HEX("key", is.z.next_key),
	NUM("bs", is.z.before.sold),
	NUM("br", is.z.before.returned),
	LIST("totals", is.z.totals, is.z.total_count, total_form),
};

static const struct field period_fields[] = {
	BOOL("year", is.period.year),
	DAY("first", is.period.first),
	DAY("last", is.period.last),
	NUM("z1", is.period.first_z),
	NUM("z2", is.period.last_z),
	LIST("totals", is.period.totals, is.period.total_count, total_form),
};

static const struct field sale_fields[] = {
	NUM("no", is.sale.number),
	NUM("sh", is.sale.shift),
	NUM("op", is.sale.opened_ms),
	LIST("l", is.sale.lines, is.sale.line_count, line_form),
	LIST("x", is.sale.taxes, is.sale.tax_count, sale_tax_form),
	LIST("p", is.sale.tenders, is.sale.tender_count, tender_form),
	NUM("sum", is.sale.total),
	NUM("rnd", is.sale.rounding),
	RECEIPT("pv", is.sale.post_void_of),
	TEXT("why", is.sale.reason),
	NUM("cu", is.sale.customer),
	TEXT("note", is.sale.note),
	ARRAY("g", is.sale.given, is.sale.given_count, given_form),
	NAME("eat", is.sale.way, way_names),
	TEXT("ex", is.sale.exempt),
	ARRAY("cp", is.sale.codes, is.sale.code_count, sale_code_form),
};

static const struct field tender_entry_fields[] = {
	TEXT("basket", is.tender.basket),
	NUM("sh", is.tender.shift),
	OBJECT("p", is.tender.tender, tender_form),
	BOOL("back", is.tender.taken_back),
};

static const struct field basket_fields[] = {
	TEXT("basket", is.basket.basket),
	NUM("sh", is.basket.shift),
	NUM("no", is.basket.number),
	NUM("op", is.basket.opened_ms),
	INT("own", is.basket.owner),
	LIST("l", is.basket.lines, is.basket.line_count, line_form),
	LIST("p", is.basket.tenders, is.basket.tender_count, tender_form),
	NUM("sum", is.basket.total),
	NUM("cu", is.basket.customer),
	TEXT("note", is.basket.note),
	TEXT("why", is.basket.reason),
	ARRAY("g", is.basket.given, is.basket.given_count, given_form),
	NAME("eat", is.basket.way, way_names),
	TEXT("ex", is.basket.exempt),
	ARRAY("cp", is.basket.codes, is.basket.code_count, sale_code_form),
};

static const struct field no_sale_fields[] = {
	NUM("sh", is.no_sale.shift),
	TEXT("why", is.no_sale.reason),
};

static const struct field cash_fields[] = {
	NUM("sh", is.cash.shift),
	NAME("way", is.cash.kind, cash_names),
	NUM("amt", is.cash.amount),
	TEXT("why", is.cash.reason),
	ARRAY("pcs", is.cash.pieces, is.cash.piece_count, cash_piece_form),
};

static const struct field paper_fields[] = {
	NAME("way", is.paper.choice, paper_names),
	RECEIPT("sale", is.paper.sale),
	NUM("copy", is.paper.copy),
	NUM("cu", is.paper.customer),
	NUM("z", is.paper.z),
};

static const struct field age_fields[] = {
	TEXT("item", is.age.item),
	TEXT("basket", is.age.basket),
	INT("min", is.age.min_age),
};

static const struct field setting_fields[] = {
	TEXT("key", is.setting.key),
	TEXT("from", is.setting.before),
	TEXT("to", is.setting.after),
};

static const struct field staff_fields[] = {
	INT("no", is.staff.number),
	NAME("way", is.staff.change, staff_names),
	TEXT("group", is.staff.group),
};

static const struct field catalogue_fields[] = {
	TEXT("file", is.catalogue.file),
	HEX("dig", is.catalogue.digest),
	NUM("add", is.catalogue.added),
	NUM("chg", is.catalogue.changed),
	NUM("rem", is.catalogue.removed),
	NUM("same", is.catalogue.unchanged),
	TEXT("what", is.catalogue.what),
};

static const struct field record_fields[] = {
	TEXT("table", is.record.table),
	TEXT("key", is.record.key),
	LONG("from", is.record.before),
	LONG("to", is.record.after),
};

static const struct field backup_fields[] = {
	TEXT("place", is.backup.place),
	HEX("dig", is.backup.digest),
	NUM("head", is.backup.head_seq),
	BOOL("ok", is.backup.ok),
};

static const struct field repair_fields[] = {
	TEXT("tables", is.repair.tables),
};

static const struct field old_day_fields[] = {
	DAY("today", is.old_day.today),
};

static const struct field consent_fields[] = {
	TEXT("right", is.consent.right),
};

const struct form kind_forms[ENTRY_KINDS] = {
	[ENTRY_INIT] = FORM(init_fields),
	[ENTRY_START] = FORM(start_fields),
	[ENTRY_CLOCK] = FORM(clock_fields),
	[ENTRY_GAP] = FORM(gap_fields),
	[ENTRY_KEY_RECOVERY] = FORM(key_recovery_fields),
	[ENTRY_LIVE] = FORM(live_fields),
	[ENTRY_SIGN_ON] = FORM(sign_fields),
	[ENTRY_SIGN_OFF] = FORM(sign_fields),
	[ENTRY_LOCK] = FORM(sign_fields),
	[ENTRY_SIGN_FAILED] = FORM(sign_fields),
	[ENTRY_TAKE_OVER] = FORM(take_over_fields),
	[ENTRY_TRAINING] = FORM(training_fields),
	[ENTRY_SHIFT_OPEN] = FORM(shift_open_fields),
	[ENTRY_COUNT] = FORM(count_fields),
	[ENTRY_SHIFT_CLOSE] = FORM(shift_close_fields),
	[ENTRY_Z] = FORM(z_fields),
	[ENTRY_PERIOD] = FORM(period_fields),
	[ENTRY_SALE] = FORM(sale_fields),
	[ENTRY_TENDER] = FORM(tender_entry_fields),
	[ENTRY_CANCELLED] = FORM(basket_fields),
	[ENTRY_SUSPENDED] = FORM(basket_fields),
	[ENTRY_RECALLED] = FORM(basket_fields),
	[ENTRY_NO_SALE] = FORM(no_sale_fields),
	[ENTRY_CASH] = FORM(cash_fields),
	[ENTRY_PAPER] = FORM(paper_fields),
	[ENTRY_AGE_REFUSED] = FORM(age_fields),
	[ENTRY_SETTING] = FORM(setting_fields),
	[ENTRY_STAFF] = FORM(staff_fields),
	[ENTRY_CATALOGUE] = FORM(catalogue_fields),
	[ENTRY_RECORD] = FORM(record_fields),
	[ENTRY_BACKUP] = FORM(backup_fields),
	[ENTRY_RESTORE] = FORM(backup_fields),
	[ENTRY_REPAIR] = FORM(repair_fields),
	[ENTRY_OLD_DAY] = FORM(old_day_fields),
	[ENTRY_CONSENT] = FORM(consent_fields),
};
