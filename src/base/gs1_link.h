/*
 * GS1 Digital Link: element strings as a web address, of any domain.
 *
 *   shape   https://shop.example/some/where/01/09506000134352/10/A1?17=261130&3103=000195
 *           a key, its qualifiers in their order, then attributes; %XX stands for a character
 *   rule    words instead of AIs ("gtin", "lot") are gone from the standard; compressed links need
 *           the net to be read: both are refused with a sentence
 */
#ifndef RINGUP_BASE_GS1_LINK_H
#define RINGUP_BASE_GS1_LINK_H

#include "base/gs1.h"

/* Does it begin as a web address does? */
bool gs1_link_is(const char *text);
enum gs1_fault gs1_parse_link(struct gs1 *out, const char *text, struct err *err);

#endif
