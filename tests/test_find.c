#include <config.h>

#include <string.h>

#include "base/find.h"
#include "suite.h"

START_TEST(finds_what_memmem_finds_at_every_place_and_length)
{
	char block[200];
	unsigned seed = 7;

	for (int round = 0; round < 20000; round++) {
		size_t length = (seed = seed * 1103515245 + 12345) >> 16 & 127;
		size_t count = 1 + ((seed = seed * 1103515245 + 12345) >> 16 & 7);
		char needle[8];

		for (size_t i = 0; i < length; i++)
			block[i] = (char)('a' + ((seed = seed * 1103515245 + 12345) >> 16 & 1));
		for (size_t i = 0; i < count; i++)
			needle[i] = (char)('a' + ((seed = seed * 1103515245 + 12345) >> 16 & 1));
		ck_assert_ptr_eq(find_bytes(block, length, needle, count),
		                 memmem(block, length, needle, count));
	}
}
END_TEST

START_TEST(a_needle_longer_than_the_block_is_not_found)
{
	ck_assert_ptr_null(find_bytes("ab", 2, "abc", 3));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("find");
	TCase *tcase = tcase_create("find");

	tcase_add_test(tcase, finds_what_memmem_finds_at_every_place_and_length);
	tcase_add_test(tcase, a_needle_longer_than_the_block_is_not_found);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
