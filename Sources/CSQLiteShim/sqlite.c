#include "CSQLiteShim.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The few functions of SQLite's stable interface that are used (sqlite.org/c3ref). */
typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
typedef long long int64;
typedef unsigned long long uint64;

static struct {
  int (*open_v2)(const char *, sqlite3 **, int, const char *);
  int (*close)(sqlite3 *);
  int (*exec)(sqlite3 *, const char *, void *, void *, char **);
  const char *(*errmsg)(sqlite3 *);
  int (*prepare_v2)(sqlite3 *, const char *, int, sqlite3_stmt **, const char **);
  int (*step)(sqlite3_stmt *);
  int (*finalize)(sqlite3_stmt *);
  int (*column_count)(sqlite3_stmt *);
  int (*column_type)(sqlite3_stmt *, int);
  int (*column_bytes)(sqlite3_stmt *, int);
  const unsigned char *(*column_text)(sqlite3_stmt *, int);
  unsigned char *(*serialize)(sqlite3 *, const char *, int64 *, unsigned);
  int (*deserialize)(sqlite3 *, const char *, unsigned char *, int64, int64, unsigned);
  void (*progress_handler)(sqlite3 *, int, int (*)(void *), void *);
  void *(*malloc64)(uint64);
  void (*free)(void *);
} api;

static int is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  const char *names[] = {"libsqlite3.so.0", "libsqlite3.dylib", "/usr/lib/libsqlite3.dylib", "libsqlite3.so"};
  void *library = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
#define FIND(field, name)                                       \
  if (!(*(void **)&api.field = dlsym(library, "sqlite3_" name))) return
  FIND(open_v2, "open_v2");
  FIND(close, "close");
  FIND(exec, "exec");
  FIND(errmsg, "errmsg");
  FIND(prepare_v2, "prepare_v2");
  FIND(step, "step");
  FIND(finalize, "finalize");
  FIND(column_count, "column_count");
  FIND(column_type, "column_type");
  FIND(column_bytes, "column_bytes");
  FIND(column_text, "column_text");
  FIND(serialize, "serialize");
  FIND(deserialize, "deserialize");
  FIND(progress_handler, "progress_handler");
  FIND(malloc64, "malloc64");
  FIND(free, "free");
  is_loaded = 1;
}

enum { OPEN_READWRITE_CREATE_MEMORY = 0x02 | 0x04 | 0x80, ROW = 100, DONE = 101 };
enum { DESERIALIZE_FREEONCLOSE = 1, DESERIALIZE_READONLY = 4 };

static sqlite3 *open_memory(char *message, size_t capacity) {
  pthread_once(&once, load);
  if (!is_loaded) {
    snprintf(message, capacity, "the library libsqlite3 is not there");
    return NULL;
  }
  sqlite3 *database = NULL;
  if (api.open_v2(":memory:", &database, OPEN_READWRITE_CREATE_MEMORY, NULL) == 0) return database;
  if (database) api.close(database);
  snprintf(message, capacity, "memory is short");
  return NULL;
}

static char *copy(const void *bytes, size_t length) {
  char *result = malloc(length ? length : 1);
  if (result) memcpy(result, bytes, length);
  return result;
}

int entente_sqlite_write(const char *script, char **bytes, size_t *length, char *message, size_t capacity) {
  *bytes = NULL;
  *length = 0;
  sqlite3 *database = open_memory(message, capacity);
  if (!database) return is_loaded ? 2 : 1;
  int status = 2;
  int64 size = 0;
  unsigned char *file = NULL;
  if (api.exec(database, script, NULL, NULL, NULL) != 0) {
    snprintf(message, capacity, "%s", api.errmsg(database));
  } else if ((file = api.serialize(database, "main", &size, 0)) && (*bytes = copy(file, (size_t)size))) {
    *length = (size_t)size;
    status = 0;
  } else {
    snprintf(message, capacity, "memory is short");
  }
  if (file) api.free(file);
  api.close(database);
  return status;
}

typedef struct {
  char *bytes;
  size_t length, capacity;
  int failed;
} buffer;

static void put(buffer *out, const void *bytes, size_t count) {
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

static void put_value(buffer *out, sqlite3_stmt *statement, int column) {
  static const char letters[] = {'n', 'i', 'f', 't', 't', 'n'};
  int type = api.column_type(statement, column);
  const unsigned char *text = type == 5 ? NULL : api.column_text(statement, column);
  size_t count = text ? (size_t)api.column_bytes(statement, column) : 0;
  char head[32];
  int digits = snprintf(head, sizeof head, "%c%zu:", letters[type < 0 || type > 5 ? 0 : type], count);
  put(out, head, (size_t)digits);
  if (count) put(out, text, count);
}

/* Called every 100,000 steps of the virtual machine; a view of a hostile file may never end. */
static int count_down(void *left) { return --*(long *)left < 0; }

int entente_sqlite_read(const char *file, size_t file_length, const char *sql, char **bytes, size_t *length,
                        char *message, size_t capacity) {
  *bytes = NULL;
  *length = 0;
  sqlite3 *database = open_memory(message, capacity);
  if (!database) return is_loaded ? 2 : 1;
  long left = 1000 + (long)(file_length / 1000);
  buffer out = {NULL, 0, 0, 0};
  sqlite3_stmt *statement = NULL;
  unsigned char *own = api.malloc64(file_length ? file_length : 1);
  int failed = own == NULL;
  if (own) {
    memcpy(own, file, file_length);
    failed = api.deserialize(database, "main", own, (int64)file_length, (int64)file_length,
                             DESERIALIZE_FREEONCLOSE | DESERIALIZE_READONLY);
  }
  api.progress_handler(database, 100000, count_down, &left);
  if (!failed) failed = api.exec(database, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON", NULL, NULL, NULL);
  if (!failed) failed = api.prepare_v2(database, sql, -1, &statement, NULL);
  int step = DONE;
  if (!failed) {
    int columns = api.column_count(statement);
    while ((step = api.step(statement)) == ROW && !out.failed) {
      for (int column = 0; column < columns; column++) put_value(&out, statement, column);
      put(&out, "\n", 1);
    }
  }
  failed = failed || step != DONE || out.failed;
  if (failed) snprintf(message, capacity, "%s", out.failed ? "memory is short" : api.errmsg(database));
  if (statement) api.finalize(statement);
  api.close(database);
  if (failed) {
    free(out.bytes);
    return 2;
  }
  *bytes = out.bytes ? out.bytes : copy("", 0);
  *length = out.length;
  return 0;
}

void entente_sqlite_free(char *bytes) { free(bytes); }
