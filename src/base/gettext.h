/*
 * _() translates a string now, N_() only marks one that is translated later, ngettext() chooses
 * a plural.  Built with --disable-nls all three give back the English text.
 */
#ifndef RINGUP_BASE_GETTEXT_H
#define RINGUP_BASE_GETTEXT_H

#ifdef ENABLE_NLS
#include <libintl.h>
#define _(text) gettext(text)
#else
#define _(text) (text)
#undef ngettext
#define ngettext(one, many, count) ((count) == 1 ? (one) : (many))
#undef pgettext
#endif
#define N_(text) text

#endif
