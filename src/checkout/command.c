#include <config.h>

#include "checkout/command.h"

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/qty.h"
#include "base/text.h"
#include "checkout/till.h"

/* ---- the table ---- */

/* Short names for this table only: where a command may be given. */
enum {
	LOCKED = 1u << TILL_LOCKED,
	READY = 1u << TILL_READY | 1u << TILL_CHANGE,
	RINGING = 1u << TILL_RINGING,
	TENDERING = 1u << TILL_TENDERING,
	CHANGE = 1u << TILL_CHANGE,
	APPROVAL = 1u << TILL_APPROVAL,
	QUESTION = 1u << TILL_QUESTION,
	SELLING = READY | RINGING,
	BASKET = RINGING | TENDERING,
	SIDE = APPROVAL | QUESTION,
	SIGNED_ON = SELLING | TENDERING | SIDE,
};

/* What selling needs. */
enum { OPEN_TILL = NEEDS_SHIFT | NEEDS_NO_GAP | NEEDS_TODAY };

/* A right stands here when holding it is all that is asked; where an amount or a count decides, the
 * command itself asks for consent. */
static const struct rule {
	unsigned states;
	unsigned guards;
	enum right right;
} rules[COMMAND_IDS] = {
	[CMD_SIGN_ON] = { LOCKED, 0, RIGHT_COUNT },
	[CMD_SIGN_OFF] = { READY, NEEDS_NO_BASKET, RIGHT_COUNT },
	[CMD_LOCK] = { SIGNED_ON, 0, RIGHT_COUNT },
	[CMD_TAKE_OVER] = { LOCKED, 0, RIGHT_COUNT },
	[CMD_OPEN_SHIFT] = { READY, NEEDS_NO_SHIFT | NEEDS_NO_GAP | NEEDS_TODAY, RIGHT_SHIFT },
	[CMD_COUNT] = { READY, NEEDS_SHIFT | NEEDS_NO_BASKET, RIGHT_SHIFT },
	[CMD_CLOSE_SHIFT] = { READY, NEEDS_SHIFT | NEEDS_NO_BASKET, RIGHT_SHIFT },
	[CMD_CLOSE_DAY] = { READY, NEEDS_NO_SHIFT | NEEDS_DAY | NEEDS_NO_BASKET | NEEDS_NO_GAP,
	                    RIGHT_DAY },
	[CMD_RING] = { SELLING, OPEN_TILL, RIGHT_SELL },
	[CMD_ITEM] = { SELLING, OPEN_TILL, RIGHT_SELL },
	[CMD_OPEN] = { SELLING, OPEN_TILL, RIGHT_SELL },
	[CMD_PRESET] = { SELLING, OPEN_TILL, RIGHT_SELL },
	[CMD_QUANTITY] = { SELLING, OPEN_TILL, RIGHT_SELL },
	[CMD_WEIGHT] = { SELLING, OPEN_TILL, RIGHT_SELL },
	[CMD_REPEAT] = { RINGING, OPEN_TILL | NEEDS_LINES, RIGHT_SELL },
	[CMD_SELECT] = { RINGING, NEEDS_LINES, RIGHT_COUNT },
	[CMD_VOID] = { RINGING, NEEDS_LINES, RIGHT_COUNT },
	[CMD_CANCEL] = { BASKET, NEEDS_NO_TENDERS, RIGHT_CANCEL },
	[CMD_PRICE] = { RINGING, NEEDS_LINES, RIGHT_COUNT },
	[CMD_BUYER] = { BASKET | CHANGE, 0, RIGHT_COUNT },
	[CMD_NOTE] = { BASKET, 0, RIGHT_COUNT },
	[CMD_SUSPEND] = { BASKET, NEEDS_LINES, RIGHT_SELL },
	[CMD_RECALL] = { READY, OPEN_TILL | NEEDS_NO_BASKET, RIGHT_SELL },
	[CMD_SUSPENDED] = { SELLING | TENDERING, 0, RIGHT_COUNT },
	[CMD_FIND] = { SELLING, 0, RIGHT_COUNT },
	[CMD_CHECK] = { SELLING, 0, RIGHT_COUNT },
	[CMD_NEW_ITEM] = { SELLING, 0, RIGHT_NEW_ITEM },
	[CMD_TOTAL] = { RINGING, OPEN_TILL | NEEDS_LINES, RIGHT_SELL },
	[CMD_BACK] = { SIGNED_ON, 0, RIGHT_COUNT },
	[CMD_ANSWER] = { QUESTION, 0, RIGHT_COUNT },
	[CMD_APPROVE] = { APPROVAL, 0, RIGHT_COUNT },
	[CMD_CASH] = { TENDERING, OPEN_TILL, RIGHT_SELL },
	[CMD_CARD] = { TENDERING, OPEN_TILL, RIGHT_SELL },
	[CMD_TENDER] = { TENDERING, OPEN_TILL, RIGHT_SELL },
	[CMD_TAKE_BACK] = { BASKET, OPEN_TILL, RIGHT_SELL },
	[CMD_RECEIPT] = { CHANGE, 0, RIGHT_COUNT },
	[CMD_REPRINT] = { READY, 0, RIGHT_REPRINT },
	[CMD_RETURN] = { SELLING, OPEN_TILL, RIGHT_COUNT },
	[CMD_RETURN_ITEM] = { SELLING, OPEN_TILL, RIGHT_COUNT },
	[CMD_REFUND] = { TENDERING, OPEN_TILL, RIGHT_SELL },
	[CMD_POST_VOID] = { READY, OPEN_TILL | NEEDS_NO_BASKET, RIGHT_COUNT },
	[CMD_NO_SALE] = { READY, NEEDS_SHIFT, RIGHT_NO_SALE },
	[CMD_PAID_IN] = { READY, OPEN_TILL, RIGHT_COUNT },
	[CMD_PAID_OUT] = { READY, OPEN_TILL, RIGHT_COUNT },
	[CMD_PICKUP] = { READY, OPEN_TILL, RIGHT_COUNT },
	[CMD_LOAN] = { READY, OPEN_TILL, RIGHT_COUNT },
	[CMD_X_REPORT] = { SELLING, NEEDS_SHIFT, RIGHT_X_REPORT },
	[CMD_Z_REPORT] = { READY, 0, RIGHT_X_REPORT },
	[CMD_TRAINING] = { READY, NEEDS_NO_BASKET | NEEDS_NO_SHIFT, RIGHT_TRAINING },
	[CMD_ACCEPT_GAP] = { READY, 0, RIGHT_GAP },
	[CMD_CLEAR] = { SIGNED_ON, 0, RIGHT_COUNT },
};

static const struct {
	const char *name, *arguments, *label, *help;
} texts[COMMAND_IDS] = {
#define X(id, name, arguments, label, help) [CMD_##id] = { name, arguments, label, help },
	COMMANDS(X)
#undef X
};

const struct command_spec *
command_spec(enum command_id id)
{
	static struct command_spec specs[COMMAND_IDS];

	assert(id < COMMAND_IDS);
	specs[id] = (struct command_spec){
		.id = id,
		.name = texts[id].name,
		.arguments = texts[id].arguments,
		.label = texts[id].label,
		.help = texts[id].help,
		.states = rules[id].states,
		.guards = rules[id].guards,
		.right = rules[id].right,
	};
	return &specs[id];
}

enum outcome
command_find(const char *name, bool abbreviated, enum command_id *id, struct err *err)
{
	size_t length = strlen(name);
	int hits = 0;
	enum command_id hit = 0;

	for (int i = 0; i < COMMAND_IDS; i++) {
		if (strcmp(texts[i].name, name) == 0) {
			*id = i;
			return RC_OK;
		}
		if (length > 0 && strncmp(texts[i].name, name, length) == 0) {
			hit = i;
			hits++;
		}
	}
	if (!abbreviated || hits == 0)
		return err_set(err, RC_NOT_FOUND, _("\"%.40s\" is not a command"), name);
	if (hits > 1)
		return err_set(err, RC_REFUSED,
		               _("\"%.40s\" fits several commands: write more of it"), name);
	*id = hit;
	return RC_OK;
}

/* ---- arguments ---- */

bool
command_argument(const struct command_spec *spec, int index, struct command_argument *out)
{
	int depth = 0, seen = 0;

	for (const char *at = spec->arguments; *at; at++) {
		size_t length = strcspn(at, " []");

		if (length == 0) {
			depth += *at == '[' ? 1 : *at == ']' ? -1 : 0;
			continue;
		}
		if (seen++ == index) {
			assert(length < sizeof out->name);
			*out = (struct command_argument){ .depth = depth };
			memcpy(out->name, at, length);
			return true;
		}
		at += length - 1;
	}
	return false;
}

typedef enum outcome fits_fn(const char *word, int exponent, struct err *err);

static enum outcome
fits_amount(const char *word, int exponent, struct err *err)
{
	struct money amount;
	enum outcome outcome = money_parse(word, exponent, &amount, err);

	if (outcome)
		return outcome;
	if (amount.minor < 0)
		return err_set(err, RC_REFUSED, _("amounts are typed without a minus sign"));
	return RC_OK;
}

static enum outcome
fits_qty(const char *word, int exponent, struct err *err)
{
	int64_t qty_milli;

	(void)exponent;
	return qty_parse(word, &qty_milli, err);
}

static enum outcome
fits_number(const char *word, int exponent, struct err *err)
{
	size_t length = strspn(word, "0123456789");

	(void)exponent;
	if (length == 0 || length > 9 || word[length] != '\0')
		return err_set(err, RC_REFUSED, _("\"%.40s\" is not a whole number"), word);
	return RC_OK;
}

/* Lines count from 1; in the till, none is "the marked one or the last". */
static enum outcome
fits_line(const char *word, int exponent, struct err *err)
{
	enum outcome outcome = fits_number(word, exponent, err);

	if (outcome == RC_OK && strspn(word, "0") == strlen(word))
		return err_set(err, RC_REFUSED, _("lines count from 1"));
	return outcome;
}

/* A receipt of this till may be given by its bare number. */
static enum outcome
fits_sale(const char *word, int exponent, struct err *err)
{
	struct receipt_ref ref;

	if (receipt_ref_parse(word, &ref) || fits_number(word, exponent, NULL) == RC_OK)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("\"%.40s\" is not a receipt number"), word);
}

static enum outcome
fits_on(const char *word, int exponent, struct err *err)
{
	(void)exponent;
	if (strcmp(word, "on") == 0 || strcmp(word, "off") == 0)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("say on or off"));
}

static enum outcome
fits_choice(const char *word, int exponent, struct err *err)
{
	static const char *const choices[] = { "print", "none", "gift", "invoice" };

	(void)exponent;
	for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++)
		if (strcmp(word, choices[i]) == 0)
			return RC_OK;
	return err_set(err, RC_REFUSED, _("say print, none, gift or invoice"));
}

/* What an argument takes; those not here take any text. */
static const struct {
	const char *name;
	fits_fn *fits;
} kinds[] = {
	{ "AMOUNT", fits_amount },  { "FLOAT", fits_amount },      { "FLOAT-LEFT", fits_amount },
	{ "TO-BANK", fits_amount }, { "QTY", fits_qty },           { "WEIGHT", fits_qty },
	{ "NUMBER", fits_number },  { "DEPARTMENT", fits_number }, { "STAFF", fits_number },
	{ "LINE", fits_line },      { "SALE", fits_sale },         { "ON", fits_on },
	{ "CHOICE", fits_choice },
};

static fits_fn *
fits_of(const struct command_argument *argument)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].name, argument->name) == 0)
			return kinds[i].fits;
	return NULL;
}

bool
command_argument_is_text(const struct command_argument *argument)
{
	return !fits_of(argument) && strcmp(argument->name, "CODE") != 0 &&
	       strcmp(argument->name, "PIN") != 0;
}

/* ---- words ---- */

struct word {
	char text[NOTE_MAX];
	bool quoted;
	const char *from; /* where it stands in the line, for "TEXT..." */
};

/* Takes the next word off *at.  RC_NOT_FOUND at the end of the line or at a comment. */
static enum outcome
next_word(const char **at, struct word *word, struct err *err)
{
	const char *from = *at + strspn(*at, " \t\r\n");
	size_t length = 0;
	bool quoted = *from == '"';

	if (*from == '\0' || *from == '#')
		return RC_NOT_FOUND;
	word->quoted = quoted;
	word->from = from;
	if (quoted)
		from++;
	for (; quoted ? *from != '"' : !strchr(" \t\r\n", *from); from++) {
		if (quoted && *from == '\\' && (from[1] == '"' || from[1] == '\\'))
			from++;
		if (*from == '\0')
			return err_set(err, RC_REFUSED, _("a quotation mark is not closed"));
		if (length + 1 >= sizeof word->text)
			return err_set(err, RC_REFUSED, _("\"%.20s...\" is too long"), word->text);
		word->text[length++] = *from;
		word->text[length] = '\0';
	}
	word->text[length] = '\0';
	*at = from + (quoted ? 1 : 0);
	return RC_OK;
}

static enum outcome
usage(const struct command_spec *spec, struct err *err, const char *why)
{
	err_set(err, RC_REFUSED, "%s", why);
	return err_hint(err, "%s %s", spec->name, spec->arguments);
}

/* The rest of the line as one word, without the comment and the white space around it. */
static enum outcome
take_rest(const struct word *first, const char **at, char out[NOTE_MAX], struct err *err)
{
	const char *rest = first->from;
	size_t length = strlen(rest);

	while (length > 0 && strchr(" \t\r\n", rest[length - 1]))
		length--;
	if (length >= NOTE_MAX)
		return err_set(err, RC_REFUSED, _("\"%.20s...\" is too long"), rest);
	memcpy(out, rest, length);
	out[length] = '\0';
	*at = rest + strlen(rest);
	return RC_OK;
}

static enum outcome
parse_words(struct command *command, const char *at, int exponent, struct err *err)
{
	const struct command_spec *spec = command_spec(command->id);
	struct command_argument argument;
	struct word word;
	struct err misfit = { 0 };
	int left_out = INT16_MAX; /* arguments deeper than this belong to one that was left out */
	enum outcome outcome = next_word(&at, &word, err);

	for (int i = 0; command_argument(spec, i, &argument); i++) {
		fits_fn *fits = fits_of(&argument);
		bool present = outcome == RC_OK && argument.depth <= left_out;

		command->count = i + 1;
		if (outcome != RC_OK && outcome != RC_NOT_FOUND)
			return outcome;
		if (present && fits && argument.depth > 0 && word.quoted)
			present = false;
		else if (present && fits &&
		         fits(word.text, exponent, misfit.msg[0] ? NULL : &misfit))
			present = false;
		if (!present && argument.depth == 0)
			return usage(spec, err,
			             misfit.msg[0] ? misfit.msg : _("something is missing"));
		/* a mistyped number must not pass as the reason for another line */
		if (present && !word.quoted && misfit.msg[0] &&
		    strcmp(argument.name, "REASON") == 0)
			return usage(spec, err, misfit.msg);
		if (argument.depth <= left_out)
			left_out = present ? INT16_MAX : argument.depth;
		if (!present)
			continue;
		memcpy(command->words[i], word.text, sizeof word.text);
		command->quoted[i] = word.quoted;
		if (strstr(argument.name, "...") && !word.quoted &&
		    (outcome = take_rest(&word, &at, command->words[i], err)) != RC_OK)
			return outcome;
		outcome = next_word(&at, &word, err);
	}
	if (outcome == RC_OK)
		return usage(spec, err, misfit.msg[0] ? misfit.msg : _("there is a word too many"));
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

enum outcome
command_parse(struct command *command, const char *line, bool abbreviated, int exponent,
              struct err *err)
{
	struct command parsed = { 0 };
	struct word name;
	enum outcome outcome = next_word(&line, &name, err);

	if (outcome)
		return outcome;
	outcome = command_find(name.text, abbreviated, &parsed.id, err);
	if (outcome) {
		if (err)
			err->outcome = RC_REFUSED; /* not found would mean a blank line */
		return RC_REFUSED;
	}
	outcome = parse_words(&parsed, line, exponent, err);
	if (outcome)
		return outcome;
	*command = parsed;
	return RC_OK;
}

void
command_make(struct command *command, enum command_id id, ...)
{
	const struct command_spec *spec = command_spec(id);
	struct command_argument argument;
	va_list words;
	const char *word;

	*command = (struct command){ .id = id };
	va_start(words, id);
	while ((word = va_arg(words, const char *)) != NULL) {
		assert(command_argument(spec, command->count, &argument));
		text_copy(command->words[command->count++], NOTE_MAX, word);
	}
	va_end(words);
	while (command_argument(spec, command->count, &argument))
		command->count++;
}

const char *
command_word(const struct command *command, const char *name)
{
	const struct command_spec *spec = command_spec(command->id);
	struct command_argument argument;

	for (int i = 0; command_argument(spec, i, &argument); i++)
		if (strcmp(argument.name, name) == 0)
			return command->words[i];
	assert(!"an argument of this command");
	return "";
}

/* Quoted where the parser would read a bare word otherwise: spaces, quotes, "", a "#". */
static size_t
write_word(char *out, size_t room, const char *word, bool quoted)
{
	size_t length = 0;

	quoted |= word[0] == '\0' || word[0] == '#' || strpbrk(word, " \t\"\\");
	if (quoted)
		out[length++] = '"';
	for (; *word && length + 3 < room; word++) {
		if (quoted && (*word == '"' || *word == '\\'))
			out[length++] = '\\';
		out[length++] = *word;
	}
	if (quoted)
		out[length++] = '"';
	out[length] = '\0';
	return length;
}

char *
command_text(const struct command *command, char out[static COMMAND_LINE_MAX])
{
	const struct command_spec *spec = command_spec(command->id);
	struct command_argument argument;
	size_t length = text_copy(out, COMMAND_LINE_MAX, spec->name);

	for (int i = 0; i < command->count && command_argument(spec, i, &argument); i++) {
		bool secret = strcmp(argument.name, "PIN") == 0;
		bool is_reason = command_argument_is_text(&argument) && argument.depth > 0;

		if (command->words[i][0] == '\0' && argument.depth > 0)
			continue;
		if (length + 4 >= COMMAND_LINE_MAX)
			break;
		out[length++] = ' ';
		length += write_word(out + length, COMMAND_LINE_MAX - length,
		                     secret ? "-" : command->words[i],
		                     command->quoted[i] || is_reason);
	}
	return out;
}
