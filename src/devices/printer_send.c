#include <config.h>

#include "devices/printer_send.h"

#include <string.h>

#include "base/gettext.h"
#include "devices/escpos_profile.h"
#include "devices/printer_backend.h"

static const struct printer_ops *const backends[] = {
#ifdef HAVE_CUPS
	&printer_cups,
#endif
#ifdef HAVE_LIBUSB
	&printer_usb,
#endif
	&printer_file, &printer_tcp, &printer_text, &printer_screen, &printer_none, &printer_faults,
};

/* A kind that this build cannot talk to has no backend. */
static enum outcome
find_backend(const char *address, const struct printer_ops **ops, const struct printer_kind **kind,
             char where[static PRINTER_ADDRESS_MAX], struct err *err)
{
	size_t index;
	enum outcome outcome = printer_find(address, kind, where, err);

	if (outcome)
		return outcome;
	for (index = 0; index < sizeof backends / sizeof *backends; index++) {
		if (strcmp(backends[index]->scheme, (*kind)->scheme) == 0) {
			*ops = backends[index];
			return RC_OK;
		}
	}
	err_set(err, RC_REFUSED, _("this build of Ringup cannot print to \"%.60s\""), address);
	return err_hint(err, _("\"ringup devices list\" names what it can"));
}

enum outcome
printer_away(struct printer_job *job, enum printer_state state, enum outcome outcome,
             struct err *err)
{
	job->state = state;
	return err_set(err, outcome, "%s", printer_state_sentence(state));
}

/* ---- rendering ---- */

static printer_pdf_fn *draw_pdf;

void
printer_set_pdf(printer_pdf_fn *draw)
{
	draw_pdf = draw;
}

bool
printer_has_pdf(void)
{
	return draw_pdf != NULL;
}

enum outcome
printer_render(enum printer_form form, const struct printer_job *job, struct buf *out,
               struct err *err)
{
	struct escpos_profile profile;

	switch (form) {
	case PRINT_TEXT:
		printout_render_text(job->printout, job->cols, out);
		return RC_OK;
	case PRINT_ESCPOS:
		if (escpos_profile_find(&profile, job->model, err))
			return RC_REFUSED;
		printout_render_escpos(job->printout, job->cols, &profile, out);
		return RC_OK;
	case PRINT_PDF:
		if (draw_pdf)
			return draw_pdf(job->printout, job->cols, out, err);
		return err_set(err, RC_REFUSED, _("this Ringup was built without PDF"));
	case PRINT_NONE:
	case PRINT_ASKED:
		break;
	}
	return RC_OK;
}

/* ---- sending ---- */

static enum outcome
send_rendered(const struct printer_ops *ops, enum printer_form form, const char *where,
              struct printer_job *job, struct err *err)
{
	struct buf bytes = { 0 };
	enum outcome outcome = RC_OK;

	if (job->printout && form != PRINT_ASKED) {
		outcome = printer_render(form, job, &bytes, err);
		job->bytes = bytes.text;
		job->count = bytes.length;
	}
	if (!outcome && (job->count > 0 || form == PRINT_ASKED))
		outcome = ops->send(where, job, err);
	if (job->printout) {
		job->bytes = NULL;
		job->count = 0;
	}
	buf_done(&bytes);
	return outcome;
}

enum outcome
printer_send(const char *address, struct printer_job *job, struct err *err)
{
	const struct printer_ops *ops = NULL;
	const struct printer_kind *kind = NULL;
	char where[PRINTER_ADDRESS_MAX], model[PRINTER_MODEL_MAX];
	enum outcome outcome = find_backend(address, &ops, &kind, where, err);

	if (outcome)
		return outcome;
	printer_model(address, model);
	job->model = model;
	outcome = send_rendered(ops, kind->form, where, job, err);
	job->model = "";
	return outcome;
}

enum outcome
printer_ask(const char *address, struct printer_job *job, bool taken, bool cancel, struct err *err)
{
	const struct printer_ops *ops = NULL;
	const struct printer_kind *kind = NULL;
	char where[PRINTER_ADDRESS_MAX];
	enum outcome outcome = find_backend(address, &ops, &kind, where, err);

	if (outcome)
		return outcome;
	if (!ops->ask)
		return err_set(err, RC_SYSTEM, _("nobody but you can say what came out"));
	return ops->ask(where, job, taken, cancel, err);
}

enum printer_state
printer_state(const char *address, struct err *why)
{
	const struct printer_ops *ops = NULL;
	const struct printer_kind *kind = NULL;
	char where[PRINTER_ADDRESS_MAX];

	return find_backend(address, &ops, &kind, where, why) ? PRINTER_OFFLINE
	                                                      : ops->state(where, why);
}

void
printer_queues(printer_queue_fn *call, void *context)
{
#ifdef HAVE_CUPS
	printer_cups_queues(call, context);
#else
	(void)call, (void)context;
#endif
}
