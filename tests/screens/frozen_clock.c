/*
 * A clock that stands still, for a program whose screens are compared: linked with --wrap, so that
 * our own rooms ask these functions and the libraries' calls stay as they are.  $RINGUP_TEST_NOW is
 * the moment, in UTC seconds; without it time goes on.
 */
#include <config.h>

#include <stdlib.h>
#include <time.h>

int __real_clock_gettime(clockid_t clock, struct timespec *now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now);
time_t __real_time(time_t *out);
time_t __wrap_time(time_t *out);

int
__wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
	const char *frozen = getenv("RINGUP_TEST_NOW");

	if (clock != CLOCK_REALTIME || !frozen)
		return __real_clock_gettime(clock, now);
	now->tv_sec = (time_t)atoll(frozen);
	now->tv_nsec = 0;
	return 0;
}

time_t
__wrap_time(time_t *out)
{
	const char *frozen = getenv("RINGUP_TEST_NOW");
	time_t now = frozen ? (time_t)atoll(frozen) : __real_time(NULL);

	if (out)
		*out = now;
	return now;
}
