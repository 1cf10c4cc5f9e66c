/*
 * The file is a row of lines:
 *
 *     R1 3f2a91c07be45d18 0 8e0d5a6b1c2f3e47 BASKET-ID
 *     R1 3f2a91c07be45d18 1 c1b2a39485766758 {"n":1,"item":"4711",...}
 *     R1 3f2a91c07be45d18 2 ...
 *
 * mark, a random number drawn when the basket was begun, the record's number, its check, its text.
 * Beginning a basket writes line 0 at the start of the file and nothing else: what lies behind it
 * has another random number and is a stranger.  A line counts if its check does (BLAKE2b over
 * random number, number and text, cut to 8 bytes), so a torn line is none, and reading ends there.
 * Should a whole line of this basket stand behind one that is none, then the disk has lost
 * something in the middle, and reading says so.
 *
 * The file is made of zeros in steps of BLOCK, so that writing a record changes no length: its
 * fdatasync() then has data to write and no inode.
 */
#include <config.h>

#include "ledger/basketfile.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/gettext.h"
#include "base/paths.h"

#define NAME "basket"
#define MARK "R1 "
#define BLOCK (256 * 1024)
#define FILE_MAX (64 * 1024 * 1024)
#define CHECK_BYTES 8
#define DRAW_BYTES 8
#define DRAW_TEXT (2 * DRAW_BYTES + 1)

struct basketfile {
	int fd;
	char draw[DRAW_TEXT]; /* of the basket that is open */
	int64_t number;       /* of the next record; 0 no basket was begun or read yet */
	off_t end;            /* where it goes */
	off_t size;           /* made of zeros up to here */
	bool written;         /* since the last sync */
	int64_t syncs;
	struct buf line; /* the record that is being written */
};

static void
check_of(char out[static 2 * CHECK_BYTES + 1], const char *draw, int64_t number, const char *text,
         size_t length)
{
	struct hash hash;
	char head[64];
	int head_length = snprintf(head, sizeof(head), "%s %" PRId64 " ", draw, number);
	struct hash_piece pieces[] = { { head, (size_t)head_length }, { text, length } };
	hash_pieces(&hash, pieces, 2);
	hex_text(out, hash.bytes, CHECK_BYTES);
}

/* ---- writing ---- */

static enum outcome
write_at(struct basketfile *file, const char *bytes, size_t count, off_t at, struct err *err)
{
	while (count) {
		ssize_t done = pwrite(file->fd, bytes, count, at);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_system(err, "writing %s", NAME);
		bytes += done;
		at += done;
		count -= (size_t)done;
	}
	return RC_OK;
}

static enum outcome
make_room(struct basketfile *file, off_t needed, struct err *err)
{
	static const char zeros[4096];
	enum outcome outcome = RC_OK;
	off_t size = (needed + BLOCK - 1) / BLOCK * BLOCK;
	while (file->size < size && !outcome) {
		off_t part = size - file->size;
		if (part > (off_t)sizeof(zeros))
			part = (off_t)sizeof(zeros);
		outcome = write_at(file, zeros, (size_t)part, file->size, err);
		if (!outcome)
			file->size += part;
	}
	return outcome;
}

static enum outcome
write_record(struct basketfile *file, const char *text, struct err *err)
{
	char check[2 * CHECK_BYTES + 1];
	size_t length = strlen(text);
	assert(!strchr(text, '\n'));
	check_of(check, file->draw, file->number, text, length);
	buf_clear(&file->line);
	buf_format(&file->line, MARK "%s %" PRId64 " %s ", file->draw, file->number, check);
	buf_add_bytes(&file->line, text, length);
	buf_add_char(&file->line, '\n');

	off_t end = file->end + (off_t)file->line.length;
	if (end > FILE_MAX)
		return err_set(err, RC_REFUSED, _("the basket is full"));
	enum outcome outcome = make_room(file, end, err);
	if (!outcome)
		outcome = write_at(file, file->line.text, file->line.length, file->end, err);
	if (outcome)
		return outcome;
	file->end = end;
	file->number++;
	file->written = true;
	return RC_OK;
}

enum outcome
basketfile_begin(struct basketfile *file, const char *id, struct err *err)
{
	unsigned char draw[DRAW_BYTES];
	random_bytes(draw, sizeof(draw));
	hex_text(file->draw, draw, sizeof(draw));
	file->number = 0;
	file->end = 0;
	return write_record(file, id, err);
}

enum outcome
basketfile_write(struct basketfile *file, const char *text, struct err *err)
{
	assert(file->number > 0);
	return write_record(file, text, err);
}

enum outcome
basketfile_sync(struct basketfile *file, struct err *err)
{
	if (!file->written)
		return RC_OK;
	if (fdatasync(file->fd) != 0)
		return err_system(err, "syncing %s", NAME);
	file->written = false;
	file->syncs++;
	return RC_OK;
}

int64_t
basketfile_syncs(const struct basketfile *file)
{
	return file->syncs;
}

/* ---- reading ---- */

struct record {
	char draw[DRAW_TEXT];
	int64_t number;
	const char *text;
	size_t length;
};

/* Takes count characters and the space behind them. */
static bool
take_word(const char **at, const char *end, char *out, size_t count)
{
	if ((size_t)(end - *at) < count + 1 || (*at)[count] != ' ')
		return false;
	memcpy(out, *at, count);
	out[count] = '\0';
	*at += count + 1;
	return true;
}

/* One line without its end; false if its check is wrong or it is none of ours. */
static bool
parse_record(const char *line, size_t length, struct record *record)
{
	char check[2 * CHECK_BYTES + 1], right[2 * CHECK_BYTES + 1];
	const char *at = line, *end = line + length;
	int digits = 0;
	if (length < strlen(MARK) || memcmp(at, MARK, strlen(MARK)) != 0)
		return false;
	at += strlen(MARK);
	if (!take_word(&at, end, record->draw, DRAW_TEXT - 1))
		return false;
	for (record->number = 0; at < end && *at >= '0' && *at <= '9' && digits < 10;
	     at++, digits++)
		record->number = record->number * 10 + (*at - '0');
	if (!digits || at == end || *at++ != ' ' || !take_word(&at, end, check, 2 * CHECK_BYTES))
		return false;
	record->text = at;
	record->length = (size_t)(end - at);
	check_of(right, record->draw, record->number, record->text, record->length);
	return strcmp(check, right) == 0;
}

static enum outcome
read_whole(const struct basketfile *file, char **bytes, struct err *err)
{
	size_t count = 0, room = (size_t)file->size;
	char *text = alloc_zero(room + 1, 1);
	while (count < room) {
		ssize_t done = pread(file->fd, text + count, room - count, (off_t)count);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			free(text);
			return err_system(err, "reading %s", NAME);
		}
		if (done == 0)
			break;
		count += (size_t)done;
	}
	*bytes = text;
	return RC_OK;
}

/* Walks the lines of the basket begun last.  Writing goes on behind the last whole one. */
static enum outcome
read_records(struct basketfile *file, const char *bytes, basketfile_record_fn *call, void *context,
             struct err *err)
{
	bool lost = false;
	for (off_t at = file->end; at < file->size;) {
		const char *line = bytes + at;
		const char *end = memchr(line, '\n', (size_t)(file->size - at));
		struct record record;
		if (!end)
			break;
		bool ours = parse_record(line, (size_t)(end - line), &record) &&
		            strcmp(record.draw, file->draw) == 0 && record.number >= file->number;
		at = end + 1 - bytes;
		if (!ours)
			continue;
		lost = lost || record.number > file->number;
		file->number = record.number + 1;
		file->end = at;
		call(context, record.text, record.length);
	}
	if (!lost)
		return RC_OK;
	err_set(err, RC_BROKEN, _("a part of the open basket was lost on the disk"));
	err_hint(err, _("compare the basket with the goods before going on"));
	return RC_BROKEN;
}

enum outcome
basketfile_read(struct basketfile *file, char id[static ID_TEXT_MAX], basketfile_record_fn *call,
                void *context, struct err *err)
{
	char *bytes = NULL;
	struct record first;
	enum outcome outcome = read_whole(file, &bytes, err);
	if (outcome)
		return outcome;
	const char *end = memchr(bytes, '\n', (size_t)file->size);
	id[0] = '\0';
	file->number = 0;
	file->end = 0;
	if (end && parse_record(bytes, (size_t)(end - bytes), &first) && first.number == 0 &&
	    first.length < ID_TEXT_MAX) {
		memcpy(id, first.text, first.length);
		id[first.length] = '\0';
		memcpy(file->draw, first.draw, sizeof(file->draw));
		file->number = 1;
		file->end = end + 1 - bytes;
		outcome = read_records(file, bytes, call, context, err);
	}
	free(bytes);
	return outcome;
}

/* ---- lifecycle ---- */

enum outcome
basketfile_open(struct basketfile **out, const char *folder, struct err *err)
{
	char path[PATH_MAX];
	struct stat status;
	enum outcome outcome = paths_join(path, folder, NAME, err);
	if (outcome)
		return outcome;
	struct basketfile *file = alloc_zero(1, sizeof(*file));
	file->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (file->fd < 0 || fstat(file->fd, &status) != 0) {
		outcome = err_system(err, "opening %s", path);
	} else {
		file->size = status.st_size < FILE_MAX ? status.st_size : FILE_MAX;
		outcome = make_room(file, BLOCK, err);
	}
	if (outcome) {
		basketfile_close(&file);
		return outcome;
	}
	*out = file;
	return RC_OK;
}

void
basketfile_close(struct basketfile **file)
{
	if (!*file)
		return;
	if ((*file)->fd >= 0)
		close((*file)->fd);
	buf_done(&(*file)->line);
	free(*file);
	*file = NULL;
}
