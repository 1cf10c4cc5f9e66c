#include <config.h>

#include "screens/sequence.h"

int
sequence_numbers(const unsigned char *text, size_t length, int numbers[2])
{
	int count = 0;

	numbers[0] = numbers[1] = 0;
	for (size_t i = 0; i < length; i++) {
		if (count == 0)
			count = 1;
		if (text[i] == ';' && count < 2) {
			count++;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return -1;
		numbers[count - 1] = numbers[count - 1] * 10 + (text[i] - '0');
		if (numbers[count - 1] > 10000)
			return -1;
	}
	return count;
}

/* xterm's second number: 1 + the sum of shift 1, alt 2, control 4, meta 8. */
static unsigned
xterm_mods(int number)
{
	unsigned bits = number > 1 ? (unsigned)(number - 1) : 0;

	return (bits & 1 ? MOD_SHIFT : 0) | (bits & 10 ? MOD_ALT : 0) | (bits & 4 ? MOD_CTRL : 0);
}

/* "\e[N~": VT220's numbers, with those of rxvt, the Linux console and PuTTY. */
/* clang-format off */
static const struct {
	int number;
	enum cap cap;
	int function;
} tildes[] = {
	{ 1, CAP_HOME, 0 },  { 2, CAP_INSERT, 0 },  { 3, CAP_DELETE, 0 },    { 4, CAP_END, 0 },
	{ 5, CAP_PAGE_UP, 0 }, { 6, CAP_PAGE_DOWN, 0 }, { 7, CAP_HOME, 0 },  { 8, CAP_END, 0 },
	{ 11, CAP_F, 1 },    { 12, CAP_F, 2 },      { 13, CAP_F, 3 },        { 14, CAP_F, 4 },
	{ 15, CAP_F, 5 },    { 17, CAP_F, 6 },      { 18, CAP_F, 7 },        { 19, CAP_F, 8 },
	{ 20, CAP_F, 9 },    { 21, CAP_F, 10 },     { 23, CAP_F, 11 },       { 24, CAP_F, 12 },
	{ 25, CAP_F, 13 },   { 26, CAP_F, 14 },     { 28, CAP_F, 15 },       { 29, CAP_F, 16 },
	{ 31, CAP_F, 17 },   { 32, CAP_F, 18 },     { 33, CAP_F, 19 },       { 34, CAP_F, 20 },
};
/* clang-format on */

static bool
is_key(struct key *key, enum cap cap, int number, unsigned mods)
{
	*key = (struct key){ .cap = cap, .number = number, .mods = mods };
	return true;
}

static bool
tilde(int number, unsigned mods, struct key *key)
{
	for (size_t i = 0; i < sizeof(tildes) / sizeof(tildes[0]); i++) {
		if (tildes[i].number == number)
			return is_key(key, tildes[i].cap, tildes[i].function, mods);
	}
	return false;
}

/* Letters that end "\e[A", "\e[1;5A", "\eOA": the same after both introducers. */
static enum cap
letter_cap(unsigned char letter)
{
	switch (letter) {
	case 'A':
		return CAP_UP;
	case 'B':
		return CAP_DOWN;
	case 'C':
		return CAP_RIGHT;
	case 'D':
		return CAP_LEFT;
	case 'E':
		return CAP_MIDDLE;
	case 'F':
		return CAP_END;
	case 'G':
		return CAP_MIDDLE; /* keypad 5 of the Linux console and PuTTY */
	case 'H':
		return CAP_HOME;
	default:
		return CAP_NONE;
	}
}

/* rxvt says a modifier by the last character instead of "~". */
static bool
rxvt_mods(unsigned char last, unsigned *mods)
{
	switch (last) {
	case '~':
		return true;
	case '$':
		*mods |= MOD_SHIFT;
		return true;
	case '^':
		*mods |= MOD_CTRL;
		return true;
	case '@':
		*mods |= MOD_CTRL | MOD_SHIFT;
		return true;
	default:
		return false;
	}
}

static enum cap
small_letter_cap(unsigned char letter)
{
	return letter_cap((unsigned char)(letter - 'a' + 'A'));
}

bool
sequence_csi(const unsigned char *frame, size_t length, unsigned mods, struct key *key)
{
	unsigned char last = frame[length - 1];
	int numbers[2];
	int count = sequence_numbers(frame, length - 1, numbers);

	if (count < 0)
		return false;
	if (count == 2)
		mods |= xterm_mods(numbers[1]);
	if (rxvt_mods(last, &mods))
		return count > 0 && tilde(numbers[0], mods, key);
	if (letter_cap(last))
		return is_key(key, letter_cap(last), 0, mods);
	if (last == 'Z' && count == 0)
		return is_key(key, CAP_TAB, 0, mods | MOD_SHIFT);
	/* PuTTY as an SCO console: F1 is "\e[M", F12 "\e[X" */
	if (count == 0 && last >= 'M' && last <= 'X')
		return is_key(key, CAP_F, last - 'M' + 1, mods);
	if (count == 2 && numbers[0] == 1 && last >= 'P' && last <= 'S')
		return is_key(key, CAP_F, last - 'P' + 1, mods);
	/* arrows of rxvt with Shift */
	if (count == 0 && last >= 'a' && last <= 'd')
		return is_key(key, small_letter_cap(last), 0, mods | MOD_SHIFT);
	return false;
}

bool
sequence_ss3(const unsigned char *frame, size_t length, unsigned mods, struct key *key)
{
	static const char keypad[] = "*+,-./0123456789"; /* SS3 j .. y */
	unsigned char last = frame[length - 1];
	int numbers[2];
	int count = sequence_numbers(frame, length - 1, numbers);

	if (count < 0)
		return false;
	/* "\eO2P" and "\eO1;2P" */
	if (count > 0)
		mods |= xterm_mods(numbers[count > 1 ? 1 : 0]);
	if (letter_cap(last))
		return is_key(key, letter_cap(last), 0, mods);
	/* PF1 to PF4, and PuTTY's VT100+ up to F12 */
	if (last >= 'P' && last <= '[')
		return is_key(key, CAP_F, last - 'P' + 1, mods);
	if (last >= 'j' && last <= 'y') {
		is_key(key, CAP_CHAR, 0, mods);
		key->text[0] = keypad[last - 'j'];
		return true;
	}
	/* arrows of rxvt with Ctrl */
	if (last >= 'a' && last <= 'd')
		return is_key(key, small_letter_cap(last), 0, mods | MOD_CTRL);
	if (last == 'M')
		return is_key(key, CAP_ENTER, 0, mods);
	return last == 'I' && is_key(key, CAP_TAB, 0, mods);
}

bool
sequence_linux(const unsigned char *frame, size_t length, unsigned mods, struct key *key)
{
	return length == 1 && frame[0] >= 'A' && frame[0] <= 'E' &&
	       is_key(key, CAP_F, frame[0] - 'A' + 1, mods);
}
