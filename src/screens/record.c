#include <config.h>

#include "screens/record.h"

#include <string.h>

#include "base/gettext.h"
#include "screens/setting_up.h"

static const char *const yes_no[] = { N_("yes"), N_("no"), NULL };

void
record_yes_no(struct form_with *form, const char *label, bool yes)
{
	form_add(form, label, FORM_CHOICE, yes_no[yes ? 0 : 1])->choices = yes_no;
}

bool
record_is_yes(const struct form_field *field)
{
	return form_choice(field) == 0;
}

const char *
record_amount(const struct face *face, struct money money, char out[static MONEY_TEXT_MAX])
{
	struct number_style style = number_plain(face->settings->currency.exponent);

	return money.minor ? money_text(out, money, &style) : strcpy(out, "");
}

void
record_money(const struct face *face, const struct form_field *field, struct money *money)
{
	*money = money_of(0);
	if (field->value[0])
		money_parse(field->value, face->settings->currency.exponent, money, NULL);
}

enum outcome
record_clean(const struct form_field *field, char *out, size_t size, struct err *err)
{
	if (text_has_card_number(field->value))
		return err_set(err, RC_REFUSED,
		               _("this looks like a card number, which is never kept"));
	return text_clean(out, size, field->value, strlen(field->value), err);
}

enum outcome
record_done(struct face *face, struct entry *entry, enum outcome outcome)
{
	entry_done(entry);
	if (!outcome)
		setting_up_done(face);
	return outcome;
}

void
record_add_new(struct table *table)
{
	table_cell(table_add(table, -1), 1, "%s", _("+ new"));
}
