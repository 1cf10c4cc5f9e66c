#include <config.h>

#include "faulty_vfs.h"

#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

struct faulty_file {
	sqlite3_file base;
	sqlite3_file *real;
};

static sqlite3_vfs vfs, *below;
static sqlite3_io_methods methods;
static int countdown, failing_code, calls;
static bool armed, goes_on, failed, dies;

static bool
fails(void)
{
	calls++;
	if (!armed || (countdown > 1 && countdown--) || (failed && !goes_on))
		return false;
	failed = true;
	return true;
}

static int
fail(void)
{
	if (dies)
		_exit(FAULTY_VFS_DIED);
	return failing_code;
}

static sqlite3_file *
real(sqlite3_file *file)
{
	return ((struct faulty_file *)file)->real;
}

static int
faulty_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
	if (fails()) {
		real(file)->pMethods->xWrite(real(file), bytes, count / 2, offset);
		return fail();
	}
	return real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}

static int
faulty_sync(sqlite3_file *file, int flags)
{
	int code = real(file)->pMethods->xSync(real(file), flags);
	return fails() ? fail() : code;
}

static int
faulty_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return fails() ? fail() : real(file)->pMethods->xTruncate(real(file), size);
}

static int
faulty_close(sqlite3_file *file)
{
	int code = real(file)->pMethods->xClose(real(file));
	sqlite3_free(real(file));
	return code;
}

static int
faulty_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset)
{
	return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}

static int
faulty_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real(file)->pMethods->xFileSize(real(file), size);
}

static int
faulty_lock(sqlite3_file *file, int level)
{
	return real(file)->pMethods->xLock(real(file), level);
}

static int
faulty_unlock(sqlite3_file *file, int level)
{
	return real(file)->pMethods->xUnlock(real(file), level);
}

static int
faulty_check_lock(sqlite3_file *file, int *out)
{
	return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int
faulty_control(sqlite3_file *file, int op, void *argument)
{
	return real(file)->pMethods->xFileControl(real(file), op, argument);
}

static int
faulty_sector(sqlite3_file *file)
{
	return real(file)->pMethods->xSectorSize(real(file));
}

static int
faulty_device(sqlite3_file *file)
{
	return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int
faulty_map(sqlite3_file *file, int page, int size, int extend, void volatile **at)
{
	return real(file)->pMethods->xShmMap(real(file), page, size, extend, at);
}

static int
faulty_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void
faulty_barrier(sqlite3_file *file)
{
	real(file)->pMethods->xShmBarrier(real(file));
}

static int
faulty_unmap(sqlite3_file *file, int remove)
{
	return real(file)->pMethods->xShmUnmap(real(file), remove);
}

static int
faulty_open(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags, int *out)
{
	struct faulty_file *faulty = (struct faulty_file *)file;
	(void)self;
	faulty->base.pMethods = NULL;
	faulty->real = sqlite3_malloc(below->szOsFile);
	memset(faulty->real, 0, (size_t)below->szOsFile);
	int code = below->xOpen(below, name, faulty->real, flags, out);
	if (code == SQLITE_OK)
		faulty->base.pMethods = &methods;
	else
		sqlite3_free(faulty->real);
	return code;
}

void
faulty_vfs_install(void)
{
	below = sqlite3_vfs_find(NULL);
	vfs = *below;
	vfs.zName = "faulty";
	vfs.szOsFile = sizeof(struct faulty_file);
	vfs.xOpen = faulty_open;
	methods = (sqlite3_io_methods){
		.iVersion = 2,
		.xClose = faulty_close,
		.xRead = faulty_read,
		.xWrite = faulty_write,
		.xTruncate = faulty_truncate,
		.xSync = faulty_sync,
		.xFileSize = faulty_size,
		.xLock = faulty_lock,
		.xUnlock = faulty_unlock,
		.xCheckReservedLock = faulty_check_lock,
		.xFileControl = faulty_control,
		.xSectorSize = faulty_sector,
		.xDeviceCharacteristics = faulty_device,
		.xShmMap = faulty_map,
		.xShmLock = faulty_shm_lock,
		.xShmBarrier = faulty_barrier,
		.xShmUnmap = faulty_unmap,
	};
	sqlite3_vfs_register(&vfs, 1);
}

void
faulty_vfs_arm(int nth, int code, bool lasting)
{
	armed = true;
	failed = false;
	goes_on = lasting;
	countdown = nth;
	failing_code = code;
	calls = 0;
}

void
faulty_vfs_die_at(int nth)
{
	faulty_vfs_arm(nth, SQLITE_IOERR, true);
	dies = true;
}

void
faulty_vfs_disarm(void)
{
	armed = false;
}

int
faulty_vfs_calls(void)
{
	return calls;
}

bool
faulty_vfs_failed(void)
{
	return failed;
}
