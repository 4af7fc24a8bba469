/* Graphviz's functions in a table, filled when something is first drawn: libgvc brings six libraries with it, and
   most commands draw nothing. Its headers give the types, so that a call is checked as if it were linked. */
#ifndef ENTENTE_GRAPHVIZ_TABLE_H
#define ENTENTE_GRAPHVIZ_TABLE_H

#include <stddef.h>

#if __has_include(<graphviz/gvc.h>)
#include <graphviz/gvc.h>
#include <graphviz/gvplugin.h>
#include <graphviz/gvplugin_textlayout.h>
#elif __has_include(<gvc.h>)
#include <gvc.h>
#include <gvplugin.h>
#include <gvplugin_textlayout.h>
#else
#error "Graphviz's headers were not found. Install them: apt-get install libgraphviz-dev (Debian, Ubuntu), dnf install graphviz-devel (Fedora), brew install graphviz (macOS)."
#endif

/* Versions differ: the text-layout callback returns boolean (2.x) or bool, gvRenderData counts in unsigned int
   (until 12) or size_t, and agset_html exists from 13.0, where plain and HTML strings became separate. */
typedef __typeof__(((gvtextlayout_engine_t *)0)->textlayout(0, 0)) entente_boolean;
typedef __typeof__(_Generic(
    &gvRenderData,
    int (*)(GVC_t *, graph_t *, const char *, char **, unsigned int *): (unsigned int)0,
    default: (size_t)0)) entente_length;

/* What is called, all of libgvc and libcgraph. */
#define ENTENTE_GRAPHVIZ_FUNCTIONS(X)                                                                               \
  X(gvContextPlugins) X(gvcVersion) X(gvLayout) X(gvFreeLayout) X(gvRenderData) X(gvFreeRenderData)                 \
  X(agopen) X(agclose) X(agattr) X(agnode) X(agedge) X(agsubg) X(agsubnode) X(agset) X(agstrdup_html) X(agwrite)    \
  X(agmemread) X(agisdirected) X(agisstrict) X(agfstnode) X(agnxtnode) X(agfstout) X(agnxtout) X(agnameof)          \
  X(agnxtattr) X(agxget) X(agseterr) X(agseterrf) X(agerrors) X(agreseterrors)

typedef struct {
#define ENTENTE_FIELD(name) __typeof__(&name) name;
  ENTENTE_GRAPHVIZ_FUNCTIONS(ENTENTE_FIELD)
#undef ENTENTE_FIELD
  /* NULL before 13.0. */
  int (*agset_html)(void *object, char *name, const char *value);
  /* NULL where a version has done away with it. */
  void (*gvAddLibrary)(GVC_t *context, gvplugin_library_t *library);
  const Agdesc_t *directed, *undirected;
} entente_graphviz;

/* The table; NULL when Graphviz is not there, or is not the one of the headers. */
const entente_graphviz *entente_graphviz_table(void);

/* One of Graphviz's own plug-ins, such as "core" or "dot_layout", from the folder beside libgvc; NULL where it is not
   found there, or where the environment names another folder: then Graphviz looks for plug-ins itself. */
gvplugin_library_t *entente_graphviz_plugin(const char *name);

#endif
