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
		status = face_run(face);
	}
	face_close(face);
	free(face);
	if (err.msg[0])
		fprintf(stderr, "ringup: %s\n%s%s", err.msg, err.hint, err.hint[0] ? "\n" : "");
	return status;
}

enum outcome
screens_keys(const char *folder, bool nof, bool mdoc, struct buf *out, struct err *err)
{
	struct keymap *keymap = NULL;
	char path[PATH_MAX];
	enum outcome outcome = paths_join(path, folder, "keymap.conf", err);

	if (!outcome && (nof || access(path, R_OK) != 0))
		outcome = paths_data(path, nof ? "keymap-nof.conf" : "keymap.conf", err);
	if (!outcome)
		outcome = keymap_read(&keymap, path, err);
	if (outcome)
		return outcome;
	if (mdoc)
		keymap_write_mdoc(keymap, out);
	else
		keymap_write_text(keymap, out);
	keymap_free(&keymap);
	return RC_OK;
}
