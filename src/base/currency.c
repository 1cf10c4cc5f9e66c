#include <config.h>

#include "base/money.h"

#include <string.h>
#include <strings.h>

#include "base/gettext.h"

/* ISO 4217 list one, by the number of decimals; the codes without a minor unit (metals, testing)
 * stand with those that have none.  Two decimals are by far the most. */
static const struct {
	int exponent;
	const char *codes;
} currencies[] = {
	{ 0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF "
	     "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX" },
	{ 3, "BHD IQD JOD KWD LYD OMR TND" },
	{ 4, "CLF UYW" },
	{ 2,
	  "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP "
	  "BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR "
	  "FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW "
	  "KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN "
	  "NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD "
	  "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS "
	  "VED VES WST XCD XCG YER ZAR ZMW ZWG" },
};

enum outcome
currency_find(const char *code, struct currency *currency, struct err *err)
{
	for (size_t i = 0; i < sizeof(currencies) / sizeof(currencies[0]); i++) {
		for (const char *at = currencies[i].codes; strlen(code) == 3;) {
			if (strncasecmp(at, code, 3) == 0) {
				memcpy(currency->code, at, 3);
				currency->code[3] = '\0';
				currency->exponent = currencies[i].exponent;
				return RC_OK;
			}
			if (!at[3])
				break;
			at += 4;
		}
	}
	return err_set(err, RC_NOT_FOUND, _("there is no currency \"%s\""), code);
}
