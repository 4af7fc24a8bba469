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

/* Why there is no Graphviz to draw with; NULL when there is one. It is loaded with the first call, of whichever
   function; never free the text. */
const char *entente_graphviz_missing(void);

/* The version that Graphviz tells of itself, e.g. "2.43.0"; NULL when it is missing. Never free it. */
const char *entente_graphviz_version(void);

/* Begins to load Graphviz with the engine dot, or with neato and its kin, on a thread of its own, and returns at once.
   A drawing waits for it. Only the first call has an effect. */
void entente_load_ahead(int with_dot);

/* Takes the lock and opens a graph. NULL when memory is short, Graphviz missing or the context cannot be made; then
   the lock is not held. */
entente_drawing *entente_begin(const char *name, int directed);

/* Declares an attribute with its default, before any node is made. 0 on success, else -1. */
int entente_declare(entente_drawing *drawing, int kind, const char *name, const char *value);

/* Adds a node; returns its number from 0, or -1. A name that is there already gives a new number to it. */
int entente_node(entente_drawing *drawing, const char *name);

/* Adds an edge between two numbers of nodes; returns its number from 0, or -1. */
int entente_edge(entente_drawing *drawing, int tail, int head, const char *name);

/* Puts a node into a cluster, which is made when its name is new. The name must begin with "cluster". */
int entente_cluster(entente_drawing *drawing, const char *name, int node);

/* Sets an attribute, declared for graphs, of the cluster of a name. 0 on success, else -1. */
int entente_set_cluster(entente_drawing *drawing, const char *cluster, const char *name, const char *value);

/* Sets a declared attribute of the graph (index ignored), a node or an edge. 0 on success, else -1. */
int entente_set(entente_drawing *drawing, int kind, int index, const char *name, const char *value);

/* As entente_set, with a value in Graphviz's HTML-like label language (without the outer angle brackets). */
int entente_set_html(entente_drawing *drawing, int kind, int index, const char *name, const char *value);

/* Seeds the random numbers that some engines draw, and lays the graph out. Returns Graphviz's status. */
int entente_layout(entente_drawing *drawing, const char *engine, unsigned int seed);

/* Where a layout put the middle of a node, in points with y upwards. 0 on success, else -1. */
int entente_place(entente_drawing *drawing, int node, double *x, double *y);

/* The way that a layout found for an edge, from tail to head: returns how many points its chain of cubic curves has,
   and where their coordinates stand until entente_set_way or entente_end; 0 when there is no such chain. */
int entente_way(entente_drawing *drawing, int edge, const double **points);

/* Replaces the way that a layout found for an edge: 3 n + 1 points from tail to head and, where it has an arrow head,
   the coordinates of its tip, else NULL. 0 on success; else -1 and nothing has changed. */
int entente_set_way(entente_drawing *drawing, int edge, const double *points, int count, const double *tip);

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

/* Whether the table knows the width of every character of UTF-8 text; 0: some are guessed from their script. */
int entente_text_is_measured(const char *text, size_t length);

/* Reads DOT with cgraph, which makes every node and edge of the text; a text ends at its first zero byte. On 0
   the bytes are a letter and counted texts for each thing (see reading.c) and must be freed with
   entente_free_read; 1: the text is wrong, 2: memory is short, and `message` (of `capacity` bytes) says how;
   3: Graphviz is missing. */
int entente_read_dot(const char *text, char **bytes, size_t *length, char *message, size_t capacity);
void entente_free_read(char *bytes);

/* The one lock of the process, for the files of this module: messages are collected anew from here on. */
void entente_lock(void);
void entente_unlock(void);
const char *entente_lock_messages(void);

enum { ENTENTE_PNG = 0, ENTENTE_PDF = 1 };

/* What a PDF has beside its picture. */
typedef struct {
  const char *title;
  const char *date; /* its date of creation in ISO 8601, so that the same input gives the same bytes */
  /* Attributes of cairo's tag "Link", one link a line, such as "rect=[0 0 10 10] uri='https://example.org'". */
  const char *links;
} entente_document;

/* Draws an SVG document as PNG or PDF with librsvg and cairo, which are loaded when first needed.
   `width` and `height` are the size in pixels (PNG) or points (PDF). On 0 the bytes must be freed with
   entente_free_raster; 1: the libraries are not there; 2: they failed; `message` (of `capacity` bytes) says
   how. */
int entente_rasterize(const char *svg, size_t svg_length, int format, double width, double height,
                      const entente_document *document, unsigned char **bytes, size_t *length, char *message,
                      size_t capacity);
void entente_free_raster(unsigned char *bytes);

/* Which characters no installed font has, as fontconfig knows it, so that a PNG or PDF has boxes in their place: sets
   `lacking` to 1 or 0 for each and returns how many; -1 when fontconfig is not there. */
int entente_fonts_lack(const uint32_t *characters, size_t count, unsigned char *lacking);

/* Squeezes bytes into gzip's form with zlib, which is loaded when first needed; the header bears no time, no name
   and no system. On 0 the bytes must be freed with entente_free_raster; 1: the library is not there; 2: it
   failed. */
int entente_gzip(const unsigned char *bytes, size_t length, unsigned char **result, size_t *result_length);

/* How a child process ended. */
enum {
  ENTENTE_CHILD_DONE = 0,         /* with an answer; whether it is whole, the answer itself must tell */
  ENTENTE_CHILD_NOT_STARTED = 1,  /* `code` is an errno */
  ENTENTE_CHILD_TIMEOUT = 2,      /* killed when its time was over */
  ENTENTE_CHILD_MEMORY = 3,       /* it had no memory left, or wrote more than was allowed */
  ENTENTE_CHILD_CRASHED = 4,      /* `code` is the signal */
  ENTENTE_CHILD_FAILED = 5        /* `code` is its exit status */
};

/* The exit status by which a child says that its memory is used up. */
enum { ENTENTE_EXIT_MEMORY = 12 };

typedef struct {
  int outcome, code;
  char *bytes; /* what it wrote to its standard output */
  size_t length;
  uint64_t peak; /* the most memory it held, in bytes; 0 when unknown */
} entente_child;

/* Runs `program command hint`, gives it the input on its standard input and collects its standard output, for at most
   so many milliseconds; then it is killed. Nothing of the host's but its environment reaches the child, and no
   signal reaches the host. Returns result->outcome; the result must be freed with entente_free_child. */
int entente_run_child(const char *program, const char *command, const char *hint, const char *input,
                      size_t input_length, size_t output_limit, int64_t milliseconds, entente_child *result);
void entente_free_child(entente_child *result);

/* Starts `program command hint` before there is work for it. The next entente_run_child of that program and command
   takes it, whatever its hint; without one it is ended with this process. Does nothing while one is waiting. */
void entente_start_ahead(const char *program, const char *command, const char *hint);

/* What an errno means. */
const char *entente_error_text(int code);

/* Bounds this process, for good: bytes of address space beyond what is in use, seconds of CPU time (0: as it is), no
   core file. */
void entente_limit_process(uint64_t memory, uint64_t seconds);

/* Prepares this process for one large drawing, after which it ends: memory is asked for in large pieces and never
   given back, and drawings are not freed. */
void entente_expect_one_drawing(void);

/* From now on entente_end frees nothing, since the process ends soon. */
void entente_keep_drawings(void);

/* Calls a function on a thread with a stack of so many bytes and waits: Graphviz's engines recurse as deep as
   the graph. 0 on success; -1 when there is no such thread. */
int entente_on_large_stack(size_t bytes, void (*body)(void *), void *argument);

#endif
