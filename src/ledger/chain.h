/*
 * The chain: each entry's hash covers its text and the hash and signature of the entry before it.
 *
 *   hash        BLAKE2b-256("RU1" || text || hash before || signature before)
 *   signature   ed25519("RU1-sig" || hash), by the key of the period
 *   first       before the first entry stand 32 and 64 zero bytes
 */
#ifndef RINGUP_LEDGER_CHAIN_H
#define RINGUP_LEDGER_CHAIN_H

#include "base/crypto.h"

/* Where the chain stands after an entry. */
struct link {
	struct hash hash;
	struct signature signature;
};

void chain_hash(struct hash *hash, const char *text, size_t length, const struct link *before);
void chain_sign(struct signature *signature, const struct key_pair *key, const struct hash *hash);
bool chain_is_signed(const struct link *link, const struct public_key *key);

/* What the root secret signs when a till gets a new key outside a Z: "RU1-key" || new key. */
void chain_sign_key(struct signature *signature, const struct key_pair *root,
                    const struct public_key *new_key);
bool chain_key_is_signed(const struct signature *signature, const struct public_key *root,
                         const struct public_key *new_key);

#endif
