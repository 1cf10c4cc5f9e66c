#include <config.h>

#include "base/gs1_table.h"

#include <string.h>

/*
 * Every application identifier of the GS1 General Specifications.
 *
 *   stem        the AI, or its beginning with the range of its last digit
 *   FIXED       the length is known to every reader, so that no separator follows; UNTIL: the
 *               data ends with FNC1 or the symbol
 *   parts       what the data is made of: N digits, X the 82 characters, Y 39, Z 64; from, to
 *               characters; an O may be left out; then the checks of this part
 *   needs       one of these AIs must be there too; after a comma, and one of those
 *   bars        none of these may be there
 *
 * An n stands for any digit.  No AI is the beginning of another.
 */

#define FIXED true
#define UNTIL false
#define PART(least, most, set, optional, ...)                                                      \
	{                                                                                          \
		least, most, set, optional,                                                        \
		{                                                                                  \
			__VA_ARGS__                                                                \
		}                                                                                  \
	}
#define N(least, most, ...) PART(least, most, GS1_DIGITS, false, __VA_ARGS__)
#define NO(least, most, ...) PART(least, most, GS1_DIGITS, true, __VA_ARGS__)
#define X(least, most, ...) PART(least, most, GS1_82, false, __VA_ARGS__)
#define XO(least, most, ...) PART(least, most, GS1_82, true, __VA_ARGS__)
#define Y(least, most, ...) PART(least, most, GS1_39, false, __VA_ARGS__)
#define Z(least, most, ...) PART(least, most, GS1_64, false, __VA_ARGS__)
#define COUNTRIES                                                                                  \
	N(3, 3, CHECK_COUNTRY), NO(3, 3, CHECK_COUNTRY), NO(3, 3, CHECK_COUNTRY),                  \
	        NO(3, 3, CHECK_COUNTRY), NO(3, 3, CHECK_COUNTRY)
#define OF_ITEM "01 02 03 8006 8026"
#define OF_ITEM_NOT_MADE "01 02 8006 8026"
#define MEASURED "30 31nn 32nn 35nn 36nn"

/* clang-format off */
static const struct gs1_ai table[] = {
	/* what it is: logistic unit, trade item, contents */
	{ "00", 0, 0, FIXED, { N(18, 18, CHECK_DIGIT) }, NULL, NULL },
	{ "01", 0, 0, FIXED, { N(14, 14, CHECK_DIGIT) }, NULL, "255 37" },
	{ "02", 0, 0, FIXED, { N(14, 14, CHECK_DIGIT) }, "37", "01 03" },
	{ "03", 0, 0, FIXED, { N(14, 14, CHECK_DIGIT) }, NULL, "01 02 37" },
	/* lots, dates, serial numbers */
	{ "10", 0, 0, UNTIL, { X(1, 20) }, OF_ITEM, NULL },
	{ "11", 0, 0, FIXED, { N(6, 6, CHECK_DATE_DAY_0) }, OF_ITEM, NULL },
	{ "12", 0, 0, FIXED, { N(6, 6, CHECK_DATE_DAY_0) }, "8020", NULL },
	{ "13", 0, 0, FIXED, { N(6, 6, CHECK_DATE_DAY_0) }, OF_ITEM, NULL },
	{ "15", 0, 0, FIXED, { N(6, 6, CHECK_DATE_DAY_0) }, OF_ITEM, NULL },
	{ "16", 0, 0, FIXED, { N(6, 6, CHECK_DATE_DAY_0) }, OF_ITEM, NULL },
	{ "17", 0, 0, FIXED, { N(6, 6, CHECK_DATE_DAY_0) }, "01 02 03 255 8006 8026", NULL },
	{ "20", 0, 0, FIXED, { N(2, 2) }, OF_ITEM_NOT_MADE, NULL },
	{ "21", 0, 0, UNTIL, { X(1, 20) }, "01 03 8006", "235" },
	{ "22", 0, 0, UNTIL, { X(1, 20) }, "01", NULL },
	{ "235", 0, 0, UNTIL, { X(1, 28) }, "01", NULL },
	/* more numbers of the same thing */
	{ "240", 0, 0, UNTIL, { X(1, 30) }, OF_ITEM_NOT_MADE, NULL },
	{ "241", 0, 0, UNTIL, { X(1, 30) }, OF_ITEM_NOT_MADE, NULL },
	{ "242", 0, 0, UNTIL, { N(1, 6) }, OF_ITEM_NOT_MADE, NULL },
	{ "243", 0, 0, UNTIL, { X(1, 20) }, "01", NULL },
	{ "250", 0, 0, UNTIL, { X(1, 30) }, "01 8006, 21", NULL },
	{ "251", 0, 0, UNTIL, { X(1, 30) }, "01 8006", NULL },
	{ "253", 0, 0, UNTIL, { N(13, 13, CHECK_DIGIT, CHECK_PREFIX), XO(1, 17) }, NULL, NULL },
	{ "254", 0, 0, UNTIL, { X(1, 20) }, "414", NULL },
	{ "255", 0, 0, UNTIL, { N(13, 13, CHECK_DIGIT, CHECK_PREFIX), NO(1, 12) }, NULL, "01 02 415 8006 8020 8026" },
	{ "30", 0, 0, UNTIL, { N(1, 8) }, "01 02", NULL },
	/* measures of an item; the last digit is the number of decimals */
	{ "310", '0', '5', FIXED, { N(6, 6) }, "01 02", "310n" },
	{ "311", '0', '5', FIXED, { N(6, 6) }, "01 02", "311n" },
	{ "312", '0', '5', FIXED, { N(6, 6) }, "01 02", "312n" },
	{ "313", '0', '5', FIXED, { N(6, 6) }, "01 02", "313n" },
	{ "314", '0', '5', FIXED, { N(6, 6) }, "01 02", "314n" },
	{ "315", '0', '5', FIXED, { N(6, 6) }, "01 02", "315n" },
	{ "316", '0', '5', FIXED, { N(6, 6) }, "01 02", "316n" },
	{ "320", '0', '5', FIXED, { N(6, 6) }, "01 02", "320n" },
	{ "321", '0', '5', FIXED, { N(6, 6) }, "01 02", "321n" },
	{ "322", '0', '5', FIXED, { N(6, 6) }, "01 02", "322n" },
	{ "323", '0', '5', FIXED, { N(6, 6) }, "01 02", "323n" },
	{ "324", '0', '5', FIXED, { N(6, 6) }, "01 02", "324n" },
	{ "325", '0', '5', FIXED, { N(6, 6) }, "01 02", "325n" },
	{ "326", '0', '5', FIXED, { N(6, 6) }, "01 02", "326n" },
	{ "327", '0', '5', FIXED, { N(6, 6) }, "01 02", "327n" },
	{ "328", '0', '5', FIXED, { N(6, 6) }, "01 02", "328n" },
	{ "329", '0', '5', FIXED, { N(6, 6) }, "01 02", "329n" },
	/* measures for transport */
	{ "330", '0', '5', FIXED, { N(6, 6) }, "00 01", "330n" },
	{ "331", '0', '5', FIXED, { N(6, 6) }, "00 01", "331n" },
	{ "332", '0', '5', FIXED, { N(6, 6) }, "00 01", "332n" },
	{ "333", '0', '5', FIXED, { N(6, 6) }, "00 01", "333n" },
	{ "334", '0', '5', FIXED, { N(6, 6) }, "00 01", "334n" },
	{ "335", '0', '5', FIXED, { N(6, 6) }, "00 01", "335n" },
	{ "336", '0', '5', FIXED, { N(6, 6) }, "00 01", "336n" },
	{ "337", '0', '5', FIXED, { N(6, 6) }, "01", "337n" },
	{ "340", '0', '5', FIXED, { N(6, 6) }, "00 01", "340n" },
	{ "341", '0', '5', FIXED, { N(6, 6) }, "00 01", "341n" },
	{ "342", '0', '5', FIXED, { N(6, 6) }, "00 01", "342n" },
	{ "343", '0', '5', FIXED, { N(6, 6) }, "00 01", "343n" },
	{ "344", '0', '5', FIXED, { N(6, 6) }, "00 01", "344n" },
	{ "345", '0', '5', FIXED, { N(6, 6) }, "00 01", "345n" },
	{ "346", '0', '5', FIXED, { N(6, 6) }, "00 01", "346n" },
	{ "347", '0', '5', FIXED, { N(6, 6) }, "00 01", "347n" },
	{ "348", '0', '5', FIXED, { N(6, 6) }, "00 01", "348n" },
	{ "349", '0', '5', FIXED, { N(6, 6) }, "00 01", "349n" },
	/* areas, more weights and volumes */
	{ "350", '0', '5', FIXED, { N(6, 6) }, "01 02", "350n" },
	{ "351", '0', '5', FIXED, { N(6, 6) }, "01 02", "351n" },
	{ "352", '0', '5', FIXED, { N(6, 6) }, "01 02", "352n" },
	{ "353", '0', '5', FIXED, { N(6, 6) }, "00 01", "353n" },
	{ "354", '0', '5', FIXED, { N(6, 6) }, "00 01", "354n" },
	{ "355", '0', '5', FIXED, { N(6, 6) }, "00 01", "355n" },
	{ "356", '0', '5', FIXED, { N(6, 6) }, "01 02", "356n" },
	{ "357", '0', '5', FIXED, { N(6, 6) }, "01 02", "357n" },
	{ "360", '0', '5', FIXED, { N(6, 6) }, "01 02", "360n" },
	{ "361", '0', '5', FIXED, { N(6, 6) }, "01 02", "361n" },
	{ "362", '0', '5', FIXED, { N(6, 6) }, "00 01", "362n" },
	{ "363", '0', '5', FIXED, { N(6, 6) }, "00 01", "363n" },
	{ "364", '0', '5', FIXED, { N(6, 6) }, "01 02", "364n" },
	{ "365", '0', '5', FIXED, { N(6, 6) }, "01 02", "365n" },
	{ "366", '0', '5', FIXED, { N(6, 6) }, "01 02", "366n" },
	{ "367", '0', '5', FIXED, { N(6, 6) }, "00 01", "367n" },
	{ "368", '0', '5', FIXED, { N(6, 6) }, "00 01", "368n" },
	{ "369", '0', '5', FIXED, { N(6, 6) }, "00 01", "369n" },
	/* counts and amounts of money */
	{ "37", 0, 0, UNTIL, { N(1, 8) }, "00, 02 8026", NULL },
	{ "390", '0', '9', UNTIL, { N(1, 15) }, "255 8020", "390n 391n 394n 8111" },
	{ "391", '0', '9', UNTIL, { N(3, 3, CHECK_CURRENCY), N(1, 15) }, "8020", "391n" },
	{ "392", '0', '9', UNTIL, { N(1, 15) }, "01, " MEASURED, "392n 393n" },
	{ "393", '0', '9', UNTIL, { N(3, 3, CHECK_CURRENCY), N(1, 15) }, MEASURED, "393n" },
	{ "394", '0', '3', UNTIL, { N(4, 4) }, "255", "394n 8111" },
	{ "395", '0', '5', UNTIL, { N(6, 6) }, MEASURED, "392n 393n 395n 8005" },
	/* orders, shipments, places */
	{ "400", 0, 0, UNTIL, { X(1, 30) }, NULL, NULL },
	{ "401", 0, 0, UNTIL, { X(1, 30, CHECK_PREFIX) }, NULL, NULL },
	{ "402", 0, 0, UNTIL, { N(17, 17, CHECK_DIGIT, CHECK_PREFIX) }, NULL, NULL },
	{ "403", 0, 0, UNTIL, { X(1, 30) }, "00", NULL },
	{ "410", 0, 0, FIXED, { N(13, 13, CHECK_DIGIT, CHECK_PREFIX) }, NULL, NULL },
	{ "411", 0, 0, FIXED, { N(13, 13, CHECK_DIGIT, CHECK_PREFIX) }, NULL, NULL },
	{ "412", 0, 0, FIXED, { N(13, 13, CHECK_DIGIT, CHECK_PREFIX) }, NULL, NULL },
	{ "413", 0, 0, FIXED, { N(13, 13, CHECK_DIGIT, CHECK_PREFIX) }, NULL, NULL },
	{ "414", 0, 0, FIXED, { N(13, 13, CHECK_DIGIT, CHECK_PREFIX) }, NULL, NULL },
	{ "415", 0, 0, FIXED, { N(13, 13, CHECK_DIGIT, CHECK_PREFIX) }, "8020", NULL },
	{ "416", 0, 0, FIXED, { N(13, 13, CHECK_DIGIT, CHECK_PREFIX) }, NULL, NULL },
	{ "417", 0, 0, FIXED, { N(13, 13, CHECK_DIGIT, CHECK_PREFIX) }, NULL, NULL },
	{ "420", 0, 0, UNTIL, { X(1, 20) }, NULL, "421" },
	{ "421", 0, 0, UNTIL, { N(3, 3, CHECK_COUNTRY), X(1, 9) }, NULL, "4307" },
	{ "422", 0, 0, UNTIL, { N(3, 3, CHECK_COUNTRY) }, OF_ITEM_NOT_MADE, "426" },
	{ "423", 0, 0, UNTIL, { COUNTRIES }, "01 02", "426" },
	{ "424", 0, 0, UNTIL, { N(3, 3, CHECK_COUNTRY) }, "01 02", "426" },
	{ "425", 0, 0, UNTIL, { COUNTRIES }, "01 02", "426" },
	{ "426", 0, 0, UNTIL, { N(3, 3, CHECK_COUNTRY) }, "01 02", NULL },
	{ "427", 0, 0, UNTIL, { X(1, 3) }, "01 02, 422", NULL },
	{ "4300", 0, 0, UNTIL, { X(1, 35, CHECK_PERCENT) }, "00", NULL },
	{ "4301", 0, 0, UNTIL, { X(1, 35, CHECK_PERCENT) }, "00", NULL },
	{ "4302", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "00", NULL },
	{ "4303", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "4302", NULL },
	{ "4304", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "00", NULL },
	{ "4305", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "00", NULL },
	{ "4306", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "00", NULL },
	{ "4307", 0, 0, UNTIL, { X(2, 2, CHECK_COUNTRY_LETTERS) }, "00", NULL },
	{ "4308", 0, 0, UNTIL, { X(1, 30) }, "00", NULL },
	{ "4309", 0, 0, UNTIL, { N(10, 10, CHECK_LATITUDE), N(10, 10, CHECK_LONGITUDE) }, "00", NULL },
	{ "4310", 0, 0, UNTIL, { X(1, 35, CHECK_PERCENT) }, "00", NULL },
	{ "4311", 0, 0, UNTIL, { X(1, 35, CHECK_PERCENT) }, "00", NULL },
	{ "4312", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "00", NULL },
	{ "4313", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "4312", NULL },
	{ "4314", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "00", NULL },
	{ "4315", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "00", NULL },
	{ "4316", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "00", NULL },
	{ "4317", 0, 0, UNTIL, { X(2, 2, CHECK_COUNTRY_LETTERS) }, "00", NULL },
	{ "4318", 0, 0, UNTIL, { X(1, 20) }, "00", NULL },
	{ "4319", 0, 0, UNTIL, { X(1, 30) }, "00", NULL },
	{ "4320", 0, 0, UNTIL, { X(1, 35, CHECK_PERCENT) }, "00", NULL },
	{ "432", '1', '3', UNTIL, { N(1, 1, CHECK_YES_NO) }, "00", NULL },
	{ "432", '4', '5', UNTIL, { N(6, 6, CHECK_DATE_DAY_0), N(4, 4, CHECK_TIME_OR_9999) }, "00", NULL },
	{ "4326", 0, 0, UNTIL, { N(6, 6, CHECK_DATE) }, "00", NULL },
	{ "4330", 0, 0, UNTIL, { N(6, 6), XO(1, 1, CHECK_MINUS) }, "00", "4331" },
	{ "4331", 0, 0, UNTIL, { N(6, 6), XO(1, 1, CHECK_MINUS) }, "00", "4330" },
	{ "4332", 0, 0, UNTIL, { N(6, 6), XO(1, 1, CHECK_MINUS) }, "00", "4333" },
	{ "4333", 0, 0, UNTIL, { N(6, 6), XO(1, 1, CHECK_MINUS) }, "00", "4332" },
	/* food, medicine, repair */
	{ "7001", 0, 0, UNTIL, { N(13, 13) }, OF_ITEM_NOT_MADE, NULL },
	{ "7002", 0, 0, UNTIL, { X(1, 30) }, "01 02", NULL },
	{ "7003", 0, 0, UNTIL, { N(6, 6, CHECK_DATE), N(4, 4, CHECK_TIME) }, "01 02", NULL },
	{ "7004", 0, 0, UNTIL, { N(1, 4) }, "01, 10", NULL },
	{ "7005", 0, 0, UNTIL, { X(1, 12) }, "01 02", NULL },
	{ "7006", 0, 0, UNTIL, { N(6, 6, CHECK_DATE) }, "01 02", NULL },
	{ "7007", 0, 0, UNTIL, { N(6, 6, CHECK_DATE), NO(6, 6, CHECK_DATE) }, "01 02", NULL },
	{ "7008", 0, 0, UNTIL, { X(1, 3) }, "01 02", NULL },
	{ "7009", 0, 0, UNTIL, { X(1, 10) }, "01 02", NULL },
	{ "7010", 0, 0, UNTIL, { X(1, 2) }, "01 02", NULL },
	{ "7011", 0, 0, UNTIL, { N(6, 6, CHECK_DATE), NO(4, 4, CHECK_TIME) }, "01 02", NULL },
	{ "7020", 0, 0, UNTIL, { X(1, 20) }, "01 8006, 416", NULL },
	{ "7021", 0, 0, UNTIL, { X(1, 20) }, "01 8006", NULL },
	{ "7022", 0, 0, UNTIL, { X(1, 20) }, "7021", NULL },
	{ "7023", 0, 0, UNTIL, { X(1, 30, CHECK_PREFIX) }, NULL, NULL },
	{ "703", '0', '9', UNTIL, { N(3, 3, CHECK_COUNTRY_OR_999), X(1, 27) }, "01 02", NULL },
	{ "7040", 0, 0, UNTIL, { N(1, 1), X(1, 1), X(1, 1), X(1, 1, CHECK_IMPORTER) }, NULL, NULL },
	{ "7041", 0, 0, UNTIL, { X(1, 4, CHECK_PACKAGE) }, "00", NULL },
	/* national numbers of medicines, certificates */
	{ "71", '0', '6', UNTIL, { X(1, 20) }, "01", NULL },
	{ "723", '0', '9', UNTIL, { X(2, 2), X(1, 28) }, "01 8004", NULL },
	{ "7240", 0, 0, UNTIL, { X(1, 20) }, "01 8006", NULL },
	/* patients */
	{ "7241", 0, 0, UNTIL, { N(2, 2, CHECK_MEDIA) }, "8017 8018", NULL },
	{ "7242", 0, 0, UNTIL, { X(1, 25) }, "8017 8018", NULL },
	{ "7250", 0, 0, UNTIL, { N(8, 8, CHECK_DATE_8) }, "8018", "7251" },
	{ "7251", 0, 0, UNTIL, { N(8, 8, CHECK_DATE_8), N(4, 4, CHECK_TIME) }, "8018", "7250" },
	{ "7252", 0, 0, UNTIL, { N(1, 1, CHECK_SEX) }, "8018", NULL },
	{ "7253", 0, 0, UNTIL, { X(1, 40, CHECK_PERCENT) }, "8017 8018", "7256 7259" },
	{ "7254", 0, 0, UNTIL, { X(1, 40, CHECK_PERCENT) }, "8017 8018", "7256 7259" },
	{ "7255", 0, 0, UNTIL, { X(1, 10) }, "8017 8018", "7256 7259" },
	{ "7256", 0, 0, UNTIL, { X(1, 90, CHECK_PERCENT) }, "8017 8018", NULL },
	{ "7257", 0, 0, UNTIL, { X(1, 70, CHECK_PERCENT) }, "8018", NULL },
	{ "7258", 0, 0, UNTIL, { X(3, 3, CHECK_BIRTH_ORDER) }, "8018+7259", NULL },
	{ "7259", 0, 0, UNTIL, { X(1, 40, CHECK_PERCENT) }, "8018", "7256" },
	/* made to measure, assets, services */
	{ "8001", 0, 0, UNTIL, { N(4, 4, CHECK_NOT_ZERO), N(5, 5, CHECK_NOT_ZERO), N(3, 3, CHECK_NOT_ZERO), N(1, 1, CHECK_WINDING), N(1, 1) }, "01", NULL },
	{ "8002", 0, 0, UNTIL, { X(1, 20) }, NULL, NULL },
	{ "8003", 0, 0, UNTIL, { N(1, 1, CHECK_ZERO), N(13, 13, CHECK_DIGIT, CHECK_PREFIX), XO(1, 16) }, NULL, NULL },
	{ "8004", 0, 0, UNTIL, { X(1, 30, CHECK_PREFIX) }, NULL, NULL },
	{ "8005", 0, 0, UNTIL, { N(6, 6) }, "01 02", NULL },
	{ "8006", 0, 0, UNTIL, { N(14, 14, CHECK_DIGIT), N(4, 4, CHECK_PIECE_OF) }, NULL, "01 37" },
	{ "8007", 0, 0, UNTIL, { X(1, 34, CHECK_IBAN) }, "415", NULL },
	{ "8008", 0, 0, UNTIL, { N(6, 6, CHECK_DATE), N(2, 2, CHECK_HOUR), NO(2, 2, CHECK_MINUTE), NO(2, 2, CHECK_SECOND) }, "01 02", NULL },
	{ "8009", 0, 0, UNTIL, { X(1, 50) }, "00 01", NULL },
	{ "8010", 0, 0, UNTIL, { Y(1, 30, CHECK_PREFIX) }, NULL, NULL },
	{ "8011", 0, 0, UNTIL, { N(1, 12, CHECK_NO_ZERO_FIRST) }, "8010", NULL },
	{ "8012", 0, 0, UNTIL, { X(1, 20) }, "01 8006", NULL },
	{ "8013", 0, 0, UNTIL, { X(1, 25, CHECK_PAIR, CHECK_PREFIX) }, NULL, NULL },
	{ "8014", 0, 0, UNTIL, { X(1, 25, CHECK_PAIR, CHECK_PREFIX, CHECK_NOT_ALL_DIGITS) }, "01", NULL },
	{ "8017", 0, 0, UNTIL, { N(18, 18, CHECK_DIGIT, CHECK_PREFIX) }, NULL, "8018" },
	{ "8018", 0, 0, UNTIL, { N(18, 18, CHECK_DIGIT, CHECK_PREFIX) }, NULL, "8017" },
	{ "8019", 0, 0, UNTIL, { N(1, 10) }, "8017 8018", NULL },
	{ "8020", 0, 0, UNTIL, { X(1, 25) }, "415", NULL },
	{ "8026", 0, 0, UNTIL, { N(14, 14, CHECK_DIGIT), N(4, 4, CHECK_PIECE_OF) }, "37", "02 8006" },
	{ "8030", 0, 0, UNTIL, { Z(1, 90) }, "00 01+21 253 255 8003 8004 8006+21 8010+8011 8017 8018", NULL },
	/* coupons, links, agreed between partners */
	{ "8110", 0, 0, UNTIL, { X(1, 70, CHECK_COUPON) }, NULL, NULL },
	{ "8111", 0, 0, UNTIL, { N(4, 4) }, "255", NULL },
	{ "8112", 0, 0, UNTIL, { X(1, 70, CHECK_OFFER) }, NULL, NULL },
	{ "8200", 0, 0, UNTIL, { X(1, 70) }, "01", NULL },
	{ "90", 0, 0, UNTIL, { X(1, 30) }, NULL, NULL },
	{ "9", '1', '9', UNTIL, { X(1, 90) }, NULL, NULL },
};
/* clang-format on */

#define ROWS (sizeof(table) / sizeof(*table))

static bool
begins(const struct gs1_ai *row, const char *text, size_t length, size_t *digits)
{
	size_t stem = strlen(row->stem);
	if (length < stem + (row->from != 0) || memcmp(text, row->stem, stem) != 0)
		return false;
	*digits = stem + (row->from != 0);
	return !row->from || (text[stem] >= row->from && text[stem] <= row->to);
}

const struct gs1_ai *
gs1_ai(const char *text, size_t length, size_t *digits)
{
	for (size_t i = 0; i < ROWS; i++)
		if (begins(&table[i], text, length, digits))
			return &table[i];
	return NULL;
}

const struct gs1_ai *
gs1_ai_next(const struct gs1_ai *ai)
{
	if (!ai)
		return table;
	return ai + 1 < table + ROWS ? ai + 1 : NULL;
}

bool
gs1_length_fits(const struct gs1_ai *row, size_t length)
{
	size_t least = 0, most = 0;
	for (int i = 0; i < GS1_PARTS_MAX && row->parts[i].most; i++) {
		least += row->parts[i].optional ? 0 : row->parts[i].least;
		most += row->parts[i].most;
	}
	return length >= least && length <= most;
}
