/*
 * The two that draw: behind drawing.h, and known to nobody else.
 */
#ifndef RINGUP_REPORTS_DRAWING_FACE_H
#define RINGUP_REPORTS_DRAWING_FACE_H

#include "reports/drawing.h"

struct drawing_face {
	void *(*start)(void);
	void (*page)(void *canvas, int width, int height);
	void (*text)(void *canvas, enum drawing_font font, int size, int x, int y, const char *text);
	int (*text_width)(void *canvas, enum drawing_font font, int size, const char *text);
	void (*fill)(void *canvas, int x, int y, int width, int height);
	void (*finish)(void *canvas, struct buf *out);
};

/* Our own, Latin-1. */
extern const struct drawing_face drawing_plain;
/* cairo and pango; NULL: not built with them, or not there. */
const struct drawing_face *drawing_cairo(void);

#endif
