#include <config.h>

#include "counter/backup.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/log.h"
#include "base/text.h"
#include "ledger/backup.h"
#include "ledger/journal.h"
#include "counter/inside.h"

#define BACKUP_DEADLINE_MS (INT64_C(3600) * 1000)
#define LOOK_BACK 20 /* backup entries searched for a good one */

/* ---- in the helper ---- */

/* Cuts the next line out of *text; "" when there is none. */
static char *
next_line(char **text)
{
	char *line = *text, *end = strchr(line, '\n');

	if (end)
		*end++ = '\0';
	*text = end ? end : line + strlen(line);
	return line;
}

static enum outcome
answer_request(char *request, struct buf *answer, struct err *err)
{
	const char *folder = next_line(&request), *place = next_line(&request);
	struct when at = { 0 };
	char path[PATH_MAX], hex[2 * HASH_BYTES + 1];
	struct hash digest;
	int64_t head_seq;
	enum outcome outcome;

	if (sscanf(next_line(&request), "%" SCNd64 " %d", &at.utc_ms, &at.offset_min) != 2)
		return err_set(err, RC_REFUSED, _("the request for a backup is not whole"));
	outcome = backup_make(folder, place, at, path, sizeof path, &digest, &head_seq, err);
	if (outcome)
		return outcome;
	buf_format(answer, "done\n%s\n%s\n%" PRId64 "\n", path,
	           hex_text(hex, digest.bytes, HASH_BYTES), head_seq);
	return RC_OK;
}

int
backup_helper(void)
{
	struct buf answer = { 0 };
	struct err err = { 0 };
	char *request;
	size_t length;
	enum outcome outcome;

	if (helper_read_request(&request, &length, &err))
		return err_exit_status(err.outcome);
	if (answer_request(request, &answer, &err))
		buf_format(&answer, "failed\n%s\n", err.msg);
	outcome = helper_write_answer(answer.text, answer.length, &err);
	buf_done(&answer);
	free(request);
	return err_exit_status(outcome);
}

/* ---- in the till ---- */

/* True if the answer tells of a good copy; fills in the entry's facts. */
static bool
read_answer(const char *answer, size_t length, struct backup_facts *facts, char *sentence,
            size_t size)
{
	struct buf copy = { 0 };
	char *rest, *digest;

	buf_add_bytes(&copy, answer ? answer : "", answer ? length : 0);
	rest = copy.text;
	facts->ok = strcmp(next_line(&rest), "done") == 0;
	if (facts->ok) {
		next_line(&rest);
		digest = next_line(&rest);
		facts->ok = hex_parse(digest, facts->digest.bytes, HASH_BYTES);
		facts->head_seq = strtoll(next_line(&rest), NULL, 10);
	} else {
		text_copy(sentence, size, next_line(&rest));
	}
	buf_done(&copy);
	return facts->ok;
}

static void
made(void *context, enum outcome outcome, const char *answer, size_t length)
{
	struct counter *counter = context;
	struct backup *backup = &counter->backup;
	struct entry entry;
	struct err err = { 0 };

	backup->helper = NULL;
	backup->status[0] = '\0';
	entry_init(&entry, ENTRY_BACKUP);
	till_header(counter->till, &entry);
	text_copy(entry.is.backup.place, sizeof entry.is.backup.place, backup->place);
	if (!outcome &&
	    read_answer(answer, length, &entry.is.backup, backup->status, sizeof backup->status))
		backup->last_good_ms = counter_now(counter).utc_ms;
	else if (!backup->status[0])
		text_copy(backup->status, sizeof backup->status,
		          _("the backup stopped without an answer"));
	if (ledger_append(counter->ledger, &entry, 0, &err))
		log_line("backup entry: %s", err.msg);
	entry_done(&entry);
	counter_changed(counter);
}

void
backup_start(struct counter *counter)
{
	struct backup *backup = &counter->backup;
	struct when now = counter_now(counter);
	struct buf request = { 0 };
	struct err err = { 0 };

	if (backup->helper || !counter->settings.backup_place[0] || counter->options.fast)
		return;
	text_copy(backup->place, sizeof backup->place, counter->settings.backup_place);
	buf_format(&request, "%s\n%s\n%" PRId64 " %d\n", ledger_folder(counter->ledger),
	           backup->place, now.utc_ms, now.offset_min);
	if (helper_start(&backup->helper, counter->loop, "backup", request.text, request.length,
	                 BACKUP_DEADLINE_MS, made, counter, &err))
		text_copy(backup->status, sizeof backup->status, err.msg);
	buf_done(&request);
	counter_changed(counter);
}

void
backup_stop(struct counter *counter)
{
	if (counter->backup.helper)
		helper_stop(&counter->backup.helper);
}

void
backup_look(struct counter *counter)
{
	const struct journal_query query = { .kind = ENTRY_BACKUP, .series = SERIES_COUNT };
	struct journal_row rows[LOOK_BACK];
	struct entry entry;
	size_t count = 0, index;

	if (journal_find(counter->ledger, &query, rows, LOOK_BACK, &count, NULL))
		return;
	for (index = 0; index < count && !counter->backup.last_good_ms; index++) {
		if (journal_read(counter->ledger, ledger_till(counter->ledger), rows[index].seq,
		                 &entry, NULL))
			continue;
		if (entry.is.backup.ok)
			counter->backup.last_good_ms = entry.at.utc_ms;
		entry_done(&entry);
	}
}

int64_t
counter_backup_age_ms(const struct counter *counter)
{
	if (!counter->backup.last_good_ms || !counter->settings.backup_place[0])
		return -1;
	return counter_now(counter).utc_ms - counter->backup.last_good_ms;
}

bool
counter_backup_runs(const struct counter *counter)
{
	return counter->backup.helper != NULL;
}

const char *
counter_backup_status(const struct counter *counter)
{
	return counter->backup.status;
}
