/* libreporterchelper: what the image builder reports of itself while it builds. */
#include <jni.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

JNIEXPORT jlong JNICALL Java_com_oracle_svm_hosted_ProgressReporterCHelper_getPeakRSS0(JNIEnv *env, jclass type) {
  struct rusage usage;
  return getrusage(RUSAGE_SELF, &usage) ? -1 : (jlong) usage.ru_maxrss * 1024;
}

JNIEXPORT jint JNICALL Java_com_oracle_svm_hosted_ProgressReporterCHelper_getTerminalWindowColumns0(JNIEnv *env, jclass type) {
  struct winsize window;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) ? -1 : window.ws_col;
}
