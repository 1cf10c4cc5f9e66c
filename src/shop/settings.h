/*
 * What the shop decided about itself: name, address, money, paper, limits.
 *
 *   shape   a plain struct, read once from the ledger's settings and after every change
 *   source  country presets are data/countries.conf; law's reasons are told there
 */
#ifndef RINGUP_SHOP_SETTINGS_H
#define RINGUP_SHOP_SETTINGS_H

#include "ledger/outbox.h"

enum tax_rounding { TAX_PER_LINE, TAX_PER_TOTAL };
enum cash_scope { CASH_ROUND_NONE, CASH_ROUND_CASH, CASH_ROUND_ALL };
enum receipt_policy { RECEIPT_ALWAYS, RECEIPT_ASK, RECEIPT_ON_REQUEST };
/* When a reason is asked for that commands may leave out: scripts may, a screen's cashier is asked. */
enum reasons_asked { REASONS_NEVER, REASONS_SCREEN, REASONS_CANCEL, REASONS_ALL };
enum amount_entry { AMOUNTS_MINOR, AMOUNTS_UNITS };     /* 2000 typed is 20.00, or 2000.00 */

enum best_before { BEST_BEFORE_IGNORE, BEST_BEFORE_WARN, BEST_BEFORE_REFUSE };  /* once it has passed */

#define SETTINGS_NOTES 12

struct settings {
	char name[NAME_MAX_BYTES];
	char address[NOTE_MAX];         /* lines separated by '\n' */
	char tax_number[REFERENCE_MAX];
	char tax_label[25];             /* what it is called on paper: "VAT No", "USt-IdNr." */
	char country[3];
	struct currency currency;
	int limit_scale;                /* limits of data/rights.conf times this: 150 in yen */
	struct number_style style;      /* how amounts look, on screen and paper */
	char symbol[9];                 /* "€"; "" writes the code */
	bool symbol_first, symbol_space;        /* "1,50 €", "€ 1,50", "€1.50" */
	char date_pattern[17], time_pattern[17];        /* when_text() patterns */
	char language[9];               /* of paper: "de", "fr", "en", "zh_CN" */

	bool prices_with_tax;           /* new taxes are included */
	enum tax_rounding tax_rounding;
	enum rounding rounding;
	int64_t cash_step_minor;        /* 5 = 0.05; 0 or 1 none */
	enum rounding cash_rounding;
	enum cash_scope cash_scope;
	int64_t cash_exact_minor;       /* up to this nothing is rounded: small totals in Belgium; 0 none */
	bool promotions_best;           /* best for the customer, else listed order */
	char in_store[9];               /* region whose rules read 02 and 20-29: "DE"; "none" */
	char in_store_rules[NOTE_MAX];  /* the shop's own, in the language of in_store.h; "" none */
	enum best_before best_before;

	enum receipt_policy receipt_policy;
	int receipt_cols;               /* 32, 42, 48 */
	char receipt_title[41];         /* a word the law wants at the head: "Tax invoice" */
	char receipt_head[NOTE_MAX], receipt_foot[NOTE_MAX], return_policy[NOTE_MAX];   /* lines, as address */
	char printer[NAME_MAX_BYTES];   /* "none", "file:/dev/usb/lp0", "tcp:printer:9100" */
	char printer_report[NAME_MAX_BYTES], printer_label[NAME_MAX_BYTES];     /* "" the same */
	char scanners[NOTE_MAX];        /* addresses, one a line */
	char display[NAME_MAX_BYTES];   /* of the customer: an address, or "none" */
	char display_text[NAME_MAX_BYTES];      /* it shows between customers; "" the shop's name */
	char scanner_prefix[9];         /* of a wedge; "" knows scans by their speed */

	enum amount_entry amount_entry;
	int64_t max_qty_milli;          /* above it the till asks */
	int64_t max_weight_milli;
	struct money max_price;
	struct money max_paid_out;
	struct money empties_limit;     /* deposits given back in one basket without consent */
	struct money pickup_limit;      /* cash in drawer above it: a pickup is due */
	struct money notes[SETTINGS_NOTES];     /* quick cash and "largest note", growing; 0 ends */
	struct money coins[SETTINGS_NOTES];     /* with the notes, what change is made of */
	enum reasons_asked reasons_asked;
	char reasons[NOTE_MAX];         /* proposed, one a line; "" the program's own */
	int cutoff_min;                 /* business day */
	int idle_lock_s;                /* 0 never */
	char backup_place[NAME_MAX_BYTES];      /* "" none */
	bool blind_count;
	bool show_big_total;
	char signal[9];                 /* of errors: any of "b" bell, "f" flash; text is always there */
};

enum outcome settings_load(struct settings *settings, struct ledger *ledger, struct err *err);
/* One value, as text; checked, written with its entry, loaded again.  RC_NOT_FOUND no such key,
 * RC_REFUSED not a value for it, or fixed since "go live". entry brings till, day, at, staff. */
enum outcome settings_set(struct settings *settings, struct ledger *ledger, const char *key,
                          const char *value, struct entry *entry, struct err *err);
/* The table of keys, for screens, man page and tests.  Texts are untranslated: pass through _(). */
struct setting_doc { const char *key, *label, *about; bool fixed_when_live; };
size_t settings_docs(const struct setting_doc **docs);
/* The present value as settings_set() takes it: yes, no, 12.50, half_up, 50 100 ... out is returned; "" for
 * an unknown key.  NOTE_MAX always suffices. */
char *settings_text(const struct settings *settings, const char *key, char *out, size_t size);

/* The printer for these papers: its own address, or that of receipts. */
const char *settings_printer(const struct settings *settings, enum printer_role role);

/* Amount with the shop's style; with_symbol "€ 1,50" as the country writes it. */
char *settings_money(const struct settings *settings, struct money money, char out[static MONEY_TEXT_MAX]);
char *settings_money_symbol(const struct settings *settings, struct money money, char out[static MONEY_TEXT_MAX]);

#endif
