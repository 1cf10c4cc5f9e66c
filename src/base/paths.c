#include <config.h>

#include "base/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"

#define FOLDER_MODE 0750
#define ROOT_DATA "/var/lib" /* of root, who is the system */

static enum outcome
copy_path(char *out, const char *path, struct err *err)
{
	if (strlen(path) >= PATH_MAX)
		return err_set(err, RC_REFUSED, _("the name of the folder is too long"));
	strcpy(out, path);
	return RC_OK;
}

enum outcome
paths_join(char out[static PATH_MAX], const char *folder, const char *name, struct err *err)
{
	char path[PATH_MAX];
	size_t length = strlen(folder);
	const char *slash = length && folder[length - 1] == '/' ? "" : "/";
	int count = snprintf(path, sizeof(path), "%s%s%s", folder, slash, name);

	if (count < 0 || (size_t)count >= sizeof(path))
		return err_set(err, RC_REFUSED, _("the name of the file is too long"));
	return copy_path(out, path, err);
}

/* XDG says that a path which is not absolute is to be ignored. */
static const char *
absolute_env(const char *name)
{
	const char *value = getenv(name);

	return value && *value == '/' ? value : NULL;
}

/* The folder called name among this person's data. */
static enum outcome
home_folder(char *out, const char *name, struct err *err)
{
	const char *data = absolute_env("XDG_DATA_HOME"), *home = absolute_env("HOME");
	char below[64];

	if (!data && geteuid() == 0)
		data = ROOT_DATA;
	if (!data && !home) {
		err_set(err, RC_NOT_FOUND, _("it is not known where the shop's folder is"));
		return err_hint(err, _("name it with --shop DIR"));
	}
	snprintf(below, sizeof(below), "%sringup/%s", data ? "" : ".local/share/", name);
	return paths_join(out, data ? data : home, below, err);
}

enum outcome
paths_shop(char out[static PATH_MAX], const char *given, struct err *err)
{
	const char *named = given && *given ? given : getenv("RINGUP_SHOP");

	if (named && *named)
		return copy_path(out, named, err);
	return home_folder(out, "shop", err);
}

enum outcome
paths_demo(char out[static PATH_MAX], const char *given, struct err *err)
{
	if (given && *given)
		return copy_path(out, given, err);
	return home_folder(out, "demo", err);
}

enum outcome
paths_data(char out[static PATH_MAX], const char *name, struct err *err)
{
	const char *folder = getenv("RINGUP_DATADIR");

	return paths_join(out, folder && *folder ? folder : PKGDATADIR, name, err);
}

enum outcome
paths_program(char out[static PATH_MAX], const char *name, struct err *err)
{
	char folder[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", folder, sizeof(folder) - 1);
	char *slash = NULL;

	if (length > 0) {
		folder[length] = '\0';
		slash = strrchr(folder, '/');
	}
	if (slash) {
		*slash = '\0';
		if (paths_join(out, folder, name, NULL) == RC_OK && access(out, X_OK) == 0)
			return RC_OK;
	}
	return paths_join(out, PKGLIBEXECDIR, name, err);
}

static enum outcome
make_one_folder(const char *path, struct err *err)
{
	struct stat is;

	if (mkdir(path, FOLDER_MODE) == 0)
		return RC_OK;
	if (errno == EEXIST && stat(path, &is) == 0 && S_ISDIR(is.st_mode))
		return RC_OK;
	return err_system(err, "making the folder %s", path);
}

enum outcome
paths_make_folder(const char *path, struct err *err)
{
	char part[PATH_MAX];
	enum outcome outcome = copy_path(part, path, err);

	for (char *at = part; !outcome && *at; at++) {
		if (*at != '/' || at == part)
			continue;
		*at = '\0';
		outcome = make_one_folder(part, err);
		*at = '/';
	}
	return outcome ? outcome : make_one_folder(part, err);
}

static enum outcome
write_all(int fd, const char *bytes, size_t count, const char *path, struct err *err)
{
	while (count > 0) {
		ssize_t done = write(fd, bytes, count);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_system(err, "writing %s", path);
		bytes += done;
		count -= (size_t)done;
	}
	return RC_OK;
}

enum outcome
paths_sync_folder(const char *folder, struct err *err)
{
	int failed, fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return err_system(err, "opening the folder %s", folder);
	failed = fsync(fd);
	close(fd);
	return failed ? err_system(err, "syncing the folder %s", folder) : RC_OK;
}

#define TREE_DEPTH_MAX 8

static enum outcome
sync_file(const char *path, struct err *err)
{
	int failed, fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return err_system(err, "opening %s", path);
	failed = fsync(fd);
	close(fd);
	return failed ? err_system(err, "syncing %s", path) : RC_OK;
}

static enum outcome
sync_tree(const char *folder, int depth, struct err *err)
{
	enum outcome outcome = RC_OK;
	struct dirent *file;
	DIR *open_folder = opendir(folder);

	if (!open_folder)
		return err_system(err, "opening the folder %s", folder);
	while (!outcome && (file = readdir(open_folder))) {
		char path[PATH_MAX];
		struct stat status;

		if (strcmp(file->d_name, ".") == 0 || strcmp(file->d_name, "..") == 0)
			continue;
		outcome = paths_join(path, folder, file->d_name, err);
		if (!outcome && lstat(path, &status))
			outcome = err_system(err, "looking at %s", path);
		else if (!outcome && S_ISREG(status.st_mode))
			outcome = sync_file(path, err);
		else if (!outcome && S_ISDIR(status.st_mode) && depth > 0)
			outcome = sync_tree(path, depth - 1, err);
	}
	closedir(open_folder);
	return outcome ? outcome : paths_sync_folder(folder, err);
}

enum outcome
paths_sync_tree(const char *folder, struct err *err)
{
	return sync_tree(folder, TREE_DEPTH_MAX, err);
}

/* The folder above, without slashes at the end of the name; "." if there is none. */
static void
folder_above(const char *folder, char above[static PATH_MAX])
{
	size_t length = strlen(folder);

	while (length > 1 && folder[length - 1] == '/')
		length--;
	while (length > 0 && folder[length - 1] != '/')
		length--;
	while (length > 1 && folder[length - 1] == '/')
		length--;
	memcpy(above, folder, length);
	strcpy(above + length, length ? "" : ".");
}

/* A new name in a folder is on disk once the folder is. */
static enum outcome
sync_folder_above(const char *path, struct err *err)
{
	char above[PATH_MAX];

	folder_above(path, above);
	return paths_sync_folder(above, err);
}

static enum outcome
write_new_file(const char *path, const void *bytes, size_t count, unsigned mode, struct err *err)
{
	enum outcome outcome;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);

	if (fd < 0)
		return err_system(err, "making %s", path);
	outcome = write_all(fd, bytes, count, path, err);
	if (!outcome && (fchmod(fd, mode) || fsync(fd)))
		outcome = err_system(err, "syncing %s", path);
	if (close(fd) && !outcome)
		outcome = err_system(err, "closing %s", path);
	return outcome;
}

/* A device or a pipe is written to: renaming a file over /dev/null would take it from everyone. */
static bool
is_device(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

static enum outcome
write_device(const char *path, const void *bytes, size_t count, struct err *err)
{
	enum outcome outcome;
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return err_system(err, "opening %s", path);
	outcome = write_all(fd, bytes, count, path, err);
	if (close(fd) && !outcome)
		outcome = err_system(err, "closing %s", path);
	return outcome;
}

enum outcome
paths_replace_file(const char *path, const void *bytes, size_t count, unsigned mode,
                   struct err *err)
{
	char beside[PATH_MAX];
	enum outcome outcome;
	int length = snprintf(beside, sizeof(beside), "%s.part", path);

	if (length < 0 || (size_t)length >= sizeof(beside))
		return err_set(err, RC_REFUSED, _("the name of the file is too long"));
	if (is_device(path))
		return write_device(path, bytes, count, err);
	outcome = write_new_file(beside, bytes, count, mode, err);
	if (!outcome && rename(beside, path))
		outcome = err_system(err, "renaming %s to %s", beside, path);
	if (outcome) {
		unlink(beside);
		return outcome;
	}
	return sync_folder_above(path, err);
}

/* What fd gives, at most max bytes. */
static enum outcome
read_all(int fd, const char *path, size_t max, char **text, size_t *length, struct err *err)
{
	size_t room = 4096, count = 0;
	char *bytes = alloc_zero(room, 1);

	for (;;) {
		ssize_t got;

		if (count + 1 >= room)
			bytes = alloc_again(bytes, room *= 2, 1);
		got = read(fd, bytes + count, room - count - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || (count += (size_t)got) > max) {
			if (got == 0)
				break;
			free(bytes);
			return got < 0 ? err_system(err, "reading %s", path)
			               : err_set(err, RC_REFUSED, _("the file %s is too large"),
			                         path);
		}
	}
	bytes[count] = '\0';
	*text = bytes;
	if (length)
		*length = count;
	return RC_OK;
}

enum outcome
paths_read_file(const char *path, size_t max, char **text, size_t *length, struct err *err)
{
	enum outcome outcome;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		return err_set(err, RC_NOT_FOUND, _("there is no file %s"), path);
	if (fd < 0)
		return err_system(err, "opening %s", path);
	outcome = read_all(fd, path, max, text, length, err);
	close(fd);
	return outcome;
}

static int remove_below(int parent, const char *name);

/* Takes over folder. */
static int
empty_folder(int folder)
{
	DIR *dir = fdopendir(folder);
	struct dirent *entry;
	int failed = 0;

	if (!dir) {
		close(folder);
		return -1;
	}
	while (!failed && (errno = 0, entry = readdir(dir))) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			failed = remove_below(dirfd(dir), entry->d_name);
	}
	if (!failed && errno)
		failed = -1;
	closedir(dir);
	return failed;
}

static int
remove_below(int parent, const char *name)
{
	int folder;

	if (unlinkat(parent, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM) /* POSIX says EPERM of a folder, Linux EISDIR */
		return -1;
	folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0 || empty_folder(folder))
		return -1;
	return unlinkat(parent, name, AT_REMOVEDIR);
}

enum outcome
paths_remove_tree(const char *path, struct err *err)
{
	if (remove_below(AT_FDCWD, path))
		return err_system(err, "removing %s", path);
	return RC_OK;
}

/* ---- a folder that is complete or not there ---- */

enum outcome
paths_begin_folder(const char *folder, char part[static PATH_MAX], struct err *err)
{
	char above[PATH_MAX];
	enum outcome outcome;

	if (strlen(folder) >= PATH_MAX)
		return err_set(err, RC_REFUSED, _("the name of the folder is too long"));
	/* an empty folder is taken away; this fails for anything else */
	if (rmdir(folder) && errno != ENOENT && errno != ENOTDIR && errno != ENOTEMPTY &&
	    errno != EEXIST)
		return err_system(err, "taking %s away", folder);
	if (access(folder, F_OK) == 0) {
		err_set(err, RC_REFUSED, _("there is something in %s already"), folder);
		return err_hint(err, _("choose another folder"));
	}
	folder_above(folder, above);
	outcome = paths_make_folder(above, err);
	if (!outcome)
		outcome = paths_join(part, above, ".ringup-part-XXXXXX", err);
	if (!outcome && (!mkdtemp(part) || chmod(part, 0750)))
		outcome = err_system(err, "making %s", part);
	return outcome;
}

enum outcome
paths_finish_folder(const char *folder, const char *part, struct err *err)
{
	if (rename(part, folder))
		return err_system(err, "renaming %s to %s", part, folder);
	return sync_folder_above(folder, err);
}
