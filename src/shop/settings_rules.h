/*
 * The table of settings: key, what it is for, the field it fills in, and what it may be.  Inside the
 * shop room; settings.h is the door.
 */
#ifndef RINGUP_SHOP_SETTINGS_RULES_H
#define RINGUP_SHOP_SETTINGS_RULES_H

#include "shop/settings.h"

enum setting_type {
	SETTING_LINE,           /* text on one line */
	SETTING_LINES,          /* text on several, '\n' between them */
	SETTING_WORD,           /* letters, digits, '_' and '-' */
	SETTING_YES_NO,
	SETTING_CHOICE,
	SETTING_INT,
	SETTING_QTY,
	SETTING_MONEY,
	SETTING_NOTES,          /* amounts, growing */
	SETTING_MARK,           /* one character; "space" and "none" */
	SETTING_PATTERN,        /* of when_text() */
	SETTING_CURRENCY,
	SETTING_REGION,         /* of in-store numbers */
	SETTING_IN_STORE,       /* rules for them */
};

struct setting_rule {
	struct setting_doc doc;
	enum setting_type type;
	size_t offset, size;
	int64_t min, max;
	const char *const *choices;     /* NULL ends; the index is the value */
};

const struct setting_rule *setting_rule(const char *key);       /* NULL none such */
/* Checks the text and fills in the field; RC_REFUSED leaves settings as they were. */
enum outcome setting_parse(const struct setting_rule *rule, const char *text, struct settings *settings,
                           struct err *err);
void setting_text(const struct setting_rule *rule, const struct settings *settings, char *out, size_t size);

#endif
