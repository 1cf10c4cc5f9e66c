/*
 * USB scanners in the mode "HID POS" (usage page 0x8C): the mode made for tills.  Any such device
 * is a scanner and nothing else, so all that are there are used, without a setting.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "devices/hid_code.h"
#include "devices/scanner_usb.h"

#define FEATURE_REPORT 0x300

/* Makers whose scanners keep silent until a feature report is set; what does not know it stalls. */
static const struct {
	uint16_t vid;
	uint8_t report, value;
} waking[] = {
	{ 0x0c2e, 254, 1 }, /* Honeywell */
	{ 0x23d0, 254, 1 }, /* Youjie */
};

/* Modes that only the maker's programs read: which code of the guide puts an end to it. */
static const struct {
	uint16_t vid, pid;
	const char *sentence, *hint;
} foreign_modes[] = {
	{ 0x05e0, 0x1900,
	  N_("the scanner is in a mode that only its maker's program reads (SNAPI)"),
	  N_("scan the setup code \"USB HID POS\" in the scanner's guide, or \"IBM Hand-held USB\" "
	     "and "
	     "add ibm: to the scanners") },
};

struct hidpos {
	struct usb_scanner *usb;
	struct usb_hid_device *device;
	struct hid_code code;
	bool is_troubled; /* something went wrong and no code came since */
};

static enum usb_hid_wish
wants_foreign(const struct usb_hid_about *about, struct device_status *status)
{
	for (size_t index = 0; index < sizeof foreign_modes / sizeof *foreign_modes; index++) {
		if (foreign_modes[index].vid != about->vid ||
		    foreign_modes[index].pid != about->pid)
			continue;
		text_copy(status->sentence, sizeof status->sentence,
		          _(foreign_modes[index].sentence));
		text_copy(status->hint, sizeof status->hint, _(foreign_modes[index].hint));
		return USB_HID_TELL;
	}
	return USB_HID_NO;
}

static bool
is_scanner(const struct usb_hid_about *about)
{
	struct hid_code *code = alloc_zero(1, sizeof *code);
	bool is = hid_code_init(code, about->descriptor, about->descriptor_count);

	free(code);
	return is;
}

/* Keyboards and mice speak the boot protocol and are never touched, not even to be looked at. */
static enum usb_hid_wish
wants(void *context, const struct usb_hid_about *about, struct device_status *status)
{
	const struct usb_scanner *usb = context;

	if (!usb_hid_matches(&usb->filter, about))
		return USB_HID_NO;
	if (wants_foreign(about, status) == USB_HID_TELL)
		return USB_HID_TELL;
	if (!about->is_hid)
		return USB_HID_NO;
	if (about->descriptor_count == 0)
		return about->is_boot ? USB_HID_NO : USB_HID_LOOK;
	return is_scanner(about) ? USB_HID_YES : USB_HID_NO;
}

static void
wake(struct usb_hid_device *device)
{
	uint16_t vid = usb_hid_about(device)->vid;

	for (size_t index = 0; index < sizeof waking / sizeof *waking; index++) {
		const uint8_t bytes[] = { waking[index].report, waking[index].value };

		if (waking[index].vid == vid)
			usb_hid_request(device, USB_HID_SET_REPORT,
			                (uint16_t)(FEATURE_REPORT | waking[index].report), bytes,
			                sizeof bytes);
	}
}

static void *
begin(void *context, struct usb_hid_device *device)
{
	const struct usb_hid_about *about = usb_hid_about(device);
	struct hidpos *hidpos = alloc_zero(1, sizeof *hidpos);

	hidpos->usb = context;
	hidpos->device = device;
	hid_code_init(&hidpos->code, about->descriptor, about->descriptor_count);
	wake(device);
	return hidpos;
}

static void
tell_trouble(struct hidpos *hidpos, const char *sentence, const char *hint)
{
	hidpos->is_troubled = true;
	usb_hid_tell(hidpos->device, DEVICE_TROUBLE, sentence, hint);
}

static void
tell_half(struct hidpos *hidpos)
{
	tell_trouble(hidpos, _("only a part of a code came"), _("scan it again"));
}

static void
input(void *state, const uint8_t *bytes, size_t count, int64_t now_ms)
{
	struct hidpos *hidpos = state;
	struct hid_code *code = &hidpos->code;

	if (hid_code_drop(code, now_ms))
		tell_half(hidpos);
	switch (hid_code_feed(code, bytes, count, now_ms)) {
	case HID_CODE_WHOLE:
		usb_scanner_add(hidpos->usb, hidpos->device, code->aim, code->data, code->length,
		                now_ms);
		if (hidpos->is_troubled)
			usb_hid_tell(hidpos->device, DEVICE_READY, "", "");
		hidpos->is_troubled = false;
		return;
	case HID_CODE_BROKEN:
		tell_trouble(
		        hidpos, _("the scanner sent what is no code"),
		        _("scan it again; if it stays so, reset the scanner as its guide says"));
		return;
	case HID_CODE_NONE:
	case HID_CODE_HALF:
		return;
	}
}

static int64_t
turn(void *state, int64_t now_ms)
{
	struct hidpos *hidpos = state;

	if (hid_code_drop(&hidpos->code, now_ms))
		tell_half(hidpos);
	return hid_code_due_ms(&hidpos->code, now_ms);
}

static void
end(void *state)
{
	free(state);
}

static const struct usb_hid_kind kind = {
	.wants = wants,
	.begin = begin,
	.input = input,
	.turn = turn,
	.end = end,
	.tell = usb_scanner_tell,
	.raw = usb_scanner_raw,
};

static enum outcome
hidpos_open(struct scanner *scanner, const char *where, struct err *err)
{
	struct usb_scanner *usb = alloc_zero(1, sizeof *usb);
	enum outcome outcome = usb_hid_filter(&usb->filter, where, err);

	if (!outcome)
		outcome = usb_scanner_open(usb, scanner, &kind, err);
	if (outcome)
		free(usb);
	return outcome;
}

const struct scanner_ops scanner_hidpos = {
	.scheme = "hidpos",
	.tells = true,
	.open = hidpos_open,
	.fd = usb_scanner_fd,
	.wait_ms = usb_scanner_wait_ms,
	.read = usb_scanner_read,
	.close = usb_scanner_close,
};
