#include <config.h>

#include "shop.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/paths.h"
#include "ledger/ledger.h"
#include "counter/demo.h"

static char place[PATH_MAX]; /* holds "made", and a copy for each test that runs */
static char folder[PATH_MAX + 64];
static const char *now = SHOP_NOW, *program; /* NULL: the clock as it is; the frozen till */

static void
run(const char *command)
{
	if (system(command) != 0) {
		fprintf(stderr, "failed: %s\n", command);
		exit(EXIT_FAILURE);
	}
}

void
shop_prepare(void)
{
	struct demo_plan plan = demo_plan_usual;
	const char *tmp = getenv("TMPDIR");
	char made[PATH_MAX + 64];
	struct err err = { 0 };

	setenv("TZ", "UTC", 1);
	snprintf(place, sizeof place, "%s/ringup-XXXXXX", tmp ? tmp : "/tmp");
	if (crypto_start(&err) || !mkdtemp(place)) {
		perror(place);
		exit(EXIT_FAILURE);
	}
	plan.today = now ? (struct when){ atoll(now) * 1000, 0 } : clock_system.now(NULL);
	plan.days = 5;
	plan.percent = 40;
	snprintf(made, sizeof made, "%s/made", place);
	if (demo_make(made, &plan, &err)) {
		fprintf(stderr, "%s (%s)\n", err.msg, err.detail);
		exit(EXIT_FAILURE);
	}
}

void
shop_as_shipped(void)
{
	now = NULL;
	program = "ringup";
}

void
shop_set(const char *setting, const char *value)
{
	char command[2 * PATH_MAX];

	snprintf(command, sizeof command, "'%s/%s' settings --shop '%s/made' '%s' '%s' >&2",
	         getenv("top_builddir"), program ? program : "tests/ringup_frozen", place, setting,
	         value);
	run(command);
}

void
shop_without_waiting(void)
{
	shop_set("scanner-prefix", "§");
}

void
shop_forget(void)
{
	paths_remove_tree(place, NULL);
}

void
shop_copy(void)
{
	char command[3 * PATH_MAX];

	snprintf(folder, sizeof folder, "%s/copy-%d", place, (int)getpid());
	snprintf(command, sizeof command, "cp -a '%s/made' '%s'", place, folder);
	run(command);
}

void
shop_remove(void)
{
	paths_remove_tree(folder, NULL);
}

const char *
shop_folder(void)
{
	return folder;
}

struct harness *
shop_begin(const struct harness_options *options)
{
	const char *words[] = { "demo", "--shop", folder, NULL };
	struct harness_options own = *options;

	own.words = words;
	own.now = now;
	own.program = program;
	return harness_start(&own);
}

struct harness *
shop_open_as(const struct harness_options *options)
{
	struct harness *harness = shop_begin(options);

	/* the name stands in the head of every screen */
	harness_until(harness, "Corner Shop Nordhain");
	return harness;
}

struct harness *
shop_open(const char *language)
{
	struct harness_options options = { .language = language };

	return shop_open_as(&options);
}

struct harness *
shop_open_empty(const char *language)
{
	static char empty[PATH_MAX + 80];
	const char *words[] = { "--shop", empty, NULL };
	struct harness_options options = { .words = words, .now = SHOP_NOW, .language = language };

	snprintf(empty, sizeof empty, "%s/none", folder);
	return harness_start(&options);
}

long
shop_last_entry(void)
{
	struct ledger *ledger;
	struct err err = { 0 };
	long last;

	ck_assert_msg(ledger_open(&ledger, folder, LEDGER_READ, &err) == RC_OK, "%s", err.msg);
	last = (long)ledger_last_seq(ledger);
	ledger_close(&ledger);
	return last;
}
