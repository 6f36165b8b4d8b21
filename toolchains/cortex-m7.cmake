# Cortex-M7 with double-precision FPU.
set(GANDSE_CPU cortex-m7)
set(GANDSE_CPU_OPTIONS "-mcpu=cortex-m7 -mthumb -mfpu=fpv5-d16 -mfloat-abi=hard")
include(${CMAKE_CURRENT_LIST_DIR}/arm-none-eabi.cmake)
