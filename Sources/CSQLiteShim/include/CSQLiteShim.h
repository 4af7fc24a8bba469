/* SQLite behind two functions. The library is loaded when first needed, so that nothing of it is needed to build,
   and a process that reads no database starts as soon as before. */
#ifndef ENTENTE_SQLITE_SHIM_H
#define ENTENTE_SQLITE_SHIM_H

#include <stddef.h>

/* Runs a script on an empty database in memory and gives the database's file. On 0 the bytes must be freed with
   entente_sqlite_free; 1: the library is not there; 2: it failed; `message` (of `capacity` bytes) says how. */
int entente_sqlite_write(const char *script, char **bytes, size_t *length, char *message, size_t capacity);

/* Runs one SELECT on a database given as its file, and gives all rows: for each value a letter (t text, i integer,
   f float, n null), its length in decimal, a colon, its bytes; after each row a line feed. Returns as above; a
   statement that works longer than the size of the database explains is stopped. */
int entente_sqlite_read(const char *file, size_t file_length, const char *statement, char **bytes, size_t *length,
                        char *message, size_t capacity);
void entente_sqlite_free(char *bytes);

#endif
