#include <config.h>

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "checkout/argument.h"

/* A command as a line of text, read and written. */

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
	return err_hint(err, "%s%s%s", spec->name, spec->arguments[0] ? " " : "", spec->arguments);
}

/* A word that does not fit is told rather than that none is there. */
static enum outcome
usage_missing(const struct command_spec *spec, const struct command_argument *argument,
              const struct err *misfit, struct err *err)
{
	const char *pieces;
	char why[80];

	if (misfit->msg[0])
		return usage(spec, err, misfit->msg);
	pieces = strstr(argument->name, "|PIECES");
	snprintf(why, sizeof why, _("%.*s is missing"),
	         pieces ? (int)(pieces - argument->name) : (int)strcspn(argument->name, "."),
	         argument->name);
	return usage(spec, err, why);
}

/* The rest of the line as one word, without the comment and the white space around it. */
static enum outcome
take_rest(const struct word *first, const char **at, char out[NOTE_MAX], struct err *err)
{
	const char *rest = first->from;
	size_t length = 0;

	while (rest[length] && !(rest[length] == '#' && strchr(" \t", rest[length - 1])))
		length++;
	while (length > 0 && strchr(" \t\r\n", rest[length - 1]))
		length--;
	if (length >= NOTE_MAX)
		return err_set(err, RC_REFUSED, _("\"%.20s...\" is too long"), rest);
	memcpy(out, rest, length);
	out[length] = '\0';
	*at = rest + strlen(rest);
	return RC_OK;
}

/* More words than arguments: most often a text without its quotation marks. */
static enum outcome
usage_too_many(const struct command *command, const struct err *misfit, struct err *err)
{
	const struct command_spec *spec = command_spec(command->id);
	struct command_argument argument;
	int last = command->count - 1;

	if (misfit->msg[0])
		return usage(spec, err, misfit->msg);
	if (last >= 0 && command_argument(spec, last, &argument) &&
	    command_argument_is_text(&argument) && command->words[last][0] &&
	    !command->quoted[last])
		return usage(spec, err, _("a text with spaces stands in quotation marks"));
	return usage(spec, err, _("there is a word too many"));
}

/* "5 %" is 5%. */
static bool
is_its_sign(const struct command_argument *argument, const char *word, const struct word *next)
{
	return strcmp(argument->name, "N%|AMOUNT") == 0 && !next->quoted &&
	       strcmp(next->text, "%") == 0 && !strchr(word, '%') && strlen(word) + 2 < NOTE_MAX;
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
		fits_fn *fits = argument_fits(spec, &argument);
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
			return usage_missing(spec, &argument, &misfit, err);
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
		if (outcome == RC_OK && is_its_sign(&argument, command->words[i], &word)) {
			strcat(command->words[i], "%");
			outcome = next_word(&at, &word, err);
		}
	}
	if (outcome == RC_OK)
		return usage_too_many(command, &misfit, err);
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
