#include "CGraphvizShim.h"
#include "graphviz.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Text is measured with our own table at quality 100: pango, fontconfig and thirty more libraries are then
   never loaded, and a map has the same boxes on every machine. */
static entente_boolean measure(textspan_t *span, char **font_path) {
  (void)font_path;
  const char *name = span->font->name ? span->font->name : "";
  int bold = (span->font->flags & HTML_BF) != 0 || strstr(name, "Bold") != NULL;
  double size = span->font->size;
  span->layout = NULL;
  span->free_layout = NULL;
  span->yoffset_layout = 0;
  span->yoffset_centerline = 0.1 * size;
  span->size.x = entente_text_width(span->str, strlen(span->str), size, bold);
  span->size.y = 1.2 * size;
  return 1;
}

static gvtextlayout_engine_t engine = {measure};
static gvplugin_installed_t text_types[] = {{0, "textlayout", 100, &engine, NULL}, {0, NULL, 0, NULL, NULL}};
static gvplugin_api_t apis[] = {{API_textlayout, text_types}, {(api_t)0, NULL}};
static gvplugin_library_t library = {"entente", apis};
static lt_symlist_t builtins[] = {{"gvplugin_entente_LTX_library", &library}, {NULL, NULL}, {NULL, NULL}};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static GVC_t *context;
/* Graphviz, once a context was made. */
static const entente_graphviz *gv;

struct entente_drawing {
  Agraph_t *graph;
  Agnode_t **nodes;
  Agedge_t **edges;
  size_t node_count, node_capacity, edge_count, edge_capacity;
  int laid_out;
};

/* Messages of the drawing that holds the lock. */
static char messages[4096];
static size_t messages_length;

static int collect(char *text) {
  size_t length = strlen(text);
  if (messages_length + length >= sizeof messages) length = sizeof messages - 1 - messages_length;
  memcpy(messages + messages_length, text, length);
  messages_length += length;
  messages[messages_length] = 0;
  return 0;
}

/* Whether plug-ins are added by us as they are needed; else Graphviz finds them by its configuration, for which it
   reads the process's memory map and a list of every type of every plug-in. */
static int adds_plugins;

static GVC_t *shared_context(void) {
  if (!gv) gv = entente_graphviz_table();
  if (!gv || context) return context;
  gvplugin_library_t *core = gv->gvAddLibrary ? entente_graphviz_plugin("core") : NULL;
  if (core) builtins[1] = (lt_symlist_t){"gvplugin_core_LTX_library", core};
  adds_plugins = core != NULL;
  return context = gv->gvContextPlugins(builtins, !adds_plugins);
}

/* Makes an engine known to the context; one that is not there Graphviz then refuses by its name. */
static void add_engine(const char *name) {
  static int has_dot, has_others;
  int is_dot = strcmp(name, "dot") == 0;
  int *has = is_dot ? &has_dot : &has_others;
  if (!adds_plugins || *has) return;
  *has = 1;
  gvplugin_library_t *plugin = entente_graphviz_plugin(is_dot ? "dot_layout" : "neato_layout");
  if (plugin) gv->gvAddLibrary(context, plugin);
}

/* The thread that loads Graphviz ahead, once it was started. */
static pthread_t loader;

static void *load_ahead(void *engine_name) {
  /* Whoever draws already loads what it needs; and should Graphviz end the process meanwhile, nobody waits. */
  if (pthread_mutex_trylock(&lock) != 0) return NULL;
  if (shared_context()) add_engine(engine_name);
  pthread_mutex_unlock(&lock);
  return NULL;
}

/* A process must not end while a library is being loaded. */
static void await_loader(void) { pthread_join(loader, NULL); }

void entente_load_ahead(int with_dot) {
  static pthread_mutex_t start = PTHREAD_MUTEX_INITIALIZER;
  static int is_started;
  pthread_mutex_lock(&start);
  if (!is_started) {
    is_started = 1;
    sigset_t all, before;
    sigfillset(&all);
    /* Signals are for the threads of the host. */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int status = pthread_create(&loader, NULL, load_ahead, with_dot ? "dot" : "neato");
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (status == 0) atexit(await_loader);
  }
  pthread_mutex_unlock(&start);
}

const char *entente_graphviz_version(void) {
  pthread_mutex_lock(&lock);
  GVC_t *gvc = shared_context();
  const char *version = gvc ? gv->gvcVersion(gvc) : NULL;
  pthread_mutex_unlock(&lock);
  return version;
}

void entente_lock(void) {
  pthread_mutex_lock(&lock);
  messages_length = 0;
  messages[0] = 0;
  if (!gv) gv = entente_graphviz_table();
  if (!gv) return;
  gv->agseterrf(collect);
  gv->agseterr(AGWARN);
  gv->agreseterrors();
}

void entente_unlock(void) { pthread_mutex_unlock(&lock); }

const char *entente_lock_messages(void) { return messages; }

entente_drawing *entente_begin(const char *name, int directed) {
  entente_lock();
  entente_drawing *drawing = calloc(1, sizeof *drawing);
  /* The context first: only then do new graphs know Graphviz's own defaults. */
  if (drawing && shared_context())
    drawing->graph = gv->agopen((char *)name, *(directed ? gv->directed : gv->undirected), NULL);
  if (drawing && drawing->graph) return drawing;
  free(drawing);
  pthread_mutex_unlock(&lock);
  return NULL;
}

int entente_declare(entente_drawing *drawing, int kind, const char *name, const char *value) {
  int type = kind == ENTENTE_NODE ? AGNODE : kind == ENTENTE_EDGE ? AGEDGE : AGRAPH;
  return gv->agattr(drawing->graph, type, (char *)name, (char *)value) ? 0 : -1;
}

/* Makes room for one more pointer. */
static int reserve(void **items, size_t count, size_t *capacity) {
  if (count < *capacity) return 0;
  size_t larger = *capacity ? *capacity * 2 : 64;
  void *grown = realloc(*items, larger * sizeof(void *));
  if (!grown) return -1;
  *items = grown;
  *capacity = larger;
  return 0;
}

int entente_node(entente_drawing *drawing, const char *name) {
  if (reserve((void **)&drawing->nodes, drawing->node_count, &drawing->node_capacity)) return -1;
  Agnode_t *node = gv->agnode(drawing->graph, (char *)name, 1);
  if (!node) return -1;
  drawing->nodes[drawing->node_count] = node;
  return (int)drawing->node_count++;
}

int entente_edge(entente_drawing *drawing, int tail, int head, const char *name) {
  if (tail < 0 || head < 0 || (size_t)tail >= drawing->node_count || (size_t)head >= drawing->node_count)
    return -1;
  if (reserve((void **)&drawing->edges, drawing->edge_count, &drawing->edge_capacity)) return -1;
  Agedge_t *edge = gv->agedge(drawing->graph, drawing->nodes[tail], drawing->nodes[head], (char *)name, 1);
  if (!edge) return -1;
  drawing->edges[drawing->edge_count] = edge;
  return (int)drawing->edge_count++;
}

int entente_cluster(entente_drawing *drawing, const char *name, int node) {
  if (node < 0 || (size_t)node >= drawing->node_count) return -1;
  Agraph_t *cluster = gv->agsubg(drawing->graph, (char *)name, 1);
  return cluster && gv->agsubnode(cluster, drawing->nodes[node], 1) ? 0 : -1;
}

int entente_set_cluster(entente_drawing *drawing, const char *cluster, const char *name, const char *value) {
  Agraph_t *target = gv->agsubg(drawing->graph, (char *)cluster, 0);
  return target && gv->agset(target, (char *)name, (char *)value) == 0 ? 0 : -1;
}

static void *object(entente_drawing *drawing, int kind, int index) {
  if (kind == ENTENTE_GRAPH) return drawing->graph;
  if (index < 0) return NULL;
  if (kind == ENTENTE_NODE && (size_t)index < drawing->node_count) return drawing->nodes[index];
  if (kind == ENTENTE_EDGE && (size_t)index < drawing->edge_count) return drawing->edges[index];
  return NULL;
}

int entente_set(entente_drawing *drawing, int kind, int index, const char *name, const char *value) {
  void *target = object(drawing, kind, index);
  return target && gv->agset(target, (char *)name, (char *)value) == 0 ? 0 : -1;
}

int entente_set_html(entente_drawing *drawing, int kind, int index, const char *name, const char *value) {
  void *target = object(drawing, kind, index);
  if (!target) return -1;
  if (gv->agset_html) return gv->agset_html(target, (char *)name, value) == 0 ? 0 : -1;
  /* Our own reference to the string is given back with the graph's whole string table in agclose. */
  char *text = gv->agstrdup_html(drawing->graph, (char *)value);
  return text && gv->agset(target, (char *)name, text) == 0 ? 0 : -1;
}

int entente_layout(entente_drawing *drawing, const char *engine_name, unsigned int seed) {
  if (drawing->laid_out) return -1;
  add_engine(engine_name);
  srand(seed);
  srand48((long)seed);
  drawing->laid_out = 1;
  return gv->gvLayout(context, drawing->graph, engine_name);
}

int entente_place(entente_drawing *drawing, int node, double *x, double *y) {
  if (!drawing->laid_out || node < 0 || (size_t)node >= drawing->node_count) return -1;
  *x = ND_coord(drawing->nodes[node]).x;
  *y = ND_coord(drawing->nodes[node]).y;
  return 0;
}

/* The single chain of curves that a layout gave an edge; NULL when it gave none. */
static bezier *chain(entente_drawing *drawing, int edge) {
  if (!drawing->laid_out || edge < 0 || (size_t)edge >= drawing->edge_count) return NULL;
  splines *found = ED_spl(AGMKOUT(drawing->edges[edge]));
  return found && found->size == 1 ? found->list : NULL;
}

int entente_way(entente_drawing *drawing, int edge, const double **points) {
  _Static_assert(sizeof(pointf) == 2 * sizeof(double), "points are pairs of numbers");
  bezier *curves = chain(drawing, edge);
  if (!curves) return 0;
  *points = &curves->list->x;
  return (int)curves->size;
}

int entente_set_way(entente_drawing *drawing, int edge, const double *points, int count, const double *tip) {
  bezier *curves = chain(drawing, edge);
  /* Which head an edge has, the layout found out: its sign stays. */
  if (!curves || curves->sflag || count < 4 || count % 3 != 1 || (tip && !curves->eflag)) return -1;
  pointf *list = malloc((size_t)count * sizeof *list);
  if (!list) return -1;
  memcpy(list, points, (size_t)count * sizeof *list);
  free(curves->list);
  curves->list = list;
  curves->size = (__typeof__(curves->size))count;
  if (tip) curves->ep = (pointf){tip[0], tip[1]};
  else curves->eflag = 0;
  return 0;
}

int entente_render(entente_drawing *drawing, const char *format, char **bytes, size_t *length) {
  char *data = NULL;
  entente_length count = 0;
  *bytes = NULL;
  *length = 0;
  int status = gv->gvRenderData(context, drawing->graph, format, &data, &count);
  /* After a failure the pointer may dangle: it is left alone (4 KB at most are lost inside Graphviz). */
  if (status != 0 || !data) return status ? status : -1;
  *bytes = data;
  *length = (size_t)count;
  return 0;
}

int entente_write(entente_drawing *drawing, char **bytes, size_t *length) {
  *bytes = NULL;
  *length = 0;
  /* After a layout or a rendering the graph's I/O discipline is Graphviz's own and agwrite crashes. */
  if (drawing->laid_out) return -1;
  FILE *stream = open_memstream(bytes, length);
  if (!stream) return -1;
  int status = gv->agwrite(drawing->graph, stream);
  if (fclose(stream) != 0) status = -1;
  if (status == 0 && *bytes) return 0;
  free(*bytes);
  *bytes = NULL;
  *length = 0;
  return -1;
}

void entente_free_text(char *bytes) { free(bytes); }

void entente_free_render(char *bytes) { gv->gvFreeRenderData(bytes); }

const char *entente_messages(entente_drawing *drawing) {
  (void)drawing;
  return messages;
}

int entente_error_count(entente_drawing *drawing) {
  (void)drawing;
  return gv->agerrors();
}

/* Whether what is drawn is left to the end of the process. */
static int keeps_drawings;

void entente_keep_drawings(void) { keeps_drawings = 1; }

void entente_end(entente_drawing *drawing) {
  if (!drawing) return;
  if (keeps_drawings) {
    pthread_mutex_unlock(&lock);
    return;
  }
  if (drawing->laid_out) gv->gvFreeLayout(context, drawing->graph);
  gv->agclose(drawing->graph);
  free(drawing->nodes);
  free(drawing->edges);
  free(drawing);
  gv->agreseterrors();
  pthread_mutex_unlock(&lock);
}
