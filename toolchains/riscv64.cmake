# 64-bit RISC-V under Linux; its programs run under QEMU.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR riscv64)
set(CMAKE_CXX_COMPILER riscv64-linux-gnu-g++)
set(CMAKE_CXX_FLAGS_INIT "")
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-riscv64  -L /usr/riscv64-linux-gnu)
