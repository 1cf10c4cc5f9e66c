/*
 * docs/journal.md says what is stored.  Its tables must be those of the code, and its two worked
 * entries must come out to the byte.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/paths.h"
#include "ledger/chain.h"
#include "ledger/entry.h"
#include "ledger/forms.h"
#include "suite.h"

static char *doc;
static struct buf text;

static void
set_up(void)
{
	size_t length;
	struct err err = { 0 };
	ck_assert_int_eq(crypto_start(NULL), RC_OK);
	ck_assert_msg(paths_read_file(TESTS_SRCDIR "/../docs/journal.md", 1 << 20, &doc, &length,
	                              &err) == RC_OK,
	              "%s", err.msg);
}

static void
tear_down(void)
{
	free(doc);
	buf_done(&text);
}

static const char *
type_of(const struct field *field)
{
	switch (field->type) {
	case FIELD_INT:
	case FIELD_NUMBER:
		return "number";
	case FIELD_DAY:
		return "day";
	case FIELD_BOOL:
		return "flag";
	case FIELD_KIND:
		return "kind";
	case FIELD_NAME:
		return "word";
	case FIELD_TEXT:
	case FIELD_LONG_TEXT:
		return "text";
	case FIELD_BYTES:
		return "hex";
	case FIELD_RECEIPT:
		return "receipt";
	case FIELD_OBJECT:
		return "object";
	case FIELD_ARRAY:
	case FIELD_LIST:
		return "list";
	}
	return "?";
}

/* The next table row after at: its key and the beginning of its type; NULL at the next heading. */
static const char *
next_row(const char *at, char key[20], char type[20])
{
	for (; *at; at = strchr(at, '\n') + 1) {
		if (at[0] == '#')
			return NULL;
		if (sscanf(at, "| `%19[^`]` | %19[a-z]", key, type) == 2)
			return strchr(at, '\n') + 1;
	}
	return NULL;
}

/* Words of an enum stand in the meaning of their row, sizes beside the type. */
static void
has_words_and_size(const char *row_end, const struct field *field, const char *heading)
{
	const char *row = row_end - 2;
	char line[400], word[40];
	while (row[-1] != '\n')
		row--;
	ck_assert_uint_lt((size_t)(row_end - row), sizeof(line));
	snprintf(line, sizeof(line), "%.*s", (int)(row_end - row), row);
	if (field->type == FIELD_TEXT || field->type == FIELD_BYTES) {
		size_t most = field->type == FIELD_TEXT ? field->size - 1 : field->size;
		snprintf(word, sizeof(word), "| %s, %zu bytes |", type_of(field), most);
		ck_assert_msg(strstr(line, word) != NULL, "%s: %s is%s", heading, field->key, word);
	}
	for (int i = 0; field->names && field->names[i]; i++) {
		snprintf(word, sizeof(word), "`%s`", field->names[i]);
		ck_assert_msg(strstr(line, word) || strstr(line, "as in a line tax"),
		              "%s: %s does not name %s", heading, field->key, word);
	}
}

static void
section_matches(const char *heading, const struct form *form)
{
	char key[20], type[20], title[60];
	snprintf(title, sizeof(title), "\n### %s\n", heading);
	const char *at = strstr(doc, title);
	ck_assert_msg(at != NULL, "there is no section %s", heading);
	at += strlen(title);
	for (size_t i = 0; i < form->count; i++) {
		at = next_row(at, key, type);
		ck_assert_msg(at != NULL, "%s: %s is missing", heading, form->fields[i].key);
		ck_assert_msg(strcmp(key, form->fields[i].key) == 0,
		              "%s: %s stands where %s should", heading, key, form->fields[i].key);
		ck_assert_msg(strcmp(type, type_of(&form->fields[i])) == 0, "%s: %s is no %s",
		              heading, key, type);
		has_words_and_size(at, &form->fields[i], heading);
	}
	ck_assert_msg(next_row(at, key, type) == NULL, "%s: %s is told but not stored", heading,
	              key);
}

START_TEST(every_field_of_every_kind_is_told_in_its_order)
{
	char heading[40];
	snprintf(heading, sizeof(heading), "`%s`", entry_kind_name((enum entry_kind)_i));
	section_matches(heading, &kind_forms[_i]);
}
END_TEST

START_TEST(kinds_stand_in_the_order_of_their_numbers)
{
	char heading[40];
	const char *at = doc;
	for (int i = 0; i < ENTRY_KINDS; i++) {
		snprintf(heading, sizeof(heading), "\n### `%s`\n",
		         entry_kind_name((enum entry_kind)i));
		at = strstr(at, heading);
		ck_assert_ptr_nonnull(at);
		const char *end = strstr(at + 2, "\n#");
		const char *money = strstr(at, "*Money.*");
		ck_assert_int_eq(money != NULL && money < end,
		                 entry_kind_is_money((enum entry_kind)i));
	}
}
END_TEST

/* A part's form is reached through the field that holds it. */
static const struct form *
part(const struct form *form, const char *key)
{
	for (size_t i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].key, key) == 0)
			return form->fields[i].form;
	return NULL;
}

START_TEST(header_totals_and_parts_are_told_in_their_order)
{
	section_matches("header", &header_form);
	section_matches("running totals", &after_form);
	section_matches("line", &line_form);
	section_matches("line tax", part(&line_form, "x"));
	section_matches("discount", part(&line_form, "m"));
	section_matches("tender", &tender_form);
	section_matches("sale tax", part(&kind_forms[ENTRY_SALE], "x"));
	section_matches("total", part(&kind_forms[ENTRY_Z], "totals"));
	section_matches("cash piece", part(&kind_forms[ENTRY_COUNT], "pcs"));
	section_matches("counted piece", part(&kind_forms[ENTRY_SHIFT_CLOSE], "pcs"));
	section_matches("counted foreign", part(&kind_forms[ENTRY_SHIFT_CLOSE], "fc"));
}
END_TEST

/* ---- the worked entries ---- */

static struct key_pair key;
static struct link last;

static void
begin_example(void)
{
	unsigned char seed[32];
	set_up();
	for (int i = 0; i < 32; i++)
		seed[i] = (unsigned char)i;
	key_pair_from_seed(&key, seed);
	memset(&last, 0, sizeof(last));
}

/* Chains the entry and looks for its text, hash and signature, each on a line of its own. */
static void
must_stand_in_doc(struct entry *entry)
{
	char hex[2 * SIGNATURE_BYTES + 1];
	struct link before = last;
	struct buf line = { 0 };
	buf_clear(&text);
	entry_encode(entry, &text);
	chain_hash(&last.hash, text.text, text.length, &before);
	chain_sign(&last.signature, &key, &last.hash);
	ck_assert(chain_is_signed(&last, &key.public));
	buf_format(&line, "\n%s\n", text.text);
	ck_assert_msg(strstr(doc, line.text) != NULL, "text: %s", text.text);
	buf_clear(&line);
	buf_format(&line, "\nhash       %s\n", hex_text(hex, last.hash.bytes, HASH_BYTES));
	ck_assert_msg(strstr(doc, line.text) != NULL, "hash: %s", hex);
	buf_clear(&line);
	buf_format(&line, "\nsignature  %s\n",
	           hex_text(hex, last.signature.bytes, SIGNATURE_BYTES));
	ck_assert_msg(strstr(doc, line.text) != NULL, "signature: %s", hex);
	buf_done(&line);
	entry_done(entry);
}

static struct entry
example(enum entry_kind kind, int64_t seq, const char *id)
{
	struct entry entry;
	entry_init(&entry, kind);
	entry.till = 1;
	entry.seq = seq;
	entry.at = (struct when){ .utc_ms = INT64_C(1795338000000) + 1000 * seq, .offset_min = 60 };
	strcpy(entry.id, id);
	return entry;
}

static struct entry
first_example(void)
{
	struct entry entry = example(ENTRY_INIT, 1, "00112233445566778899aabbccddeeff");
	strcpy(entry.is.init.shop_id, "ffeeddccbbaa99887766554433221100");
	entry.is.init.currency = (struct currency){ "EUR", 2 };
	strcpy(entry.is.init.country, "DE");
	entry.is.init.root_key = key.public;
	entry.is.init.period_key = key.public;
	strcpy(entry.is.init.version, "0.1.0");
	return entry;
}

static struct entry
second_example(void)
{
	struct entry entry = example(ENTRY_SALE, 2, "0123456789abcdef0123456789abcdef");
	struct sale_facts *sale = &entry.is.sale;
	entry.day = 20261122;
	entry.staff = 3;
	sale->number = 1;
	sale->shift = 1;
	sale->opened_ms = entry.at.utc_ms - 20000;
	sale->lines = alloc_zero(1, sizeof(*sale->lines));
	sale->line_count = 1;
	sale->lines[0] = (struct sale_line){
		.number = 1,
		.item = "1012",
		.name = "Caf\xc3\xa9 \"Extra\"",
		.department = 2,
		.qty_milli = 3000,
		.price = { 1990000 },
		.amount = { 597 },
		.total = { 597 },
		.tax_count = 1,
		.taxes = { { "A", TAX_PERCENT, 190000, { 0 }, true, { 502 }, { 95 } } },
	};
	sale->taxes = alloc_zero(1, sizeof(*sale->taxes));
	sale->tax_count = 1;
	sale->taxes[0] =
	        (struct sale_tax){ "A", "VAT 19 %", TAX_PERCENT, 190000, true, { 502 }, { 95 } };
	sale->tenders = alloc_zero(1, sizeof(*sale->tenders));
	sale->tender_count = 1;
	sale->tenders[0] = (struct sale_tender){ .number = 1, .kind = "cash", .amount = { 1000 } };
	sale->tenders[0].change.minor = 403;
	sale->total.minor = 597;
	entry.after.sold.minor = 597;
	return entry;
}

START_TEST(the_two_worked_entries_come_out_to_the_byte)
{
	char hex[2 * PUBLIC_KEY_BYTES + 1];
	ck_assert_ptr_nonnull(strstr(doc, hex_text(hex, key.public.bytes, PUBLIC_KEY_BYTES)));
	struct entry entry = first_example();
	must_stand_in_doc(&entry);
	entry = second_example();
	must_stand_in_doc(&entry);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("journal_doc");
	TCase *tables = tcase_create("tables"), *worked = tcase_create("worked");
	tcase_add_checked_fixture(tables, set_up, tear_down);
	tcase_add_loop_test(tables, every_field_of_every_kind_is_told_in_its_order, 0, ENTRY_KINDS);
	tcase_add_test(tables, kinds_stand_in_the_order_of_their_numbers);
	tcase_add_test(tables, header_totals_and_parts_are_told_in_their_order);
	suite_add_tcase(suite, tables);
	tcase_add_checked_fixture(worked, begin_example, tear_down);
	tcase_add_test(worked, the_two_worked_entries_come_out_to_the_byte);
	suite_add_tcase(suite, worked);
	return run_suite(suite);
}
