#ifndef ENTENTE_CYAML_SHIM_H
#define ENTENTE_CYAML_SHIM_H

// YAML, read by libyaml.
#if __has_include(<yaml.h>)
#include <yaml.h>
#else
#error "The header of libyaml was not found. Install it: apt-get install libyaml-dev (Debian, Ubuntu), dnf install libyaml-devel (Fedora), brew install libyaml (macOS)."
#endif

#endif
