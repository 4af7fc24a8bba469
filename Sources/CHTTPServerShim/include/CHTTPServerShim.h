/* An HTTP server on the loopback interface, by GNU libmicrohttpd, which is loaded when one is started. */
#ifndef ENTENTE_HTTP_SERVER_SHIM_H
#define ENTENTE_HTTP_SERVER_SHIM_H

#include <stddef.h>
#include <stdint.h>

typedef struct entente_server entente_server;

/* A request that has arrived whole, and its reply. */
typedef struct entente_exchange entente_exchange;

/* Called once a request is whole, on a thread of its connection; it must set a reply. */
typedef void (*entente_handler)(void *context, entente_exchange *exchange);

enum {
  ENTENTE_SERVER_STARTED = 0,
  ENTENTE_SERVER_NO_LIBRARY = 1,
  ENTENTE_SERVER_NO_PORT = 2, /* `code` is an errno */
  ENTENTE_SERVER_FAILED = 3
};

/* Listens on 127.0.0.1; `port` is a port or 0 for any that is free, and becomes the one that was taken. Of a body
   at most `body_limit` bytes and one are kept, and a connection that says nothing for so many seconds is closed.
   Returns one of the outcomes above; what was started must be stopped. */
int entente_server_start(uint16_t *port, size_t body_limit, unsigned int seconds, entente_handler handler,
                         void *context, entente_server **server, int *code);

/* Takes no more requests, waits for those under way, and frees the server. */
void entente_server_stop(entente_server *server);

/* What belongs to a request lives as long as the call of the handler. */
const char *entente_request_method(const entente_exchange *exchange);
/* The path, percent-decoded, without a query. */
const char *entente_request_path(const entente_exchange *exchange);
/* The value of the first header of this name, whatever its case; NULL when there is none. */
const char *entente_request_header(const entente_exchange *exchange, const char *name);
/* One byte longer than the limit when the body was longer. */
const unsigned char *entente_request_body(const entente_exchange *exchange, size_t *length);

/* Sets the reply; the bytes are copied. Headers come after it. 0 on success; -1 when memory is short. */
int entente_reply(entente_exchange *exchange, unsigned int status, const void *body, size_t length);
int entente_reply_header(entente_exchange *exchange, const char *name, const char *value);

#endif
