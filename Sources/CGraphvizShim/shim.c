#include "CGraphvizShim.h"
const char *entente_graphviz_version(void) { return "unknown"; }
