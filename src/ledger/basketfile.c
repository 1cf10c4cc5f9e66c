/*
 * The file is a row of lines:
 *
 *     R1 3f2a91c07be45d18 0 8e0d5a6b1c2f3e47 BASKET-ID
 *     R1 3f2a91c07be45d18 1 5b7d0c3e9a1f2468 BASKET-ID
 *     R1 3f2a91c07be45d18 2 c1b2a39485766758 {"n":1,"item":"4711",...}
 *     R1 3f2a91c07be45d18 3 ...
 *
 * mark, a random number drawn when the basket was begun, the record's number, its check, its text.
 * Beginning a basket writes lines 0 and 1 at the start of the file and nothing else: what lies
 * behind them has another random number and is a stranger.  A line counts if its check does
 * (BLAKE2b over random number, number and text, cut to 8 bytes), so a torn line is none, and
 * reading ends there.  Should a whole line of this basket stand behind one that is none, then the
 * disk has lost something in the middle, and reading says so.  The id stands there twice because
 * without it all other lines would be strangers.
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
#define HEAD_LINES 2
#define HEAD_MAX 512 /* both of them fit */

struct basketfile {
	int fd;
	char draw[DRAW_TEXT]; /* of the basket that is open */
	int64_t number;       /* of the next record; 0 no basket was begun or read yet */
	off_t end;            /* of what is written */
	off_t size;           /* made of zeros up to here */
	bool written;         /* since the last sync */
	int64_t syncs;
	struct buf waiting; /* records for behind the end, written at the next sync */
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

/* Adds one line to what is written next. */
static void
add_line(struct basketfile *file, const char *text)
{
	char check[2 * CHECK_BYTES + 1];
	size_t length = strlen(text);
	assert(!strchr(text, '\n'));
	check_of(check, file->draw, file->number, text, length);
	buf_format(&file->waiting, MARK "%s %" PRId64 " %s ", file->draw, file->number, check);
	buf_add_bytes(&file->waiting, text, length);
	buf_add_char(&file->waiting, '\n');
	file->number++;
}

void
basketfile_begin(struct basketfile *file, const char *id)
{
	unsigned char draw[DRAW_BYTES];
	random_bytes(draw, sizeof(draw));
	hex_text(file->draw, draw, sizeof(draw));
	file->number = 0;
	file->end = 0;
	buf_clear(&file->waiting);
	for (int i = 0; i < HEAD_LINES; i++)
		add_line(file, id);
}

enum outcome
basketfile_write(struct basketfile *file, const char *text, struct err *err)
{
	assert(file->number >= HEAD_LINES);
	if (file->end + (off_t)(file->waiting.length + strlen(text)) > FILE_MAX - HEAD_MAX)
		return err_set(err, RC_REFUSED, _("the basket is full"));
	add_line(file, text);
	return RC_OK;
}

/* What could not be written waits on for the next try. */
static enum outcome
write_waiting(struct basketfile *file, struct err *err)
{
	off_t end = file->end + (off_t)file->waiting.length;
	enum outcome outcome = make_room(file, end, err);
	if (!outcome)
		outcome = write_at(file, file->waiting.text, file->waiting.length, file->end, err);
	if (outcome)
		return outcome;
	buf_clear(&file->waiting);
	file->end = end;
	file->written = true;
	return RC_OK;
}

enum outcome
basketfile_sync(struct basketfile *file, struct err *err)
{
	enum outcome outcome = file->waiting.length ? write_waiting(file, err) : RC_OK;
	if (outcome || !file->written)
		return outcome;
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

/* The next line from at that begins with this and is whole; NULL none.  *next is behind it. */
static const char *
next_record(const char *at, const char *end, const char *prefix, struct record *record,
            const char **next)
{
	for (; (at = memmem(at, (size_t)(end - at), prefix, strlen(prefix))); at++) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		if (!line_end)
			return NULL;
		if (parse_record(at, (size_t)(line_end - at), record)) {
			*next = line_end + 1;
			return at;
		}
	}
	return NULL;
}

/* Finds the basket that was begun last, by either of its head lines. */
static bool
read_head(struct basketfile *file, const char *bytes, char id[static ID_TEXT_MAX])
{
	const char *next = bytes, *end = bytes + (file->size < HEAD_MAX ? file->size : HEAD_MAX);
	struct record record;
	file->number = 0;
	file->end = 0;
	id[0] = '\0';
	if (!next_record(bytes, end, MARK, &record, &next) || record.number >= HEAD_LINES ||
	    record.length >= ID_TEXT_MAX)
		return false;
	memcpy(id, record.text, record.length);
	id[record.length] = '\0';
	memcpy(file->draw, record.draw, sizeof(file->draw));
	file->number = HEAD_LINES;
	file->end = next - bytes;
	return true;
}

/* Hands out the lines of that basket.  Writing goes on behind the last whole one. */
static enum outcome
read_records(struct basketfile *file, const char *bytes, basketfile_record_fn *call, void *context,
             struct err *err)
{
	const char *at = bytes + file->end, *end = bytes + file->size;
	char prefix[sizeof(MARK) + DRAW_TEXT];
	struct record record;
	bool lost = false;
	snprintf(prefix, sizeof(prefix), MARK "%s ", file->draw);
	while (next_record(at, end, prefix, &record, &at)) {
		file->end = at - bytes;
		if (record.number < file->number)
			continue;
		lost = lost || record.number > file->number;
		file->number = record.number + 1;
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
	enum outcome outcome = file->waiting.length ? write_waiting(file, err) : RC_OK;
	if (!outcome)
		outcome = read_whole(file, &bytes, err);
	if (outcome)
		return outcome;
	if (read_head(file, bytes, id))
		outcome = read_records(file, bytes, call, context, err);
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
	if ((*file)->fd >= 0 && (*file)->waiting.length)
		write_waiting(*file, NULL);
	if ((*file)->fd >= 0)
		close((*file)->fd);
	buf_done(&(*file)->waiting);
	free(*file);
	*file = NULL;
}
