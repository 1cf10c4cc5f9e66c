/*
 * Plays the corpus of a fuzz target: each input, and each with one byte left out, changed or
 * doubled.
 *
 *     replay_scan              plays it
 *     replay_scan --split DIR  writes each input as a file of its own, for libFuzzer
 */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

#define INPUT_MAX 8192

static const uint8_t strangers[] = {
	0, 0x1D, '\n', '"', '\\', '(', ')', '{', '9', 0x80, 0xC3, 0xFF
};
#define STRANGERS (sizeof strangers)

/* "\x1D" becomes the byte. */
static size_t
unescape(const char *text, uint8_t out[static INPUT_MAX])
{
	size_t size = 0;

	for (; *text && *text != '\n'; size++) {
		unsigned value;

		if (text[0] == '\\' && text[1] == 'x' && isxdigit((unsigned char)text[2]) &&
		    isxdigit((unsigned char)text[3]) && sscanf(text + 2, "%2x", &value) == 1) {
			out[size] = (uint8_t)value;
			text += 4;
		} else {
			out[size] = (uint8_t)*text++;
		}
	}
	return size;
}

/* In memory of its own, so that a byte too many is seen. */
static void
play(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	assert(copy);
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void
play_near(const uint8_t *data, size_t size)
{
	uint8_t near[INPUT_MAX + 1];

	play(data, size);
	for (size_t at = 0; at < size; at++) {
		memcpy(near, data, at);
		memcpy(near + at, data + at + 1, size - at - 1);
		play(near, size - 1);
		play(data, at); /* broken off */
		memcpy(near, data, size);
		near[at] = strangers[at % STRANGERS];
		play(near, size);
		memcpy(near + at + 1, data + at, size - at);
		play(near, size + 1);
	}
}

static void
split(const char *folder, int number, const uint8_t *data, size_t size)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof path, "%s/%04d", folder, number);
	file = fopen(path, "wb");
	if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
		fprintf(stderr, "cannot write %s\n", path);
		exit(EXIT_FAILURE);
	}
}

int
main(int argc, char **argv)
{
	static char line[INPUT_MAX];
	static uint8_t data[INPUT_MAX];
	const char *path = TESTS_SRCDIR "/fuzz/corpus/" FUZZ_CORPUS;
	FILE *file = fopen(path, "r");
	int count = 0;

	if (!file) {
		fprintf(stderr, "cannot read %s\n", path);
		return EXIT_FAILURE;
	}
	while (fgets(line, sizeof line, file)) {
		size_t size = unescape(line, data);

		if (argc == 3)
			split(argv[2], count, data, size);
		else
			play_near(data, size);
		count++;
	}
	fclose(file);
	printf("%d inputs\n", count);
	return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
