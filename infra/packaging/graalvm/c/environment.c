/* libchelper: variables, threads and the time zone. */
#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

char **getEnviron(void) { return environ; }

void codeSynchronization_clearCache(long from, long to) { __builtin___clear_cache((char *) from, (char *) to); }

int getThreadId(void) { return (int) syscall(SYS_gettid); }

/* Nanoseconds that a thread has used outside the kernel: the 14th field of its stat file, in ticks. */
long getThreadUserTimeSlow(int thread) {
  char path[64], stat[1024];
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
  FILE *file = fopen(path, "r");
  if (!file) {
    return -1;
  }
  stat[fread(stat, 1, sizeof stat - 1, file)] = 0;
  fclose(file);
  /* The second field is a name in brackets, which may have blanks and brackets itself. */
  char *after_name = strrchr(stat, ')');
  unsigned long ticks;
  if (!after_name || sscanf(after_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu", &ticks) != 1) {
    return -1;
  }
  return (long) (ticks * (1000000000UL / (unsigned long) sysconf(_SC_CLK_TCK)));
}

/* The time zone's name, from TZ, the link /etc/localtime or /etc/timezone. The caller frees it. */
char *SVM_FindJavaTZmd(const char *mappings, int length) {
  const char *variable = getenv("TZ");
  if (variable && *variable) {
    if (*variable == ':') {
      variable++;
    }
    if (strncmp(variable, "posix/", 6) == 0) {
      variable += 6;
    }
    if (*variable != '/') {
      return strdup(variable);
    }
  }
  char text[PATH_MAX];
  ssize_t size = readlink("/etc/localtime", text, sizeof text - 1);
  if (size > 0) {
    text[size] = 0;
    char *zone = strstr(text, "zoneinfo/");
    if (zone) {
      return strdup(zone + strlen("zoneinfo/"));
    }
  }
  FILE *file = fopen("/etc/timezone", "r");
  if (file) {
    char *line = fgets(text, sizeof text, file);
    fclose(file);
    if (line) {
      text[strcspn(text, "\r\n ")] = 0;
      if (*text) {
        return strdup(text);
      }
    }
  }
  return strdup("UTC");
}
