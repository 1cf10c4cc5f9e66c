#include <config.h>

#include "ledger/head.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/paths.h"

static const char magic[8] = "RU1-head";

/* Where each thing stands in a block; numbers are big-endian. */
enum {
	AT_MAGIC = 0,
	AT_TURN = 8,
	AT_TILL = 16,
	AT_SEQ = 24,
	AT_RECEIPT = 32, /* live, training */
	AT_Z = 48,
	AT_HASH = 64,
	AT_CHECK = 96, /* BLAKE2b-256 of the bytes before it; zeros follow */
};

struct head {
	int fd;
	bool fast;
	bool known;
	uint64_t turn;
	struct head_record last;
	int64_t syncs;
};

static void
put_u64(unsigned char *at, uint64_t number)
{
	for (int i = 7; i >= 0; i--, number >>= 8)
		at[i] = (unsigned char)number;
}

static uint64_t
get_u64(const unsigned char *at)
{
	uint64_t number = 0;
	for (int i = 0; i < 8; i++)
		number = number << 8 | at[i];
	return number;
}

static void
encode(unsigned char block[static HEAD_BLOCK_BYTES], const struct head_record *record,
            uint64_t turn)
{
	struct hash check;
	memset(block, 0, HEAD_BLOCK_BYTES);
	memcpy(block + AT_MAGIC, magic, sizeof(magic));
	put_u64(block + AT_TURN, turn);
	put_u64(block + AT_TILL, (uint64_t)record->till);
	put_u64(block + AT_SEQ, (uint64_t)record->seq);
	for (int i = 0; i < SERIES_COUNT; i++) {
		put_u64(block + AT_RECEIPT + 8 * i, (uint64_t)record->receipt[i]);
		put_u64(block + AT_Z + 8 * i, (uint64_t)record->z[i]);
	}
	memcpy(block + AT_HASH, record->hash.bytes, HASH_BYTES);
	hash_bytes(&check, block, AT_CHECK);
	memcpy(block + AT_CHECK, check.bytes, HASH_BYTES);
}

static bool
decode(const unsigned char block[static HEAD_BLOCK_BYTES], struct head_record *record,
            uint64_t *turn)
{
	struct hash check;
	hash_bytes(&check, block, AT_CHECK);
	if (memcmp(block + AT_MAGIC, magic, sizeof(magic)) != 0 ||
	    memcmp(block + AT_CHECK, check.bytes, HASH_BYTES) != 0)
		return false;
	*turn = get_u64(block + AT_TURN);
	record->till = (int)get_u64(block + AT_TILL);
	record->seq = (int64_t)get_u64(block + AT_SEQ);
	for (int i = 0; i < SERIES_COUNT; i++) {
		record->receipt[i] = (int64_t)get_u64(block + AT_RECEIPT + 8 * i);
		record->z[i] = (int64_t)get_u64(block + AT_Z + 8 * i);
	}
	memcpy(record->hash.bytes, block + AT_HASH, HASH_BYTES);
	return true;
}

static void
read_last(struct head *head)
{
	unsigned char block[HEAD_BLOCK_BYTES];
	for (int i = 0; i < 2; i++) {
		struct head_record record;
		uint64_t turn;
		if (pread(head->fd, block, sizeof(block), (off_t)i * HEAD_BLOCK_BYTES) !=
		            (ssize_t)sizeof(block) ||
		    !decode(block, &record, &turn))
			continue;
		if (!head->known || turn > head->turn) {
			head->known = true;
			head->turn = turn;
			head->last = record;
		}
	}
}

enum outcome
head_open(struct head **out, const char *folder, bool fast, struct err *err)
{
	char path[PATH_MAX];
	enum outcome outcome = paths_join(path, folder, "head", err);
	if (outcome)
		return outcome;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0)
		return err_system(err, _("the till's head file cannot be opened"));
	int full = posix_fallocate(fd, 0, HEAD_FILE_BYTES);
	if (full && full != EINVAL && full != EOPNOTSUPP) {
		close(fd);
		errno = full;
		return err_system(err, _("the till's head file cannot be written"));
	}
	struct head *head = alloc_zero(1, sizeof(*head));
	head->fd = fd;
	head->fast = fast;
	read_last(head);
	*out = head;
	return RC_OK;
}

void
head_close(struct head **head)
{
	if (!*head)
		return;
	close((*head)->fd);
	free(*head);
	*head = NULL;
}

bool
head_last(const struct head *head, struct head_record *record)
{
	if (head->known)
		*record = head->last;
	return head->known;
}

bool
head_peek(const char *folder, struct head_record *record)
{
	char path[PATH_MAX];
	struct head head = { 0 };
	if (paths_join(path, folder, "head", NULL))
		return false;
	head.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (head.fd < 0)
		return false;
	read_last(&head);
	close(head.fd);
	return head_last(&head, record);
}

enum outcome
head_write(struct head *head, const struct head_record *record, struct err *err)
{
	unsigned char block[HEAD_BLOCK_BYTES];
	uint64_t turn = head->turn + 1;
	encode(block, record, turn);
	ssize_t written =
	        pwrite(head->fd, block, sizeof(block), (off_t)(turn % 2) * HEAD_BLOCK_BYTES);
	if (written != (ssize_t)sizeof(block))
		return err_system(err, _("the till's head file cannot be written"));
	if (!head->fast && fdatasync(head->fd) != 0)
		return err_system(err, _("the till's head file cannot be written"));
	head->syncs += !head->fast;
	head->turn = turn;
	head->last = *record;
	head->known = true;
	return RC_OK;
}

int64_t
head_syncs(const struct head *head)
{
	return head->syncs;
}
