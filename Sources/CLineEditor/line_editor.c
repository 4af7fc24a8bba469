#include "CLineEditor.h"

#include <dlfcn.h>
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

/* Declarations by hand, after histedit.h of libedit 3.1, so that no header is needed to build. */
typedef struct { const char *buffer, *cursor, *lastchar; } line_info;
typedef struct { int num; const char *str; } history_event;

enum { EL_PROMPT = 0, EL_EDITOR = 2, EL_SIGNAL = 3, EL_BIND = 4, EL_ADDFN = 9, EL_HIST = 10, EL_GETCFN = 13, EL_PREP_TERM = 16 };
enum { CC_ERROR = 6, CC_REFRESH = 4, CC_REDISPLAY = 8, CC_REFRESH_BEEP = 9 };
enum { H_SETSIZE = 1, H_ENTER = 10, H_LOAD = 17, H_SAVE = 18, H_SETUNIQUE = 20 };

static struct {
  void *(*el_init)(const char *, FILE *, FILE *, FILE *);
  void (*el_end)(void *);
  int (*el_set)(void *, int, ...);
  const char *(*el_gets)(void *, int *);
  const line_info *(*el_line)(void *);
  int (*el_insertstr)(void *, const char *);
  void (*el_deletestr)(void *, int);
  void (*el_reset)(void *);
  void (*el_resize)(void *);
  void *(*history_init)(void);
  void (*history_end)(void *);
  int (*history)(void *, history_event *, int, ...);
} api;

static void *editor;
static void *past;
static char *file;
static char *line_text;
static const char *current_prompt = "";
static line_editor_completion completion;

static const char *prompt(void *unused) {
  (void)unused;
  return current_prompt;
}

static unsigned char complete(void *el, int key) {
  (void)key;
  static char text[4096];
  const line_info *line = api.el_line(el);
  size_t length = (size_t)(line->cursor - line->buffer);
  char *before = malloc(length + 1);
  if (!before) return CC_ERROR;
  memcpy(before, line->buffer, length);
  before[length] = 0;
  text[0] = 0;
  int removed = 0;
  int answer = completion(before, text, (int)sizeof text, &removed);
  free(before);
  if (answer == 0) return CC_REFRESH_BEEP;
  if (removed > 0) api.el_deletestr(el, removed);
  if (text[0] && api.el_insertstr(el, text) != 0) return CC_ERROR;
  return answer == 2 ? CC_REDISPLAY : CC_REFRESH;
}

static line_editor_interruption interrupted;

/* Waits for input. SIGINT comes in only while it waits, so that none can come between the look at what it left behind
   and the wait. Returns 1, or -1 with EINTR after a signal. */
static int wait_for_input(void) {
  sigset_t interrupt, before;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_BLOCK, &interrupt, &before);
  int result = -1, error = EINTR;
  if (!interrupted || !interrupted()) {
    fd_set input;
    FD_ZERO(&input);
    FD_SET(STDIN_FILENO, &input);
    result = pselect(STDIN_FILENO + 1, &input, NULL, NULL, NULL, &before);
    error = errno;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = error;
  return result;
}

/* A character of standard input; unlike libedit's own reading it ends when a signal comes. */
static int get_character(void *el, wchar_t *character) {
  (void)el;
  mbstate_t state;
  memset(&state, 0, sizeof state);
  for (;;) {
    char byte;
    if (wait_for_input() < 0) return -1;
    ssize_t count = read(STDIN_FILENO, &byte, 1);
    if (count <= 0) return (int)count;
    size_t length = mbrtowc(character, &byte, 1, &state);
    if (length == (size_t)-2) continue;
    if (length == (size_t)-1) {
      memset(&state, 0, sizeof state);
      continue;
    }
    return 1;
  }
}

static int load(void) {
  static const char *const names[] = {
      "libedit.so.2", "libedit.so.0", "libedit.3.dylib", "/usr/lib/libedit.3.dylib", NULL};
  void *library = NULL;
  for (const char *const *name = names; *name && !library; name++) library = dlopen(*name, RTLD_NOW | RTLD_LOCAL);
  if (!library) return 0;
  struct { const char *name; void *slot; } symbols[] = {
      {"el_init", &api.el_init}, {"el_end", &api.el_end}, {"el_set", &api.el_set},
      {"el_gets", &api.el_gets}, {"el_line", &api.el_line}, {"el_insertstr", &api.el_insertstr},
      {"el_deletestr", &api.el_deletestr}, {"el_reset", &api.el_reset}, {"el_resize", &api.el_resize},
      {"history_init", &api.history_init}, {"history_end", &api.history_end}, {"history", &api.history},
  };
  for (size_t index = 0; index < sizeof symbols / sizeof symbols[0]; index++) {
    void *address = dlsym(library, symbols[index].name);
    if (!address) return 0;
    memcpy(symbols[index].slot, &address, sizeof address);
  }
  return 1;
}

int line_editor_open(const char *program, const char *history_file, line_editor_completion complete_line,
                     line_editor_interruption was_interrupted) {
  if (editor) return 1;
  if (!load()) return 0;
  /* Letters of the user's own writing, in a locale that knows them. */
  if (!setlocale(LC_CTYPE, "") || !strcmp(setlocale(LC_CTYPE, NULL), "C")) setlocale(LC_CTYPE, "C.UTF-8");
  editor = api.el_init(program, stdin, stdout, stderr);
  if (!editor) return 0;
  completion = complete_line;
  interrupted = was_interrupted;
  history_event event;
  past = api.history_init();
  api.history(past, &event, H_SETSIZE, 2000);
  api.history(past, &event, H_SETUNIQUE, 1);
  if (history_file) {
    file = strdup(history_file);
    api.history(past, &event, H_LOAD, file);
  }
  api.el_set(editor, EL_PROMPT, prompt);
  api.el_set(editor, EL_EDITOR, "emacs");
  api.el_set(editor, EL_SIGNAL, 0);
  api.el_set(editor, EL_GETCFN, get_character);
  api.el_set(editor, EL_HIST, api.history, past);
  api.el_set(editor, EL_ADDFN, "complete-word", "Complete the word before the cursor", complete);
  api.el_set(editor, EL_BIND, "\t", "complete-word", NULL);
  api.el_set(editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
  return 1;
}

int line_editor_read(const char *with_prompt, const char **text) {
  current_prompt = with_prompt;
  int count = 0;
  errno = 0;
  api.el_resize(editor);
  /* el_gets prints the prompt and sets the terminal's mode only then: a key pressed in between would be the line
     discipline's, and Ctrl-D lost. */
  api.el_set(editor, EL_PREP_TERM, 1);
  const char *line = api.el_gets(editor, &count);
  if (!line || count <= 0) {
    int is_interrupted = errno == EINTR;
    api.el_reset(editor);
    return is_interrupted ? -1 : 0;
  }
  free(line_text);
  line_text = strndup(line, (size_t)count);
  if (!line_text) return 0;
  size_t length = strlen(line_text);
  while (length > 0 && (line_text[length - 1] == '\n' || line_text[length - 1] == '\r')) line_text[--length] = 0;
  *text = line_text;
  return 1;
}

void line_editor_add(const char *line) {
  history_event event;
  if (past) api.history(past, &event, H_ENTER, line);
}

void line_editor_close(void) {
  history_event event;
  if (!editor) return;
  if (file) {
    /* What somebody asks about is nobody else's business. */
    mode_t old = umask(077);
    api.history(past, &event, H_SAVE, file);
    umask(old);
  }
  api.el_end(editor);
  api.history_end(past);
  editor = past = NULL;
}
