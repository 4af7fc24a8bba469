#define _GNU_SOURCE 1
#include "CGraphvizShim.h"
#include "graphviz.h"

#include <dlfcn.h>
#ifdef __linux__
#include <link.h>
#endif
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static entente_graphviz table;
/* libgvc itself; NULL until it is there. */
static void *loaded;
static const char *missing = "the library Graphviz (libgvc) is not there";
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* From 13.0, where lengths became size_t, libgvc has the number 7. */
enum { IS_NEW = sizeof(entente_length) == sizeof(size_t) };

static void load(void) {
  const char *names[] = {
      IS_NEW ? "libgvc.so.7" : "libgvc.so.6", "libgvc.dylib", "/opt/homebrew/lib/libgvc.dylib",
      "/usr/local/lib/libgvc.dylib", IS_NEW ? "libgvc.so.6" : "libgvc.so.7", "libgvc.so"};
  void *library = NULL;
  /* Lazily: most of its functions are never called. A symbol is looked for in what it depends on, too: libcgraph. */
  for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++)
    library = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
  if (!library) return;
  loaded = library;
  missing = "the library Graphviz (libgvc) is of another version than entente was built with";
#define FIND(name) \
  if (!(*(void **)&table.name = dlsym(library, #name))) return;
  ENTENTE_GRAPHVIZ_FUNCTIONS(FIND)
#undef FIND
  *(void **)&table.agset_html = dlsym(library, "agset_html");
  *(void **)&table.gvAddLibrary = dlsym(library, "gvAddLibrary");
  table.directed = dlsym(library, "Agdirected");
  table.undirected = dlsym(library, "Agundirected");
  if (!table.directed || !table.undirected || (table.agset_html != NULL) != IS_NEW) return;
  missing = NULL;
}

const char *entente_graphviz_missing(void) {
  pthread_once(&once, load);
  return missing;
}

const entente_graphviz *entente_graphviz_table(void) { return entente_graphviz_missing() ? NULL : &table; }

gvplugin_library_t *entente_graphviz_plugin(const char *name) {
#ifdef __linux__
  /* The number of the interface of plug-ins stands in their names, and rises apart from libgvc's own. */
  enum { NUMBER = IS_NEW ? 8 : 6 };
  struct link_map *library = NULL;
  char text[4096];
  if (getenv("GVBINDIR") || !loaded || dlinfo(loaded, RTLD_DI_LINKMAP, &library) != 0) return NULL;
  const char *path = library->l_name, *slash = path ? strrchr(path, '/') : NULL;
  if (!slash) return NULL;
  int length = snprintf(text, sizeof text, "%.*s/graphviz/libgvplugin_%s.so.%d", (int)(slash - path), path, name, NUMBER);
  if (length < 0 || (size_t)length >= sizeof text) return NULL;
  void *plugin = dlopen(text, RTLD_LAZY | RTLD_LOCAL);
  if (!plugin) return NULL;
  snprintf(text, sizeof text, "gvplugin_%s_LTX_library", name);
  return dlsym(plugin, text);
#else
  (void)name;
  return NULL;
#endif
}
