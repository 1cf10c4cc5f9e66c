/*
 * Key maps: both that ship, what they bind, what the bar shows, and what can be done without
 * function keys.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/paths.h"
#include "screens/keymap.h"
#include "suite.h"

static struct keymap *
shipped(int index)
{
	static const char *const names[] = { "keymap.conf", "keymap-nof.conf" };
	struct keymap *keymap = NULL;
	struct err err = { 0 };
	char path[PATH_MAX];

	ck_assert_int_eq(paths_data(path, names[index], &err), RC_OK);
	ck_assert_msg(keymap_read(&keymap, path, &err) == RC_OK, "%s", err.msg);
	return keymap;
}

static struct keymap *
parsed(const char *text)
{
	struct keymap *keymap = NULL;
	struct err err = { 0 };

	ck_assert_msg(keymap_parse(&keymap, "map", text, &err) == RC_OK, "%s", err.msg);
	return keymap;
}

static void
refused(const char *text, const char *why)
{
	struct keymap *keymap = NULL;
	struct err err = { 0 };

	ck_assert_int_eq(keymap_parse(&keymap, "map", text, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, why);
	ck_assert_ptr_null(keymap);
}

static const struct binding *
find(const struct keymap *keymap, const char *section, const char *name)
{
	struct key key;

	ck_assert_msg(key_parse(name, &key), "%s", name);
	return keymap_find(keymap, section, &key);
}

/* ---- the maps that ship ---- */

START_TEST(remarks_stay_when_the_till_writes_the_file_again)
{
	static const char before[] = "# What the keys of this till mean, written by the till; "
	                             "ringup-keys(5).\n"
	                             "# our counter by the door\n"
	                             "[*]\n"
	                             "F1 = help\n"
	                             "\n"
	                             "[sale]\n"
	                             "  # the red key\n"
	                             "F2 = find\n"
	                             "# Anna wants this\n"
	                             "F3 = check\n"
	                             "# gone soon\n"
	                             "F4 = suspend\n"
	                             "# the end\n";
	static const char map[] = "[*]\nF1 = help\n[sale]\nF9 = find\nF3 = note\n";
	static const char after[] = "# What the keys of this till mean, written by the till; "
	                            "ringup-keys(5).\n"
	                            "\n"
	                            "# our counter by the door\n"
	                            "[*]\n"
	                            "F1 = help\n"
	                            "\n"
	                            "[sale]\n"
	                            "# the red key\n"
	                            "F9 = find\n"
	                            "# Anna wants this\n"
	                            "F3 = note\n"
	                            "# gone soon\n"
	                            "\n"
	                            "# the end\n";
	struct keymap *changed = NULL;
	struct buf text = { 0 }, again = { 0 };
	struct err why;
	ck_assert_msg(!keymap_parse(&changed, "map", map, &why), "%s", why.msg);
	keymap_write_conf_over(changed, before, &text);
	ck_assert_str_eq(text.text, after);
	keymap_write_conf_over(changed, text.text, &again);
	ck_assert_ptr_nonnull(strstr(again.text, "# the red key\nF9"));
	ck_assert_ptr_nonnull(strstr(again.text, "# gone soon\n"));
	ck_assert_ptr_nonnull(strstr(again.text, "# the end\n"));
	ck_assert_uint_eq(again.length, text.length);
	keymap_free(&changed);
	buf_done(&text);
	buf_done(&again);
}
END_TEST

START_TEST(every_bound_command_exists_and_its_words_are_right)
{
	struct keymap *keymap = shipped(_i);

	for (size_t i = 0; i < keymap_count(keymap); i++) {
		const struct binding *row = keymap_row(keymap, i);
		struct command command;
		struct err err = { 0 };
		char line[2 * BINDING_TEXT_MAX];

		if (row->none || row->verb.is_action || !row->words[0])
			continue;
		snprintf(line, sizeof(line), "%s %s", verb_name(row->verb), row->words);
		ck_assert_msg(command_parse(&command, line, false, 2, &err) == RC_OK, "%s: %s",
		              line, err.msg);
	}
	keymap_free(&keymap);
}
END_TEST

START_TEST(no_key_is_bound_twice_in_a_section)
{
	struct keymap *keymap = shipped(_i);

	for (size_t i = 0; i < keymap_count(keymap); i++) {
		for (size_t k = i + 1; k < keymap_count(keymap); k++) {
			const struct binding *a = keymap_row(keymap, i), *b = keymap_row(keymap, k);
			char text[KEY_TEXT_MAX];

			ck_assert_msg(strcmp(a->section, b->section) != 0 ||
			                      !key_same(&a->key, &b->key),
			              "[%s] %s", a->section, key_text(&a->key, text));
		}
	}
	keymap_free(&keymap);
}
END_TEST

START_TEST(no_function_or_editing_key_is_bound_with_shift_ctrl_or_alt)
{
	struct keymap *keymap = shipped(_i);

	for (size_t i = 0; i < keymap_count(keymap); i++) {
		const struct key *key = &keymap_row(keymap, i)->key;

		ck_assert(key->cap == CAP_CHAR || key->mods == 0);
		ck_assert((key->mods & (MOD_ALT | MOD_SHIFT)) == 0);
	}
	keymap_free(&keymap);
}
END_TEST

START_TEST(keys_of_the_number_block_without_numlock_never_sell)
{
	static const char *const keys[] = { "Ins", "Del",  "Home", "End",   "PgUp",  "PgDn",
		                            "Up",  "Down", "Left", "Right", "Middle" };
	static const char *const sections[] = { "sale", "pay", "change" };
	struct keymap *keymap = shipped(_i);

	for (size_t s = 0; s < sizeof(sections) / sizeof(sections[0]); s++) {
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
			const struct binding *binding = find(keymap, sections[s], keys[i]);

			ck_assert_msg(!binding || binding->verb.is_action, "%s in %s", keys[i],
			              sections[s]);
			if (binding)
				ck_assert(binding->verb.action == ACT_NUMLOCK ||
				          (binding->verb.action >= ACT_UP &&
				           binding->verb.action <= ACT_LAST));
		}
	}
	keymap_free(&keymap);
}
END_TEST

START_TEST(the_default_map_is_that_of_the_manual)
{
	static const struct {
		const char *section, *key, *verb;
	} rows[] = {
		{ "sale", "F1", "help" },       { "sale", "F2", "find" },
		{ "sale", "F3", "check" },      { "sale", "F4", "line" },
		{ "sale", "F5", "department" }, { "sale", "F6", "return" },
		{ "sale", "F7", "suspend" },    { "sale", "F8", "card" },
		{ "sale", "F9", "cash" },       { "sale", "F10", "menu" },
		{ "sale", "Ctrl-G", "menu" },   { "sale", "+", "total" },
		{ "sale", "Space", "total" },   { "sale", "-", "void" },
		{ "sale", "*", "quantity" },    { "sale", "/", "command-line" },
		{ "sale", "Esc", "clear" },     { "sale", "Enter", "enter" },
		{ "sale", "F12", "next" },      { "sale", "Ctrl-L", "redraw" },
		{ "pay", "F9", "cash" },        { "pay", "F8", "card" },
		{ "pay", "Up", "up" },          { "change", "p", "receipt" },
		{ "change", "N", "receipt" },   { "change", "g", "receipt" },
		{ "change", "i", "receipt" },
	};
	struct keymap *keymap = shipped(0);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct binding *binding = find(keymap, rows[i].section, rows[i].key);

		ck_assert_msg(binding != NULL, "%s", rows[i].key);
		ck_assert_str_eq(verb_name(binding->verb), rows[i].verb);
	}
	keymap_free(&keymap);
}
END_TEST

START_TEST(the_second_map_has_no_function_keys)
{
	struct keymap *keymap = shipped(1);

	for (size_t i = 0; i < keymap_count(keymap); i++)
		ck_assert(keymap_row(keymap, i)->key.cap != CAP_F);
	keymap_free(&keymap);
}
END_TEST

/* The command line takes the name of every command and of every word of the screens; its key, the
 * menu's, Enter, Esc and the arrows must be no function keys. */
START_TEST(everything_can_be_reached_without_function_keys)
{
	static const enum action needed[] = { ACT_COMMAND_LINE, ACT_MENU, ACT_ENTER, ACT_UP,
		                              ACT_DOWN };
	struct keymap *keymap = shipped(_i);

	for (size_t n = 0; n < sizeof(needed) / sizeof(needed[0]); n++) {
		bool found = false;

		for (size_t i = 0; i < keymap_count(keymap); i++) {
			const struct binding *row = keymap_row(keymap, i);

			found = found || (verb_is(row->verb, needed[n]) && row->key.cap != CAP_F &&
			                  !row->none && keymap_row_holds(keymap, i, "sale"));
		}
		ck_assert_msg(found, "%s", verb_name(verb_of_action(needed[n])));
	}
	for (int i = 0; i < VERB_COUNT; i++) {
		struct verb verb;

		ck_assert_int_eq(verb_find(verb_name(verb_at(i)), true, &verb, NULL), RC_OK);
		ck_assert(verb_same(verb, verb_at(i)));
	}
	keymap_free(&keymap);
}
END_TEST

START_TEST(every_verb_has_a_name_of_its_own_and_a_help)
{
	for (int i = 0; i < VERB_COUNT; i++) {
		ck_assert_str_ne(verb_name(verb_at(i)), "");
		ck_assert_str_ne(verb_help(verb_at(i)), "");
		for (int k = i + 1; k < VERB_COUNT; k++)
			ck_assert_str_ne(verb_name(verb_at(i)), verb_name(verb_at(k)));
	}
}
END_TEST

/* ---- reading ---- */

START_TEST(a_section_of_its_own_comes_before_the_common_one)
{
	struct keymap *keymap =
	        parsed("[*]\nF2 = help\nF3 = menu\nF4 = total\n[sale]\nF2 = find\nF3 = none\n");

	ck_assert_str_eq(verb_name(find(keymap, "sale", "F2")->verb), "find");
	ck_assert_str_eq(verb_name(find(keymap, "pay", "F2")->verb), "help");
	ck_assert_ptr_null(find(keymap, "sale", "F3"));
	ck_assert_str_eq(verb_name(find(keymap, "sale", "F4")->verb), "total");
	keymap_free(&keymap);
}
END_TEST

START_TEST(words_and_labels_of_the_shop_are_kept)
{
	struct keymap *keymap = parsed("[sale]\nF11 = preset 4 ; Milk 1 l\nF12 = open 2 3.50\n");
	const struct binding *milk = find(keymap, "sale", "F11"),
	                     *open = find(keymap, "sale", "F12");

	ck_assert_str_eq(verb_name(milk->verb), "preset");
	ck_assert_str_eq(milk->words, "4");
	ck_assert_str_eq(binding_label(milk), "Milk 1 l");
	ck_assert_str_eq(open->words, "2 3.50");
	ck_assert_str_eq(binding_label(open), verb_label(open->verb));
	keymap_free(&keymap);
}
END_TEST

START_TEST(a_letter_is_the_same_key_small_and_large)
{
	struct keymap *keymap = parsed("[change]\nP = receipt print\n");

	ck_assert_ptr_nonnull(find(keymap, "change", "p"));
	ck_assert_ptr_eq(find(keymap, "change", "p"), find(keymap, "change", "P"));
	keymap_free(&keymap);
}
END_TEST

START_TEST(what_is_wrong_in_a_map_is_named_with_its_line)
{
	refused("[sale]\nF2 = find\nF99 = find\n", "map, line 3: there is no key \"F99\"");
	refused("[sale]\nF2 = fnd\n", "map, line 2: there is no command \"fnd\"");
	refused("F2 = find\n", "map, line 1: a key stands below the [name] of its screen");
}
END_TEST

/* ---- a shop's own map ---- */

static struct keymap *
kindly(const char *text, const char *trouble)
{
	struct keymap *keymap = NULL;
	struct err err = { 0 };

	ck_assert_int_eq(keymap_parse_kindly(&keymap, "keymap.conf", text, &err), RC_OK);
	ck_assert_str_eq(err.msg, trouble);
	return keymap;
}

START_TEST(a_wrong_line_of_a_shop_is_left_out_and_named)
{
	static const struct {
		const char *line, *trouble;
	} wrong[] = {
		{ "F99 = find", "keymap.conf, line 5: there is no key \"F99\"" },
		{ "F2 = fnd", "keymap.conf, line 5: there is no command \"fnd\"" },
		{ "what is this",
		  "keymap.conf, line 5: \"what is this\" is not of the form key = value" },
		{ "f9 = card", "keymap.conf, line 5: F9 stands in this section already" },
		{ "F2 = preset four",
		  "keymap.conf, line 5: \"four\" is not a whole number" },
		{ "F2 = help me", "keymap.conf, line 5: \"help\" takes no words" },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char text[256];
		struct keymap *keymap;

		snprintf(text, sizeof(text),
		         "[*]\nEsc = clear\nEnter = enter\n[sale]\n%s\nF9 = cash\n", wrong[i].line);
		if (strncmp(wrong[i].line, "f9", 2) == 0)
			snprintf(text, sizeof(text),
			         "[*]\nEsc = clear\n[sale]\nF9 = cash\n%s\n[pay]\nEnter = enter\n",
			         wrong[i].line);
		keymap = kindly(text, wrong[i].trouble);
		ck_assert_str_eq(verb_name(find(keymap, "sale", "F9")->verb), "cash");
		ck_assert_ptr_null(find(keymap, "sale", "F2"));
		keymap_free(&keymap);
	}
}
END_TEST

START_TEST(below_a_wrong_section_nothing_holds)
{
	struct keymap *keymap =
	        kindly("[*]\nEsc = clear\nEnter = enter\n[sale\nF8 = cash\n[pay]\n"
	               "F9 = card\n",
	               "keymap.conf, line 4: \"[sale\" is not a section like [name]");

	ck_assert_ptr_null(find(keymap, "*", "F8"));
	ck_assert_str_eq(verb_name(find(keymap, "pay", "F9")->verb), "card");
	keymap_free(&keymap);
}
END_TEST

START_TEST(nobody_is_left_without_esc_and_enter)
{
	struct keymap *keymap =
	        kindly("[sale]\nF9 = cash\n", "keymap.conf has no key for \"clear\": Esc does it");

	ck_assert_str_eq(verb_name(find(keymap, "sale", "Esc")->verb), "clear");
	ck_assert_str_eq(verb_name(find(keymap, "sale", "Enter")->verb), "enter");
	keymap_free(&keymap);
}
END_TEST

START_TEST(a_map_that_is_written_is_read_as_the_same)
{
	struct keymap *keymap = shipped(_i), *again;
	struct key_sequence sequence = { .bytes = "\x1b[42z", .length = 5 };
	const struct key_sequence *rows;
	struct buf text = { 0 };

	ck_assert(key_parse("F36", &sequence.key));
	ck_assert_int_eq(keymap_teach(keymap, &sequence, NULL), RC_OK);
	keymap_write_conf(keymap, &text);
	again = parsed(text.text);
	ck_assert_uint_eq(keymap_count(again), keymap_count(keymap));
	for (size_t i = 0; i < keymap_count(keymap); i++) {
		const struct binding *a = keymap_row(keymap, i), *b = keymap_row(again, i);

		ck_assert(key_same(&a->key, &b->key) && strcmp(a->section, b->section) == 0);
		ck_assert(a->none == b->none && verb_same(a->verb, b->verb));
		ck_assert_str_eq(a->words, b->words);
		ck_assert_str_eq(a->label, b->label);
	}
	ck_assert_uint_eq(keymap_sequences(again, &rows), 1);
	ck_assert_uint_eq(rows[0].length, 5);
	ck_assert_int_eq(memcmp(rows[0].bytes, "\x1b[42z", 5), 0);
	buf_done(&text);
	keymap_free(&keymap);
	keymap_free(&again);
}
END_TEST

START_TEST(what_a_key_sends_must_look_like_a_key)
{
	refused("[sends]\nF36 = 42\n", "map, line 2: what a key sends begins with \\e[ or \\eO");
	refused("[sends]\nF36 = \\e[\n", "map, line 2: \"\\e[\" is too short or too long");
	refused("[sends]\n5 = \\e[42z\n", "map, line 2: there is no key \"5\"");
}
END_TEST

/* ---- for people ---- */

START_TEST(the_list_names_every_key)
{
	struct keymap *keymap = shipped(_i);
	struct buf text = { 0 }, page = { 0 };

	keymap_write_text(keymap, &text);
	keymap_write_mdoc(keymap, &page);
	for (size_t i = 0; i < keymap_count(keymap); i++) {
		char key[KEY_TEXT_MAX], row[KEY_TEXT_MAX + 2];

		snprintf(row, sizeof(row), "\n%s ", key_text(&keymap_row(keymap, i)->key, key));
		ck_assert_msg(strstr(text.text, row) != NULL, "%s", key);
	}
	ck_assert_ptr_nonnull(strstr(page.text, ".Sh KEYS"));
	buf_done(&text);
	buf_done(&page);
	keymap_free(&keymap);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("keymap");
	TCase *tcase = tcase_create("keymap");

	lang_start();
	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, every_bound_command_exists_and_its_words_are_right, 0, 2);
	tcase_add_test(tcase, remarks_stay_when_the_till_writes_the_file_again);
	tcase_add_test(tcase, a_wrong_line_of_a_shop_is_left_out_and_named);
	tcase_add_test(tcase, below_a_wrong_section_nothing_holds);
	tcase_add_test(tcase, nobody_is_left_without_esc_and_enter);
	tcase_add_loop_test(tcase, a_map_that_is_written_is_read_as_the_same, 0, 2);
	tcase_add_test(tcase, what_a_key_sends_must_look_like_a_key);
	tcase_add_loop_test(tcase, no_key_is_bound_twice_in_a_section, 0, 2);
	tcase_add_loop_test(tcase, no_function_or_editing_key_is_bound_with_shift_ctrl_or_alt, 0,
	                    2);
	tcase_add_loop_test(tcase, keys_of_the_number_block_without_numlock_never_sell, 0, 2);
	tcase_add_test(tcase, the_default_map_is_that_of_the_manual);
	tcase_add_test(tcase, the_second_map_has_no_function_keys);
	tcase_add_loop_test(tcase, everything_can_be_reached_without_function_keys, 0, 2);
	tcase_add_test(tcase, every_verb_has_a_name_of_its_own_and_a_help);
	tcase_add_test(tcase, a_section_of_its_own_comes_before_the_common_one);
	tcase_add_test(tcase, words_and_labels_of_the_shop_are_kept);
	tcase_add_test(tcase, a_letter_is_the_same_key_small_and_large);
	tcase_add_test(tcase, what_is_wrong_in_a_map_is_named_with_its_line);
	tcase_add_loop_test(tcase, the_list_names_every_key, 0, 2);
	return run_suite(suite);
}
