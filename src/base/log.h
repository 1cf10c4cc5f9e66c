/*
 * What the person at the till never needs to see, for the technician: one line each in a file.
 * No PIN, no card number, no personal data.  Does nothing before log_open().
 */
#ifndef RINGUP_BASE_LOG_H
#define RINGUP_BASE_LOG_H

void log_open(const char *path);        /* appends; made with 0640; rotated once at 1 MiB */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_close(void);

#endif
