/*
 * A print server of our own: cupsd in a folder of its own, with a backend that does what the test
 * says (cups_backend.c).  Nothing of the machine's is touched.
 *
 *   own    server_start() gives, server_stop() takes it back; CUPS_SERVER and HOME name it
 *   wait   whoever waits asks again until it is so, at most WAIT_MS
 */
#ifndef RINGUP_TESTS_CUPSD_H
#define RINGUP_TESTS_CUPSD_H

#include <stdbool.h>
#include <sys/types.h>

#define WAIT_MS 20000

struct server {
	char folder[64];        /* queues' folders are in it */
	pid_t pid;
	bool as_nobody;
	bool forgets;           /* keeps no history of jobs */
	bool is_lazy;           /* writes down what it has when it ends, as others do every half minute */
	bool is_private;        /* tells nobody about the jobs of others, as Debian's does */
};

/* False: this machine has no cupsd, lpadmin or backends to do it with. */
bool server_possible(void);
void server_start(struct server *server);
void server_stop(struct server *server);
void server_kill(struct server *server);        /* -9; server_again() starts it anew */
void server_again(struct server *server);
void server_freeze(struct server *server);
void server_thaw(struct server *server);

/* A queue over the test backend: its folder is SERVER/NAME; kinds "raw", "thermal", "pages". */
void server_queue(struct server *server, const char *name, const char *kind);
/* How its printer is from now on. */
void server_printer_is(struct server *server, const char *name, const char *word);
/* lpadmin, cupsenable, cancel ... with a queue. */
void server_run(struct server *server, const char *command, const char *option, const char *name);
/* How often a text stands in what came out of the queue. */
int server_printed(struct server *server, const char *name, const char *text);
/* Waits until it stands there so often. */
void server_wait_printed(struct server *server, const char *name, const char *text, int times);
/* How many tries its backend has ended. */
int server_tries(struct server *server, const char *name);

#endif
