#include <config.h>

#include "screens/key_termkey.h"

#include <stdbool.h>
#include <string.h>

/* clang-format off */
static const struct {
	TermKeySym sym;
	enum cap cap;
} syms[] = {
	{ TERMKEY_SYM_BACKSPACE, CAP_BACKSPACE }, { TERMKEY_SYM_DEL, CAP_BACKSPACE },
	{ TERMKEY_SYM_TAB, CAP_TAB },             { TERMKEY_SYM_ENTER, CAP_ENTER },
	{ TERMKEY_SYM_ESCAPE, CAP_ESC },          { TERMKEY_SYM_UP, CAP_UP },
	{ TERMKEY_SYM_DOWN, CAP_DOWN },           { TERMKEY_SYM_LEFT, CAP_LEFT },
	{ TERMKEY_SYM_RIGHT, CAP_RIGHT },         { TERMKEY_SYM_BEGIN, CAP_MIDDLE },
	{ TERMKEY_SYM_INSERT, CAP_INSERT },       { TERMKEY_SYM_DELETE, CAP_DELETE },
	{ TERMKEY_SYM_PAGEUP, CAP_PAGE_UP },      { TERMKEY_SYM_PAGEDOWN, CAP_PAGE_DOWN },
	{ TERMKEY_SYM_HOME, CAP_HOME },           { TERMKEY_SYM_END, CAP_END },
	{ TERMKEY_SYM_FIND, CAP_HOME },           { TERMKEY_SYM_SELECT, CAP_END },
};
/* clang-format on */

static unsigned
mods_of(int modifiers)
{
	return (modifiers & TERMKEY_KEYMOD_SHIFT ? MOD_SHIFT : 0) |
	       (modifiers & TERMKEY_KEYMOD_ALT ? MOD_ALT : 0) |
	       (modifiers & TERMKEY_KEYMOD_CTRL ? MOD_CTRL : 0);
}

static void
set_char(struct key *key, const char *text)
{
	key->cap = CAP_CHAR;
	strncpy(key->text, text, sizeof(key->text) - 1);
}

static void
set_sym(struct key *key, TermKeySym sym)
{
	for (size_t i = 0; i < sizeof(syms) / sizeof(syms[0]); i++) {
		if (syms[i].sym == sym) {
			key->cap = syms[i].cap;
			return;
		}
	}
	if (sym == TERMKEY_SYM_SPACE)
		set_char(key, " ");
	else
		*key = (struct key){ .cap = CAP_UNKNOWN };
}

static bool
is_control(long codepoint)
{
	return codepoint < 0x20 || (codepoint >= 0x7f && codepoint < 0xa0);
}

static void
set_unicode(struct key *key, const TermKeyKey *from)
{
	long codepoint = from->code.codepoint;

	if (codepoint == 'j' && key->mods == MOD_CTRL)
		*key = (struct key){ .cap = CAP_ENTER }; /* line feed */
	else if (codepoint == 'h' && key->mods == MOD_CTRL)
		*key = (struct key){ .cap = CAP_BACKSPACE };
	else if (is_control(codepoint))
		*key = (struct key){ .cap = CAP_UNKNOWN };
	else if (key->mods & MOD_CTRL && codepoint >= 'A' && codepoint <= 'Z')
		set_char(key, (char[]){ (char)(codepoint + 'a' - 'A'), '\0' });
	else
		set_char(key, from->utf8);
}

void
key_of_termkey(const TermKeyKey *from, struct key *key)
{
	*key = (struct key){ .mods = mods_of(from->modifiers) };
	if (from->type == TERMKEY_TYPE_FUNCTION) {
		key->cap = CAP_F;
		key->number = from->code.number;
	} else if (from->type == TERMKEY_TYPE_KEYSYM) {
		set_sym(key, from->code.sym);
	} else if (from->type == TERMKEY_TYPE_UNICODE) {
		set_unicode(key, from);
	} else {
		*key = (struct key){ .cap = CAP_UNKNOWN };
	}
}
