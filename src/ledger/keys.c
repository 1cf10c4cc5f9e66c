#include <config.h>

#include "ledger/keys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/paths.h"

#define SECRET_BYTES 32
#define SECRET_MODE 0600

static const char key_file[] = "keys/key";
static const char next_file[] = "keys/key.next";
static const char pepper_file[] = "keys/pepper";

static enum outcome
write_secret(const char *folder, const char *name, const unsigned char secret[static SECRET_BYTES],
             struct err *err)
{
	char path[PATH_MAX], text[2 * SECRET_BYTES + 2];
	enum outcome outcome = paths_join(path, folder, name, err);
	if (outcome)
		return outcome;
	hex_text(text, secret, SECRET_BYTES);
	text[2 * SECRET_BYTES] = '\n';
	outcome = paths_replace_file(path, text, 2 * SECRET_BYTES + 1, SECRET_MODE, err);
	explicit_bzero(text, sizeof(text));
	return outcome;
}

/* RC_NOT_FOUND if there is no such file; damaged ones count as not there, and are overwritten by
 * the recovery that follows.  One that may not be read is none of both. */
static enum outcome
read_secret(const char *folder, const char *name, unsigned char secret[static SECRET_BYTES],
            struct err *err)
{
	char path[PATH_MAX], *text = NULL;
	size_t length = 0;
	enum outcome outcome = paths_join(path, folder, name, err);
	if (outcome)
		return outcome;
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return RC_NOT_FOUND;
	outcome = paths_read_file(path, 200, &text, &length, err);
	if (outcome && outcome != RC_SYSTEM)
		return RC_NOT_FOUND; /* far too long */
	if (outcome) {
		err_set(err, RC_SYSTEM, _("the till's keys cannot be read"));
		err_hint(err, "%s", _("check who owns the till's folder"));
		err_detail(err, "%s", path);
		return RC_SYSTEM;
	}
	bool fine = length >= 2 * SECRET_BYTES;
	if (fine) {
		text[2 * SECRET_BYTES] = '\0';
		fine = hex_parse(text, secret, SECRET_BYTES);
	}
	explicit_bzero(text, length);
	free(text);
	return fine ? RC_OK : RC_NOT_FOUND;
}

static enum outcome
read_pair(const char *folder, const char *name, struct key_pair *pair, bool *has, struct err *err)
{
	unsigned char seed[SECRET_BYTES];
	enum outcome outcome = read_secret(folder, name, seed, err);
	*has = !outcome;
	if (!outcome)
		key_pair_from_seed(pair, seed);
	explicit_bzero(seed, sizeof(seed));
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

/* A new pair, on disk under this name. */
static enum outcome
make_pair(const char *folder, const char *name, struct key_pair *pair, struct err *err)
{
	unsigned char seed[SECRET_BYTES];
	random_bytes(seed, sizeof(seed));
	enum outcome outcome = write_secret(folder, name, seed, err);
	if (!outcome)
		key_pair_from_seed(pair, seed);
	explicit_bzero(seed, sizeof(seed));
	return outcome;
}

enum outcome
keys_new_pepper(struct keys *keys, struct err *err)
{
	random_bytes(keys->pepper, sizeof(keys->pepper));
	enum outcome outcome = write_secret(keys->folder, pepper_file, keys->pepper, err);
	keys->has_pepper = !outcome;
	return outcome;
}

static void
begin(struct keys *keys, const char *folder)
{
	memset(keys, 0, sizeof(*keys));
	snprintf(keys->folder, sizeof(keys->folder), "%s", folder);
}

enum outcome
keys_create(struct keys *keys, const char *folder, struct err *err)
{
	char path[PATH_MAX];
	begin(keys, folder);
	enum outcome outcome = paths_join(path, folder, "keys", err);
	if (!outcome)
		outcome = paths_make_folder(path, err);
	if (!outcome)
		outcome = make_pair(folder, key_file, &keys->now, err);
	keys->has_now = !outcome;
	return outcome ? outcome : keys_new_pepper(keys, err);
}

static bool
is_key(const struct key_pair *pair, const struct public_key *wanted)
{
	return memcmp(&pair->public, wanted, sizeof(*wanted)) == 0;
}

static void
drop_next(struct keys *keys)
{
	char path[PATH_MAX];
	key_pair_wipe(&keys->next);
	keys->has_next = false;
	if (!paths_join(path, keys->folder, next_file, NULL))
		unlink(path);
}

static enum outcome
read_pepper(struct keys *keys, struct err *err)
{
	enum outcome outcome = read_secret(keys->folder, pepper_file, keys->pepper, err);
	keys->has_pepper = !outcome;
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

enum outcome
keys_load(struct keys *keys, const char *folder, const struct public_key *wanted, struct err *err)
{
	char path[PATH_MAX];
	begin(keys, folder);
	enum outcome outcome = read_pair(folder, key_file, &keys->now, &keys->has_now, err);
	if (!outcome)
		outcome = read_pair(folder, next_file, &keys->next, &keys->has_next, err);
	if (!outcome)
		outcome = read_pepper(keys, err);
	if (!outcome)
		outcome = paths_join(path, folder, "keys", err);
	if (!outcome && access(path, F_OK) != 0)
		outcome = paths_make_folder(path, err);
	if (outcome)
		return outcome;
	keys->has_now = keys->has_now && is_key(&keys->now, wanted);
	if (keys->has_now && keys->has_next)
		drop_next(keys);
	if (!keys->has_now && keys->has_next && is_key(&keys->next, wanted))
		return keys_turn(keys, err);
	return RC_OK;
}

static enum outcome
rename_next(const struct keys *keys, struct err *err)
{
	char from[PATH_MAX], to[PATH_MAX], folder[PATH_MAX];
	enum outcome outcome = paths_join(from, keys->folder, next_file, err);
	if (!outcome)
		outcome = paths_join(to, keys->folder, key_file, err);
	if (!outcome)
		outcome = paths_join(folder, keys->folder, "keys", err);
	if (!outcome && rename(from, to) != 0)
		outcome = err_system(err, _("the till's keys could not be kept"));
	return outcome ? outcome : paths_sync_folder(folder, err);
}

/* key.next must not be written over before it has become key. */
static enum outcome
finish_rename(struct keys *keys, struct err *err)
{
	enum outcome outcome = rename_next(keys, err);
	keys->rename_waits = outcome != RC_OK;
	return outcome;
}

enum outcome
keys_renew(struct keys *keys, struct err *err)
{
	enum outcome outcome = keys->rename_waits ? finish_rename(keys, err) : RC_OK;
	if (outcome)
		return outcome;
	if (keys->in_memory)
		key_pair_new(&keys->next);
	else
		outcome = make_pair(keys->folder, next_file, &keys->next, err);
	keys->has_next = !outcome;
	return outcome;
}

/* The entry that names the key is on disk: it signs from now on, whatever becomes of the file,
 * which the next start finds under either name. */
enum outcome
keys_turn(struct keys *keys, struct err *err)
{
	keys->now = keys->next;
	keys->has_now = true;
	key_pair_wipe(&keys->next);
	keys->has_next = false;
	return keys->in_memory ? RC_OK : finish_rename(keys, err);
}

enum outcome
keys_keep(struct keys *keys, struct err *err)
{
	unsigned char seed[SECRET_BYTES];
	enum outcome outcome;
	if (!keys->in_memory || !keys->has_now)
		return RC_OK;
	key_pair_seed(seed, &keys->now);
	outcome = write_secret(keys->folder, key_file, seed, err);
	explicit_bzero(seed, sizeof(seed));
	return outcome;
}

void
keys_wipe(struct keys *keys)
{
	key_pair_wipe(&keys->now);
	key_pair_wipe(&keys->next);
	explicit_bzero(keys->pepper, sizeof(keys->pepper));
	keys->has_now = keys->has_next = false;
}
