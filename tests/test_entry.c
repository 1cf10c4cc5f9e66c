#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/gtin.h"
#include "ledger/entry.h"
#include "entry_filler.h"
#include "suite.h"

static struct buf text, again;

static void
set_up(void)
{
	ck_assert_int_eq(crypto_start(NULL), RC_OK);
	text = again = (struct buf){ 0 };
}

static void
tear_down(void)
{
	buf_done(&text);
	buf_done(&again);
}

static enum outcome
decode(const char *words, size_t length)
{
	struct entry entry;
	struct err err;
	enum outcome outcome = entry_decode(&entry, words, length, &err);
	if (outcome == RC_OK) {
		buf_clear(&again);
		entry_encode(&entry, &again);
		ck_assert_uint_eq(again.length, length);
		ck_assert_int_eq(memcmp(again.text, words, length), 0);
		entry_done(&entry);
	}
	return outcome;
}

/* Long texts say the same thing over and over: every fifth place of them will do. */
static size_t
stride(void)
{
	return text.length > 2000 ? 5 : 1;
}

static void
encode_full(enum entry_kind kind)
{
	struct entry entry;
	fill_entry(&entry, kind);
	buf_clear(&text);
	entry_encode(&entry, &text);
	entry_done(&entry);
}

/* Loop tests: one kind each. */
START_TEST(an_entry_with_every_field_comes_back_as_it_was)
{
	encode_full((enum entry_kind)_i);
	ck_assert_int_eq(decode(text.text, text.length), RC_OK);
}
END_TEST

START_TEST(an_entry_with_nothing_set_comes_back_as_it_was)
{
	struct entry entry;
	entry_init(&entry, (enum entry_kind)_i);
	entry_encode(&entry, &text);
	ck_assert_int_eq(decode(text.text, text.length), RC_OK);
}
END_TEST

START_TEST(a_text_that_ends_early_is_refused)
{
	encode_full((enum entry_kind)_i);
	for (size_t length = 0; length < text.length; length++)
		ck_assert_int_ne(decode(text.text, length), RC_OK);
}
END_TEST

/* decode() itself checks that whatever is taken encodes to the very same bytes. */
START_TEST(a_changed_byte_is_refused_or_means_something_else)
{
	static const char bytes[] = "\x00\x1f \"0-9,:[]{}\\uaAT\x7f\x80\xff";
	encode_full((enum entry_kind)_i);
	for (size_t at = 0; at < text.length; at += stride()) {
		char kept = text.text[at];
		for (size_t i = 0; i < sizeof(bytes); i++) {
			text.text[at] = bytes[i];
			decode(text.text, text.length);
		}
		text.text[at] = kept;
	}
}
END_TEST

START_TEST(an_added_or_lost_byte_is_refused_or_means_something_else)
{
	static const char bytes[] = " 0\",\n\t}";
	char *longer;
	encode_full((enum entry_kind)_i);
	longer = alloc_zero(text.length + 2, 1);
	for (size_t at = 0; at <= text.length; at += stride()) {
		memcpy(longer, text.text, at);
		memcpy(longer + at + 1, text.text + at, text.length - at);
		for (size_t i = 0; i + 1 < sizeof(bytes); i++) {
			longer[at] = bytes[i];
			decode(longer, text.length + 1);
		}
		if (at < text.length) {
			memcpy(longer + at, text.text + at + 1, text.length - at - 1);
			decode(longer, text.length - 1);
		}
	}
	free(longer);
}
END_TEST

/* A text and why it is not taken. */
static const struct {
	const char *text;
	enum outcome outcome;
} refused[] = {
	{ "", RC_BROKEN },
	{ "{}", RC_BROKEN },
	{ "{\"t\":1}", RC_BROKEN },                 /* no kind */
	{ "{\"k\":\"live\",\"t\":1}", RC_BROKEN },  /* order */
	{ "{\"t\":1,\"k\":\"live\"} ", RC_BROKEN }, /* white space */
	{ "{\"t\":1, \"k\":\"live\"}", RC_BROKEN },
	{ "{\"t\":0,\"k\":\"live\"}", RC_BROKEN },  /* zero stands */
	{ "{\"t\":01,\"k\":\"live\"}", RC_BROKEN }, /* leading zero */
	{ "{\"t\":+1,\"k\":\"live\"}", RC_BROKEN },
	{ "{\"t\":-0,\"k\":\"live\"}", RC_BROKEN },
	{ "{\"t\":1.0,\"k\":\"live\"}", RC_BROKEN }, /* no floats */
	{ "{\"t\":1e1,\"k\":\"live\"}", RC_BROKEN },
	{ "{\"t\":\"1\",\"k\":\"live\"}", RC_BROKEN },
	{ "{\"t\":2147483648,\"k\":\"live\"}", RC_BROKEN },                  /* more than an int */
	{ "{\"t\":1,\"n\":9223372036854775808,\"k\":\"live\"}", RC_BROKEN }, /* more than 64 bits */
	{ "{\"t\":1,\"t\":1,\"k\":\"live\"}", RC_BROKEN },                   /* twice */
	{ "{\"t\":1,\"k\":\"live\",\"zz\":1}", RC_BROKEN },                  /* unknown key */
	{ "{\"t\":1,\"k\":\"live\",\"note\":\"\"}", RC_BROKEN },             /* empty stands */
	{ "{\"t\":1,\"k\":\"live\",\"note\":\"\\u0041\"}", RC_BROKEN },      /* needless escape */
	{ "{\"t\":1,\"k\":\"live\",\"note\":\"\\u0000\"}", RC_BROKEN },
	{ "{\"t\":1,\"k\":\"live\",\"note\":\"\\n\"}", RC_BROKEN },
	{ "{\"t\":1,\"k\":\"live\",\"note\":\"\\u000A\"}", RC_BROKEN }, /* capital in an escape */
	{ "{\"t\":1,\"k\":\"live\",\"note\":\"\xff\"}", RC_BROKEN },    /* no UTF-8 */
	{ "{\"t\":1,\"k\":\"live\",\"note\":\"a\nb\"}", RC_BROKEN },
	{ "{\"t\":1,\"s\":\"live\",\"k\":\"live\"}", RC_BROKEN }, /* first word stands */
	{ "{\"t\":1,\"s\":\"other\",\"k\":\"live\"}", RC_BROKEN },
	{ "{\"t\":1,\"k\":\"sale\",\"l\":[]}", RC_BROKEN },       /* empty list */
	{ "{\"t\":1,\"k\":\"sale\",\"pv\":\"1-1\"}", RC_BROKEN }, /* not six digits */
	{ "{\"t\":1,\"k\":\"sale\",\"gs\":1,\"no\":1}", RC_BROKEN },
	{ "{\"t\":1,\"k\":\"live\",\"gs\":1}", RC_BROKEN }, /* no money entry */
	{ "{\"t\":1,\"k\":\"moonshine\"}", RC_REFUSED },    /* a newer version's */
};

START_TEST(what_is_not_canonical_is_refused)
{
	ck_assert_int_eq(decode(refused[_i].text, strlen(refused[_i].text)), refused[_i].outcome);
}
END_TEST

START_TEST(a_text_longer_than_its_field_is_refused)
{
	buf_add(&text, "{\"t\":1,\"k\":\"live\",\"note\":\"");
	for (int i = 0; i < NOTE_MAX - 1; i++)
		buf_add(&text, "x");
	buf_add(&text, "\"}");
	ck_assert_int_eq(decode(text.text, text.length), RC_OK);
	text.length -= 2;
	buf_add(&text, "x\"}");
	ck_assert_int_eq(decode(text.text, text.length), RC_BROKEN);
}
END_TEST

START_TEST(the_largest_and_smallest_numbers_come_back)
{
	struct entry entry;
	entry_init(&entry, ENTRY_CLOCK);
	entry.till = INT32_MAX;
	entry.at.offset_min = INT32_MIN;
	entry.is.clock.before_ms = INT64_MIN;
	entry.is.clock.after_ms = INT64_MAX;
	entry_encode(&entry, &text);
	ck_assert_int_eq(decode(text.text, text.length), RC_OK);
	ck_assert_ptr_nonnull(strstr(text.text, "\"from\":-9223372036854775808"));
}
END_TEST

START_TEST(text_that_is_no_utf8_does_not_come_back)
{
	struct entry entry;
	entry_init(&entry, ENTRY_LIVE);
	strcpy(entry.is.live.note, "caf\xe9");
	entry_encode(&entry, &text);
	ck_assert_ptr_null(strstr(text.text, "\xe9"));
}
END_TEST

START_TEST(a_line_alone_comes_back_as_it_was)
{
	struct sale_line line = { 0 }, other_line;
	struct err err;
	fill_form(&line_form, (char *)&line);
	entry_encode_line(&line, &text);
	ck_assert_int_eq(entry_decode_line(&other_line, text.text, text.length, &err), RC_OK);
	entry_encode_line(&other_line, &again);
	ck_assert_str_eq(again.text, text.text);
	ck_assert_int_eq(entry_decode_line(&other_line, text.text, text.length - 1, &err),
	                 RC_BROKEN);
}
END_TEST

/* Kinds are stored as numbers in a column and as names in the text: both stay. */
START_TEST(kinds_keep_their_names_and_numbers)
{
	static const char *const names[] = {
		"init",        "start",    "clock",      "gap",       "key-recovery",
		"live",        "sign-on",  "sign-off",   "lock",      "sign-failed",
		"take-over",   "training", "shift-open", "count",     "shift-close",
		"z",           "period",   "sale",       "tender",    "cancelled",
		"suspended",   "recalled", "no-sale",    "cash",      "paper",
		"age-refused", "setting",  "staff",      "catalogue", "record",
		"backup",      "restore",  "repair",      "old-day",
		"consent",
	};
	ck_assert_uint_eq(sizeof(names) / sizeof(*names), ENTRY_KINDS);
	for (int i = 0; i < ENTRY_KINDS; i++) {
		enum entry_kind kind;
		ck_assert_str_eq(entry_kind_name((enum entry_kind)i), names[i]);
		ck_assert(entry_kind_parse(names[i], &kind));
		ck_assert_int_eq(kind, i);
	}
	enum entry_kind none;
	ck_assert(!entry_kind_parse("moonshine", &none));
}
END_TEST

START_TEST(receipts_are_read_in_either_form)
{
	char out[RECEIPT_REF_TEXT_MAX], code[RECEIPT_CODE_LENGTH + 1];
	struct receipt_ref ref = { 12, SERIES_TRAINING, 123 }, found;
	ck_assert_str_eq(receipt_ref_text(out, ref), "12-T000123");
	ck_assert(receipt_ref_parse("12-T000123", &found));
	ck_assert(found.till == 12 && found.series == SERIES_TRAINING && found.number == 123);
	ck_assert(receipt_ref_parse("12-123", &found) && found.series == SERIES_LIVE);
	ck_assert(receipt_ref_parse(receipt_code(code, 12, true, 123), &found));
	ck_assert(found.till == 12 && found.series == SERIES_TRAINING && found.number == 123);
	ck_assert(!receipt_ref_parse("", &found));
	ck_assert(!receipt_ref_parse("12", &found));
	ck_assert(!receipt_ref_parse("12-", &found));
	ck_assert(!receipt_ref_parse("0-000001", &found));
	ck_assert(!receipt_ref_parse("12-000123x", &found));
	ck_assert(!receipt_ref_parse("12345-1", &found));
	ck_assert(!receipt_ref_parse("1-1234567890123", &found));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("entry");
	TCase *tcase = tcase_create("entry");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, an_entry_with_every_field_comes_back_as_it_was, 0, ENTRY_KINDS);
	tcase_add_loop_test(tcase, an_entry_with_nothing_set_comes_back_as_it_was, 0, ENTRY_KINDS);
	tcase_add_loop_test(tcase, a_text_that_ends_early_is_refused, 0, ENTRY_KINDS);
	tcase_add_loop_test(tcase, a_changed_byte_is_refused_or_means_something_else, 0,
	                    ENTRY_KINDS);
	tcase_add_loop_test(tcase, an_added_or_lost_byte_is_refused_or_means_something_else, 0,
	                    ENTRY_KINDS);
	tcase_add_loop_test(tcase, what_is_not_canonical_is_refused, 0,
	                    sizeof(refused) / sizeof(*refused));
	tcase_add_test(tcase, a_text_longer_than_its_field_is_refused);
	tcase_add_test(tcase, the_largest_and_smallest_numbers_come_back);
	tcase_add_test(tcase, text_that_is_no_utf8_does_not_come_back);
	tcase_add_test(tcase, a_line_alone_comes_back_as_it_was);
	tcase_add_test(tcase, kinds_keep_their_names_and_numbers);
	tcase_add_test(tcase, receipts_are_read_in_either_form);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
