#include <config.h>

#include "base/crypto.h"

#include <string.h>

#include "tests/suite.h"

static void
set_up(void)
{
	ck_assert_int_eq(crypto_start(NULL), RC_OK);
}

START_TEST(hashes_are_blake2b_256)
{
	/* of "abc", as the reference program of RFC 7693 gives it for 32 bytes */
	struct hash hash;
	char hex[2 * HASH_BYTES + 1];

	hash_bytes(&hash, "abc", 3);
	ck_assert_str_eq(hex_text(hex, hash.bytes, HASH_BYTES),
	                 "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	hash_bytes(&hash, "", 0);
	ck_assert_str_eq(hex_text(hex, hash.bytes, HASH_BYTES),
	                 "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}
END_TEST

START_TEST(pieces_hash_as_the_whole)
{
	struct hash_piece pieces[] = { { "a", 1 }, { "", 0 }, { "bc", 2 } };
	struct hash whole, parts;

	hash_bytes(&whole, "abc", 3);
	hash_pieces(&parts, pieces, 3);
	ck_assert(hash_equal(&whole, &parts));
	parts.bytes[31] ^= 1;
	ck_assert(!hash_equal(&whole, &parts));
}
END_TEST

START_TEST(signatures_are_ed25519)
{
	/* RFC 8032, 7.1, test 2 */
	unsigned char seed[32];
	struct key_pair pair;
	struct signature signature;
	char hex[2 * SIGNATURE_BYTES + 1];

	ck_assert(hex_parse("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	                    seed, 32));
	key_pair_from_seed(&pair, seed);
	ck_assert_str_eq(hex_text(hex, pair.public.bytes, PUBLIC_KEY_BYTES),
	                 "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
	key_sign(&signature, &pair, "\x72", 1);
	ck_assert_str_eq(hex_text(hex, signature.bytes, SIGNATURE_BYTES),
	                 "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
	                 "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
	ck_assert(key_verify(&signature, &pair.public, "\x72", 1));
	ck_assert(!key_verify(&signature, &pair.public, "\x73", 1));
	signature.bytes[0] ^= 1;
	ck_assert(!key_verify(&signature, &pair.public, "\x72", 1));
}
END_TEST

START_TEST(a_stored_seed_gives_the_pair_back)
{
	struct key_pair pair, again, other;
	unsigned char seed[32];

	key_pair_new(&pair);
	key_pair_new(&other);
	ck_assert_int_ne(memcmp(pair.public.bytes, other.public.bytes, PUBLIC_KEY_BYTES), 0);
	key_pair_seed(seed, &pair);
	key_pair_from_seed(&again, seed);
	ck_assert_int_eq(memcmp(&pair, &again, sizeof(pair)), 0);
	key_pair_wipe(&pair);
	memset(&again, 0, sizeof(again));
	ck_assert_int_eq(memcmp(&pair, &again, sizeof(pair)), 0);
}
END_TEST

START_TEST(ids_are_not_repeated)
{
	char first[ID_TEXT_MAX], second[ID_TEXT_MAX];

	random_id(first);
	random_id(second);
	ck_assert_uint_eq(strlen(first), 32);
	ck_assert_uint_eq(strspn(first, "0123456789abcdef"), 32);
	ck_assert_str_ne(first, second);
}
END_TEST

START_TEST(hex_is_read_whole_or_not_at_all)
{
	unsigned char bytes[2];

	ck_assert(hex_parse("00fF", bytes, 2));
	ck_assert_int_eq(bytes[1], 0xFF);
	ck_assert(!hex_parse("00f", bytes, 2));
	ck_assert(!hex_parse("00ff0", bytes, 2));
	ck_assert(!hex_parse("00fg", bytes, 2));
	ck_assert(!hex_parse("", bytes, 2));
}
END_TEST

START_TEST(a_pin_opens_only_its_own_hash)
{
	unsigned char pepper[PEPPER_BYTES] = { 1 }, other_pepper[PEPPER_BYTES] = { 2 };
	char hash[PIN_HASH_MAX], again[PIN_HASH_MAX];

	pin_hash(hash, "1234", 3, pepper);
	pin_hash(again, "1234", 3, pepper);
	ck_assert_str_ne(hash, again); /* salted */
	ck_assert(pin_matches(hash, "1234", 3, pepper));
	ck_assert(!pin_matches(hash, "1235", 3, pepper));
	ck_assert(!pin_matches(hash, "1234", 4, pepper));
	ck_assert(!pin_matches(hash, "1234", 3, other_pepper));
	ck_assert(!pin_matches("", "1234", 3, pepper));
	ck_assert(!pin_matches("no hash", "1234", 3, pepper));
	ck_assert_ptr_nonnull(strstr(hash, "argon2id"));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("crypto");
	TCase *tcase = tcase_create("crypto");

	tcase_add_checked_fixture(tcase, set_up, NULL);
	tcase_add_test(tcase, hashes_are_blake2b_256);
	tcase_add_test(tcase, pieces_hash_as_the_whole);
	tcase_add_test(tcase, signatures_are_ed25519);
	tcase_add_test(tcase, a_stored_seed_gives_the_pair_back);
	tcase_add_test(tcase, ids_are_not_repeated);
	tcase_add_test(tcase, hex_is_read_whole_or_not_at_all);
	tcase_add_test(tcase, a_pin_opens_only_its_own_hash);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
