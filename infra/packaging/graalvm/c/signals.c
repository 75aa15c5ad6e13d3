/* libchelper: signals that Java code waits for. A handler counts them; one Java thread waits for the semaphore. */
#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>

static sem_t arrived;
static volatile int opened;
static volatile unsigned pending[NSIG + 1];

/* 0 when opened, 1 when it was open already, -1 on failure. */
int cSunMiscSignal_open(void) {
  if (__sync_lock_test_and_set(&opened, 1)) {
    return 1;
  }
  memset((void *) pending, 0, sizeof pending);
  if (sem_init(&arrived, 0, 0)) {
    opened = 0;
    return -1;
  }
  return 0;
}

int cSunMiscSignal_close(void) {
  if (sem_destroy(&arrived)) {
    return -1;
  }
  __sync_lock_release(&opened);
  return 0;
}

int cSunMiscSignal_awaitSemaphore(void) {
  int result;
  do {
    result = sem_wait(&arrived);
  } while (result && errno == EINTR);
  return result;
}

int cSunMiscSignal_signalSemaphore(void) { return sem_post(&arrived); }

int cSunMiscSignal_signalRangeCheck(int number) { return number > 0 && number < NSIG; }

/* Takes one pending signal and returns its number, or -1. */
int cSunMiscSignal_checkPendingSignal(void) {
  for (int number = 1; number < NSIG; number++) {
    unsigned count = pending[number];
    if (count && __sync_bool_compare_and_swap(&pending[number], count, count - 1)) {
      return number;
    }
  }
  return -1;
}

static void count(int number) {
  int error = errno;
  if (number > 0 && number < NSIG) {
    __sync_fetch_and_add(&pending[number], 1);
    sem_post(&arrived);
  }
  errno = error;
}

void *cSunMiscSignal_signalHandlerFunctionPointer(void) { return (void *) count; }
