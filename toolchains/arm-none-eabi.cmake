# What the bare-metal Arm toolchain files share: they set GANDSE_CPU and GANDSE_CPU_OPTIONS, and include this. CTest runs the
# programs in an emulator. GANDSE_CLANG=ON takes clang++ with the headers and the linker of arm-none-eabi-g++.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)  # a program would need start-up code
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES GANDSE_CLANG)
set(flags "${GANDSE_CPU_OPTIONS} -ffreestanding -fbuiltin -fno-unwind-tables -fno-asynchronous-unwind-tables \
-ffunction-sections -fdata-sections")
set(cxx_flags "-fno-exceptions -fno-rtti -fno-threadsafe-statics")
if(GANDSE_CLANG)
  set(CMAKE_C_COMPILER clang)
  set(CMAKE_C_COMPILER_TARGET arm-none-eabi)
  set(CMAKE_CXX_COMPILER clang++)
  set(CMAKE_CXX_COMPILER_TARGET arm-none-eabi)
  separate_arguments(options UNIX_COMMAND "${GANDSE_CPU_OPTIONS}")
  execute_process(COMMAND arm-none-eabi-g++ ${options} -E -v -x c++ /dev/null OUTPUT_QUIET ERROR_VARIABLE search)
  string(REGEX MATCHALL "\n /[^\n]*arm-none-eabi/include[^\n]*" directories "${search}")
  foreach(directory IN LISTS directories)
    string(STRIP "${directory}" directory)
    string(APPEND cxx_flags " -isystem ${directory}")
  endforeach()
  string(APPEND flags " -fshort-enums")  # as in libgcc
  set(CMAKE_CXX_LINK_EXECUTABLE
    "arm-none-eabi-g++ ${GANDSE_CPU_OPTIONS} -Wl,-z,noexecstack <LINK_FLAGS> <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")
else()
  set(CMAKE_C_COMPILER arm-none-eabi-gcc)
  set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
endif()
set(CMAKE_C_FLAGS_INIT "${flags}")
set(CMAKE_CXX_FLAGS_INIT "${flags} ${cxx_flags}")
set(CMAKE_CROSSCOMPILING_EMULATOR ${CMAKE_CURRENT_LIST_DIR}/boards/qemu.sh ${GANDSE_CPU})
