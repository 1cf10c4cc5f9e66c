/*
 * USB scanners in the mode "keyboard", taken from the kernel so that a scan is an event and never
 * keystrokes.  Only those the shop's list names: nothing else tells a scanner from the cashier's
 * keyboard.
 *
 * "hidkbd:*" takes every keyboard there is, to find out which one is a scanner; its scans carry
 * what stands behind "hidkbd:" in the setting.  Nobody can type meanwhile, so it is for enrolling
 * only.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "devices/keyboard.h"
#include "devices/scanner_usb.h"

#define USAGE_KEYBOARD HID_USAGE(0x01, 0x06)
#define PROTOCOL_BOOT 0

struct hidkbd {
	struct usb_scanner *usb;
	struct usb_hid_device *device;
	struct keyboard keyboard;
	struct keyboard french; /* when enrolling: digits with Shift are a French scanner's */
	bool is_troubled;
};

/* Some scanners do not say that they know the boot protocol, and send its reports all the same. */
static bool
is_keyboard(const struct usb_hid_about *about)
{
	struct hid_report *report;
	bool is = about->is_keyboard;

	if (is || !about->is_hid || about->is_boot || about->descriptor_count == 0)
		return is;
	report = alloc_zero(1, sizeof *report);
	is = hid_report_parse(report, about->descriptor, about->descriptor_count) &&
	     hid_report_is(report, USAGE_KEYBOARD) && !report->is_numbered &&
	     report->input_bytes == 2 + KEYBOARD_KEYS;
	free(report);
	return is;
}

static enum usb_hid_wish
wants(void *context, const struct usb_hid_about *about, struct device_status *status)
{
	const struct usb_scanner *usb = context;

	(void)status;
	if (!usb_hid_matches(&usb->filter, about))
		return USB_HID_NO;
	if (about->is_hid && !about->is_boot && about->descriptor_count == 0)
		return USB_HID_LOOK;
	return is_keyboard(about) ? USB_HID_YES : USB_HID_NO;
}

/* What does not know a request has no need of it. */
static void *
begin(void *context, struct usb_hid_device *device)
{
	struct hidkbd *hidkbd = alloc_zero(1, sizeof *hidkbd);

	hidkbd->usb = context;
	hidkbd->device = device;
	keyboard_init(&hidkbd->keyboard, hidkbd->usb->extra);
	keyboard_init(&hidkbd->french, keyboard_layout("fr"));
	if (usb_hid_about(device)->is_keyboard)
		usb_hid_request(device, USB_HID_SET_PROTOCOL, PROTOCOL_BOOT, NULL, 0);
	usb_hid_request(device, USB_HID_SET_IDLE, 0, NULL, 0);
	return hidkbd;
}

static void
drop(struct hidkbd *hidkbd, int64_t now_ms)
{
	keyboard_drop(&hidkbd->french, now_ms);
	if (!keyboard_drop(&hidkbd->keyboard, now_ms) || hidkbd->usb->filter.is_any)
		return;
	hidkbd->is_troubled = true;
	usb_hid_tell(hidkbd->device, DEVICE_TROUBLE, _("only a part of a code came"),
	             _("scan it again; the scanner must be set up to end each code with Enter"));
}

static bool
is_digits(const struct keyboard *keyboard)
{
	return strspn(keyboard->text, "0123456789") == keyboard->length;
}

/* Digits are where they are on every keyboard but the French, where they want Shift. */
static void
add_found(struct hidkbd *hidkbd, int64_t now_ms)
{
	const struct keyboard *keyboard = &hidkbd->keyboard;
	const char *layout = "us";

	if (!is_digits(keyboard) && is_digits(&hidkbd->french)) {
		keyboard = &hidkbd->french;
		layout = "fr";
	}
	usb_scanner_add(hidkbd->usb, hidkbd->device, "", keyboard->text, keyboard->length, now_ms);
	usb_scanner_name_last(hidkbd->usb, layout);
}

static void
input(void *state, const uint8_t *bytes, size_t count, int64_t now_ms)
{
	struct hidkbd *hidkbd = state;
	struct keyboard *keyboard = &hidkbd->keyboard;

	drop(hidkbd, now_ms);
	keyboard_feed(&hidkbd->french, bytes, count, now_ms);
	if (!keyboard_feed(keyboard, bytes, count, now_ms))
		return;
	if (hidkbd->usb->filter.is_any) {
		add_found(hidkbd, now_ms);
		return;
	}
	usb_scanner_add(hidkbd->usb, hidkbd->device, "", keyboard->text, keyboard->length, now_ms);
	if (hidkbd->is_troubled)
		usb_hid_tell(hidkbd->device, DEVICE_READY, "", "");
	hidkbd->is_troubled = false;
}

static int64_t
turn(void *state, int64_t now_ms)
{
	struct hidkbd *hidkbd = state;

	drop(hidkbd, now_ms);
	return keyboard_due_ms(&hidkbd->keyboard, now_ms);
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

/* "VID:PID[:SERIAL] [LAYOUT]" */
static enum outcome
parse(struct usb_scanner *usb, const char *where, const struct keyboard_layout **layout,
      struct err *err)
{
	size_t length = strcspn(where, " ");
	char device[64];

	if (length == 0 || length >= sizeof device) {
		err_set(err, RC_REFUSED, _("a scanner that types is named by its numbers"));
		return err_hint(err, _("\"ringup devices enrol\" finds them"));
	}
	memcpy(device, where, length);
	device[length] = '\0';
	where += length + strspn(where + length, " ");
	*layout = keyboard_layout(where[0] ? where : "us");
	if (!*layout)
		return err_set(err, RC_REFUSED,
		               _("\"%.20s\" is no layout of keys: there are us, uk, de, fr, es"),
		               where);
	return usb_hid_filter(&usb->filter, strcmp(device, "*") == 0 ? "" : device, err);
}

static enum outcome
hidkbd_open(struct scanner *scanner, const char *where, struct err *err)
{
	struct usb_scanner *usb = alloc_zero(1, sizeof *usb);
	const struct keyboard_layout *layout = NULL;
	enum outcome outcome = parse(usb, where, &layout, err);

	usb->extra = layout;
	if (!outcome)
		outcome = usb_scanner_open(usb, scanner, &kind, err);
	if (outcome)
		free(usb);
	return outcome;
}

const struct scanner_ops scanner_hidkbd = {
	.scheme = "hidkbd",
	.tells = true,
	.open = hidkbd_open,
	.fd = usb_scanner_fd,
	.wait_ms = usb_scanner_wait_ms,
	.read = usb_scanner_read,
	.close = usb_scanner_close,
};
