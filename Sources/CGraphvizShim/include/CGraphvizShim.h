/* Graphviz and librsvg behind a dozen functions.

   No Graphviz header is included here, so that Swift never sees a difference between versions of the library.
   Graphviz is not thread safe, not even while a graph is built: a drawing holds one lock of the whole process
   from entente_begin to entente_end, which must be called on one thread. There is one Graphviz context for the
   life of the process. */
#ifndef ENTENTE_GRAPHVIZ_SHIM_H
#define ENTENTE_GRAPHVIZ_SHIM_H

#include <stddef.h>
#include <stdint.h>

/* A graph under construction; owns everything that hangs on it. */
typedef struct entente_drawing entente_drawing;

/* What an attribute hangs on. */
enum { ENTENTE_GRAPH = 0, ENTENTE_NODE = 1, ENTENTE_EDGE = 2 };

/* The version that Graphviz tells of itself, e.g. "2.43.0". Never free it. */
const char *entente_graphviz_version(void);

/* Takes the lock and opens a graph. NULL when memory is short or the context cannot be made; then the lock is
   not held. */
entente_drawing *entente_begin(const char *name, int directed);

/* Declares an attribute with its default, before any node is made. 0 on success, else -1. */
int entente_declare(entente_drawing *drawing, int kind, const char *name, const char *value);

/* Adds a node; returns its number from 0, or -1. A name that is there already gives a new number to it. */
int entente_node(entente_drawing *drawing, const char *name);

/* Adds an edge between two numbers of nodes; returns its number from 0, or -1. */
int entente_edge(entente_drawing *drawing, int tail, int head, const char *name);

/* Puts a node into a cluster, which is made when its name is new. The name must begin with "cluster". */
int entente_cluster(entente_drawing *drawing, const char *name, int node);

/* Sets a declared attribute of the graph (index ignored), a node or an edge. 0 on success, else -1. */
int entente_set(entente_drawing *drawing, int kind, int index, const char *name, const char *value);

/* As entente_set, with a value in Graphviz's HTML-like label language (without the outer angle brackets). */
int entente_set_html(entente_drawing *drawing, int kind, int index, const char *name, const char *value);

/* Seeds the random numbers that some engines draw, and lays the graph out. Returns Graphviz's status. */
int entente_layout(entente_drawing *drawing, const char *engine, unsigned int seed);

/* Renders to memory. On 0 the bytes must be freed with entente_free_render; otherwise both outs are empty. */
int entente_render(entente_drawing *drawing, const char *format, char **bytes, size_t *length);
void entente_free_render(char *bytes);

/* Writes the graph as DOT; only before a layout. On 0 the bytes must be freed with entente_free_text. */
int entente_write(entente_drawing *drawing, char **bytes, size_t *length);
void entente_free_text(char *bytes);

/* Warnings and errors so far, one a line; belongs to the drawing. */
const char *entente_messages(entente_drawing *drawing);

/* How many errors Graphviz counted since entente_begin: its return status alone is no proof of success. */
int entente_error_count(entente_drawing *drawing);

/* Frees layout and graph and releases the lock. NULL is allowed. */
void entente_end(entente_drawing *drawing);

/* The advance width in points of UTF-8 text set in Helvetica, Arial or Liberation Sans. Invalid bytes count
   as one average character each. */
double entente_text_width(const char *text, size_t length, double size, int bold);

enum { ENTENTE_PNG = 0, ENTENTE_PDF = 1 };

/* Draws an SVG document as PNG or PDF with librsvg and cairo, which are loaded when first needed.
   `width` and `height` are the size in pixels (PNG) or points (PDF); `date` is the PDF's date of creation in
   ISO 8601, so that the same input gives the same bytes. On 0 the bytes must be freed with
   entente_free_raster; 1: the libraries are not there; 2: they failed; `message` (of `capacity` bytes) says
   how. */
int entente_rasterize(const char *svg, size_t svg_length, int format, double width, double height,
                      const char *date, unsigned char **bytes, size_t *length, char *message,
                      size_t capacity);
void entente_free_raster(unsigned char *bytes);

#endif
