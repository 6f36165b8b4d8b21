# Cortex-A53 (Zynq UltraScale+) under Linux.
set(GANDSE_TRIPLE aarch64-linux-gnu)
set(GANDSE_CPU_OPTIONS "-mcpu=cortex-a53")
set(GANDSE_EMULATOR qemu-aarch64 -cpu cortex-a53)
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
