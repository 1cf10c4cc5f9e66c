/*
 * Prices random baskets twice: by the engine, as `ringup quote` does, and from the written rules
 * alone in exact fractions.  They must agree to the cent.
 *
 *   oracle                      a few thousand baskets of fixed seeds (make check)
 *   oracle --seed N             BASKETS random baskets of this seed and those after it
 *     --baskets N --promotions N --all --finds
 *   oracle FILE...              these questions
 *
 * In every tenth basket that agrees, one figure of the answer is moved by a unit: that must be
 * noticed.  The first basket that differs is made as small as it can be and printed as a question
 * of `ringup quote`; with --all, the first twenty are.
 */
#include <config.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/paths.h"
#include "checkout/quote.h"
#include "tests/oracle/control.h"
#include "tests/oracle/random.h"
#include "tests/oracle/shrink.h"
#include "tests/oracle/work.h"

static const struct when noon = { .utc_ms = INT64_C(1795345200000), .offset_min = 60 };
static struct buf complaint;
static long refused;

/* ---- one basket ---- */

/* False, and why, where question and answer do not agree. */
static bool
agree(const struct buf *question, const struct buf *answer)
{
	struct json_doc *asked, *answered;
	bool agrees;

	buf_clear(&complaint);
	assert(json_parse(&asked, question->text, question->length, NULL) == RC_OK);
	assert(json_parse(&answered, answer->text, answer->length, NULL) == RC_OK);
	agrees = oracle_agrees(json_root(asked), json_root(answered), &complaint);
	json_free(&asked);
	json_free(&answered);
	return agrees;
}

/* A question that the engine refuses is none. */
static bool
fails(const struct buf *question)
{
	struct buf answer = { .length = 0 };
	bool agrees = true;

	if (quote_answer(question->text, question->length, NULL, noon, &answer) == RC_OK)
		agrees = agree(question, &answer);
	else
		refused++;
	buf_done(&answer);
	return !agrees;
}

static bool
breaks_property(const struct buf *question)
{
	return !properties_hold(question, &complaint);
}

/* One figure of the answer is moved by one unit: was it noticed? */
static bool
control_fails(const struct buf *question)
{
	struct buf answer = { .length = 0 };
	bool noticed = true;

	if (quote_answer(question->text, question->length, NULL, noon, &answer) == RC_OK &&
	    control_move(&answer))
		noticed = !agree(question, &answer);
	if (!noticed)
		printf("not noticed: %s\n%s\n", question->text, answer.text);
	buf_done(&answer);
	return noticed;
}

static void
show_failure(struct buf *question, bool (*wrong)(const struct buf *question))
{
	wrong(question);
	printf("at first: %s\n", complaint.text);
	shrink(question, wrong);
	wrong(question);
	printf("not ok: %s\n%s\n", complaint.text ? complaint.text : "?", question->text);
}

/* ---- runs ---- */

static int
run_random(uint64_t seed, long baskets, const struct mix *mix, bool all)
{
	struct buf question = { .length = 0 };
	long controls = 0, noticed = 0;
	int failures = 0;

	refused = 0;
	for (long i = 0; i < baskets && (failures == 0 || (all && failures < 20)); i++) {
		buf_clear(&question);
		random_question(seed + (uint64_t)i, mix, &question);
		if (fails(&question)) {
			printf("basket %ld, seed %llu\n", i,
			       (unsigned long long)seed + (unsigned long long)i);
			show_failure(&question, fails);
			failures++;
		} else if (i % 16 == 3 && breaks_property(&question)) {
			printf("basket %ld, seed %llu\n", i,
			       (unsigned long long)seed + (unsigned long long)i);
			show_failure(&question, breaks_property);
			failures++;
		} else if (i % 10 == 0) {
			controls++;
			noticed += control_fails(&question);
		}
	}
	printf("%s %ld of %ld answers that were a unit off were noticed\n",
	       noticed == controls ? "ok" : "not ok", noticed, controls);
	failures += noticed < controls;
	printf("%s %ld baskets from seed %llu, promotions up to %d: %d differ, %ld refused\n",
	       failures ? "not ok" : "ok", baskets, (unsigned long long)seed, mix->promotions_max,
	       failures, refused);
	buf_done(&question);
	return failures;
}

static int
run_file(const char *path)
{
	struct buf question = { .length = 0 };
	char *text;
	size_t length;
	struct err err;
	int failures = 0;

	if (paths_read_file(path, 1 << 20, &text, &length, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.msg);
		return 1;
	}
	buf_add(&question, text);
	free(text);
	if (fails(&question)) {
		printf("not ok: %s\n%s\n", complaint.text, question.text);
		failures++;
	} else {
		printf("ok %s\n", path);
	}
	buf_done(&question);
	return failures;
}

/* What make check plays: from this seed on so many, with up to so many promotions. */
static const struct {
	uint64_t seed;
	long baskets;
	int promotions;
} fixed[] = {
	{ 1, 2000, 0 },
	{ 1, 1500, 1 },
	{ 3000, 1000, 2 },
	{ 50000, 500, 4 },
};

static int
run_fixed(void)
{
	int failures = 0;

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
		struct mix mix = { .promotions_max = fixed[i].promotions };

		failures += run_random(fixed[i].seed, fixed[i].baskets, &mix, false);
	}
	return failures;
}

struct run {
	struct mix mix;
	uint64_t seed;
	long baskets;
	bool all, seeded;
	int files, failures;
};

/* Gives how many words it took. */
static int
read_option(struct run *run, char **words)
{
	if (strcmp(words[0], "--all") == 0) {
		run->all = true;
		return 1;
	}
	if (strcmp(words[0], "--finds") == 0) {
		run->mix.open_finds = true;
		return 1;
	}
	if (strcmp(words[0], "--baskets") == 0 && words[1]) {
		run->baskets = atol(words[1]);
	} else if (strcmp(words[0], "--seed") == 0 && words[1]) {
		run->seed = strtoull(words[1], NULL, 10);
		run->seeded = true;
	} else if (strcmp(words[0], "--promotions") == 0 && words[1]) {
		run->mix.promotions_max = atoi(words[1]);
	} else {
		run->failures += run_file(words[0]);
		run->files++;
		return 1;
	}
	return 2;
}

int
main(int argc, char **argv)
{
	struct run run = { .baskets = 1000 };

	for (int i = 1; i < argc;)
		i += read_option(&run, argv + i);
	if (run.seeded)
		run.failures += run_random(run.seed, run.baskets, &run.mix, run.all);
	else if (run.files == 0)
		run.failures += run_fixed();
	buf_done(&complaint);
	return run.failures > 0;
}
