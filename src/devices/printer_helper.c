/*
 * The helpers of printers: they carry out what printer_task.c describes.
 */
#include <config.h>

#include <signal.h>
#include <stdlib.h>

#include "base/gettext.h"
#include "base/helper.h"
#include "devices/printer_send.h"

struct asked {
	enum printer_verb verb;
	char address[PRINTER_ADDRESS_MAX + PRINTER_MODEL_MAX];
	char name[100];
	struct printout printout;
	struct printer_job job;
};

static enum outcome
read_request(struct asked *asked, const char *text, size_t length, struct err *err)
{
	char word[16], cols[16];

	if (!printer_take_line(&text, &length, word, sizeof word) ||
	    !printer_take_line(&text, &length, asked->address, sizeof asked->address) ||
	    !printer_take_line(&text, &length, asked->name, sizeof asked->name) ||
	    !printer_take_line(&text, &length, cols, sizeof cols))
		return err_set(err, RC_REFUSED, _("the request names no printer"));
	asked->verb = printer_verb_called(word);
	if (asked->verb == PRINTER_VERBS ||
	    (asked->verb == PRINTER_PRINT && !printout_unpack(&asked->printout, text, length)))
		return err_set(err, RC_REFUSED, _("the request cannot be read"));
	asked->job.printout = &asked->printout;
	asked->job.cols = atoi(cols);
	asked->job.name = asked->name;
	asked->job.model = "";
	return RC_OK;
}

static enum outcome
carry_out(struct asked *asked, struct err *err)
{
	bool cancels = asked->verb == PRINTER_CANCEL || asked->verb == PRINTER_CANCEL_TAKEN;
	bool taken = asked->verb == PRINTER_ASK_TAKEN || asked->verb == PRINTER_CANCEL_TAKEN;

	if (asked->verb == PRINTER_PRINT)
		return printer_send(asked->address, &asked->job, err);
	return printer_ask(asked->address, &asked->job, taken, cancels, err);
}

int
printer_helper(void)
{
	struct asked asked = { .verb = PRINTER_PRINT };
	struct err err = { 0 };
	struct buf answer = { 0 };
	char *request;
	size_t length;
	enum outcome outcome;

	signal(SIGPIPE, SIG_IGN);
	if (helper_read_request(&request, &length, &err))
		return err_exit_status(err.outcome);
	printout_init(&asked.printout);
	outcome = read_request(&asked, request, length, &err);
	if (!outcome)
		outcome = carry_out(&asked, &err);
	buf_format(&answer, "%s\n%s\n%s", printer_verdict(outcome),
	           printer_state_word(asked.job.state), outcome ? err.msg : "");
	outcome = helper_write_answer(answer.text, answer.length, &err);
	buf_done(&answer);
	printout_done(&asked.printout);
	free(request);
	return err_exit_status(outcome);
}

int
printer_state_helper(void)
{
	struct err err = { 0 };
	char *address, digit;
	size_t length;

	if (helper_read_request(&address, &length, &err))
		return err_exit_status(err.outcome);
	digit = (char)('0' + (int)printer_state(address, NULL));
	free(address);
	return err_exit_status(helper_write_answer(&digit, 1, &err));
}

static void
add_queue(void *context, const char *address, enum printer_state state, const char *about)
{
	buf_format(context, "%s\n%d\n%s\n", address, (int)state, about);
}

int
printer_queues_helper(void)
{
	struct err err = { 0 };
	struct buf answer = { 0 };
	enum outcome outcome;

	signal(SIGPIPE, SIG_IGN);
	printer_queues(add_queue, &answer);
	outcome = helper_write_answer(answer.text ? answer.text : "", answer.length, &err);
	buf_done(&answer);
	return err_exit_status(outcome);
}
