package dev.omnigraph.soak;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What one process can do to another, on Linux. */
final class Signals {
  private static final int KILL = 9;
  private static final int CONTINUE = 18;
  private static final int STOP = 19;

  private static final MethodHandle SEND =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().find("kill").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private Signals() {}

  static void kill(Process process) {
    send(process, KILL);
  }

  static void stop(Process process) {
    send(process, STOP);
  }

  static void resume(Process process) {
    send(process, CONTINUE);
  }

  /** To nobody when the process is gone: its number may be another's by then. */
  private static void send(Process process, int signal) {
    if (!process.isAlive()) {
      return;
    }
    try {
      int unused = (int) SEND.invokeExact((int) process.pid(), signal);
    } catch (Throwable e) {
      throw new IllegalStateException("signal " + signal, e);
    }
  }
}
