# What the bare-metal Arm toolchain files share: they set GANDSE_CPU and GANDSE_CPU_OPTIONS, and include this. CTest runs the
# programs in an emulator.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)  # a program would need start-up code
set(CMAKE_CXX_FLAGS_INIT "${GANDSE_CPU_OPTIONS} -ffreestanding -fbuiltin -fno-exceptions -fno-rtti \
-fno-threadsafe-statics -fno-unwind-tables -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections")
set(CMAKE_CROSSCOMPILING_EMULATOR ${CMAKE_CURRENT_LIST_DIR}/boards/qemu.sh ${GANDSE_CPU})
