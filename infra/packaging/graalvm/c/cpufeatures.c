/* libchelper: what this processor can do, by cpuid. Names of fields and bits are those of the processor's manuals. */
#include <cpuid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "amd64cpufeatures.h"

static int bit(unsigned word, int at) { return word >> at & 1; }

/* Which registers the system saves when it switches threads: a feature without them is of no use. */
static unsigned long long saved_registers(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (unsigned long long) high << 32 | low;
}

static void basic(CPUFeatures *f, unsigned c, unsigned d, int ymm) {
  f->fTSC = bit(d, 4);
  f->fCX8 = bit(d, 8);
  f->fCMOV = bit(d, 15);
  f->fFLUSH = bit(d, 19);
  f->fMMX = bit(d, 23);
  f->fFXSR = bit(d, 24);
  f->fSSE = bit(d, 25);
  f->fSSE2 = bit(d, 26);
  f->fHT = bit(d, 28);
  f->fSSE3 = bit(c, 0);
  f->fCLMUL = bit(c, 1);
  f->fSSSE3 = bit(c, 9);
  f->fFMA = bit(c, 12) && ymm;
  f->fSSE4_1 = bit(c, 19);
  f->fSSE4_2 = bit(c, 20);
  f->fPOPCNT = bit(c, 23);
  f->fAES = bit(c, 25);
  f->fAVX = bit(c, 28) && ymm;
  f->fVZEROUPPER = f->fAVX;
  f->fF16C = bit(c, 29) && ymm;
  f->fHV = bit(c, 31);
}

static void structured(CPUFeatures *f, unsigned b, unsigned c, unsigned d, int ymm, int zmm) {
  f->fBMI1 = bit(b, 3);
  f->fAVX2 = bit(b, 5) && ymm;
  f->fBMI2 = bit(b, 8);
  f->fERMS = bit(b, 9);
  f->fRTM = bit(b, 11);
  f->fADX = bit(b, 19);
  f->fFLUSHOPT = bit(b, 23);
  f->fCLWB = bit(b, 24);
  f->fSHA = bit(b, 29);
  f->fPKU = bit(c, 3);
  f->fOSPKE = bit(c, 4);
  f->fGFNI = bit(c, 8) && ymm;
  f->fRDPID = bit(c, 22);
  f->fFSRM = bit(d, 4);
  f->fSERIALIZE = bit(d, 14);
  if (zmm) {
    f->fAVX512F = bit(b, 16);
    f->fAVX512DQ = bit(b, 17);
    f->fAVX512_IFMA = bit(b, 21);
    f->fAVX512CD = bit(b, 28);
    f->fAVX512BW = bit(b, 30);
    f->fAVX512VL = bit(b, 31);
    f->fAVX512_VBMI = bit(c, 1);
    f->fAVX512_VBMI2 = bit(c, 6);
    f->fAVX512_VAES = bit(c, 9);
    f->fAVX512_VPCLMULQDQ = bit(c, 10);
    f->fAVX512_VNNI = bit(c, 11);
    f->fAVX512_BITALG = bit(c, 12);
    f->fAVX512_VPOPCNTDQ = bit(c, 14);
  }
}

void determineCPUFeatures(CPUFeatures *f) {
  unsigned a, b, c, d;
  memset(f, 0, sizeof *f);
  unsigned leaves = __get_cpuid_max(0, 0);
  if (!leaves) {
    return;
  }
  __cpuid(1, a, b, c, d);
  unsigned long long saved = bit(c, 27) ? saved_registers() : 0;
  int ymm = (saved & 0x06) == 0x06;
  int zmm = (saved & 0xe6) == 0xe6;
  basic(f, c, d, ymm);
  if (leaves >= 7) {
    __cpuid_count(7, 0, a, b, c, d);
    structured(f, b, c, d, ymm, zmm);
  }
  unsigned extended = __get_cpuid_max(0x80000000, 0);
  if (extended >= 0x80000001) {
    __cpuid(0x80000001, a, b, c, d);
    f->fLZCNT = bit(c, 5);
    f->fSSE4A = bit(c, 6);
    f->fAMD_3DNOW_PREFETCH = bit(c, 8) || bit(d, 31);
    f->fRDTSCP = bit(d, 27);
  }
  if (extended >= 0x80000007) {
    __cpuid(0x80000007, a, b, c, d);
    f->fTSCINV_BIT = bit(d, 8);
    f->fTSCINV = bit(d, 8);
  }
}

/* A byte of MASK for each field: 0xfe where the image needs it, 0xff where it does not. 0 when all needs are met. */
int checkCPUFeatures(const char *mask) {
  CPUFeatures features;
  determineCPUFeatures(&features);
  const unsigned char *has = (const unsigned char *) &features, *needs = (const unsigned char *) mask;
  for (size_t i = 0; i < sizeof features; i++) {
    if ((has[i] | needs[i]) != 0xff) {
      return 1;
    }
  }
  return 0;
}

int checkCPUFeaturesOrExit(const char *mask, const char *message) {
  if (checkCPUFeatures(mask)) {
    fputs(message, stderr);
    exit(1);
  }
  return 0;
}
