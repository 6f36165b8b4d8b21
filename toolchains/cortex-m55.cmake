# Cortex-M55 with Helium.
set(GANDSE_CPU cortex-m55)
set(GANDSE_CPU_OPTIONS "-mcpu=cortex-m55 -mthumb -mfloat-abi=hard")
include(${CMAKE_CURRENT_LIST_DIR}/arm-none-eabi.cmake)
