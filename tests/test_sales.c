/*
 * Plays tests/sales/ *.sale: what a shopkeeper would try at a till, and what must come of it.
 *
 *     shop DE                          the country; first line (DE if it is left out)
 *     setting receipt ask              a setting of the shop, before anything is rung up
 *     rate A 8.25 [2026-11-23]         another rate for a tax, from now on or from a day on
 *     over card tip                    too much of a tender is change, exact, tip or rest
 *     born 4 2009-12-01                when a person of the staff was born
 *     group 1 staff-3                  the groups of a customer
 *     eaten 4 A                        the taxes of an item where it is eaten in
 *     dated 4 13.00 2026-11-23 08:00   a price of an item, from this moment on
 *     marked 4 9.99 2026-11-24 near its date
 *                                      a label with another price, up to a day, and its reason
 *     shopper 42 VIP Lena Berg         a customer with this card, group and name
 *     promotion {"name": ...}          one more promotion, in the form of `ringup quote`
 *     foreign voucher USD 0.92         this tender is notes of another currency, at this rate
 *     clock 2026-11-23 01:30           the shop's time; it stands still in between
 *     restart                          the program is killed and started again
 *
 * Every other line is a command (ringup-commands).  It must succeed, unless what follows says
 * otherwise.  What must be true after it stands behind "=>", any number of lines:
 *
 *     => total 3.98, change 6.02       members of the answer
 *     => state ringing
 *     => refused only 1 of Cola 1 l can still come back
 *     => note prices have changed      the remark begins like that
 *     => text 804 kg, or 0.804?        so does a question
 *     => entry sale                    the kind of the last entry in the journal
 *     => no entry                      the command wrote none
 *     => posts drawer 11.90, sales -10.00, tax -1.90
 *                                      all postings of the last entry: drawer is cash, a tender is
 *                                      its kind, departments and taxes are added up
 *     => adds up                       the steps of an explanation make its total
 *     => step Club -1.25               and one of them is this, with its amount
 *     => drawer holds 111.90           what the drawer of this shift should hold
 *     => drawer 100.00 float, 12.00 sale, -3.10 change
 *                                      its terms, all that are not zero; each is what the entries
 * behind it add up to
 *
 * At the end of each file the journal must verify and its tables must come out the same when they
 * are derived again.
 */
#include <config.h>

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/customers.h"
#include "ledger/journal.h"
#include "ledger/people.h"
#include "ledger/postings.h"
#include "suite.h"
#include "till_shop.h"

struct script {
	const char *name; /* of the file */
	int line;
	struct till_shop shop;
	bool open;
	enum outcome outcome;
	bool refusal_seen;
	char command[COMMAND_LINE_MAX];
	int64_t seq_before;
};

static char *files[200];
static int file_count;

#define FAIL(script, ...)                                                                          \
	do {                                                                                       \
		char fail_text[2048];                                                              \
		snprintf(fail_text, sizeof fail_text, __VA_ARGS__);                                \
		ck_abort_msg("%s:%d: %s\n  after: %s", (script)->name, (script)->line, fail_text,  \
		             (script)->command);                                                   \
	} while (0)

/* ---- postings ---- */

/* The name a shopkeeper has for an account. */
static void
account_name(const struct posting *posting, char out[static ACCOUNT_KEY_MAX])
{
	if (strcmp(posting->account, "cash") == 0)
		text_copy(out, ACCOUNT_KEY_MAX, "drawer");
	else if (strcmp(posting->account, "tender") == 0)
		text_copy(out, ACCOUNT_KEY_MAX, posting->key);
	else
		text_copy(out, ACCOUNT_KEY_MAX, posting->account);
}

static void
last_entry(struct script *script, struct entry *entry)
{
	struct err err = { 0 };

	if (journal_read(script->shop.ledger, 1, ledger_last_seq(script->shop.ledger), entry, &err))
		FAIL(script, "the last entry: %s", err.msg);
}

/* "drawer 11.90, sales -10.00": in the order of the postings' first appearance in the expectation.
 */
static void
expect_posts(struct script *script, const char *wanted)
{
	struct posting postings[POSTINGS_MAX];
	struct number_style style = number_plain(script->shop.settings.currency.exponent);
	char names[50][ACCOUNT_KEY_MAX], text[MONEY_TEXT_MAX];
	struct money sums[50];
	bool met[50] = { false };
	int count = 0;
	struct entry entry;
	size_t posting_count;

	last_entry(script, &entry);
	posting_count = postings_of(&entry, postings);
	entry_done(&entry);
	for (size_t i = 0; i < posting_count; i++) {
		char name[ACCOUNT_KEY_MAX];
		int at = 0;

		account_name(&postings[i], name);
		while (at < count && strcmp(names[at], name) != 0)
			at++;
		if (at == count) {
			memcpy(names[count], name, sizeof name);
			sums[count++] = money_of(0);
		}
		sums[at] = money_add(sums[at], postings[i].amount);
	}
	for (const char *at = wanted; *at; at += strspn(at, ", ")) {
		char name[ACCOUNT_KEY_MAX], amount[MONEY_TEXT_MAX];
		int length = 0, found = -1;

		if (sscanf(at, "%32s %47[^,]%n", name, amount, &length) != 2)
			FAIL(script, "cannot read \"%s\"", at);
		for (int i = 0; i < count; i++)
			if (strcmp(names[i], name) == 0)
				found = i;
		if (found < 0)
			FAIL(script, "nothing is posted to %s", name);
		met[found] = true;
		if (strcmp(money_text(text, sums[found], &style), amount) != 0)
			FAIL(script, "%s is %s, not %s", name, text, amount);
		at += length;
	}
	for (int i = 0; i < count; i++)
		if (!met[i] && sums[i].minor != 0)
			FAIL(script, "%s %s is posted too", names[i],
			     money_text(text, sums[i], &style));
}

/* ---- other expectations ---- */

static void
expect_drawer(struct script *script, const char *wanted)
{
	struct number_style style = number_plain(script->shop.settings.currency.exponent);
	struct till_view view = shop_view(&script->shop);
	char text[MONEY_TEXT_MAX];
	struct money expected;
	struct err err = { 0 };

	if (shift_expected(script->shop.ledger, view.training ? SERIES_TRAINING : SERIES_LIVE,
	                   view.shift.shift, &expected, &err))
		FAIL(script, "the drawer: %s", err.msg);
	if (strcmp(money_text(text, expected, &style), wanted) != 0)
		FAIL(script, "the drawer holds %s, not %s", text, wanted);
}

/* The entries behind a term of the drawer, as its screen lists them, add up to it. */
static void
check_term(struct script *script, int64_t shift, const struct total *term)
{
	struct till_view view = shop_view(&script->shop);
	struct drawer_row rows[100];
	struct money sum = { 0 };
	struct err err = { 0 };
	size_t count = 0;

	if (shift_drawer_rows(script->shop.ledger, view.training ? SERIES_TRAINING : SERIES_LIVE,
	                      shift, term->key, rows, 100, &count, &err))
		FAIL(script, "the entries of %s: %s", term->key, err.msg);
	for (size_t i = 0; i < count; i++)
		sum = money_add(sum, rows[i].amount);
	if (sum.minor != term->amount.minor)
		FAIL(script, "the entries of %s make %lld", term->key, (long long)sum.minor);
}

/* "100.00 float, 12.00 sale" */
static void
expect_terms(struct script *script, const char *wanted)
{
	struct till_view view = shop_view(&script->shop);
	struct number_style style = number_plain(script->shop.settings.currency.exponent);
	struct total *totals = NULL;
	char text[MONEY_TEXT_MAX], got[500] = "", one[100];
	size_t count = 0;
	struct err err = { 0 };
	static const char *const terms[] = { "float",   "sale",     "change", "refund", "held",
		                             "paid-in", "paid-out", "pickup", "loan" };

	if (shift_totals(script->shop.ledger, view.training ? SERIES_TRAINING : SERIES_LIVE,
	                 view.shift.shift, view.shift.shift, &totals, &count, &err))
		FAIL(script, "the drawer: %s", err.msg);
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		struct total term = totals_get(totals, count, "cash", terms[i]);

		check_term(script, view.shift.shift, &term);
		if (term.amount.minor == 0)
			continue;
		snprintf(one, sizeof one, "%s%s %s", got[0] ? ", " : "",
		         money_text(text, term.amount, &style), terms[i]);
		strncat(got, one, sizeof got - strlen(got) - 1);
	}
	free(totals);
	if (strcmp(got, wanted) != 0)
		FAIL(script, "the drawer is %s", got);
}

static void
expect_entry(struct script *script, const char *kind)
{
	struct entry entry;

	last_entry(script, &entry);
	if (ledger_last_seq(script->shop.ledger) == script->seq_before)
		FAIL(script, "no entry was written");
	if (strcmp(entry_kind_name(entry.kind), kind) != 0)
		FAIL(script, "the entry is %s, not %s", entry_kind_name(entry.kind), kind);
	entry_done(&entry);
}

static void
expect_members(struct script *script, const char *wanted)
{
	while (*wanted) {
		char key[100], value[500], out[1024];
		const char *got;
		int length = 0;

		if (sscanf(wanted, "%99s %499[^,]%n", key, value, &length) != 2)
			FAIL(script, "cannot read \"%s\"", wanted);
		got = strcmp(key, "state") == 0 ? till_state_name(script->shop.answer.state)
		                                : shop_member(&script->shop, key, out);
		if (!got)
			FAIL(script, "the answer has no \"%s\": %s", key,
			     script->shop.answer.json.text ? script->shop.answer.json.text : "");
		if (strcmp(got, value) != 0)
			FAIL(script, "%s is %s, not %s", key, got, value);
		wanted += length;
		wanted += strspn(wanted, ", ");
	}
}

static const char *
after(const char *text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(text, word, length) != 0 || (text[length] != ' ' && text[length] != '\0'))
		return NULL;
	return text + length + strspn(text + length, " ");
}

/* With `wanted` "Club -1.25" one of the steps; else that they add up. */
static void
expect_steps(struct script *script, const char *wanted)
{
	char *text = alloc_format("{%s}", script->shop.answer.json.text);
	int exponent = script->shop.settings.currency.exponent;
	const struct json_node *steps;
	struct money sum = { 0 }, total, amount;
	struct json_doc *doc;
	bool met = wanted == NULL;

	ck_assert_int_eq(json_parse(&doc, text, strlen(text), NULL), RC_OK);
	steps = json_get(json_root(doc), "steps");
	if (!steps || json_count(steps) == 0)
		FAIL(script, "nothing is explained: %s", text);
	for (size_t i = 0; i < json_count(steps); i++) {
		const char *what = json_text(json_get(json_at(steps, i), "text"));
		const char *much = json_text(json_get(json_at(steps, i), "amount"));
		char row[400];

		ck_assert_int_eq(money_parse(much, exponent, &amount, NULL), RC_OK);
		sum = money_add(sum, amount);
		snprintf(row, sizeof row, "%s %s", what, much);
		met = met || strcmp(row, wanted) == 0;
	}
	ck_assert_int_eq(
	        money_parse(json_text(json_get(json_root(doc), "total")), exponent, &total, NULL),
	        RC_OK);
	if (!met || money_cmp(sum, total) != 0)
		FAIL(script, "%s: %s", met ? "the steps do not add up" : "no such step", text);
	json_free(&doc);
	free(text);
}

static void
expect(struct script *script, const char *text)
{
	const char *rest, *got;
	char out[1024];

	if ((rest = after(text, "refused")) != NULL) {
		script->refusal_seen = true;
		if (script->outcome == RC_OK)
			FAIL(script, "it was not refused: %s", script->shop.answer.json.text);
		if (strncmp(script->shop.err.msg, rest, strlen(rest)) != 0)
			FAIL(script, "it was refused with: %s", script->shop.err.msg);
		return;
	}
	if (script->outcome != RC_OK && !script->refusal_seen)
		FAIL(script, "refused: %s", script->shop.err.msg);
	if ((rest = after(text, "posts")) != NULL)
		expect_posts(script, rest);
	else if ((rest = after(text, "drawer holds")) != NULL)
		expect_drawer(script, rest);
	else if ((rest = after(text, "drawer")) != NULL)
		expect_terms(script, rest);
	else if ((rest = after(text, "entry")) != NULL)
		expect_entry(script, rest);
	else if ((rest = after(text, "text")) != NULL) {
		got = shop_member(&script->shop, "text", out);
		if (!got || strncmp(got, rest, strlen(rest)) != 0)
			FAIL(script, "it asks: %s", got ? got : "nothing");
	} else if ((rest = after(text, "note")) != NULL) {
		if (strncmp(script->shop.answer.note, rest, strlen(rest)) != 0)
			FAIL(script, "the note is: %s", script->shop.answer.note);
	} else if (strcmp(text, "adds up") == 0) {
		expect_steps(script, NULL);
	} else if ((rest = after(text, "step")) != NULL) {
		expect_steps(script, rest);
	} else if (strcmp(text, "no entry") == 0) {
		if (ledger_last_seq(script->shop.ledger) != script->seq_before)
			FAIL(script, "an entry was written");
	} else {
		expect_members(script, text);
	}
}

/* ---- a file ---- */

/* A refusal that nobody expected ends the test when the next command comes. */
static void
check_last(struct script *script)
{
	if (script->outcome != RC_OK && !script->refusal_seen)
		FAIL(script, "refused: %s (%s)", script->shop.err.msg, script->shop.err.hint);
}

static void
open_shop(struct script *script, const char *country)
{
	if (!script->open)
		shop_make(&script->shop, country);
	script->open = true;
}

static void
change_setting(struct script *script, const char *text)
{
	char key[40], value[NOTE_MAX] = "";
	struct entry entry;
	struct err err = { 0 };

	if (sscanf(text, "%39s %240[^\n]", key, value) < 1)
		FAIL(script, "which setting?");
	till_header(script->shop.till, &entry);
	entry_init(&entry, ENTRY_SETTING);
	till_header(script->shop.till, &entry);
	if (settings_set(&script->shop.settings, script->shop.ledger, key, value, &entry, &err) ||
	    till_reload(script->shop.till, &err))
		FAIL(script, "%s", err.msg);
}

static void
change_tax(struct script *script, const char *text)
{
	struct tax_row rows[20];
	char code[TAX_CODE_MAX], rate[20], from[20] = "";
	size_t count = 0, at = 0;
	struct money percent;
	struct entry entry;
	struct err err = { 0 };

	if (sscanf(text, "%8s %19s %19s", code, rate, from) < 2 || money_parse(rate, 4, &percent, &err) ||
	    catalogue_taxes(script->shop.ledger, rows, 20, &count, &err))
		FAIL(script, "which tax? %s", err.msg);
	while (at < count && strcmp(rows[at].code, code) != 0)
		at++;
	if (at == count) {
		rows[at] = (struct tax_row){ .included = script->shop.settings.prices_with_tax,
			                     .affected = true };
		text_copy(rows[at].code, TAX_CODE_MAX, code);
		text_copy(rows[at].name, NAME_MAX_BYTES, "tax");
	}
	rows[at].rate_ppm = percent.minor;
	if (from[0] && day_parse(from, &rows[at].from, &err))
		FAIL(script, "%s", err.msg);
	entry_init(&entry, ENTRY_RECORD);
	till_header(script->shop.till, &entry);
	if (catalogue_put_tax(script->shop.ledger, &rows[at], &entry, &err) ||
	    till_reload(script->shop.till, &err))
		FAIL(script, "%s", err.msg);
}

static void
change_over(struct script *script, const char *text)
{
	static const char *const names[] = { "change", "exact", "tip", "rest" };
	struct tender_row rows[20];
	char kind[TENDER_KIND_MAX], over[9];
	size_t count = 0, at = 0, rule = 0;
	struct entry entry;
	struct err err = { 0 };

	if (sscanf(text, "%16s %8s", kind, over) != 2 ||
	    catalogue_tenders(script->shop.ledger, rows, 20, &count, &err))
		FAIL(script, "which tender? %s", err.msg);
	while (at < count && strcmp(rows[at].kind, kind) != 0)
		at++;
	while (rule < 4 && strcmp(names[rule], over) != 0)
		rule++;
	if (at == count || rule == 4)
		FAIL(script, "there is no tender %s or no rule %s", kind, over);
	rows[at].over = (enum over_tender)rule;
	entry_init(&entry, ENTRY_RECORD);
	till_header(script->shop.till, &entry);
	if (catalogue_put_tender(script->shop.ledger, &rows[at], &entry, &err) ||
	    till_reload(script->shop.till, &err))
		FAIL(script, "%s", err.msg);
}

static void
change_birth(struct script *script, const char *text)
{
	struct staff_row row;
	struct entry entry;
	struct err err = { 0 };
	char day[20];
	int number;

	if (sscanf(text, "%d %19s", &number, day) != 2 ||
	    staff_get(script->shop.ledger, number, &row, &err) || day_parse(day, &row.born, &err))
		FAIL(script, "who was born when? %s", err.msg);
	entry_init(&entry, ENTRY_STAFF);
	till_header(script->shop.till, &entry);
	if (staff_put(script->shop.ledger, &row, &entry, &err))
		FAIL(script, "%s", err.msg);
}

static void
change_group(struct script *script, const char *text)
{
	struct customer_row row;
	struct err err = { 0 };
	char groups[CUSTOMER_GROUPS_MAX];
	long number;

	if (sscanf(text, "%ld %160[^\n]", &number, groups) != 2 ||
	    customer_get(script->shop.ledger, number, &row, &err))
		FAIL(script, "which customer? %s", err.msg);
	memcpy(row.groups, groups, sizeof groups);
	if (customer_put(script->shop.ledger, &row, &err))
		FAIL(script, "%s", err.msg);
}

static void
make_foreign(struct script *script, const char *text)
{
	struct tender_row row = { .over = OVER_CHANGE,
		                  .opens_drawer = true,
		                  .counted = true,
		                  .refundable = true,
		                  .order = 9 };
	struct entry entry;
	struct err err = { 0 };

	if (sscanf(text, "%16s %3s %16s", row.kind, row.currency, row.rate) != 3)
		FAIL(script, "which notes?");
	text_copy(row.label, sizeof row.label, row.currency);
	entry_init(&entry, ENTRY_RECORD);
	till_header(script->shop.till, &entry);
	if (catalogue_put_tender(script->shop.ledger, &row, &entry, &err) ||
	    till_reload(script->shop.till, &err))
		FAIL(script, "%s", err.msg);
}

static void
change_eaten(struct script *script, const char *text)
{
	struct item_row row;
	char number[ITEM_NUMBER_MAX], codes[TAXES_TEXT_MAX];
	struct entry entry;
	struct err err = { 0 };

	if (sscanf(text, "%24s %53[^\n]", number, codes) != 2 ||
	    catalogue_item(script->shop.ledger, number, &row, &err))
		FAIL(script, "which item? %s", err.msg);
	text_copy(row.taxes_eat_in, sizeof row.taxes_eat_in, codes);
	entry_init(&entry, ENTRY_RECORD);
	till_header(script->shop.till, &entry);
	if (catalogue_put_item(script->shop.ledger, &row, NULL, 0, &entry, &err))
		FAIL(script, "%s", err.msg);
}

static void
add_dated(struct script *script, const char *text)
{
	struct when now = script->shop.now;
	struct price_row row = { .has_price = true };
	char price[MONEY_TEXT_MAX];
	struct entry entry;
	struct err err = { 0 };
	int used = 0;

	if (sscanf(text, "%24s %47s %n", row.item, price, &used) != 2 ||
	    unit_price_parse(price, 2, &row.price, &err))
		FAIL(script, "which price? %s", err.msg);
	shop_clock(&script->shop, text + used);
	row.from_ms = script->shop.now.utc_ms;
	script->shop.now = now;
	entry_init(&entry, ENTRY_RECORD);
	till_header(script->shop.till, &entry);
	if (catalogue_put_price(script->shop.ledger, &row, &entry, &err))
		FAIL(script, "%s", err.msg);
}

static void
add_marked(struct script *script, const char *text)
{
	struct markdown_row row = { .pieces = 1 };
	char price[MONEY_TEXT_MAX], day[12];
	struct entry entry;
	struct err err = { 0 };

	if (sscanf(text, "%24s %47s %11s %160[^\n]", row.item, price, day, row.reason) != 4 ||
	    unit_price_parse(price, 2, &row.price, &err) || day_parse(day, &row.until, &err) ||
	    catalogue_next_markdown(script->shop.ledger, &row.number, &err))
		FAIL(script, "which label? %s", err.msg);
	entry_init(&entry, ENTRY_RECORD);
	till_header(script->shop.till, &entry);
	if (catalogue_put_markdown(script->shop.ledger, &row, &entry, &err))
		FAIL(script, "%s", err.msg);
}

static void
add_shopper(struct script *script, const char *text)
{
	struct customer_row row = { 0 };
	struct err err = { 0 };

	if (sscanf(text, "%40s %160s %160[^\n]", row.card, row.groups, row.name) != 3 ||
	    customer_put(script->shop.ledger, &row, &err))
		FAIL(script, "which customer? %s", err.msg);
}

static void
add_promotion(struct script *script, const char *json)
{
	struct promotion_row row = { .active = true, .order = 10 + script->line };
	const char *name = strstr(json, "\"name\":\"");
	struct entry entry;
	struct err err = { 0 };

	if (!name || sscanf(name, "\"name\":\"%160[^\"]", row.name) != 1)
		FAIL(script, "a promotion has a name");
	text_copy(row.json, sizeof row.json, json);
	entry_init(&entry, ENTRY_RECORD);
	till_header(script->shop.till, &entry);
	if (catalogue_put_promotion(script->shop.ledger, &row, &entry, &err) ||
	    till_reload(script->shop.till, &err))
		FAIL(script, "%s", err.msg);
}

static void
play(struct script *script, const char *text)
{
	const char *rest;

	if ((rest = after(text, "shop")) != NULL) {
		open_shop(script, rest);
		return;
	}
	open_shop(script, "DE");
	if ((rest = after(text, "=>")) != NULL) {
		expect(script, rest);
		return;
	}
	check_last(script);
	script->outcome = RC_OK;
	script->refusal_seen = false;
	text_copy(script->command, sizeof script->command, text);
	script->seq_before = ledger_last_seq(script->shop.ledger);
	if ((rest = after(text, "setting")) != NULL)
		change_setting(script, rest);
	else if ((rest = after(text, "rate")) != NULL)
		change_tax(script, rest);
	else if ((rest = after(text, "over")) != NULL)
		change_over(script, rest);
	else if ((rest = after(text, "born")) != NULL)
		change_birth(script, rest);
	else if ((rest = after(text, "group")) != NULL)
		change_group(script, rest);
	else if ((rest = after(text, "eaten")) != NULL)
		change_eaten(script, rest);
	else if ((rest = after(text, "dated")) != NULL)
		add_dated(script, rest);
	else if ((rest = after(text, "marked")) != NULL)
		add_marked(script, rest);
	else if ((rest = after(text, "shopper")) != NULL)
		add_shopper(script, rest);
	else if ((rest = after(text, "promotion")) != NULL)
		add_promotion(script, rest);
	else if ((rest = after(text, "foreign")) != NULL)
		make_foreign(script, rest);
	else if ((rest = after(text, "clock")) != NULL)
		shop_clock(&script->shop, rest);
	else if (strcmp(text, "restart") == 0)
		shop_restart(&script->shop);
	else
		script->outcome = shop_do(&script->shop, text);
	if (script->outcome == RC_OK) {
		struct err err = { 0 };

		if (till_settle(script->shop.till, &err))
			FAIL(script, "settling: %s", err.msg);
	}
}

START_TEST(a_script_of_the_shop_comes_out_as_it_says)
{
	struct script script = { .name = files[_i] };
	char path[PATH_MAX], line[COMMAND_LINE_MAX];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", SALES, files[_i]);
	file = fopen(path, "r");
	ck_assert_msg(file != NULL, "%s cannot be read", path);
	while (fgets(line, sizeof line, file)) {
		char *text = line + strspn(line, " \t");

		text[strcspn(text, "\n")] = '\0';
		script.line++;
		if (*text && *text != '#')
			play(&script, text);
	}
	fclose(file);
	check_last(&script);
	shop_must_hold(&script.shop);
	shop_remove(&script.shop);
}
END_TEST

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
find_files(void)
{
	DIR *folder = opendir(SALES);
	struct dirent *found;

	while (folder && (found = readdir(folder)) != NULL && file_count < 200) {
		const char *end = strrchr(found->d_name, '.');

		if (end && strcmp(end, ".sale") == 0)
			files[file_count++] = alloc_text(found->d_name);
	}
	if (folder)
		closedir(folder);
	qsort(files, (size_t)file_count, sizeof files[0], by_name);
}

int
main(void)
{
	Suite *suite = suite_create("sales");
	TCase *tests = tcase_create("scripts");
	int status;

	find_files();
	if (file_count == 0) {
		fprintf(stderr, "no scripts in %s\n", SALES);
		return EXIT_FAILURE;
	}
	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, a_script_of_the_shop_comes_out_as_it_says, 0, file_count);
	suite_add_tcase(suite, tests);
	status = run_suite(suite);
	while (file_count > 0)
		free(files[--file_count]);
	return status;
}
