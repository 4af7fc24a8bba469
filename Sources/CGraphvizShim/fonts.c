#include "CGraphvizShim.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

/* fontconfig is what librsvg's pango asks for fonts; it is loaded with them, and asked here the same. The declarations
   are written by hand, so no header is needed to build. */
static struct {
  void *(*create)(void);
  int (*add_string)(void *, const char *, const unsigned char *);
  int (*substitute)(void *, void *, int);
  void (*defaults)(void *);
  void *(*sort)(void *, void *, int, void **, int *);
  int (*has)(const void *, uint32_t);
  void (*destroy_set)(void *);
  void (*destroy_characters)(void *);
  void (*destroy)(void *);
} api;

static int is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  static const char *const names[] = {
      "libfontconfig.so.1", "libfontconfig.1.dylib", "/opt/homebrew/lib/libfontconfig.1.dylib"};
  void *library = NULL;
  for (size_t index = 0; index < sizeof names / sizeof *names && !library; index++)
    library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  struct { const char *name; void *slot; } symbols[] = {
      {"FcPatternCreate", &api.create},        {"FcPatternAddString", &api.add_string},
      {"FcConfigSubstitute", &api.substitute}, {"FcDefaultSubstitute", &api.defaults},
      {"FcFontSort", &api.sort},               {"FcCharSetHasChar", &api.has},
      {"FcFontSetDestroy", &api.destroy_set},  {"FcCharSetDestroy", &api.destroy_characters},
      {"FcPatternDestroy", &api.destroy},
  };
  for (size_t index = 0; index < sizeof symbols / sizeof *symbols; index++) {
    void *address = dlsym(library, symbols[index].name);
    if (!address) return;
    memcpy(symbols[index].slot, &address, sizeof address);
  }
  is_loaded = 1;
}

int entente_fonts_lack(const uint32_t *characters, size_t count, unsigned char *lacking) {
  pthread_once(&once, load);
  void *pattern = is_loaded ? api.create() : NULL, *known = NULL;
  if (!pattern) return -1;
  int result = 0, found = 0;
  api.add_string(pattern, "family", (const unsigned char *)"Liberation Sans");
  api.substitute(NULL, pattern, 0);
  api.defaults(pattern);
  /* All fonts in the order in which pango tries them, with the characters that any of them has. */
  void *fonts = api.sort(NULL, pattern, 1, &known, &found);
  for (size_t index = 0; index < count; index++) {
    lacking[index] = !known || !api.has(known, characters[index]);
    result += lacking[index];
  }
  if (known) api.destroy_characters(known);
  if (fonts) api.destroy_set(fonts);
  api.destroy(pattern);
  return result;
}
