#include <config.h>

#include "checkout/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"

/*
 * The open basket in memory and in its file.
 *
 * The file holds one record a change, and the first letter says what it is:
 *
 *   h  what is true of the whole basket, as a JSON object; the last one counts
 *   l  a line (basket_encode_line); a later one with the same number replaces it
 *
 * Tenders are not in it: each is an entry of its own.  Amounts are worked out again on reading.  At
 * start a basket whose id the journal knows (paid, cancelled or put aside) is finished; any other
 * comes back.
 */

/* ---- records ---- */

static void
encode_codes(const struct basket *basket, struct json_writer *to)
{
	json_open_array(to, "codes");
	for (int i = 0; i < basket->code_count; i++)
		json_put_text(to, NULL, basket->codes[i].code);
	json_close_array(to);
}

static void
decode_text(const struct json_node *node, char *out, size_t size)
{
	const char *text = node ? json_text(node) : NULL;

	text_copy(out, size, text ? text : "");
}

static void
decode_codes(const struct json_node *codes, struct basket *basket)
{
	size_t count = codes ? json_count(codes) : 0;

	basket->code_count = count > SALE_CODES_MAX ? SALE_CODES_MAX : (int)count;
	for (int i = 0; i < basket->code_count; i++)
		decode_text(json_at(codes, (size_t)i), basket->codes[i].code, CODE_MAX);
}

static void
encode_head(const struct till *till, struct buf *out)
{
	const struct basket *basket = &till->basket;
	struct json_writer to = { .buf = out };

	buf_add_char(out, 'h');
	json_open_object(&to, NULL);
	json_put_int(&to, "series", till->series);
	json_put_int(&to, "opened", basket->opened_ms);
	json_put_int(&to, "owner", basket->owner);
	if (basket->suspended_number)
		json_put_int(&to, "number", basket->suspended_number);
	if (basket->customer)
		json_put_int(&to, "customer", basket->customer);
	if (basket->age_years)
		json_put_int(&to, "age", basket->age_years);
	if (basket->note[0])
		json_put_text(&to, "note", basket->note);
	if (basket->has_discount)
		basket_put_given(&to, "discount", &basket->discount);
	if (basket->way)
		json_put_int(&to, "way", basket->way);
	if (basket->exempt[0])
		json_put_text(&to, "exempt", basket->exempt);
	if (basket->code_count)
		encode_codes(basket, &to);
	json_close_object(&to);
}

static enum outcome
decode_head(struct till *till, const char *text, size_t length, struct err *err)
{
	struct json_doc *doc;
	const struct json_node *root, *given;
	enum outcome outcome = json_parse(&doc, text, length, err);

	if (outcome)
		return outcome;
	root = json_root(doc);
	till->series = json_int(json_get(root, "series")) == SERIES_TRAINING ? SERIES_TRAINING
	                                                                     : SERIES_LIVE;
	till->basket.opened_ms = json_int(json_get(root, "opened"));
	till->basket.owner = (int)json_int(json_get(root, "owner"));
	till->basket.suspended_number = json_int(json_get(root, "number"));
	till->basket.customer = json_int(json_get(root, "customer"));
	till->basket.age_years = (int)json_int(json_get(root, "age"));
	decode_text(json_get(root, "note"), till->basket.note, NOTE_MAX);
	decode_text(json_get(root, "exempt"), till->basket.exempt, REFERENCE_MAX);
	till->basket.way = (enum sale_way)json_int(json_get(root, "way"));
	decode_codes(json_get(root, "codes"), &till->basket);
	given = json_get(root, "discount");
	till->basket.has_discount = given != NULL;
	till->basket.discount = (struct given_discount){ 0 };
	if (given)
		basket_get_given(&till->basket.discount, given);
	json_free(&doc);
	return RC_OK;
}

static enum outcome
write_head(struct till *till, struct err *err)
{
	struct buf head = { 0 };
	enum outcome outcome = RC_OK;

	encode_head(till, &head);
	if (!till->file_head.text || strcmp(till->file_head.text, head.text) != 0) {
		outcome = basketfile_write(till->file, head.text, err);
		if (outcome == RC_OK) {
			buf_clear(&till->file_head);
			buf_add(&till->file_head, head.text);
		}
	}
	buf_done(&head);
	return outcome;
}

static enum outcome
write_line(struct till *till, const struct basket_line *line, struct err *err)
{
	struct buf record = { 0 };
	enum outcome outcome;

	buf_add_char(&record, 'l');
	basket_encode_line(line, &record);
	outcome = basketfile_write(till->file, record.text, err);
	buf_done(&record);
	return outcome;
}

/* What was changed since the last time, as it is now. */
static enum outcome
write_changes(struct till *till, struct err *err)
{
	struct basket *basket = &till->basket;
	enum outcome outcome = write_head(till, err);

	for (size_t i = 0; outcome == RC_OK && i < basket->line_count; i++) {
		const struct basket_line *line = &basket->lines[i];
		bool changed = line->is.number >= till->changed_first &&
		               line->is.number <= till->changed_last;

		/* lines that a promotion adds come and go with the others */
		if (changed || line->is.extra_of[0])
			outcome = write_line(till, line, err);
	}
	if (outcome == RC_OK)
		till->changed_first = till->changed_last = 0;
	return outcome;
}

static void
note_change(struct till *till, int first, int last)
{
	till->file_dirty = true;
	if (first < 1)
		return;
	if (till->changed_last == 0 || first < till->changed_first)
		till->changed_first = first;
	if (last > till->changed_last)
		till->changed_last = last;
}

/* ---- the open basket ---- */

/* Whoever was forgotten meanwhile is a number. */
void
till_find_customer(struct till *till)
{
	struct basket *basket = &till->basket;

	till->customer = (struct customer_row){ 0 };
	offers_forget(till);
	basket->groups[0] = '\0';
	if (basket->customer == 0 ||
	    customer_get(till->ledger, basket->customer, &till->customer, NULL))
		return;
	text_copy(basket->groups, sizeof basket->groups, till->customer.groups);
}

void
till_settlement(const struct till *till, struct settlement *out)
{
	struct tender_rules rules = tables_tender_rules(till->settings);

	tender_settle(&rules, till->basket.total, till->basket.tenders, till->basket.tender_count,
	              out);
}

void
till_basket(struct till *till)
{
	if (basket_is_open(&till->basket) && !till->paid)
		return;
	basket_clear(&till->basket);
	till->paid = false;
	till->selected = 0;
	random_id(till->basket.id);
	till->basket.opened_ms = till_now(till).utc_ms;
	till->basket.owner = till->person.number;
	till->receipt_waits = (struct receipt_ref){ 0 };
	till->buyer = 0;
	till_find_customer(till);
	buf_clear(&till->file_head);
	basketfile_begin(till->file, till->basket.id);
	till->changed_first = till->changed_last = 0;
	note_change(till, 0, 0);
	till->state = TILL_RINGING;
}

void
till_changed(struct till *till, int first_line, int last_line, struct answer *answer)
{
	till_price(till);
	till->recovered = false;
	if (answer)
		answer->effects |= EFFECT_BASKET_CHANGED;
	note_change(till, first_line, last_line);
}

enum outcome
till_keep_all(struct till *till, struct err *err)
{
	buf_clear(&till->file_head);
	basketfile_begin(till->file, till->basket.id);
	note_change(till, 1, basket_last_number(&till->basket));
	return till_settle(till, err);
}

void
till_file_done(struct till *till)
{
	basketfile_begin(till->file, "");
	buf_clear(&till->file_head);
	till->file_dirty = false;
	till->changed_first = till->changed_last = 0;
}

void
till_basket_gone(struct till *till)
{
	till_file_done(till);
	basket_clear(&till->basket);
	till->selected = 0;
	till->next_qty_milli = till->next_tare_milli = 0;
	till->recovered = false;
}

enum outcome
till_settle(struct till *till, struct err *err)
{
	enum outcome outcome;

	if (!till->file_dirty)
		return RC_OK;
	outcome = write_changes(till, err);
	if (outcome == RC_OK)
		outcome = basketfile_sync(till->file, err);
	if (outcome == RC_OK)
		till->file_dirty = false;
	return outcome;
}

/* ---- after a start ---- */

struct reading {
	struct till *till;
	enum outcome outcome;
	struct err *err;
};

static void
read_line(struct reading *reading, const char *text, size_t length)
{
	struct basket *basket = &reading->till->basket;
	struct basket_line line, *place;

	reading->outcome = basket_decode_line(&line, text, length, reading->err);
	if (reading->outcome)
		return;
	place = basket_line(basket, line.is.number);
	if (!place)
		reading->outcome = basket_add(basket, &place, reading->err);
	if (reading->outcome == RC_OK)
		*place = line;
}

static void
read_record(void *context, const char *text, size_t length)
{
	struct reading *reading = context;

	if (reading->outcome || length == 0)
		return;
	if (text[0] == 'h')
		reading->outcome = decode_head(reading->till, text + 1, length - 1, reading->err);
	else if (text[0] == 'l')
		read_line(reading, text + 1, length - 1);
}

enum outcome
till_recover(struct till *till, char found[static ID_TEXT_MAX], struct err *err)
{
	struct reading reading = { .till = till, .err = err };
	enum series series = till->series;
	enum entry_kind kind;
	int64_t seq;
	enum outcome outcome =
	        basketfile_read(till->file, till->basket.id, read_record, &reading, err);

	if (outcome == RC_OK)
		outcome = reading.outcome;
	if (outcome == RC_NOT_FOUND || (outcome == RC_OK && till->basket.id[0] == '\0')) {
		basket_clear(&till->basket);
		return RC_OK;
	}
	if (outcome)
		return outcome;
	outcome = basket_outcome(till->ledger, till->basket.id, &kind, &seq, err);
	if (outcome == RC_OK || till->series != series) {
		till->series = series;
		till_basket_gone(till);
		return RC_OK;
	}
	if (outcome != RC_NOT_FOUND)
		return outcome;
	outcome = basket_held(till->ledger, till->basket.id, till->basket.tenders,
	                      BASKET_TENDERS_MAX, &till->basket.tender_count, err);
	if (outcome)
		return outcome;
	if (till->basket.line_count == 0 && till->basket.tender_count == 0) {
		till_basket_gone(till);
		return RC_OK;
	}
	text_copy(found, ID_TEXT_MAX, till->basket.id);
	till->recovered = true;
	till_find_customer(till);
	buf_clear(&till->file_head);
	till_price(till);
	return RC_OK;
}
