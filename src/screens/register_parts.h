/*
 * What register.c and register_verbs.c share: a command with what is in the buffer, and refusing.
 */
#ifndef RINGUP_SCREENS_REGISTER_PARTS_H
#define RINGUP_SCREENS_REGISTER_PARTS_H

#include "screens/face.h"

/* Why a command cannot be given now, as a note; the key only beeps. */
enum reaction register_refuse(struct face *face, enum command_id id);
/* A number in the buffer that a key does not take is never lost silently. */
enum reaction register_refuse_buffer(struct face *face);

/* Gives a command with its first word ("" none), or asks for what it still lacks. */
enum reaction register_give(struct face *face, enum command_id id, const char *first);
/* The same with what is typed as the first word. */
enum reaction register_give_with_buffer(struct face *face, enum command_id id);
/* A command with the words of its key: "preset 4". */
enum reaction register_give_line(struct face *face, enum command_id id, const char *words);

#endif
