/*
 * The till's secrets: the key that signs this period's entries, the one for the next period while
 * a Z is being written, and the pepper of the PINs.  Files in keys/, 64 hex digits each, mode 0600.
 *
 *   key         the signing key's seed
 *   key.next    written before the Z that names its public key, renamed to key after its COMMIT
 *   pepper      mixed into every PIN's hash, so that a copied ledger cannot be searched for PINs
 */
#ifndef RINGUP_LEDGER_KEYS_H
#define RINGUP_LEDGER_KEYS_H

#include <limits.h>

#include "base/crypto.h"

struct keys {
	char folder[PATH_MAX]; /* of the till */
	struct key_pair now, next;
	bool has_now, has_next;
	bool rename_waits; /* key.next signs already, its file has the old name still */
	bool has_pepper;   /* without it no PIN can be checked: new ones are needed */
	bool in_memory; /* new ones come to disk with keys_keep() only: a folder that is built aside
	                 */
	unsigned char pepper[PEPPER_BYTES];
};

/* Makes keys/, a first key and the pepper. */
enum outcome keys_create(struct keys *keys, const char *folder, struct err *err);
/* Loads what is there.  The key is the one whose public half is `wanted`; if that is key.next, the
 * till stopped between COMMIT and rename, which is done now.  Without it has_now stays false: only
 * a key-recovery entry can be written then.  RC_SYSTEM a file is there and cannot be read. */
enum outcome keys_load(struct keys *keys, const char *folder, const struct public_key *wanted,
                       struct err *err);
/* A fresh key.next, on disk with its folder. */
enum outcome keys_renew(struct keys *keys, struct err *err);
/* After COMMIT of the entry that names it: key.next is the key. */
enum outcome keys_turn(struct keys *keys, struct err *err);
/* Writes the key that was held in memory. */
enum outcome keys_keep(struct keys *keys, struct err *err);
/* A new pepper in the place of one that is lost: all PINs so far are void. */
enum outcome keys_new_pepper(struct keys *keys, struct err *err);
void keys_wipe(struct keys *keys);

#endif
