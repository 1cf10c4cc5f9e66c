/*
 * _() translates a string now, N_() only marks one that is translated later, ngettext() chooses
 * a plural, pgettext() tells apart words that are the same in English.  Built with --disable-nls
 * all of them give back the English text.
 *
 * They go through lang.c, because gettext() looks for a catalogue at every call when there is none:
 * for a till that speaks English that was a third of drawing a screen.
 */
#ifndef RINGUP_BASE_GETTEXT_H
#define RINGUP_BASE_GETTEXT_H

#ifdef ENABLE_NLS
const char *lang_text(const char *text) __attribute__((format_arg(1)));
const char *lang_plural(const char *one, const char *many, unsigned long count)
	__attribute__((format_arg(1), format_arg(2)));
/* both is context, '\004' and text, as catalogues have it. */
const char *lang_in_context(const char *both, const char *text) __attribute__((format_arg(2)));

#define _(text) lang_text(text)
#undef ngettext
#define ngettext(one, many, count) lang_plural(one, many, count)
/* context is a literal, as xgettext must see it */
#define pgettext(context, text) lang_in_context(context "\004" text, text)
#else
#define _(text) (text)
#undef ngettext
#define ngettext(one, many, count) ((count) == 1 ? (one) : (many))
#define pgettext(context, text) (text)
#endif
#define N_(text) text

#endif
