/*
 * What every Check program here shares: the runner.
 */
#ifndef RINGUP_TESTS_SUITE_H
#define RINGUP_TESTS_SUITE_H

#include <check.h>
#include <stdlib.h>

/* Ends main(): runs the suite and gives the exit status. */
static inline int
run_suite(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
