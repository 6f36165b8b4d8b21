# 64-bit RISC-V under Linux.
set(GANDSE_TRIPLE riscv64-linux-gnu)
set(GANDSE_CPU_OPTIONS "")
set(GANDSE_EMULATOR qemu-riscv64)
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
