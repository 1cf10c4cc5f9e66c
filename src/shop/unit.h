/*
 * The units that goods are weighed and measured in: a closed list, so that "Kg", "kilo" and "kgs" do
 * not become three units, and a typing error becomes a sentence.
 */
#ifndef RINGUP_SHOP_UNIT_H
#define RINGUP_SHOP_UNIT_H

#include "ledger/facts.h"

/* "" and words for pieces give ""; "Kilo" gives "kg".  RC_REFUSED names the units there are. */
enum outcome unit_parse(const char *text, char out[static UNIT_MAX], struct err *err);

#endif
