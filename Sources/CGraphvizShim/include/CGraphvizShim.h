#ifndef ENTENTE_GRAPHVIZ_SHIM_H
#define ENTENTE_GRAPHVIZ_SHIM_H
const char *entente_graphviz_version(void);
#endif
