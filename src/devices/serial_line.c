#include <config.h>

#include "devices/serial_line.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/text.h"

struct line {
	char device[PATH_MAX];
	speed_t speed;
	tcflag_t format;
};

static const struct {
	const char *word;
	speed_t speed;
} speeds[] = {
	{ "1200", B1200 },   { "2400", B2400 },   { "4800", B4800 },   { "9600", B9600 },
	{ "19200", B19200 }, { "38400", B38400 }, { "57600", B57600 }, { "115200", B115200 },
};
static const struct {
	const char *word;
	tcflag_t format;
} formats[] = {
	{ "8n1", CS8 },
	{ "8n2", CS8 | CSTOPB },
	{ "8e1", CS8 | PARENB },
	{ "8o1", CS8 | PARENB | PARODD },
	{ "7n2", CS7 | CSTOPB },
	{ "7e1", CS7 | PARENB },
	{ "7o1", CS7 | PARENB | PARODD },
};

/* ---- the line ---- */

static bool
take_word(struct line *line, const char *word)
{
	for (size_t index = 0; index < sizeof speeds / sizeof *speeds; index++) {
		if (strcmp(speeds[index].word, word) == 0) {
			line->speed = speeds[index].speed;
			return true;
		}
	}
	for (size_t index = 0; index < sizeof formats / sizeof *formats; index++) {
		if (strcmp(formats[index].word, word) == 0) {
			line->format = formats[index].format;
			return true;
		}
	}
	return false;
}

static enum outcome
parse(struct line *line, const char *where, struct err *err)
{
	char text[PATH_MAX], *rest = text, *word;

	line->speed = B9600;
	line->format = CS8;
	text_copy(text, sizeof text, where);
	word = strsep(&rest, " ");
	if (word[0] != '/')
		return err_set(err, RC_REFUSED,
		               _("a serial line is written /dev/ttyS0, with its speed behind it"));
	text_copy(line->device, sizeof line->device, word);
	while ((word = strsep(&rest, " "))) {
		if (word[0] && !take_word(line, word)) {
			err_set(err, RC_REFUSED, _("\"%.20s\" is no speed of a serial line"), word);
			return err_hint(err, _("speeds are 9600, 19200, 115200 ..., formats 8n1, "
			                       "7e1 ..."));
		}
	}
	return RC_OK;
}

static enum outcome
not_there(const struct line *line, struct err *err)
{
	int error = errno;

	if (error == EACCES || error == EPERM) {
		err_set(err, RC_REFUSED, _("this user may not use %.100s"), line->device);
		err_hint(err, _("add the user to the group of that file (\"dialout\" on most "
		                "systems), then sign on again"));
	} else if (error == EBUSY) {
		err_set(err, RC_BUSY, _("another program holds %.100s"), line->device);
		err_hint(err, _("close that program; the till tries again by itself"));
	} else {
		err_set(err, RC_OFFLINE, _("there is no device at %.100s"), line->device);
		err_hint(err, _("plug it in; the till finds it by itself"));
	}
	err_detail(err, "opening %s: errno %d", line->device, error);
	return err ? err->outcome : RC_OFFLINE;
}

/* A line that cannot be set is no line: nothing but terminals is read as one. */
static bool
set_line(int fd, const struct line *line)
{
	struct termios settings;

	if (tcgetattr(fd, &settings) < 0)
		return false;
	cfmakeraw(&settings);
	settings.c_cflag &= ~(tcflag_t)(CSIZE | PARENB | PARODD | CSTOPB | CRTSCTS);
	settings.c_cflag |= line->format | CLOCAL | CREAD;
	if (line->format & PARENB)
		settings.c_iflag |= INPCK | IGNPAR;
	settings.c_cc[VMIN] = 1;
	settings.c_cc[VTIME] = 0;
	if (cfsetispeed(&settings, line->speed) < 0 || cfsetospeed(&settings, line->speed) < 0)
		return false;
	return tcsetattr(fd, TCSANOW, &settings) == 0 && tcflush(fd, TCIFLUSH) == 0;
}

enum outcome
serial_line_open(int *out, const char *where, struct err *err)
{
	struct line line;
	enum outcome outcome = parse(&line, where, err);
	int fd;

	if (outcome)
		return outcome;
	fd = open(line.device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return not_there(&line, err);
	if (!isatty(fd) || !set_line(fd, &line)) {
		close(fd);
		return err_set(err, RC_REFUSED, _("%.100s is no serial line"), line.device);
	}
	ioctl(fd, TIOCEXCL); /* root gets in all the same */
	*out = fd;
	return RC_OK;
}
