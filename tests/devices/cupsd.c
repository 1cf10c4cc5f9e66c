#include <config.h>

#include "tests/devices/cupsd.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/paths.h"
#include "base/when.h"

extern char **environ;

static const char *const bins[] = { "/usr/lib/cups", "/usr/libexec/cups", "/usr/lib64/cups" };
static const char *const daemons[] = { "/usr/sbin/cupsd", "/usr/local/sbin/cupsd" };
static const char *const folders[] = { "etc",   "etc/ssl", "etc/ppd", "spool", "spool/tmp",
	                               "cache", "state",   "log",     "bin",   "bin/backend" };

static const char thermal_ppd[] =
        "*PPD-Adobe: \"4.3\"\n*FormatVersion: \"4.3\"\n*FileVersion: \"1.0\"\n"
        "*LanguageVersion: English\n*LanguageEncoding: ISOLatin1\n*PCFileName: \"TEST.PPD\"\n"
        "*Manufacturer: \"Test\"\n*Product: \"(Test)\"\n*ModelName: \"Test\"\n"
        "*ShortNickName: \"Test\"\n*NickName: \"Test\"\n*PSVersion: \"(3010.000) 0\"\n"
        "*ColorDevice: False\n*DefaultColorSpace: Gray\n"
        "*cupsFilter: \"application/vnd.cups-raw 0 -\"\n"
        "*OpenUI *PageSize/Media Size: PickOne\n*DefaultPageSize: A\n"
        "*PageSize A/A: \"<</PageSize[204 600]>>setpagedevice\"\n*CloseUI: *PageSize\n"
        "*OpenUI *PageRegion: PickOne\n*DefaultPageRegion: A\n"
        "*PageRegion A/A: \"<</PageSize[204 600]>>setpagedevice\"\n*CloseUI: *PageRegion\n"
        "*DefaultImageableArea: A\n*ImageableArea A/A: \"0 0 204 600\"\n"
        "*DefaultPaperDimension: A\n*PaperDimension A/A: \"204 600\"\n";
static const char pages_filters[] =
        "*cupsFilter: \"application/pdf 0 -\"\n*cupsFilter: \"text/plain 0 -\"\n";

/* ---- is it there? ---- */

static const char *
first_there(const char *const places[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (access(places[i], F_OK) == 0)
			return places[i];
	}
	return NULL;
}

static const char *
daemon_path(void)
{
	return first_there(daemons, sizeof daemons / sizeof *daemons);
}

static const char *
bin_path(void)
{
	return first_there(bins, sizeof bins / sizeof *bins);
}

static const char *
backend_path(void)
{
	static char path[PATH_MAX];
	const char *place = getenv("top_builddir");

	snprintf(path, sizeof path, "%s/tests/devices/cups_backend", place ? place : ".");
	return path;
}

bool
server_possible(void)
{
	return daemon_path() && bin_path() && access(backend_path(), X_OK) == 0 &&
	       system("command -v lpadmin >/dev/null 2>&1") == 0;
}

/* ---- files ---- */

static void
put_file(const struct server *server, const char *name, const char *text)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", server->folder, name);
	ck_assert_int_eq(paths_replace_file(path, text, strlen(text), 0644, NULL), RC_OK);
}

static void
make_folder(const struct server *server, const char *name, mode_t mode)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", server->folder, name);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	ck_assert_int_eq(chmod(path, mode), 0);
}

/* ServerBin with all of the system's but the backends, and ours among these. */
static void
link_programs(const struct server *server)
{
	char from[PATH_MAX], to[PATH_MAX], *bytes;
	DIR *folder = opendir(bin_path());
	struct dirent *entry;
	size_t length;

	ck_assert_ptr_nonnull(folder);
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.' || strcmp(entry->d_name, "backend") == 0)
			continue;
		snprintf(from, sizeof from, "%s/%s", bin_path(), entry->d_name);
		snprintf(to, sizeof to, "%s/bin/%s", server->folder, entry->d_name);
		ck_assert_int_eq(symlink(from, to), 0);
	}
	closedir(folder);
	ck_assert_int_eq(paths_read_file(backend_path(), 64 << 20, &bytes, &length, NULL), RC_OK);
	snprintf(to, sizeof to, "%s/bin/backend/ringuptest", server->folder);
	ck_assert_int_eq(paths_replace_file(to, bytes, length, 0755, NULL), RC_OK);
	ck_assert_int_eq(chmod(to, 0755), 0);
	free(bytes);
}

static void
write_settings(const struct server *server)
{
	const char *place = server->folder;
	char text[4096];

	snprintf(
	        text, sizeof text,
	        "ServerRoot %s/etc\nRequestRoot %s/spool\nTempDir %s/spool/tmp\nCacheDir %s/cache\n"
	        "StateDir %s/state\nDataDir /usr/share/cups\nDocumentRoot "
	        "/usr/share/cups/doc-root\n"
	        "ServerBin %s/bin\nAccessLog %s/log/access\nErrorLog %s/log/error\n"
	        "PageLog %s/log/page\nServerKeychain %s/etc/ssl\nSystemGroup root\n"
	        "User nobody\nGroup nogroup\nLogFilePerm 0644\n",
	        place, place, place, place, place, place, place, place, place, place);
	put_file(server, "etc/cups-files.conf", text);
	snprintf(text, sizeof text,
	         "LogLevel debug\nMaxLogSize 0\nListen %s/sock\nBrowsing No\nWebInterface No\n"
	         "DefaultAuthType None\nDefaultEncryption Never\nErrorPolicy retry-job\n"
	         "JobRetryInterval 1\nJobRetryLimit 1000\nJobKillDelay 1\nMaxJobs 0\n"
	         "DirtyCleanInterval %d\nPreserveJobHistory %s\nIdleExitTimeout 0\n"
	         "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
	         "<Policy default>\nJobPrivateAccess %s\nJobPrivateValues %s\n"
	         "SubscriptionPrivateAccess all\nSubscriptionPrivateValues none\n"
	         "<Limit All>\nOrder deny,allow\nAllow all\n</Limit>\n</Policy>\n",
	         place, server->is_lazy ? 3600 : 0, server->forgets ? "No" : "Yes",
	         server->is_private ? "default" : "all", server->is_private ? "default" : "none");
	put_file(server, "etc/cupsd.conf", text);
	/* without these no queue is a raw one */
	put_file(server, "etc/raw.types", "application/octet-stream\n");
	put_file(server, "etc/raw.convs",
	         "application/octet-stream application/vnd.cups-raw 0 -\n");
}

/* ---- the process ---- */

/* As nobody: what is made now is nobody's, and cupsd runs without any right. */
static void
step_down(const struct server *server, bool for_good)
{
	const struct passwd *nobody = getpwnam("nobody");

	if (!server->as_nobody || geteuid() != 0)
		return;
	ck_assert_ptr_nonnull(nobody);
	if (for_good ? setresgid(nobody->pw_gid, nobody->pw_gid, nobody->pw_gid) ||
	                       setresuid(nobody->pw_uid, nobody->pw_uid, nobody->pw_uid)
	             : setegid(nobody->pw_gid) || seteuid(nobody->pw_uid))
		_exit(99);
}

static void
step_up(void)
{
	if (getuid() == 0 && geteuid() != 0 && (seteuid(0) || setegid(0)))
		_exit(99);
}

static bool
answers(const struct server *server)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool well;

	snprintf(address.sun_path, sizeof address.sun_path, "%s/sock", server->folder);
	well = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
	close(fd);
	return well;
}

/* A moment between two looks at a condition. */
static void
look_again(int64_t due_ms, const char *what)
{
	if (when_monotonic_ms() > due_ms)
		ck_abort_msg("waited too long: %s", what);
	poll(NULL, 0, 5);
}

void
server_again(struct server *server)
{
	int64_t due_ms = when_monotonic_ms() + WAIT_MS;
	char first[PATH_MAX], second[PATH_MAX], log[PATH_MAX];

	snprintf(first, sizeof first, "%s/etc/cupsd.conf", server->folder);
	snprintf(second, sizeof second, "%s/etc/cups-files.conf", server->folder);
	snprintf(log, sizeof log, "%s/log/said", server->folder);
	write_settings(server);
	server->pid = fork();
	ck_assert_int_ge(server->pid, 0);
	if (server->pid == 0) {
		step_down(server, true);
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that failed leaves none behind */
		if (!freopen("/dev/null", "r", stdin) || !freopen(log, "a", stdout) ||
		    !freopen(log, "a", stderr))
			_exit(98);
		execl(daemon_path(), "cupsd", "-f", "-c", first, "-s", second, (char *)NULL);
		_exit(97);
	}
	while (!answers(server)) {
		ck_assert_msg(waitpid(server->pid, NULL, WNOHANG) == 0, "cupsd did not start: %s",
		              log);
		look_again(due_ms, "cupsd starts");
	}
}

void
server_start(struct server *server)
{
	char path[PATH_MAX];
	mode_t mask = umask(022);

	strcpy(server->folder, "/tmp/ringup-cups-XXXXXX");
	step_down(server, false);
	ck_assert_ptr_nonnull(mkdtemp(server->folder));
	ck_assert_int_eq(chmod(server->folder, 0755), 0);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		make_folder(server, folders[i], 0755);
	link_programs(server);
	step_up();
	umask(mask);
	snprintf(path, sizeof path, "%s/sock", server->folder);
	setenv("CUPS_SERVER", path, 1);
	setenv("HOME", server->folder, 1);
	server_again(server);
}

static void
end(struct server *server, int signal_number)
{
	if (server->pid <= 0)
		return;
	/* its filters and backends too; a frozen one must wake up to die */
	kill(server->pid, SIGCONT);
	kill(-server->pid, signal_number);
	kill(server->pid, signal_number);
	while (waitpid(server->pid, NULL, 0) < 0 && errno == EINTR)
		;
	server->pid = 0;
}

void
server_kill(struct server *server)
{
	end(server, SIGKILL);
}

void
server_stop(struct server *server)
{
	int64_t due_ms = when_monotonic_ms() + WAIT_MS;

	if (!server->folder[0])
		return;
	end(server, SIGKILL);
	while (paths_remove_tree(server->folder, NULL)) /* its last backend is dying */
		look_again(due_ms, "the server's folder goes");
	server->folder[0] = '\0';
}

void
server_freeze(struct server *server)
{
	int status;

	kill(server->pid, SIGSTOP);
	while (waitpid(server->pid, &status, WUNTRACED) < 0 && errno == EINTR)
		;
}

void
server_thaw(struct server *server)
{
	kill(server->pid, SIGCONT);
}

/* ---- queues ---- */

static void
run(char *const words[])
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	ck_assert_int_eq(posix_spawnp(&pid, words[0], &actions, NULL, words, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s failed", words[0]);
}

void
server_run(struct server *server, const char *command, const char *option, const char *name)
{
	char *const one[] = { (char *)command, (char *)name, NULL };
	char *const two[] = { (char *)command, (char *)option, (char *)name, NULL };

	(void)server;
	run(option ? two : one);
}

static void
write_ppd(struct server *server, char path[static PATH_MAX], bool pages)
{
	char text[sizeof thermal_ppd + sizeof pages_filters];

	snprintf(text, sizeof text, "%s%s", thermal_ppd, pages ? pages_filters : "");
	put_file(server, "queue.ppd", text);
	snprintf(path, PATH_MAX, "%s/queue.ppd", server->folder);
}

void
server_queue(struct server *server, const char *name, const char *kind)
{
	char uri[PATH_MAX], ppd[PATH_MAX];
	bool raw = strcmp(kind, "raw") == 0;
	char *const words[] = { (char *)"lpadmin",
		                (char *)"-p",
		                (char *)name,
		                (char *)"-v",
		                uri,
		                raw ? (char *)"-m" : (char *)"-P",
		                raw ? (char *)"raw" : ppd,
		                (char *)"-E",
		                NULL };

	make_folder(server, name, 0777);
	server_printer_is(server, name, "ok");
	snprintf(uri, sizeof uri, "ringuptest:%s/%s", server->folder, name);
	write_ppd(server, ppd, strcmp(kind, "pages") == 0);
	run(words);
}

void
server_printer_is(struct server *server, const char *name, const char *word)
{
	char file[PATH_MAX];

	snprintf(file, sizeof file, "%s/ctl", name);
	put_file(server, file, word);
}

static int
count_in(struct server *server, const char *name, const char *file, const char *text)
{
	char path[PATH_MAX], *all, *at;
	size_t length;
	int count = 0;

	snprintf(path, sizeof path, "%s/%s/%s", server->folder, name, file);
	if (paths_read_file(path, 16 << 20, &all, &length, NULL))
		return 0;
	for (at = all; (at = memmem(at, length - (size_t)(at - all), text, strlen(text))); at++)
		count++;
	free(all);
	return count;
}

int
server_printed(struct server *server, const char *name, const char *text)
{
	return count_in(server, name, "out", text);
}

void
server_wait_printed(struct server *server, const char *name, const char *text, int times)
{
	int64_t due_ms = when_monotonic_ms() + WAIT_MS;

	while (server_printed(server, name, text) < times)
		look_again(due_ms, text);
}

int
server_tries(struct server *server, const char *name)
{
	return count_in(server, name, "log", "\n");
}
