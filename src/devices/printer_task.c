/*
 * What the helper "print" is asked and what it answers.
 *
 *   request  lines: what to do, the address, the job's name, columns; then the packed printout
 *   answer   lines: the verdict, the state of the printer, a sentence
 */
#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "devices/printer.h"

static const char *const verbs[PRINTER_VERBS] = {
	[PRINTER_PRINT] = "print",
	[PRINTER_ASK] = "ask",
	[PRINTER_ASK_TAKEN] = "ask-taken",
	[PRINTER_CANCEL] = "cancel",
	[PRINTER_CANCEL_TAKEN] = "cancel-taken",
};

static const struct {
	const char *word;
	enum outcome outcome;
} verdicts[] = {
	{ "done", RC_OK },        { "queued", RC_BUSY },    { "away", RC_OFFLINE },
	{ "lost", RC_NOT_FOUND }, { "unknown", RC_SYSTEM }, { "refused", RC_REFUSED },
};

static const char *const state_words[PRINTER_STATES] = {
	[PRINTER_READY] = "ready",
	[PRINTER_BUSY] = "busy",
	[PRINTER_OUT_OF_PAPER] = "paper-out",
	[PRINTER_COVER_OPEN] = "cover-open",
	[PRINTER_JAMMED] = "jammed",
	[PRINTER_STOPPED] = "stopped",
	[PRINTER_TROUBLE] = "trouble",
	[PRINTER_OFFLINE] = "offline",
	[PRINTER_NONE] = "none",
};

void
printer_request(struct buf *request, const struct printer_task *task)
{
	buf_format(request, "%s\n%s\n%s\n%d\n", verbs[task->verb], task->address, task->name,
	           task->cols);
	if (task->verb == PRINTER_PRINT)
		printout_pack(task->printout, request);
}

enum printer_verb
printer_verb_called(const char *word)
{
	enum printer_verb verb = PRINTER_PRINT;

	while (verb < PRINTER_VERBS && strcmp(verbs[verb], word) != 0)
		verb++;
	return verb;
}

const char *
printer_verdict(enum outcome outcome)
{
	size_t index;

	for (index = 0; index < sizeof verdicts / sizeof *verdicts; index++) {
		if (verdicts[index].outcome == outcome)
			return verdicts[index].word;
	}
	return "unknown";
}

const char *
printer_state_word(enum printer_state state)
{
	return state_words[state];
}

static enum printer_state
state_called(const char *word)
{
	enum printer_state state;

	for (state = PRINTER_READY; state < PRINTER_STATES; state++) {
		if (strcmp(state_words[state], word) == 0)
			return state;
	}
	return PRINTER_READY;
}

/* Takes a line off the text; false there is none. */
bool
printer_take_line(const char **text, size_t *length, char *line, size_t size)
{
	const char *end = memchr(*text, '\n', *length);
	size_t count = end ? (size_t)(end - *text) : 0;

	if (!end || count >= size)
		return false;
	memcpy(line, *text, count);
	line[count] = '\0';
	*text = end + 1;
	*length -= count + 1;
	return true;
}

enum outcome
printer_answer(enum outcome helper, const char *answer, size_t length, enum printer_state *state,
               struct err *err)
{
	char verdict[16], word[16];
	size_t index;

	*state = PRINTER_READY;
	if (helper == RC_OFFLINE)
		return err_set(err, RC_SYSTEM, _("the printer did not answer in time"));
	if (printer_take_line(&answer, &length, verdict, sizeof verdict) &&
	    printer_take_line(&answer, &length, word, sizeof word)) {
		*state = state_called(word);
		for (index = 0; index < sizeof verdicts / sizeof *verdicts; index++) {
			if (strcmp(verdicts[index].word, verdict) != 0)
				continue;
			if (verdicts[index].outcome == RC_OK)
				return RC_OK;
			return err_set(err, verdicts[index].outcome, "%.*s",
			               (int)strnlen(answer, length), answer);
		}
	}
	return err_set(err, RC_SYSTEM, _("printing stopped without an answer"));
}

enum printer_state
printer_state_answer(enum outcome helper, const char *answer, size_t length)
{
	unsigned state = length == 1 ? (unsigned)(unsigned char)answer[0] - '0' : PRINTER_STATES;

	return helper == RC_OK && state < PRINTER_STATES ? (enum printer_state)state
	                                                 : PRINTER_OFFLINE;
}
