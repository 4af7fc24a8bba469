#include "CGraphvizShim.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* librsvg and cairo are opened when a PNG or PDF is first asked for: they drag in thirty libraries, and a map as
   SVG needs none of them. The declarations are written by hand, so no header is needed to build. */
typedef struct { double x, y, width, height; } rectangle;
typedef struct { unsigned domain; int code; char *message; } glib_error;
typedef int (*cairo_write)(void *closure, const unsigned char *data, unsigned int length);

static struct {
  int loaded;
  void *(*handle_from_data)(const unsigned char *, size_t, glib_error **);
  int (*render_document)(void *, void *, const rectangle *, glib_error **);
  void (*object_unref)(void *);
  void (*error_free)(glib_error *);
  void *(*image_surface)(int, int, int);
  int (*write_png)(void *, cairo_write, void *);
  void *(*pdf_surface)(cairo_write, void *, double, double);
  void (*pdf_metadata)(void *, int, const char *);
  void (*tag_begin)(void *, const char *, const char *);
  void (*tag_end)(void *, const char *);
  void *(*create)(void *);
  int (*status)(void *);
  int (*surface_status)(void *);
  const char *(*status_text)(int);
  void (*destroy)(void *);
  void (*surface_finish)(void *);
  void (*surface_destroy)(void *);
} api;

static pthread_mutex_t raster_lock = PTHREAD_MUTEX_INITIALIZER;

static void *open_first(const char *const *names) {
  for (; *names; names++) {
    void *library = dlopen(*names, RTLD_NOW | RTLD_LOCAL);
    if (library) return library;
  }
  return NULL;
}

static int load(char *message, size_t capacity) {
  static const char *const rsvg_names[] = {
      "librsvg-2.so.2", "librsvg-2.2.dylib", "/opt/homebrew/lib/librsvg-2.2.dylib", NULL};
  static const char *const cairo_names[] = {
      "libcairo.so.2", "libcairo.2.dylib", "/opt/homebrew/lib/libcairo.2.dylib", NULL};
  if (api.loaded) return 0;
  void *rsvg = open_first(rsvg_names);
  void *cairo = rsvg ? open_first(cairo_names) : NULL;
  if (!rsvg || !cairo) {
    snprintf(message, capacity, "the library %s was not found", rsvg ? "libcairo" : "librsvg");
    return 1;
  }
  struct { void *library; const char *name; void *slot; } symbols[] = {
      {rsvg, "rsvg_handle_new_from_data", &api.handle_from_data},
      {rsvg, "rsvg_handle_render_document", &api.render_document},
      {rsvg, "g_object_unref", &api.object_unref},
      {rsvg, "g_error_free", &api.error_free},
      {cairo, "cairo_image_surface_create", &api.image_surface},
      {cairo, "cairo_surface_write_to_png_stream", &api.write_png},
      {cairo, "cairo_pdf_surface_create_for_stream", &api.pdf_surface},
      {cairo, "cairo_pdf_surface_set_metadata", &api.pdf_metadata},
      {cairo, "cairo_tag_begin", &api.tag_begin},
      {cairo, "cairo_tag_end", &api.tag_end},
      {cairo, "cairo_create", &api.create},
      {cairo, "cairo_status", &api.status},
      {cairo, "cairo_surface_status", &api.surface_status},
      {cairo, "cairo_status_to_string", &api.status_text},
      {cairo, "cairo_destroy", &api.destroy},
      {cairo, "cairo_surface_finish", &api.surface_finish},
      {cairo, "cairo_surface_destroy", &api.surface_destroy},
  };
  for (size_t index = 0; index < sizeof symbols / sizeof symbols[0]; index++) {
    void *address = dlsym(symbols[index].library, symbols[index].name);
    if (!address) {
      snprintf(message, capacity, "the installed library has no %s", symbols[index].name);
      return 1;
    }
    memcpy(symbols[index].slot, &address, sizeof address);
  }
  api.loaded = 1;
  return 0;
}

typedef struct { unsigned char *bytes; size_t length, capacity; } buffer;

/* Cairo's sink; 11 is CAIRO_STATUS_WRITE_ERROR. */
static int append(void *closure, const unsigned char *data, unsigned int length) {
  buffer *sink = closure;
  if (sink->capacity - sink->length < length) {
    size_t larger = sink->capacity ? sink->capacity * 2 : 65536;
    while (larger - sink->length < length) larger *= 2;
    unsigned char *grown = realloc(sink->bytes, larger);
    if (!grown) return 11;
    sink->bytes = grown;
    sink->capacity = larger;
  }
  memcpy(sink->bytes + sink->length, data, length);
  sink->length += length;
  return 0;
}

/* What a PDF tells of itself; 0 and 5 are CAIRO_PDF_METADATA_TITLE and _CREATE_DATE. */
static void describe(void *surface, const entente_document *document) {
  if (document->title && *document->title) api.pdf_metadata(surface, 0, document->title);
  if (document->date && *document->date) api.pdf_metadata(surface, 5, document->date);
}

static void add_links(void *cairo, const entente_document *document) {
  char *lines = document->links ? strdup(document->links) : NULL, *rest = NULL;
  if (!lines) return;
  for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
    api.tag_begin(cairo, "Link", line);
    api.tag_end(cairo, "Link");
  }
  free(lines);
}

static int draw(void *handle, int format, double width, double height, const entente_document *document,
                buffer *sink, char *message, size_t capacity) {
  glib_error *error = NULL;
  rectangle viewport = {0, 0, width, height};
  void *surface = format == ENTENTE_PDF ? api.pdf_surface(append, sink, width, height)
                                        : api.image_surface(0, (int)(width + 0.5), (int)(height + 0.5));
  int made = api.surface_status(surface);
  if (made != 0) {
    /* librsvg would write a warning to stderr. */
    snprintf(message, capacity, "%s", api.status_text(made));
    api.surface_destroy(surface);
    return 2;
  }
  if (format == ENTENTE_PDF) describe(surface, document);
  void *cairo = api.create(surface);
  int drawn = api.render_document(handle, cairo, &viewport, &error);
  if (format == ENTENTE_PDF) add_links(cairo, document);
  int status = api.status(cairo);
  api.destroy(cairo);
  if (drawn && status == 0 && format == ENTENTE_PNG) status = api.write_png(surface, append, sink);
  api.surface_finish(surface);
  if (status == 0) status = api.surface_status(surface);
  /* Finishing an image surface leaves it in the state "finished", which is no failure. */
  if (status == 12 && format == ENTENTE_PNG) status = 0;
  api.surface_destroy(surface);
  if (!drawn || status != 0)
    snprintf(message, capacity, "%s", error && error->message ? error->message : api.status_text(status));
  if (error) api.error_free(error);
  return drawn && status == 0 ? 0 : 2;
}

/* A picture's pixels are tens of megabytes. After the first such block was freed, glibc no longer maps the next ones
   each by itself but takes them from its heaps and keeps up to twice as much there (M_TRIM_THRESHOLD in mallopt(3)):
   the host would stay as large as its largest picture. */
static void give_back(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

int entente_rasterize(const char *svg, size_t svg_length, int format, double width, double height,
                      const entente_document *document, unsigned char **bytes, size_t *length, char *message,
                      size_t capacity) {
  *bytes = NULL;
  *length = 0;
  pthread_mutex_lock(&raster_lock);
  int result = load(message, capacity);
  if (result == 0) {
    glib_error *error = NULL;
    buffer sink = {NULL, 0, 0};
    void *handle = api.handle_from_data((const unsigned char *)svg, svg_length, &error);
    if (!handle) {
      snprintf(message, capacity, "%s", error && error->message ? error->message : "the SVG was refused");
      if (error) api.error_free(error);
      result = 2;
    } else {
      result = draw(handle, format, width, height, document, &sink, message, capacity);
      api.object_unref(handle);
    }
    if (result == 0) {
      *bytes = sink.bytes;
      *length = sink.length;
    } else {
      free(sink.bytes);
    }
    give_back();
  }
  pthread_mutex_unlock(&raster_lock);
  return result;
}

void entente_free_raster(unsigned char *bytes) { free(bytes); }
