# Cortex-M4 with single-precision FPU.
set(GANDSE_CPU cortex-m4)
set(GANDSE_CPU_OPTIONS "-mcpu=cortex-m4 -mthumb -mfpu=fpv4-sp-d16 -mfloat-abi=hard")
include(${CMAKE_CURRENT_LIST_DIR}/arm-none-eabi.cmake)
