/* The question of `ringup quote`: any JSON, and what is none.  The answer is always one JSON
 * object. */
#include <config.h>

#include "base/json.h"
#include "checkout/quote.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct when now = { .utc_ms = INT64_C(1795338000000), .offset_min = 60 };
	struct buf answer = { 0 };
	struct json_doc *doc;
	enum outcome outcome = quote_answer((const char *)data, size, NULL, now, &answer);
	const struct json_node *root;

	assert(json_parse(&doc, answer.text, answer.length, NULL) == RC_OK);
	root = json_root(doc);
	assert(json_type_of(root) == JSON_IS_OBJECT);
	assert((outcome != RC_OK) == (json_get(root, "error") != NULL));
	json_free(&doc);
	buf_done(&answer);
	return 0;
}
