#include <config.h>

#include "base/helper.h"
#include "devices/printer.h"
#include "commands/inside.h"

#define ANSWER_MS 4000 /* what the helper may take beyond the printer's patience */

enum outcome
command_print(const char *address, int cols, const struct printout *printout, struct err *err)
{
	const struct printer_task task = {
		.verb = PRINTER_PRINT,
		.address = address,
		.name = "",
		.cols = cols,
		.printout = printout,
	};
	const struct printer_kind *kind;
	char where[PRINTER_ADDRESS_MAX];
	struct buf request = { 0 }, answer = { 0 };
	enum printer_state state;
	enum outcome outcome = printer_find(address, &kind, where, err);

	if (outcome)
		return outcome;
	printer_request(&request, &task);
	outcome = helper_ask(PRINTER_HELPER, request.text, request.length,
	                     printer_patience_ms + ANSWER_MS, &answer, err);
	outcome =
	        printer_answer(outcome, answer.text ? answer.text : "", answer.length, &state, err);
	buf_done(&request);
	buf_done(&answer);
	return outcome;
}
