/*
 * Hashes, signatures, ids and PINs: the only place that includes sodium.h.
 *
 *   hash    BLAKE2b-256 (RFC 7693)
 *   sign    ed25519 (RFC 8032)
 *   PIN     Argon2id over BLAKE2b keyed with the till's pepper; slow on purpose (about 20 ms), so
 *           it is called in a helper process, never in the till's loop
 */
#ifndef RINGUP_BASE_CRYPTO_H
#define RINGUP_BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define HASH_BYTES 32
#define SIGNATURE_BYTES 64
#define PUBLIC_KEY_BYTES 32
#define SECRET_KEY_BYTES 64
#define PEPPER_BYTES 32
#define PIN_HASH_MAX 128
#define ID_TEXT_MAX 33              /* 16 random bytes as hex */

struct hash { unsigned char bytes[HASH_BYTES]; };
struct signature { unsigned char bytes[SIGNATURE_BYTES]; };
struct public_key { unsigned char bytes[PUBLIC_KEY_BYTES]; };
struct key_pair {
	struct public_key public;
	unsigned char secret[SECRET_KEY_BYTES];
};

enum outcome crypto_start(struct err *err);         /* once, before anything else here */

/* BLAKE2b-256 of several pieces one after the other. */
struct hash_piece { const void *bytes; size_t count; };
void hash_pieces(struct hash *hash, const struct hash_piece pieces[], size_t count);
void hash_bytes(struct hash *hash, const void *bytes, size_t count);
/* Of a whole file, piece by piece.  RC_SYSTEM. */
enum outcome hash_file(struct hash *hash, const char *path, struct err *err);
bool hash_equal(const struct hash *a, const struct hash *b);

void key_pair_new(struct key_pair *pair);
/* The pair of a secret as stored: PUBLIC_KEY_BYTES seed bytes. */
void key_pair_from_seed(struct key_pair *pair, const unsigned char seed[static 32]);
/* The seed to store. */
void key_pair_seed(unsigned char seed[static 32], const struct key_pair *pair);
void key_pair_wipe(struct key_pair *pair);
void key_sign(struct signature *signature, const struct key_pair *pair, const void *bytes, size_t count);
bool key_verify(const struct signature *signature, const struct public_key *key, const void *bytes,
                size_t count);

void random_bytes(void *out, size_t count);
void random_id(char out[static ID_TEXT_MAX]);

/* out has 2 * count + 1 bytes. */
char *hex_text(char *out, const void *bytes, size_t count);
bool hex_parse(const char *text, void *bytes, size_t count);

void pin_hash(char out[static PIN_HASH_MAX], const char *pin, int staff,
              const unsigned char pepper[static PEPPER_BYTES]);
bool pin_matches(const char *hash, const char *pin, int staff,
                 const unsigned char pepper[static PEPPER_BYTES]);

#endif
