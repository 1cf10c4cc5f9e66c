/*
 * ringup recover: with the recovery sheet, a new signing key after a restore and a new PIN for the
 * manager.
 *
 * Backups hold no secrets, so a restored till has neither the key that signs its entries nor what
 * its PINs are mixed with.  The root secret on the sheet signs the new key.  Without the sheet a
 * reason is recorded instead, and verify reports that break as one to be covered by papers from
 * outside.
 */
#include <config.h>

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/paths.h"
#include "base/text.h"
#include "ledger/chain.h"
#include "ledger/journal.h"
#include "shop/setup.h"
#include "shop/staff.h"
#include "commands/inside.h"

#define SHEET_MAX 4096

struct recover {
	const char *shop;
	const char *sheet;  /* file; NULL: typed in */
	const char *reason; /* why there is no sheet; NULL: there is one */
	int64_t staff;
	char pin[PIN_MAX];
	bool has_pin;
	struct key_pair root;
	struct ledger *ledger;
};

/* ---- the sheet ---- */

/* The lines that begin with ROOT and CHECK, up to an empty line. */
static void
type_sheet(char *out, size_t size)
{
	size_t length = 0;

	if (isatty(STDIN_FILENO))
		printf(_("Type the lines of the sheet that begin with ROOT and CHECK, then an "
		         "empty line.\n"));
	while (length < size - 1 && fgets(out + length, (int)(size - length), stdin)) {
		if (out[length] == '\n')
			break;
		length += strlen(out + length);
	}
	out[length] = '\0';
}

static enum outcome
read_sheet(struct recover *recover, struct err *err)
{
	char typed[SHEET_MAX] = "", *text = NULL;
	unsigned char seed[32];
	size_t length;
	enum outcome outcome = RC_OK;

	if (recover->sheet)
		outcome = paths_read_file(recover->sheet, SHEET_MAX, &text, &length, err);
	else
		type_sheet(typed, sizeof typed);
	if (!outcome)
		outcome = setup_read_recovery(text ? text : typed, seed, err);
	if (!outcome)
		key_pair_from_seed(&recover->root, seed);
	if (text)
		explicit_bzero(text, length);
	free(text);
	explicit_bzero(typed, sizeof typed);
	explicit_bzero(seed, sizeof seed);
	return outcome;
}

/* Is it the sheet of this till?  Its first entry names the root's public half. */
static enum outcome
check_sheet(struct recover *recover, struct err *err)
{
	struct entry init;
	bool same;
	enum outcome outcome =
	        journal_read(recover->ledger, ledger_till(recover->ledger), 1, &init, err);

	if (outcome)
		return outcome;
	same = init.kind == ENTRY_INIT && memcmp(&init.is.init.root_key, &recover->root.public,
	                                         sizeof recover->root.public) == 0;
	entry_done(&init);
	return same ? RC_OK
	            : err_set(err, RC_REFUSED, _("this is the recovery sheet of another till"));
}

/* ---- what is recovered ---- */

static enum outcome
recover_key(struct recover *recover, struct err *err)
{
	struct entry entry;
	struct key_recovery_facts *facts = &entry.is.key_recovery;
	enum outcome outcome;

	entry_init(&entry, ENTRY_KEY_RECOVERY);
	command_header(recover->ledger, &entry);
	outcome = ledger_recovery_key(recover->ledger, &facts->new_key, err);
	if (!outcome) {
		facts->by_root = !recover->reason;
		text_copy(facts->reason, sizeof facts->reason,
		          recover->reason ? recover->reason : "");
		if (facts->by_root)
			chain_sign_key(&facts->root_signature, &recover->root, &facts->new_key);
		outcome = ledger_append(recover->ledger, &entry, 0, err);
	}
	entry_done(&entry);
	return outcome;
}

static enum outcome
ask_pin(struct recover *recover, const char *group, struct err *err)
{
	if (!recover->has_pin && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
		const char *typed = getpass(_("New PIN (not shown): "));

		text_copy(recover->pin, sizeof recover->pin, typed ? typed : "");
	}
	return staff_pin_check_form(recover->pin, group, err);
}

static enum outcome
recover_pin(struct recover *recover, struct err *err)
{
	struct staff_row row;
	struct entry entry;
	char hash[PIN_HASH_MAX], *request, *answer;
	bool matches;
	int staff = (int)recover->staff;
	enum outcome outcome = staff_get(recover->ledger, staff, &row, err);

	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_NOT_FOUND, _("nobody has the staff number %d"), staff);
	if (!outcome)
		outcome = ask_pin(recover, row.group, err);
	if (!outcome && ledger_needs_pepper(recover->ledger))
		outcome = ledger_new_pepper(recover->ledger, err);
	if (outcome)
		return outcome;
	request = staff_pin_request(NULL, recover->pin, staff, ledger_pepper(recover->ledger));
	answer = staff_pin_work(request);
	if (!staff_pin_answer(answer, strlen(answer), &matches, hash))
		outcome = err_set(err, RC_SYSTEM, _("the PIN could not be hashed"));
	explicit_bzero(request, strlen(request));
	free(request);
	free(answer);
	entry_init(&entry, ENTRY_STAFF);
	command_header(recover->ledger, &entry);
	if (!outcome)
		outcome = staff_change_row(recover->ledger, staff, STAFF_PIN, hash, &entry, err);
	entry_done(&entry);
	return outcome;
}

/* A reason stands in for the sheet only where a secret is missing: it is no way around a PIN. */
static enum outcome
may_recover(struct recover *recover, struct err *err)
{
	if (!recover->reason)
		return check_sheet(recover, err);
	if (ledger_needs_key(recover->ledger) || ledger_needs_pepper(recover->ledger))
		return RC_OK;
	return err_set(err, RC_REFUSED, _("only a restored till is recovered without its sheet"));
}

static enum outcome
recover_all(struct recover *recover, struct err *err)
{
	enum outcome outcome = may_recover(recover, err);

	/* what is done without the sheet is an entry with its reason */
	if (!outcome && (recover->reason || ledger_needs_key(recover->ledger))) {
		outcome = recover_key(recover, err);
		if (!outcome)
			printf(_("The till has a new key and can sell again.\n"));
	}
	if (!outcome)
		outcome = recover_pin(recover, err);
	if (!outcome)
		printf(_("The new PIN holds from now on.\n"));
	return outcome;
}

static int
work(struct recover *recover)
{
	struct err err = { 0 };
	enum outcome outcome =
	        command_open_ledger(&recover->ledger, recover->shop, LEDGER_WRITE, &err);

	if (!outcome && !recover->reason)
		outcome = read_sheet(recover, &err);
	if (!outcome)
		outcome = recover_all(recover, &err);
	if (recover->ledger)
		ledger_close(&recover->ledger);
	key_pair_wipe(&recover->root);
	explicit_bzero(recover->pin, sizeof recover->pin);
	return outcome ? command_failed(&err) : 0;
}

static int
run(int argc, char **argv)
{
	struct recover recover = { .staff = 1 };
	struct err err = { 0 };
	int64_t fd;
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'S':
			recover.shop = optarg;
			break;
		case 'r':
			recover.sheet = optarg;
			break;
		case 'w':
			recover.reason = optarg;
			break;
		case 's':
			if (!command_number(argv[0], "--staff", optarg, 1, 9999, &recover.staff))
				return EXIT_USAGE;
			break;
		case 'p':
			if (!command_number(argv[0], "--pin-fd", optarg, 0, 1023, &fd))
				return EXIT_USAGE;
			if (command_read_line((int)fd, recover.pin, sizeof recover.pin, &err))
				return command_failed(&err);
			recover.has_pin = true;
			break;
		default:
			return command_status(letter);
		}
	}
	if (command_operands(argc, argv, 0, 0))
		return EXIT_USAGE;
	if (recover.reason && recover.sheet)
		return command_misuse(argv[0], _("either there is a sheet, or a reason why not"));
	return work(&recover);
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 'r', "recovery", "FILE", N_("the recovery sheet; without it the sheet is typed in") },
	{ 's', "staff", "N", N_("who gets a new PIN (1)") },
	{ 'p', "pin-fd", "N", N_("read the new PIN from this descriptor") },
	{ 'w', "without-sheet", "REASON", N_("after a restore: the sheet is lost, and why") },
	{ 0 },
};

const struct subcommand subcommand_recover = {
	.name = "recover",
	.operands = "",
	.about =
	        N_("With the recovery sheet: a new key after a restore, a new PIN for the manager"),
	.options = options,
	.run = run,
};
