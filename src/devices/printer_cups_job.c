/*
 * What became of a job, asked of the queue by the job's name.
 *
 *   completed              it is out
 *   pending, processing    it waits, or is being printed
 *   held                   the server tries again by itself (a printer that was away): it waits.
 * Held for a hand, or without its bytes: taken back, it can be sent again aborted, canceled before
 * the printer got any of it: it can be sent again; else nobody knows not there              it
 * never came, if the server remembers jobs that are done and still does not know it at a second
 * look; a server that remembers nothing cannot tell
 *
 * The second look is for a server that was frozen: what it did not read yet waits in its socket,
 * and it turns to that before, or soon after, it answers us.
 */
#include <config.h>

#include <string.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/when.h"
#include "devices/printer_backend.h"
#include "devices/printer_cups.h"

#define SECOND_LOOK_MS 300
#define LOOK_MS 40

static const char *const job_attributes[] = {
	"job-id", "job-name", "job-state", "job-state-reasons", "time-at-processing",
};

static bool
is_for_a_hand(ipp_attribute_t *reasons)
{
	static const char *const by_hand[] = { "job-hold-until-specified", "job-incoming",
		                               "job-data-insufficient" };
	int at, count = libcups.ippGetCount(reasons);
	size_t index;

	for (at = 0; at < count; at++) {
		for (index = 0; index < sizeof by_hand / sizeof *by_hand; index++) {
			if (strcmp(libcups.ippGetString(reasons, at, NULL), by_hand[index]) == 0)
				return true;
		}
	}
	return false;
}

/* Reads one job from its first attribute on; their order is not fixed. */
static void
read_job(ipp_t *response, ipp_attribute_t **at, struct cups_job *job, char name[static 256])
{
	memset(job, 0, sizeof *job);
	name[0] = '\0';
	for (; *at && libcups.ippGetGroupTag(*at) == IPP_TAG_JOB;
	     *at = libcups.ippNextAttribute(response)) {
		const char *what = libcups.ippGetName(*at);

		if (!what)
			continue;
		if (strcmp(what, "job-id") == 0)
			job->id = libcups.ippGetInteger(*at, 0);
		else if (strcmp(what, "job-name") == 0)
			text_copy(name, 256, libcups.ippGetString(*at, 0, NULL));
		else if (strcmp(what, "job-state") == 0)
			job->state = (ipp_jstate_t)libcups.ippGetInteger(*at, 0);
		else if (strcmp(what, "job-state-reasons") == 0)
			job->for_a_hand = is_for_a_hand(*at);
		else if (strcmp(what, "time-at-processing") == 0)
			job->began = libcups.ippGetValueTag(*at) == IPP_TAG_INTEGER;
	}
}

static ipp_t *
ask_for_jobs(struct cups *cups, ipp_t *request)
{
	libcups.ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
	                      (int)(sizeof job_attributes / sizeof *job_attributes), NULL,
	                      job_attributes);
	return cups_ask(cups, request);
}

static enum outcome
no_answer(struct err *err)
{
	err_set(err, RC_OFFLINE, _("the print server does not answer: does it run?"));
	err_detail(err, "%s", libcups.cupsLastErrorString());
	return RC_OFFLINE;
}

/* The youngest of that name counts: the one that was sent last. */
static void
pick_job(ipp_t *response, const char *wanted, struct cups_job *job, bool *remembers)
{
	ipp_attribute_t *at = libcups.ippFirstAttribute(response);
	struct cups_job one;
	char name[256];

	while (at) {
		if (libcups.ippGetGroupTag(at) != IPP_TAG_JOB) {
			at = libcups.ippNextAttribute(response);
			continue;
		}
		read_job(response, &at, &one, name);
		if (one.state > IPP_JSTATE_STOPPED)
			*remembers = true;
		if (strcmp(name, wanted) == 0 && one.id > job->id)
			*job = one;
	}
}

enum outcome
cups_find_job(struct cups *cups, const char *name, struct cups_job *job, bool *remembers,
              struct err *err)
{
	ipp_t *request = cups_request(cups, IPP_OP_GET_JOBS), *response;
	bool well;

	memset(job, 0, sizeof *job);
	*remembers = false;
	libcups.ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL,
	                     "all");
	response = ask_for_jobs(cups, request);
	if (!response)
		return no_answer(err);
	well = cups_well(response);
	if (well)
		pick_job(response, name, job, remembers);
	libcups.ippDelete(response);
	if (!well)
		return err_set(err, RC_SYSTEM, _("the print server does not tell about its jobs"));
	return job->id ? RC_OK : RC_NOT_FOUND;
}

enum outcome
cups_look_at_job(struct cups *cups, int id, struct cups_job *job, struct err *err)
{
	ipp_t *request = cups_request(cups, IPP_OP_GET_JOB_ATTRIBUTES), *response;
	ipp_attribute_t *at;
	char name[256];
	bool well;

	libcups.ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
	response = ask_for_jobs(cups, request);
	if (!response)
		return no_answer(err);
	well = cups_well(response);
	for (at = libcups.ippFirstAttribute(response);
	     at && libcups.ippGetGroupTag(at) != IPP_TAG_JOB;)
		at = libcups.ippNextAttribute(response);
	if (at)
		read_job(response, &at, job, name);
	well = well && job->state;
	libcups.ippDelete(response);
	return well ? RC_OK : RC_NOT_FOUND;
}

void
cups_cancel_job(struct cups *cups, int id)
{
	ipp_t *request = cups_request(cups, IPP_OP_CANCEL_JOB);

	libcups.ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
	libcups.ippDelete(cups_ask(cups, request));
}

/* ---- what that means for a paper ---- */

static enum outcome
nobody_knows(struct err *err)
{
	return err_set(err, RC_SYSTEM, _("the print server does not know any more what came out"));
}

enum outcome
cups_ended(const struct cups_job *job, enum outcome unprinted, struct err *err)
{
	if (job->state == IPP_JSTATE_COMPLETED)
		return RC_OK;
	if (job->began)
		return err_set(err, RC_SYSTEM, _("the printer stopped in the middle"));
	return err_set(err, unprinted, _("the print queue gave it back unprinted"));
}

/* A job that is taken back ends at once, or when its printer lets go. */
static enum outcome
take_back(struct cups *cups, struct cups_job *found, struct err *err)
{
	bool began = found->began;
	enum outcome outcome;

	cups_cancel_job(cups, found->id);
	while (!(outcome = cups_look_at_job(cups, found->id, found, err)) &&
	       found->state <= IPP_JSTATE_STOPPED && when_monotonic_ms() < cups->due_ms)
		usleep(LOOK_MS * 1000);
	if (outcome == RC_NOT_FOUND && !began)
		return err_set(err, RC_NOT_FOUND, _("the print queue gave it back unprinted"));
	if (outcome == RC_NOT_FOUND)
		return nobody_knows(err);
	if (outcome)
		return outcome;
	if (found->state <= IPP_JSTATE_STOPPED)
		return err_set(err, RC_SYSTEM, _("the print queue does not give it back"));
	return cups_ended(found, RC_NOT_FOUND, err);
}

static enum outcome
judge(struct cups *cups, struct cups_job *found, struct printer_job *job, bool cancel,
      struct err *err)
{
	struct cups_queue queue = { .state = PRINTER_BUSY };

	if (found->state > IPP_JSTATE_STOPPED)
		return cups_ended(found, RC_NOT_FOUND, err);
	if (cancel || found->for_a_hand)
		return take_back(cups, found, err);
	cups_queue(cups, &queue, NULL);
	job->state = queue.state;
	if (printer_state_sentence(queue.state)[0])
		return printer_away(job, queue.state, RC_BUSY, err);
	return err_set(err, RC_BUSY, _("the print queue has it, but it is not out yet"));
}

static enum outcome
judge_absent(bool taken, bool remembers, struct err *err)
{
	if (taken && !remembers)
		return RC_OK; /* such a server forgets what is done */
	if (taken || !remembers)
		return nobody_knows(err);
	return err_set(err, RC_NOT_FOUND, _("the print queue never had it"));
}

enum outcome
cups_ask_job(const char *where, struct printer_job *job, bool taken, bool cancel, struct err *err)
{
	struct cups cups;
	struct cups_job found;
	bool remembers = false;
	enum outcome outcome = cups_open(&cups, where, err);

	job->state = PRINTER_OFFLINE;
	if (!outcome)
		outcome = cups_find_job(&cups, job->name, &found, &remembers, err);
	if (outcome == RC_NOT_FOUND && !taken) {
		usleep(SECOND_LOOK_MS * 1000);
		outcome = cups_find_job(&cups, job->name, &found, &remembers, err);
	}
	if (!outcome || outcome == RC_NOT_FOUND)
		job->state = PRINTER_READY;
	if (outcome == RC_NOT_FOUND)
		outcome = judge_absent(taken, remembers, err);
	else if (!outcome)
		outcome = judge(&cups, &found, job, cancel, err);
	cups_close(&cups);
	return outcome;
}
