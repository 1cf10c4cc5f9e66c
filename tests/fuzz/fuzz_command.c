/* A line of a script, or of the screen's command line. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "checkout/command.h"
#include "tests/fuzz/fuzz.h"

/* Each argument of the command has its word, which ends, and asking for it by name finds it. */
static void
check(const struct command *command)
{
	const struct command_spec *spec = command_spec(command->id);
	struct command_argument argument;

	for (int i = 0; command_argument(spec, i, &argument); i++) {
		assert(i < COMMAND_WORDS_MAX && memchr(command->words[i], '\0', NOTE_MAX));
		assert(strlen(command_word(command, argument.name)) < NOTE_MAX);
		assert(argument.depth > 0 || command->count > i);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct command command;
	struct err err = { 0 };
	char *line = malloc(size + 1);
	enum outcome outcome;

	assert(line);
	memcpy(line, data, size);
	line[size] = '\0';
	outcome = command_parse(&command, line, true, 2, &err);
	assert(outcome == RC_OK || outcome == RC_NOT_FOUND || err.msg[0]);
	if (outcome == RC_OK)
		check(&command);
	free(line);
	return 0;
}
