#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "checkout/inside.h"

/* Why something was given up or taken back: as typed with the command, or asked for where the shop
 * wants it, with a few to choose from. */

static const char *const usual[] = {
	N_("the customer changed their mind"),
	N_("rung up by mistake"),
	N_("not enough money"),
	N_("the goods are damaged"),
};

static void
take_line(const char *lines, int number, char out[static REASON_MAX])
{
	char line[REASON_MAX] = "";
	size_t length;

	for (int i = 1; i < number && *lines; i++) {
		lines += strcspn(lines, "\n");
		lines += *lines == '\n';
	}
	length = strcspn(lines, "\n");
	if (length >= sizeof line)
		length = sizeof line - 1;
	memcpy(line, lines, length);
	text_copy(out, REASON_MAX, line);
}

void
till_reason_proposed(const struct till *till, int number, char out[static REASON_MAX])
{
	out[0] = '\0';
	if (number < 1 || number > REASONS_PROPOSED_MAX)
		return;
	if (till->settings->reasons[0])
		take_line(till->settings->reasons, number, out);
	else if ((size_t)number <= sizeof usual / sizeof usual[0])
		text_copy(out, REASON_MAX, _(usual[number - 1]));
}

void
say_reasons(const struct till *till, struct answer *answer)
{
	struct buf list = { 0 };
	struct json_writer to = { .buf = &list };
	char reason[REASON_MAX];

	json_open_array(&to, NULL);
	for (int i = 1; till_reason_proposed(till, i, reason), reason[0]; i++)
		json_put_text(&to, NULL, reason);
	json_close_array(&to);
	say_raw(answer, "reasons", list.text);
	buf_done(&list);
}

static bool
is_wanted(const struct till *till, enum command_id id)
{
	switch (till->settings->reasons_asked) {
	case REASONS_ALL:
		return true;
	case REASONS_CANCEL:
		return id == CMD_CANCEL;
	case REASONS_SCREEN:
		return id == CMD_CANCEL && till->ports.by_hand;
	case REASONS_NEVER:
		break;
	}
	return false;
}

bool
till_reason(struct till *till, const struct command *command, char out[static REASON_MAX])
{
	const char *typed = command_word(command, "REASON");
	const char *answered = till_answered(till, ASK_REASON);

	text_copy(out, REASON_MAX, typed);
	if (typed[0] || (!answered && !is_wanted(till, command->id)))
		return true;
	if (!answered) {
		till_ask(till, ASK_REASON, "%s",
		         command->id == CMD_CANCEL ? _("Why is the basket given up?")
		                                   : _("Why is the line taken back?"));
		return false;
	}
	if (strlen(answered) == 1)
		till_reason_proposed(till, atoi(answered), out);
	if (out[0] == '\0')
		text_copy(out, REASON_MAX, answered);
	return true;
}
