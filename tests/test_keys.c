/*
 * Keys of a shop: changed at the till, read from a file with mistakes, learned from a keyboard.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/paths.h"
#include "screens/learn.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"
#include "tests/face_fixture.h"

static const char *
own_map(void)
{
	static char path[PATH_MAX];

	ck_assert(!paths_join(path, ledger_folder(face->ledger), "keymap.conf", &err));
	return path;
}

static void
write_map(const char *text)
{
	ck_assert(!paths_replace_file(own_map(), text, strlen(text), 0600, &err));
}

/* As at the next start. */
static void
open_face_again(void)
{
	struct loop *loop = face->loop;

	face_close(face);
	ck_assert_msg(!face_open(face, counter, loop, false, &err), "%s", err.msg);
	face_push(face, &sign_screen, NULL);
	face_look(face);
	face_say_keymap(face);
	face_drained(face);
}

static const char *
verb_of_key(const char *section, const char *name)
{
	const struct binding *binding;
	struct key key;

	ck_assert(key_parse(name, &key));
	binding = keymap_find(face->keymap, section, &key);
	return binding ? verb_name(binding->verb) : "";
}

static void
open_keys(const char *search)
{
	keys_open(face);
	face_drained(face);
	press(search);
}

/* ---- the editor ---- */

START_TEST(an_action_gets_another_key_at_once_and_keeps_it)
{
	open_keys("c a s h Enter");
	ck_assert(shows("another key instead"));
	press("1");
	ck_assert(shows("Press the key."));
	press("F11");
	ck_assert(shows("F11 from now on: Cash"));
	ck_assert_str_eq(verb_of_key("sale", "F11"), "cash");
	ck_assert_str_eq(verb_of_key("pay", "F11"), "cash");
	ck_assert_str_eq(verb_of_key("pay", "F9"), "");
	press("Esc Esc 1 0 0 Enter + F11");
	ck_assert_int_eq(face->view.state, TILL_CHANGE);
	open_face_again();
	ck_assert_str_eq(face->keymap_trouble.msg, "");
	ck_assert_str_eq(verb_of_key("pay", "F11"), "cash");
}
END_TEST

START_TEST(a_key_that_is_taken_is_refused_and_nothing_changes)
{
	static const struct {
		const char *key, *sentence;
	} taken[] = {
		{ "F8", "F8 is already there for \"Card\": give that another key first" },
		{ "F1", "F1 is already there for \"Help\"" },
		{ "5", "5 is for numbers: choose another key" },
		{ "x", "letters are text: choose another key, or one with Ctrl" },
		{ "Enter", "Enter keeps its meaning: choose another key" },
		{ "Backspace", "Backspace keeps its meaning" },
		{ "F9", "F9 does that already" },
	};

	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		open_keys("c a s h Enter 2");
		press(taken[i].key);
		ck_assert_msg(shows(taken[i].sentence), "%s", taken[i].key);
		press("Esc Esc Esc");
		ck_assert_str_eq(verb_of_key("pay", "F9"), "cash");
	}
	ck_assert_int_ne(access(own_map(), F_OK), 0);
}
END_TEST

START_TEST(nobody_takes_the_last_key_of_what_is_needed)
{
	open_keys("H e l p Enter 3");
	ck_assert(shows("the till cannot be used without a key for \"help\""));
	ck_assert_str_eq(verb_of_key("sale", "F1"), "help");
}
END_TEST

START_TEST(a_key_is_taken_away_and_the_maps_that_came_are_there_again)
{
	open_keys("F 1 2 Enter 3");
	ck_assert_str_eq(verb_of_key("sale", "F12"), "");
	press("Esc a s Space t h e y Space c a m e Enter 1");
	ck_assert_str_eq(verb_of_key("sale", "F12"), "next");
	press("Esc w i t h o u t Space F 1 Enter 1");
	ck_assert_str_eq(verb_of_key("sale", "F2"), "");
	ck_assert_str_eq(verb_of_key("sale", "Ctrl-F"), "find");
}
END_TEST

START_TEST(a_command_with_words_gets_a_key_and_a_label)
{
	open_keys("p r e s e t Space 4 Enter");
	press("o p e n Space 2 Space 3 . 5 0 Enter R o l l Enter");
	ck_assert(shows("A key for \"Roll\""));
	press("F11");
	ck_assert_str_eq(verb_of_key("sale", "F11"), "open");
	press("Esc Esc F11");
	ck_assert_int_eq(total(), 350);
}
END_TEST

START_TEST(an_action_without_a_key_gets_its_first)
{
	open_keys("n o - s a l e Enter Ctrl-A");
	ck_assert_str_eq(verb_of_key("sale", "Ctrl-A"), "no-sale");
}
END_TEST

/* ---- a file with mistakes ---- */

START_TEST(a_mistake_in_the_file_is_shown_and_the_till_opens)
{
	char old[PATH_MAX + 8];

	write_map("[*]\nEsc = clear\nEnter = enter\nF1 = help\nF10 = menu\n[pay]\nF99 = cash\n"
	          "F11 = cash\n");
	open_face_again();
	ck_assert(shows("keymap.conf, line 7: there is no key \"F99\""));
	ck_assert(shows("that line does nothing; the others hold"));
	ck_assert_str_eq(verb_of_key("pay", "F11"), "cash");
	press("Esc");
	ck_assert(!shows("F99"));
	manager_open(face);
	face_drained(face);
	ck_assert(shows("keymap.conf, line 7"));
	/* a change writes a map without mistakes and keeps what was there */
	open_keys("F 1 1 Enter 1 F9");
	ck_assert_str_eq(verb_of_key("pay", "F9"), "cash");
	ck_assert_str_eq(face->keymap_trouble.msg, "");
	snprintf(old, sizeof(old), "%s.old", own_map());
	ck_assert_int_eq(access(old, F_OK), 0);
}
END_TEST

START_TEST(a_file_that_is_no_map_at_all_leaves_the_keys_as_they_came)
{
	ck_assert(!paths_make_folder(own_map(), &err));
	open_face_again();
	ck_assert(shows("the keys are as they came with the program"));
	press("Esc");
	ck_assert_str_eq(verb_of_key("pay", "F9"), "cash");
}
END_TEST

START_TEST(keys_that_were_learned_beside_the_till_hold_without_a_new_start)
{
	const char *map = "[*]\nF8 = help\n[sale]\nF7 = cash\n";
	struct buf text = { 0 };
	char path[PATH_MAX];
	ck_assert(!paths_join(path, ledger_folder(face->ledger), "keymap.conf", &err));
	face_pick_up_keymap(face);
	ck_assert(!shows("the keys were changed"));
	struct buf whole = { 0 };
	keymap_write_conf(face->keymap, &whole);
	size_t head = (size_t)(strstr(whole.text, "[sale]\n") - whole.text) + strlen("[sale]\n");
	buf_add_bytes(&text, whole.text, head);
	buf_format(&text, "Ctrl-Y = suspend\n%s", whole.text + head);
	buf_done(&whole);
	ck_assert(!paths_replace_file(path, text.text, text.length, 0600, &err));
	face_pick_up_keymap(face);
	face_drained(face);
	ck_assert_msg(!face->keymap_trouble.msg[0], "%s", face->keymap_trouble.msg);
	ck_assert(shows("the keys were changed, and hold from now on"));
	/* what is wrong in it is said, and the till goes on */
	ck_assert(!paths_replace_file(path, map, strlen(map), 0600, &err));
	face_pick_up_keymap(face);
	ck_assert(face->keymap != NULL);
	ck_assert(face->keymap_trouble.msg[0]);
	buf_done(&text);
}
END_TEST

/* ---- learning ---- */

static struct learn *learn;
static struct keymap *learned;
static struct buf said;

static void
begin_learning(const char *map)
{
	ck_assert_msg(!keymap_parse(&learned, "map", map, &err), "%s", err.msg);
	learn = learn_new(learned, "xterm", &said);
}

static bool
send(const char *bytes)
{
	buf_done(&said);
	said = (struct buf){ 0 };
	return learn_press(learn, bytes, strlen(bytes), &said);
}

static void
end_learning(void)
{
	learn_free(&learn);
	keymap_free(&learned);
	buf_done(&said);
	said = (struct buf){ 0 };
}

static bool
says(const char *text)
{
	return said.text && strstr(said.text, text);
}

START_TEST(a_key_that_is_known_is_right)
{
	begin_learning("[sale]\nF2 = find\nF3 = check\n");
	ck_assert(says("F2          Find items"));
	ck_assert(send("\x1bOQ"));
	ck_assert(says("sends \\eOQ, which is F2: right."));
	ck_assert(says("F3 "));
	ck_assert(!learn_changed(learn));
	end_learning();
}
END_TEST

START_TEST(a_sequence_nobody_knows_becomes_the_key_that_was_asked_for)
{
	const struct key_sequence *rows;

	begin_learning("[sale]\nF2 = find\nF3 = check\n");
	send("\x1b[42z");
	ck_assert(says("sends \\e[42z, which is no key that is known: it is F2 from now on."));
	ck_assert(learn_changed(learn));
	ck_assert_uint_eq(keymap_sequences(learned, &rows), 1);
	ck_assert_int_eq(rows[0].key.number, 2);
	end_learning();
}
END_TEST

START_TEST(a_wrong_press_is_only_taken_the_second_time)
{
	begin_learning("[sale]\nF2 = find\nF3 = check\n");
	send("\x1b[21~");
	ck_assert(says("which is F10: press F2; or this again if it shall be F2."));
	ck_assert(!learn_changed(learn));
	send("\x1b[21~");
	ck_assert(says("it is F2 from now on"));
	end_learning();
}
END_TEST

START_TEST(typed_text_is_never_learned_as_a_key)
{
	begin_learning("[sale]\nF2 = find\n");
	send("13");
	ck_assert(says("sends 13, which is 2 keys: it is typed text and cannot be F2"));
	send("13");
	ck_assert(!learn_changed(learn));
	end_learning();
}
END_TEST

START_TEST(another_key_gets_a_name_and_a_meaning)
{
	const struct binding *binding;
	struct key key;

	begin_learning("[sale]\nF2 = find\n");
	send(" ");
	ck_assert(says("Other keys"));
	send("\x1b[42z");
	ck_assert(says("F36 shall mean"));
	send("preset four");
	send("\r");
	ck_assert(says("not a whole number"));
	send("preset 4 ; Milk");
	send("\r");
	ck_assert(key_parse("F36", &key));
	binding = keymap_find(learned, "sale", &key);
	ck_assert_ptr_nonnull(binding);
	ck_assert_str_eq(binding->words, "4");
	ck_assert_str_eq(binding->label, "Milk");
	ck_assert(!send("q"));
	end_learning();
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, keys_that_were_learned_beside_the_till_hold_without_a_new_start);
	tcase_add_test(tcase, an_action_gets_another_key_at_once_and_keeps_it);
	tcase_add_test(tcase, a_key_that_is_taken_is_refused_and_nothing_changes);
	tcase_add_test(tcase, nobody_takes_the_last_key_of_what_is_needed);
	tcase_add_test(tcase, a_key_is_taken_away_and_the_maps_that_came_are_there_again);
	tcase_add_test(tcase, a_command_with_words_gets_a_key_and_a_label);
	tcase_add_test(tcase, an_action_without_a_key_gets_its_first);
	tcase_add_test(tcase, a_mistake_in_the_file_is_shown_and_the_till_opens);
	tcase_add_test(tcase, a_file_that_is_no_map_at_all_leaves_the_keys_as_they_came);
	tcase_add_test(tcase, a_key_that_is_known_is_right);
	tcase_add_test(tcase, a_sequence_nobody_knows_becomes_the_key_that_was_asked_for);
	tcase_add_test(tcase, a_wrong_press_is_only_taken_the_second_time);
	tcase_add_test(tcase, typed_text_is_never_learned_as_a_key);
	tcase_add_test(tcase, another_key_gets_a_name_and_a_meaning);
}

int
main(void)
{
	return face_suite("keys", add_tests);
}
