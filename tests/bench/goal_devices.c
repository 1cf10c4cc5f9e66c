/*
 * Devices: in a program of its own, which runs on an emulated bus (bench_devices.c), where there is
 * one.
 */
#include <config.h>

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

bool
bench_devices(const struct bench *bench)
{
	char beside[PATH_MAX], program[PATH_MAX + 32], command[4 * PATH_MAX + 64];

	snprintf(beside, sizeof beside, "%s", bench->floor_ncurses);
	snprintf(program, sizeof program, "%s/bench_devices", dirname(beside));
	if (access(program, X_OK) != 0) {
		printf("left out: built without umockdev\n");
		return true;
	}
	snprintf(command, sizeof command, "'%s' '%s' '%s' '%s' %d %d", program, bench->ringup,
	         bench->floor_ncurses, bench->folder, bench->rounds, bench->samples);
	fflush(stdout);
	return system(command) == 0;
}
