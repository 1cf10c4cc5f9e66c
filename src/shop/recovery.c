#include <config.h>

#include "shop/recovery.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/gettext.h"
#include "base/text.h"

#define SEED_BYTES 32
#define GROUPS_A_LINE 8
#define CHECK_BYTES 2

static void
check_of(char out[static 2 * CHECK_BYTES + 1], const unsigned char seed[static SEED_BYTES])
{
	struct hash hash;
	hash_bytes(&hash, seed, SEED_BYTES);
	hex_text(out, hash.bytes, CHECK_BYTES);
}

void
recovery_text(char out[static RECOVERY_MAX], const struct setup *setup,
              const unsigned char root_seed[static SEED_BYTES])
{
	struct buf text = { 0 };
	char name[61], day[WHEN_TEXT_MAX], hex[2 * SEED_BYTES + 1], check[2 * CHECK_BYTES + 1];
	text_cut(name, sizeof(name), setup->name, 40);
	buf_format(&text, "%s\n%s, %d, %s\n\n", _("RINGUP RECOVERY SHEET"), name,
	           setup->till ? setup->till : 1, day_iso(day, when_day(setup->at)));
	buf_format(&text, "%s\n\n",
	           _("Keep this sheet away from the till. After a restore, or when\n"
	             "the manager's PIN is lost, it proves that the shop is yours."));
	hex_text(hex, root_seed, SEED_BYTES);
	for (int i = 0; i < SEED_BYTES / 2; i++)
		buf_format(&text, "%s%.4s%s", i % GROUPS_A_LINE ? " " : "ROOT ", hex + 4 * i,
		           i % GROUPS_A_LINE == GROUPS_A_LINE - 1 ? "\n" : "");
	check_of(check, root_seed);
	buf_format(&text, "CHECK %s\n", check);
	/* the sentences come from translators: whatever their length, the secret must be there */
	if (text.length >= RECOVERY_MAX) {
		char *root = strstr(text.text, "ROOT ");
		memmove(text.text, root, strlen(root) + 1);
	}
	text_copy(out, RECOVERY_MAX, text.text);
	explicit_bzero(hex, sizeof(hex));
	explicit_bzero(text.text, text.length);
	buf_done(&text);
}

/* Adds the hexadecimal digits of a line to those there are; false if something else stands in it.
 */
static bool
take_digits(const char *line, size_t length, char *digits, size_t *count, size_t room)
{
	for (size_t i = 0; i < length; i++) {
		if (strchr(" \t\r-", line[i]))
			continue;
		if (!strchr("0123456789abcdefABCDEF", line[i]) || *count == room)
			return false;
		digits[(*count)++] = line[i];
	}
	return true;
}

enum outcome
setup_read_recovery(const char *text, unsigned char root_seed[static SEED_BYTES], struct err *err)
{
	char seed_digits[2 * SEED_BYTES + 1] = "", check[2 * CHECK_BYTES + 1] = "";
	char right[2 * CHECK_BYTES + 1];
	unsigned char seed[SEED_BYTES];
	size_t seed_count = 0, check_count = 0;
	bool good = true;
	for (const char *line = text; good && *line;) {
		size_t length = strcspn(line, "\n");
		if (strncmp(line, "ROOT ", 5) == 0)
			good = take_digits(line + 5, length - 5, seed_digits, &seed_count,
			                   2 * SEED_BYTES);
		else if (strncmp(line, "CHECK ", 6) == 0)
			good = take_digits(line + 6, length - 6, check, &check_count,
			                   2 * CHECK_BYTES);
		line += length + (line[length] == '\n');
	}
	good = good && seed_count == 2 * SEED_BYTES && hex_parse(seed_digits, seed, SEED_BYTES);
	if (good) {
		check_of(right, seed);
		good = strcasecmp(check, right) == 0;
	}
	explicit_bzero(seed_digits, sizeof(seed_digits));
	if (!good)
		return err_set(err, RC_REFUSED, _("this is no recovery sheet, or it was mistyped"));
	memcpy(root_seed, seed, SEED_BYTES);
	explicit_bzero(seed, sizeof(seed));
	return RC_OK;
}
