/*
 * The fields that the builder reads and writes by name, for RISC-V. It wants this header for every processor that it
 * knows, whichever it builds for.
 */
#ifndef OMNIGRAPH_RISCV64_CPUFEATURES_H
#define OMNIGRAPH_RISCV64_CPUFEATURES_H
typedef struct {
  unsigned char fI;
  unsigned char fM;
  unsigned char fA;
  unsigned char fF;
  unsigned char fD;
  unsigned char fC;
  unsigned char fV;
} CPUFeatures;
#endif
