/*
 * ringup verify, rebuild: is what is kept what happened?
 */
#include <config.h>

#include <ctype.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/paths.h"
#include "ledger/journal.h"
#include "commands/inside.h"

#define ANCHORS_MAX 32
#define ANCHOR_LEAST 8 /* hex digits */

/* A piece of a hash as it stands on paper, and whose it is. */
struct anchor {
	char name[40]; /* as it was given */
	char digits[2 * HASH_BYTES + 1];
	struct receipt_ref receipt;
	int64_t z, seq;
};

struct verify {
	const char *shop;
	struct verify_options options;
	struct anchor anchors[ANCHORS_MAX];
	int anchor_count;
};

/* ---- anchors ---- */

/* "ringup:z:1:4711:3f2a9c01...": what the code on a Z report says when it is scanned. */
static bool
parse_code(const char *text, struct anchor *anchor)
{
	int till, end = -1;

	memset(anchor, 0, sizeof *anchor);
	if (sscanf(text, "ringup:z:%d:%" SCNd64 ":%64[0-9a-f]%n", &till, &anchor->seq,
	           anchor->digits, &end) != 3 ||
	    text[end] || anchor->seq <= 0 || strlen(anchor->digits) < ANCHOR_LEAST)
		return false;
	snprintf(anchor->name, sizeof anchor->name, "%" PRId64, anchor->seq);
	return true;
}

/* "1-000123=3f2a 9c01 ...", "Z12=...", "4711=...": a receipt, a Z report, an entry. */
static bool
parse_anchor(const char *text, struct anchor *anchor)
{
	const char *equals = strchr(text, '=');
	size_t length = equals ? (size_t)(equals - text) : 0, count = 0;
	char *end;

	memset(anchor, 0, sizeof *anchor);
	if (length == 0 || length >= sizeof anchor->name)
		return false;
	memcpy(anchor->name, text, length);
	for (text = equals + 1; *text; text++) {
		if (strchr(" -:.", *text))
			continue;
		if (!isxdigit((unsigned char)*text) || count >= sizeof anchor->digits - 1)
			return false;
		anchor->digits[count++] = (char)tolower((unsigned char)*text);
	}
	if (count < ANCHOR_LEAST)
		return false;
	if (receipt_ref_parse(anchor->name, &anchor->receipt))
		return true;
	if (toupper((unsigned char)anchor->name[0]) == 'Z')
		anchor->z = strtoll(anchor->name + 1, &end, 10);
	else
		anchor->seq = strtoll(anchor->name, &end, 10);
	return *end == '\0' && (anchor->z > 0 || anchor->seq > 0);
}

/* The number of the entry an anchor is about. */
static enum outcome
find_anchor(struct ledger *ledger, const struct anchor *anchor, int64_t *seq, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	*seq = anchor->seq;
	if (anchor->seq)
		return RC_OK;
	if (anchor->z)
		outcome = journal_read_z(ledger, SERIES_LIVE, anchor->z, &entry, err);
	else
		outcome = journal_read_sale(ledger, anchor->receipt, &entry, err);
	if (outcome)
		return outcome;
	*seq = entry.seq;
	entry_done(&entry);
	return RC_OK;
}

/* The chain was walked before: what is stored is what was worked out. */
static enum outcome
check_anchor(struct ledger *ledger, const struct anchor *anchor, struct err *err)
{
	char hex[2 * HASH_BYTES + 1], *text;
	struct signature signature;
	struct hash hash;
	size_t length;
	int64_t seq;

	if (find_anchor(ledger, anchor, &seq, NULL) ||
	    journal_stored(ledger, ledger_till(ledger), seq, &text, &length, &hash, &signature,
	                   NULL))
		return err_set(err, RC_BROKEN, _("%s is on paper and not in the journal"),
		               anchor->name);
	free(text);
	hex_text(hex, hash.bytes, HASH_BYTES);
	if (strncmp(hex, anchor->digits, strlen(anchor->digits)) == 0)
		return RC_OK;
	return err_set(err, RC_BROKEN, _("%s is another in the journal than on paper"),
	               anchor->name);
}

static enum outcome
check_anchors(struct ledger *ledger, const struct verify *verify, struct err *err)
{
	enum outcome outcome = RC_OK;
	int index;

	for (index = 0; index < verify->anchor_count && !outcome; index++)
		outcome = check_anchor(ledger, &verify->anchors[index], err);
	return outcome;
}

/* ---- verify ---- */

static void
print_report(const struct verify_report *report, int anchors)
{
	char hex[2 * HASH_BYTES + 1];

	printf(ngettext("%" PRId64 " entry checked, ", "%" PRId64 " entries checked, ",
	                report->entries),
	       report->entries);
	printf(ngettext("%" PRId64 " signature.\n", "%" PRId64 " signatures.\n",
	                report->signatures),
	       report->signatures);
	if (report->last_good_z)
		printf(_("Last Z report: %" PRId64 ".\n"), report->last_good_z);
	if (anchors)
		printf(ngettext("%d paper agrees.\n", "%d papers agree.\n", anchors), anchors);
	printf(_("Last entry: %" PRId64 ", %s.\n"), report->head_seq,
	       hex_text(hex, report->head.bytes, HASH_BYTES));
}

static int
report_break(const struct verify_report *report, const struct err *err)
{
	if (report->first_bad_seq)
		fprintf(stderr,
		        _("The journal breaks at entry %" PRId64 "; %" PRId64
		          " entries before it are whole.\n"),
		        report->first_bad_seq, report->entries > 0 ? report->first_bad_seq - 1 : 0);
	else if (report->entries)
		fprintf(stderr,
		        ngettext("The journal itself is whole: %" PRId64 " entry.\n",
		                 "The journal itself is whole: %" PRId64 " entries.\n",
		                 report->entries),
		        report->entries);
	return command_failed(err);
}

static int
verify_shop(const struct verify *verify)
{
	struct ledger *ledger;
	struct verify_report report = { 0 };
	struct err err = { 0 };
	enum outcome outcome = command_open_ledger(&ledger, verify->shop, LEDGER_READ, &err);

	if (outcome)
		return command_failed(&err);
	outcome = journal_verify(ledger, &verify->options, &report, &err);
	if (!outcome)
		outcome = check_anchors(ledger, verify, &err);
	ledger_close(&ledger);
	if (outcome)
		return report_break(&report, &err);
	print_report(&report, verify->anchor_count);
	if (report.headless_start)
		printf(_("At entry %" PRId64
		         " the till started without its head file: compare the last "
		         "receipt before it with the journal.\n"),
		       report.headless_start);
	printf(_("All is well.\n"));
	return 0;
}

static int
take_anchor(struct verify *verify, const char *subcommand, const char *text)
{
	struct anchor *anchor = &verify->anchors[verify->anchor_count];

	if (verify->anchor_count == ANCHORS_MAX)
		return command_misuse(subcommand, _("at most %d papers can be compared"),
		                      ANCHORS_MAX);
	if (!parse_code(text, anchor) && !parse_anchor(text, anchor))
		return command_misuse(
		        subcommand,
		        _("--anchor takes what is on the paper: 1-000123=3F2A-9C01 or Z12=..."));
	verify->anchor_count++;
	return 0;
}

static int
run_verify(int argc, char **argv)
{
	struct verify verify = { .options = { .derived = true, .integrity = true } };
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'S':
			verify.shop = optarg;
			break;
		case 's':
			verify.options.all_signatures = true;
			break;
		case 'a':
			if (take_anchor(&verify, argv[0], optarg))
				return EXIT_USAGE;
			break;
		default:
			return command_status(letter);
		}
	}
	if (command_operands(argc, argv, 0, 0))
		return EXIT_USAGE;
	return verify_shop(&verify);
}

static const struct option_spec verify_options[] = {
	OPTION_SHOP,
	{ 's', "signatures", NULL,
	  N_("check every signature, not only those of Z reports and the last") },
	{ 'a', "anchor", "PAPER=HASH",
	  N_("compare with a receipt (1-000123=...) or Z report (Z12=...)") },
	{ 0 },
};

const struct subcommand subcommand_verify = {
	.name = "verify",
	.operands = "",
	.about = N_(
	        "Check the journal from its first entry to its last, and what is derived from it"),
	.options = verify_options,
	.run = run_verify,
};

/* ---- rebuild ---- */

static int
rebuild_shop(const char *shop, bool repair)
{
	const struct when now = clock_system.now(clock_system.context);
	char folder[PATH_MAX], what[300] = "";
	struct err err = { 0 };
	int64_t differences = 0;
	enum outcome outcome = paths_shop(folder, shop, &err);

	if (!outcome)
		outcome = journal_rebuild(folder, repair, &now, &differences, what, &err);
	if (outcome && outcome != RC_BROKEN)
		return command_failed(&err);
	if (differences == 0 && !outcome) {
		printf(_("All tables are what the entries say.\n"));
		return 0;
	}
	if (outcome)
		return command_failed(&err);
	printf(ngettext("%" PRId64 " row differs: %s\n", "%" PRId64 " rows differ: %s\n",
	                differences),
	       differences, what);
	if (repair) {
		printf(_("They were replaced by what the entries say, and an entry records it.\n"));
		return 0;
	}
	fprintf(stderr, _("Nothing was changed; \"ringup rebuild --repair\" replaces them.\n"));
	return err_exit_status(RC_BROKEN);
}

static int
run_rebuild(int argc, char **argv)
{
	const char *shop;
	bool repair;
	int status;

	if (!command_shop_and(argc, argv, 'r', &repair, &shop, &status))
		return status;
	return rebuild_shop(shop, repair);
}

static const struct option_spec rebuild_options[] = {
	OPTION_SHOP,
	{ 'r', "repair", NULL, N_("replace tables that differ; this is recorded") },
	{ 0 },
};

const struct subcommand subcommand_rebuild = {
	.name = "rebuild",
	.operands = "",
	.about = N_("Derive all tables from the entries again, and compare"),
	.options = rebuild_options,
	.run = run_rebuild,
};
