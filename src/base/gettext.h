/*
 * _() translates a string now, N_() only marks one that is translated later, ngettext() chooses
 * a plural, pgettext() tells apart words that are the same in English.  Built with --disable-nls
 * all of them give back the English text.
 */
#ifndef RINGUP_BASE_GETTEXT_H
#define RINGUP_BASE_GETTEXT_H

#ifdef ENABLE_NLS
#include <libintl.h>
#define _(text) gettext(text)
/* context is a literal, as xgettext must see it */
#define pgettext(context, text) gettext_in_context(context "\004" text, text)

static inline const char *
gettext_in_context(const char *both, const char *text)
{
	const char *found = gettext(both);

	return found == both ? text : found;
}
#else
#define _(text) (text)
#undef ngettext
#define ngettext(one, many, count) ((count) == 1 ? (one) : (many))
#define pgettext(context, text) (text)
#endif
#define N_(text) text

#endif
