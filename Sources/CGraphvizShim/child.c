#define _GNU_SOURCE 1
#include "CGraphvizShim.h"

#include <errno.h>
#include <fcntl.h>
#ifdef __linux__
#include <malloc.h>
#endif
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { CHUNK = 1 << 16 };

static int64_t now_milliseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* A socket rather than a pipe: writing to a child that has died must not raise SIGPIPE in the host. */
static int open_channel(int ends[2]) {
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return -1;
  for (int index = 0; index < 2; index++) fcntl(ends[index], F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
  int on = 1;
  setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  int flags = fcntl(ends[0], F_GETFL);
  return fcntl(ends[0], F_SETFL, flags | O_NONBLOCK);
}

static int start(const char *program, const char *command, const char *hint, int channel, pid_t *child) {
  char *arguments[] = {(char *)program, (char *)command, (char *)hint, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, ended;
  if (posix_spawn_file_actions_init(&actions) != 0) return ENOMEM;
  if (posix_spawnattr_init(&attributes) != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return ENOMEM;
  }
  posix_spawn_file_actions_adddup2(&actions, channel, 0);
  posix_spawn_file_actions_adddup2(&actions, channel, 1);
  /* What Graphviz and its helpers print past every callback must not reach the host's terminal. */
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#elif defined(POSIX_SPAWN_CLOEXEC_DEFAULT)
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  sigemptyset(&none);
  sigemptyset(&ended);
  sigaddset(&ended, SIGPIPE);
  sigaddset(&ended, SIGXCPU);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &ended);
  posix_spawnattr_setflags(&attributes, flags);
  int status = posix_spawn(child, program, &actions, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return status;
}

static int grow(entente_child *result, size_t *capacity) {
  if (*capacity - result->length >= CHUNK) return 0;
  size_t larger = *capacity ? *capacity * 2 : 4 * CHUNK;
  char *grown = realloc(result->bytes, larger);
  if (!grown) return -1;
  result->bytes = grown;
  *capacity = larger;
  return 0;
}

/* Sends all input while reading all output, until the child closes its end or the time is over. */
static int talk(int channel, const char *input, size_t input_length, size_t limit, int64_t deadline,
                entente_child *result) {
  size_t sent = 0, capacity = 0;
  if (input_length == 0) shutdown(channel, SHUT_WR);
  for (;;) {
    int64_t rest = deadline - now_milliseconds();
    if (rest <= 0) return ENTENTE_CHILD_TIMEOUT;
    struct pollfd item = {channel, POLLIN | (sent < input_length ? POLLOUT : 0), 0};
    int ready = poll(&item, 1, rest > 60000 ? 60000 : (int)rest);
    if (ready < 0 && errno != EINTR) return ENTENTE_CHILD_FAILED;
    if (ready <= 0) continue;
    if (item.revents & POLLOUT) {
#ifdef MSG_NOSIGNAL
      ssize_t count = send(channel, input + sent, input_length - sent, MSG_NOSIGNAL);
#else
      ssize_t count = send(channel, input + sent, input_length - sent, 0);
#endif
      if (count > 0) sent += (size_t)count;
      /* A child that does not listen any more may still have answered. */
      else if (errno != EAGAIN && errno != EINTR) sent = input_length;
      if (sent == input_length) shutdown(channel, SHUT_WR);
    }
    if (item.revents & (POLLIN | POLLHUP | POLLERR)) {
      if (grow(result, &capacity) != 0) return ENTENTE_CHILD_MEMORY;
      ssize_t count = recv(channel, result->bytes + result->length, CHUNK, 0);
      if (count == 0) return ENTENTE_CHILD_DONE;
      if (count > 0) result->length += (size_t)count;
      else if (errno != EAGAIN && errno != EINTR) return ENTENTE_CHILD_DONE;
      if (result->length > limit) return ENTENTE_CHILD_MEMORY;
    }
  }
}

/* Waits until a child has ended, for a second at most; its status stays to be taken. */
static void await_end(pid_t child) {
  enum { PATIENCE = 1000 };
#ifdef SYS_pidfd_open
  int handle = (int)syscall(SYS_pidfd_open, child, 0);
  if (handle >= 0) {
    int64_t deadline = now_milliseconds() + PATIENCE, rest = PATIENCE;
    struct pollfd item = {handle, POLLIN, 0};
    while (rest > 0 && poll(&item, 1, (int)rest) < 0 && errno == EINTR) rest = deadline - now_milliseconds();
    close(handle);
    return;
  }
#endif
  /* Elsewhere, and before Linux 5.3, there is nothing to wait on that keeps a time limit. */
  for (int nap = 0; nap < PATIENCE; nap++) {
    siginfo_t end = {0};
    if (waitid(P_PID, (id_t)child, &end, WEXITED | WNOHANG | WNOWAIT) != 0 || end.si_pid != 0) return;
    struct timespec pause = {0, 1000000};
    nanosleep(&pause, NULL);
  }
}

/* Starts a child with a channel to it; 0 on success, else an errno. */
static int open_child(const char *program, const char *command, const char *hint, pid_t *child, int *channel) {
  int ends[2];
  if (open_channel(ends) != 0) return errno;
  int status = start(program, command, hint, ends[1], child);
  close(ends[1]);
  if (status != 0) close(ends[0]);
  *channel = ends[0];
  return status;
}

/* A child that was started before there was work for it; its process is 0 when there is none. */
static struct {
  pthread_mutex_t lock;
  pid_t child;
  int channel, is_watched;
  const char *program, *command;
} ahead = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* A child that never got work ends with its host. */
static void end_unused(void) {
  pthread_mutex_lock(&ahead.lock);
  if (ahead.child != 0) {
    close(ahead.channel);
    kill(ahead.child, SIGKILL);
    while (waitpid(ahead.child, NULL, 0) < 0 && errno == EINTR) {}
    ahead.child = 0;
  }
  pthread_mutex_unlock(&ahead.lock);
}

void entente_start_ahead(const char *program, const char *command, const char *hint) {
  pthread_mutex_lock(&ahead.lock);
  if (ahead.child == 0) {
    /* What cannot be started is tried again, and reported, when there is work. */
    if (open_child(program, command, hint, &ahead.child, &ahead.channel) != 0) ahead.child = 0;
    free((char *)ahead.program);
    free((char *)ahead.command);
    ahead.program = strdup(program);
    ahead.command = strdup(command);
    if (!ahead.is_watched) ahead.is_watched = atexit(end_unused) == 0;
  }
  pthread_mutex_unlock(&ahead.lock);
}

/* Takes the child that was started ahead, when it is one of the program and command. */
static int take_ahead(const char *program, const char *command, pid_t *child, int *channel) {
  pthread_mutex_lock(&ahead.lock);
  int fits = ahead.child != 0 && ahead.program && ahead.command && strcmp(ahead.program, program) == 0 &&
             strcmp(ahead.command, command) == 0;
  if (fits) {
    *child = ahead.child;
    *channel = ahead.channel;
    ahead.child = 0;
  }
  pthread_mutex_unlock(&ahead.lock);
  return fits;
}

int entente_run_child(const char *program, const char *command, const char *hint, const char *input,
                      size_t input_length, size_t output_limit, int64_t milliseconds, entente_child *result) {
  pid_t child = 0;
  int channel = -1;
  memset(result, 0, sizeof *result);
  int64_t deadline = now_milliseconds() + milliseconds;
  if (!take_ahead(program, command, &child, &channel)) {
    result->code = open_child(program, command, hint, &child, &channel);
    if (result->code != 0) return result->outcome = ENTENTE_CHILD_NOT_STARTED;
  }
  result->outcome = talk(channel, input, input_length, output_limit, deadline, result);
  close(channel);
  /* A child that closed its output ends at once; one that does not is of no more use. */
  int status = 0;
  pid_t reaped = 0;
  struct rusage usage = {0};
  if (result->outcome == ENTENTE_CHILD_DONE) {
    await_end(child);
    do reaped = wait4(child, &status, WNOHANG, &usage);
    while (reaped < 0 && errno == EINTR);
  }
  int lingers = reaped == 0;
  if (lingers) {
    kill(child, SIGKILL);
    do reaped = wait4(child, &status, 0, &usage);
    while (reaped < 0 && errno == EINTR);
  }
#ifdef __APPLE__
  result->peak = (uint64_t)usage.ru_maxrss;
#else
  result->peak = (uint64_t)usage.ru_maxrss * 1024;
#endif
  if (result->outcome != ENTENTE_CHILD_DONE) return result->outcome;
  /* Of a child that had to be ended, and where the host ignores SIGCHLD, there is no status of its own: the answer
     itself tells whether it is whole. */
  if (lingers || reaped < 0) return result->outcome;
  if (WIFSIGNALED(status)) {
    result->code = WTERMSIG(status);
    return result->outcome = result->code == SIGXCPU ? ENTENTE_CHILD_TIMEOUT : ENTENTE_CHILD_CRASHED;
  }
  if (WEXITSTATUS(status) != 0) {
    result->code = WEXITSTATUS(status);
    return result->outcome = result->code == ENTENTE_EXIT_MEMORY ? ENTENTE_CHILD_MEMORY : ENTENTE_CHILD_FAILED;
  }
  return result->outcome;
}

void entente_free_child(entente_child *result) {
  free(result->bytes);
  memset(result, 0, sizeof *result);
}

const char *entente_error_text(int code) { return strerror(code); }

static void limit(int resource, uint64_t value) {
  struct rlimit bounds;
  if (getrlimit(resource, &bounds) != 0) return;
  if (bounds.rlim_max == RLIM_INFINITY || value < (uint64_t)bounds.rlim_max) bounds.rlim_max = (rlim_t)value;
  bounds.rlim_cur = bounds.rlim_max;
  setrlimit(resource, &bounds);
}

/* The address space that is in use already: libraries, the Swift runtime. */
static uint64_t mapped_bytes(void) {
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file) return 0;
  if (fscanf(file, "%lu", &pages) != 1) pages = 0;
  fclose(file);
  return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

void entente_limit_process(uint64_t memory, uint64_t seconds) {
  if (memory > 0) limit(RLIMIT_AS, mapped_bytes() + memory);
  if (seconds > 0) limit(RLIMIT_CPU, seconds);
  limit(RLIMIT_CORE, 0);
}

void entente_expect_one_drawing(void) {
  entente_keep_drawings();
#ifdef __GLIBC__
  /* A thread's own heap would grow by a page in a call of the system; the process's grows by megabytes. */
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TOP_PAD, 4 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

typedef struct { void (*body)(void *); void *argument; } call;

static void *run(void *argument) {
  call *work = argument;
  work->body(work->argument);
  return NULL;
}

int entente_on_large_stack(size_t bytes, void (*body)(void *), void *argument) {
  pthread_attr_t attributes;
  pthread_t thread;
  call work = {body, argument};
  if (pthread_attr_init(&attributes) != 0) return -1;
  int status = pthread_attr_setstacksize(&attributes, bytes);
  if (status == 0) status = pthread_create(&thread, &attributes, run, &work);
  pthread_attr_destroy(&attributes);
  if (status != 0) return -1;
  return pthread_join(thread, NULL) == 0 ? 0 : -1;
}
