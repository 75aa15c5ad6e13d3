/*
 * libjvm: what the JDK's libraries take from the virtual machine, as far as an image runs it. assemble.sh adds the
 * others: they end the process and say their name.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <jni.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

/* Called by the image itself before the first use of a library. */
void initialize(void) {}

int JVM_ActiveProcessorCount(void) {
  cpu_set_t mine;
  if (sched_getaffinity(0, sizeof mine, &mine) == 0) {
    return CPU_COUNT(&mine);
  }
  return (int) sysconf(_SC_NPROCESSORS_ONLN);
}

void JVM_BeforeHalt(void) {}
void JVM_Halt(jint code) { exit(code); }

void *JVM_LoadLibrary(const char *name, jboolean throws) { return dlopen(name, RTLD_LAZY); }
void JVM_UnloadLibrary(void *handle) { dlclose(handle); }
void *JVM_FindLibraryEntry(void *handle, const char *name) { return dlsym(handle, name); }
void *JVM_LoadZipLibrary(void) { return NULL; }
jboolean JVM_IsSupportedJNIVersion(jint version) { return JNI_TRUE; }
void *JVM_GetManagement(jint version) { return NULL; }
char *JVM_NativePath(char *path) { return path; }
jboolean JVM_RaiseSignal(jint number) { return raise(number) == 0; }

static struct timespec now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time;
}

jlong JVM_NanoTime(JNIEnv *env, jclass type) {
  struct timespec time = now(CLOCK_MONOTONIC);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

jlong JVM_CurrentTimeMillis(JNIEnv *env, jclass type) {
  struct timespec time = now(CLOCK_REALTIME);
  return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* Nanoseconds since a second that the caller chose near to now. */
jlong JVM_GetNanoTimeAdjustment(JNIEnv *env, jclass type, jlong second) {
  struct timespec time = now(CLOCK_REALTIME);
  return (time.tv_sec - second) * 1000000000LL + time.tv_nsec;
}

void *JVM_RawMonitorCreate(void) {
  pthread_mutex_t *monitor = malloc(sizeof *monitor);
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(monitor, &attributes);
  return monitor;
}

void JVM_RawMonitorDestroy(void *monitor) {
  pthread_mutex_destroy(monitor);
  free(monitor);
}

jint JVM_RawMonitorEnter(void *monitor) { return pthread_mutex_lock(monitor); }
void JVM_RawMonitorExit(void *monitor) { pthread_mutex_unlock(monitor); }

/* Like vsnprintf, but -1 where the text was cut. */
int jio_vsnprintf(char *text, size_t size, const char *format, va_list arguments) {
  if ((ssize_t) size <= 0) {
    return -1;
  }
  int length = vsnprintf(text, size, format, arguments);
  if (length < 0 || (size_t) length >= size) {
    text[size - 1] = 0;
    return -1;
  }
  return length;
}

int jio_snprintf(char *text, size_t size, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = jio_vsnprintf(text, size, format, arguments);
  va_end(arguments);
  return length;
}

int jio_fprintf(FILE *file, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vfprintf(file, format, arguments);
  va_end(arguments);
  return length;
}
