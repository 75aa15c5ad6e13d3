/* libchelper, C functions with variable arguments, in the shapes in which an image calls them. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>

void *mremapP(void *old, unsigned long old_size, unsigned long size, int flags, void *wanted) {
  return mremap(old, old_size, size, flags, wanted);
}

int openSII(const char *path, int flags, int mode) { return open(path, flags, mode); }
int openatISII(int folder, const char *path, int flags, int mode) { return openat(folder, path, flags, mode); }
int fprintfSD(FILE *file, const char *format, const char *text, int number) { return fprintf(file, format, text, number); }
