/*
 * ringup devices: what can be connected, and whether it works.
 */
#include <config.h>

#include <getopt.h>
#include <signal.h>
#include <string.h>

#include "base/helper.h"
#include "base/text.h"
#include "shop/settings.h"
#include "devices/display.h"
#include "devices/escpos_profile.h"
#include "devices/printer.h"
#include "devices/scanner.h"
#include "commands/inside.h"
#include "commands/scanner_commands.h"


struct devices {
	const char *shop;
	const char *printer; /* NULL: the shop's */
	const char *scanner;
	const char *layout; /* of keys */
	bool drawer;
};

/* The shop's printer and paper, or a plain one if there is no shop here. */
static void
load_settings(const struct devices *devices, struct settings *settings)
{
	struct ledger *ledger;

	memset(settings, 0, sizeof *settings);
	if (!command_open_ledger(&ledger, devices->shop, LEDGER_READ, NULL)) {
		if (settings_load(settings, ledger, NULL))
			memset(settings, 0, sizeof *settings);
		ledger_close(&ledger);
	}
	if (!settings->receipt_cols)
		settings->receipt_cols = 42;
	if (devices->printer)
		text_copy(settings->printer, sizeof settings->printer, devices->printer);
}

/* ---- list ---- */

static enum printer_state
ask_state(const char *address)
{
	struct buf answer = { 0 };
	enum outcome outcome = helper_ask(PRINTER_STATE, address, strlen(address),
	                                  printer_patience_ms, &answer, NULL);
	enum printer_state state =
	        printer_state_answer(outcome, answer.text ? answer.text : "", answer.length);

	buf_done(&answer);
	return state;
}

static void
print_queues(void)
{
	struct buf answer = { 0 };
	char address[PRINTER_ADDRESS_MAX], state[16], about[200];
	const char *at;
	size_t left;
	bool any = false;

	helper_ask(PRINTER_QUEUES, "", 0, printer_patience_ms, &answer, NULL);
	at = answer.text;
	left = answer.length;
	while (left > 0 && printer_take_line(&at, &left, address, sizeof address) &&
	       printer_take_line(&at, &left, state, sizeof state) &&
	       printer_take_line(&at, &left, about, sizeof about)) {
		if (!any)
			printf(_("Queues of the print server:\n"));
		any = true;
		printf("  %s  %s, %s\n", address,
		       printer_state_label(printer_state_answer(RC_OK, state, strlen(state))),
		       about);
	}
	buf_done(&answer);
}

static void
print_row(const char *scheme, const char *about)
{
	char padded[60];

	text_pad(padded, sizeof padded, scheme, 8, ALIGN_LEFT);
	printf("  %s %s\n", padded, _(about));
}

/* The word behind a printer's address. */
static void
print_profiles(void)
{
	struct escpos_profile profiles[ESCPOS_PROFILES_MAX];
	size_t count, index;
	char padded[60];

	if (escpos_profiles(profiles, ESCPOS_PROFILES_MAX, &count, NULL))
		return;
	printf(_("Models of receipt printers, to be named behind the address:\n"));
	for (index = 0; index < count; index++) {
		text_pad(padded, sizeof padded, profiles[index].id, 12, ALIGN_LEFT);
		printf("  %s %s\n", padded, profiles[index].name);
	}
}

static int
list(const struct devices *devices)
{
	const struct printer_kind *printers;
	const struct scanner_kind *scanners;
	const struct display_kind *displays;
	struct settings settings;
	size_t count, index;

	printf(_("Printers:\n"));
	count = printer_kinds(&printers);
	for (index = 0; index < count; index++)
		print_row(printers[index].scheme, printers[index].about);
	print_queues();
	print_profiles();
	printf(_("Scanners:\n"));
	print_row("wedge", N_("a scanner that types like a keyboard; needs no setting"));
	count = scanner_kinds(&scanners);
	for (index = 0; index < count; index++)
		print_row(scanners[index].scheme, scanners[index].about);
	printf(_("Customer displays:\n"));
	count = display_kinds(&displays);
	for (index = 0; index < count; index++)
		print_row(displays[index].scheme, displays[index].about);
	load_settings(devices, &settings);
	if (settings.printer[0])
		printf(_("The shop's printer %s: %s\n"), settings.printer,
		       printer_state_label(ask_state(settings.printer)));
	return 0;
}

/* ---- test ---- */

static void
compose_test(struct printout *printout, int cols)
{
	char ruler[64] = "";
	int col;

	for (col = 0; col < cols && col < (int)sizeof ruler - 1; col++)
		ruler[col] = (char)('0' + (col + 1) % 10);
	printout_text(printout, ALIGN_CENTRE, STYLE_BOLD | STYLE_LARGE, _("Printer test"));
	printout_blank(printout);
	printout_text(printout, ALIGN_LEFT, 0, ruler);
	printout_columns(printout, 0, _("The line above is one line"), "1.00");
	printout_columns(printout, STYLE_BOLD, _("bold"), "2.00");
	printout_rule(printout, 0);
	printout_text(printout, ALIGN_LEFT, 0, "€ £ ä ö ü ß é è ê ç ñ å ø");
	printout_blank(printout);
	printout_barcode(printout, "98000100000000012342");
	printout_cut(printout);
}

static int
test_printer(const struct devices *devices)
{
	struct settings settings;
	struct printout printout;
	struct err err = { 0 };
	enum outcome outcome;

	load_settings(devices, &settings);
	if (!settings.printer[0] || strcmp(settings.printer, "none:") == 0 ||
	    strcmp(settings.printer, "none") == 0) {
		err_set(&err, RC_REFUSED, _("the shop has no printer"));
		err_hint(&err, _("name one: ringup devices test --printer file:/dev/usb/lp0"));
		return command_failed(&err);
	}
	printout_init(&printout);
	compose_test(&printout, settings.receipt_cols);
	if (devices->drawer)
		printout_drawer(&printout);
	outcome = command_print(settings.printer, settings.receipt_cols, &printout, &err);
	printout_done(&printout);
	if (outcome)
		return command_failed(&err);
	printf(_("Sent to %s. Is it on the paper, with every sign in its place?\n"),
	       settings.printer);
	return 0;
}

static int
run(int argc, char **argv)
{
	struct devices devices = { 0 };
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'S':
			devices.shop = optarg;
			break;
		case 'p':
			devices.printer = optarg;
			break;
		case 's':
			devices.scanner = optarg;
			break;
		case 'd':
			devices.drawer = true;
			break;
		case 'l':
			devices.layout = optarg;
			break;
		default:
			return command_status(letter);
		}
	}
	if (command_operands(argc, argv, 1, 2))
		return EXIT_USAGE;
	signal(SIGPIPE, SIG_IGN);
	if (strcmp(argv[optind], "replay") == 0 && argc - optind == 2)
		return scanner_replay(argv[optind + 1], devices.layout);
	if (argc - optind == 1 && strcmp(argv[optind], "list") == 0)
		return list(&devices);
	if (argc - optind == 1 && strcmp(argv[optind], "test") == 0)
		return devices.scanner ? scanner_test(devices.scanner) : test_printer(&devices);
	if (argc - optind == 1 && strcmp(argv[optind], "record") == 0)
		return scanner_record(devices.scanner ? devices.scanner : "hidpos:");
	if (argc - optind == 1 && strcmp(argv[optind], "enrol") == 0)
		return scanner_enrol(devices.shop);
	return command_misuse(argv[0], _("that cannot be done with devices"));
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 'p', "printer", "ADDRESS", N_("this printer instead of the shop's") },
	{ 'd', "drawer", NULL, N_("open the drawer too") },
	{ 's', "scanner", "ADDRESS", N_("show or record what this scanner reads") },
	{ 'l', "layout", "COUNTRY", N_("of what a scanner typed: us, uk, de, fr, es") },
	{ 0 },
};

const struct subcommand subcommand_devices = {
	.name = "devices",
	.operands = "list|test|record|enrol|replay FILE",
	.about = N_("Name the printers and scanners that can be connected, try them, add one"),
	.options = options,
	.run = run,
};
