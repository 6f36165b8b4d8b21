# Cortex-M0+.
set(GANDSE_CPU cortex-m0plus)
set(GANDSE_CPU_OPTIONS "-mcpu=cortex-m0plus -mthumb")
include(${CMAKE_CURRENT_LIST_DIR}/arm-none-eabi.cmake)
