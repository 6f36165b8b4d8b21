# A PC's processor with AVX2, under Linux: emulated, so that instructions can be counted wherever the tests run.
set(GANDSE_TRIPLE x86_64-linux-gnu)
set(GANDSE_CPU_OPTIONS "-march=x86-64-v3")
set(GANDSE_EMULATOR qemu-x86_64 -cpu max)
set(GANDSE_SUITES_RUN_ON "the host")  # only the kernels differ here, and board tests compare them to the bit
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
