/*
 * Languages: the screen speaks the locale's, paper speaks the shop's.
 */
#ifndef RINGUP_BASE_LANG_H
#define RINGUP_BASE_LANG_H

/* setlocale() and the message domain; called once by main().  Falls back to C.UTF-8 so that wide
 * characters always work.  $RINGUP_LOCALEDIR replaces the installed folder of messages. */
void lang_start(void);

/* Messages in another language until lang_back(): for paper.  "" or NULL keeps the screen's;
 * "en" is the source text.  Not nested. */
void lang_use(const char *language);
void lang_back(void);

#endif
