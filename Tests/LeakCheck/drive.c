/* Drives every function of the Graphviz shim, failing paths included, as often as the first argument says.
   run.sh runs it under valgrind twice and compares: what is lost must not grow with the number of rounds. */
#include "CGraphvizShim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void attributes(entente_drawing *drawing) {
  static const char *const nodes[] = {"label", "shape", "pos", "width", "height", "fixedsize", "id"};
  for (size_t index = 0; index < sizeof nodes / sizeof nodes[0]; index++)
    entente_declare(drawing, ENTENTE_NODE, nodes[index], index == 1 ? "box" : "");
  entente_declare(drawing, ENTENTE_EDGE, "pos", "");
  entente_declare(drawing, ENTENTE_EDGE, "id", "");
  entente_declare(drawing, ENTENTE_GRAPH, "start", "1");
}

static entente_drawing *graph(int html) {
  entente_drawing *drawing = entente_begin("leaks", 1);
  if (!drawing) exit(3);
  attributes(drawing);
  for (int index = 0; index < 12; index++) {
    char name[16];
    snprintf(name, sizeof name, "n%d", index);
    int node = entente_node(drawing, name);
    entente_set(drawing, ENTENTE_NODE, node, "id", name);
    if (html) entente_set_html(drawing, ENTENTE_NODE, node, "label", "<b>Name</b><br/>TYPE");
    if (index % 3 == 0) entente_cluster(drawing, "cluster0", node);
    if (index > 0) {
      int edge = entente_edge(drawing, node, index / 2, name);
      entente_set(drawing, ENTENTE_EDGE, edge, "id", name);
    }
  }
  /* Misuse must be refused, not crash. */
  entente_edge(drawing, -1, 99, "x");
  entente_set(drawing, ENTENTE_NODE, 4711, "label", "x");
  entente_cluster(drawing, "cluster0", 4711);
  return drawing;
}

/* Runs every edge straight, with a tip where there is a head; without a layout or an edge that is refused. */
static void run_lines(entente_drawing *drawing) {
  double from[2], to[2];
  for (int node = -1; node < 14; node++) entente_place(drawing, node, &from[0], &from[1]);
  for (int edge = -1; edge < 12; edge++) {
    const double *points;
    int count = entente_way(drawing, edge, &points);
    if (count < 4) continue;
    memcpy(from, points, sizeof from);
    memcpy(to, points + 2 * (count - 1), sizeof to);
    double straight[] = {from[0], from[1], from[0], from[1], to[0], to[1], to[0], to[1]};
    entente_set_way(drawing, edge, straight, 3, to);
    entente_set_way(drawing, edge, straight, 4, edge % 2 ? to : NULL);
  }
}

static void render(const char *engine, const char *format, int html) {
  entente_drawing *drawing = graph(html);
  char *bytes;
  size_t length;
  run_lines(drawing);
  if (entente_layout(drawing, engine, 1) == 0) {
    run_lines(drawing);
    if (entente_render(drawing, format, &bytes, &length) == 0) entente_free_render(bytes);
  }
  entente_layout(drawing, engine, 1); /* a second layout is refused */
  entente_messages(drawing);
  entente_error_count(drawing);
  entente_end(drawing);
}

/* A child that answers, one that fails, one that hangs, one that is not there. */
static void children(int round) {
  static const char *const programs[] = {"/bin/cat", "/bin/false", "/bin/sleep", "/nowhere/program"};
  for (size_t index = 0; index < sizeof programs / sizeof programs[0]; index++) {
    entente_child result;
    const char *word = index == 2 ? "60" : "-";
    if (round % 2) entente_start_ahead(programs[index], word, NULL);
    entente_run_child(programs[index], word, NULL, "hello", 5, 1 << 20, index == 2 ? 20 : 5000, &result);
    entente_free_child(&result);
  }
}

int main(int count, char **arguments) {
  int rounds = count > 1 ? atoi(arguments[1]) : 1;
  entente_load_ahead(1);
  entente_load_ahead(0);
  static const char svg[] =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"9\" height=\"9\"/></svg>";
  for (int round = 0; round < rounds; round++) {
    render("dot", "svg", 0);
    render("neato", "plain", 0);
    render("nop2", "svg", 0);
    render("no-such-engine", "svg", 0);
    entente_drawing *drawing = graph(1);
    char *bytes;
    size_t length;
    if (entente_write(drawing, &bytes, &length) == 0) entente_free_text(bytes);
    entente_end(drawing);
    entente_end(NULL);
    children(round);
    static const char links[] = "rect=[0 0 10 10] uri='https://example.org'\nrect=[9 9 1 1] uri='mailto:a@example.org'";
    entente_document document = {"A map", "2023-09-19T00:00:00Z", links}, nothing = {NULL, NULL, NULL};
    unsigned char *raster;
    if (entente_gzip((const unsigned char *)svg, strlen(svg), &raster, &length) == 0) entente_free_raster(raster);
    entente_text_is_measured("Azerbaijan", 10);
    char message[200];
    const uint32_t characters[] = {'A', 0x4E2D, 0x10FFFF};
    unsigned char lacking[3];
    entente_fonts_lack(characters, 3, lacking);
    for (int format = ENTENTE_PNG; format <= ENTENTE_PDF; format++)
      if (entente_rasterize(svg, strlen(svg), format, 40, 20, &document, &raster, &length,
                            message, sizeof message) == 0)
        entente_free_raster(raster);
    entente_rasterize("<svg", 4, ENTENTE_PNG, 40, 20, &nothing, &raster, &length, message, sizeof message);
    entente_rasterize(svg, strlen(svg), ENTENTE_PNG, 1e9, 1e9, &nothing, &raster, &length, message, sizeof message);
  }
  entente_start_ahead("/bin/cat", "-", NULL);
  printf("%s %.1f\n", entente_graphviz_version(), entente_text_width("Azerbaijan", 10, 14, 1));
  return 0;
}
