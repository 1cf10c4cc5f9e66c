#include <config.h>

#include "screens/screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "screens/face.h"
#include "screens/keymap.h"
#include "screens/learn.h"
#include "screens/rooms.h"

int
screens_run(struct counter *counter)
{
	struct face *face = alloc_zero(1, sizeof(*face));
	struct err err = { 0 };
	int status = 0;

	if (face_open(face, counter, counter_loop(counter), true, &err)) {
		status = err_exit_status(err.outcome);
	} else {
		face_push(face, &sign_screen, NULL);
		face_look(face);
		if (face->view.recovered)
			face_note(face, _("the basket that was open is back: go on, or cancel it "
			                  "from the menu"));
		face_say_keymap(face);
		status = face_run(face);
	}
	face_close(face);
	free(face);
	if (err.msg[0])
		fprintf(stderr, "ringup: %s\n%s%s", err.msg, err.hint, err.hint[0] ? "\n" : "");
	return status;
}

/* The shop's map, else one of the program's. */
static enum outcome
read_map(struct keymap **keymap, const char *folder, bool nof, struct err *err)
{
	char path[PATH_MAX];
	enum outcome outcome = paths_join(path, folder, "keymap.conf", err);

	if (!outcome && (nof || access(path, R_OK) != 0))
		outcome = paths_data(path, nof ? "keymap-nof.conf" : "keymap.conf", err);
	return outcome ? outcome : keymap_read(keymap, path, err);
}

enum outcome
screens_keys(const char *folder, bool nof, bool mdoc, struct buf *out, struct err *err)
{
	struct keymap *keymap = NULL;
	enum outcome outcome = read_map(&keymap, folder, nof, err);

	if (outcome)
		return outcome;
	if (mdoc)
		keymap_write_mdoc(keymap, out);
	else
		keymap_write_text(keymap, out);
	keymap_free(&keymap);
	return RC_OK;
}

static bool
says_yes(const char *path)
{
	char line[16];

	printf(_("Write %s?  y or n: "), path);
	fflush(stdout);
	return fgets(line, sizeof(line), stdin) && (line[0] == 'y' || line[0] == 'Y');
}

static enum outcome
keep_map(const struct keymap *keymap, const char *folder, struct err *err)
{
	char ledger[PATH_MAX], path[PATH_MAX], *before = NULL;
	struct buf text = { 0 };
	size_t length;
	enum outcome outcome = paths_join(ledger, folder, "ledger.db", err);

	if (!outcome)
		outcome = paths_join(path, folder, "keymap.conf", err);
	if (outcome || paths_read_file(path, 1 << 18, &before, &length, NULL))
		before = NULL;
	keymap_write_conf_over(keymap, before ? before : "", &text);
	free(before);
	if (!outcome && access(ledger, F_OK) != 0)
		printf("%s\n%s\n\n%s", _("There is no shop here yet."),
		       _("Save this as keymap.conf in the folder of one:"), text.text);
	else if (!outcome && says_yes(path))
		outcome = paths_replace_file(path, text.text, text.length, 0640, err);
	buf_done(&text);
	return outcome;
}

enum outcome
screens_learn(const char *folder, bool nof, struct err *err)
{
	struct keymap *keymap = NULL;
	enum outcome outcome = read_map(&keymap, folder, nof, err);

	if (!outcome)
		outcome = learn_run(keymap, err);
	if (!outcome)
		outcome = keep_map(keymap, folder, err);
	keymap_free(&keymap);
	return outcome;
}
