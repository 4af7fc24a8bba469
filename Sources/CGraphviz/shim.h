#ifndef ENTENTE_CGRAPHVIZ_H
#define ENTENTE_CGRAPHVIZ_H
#if __has_include(<graphviz/gvc.h>)
#include <graphviz/gvc.h>
#elif __has_include(<gvc.h>)
#include <gvc.h>
#else
#error "Graphviz's headers were not found. Install them: apt-get install libgraphviz-dev (Debian, Ubuntu), dnf install graphviz-devel (Fedora), brew install graphviz (macOS)."
#endif
#endif
