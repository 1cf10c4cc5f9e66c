/*
 * Fuzz targets: one function a file, as libFuzzer wants it.  `make fuzz` lets it look for inputs
 * that break them; `make check` plays the corpus and what is near it (replay.c).
 *
 *   corpus  tests/fuzz/corpus/NAME.txt: an input a line, bytes as \xNN where they are not text.
 * What make fuzz finds is added there.
 */
#ifndef RINGUP_TESTS_FUZZ_H
#define RINGUP_TESTS_FUZZ_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
