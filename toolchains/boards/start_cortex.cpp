// Reset to run() and back to the emulator, for Cortex-M and Cortex-R without a C library.
#include <cstdint>

#include "program.h"

extern "C" {
extern std::uint32_t data_begin[], data_end[], bss_begin[], bss_end[], stack_top[];
extern const std::uint32_t data_image[];
void reset();
}

namespace {

// Arm's semihosting: the debugger, here the emulator, does what the operation says.
void semihosting(std::uint32_t operation, const void* argument) {
  register std::uint32_t r0 __asm__("r0") = operation;
  register const void* r1 __asm__("r1") = argument;
#if __ARM_ARCH_PROFILE == 'M'
  __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
#else
  __asm__ volatile("svc 0xAB" : "+r"(r0) : "r"(r1) : "memory");
#endif
}

// SYS_EXIT_EXTENDED with ADP_Stopped_ApplicationExit: the emulator ends with this exit code.
[[noreturn]] void end(int code) {
  const std::uint32_t block[2] = {0x20026, static_cast<std::uint32_t>(code)};  // NOLINT(modernize-avoid-c-arrays)
  for (;;) {
    semihosting(0x20, block);
  }
}

#if __ARM_ARCH_PROFILE == 'M'
[[noreturn]] void fault() { end(99); }

using Handler = void (*)();
struct Vectors {
  const std::uint32_t* stack;
  Handler handlers[15];  // NOLINT(modernize-avoid-c-arrays): reset, then the system's exceptions
};
[[gnu::section(".vectors"), gnu::used]] const Vectors vectors{
    stack_top,
    {reset, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault}};
#endif

void enable_floating_point() {
#if __ARM_ARCH_PROFILE == 'M' && defined(__ARM_FP)
  auto* const cpacr = reinterpret_cast<volatile std::uint32_t*>(0xE000ED88);  // CP10 and CP11, also for Helium
  *cpacr = *cpacr | (0xFU << 20U);
  __asm__ volatile("dsb\n isb");
#elif defined(__ARM_FP)
  __asm__ volatile(
      "mrc p15, 0, r0, c1, c0, 2\n"
      "orr r0, r0, #0xF00000\n"
      "mcr p15, 0, r0, c1, c0, 2\n"
      "isb\n"
      "mov r0, #0x40000000\n"
      "vmsr fpexc, r0\n"
      :
      :
      : "r0");
#endif
}

[[gnu::used]] void begin() {
  enable_floating_point();
  const std::uint32_t* from = data_image;
  for (std::uint32_t* to = data_begin; to != data_end; ++to) {
    *to = *from++;
  }
  for (std::uint32_t* to = bss_begin; to != bss_end; ++to) {
    *to = 0;
  }
  end(run());
}

}  // namespace

void print(const char* text) { semihosting(0x04, text); }  // SYS_WRITE0

#if __ARM_ARCH_PROFILE == 'M'
void reset() { begin(); }
#else
extern "C" [[gnu::used]] void board_begin() { begin(); }
// Cortex-R begins at address 0, in Arm state; only the reset vector is needed.
__asm__(
    ".section .vectors, \"ax\"\n"
    ".arm\n"
    ".globl reset\n"
    "reset:\n"
    "  ldr sp, =stack_top\n"
    "  ldr r0, =board_begin\n"
    "  bx r0\n"
    "  .ltorg\n"
    ".text\n"
    ".thumb\n");
#endif
