#include <config.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/crypto.h"
#include "ledger/basketfile.h"
#include "folder.h"
#include "suite.h"

#define RECORDS 20

static struct basketfile *file;
static struct err err;

static void
begin(void)
{
	ck_assert_int_eq(crypto_start(&err), RC_OK);
	folder_make();
	ck_assert_int_eq(basketfile_open(&file, test_folder, &err), RC_OK);
}

static void
end(void)
{
	basketfile_close(&file);
	folder_remove();
}

static void
reopen(void)
{
	basketfile_close(&file);
	ck_assert_int_eq(basketfile_open(&file, test_folder, &err), RC_OK);
}

/* What reading hands out, each record and a bar behind it. */
static char all[1 << 20];
static size_t all_length;
static char id[ID_TEXT_MAX];

static void
collect(void *context, const char *text, size_t length)
{
	ck_assert_ptr_eq(context, &file);
	memcpy(all + all_length, text, length);
	all_length += length;
	all[all_length++] = '|';
	all[all_length] = '\0';
}

static enum outcome
read_all(void)
{
	all_length = 0;
	all[0] = '\0';
	return basketfile_read(file, id, collect, &file, &err);
}

static void
put(const char *text)
{
	ck_assert_int_eq(basketfile_write(file, text, &err), RC_OK);
}

static void
start(const char *basket)
{
	basketfile_begin(file, basket);
}

START_TEST(what_was_written_is_read_in_order)
{
	start("0123456789abcdef0123456789abcdef");
	put("{\"line\":1}");
	put("");
	put("Käse | brød 牛奶");
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_str_eq(id, "0123456789abcdef0123456789abcdef");
	ck_assert_str_eq(all, "{\"line\":1}||Käse | brød 牛奶|");
	reopen();
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_str_eq(all, "{\"line\":1}||Käse | brød 牛奶|");
}
END_TEST

START_TEST(a_new_file_holds_no_basket)
{
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_str_eq(id, "");
	ck_assert_str_eq(all, "");
}
END_TEST

START_TEST(a_new_basket_forgets_the_one_before)
{
	start("aaaa");
	for (int i = 0; i < 10; i++)
		put("old");
	start("bbbb");
	put("new");
	reopen();
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_str_eq(id, "bbbb");
	ck_assert_str_eq(all, "new|");
	start("");
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_str_eq(id, "");
	ck_assert_str_eq(all, "");
}
END_TEST

/* Lines of the same basket, of the same length, at the same places. */
START_TEST(a_basket_begun_again_forgets_its_own_older_lines)
{
	start("aaaa");
	put("one");
	put("two");
	put("red");
	start("aaaa");
	put("sun");
	reopen();
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_str_eq(all, "sun|");
}
END_TEST

START_TEST(writing_goes_on_after_reading)
{
	start("aaaa");
	put("one");
	reopen();
	ck_assert_int_eq(read_all(), RC_OK);
	put("two");
	reopen();
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_str_eq(all, "one|two|");
}
END_TEST

START_TEST(large_baskets_grow_the_file)
{
	char text[3000];
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	start("aaaa");
	for (int i = 0; i < 400; i++)
		put(i % 2 ? text : "y");
	reopen();
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_uint_eq(all_length, 200 * (sizeof(text) + 2));
	put("z");
	reopen();
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_str_eq(all + all_length - 2, "z|");
}
END_TEST

START_TEST(one_write_and_one_sync_for_many_lines)
{
	start("aaaa");
	for (int i = 0; i < 30; i++)
		put("line");
	ck_assert_int_eq(basketfile_syncs(file), 0);
	ck_assert_int_eq(basketfile_sync(file, &err), RC_OK);
	ck_assert_int_eq(basketfile_sync(file, &err), RC_OK);
	ck_assert_int_eq(basketfile_syncs(file), 1);
	put("line");
	ck_assert_int_eq(basketfile_sync(file, &err), RC_OK);
	ck_assert_int_eq(basketfile_syncs(file), 2);
}
END_TEST

/* ---- damage ---- */

static char *
read_bytes(size_t *size)
{
	char *bytes = NULL;
	ck_assert_int_eq(paths_read_file(in_folder("basket"), 1 << 24, &bytes, size, &err), RC_OK);
	return bytes;
}

static void
write_bytes(const char *bytes, size_t size)
{
	basketfile_close(&file);
	file_in_folder("basket", bytes, size);
	ck_assert_int_eq(basketfile_open(&file, test_folder, &err), RC_OK);
}

static void
fill(void)
{
	start("0123456789abcdef0123456789abcdef");
	for (int i = 0; i < RECORDS; i++) {
		char text[40];
		snprintf(text, sizeof(text), "record %d", i);
		put(text);
	}
}

/* The first count records as collect() has them. */
static const char *
first(int count)
{
	static char text[1024];
	size_t length = 0;
	text[0] = '\0';
	for (int i = 0; i < count; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "record %d|", i);
	return text;
}

static size_t
used(const char *bytes, size_t size)
{
	while (size && !bytes[size - 1])
		size--;
	return size;
}

START_TEST(a_torn_end_leaves_the_whole_records)
{
	size_t size;
	fill();
	char *bytes = read_bytes(&size);
	size_t last = used(bytes, size);
	for (size_t cut = last; cut-- > 0;) {
		char was = bytes[cut];
		bytes[cut] = '\0';
		if (cut % 23 && cut > 250)
			continue;
		write_bytes(bytes, size);
		ck_assert_int_eq(read_all(), RC_OK);
		if (was == '\n')
			continue;
		int whole = 0;
		for (const char *at = all; (at = strchr(at, '|')); at++)
			whole++;
		ck_assert_str_eq(all, first(whole));
		ck_assert_int_le(whole, RECORDS - 1);
	}
	free(bytes);
}
END_TEST

/* A flipped bit may cost its own record and is then said; it never changes one. */
START_TEST(no_flipped_bit_changes_a_record)
{
	size_t size;
	fill();
	char *bytes = read_bytes(&size);
	size_t last = used(bytes, size);
	for (size_t bit = 0; bit < last * 8; bit += 13) {
		bytes[bit / 8] ^= (char)(1 << bit % 8);
		write_bytes(bytes, size);
		enum outcome outcome = read_all();
		ck_assert(outcome == RC_OK || outcome == RC_BROKEN);
		if (outcome == RC_OK && *id) {
			/* only the end can be missing without a word */
			ck_assert(strcmp(all, first(RECORDS)) == 0 ||
			          strcmp(all, first(RECORDS - 1)) == 0);
		} else if (outcome == RC_BROKEN) {
			ck_assert_str_eq(id, "0123456789abcdef0123456789abcdef");
			ck_assert_ptr_nonnull(strstr(err.msg, "lost"));
			for (const char *at = all; *at; at = strchr(at, '|') + 1)
				ck_assert(strncmp(at, "record ", 7) == 0);
		}
		bytes[bit / 8] ^= (char)(1 << bit % 8);
	}
	free(bytes);
}
END_TEST

START_TEST(a_file_of_rubbish_is_no_basket)
{
	char rubbish[5000];
	random_bytes(rubbish, sizeof(rubbish));
	write_bytes(rubbish, sizeof(rubbish));
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_str_eq(id, "");
	start("aaaa");
	put("one");
	reopen();
	ck_assert_int_eq(read_all(), RC_OK);
	ck_assert_str_eq(all, "one|");
}
END_TEST

START_TEST(what_was_synced_survives_kill_9)
{
	for (int round = 0; round < 10; round++) {
		int pipe_fds[2];
		basketfile_close(&file);
		ck_assert_int_eq(pipe(pipe_fds), 0);
		pid_t child = fork();
		ck_assert_int_ge(child, 0);
		if (child == 0) {
			/* says each record once it was written, until it is killed */
			if (basketfile_open(&file, test_folder, NULL))
				_exit(1);
			basketfile_begin(file, "aaaa");
			for (int i = 0;; i++) {
				char text[40];
				snprintf(text, sizeof(text), "record %d", i);
				if (basketfile_write(file, text, NULL) ||
				    basketfile_sync(file, NULL) ||
				    write(pipe_fds[1], &i, sizeof(i)) < 0)
					_exit(1);
			}
		}
		close(pipe_fds[1]);
		int said = -1;
		for (int i = 0; i < 5 + round * 11; i++)
			ck_assert_int_eq(read(pipe_fds[0], &said, sizeof(said)), sizeof(said));
		kill(child, SIGKILL);
		int status, later;
		ck_assert_int_eq(waitpid(child, &status, 0), child);
		while (read(pipe_fds[0], &later, sizeof(later)) == (ssize_t)sizeof(later))
			said = later;
		close(pipe_fds[0]);

		ck_assert_int_eq(basketfile_open(&file, test_folder, &err), RC_OK);
		int count = 0;
		all_length = 0;
		ck_assert_int_eq(basketfile_read(file, id, collect, &file, &err), RC_OK);
		for (const char *at = all; (at = strchr(at, '|')); at++)
			count++;
		ck_assert_int_gt(count, said);
	}
}
END_TEST

static Suite *
basketfile_suite(void)
{
	Suite *suite = suite_create("basketfile");
	TCase *tcase = tcase_create("basketfile");
	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, what_was_written_is_read_in_order);
	tcase_add_test(tcase, a_new_file_holds_no_basket);
	tcase_add_test(tcase, a_new_basket_forgets_the_one_before);
	tcase_add_test(tcase, a_basket_begun_again_forgets_its_own_older_lines);
	tcase_add_test(tcase, writing_goes_on_after_reading);
	tcase_add_test(tcase, large_baskets_grow_the_file);
	tcase_add_test(tcase, one_write_and_one_sync_for_many_lines);
	tcase_add_test(tcase, a_torn_end_leaves_the_whole_records);
	tcase_add_test(tcase, no_flipped_bit_changes_a_record);
	tcase_add_test(tcase, a_file_of_rubbish_is_no_basket);
	tcase_add_test(tcase, what_was_synced_survives_kill_9);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return run_suite(basketfile_suite());
}
