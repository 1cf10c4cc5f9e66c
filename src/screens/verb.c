#include <config.h>

#include "screens/verb.h"

#include <assert.h>
#include <string.h>

static const struct {
	const char *name, *label, *help;
} actions[ACTION_COUNT] = {
#define X(id, name, label, help) { name, label, help },
	ACTIONS(X)
#undef X
};

struct verb
verb_of_action(enum action action)
{
	return (struct verb){ .is_action = true, .action = action };
}

struct verb
verb_of_command(enum command_id command)
{
	return (struct verb){ .command = command };
}

bool
verb_same(struct verb a, struct verb b)
{
	return a.is_action == b.is_action &&
	       (a.is_action ? a.action == b.action : a.command == b.command);
}

bool
verb_is(struct verb verb, enum action action)
{
	return verb.is_action && verb.action == action;
}

bool
verb_is_command(struct verb verb, enum command_id command)
{
	return !verb.is_action && verb.command == command;
}

struct verb
verb_at(int index)
{
	assert(index >= 0 && index < VERB_COUNT);
	if (index < (int)COMMAND_IDS)
		return verb_of_command((enum command_id)index);
	return verb_of_action((enum action)(index - (int)COMMAND_IDS));
}

const char *
verb_name(struct verb verb)
{
	return verb.is_action ? actions[verb.action].name : command_spec(verb.command)->name;
}

const char *
verb_label(struct verb verb)
{
	const char *label =
	        verb.is_action ? actions[verb.action].label : command_spec(verb.command)->label;

	return *label ? _(label) : "";
}

const char *
verb_help(struct verb verb)
{
	return verb.is_action ? _(actions[verb.action].help) : _(command_spec(verb.command)->help);
}

const char *
verb_arguments(struct verb verb)
{
	return verb.is_action ? "" : command_spec(verb.command)->arguments;
}

enum outcome
verb_find(const char *name, bool abbreviated, struct verb *verb, struct err *err)
{
	size_t length = strlen(name);
	int hits = 0;

	for (int i = 0; i < VERB_COUNT; i++) {
		struct verb candidate = verb_at(i);

		if (strcmp(verb_name(candidate), name) == 0) {
			*verb = candidate;
			return RC_OK;
		}
	}
	for (int i = 0; abbreviated && length > 0 && i < VERB_COUNT; i++) {
		struct verb candidate = verb_at(i);

		if (strncmp(verb_name(candidate), name, length) == 0 && hits++ == 0)
			*verb = candidate;
	}
	if (hits == 1)
		return RC_OK;
	if (hits > 1)
		return err_set(err, RC_REFUSED,
		               _("\"%s\" begins several commands: type more of it"), name);
	return err_set(err, RC_NOT_FOUND, _("there is no command \"%s\""), name);
}
