/* What a USB device says of itself and sends: a byte, so much descriptor, then reports of 64. */
#include <config.h>

#include <string.h>

#include "devices/hid_code.h"
#include "tests/fuzz/fuzz.h"

static void
check(const struct hid_code *code)
{
	assert(code->length < sizeof code->data);
	assert(code->data[code->length] == '\0');
	assert(strlen(code->aim) == 0 || (strlen(code->aim) == 3 && code->aim[0] == ']'));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hid_code code;
	size_t length;
	int64_t now_ms = 0;

	if (size == 0)
		return 0;
	length = data[0] < size - 1 ? data[0] : size - 1;
	if (!hid_code_init(&code, data + 1, length))
		return 0;
	data += 1 + length;
	size -= 1 + length;
	while (size > 0) {
		size_t count = size < 64 ? size : 64;

		now_ms += data[count - 1];
		if (hid_code_feed(&code, data, count, now_ms) == HID_CODE_WHOLE)
			check(&code);
		data += count;
		size -= count;
	}
	return 0;
}
