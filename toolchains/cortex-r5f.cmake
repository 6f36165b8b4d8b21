# Cortex-R5F, as in the real-time unit of a Zynq UltraScale+.
set(GANDSE_CPU cortex-r5f)
set(GANDSE_CPU_OPTIONS "-mcpu=cortex-r5 -mthumb -mfpu=vfpv3-d16 -mfloat-abi=hard")
include(${CMAKE_CURRENT_LIST_DIR}/arm-none-eabi.cmake)
