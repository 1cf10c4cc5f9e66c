#include <config.h>

#include "base/bars.h"

#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"

static void
add(struct bars *bars, const char *widths)
{
	for (; *widths; widths++) {
		assert(bars->count < BARS_MAX);
		bars->widths[bars->count++] = (unsigned char)(*widths - '0');
		bars->modules += *widths - '0';
	}
}

/* ---- EAN ---- */

/* Space, bar, space, bar; on the right the same widths stand as bar, space, bar, space. */
static const char *const ean_digits[10] = {
	"3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112",
};

/* Which of the six left digits are mirrored ('G') tells the first one. */
static const char *const ean_parity[10] = {
	"LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG",
	"LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL",
};

static void
add_left(struct bars *bars, char digit, bool mirrored)
{
	const char *widths = ean_digits[digit - '0'];
	char turned[5] = { widths[3], widths[2], widths[1], widths[0], '\0' };

	add(bars, mirrored ? turned : widths);
}

enum outcome
bars_ean(struct bars *bars, const char *digits, struct err *err)
{
	size_t length = strlen(digits);
	int64_t gtin;
	enum outcome outcome = gtin_parse(digits, &gtin, err);

	if (outcome)
		return outcome;
	if (length != 8 && length != 13)
		return err_set(err, RC_REFUSED, _("an EAN barcode has 8 or 13 digits"));
	memset(bars, 0, sizeof *bars);
	add(bars, "111");
	if (length == 13)
		for (int i = 0; i < 6; i++)
			add_left(bars, digits[1 + i], ean_parity[digits[0] - '0'][i] == 'G');
	else
		for (int i = 0; i < 4; i++)
			add_left(bars, digits[i], false);
	add(bars, "11111");
	for (size_t i = length == 13 ? 7 : 4; i < length; i++)
		add(bars, ean_digits[digits[i] - '0']);
	add(bars, "111");
	return RC_OK;
}

/* ---- Code 128 ---- */

#define START_B 104
#define START_C 105
#define STOP 106

static const char *const code128[107] = {
	"212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312",  "132212",
	"221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122",  "123221",
	"223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122",  "321221",
	"312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123",  "131321",
	"112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",  "132131",
	"113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311",  "213131",
	"311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411",  "431111",
	"111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412",  "122114",
	"122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",  "111242",
	"121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211",  "212141",
	"214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113",  "411311",
	"113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
};

static bool
is_even_digits(const char *text)
{
	size_t length = strspn(text, "0123456789");

	return length > 0 && length % 2 == 0 && text[length] == '\0';
}

enum outcome
bars_code128(struct bars *bars, const char *text, struct err *err)
{
	bool packed = is_even_digits(text);
	int check = packed ? START_C : START_B;
	int place = 1;

	if (strlen(text) > 40)
		return err_set(err, RC_REFUSED, _("a barcode of this kind holds 40 characters"));
	memset(bars, 0, sizeof *bars);
	add(bars, code128[check]);
	for (; *text; text += packed ? 2 : 1, place++) {
		int value = packed ? (text[0] - '0') * 10 + text[1] - '0' : text[0] - ' ';

		if (!packed && !isprint((unsigned char)text[0]))
			return err_set(err, RC_REFUSED,
			               _("a barcode of this kind holds letters and digits only"));
		add(bars, code128[value]);
		check = (check + place * value) % 103;
	}
	add(bars, code128[check]);
	add(bars, code128[STOP]);
	return RC_OK;
}
