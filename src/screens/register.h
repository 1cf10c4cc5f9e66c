/*
 * What sale, payment and change have in common: the buffer that is typed into, and how a verb and
 * what is in the buffer become a command.  Number first, function key second.
 */
#ifndef RINGUP_SCREENS_REGISTER_H
#define RINGUP_SCREENS_REGISTER_H

#include "screens/face.h"

bool register_offers(const struct face *face, struct verb verb);
enum reaction register_verb(struct face *face, struct verb verb, const char *words);
/* Digits and points go to the buffer, letters to search. */
enum reaction register_key(struct face *face, const struct key *key);
struct field *register_typing(struct screen *screen);
/* A scan rings; while paying it is refused and never an amount. */
enum reaction register_scan(struct face *face, const struct scan *scan);

/* What a command left to be shown: reports. */
void register_effects(struct face *face, const struct answer *answer);

/* Pays by a kind: an amount as a word of a command, or "" for all that remains. */
enum reaction register_tender(struct face *face, const char *kind, const char *amount);
/* The same from its key: with what is in the buffer, or the amount that is shown. */
enum reaction register_tender_key(struct face *face, const char *kind);

/* The amounts Up and Down walk through while paying, exact first. */
#define PROPOSALS_MAX 16
size_t register_proposals(const struct face *face, struct money out[static PROPOSALS_MAX]);

#endif
