#include <config.h>

#include "ledger/chain.h"

#include <string.h>

static const char hash_tag[] = "RU1";
static const char signature_tag[] = "RU1-sig";
static const char key_tag[] = "RU1-key";

/* Tag and 32 bytes in one piece, as it is signed. */
struct tagged {
	char bytes[sizeof(signature_tag) - 1 + HASH_BYTES];
};

static struct tagged
tagged(const char *tag, const void *bytes)
{
	struct tagged whole;
	memcpy(whole.bytes, tag, sizeof(signature_tag) - 1);
	memcpy(whole.bytes + sizeof(signature_tag) - 1, bytes, HASH_BYTES);
	return whole;
}

_Static_assert(sizeof(signature_tag) == sizeof(key_tag), "tags of one length");
_Static_assert(PUBLIC_KEY_BYTES == HASH_BYTES, "a key is as long as a hash");

void
chain_hash(struct hash *hash, const char *text, size_t length, const struct link *before)
{
	const struct hash_piece pieces[] = {
		{ hash_tag, sizeof(hash_tag) - 1 },
		{ text, length },
		{ before->hash.bytes, HASH_BYTES },
		{ before->signature.bytes, SIGNATURE_BYTES },
	};
	hash_pieces(hash, pieces, sizeof(pieces) / sizeof(*pieces));
}

void
chain_sign(struct signature *signature, const struct key_pair *key, const struct hash *hash)
{
	struct tagged whole = tagged(signature_tag, hash->bytes);
	key_sign(signature, key, whole.bytes, sizeof(whole.bytes));
}

bool
chain_is_signed(const struct link *link, const struct public_key *key)
{
	struct tagged whole = tagged(signature_tag, link->hash.bytes);
	return key_verify(&link->signature, key, whole.bytes, sizeof(whole.bytes));
}

void
chain_sign_key(struct signature *signature, const struct key_pair *root,
               const struct public_key *new_key)
{
	struct tagged whole = tagged(key_tag, new_key->bytes);
	key_sign(signature, root, whole.bytes, sizeof(whole.bytes));
}

bool
chain_key_is_signed(const struct signature *signature, const struct public_key *root,
                    const struct public_key *new_key)
{
	struct tagged whole = tagged(key_tag, new_key->bytes);
	return key_verify(signature, root, whole.bytes, sizeof(whole.bytes));
}
