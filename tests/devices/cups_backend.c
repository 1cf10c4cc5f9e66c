/*
 * A printer for tests of the print server, as a backend of CUPS.
 *
 *   uri    ringuptest:/FOLDER; FOLDER/ctl says how the printer is, and is watched
 *   words  ok takes the paper; fail, auth, hold, stop, retry end with CUPS' codes for them; half
 * takes half of the paper and then fails; anything else is a reason (media-empty-error) that is
 *          reported while it lasts; "say WORDS" is told in words only
 *   paper  FOLDER/out has all papers one behind the other; FOLDER/log a line for each attempt
 */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <unistd.h>

static const struct {
	const char *word;
	int code;
} ends[] = {
	{ "ok", 0 },   { "fail", 1 },  { "auth", 2 }, { "hold", 3 },
	{ "stop", 4 }, { "retry", 6 }, { "half", 1 },
};

static char folder[PATH_MAX], paper[1 << 20];
static size_t paper_length;

static FILE *
open_in_folder(const char *name, const char *mode)
{
	char path[PATH_MAX + 8];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return fopen(path, mode);
}

static void
read_word(char *word, size_t size)
{
	FILE *file = open_in_folder("ctl", "r");

	word[0] = '\0';
	if (file && !fgets(word, (int)size, file))
		word[0] = '\0';
	if (file)
		fclose(file);
	word[strcspn(word, "\n")] = '\0';
}

static void
keep(const char *name, const void *bytes, size_t count)
{
	FILE *file = open_in_folder(name, "a");

	if (!file)
		exit(1);
	fwrite(bytes, 1, count, file);
	fclose(file);
}

/* -1: it stays as it is for now. */
static int
end_of(const char *word)
{
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (strcmp(ends[i].word, word) == 0)
			return ends[i].code;
	}
	return -1;
}

static void
report(const char *word, const char *before)
{
	if (strcmp(word, before) == 0)
		return;
	if (before[0] && strncmp(before, "say ", 4) != 0)
		fprintf(stderr, "STATE: -%s\n", before);
	if (strncmp(word, "say ", 4) == 0)
		fprintf(stderr, "ERROR: %s\n", word + 4);
	else if (end_of(word) < 0)
		fprintf(stderr, "STATE: +%s\n", word);
}

static int
print(const char *job)
{
	char word[200] = "", before[200] = "", event[4096], line[300];
	int watch = inotify_init1(IN_CLOEXEC);

	inotify_add_watch(watch, folder, IN_MOVED_TO | IN_CLOSE_WRITE);
	for (;;) {
		read_word(word, sizeof word);
		report(word, before);
		if (end_of(word) >= 0)
			break;
		strcpy(before, word);
		if (read(watch, event, sizeof event) < 0)
			return 1;
	}
	if (strcmp(word, "ok") == 0)
		keep("out", paper, paper_length);
	if (strcmp(word, "half") == 0)
		keep("out", paper, paper_length / 2);
	snprintf(line, sizeof line, "%.40s %s\n", job, word);
	keep("log", line, strlen(line));
	return end_of(word);
}

static void
read_paper(int fd)
{
	ssize_t count;

	while (paper_length < sizeof paper &&
	       (count = read(fd, paper + paper_length, sizeof paper - paper_length)) > 0)
		paper_length += (size_t)count;
}

int
main(int argc, char **argv)
{
	const char *uri = getenv("DEVICE_URI");

	if (argc == 1) {
		puts("direct ringuptest \"Unknown\" \"a printer for tests\"");
		return 0;
	}
	if (argc < 6 || !uri || strncmp(uri, "ringuptest:", 11) != 0)
		return 1;
	snprintf(folder, sizeof folder, "%s", uri + 11);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a killed server leaves nothing behind */
	read_paper(argc > 6 ? open(argv[6], O_RDONLY | O_CLOEXEC) : 0);
	return print(argv[1]);
}
