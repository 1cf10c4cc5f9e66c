#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "shop/name_scan.h"
#include "shop_fixture.h"
#include "suite.h"

#define ITEMS 600
#define ROOM 20

static struct name_index *names;

static void
begin(void)
{
	shop_begin();
	names = name_index_new(shop);
}

static void
end(void)
{
	name_index_free(&names);
	shop_end();
}

/* The names found, one after the other. */
static const char *
find(const char *text)
{
	static char found[4096];
	struct item_row rows[ROOM];
	size_t count = name_index_find(names, text, rows, ROOM), length = 0;
	found[0] = '\0';
	for (size_t i = 0; i < count; i++)
		length += (size_t)snprintf(found + length, sizeof(found) - length, "%s%s",
		                           i ? "|" : "", rows[i].name);
	return found;
}

START_TEST(names_that_begin_with_the_word_come_first_then_words_then_the_rest)
{
	shop_put_item("1", "Chocolate milk", 100, 0, "");
	shop_put_item("2", "Buttermilk", 100, 0, "");
	shop_put_item("3", "Milk chocolate", 100, 0, "");
	shop_put_item("4", "Milk", 100, 0, "");
	shop_put_item("5", "Soap", 100, 0, "");
	ck_assert_str_eq(find("milk"), "Milk|Milk chocolate|Chocolate milk|Buttermilk");
	ck_assert_str_eq(find("MILK"), "Milk|Milk chocolate|Chocolate milk|Buttermilk");
	ck_assert_str_eq(find("ilk"), "Milk|Buttermilk|Chocolate milk|Milk chocolate");
	ck_assert_str_eq(find("tea"), "");
}
END_TEST

START_TEST(every_word_must_be_there_in_any_order)
{
	shop_put_item("1", "Oat drink 1 l", 100, 0, "");
	shop_put_item("2", "Soy drink 1 l", 100, 0, "");
	shop_put_item("3", "Oat flakes", 100, 0, "");
	ck_assert_str_eq(find("oat dr"), "Oat drink 1 l");
	ck_assert_str_eq(find("dr oat"), "Oat drink 1 l");
	ck_assert_str_eq(find("  1  drink "), "Oat drink 1 l|Soy drink 1 l");
	ck_assert_str_eq(find("oat oat oat"), "Oat flakes|Oat drink 1 l");
	ck_assert_str_eq(find("oat soy"), "");
	ck_assert_str_eq(find(""), "");
	ck_assert_str_eq(find("   "), "");
}
END_TEST

START_TEST(accents_and_case_do_not_matter)
{
	shop_put_item("1", "Café crème", 100, 0, "");
	shop_put_item("2", "Käse Gouda", 100, 0, "");
	shop_put_item("3", "Weißbrot", 100, 0, "");
	ck_assert_str_eq(find("cafe CREME"), "Café crème");
	ck_assert_str_eq(find("kase"), "Käse Gouda");
	ck_assert_str_eq(find("WEISSBROT"), "Weißbrot");
}
END_TEST

START_TEST(words_are_found_in_any_script)
{
	shop_put_item("1", "有机牛奶 1升", 100, 0, "");
	shop_put_item("2", "牛奶巧克力", 100, 0, "");
	shop_put_item("3", "東京ばな奈", 100, 0, "");
	shop_put_item("4", "Молоко 3,2 %", 100, 0, "");
	shop_put_item("5", "ไข่ไก่", 100, 0, "");
	ck_assert_str_eq(find("牛奶"), "牛奶巧克力|有机牛奶 1升");
	ck_assert_str_eq(find("奶"), "牛奶巧克力|有机牛奶 1升");
	ck_assert_str_eq(find("ばな"), "東京ばな奈");
	ck_assert_str_eq(find("МОЛОКО"), "Молоко 3,2 %");
	ck_assert_str_eq(find("ไก"), "ไข่ไก่");
	ck_assert_str_eq(find("牛 巧"), "牛奶巧克力");
}
END_TEST

START_TEST(changes_by_hand_are_found_at_once)
{
	struct item_row row;
	shop_put_item("1", "Apple", 100, 0, "");
	shop_put_item("2", "Pear", 100, 0, "");
	name_index_load_all(names);
	shop_put_item("1", "Quince", 100, 0, "");
	shop_put_item("3", "Cherry", 100, 0, "");
	for (char number[2] = "1"; number[0] <= '3'; number[0] += 2) {
		shop_ok(catalogue_item(shop, number, &row, &shop_err));
		name_index_changed(names, &row);
	}
	ck_assert_str_eq(find("apple"), "");
	ck_assert_str_eq(find("quince"), "Quince");
	ck_assert_str_eq(find("cherry"), "Cherry");
	ck_assert_str_eq(find("pear"), "Pear");

	struct entry entry = shop_entry();
	shop_ok(catalogue_item(shop, "1", &row, &shop_err));
	row.retired = true;
	shop_ok(catalogue_put_item(shop, &row, NULL, 0, &entry, &shop_err));
	name_index_changed(names, &row);
	ck_assert_str_eq(find("quince"), "");
	name_index_reset(names);
	ck_assert_str_eq(find("quince"), "");
	ck_assert_str_eq(find("e"), "Pear|Cherry");
}
END_TEST

START_TEST(control_characters_find_nothing)
{
	struct item_row row;
	shop_put_item("1", "Apple", 100, 0, "");
	name_index_load_all(names);
	shop_put_item("1", "Pear", 100, 0, "");
	shop_ok(catalogue_item(shop, "1", &row, &shop_err));
	name_index_changed(names, &row);
	ck_assert_str_eq(find("\x01"), "");
	ck_assert_str_eq(find("\n"), "");
	ck_assert_str_eq(find("\x01\x01"), "");
}
END_TEST

/* ---- against looking at every name one by one ---- */

static unsigned draw_state = 20261122;

static unsigned
draw(unsigned below)
{
	draw_state = draw_state * 1664525 + 1013904223;
	return (draw_state >> 8) % below;
}

static const char *const parts[] = { "oat",  "milk", "a",  "tea", "-",    " ",  "choc", "é",
	                             "ol",   "牛",   "奶", "1",   "kg",   "ml", "B",    "ß",
	                             "coff", "ee",   "an", "na",  "nana", "x",  "/",    "ü" };

static void
draw_text(char *out, size_t size, int most)
{
	size_t length = 0;
	out[0] = '\0';
	for (int i = 1 + (int)draw((unsigned)most); i > 0; i--)
		length += (size_t)snprintf(out + length, size - length, "%s",
		                           parts[draw(sizeof(parts) / sizeof(*parts))]);
}

/* 0, 1, 2 as name_index.c has it, 3 it is no hit; slowly. */
static int
slow_rank(const char *folded, const char *query)
{
	char copy[256], *rest = NULL;
	int worst = 0, best = 2, words = 0;
	snprintf(copy, sizeof(copy), "%s", query);
	for (char *word = strtok_r(copy, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest), words++) {
		int place = 3;
		for (const char *at = strstr(folded, word); at; at = strstr(at + 1, word)) {
			int here = at == folded ? 0 : (unsigned char)at[-1] < '0' ? 1 : 2;
			place = here < place ? here : place;
		}
		worst = place > worst ? place : worst;
		best = place < best ? place : best;
	}
	return !words || worst == 3 ? 3 : worst == 2 ? 2 : best == 0 ? 0 : 1;
}

static struct item_row slow_rows[ITEMS];
static char slow_folded[ITEMS][256];
static size_t slow_count;

static void
fill_shop(void)
{
	struct catalogue_build *build = NULL;
	struct catalogue_facts facts = { .added = ITEMS };
	struct entry entry = shop_entry();
	enum catalogue_change change;
	shop_ok(catalogue_build_open(&build, shop_folder, 1, &shop_err));
	for (slow_count = 0; slow_count < ITEMS; slow_count++) {
		struct item_row *row = &slow_rows[slow_count];
		char name[200];
		memset(row, 0, sizeof(*row));
		draw_text(name, sizeof(name), 6);
		snprintf(row->number, sizeof(row->number), "%zu", slow_count + 1);
		shop_ok(text_clean(row->name, sizeof(row->name), name, strlen(name), &shop_err));
		text_fold(slow_folded[slow_count], sizeof(slow_folded[0]), row->name);
		shop_ok(catalogue_build_item(build, row, NULL, 0, &change, &shop_err));
	}
	shop_ok(catalogue_build_finish(&build, &facts, &shop_err));
	shop_ok(catalogue_swap(shop, &entry, &shop_err));
	name_index_reset(names);
}

/* What should be found: rank, then length, then the order of the catalogue. */
static size_t
slow_find(const char *text, const char *expected[], size_t room)
{
	char query[256];
	size_t count = 0;
	text_fold(query, sizeof(query), text);
	for (int rank = 0; rank < 3; rank++)
		for (size_t length = 0; length < 256; length++)
			for (size_t i = 0; i < slow_count && count < room; i++)
				if (strlen(slow_folded[i]) == length &&
				    slow_rank(slow_folded[i], query) == rank)
					expected[count++] = slow_rows[i].number;
	return count;
}

START_TEST(it_finds_what_looking_at_every_name_finds)
{
	struct item_row rows[ROOM];
	const char *expected[ROOM];
	char text[128];
	fill_shop();
	for (int i = 0; i < 400; i++) {
		draw_text(text, sizeof(text), 3);
		size_t room = 1 + draw(ROOM);
		size_t count = name_index_find(names, text, rows, room);
		ck_assert_msg(count == slow_find(text, expected, room), "\"%s\": %zu", text, count);
		for (size_t k = 0; k < count; k++)
			ck_assert_msg(strcmp(rows[k].number, expected[k]) == 0,
			              "\"%s\" %zu: %s not %s", text, k, rows[k].number,
			              expected[k]);
	}
}
END_TEST

START_TEST(all_ways_of_scanning_find_the_same)
{
	static const char *const kinds[] = { "plain", "sse2", "avx2" };
	char whole[2048 + 2 * NAME_SCAN_PAD], *block = whole + NAME_SCAN_PAD;
	memset(whole, '\n', sizeof(whole));
	for (int round = 0; round < 300; round++) {
		size_t size = 1 + draw(2047);
		char word[8];
		size_t length = 1 + draw(6);
		for (size_t i = 0; i < size; i++)
			block[i] = "ab \n"[draw(4)];
		memset(block + size, '\n', NAME_SCAN_PAD);
		for (size_t i = 0; i < length; i++)
			word[i] = "ab"[draw(2)];
		struct name_word sought = { .text = word, .length = length };
		name_word_choose(&sought, block, round % 3 ? size : 0);
		for (int place = PLACE_NAME; place <= PLACE_ANYWHERE; place++)
			for (size_t from = 0; from < size; from += 1 + draw(100)) {
				size_t right =
				        name_scan_named("plain")(block, from, size, &sought, place);
				ck_assert_uint_eq(name_scan(block, from, size, &sought, place),
				                  right);
				for (int k = 1; k < 3; k++)
					if (name_scan_named(kinds[k]))
						ck_assert_uint_eq(
						        name_scan_named(kinds[k])(block, from, size,
						                                  &sought, place),
						        right);
			}
	}
}
END_TEST

START_TEST(several_words_are_found_in_one_go)
{
	char whole[2048 + 2 * NAME_SCAN_PAD], *block = whole + NAME_SCAN_PAD;
	memset(whole, '\n', sizeof(whole));
	for (int round = 0; round < 300; round++) {
		size_t size = 1 + draw(2047);
		char a[3] = "", b[3] = "";
		for (size_t i = 0; i < size; i++)
			block[i] = "abcdefgh \n"[draw(round % 2 ? 10 : 9)];
		memset(block + size - 1, '\n', NAME_SCAN_PAD);
		a[0] = (char)('a' + draw(8)), a[1] = (char)('a' + draw(8));
		b[0] = (char)('a' + draw(8)), b[1] = (char)('a' + draw(8));
		struct name_word words[] = { { .text = a, .length = 2 },
			                     { .text = b, .length = 2 } };
		name_word_choose(&words[0], block, size);
		name_word_choose(&words[1], block, size);
		for (size_t from = 0; from < size;) {
			size_t at = from, length = 0;
			for (; at < size; at += length + 1) {
				length = (size_t)((char *)memchr(block + at, '\n', size - at) -
				                  (block + at));
				if (memmem(block + at, length, a, 2) &&
				    memmem(block + at, length, b, 2))
					break;
			}
			size_t right = at < size ? at + length : size;
			ck_assert_uint_eq(
			        name_scan_all(block, from, size, words, 2, PLACE_ANYWHERE), right);
			from = right + 1;
		}
	}
}
END_TEST

START_TEST(loading_goes_in_slices)
{
	fill_shop();
	ck_assert(!name_index_ready(names));
	while (name_index_load(names))
		;
	ck_assert(name_index_ready(names));
	ck_assert(!name_index_load(names));
}
END_TEST

static Suite *
name_index_suite(void)
{
	Suite *suite = suite_create("name_index");
	TCase *tcase = tcase_create("names");
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, names_that_begin_with_the_word_come_first_then_words_then_the_rest);
	tcase_add_test(tcase, every_word_must_be_there_in_any_order);
	tcase_add_test(tcase, accents_and_case_do_not_matter);
	tcase_add_test(tcase, words_are_found_in_any_script);
	tcase_add_test(tcase, changes_by_hand_are_found_at_once);
	tcase_add_test(tcase, control_characters_find_nothing);
	tcase_add_test(tcase, it_finds_what_looking_at_every_name_finds);
	tcase_add_test(tcase, several_words_are_found_in_one_go);
	tcase_add_test(tcase, loading_goes_in_slices);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("scan");
	tcase_add_test(tcase, all_ways_of_scanning_find_the_same);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return run_suite(name_index_suite());
}
