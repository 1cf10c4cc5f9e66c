/*
 * The recovery sheet: the till's root secret on paper.
 *
 *   shape   a few lines for people, two lines "ROOT" with eight groups of four hexadecimal digits, one
 *           line "CHECK" with four digits (the first two bytes of the secret's BLAKE2b hash)
 */
#ifndef RINGUP_SHOP_RECOVERY_H
#define RINGUP_SHOP_RECOVERY_H

#include "shop/setup.h"

void recovery_text(char out[static RECOVERY_MAX], const struct setup *setup,
                   const unsigned char root_seed[static 32]);

#endif
