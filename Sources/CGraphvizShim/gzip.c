#include "CGraphvizShim.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* zlib's stream and gzip header as its stable ABI has them; written by hand, so that no header is needed to build. */
typedef struct {
  const unsigned char *next_in;
  unsigned available_in;
  unsigned long total_in;
  unsigned char *next_out;
  unsigned available_out;
  unsigned long total_out;
  const char *message;
  void *state, *allocate, *release, *opaque;
  int data_type;
  unsigned long adler, reserved;
} stream;

typedef struct {
  int text;
  unsigned long time;
  int extra_flags, system;
  unsigned char *extra;
  unsigned extra_length, extra_maximum;
  unsigned char *name;
  unsigned name_maximum;
  unsigned char *comment;
  unsigned comment_maximum;
  int checksum, done;
} gzip_header;

static struct {
  int (*open)(stream *, int, int, int, int, int, const char *, int);
  int (*set_header)(stream *, gzip_header *);
  unsigned long (*bound)(stream *, unsigned long);
  int (*deflate)(stream *, int);
  int (*close)(stream *);
  int loaded;
} zlib;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  static const char *const names[] = {"libz.so.1", "libz.1.dylib", NULL};
  void *library = NULL;
  for (int index = 0; !library && names[index]; index++) library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  struct { const char *name; void *slot; } symbols[] = {
      {"deflateInit2_", &zlib.open}, {"deflateSetHeader", &zlib.set_header}, {"deflateBound", &zlib.bound},
      {"deflate", &zlib.deflate},    {"deflateEnd", &zlib.close},
  };
  for (size_t index = 0; index < sizeof symbols / sizeof symbols[0]; index++) {
    void *address = dlsym(library, symbols[index].name);
    if (!address) return;
    memcpy(symbols[index].slot, &address, sizeof address);
  }
  zlib.loaded = 1;
}

int entente_gzip(const unsigned char *bytes, size_t length, unsigned char **result, size_t *result_length) {
  enum { BEST = 9, DEFLATED = 8, GZIP_WINDOW = 15 + 16, MEMORY = 8, FINISH = 4, STREAM_END = 1, UNKNOWN = 255 };
  *result = NULL;
  *result_length = 0;
  pthread_once(&once, load);
  if (!zlib.loaded) return 1;
  if (length > UINT_MAX / 2) return 2;
  stream work;
  gzip_header header;
  memset(&work, 0, sizeof work);
  memset(&header, 0, sizeof header);
  header.system = UNKNOWN;
  if (zlib.open(&work, BEST, DEFLATED, GZIP_WINDOW, MEMORY, 0, "1", (int)sizeof work) != 0) return 2;
  int status = zlib.set_header(&work, &header);
  unsigned long capacity = zlib.bound(&work, (unsigned long)length);
  unsigned char *space = status == 0 && capacity <= UINT_MAX ? malloc(capacity) : NULL;
  if (space) {
    work.next_in = bytes;
    work.available_in = (unsigned)length;
    work.next_out = space;
    work.available_out = (unsigned)capacity;
    status = zlib.deflate(&work, FINISH);
  }
  size_t written = work.total_out;
  zlib.close(&work);
  if (!space || status != STREAM_END) {
    free(space);
    return 2;
  }
  *result = space;
  *result_length = written;
  return 0;
}
