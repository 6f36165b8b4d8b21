# Cortex-A76, with dot products, under Linux. QEMU knows no A76.
set(GANDSE_TRIPLE aarch64-linux-gnu)
set(GANDSE_CPU_OPTIONS "-mcpu=cortex-a76")
set(GANDSE_EMULATOR qemu-aarch64 -cpu max)
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
