#include "CHTTPServerShim.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The few functions and constants of libmicrohttpd 0.9 and 1.0 that are used, as its manual gives them
   (gnu.org/software/libmicrohttpd/manual). */
typedef struct MHD_Daemon daemon_t;
typedef struct MHD_Connection connection_t;
typedef struct MHD_Response response_t;
typedef int (*access_handler)(void *, connection_t *, const char *, const char *, const char *, const char *, size_t *,
                              void **);
typedef void (*completed_handler)(void *, connection_t *, void **, int);

enum { NO = 0, YES = 1 };
enum { THREAD_PER_CONNECTION = 4, INTERNAL_POLLING_THREAD = 8, AUTO = 65536 };
enum {
  OPTION_END = 0,
  OPTION_CONNECTION_LIMIT = 2,
  OPTION_CONNECTION_TIMEOUT = 3,
  OPTION_NOTIFY_COMPLETED = 4,
  OPTION_LISTEN_SOCKET = 12
};
enum { HEADER_KIND = 1, MUST_COPY = 2 };

/* A browser keeps six for one host, and others may be left open by whoever talks in pieces. */
enum { CONNECTIONS = 256 };
/* What is read and thrown away of a body that is too long, so that its sender hears why, in bodies of full length. */
enum { PATIENCE = 64 };

static struct {
  daemon_t *(*start_daemon)(unsigned, uint16_t, void *, void *, access_handler, void *, ...);
  void (*stop_daemon)(daemon_t *);
  const char *(*lookup_connection_value)(connection_t *, int, const char *);
  response_t *(*create_response_from_buffer)(size_t, void *, int);
  int (*add_response_header)(response_t *, const char *, const char *);
  int (*queue_response)(connection_t *, unsigned, response_t *);
  void (*destroy_response)(response_t *);
} api;

static int is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  const char *names[] = {"libmicrohttpd.so.12", "libmicrohttpd.dylib", "/opt/homebrew/lib/libmicrohttpd.dylib",
                         "/usr/local/lib/libmicrohttpd.dylib", "libmicrohttpd.so"};
  void *library = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
#define FIND(name) \
  if (!(*(void **)&api.name = dlsym(library, "MHD_" #name))) return
  FIND(start_daemon);
  FIND(stop_daemon);
  FIND(lookup_connection_value);
  FIND(create_response_from_buffer);
  FIND(add_response_header);
  FIND(queue_response);
  FIND(destroy_response);
  is_loaded = 1;
}

struct entente_server {
  daemon_t *daemon;
  entente_handler handler;
  void *context;
  size_t body_limit;
};

struct entente_exchange {
  connection_t *connection;
  const char *method, *path;
  unsigned char *body;
  size_t length, received;
  unsigned int status;
  response_t *response;
};

static int collect(entente_server *server, entente_exchange *exchange, const char *bytes, size_t count) {
  exchange->received += count;
  if (exchange->received > server->body_limit * PATIENCE) return NO;
  size_t room = server->body_limit + 1 - exchange->length;
  if (count > room) count = room;
  if (count == 0) return YES;
  unsigned char *grown = realloc(exchange->body, exchange->length + count);
  if (!grown) return NO;
  memcpy(grown + exchange->length, bytes, count);
  exchange->body = grown;
  exchange->length += count;
  return YES;
}

/* libmicrohttpd calls it when the headers are there, for each piece of the body, and at the end. */
static int handle(void *context, connection_t *connection, const char *path, const char *method, const char *version,
                  const char *bytes, size_t *count, void **state) {
  entente_server *server = context;
  entente_exchange *exchange = *state;
  (void)version;
  if (!exchange) {
    *state = calloc(1, sizeof *exchange);
    return *state ? YES : NO;
  }
  if (*count > 0) {
    int goes_on = collect(server, exchange, bytes, *count);
    *count = 0;
    return goes_on;
  }
  exchange->connection = connection;
  exchange->method = method;
  exchange->path = path;
  server->handler(server->context, exchange);
  return exchange->response ? api.queue_response(connection, exchange->status, exchange->response) : NO;
}

static void complete(void *context, connection_t *connection, void **state, int cause) {
  entente_exchange *exchange = *state;
  (void)context;
  (void)connection;
  (void)cause;
  if (!exchange) return;
  if (exchange->response) api.destroy_response(exchange->response);
  free(exchange->body);
  free(exchange);
  *state = NULL;
}

/* A socket that listens on the loopback interface alone; -1 with errno. */
static int listening_socket(uint16_t *port) {
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (listener < 0) return -1;
  int on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(*port)};
  socklen_t size = sizeof address;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  fcntl(listener, F_SETFD, FD_CLOEXEC);
  if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
      bind(listener, (struct sockaddr *)&address, sizeof address) == 0 && listen(listener, SOMAXCONN) == 0 &&
      getsockname(listener, (struct sockaddr *)&address, &size) == 0) {
    *port = ntohs(address.sin_port);
    return listener;
  }
  int error = errno;
  close(listener);
  errno = error;
  return -1;
}

int entente_server_start(uint16_t *port, size_t body_limit, unsigned int seconds, entente_handler handler,
                         void *context, entente_server **result, int *code) {
  *result = NULL;
  *code = 0;
  pthread_once(&once, load);
  if (!is_loaded) return ENTENTE_SERVER_NO_LIBRARY;
  entente_server *server = calloc(1, sizeof *server);
  if (!server) return ENTENTE_SERVER_FAILED;
  *server = (entente_server){.handler = handler, .context = context, .body_limit = body_limit};
  int listener = listening_socket(port);
  if (listener < 0) {
    *code = errno;
    free(server);
    return ENTENTE_SERVER_NO_PORT;
  }
  server->daemon = api.start_daemon(
      THREAD_PER_CONNECTION | INTERNAL_POLLING_THREAD | AUTO, *port, NULL, NULL, handle, server,
      OPTION_LISTEN_SOCKET, listener, OPTION_CONNECTION_LIMIT, (unsigned int)CONNECTIONS,
      OPTION_CONNECTION_TIMEOUT, seconds, OPTION_NOTIFY_COMPLETED, (completed_handler)complete, NULL, OPTION_END);
  if (!server->daemon) {
    close(listener);
    free(server);
    return ENTENTE_SERVER_FAILED;
  }
  *result = server;
  return ENTENTE_SERVER_STARTED;
}

void entente_server_stop(entente_server *server) {
  api.stop_daemon(server->daemon);
  free(server);
}

const char *entente_request_method(const entente_exchange *exchange) { return exchange->method; }

const char *entente_request_path(const entente_exchange *exchange) { return exchange->path; }

const char *entente_request_header(const entente_exchange *exchange, const char *name) {
  return api.lookup_connection_value(exchange->connection, HEADER_KIND, name);
}

const unsigned char *entente_request_body(const entente_exchange *exchange, size_t *length) {
  *length = exchange->length;
  return exchange->body;
}

int entente_reply(entente_exchange *exchange, unsigned int status, const void *body, size_t length) {
  if (exchange->response) api.destroy_response(exchange->response);
  exchange->response = api.create_response_from_buffer(length, (void *)(length ? body : ""), MUST_COPY);
  exchange->status = status;
  return exchange->response ? 0 : -1;
}

int entente_reply_header(entente_exchange *exchange, const char *name, const char *value) {
  return exchange->response && api.add_response_header(exchange->response, name, value) == YES ? 0 : -1;
}
