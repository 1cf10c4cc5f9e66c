#include <config.h>

#include "checkout/command.h"

#include <assert.h>
#include <string.h>

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
enum {
	OPEN_DAY = NEEDS_SHIFT | NEEDS_NO_GAP | NEEDS_TODAY,
	OPEN_TILL = OPEN_DAY | NEEDS_OTHERS,
};

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
	[CMD_TARE] = { SELLING, OPEN_TILL, RIGHT_SELL },
	[CMD_REPEAT] = { RINGING, OPEN_TILL | NEEDS_LINES, RIGHT_SELL },
	[CMD_SELECT] = { RINGING, NEEDS_LINES, RIGHT_COUNT },
	[CMD_VOID] = { RINGING, NEEDS_LINES, RIGHT_COUNT },
	[CMD_CANCEL] = { BASKET, NEEDS_NO_TENDERS, RIGHT_CANCEL },
	[CMD_PRICE] = { RINGING, NEEDS_LINES | NEEDS_OTHERS, RIGHT_COUNT },
	[CMD_DISCOUNT] = { RINGING, NEEDS_LINES | NEEDS_OTHERS, RIGHT_COUNT },
	[CMD_TAX] = { RINGING, NEEDS_LINES | NEEDS_NO_TENDERS | NEEDS_OTHERS, RIGHT_TAX },
	[CMD_WAY] = { SELLING, OPEN_TILL | NEEDS_NO_TENDERS, RIGHT_SELL },
	[CMD_EXEMPT] = { SELLING, OPEN_TILL | NEEDS_NO_TENDERS | NEEDS_OTHERS, RIGHT_EXEMPT },
	[CMD_CUSTOMER] = { SELLING, OPEN_TILL, RIGHT_SELL },
	[CMD_EMPTIES] = { SELLING, OPEN_TILL | NEEDS_OTHERS, RIGHT_SELL },
	[CMD_COUPON] = { SELLING, OPEN_TILL | NEEDS_OTHERS, RIGHT_SELL },
	[CMD_EXPLAIN] = { SELLING | TENDERING, 0, RIGHT_COUNT },
	[CMD_BUYER] = { BASKET | CHANGE, 0, RIGHT_COUNT },
	[CMD_NOTE] = { BASKET, 0, RIGHT_COUNT },
	[CMD_SUSPEND] = { BASKET, NEEDS_LINES, RIGHT_SELL },
	[CMD_RECALL] = { READY, OPEN_DAY | NEEDS_NO_BASKET, RIGHT_SELL },
	[CMD_SUSPENDED] = { SELLING | TENDERING, 0, RIGHT_COUNT },
	[CMD_FIND] = { SELLING, 0, RIGHT_COUNT },
	[CMD_CHECK] = { SELLING, 0, RIGHT_COUNT },
	[CMD_NEW_ITEM] = { SELLING, 0, RIGHT_NEW_ITEM },
	[CMD_TOTAL] = { RINGING, OPEN_TILL | NEEDS_LINES, RIGHT_SELL },
	[CMD_BACK] = { SIGNED_ON, 0, RIGHT_COUNT },
	[CMD_ANSWER] = { QUESTION, 0, RIGHT_COUNT },
	[CMD_CONSENT] = { SELLING | TENDERING, 0, RIGHT_COUNT },
	[CMD_APPROVE] = { APPROVAL, 0, RIGHT_COUNT },
	[CMD_CASH] = { TENDERING, OPEN_TILL, RIGHT_SELL },
	[CMD_CARD] = { TENDERING, OPEN_TILL, RIGHT_SELL },
	[CMD_TENDER] = { TENDERING, OPEN_TILL, RIGHT_SELL },
	[CMD_TAKE_BACK] = { BASKET, OPEN_DAY, RIGHT_SELL },
	[CMD_RECEIPT] = { CHANGE, 0, RIGHT_COUNT },
	[CMD_REPRINT] = { READY, 0, RIGHT_REPRINT },
	[CMD_RETURN] = { SELLING, OPEN_TILL, RIGHT_COUNT },
	[CMD_RETURN_ITEM] = { SELLING, OPEN_TILL, RIGHT_COUNT },
	[CMD_REFUND] = { TENDERING, OPEN_TILL, RIGHT_SELL },
	[CMD_POST_VOID] = { READY, OPEN_TILL | NEEDS_NO_BASKET, RIGHT_COUNT },
	[CMD_NO_SALE] = { READY, NEEDS_SHIFT, RIGHT_NO_SALE },
	[CMD_PAID_IN] = { READY, OPEN_DAY, RIGHT_COUNT },
	[CMD_PAID_OUT] = { READY, OPEN_DAY, RIGHT_COUNT },
	[CMD_PICKUP] = { READY, OPEN_DAY, RIGHT_COUNT },
	[CMD_LOAN] = { READY, OPEN_DAY, RIGHT_COUNT },
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
