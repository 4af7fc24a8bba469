#include "CGraphvizShim.h"
#include "graphviz.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was read, flat: a letter, then texts, each as its length in decimal, a colon, and its bytes.
   'G' directed strict; 'A' key value of the graph; 'N' name; 'E' tail head; 'K' key value of the last one. */
typedef struct {
  char *bytes;
  size_t length, capacity;
  int failed;
} buffer;

static void put(buffer *out, const char *bytes, size_t count) {
  if (out->failed) return;
  if (out->length + count > out->capacity) {
    size_t larger = out->capacity ? out->capacity * 2 : 4096;
    while (larger < out->length + count) larger *= 2;
    char *grown = realloc(out->bytes, larger);
    if (!grown) {
      out->failed = 1;
      return;
    }
    out->bytes = grown;
    out->capacity = larger;
  }
  memcpy(out->bytes + out->length, bytes, count);
  out->length += count;
}

static void put_letter(buffer *out, char letter) { put(out, &letter, 1); }

static void put_text(buffer *out, const char *text) {
  char number[24];
  size_t count = text ? strlen(text) : 0;
  int digits = snprintf(number, sizeof number, "%zu:", count);
  put(out, number, (size_t)digits);
  put(out, text ? text : "", count);
}

static void put_attributes(const entente_graphviz *gv, buffer *out, Agraph_t *graph, void *object, int kind, char letter) {
  for (Agsym_t *symbol = gv->agnxtattr(graph, kind, NULL); symbol; symbol = gv->agnxtattr(graph, kind, symbol)) {
    const char *value = gv->agxget(object, symbol);
    if (!value || !*value) continue;
    put_letter(out, letter);
    put_text(out, symbol->name);
    put_text(out, value);
  }
}

int entente_read_dot(const char *text, char **bytes, size_t *length, char *message, size_t capacity) {
  *bytes = NULL;
  *length = 0;
  const entente_graphviz *gv = entente_graphviz_table();
  if (!gv) return 3;
  entente_lock();
  Agraph_t *graph = gv->agmemread(text);
  int errors = gv->agreseterrors();
  snprintf(message, capacity, "%s", entente_lock_messages());
  if (!graph || errors) {
    if (graph) gv->agclose(graph);
    entente_unlock();
    return 1;
  }
  buffer out = {NULL, 0, 0, 0};
  put_letter(&out, 'G');
  put_text(&out, gv->agisdirected(graph) ? "1" : "0");
  put_text(&out, gv->agisstrict(graph) ? "1" : "0");
  put_attributes(gv, &out, graph, graph, AGRAPH, 'A');
  for (Agnode_t *node = gv->agfstnode(graph); node; node = gv->agnxtnode(graph, node)) {
    put_letter(&out, 'N');
    put_text(&out, gv->agnameof(node));
    put_attributes(gv, &out, graph, node, AGNODE, 'K');
  }
  for (Agnode_t *node = gv->agfstnode(graph); node; node = gv->agnxtnode(graph, node))
    for (Agedge_t *edge = gv->agfstout(graph, node); edge; edge = gv->agnxtout(graph, edge)) {
      put_letter(&out, 'E');
      put_text(&out, gv->agnameof(agtail(edge)));
      put_text(&out, gv->agnameof(aghead(edge)));
      put_attributes(gv, &out, graph, edge, AGEDGE, 'K');
    }
  gv->agclose(graph);
  entente_unlock();
  if (out.failed) {
    free(out.bytes);
    snprintf(message, capacity, "memory is short");
    return 2;
  }
  *bytes = out.bytes;
  *length = out.length;
  return 0;
}

void entente_free_read(char *bytes) { free(bytes); }
