/*
 * The least a program on ncurses can do for a scan: read keys until Enter, put one line on the
 * screen, refresh.  Everything about speed on the screen is a ratio to this.
 *
 *   floor_ncurses [READY]    says READY when it is up; Ctrl-D ends it
 */
#include <config.h>

#include <curses.h>
#include <locale.h>

#define LINES_SHOWN 18

int
main(int argc, char **argv)
{
	char typed[64];
	int length = 0, row = 0, count = 0, key;

	setlocale(LC_ALL, "C.UTF-8");
	initscr();
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	curs_set(0);
	mvaddstr(0, 0, argc > 1 ? argv[1] : "READY");
	refresh();
	while ((key = getch()) != ERR && key != 4) {
		if (key != '\r' && key != KEY_ENTER) {
			if (length < (int)sizeof(typed) - 1)
				typed[length++] = (char)key;
			continue;
		}
		typed[length] = '\0';
		length = 0;
		mvprintw(1 + row, 0, "%-30s   1   12.34   line %d.", typed, ++count);
		clrtoeol();
		row = (row + 1) % LINES_SHOWN;
		refresh();
	}
	endwin();
	return 0;
}
