#include <config.h>

#include "ledger/reserve.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/paths.h"

#define RESERVE_BYTES (2 * 1024 * 1024)
/* Below this nothing is kept back: the room is needed for selling. */
#define PLENTY (4 * RESERVE_BYTES)

static bool
is_kept(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && status.st_size >= RESERVE_BYTES;
}

static bool
has_plenty(const char *folder)
{
	struct statvfs disk;
	return statvfs(folder, &disk) == 0 &&
	       (unsigned long long)disk.f_bavail * disk.f_frsize >= PLENTY;
}

void
reserve_keep(const char *folder)
{
	char path[PATH_MAX];
	if (paths_join(path, folder, "reserve", NULL) || is_kept(path) || !has_plenty(folder))
		return;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0)
		return;
	if (posix_fallocate(fd, 0, RESERVE_BYTES) != 0 && ftruncate(fd, 0) != 0)
		unlink(path);
	close(fd);
}

bool
reserve_release(const char *folder)
{
	char path[PATH_MAX];
	if (paths_join(path, folder, "reserve", NULL) || !is_kept(path))
		return false;
	return truncate(path, 0) == 0;
}
