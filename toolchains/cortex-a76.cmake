# Cortex-A76, with dot products, under Linux. QEMU knows no A76.
set(GANDSE_TRIPLE aarch64-linux-gnu)
set(GANDSE_CPU_OPTIONS "-mcpu=cortex-a76")
set(GANDSE_EMULATOR qemu-aarch64 -cpu max)
set(GANDSE_SUITES_RUN_ON "cortex-a53")  # only the kernels differ here, and board tests compare them to the bit
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
