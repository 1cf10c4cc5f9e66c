#include <config.h>

#include "base/crypto.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"

/* About 20 ms of one core; a till has four to eight digits to protect, so the pepper, which is
 * not in the ledger, does the rest. */
#define PIN_OPERATIONS 2
#define PIN_MEMORY (16 * 1024 * 1024)

_Static_assert(HASH_BYTES == crypto_generichash_BYTES, "BLAKE2b-256");
_Static_assert(SIGNATURE_BYTES == crypto_sign_BYTES, "ed25519 signature");
_Static_assert(PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "ed25519 public key");
_Static_assert(SECRET_KEY_BYTES == crypto_sign_SECRETKEYBYTES, "ed25519 secret key");
_Static_assert(PUBLIC_KEY_BYTES == crypto_sign_SEEDBYTES, "ed25519 seed");
_Static_assert(PIN_HASH_MAX >= crypto_pwhash_STRBYTES, "room for an Argon2 text");
_Static_assert(ID_TEXT_MAX == 2 * 16 + 1, "an id is 16 bytes as hex");

enum outcome
crypto_start(struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, RC_SYSTEM,
		               _("the library of secrets (libsodium) does not start"));
	return RC_OK;
}

void
hash_pieces(struct hash *hash, const struct hash_piece pieces[], size_t count)
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
	for (size_t i = 0; i < count; i++)
		crypto_generichash_update(&state, pieces[i].bytes, pieces[i].count);
	crypto_generichash_final(&state, hash->bytes, HASH_BYTES);
}

void
hash_bytes(struct hash *hash, const void *bytes, size_t count)
{
	crypto_generichash(hash->bytes, HASH_BYTES, bytes, count, NULL, 0);
}

enum outcome
hash_file(struct hash *hash, const char *path, struct err *err)
{
	crypto_generichash_state state;
	unsigned char bytes[65536];
	FILE *file = fopen(path, "rbe");
	size_t count;

	if (!file)
		return err_system(err, "opening %s", path);
	crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
	while ((count = fread(bytes, 1, sizeof(bytes), file)) > 0)
		crypto_generichash_update(&state, bytes, count);
	bool failed = ferror(file);
	fclose(file);
	if (failed)
		return err_system(err, "reading %s", path);
	crypto_generichash_final(&state, hash->bytes, HASH_BYTES);
	return RC_OK;
}

bool
hash_equal(const struct hash *a, const struct hash *b)
{
	return sodium_memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}

void
key_pair_new(struct key_pair *pair)
{
	crypto_sign_keypair(pair->public.bytes, pair->secret);
}

void
key_pair_from_seed(struct key_pair *pair, const unsigned char seed[static 32])
{
	crypto_sign_seed_keypair(pair->public.bytes, pair->secret, seed);
}

void
key_pair_seed(unsigned char seed[static 32], const struct key_pair *pair)
{
	crypto_sign_ed25519_sk_to_seed(seed, pair->secret);
}

void
key_pair_wipe(struct key_pair *pair)
{
	sodium_memzero(pair, sizeof(*pair));
}

void
key_sign(struct signature *signature, const struct key_pair *pair, const void *bytes, size_t count)
{
	crypto_sign_detached(signature->bytes, NULL, bytes, count, pair->secret);
}

bool
key_verify(const struct signature *signature, const struct public_key *key, const void *bytes,
           size_t count)
{
	return crypto_sign_verify_detached(signature->bytes, bytes, count, key->bytes) == 0;
}

void
random_bytes(void *out, size_t count)
{
	randombytes_buf(out, count);
}

void
random_id(char out[static ID_TEXT_MAX])
{
	unsigned char bytes[16];

	random_bytes(bytes, sizeof(bytes));
	hex_text(out, bytes, sizeof(bytes));
}

char *
hex_text(char *out, const void *bytes, size_t count)
{
	return sodium_bin2hex(out, 2 * count + 1, bytes, count);
}

bool
hex_parse(const char *text, void *bytes, size_t count)
{
	size_t length;

	if (strlen(text) != 2 * count)
		return false;
	return sodium_hex2bin(bytes, count, text, 2 * count, NULL, &length, NULL) == 0 &&
	       length == count;
}

/* The staff number goes in, so that equal PINs of two people do not show, even to somebody who
 * has the pepper and copies a hash from one row to another. */
static void
pepper_pin(struct hash *out, const char *pin, int staff,
           const unsigned char pepper[static PEPPER_BYTES])
{
	char text[160];
	int length = snprintf(text, sizeof(text), "%d:%s", staff, pin);

	assert(length > 0 && (size_t)length < sizeof(text));
	crypto_generichash(out->bytes, HASH_BYTES, (const unsigned char *)text, (size_t)length,
	                   pepper, PEPPER_BYTES);
	sodium_memzero(text, sizeof(text));
}

void
pin_hash(char out[static PIN_HASH_MAX], const char *pin, int staff,
         const unsigned char pepper[static PEPPER_BYTES])
{
	struct hash peppered;
	int failed;

	pepper_pin(&peppered, pin, staff, pepper);
	failed = crypto_pwhash_str(out, (const char *)peppered.bytes, HASH_BYTES, PIN_OPERATIONS,
	                           PIN_MEMORY);
	assert(!failed); /* only memory can fail it */
	sodium_memzero(&peppered, sizeof(peppered));
}

bool
pin_matches(const char *hash, const char *pin, int staff,
            const unsigned char pepper[static PEPPER_BYTES])
{
	struct hash peppered;
	bool same;

	pepper_pin(&peppered, pin, staff, pepper);
	same = crypto_pwhash_str_verify(hash, (const char *)peppered.bytes, HASH_BYTES) == 0;
	sodium_memzero(&peppered, sizeof(peppered));
	return same;
}
