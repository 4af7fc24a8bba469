#ifndef C_LINE_EDITOR_H
#define C_LINE_EDITOR_H

/* A line editor with history and completion: libedit, opened at run time. Without it lines are read plainly.
   One editor at a time; all calls from one thread. */

/* Completes what stands before the cursor: gets the line up to there, puts into `text` (of `capacity` bytes, ended by
   0) what shall stand in place of the last `*removed` characters. Returns 1 to do so, 2 to do so and show the line
   anew because something was printed, 0 when nothing fits. */
typedef int (*line_editor_completion)(const char *line, char *text, int capacity, int *removed);

/* Says whether Ctrl-C was pressed: 1 or 0. */
typedef int (*line_editor_interruption)(void);

/* Opens libedit on standard input and output. Returns 1, or 0 when the library is not there. */
int line_editor_open(const char *program, const char *history_file, line_editor_completion complete,
                     line_editor_interruption interrupted);

/* Reads a line; its end is left out. Returns 1 for a line, 0 at the end of the input, -1 after Ctrl-C. The text is
   valid until the next call. */
int line_editor_read(const char *prompt, const char **text);

/* Adds a line to the history. */
void line_editor_add(const char *line);

/* Writes the history and gives the terminal back. */
void line_editor_close(void);

#endif
