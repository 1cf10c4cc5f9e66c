#include <config.h>

#include "ledger/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "ledger/catalogue_file.h"
#include "ledger/db.h"
#include "ledger/forward.h"
#include "ledger/journal.h"
#include "ledger/opened.h"

#define LEDGER_NAME "ledger.db"
#define MANIFEST_NAME "manifest"
#define MANIFEST_MARK "ringup-backup 1\n"
#define MANIFEST_MAX 4096
#define SAME_SECOND_MAX 9

/* The till writes to the same disk meanwhile: dirty pages go out in small pieces, or its next sync
 * would have to wait for all of ours. */
#define STEP_PAGES 256
#define COPY_BYTES (1 << 20)

/* ---- one database ---- */

static enum outcome
copy_pages(struct db *from, struct db *to, const char *path, struct err *err)
{
	enum outcome outcome = RC_OK;
	int code = SQLITE_OK, fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	sqlite3_backup *backup =
	        sqlite3_backup_init(db_handle(to), "main", db_handle(from), "main");
	if (!backup)
		outcome = db_trouble(to, SQLITE_ERROR, path, err);
	while (!outcome && code != SQLITE_DONE) {
		code = sqlite3_backup_step(backup, STEP_PAGES);
		if (code != SQLITE_OK && code != SQLITE_DONE)
			outcome = db_trouble(to, code, path, err);
		else if (fd >= 0)
			fdatasync(fd);
	}
	if (backup)
		sqlite3_backup_finish(backup);
	if (fd >= 0)
		close(fd);
	return outcome;
}

/* A file of its own, without a log beside it, so that it can lie on any stick. */
static enum outcome
copy_database(const char *folder, const char *part, const char *name, struct err *err)
{
	struct db *from = NULL, *to = NULL;
	char source[PATH_MAX], target[PATH_MAX];
	enum outcome outcome = paths_join(source, folder, name, err);
	if (!outcome)
		outcome = paths_join(target, part, name, err);
	if (!outcome)
		outcome = db_open(&from, source, DB_ROLLBACK_JOURNAL, err);
	if (outcome == RC_NOT_FOUND)
		err_set(err, outcome, _("there is no till in %s"), folder);
	if (!outcome)
		outcome = db_open(&to, target, DB_WRITE | DB_CREATE | DB_FAST | DB_ROLLBACK_JOURNAL,
		                  err);
	if (!outcome)
		outcome = db_begin_reading(from, err);
	if (!outcome)
		outcome = copy_pages(from, to, target, err);
	if (from && db_in_transaction(from))
		db_rollback(from);
	if (!outcome) {
		db_building(to, true);
		outcome = db_script(to, "PRAGMA journal_mode=DELETE", err);
	}
	db_close(&to);
	db_close(&from);
	return outcome;
}

/* ---- is it whole? ---- */

/* Chain, tables and pages of a copy; *last is its last entry. */
static enum outcome
verify_copy(const char *part, int *till, int64_t *last, struct hash *head, struct err *err)
{
	struct ledger *copy = NULL;
	struct verify_options options = { .integrity = true };
	struct verify_report report;
	enum outcome outcome = ledger_open(&copy, part, LEDGER_READ, err);
	if (outcome)
		return outcome;
	outcome = journal_verify(copy, &options, &report, err);
	*till = ledger_till(copy);
	*last = ledger_last_seq(copy);
	ledger_last_hash(copy, head);
	ledger_close(&copy);
	return outcome;
}

static enum outcome
write_manifest(const char *part, int till, int64_t last, const struct hash *head, struct when at,
               struct hash *digest, struct err *err)
{
	char path[PATH_MAX], hex[2 * HASH_BYTES + 1], day[WHEN_TEXT_MAX];
	struct hash catalogue;
	struct buf text = { 0 };
	enum outcome outcome = paths_join(path, part, LEDGER_NAME, err);
	if (!outcome)
		outcome = hash_file(digest, path, err);
	if (!outcome)
		outcome = paths_join(path, part, CATALOGUE_NAME, err);
	if (!outcome)
		outcome = hash_file(&catalogue, path, err);
	if (!outcome)
		outcome = paths_join(path, part, MANIFEST_NAME, err);
	if (outcome)
		return outcome;
	buf_add(&text, MANIFEST_MARK);
	buf_format(&text, "till %d\nmade %s\n", till, when_text(day, at, "%Y-%m-%d %H:%M:%S"));
	buf_format(&text, "last-entry %" PRId64 "\n", last);
	buf_format(&text, "head %s\n", hex_text(hex, head->bytes, HASH_BYTES));
	buf_format(&text, LEDGER_NAME " %s\n", hex_text(hex, digest->bytes, HASH_BYTES));
	buf_format(&text, CATALOGUE_NAME " %s\n", hex_text(hex, catalogue.bytes, HASH_BYTES));
	outcome = paths_replace_file(path, text.text, text.length, 0640, err);
	buf_done(&text);
	return outcome;
}

/* ---- making one ---- */

static enum outcome
make_part(const char *place, char part[static PATH_MAX], struct err *err)
{
	struct stat status;
	if (stat(place, &status) != 0 || !S_ISDIR(status.st_mode)) {
		err_set(err, RC_NOT_FOUND, _("the place for backups is not there: %s"), place);
		err_hint(err, _("is the disk or stick plugged in?"));
		return RC_NOT_FOUND;
	}
	enum outcome outcome = paths_join(part, place, ".ringup-part-XXXXXX", err);
	if (!outcome && (!mkdtemp(part) || chmod(part, 0750) != 0))
		outcome = err_system(err, "making %s", part);
	return outcome;
}

/* The catalogue first: one that is behind its ledger catches up, one ahead of it could not. */
static enum outcome
fill_part(const char *folder, const char *part, struct when at, int *till, struct hash *digest,
          int64_t *head_seq, struct err *err)
{
	struct hash head;
	enum outcome outcome = copy_database(folder, part, CATALOGUE_NAME, err);
	if (!outcome)
		outcome = copy_database(folder, part, LEDGER_NAME, err);
	if (!outcome)
		outcome = verify_copy(part, till, head_seq, &head, err);
	if (!outcome)
		outcome = write_manifest(part, *till, *head_seq, &head, at, digest, err);
	return outcome ? outcome : paths_sync_tree(part, err);
}

/* Gives it its name; two in one second get another one. */
static enum outcome
name_part(const char *place, const char *part, int till, struct when at, char *out, size_t size,
          struct err *err)
{
	char stamp[WHEN_TEXT_MAX];
	when_text(stamp, at, "%Y%m%d-%H%M%S");
	for (int n = 1; n <= SAME_SECOND_MAX; n++) {
		char *name = n == 1 ? alloc_format("%s/ringup-%d-%s", place, till, stamp)
		                    : alloc_format("%s/ringup-%d-%s-%d", place, till, stamp, n);
		bool fits = strlen(name) < size;
		bool named = fits && access(name, F_OK) != 0 && rename(part, name) == 0;
		if (named)
			memcpy(out, name, strlen(name) + 1);
		free(name);
		if (named)
			return paths_sync_folder(place, err);
		if (!fits)
			return err_set(err, RC_REFUSED, _("the name of the folder is too long"));
	}
	return err_system(err, "naming a backup in %s", place);
}

enum outcome
backup_make(const char *folder, const char *place, struct when at, char *out, size_t size,
            struct hash *digest, int64_t *head_seq, struct err *err)
{
	char part[PATH_MAX];
	struct hash found;
	int64_t last = 0;
	int till = 0;
	enum outcome outcome = make_part(place, part, err);
	if (outcome)
		return outcome;
	outcome = fill_part(folder, part, at, &till, &found, &last, err);
	if (!outcome)
		outcome = name_part(place, part, till, at, out, size, err);
	if (outcome) {
		paths_remove_tree(part, NULL);
		return outcome;
	}
	*digest = found;
	*head_seq = last;
	return RC_OK;
}

/* ---- bringing one back ---- */

static enum outcome
not_whole(const char *backup, struct err *err)
{
	err_set(err, RC_BROKEN, _("this backup is not whole"));
	err_hint(err, _("take another one"));
	err_detail(err, "%s", backup);
	return RC_BROKEN;
}

/* Are both files those that the manifest names? */
static enum outcome
check_manifest(const char *backup, struct err *err)
{
	static const char *const names[] = { LEDGER_NAME, CATALOGUE_NAME };
	char path[PATH_MAX], hex[2 * HASH_BYTES + 1], *text = NULL;
	size_t length;
	enum outcome outcome = paths_join(path, backup, MANIFEST_NAME, err);
	if (!outcome && paths_read_file(path, MANIFEST_MAX, &text, &length, NULL))
		return err_set(err, RC_NOT_FOUND, _("there is no backup in %s"), backup);
	if (!outcome && strncmp(text, MANIFEST_MARK, strlen(MANIFEST_MARK)) != 0)
		outcome = not_whole(backup, err);
	for (size_t i = 0; i < 2 && !outcome; i++) {
		struct hash digest;
		outcome = paths_join(path, backup, names[i], err);
		if (!outcome)
			outcome = hash_file(&digest, path, err);
		if (outcome)
			break;
		char *line = alloc_format("\n%s %s\n", names[i],
		                          hex_text(hex, digest.bytes, HASH_BYTES));
		if (!strstr(text, line))
			outcome = not_whole(backup, err);
		free(line);
	}
	free(text);
	return outcome;
}

static enum outcome
copy_bytes(int from, int to, const char *path, struct err *err)
{
	char *piece = alloc_zero(COPY_BYTES, 1);
	enum outcome outcome = RC_OK;
	for (ssize_t got; !outcome && (got = read(from, piece, COPY_BYTES)) != 0;) {
		if (got < 0)
			outcome = err_system(err, "reading %s", path);
		for (ssize_t done = 0, wrote; !outcome && done < got; done += wrote) {
			wrote = write(to, piece + done, (size_t)(got - done));
			if (wrote < 0)
				outcome = err_system(err, "writing %s", path);
		}
	}
	free(piece);
	return outcome;
}

static enum outcome
copy_file(const char *backup, const char *folder, const char *name, struct err *err)
{
	char source[PATH_MAX], target[PATH_MAX];
	enum outcome outcome = paths_join(source, backup, name, err);
	if (!outcome)
		outcome = paths_join(target, folder, name, err);
	if (outcome)
		return outcome;
	int from = open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int to = from < 0 ? -1 : open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (to < 0)
		outcome = err_system(err, "copying %s to %s", source, target);
	else
		outcome = copy_bytes(from, to, target, err);
	if (to >= 0 && close(to) != 0 && !outcome)
		outcome = err_system(err, "writing %s", target);
	if (from >= 0)
		close(from);
	return outcome;
}

/* The restored books are all there is: its head file says so, as a till's always does. */
static enum outcome
write_head(const char *part, struct err *err)
{
	struct ledger *copy = NULL;
	enum outcome outcome = ledger_open(&copy, part, LEDGER_READ, err);
	if (outcome)
		return outcome;
	outcome = tail_find_numbers(copy, err);
	if (!outcome)
		outcome = head_open(&copy->head, part, false, err);
	if (!outcome)
		outcome = tail_write_head(copy, err);
	ledger_close(&copy);
	return outcome;
}

static enum outcome
restore_into(const char *backup, const char *part, struct err *err)
{
	struct hash head;
	int64_t last = 0;
	int till = 0;
	char path[PATH_MAX];
	enum outcome outcome = copy_file(backup, part, LEDGER_NAME, err);
	if (!outcome)
		outcome = copy_file(backup, part, CATALOGUE_NAME, err);
	if (!outcome)
		outcome = forward_folder(part, err);
	if (!outcome)
		outcome = verify_copy(part, &till, &last, &head, err);
	if (!outcome)
		outcome = write_head(part, err);
	if (!outcome)
		outcome = paths_join(path, part, "backup", err);
	if (!outcome)
		outcome = paths_make_folder(path, err);
	return outcome ? outcome : paths_sync_tree(part, err);
}

enum outcome
backup_restore(const char *backup, const char *folder, struct err *err)
{
	char part[PATH_MAX];
	enum outcome outcome = check_manifest(backup, err);
	if (!outcome)
		outcome = paths_begin_folder(folder, part, err);
	if (outcome)
		return outcome;
	outcome = restore_into(backup, part, err);
	if (!outcome)
		outcome = paths_finish_folder(folder, part, err);
	if (outcome)
		paths_remove_tree(part, NULL);
	return outcome;
}
