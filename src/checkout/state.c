#include <config.h>

#include "base/gettext.h"
#include "checkout/till.h"

/* The names of states and questions: for scripts as they are, for screens translated. */

const char *
till_state_name(enum till_state state)
{
	static const char *const names[TILL_STATES] = {
		[TILL_LOCKED] = "locked",     [TILL_READY] = "ready",
		[TILL_RINGING] = "ringing",   [TILL_TENDERING] = "tendering",
		[TILL_CHANGE] = "change",     [TILL_APPROVAL] = "approval",
		[TILL_QUESTION] = "question",
	};

	return names[state];
}

const char *
till_state_label(enum till_state state)
{
	static const char *const labels[TILL_STATES] = {
		[TILL_LOCKED] = N_("LOCKED"),     [TILL_READY] = N_("READY"),
		[TILL_RINGING] = N_("RINGING"),   [TILL_TENDERING] = N_("PAYING"),
		[TILL_CHANGE] = N_("PAID"),       [TILL_APPROVAL] = N_("APPROVAL"),
		[TILL_QUESTION] = N_("QUESTION"),
	};

	return _(labels[state]);
}

const char *
question_name(enum question question)
{
	static const char *const names[QUESTIONS] = {
		[ASK_NONE] = "",
		[ASK_BIRTH_DATE] = "birth-date",
		[ASK_WEIGHT] = "weight",
		[ASK_PRICE] = "price",
		[ASK_QUANTITY] = "quantity",
		[ASK_AMOUNT] = "amount",
		[ASK_UNKNOWN] = "unknown-code",
		[ASK_WHICH] = "which",
		[ASK_OLD_DAY] = "old-day",
		[ASK_REASON] = "reason",
		[ASK_NEW_PIN] = "new-pin",
	};

	return names[question];
}
