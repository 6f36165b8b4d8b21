# Cortex-A9 (Zynq-7000) with NEON under Linux.
set(GANDSE_TRIPLE arm-linux-gnueabihf)
set(GANDSE_CPU_OPTIONS "-mcpu=cortex-a9 -mfpu=neon -mfloat-abi=hard")
set(GANDSE_EMULATOR qemu-arm -cpu cortex-a9)
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
