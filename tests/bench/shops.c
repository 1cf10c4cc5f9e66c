#include <config.h>

#include "shops.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/gtin.h"
#include "base/paths.h"
#include "sales.h"

#define PIN "902175"
#define MANAGER "Manager"
#define CHECKLIST "Checklist of a new shop"
#define READY "Ready for the next customer"
#define CASH_KEY "\033[20~" /* F9 */
#define SLOW_US 60000       /* between keys: faster ones would be taken for a scanner's */
#define STEP                                                                                       \
	1000003 /* prime: items that follow each other in a run are far apart in the catalogue */
#define SCATTER 618033989 /* prime: rows of a file in no order */

static void
must(enum outcome outcome, const struct err *err)
{
	if (outcome) {
		fprintf(stderr, "bench: %s (%s)\n", err->msg, err->detail);
		exit(5);
	}
}

static void
join(char out[static PATH_MAX], const char *folder, const char *name)
{
	struct err err;

	must(paths_join(out, folder, name, &err), &err);
}

/* Runs ringup with text on its descriptor 0 and, where it asks for a PIN, 3; its output goes away.
 */
static void
run_ringup(const struct bench *bench, const char *const words[], const char *input)
{
	const char *argv[24] = { bench->ringup };
	int count = 1, ends[2], status;
	pid_t pid;

	while (words[count - 1]) {
		argv[count] = words[count - 1];
		count++;
	}
	if (pipe(ends) || write(ends[1], input, strlen(input)) < 0)
		exit(5);
	close(ends[1]);
	pid = fork();
	if (pid == 0) {
		dup2(ends[0], STDIN_FILENO);
		dup2(ends[0], 3);
		if (!freopen("/dev/null", "w", stdout))
			_exit(126);
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	close(ends[0]);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
		fprintf(stderr, "bench: %s %s did not succeed\n", argv[0], argv[1]);
		exit(5);
	}
}

/* ---- items ---- */

static int64_t
item_at(const struct bench_shop *shop, int64_t index)
{
	return index * STEP % shop->items;
}

/* A valid GTIN-13 that no shop gives itself. */
static void
item_gtin(int64_t item, char out[static 14])
{
	char digits[32];

	snprintf(digits, sizeof(digits), "40%010" PRId64, item * 7 % INT64_C(10000000000));
	memcpy(out, digits, 12);
	out[12] = (char)('0' + gtin_check_digit(out, 12));
	out[13] = '\0';
}

static int64_t
item_price_minor(int64_t item)
{
	return 19 + item % 981;
}

void
shop_scan(const struct bench_shop *shop, int64_t index, char scan[static SHOP_SCAN_MAX],
          char name[static SHOP_NAME_MAX])
{
	char gtin[14];

	item_gtin(item_at(shop, index), gtin);
	snprintf(scan, SHOP_SCAN_MAX, "%s%s\r", shop->prefix, gtin);
	snprintf(name, SHOP_NAME_MAX, "Article %07" PRId64, item_at(shop, index));
}

int64_t
shop_price_minor(const struct bench_shop *shop, int64_t index)
{
	return item_price_minor(item_at(shop, index));
}

void
shop_write_items(const char *path, int64_t count, bool shuffled)
{
	FILE *file = fopen(path, "we");
	char gtin[14];

	if (!file)
		exit(5);
	fprintf(file, "number,name,gtins,department,price\n");
	for (int64_t row = 0; row < count; row++) {
		int64_t item = shuffled ? row * SCATTER % count : row;
		int64_t price = item_price_minor(item);

		item_gtin(item, gtin);
		fprintf(file, "%" PRId64 ",Article %07" PRId64 " 500 g,%s,%d,%d.%02d\n",
		        100000 + item, item, gtin, (int)(1 + item % 5), (int)(price / 100),
		        (int)(price % 100));
	}
	if (fclose(file))
		exit(5);
}

/* ---- making ---- */

void
shop_make_empty(const struct bench *bench, const char *folder)
{
	const char *const init[] = { "init",    "--shop",     folder,      "--name",
		                     "Bench",   "--country",  "DE",        "--manager",
		                     MANAGER,   "--pin-fd",   "3",         "--departments",
		                     "grocery", "--recovery", "/dev/null", NULL };
	struct err err;

	must(paths_remove_tree(folder, &err), &err);
	run_ringup(bench, init, PIN "\n");
}

static void
make_shop(const struct bench *bench, const struct bench_shop *shop)
{
	const char *const ring[] = { "ring", "--shop", shop->folder, NULL };
	const char *const settings[] = { "settings",       "--shop",     shop->folder,
		                         "scanner-prefix", shop->prefix, NULL };
	char csv[PATH_MAX];
	const char *const import[] = { "import", "--shop", shop->folder, "items", csv, NULL };

	shop_make_empty(bench, shop->folder);
	join(csv, bench->folder, "items.csv");
	shop_write_items(csv, shop->items, false);
	run_ringup(bench, import, "");
	unlink(csv);
	if (*shop->prefix)
		run_ringup(bench, settings, "");
	run_ringup(bench, ring, "sign-on 1 " PIN "\nopen-shift 100.00\nsign-off\n");
}

static void
add_sales(const struct bench_shop *shop, int64_t count)
{
	struct ledger *ledger = sales_open(shop->folder, LEDGER_WRITE_FAST);
	struct entry entry;

	for (int64_t i = 0; i < count; i++) {
		sales_entry(&entry, i);
		sales_append(ledger, &entry, false);
		entry_done(&entry);
		if (i % 1000 == 0)
			while (ledger_idle(ledger))
				;
	}
	ledger_close(&ledger);
}

void
shop_get(struct bench_shop *shop, const struct bench *bench, int64_t items, int64_t sales,
         const char *prefix)
{
	char path[PATH_MAX], made[PATH_MAX];
	struct stat is;
	struct err err;

	snprintf(made, sizeof(made), "shop-" VERSION "-%" PRId64 "-%" PRId64 "%s", items, sales,
	         *prefix ? "-prefix" : "");
	join(shop->folder, bench->folder, made);
	shop->items = items;
	shop->prefix = prefix;
	join(path, shop->folder, "bench-ready");
	if (stat(path, &is) == 0)
		return;
	printf("making a shop of %" PRId64 " items and %" PRId64 " sales\n", items, sales);
	fflush(stdout);
	make_shop(bench, shop);
	add_sales(shop, sales);
	must(paths_replace_file(path, "", 0, 0600, &err), &err);
}

/* ---- at the till ---- */

struct slave *
shop_start(const struct bench *bench, const struct bench_shop *shop, int64_t *started_ns)
{
	char *argv[] = { (char *)bench->ringup, (char *)"sell", (char *)"--shop",
		         (char *)shop->folder, NULL };

	return slave_start(argv, started_ns);
}

/* As fingers do: faster keys would be taken for a scanner's. */
static void
type_slowly(struct slave *till, const char *keys)
{
	for (; *keys; keys++) {
		char key[2] = { *keys, '\0' };

		slave_send(till, key);
		slave_settle(till, SLOW_US);
	}
}

int64_t
shop_pay(struct slave *till, const char *amount_typed)
{
	int64_t took;

	slave_settle(till, SLOW_US); /* a key this soon after a scan would be taken for its rest */
	took = slave_round_trip(till, "+", "TO PAY");
	slave_settle(till, SLOW_US); /* a bare Cash key is good once the figure was seen */
	type_slowly(till, amount_typed);
	return took + slave_round_trip(till, CASH_KEY, *amount_typed ? "CHANGE" : "PAID");
}

struct slave *
shop_open(const struct bench *bench, const struct bench_shop *shop)
{
	struct slave *till = shop_start(bench, shop, NULL);

	slave_await(till, SHOP_FIRST_SCREEN);
	slave_settle(till, SLOW_US);
	type_slowly(till, "1\r" PIN "\r");
	slave_await(till, MANAGER); /* in the head, once signed on */
	slave_settle(till, 300000);
	if (slave_shows(till, CHECKLIST)) {
		slave_send(till, "\033");
		slave_settle(till, 300000);
	}
	if (!slave_shows(till, READY)) { /* a basket that a run before left */
		shop_pay(till, "");
		slave_settle(till, SLOW_US);
	}
	return till;
}
