#ifndef ENTENTE_CMARK_GFM_SHIM_H
#define ENTENTE_CMARK_GFM_SHIM_H

// CommonMark and GitHub Flavored Markdown, read by GitHub's own parser.
#if __has_include(<cmark-gfm.h>) && __has_include(<cmark-gfm-core-extensions.h>)
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#else
#error "The headers of cmark-gfm were not found. Install them: apt-get install libcmark-gfm-dev libcmark-gfm-extensions-dev (Debian, Ubuntu), dnf install cmark-gfm-devel (Fedora), brew install cmark-gfm (macOS)."
#endif

#endif
