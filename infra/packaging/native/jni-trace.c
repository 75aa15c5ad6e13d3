/*
 * A JVM agent that writes down every class, method and field that native code looks up through JNI:
 * what has to be registered before native-image lets the same native code run.
 *
 *   gcc -shared -fPIC -O1 -I$JAVA_HOME/include -I$JAVA_HOME/include/linux jni-trace.c -o libjnitrace.so
 *   java -agentpath:./libjnitrace.so=FILE ...
 *
 * One line a lookup that succeeded, tab-separated, repeated lookups repeated; <library> is the file
 * name of the library that asked:
 *   <library>  class   <name>
 *   <library>  method  <class that declares it>  <name>  <descriptor>
 *   <library>  field   <class that declares it>  <name>  <descriptor>
 * The declaring class is what native-image needs: it does not find inherited members.
 * FILE gets the process id as a suffix, since a build may fork several JVMs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <jvmti.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static jvmtiEnv *ti;
static jniNativeInterface *real;
static FILE *out;

/* The file name of the library that the return address lies in. */
static const char *library(void *address) {
  Dl_info info;
  if (!dladdr(address, &info) || info.dli_fname == NULL) {
    return "?";
  }
  const char *slash = strrchr(info.dli_fname, '/');
  return slash == NULL ? info.dli_fname : slash + 1;
}

static void member(
    void *caller, const char *kind, JNIEnv *env, jclass declaring, const char *name, const char *descriptor) {
  char *c = NULL;
  if ((*ti)->GetClassSignature(ti, declaring, &c, NULL) == JVMTI_ERROR_NONE) {
    fprintf(out, "%s\t%s\t%s\t%s\t%s\n", library(caller), kind, c, name, descriptor);
    (*ti)->Deallocate(ti, (unsigned char *)c);
  }
  real->DeleteLocalRef(env, declaring);
}

static void method(void *caller, JNIEnv *env, jmethodID id, const char *name, const char *descriptor) {
  jclass declaring = NULL;
  if (id != NULL && (*ti)->GetMethodDeclaringClass(ti, id, &declaring) == JVMTI_ERROR_NONE) {
    member(caller, "method", env, declaring, name, descriptor);
  }
}

static void field(
    void *caller, JNIEnv *env, jclass asked, jfieldID id, const char *name, const char *descriptor) {
  jclass declaring = NULL;
  if (id != NULL && (*ti)->GetFieldDeclaringClass(ti, asked, id, &declaring) == JVMTI_ERROR_NONE) {
    member(caller, "field", env, declaring, name, descriptor);
  }
}

#define CALLER __builtin_return_address(0)

static jclass JNICALL find_class(JNIEnv *env, const char *name) {
  jclass c = real->FindClass(env, name);
  if (c != NULL) {
    fprintf(out, "%s\tclass\t%s\n", library(CALLER), name);
  }
  return c;
}

static jmethodID JNICALL get_method(JNIEnv *env, jclass c, const char *name, const char *descriptor) {
  jmethodID id = real->GetMethodID(env, c, name, descriptor);
  method(CALLER, env, id, name, descriptor);
  return id;
}

static jmethodID JNICALL get_static_method(JNIEnv *env, jclass c, const char *name, const char *descriptor) {
  jmethodID id = real->GetStaticMethodID(env, c, name, descriptor);
  method(CALLER, env, id, name, descriptor);
  return id;
}

static jfieldID JNICALL get_field(JNIEnv *env, jclass c, const char *name, const char *descriptor) {
  jfieldID id = real->GetFieldID(env, c, name, descriptor);
  field(CALLER, env, c, id, name, descriptor);
  return id;
}

static jfieldID JNICALL get_static_field(JNIEnv *env, jclass c, const char *name, const char *descriptor) {
  jfieldID id = real->GetStaticFieldID(env, c, name, descriptor);
  field(CALLER, env, c, id, name, descriptor);
  return id;
}

static void JNICALL started(jvmtiEnv *jvmti, JNIEnv *env, jthread thread) {
  (void)env;
  (void)thread;
  jniNativeInterface *table;
  if ((*jvmti)->GetJNIFunctionTable(jvmti, &real) != JVMTI_ERROR_NONE
      || (*jvmti)->GetJNIFunctionTable(jvmti, &table) != JVMTI_ERROR_NONE) {
    return;
  }
  table->FindClass = find_class;
  table->GetMethodID = get_method;
  table->GetStaticMethodID = get_static_method;
  table->GetFieldID = get_field;
  table->GetStaticFieldID = get_static_field;
  (*jvmti)->SetJNIFunctionTable(jvmti, table);
}

JNIEXPORT jint JNICALL Agent_OnLoad(JavaVM *vm, char *options, void *reserved) {
  (void)reserved;
  char file[4096];
  snprintf(file, sizeof file, "%s.%d", options != NULL && *options ? options : "jni-trace", (int)getpid());
  out = fopen(file, "a");
  if (out == NULL) {
    fprintf(stderr, "jni-trace: cannot write %s\n", file);
    return JNI_ERR;
  }
  if ((*vm)->GetEnv(vm, (void **)&ti, JVMTI_VERSION_1_2) != JNI_OK) {
    fprintf(stderr, "jni-trace: this JVM has no JVMTI\n");
    return JNI_ERR;
  }
  jvmtiEventCallbacks callbacks;
  memset(&callbacks, 0, sizeof callbacks);
  callbacks.VMInit = started;
  (*ti)->SetEventCallbacks(ti, &callbacks, sizeof callbacks);
  (*ti)->SetEventNotificationMode(ti, JVMTI_ENABLE, JVMTI_EVENT_VM_INIT, NULL);
  return JNI_OK;
}
